//! Compact binary files for what only saves time: written whole, with a checksum, and ignored
//! unless every byte is as it was written.

use std::io::{self, Write as _};
use std::path::Path;

const MAGIC: &[u8; 8] = b"fwcache\x01";

/// Collects values to write.
#[derive(Debug, Default)]
pub(crate) struct Packer(pub(crate) Vec<u8>);

impl Packer {
    pub(crate) fn u8(&mut self, v: u8) {
        self.0.push(v);
    }
    pub(crate) fn u32(&mut self, v: u32) {
        self.0.extend_from_slice(&v.to_le_bytes());
    }
    pub(crate) fn u64(&mut self, v: u64) {
        self.0.extend_from_slice(&v.to_le_bytes());
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
        self.0.extend_from_slice(v.as_bytes());
    }
    pub(crate) fn option_str(&mut self, v: Option<&str>) {
        self.u8(u8::from(v.is_some()));
        if let Some(v) = v {
            self.str(v);
        }
    }

    /// Writes the file beside its place and renames it there. Not forced to disk: a file that a
    /// power cut tears is recognised and ignored.
    pub(crate) fn save(&self, path: &Path) -> io::Result<()> {
        let beside = path.with_extension("new");
        let mut file = std::fs::File::create(&beside)?;
        file.write_all(MAGIC)?;
        file.write_all(&xxhash_rust::xxh3::xxh3_64(&self.0).to_le_bytes())?;
        file.write_all(&self.0)?;
        drop(file);
        std::fs::rename(&beside, path)
    }
}

/// The content of a file that [`Packer::save`] wrote; `None` where there is none or it is torn.
pub(crate) fn read(path: &Path) -> Option<Vec<u8>> {
    let bytes = std::fs::read(path).ok()?;
    let (magic, rest) = bytes.split_first_chunk::<8>()?;
    let (sum, content) = rest.split_first_chunk::<8>()?;
    (magic == MAGIC && xxhash_rust::xxh3::xxh3_64(content) == u64::from_le_bytes(*sum)).then_some(bytes)
}

/// Where the content of [`read`]'s bytes starts.
pub(crate) const CONTENT: usize = 16;

/// Takes values out again in the order they were put in; `None` past the end.
#[derive(Debug)]
pub(crate) struct Unpacker<'a>(pub(crate) &'a [u8]);

impl<'a> Unpacker<'a> {
    pub(crate) fn bytes(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(head)
    }
    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.bytes(1).map(|b| b[0])
    }
    pub(crate) fn u32(&mut self) -> Option<u32> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*head))
    }
    pub(crate) fn u64(&mut self) -> Option<u64> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*head))
    }
    pub(crate) fn option(&mut self) -> Option<Option<i64>> {
        Some(if self.u8()? == 1 { Some(self.u64()? as i64) } else { None })
    }
    pub(crate) fn str(&mut self) -> Option<&'a str> {
        let n = self.u32()? as usize;
        std::str::from_utf8(self.bytes(n)?).ok()
    }
    pub(crate) fn option_str(&mut self) -> Option<Option<&'a str>> {
        Some(if self.u8()? == 1 { Some(self.str()?) } else { None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_any_byte_changed_or_missing_is_ignored() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.cache");
        let mut p = Packer::default();
        p.str("é");
        p.option(Some(-1));
        p.option(None);
        p.save(&path).unwrap();
        let whole = read(&path).unwrap();
        let mut u = Unpacker(&whole[CONTENT..]);
        assert_eq!((u.str(), u.option(), u.option(), u.u8()), (Some("é"), Some(Some(-1)), Some(None), None));
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
