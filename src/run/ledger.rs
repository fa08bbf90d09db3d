//! `feedwright ledger`

use crate::cli;

pub(super) fn run(_args: &cli::Ledger) -> u8 {
    2
}
