//! `feedwright check`

use crate::cli;

pub(super) fn run(_args: &cli::Check) -> u8 {
    2
}
