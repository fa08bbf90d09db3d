//! What readers see of an article, as a hash: it decides whether an edit counts as a change.
//!
//! White space is folded and the order of tags and categories does not matter. The article's own
//! address, its dates and its id are left out: moving a site to another domain is no edit.

use twox_hash::XxHash3_64;
use wide::u8x16;

use crate::article::{Article, Category, Media, Person};

/// Hash of everything readers see, never 0, which stands for "not known", and that of the body alone, by
/// which a moved record is recognised; 0 where there is hardly one. White space of the body, the longest text,
/// is folded once.
pub(crate) fn content_and_body(article: &Article) -> (u64, u64) {
    let mut h = Visible(Vec::with_capacity(article.body.as_ref().map_or(0, String::len) + 4096));
    h.text(&article.title);
    h.option(article.subtitle.as_deref());
    h.option(article.summary.as_deref());
    let from = h.0.len();
    h.option(article.body.as_deref());
    let to = h.0.len();
    h.each(&article.authors, Visible::person);
    h.option(article.byline.as_deref());
    h.option(article.dateline.as_deref());
    h.option(article.section.as_deref());
    let mut tags: Vec<&str> = article.tags.iter().map(String::as_str).collect();
    tags.sort_unstable();
    h.each(&tags, |h, t| h.text(t));
    let mut categories: Vec<&Category> = article.categories.iter().collect();
    categories.sort_unstable();
    h.each(&categories, |h, c| {
        h.text(&c.term);
        h.option(c.scheme.as_deref());
        h.option(c.label.as_deref());
    });
    h.option(article.language.as_deref());
    h.option(article.rights.as_deref());
    h.option(article.license.as_deref());
    h.each(&article.media, Visible::media);
    h.each(&article.related, |h, l| {
        h.text(&l.url);
        h.option(l.title.as_deref());
    });
    if let Some(origin) = &article.origin {
        h.text(&origin.title);
        h.option(origin.url.as_deref());
    }
    h.option(article.correction.as_deref());
    if let Some(episode) = &article.episode {
        h.text(&serde_json::to_string(episode).unwrap_or_default());
    }
    (hash(&h.0), if has_body(article) { hash(&h.0[from..to]) } else { 0 })
}

fn has_body(article: &Article) -> bool {
    article.body.as_deref().is_some_and(|body| body.trim().len() >= 32)
}

/// A hash that is not 0.
fn hash(bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot(bytes).max(1)
}

/// A text without white space at its ends.
fn trimmed(text: &str) -> &str {
    let is_plain = |b: Option<&u8>| b.is_some_and(u8::is_ascii_graphic);
    if is_plain(text.as_bytes().first()) && is_plain(text.as_bytes().last()) { text } else { text.trim() }
}

/// Bytes looked at together.
const BLOCK: usize = 64;

/// Where in a block blanks stand, and where line breaks and tabs, a bit each.
fn blanks_and_breaks(block: &[u8; BLOCK]) -> (u64, u64) {
    let (mut blanks, mut breaks) = (0, 0);
    for part in block.as_chunks::<16>().0.iter().rev() {
        let part = u8x16::new(*part);
        let is = |byte| part.simd_eq(u8x16::splat(byte));
        blanks = blanks << 16 | u64::from(is(b' ').to_bitmask());
        breaks = breaks << 16 | u64::from((is(b'\n') | is(b'\r') | is(b'\t')).to_bitmask());
    }
    (blanks, breaks)
}

/// What is seen, one after the other: to hash one long stretch is several times faster than to hash
/// its pieces.
#[derive(Default)]
struct Visible(Vec<u8>);

impl Visible {
    /// Adds a text with every run of white space as one space, none at its ends, and none beside a
    /// tag where the line breaks; then a byte that ends it.
    fn text(&mut self, text: &str) {
        let text = trimmed(text);
        let mut lines = Lines { text, from: 0, last: None, out: &mut self.0 };
        let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
        // The last bytes are looked at as a block that ends in nothing.
        let mut end = [0; BLOCK];
        end[..rest.len()].copy_from_slice(rest);
        let (mut ends_in_blank, mut is_doubled) = (0, false);
        for (n, block) in blocks.iter().chain((!rest.is_empty()).then_some(&end)).enumerate() {
            let (blanks, mut breaks) = blanks_and_breaks(block);
            let mut doubled = blanks & (blanks << 1 | ends_in_blank);
            ends_in_blank = blanks >> (BLOCK - 1);
            while breaks != 0 {
                let at = breaks.trailing_zeros();
                breaks &= breaks - 1;
                let before = (1 << at) - 1;
                lines.end(n * BLOCK + at as usize, is_doubled || doubled & before != 0);
                doubled &= !before;
                is_doubled = false;
            }
            is_doubled |= doubled != 0;
        }
        lines.end(text.len(), is_doubled);
        self.0.push(0);
    }

    fn option(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.0.push(1),
        }
    }

    fn each<T>(&mut self, all: &[T], one: impl Fn(&mut Self, &T)) {
        for item in all {
            one(self, item);
        }
        self.0.push(2);
    }

    fn person(&mut self, p: &Person) {
        self.text(&p.name);
        self.option(p.email.as_deref());
        self.option(p.url.as_deref());
    }

    fn media(&mut self, m: &Media) {
        if m.window.withheld {
            return;
        }
        self.option(m.url.as_deref());
        self.option(m.title.as_deref());
        self.option(m.alt.as_deref());
        self.option(m.caption.as_deref());
        self.option(m.credit_line.as_deref());
        self.each(&m.credits, |h, c| {
            h.text(c.role.name());
            h.text(&c.name);
        });
        self.option(m.copyright.as_deref());
        self.option(m.license.as_deref());
    }
}

/// The lines of a text, each of which is added without needless white space.
struct Lines<'a> {
    text: &'a str,
    /// Where the line begins.
    from: usize,
    /// The last byte of the line before, if any had one.
    last: Option<u8>,
    out: &'a mut Vec<u8>,
}

impl Lines<'_> {
    /// Ends a line, in which one blank may stand beside another.
    fn end(&mut self, at: usize, is_doubled: bool) {
        let line = trimmed(&self.text[self.from..at]);
        self.from = at + 1;
        let (Some(first), Some(last)) = (line.as_bytes().first(), line.as_bytes().last()) else { return };
        if self.last.is_some_and(|b| b != b'>') && *first != b'<' {
            self.out.push(b' ');
        }
        self.last = Some(*last);
        if !is_doubled {
            self.out.extend_from_slice(line.as_bytes());
            return;
        }
        for (n, word) in line.split(' ').filter(|w| !w.is_empty()).enumerate() {
            if n > 0 {
                self.out.push(b' ');
            }
            self.out.extend_from_slice(word.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> Vec<u8> {
        let mut seen = Visible::default();
        seen.text(text);
        seen.0
    }

    fn hash(text: &str) -> u64 {
        super::hash(&folded(text))
    }

    /// Folds as the ledger's first version did, line by line and word by word.
    fn plainly_folded(text: &str) -> Vec<u8> {
        let mut out = String::new();
        for line in text.trim().split(['\n', '\r', '\t']).map(str::trim).filter(|l| !l.is_empty()) {
            if !out.is_empty() && !out.ends_with('>') && !line.starts_with('<') {
                out.push(' ');
            }
            out += &line.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
        }
        out.push('\0');
        out.into_bytes()
    }

    proptest! {
        #[test]
        fn a_text_is_folded_as_it_is_line_by_line(text in "[ab<> \u{A0}\u{3000}\n\r\t\u{B}é]{0,80}|[a ]{0,40}|(?s).{0,60}") {
            prop_assert_eq!(folded(&text), plainly_folded(&text));
        }
    }

    #[test]
    fn the_hashes_of_ledgers_that_stand_do_not_change() {
        let mut article = Article::new("urn:x:1", " Ferry  sinks\n");
        assert_eq!(content_and_body(&article), (6_451_934_483_877_931_243, 0));
        article.summary = Some("All saved.".into());
        article.body = Some("<p>A  body of\n two lines, and</p>\n\t<p>of two &amp; a half paragraphs.</p>\n".repeat(9));
        article.authors =
            vec![Person { name: "Ilse Varga".into(), email: Some("i@a.example".into()), ..Person::default() }];
        article.tags = vec!["sea".into(), "ferries".into()];
        article.categories = vec![Category { term: "04".into(), scheme: Some("x".into()), label: None }];
        article.media = vec![Media { url: Some("https://a.example/1.jpg".parse().unwrap()), ..Media::default() }];
        assert_eq!(content_and_body(&article), (1_732_208_190_692_493_386, 10_888_096_621_834_590_311));
    }

    #[test]
    fn the_hash_of_the_body_is_of_it_alone_and_of_none_that_is_hardly_one() {
        let body = |title: &str, body: Option<&str>| {
            let mut article = Article::new("urn:x:1", title);
            article.body = body.map(Into::into);
            content_and_body(&article).1
        };
        let long = "<p>A body  of\n\t\r\n more than\n thirty-two bytes.</p>\n<p>It has two.</p> ";
        assert_eq!((body("A", None), body("A", Some("short"))), (0, 0));
        assert_eq!(body("A", Some(long)), hash(long));
        assert_eq!(body("B", Some(long)), hash(long));
    }

    #[test]
    fn white_space_is_folded_but_words_stay_apart() {
        let one = hash("<p>One two</p>\n\n<p>three</p>");
        assert_eq!(one, hash(" <p>One  two</p><p>three</p>\n"));
        assert_eq!(one, hash("<p>One\ttwo</p>\r\n  <p>three</p>"));
        assert_ne!(one, hash("<p>Onetwo</p><p>three</p>"));
        assert_eq!(hash("a\nb"), hash("a b"));
        assert_ne!(hash("a\nb"), hash("ab"));
    }
}
