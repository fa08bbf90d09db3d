//! An article as pages for people show it: what feeds say of it, in parts.

use super::Site;
use super::html::visible_credit;
use super::parts::{Object, Parts, Size};
use crate::article::{Article, Timestamp};
use crate::body::Prepared;
use crate::feed::Options;

/// The width that a picture on a page has at least, where there is a choice, in pixels.
const WIDTH: u32 = 480;

/// What of an article is shown.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Shown {
    /// Headline, plain text.
    pub title: String,
    /// Its public address.
    pub url: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Plain text, where the feed carries it.
    pub summary: Option<String>,
    /// Names of those who wrote it.
    pub authors: Vec<String>,
    /// First publication.
    #[serde(serialize_with = "moment")]
    pub published: Option<Timestamp>,
    /// The picture that leads it.
    pub picture: Option<Picture>,
}

#[expect(clippy::ref_option, reason = "serde gives what it finds")]
fn moment<S: serde::Serializer>(at: &Option<Timestamp>, out: S) -> Result<S::Ok, S::Error> {
    out.collect_str(&at.map(super::moment::rfc3339).unwrap_or_default())
}

/// A picture with what belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Picture {
    /// Absolute address.
    pub url: String,
    /// Width in pixels.
    pub width: Option<u32>,
    /// Height in pixels.
    pub height: Option<u32>,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Caption, plain text.
    pub caption: Option<String>,
    /// Who made it, as bodies show it.
    pub credit: Option<String>,
}

/// What is shown of an article in a feed with these options.
pub fn shown(article: &Article, body: &Prepared, options: &Options, site: &Site) -> Shown {
    let shaped = super::shape::shaped(article, body, options, site);
    let parts = Parts::new(&shaped.article, &shaped.body, options, site);
    Shown {
        title: parts.article.title.trim().to_owned(),
        url: parts.url.as_deref().map(str::to_owned),
        language: parts.language.map(str::to_owned),
        summary: parts.shown_summary().map(str::to_owned),
        authors: parts.named_authors().map(|author| author.name.trim().to_owned()).collect(),
        published: parts.published,
        picture: parts.lead().and_then(|object| picture(object, parts.language)),
    }
}

fn picture(object: &Object<'_>, language: Option<&str>) -> Option<Picture> {
    let media = object.media;
    let text = |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    let size = fitting(&object.sizes)?;
    Some(Picture {
        url: size.url.as_ref().to_owned(),
        width: size.width.filter(|n| *n > 0),
        height: size.height.filter(|n| *n > 0),
        alt: text(&media.alt).unwrap_or_default(),
        caption: text(&media.caption),
        credit: visible_credit(media, language),
    })
}

/// The smallest size that is wide enough, else the default one.
fn fitting<'s, 'a>(sizes: &'s [Size<'a>]) -> Option<&'s Size<'a>> {
    let enough = sizes.iter().filter(|size| size.width.is_some_and(|width| width >= WIDTH));
    enough.min_by_key(|size| size.width).or_else(|| sizes.first())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_sizes_the_smallest_is_shown_that_is_wide_enough() {
        let size =
            |width| Size { url: "x".into(), name: None, mime: None, width, height: None, bytes: None, bitrate: None };
        let width = |widths: &[Option<u32>]| {
            let sizes: Vec<_> = widths.iter().copied().map(size).collect();
            fitting(&sizes).map(|size| size.width)
        };
        assert_eq!(width(&[Some(4000), Some(120), Some(480), Some(800)]), Some(Some(480)));
        assert_eq!(width(&[Some(300), Some(100)]), Some(Some(300)));
        assert_eq!(width(&[None, Some(100)]), Some(None));
        assert_eq!(width(&[]), None);
    }
}
