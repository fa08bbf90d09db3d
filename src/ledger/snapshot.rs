//! What the last run saw and did, by which the next one knows that nothing is to be done.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::pack::{self, Packer, Torn, Unpacker};
use crate::article::page::Shut;
use crate::diagnostic::{Diagnostic, Excerpt, Finding, Place, Severity, Span};

/// Name of the file in the state folder.
pub const FILE: &str = "build.cache";

/// Size and time of a file, by which it is known to be as it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Size in bytes.
    pub size: u64,
    /// Last change in nanoseconds since 1970.
    pub mtime_ns: i64,
}

impl Stamp {
    /// Where nothing stands.
    pub const NOTHING: Self = Self { size: u64::MAX, mtime_ns: 0 };
    /// Where something stands that is no file.
    pub const NO_FILE: Self = Self { size: u64::MAX - 1, mtime_ns: 0 };

    /// The stamp of a file, or one that no file has where there is none.
    pub fn of(path: &Path) -> Self {
        let Ok(meta) = std::fs::symlink_metadata(path) else {
            return Self::NOTHING;
        };
        let mtime = meta.modified().ok().map_or(0, |t| match t.duration_since(std::time::UNIX_EPOCH) {
            Ok(d) => d.as_nanos() as i64,
            Err(e) => -(e.duration().as_nanos() as i64),
        });
        Self { size: if meta.is_file() { meta.len() } else { u64::MAX - 1 }, mtime_ns: mtime }
    }
}

/// A document as it was last built.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Path of its files without extension.
    pub path: String,
    /// Hash of all that decides its bytes.
    pub fingerprint: u64,
    /// Number of items.
    pub items: u32,
    /// How many of them name no author.
    pub anonymous: u32,
    /// First publication of its newest article.
    pub newest: Option<i64>,
    /// Its files: path in the output folder and stamp, compressed twins included.
    pub files: Vec<(String, Stamp)>,
    /// Files other than records that it was made from (pictures).
    pub extras: Vec<(String, Stamp)>,
    /// Pages that its articles lead to, by their numbers in their order.
    pub links: Vec<u64>,
    /// Which of them were shut: another number where others are.
    pub shut: u64,
    /// The next moment at which a part of one of its articles comes or goes.
    pub next: Option<i64>,
    /// What was wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the last run saw and did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// Hash of config, environment and program.
    pub setup: u64,
    /// Hash of all listings.
    pub listing: u64,
    /// The ledger's stamp.
    pub ledger: Stamp,
    /// The moment it was made for, seconds since 1970.
    pub now: i64,
    /// The next moment at which time alone changes something.
    pub next: Option<i64>,
    /// The run's exit status.
    pub exit: u8,
    /// Whether it may stand for a whole run.
    pub complete: bool,
    /// What was wrong, besides what the documents have.
    pub diagnostics: Vec<Diagnostic>,
    /// The documents.
    pub documents: Vec<Document>,
    /// What stands beside them.
    pub beside: Document,
    /// The pages of feeds.
    pub pages: Vec<Document>,
}

impl Snapshot {
    /// Reads the snapshot of a state folder.
    pub fn read(state_dir: &Path) -> Option<Self> {
        let bytes = pack::read(&state_dir.join(FILE))?;
        unpack(&mut Unpacker(&bytes[pack::CONTENT..])).ok()
    }

    /// Writes it.
    pub fn save(&self, state_dir: &Path) -> std::io::Result<()> {
        Packer::save(&state_dir.join(FILE), |p| {
            p.u64(self.setup);
            p.u64(self.listing);
            stamp(p, self.ledger);
            p.u64(self.now as u64);
            p.option(self.next);
            p.u8(self.exit);
            p.u8(u8::from(self.complete));
            diagnostics(p, &self.diagnostics);
            p.u32(self.documents.len() as u32);
            p.u32(self.pages.len() as u32);
            self.all().for_each(|d| document(p, d));
        })
    }

    /// The documents, and what stands beside them.
    fn all(&self) -> impl Iterator<Item = &Document> {
        self.documents.iter().chain([&self.beside]).chain(&self.pages)
    }

    /// Whether a run for `now` would find all as it was: nothing to read, nothing to write. `stamp` is that of a
    /// published file.
    pub fn stands(&self, setup: u64, listing: u64, now: i64, state_dir: &Path, stamp: &dyn Fn(&str) -> Stamp) -> bool {
        self.complete
            && self.setup == setup
            && self.listing == listing
            && now >= self.now
            && self.next.is_none_or(|next| now < next)
            && Stamp::of(&state_dir.join(super::FILE)) == self.ledger
            && self.all().all(|d| d.files_stand(stamp) && d.extras_stand())
    }

    /// The documents by path.
    pub fn by_path(&self) -> HashMap<&str, &Document> {
        self.documents.iter().map(|d| (&*d.path, d)).collect()
    }

    /// All that was wrong, the run's own first.
    pub fn all_diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().chain(self.of_documents())
    }

    /// What was wrong with documents and with what stands beside them.
    pub fn of_documents(&self) -> impl Iterator<Item = &Diagnostic> {
        self.all().flat_map(|d| &d.diagnostics)
    }
}

/// Notes that a run found nothing to do: the time of the snapshot's file is that of the last run.
pub fn note_run(state_dir: &Path) {
    // For `status` only: where it cannot be noted, nothing is lost.
    if let Ok(file) = std::fs::File::options().append(true).open(state_dir.join(FILE)) {
        let _ = file.set_modified(std::time::SystemTime::now());
    }
}

/// When the last run ended, seconds since 1970.
pub fn last_run(state_dir: &Path) -> Option<i64> {
    changed(&state_dir.join(FILE))
}

/// When a file was last written, seconds since 1970.
pub(super) fn changed(file: &Path) -> Option<i64> {
    let modified = std::fs::metadata(file).ok()?.modified().ok()?;
    Some(modified.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs() as i64)
}

impl Document {
    /// Whether its files stand as they were written, by the stamps that they bear now.
    pub fn files_stand(&self, stamp: &dyn Fn(&str) -> Stamp) -> bool {
        self.files.iter().all(|(path, written)| stamp(path) == *written)
    }

    /// Whether none of the pages that it leads to was opened or shut.
    pub(crate) fn links_stand(&self, shut: &Shut) -> bool {
        shut.among(&self.links) == self.shut
    }

    /// Whether the files besides records that it was made from are as they were.
    pub fn extras_stand(&self) -> bool {
        self.extras.iter().all(|(path, stamp)| Stamp::of(Path::new(path)) == *stamp)
    }
}

fn stamp(p: &mut Packer, s: Stamp) {
    p.u64(s.size);
    p.u64(s.mtime_ns as u64);
}

fn take_stamp(u: &mut Unpacker<'_>) -> Result<Stamp, Torn> {
    Ok(Stamp { size: u.u64()?, mtime_ns: u.u64()? as i64 })
}

fn document(p: &mut Packer, d: &Document) {
    p.str(&d.path);
    p.u64(d.fingerprint);
    p.u32(d.items);
    p.u32(d.anonymous);
    p.option(d.newest);
    p.option(d.next);
    p.u64(d.shut);
    p.u32(d.links.len() as u32);
    d.links.iter().for_each(|link| p.u64(*link));
    for files in [&d.files, &d.extras] {
        p.u32(files.len() as u32);
        for (path, s) in files {
            p.str(path);
            stamp(p, *s);
        }
    }
    diagnostics(p, &d.diagnostics);
}

fn take_document(u: &mut Unpacker<'_>) -> Result<Document, Torn> {
    let mut d = Document {
        path: u.str()?.to_owned(),
        fingerprint: u.u64()?,
        items: u.u32()?,
        anonymous: u.u32()?,
        newest: u.option()?,
        next: u.option()?,
        shut: u.u64()?,
        ..Document::default()
    };
    for _ in 0..u.u32()? {
        d.links.push(u.u64()?);
    }
    for files in [&mut d.files, &mut d.extras] {
        for _ in 0..u.u32()? {
            files.push((u.str()?.to_owned(), take_stamp(u)?));
        }
    }
    d.diagnostics = take_diagnostics(u)?;
    Ok(d)
}

fn unpack(u: &mut Unpacker<'_>) -> Result<Snapshot, Torn> {
    let mut s = Snapshot {
        setup: u.u64()?,
        listing: u.u64()?,
        ledger: take_stamp(u)?,
        now: u.u64()? as i64,
        next: u.option()?,
        exit: u.u8()?,
        complete: u.u8()? == 1,
        diagnostics: take_diagnostics(u)?,
        documents: Vec::new(),
        beside: Document::default(),
        pages: Vec::new(),
    };
    let (documents, pages) = (u.u32()?, u.u32()?);
    for _ in 0..documents {
        s.documents.push(take_document(u)?);
    }
    s.beside = take_document(u)?;
    for _ in 0..pages {
        s.pages.push(take_document(u)?);
    }
    Ok(s)
}

pub(super) fn diagnostics(p: &mut Packer, all: &[Diagnostic]) {
    p.u32(all.len() as u32);
    for d in all {
        p.str(d.code);
        p.u8(d.severity as u8);
        p.str(&d.message);
        p.option_str(d.help.as_deref());
        p.option_str(d.place.as_ref().map(|p| &*p.file));
        match d.place.as_ref().and_then(|p| p.span) {
            Some(s) => {
                p.u8(1);
                for n in [s.line, s.column, s.end_line, s.end_column] {
                    p.u32(n);
                }
                p.u64(s.byte_offset);
            }
            None => p.u8(0),
        }
        p.option_str(d.excerpt.as_ref().map(|e| &*e.text));
        if let Some(e) = &d.excerpt {
            p.u32(e.mark.start as u32);
            p.u32(e.mark.end as u32);
        }
        p.u8(u8::from(d.finding.is_some()));
        if let Some(f) = &d.finding {
            for s in [f.element.as_deref(), f.value.as_deref(), f.spec, f.section, f.w3c] {
                p.option_str(s);
            }
        }
    }
}

pub(super) fn take_diagnostics(u: &mut Unpacker<'_>) -> Result<Vec<Diagnostic>, Torn> {
    let mut all = Vec::new();
    for _ in 0..u.u32()? {
        let code = kept(u.str()?);
        let severity = match u.u8()? {
            0 => Severity::Note,
            1 => Severity::Warning,
            _ => Severity::Error,
        };
        let message = u.str()?.to_owned();
        let help = u.option_str()?.map(str::to_owned);
        let file = u.option_str()?.map(Arc::from);
        let span = if u.u8()? == 1 {
            let [line, column, end_line, end_column] = [u.u32()?, u.u32()?, u.u32()?, u.u32()?];
            Some(Span { line, column, end_line, end_column, byte_offset: u.u64()? })
        } else {
            None
        };
        let excerpt = match u.option_str()? {
            Some(text) => {
                let mark = u.u32()? as usize..u.u32()? as usize;
                Some(Excerpt { text: text.to_owned(), mark })
            }
            None => None,
        };
        let finding = if u.u8()? == 1 {
            Some(Box::new(Finding {
                element: u.option_str()?.map(str::to_owned),
                value: u.option_str()?.map(str::to_owned),
                spec: u.option_str()?.map(kept),
                section: u.option_str()?.map(kept),
                w3c: u.option_str()?.map(kept),
            }))
        } else {
            None
        };
        let place = file.map(|file| Place { file, span });
        all.push(Diagnostic { code, severity, message, help, place, excerpt, finding });
    }
    Ok(all)
}

/// Codes and addresses of specifications are constants of the program; those read back are kept
/// once each for as long as it runs.
fn kept(text: &str) -> &'static str {
    use std::sync::Mutex;
    static KEPT: Mutex<std::collections::BTreeSet<&'static str>> = Mutex::new(std::collections::BTreeSet::new());
    let mut all = KEPT.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(found) = all.get(text) {
        return found;
    }
    let text: &'static str = Box::leak(text.into());
    all.insert(text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceText;

    #[test]
    fn what_is_saved_is_read_back_and_a_changed_file_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("top.rss");
        std::fs::write(&path, "x").unwrap();
        let mut d = Diagnostic::warning("some-code", "m").help("h").in_text(&SourceText::new("f", "a = 1\n"), 0..1);
        d.finding = Some(Box::new(Finding {
            element: Some("e".into()),
            spec: Some("https://spec.example/"),
            ..Finding::default()
        }));
        let s = Snapshot {
            setup: 1,
            listing: 2,
            ledger: Stamp::of(&dir.path().join(super::super::FILE)),
            now: 10,
            next: Some(20),
            exit: 1,
            complete: true,
            diagnostics: vec![d.clone()],
            documents: vec![Document {
                path: "top".into(),
                links: vec![7, 9],
                shut: 8,
                files: vec![("top.rss".into(), Stamp::of(&path))],
                diagnostics: vec![d],
                ..Document::default()
            }],
            beside: Document {
                fingerprint: 3,
                extras: vec![("none.html".into(), Stamp::of(Path::new("none.html")))],
                ..Document::default()
            },
            pages: vec![Document { path: "top".into(), fingerprint: 4, ..Document::default() }],
        };
        s.save(dir.path()).unwrap();
        assert_eq!(Snapshot::read(dir.path()).as_ref(), Some(&s));
        let of = |file: &str| Stamp::of(&dir.path().join(file));
        let stands = |now| s.stands(1, 2, now, dir.path(), &of);
        assert!(stands(10) && stands(19) && !stands(20) && !stands(9));
        assert!(!s.stands(1, 3, 10, dir.path(), &of));
        std::fs::write(&path, "xy").unwrap();
        assert!(!stands(10));
    }
}
