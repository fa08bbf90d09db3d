//! Cuts what is drawn into parts, and takes down the key of each record.

use std::fs::File;
use std::hash::Hasher as _;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use twox_hash::XxHash3_64;

use super::keys::{Key, KeyColumn};
use super::standing::Lies;
use crate::inside::Fresh;

/// Bytes of a part: what is written and read again where one of its records changed.
pub(super) const PART: u64 = 256 << 10;

/// A file of records that is being written.
#[derive(Debug)]
pub(super) enum Draft {
    /// Beside its place.
    Beside(Fresh),
    /// One that nobody else sees.
    Unseen(File),
}

impl Draft {
    /// One that is to take the place of a file, or none's.
    pub(super) fn new(place: Option<&Path>) -> io::Result<Self> {
        Ok(match place {
            Some(place) => Self::Beside(Fresh::beside(place)?),
            None => Self::Unseen(tempfile::tempfile()?),
        })
    }

    pub(super) fn file(&mut self) -> &mut File {
        match self {
            Self::Beside(fresh) => fresh.file(),
            Self::Unseen(file) => file,
        }
    }

    /// Puts it into its place, once it is on the disk, and opens it for reading.
    pub(super) fn put(self, place: &Path) -> io::Result<Arc<File>> {
        Ok(Arc::new(match self {
            Self::Beside(mut fresh) => {
                fresh.file().sync_all()?;
                fresh.rename(place)?;
                File::open(place)?
            }
            Self::Unseen(file) => file,
        }))
    }
}

/// Bytes that are written before the disk is asked to take them.
const ON_ITS_WAY: u64 = 64 << 20;

/// Cuts lines into parts.
pub(super) struct Cut<'c> {
    column: &'c KeyColumn,
    place: Option<&'c Path>,
    /// Most bytes that are drawn.
    most: u64,
    /// Made with the first line.
    draft: Option<BufWriter<DraftFile>>,
    /// Has what is written on the disk while more comes, and from which byte on the next time.
    syncing: Option<JoinHandle<()>>,
    sync_from: u64,
    /// What came of a line that has not ended.
    line: Vec<u8>,
    at: u64,
    start: u64,
    hash: XxHash3_64,
    cuts: Vec<Lies>,
    keys: Vec<(Key, u32)>,
    keyed: bool,
}

/// A draft that is written to.
#[derive(Debug)]
struct DraftFile(Draft);

impl io::Write for DraftFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.file().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.file().flush()
    }
}

/// What was cut.
pub(super) struct Cuts {
    pub(super) draft: Draft,
    pub(super) parts: Vec<Lies>,
    /// The keys with the numbers of their parts.
    pub(super) keys: Vec<(Key, u32)>,
    /// Whether each record has a key.
    pub(super) keyed: bool,
}

impl<'c> Cut<'c> {
    /// Into a file that is to lie in this place.
    pub(super) fn new(place: Option<&'c Path>, column: &'c KeyColumn, most: u64) -> Self {
        Self {
            column,
            place,
            most,
            draft: None,
            syncing: None,
            sync_from: ON_ITS_WAY,
            line: Vec::new(),
            at: 0,
            start: 0,
            hash: XxHash3_64::new(),
            cuts: Vec::new(),
            keys: Vec::new(),
            keyed: true,
        }
    }

    /// All that was cut.
    pub(super) fn end(mut self) -> io::Result<Cuts> {
        let rest = std::mem::take(&mut self.line);
        self.lines(&rest)?;
        self.cut();
        self.draft()?;
        let Some(draft) = self.draft.take() else { return Err(io::ErrorKind::NotFound.into()) };
        let DraftFile(draft) = draft.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Cuts { draft, parts: self.cuts, keys: self.keys, keyed: self.keyed })
    }

    fn draft(&mut self) -> io::Result<&mut BufWriter<DraftFile>> {
        if self.draft.is_none() {
            self.draft = Some(BufWriter::with_capacity(PART as usize, DraftFile(Draft::new(self.place)?)));
        }
        self.draft.as_mut().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn cut(&mut self) {
        if self.at > self.start {
            let (start, size) = (self.start, self.at - self.start);
            self.cuts.push(Lies { start, size, version: self.hash.finish() });
            self.start = self.at;
            self.hash = XxHash3_64::new();
        }
    }

    /// Takes whole lines.
    fn lines(&mut self, lines: &[u8]) -> io::Result<()> {
        for line in lines.split_inclusive(|byte| *byte == b'\n') {
            if self.at - self.start >= PART {
                self.cut();
            }
            match self.column.of(line) {
                Some(key) => self.keys.push((key, self.cuts.len() as u32)),
                None => self.keyed &= line.trim_ascii().is_empty(),
            }
            self.hash.write(line);
            self.at += line.len() as u64;
        }
        if self.at > self.most {
            return Err(io::Error::other(format!("it has more than {} bytes", self.most)));
        }
        self.draft()?.write_all(lines)?;
        self.sync()
    }

    /// Lets the disk take what is written so far, if it has taken what was written before.
    fn sync(&mut self) -> io::Result<()> {
        let is_free = self.syncing.as_ref().is_none_or(JoinHandle::is_finished);
        if self.at < self.sync_from || self.place.is_none() || !is_free {
            return Ok(());
        }
        self.sync_from = self.at + ON_ITS_WAY;
        let file = self.draft()?.get_mut().0.file().try_clone()?;
        // Whether all of it is there is asked once all is written.
        self.syncing = Some(thread::spawn(move || _ = file.sync_data()));
        Ok(())
    }
}

impl io::Write for Cut<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let end = memchr::memrchr(b'\n', bytes).map_or(0, |end| end + 1);
        let (whole, rest) = bytes.split_at(end);
        if !whole.is_empty() && !self.line.is_empty() {
            let first = memchr::memchr(b'\n', whole).map_or(0, |end| end + 1);
            let (end_of_line, whole) = whole.split_at(first);
            let mut line = std::mem::take(&mut self.line);
            line.extend_from_slice(end_of_line);
            self.lines(&line)?;
            self.lines(whole)?;
        } else {
            self.lines(whole)?;
        }
        if self.line.len() + rest.len() > self.most as usize {
            return Err(io::Error::other(format!("it has more than {} bytes", self.most)));
        }
        self.line.extend_from_slice(rest);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
