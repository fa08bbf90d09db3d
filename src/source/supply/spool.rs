//! What is drawn from elsewhere: it lies as JSON Lines in the state folder, whole or not at all, so that
//! scanning and loading see the same bytes, and what was drawn last stands when drawing fails.
//!
//! A spool begins with a line that says from where its records were drawn and when, how many bytes follow, and their
//! hash. The records follow as they came ([`whole`]); where they have keys, by which it is told what changed, the
//! parts of a file of records in which they lie ([`parts`]).

mod cut;
mod head;
pub(super) mod keys;
pub(super) mod parts;
mod standing;
mod whole;

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use self::head::Head;
use self::keys::{Key, KeyColumn};
use self::parts::{Kept, Parts};
use self::standing::Standing;
use super::command::Command;
use super::database::Database;
use super::{Opened, Supply, Unread};
use crate::config::Source;
use crate::diagnostic::Diagnostic;
use crate::source::{Listing, Unit};

/// Where spools are kept.
#[derive(Clone, Copy, Debug)]
pub struct Spools<'s> {
    /// Their folder.
    pub folder: &'s Path,
    /// Whether what is drawn now is to stand there.
    pub keep: Keep,
}

/// What becomes of what is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// It takes the place of what was drawn before.
    Drawn,
    /// It is gone after the run, which only shows what would be.
    Nothing,
}

/// Most bytes that are drawn.
const MAX_DRAWN: u64 = 8 << 30;

/// The ending of the folders of spools in parts.
pub(super) const ENDING: &str = "parts";

/// Where the records of a source stand.
pub(super) fn path_of(folder: &Path, source: &Source) -> PathBuf {
    let paths = Paths::of(folder, &source.name);
    if column(source).is_some() { paths.parts } else { paths.whole }
}

/// Where a spool stands, by its form.
struct Paths {
    whole: PathBuf,
    parts: PathBuf,
}

impl Paths {
    fn of(folder: &Path, name: &str) -> Self {
        Self { whole: folder.join(format!("{name}.jsonl")), parts: folder.join(format!("{name}.{ENDING}")) }
    }
}

/// The column by which the records of a source are told apart, where it is told which of them changed.
fn column(source: &Source) -> Option<KeyColumn> {
    let told = source.database.is_some() && source.since.is_some();
    source.key.as_deref().filter(|_| told).map(KeyColumn::new)
}

/// A draft that is so old was left by a run that was ended.
const LEFT_BEHIND: Duration = Duration::from_hours(24);

/// Where the records of a spool are drawn from.
pub(super) trait Drawing: fmt::Debug + Send + Sync {
    /// What it is called where it is kept, in a form without secrets.
    fn whence(&self) -> String;

    /// Writes the records as JSON Lines; an error says what went wrong, and nothing that was written counts
    /// then. `before` is what was drawn last.
    fn draw(&self, before: Option<&Before>, to: &mut dyn Write) -> Result<Drawn, String>;
}

/// What was drawn last.
#[derive(Debug)]
pub(super) struct Before {
    head: Head,
    /// Its records, where each has a key.
    pub(super) kept: Option<Arc<Kept>>,
}

impl Before {
    /// The mark of the answer, where a question of this number was asked.
    pub(super) fn mark(&self, question: u64) -> Option<u64> {
        self.head.mark(question)
    }

    /// The newest moment of its records as it stands in a query, where a question of this number was asked.
    pub(super) fn since(&self, question: u64) -> Option<&str> {
        self.head.since(question)
    }

    /// What the database made of all keys.
    pub(super) fn sum(&self) -> Option<&str> {
        self.head.parts.as_ref()?.sum.as_deref()
    }
}

/// What came of a draw.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// A number that another question gives another of.
    pub(super) question: u64,
    /// A number that tells whether all records are as they were, where the place has one.
    pub(super) mark: Option<u64>,
    /// Whether it is the one that was known, so that nothing was drawn.
    pub(super) unchanged: bool,
    /// The newest moment of the records as it stands in a query.
    pub(super) since: Option<String>,
    /// What changed, where not all was drawn.
    pub(super) step: Option<Step>,
    /// What the database makes of all keys.
    pub(super) sum: Option<String>,
    /// What is to be said of the records as a whole.
    pub(super) notes: Vec<Diagnostic>,
}

/// What changed since the last draw.
#[derive(Debug, Default)]
pub(super) struct Step {
    /// Records that are new or others now, as lines; none has the key of another.
    pub(super) rows: Vec<u8>,
    /// Keys whose records are gone, in order.
    pub(super) gone: Vec<Key>,
}

/// A source whose records are drawn from elsewhere.
#[derive(Debug)]
pub(crate) struct Spool {
    /// The source's name.
    name: String,
    drawing: Box<dyn Drawing>,
    /// Of a spool in parts: where the keys of its records are.
    column: Option<KeyColumn>,
    folder: PathBuf,
    keep: Keep,
    standing: OnceLock<Standing>,
}

/// What is said where what was drawn cannot be written.
fn unkept(error: &io::Error) -> String {
    format!("what it gives cannot be kept: {error}")
}

impl Spool {
    /// That of a source whose records a command or a database gives. `root` is the folder of the config
    /// file.
    pub(crate) fn of(root: &Path, spools: Spools<'_>, source: &Source) -> Self {
        Self {
            name: source.name.clone(),
            drawing: match &source.database {
                Some(address) => Box::new(Database::new(root, address, source)),
                None => Box::new(Command::new(root, &source.command, source.time_limit)),
            },
            column: column(source),
            folder: spools.folder.to_owned(),
            keep: spools.keep,
            standing: OnceLock::new(),
        }
    }

    fn paths(&self) -> Paths {
        Paths::of(&self.folder, &self.name)
    }

    /// What stands, in whichever form.
    fn standing(&self) -> Option<Standing> {
        let Paths { whole, parts } = self.paths();
        let own = if self.column.is_some() { Standing::in_parts(&parts) } else { Standing::open(&whole) };
        own.or_else(|| Standing::in_parts(&parts)).or_else(|| Standing::open(&whole))
    }

    /// Draws the records anew, where they are not known to be as they were; with what is to be said of them.
    fn draw(&self, most: u64) -> Result<(Standing, Vec<Diagnostic>), String> {
        let Some(column) = &self.column else { return self.draw_whole(most) };
        let parts = Parts { folder: self.paths().parts, keep: self.keep, column, most };
        parts.draw(&*self.drawing)
    }

    /// Removes drafts that runs left which were ended.
    fn sweep(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let is_draft = entry.path().extension().is_some_and(|ending| ending == "draft");
            let age = entry.metadata().and_then(|meta| meta.modified()).ok().and_then(|at| at.elapsed().ok());
            if is_draft && age.is_some_and(|age| age > LEFT_BEHIND) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

impl Supply for Spool {
    fn list(&self) -> Listing {
        if self.keep == Keep::Drawn {
            self.sweep();
        }
        let mut out = Listing::default();
        let (standing, fault) = match self.draw(MAX_DRAWN) {
            Ok((standing, notes)) => {
                out.diagnostics.extend(notes.into_iter().map(|note| note.in_file(&*self.name)));
                (Some(standing), None)
            }
            Err(fault) => (self.standing(), Some(fault)),
        };
        if let Some(fault) = fault {
            (out.failed, out.stale) = (standing.is_none(), standing.is_some());
            let since = match &standing {
                Some(kept) => format!("the build goes on with the records that were drawn at {}", kept.last_drawn()),
                None => "nothing was drawn before: there is nothing to go on with".to_owned(),
            };
            let message = format!("{fault}; {since}");
            out.diagnostics.push(Diagnostic::error("source-not-drawn", message).in_file(&*self.name));
        }
        if let Some(standing) = standing {
            out.units = self.standing.get_or_init(|| standing).units(&self.name);
        }
        out
    }

    fn open<'s>(&'s self, unit: &'s Unit) -> Result<Opened<'s>, Unread> {
        let part = self.standing.get().and_then(|standing| standing.parts.get(unit.part as usize));
        part.map(standing::Part::opened).ok_or(Unread::Outdated)
    }

    fn ending(&self, _: &str) -> Option<&str> {
        Some("jsonl")
    }

    fn is_of_rows(&self) -> bool {
        true
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn spool(folder: &Path, script: &str) -> Spool {
        let source: Source = serde_json::from_value(serde_json::json!({
            "name": "wire", "command": ["/bin/sh", "-c", script], "time-limit": "2s"
        }))
        .unwrap();
        Spool::of(folder, Spools { folder: &folder.join("spool"), keep: Keep::Drawn }, &source)
    }

    fn files(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder.join("spool")).into_iter().flatten();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_was_drawn_stands_whole_and_keeps_its_version_while_it_is_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let first = spool(dir.path(), "echo '{\"id\":1}'").draw(100).unwrap().0;
        let text = fs::read_to_string(dir.path().join("spool/wire.jsonl")).unwrap();
        let (head, records) = text.split_once('\n').unwrap();
        assert_eq!(records, "{\"id\":1}\n");
        assert!(head.contains(r#""bytes":"00000000000000000009""#), "{head}");
        assert!(!head.contains("echo"), "arguments may hold secrets: {head}");
        let again = spool(dir.path(), "printf '{\"id\":1}\\n'").draw(100).unwrap().0;
        assert_eq!(again.head, first.head, "it stands since it was drawn first");
        let other = spool(dir.path(), "echo '{\"id\":2}'").draw(100).unwrap().0;
        assert_ne!(other.head.hash, first.head.hash);
        assert_eq!(files(dir.path()), ["wire.jsonl"]);
    }

    #[test]
    fn a_draw_that_fails_leaves_what_stands_and_no_draft() {
        let dir = tempfile::tempdir().unwrap();
        spool(dir.path(), "echo '{\"id\":1}'").draw(100).unwrap();
        let before = fs::read(dir.path().join("spool/wire.jsonl")).unwrap();
        for (script, said) in [
            ("echo '{\"id\":2}'; echo 'no connection' >&2; exit 3", "ended with exit status: 3: no connection"),
            ("echo '{\"id\":2}'; sleep 60", "has not ended after 2s"),
            ("head -c 200 /dev/zero", "it has more than 100 bytes"),
        ] {
            let fault = spool(dir.path(), script).draw(100).unwrap_err();
            assert!(fault.contains(said), "{fault}");
            assert_eq!(fs::read(dir.path().join("spool/wire.jsonl")).unwrap(), before);
            assert_eq!(files(dir.path()), ["wire.jsonl"]);
        }
    }

    #[test]
    fn a_spool_that_is_cut_does_not_stand() {
        let dir = tempfile::tempdir().unwrap();
        spool(dir.path(), "echo '{\"id\":1}'").draw(100).unwrap();
        let path = dir.path().join("spool/wire.jsonl");
        assert!(Standing::open(&path).is_some());
        let bytes = fs::read(&path).unwrap();
        for end in 0..bytes.len() {
            fs::write(&path, &bytes[..end]).unwrap();
            assert!(Standing::open(&path).is_none(), "{end} bytes");
        }
    }

    #[test]
    fn a_preview_leaves_nothing_behind() {
        let dir = tempfile::tempdir().unwrap();
        let shown = Spool { keep: Keep::Nothing, ..spool(dir.path(), "echo '{\"id\":1}'") };
        let listing = shown.list();
        assert_eq!((listing.units.len(), listing.failed), (1, false));
        assert_eq!(files(dir.path()), [""; 0]);
    }
}
