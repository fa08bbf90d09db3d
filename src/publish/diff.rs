//! What would change in a file, for people.

use std::io::{self, Read};
use std::path::Path;

use similar::TextDiff;

use super::spool::Spool;

/// Above this size files are only said to differ: a diff of them takes memory and time, and nobody
/// reads it.
const LARGEST: u64 = 8 * 1024 * 1024;

/// A unified diff from the standing file (nothing where it is missing) to the spool.
pub(super) fn unified(standing: &Path, spool: &mut Spool) -> io::Result<String> {
    let name = spool.path().to_owned();
    let size = match std::fs::metadata(standing) {
        Ok(meta) => meta.len(),
        Err(e) if e.kind() == io::ErrorKind::NotFound => 0,
        Err(e) => return Err(e),
    };
    if size.max(spool.size()) > LARGEST {
        return Ok(format!(
            "--- a/{name}\n+++ b/{name}\n(too large for a diff: {size} bytes, {} after)\n",
            spool.size()
        ));
    }
    let old = match std::fs::read(standing) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(e) if e.kind() == io::ErrorKind::NotFound => String::new(),
        Err(e) => return Err(e),
    };
    let mut new = Vec::new();
    spool.reader()?.read_to_end(&mut new)?;
    let new = String::from_utf8_lossy(&new);
    let before = if old.is_empty() { "/dev/null".to_owned() } else { format!("a/{name}") };
    Ok(TextDiff::from_lines(&*old, &new).unified_diff().header(&before, &format!("b/{name}")).to_string())
}
