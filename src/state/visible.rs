//! What readers see of an article, as a hash: it decides whether an edit counts as a change.
//!
//! White space is folded and the order of tags and categories does not matter. The article's own
//! address, its dates and its id are left out: moving a site to another domain is no edit.

use std::sync::LazyLock;

use memchr::memmem;
use xxhash_rust::xxh3::Xxh3Default;

use crate::article::{Article, Category, Media, Person};

/// Hash of everything readers see. Never 0, which stands for "not known".
pub fn content(article: &Article) -> u64 {
    content_and_body(article).0
}

/// [`content`] and [`body`] at once: white space of the body, the longest text, is folded once.
pub fn content_and_body(article: &Article) -> (u64, u64) {
    let mut h = Hash::default();
    let mut body = Hash::default();
    h.text(&article.title);
    h.option(article.subtitle.as_deref());
    h.option(article.summary.as_deref());
    match article.body.as_deref() {
        Some(text) => {
            // Hashing one long stretch is several times faster than hashing its lines.
            let mut whole = Vec::with_capacity(text.len() + 1);
            folded(text, |piece| whole.extend_from_slice(piece));
            h.0.update(&whole);
            body.0.update(&whole);
        }
        None => h.option(None),
    }
    h.each(&article.authors, Hash::person);
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
    h.each(&article.media, Hash::media);
    h.each(&article.related, |h, l| {
        h.text(&l.url);
        h.option(l.title.as_deref());
    });
    if let Some(origin) = &article.origin {
        h.text(&origin.title);
        h.option(origin.url.as_deref());
    }
    h.option(article.correction.as_deref());
    (h.finish(), if has_body(article) { body.finish() } else { 0 })
}

/// Hash of the body alone, by which a moved record is recognised; 0 where there is hardly one.
pub fn body(article: &Article) -> u64 {
    if !has_body(article) {
        return 0;
    }
    let mut h = Hash::default();
    h.option(article.body.as_deref());
    h.finish()
}

fn has_body(article: &Article) -> bool {
    article.body.as_deref().is_some_and(|body| body.trim().len() >= 32)
}

/// Two blanks, of which one is too many.
static BLANKS: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("  "));

/// Hands on a text with every run of white space as one space, none at its ends, and none beside a
/// tag where the line breaks; then a byte that ends it.
fn folded(text: &str, mut hand_on: impl FnMut(&[u8])) {
    let text = text.trim();
    let mut before = None;
    let mut from = 0;
    for end in memchr::memchr3_iter(b'\n', b'\r', b'\t', text.as_bytes()).chain([text.len()]) {
        let line = text[from..end].trim();
        from = end + 1;
        let (Some(first), Some(last)) = (line.as_bytes().first(), line.as_bytes().last()) else {
            continue;
        };
        if before.is_some_and(|b| b != b'>') && *first != b'<' {
            hand_on(b" ");
        }
        before = Some(*last);
        if BLANKS.find(line.as_bytes()).is_none() {
            hand_on(line.as_bytes());
        } else {
            for (n, word) in line.split(' ').filter(|w| !w.is_empty()).enumerate() {
                if n > 0 {
                    hand_on(b" ");
                }
                hand_on(word.as_bytes());
            }
        }
    }
    hand_on(&[0]);
}

#[derive(Default)]
struct Hash(Xxh3Default);

impl Hash {
    /// Hashes a text, its white space folded.
    fn text(&mut self, text: &str) {
        folded(text, |piece| self.0.update(piece));
    }

    fn option(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.0.update(&[1]),
        }
    }

    fn each<T>(&mut self, all: &[T], one: impl Fn(&mut Self, &T)) {
        for item in all {
            one(self, item);
        }
        self.0.update(&[2]);
    }

    fn person(&mut self, p: &Person) {
        self.text(&p.name);
        self.option(p.email.as_deref());
        self.option(p.url.as_deref());
    }

    fn media(&mut self, m: &Media) {
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

    fn finish(self) -> u64 {
        self.0.digest().max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(text: &str) -> u64 {
        let mut h = Hash::default();
        h.text(text);
        h.finish()
    }

    #[test]
    fn both_hashes_at_once_are_those_made_alone() {
        let mut article = Article::new("urn:x:1", "Ferry");
        for body in
            [None, Some("short"), Some("<p>A body  of\n\t\r\n more than\n thirty-two bytes.</p>\n<p>It has two.</p> ")]
        {
            article.body = body.map(Into::into);
            assert_eq!(content_and_body(&article), (content(&article), self::body(&article)));
        }
        assert_ne!(self::body(&article), 0);
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
