//! A spool whose records lie behind its first line, as they came: it is written anew as a whole.

use std::fs::{self, OpenOptions};
use std::hash::Hasher as _;
use std::io::{self, BufWriter, Seek as _, Write};
use std::path::Path;
use std::sync::Arc;

use twox_hash::XxHash3_64;

use super::head::Head;
use super::standing::{self, Lies, Part, Standing};
use super::{Before, Keep, Spool, unkept};
use crate::diagnostic::Diagnostic;

/// Counts and hashes what is written, up to a limit.
struct Measured<W> {
    to: W,
    bytes: u64,
    most: u64,
    hash: XxHash3_64,
}

impl<W: Write> Write for Measured<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes += bytes.len() as u64;
        if self.bytes > self.most {
            return Err(io::Error::other(format!("it has more than {} bytes", self.most)));
        }
        self.to.write_all(bytes)?;
        self.hash.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Spool {
    /// Draws all records.
    pub(super) fn draw_whole(&self, most: u64) -> Result<(Standing, Vec<Diagnostic>), String> {
        let beside = match self.keep {
            Keep::Drawn => self.folder.clone(),
            Keep::Nothing => std::env::temp_dir(),
        };
        fs::create_dir_all(&beside).map_err(|error| unkept(&error))?;
        let path = beside.join(format!("{}.{}.draft", self.name, std::process::id()));
        let drawn = self.draw_to(&path, most);
        if drawn.is_err() || self.keep == Keep::Nothing {
            // Where it cannot be removed, a later run does it.
            let _ = fs::remove_file(&path);
        }
        drawn
    }

    fn draw_to(&self, path: &Path, most: u64) -> Result<(Standing, Vec<Diagnostic>), String> {
        let _ = fs::remove_file(path);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(|error| unkept(&error))?;
        let place = self.paths().whole;
        let standing = Standing::open(&place);
        let from = self.drawing.whence();
        let blank = Head::new(&from, 0, 0).line().map_err(|error| unkept(&error))?;
        file.write_all(&blank).map_err(|error| unkept(&error))?;
        let mut to = Measured { to: BufWriter::new(&file), bytes: 0, most, hash: XxHash3_64::new() };
        let before = standing.as_ref().map(|standing| Before { head: standing.head.clone(), kept: None });
        let drawn = self.drawing.draw(before.as_ref(), &mut to)?;
        to.flush().map_err(|error| unkept(&error))?;
        let mut head = Head::new(&from, to.bytes, to.hash.finish());
        head.answer(drawn.question, drawn.mark, drawn.since.as_deref());
        drop(to);
        if let Some(standing) = standing {
            let same = |s: &Head| s.hash == head.hash && s.bytes == head.bytes;
            if drawn.unchanged || (same(&standing.head) && standing.head.tells_as(&head)) {
                if self.keep == Keep::Drawn {
                    let _ = fs::remove_file(path);
                    standing::drawn_again(&place);
                }
                return Ok((standing, drawn.notes));
            }
            if same(&standing.head) {
                head.drawn = standing.head.drawn;
            }
        }
        file.rewind().and_then(|()| file.write_all(&head.line()?)).map_err(|error| unkept(&error))?;
        if self.keep == Keep::Drawn {
            file.sync_all().and_then(|()| fs::rename(path, &place)).map_err(|error| unkept(&error))?;
            standing::sync_folder(&self.folder);
        }
        let lies = Lies { start: blank.len() as u64, size: head.size(), version: head.version() };
        let told = file.try_clone().map_err(|error| unkept(&error))?;
        let part = Part { file: Arc::new(file), lies };
        Ok((Standing { head, told, parts: vec![part] }, drawn.notes))
    }
}
