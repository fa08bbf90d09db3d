//! `feedwright credit`

use crate::cli;

pub(super) fn run(_args: &cli::Credit) -> u8 {
    2
}
