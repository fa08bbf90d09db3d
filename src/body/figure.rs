//! Pictures that a body shows with a caption.

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
        let mut rest = self.html.as_str();
        while let Some((inner, behind)) = rest.find("<figure").and_then(|start| {
            rest[start..].find("</figure>").map(|end| (&rest[start..start + end], &rest[start + end..]))
        }) {
            found.extend(figure(inner));
            rest = &behind["</figure>".len()..];
        }
        found
    }
}

fn figure(html: &str) -> Option<Figure> {
    let mut pictures = tags(html).filter(|tag| !tag.end && tag.is("img"));
    let (picture, None) = (pictures.next()?, pictures.next()) else { return None };
    let caption = tags(html).find(|tag| !tag.end && tag.is("figcaption"))?;
    let inner = &html[caption.span.end..];
    let caption = markup::text(&inner[..inner.find("</figcaption>")?]);
    let [url, alt] = picture.values(["src", "alt"]);
    let url = url.filter(|url| !url.is_empty())?.into_owned();
    let alt = alt.map(|alt| alt.trim().to_owned()).filter(|alt| !alt.is_empty());
    let pixels = |name: &str| picture.values([name])[0].as_ref()?.parse().ok().filter(|pixels| *pixels > 0);
    let caption = Some(caption.trim().to_owned()).filter(|caption| !caption.is_empty())?;
    Some(Figure { url, alt, caption, width: pixels("width"), height: pixels("height") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_one_picture_with_a_caption_are_found() {
        let html = "<figure><img src=\"https://a.example/a.jpg\" alt=\"A\" width=\"800\" height=\"0\"><figcaption>The <em>pier</em>. Photo: Ann Bee</figcaption></figure>\
            <figure><img src=\"https://a.example/b.jpg\"></figure>\
            <figure><img src=\"https://a.example/c.jpg\"><img src=\"https://a.example/d.jpg\"><figcaption>Two</figcaption></figure>";
        let found = Prepared { html: html.into(), ..Prepared::default() }.figures();
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
