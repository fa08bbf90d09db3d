//! Values of fields: from the tree to what a record keeps, with a fault for what does not fit.

use std::borrow::Cow;

use chrono_tz::Tz;

use super::by_hand;
use super::moment;
use super::node::{Node, Path, Step};
use super::record::Fault;
use crate::article::address::{self, Address};
use crate::article::scan::{is, marks, up_to};
use crate::article::{Timestamp, date, language, markup};
use crate::diagnostic::Severity;

/// Values kept of a list: nobody has more authors or tags, and a feed must not blow up.
pub(crate) const MAX_ITEMS: usize = 500;

/// Bytes of a value that feeds are made for or known by: an id, a tag, a section, an author.
pub(super) const MAX_SHORT: usize = 2_000;

/// Bytes of any text but a body.
const MAX_TEXT: usize = 100_000;

/// Which reading of a record tells of a fault: each is read twice, when it is found and when it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ToldBy {
    /// What is wrong with what scanning reads, too; loading then keeps silent.
    Scan,
    /// What is wrong with what only loading reads.
    Load,
}

impl ToldBy {
    /// Scanning where it reads what is wrong.
    pub(crate) fn scan_if(scan_reads_it: bool) -> Self {
        if scan_reads_it { Self::Scan } else { Self::Load }
    }
}

/// Collects faults while values are read.
pub(crate) struct Reader {
    pub(crate) zone: Tz,
    pub(crate) path: Vec<Step>,
    pub(crate) faults: Vec<Fault>,
    told_by: ToldBy,
    /// Whether steps are noted: paths are for faults, which are rare.
    tracing: bool,
}

impl Reader {
    /// Reads local dates in `zone`.
    pub(crate) fn new(zone: Tz) -> Self {
        Self { zone, path: Vec::new(), faults: Vec::new(), told_by: ToldBy::Scan, tracing: true }
    }

    /// Starts on the field at a path.
    pub(crate) fn begin(&mut self, path: Vec<Step>, told_by: ToldBy) {
        self.path = path;
        self.told_by = told_by;
        self.tracing = true;
    }

    /// Reads the field at a path. Paths are for faults, and those are rare: where there is any it is read again
    /// with them.
    pub(super) fn field<T>(
        &mut self,
        path: impl FnOnce() -> Vec<Step>,
        told_by: ToldBy,
        mut read: impl FnMut(&mut Self) -> T,
    ) -> T {
        self.path.clear();
        self.told_by = told_by;
        self.tracing = false;
        let known = self.faults.len();
        let value = read(self);
        if self.faults.len() == known {
            return value;
        }
        self.faults.truncate(known);
        self.begin(path(), told_by);
        read(self)
    }

    /// Reports a fault at the current path.
    pub(crate) fn fault(
        &mut self,
        severity: Severity,
        code: &'static str,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        let (message, path) = (message.into(), self.path.clone());
        self.faults.push(Fault { severity, code, message, help, path, told_by: self.told_by });
    }

    pub(super) fn wrong_type(&mut self, severity: Severity, node: &Node<'_>, expected: &str) {
        let message = format!("`{}` is {}, not {expected}", Path(&self.path), node.kind());
        self.fault(severity, "wrong-field-type", message, None);
    }

    pub(super) fn bad_value(&mut self, severity: Severity, value: &str, expected: &str) {
        let value: String = value.chars().take(80).collect();
        let message = format!("`{}` is {value:?}, not {expected}", Path(&self.path));
        self.fault(severity, "bad-field-value", message, None);
    }

    /// Reads a member of the value at hand.
    pub(crate) fn inside<T>(&mut self, key: &str, f: impl FnOnce(&mut Self) -> T) -> T {
        self.within(|| Step::key(key), f)
    }

    fn within<T>(&mut self, step: impl FnOnce() -> Step, f: impl FnOnce(&mut Self) -> T) -> T {
        if !self.tracing {
            return f(self);
        }
        self.path.push(step());
        let value = f(self);
        self.path.pop();
        value
    }

    fn text_or_fault<'n>(&mut self, node: &'n Node<'_>, severity: Severity, max: usize) -> Option<Cow<'n, str>> {
        let text = match node {
            Node::Text(text) => Cow::Borrowed(&**text),
            _ if node.is_null() => return None,
            _ => match node.text() {
                Some(text) => text,
                None => {
                    self.wrong_type(severity, node, "a text");
                    return None;
                }
            },
        };
        if text.len() > max {
            let message = format!("`{}` has {} bytes, more than {max}", Path(&self.path), text.len());
            self.fault(severity, "field-too-long", message, None);
            return None;
        }
        Some(clean(text)).filter(|t| !t.is_empty())
    }

    /// A text on one line; anything else is ignored with a warning.
    pub(crate) fn text<'n>(&mut self, node: &'n Node<'_>) -> Option<Cow<'n, str>> {
        self.text_or_fault(node, Severity::Warning, MAX_TEXT).and_then(shown)
    }

    /// A text without which the record cannot be used.
    pub(crate) fn required_text<'n>(&mut self, node: &'n Node<'_>) -> Option<Cow<'n, str>> {
        self.text_or_fault(node, Severity::Error, MAX_TEXT).and_then(shown)
    }

    /// A text that feeds are made for or articles known by.
    pub(crate) fn short_text<'n>(&mut self, node: &'n Node<'_>) -> Option<Cow<'n, str>> {
        self.text_or_fault(node, Severity::Warning, MAX_SHORT)
    }

    /// A short text that people read: a name, a term.
    pub(crate) fn short_prose<'n>(&mut self, node: &'n Node<'_>) -> Option<Cow<'n, str>> {
        self.short_text(node).and_then(shown)
    }

    /// A text of any length and with its line breaks.
    pub(crate) fn long_text<'n>(&mut self, node: &'n Node<'_>) -> Option<Cow<'n, str>> {
        if node.is_null() {
            return None;
        }
        let text = node.text();
        if text.is_none() {
            self.wrong_type(Severity::Warning, node, "a text");
        }
        text.filter(|t| !is_blank(t))
    }

    /// An address. `false` and templates, as Eleventy has them, are none, nor are Jekyll's patterns
    /// (`/:year/:title/`) and names of patterns.
    pub(crate) fn address<'n>(&mut self, node: &'n Node<'n>) -> Option<Cow<'n, str>> {
        if node.bool() == Some(false) {
            return None;
        }
        let text = self.short_text(node)?;
        let bytes = text.as_bytes();
        let begins_a_part = |at: usize| at == 0 || bytes[at - 1] == b'/';
        let pattern = memchr::memchr_iter(b'{', bytes).any(|at| matches!(bytes.get(at + 1), Some(b'{' | b'%')))
            || memchr::memchr_iter(b':', bytes)
                .any(|at| begins_a_part(at) && bytes.get(at + 1).is_some_and(|next| *next != b'/'))
            || matches!(&*text, "pretty" | "date" | "ordinal" | "weekdate" | "none");
        // Eleventy names the file that the server shows for the folder.
        match text.strip_suffix("index.html").filter(|folder| folder.ends_with('/') && !folder.contains("://")) {
            _ if pattern => None,
            Some(folder) => Some(Cow::Owned(folder.to_owned())),
            None => Some(text),
        }
    }

    /// An address that feeds may link to; any other is left out with a warning.
    pub(crate) fn link(&mut self, node: &Node<'_>) -> Option<Address> {
        let text = self.short_text(node)?;
        match text.parse() {
            Ok(address) => Some(address),
            Err(refused) => {
                self.refuse(&text, &refused.to_string());
                None
            }
        }
    }

    /// The name of a vocabulary, a term of one, or any other URI that nobody is to follow.
    pub(crate) fn name<'n>(&mut self, node: &'n Node<'_>) -> Option<Cow<'n, str>> {
        let text = self.short_text(node)?;
        match address::name(&text) {
            Ok(Cow::Borrowed(_)) => Some(text),
            Ok(Cow::Owned(mended)) => Some(Cow::Owned(mended)),
            Err(refused) => {
                self.refuse(&text, &refused.to_string());
                None
            }
        }
    }

    /// Says that an address is left out.
    pub(crate) fn refuse(&mut self, text: &str, why: &str) {
        let shown: String = address::without_credentials(text).chars().take(80).collect();
        let message = format!("`{}` is {shown:?} and is left out: {why}", Path(&self.path));
        let help =
            format!("write an address that begins with {}", address::SCHEMES.map(|s| format!("`{s}:`")).join(", "));
        self.fault(Severity::Warning, "bad-record-url", message, Some(help));
    }

    /// Says of a text that it is no licence.
    pub(crate) fn refuse_license(&mut self, text: &str) {
        let shown: String = text.chars().take(80).collect();
        let message = format!("`{}` is {shown:?} and is left out: no licence is known by this name", Path(&self.path));
        let help = "write its address, its name in the list of SPDX (`MIT`), or `CC BY 4.0`; words about rights go into `rights`";
        self.fault(Severity::Warning, "bad-record-url", message, Some(help.to_owned()));
    }

    /// A date, in a table too.
    pub(crate) fn date(&mut self, node: &Node<'_>, severity: Severity) -> Option<Timestamp> {
        let node = moment::within(node);
        if let Node::Integer(n) = node {
            // ACF has days in eight digits.
            let day = || date::parse(&n.to_string(), self.zone).filter(|_| matches!(n, 19_000_101..=29_991_231));
            let found = date::from_epoch(*n).filter(|_| n.unsigned_abs() > 100_000_000).or_else(day);
            if found.is_none() {
                self.bad_value(severity, &n.to_string(), "a date");
            }
            return found;
        }
        let Some(text) = node.text() else {
            if !node.is_null() {
                self.wrong_type(severity, node, "a date");
            }
            return None;
        };
        let found = date::parse(&text, self.zone);
        // Eleventy: `date: Last Modified`, `git Created`; the generator finds these itself.
        let magic = ["last modified", "created", "git last modified", "git created"];
        if found.is_none() && !magic.iter().any(|m| text.trim().eq_ignore_ascii_case(m)) {
            let value: String = text.chars().take(80).collect();
            let why = date::why_none(&text).unwrap_or_else(|| "which is no date".into());
            let message = format!("`{}` is {value:?}, {why}", Path(&self.path));
            let help = "write it as 2026-07-01T09:30:00+02:00, or 2026-07-01 for its midnight";
            self.fault(severity, "bad-field-date", message, Some(help.into()));
        }
        found
    }

    /// A boolean.
    pub(crate) fn flag(&mut self, node: &Node<'_>) -> Option<bool> {
        let found = node.bool();
        if found.is_none() && !node.is_null() {
            self.wrong_type(Severity::Warning, node, "true or false");
        }
        found
    }

    /// A whole number, also where it was written as a text.
    pub(crate) fn whole(&mut self, node: &Node<'_>) -> Option<u64> {
        let found = node.number().filter(|n| *n >= 0.0 && *n <= 9e15).map(|n| n.round() as u64);
        if found.is_none() && !node.is_empty() {
            match node.text() {
                Some(text) => self.bad_value(Severity::Warning, &text, "a whole number"),
                None => self.wrong_type(Severity::Warning, node, "a whole number"),
            }
        }
        found
    }

    /// A list, or a single value in its place; items that do not fit are left out.
    pub(crate) fn list<'n, T>(
        &mut self,
        node: &'n Node<'n>,
        mut item: impl FnMut(&'n Node<'n>, &mut Self) -> Option<T>,
    ) -> Vec<T> {
        let Node::List(items) = node else {
            return item(node, self).into_iter().collect();
        };
        if items.len() > MAX_ITEMS {
            let message = format!("`{}` has {} values; the first {MAX_ITEMS} are taken", Path(&self.path), items.len());
            self.fault(Severity::Warning, "too-many-values", message, None);
        }
        let mut values = Vec::with_capacity(items.len().min(MAX_ITEMS));
        for (i, node) in items.iter().take(MAX_ITEMS).enumerate() {
            values.extend(self.within(|| Step::Index(i as u32), |r| item(node, r)));
        }
        values
    }
}

/// A pattern of addresses in the words of a generator: no template, and no address.
pub(crate) fn pattern<'n>(node: &'n Node<'n>) -> Option<Cow<'n, str>> {
    let is_style = |text: &str| matches!(text, "pretty" | "date" | "ordinal" | "weekdate" | "none");
    node.text()
        .filter(|text| !text.contains(['{', '%']) && (text.contains("/:") || text.starts_with(':') || is_style(text)))
}

/// A text as its page shows it; `None` where that is nothing.
fn shown(text: Cow<'_, str>) -> Option<Cow<'_, str>> {
    let plain = match markup::plain(&text) {
        Cow::Borrowed(_) => return Some(text),
        Cow::Owned(plain) => plain,
    };
    Some(clean(Cow::Owned(plain))).filter(|text| !text.is_empty())
}

/// On one line, without characters that XML forbids, without blanks at its ends.
pub(crate) fn clean(text: Cow<'_, str>) -> Cow<'_, str> {
    if !is_even(text.as_bytes()) {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => {}
                '\t' | '\n' | '\r' => {
                    if !out.ends_with(' ') {
                        out.push(' ');
                    }
                }
                c if (c as u32) < 0x20 => {}
                ' ' if out.ends_with(' ') => {}
                c => out.push(c),
            }
        }
        return Cow::Owned(out.trim().to_owned());
    }
    if let ([b'!'..=b'~', ..], [.., b'!'..=b'~']) = (text.as_bytes(), text.as_bytes()) {
        return text;
    }
    match text {
        Cow::Borrowed(t) => Cow::Borrowed(t.trim()),
        Cow::Owned(t) if t.trim().len() == t.len() => Cow::Owned(t),
        Cow::Owned(t) => Cow::Owned(t.trim().to_owned()),
    }
}

/// Whether there is nothing but blanks in a text.
pub(crate) fn is_blank(text: &str) -> bool {
    !matches!(text.as_bytes(), [b'!'..=b'~', ..]) && text.trim_start().is_empty()
}

/// Whether a text surely has no control characters of ASCII and none of those forbidden ones, which
/// all begin with the byte EF.
fn is_even(text: &[u8]) -> bool {
    marks(text, |block| up_to(block, 0x1F) | is(block, 0xEF)).next().is_none()
}

/// Members of a table by folded name: the first of `names` that is there and not empty.
pub(crate) fn member<'n>(node: &'n Node<'_>, names: &[&str]) -> Option<(&'n str, &'n Node<'n>)> {
    let Node::Table(members) = node else { return None };
    names.iter().find_map(|name| {
        members
            .iter()
            .find(|(key, value)| !value.is_empty() && same_name(key, name))
            .map(|(key, value)| (&**key, value))
    })
}

/// Whether a name is a folded one, whatever its case, hyphens and underscores.
pub(crate) fn same_name(name: &str, folded: &str) -> bool {
    let letters = name.bytes().filter(|b| !super::field::is_mark(*b) && *b != b'@');
    letters.map(|b| b.to_ascii_lowercase()).eq(folded.bytes())
}

pub(crate) fn link_of(node: &Node<'_>, r: &mut Reader, names: &[&str]) -> Option<Address> {
    let (name, value) = member(node, names)?;
    let value = match value {
        Node::List(items) => items.first()?,
        value => value,
    };
    r.inside(name, |r| by_hand::page(value, r))
}

pub(crate) fn text_of(node: &Node<'_>, r: &mut Reader, names: &[&str]) -> Option<String> {
    let (name, value) = member(node, names)?;
    r.inside(name, |r| r.short_prose(value)).map(Cow::into_owned)
}

/// A language tag, however it is written.
pub(crate) fn language<'n>(node: &'n Node<'n>, r: &mut Reader) -> Option<Cow<'n, str>> {
    let node = match node {
        // The first of several is what most of it is in.
        Node::List(all) => all.first()?,
        Node::Table(_) => member(node, &["code", "tag", "alternatename", "iso", "locale", "value", "name"])?.1,
        node => node,
    };
    let text = r.short_text(node)?;
    let text = match text.split_once([',', ';']) {
        Some((first, _)) => Cow::Owned(first.trim().to_owned()),
        None => text,
    };
    if let Some(tag) = language::tag_of(&text) {
        return Some(Cow::Owned(tag.into_owned()));
    }
    r.bad_value(Severity::Warning, &text, "a language tag such as `en` or `de-AT`");
    None
}

/// Whether a text has the form of a language tag (BCP 47 §2.1).
pub(crate) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let letters = first.bytes().all(|b| b.is_ascii_alphabetic());
    let private = first.eq_ignore_ascii_case("x") || first.eq_ignore_ascii_case("i");
    letters
        && ((2..=8).contains(&first.len()) || (private && tag.len() > 2))
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cleaned() {
        assert_eq!(clean(" a\r\n  b\u{0}\u{FFFF} ".into()), "a b");
        assert_eq!(clean("a\u{A0}b".into()), "a\u{A0}b");
    }

    #[test]
    fn a_byte_that_is_cleaned_away_is_seen_wherever_it_stands() {
        for length in 0..70 {
            let mut text = vec![b' '; length];
            assert!(is_even(&text), "{length}");
            for at in 0..length {
                for b in 0..=u8::MAX {
                    text[at] = b;
                    assert_eq!(is_even(&text), b >= 0x20 && b != 0xEF, "{b} at {at} of {length}");
                }
                text[at] = b' ';
            }
        }
    }

    #[test]
    fn language_tags_are_told_from_other_words() {
        for good in ["en", "de-AT", "zh-Hant-TW", "x-klingon"] {
            assert!(is_language(good), "{good}");
        }
        for bad in ["", "e", "english language", "de-", "12"] {
            assert!(!is_language(bad), "{bad}");
        }
    }
}
