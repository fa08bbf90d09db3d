//! Reads files: bounded, decoded, and checked for having stood still meanwhile.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use crate::source::supply::files;

/// Largest file of any format but JSON Lines, in bytes.
pub(in crate::source) const MAX_FILE: u64 = 64 << 20;

/// Longest front matter, in bytes.
pub(in crate::source) const MAX_FRONT_MATTER: usize = 1 << 20;

/// Why a file could not be read.
#[derive(Debug)]
pub(in crate::source) enum Unread {
    /// The system says no.
    Io(io::Error),
    /// It is larger than the limit.
    TooLarge(u64),
    /// Its size or time of change was another after reading.
    Changed,
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Whether a file was changed while `f` read it.
pub(in crate::source) fn while_still<T>(
    file: &fs::File,
    f: impl FnOnce(u64) -> Result<T, Unread>,
) -> Result<T, Unread> {
    let meta = file.metadata()?;
    let value = f(meta.len())?;
    if files::version(&file.metadata()?) != files::version(&meta) {
        return Err(Unread::Changed);
    }
    Ok(value)
}

/// Reads a whole file.
pub(in crate::source) fn read(path: &Path) -> Result<Vec<u8>, Unread> {
    let file = fs::File::open(path)?;
    while_still(&file, |size| {
        if size > MAX_FILE {
            return Err(Unread::TooLarge(size));
        }
        let mut bytes = Vec::with_capacity(size as usize + 1);
        (&file).take(MAX_FILE + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    })
}

/// Reads the beginning of a file until `enough` says so, or to its end. The flag says whether
/// that was the end.
pub(in crate::source) fn read_head(path: &Path, enough: impl Fn(&[u8]) -> bool) -> Result<(Vec<u8>, bool), Unread> {
    let mut file = fs::File::open(path)?;
    let mut bytes = vec![0; 4096];
    let mut filled = 0;
    loop {
        let n = file.read(&mut bytes[filled..])?;
        filled += n;
        if n == 0 || enough(&bytes[..filled]) || filled > MAX_FRONT_MATTER {
            bytes.truncate(filled);
            return Ok((bytes, n == 0));
        }
        if filled == bytes.len() {
            bytes.resize(filled * 2, 0);
        }
    }
}

/// The text of a file and whether it had to be guessed: UTF-8, UTF-16 with its mark, else
/// Windows-1252, which old systems of newspapers send.
pub(in crate::source) fn decode(bytes: Vec<u8>) -> (String, bool) {
    let marked = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if marked && let Some((encoding, _)) = encoding_rs::Encoding::for_bom(&bytes) {
        return (encoding.decode(&bytes).0.into_owned(), false);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, false),
        Err(error) => (encoding_rs::WINDOWS_1252.decode(error.as_bytes()).0.into_owned(), true),
    }
}

/// A text without the byte order mark.
pub(in crate::source) fn unmarked(text: &str) -> &str {
    text.strip_prefix('\u{FEFF}').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_encodings_are_read_and_told() {
        assert_eq!(decode("é".into()), ("é".to_owned(), false));
        assert_eq!(decode(vec![b'a', 0xE9, 0x80]), ("aé€".to_owned(), true));
        assert_eq!(decode(vec![0xFF, 0xFE, 0xE9, 0]), ("é".to_owned(), false));
    }
}
