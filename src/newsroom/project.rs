//! The config of a build, and the folders it names.

use std::hash::Hasher as _;
use std::path::{Path, PathBuf};

use twox_hash::XxHash3_64;

use super::stage;
use crate::config::{self, Checked};
use crate::diagnostic::Diagnostic;
use crate::ledger::snapshot::Stamp;
use crate::publish::{self, Destination};

/// Where a build reads and writes.
#[derive(Debug)]
pub struct Project {
    /// The config.
    pub checked: Checked,
    /// The state folder.
    pub state_dir: PathBuf,
    /// The output folder, or a bucket.
    pub output: Destination,
    /// Hash of config, program and all else that decides how records become feeds.
    pub(crate) setup: u64,
    /// Faults of the config that do not stop a build.
    pub(crate) found: Vec<Diagnostic>,
}

impl Project {
    /// Tells the stamps that published files bear now.
    pub(crate) fn stamps(&self) -> impl Fn(&str) -> Stamp {
        let standing = publish::standing(&self.output, &self.state_dir);
        move |path| stage::stamp(standing(path))
    }

    /// The folder of what is drawn from elsewhere.
    pub(crate) fn spools(&self) -> PathBuf {
        self.state_dir.join("spool")
    }

    /// Reads the config; without it there are diagnostics only.
    ///
    /// # Errors
    /// What is wrong with the config.
    pub fn open(file: &Path, out: Option<&Path>) -> Result<Self, Vec<Diagnostic>> {
        let (checked, mut found) = config::load(file);
        let Some(mut checked) = checked else { return Err(found) };
        match read_orders(&mut checked) {
            faults if faults.is_empty() => Ok(Self::of(checked, found, out)),
            faults => {
                found.extend(faults);
                Err(found)
            }
        }
    }

    /// What a config means that was read, with what is not quite right in it.
    pub fn of(checked: Checked, found: Vec<Diagnostic>, out: Option<&Path>) -> Self {
        let state_dir = checked.root.join(&checked.config.state_dir);
        let output = out.map_or_else(
            || Destination::of(&checked.config.output.dir, &checked.root),
            |out| Destination::of(out, Path::new("")),
        );
        let program = std::env::current_exe().map(|p| Stamp::of(&p)).unwrap_or_default();
        let said = serde_json::to_vec(&checked.config).unwrap_or_default();
        let mut hash = XxHash3_64::new();
        for part in [
            checked.text().as_bytes(),
            &said,
            checked.root.as_os_str().as_encoded_bytes(),
            output.to_string().as_bytes(),
        ] {
            hash.write(part);
            hash.write(&(part.len() as u64).to_le_bytes());
        }
        hash.write(&program.size.to_le_bytes());
        hash.write(&program.mtime_ns.to_le_bytes());
        Self { state_dir, output, setup: hash.finish(), found, checked }
    }
}

/// Reads the files in which editors say the order of feeds; what is wrong with them.
fn read_orders(checked: &mut Checked) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for number in 0..checked.config.feed.len() {
        let Some(order) = &checked.config.feed[number].order else { continue };
        match std::fs::read_to_string(checked.root.join(order)) {
            Ok(text) => {
                let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
                checked.config.feed[number].ordered = Some(lines.map(str::to_owned).collect());
            }
            Err(e) => {
                let message = format!("the order of the feed cannot be read: {e}");
                let found = Diagnostic::error("order-unreadable", message).help("one id a line, or take `order` out");
                faults.push(checked.place(found, &format!("feed[{number}].order")));
            }
        }
    }
    faults
}
