//! The list of files that feedwright wrote.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::failure;
use super::new_file::Temporary;
use crate::config::Compression;
use crate::diagnostic::Diagnostic;

/// What is known of a file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Name of the feed's definition in the config, or [`BESIDE`].
    pub(super) feed: String,
    /// Size in bytes.
    pub(super) size: u64,
    /// Hash of its bytes, as of `NewFile::hash`.
    pub(super) hash: String,
    /// When it was last changed, in nanoseconds since 1970.
    pub(super) mtime_ns: i64,
    /// Compressed twins beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) twins: Vec<Compression>,
    /// Whether it was reported that its feed no longer exists.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) orphaned: bool,
}

/// What stands beside the feeds has this in the place of a feed's name, which is never empty.
pub(super) const BESIDE: &str = "";

impl Entry {
    /// Whether it is no feed's.
    pub(super) fn is_beside(&self) -> bool {
        self.feed == BESIDE
    }
}

/// The files of every output folder by path: one state folder may serve several (`--out`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Outputs {
    version: u32,
    outputs: BTreeMap<String, BTreeMap<String, Entry>>,
}

const VERSION: u32 = 1;

/// The manifest as it stood, and as it will.
#[derive(Debug)]
pub(super) struct Manifest {
    file: PathBuf,
    output: String,
    standing: Outputs,
    /// The files of the output folder at hand.
    pub(super) entries: BTreeMap<String, Entry>,
}

impl Manifest {
    /// Reads the manifest in `state_dir` for the output folder `output`; one that cannot be read
    /// counts as empty and is reported.
    pub(super) fn read(state_dir: &Path, output: &Path) -> (Self, Option<Diagnostic>) {
        let file = state_dir.join("manifest.json");
        let place = file.display().to_string();
        let lost = "files of feeds that no longer exist are not found until they are written again";
        let (standing, found) = match std::fs::read(&file) {
            Ok(bytes) => match serde_json::from_slice::<Outputs>(&bytes) {
                Ok(outputs) if outputs.version == VERSION => (outputs, None),
                Ok(outputs) => {
                    let message = format!("the manifest has version {}, this program knows {VERSION}", outputs.version);
                    (Outputs::default(), Some(Diagnostic::warning("manifest-unreadable", message)))
                }
                Err(e) => {
                    let message = format!("the manifest cannot be read: {e}");
                    (Outputs::default(), Some(Diagnostic::warning("manifest-unreadable", message)))
                }
            },
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => (Outputs::default(), None),
            Err(e) => {
                let message = format!("the manifest cannot be read: {e}");
                (Outputs::default(), Some(Diagnostic::warning("manifest-unreadable", message)))
            }
        };
        // Named from where the state lies, so that a moved project still knows its files.
        let home = state_dir.canonicalize().ok().and_then(|dir| dir.parent().map(Path::to_owned));
        let output = home.and_then(|home| output.strip_prefix(home).ok()).unwrap_or(output).display().to_string();
        let entries = standing.outputs.get(&output).cloned().unwrap_or_default();
        (Self { file, output, standing, entries }, found.map(|d| d.help(lost).in_file(place)))
    }

    /// Writes it where it differs from what stands.
    pub(super) fn write(&mut self) -> Result<(), Diagnostic> {
        let mut outputs = self.standing.clone();
        outputs.version = VERSION;
        if self.entries.is_empty() {
            outputs.outputs.remove(&self.output);
        } else {
            outputs.outputs.insert(self.output.clone(), self.entries.clone());
        }
        if outputs == self.standing {
            return Ok(());
        }
        self.replace(&outputs).map_err(|e| failure::diagnostic("write the manifest", self.file.display(), &e))?;
        self.standing = outputs;
        Ok(())
    }

    fn replace(&self, outputs: &Outputs) -> std::io::Result<()> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let temporary = Temporary::create(folder)?;
        let mut file = std::io::BufWriter::new(temporary.file());
        serde_json::to_writer_pretty(&mut file, outputs)?;
        file.write_all(b"\n")?;
        file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        temporary.rename(&self.file)?;
        std::fs::File::open(folder)?.sync_all()
    }
}
