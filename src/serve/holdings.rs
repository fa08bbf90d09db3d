//! The files of the output folder as they are served: known in memory by version or opened once for each answer,
//! so that a body and all that is said of it are of one version, whatever a build renames meanwhile.

use std::collections::{BTreeMap, HashMap};
use std::fs::{File, Metadata};
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use hyper::HeaderMap;
use hyper::body::Bytes;
use hyper::header::{self, HeaderName, HeaderValue};
use twox_hash::XxHash3_128;

use super::entries::Entries;
use super::generations::Generations;
use super::preview;
use crate::config::Config;
use crate::feed::encoded_path;
use crate::inside::Folder;
use crate::ledger::snapshot::Stamp;
use crate::publish::label::content_type;
use crate::publish::{self, WrittenFile};
use crate::site::delivery::Delivery;

/// The largest file that is kept in memory, and all of them together.
const MEMORY: (u64, u64) = (4 << 20, 128 << 20);

/// How many files are known at once.
const FILES: usize = 16_384;

/// Which bytes a file has: other ones have another of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FileVersion {
    size: u64,
    mtime_ns: i128,
    #[cfg(unix)]
    inode: (u64, u64, i64, i64),
}

impl FileVersion {
    fn of(meta: &Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt as _;
        let since = |time: std::time::SystemTime| match time.duration_since(std::time::UNIX_EPOCH) {
            Ok(after) => after.as_nanos() as i128,
            Err(before) => -(before.duration().as_nanos() as i128),
        };
        Self {
            size: meta.len(),
            mtime_ns: meta.modified().map_or(0, since),
            #[cfg(unix)]
            inode: (meta.dev(), meta.ino(), meta.ctime(), meta.ctime_nsec()),
        }
    }
}

/// A version of a file.
#[derive(Debug)]
pub(super) struct Held {
    version: FileVersion,
    /// Its entity tag, with the quotes.
    pub(super) etag: String,
    /// When its bytes changed, seconds since 1970.
    pub(super) modified: i64,
    pub(super) length: u64,
    /// The header fields of all answers that are about it.
    pub(super) fields: HeaderMap,
    /// Whether it is a feed.
    pub(super) is_feed: bool,
    /// Its bytes, where they are kept.
    pub(super) bytes: Option<Bytes>,
}

/// A file of which a version is sent.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) held: Arc<Held>,
    /// The file itself, where its bytes are not kept.
    pub(super) file: Option<File>,
}

/// A coding of a file: its name in HTTP, and the ending of its twin.
pub(super) type Coding = (&'static str, &'static str);

/// Known versions, by coding and path.
type Versions = HashMap<(Option<&'static str>, String), Arc<Held>>;

/// The files of the output folder.
#[derive(Debug)]
pub(super) struct Holdings {
    root: PathBuf,
    state_dir: PathBuf,
    delivery: Delivery,
    /// The hubs of feeds, by their names in the config.
    hubs: BTreeMap<String, Vec<String>>,
    /// Whether pages are to reload themselves.
    reloads: bool,
    folder: RwLock<Option<Folder>>,
    /// Known versions, by coding and path.
    held: RwLock<Versions>,
    /// The manifest, and which it was.
    written: Mutex<(Stamp, BTreeMap<String, WrittenFile>)>,
    generations: Generations,
}

impl Holdings {
    pub(super) fn new(root: PathBuf, state_dir: PathBuf, config: &Config, reloads: bool) -> Self {
        Self {
            folder: RwLock::new(Folder::new(&root).ok()),
            generations: Generations::new(&state_dir),
            delivery: Delivery::of(config),
            hubs: config.feed.iter().map(|feed| (feed.name.clone(), feed.hubs(&config.site).to_vec())).collect(),
            held: RwLock::default(),
            written: Mutex::new((Stamp::NOTHING, BTreeMap::new())),
            reloads,
            root,
            state_dir,
        }
    }

    /// Earlier versions of feeds.
    pub(super) fn generations(&self) -> &Generations {
        &self.generations
    }

    /// Opens a file by its path in the folder.
    pub(super) fn open(&self, path: &str) -> io::Result<Opened> {
        self.opened(None, path, path, None)
    }

    /// Opens the twin of a file in a coding, if one stands that is of the same version.
    pub(super) fn open_twin(&self, path: &str, (name, ending): Coding, original: &Held) -> Option<Opened> {
        let twin = format!("{path}.{ending}");
        let opened = self.opened(Some(name), path, &twin, Some(original)).ok()?;
        (opened.held.version.mtime_ns == original.version.mtime_ns).then_some(opened)
    }

    fn file(&self, path: &str) -> io::Result<File> {
        let open = || {
            let folder = self.folder.read().unwrap_or_else(PoisonError::into_inner);
            folder.as_ref().ok_or(io::ErrorKind::NotFound)?.open(Path::new(path))
        };
        match open() {
            // The folder may have been made anew.
            Err(e) if e.kind() == io::ErrorKind::NotFound && self.is_replaced() => open(),
            opened => opened,
        }
    }

    /// Whether another folder stands where the files are; it is taken then.
    fn is_replaced(&self) -> bool {
        let Ok(now) = Folder::new(&self.root) else { return false };
        let mut folder = self.folder.write().unwrap_or_else(PoisonError::into_inner);
        let replaced = folder.as_ref().is_none_or(|before| !before.is(&now));
        if replaced {
            *folder = Some(now);
        }
        replaced
    }

    fn opened(
        &self,
        coding: Option<&'static str>,
        path: &str,
        name: &str,
        original: Option<&Held>,
    ) -> io::Result<Opened> {
        let key = (coding, path.to_owned());
        let before = self.held.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let is_of = |held: &&Arc<Held>, meta: &Metadata| held.version == FileVersion::of(meta);
        // Most answers are made of bytes that are kept: whether they stand is all that is asked.
        if let Some(held) = before.as_ref().filter(|held| held.bytes.is_some())
            && std::fs::metadata(self.root.join(name)).is_ok_and(|meta| is_of(&held, &meta))
        {
            return Ok(Opened { held: held.clone(), file: None });
        }
        let mut file = self.file(name)?;
        let meta = file.metadata()?;
        if let Some(held) = before.as_ref().filter(|held| is_of(held, &meta)) {
            return Ok(Opened { held: held.clone(), file: held.bytes.is_none().then_some(file) });
        }
        let version = FileVersion::of(&meta);
        // What is read for the first time takes a moment: other answers do not wait for it.
        let held = tokio::task::block_in_place(|| {
            self.look(coding, path, name, &mut file, version, (before.as_deref(), original))
        });
        let held = Arc::new(held?);
        // What was written over while it was read is not known by its time.
        if FileVersion::of(&file.metadata()?) == version {
            let mut all = self.held.write().unwrap_or_else(PoisonError::into_inner);
            let kept: u64 = all.values().filter_map(|held| held.bytes.as_ref()).map(|bytes| bytes.len() as u64).sum();
            if kept + held.length > MEMORY.1 || all.len() >= FILES {
                all.clear();
            }
            all.insert(key, held.clone());
        }
        let file = held.bytes.is_none().then_some(file);
        Ok(Opened { held, file })
    }

    /// Reads a file, and finds out all that is said of it.
    fn look(
        &self,
        coding: Option<&'static str>,
        path: &str,
        name: &str,
        file: &mut File,
        version: FileVersion,
        (before, original): (Option<&Held>, Option<&Held>),
    ) -> io::Result<Held> {
        let mut kept = None;
        let (hash, length) = if version.size <= MEMORY.0 {
            let mut bytes = Vec::with_capacity(version.size as usize);
            file.take(MEMORY.0 + 1).read_to_end(&mut bytes)?;
            let hash = publish::hash(&bytes);
            let length = bytes.len() as u64;
            kept = Some(bytes);
            (hash, length)
        } else {
            let read = hash_of(file)?;
            file.rewind()?;
            read
        };
        let media_type = self.media_type(path, kept.as_deref().unwrap_or_default());
        let is_feed = self.delivery.is_feed(&media_type);
        let mut tag = format!("\"{hash}\"");
        if self.reloads && media_type == "text/html" && coding.is_none() {
            kept = kept.map(preview::reloading);
            tag = format!("\"{hash}-preview\"");
        }
        let length = kept.as_ref().map_or(length, |bytes| bytes.len() as u64);
        let written = self.written(name);
        let modified = self.modified(&tag, &hash, version, written.as_ref(), (before, original));
        if is_feed {
            match (coding, &kept) {
                (None, Some(bytes)) => self.generations.learn(path, version.mtime_ns as i64, &tag, || {
                    Entries::of(bytes).map(|entries| entries.numbers(bytes)).unwrap_or_default()
                }),
                _ => self.generations.name(path, version.mtime_ns as i64, &tag),
            }
        }
        let of_feed = if coding.is_some() { self.written(path) } else { written };
        let hubs = of_feed.filter(|_| is_feed).and_then(|written| self.hubs.get(&written.feed));
        let fields = self.fields(path, &media_type, &tag, coding, hubs.map_or(&[], Vec::as_slice));
        Ok(Held { version, etag: tag, modified, length, fields, is_feed, bytes: kept.map(Bytes::from) })
    }

    /// When the bytes changed: as the manifest has it, and never because a file was only touched.
    fn modified(
        &self,
        tag: &str,
        hash: &str,
        version: FileVersion,
        written: Option<&WrittenFile>,
        (before, original): (Option<&Held>, Option<&Held>),
    ) -> i64 {
        if let Some(original) = original {
            return original.modified;
        }
        let of_file = version.mtime_ns.div_euclid(1_000_000_000) as i64;
        let known = written.filter(|known| known.hash == hash).map(|known| known.mtime_ns.div_euclid(1_000_000_000));
        match before {
            Some(before) if before.etag == tag => before.modified,
            // Other bytes have another moment, as far as it is told in seconds.
            Some(before) => known.unwrap_or(of_file).max(before.modified + 1),
            None => known.unwrap_or(of_file),
        }
    }

    /// What the manifest says of a file.
    fn written(&self, path: &str) -> Option<WrittenFile> {
        let stamp = Stamp::of(&self.state_dir.join("manifest.json"));
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if written.0 != stamp {
            *written = (stamp, publish::written(&self.state_dir, &self.root));
        }
        written.1.get(path).cloned()
    }

    /// The media type of a file, by its name and where that says no more than XML by its beginning.
    fn media_type(&self, path: &str, bytes: &[u8]) -> String {
        let guess = || mime_guess::from_path(path).first_or_octet_stream().essence_str().to_owned();
        self.delivery.labels.media_type(path, bytes).map_or_else(guess, str::to_owned)
    }

    fn fields(
        &self,
        path: &str,
        media_type: &str,
        tag: &str,
        coding: Option<&'static str>,
        hubs: &[String],
    ) -> HeaderMap {
        let mut fields = HeaderMap::new();
        let mut set = |name: HeaderName, value: String| {
            // What a header cannot hold is not said.
            if let Ok(value) = HeaderValue::from_str(&value) {
                fields.append(name, value);
            }
        };
        set(header::CONTENT_TYPE, content_type(media_type));
        if let Some(coding) = coding {
            set(header::CONTENT_ENCODING, coding.to_owned());
        }
        set(header::ETAG, tag.to_owned());
        let fresh = format!("public, max-age={}", self.delivery.max_age);
        set(header::CACHE_CONTROL, if self.reloads { "no-cache".to_owned() } else { fresh });
        set(header::VARY, "Accept-Encoding".to_owned());
        set(header::ACCEPT_RANGES, "bytes".to_owned());
        set(header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned());
        if self.delivery.cors {
            set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned());
            set(header::ACCESS_CONTROL_EXPOSE_HEADERS, "ETag, Last-Modified, Link".to_owned());
        }
        let own = format!("{}{}{}", self.delivery.origin, self.delivery.path, encoded_path(path));
        set(header::LINK, format!("<{own}>; rel=\"self\""));
        for hub in hubs {
            set(header::LINK, format!("<{hub}>; rel=\"hub\""));
        }
        fields
    }
}

fn hash_of(file: &mut File) -> io::Result<(String, u64)> {
    let mut hash = XxHash3_128::new();
    let mut block = vec![0; 1 << 16];
    let mut length = 0;
    loop {
        let n = file.read(&mut block)?;
        if n == 0 {
            return Ok((format!("{:032x}", hash.finish_128()), length));
        }
        hash.write(&block[..n]);
        length += n as u64;
    }
}
