//! A shelf that is a bucket.
//!
//! An object is replaced whole, and only where the version stands that this run has seen. What a run has put or
//! read it keeps in the state folder under a name that is made from path and tag: what the bucket lists under the
//! same tag is not fetched again, and that a run was killed between the two costs a fetch.
//!
//! Who publishes says so first in an object of its own, [`CLAIM`], under the same condition; so two publishers do
//! not mix their documents. One that dies says nothing more, and after [`SILENCE`] another goes on.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::hash::BuildHasher as _;
use std::io::{self, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_128;

use super::{Content, Shelf, Standing, Version};
use crate::bucket::{Address, Bucket as Store, Label, Object, Over, Tag};
use crate::diagnostic::Diagnostic;
use crate::publish::failure;
use crate::publish::label::Labels;
use crate::publish::new_file::{Closed, Temporary};
use crate::publish::standing::time_of;

/// The object that says who publishes, or did last.
const CLAIM: &str = ".feedwright.json";

/// The largest object that is read.
const LARGEST: u64 = 4 << 30;

/// A publisher that has said nothing for so long is no more.
const SILENCE: Duration = Duration::from_secs(20);

/// How often one that is at work says so.
const RENEWED: Duration = Duration::from_secs(5);

/// Objects that are put at once: each waits for the network.
const AT_ONCE: usize = 8;

/// How often a claim is looked at that another has.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// What stands in [`CLAIM`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Claim {
    /// Whose it is: a name that stands in the state folder of its holder.
    publisher: String,
    /// When its run began to publish.
    began: String,
    /// When it had published all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended: Option<String>,
    /// How often its run has said that it is at work.
    #[serde(default)]
    signs: u32,
}

/// A bucket in which documents stand as objects.
#[derive(Debug)]
pub(in crate::publish) struct Bucket {
    store: Store,
    address: Address,
    root: PathBuf,
    labels: Labels,
    /// Where copies of objects are kept.
    kept: PathBuf,
    publisher: String,
    seen: Mutex<KnownObjects>,
    /// Held by the thread that says that this run is at work.
    renewing: Mutex<()>,
}

/// The bucket as this run knows it.
#[derive(Debug, Default)]
struct KnownObjects {
    objects: BTreeMap<String, Object>,
    /// What this run has claimed, in which version, and when it last said so.
    held: Option<(Claim, Tag, Instant)>,
}

impl Bucket {
    /// The bucket at an address as it stands, with copies of its objects below a state folder.
    ///
    /// # Errors
    /// Where it cannot be asked.
    pub(in crate::publish) fn open(address: &Address, state_dir: &Path, labels: Labels) -> io::Result<Self> {
        let root = PathBuf::from(address.to_string());
        let kept = state_dir.join("buckets").join(named(&[&address.to_string()]));
        let publisher = fs::read_to_string(kept.join(PUBLISHER)).unwrap_or_default();
        let store = Store::open(address)?;
        let objects = store.list("")?.into_iter().collect();
        let seen = Mutex::new(KnownObjects { objects, held: None });
        Ok(Self { store, address: address.clone(), root, labels, kept, publisher, seen, renewing: Mutex::default() })
    }

    /// Makes it one in which this run may publish: waits for another publisher that is at work.
    pub(in crate::publish) fn for_publishing(mut self) -> io::Result<Self> {
        fs::create_dir_all(&self.kept)?;
        if self.publisher.is_empty() {
            // Two state folders, two names, whatever machine they lie on.
            let random = std::collections::hash_map::RandomState::new().hash_one(&self.kept);
            self.publisher = format!("{random:016x}");
            let temporary = Temporary::create(&self.kept)?;
            temporary.file().write_all(self.publisher.as_bytes())?;
            temporary.file().sync_all()?;
            temporary.rename(&self.kept.join(PUBLISHER))?;
        }
        self.await_others()?;
        Ok(self)
    }

    fn seen(&self) -> MutexGuard<'_, KnownObjects> {
        // What a thread knew that panicked is still so.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn object(&self, path: &str) -> Option<Object> {
        self.seen().objects.get(path).cloned()
    }

    /// The copy of a version of an object.
    fn copy(&self, path: &str, tag: &Tag) -> PathBuf {
        self.kept.join(named(&[path, &tag.etag]))
    }

    /// Waits until no other publisher is at work, and lists anew what it has left.
    fn await_others(&self) -> io::Result<()> {
        let mut last: Option<(Tag, Instant)> = None;
        loop {
            let Some(object) = self.object(CLAIM) else { return Ok(()) };
            let claim = self.claim(&object)?;
            if claim.ended.is_some() || claim.publisher == self.publisher {
                return Ok(());
            }
            match &last {
                Some((tag, since)) if *tag == object.tag => {
                    if since.elapsed() >= SILENCE {
                        return Ok(());
                    }
                }
                _ => last = Some((object.tag.clone(), Instant::now())),
            }
            thread::sleep(LOOK_AGAIN);
            let objects = self.store.list("")?.into_iter().collect();
            self.seen().objects = objects;
        }
    }

    /// What a version of the claim says. What is no claim was put by somebody else, who has ended.
    fn claim(&self, object: &Object) -> io::Result<Claim> {
        let bytes = match fs::read(self.copy(CLAIM, &object.tag)) {
            Ok(bytes) => bytes,
            Err(_) => match self.store.read(CLAIM, 1 << 16) {
                Ok((_, bytes)) => bytes,
                Err(e) if e.kind() == io::ErrorKind::NotFound => Vec::new(),
                Err(e) => return Err(e),
            },
        };
        let unknown = || Claim { ended: Some(String::new()), ..Claim::default() };
        Ok(serde_json::from_slice(&bytes).unwrap_or_else(|_| unknown()))
    }

    /// Puts a claim over the version that this run knows.
    fn put_claim(&self, claim: Claim) -> io::Result<()> {
        let known = self.object(CLAIM).map(|object| object.tag);
        let over = known.as_ref().map_or(Over::Nothing, Over::Version);
        let bytes = serde_json::to_vec(&claim)?;
        let label = Label { media_type: "application/json".to_owned(), coding: None, caching: "no-store".to_owned() };
        let tag = match self.store.put(CLAIM, bytes.clone(), &label, over) {
            // An answer that was lost: the attempt before this one was taken.
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => match self.store.read(CLAIM, 1 << 16) {
                Ok((object, standing)) if standing == bytes => object.tag,
                _ => return Err(e),
            },
            put => put?,
        };
        self.keep(CLAIM, &tag, &bytes)?;
        let mut seen = self.seen();
        let object = Object { size: bytes.len() as u64, tag: tag.clone(), modified_ns: 0 };
        seen.objects.insert(CLAIM.to_owned(), object);
        seen.held = Some((claim, tag, Instant::now()));
        Ok(())
    }

    /// Says now and then that this run is at work still.
    fn renew(&self) -> io::Result<()> {
        // Two who say the same would refuse each other.
        let Ok(_alone) = self.renewing.try_lock() else { return Ok(()) };
        let held = self.seen().held.clone();
        match held {
            Some((claim, _, said)) if said.elapsed() >= RENEWED => {
                self.put_claim(Claim { signs: claim.signs + 1, ..claim }).map_err(|e| match e.kind() {
                    io::ErrorKind::AlreadyExists => self.outrun("the bucket"),
                    _ => e,
                })
            }
            _ => Ok(()),
        }
    }

    /// Keeps bytes as the copy of a version.
    fn keep(&self, path: &str, tag: &Tag, bytes: &[u8]) -> io::Result<()> {
        let temporary = Temporary::create(&self.kept)?;
        temporary.file().write_all(bytes)?;
        temporary.rename(&self.copy(path, tag))
    }

    /// Who was faster, as far as the bucket tells.
    fn outrun(&self, what: &str) -> io::Error {
        let winner = match self.store.look(CLAIM) {
            Ok(Some(object)) => self.claim(&object).unwrap_or_default(),
            _ => Claim::default(),
        };
        let who = if winner.publisher.is_empty() || winner.publisher == self.publisher {
            "somebody who is no publisher of feeds".to_owned()
        } else {
            self.named(&winner)
        };
        io::Error::new(io::ErrorKind::AlreadyExists, format!("{what} was replaced meanwhile by {who}"))
    }

    fn named(&self, claim: &Claim) -> String {
        format!("publisher {}, at {} (this is {})", claim.publisher, claim.began, self.publisher)
    }
}

/// The file that holds the name of this publisher.
const PUBLISHER: &str = "publisher";

/// A name for a file, made from texts.
fn named(parts: &[&str]) -> String {
    let mut hash = XxHash3_128::new();
    for part in parts {
        hash.write(part.as_bytes());
        hash.write(&[0]);
    }
    format!("{:032x}", hash.finish_128())
}

fn moment() -> String {
    chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

impl Shelf for Bucket {
    fn root(&self) -> &Path {
        &self.root
    }

    fn place(&self, path: &str) -> String {
        self.address.place(path)
    }

    fn stat(&self, path: &str) -> io::Result<Standing> {
        let Some(object) = self.object(path) else { return Ok(Standing::Nothing) };
        // What this run or one before it put bears the moment that it was given.
        let kept = fs::metadata(self.copy(path, &object.tag)).and_then(|meta| meta.modified());
        let mtime_ns = kept.map_or(object.modified_ns, super::folder::since_1970);
        Ok(Standing::Document(Version { size: object.size, mtime_ns }))
    }

    fn read(&self, path: &str) -> io::Result<Box<dyn Content>> {
        let object = self.object(path).ok_or(io::ErrorKind::NotFound)?;
        if let Ok(copy) = File::open(self.copy(path, &object.tag)) {
            return Ok(Box::new(copy));
        }
        let (object, bytes) = self.store.read(path, LARGEST)?;
        if !self.kept.is_dir() {
            return Ok(Box::new(io::Cursor::new(bytes)));
        }
        let temporary = Temporary::create(&self.kept)?;
        temporary.file().write_all(&bytes)?;
        temporary.file().set_modified(time_of(object.modified_ns))?;
        let mut copy = temporary.file().try_clone()?;
        temporary.rename(&self.copy(path, &object.tag))?;
        copy.rewind()?;
        self.seen().objects.insert(path.to_owned(), object);
        Ok(Box::new(copy))
    }

    fn list(&self) -> Vec<(String, u64)> {
        let seen = self.seen();
        let documents = seen.objects.iter().filter(|(path, _)| *path != CLAIM);
        documents.map(|(path, object)| (path.clone(), object.size)).collect()
    }

    /// Bytes wait in the state folder.
    fn room(&self, _: &str) -> Result<PathBuf, Diagnostic> {
        Ok(self.kept.clone())
    }

    fn put(&self, _: &str, _: &str, bytes: Temporary, mtime_ns: i64) -> io::Result<Closed> {
        bytes.file().set_modified(time_of(mtime_ns))?;
        Ok(bytes.close())
    }

    fn at_once(&self) -> usize {
        AT_ONCE
    }

    /// Puts the object. Where another version stands than this run has seen, that may be the same bytes.
    fn rename(&self, put: Closed, path: &str) -> io::Result<()> {
        self.renew()?;
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut put.open()?, &mut bytes)?;
        let known = self.object(path).map(|object| object.tag);
        let over = known.as_ref().map_or(Over::Nothing, Over::Version);
        let label = self.labels.label(path, &bytes);
        let size = bytes.len() as u64;
        let tag = match self.store.put(path, bytes, &label, over) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                let (object, standing) = self.store.read(path, LARGEST)?;
                let mut bytes = Vec::new();
                io::Read::read_to_end(&mut put.open()?, &mut bytes)?;
                if standing != bytes {
                    return Err(self.outrun("it"));
                }
                object.tag
            }
            put => put?,
        };
        put.rename(&self.copy(path, &tag))?;
        self.seen().objects.insert(path.to_owned(), Object { size, tag, modified_ns: 0 });
        Ok(())
    }

    /// Removes the object, if it is the version that this run has seen.
    fn remove(&self, path: &str) -> io::Result<()> {
        self.renew()?;
        let Some(known) = self.object(path) else { return Ok(()) };
        if let Some(standing) = self.store.look(path)? {
            if standing.tag.etag != known.tag.etag {
                return Err(self.outrun("it"));
            }
            self.store.remove(path)?;
        }
        self.seen().objects.remove(path);
        Ok(())
    }

    /// What a store has taken outlives whatever happens here.
    fn sync(&self, _: &BTreeSet<String>) -> Vec<(String, io::Error)> {
        Vec::new()
    }

    fn tidy(&self, _: &str) {}

    /// What waits in the state folder is swept with it.
    fn sweep(&self) -> Vec<Diagnostic> {
        Vec::new()
    }

    fn begin(&self) -> io::Result<Option<String>> {
        if self.seen().held.is_some() {
            return Ok(None);
        }
        let claim = Claim { publisher: self.publisher.clone(), began: moment(), ended: None, signs: 0 };
        match self.put_claim(claim) {
            Ok(()) => Ok(None),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                let objects = self.store.list("")?.into_iter().collect();
                self.seen().objects = objects;
                self.await_others()?;
                let winner = self.object(CLAIM).map(|object| self.claim(&object)).transpose()?;
                Ok(Some(winner.map_or_else(|| "somebody".to_owned(), |winner| self.named(&winner))))
            }
            Err(e) => Err(e),
        }
    }

    fn end(&self) -> Vec<Diagnostic> {
        let Some((claim, ..)) = self.seen().held.clone() else { return Vec::new() };
        let mut found = Vec::new();
        if let Err(e) = self.put_claim(Claim { ended: Some(moment()), ..claim }) {
            found.push(failure::diagnostic("end publishing in", self.address.place(CLAIM), &e));
        }
        let mut seen = self.seen();
        seen.held = None;
        // Copies of versions that stand no more.
        let wanted: BTreeSet<String> = seen.objects.iter().map(|(path, o)| named(&[path, &o.tag.etag])).collect();
        for entry in fs::read_dir(&self.kept).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name != PUBLISHER && !wanted.contains(&name) {
                // What stays costs space only.
                let _ = fs::remove_file(entry.path());
            }
        }
        found
    }
}
