//! `feedwright explain`

use crate::cli;

pub(super) fn explain(_args: &cli::Explain) -> u8 {
    2
}

pub(super) fn rules(_args: &cli::Rules) -> u8 {
    2
}
