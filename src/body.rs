//! Bodies: from what a source holds to clean HTML with absolute addresses.
//!
//! A body is sanitised by an allow-list: scripts, handlers, styles, forms and foreign `iframe`s go,
//! every address becomes absolute and is percent-encoded. What is left is the same when it is
//! prepared again. A body that the config trusts keeps its markup; only characters that XML
//! forbids go.

mod arguments;
mod based;
mod blanks;
mod bracket;
mod classes;
mod code;
mod condition;
mod depth;
mod dialect;
mod embed;
mod facade;
mod fence;
mod figure;
mod formulas;
mod heading;
mod hidden;
mod javascript;
mod lazy;
mod leads;
mod link;
mod markdown;
mod marks;
mod math;
mod mdx;
mod ordinary;
mod own;
mod placeholders;
mod reserved;
mod reveal;
mod sanitize;
mod secrets;
mod shortcode;
mod sources;
mod stress;
mod summary;
mod tag;
mod tags;
mod ways;
mod width;
mod withheld;
mod wordpress;

use std::borrow::Cow;
use std::ops::Range;

use url::Url;

pub use based::based;
pub use depth::MAX_DEPTH;
pub use figure::Figure;
pub use heading::{Heading, Opening, beginning, opening, without};
pub(crate) use link::path_of;
pub use link::{Around, Found, Reference, TABLE};
pub use markdown::{Made, from_html, to_html};
pub(crate) use own::own;
pub(crate) use placeholders::filled;
pub(crate) use reserved::{begins, changes_after, ends, is_timed, keeps, open_at, public, reserves};
pub(crate) use sources::with_sources;
pub(crate) use tags::VOID;
pub use ways::{Blanks, Markdown, Templates, Ways};
pub use width::MAX_ATTRIBUTES;
pub use wordpress::{By, Choice, Library as WordPress, choices, from_wordpress};

use crate::article::scan::{marks, odd};
use crate::article::{Article, HtmlTrust, address, markup};
use crate::config::Config;
use heading::without_title;

/// What bodies may hold, compiled once for all articles.
#[derive(Debug)]
pub struct Policy {
    sanitizer: sanitize::Sanitizer,
    site: Option<Url>,
}

/// A body ready for a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prepared {
    /// Clean HTML: sanitised (unless trusted), every address absolute, no character XML forbids.
    pub html: String,
    /// The pictures that `html` shows, in its order.
    pub pictures: Vec<Shown>,
    /// Whether only the text was taken, since elements nest deeper than anybody can show.
    pub flattened: bool,
    /// The body as the Markdown that it came as, addresses absolute, where that says by itself what `html` shows.
    pub markdown: Option<String>,
    /// Elements that could be shown in no feed, and left nothing behind.
    pub lost: Vec<&'static str>,
    /// The record's own summary, else the first sentences of the first paragraph; plain text.
    pub summary: Option<String>,
}

/// A picture that a body shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Absolute address, from `src`, `srcset` or `poster`.
    pub url: String,
    /// The tag in [`Prepared::html`], in bytes.
    pub span: Range<usize>,
}

impl Policy {
    /// Compiles what the config says about bodies.
    pub fn new(config: &Config) -> Self {
        Self { sanitizer: sanitize::Sanitizer::new(&config.body.iframe_hosts), site: address::folder(&config.site.url) }
    }

    /// Makes an article's body ready for feeds. Pure: the same article gives the same bytes.
    pub fn prepare(&self, article: &Article) -> Prepared {
        let body = article.body.as_deref().unwrap_or_default();
        let flattened = width::is_too_wide(body) || depth::is_too_deep(body);
        let mut lost = Vec::new();
        let mut html = match article.trust {
            _ if flattened => text_only(body),
            HtmlTrust::Trusted => without_forbidden(Cow::Borrowed(body)).into_owned(),
            HtmlTrust::Sanitize => {
                let own = article.url.as_deref().and_then(|u| Url::parse(u).ok());
                let ids = format!("n{:08x}-", twox_hash::XxHash3_64::oneshot(article.id.as_bytes()) as u32);
                let body = &*within(body, article.url.as_deref());
                let (html, missing) = self.sanitizer.clean(body, own.as_ref().or(self.site.as_ref()), &ids);
                lost = missing;
                without_title(html, &article.title)
            }
        };
        if let Some(rest) = withheld::without(&html, &article.withheld, self.site.as_ref()) {
            html = rest;
        }
        if let Cow::Owned(rest) = secrets::without_passwords(&html) {
            html = rest;
        }
        if article.language.as_deref().is_some_and(is_right_to_left)
            && !html.is_empty()
            && !html.contains(" dir=\"rtl\"")
        {
            html = format!("<div dir=\"rtl\">{html}</div>");
        }
        let pictures = pictures(&html);
        let own = article.summary.as_deref().map(summary::plain).filter(|own| !own.is_empty());
        let summary = own
            .map(Cow::into_owned)
            .or_else(|| {
                summary::before_more(body)
                    .map(|head| {
                        // Where they lead to is not in the excerpt.
                        let head = summary::without_notes(head);
                        summary::all(&without_title(self.sanitizer.clean(&head, None, "").0, &article.title))
                    })
                    .filter(|s| !s.is_empty())
            })
            .or_else(|| summary::first_sentences(&html));
        let site = self.site.as_ref();
        let markdown = article.markdown.as_deref().filter(|_| article.withheld.is_empty() && !flattened);
        let markdown = markdown.and_then(|text| own::absolute(text, article.url.as_deref(), site));
        Prepared { html, pictures, flattened, markdown, lost, summary }
    }
}

/// Makes an article's body ready for feeds; for many articles compile a [`Policy`] once.
///
/// ```
/// let mut article = feedwright::article::Article::new("urn:x:1", "Ferry");
/// # let config: feedwright::config::Config = serde_json::from_value(serde_json::json!({
/// #     "site": {"title": "t", "url": "https://courier.example/", "authority": "courier.example,2026"}})).unwrap();
/// article.url = Some("https://courier.example/world/ferry/".parse().unwrap());
/// article.body = Some("<p onclick=\"x()\">See <a href=\"../\">more</a>.</p><script>x()</script>".into());
/// let body = feedwright::body::prepare(&article, &config);
/// assert_eq!(body.html, "<p>See <a href=\"https://courier.example/world/\">more</a>.</p>");
/// assert_eq!(body.summary.as_deref(), Some("See more."));
/// ```
pub fn prepare(article: &Article, config: &Config) -> Prepared {
    Policy::new(config).prepare(article)
}

impl Prepared {
    /// Whether the body shows the picture at this address already.
    pub fn shows(&self, url: &str) -> bool {
        self.pictures.iter().any(|p| p.url == url)
    }
}

/// A body in which links to places of its own page lead to these places in it.
fn within<'b>(body: &'b str, own: Option<&str>) -> Cow<'b, str> {
    let Some(own) = own.map(|own| own.split(['#', '?']).next().unwrap_or(own)) else { return Cow::Borrowed(body) };
    if memchr::memchr(b'#', body.as_bytes()).is_none() {
        return Cow::Borrowed(body);
    }
    let bare = own.trim_end_matches('/');
    let host = bare.find("://").map_or(0, |at| at + 3);
    let path = bare[host..].find('/').map_or("", |at| &bare[host + at..]);
    // Most bodies do not link to their own page: its path is looked for once, not each way of writing such a link.
    if memchr::memmem::find(body.as_bytes(), path.as_bytes()).is_none() {
        return Cow::Borrowed(body);
    }
    let mut html = Cow::Borrowed(body);
    for start in [bare, path].into_iter().filter(|start| !start.is_empty()) {
        for (quote, slash) in [('"', "/"), ('"', ""), ('\'', "/"), ('\'', "")] {
            let written = format!("href={quote}{start}{slash}#");
            if html.contains(&written) {
                html = Cow::Owned(html.replace(&written, &format!("href={quote}#")));
            }
        }
    }
    html
}

/// Whether a language is written from right to left.
pub(crate) fn is_right_to_left(language: &str) -> bool {
    let mut parts = language.split(['-', '_']);
    let first = parts.next().unwrap_or_default().to_ascii_lowercase();
    let script = parts.next().filter(|part| part.len() == 4).map(str::to_ascii_lowercase);
    match script.as_deref() {
        Some("arab" | "hebr" | "thaa" | "syrc" | "nkoo") => true,
        Some(_) => false,
        None => matches!(
            &*first,
            "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "iw" | "ks" | "nqo" | "ps" | "sd" | "syr" | "ug" | "ur" | "yi"
        ),
    }
}

/// The pictures that HTML shows: every address of every picture, one entry each.
fn pictures(html: &str) -> Vec<Shown> {
    let mut found = Vec::new();
    for tag in tags::tags(html).filter(|t| !t.end) {
        let (single, set) = match tag.name {
            name if name.eq_ignore_ascii_case("img") => ("src", true),
            name if name.eq_ignore_ascii_case("source") => ("", true),
            name if name.eq_ignore_ascii_case("video") => ("poster", false),
            _ => continue,
        };
        let mut add = |url: &str| {
            // A trusted body may hold what the record's addresses, once encoded, do not equal.
            let url = address::absolute(url, None).unwrap_or_else(|| url.to_owned());
            found.push(Shown { url, span: tag.span.clone() });
        };
        let [url, srcset] = tag.values([single, if set { "srcset" } else { "" }]);
        if let Some(url) = url.filter(|u| !u.is_empty()) {
            add(&url);
        }
        if let Some(srcset) = srcset {
            for (url, _) in tags::candidates(&srcset) {
                add(url);
            }
        }
    }
    found
}

/// The text of HTML as a paragraph.
fn text_only(html: &str) -> String {
    let text = markup::text(html);
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<p>{}</p>", without_forbidden(Cow::Owned(text)))
}

/// Plain text as HTML, in one line: a blank one would end a block of HTML in Markdown.
fn escaped(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A text without the characters that XML 1.0 has no place for (§2.2). A carriage return goes too:
/// XML readers turn it into a line break, JSON readers do not.
fn without_forbidden(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_forbidden = |c: char| (c < ' ' && c != '\t' && c != '\n') || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    if marks(text.as_bytes(), odd).next().is_none() || !text.contains(is_forbidden) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() != Some(&'\n') => out.push('\n'),
            c if is_forbidden(c) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests;
