//! `feedwright photo`

use crate::cli;

pub(super) fn run(_args: &cli::Photo) -> u8 {
    2
}
