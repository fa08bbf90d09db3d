//! The last run that could build nothing: what `status` says besides how the feeds are.

use std::path::Path;

use super::pack::{self, Packer, Unpacker};
use super::snapshot;
use crate::diagnostic::Diagnostic;

/// Name of the file in the state folder; a run that builds removes it.
pub const FILE: &str = "failure.cache";

/// Notes why nothing was built. For `status` only: where it cannot be noted, the run has said it.
pub fn note(state_dir: &Path, found: &[Diagnostic]) {
    let _ = Packer::save(&state_dir.join(FILE), |p| snapshot::diagnostics(p, found));
}

/// Forgets it, since a run has built. Mostly there is none.
pub fn forget(state_dir: &Path) {
    let _ = std::fs::remove_file(state_dir.join(FILE));
}

/// When the last run failed (seconds since 1970), if it did, and why.
pub fn last(state_dir: &Path) -> Option<(i64, Vec<Diagnostic>)> {
    let file = state_dir.join(FILE);
    let bytes = pack::read(&file)?;
    let found = snapshot::take_diagnostics(&mut Unpacker(&bytes[pack::CONTENT..])).ok()?;
    Some((snapshot::changed(&file)?, found))
}
