//! Bodies of WordPress, as HTML: what blocks hold, what shortcodes show, and paragraphs where there are no blocks.

mod blocks;
mod brackets;
mod choice;
mod paragraphs;
mod restricted;

use std::collections::BTreeMap;
use std::fmt::Write as _;

pub use choice::{By, Choice, choices};
pub(super) use restricted::is_for_some;

use super::escaped;
use super::markdown::Made;
use super::reserved::public;
use crate::article::{Media, Medium};

/// What a body of WordPress shows that stands elsewhere.
#[derive(Clone, Copy)]
pub struct Library<'a> {
    /// What the site's own shortcodes show: templates of HTML by name.
    pub shortcodes: &'a BTreeMap<String, String>,
    /// Pictures, sound and video that a shortcode chooses.
    pub media: &'a dyn Fn(&Choice) -> Vec<Media>,
    /// A block that many articles show, by its number.
    pub block: &'a dyn Fn(u64) -> Option<String>,
    /// Notes at the foot of the article: their ids, and what they say as HTML.
    pub notes: &'a [(String, String)],
}

impl std::fmt::Debug for Library<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Library").field("shortcodes", self.shortcodes).finish_non_exhaustive()
    }
}

/// HTML of a body as WordPress keeps it.
///
/// ```
/// use feedwright::body::{WordPress, from_wordpress};
/// let library = WordPress { shortcodes: &Default::default(), media: &|_| Vec::new(), block: &|_| None, notes: &[] };
/// let html = |text| from_wordpress(text, &library).html;
/// assert_eq!(html("One\ntwo.\n\nThree."), "<p>One<br />\ntwo.</p>\n<p>Three.</p>\n");
/// assert_eq!(html("<!-- wp:paragraph -->\n<p>One.</p>\n<!-- /wp:paragraph -->"), "\n<p>One.</p>\n");
/// ```
pub fn from_wordpress(text: &str, library: &Library<'_>) -> Made {
    let mut made = Made::default();
    let in_blocks = blocks::are_in(text);
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
    // What ends it is told by comments, of which paragraphs keep none.
    let text = public(&text);
    let text = if in_blocks { blocks::shown(&text, library, &mut made.unknown) } else { text.into_owned() };
    let text = brackets::shown(&text, library, &mut made.unknown);
    let text = public(&text);
    made.html = if in_blocks { paragraphs::with_embeds(&text) } else { paragraphs::of(&text) };
    made
}

/// Pictures, sound and video with their captions.
pub(super) fn figures(media: &[Media]) -> String {
    let mut out = String::new();
    for part in media {
        let Some(url) = part.url.as_deref() else { continue };
        let url = escaped(url);
        out.push_str("<figure>");
        let _ = match part.medium {
            Medium::Image => {
                write!(out, "<img src=\"{url}\" alt=\"{}\">", escaped(part.alt.as_deref().unwrap_or_default()))
            }
            Medium::Audio => write!(out, "<audio src=\"{url}\" controls></audio>"),
            Medium::Video => write!(out, "<video src=\"{url}\" controls></video>"),
            Medium::Document => write!(out, "<a href=\"{url}\">{url}</a>"),
        };
        if let Some(caption) = &part.caption {
            let _ = write!(out, "<figcaption>{}</figcaption>", escaped(caption));
        }
        out.push_str("</figure>");
    }
    out
}

#[cfg(test)]
mod tests;
