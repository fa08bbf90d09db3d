//! Records in buckets: what a pattern asks for is listed, and an object is read when its version is another than
//! the one that is kept in the state folder.
//!
//! Where the bucket cannot be asked, what was listed last stands.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

use serde::{Deserialize, Serialize};
use twox_hash::{XxHash3_64, XxHash3_128};

use super::pattern::Scope;
use super::spool::{Keep, Spools};
use super::{Opened, Supply, Unread};
use crate::bucket::{Address, Bucket};
use crate::config::Source;
use crate::diagnostic::Diagnostic;
use crate::inside::Fresh;
use crate::source::{Listing, Unit};

/// The ending of the folders of sources that read from buckets.
pub(super) const ENDING: &str = "bucket";

/// What was listed last.
const LISTED: &str = "listed.json";

/// The largest object that is read: one of JSON Lines may hold all articles there are.
const LARGEST: u64 = 2 << 30;

/// Most objects that are read at once.
const SIDE_BY_SIDE: usize = 8;

/// Where what a source reads is kept.
pub(super) fn folder(spools: &Path, name: &str) -> PathBuf {
    spools.join(format!("{name}.{ENDING}"))
}

/// A version of an object that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Held {
    size: u64,
    etag: String,
}

impl Held {
    /// The file of its bytes.
    fn file(&self, name: &str) -> String {
        let mut hash = XxHash3_128::new();
        hash.write(name.as_bytes());
        hash.write(&[0]);
        hash.write(self.etag.as_bytes());
        format!("{:032x}", hash.finish_128())
    }

    fn unit(&self, name: &str) -> Unit {
        let version = XxHash3_64::oneshot(self.etag.as_bytes());
        Unit { name: name.into(), version, size: self.size, ..Unit::default() }
    }
}

/// What a source reads from buckets.
#[derive(Debug)]
pub(crate) struct Objects {
    patterns: Vec<String>,
    scope: Scope,
    folder: PathBuf,
    kept: Keep,
    /// Where what is read in a run is kept that leaves nothing behind.
    scratch: OnceLock<Option<tempfile::TempDir>>,
    held: OnceLock<BTreeMap<String, Held>>,
}

/// What became of asking for what a source wants.
#[derive(Default)]
struct Drawn {
    held: BTreeMap<String, Held>,
    /// By the place of what could not be asked for: why.
    faults: Vec<(String, String)>,
    /// Whether a whole bucket could not be listed.
    unlisted: bool,
}

impl Objects {
    /// Those of a source.
    pub(crate) fn of(root: &Path, spools: Spools<'_>, source: &Source) -> Self {
        Self {
            patterns: source.patterns().cloned().collect(),
            scope: Scope::of(root, source),
            folder: folder(spools.folder, &source.name),
            kept: spools.keep,
            scratch: OnceLock::new(),
            held: OnceLock::new(),
        }
    }

    /// Where what is read now is kept.
    fn place(&self) -> &Path {
        let scratch = self.scratch.get_or_init(|| match self.kept {
            Keep::Drawn => None,
            Keep::Nothing => tempfile::tempdir().ok(),
        });
        scratch.as_ref().map_or(&self.folder, |scratch| scratch.path())
    }

    fn file(&self, name: &str, held: &Held) -> Option<PathBuf> {
        [self.place(), &self.folder].map(|folder| folder.join(held.file(name))).into_iter().find(|path| path.is_file())
    }

    /// What stands in the buckets, with the bytes of all of it in the folder.
    fn draw(&self, known: &BTreeMap<String, Held>) -> Drawn {
        let mut drawn = Drawn::default();
        let mut asked = HashSet::new();
        for pattern in &self.patterns {
            let Some((address, _)) = Address::with_pattern(pattern) else { continue };
            if !asked.insert(address.to_string()) {
                continue;
            }
            let listed = Bucket::open(&address).and_then(|bucket| Ok((bucket.list("")?, bucket)));
            match listed {
                Ok((listed, bucket)) => self.read(&address, &bucket, listed, known, &mut drawn),
                Err(error) => {
                    drawn.faults.push((address.to_string(), error.to_string()));
                    drawn.unlisted = true;
                    let below = address.place("");
                    drawn.held.extend(
                        known.iter().filter(|(name, _)| name.starts_with(&below)).map(|(n, h)| (n.clone(), h.clone())),
                    );
                }
            }
        }
        drawn
    }

    /// Reads what is listed below an address, is asked for, and is not kept.
    fn read(
        &self,
        address: &Address,
        bucket: &Bucket,
        listed: Vec<(String, crate::bucket::Object)>,
        known: &BTreeMap<String, Held>,
        drawn: &mut Drawn,
    ) {
        let names = listed.into_iter().map(|(path, object)| {
            let held = Held { size: object.size, etag: object.tag.etag };
            (address.place(&path), path, held)
        });
        let wanted = names.filter(|(name, ..)| self.scope.takes(name));
        let (kept, missing): (Vec<_>, Vec<_>) = wanted.partition(|(name, _, held)| self.file(name, held).is_some());
        drawn.held.extend(kept.into_iter().map(|(name, _, held)| (name, held)));
        let next = AtomicUsize::new(0);
        let results = Mutex::new(Vec::with_capacity(missing.len()));
        let work = || {
            while let Some((name, path, _)) = missing.get(next.fetch_add(1, Ordering::Relaxed)) {
                let read = bucket.read(path, LARGEST).and_then(|(object, bytes)| {
                    let held = Held { size: bytes.len() as u64, etag: object.tag.etag };
                    self.keep(&self.place().join(held.file(name)), &bytes)?;
                    Ok(held)
                });
                results.lock().unwrap_or_else(PoisonError::into_inner).push((name, read));
            }
        };
        thread::scope(|scope| {
            for _ in 0..missing.len().min(SIDE_BY_SIDE) {
                scope.spawn(work);
            }
        });
        let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
        results.sort_by(|a, b| a.0.cmp(b.0));
        for (name, read) in results {
            match read {
                Ok(held) => drop(drawn.held.insert(name.clone(), held)),
                // Removed since it was listed: as if it had never been there.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => {
                    drawn.faults.push((name.clone(), error.to_string()));
                    drawn.held.extend(known.get(name).map(|held| (name.clone(), held.clone())));
                }
            }
        }
    }

    fn keep(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut fresh = Fresh::beside(path)?;
        fresh.file().write_all(bytes)?;
        fresh.rename(path)
    }

    fn known(&self) -> BTreeMap<String, Held> {
        let text = fs::read(self.folder.join(LISTED)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Keeps what was listed for when the bucket cannot be asked, and removes bytes that nothing asks for.
    fn save(&self, held: &BTreeMap<String, Held>, known: &BTreeMap<String, Held>) -> io::Result<()> {
        if held == known {
            return Ok(());
        }
        self.keep(&self.folder.join(LISTED), &serde_json::to_vec(held)?)?;
        let wanted: HashSet<String> = held.iter().map(|(name, held)| held.file(name)).collect();
        // Of the last listing, since another run may still read them.
        let before: HashSet<String> = known.iter().map(|(name, held)| held.file(name)).collect();
        for entry in fs::read_dir(&self.folder)?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name != LISTED && !wanted.contains(&name) && !before.contains(&name) {
                // What stays costs space only.
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(())
    }
}

impl Supply for Objects {
    fn list(&self) -> Listing {
        let mut out = Listing::default();
        if self.kept == Keep::Drawn
            && let Err(error) = fs::create_dir_all(&self.folder)
        {
            let message = format!("what a bucket gives cannot be kept: {error}");
            let told = Diagnostic::error("source-not-drawn", message);
            out.diagnostics.push(told.in_file(self.folder.display().to_string()));
            out.failed = true;
            return out;
        }
        let known = self.known();
        let drawn = self.draw(&known);
        for (name, why) in drawn.faults {
            let stands = drawn.held.keys().any(|held| held.starts_with(&name));
            let goes_on = if stands {
                "the build goes on with what was read before"
            } else {
                "nothing was read before: there is nothing to go on with"
            };
            out.stale |= stands && drawn.unlisted;
            out.failed |= !(stands && drawn.unlisted);
            let message = format!("it cannot be read: {why}; {goes_on}");
            out.diagnostics.push(Diagnostic::error("source-not-drawn", message).in_file(&*name));
        }
        if self.kept == Keep::Drawn
            && let Err(error) = self.save(&drawn.held, &known)
        {
            let message = format!("what a bucket gives cannot be kept: {error}");
            let told = Diagnostic::warning("source-not-drawn", message);
            out.diagnostics.push(told.in_file(self.folder.display().to_string()));
        }
        if drawn.held.is_empty() && out.diagnostics.is_empty() {
            for pattern in &self.patterns {
                let message = "no object has a name that this pattern asks for";
                out.diagnostics.push(Diagnostic::warning("pattern-without-files", message).in_file(&**pattern));
            }
        }
        out.units = self.held.get_or_init(|| drawn.held).iter().map(|(name, held)| held.unit(name)).collect();
        out
    }

    fn open<'s>(&'s self, unit: &'s Unit) -> Result<Opened<'s>, Unread> {
        let held = self.held.get().and_then(|held| held.get(&*unit.name)).ok_or(Unread::Outdated)?;
        let file = self.file(&unit.name, held).ok_or(Unread::Outdated)?;
        Ok(Opened::spool(fs::File::open(file)?.into(), 0, unit.size))
    }
}
