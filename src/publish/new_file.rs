//! The bytes of a file to be: nowhere while they are those of the file that stands, else in memory
//! while they are few, in a temporary file when they grow.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Cursor, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use twox_hash::XxHash3_128;

use super::failure;
use super::shelf::{Content, Version};
use crate::diagnostic::Diagnostic;

/// How the names of temporary files begin; what bears such a name after a crash is litter.
pub(super) const TEMPORARY_PREFIX: &str = ".feedwright-tmp-";

/// Bytes that are read or written at once.
pub(super) const BLOCK: usize = 128 * 1024;

/// Memory that the new files of a run share.
#[derive(Clone, Debug)]
pub struct Budget {
    left: Arc<AtomicUsize>,
    each: usize,
}

impl Budget {
    /// `all` bytes for all new files together, of which one may take `each`.
    pub fn new(all: usize, each: usize) -> Self {
        Self { left: Arc::new(AtomicUsize::new(all)), each }
    }

    fn take(&self, bytes: usize) -> bool {
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes)).is_ok()
    }

    fn give_back(&self, bytes: usize) {
        self.left.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// A file under a temporary name beside its target, removed when dropped unless it was renamed.
#[derive(Debug)]
pub(super) struct Temporary {
    path: PathBuf,
    file: File,
    kept: bool,
}

impl Temporary {
    /// A file in `folder` that only its owner may read yet.
    pub(super) fn create(folder: &Path) -> io::Result<Self> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("{TEMPORARY_PREFIX}{}-{number}", std::process::id()));
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        Ok(Self { path, file, kept: false })
    }

    /// The open file.
    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// Takes the name of its target.
    pub(super) fn rename(mut self, target: &Path) -> io::Result<()> {
        std::fs::rename(&self.path, target)?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be removed now is litter that a later run removes.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// A finished file under its temporary name, closed: a run may have more of them than it may have
/// files open. Removed when dropped unless it was renamed.
#[derive(Debug)]
pub(super) struct Closed {
    path: PathBuf,
    kept: bool,
}

impl Temporary {
    /// Closes the file and keeps it for its renaming.
    pub(super) fn close(mut self) -> Closed {
        self.kept = true;
        Closed { path: std::mem::take(&mut self.path), kept: false }
    }
}

impl Closed {
    /// Its bytes.
    pub(super) fn open(&self) -> io::Result<File> {
        File::open(&self.path)
    }

    /// Takes the name of its target.
    pub(super) fn rename(mut self, target: &Path) -> io::Result<()> {
        std::fs::rename(&self.path, target)?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Closed {
    fn drop(&mut self) {
        if !self.kept {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

enum Store {
    /// All bytes so far are the first ones of the file that stands, which is read at the place
    /// where they end.
    Standing(BufReader<Box<dyn Content>>),
    Memory(Vec<u8>),
    File(BufWriter<Temporary>),
}

impl Write for Temporary {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The bytes of one file of a feed, of any size, on their way to the output folder.
///
/// It is written like a file, read back any number of times with [`NewFile::reader`], and handed to
/// `Directory::stage`. Dropped without that, it leaves nothing behind.
pub struct NewFile {
    path: String,
    folder: PathBuf,
    budget: Budget,
    reserved: usize,
    store: Store,
    /// Which document stands, if all bytes so far are its first ones.
    version: Option<Version>,
    size: u64,
    hash: Box<XxHash3_128>,
    /// The size up to which the disk was asked to take what was written.
    asked: u64,
    asking: Option<std::thread::JoinHandle<()>>,
}

impl std::fmt::Debug for NewFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewFile").field("path", &self.path).field("size", &self.size).finish_non_exhaustive()
    }
}

/// Memory is reserved from the budget in steps of this many bytes.
const STEP: usize = 64 * 1024;

/// The disk is asked each time that so many bytes were written.
const ASK: u64 = 32 << 20;

impl NewFile {
    /// The file at `path`, whose temporary file, should it need one, is made in `folder`; `standing`
    /// is the file that it may replace.
    pub(super) fn new(
        path: String,
        folder: PathBuf,
        budget: Budget,
        standing: Option<(Version, Box<dyn Content>)>,
    ) -> Self {
        let (version, store) = match standing {
            Some((version, content)) => (Some(version), Store::Standing(BufReader::with_capacity(BLOCK, content))),
            None => (None, Store::Memory(Vec::new())),
        };
        Self {
            path,
            folder,
            budget,
            reserved: 0,
            store,
            version,
            size: 0,
            hash: Box::new(XxHash3_128::new()),
            asked: 0,
            asking: None,
        }
    }

    /// The file's path in the output folder.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where its temporary file is made.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Bytes written so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Hash (XXH3, 128 bits) of the bytes written so far, in hexadecimal digits.
    pub fn hash(&self) -> String {
        format!("{:032x}", self.hash.finish_128())
    }

    /// Says what went wrong when writing to it failed.
    pub fn failure(&self, error: &io::Error) -> Diagnostic {
        failure::diagnostic("write", self.folder.join(file_name(&self.path)).display(), error)
    }

    /// Reads what was written, from the start.
    pub fn reader(&mut self) -> io::Result<NewFileReader<'_>> {
        match &mut self.store {
            Store::Memory(bytes) => Ok(NewFileReader(Reading::Memory(Cursor::new(bytes)))),
            // What was read ahead of its place is dropped with the seek.
            Store::Standing(reader) => NewFileReader::of(reader, self.size),
            Store::File(writer) => {
                writer.flush()?;
                NewFileReader::of(&mut writer.get_mut().file, self.size)
            }
        }
    }

    /// Which document stands, when its first bytes are those of the new file.
    pub(super) fn standing(&self) -> Option<Version> {
        self.version.filter(|_| matches!(self.store, Store::Standing(_)))
    }

    /// Its bytes as a temporary file in the target's folder.
    pub(super) fn into_temporary(mut self) -> io::Result<Temporary> {
        if matches!(self.store, Store::Standing(_)) {
            self.part()?;
        }
        if matches!(self.store, Store::Memory(_)) {
            self.spill()?;
        }
        match std::mem::replace(&mut self.store, Store::Memory(Vec::new())) {
            Store::File(writer) => writer.into_inner().map_err(io::IntoInnerError::into_error),
            _ => Err(io::Error::other("its bytes are in no file")),
        }
    }

    /// Has the disk take what was written while more is being made, or a large file would have to be
    /// waited for at its end. What goes wrong here goes wrong again there.
    fn ask_disk(&mut self) {
        let Store::File(writer) = &self.store else { return };
        if self.size < self.asked + ASK || self.asking.as_ref().is_some_and(|asking| !asking.is_finished()) {
            return;
        }
        self.asked = self.size;
        if let Ok(file) = writer.get_ref().file().try_clone() {
            let sync = move || drop(file.sync_data());
            self.asking = std::thread::Builder::new().name("sync".into()).spawn(sync).ok();
        }
    }

    fn spill(&mut self) -> io::Result<()> {
        if let Store::Memory(bytes) = &mut self.store {
            let mut file = BufWriter::with_capacity(BLOCK, Temporary::create(&self.folder)?);
            file.write_all(bytes)?;
            self.store = Store::File(file);
            self.budget.give_back(std::mem::take(&mut self.reserved));
        }
        Ok(())
    }

    /// Compares bytes with those that stand next; where they differ, or the file that stands has no
    /// more, says so.
    fn stands(&mut self, bytes: &[u8]) -> io::Result<bool> {
        let Store::Standing(reader) = &mut self.store else { return Ok(false) };
        let mut rest = bytes;
        while !rest.is_empty() {
            let next = reader.fill_buf()?;
            let n = next.len().min(rest.len());
            if n == 0 || next[..n] != rest[..n] {
                return Ok(false);
            }
            reader.consume(n);
            rest = &rest[n..];
        }
        Ok(true)
    }

    /// Parts from the file that stands: from here on the bytes differ, and those before are copied.
    fn part(&mut self) -> io::Result<()> {
        let Store::Standing(reader) = std::mem::replace(&mut self.store, Store::Memory(Vec::new())) else {
            return Ok(());
        };
        let mut file = reader.into_inner();
        file.rewind()?;
        let (size, hash) = (self.size, self.hash.finish_128());
        self.size = 0;
        *self.hash = XxHash3_128::new();
        let mut block = vec![0; BLOCK.min(size as usize)];
        while self.size < size {
            let n = block.len().min((size - self.size) as usize);
            file.read_exact(&mut block[..n])?;
            self.write_all(&block[..n])?;
        }
        if self.hash.finish_128() == hash {
            Ok(())
        } else {
            Err(io::Error::other("the standing file was changed by another program while it was compared"))
        }
    }

    /// Whether `more` bytes still fit into memory; if so they are reserved.
    fn fits(&mut self, more: usize) -> bool {
        let needed = self.size as usize + more;
        if needed > self.budget.each {
            return false;
        }
        if needed > self.reserved {
            let step = (needed - self.reserved).next_multiple_of(STEP);
            if !self.budget.take(step) {
                return false;
            }
            self.reserved += step;
        }
        true
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        self.budget.give_back(self.reserved);
        // The buffer of a file that nobody wants need not be written out.
        if let Store::File(writer) = std::mem::replace(&mut self.store, Store::Memory(Vec::new())) {
            drop(writer.into_parts());
        }
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if matches!(self.store, Store::Standing(_)) && !self.stands(bytes)? {
            self.part()?;
        }
        if matches!(self.store, Store::Memory(_)) && !self.fits(bytes.len()) {
            self.spill()?;
        }
        match &mut self.store {
            Store::Standing(_) => {}
            Store::Memory(held) => held.extend_from_slice(bytes),
            Store::File(file) => file.write_all(bytes)?,
        }
        self.hash.write(bytes);
        self.size += bytes.len() as u64;
        self.ask_disk();
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.store {
            Store::Memory(_) | Store::Standing(_) => Ok(()),
            Store::File(file) => file.flush(),
        }
    }
}

/// Reads a [`NewFile`] from the start.
pub struct NewFileReader<'a>(Reading<'a>);

impl std::fmt::Debug for NewFileReader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewFileReader").finish_non_exhaustive()
    }
}

enum Reading<'a> {
    Memory(Cursor<&'a mut Vec<u8>>),
    File(Box<BufReader<io::Take<Rewound<'a>>>>),
}

impl<'a> NewFileReader<'a> {
    /// Reads the first `size` bytes of what is written or read at their end.
    fn of(file: &'a mut dyn Content, size: u64) -> io::Result<Self> {
        file.rewind()?;
        let start = Rewound { file, end: size }.take(size);
        Ok(Self(Reading::File(Box::new(BufReader::with_capacity(BLOCK, start)))))
    }
}

/// A file that goes on at the end of what was read once reading is over.
struct Rewound<'a> {
    file: &'a mut dyn Content,
    end: u64,
}

impl Read for Rewound<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}

impl Drop for Rewound<'_> {
    fn drop(&mut self) {
        // Seeking in an open regular file to an offset that it has does not fail.
        let _ = self.file.seek(io::SeekFrom::Start(self.end));
    }
}

impl Read for NewFileReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.0 {
            Reading::Memory(cursor) => cursor.read(buffer),
            Reading::File(reader) => reader.read(buffer),
        }
    }
}

impl BufRead for NewFileReader<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match &mut self.0 {
            Reading::Memory(cursor) => cursor.fill_buf(),
            Reading::File(reader) => reader.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        match &mut self.0 {
            Reading::Memory(cursor) => cursor.consume(amount),
            Reading::File(reader) => reader.consume(amount),
        }
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
