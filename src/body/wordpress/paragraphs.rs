//! Paragraphs: WordPress keeps bodies without blocks as they are typed, and shows blank lines as ends of paragraphs
//! and other line breaks as such.

use crate::body::bracket::{embedded, is_address};

/// What may stand directly in an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    /// Paragraphs, always.
    Paragraphs,
    /// Paragraphs where there are blank lines.
    Either,
    /// Text in lines.
    Lines,
    /// Elements of its own.
    Parts,
    /// Text as it stands.
    Raw,
    /// Nothing: it has no end.
    Nothing,
}

/// Elements that stand for themselves, not in a line of text.
const BLOCKS: [(&[&str], Holds); 6] = [
    (&["blockquote"], Holds::Paragraphs),
    (
        &[
            "article", "aside", "dd", "details", "div", "fieldset", "footer", "form", "header", "hgroup", "li", "main",
            "nav", "section", "td", "th",
        ],
        Holds::Either,
    ),
    (
        &[
            "address",
            "caption",
            "dt",
            "figcaption",
            "figure",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "legend",
            "p",
            "summary",
        ],
        Holds::Lines,
    ),
    (&["colgroup", "dl", "map", "menu", "ol", "table", "tbody", "tfoot", "thead", "tr", "ul"], Holds::Parts),
    (&["pre", "script", "style", "textarea"], Holds::Raw),
    (&["area", "col", "hr"], Holds::Nothing),
];

fn holds(name: &str) -> Option<Holds> {
    BLOCKS.iter().find(|(names, _)| names.iter().any(|known| known.eq_ignore_ascii_case(name))).map(|(_, holds)| *holds)
}

/// Open elements that are remembered.
const MAX_OPEN: usize = 200;

/// A piece of HTML.
enum Piece<'t> {
    Tag { name: &'t str, end: bool },
    Comment,
}

/// The next tag or comment from a position on, and where it stands.
fn next(text: &str, from: usize) -> Option<(Piece<'_>, usize, usize)> {
    let mut from = from;
    loop {
        let start = from + memchr::memchr(b'<', &text.as_bytes()[from..])?;
        let rest = &text[start + 1..];
        if rest.starts_with("!--") {
            let end = rest.find("-->")?;
            return Some((Piece::Comment, start, start + 1 + end + 3));
        }
        let (end, name) = rest.strip_prefix('/').map_or((false, rest), |name| (true, name));
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if length == 0 {
            from = start + 1;
            continue;
        }
        let close = memchr::memchr(b'>', rest.as_bytes())?;
        return Some((Piece::Tag { name: &name[..length], end }, start, start + 1 + close + 1));
    }
}

struct Writer<'t> {
    out: String,
    /// What stands since the last block.
    run: String,
    open: Vec<(&'t str, Holds)>,
}

/// A body with its paragraphs.
pub(super) fn of(text: &str) -> String {
    let mut writer = Writer { out: String::with_capacity(text.len() * 5 / 4), run: String::new(), open: Vec::new() };
    let mut at = 0;
    while let Some((piece, start, end)) = next(text, at) {
        writer.run.push_str(&text[at..start]);
        at = end;
        let whole = &text[start..end];
        let (name, closes) = match piece {
            Piece::Tag { name, end } => (name, end),
            // Where a page or its summary ends stands for itself; other comments show nothing.
            Piece::Comment if ["<!--more", "<!--nextpage"].iter().any(|mark| whole.starts_with(mark)) => {
                writer.flush();
                writer.out.push_str(whole);
                continue;
            }
            Piece::Comment => continue,
        };
        match holds(name) {
            None => writer.run.push_str(whole),
            Some(Holds::Raw) if !closes => {
                writer.flush();
                let inner = end_of(text, end, name);
                writer.out.push_str(&text[start..inner]);
                at = inner;
            }
            Some(of_name) => {
                writer.flush();
                writer.out.push_str(whole);
                if closes {
                    writer.close(name);
                } else if of_name != Holds::Nothing && writer.open.len() < MAX_OPEN {
                    writer.open.push((name, of_name));
                }
            }
        }
    }
    writer.run.push_str(&text[at..]);
    writer.flush();
    writer.out
}

/// Where an element ends whose text is not markup.
fn end_of(text: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = memchr::memmem::find(&text.as_bytes()[at..], b"</") {
        let start = at + found + 2;
        let is_own =
            text.as_bytes().get(start..start + name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()));
        if is_own {
            return memchr::memchr(b'>', &text.as_bytes()[start..]).map_or(text.len(), |close| start + close + 1);
        }
        at = start;
    }
    text.len()
}

impl Writer<'_> {
    fn close(&mut self, name: &str) {
        if let Some(at) = self.open.iter().rposition(|(open, _)| open.eq_ignore_ascii_case(name)) {
            self.open.truncate(at);
        }
    }

    /// Writes what stands since the last block.
    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        if run.trim().is_empty() {
            if !run.is_empty() {
                self.out.push('\n');
            }
            return;
        }
        let holds = self.open.last().map_or(Holds::Paragraphs, |(_, holds)| *holds);
        let parted = chunks(&run).count() > 1 || has_blank_line(&run);
        match holds {
            Holds::Paragraphs => self.paragraphs(&run),
            Holds::Either if parted => self.paragraphs(&run),
            Holds::Parts | Holds::Raw | Holds::Nothing => self.out.push_str(&run),
            Holds::Either | Holds::Lines => self.lines(&run),
        }
    }

    fn paragraphs(&mut self, run: &str) {
        for chunk in chunks(run) {
            self.out.push_str("<p>");
            self.lines(chunk);
            self.out.push_str("</p>\n");
        }
    }

    fn lines(&mut self, text: &str) {
        for (n, line) in text.trim().lines().enumerate() {
            if n > 0 {
                let ends = ["<br>", "<br/>", "<br />"].iter().any(|tag| self.out.ends_with(tag));
                self.out.push_str(if ends { "\n" } else { "<br />\n" });
            }
            let line = line.trim();
            if is_address(line) { self.out.push_str(&embedded(line)) } else { self.out.push_str(line) }
        }
    }
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

fn has_blank_line(text: &str) -> bool {
    let lines = text.split('\n');
    let inner = lines.clone().count().saturating_sub(2);
    lines.skip(1).take(inner).any(is_blank)
}

/// What stands between blank lines.
fn chunks(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            let mut end = 0;
            let mut next = rest.len();
            for line in rest.split_inclusive('\n') {
                if is_blank(line) {
                    next = end + line.len();
                    break;
                }
                end += line.len();
            }
            let chunk = rest[..end].trim();
            rest = &rest[next..];
            if !chunk.is_empty() {
                return Some(chunk);
            }
        }
    })
}

/// A body of blocks, addresses on lines of their own as what they show.
pub(super) fn with_embeds(text: &str) -> String {
    let is_embed = |line: &str| is_address(line.trim());
    if !text.contains("http") || !text.split('\n').any(is_embed) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if is_embed(line) {
            out.push_str(&embedded(line.trim()));
            out.push('\n');
        } else {
            out.push_str(line);
        }
    }
    out
}
