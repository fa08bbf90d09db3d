//! Compressed twins: the same bytes for the same content, whenever and wherever they are made.

use std::io::{self, Read, Write};

use brotli::enc::BrotliEncoderParams;

use super::new_file::BLOCK;
use crate::config::Compression;

/// Every kind of twin, wanted or not.
pub(super) const ALL: [Compression; 3] = [Compression::Gzip, Compression::Br, Compression::Zstd];

/// What a twin's name has after the name of its original.
pub fn extension(kind: Compression) -> &'static str {
    match kind {
        Compression::Gzip => ".gz",
        Compression::Br => ".br",
        Compression::Zstd => ".zst",
    }
}

/// Above this size the encoders work faster and pack less: a large feed changes as often as a
/// small one, and the best ratio would take minutes.
const LARGE: u64 = 8 * 1024 * 1024;

/// Writes `from`, which is `size` bytes long, to `to`, compressed.
pub(super) fn compress(kind: Compression, mut from: impl Read, size: u64, to: &mut impl Write) -> io::Result<()> {
    let large = size > LARGE;
    match kind {
        Compression::Gzip => {
            // No time, no name, no operating system in the header.
            let level = flate2::Compression::new(if large { 6 } else { 9 });
            let mut encoder = flate2::GzBuilder::new().mtime(0).operating_system(255).write(to, level);
            copy(&mut from, &mut encoder)?;
            encoder.finish()?;
        }
        Compression::Br => {
            let params = BrotliEncoderParams {
                quality: if large { 5 } else { 9 },
                lgwin: 22,
                size_hint: usize::try_from(size).unwrap_or(usize::MAX),
                ..Default::default()
            };
            let mut encoder = brotli::CompressorWriter::with_params(to, BLOCK, &params);
            copy(&mut from, &mut encoder)?;
            encoder.flush()?;
            encoder.into_inner();
        }
        Compression::Zstd => {
            let mut encoder = zstd::Encoder::new(to, if large { 6 } else { 15 })?;
            encoder.set_pledged_src_size(Some(size))?;
            encoder.include_checksum(true)?;
            copy(&mut from, &mut encoder)?;
            encoder.finish()?;
        }
    }
    Ok(())
}

fn copy(from: &mut impl Read, to: &mut impl Write) -> io::Result<()> {
    let mut block = vec![0; BLOCK];
    loop {
        let read = match from.read(&mut block) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        to.write_all(&block[..read])?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decompressed(kind: Compression, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        match kind {
            Compression::Gzip => flate2::read::GzDecoder::new(bytes).read_to_end(&mut out).unwrap(),
            Compression::Br => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut out).unwrap(),
            Compression::Zstd => zstd::Decoder::new(bytes).unwrap().read_to_end(&mut out).unwrap(),
        };
        out
    }

    #[test]
    fn a_twin_holds_what_its_original_holds_and_is_the_same_every_time() {
        let text = "<item>The ferry is back</item>\n".repeat(20_000);
        for content in [text.as_bytes(), b"", b"x"] {
            for kind in ALL {
                let mut twins = [Vec::new(), Vec::new()];
                for twin in &mut twins {
                    compress(kind, content, content.len() as u64, twin).unwrap();
                }
                assert_eq!(twins[0], twins[1]);
                assert_eq!(decompressed(kind, &twins[0]), content);
                assert!(content.len() < 2 || twins[0].len() < content.len() / 20);
            }
        }
    }

    #[test]
    fn a_gzip_twin_names_no_time() {
        let mut twin = Vec::new();
        compress(Compression::Gzip, &b"x"[..], 1, &mut twin).unwrap();
        assert_eq!(twin[4..8], [0; 4]);
    }
}
