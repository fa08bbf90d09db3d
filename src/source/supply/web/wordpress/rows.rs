//! Posts as they are kept: a line each, in a file that is named for its bytes.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use twox_hash::XxHash3_128;

use super::Done;
use crate::inside::Fresh;
use crate::source::supply::web::draw::Fault;
use crate::source::supply::web::kept::Page;

/// Posts as lines, in a file that is being written.
pub(super) struct Rows {
    to: io::BufWriter<Fresh>,
    hash: XxHash3_128,
    size: u64,
}

/// What is said where a page cannot be written or read.
fn unkept(error: &io::Error) -> Fault {
    format!("what it gives cannot be kept: {error}").into()
}

impl Rows {
    pub(super) fn begin(folder: &Path) -> Result<Self, Fault> {
        let fresh = Fresh::beside(&folder.join("posts")).map_err(|error| unkept(&error))?;
        Ok(Self { to: io::BufWriter::new(fresh), hash: XxHash3_128::new(), size: 0 })
    }

    pub(super) fn add(&mut self, post: &Value) -> Done {
        let mut line = serde_json::to_vec(post).map_err(|error| error.to_string())?;
        line.push(b'\n');
        self.line(&line)
    }

    pub(super) fn line(&mut self, line: &[u8]) -> Done {
        self.hash.write(line);
        self.size += line.len() as u64;
        self.to.write_all(line).map_err(|error| unkept(&error))
    }

    /// Gives the file the name of its hash.
    pub(super) fn end(self, folder: &Path) -> Result<Page, Fault> {
        let hash = format!("{:032x}", self.hash.finish_128());
        let page = Page { hash, size: self.size, ending: "jsonl".to_owned(), ..Page::default() };
        let kept = || {
            let mut fresh = self.to.into_inner().map_err(io::IntoInnerError::into_error)?;
            fresh.file().sync_all()?;
            fresh.rename(&folder.join(page.file()))
        };
        kept().map_err(|error| unkept(&error))?;
        Ok(page)
    }
}

/// Hands on the rows of a page that is kept, with their numbers.
pub(super) fn each_row(path: &Path, each: &mut dyn FnMut(u64, &[u8]) -> Done) -> Done {
    #[derive(Deserialize)]
    struct Row {
        id: u64,
    }
    let mut reader = BufReader::new(std::fs::File::open(path).map_err(|error| unkept(&error))?);
    let mut line = Vec::new();
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line).map_err(|error| unkept(&error))? == 0 {
            return Ok(());
        }
        let row: Row = serde_json::from_slice(&line).map_err(|error| error.to_string())?;
        each(row.id, &line)?;
    }
}
