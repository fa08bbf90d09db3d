//! Texts in Markdown, with front matter or without.

mod document;
pub(crate) mod front_matter;
mod module;
mod unread;

use std::borrow::Cow;

use super::{Format, Split};
use crate::article::{Hold, Location, Status, date, markup};
use crate::body::TABLE;
use crate::config::Generator;
use crate::diagnostic::Diagnostic;
use crate::source::body::Dialect;
use crate::source::made;
use crate::source::node::Node;
use crate::source::notation::PLAIN;
use crate::source::read::{Job, Stretch};
use crate::source::record::{Aim, read};
use crate::source::supply::bytes::MAX_HEAD;
use front_matter::{FrontMatter, Head, Syntax};
use module::exported;

/// A text with front matter.
pub(super) static FORMAT: Format = Format {
    name: "markdown",
    says: "CommonMark, or HTML, with front matter",
    endings: &[
        "md", "markdown", "mdown", "mkdn", "mkdown", "mdwn", "mkd", "mdx", "svx", "html", "htm", "njk", "liquid",
    ],
    roots: &[],
    beside: None,
    pages: true,
    split: Split::Head(head_ends),
    notation: &PLAIN,
    record,
};

/// Bytes after which a text has no front matter if it has not begun.
const NO_HEAD: usize = 1024;

/// Where what scanning needs ends: after the front matter.
fn head_ends(bytes: &[u8]) -> Option<usize> {
    match front_matter::find(bytes) {
        Head::Found(f) => (bytes.get(f.body.wrapping_sub(1)) == Some(&b'\n')).then_some(f.body),
        // Not within a character.
        Head::None if bytes.len() >= NO_HEAD => Some(match std::str::from_utf8(bytes) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => bytes.len(),
        }),
        Head::None | Head::Open(_) => None,
    }
}

/// Reads a text, or while scanning as much of it as was read.
fn record(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, at: Location) {
    let text = stretch.text();
    match front_matter::find(text.as_bytes()) {
        Head::Found(front) => with_front_matter(job, stretch, text, &front, at),
        Head::None if is_html(job.about.facts.path) => {
            if job.about.around.is_of(Generator::Pelican) && document::record(job, stretch, at) {
                return;
            }
            let message = "the file has no front matter, and is no article";
            let help = "leave it out of the source's `path`, or give it a title between two lines of `---`";
            job.report(Diagnostic::note("no-front-matter", message).help(help).in_file(stretch.file.clone()));
        }
        Head::None => without_front_matter(job, stretch, at),
        // A block of lines may be all of a text.
        Head::Open(Syntax::Meta) if text.len() <= MAX_HEAD => {
            let front = FrontMatter { syntax: Syntax::Meta, data: 0..text.len(), body: text.len() };
            with_front_matter(job, stretch, text, &front, at);
        }
        Head::Open(_) if job.aim == Aim::Stub && text.len() > MAX_HEAD => {
            let message = format!("the front matter does not end within {MAX_HEAD} bytes");
            job.unusable(Diagnostic::error("endless-front-matter", message).in_file(stretch.file.clone()));
        }
        Head::Open(_) => {
            let error = Diagnostic::error("endless-front-matter", "the front matter has no end");
            job.unusable(stretch.at(error.help("close it with the line it begins with"), 0..3));
        }
    }
}

fn without_front_matter(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, at: Location) {
    let text = stretch.text();
    if let Some((what, length)) = front_matter::unread(text) {
        let message = format!("front matter {what} is not read");
        let unknown = Diagnostic::error("unknown-front-matter", message)
            .help("write it in TOML between `+++`, in YAML between `---`, or in JSON after `---json`");
        return job.unusable(stretch.at(unknown, 0..length));
    }
    let dialect = Dialect::of(job.about.facts.path);
    let mut unmade = Vec::new();
    let said = match (dialect, job.aim) {
        (Dialect::Mdx, Aim::Article) => exported(text, &mut unmade),
        // Of a stub the head was read.
        (Dialect::Mdx, _) => exported(&(PLAIN.decode)(job.whole.as_slice().into()).0, &mut unmade),
        _ => None,
    };
    let node = said.unwrap_or_else(|| Node::Table(Vec::new()));
    let around = job.about.around;
    let node = around.inherit(&job.about.facts, node, &mut unmade);
    let node = made::add(job.about.source, &job.about.facts, node, &mut unmade);
    let (mut record, mut faults) = read(&node, &job.reading());
    faults.append(&mut unmade);
    if job.about.around.asks_front_matter(&job.about.facts) && record.status.is_none() {
        (record.status, record.hold) = (Some(Status::Draft), Some(Hold::Unbuilt));
    }
    if record.status.is_none()
        && let Some((gates, line)) = unread::gates(text, job.about.site.zone)
    {
        record.status = gates.status.or(Some(Status::Draft));
        record.hold = gates.hold.or(Some(Hold::Doubtful));
        let message = "this looks like front matter that is none, and holds the text back";
        let help = "put such lines between two lines of `---`, or words before them that say what they are";
        job.report(stretch.at(Diagnostic::warning("held-in-doubt", message).help(help), line));
    }
    record.body = None;
    record.body_text = None;
    record.body_markdown = None;
    if job.aim == Aim::Article && !text.trim().is_empty() {
        let _ = job.obey_lines(&mut record, text.as_bytes());
        record.body = Some(
            job.markdown(
                text,
                &|name| variable(&node, name).or_else(|| around.value(name)),
                dialect,
                stretch,
                &mut record,
            )
            .into(),
        );
    }
    job.add_beginning(&mut record, 0, &|name| variable(&node, name).or_else(|| around.value(name)), stretch);
    job.finish(record, faults, stretch, at);
}

fn with_front_matter(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, text: &str, front: &FrontMatter, at: Location) {
    let data = Stretch {
        first_line: 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..front.data.start]).count() as u32,
        first_byte: stretch.first_byte + front.data.start as u64,
        ..Stretch::whole(stretch.file.clone(), &text[front.data.clone()], front.syntax.notation())
    };
    let node = match data.tree(None) {
        Ok(Node::Null) => Ok(Node::Table(Vec::new())),
        other => other,
    };
    let Some(node) = job.table(node, "the front matter", &data) else { return };
    let mut unmade = Vec::new();
    let around = job.about.around;
    let node = around.inherit(&job.about.facts, node, &mut unmade);
    let node = made::add(job.about.source, &job.about.facts, node, &mut unmade);
    let (mut record, mut faults) = read(&node, &job.reading());
    faults.append(&mut unmade);
    record.addressed.dated = job.about.around.dated(&node).and_then(|date| date::parse(&date, job.about.site.zone));
    record.addressed.is_folder = job.about.around.is_folder(&node);
    if job.aim == Aim::Article {
        let body = &text[front.body.min(text.len())..];
        // Jekyll: where the excerpt ends is said by the page.
        let separator = variable(&node, "excerpt_separator").filter(|mark| !mark.trim().is_empty());
        let marked = separator.filter(|mark| !mark.contains("more")).map(|mark| body.replacen(&mark, "<!--more-->", 1));
        let body = marked.as_deref().unwrap_or(body);
        record.body = None;
        record.body_text = None;
        record.body_markdown = None;
        // Scanning has told of it.
        let _ = job.obey_lines(&mut record, body.as_bytes());
        if !body.trim().is_empty() {
            let dialect = Dialect::of(job.about.facts.path);
            let html = job.markdown(
                body,
                &|name| variable(&node, name).or_else(|| around.value(name)),
                dialect,
                stretch,
                &mut record,
            );
            record.body = Some(html.into());
        }
        if job.about.around.is_of(Generator::Pelican)
            && let Some(summary) = record.summary.take()
        {
            let (tags, own) = (std::mem::take(&mut record.unknown_tags), record.markdown.take());
            let html = job.markdown(
                &summary,
                &|name| variable(&node, name).or_else(|| around.value(name)),
                Dialect::Markdown,
                stretch,
                &mut record,
            );
            record.unknown_tags.splice(..0, tags);
            record.markdown = own;
            record.summary = Some(markup::text(&html).into());
        }
    }
    if record.url.is_none() {
        let path = node.member("path").and_then(Node::text);
        record.url = path.and_then(|path| front_matter::page_path(&path)).map(Into::into);
    }
    if job.about.facts.is_below("_drafts") {
        record.status = record.status.or(Some(Status::Draft));
    }
    job.add_beginning(&mut record, front.body, &|name| variable(&node, name).or_else(|| around.value(name)), stretch);
    job.finish(record, faults, &data, at);
}

/// Whether a file's name says that it is HTML.
fn is_html(path: &str) -> bool {
    Dialect::of(path) == Dialect::Html
}

/// The value of a variable by its dotted name: the front matter's, or one of the site's own data in it.
fn variable(node: &Node<'_>, name: &str) -> Option<String> {
    let mut path = name.split('.');
    let first = path.next()?;
    let own = [None, Some("params"), Some("extra")].into_iter().find_map(|within| match within {
        None => node.member(first),
        Some(within) => node.member(within)?.member(first),
    })?;
    let mut found = own;
    for name in path {
        match (found, name) {
            (Node::List(items), "size" | "length") => return Some(items.len().to_string()),
            (Node::List(items), "first" | "0") => found = items.first()?,
            (Node::List(items), "last") => found = items.last()?,
            (Node::List(items), number) if number.parse::<usize>().is_ok() => {
                found = items.get(number.parse::<usize>().ok()?)?;
            }
            (text, "size" | "length") if text.text().is_some() => {
                return text.text().map(|text| text.chars().count().to_string());
            }
            _ => found = found.member(name)?,
        }
    }
    shown(found)
}

/// What a value shows where a template writes it: the items of a list between commas.
fn shown(value: &Node<'_>) -> Option<String> {
    match value {
        Node::Bool(flag) => Some(flag.to_string()),
        Node::List(items) => Some(items.iter().filter_map(shown).collect::<Vec<_>>().join(", ")),
        Node::Table(_) => Some(TABLE.to_owned()),
        other => other.text().map(Cow::into_owned),
    }
}
