//! `feedwright schema`

use crate::cli;

pub(super) fn run(_args: &cli::Schema) -> u8 {
    2
}
