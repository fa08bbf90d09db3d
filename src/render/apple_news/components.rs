//! The components of an article: its body taken apart as Apple News has it.

use crate::article::Medium;
use crate::render::html::{self, visible_credit};
use crate::render::parts::{Object, Parts};
use crate::render::tree::{self, Element, Piece};

/// A component.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Component {
    pub(super) role: &'static str,
    /// Its text, and whether that is HTML.
    pub(super) text: Option<(String, bool)>,
    /// A table.
    pub(super) html: Option<String>,
    pub(super) url: Option<String>,
    /// What is shown until a film is played.
    pub(super) still: Option<String>,
    /// What is shown with it on the whole screen.
    pub(super) caption: Option<String>,
    /// What is read out to those who do not see it.
    pub(super) spoken: Option<String>,
    /// Whether it is for adults only.
    pub(super) explicit: Option<bool>,
}

impl Component {
    fn plain(role: &'static str, text: &str) -> Option<Self> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then(|| Self { role, text: Some((text, false)), ..Self::default() })
    }
}

/// The hosts whose pages Apple News shows as they are, with the role and how their addresses begin.
const EMBEDS: [(&str, &str); 8] = [
    ("https://twitter.com/", "tweet"),
    ("https://x.com/", "tweet"),
    ("https://www.instagram.com/", "instagram"),
    ("https://www.facebook.com/", "facebook_post"),
    ("https://www.tiktok.com/", "tiktok"),
    ("https://www.youtube.com/embed/", "embedwebvideo"),
    ("https://www.youtube-nocookie.com/embed/", "embedwebvideo"),
    ("https://player.vimeo.com/video/", "embedwebvideo"),
];

/// Inline elements and lists that stand in a text of HTML.
const IN_TEXT: [&str; 17] =
    ["p", "strong", "b", "em", "i", "a", "ul", "ol", "li", "br", "sub", "sup", "del", "s", "pre", "code", "samp"];

/// The components of an article: its head, its body, and the films and sounds that the body does not show.
pub(super) fn of(parts: &Parts<'_>) -> Vec<Component> {
    let article = parts.article;
    let mut all: Vec<Component> = Vec::new();
    all.extend(Component::plain("title", &article.title));
    all.extend(article.subtitle.as_deref().and_then(|subtitle| Component::plain("intro", subtitle)));
    let authors = || parts.named_authors().map(|author| author.name.trim()).collect::<Vec<_>>().join(", ");
    let byline = article.byline.as_deref().map(str::trim).filter(|byline| !byline.is_empty());
    all.extend(Component::plain("byline", &byline.map_or_else(authors, str::to_owned)));
    let mut body = Body::default();
    match &parts.visible {
        Some(visible) => body.blocks(&tree::pieces(&visible.pieces().collect::<String>())),
        None => body.blocks(&[Piece::Text(parts.shown_summary().unwrap_or_default().to_owned())]),
    }
    body.flush();
    let shown =
        |object: &&Object<'_>| !body.all.iter().any(|one| one.url.as_deref() == object.default().map(|s| &*s.url));
    let played: Vec<Component> =
        parts.objects.iter().filter(shown).filter_map(|object| played(object, parts)).collect();
    all.extend(body.all);
    all.extend(played);
    all
}

/// A film or sound, with its caption and credit below.
fn played(object: &Object<'_>, parts: &Parts<'_>) -> Option<Component> {
    let role = match object.media.medium {
        Medium::Video => "video",
        Medium::Audio => "audio",
        _ => return None,
    };
    let caption = object.media.caption.as_deref().map(str::trim).filter(|caption| !caption.is_empty());
    let credit = visible_credit(object.media, parts.language);
    let said: Vec<&str> = caption.into_iter().chain(credit.as_deref()).collect();
    let still = parts.lead().and_then(Object::largest).filter(|_| role == "video");
    Some(Component {
        role,
        url: Some(object.default()?.url.to_string()),
        still: still.map(|size| size.url.to_string()),
        caption: Some(said.join(" ")).filter(|said| !said.is_empty()),
        spoken: object.media.alt.as_deref().map(str::trim).filter(|alt| !alt.is_empty()).map(str::to_owned),
        explicit: object.media.rating.as_deref().map(|rating| rating == "adult"),
        ..Component::default()
    })
}

/// A body being taken apart.
#[derive(Default)]
struct Body {
    all: Vec<Component>,
    /// Paragraphs and lists that become one text.
    text: String,
    /// Words and what stands within lines, that become a paragraph.
    line: String,
}

impl Body {
    fn blocks(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => html::escape(&mut self.line, text),
                Piece::Element(element) => self.block(element),
            }
        }
    }

    fn block(&mut self, element: &Element) {
        match &*element.name {
            "p" => {
                self.end_line();
                inline(&element.pieces, &mut self.line);
                self.end_line();
                self.within(element);
            }
            "ul" | "ol" | "pre" => {
                self.end_line();
                inline_element(element, &mut self.text);
                self.within(element);
            }
            name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                const HEADINGS: [&str; 6] = ["heading1", "heading2", "heading3", "heading4", "heading5", "heading6"];
                let level = usize::from(name.as_bytes()[1] - b'1');
                self.put(Component::plain(HEADINGS[level], &tree::text(&element.pieces)));
                self.within(element);
            }
            "blockquote" => {
                let mut text = String::new();
                inline(&element.pieces, &mut text);
                let quote = Component { role: "quote", text: Some((text, true)), ..Component::default() };
                self.put(Some(quote).filter(|_| !tree::text(&element.pieces).trim().is_empty()));
                self.within(element);
            }
            "hr" => self.put(Some(Component { role: "divider", ..Component::default() })),
            "table" => {
                let mut html = String::new();
                tree::element_as_xml(element, &mut html);
                self.put(Some(Component { role: "htmltable", html: Some(html), ..Component::default() }));
            }
            "figure" => self.figure(element),
            "img" | "iframe" | "video" | "audio" => self.shown(element),
            "figcaption" => {
                let caption = Component::plain("caption", &tree::text(&element.pieces));
                self.put(caption);
            }
            name if IN_TEXT.contains(&name) => {
                inline_element(element, &mut self.line);
                self.within(element);
            }
            "source" | "track" | "script" | "style" | "template" | "math" | "svg" => {}
            _ => {
                let is_line =
                    ["span", "small", "mark", "u", "q", "cite", "time", "abbr", "picture"].contains(&&*element.name);
                if !is_line {
                    self.end_line();
                }
                self.blocks(&element.pieces);
                if !is_line {
                    self.end_line();
                }
            }
        }
    }

    /// What is shown within a text comes after it.
    fn within(&mut self, element: &Element) {
        for piece in &element.pieces {
            let Piece::Element(inner) = piece else { continue };
            match &*inner.name {
                "img" | "iframe" | "video" | "audio" => self.shown(inner),
                "table" | "figure" => self.block(inner),
                _ => self.within(inner),
            }
        }
    }

    /// A picture or film with its caption, which stands below it, too.
    fn figure(&mut self, figure: &Element) {
        let is_caption = |piece: &&Piece| matches!(piece, Piece::Element(element) if element.name == "figcaption");
        self.flush();
        let from = self.all.len();
        for piece in figure.pieces.iter().filter(|piece| !is_caption(piece)) {
            self.blocks(std::slice::from_ref(piece));
        }
        self.flush();
        let caption = figure.pieces.iter().find(is_caption);
        let caption =
            caption.and_then(|caption| Component::plain("caption", &tree::text(std::slice::from_ref(caption))));
        let words = caption.as_ref().and_then(|caption| caption.text.as_ref()).map(|(text, _)| text.clone());
        let shown = self.all[from..].iter_mut().filter(|one| matches!(one.role, "photo" | "video" | "audio"));
        shown.filter(|one| one.caption.is_none()).for_each(|one| one.caption.clone_from(&words));
        self.all.extend(caption);
    }

    /// A picture, a film, a sound, or a page of another site.
    fn shown(&mut self, element: &Element) {
        let of_source = || {
            let is_source = |piece: &&Element| piece.name == "source";
            let sources = element.pieces.iter().filter_map(|piece| match piece {
                Piece::Element(element) => Some(element),
                Piece::Text(_) => None,
            });
            sources.filter(is_source).find_map(|source| source.attribute("src"))
        };
        let Some(url) = element.attribute("src").or_else(of_source).filter(|url| url.starts_with("http")) else {
            return;
        };
        let spoken = element.attribute("alt").or_else(|| element.attribute("title")).map(str::to_owned);
        let role = match &*element.name {
            "img" => "photo",
            "video" => "video",
            "audio" => "audio",
            _ => match EMBEDS.iter().find(|(start, _)| url.starts_with(start)) {
                Some((_, role)) => role,
                // What Apple News cannot show is linked.
                None => {
                    self.end_line();
                    let mut link = "<a href=\"".to_owned();
                    html::escape(&mut link, url);
                    link.push_str("\">");
                    html::escape(&mut link, spoken.as_deref().unwrap_or(url));
                    link.push_str("</a>");
                    self.line.push_str(&link);
                    self.end_line();
                    return;
                }
            },
        };
        let still = element.attribute("poster").filter(|_| role == "video").map(str::to_owned);
        let spoken = spoken.filter(|_| matches!(role, "photo" | "video" | "audio"));
        self.put(Some(Component { role, url: Some(url.to_owned()), still, spoken, ..Component::default() }));
    }

    /// A component, after the text before it.
    fn put(&mut self, component: Option<Component>) {
        self.flush();
        self.all.extend(component);
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !crate::article::markup::text(&line).trim().is_empty() {
            self.text.push_str("<p>");
            self.text.push_str(line.trim());
            self.text.push_str("</p>");
        }
    }

    fn flush(&mut self) {
        self.end_line();
        let text = std::mem::take(&mut self.text);
        if !text.is_empty() {
            self.all.push(Component { role: "body", text: Some((text, true)), ..Component::default() });
        }
    }
}

/// Appends what stands within lines as the HTML that Apple News knows; of other elements what is in them.
fn inline(pieces: &[Piece], out: &mut String) {
    for piece in pieces {
        match piece {
            Piece::Text(text) => html::escape(out, text),
            Piece::Element(element) => inline_element(element, out),
        }
    }
}

fn inline_element(element: &Element, out: &mut String) {
    if element.name == "br" {
        return out.push_str("<br>");
    }
    if matches!(&*element.name, "table" | "figure" | "img" | "iframe" | "video" | "audio" | "script" | "style") {
        return;
    }
    // A link that leads nowhere for readers of Apple News is none.
    let link = element.attribute("href").filter(|href| href.starts_with("http") || href.starts_with("mailto:"));
    let is_known = IN_TEXT.contains(&&*element.name) && (element.name != "a" || link.is_some());
    if is_known {
        out.push('<');
        out.push_str(&element.name);
        if let Some(href) = link.filter(|_| element.name == "a") {
            out.push_str(" href=\"");
            html::escape(out, href);
            out.push('"');
        }
        out.push('>');
    }
    inline(&element.pieces, out);
    if is_known {
        out.push_str("</");
        out.push_str(&element.name);
        out.push('>');
    }
}
