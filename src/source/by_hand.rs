//! Addresses as people write them by hand: of pages without a scheme, of licences by their names, of pictures within
//! marks of Markdown and HTML.

use std::borrow::Cow;

use super::node::Node;
use super::value::Reader;
use crate::article::address::{Refused, scheme};
use crate::article::{Address, markup};
use crate::credit;

/// The address of a page, of somebody's or of another's. A host alone has a scheme put before it; words are none.
pub(super) fn page(node: &Node<'_>, r: &mut Reader) -> Option<Address> {
    let text = r.short_text(node)?;
    taken(&text, page_of(&text), r)
}

/// The address of a licence, which may be written by its name.
pub(super) fn license(node: &Node<'_>, r: &mut Reader) -> Option<Address> {
    let text = r.short_text(node)?;
    let named = || credit::license_named(&text).or_else(|| credit::license_of_spdx(&text)).map(Cow::Owned);
    let named = if scheme(&text).is_some() { None } else { named() };
    match named.or_else(|| page_of(&text)) {
        None => {
            r.refuse_license(&text);
            None
        }
        found => taken(&text, found, r),
    }
}

fn taken(text: &str, found: Option<Cow<'_, str>>, r: &mut Reader) -> Option<Address> {
    match found.map_or(Err(Refused::Form), |found| found.parse()) {
        Ok(address) => Some(address),
        Err(refused) => {
            r.refuse(text, &refused.to_string());
            None
        }
    }
}

/// Endings of files, which names of hosts do not have.
const FILES: [&str; 12] = ["html", "htm", "php", "aspx", "md", "mdx", "txt", "pdf", "jpg", "jpeg", "png", "webp"];

/// What is meant by the address of a page.
fn page_of(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    for (wrong, right) in [("https//", "https://"), ("http//", "http://"), ("//", "https://")] {
        if let Some(rest) = text.strip_prefix(wrong).filter(|rest| host_of(rest).is_some()) {
            return Some(format!("{right}{rest}").into());
        }
    }
    if scheme(text).is_some() || text.starts_with(['/', '.']) {
        return Some(text.into());
    }
    let has_path = text.contains('/');
    match host_of(text) {
        Some(host) if has_path || !FILES.iter().any(|file| host.rsplit('.').next() == Some(file)) => {
            Some(format!("https://{text}").into())
        }
        Some(_) => Some(text.into()),
        // A path from the site's root.
        None => (has_path && !text.starts_with('@') && !text.contains(char::is_whitespace)).then(|| text.into()),
    }
}

/// The name of a host that a text begins with.
fn host_of(text: &str) -> Option<&str> {
    let host = text.split(['/', '?', '#']).next()?;
    let (before, last) = host.rsplit_once('.')?;
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let is_top = last.len() > 1 && last.bytes().all(|b| b.is_ascii_lowercase());
    (is_top && before.split('.').all(is_label)).then_some(host)
}

/// What the text of a picture, sound or video says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct File<'t> {
    pub(super) url: Cow<'t, str>,
    pub(super) alt: Option<String>,
    pub(super) size: Option<u64>,
    pub(super) mime: Option<&'t str>,
}

/// What is meant by a text in the place of a picture, sound or video; nothing where it is no address.
pub(super) fn file(text: &str) -> Option<File<'_>> {
    const NONE: [&str; 9] = ["null", "none", "nil", "undefined", "false", "true", "n/a", "#", "-"];
    let text = text.trim();
    let is_none = NONE.iter().any(|none| text.eq_ignore_ascii_case(none));
    if is_none || text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // `![Alt](a.jpg "Title")`
    if let Some((alt, rest)) = text.strip_prefix("![").and_then(|rest| rest.split_once("](")) {
        let url = rest.split([')', ' ']).next()?;
        let alt = Some(alt.trim().to_owned()).filter(|alt| !alt.is_empty());
        return Some(File { url: url.into(), alt, ..File::default() });
    }
    if text.starts_with("<img") {
        let url = attribute(text, "src")?;
        return Some(File { url: url.into(), alt: attribute(text, "alt"), ..File::default() });
    }
    // WordPress: address, bytes and type.
    let mut words = text.split_whitespace();
    if let (Some(url), Some(size), Some(mime)) = (words.next(), words.next(), words.next())
        && scheme(url).is_some()
        && let Ok(size) = size.parse()
        && mime.contains('/')
    {
        return Some(File { url: url.into(), alt: None, size: Some(size), mime: Some(mime) });
    }
    let is_bare = text.starts_with("www.") && host_of(text).is_some();
    Some(File { url: if is_bare { format!("https://{text}").into() } else { text.into() }, ..File::default() })
}

/// The value of an attribute of an element.
fn attribute(element: &str, name: &str) -> Option<String> {
    let at = element.find(&format!(" {name}="))? + name.len() + 2;
    let quote = element[at..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = element[at + 1..].split(quote).next()?;
    Some(markup::text(value)).filter(|value| !value.is_empty())
}

/// A link of HTML as Markdown writes it, `[Ann Bee](https://a.example)`: whose name it is stays with it.
pub(super) fn linked(text: &str) -> Option<String> {
    let text = text.trim();
    let inner = text.strip_prefix("<a ").and_then(|rest| rest.split_once('>'))?.1;
    let (name, after) = inner.split_once("</a>")?;
    let url = attribute(text, "href")?;
    (after.trim().is_empty() && !url.contains([')', ' '])).then(|| format!("[{}]({url})", markup::text(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_written_without_a_scheme_and_words_are_none() {
        for (written, meant) in [
            ("https://a.example/", "https://a.example/"),
            ("www.ann.example", "https://www.ann.example"),
            ("twitter.com/ann", "https://twitter.com/ann"),
            ("ann.example?x", "https://ann.example?x"),
            ("https//a.example/b", "https://a.example/b"),
            ("//a.example/b", "https://a.example/b"),
            ("/people/ann/", "/people/ann/"),
            ("../ann/", "../ann/"),
            ("people/ann", "people/ann"),
            ("ann.html", "ann.html"),
            ("mailto:a@b.example", "mailto:a@b.example"),
        ] {
            assert_eq!(page_of(written).as_deref(), Some(meant), "{written}");
        }
        for written in ["@ann", "ann", "Ann Bee", "CC BY 4.0", "J.Smith", "#", "", "none", "a b/c", "@ann/b"] {
            assert_eq!(page_of(written), None, "{written}");
        }
    }

    #[test]
    fn pictures_are_written_in_many_ways() {
        let url = |text| file(text).map(|file| file.url.into_owned());
        for (written, meant) in [
            ("a.jpg", "a.jpg"),
            ("my photo.jpg", "my photo.jpg"),
            ("www.x.example/a.jpg", "https://www.x.example/a.jpg"),
            ("![Alt](/md.jpg \"T\")", "/md.jpg"),
            ("<img alt='x' src=\"/a.jpg?a=1&amp;b\">", "/a.jpg?a=1&b"),
            ("https://x.example/a.mp3 1234 audio/mpeg ", "https://x.example/a.mp3"),
        ] {
            assert_eq!(url(written).as_deref(), Some(meant), "{written}");
        }
        for written in ["null", "123", "#", "", "None"] {
            assert_eq!(url(written), None, "{written}");
        }
        assert_eq!(file("![Alt](/md.jpg)").and_then(|file| file.alt).as_deref(), Some("Alt"));
        let sound = file("https://x.example/a.mp3 1234 audio/mpeg").unwrap();
        assert_eq!((sound.size, sound.mime), (Some(1234), Some("audio/mpeg")));
        assert_eq!(
            linked("<a href='https://a.example'>Ann <b>Bee</b></a>").as_deref(),
            Some("[Ann Bee](https://a.example)")
        );
        assert_eq!(linked("<a href='https://a.example'>Ann</a> and Bob"), None);
    }
}
