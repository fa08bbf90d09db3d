//! Compact binary files for what only saves time: written whole, with a checksum, and ignored
//! unless every byte is as it was written.

use std::hash::Hasher as _;
use std::io::{self, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use twox_hash::XxHash3_64;

use crate::article::Terms;
use crate::inside::Fresh;

const MAGIC: &[u8; 8] = b"fwcache\x02";

/// Bytes gathered before they are written.
const BLOCK: usize = 256 * 1024;

/// A file that is written whole and waits beside its place; it is removed where nobody puts it there.
#[derive(Debug)]
pub(crate) struct Waiting {
    fresh: Fresh,
    path: PathBuf,
}

impl Waiting {
    /// Puts it in its place.
    pub(crate) fn put(self) -> io::Result<()> {
        self.fresh.rename(&self.path)
    }
}

/// Collects values to write; on their way to a file they do not gather in memory.
#[derive(Default)]
pub(crate) struct Packer {
    bytes: Vec<u8>,
    file: Option<Fresh>,
    hash: XxHash3_64,
    fault: Option<io::Error>,
}

impl Packer {
    /// Writes a file beside its place, and renames it there when it is whole.
    pub(crate) fn save(path: &Path, put: impl FnOnce(&mut Self)) -> io::Result<()> {
        Self::stage(path, put)?.put()
    }

    /// Writes a file beside its place. Not forced to disk: a file that a power cut tears is recognised and
    /// ignored.
    pub(crate) fn stage(path: &Path, put: impl FnOnce(&mut Self)) -> io::Result<Waiting> {
        forget_unfinished(path);
        let mut fresh = Fresh::beside(path)?;
        fresh.file().write_all(&[0; CONTENT])?;
        let mut packer = Self { file: Some(fresh), ..Self::default() };
        put(&mut packer);
        packer.flush();
        if let Some(e) = packer.fault {
            return Err(e);
        }
        let Some(mut fresh) = packer.file else { return Err(io::ErrorKind::NotFound.into()) };
        fresh.file().seek(io::SeekFrom::Start(0))?;
        fresh.file().write_all(MAGIC)?;
        fresh.file().write_all(&packer.hash.finish().to_le_bytes())?;
        Ok(Waiting { fresh, path: path.to_owned() })
    }

    fn flush(&mut self) {
        self.hash.write(&self.bytes);
        if let Some(file) = &mut self.file
            && self.fault.is_none()
        {
            self.fault = file.file().write_all(&self.bytes).err();
        }
        self.bytes.clear();
    }

    fn put(&mut self, bytes: &[u8]) {
        if self.bytes.len() + bytes.len() > BLOCK && self.file.is_some() {
            self.flush();
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// What was put where no file is written.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Terms with their labels.
    pub(crate) fn terms(&mut self, terms: &Terms) {
        self.u32(terms.len() as u32);
        for n in 0..terms.len() as u32 {
            self.str(terms.value(n));
            self.option_str(terms.label(n).map(|l| &**l));
        }
    }

    pub(crate) fn u8(&mut self, v: u8) {
        self.put(&[v]);
    }
    pub(crate) fn u32(&mut self, v: u32) {
        self.put(&v.to_le_bytes());
    }
    pub(crate) fn u64(&mut self, v: u64) {
        self.put(&v.to_le_bytes());
    }
    pub(crate) fn option(&mut self, v: Option<i64>) {
        match v {
            Some(v) => {
                self.u8(1);
                self.u64(v as u64);
            }
            None => self.u8(0),
        }
    }
    pub(crate) fn str(&mut self, v: &str) {
        self.u32(v.len() as u32);
        self.put(v.as_bytes());
    }
    pub(crate) fn option_str(&mut self, v: Option<&str>) {
        self.u8(u8::from(v.is_some()));
        if let Some(v) = v {
            self.str(v);
        }
    }
}

/// Removes what runs left beside a place that were killed while they wrote. Only one run writes at a time.
fn forget_unfinished(path: &Path) {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return };
    let start = format!(".{}.", name.to_string_lossy());
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let begun = name.to_str().and_then(|name| name.strip_prefix(&start));
        if begun.is_some_and(|rest| rest.strip_suffix(".part").is_some()) {
            // What cannot be removed costs space only.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// The content of a file that [`Packer::save`] wrote; `None` where there is none or it is torn.
pub(crate) fn read(path: &Path) -> Option<Vec<u8>> {
    let bytes = std::fs::read(path).ok()?;
    let (magic, rest) = bytes.split_first_chunk::<8>()?;
    let (sum, content) = rest.split_first_chunk::<8>()?;
    (magic == MAGIC && twox_hash::XxHash3_64::oneshot(content) == u64::from_le_bytes(*sum)).then_some(bytes)
}

/// The checksum of [`read`]'s bytes.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    bytes.get(8..).and_then(<[u8]>::first_chunk).map_or(0, |sum| u64::from_le_bytes(*sum))
}

/// Where the content of [`read`]'s bytes starts.
pub(crate) const CONTENT: usize = 16;

/// Bytes end before a value does, or are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Torn;

/// Takes values out again in the order they were put in.
#[derive(Debug)]
pub(crate) struct Unpacker<'a>(pub(crate) &'a [u8]);

impl<'a> Unpacker<'a> {
    pub(crate) fn bytes(&mut self, n: usize) -> Result<&'a [u8], Torn> {
        let (head, rest) = self.0.split_at_checked(n).ok_or(Torn)?;
        self.0 = rest;
        Ok(head)
    }
    pub(crate) fn terms(&mut self) -> Result<Terms, Torn> {
        let mut terms = Terms::default();
        for _ in 0..self.u32()? {
            let n = terms.number(self.str()?);
            if let Some(label) = self.option_str()? {
                terms.set_label(n, label);
            }
        }
        Ok(terms)
    }
    pub(crate) fn u8(&mut self) -> Result<u8, Torn> {
        self.bytes(1).map(|b| b[0])
    }
    pub(crate) fn u32(&mut self) -> Result<u32, Torn> {
        let (head, rest) = self.0.split_first_chunk().ok_or(Torn)?;
        self.0 = rest;
        Ok(u32::from_le_bytes(*head))
    }
    pub(crate) fn u64(&mut self) -> Result<u64, Torn> {
        let (head, rest) = self.0.split_first_chunk().ok_or(Torn)?;
        self.0 = rest;
        Ok(u64::from_le_bytes(*head))
    }
    pub(crate) fn option(&mut self) -> Result<Option<i64>, Torn> {
        Ok(if self.u8()? == 1 { Some(self.u64()? as i64) } else { None })
    }
    pub(crate) fn str(&mut self) -> Result<&'a str, Torn> {
        let n = self.u32()? as usize;
        std::str::from_utf8(self.bytes(n)?).map_err(|_| Torn)
    }
    pub(crate) fn option_str(&mut self) -> Result<Option<&'a str>, Torn> {
        Ok(if self.u8()? == 1 { Some(self.str()?) } else { None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_in_its_place_only_once_it_is_put_there_and_a_killed_run_leaves_nothing_for_long() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.cache");
        let files = || std::fs::read_dir(dir.path()).unwrap().count();
        std::mem::forget(Packer::stage(&path, |p| p.u8(1)).unwrap());
        assert!(read(&path).is_none());
        assert_eq!(files(), 1);
        let waiting = Packer::stage(&path, |p| p.u8(2)).unwrap();
        assert_eq!(files(), 1);
        waiting.put().unwrap();
        assert_eq!(read(&path).unwrap()[CONTENT..], [2]);
        drop(Packer::stage(&path, |p| p.u8(3)).unwrap());
        assert_eq!((files(), read(&path).unwrap()[CONTENT]), (1, 2));
    }

    #[test]
    fn a_file_with_any_byte_changed_or_missing_is_ignored() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.cache");
        Packer::save(&path, |p| {
            p.str("é");
            p.option(Some(-1));
            p.option(None);
        })
        .unwrap();
        let whole = read(&path).unwrap();
        let mut u = Unpacker(&whole[CONTENT..]);
        assert_eq!((u.str(), u.option(), u.option(), u.u8()), (Ok("é"), Ok(Some(-1)), Ok(None), Err(Torn)));
        for at in 0..whole.len() {
            let mut broken = whole.clone();
            broken[at] ^= 1;
            std::fs::write(&path, &broken).unwrap();
            assert!(read(&path).is_none());
            std::fs::write(&path, &whole[..at]).unwrap();
            assert!(read(&path).is_none());
        }
    }
}
