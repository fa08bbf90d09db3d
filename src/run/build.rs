//! `feedwright build`

use crate::cli;

pub(super) fn run(_args: &cli::Build) -> u8 {
    2
}
