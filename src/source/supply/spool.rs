//! What is drawn from elsewhere: it lies as JSON Lines in the state folder, whole or not at all, so that
//! scanning and loading see the same bytes, and what was drawn last stands when drawing fails.
//!
//! A spool begins with a line that says from where its records were drawn and when, how many bytes they
//! have, and their hash; the records follow as they came.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::hash::Hasher as _;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

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

/// Where the records of a source stand.
pub(super) fn path_of(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.jsonl"))
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
    /// Its records.
    pub(super) records: Arc<Opened>,
}

impl Before {
    /// The mark of the answer, where a question of this number was asked.
    pub(super) fn mark(&self, question: u64) -> Option<u64> {
        self.head.mark(question)
    }

    /// The newest moment of its records as it stands in a query, where a question of this number was asked.
    pub(super) fn since(&self, question: u64) -> Option<&str> {
        let since = self.head.since.trim_end();
        (self.head.question == digits(question) && !since.is_empty()).then_some(since)
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
    /// What is to be said of the records as a whole.
    pub(super) notes: Vec<Diagnostic>,
}

/// Bytes of the moment in a head, filled up with blanks.
const MOMENT: usize = 80;

/// A source whose records are drawn from elsewhere.
#[derive(Debug)]
pub(crate) struct Spool {
    /// The source's name.
    name: String,
    drawing: Box<dyn Drawing>,
    folder: PathBuf,
    keep: Keep,
    standing: OnceLock<Standing>,
}

/// A spool that is open for reading.
#[derive(Debug)]
struct Standing {
    file: Arc<File>,
    head: Head,
    /// Where its records begin.
    start: u64,
}

/// What a spool says of itself in its first line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    /// The version of its form.
    spool: u32,
    /// What was asked, in a form without secrets.
    from: String,
    /// When these bytes were drawn first.
    drawn: String,
    /// Size of the records in bytes, in 20 digits.
    bytes: String,
    /// Their hash, in 16 digits.
    hash: String,
    /// The number of the question and the mark of the answer, in 16 digits each.
    #[serde(default)]
    question: String,
    #[serde(default)]
    mark: String,
    /// The newest moment of the records as it stands in a query.
    #[serde(default)]
    since: String,
}

impl Head {
    fn new(from: &str, bytes: u64, hash: u64) -> Self {
        let drawn = time(SystemTime::now());
        let (bytes, hash) = (format!("{bytes:020}"), digits(hash));
        Self {
            spool: 1,
            from: from.to_owned(),
            drawn,
            bytes,
            hash,
            question: digits(0),
            mark: digits(0),
            since: padded(None),
        }
    }

    /// As the first line; of the same length whatever was drawn.
    fn line(&self) -> io::Result<Vec<u8>> {
        let mut line = serde_json::to_vec(self)?;
        line.push(b'\n');
        Ok(line)
    }

    fn size(&self) -> u64 {
        self.bytes.parse().unwrap_or(u64::MAX)
    }

    fn version(&self) -> u64 {
        u64::from_str_radix(&self.hash, 16).unwrap_or_default()
    }

    /// The mark of an answer to this question; none has the mark 0.
    fn mark(&self, question: u64) -> Option<u64> {
        let mark = u64::from_str_radix(&self.mark, 16).ok().filter(|mark| *mark != 0);
        mark.filter(|_| self.question == digits(question))
    }
}

/// A moment as a head keeps it; blank where that cannot.
fn padded(since: Option<&str>) -> String {
    let is_plain = |text: &&str| {
        text.len() <= MOMENT && text.bytes().all(|b| matches!(b, b' '..=b'~') && !matches!(b, b'"' | b'\\'))
    };
    format!("{:<MOMENT$}", since.filter(is_plain).unwrap_or_default())
}

fn digits(number: u64) -> String {
    format!("{number:016x}")
}

fn time(at: SystemTime) -> String {
    chrono::DateTime::<chrono::Utc>::from(at).to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

impl Standing {
    /// The spool that stands, if it is whole.
    fn open(path: &Path) -> Option<Self> {
        let file = File::open(path).ok()?;
        let mut line = Vec::new();
        BufReader::new((&file).take(64 << 10)).read_until(b'\n', &mut line).ok()?;
        let head: Head = serde_json::from_slice(&line).ok()?;
        let start = line.len() as u64;
        let whole = head.spool == 1 && file.metadata().ok()?.len() == start.checked_add(head.size())?;
        whole.then(|| Self { file: Arc::new(file), head, start })
    }

    fn opened(&self) -> Opened {
        Opened::spool(self.file.clone(), self.start, self.head.size())
    }

    /// When these records were drawn last.
    fn last_drawn(&self) -> String {
        let at = self.file.metadata().and_then(|meta| meta.modified());
        at.map_or_else(|_| self.head.drawn.clone(), time)
    }
}

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
            folder: spools.folder.to_owned(),
            keep: spools.keep,
            standing: OnceLock::new(),
        }
    }

    /// Where its records stand.
    fn path(&self) -> PathBuf {
        path_of(&self.folder, &self.name)
    }

    /// Draws the records anew, where they are not known to be as they were; with what is to be said of them.
    fn draw(&self, most: u64) -> Result<(Standing, Vec<Diagnostic>), String> {
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
        let standing = Standing::open(&self.path());
        let from = self.drawing.whence();
        let blank = Head::new(&from, 0, 0).line().map_err(|error| unkept(&error))?;
        file.write_all(&blank).map_err(|error| unkept(&error))?;
        let mut to = Measured { to: BufWriter::new(&file), bytes: 0, most, hash: XxHash3_64::new() };
        let before =
            standing.as_ref().map(|standing| Before { head: standing.head.clone(), records: standing.opened().into() });
        let drawn = self.drawing.draw(before.as_ref(), &mut to)?;
        to.flush().map_err(|error| unkept(&error))?;
        let mut head = Head::new(&from, to.bytes, to.hash.finish());
        head.question = digits(drawn.question);
        head.mark = digits(drawn.mark.unwrap_or_default());
        head.since = padded(drawn.since.as_deref());
        drop(to);
        if let Some(standing) = standing {
            let same = |s: &Head| s.hash == head.hash && s.bytes == head.bytes;
            if drawn.unchanged
                || (same(&standing.head) && (&standing.head.mark, &standing.head.since) == (&head.mark, &head.since))
            {
                if self.keep == Keep::Drawn {
                    let _ = fs::remove_file(path);
                    // When it was drawn last is for people only.
                    let now = SystemTime::now();
                    let _ = OpenOptions::new().append(true).open(self.path()).and_then(|f| f.set_modified(now));
                }
                return Ok((standing, drawn.notes));
            }
            if same(&standing.head) {
                head.drawn = standing.head.drawn;
            }
        }
        file.rewind().and_then(|()| file.write_all(&head.line()?)).map_err(|error| unkept(&error))?;
        let stands = Standing { file: Arc::new(file), head, start: blank.len() as u64 };
        if self.keep == Keep::Drawn {
            stands.file.sync_all().map_err(|error| unkept(&error))?;
            fs::rename(path, self.path()).map_err(|error| unkept(&error))?;
            if let Ok(folder) = File::open(&self.folder) {
                // Not every file system can.
                let _ = folder.sync_all();
            }
        }
        Ok((stands, drawn.notes))
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

    fn unit(&self, standing: &Standing) -> Unit {
        Unit {
            name: self.name.as_str().into(),
            version: standing.head.version(),
            size: standing.head.size(),
            fresh: false,
            ..Unit::default()
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
            Err(fault) => (Standing::open(&self.path()), Some(fault)),
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
            out.units.push(self.unit(self.standing.get_or_init(|| standing)));
        }
        out
    }

    fn open(&self, _: &Unit) -> Result<Opened, Unread> {
        self.standing.get().map(Standing::opened).ok_or(Unread::Outdated)
    }

    fn ending(&self, _: &str) -> Option<&str> {
        Some("jsonl")
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
