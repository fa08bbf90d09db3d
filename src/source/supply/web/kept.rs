//! What is kept of addresses: the bytes of their pages, each under the name of its hash, and what they are asked
//! with the next time.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_128;

use crate::inside::Fresh;

/// The file that says what is kept.
const STATE: &str = "state.json";

/// How long bytes are kept that nothing asks for any more: another run may still read them.
const LEFT_BEHIND: Duration = Duration::from_hours(1);

/// The ending of the folders of sources that read over HTTP.
pub(in crate::source::supply) const ENDING: &str = "web";

/// Where what a source reads is kept.
pub(in crate::source::supply) fn folder(spools: &Path, name: &str) -> PathBuf {
    spools.join(format!("{name}.{ENDING}"))
}

/// What is known of all addresses of a source, by the hash of each: addresses may hold secrets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct State {
    addresses: BTreeMap<String, Kept>,
}

/// What is known of an address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Kept {
    /// Its pages, in their order.
    pub(super) pages: Vec<Page>,
    /// When it was read last, in seconds since 1970.
    pub(super) read: i64,
    /// Before which moment it is not asked again.
    pub(super) until: i64,
    /// Why it fails, if it does.
    pub(super) failing: Option<Failing>,
    /// Where it has moved to for good.
    pub(super) moved: Option<String>,
    /// Whether it is said to be gone for good.
    pub(super) gone: bool,
    /// Whether there are more pages than were read.
    pub(super) cut: bool,
    /// Of the interface of a content system: when it was read whole, and what it said of all its records then.
    pub(super) whole: i64,
    pub(super) glance: Option<Glance>,
}

/// What a content system says of all its records at once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Glance {
    /// When one changed last, and when one was published last.
    pub(super) changed: String,
    pub(super) published: String,
    /// How many there are.
    pub(super) total: u64,
}

/// That an address fails.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Failing {
    /// Since when, in seconds since 1970.
    pub(super) since: i64,
    /// What happened last.
    pub(super) why: String,
}

/// A page that was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Page {
    /// Hash of the address that was asked.
    pub(super) asked: String,
    /// By what the server knows the version.
    pub(super) etag: Option<String>,
    pub(super) modified: Option<String>,
    /// The address, or the cursor, of the page behind it.
    pub(super) next: Option<String>,
    /// Hash of its bytes, and how many there are.
    pub(super) hash: String,
    pub(super) size: u64,
    /// The ending that its content would have as a file.
    pub(super) ending: String,
    /// Whether it is a feed, which shows only what is new.
    pub(super) is_feed: bool,
    /// When it changed last, by the sitemap that lists it.
    pub(super) listed: Option<String>,
    /// Its address, where a sitemap lists it.
    pub(super) address: Option<String>,
}

impl Page {
    /// The name of the file of its bytes.
    pub(super) fn file(&self) -> String {
        format!("{}.page", self.hash)
    }

    /// A number that other bytes, or another reading of them, give another of.
    pub(super) fn version(&self) -> u64 {
        let own = u64::from_str_radix(self.hash.get(..16).unwrap_or_default(), 16).unwrap_or_default();
        own.wrapping_add(XxHash3_128::oneshot(self.ending.as_bytes()) as u64)
    }
}

/// The hash of a text, in digits.
pub(super) fn digits(of: &[u8]) -> String {
    format!("{:032x}", XxHash3_128::oneshot(of))
}

/// A moment as people read it.
pub(super) fn time(seconds: i64) -> String {
    let moment = chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

impl State {
    /// What is kept in a folder; nothing where that cannot be read.
    pub(super) fn read(folder: &Path) -> Self {
        let text = fs::read(folder.join(STATE)).unwrap_or_default();
        let mut state: Self = serde_json::from_slice(&text).unwrap_or_default();
        // A page whose bytes are not there, or are others, is asked for anew.
        let stands = |page: &Page| {
            let is_hash = page.hash.len() == 32 && page.hash.bytes().all(|b| b.is_ascii_hexdigit());
            is_hash && fs::metadata(folder.join(page.file())).is_ok_and(|file| file.len() == page.size)
        };
        for kept in state.addresses.values_mut().filter(|kept| !kept.pages.iter().all(stands)) {
            *kept = Kept { moved: kept.moved.take(), ..Kept::default() };
        }
        state
    }

    /// What is known of an address.
    pub(super) fn of(&self, address: &str) -> Kept {
        self.addresses.get(&digits(address.as_bytes())).cloned().unwrap_or_default()
    }

    /// Adds an address.
    pub(super) fn add(&mut self, address: &str, kept: Kept) {
        self.addresses.insert(digits(address.as_bytes()), kept);
    }

    /// Writes it into its folder, where it is another than the one that stands, and removes what nothing asks
    /// for any more.
    pub(super) fn save(&self, folder: &Path, standing: &Self) -> io::Result<()> {
        if self != standing {
            let path = folder.join(STATE);
            let mut fresh = Fresh::beside(&path)?;
            fresh.file().write_all(&serde_json::to_vec(self)?)?;
            fresh.file().sync_all()?;
            fresh.rename(&path)?;
        }
        let wanted: HashSet<String> =
            self.addresses.values().flat_map(|kept| &kept.pages).map(Page::file).chain([STATE.to_owned()]).collect();
        for entry in fs::read_dir(folder)?.flatten() {
            let age = entry.metadata().and_then(|meta| meta.modified()).ok().and_then(|at| at.elapsed().ok());
            let is_wanted = entry.file_name().to_str().is_some_and(|name| wanted.contains(name));
            if !is_wanted && age.is_some_and(|age| age > LEFT_BEHIND) {
                // What cannot be removed costs space only.
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again_unless_its_bytes_are_gone() {
        let dir = tempfile::tempdir().unwrap();
        let page = Page { hash: digits(b"{}"), size: 2, ending: "json".into(), ..Page::default() };
        let kept = Kept { pages: vec![page.clone()], read: 7, ..Kept::default() };
        let mut state = State::default();
        state.add("https://a.example/?key=s3cret", kept.clone());
        state.save(dir.path(), &State::default()).unwrap();
        assert!(!fs::read_to_string(dir.path().join(STATE)).unwrap().contains("s3cret"));
        let found = || State::read(dir.path()).of("https://a.example/?key=s3cret");
        assert_eq!(found(), Kept::default(), "the bytes are not there");
        fs::write(dir.path().join(page.file()), "{}").unwrap();
        assert_eq!(found(), kept);
        fs::write(dir.path().join(page.file()), "{").unwrap();
        assert_eq!(found(), Kept::default(), "they are cut off");
        fs::write(dir.path().join(STATE), "{").unwrap();
        assert_eq!(found(), Kept::default(), "nothing is known");
    }
}
