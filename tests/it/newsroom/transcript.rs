//! What happens in a newsroom, in full: each edit of it, and of each run the arguments, both outputs,
//! the exit status, and what it did to the published files. It is compared with a file that stands
//! in `tests/transcripts`, a section for each newsroom of a test.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat, Utc};

use super::Ran;
use super::files::{self, Files, updating};
use crate::outside::root;

/// More items of a feed than these are counted only.
const ITEMS: usize = 8;

thread_local! {
    /// How many newsrooms the test of this thread has had.
    static NEWSROOMS: Cell<usize> = const { Cell::new(0) };
}

/// What has happened in a newsroom.
#[derive(Debug)]
pub(super) struct Transcript {
    /// The file in which it stands.
    file: PathBuf,
    /// The number of the newsroom within its test.
    section: usize,
    text: String,
    /// The published files after the last run.
    published: Files,
}

/// Files of one feed in several formats, and the items that all of them hold.
struct Shown<'a> {
    names: Vec<&'a str>,
    items: Vec<String>,
}

impl Transcript {
    /// That of a newsroom of the running test, from here on.
    pub(super) fn begin(published: Files) -> Self {
        let thread = std::thread::current();
        let test = thread.name().filter(|name| *name != "main").expect("tests run in threads that bear their names");
        let file = root().join("tests/transcripts").join(test.replace("::", "/")).with_extension("txt");
        let section = NEWSROOMS.replace(NEWSROOMS.get() + 1);
        if updating() && section == 0 {
            let _ = std::fs::remove_file(&file);
        }
        Self { file, section, text: String::new(), published }
    }

    /// An edit of the newsroom.
    pub(super) fn edit(&mut self, what: &str) {
        let _ = writeln!(self.text, "{what}");
    }

    /// A run, and what it left published.
    pub(super) fn run(&mut self, room: &Path, arguments: &[&str], ran: &Ran, published: Files) {
        let shown =
            arguments.iter().map(|a| if a.contains([' ', '*', '{']) { format!("'{a}'") } else { (*a).to_owned() });
        let _ = writeln!(self.text, "$ feedwright {}", shown.collect::<Vec<_>>().join(" "));
        let plain = |text: &str| without_the_clock(&text.replace(&*room.to_string_lossy(), "NEWSROOM"));
        self.text.push_str(&plain(&ran.stdout));
        if !ran.stdout.is_empty() && !ran.stdout.ends_with('\n') {
            self.text.push_str("(no end of line)\n");
        }
        for line in plain(&ran.stderr).lines() {
            let _ = writeln!(self.text, "{}", format!("2> {line}").trim_end());
        }
        let _ = writeln!(self.text, "=> {}", ran.status);
        self.changes(&published);
        self.text.push('\n');
        self.published = published;
    }

    /// The files that a run wrote and removed. Formats that hold the same items stand on one line.
    fn changes(&mut self, now: &Files) {
        for gone in self.published.keys().filter(|name| !now.contains_key(*name)) {
            let _ = writeln!(self.text, "   removed: {gone}");
        }
        // The files and what is shown of them, by their common stem and items.
        let mut alike = BTreeMap::<(&str, Vec<String>), Shown>::new();
        for (name, bytes) in now.iter().filter(|(name, bytes)| self.published.get(*name) != Some(bytes)) {
            let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
            let (known_by, shown) = items(bytes);
            alike.entry((stem, known_by)).or_insert(Shown { names: Vec::new(), items: shown }).names.push(name);
        }
        for Shown { names, items: shown } in alike.values() {
            let _ = writeln!(self.text, "   written: {}", names.join(", "));
            for item in shown.iter().take(ITEMS) {
                let _ = writeln!(self.text, "     {item}");
            }
            if shown.len() > ITEMS {
                let _ = writeln!(self.text, "     and {} more", shown.len() - ITEMS);
            }
        }
    }

    /// Fails unless all this stands in the file; `UPDATE=1` writes it there.
    pub(super) fn compare(&self) {
        const BETWEEN: &str = "\n== another newsroom\n\n";
        let standing = std::fs::read_to_string(&self.file).unwrap_or_default();
        let mut sections: Vec<&str> = standing.split(BETWEEN).collect();
        if updating() {
            // The newsrooms of a test go in no certain order.
            sections.resize(sections.len().max(self.section + 1), "");
            sections[self.section] = &self.text;
            std::fs::create_dir_all(self.file.parent().unwrap()).unwrap();
            std::fs::write(&self.file, sections.join(BETWEEN)).unwrap();
            return;
        }
        let expected = sections.get(self.section).copied().unwrap_or_default();
        files::assert_same(&self.file.display().to_string(), expected, &self.text, "UPDATE=1 writes it anew");
    }
}

/// A text without what only the machine's clock knows: the moment of the last build, and how long
/// each step of one took.
fn without_the_clock(text: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n').filter(|line| !line.ends_with(" ms\n")) {
        match ["last_build\": \"", "last build "].iter().find_map(|before| Some(line.find(before)? + before.len())) {
            Some(at) => {
                let after = line[at..].find([',', '"']).map_or(line.len(), |end| at + end);
                let _ = write!(out, "{}(by the clock){}", &line[..at], &line[after..]);
            }
            None => out.push_str(line),
        }
    }
    out
}

/// The items of a feed: what they are known by in every format, and what is shown of them.
fn items(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let Ok(feed) = feed_rs::parser::parse(bytes) else { return (Vec::new(), Vec::new()) };
    let (mut known_by, mut shown) = (Vec::new(), Vec::new());
    let moment = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    for entry in feed.entries {
        let title = entry.title.map_or_else(String::new, |t| t.content);
        let mut line = format!("{} “{title}”", entry.id);
        known_by.push(line.clone());
        if let Some(at) = entry.published {
            let _ = write!(line, ", {}", moment(at));
        }
        if let Some(at) = entry.updated.filter(|at| Some(*at) != entry.published) {
            let _ = write!(line, ", updated {}", moment(at));
        }
        shown.push(line);
    }
    let text = String::from_utf8_lossy(bytes);
    for tombstone in text.split("deleted-entry ref=\"").skip(1) {
        let id = tombstone.split('"').next().unwrap_or_default();
        shown.push(format!("{id} is taken back, {}", super::between(tombstone, "when=\"", "\"")));
    }
    (known_by, shown)
}
