//! Pictures that a body shows with a caption.

use std::ops::Range;

use memchr::memmem;

use super::Prepared;
use super::tags::tags;
use crate::article::markup;

/// A picture of a body with its caption.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// Absolute address.
    pub url: String,
    /// What it shows, for those who do not see it.
    pub alt: Option<String>,
    /// The caption, plain text.
    pub caption: String,
    /// Width in pixels.
    pub width: Option<u32>,
    /// Height in pixels.
    pub height: Option<u32>,
}

impl Prepared {
    /// The figures of one picture each that have a caption, in their order.
    pub fn figures(&self) -> Vec<Figure> {
        let mut found = Vec::new();
        let html = self.html.as_bytes();
        let mut at = 0;
        for start in memmem::find_iter(html, "<figure") {
            if start < at {
                continue;
            }
            let Some(end) = memmem::find(&html[start..], b"</figure>").map(|end| start + end) else { break };
            found.extend(self.figure(start..end));
            at = end;
        }
        found
    }

    fn figure(&self, range: Range<usize>) -> Option<Figure> {
        let html = &self.html[range.clone()];
        let mut spans = self.pictures.iter().map(|picture| &picture.span).filter(|span| range.contains(&span.start));
        let is_img =
            |span: &&Range<usize>| self.html[span.start..].get(..4).is_some_and(|t| t.eq_ignore_ascii_case("<img"));
        let first = spans.by_ref().find(is_img)?;
        // A picture has an entry for each of its sizes.
        if spans.any(|span| is_img(&span) && span != first) {
            return None;
        }
        let caption = memmem::find(html.as_bytes(), b"<figcaption")?;
        let opened = tags(&html[caption..]).next()?;
        let inner = &html[caption + opened.span.end..];
        let caption = markup::text(&inner[..memmem::find(inner.as_bytes(), b"</figcaption>")?]);
        let picture = tags(&self.html[first.clone()]).next()?;
        let [url, alt] = picture.values(["src", "alt"]);
        let url = url.filter(|url| !url.is_empty())?.into_owned();
        let alt = alt.map(|alt| alt.trim().to_owned()).filter(|alt| !alt.is_empty());
        let pixels = |name: &str| picture.values([name])[0].as_ref()?.parse().ok().filter(|pixels| *pixels > 0);
        let caption = Some(caption.trim().to_owned()).filter(|caption| !caption.is_empty())?;
        Some(Figure { url, alt, caption, width: pixels("width"), height: pixels("height") })
    }
}

#[cfg(test)]
mod tests {
    use super::super::pictures;
    use super::*;

    #[test]
    fn figures_of_one_picture_with_a_caption_are_found() {
        let html = "<figure><img src=\"https://a.example/a.jpg\" alt=\"A\" width=\"800\" height=\"0\"><figcaption>The <em>pier</em>. Photo: Ann Bee</figcaption></figure>\
            <figure><img src=\"https://a.example/b.jpg\"></figure>\
            <figure><img src=\"https://a.example/c.jpg\"><img src=\"https://a.example/d.jpg\"><figcaption>Two</figcaption></figure>";
        let found = Prepared { html: html.into(), pictures: pictures(html), ..Prepared::default() }.figures();
        let expected = Figure {
            url: "https://a.example/a.jpg".into(),
            alt: Some("A".into()),
            caption: "The pier. Photo: Ann Bee".into(),
            width: Some(800),
            height: None,
        };
        assert_eq!(found, [expected]);
    }
}
