//! What is known of the files that were written, for whoever serves them.

use std::collections::BTreeMap;
use std::path::Path;

use super::manifest::Manifest;

/// What is known of a file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFile {
    /// Name of the feed's definition in the config; empty for what stands beside the feeds.
    pub feed: String,
    /// Hash of its bytes, as of [`hash`].
    pub hash: String,
    /// When its bytes changed, in nanoseconds since 1970.
    pub mtime_ns: i64,
}

/// The files of an output folder by their paths in it, as the manifest in `state_dir` lists them. What cannot be
/// read lists none.
pub fn written(state_dir: &Path, output: &Path) -> BTreeMap<String, WrittenFile> {
    let Ok(output) = output.canonicalize() else { return BTreeMap::new() };
    let (manifest, _) = Manifest::read(state_dir, &output);
    let known = |(path, entry): (String, super::manifest::Entry)| {
        (path, WrittenFile { feed: entry.feed, hash: entry.hash, mtime_ns: entry.mtime_ns })
    };
    manifest.entries.into_iter().map(known).collect()
}

/// Hash of bytes as the manifest has it.
pub fn hash(bytes: &[u8]) -> String {
    format!("{:032x}", twox_hash::XxHash3_128::oneshot(bytes))
}
