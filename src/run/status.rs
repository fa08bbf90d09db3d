//! `feedwright status`

use crate::cli;

pub(super) fn status(_args: &cli::Status) -> u8 {
    2
}

pub(super) fn next(_args: &cli::Next) -> u8 {
    2
}
