//! Earlier versions of feeds, by what readers say to have: which entries each held. Kept in the state folder, so
//! that a server that is started anew still knows them.

use std::collections::{HashMap, HashSet, VecDeque};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

use super::condition;
use crate::inside::Fresh;

/// How many versions of a file are known.
const KNOWN: usize = 24;

/// A version of a feed's file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Generation {
    /// When its bytes changed, by which its codings know it.
    mtime_ns: i64,
    /// The entity tags of all its codings.
    tags: Vec<String>,
    /// Its entries.
    entries: Vec<u64>,
}

/// The versions of all files that were served.
#[derive(Debug)]
pub(super) struct Generations {
    folder: PathBuf,
    of: Mutex<HashMap<String, VecDeque<Generation>>>,
}

impl Generations {
    /// Those of a state folder.
    pub(super) fn new(state_dir: &Path) -> Self {
        Self { folder: state_dir.join("generations"), of: Mutex::default() }
    }

    /// Remembers a version of a file.
    pub(super) fn learn(&self, path: &str, mtime_ns: i64, tag: &str, entries: impl FnOnce() -> Vec<u64>) {
        self.change(path, |known| {
            if known.iter().any(|generation| generation.tags.iter().any(|one| one == tag)) {
                return false;
            }
            known.push_back(Generation { mtime_ns, tags: vec![tag.to_owned()], entries: entries() });
            known.drain(..known.len().saturating_sub(KNOWN));
            true
        });
    }

    /// Remembers the tag of a coding of a version.
    pub(super) fn name(&self, path: &str, mtime_ns: i64, tag: &str) {
        self.change(path, |known| {
            let of_it = known.iter_mut().rev().find(|generation| generation.mtime_ns == mtime_ns);
            let Some(generation) = of_it.filter(|g| g.tags.iter().all(|one| one != tag)) else { return false };
            generation.tags.push(tag.to_owned());
            true
        });
    }

    /// The entries of the version that a request says to have.
    pub(super) fn known(&self, path: &str, headers: &hyper::HeaderMap) -> Option<HashSet<u64>> {
        let mut of = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        let known = of.entry(path.to_owned()).or_insert_with(|| self.read(path));
        let generation = known.iter().rev().find(|generation| condition::knows(headers, &generation.tags))?;
        Some(generation.entries.iter().copied().collect())
    }

    fn change(&self, path: &str, change: impl FnOnce(&mut VecDeque<Generation>) -> bool) {
        let mut of = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        let known = of.entry(path.to_owned()).or_insert_with(|| self.read(path));
        if change(known) {
            // Who is not known gets the whole feed.
            let _ = self.write(path, known);
        }
    }

    fn file(&self, path: &str) -> PathBuf {
        self.folder.join(format!("{:016x}.json", XxHash3_64::oneshot(path.as_bytes())))
    }

    fn read(&self, path: &str) -> VecDeque<Generation> {
        let bytes = std::fs::read(self.file(path)).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    fn write(&self, path: &str, known: &VecDeque<Generation>) -> std::io::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        let file = self.file(path);
        let mut fresh = Fresh::beside(&file)?;
        fresh.file().write_all(&serde_json::to_vec(known)?)?;
        fresh.rename(&file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::HeaderMap;

    #[test]
    fn versions_are_known_by_all_their_tags_also_after_a_restart_and_not_for_ever() {
        let dir = tempfile::tempdir().unwrap();
        let generations = Generations::new(dir.path());
        let knows = |generations: &Generations, tag: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("if-none-match", tag.parse().unwrap());
            generations.known("top.rss", &headers).map(|known| known.len())
        };
        generations.learn("top.rss", 1, "\"a\"", || vec![1, 2]);
        generations.name("top.rss", 1, "\"a-gzip\"");
        generations.name("top.rss", 2, "\"b-gzip\"");
        generations.learn("top.rss", 2, "\"b\"", || vec![1, 2, 3]);
        let anew = Generations::new(dir.path());
        for generations in [&generations, &anew] {
            assert_eq!(knows(generations, "\"a\""), Some(2));
            assert_eq!(knows(generations, "W/\"a-gzip\""), Some(2));
            assert_eq!(knows(generations, "\"x\", \"b\""), Some(3));
            assert_eq!((knows(generations, "\"b-gzip\""), knows(generations, "*")), (None, None));
        }
        for n in 3..30 {
            anew.learn("top.rss", n, &format!("\"{n}\""), Vec::new);
        }
        assert_eq!((knows(&anew, "\"a\""), knows(&anew, "\"29\"")), (None, Some(0)));
        std::fs::write(anew.file("top.rss"), "torn").unwrap();
        assert_eq!(knows(&Generations::new(dir.path()), "\"29\""), None);
    }
}
