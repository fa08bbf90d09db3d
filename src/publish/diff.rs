//! What would change in a file, for people.

use std::io::{self, Read};

use similar::TextDiff;

use super::new_file::NewFile;
use super::shelf::{Shelf, Standing};

/// Above this size files are only said to differ: a diff of them takes memory and time, and nobody
/// reads it.
const LARGEST: u64 = 8 * 1024 * 1024;

/// A unified diff from what stands, if anything does, to the new file.
pub(super) fn unified(shelf: &dyn Shelf, new_file: &mut NewFile) -> io::Result<String> {
    let name = new_file.path().to_owned();
    let size = match shelf.stat(&name)? {
        Standing::Document(version) => version.size,
        _ => 0,
    };
    if size.max(new_file.size()) > LARGEST {
        return Ok(format!(
            "--- a/{name}\n+++ b/{name}\n(too large for a diff: {size} bytes, {} after)\n",
            new_file.size()
        ));
    }
    let mut old = Vec::new();
    match shelf.read(&name) {
        Ok(mut content) => drop(content.read_to_end(&mut old)?),
        Err(e) if e.kind() == io::ErrorKind::NotFound => {}
        Err(e) => return Err(e),
    }
    let mut new = Vec::new();
    new_file.reader()?.read_to_end(&mut new)?;
    let (old, new) = (String::from_utf8_lossy(&old), String::from_utf8_lossy(&new));
    let before = if old.is_empty() { "/dev/null".to_owned() } else { format!("a/{name}") };
    Ok(TextDiff::from_lines(&*old, &*new).unified_diff().header(&before, &format!("b/{name}")).to_string())
}
