//! The visible body: the prepared one, with the pictures it does not show yet and their credits.

use std::ops::Range;

use memchr::memmem;

use super::parts::{Object, Wants};
use super::xml::{clean, digits};
use crate::article::scan::{is, marks};
use crate::article::{Article, Media};
use crate::body::Prepared;
use crate::credit;

/// A body in pieces: what was added stands before, after and in places within the prepared one,
/// which is not copied.
#[derive(Debug)]
pub(super) struct Visible<'a> {
    before: String,
    main: &'a str,
    /// Credits of pictures that `main` shows: where, and what; in order.
    within: Vec<(usize, String)>,
    after: String,
}

impl<'a> Visible<'a> {
    /// Adds to a body the correction where asked for, a figure for each picture it does not show, the
    /// leading one first, and to those it shows without naming who made them their credits.
    pub(super) fn new(
        article: &Article,
        body: &'a Prepared,
        objects: &[Object<'_>],
        language: Option<&str>,
        (corrections, lead_stands): (bool, bool),
        wants: Wants,
    ) -> Self {
        let main = body.html.trim();
        let blanks = body.html.len() - body.html.trim_start().len();
        let (mut before, mut after, mut within) = (String::new(), String::new(), Vec::new());
        if let Some(correction) = article.correction.as_deref().filter(|c| corrections && !c.trim().is_empty()) {
            before.push_str("<p class=\"correction\"><strong>");
            before.push_str(correction_label(language));
            before.push_str("</strong> ");
            escape(&mut before, correction.trim());
            before.push_str("</p>\n");
        }
        let lead = article.lead().map(std::ptr::from_ref);
        let mut placed: Vec<&str> = Vec::new();
        let mut loose: Vec<String> = Vec::new();
        for leading in [true, false] {
            for object in
                objects.iter().filter(|o| o.is_picture() && (lead == Some(std::ptr::from_ref(o.media))) == leading)
            {
                if let Some(tag) = &object.shown {
                    let Some(credit) = missing_credit(main, object.media, language) else { continue };
                    let tag = tag.start.saturating_sub(blanks)..tag.end.saturating_sub(blanks);
                    if let Some((at, open, close)) = beside_picture(main, tag) {
                        let mut text = String::with_capacity(credit.len() + 128);
                        text.push_str(open);
                        credit_element(&mut text, &credit, wants);
                        within.push((at, text + close));
                    } else if !loose.contains(&credit) {
                        after.push_str("<p>");
                        credit_element(&mut after, &credit, wants);
                        after.push_str("</p>\n");
                        loose.push(credit);
                    }
                } else if (lead_stands || !leading) && !object.default().is_some_and(|s| placed.contains(&&*s.url)) {
                    figure(if leading { &mut before } else { &mut after }, object, language, wants);
                    placed.extend(object.default().map(|s| &*s.url));
                }
            }
        }
        if !before.is_empty() && main.is_empty() && after.is_empty() {
            before.pop();
        }
        if !after.is_empty() {
            after.pop();
            if !main.is_empty() && !main.ends_with('\n') {
                after.insert(0, '\n');
            }
        }
        within.sort_by_key(|(at, _)| *at);
        Self { before, main, within, after }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.before.is_empty() && self.main.is_empty() && self.after.is_empty()
    }

    /// The pieces, to be written one after the other.
    pub(super) fn pieces(&self) -> impl Iterator<Item = &str> + Clone {
        let mut from = 0;
        let parts = self.within.iter().flat_map(move |(at, text)| {
            let part = &self.main[from..*at];
            from = *at;
            [part, text]
        });
        let last = self.within.last().map_or(0, |(at, _)| *at);
        std::iter::once(&*self.before).chain(parts).chain([&self.main[last..], &self.after])
    }
}

/// A picture with its caption and credit; one without an address keeps the two.
fn figure(out: &mut String, object: &Object<'_>, language: Option<&str>, wants: Wants) {
    out.reserve(1024);
    let media = object.media;
    let caption = media.caption.as_deref().map(str::trim).filter(|c| !c.is_empty());
    let credit = visible_credit(media, language);
    let size = object.default();
    if size.is_none() && caption.is_none() && credit.is_none() {
        return;
    }
    out.push_str("<figure>");
    if let Some(size) = size {
        out.push_str("<img src=\"");
        escape(out, &size.url);
        out.push_str("\" alt=\"");
        escape(out, media.alt.as_deref().unwrap_or_default().trim());
        out.push('"');
        for (name, value) in [("width", size.width), ("height", size.height)] {
            if let Some(value) = value.filter(|v| *v > 0) {
                out.push(' ');
                out.push_str(name);
                out.push_str("=\"");
                out.push_str(digits(&mut [0; 20], u64::from(value)));
                out.push('"');
            }
        }
        out.push('>');
    }
    if caption.is_some() || credit.is_some() {
        out.push_str("<figcaption>");
        if let Some(caption) = caption {
            escape(out, caption);
            out.push_str(if credit.is_some() { " " } else { "" });
        }
        if let Some(credit) = credit {
            credit_element(out, &credit, wants);
        }
        out.push_str("</figcaption>");
    }
    out.push_str("</figure>\n");
}

/// The credit of a picture that the body shows, unless the body names it already.
fn missing_credit(main: &str, media: &Media, language: Option<&str>) -> Option<String> {
    let credit = visible_credit(media, language)?;
    let line = media.credit_line.as_deref().map_or(credit.as_str(), str::trim);
    let shows = |text: &str| memmem::find(main.as_bytes(), text.as_bytes()).is_some();
    let mut makers = media.credits.iter().map(|c| c.name.trim()).filter(|n| !n.is_empty()).peekable();
    let any = makers.peek().is_some();
    match makers.find(|name| !shows(name)) {
        None if any => return None,
        // Where a name does not stand, no line with the name does.
        Some(name) if line.contains(name) && escaped(name) == name => {}
        _ => {
            let escaped = escaped(line);
            if shows(line) || (escaped != line && shows(&escaped)) {
                return None;
            }
        }
    }
    Some(credit)
}

/// Where in a body the credit of a picture belongs, by the picture's tag, and what stands around it:
/// in the caption of its figure, else right behind it. `None` where it has no place of its own.
fn beside_picture(main: &str, tag: Range<usize>) -> Option<(usize, &'static str, &'static str)> {
    let mut at = tag.end;
    let name = main.get(tag)?;
    if name.starts_with("<source") {
        at += main[at..].find("</picture>")?;
    } else if !name.starts_with("<img") {
        return None;
    }
    let stands = |at: usize, what: &str| main.as_bytes()[at..].starts_with(what.as_bytes());
    let is_figure = |at: &usize| stands(*at, "<figure>") || stands(*at, "<figure ");
    if let Some(open) = memchr::memrchr_iter(b'<', &main.as_bytes()[..at]).find(is_figure) {
        let (mut pictures, mut caption) = (0, None);
        for tag in memchr::memchr_iter(b'<', &main.as_bytes()[open..]).map(|i| open + i) {
            if stands(tag, "<img") {
                pictures += 1;
            } else if stands(tag, "</figcaption>") {
                caption = caption.or(Some(tag));
            } else if stands(tag, "</figure>") {
                if tag < at {
                    break;
                }
                return match caption {
                    _ if pictures > 1 => None,
                    Some(caption) => Some((caption, " ", "")),
                    None => Some((tag, "<figcaption>", "</figcaption>")),
                };
            }
        }
    }
    // Not within a link or the picture's element.
    for close in ["</picture>", "</a>"] {
        let rest = main[at..].trim_start();
        if rest.starts_with(close) {
            at = main.len() - rest.len() + close.len();
        }
    }
    Some((at, "<br>", ""))
}

fn credit_element(out: &mut String, credit: &str, wants: Wants) {
    out.push_str(if wants.msn { "<span class=\"copyright\">" } else { "<span class=\"credit\">" });
    escape(out, credit);
    out.push_str("</span>");
}

/// The credit as people see it: the line, with a label in the article's language in front where
/// it has none.
pub(super) fn visible_credit(media: &Media, language: Option<&str>) -> Option<String> {
    let text = credit_text(media)?;
    let options = credit::Options { language, ..credit::Options::default() };
    // Names that the record gives one by one have no label among them.
    let has_line = media.credit_line.as_deref().is_some_and(|line| !line.trim().is_empty());
    if has_line && media.labelled.unwrap_or_else(|| credit::parse(&text, &options).is_labelled()) {
        return Some(text);
    }
    let label = credit::visible_label(media.kind, language.unwrap_or("en"));
    Some([label.trim_end_matches(':'), ": ", &text].concat())
}

/// The credit line, or where the record has only names, these one after the other.
pub(super) fn credit_text(media: &Media) -> Option<String> {
    if let Some(line) = media.credit_line.as_deref().map(str::trim).filter(|l| !l.is_empty()) {
        return Some(line.to_owned());
    }
    let names: Vec<&str> = media.credits.iter().map(|c| c.name.trim()).filter(|n| !n.is_empty()).collect();
    (!names.is_empty()).then(|| names.join(" / "))
}

/// What stands before a correction, in the article's language.
fn correction_label(language: Option<&str>) -> &'static str {
    match language.unwrap_or("en").split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "de" => "Berichtigung:",
        "fr" => "Rectificatif :",
        "es" => "Corrección:",
        "it" => "Rettifica:",
        "pt" => "Correção:",
        "nl" => "Correctie:",
        "sv" => "Rättelse:",
        "da" | "nb" | "nn" | "no" => "Rettelse:",
        "fi" => "Oikaisu:",
        "pl" => "Sprostowanie:",
        "cs" => "Oprava:",
        "uk" => "Виправлення:",
        "ru" => "Исправление:",
        "el" => "Διόρθωση:",
        "tr" => "Düzeltme:",
        "ja" => "訂正：",
        "zh" => "更正：",
        _ => "Correction:",
    }
}

/// Plain text as HTML.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    escape(&mut out, text);
    out
}

/// Appends plain text as HTML, or XML: what it may not hold is left out.
pub(super) fn escape(out: &mut String, text: &str) {
    let text = clean(text);
    let mut from = 0;
    let marked = |block| is(block, b'&') | is(block, b'<') | is(block, b'>') | is(block, b'"');
    for at in marks(text.as_bytes(), marked) {
        out.push_str(&text[from..at]);
        out.push_str(match text.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credit_stands_where_readers_see_whose_picture_it_is() {
        for (body, expected) in [
            (
                "<p>a</p><figure><img src=\"p\"></figure>b",
                "<p>a</p><figure><img src=\"p\"><figcaption>©</figcaption></figure>b",
            ),
            (
                "<figure><img src=\"p\"><figcaption>c</figcaption></figure>",
                "<figure><img src=\"p\"><figcaption>c ©</figcaption></figure>",
            ),
            (
                "<figure class=\"x\"><figcaption>c</figcaption><img src=\"p\"></figure>",
                "<figure class=\"x\"><figcaption>c ©</figcaption><img src=\"p\"></figure>",
            ),
            (
                "<figure><img src=\"o\"></figure><p><img src=\"p\"></p>",
                "<figure><img src=\"o\"></figure><p><img src=\"p\"><br>©</p>",
            ),
            ("<p><a href=\"x\"><img src=\"p\"></a> a</p>", "<p><a href=\"x\"><img src=\"p\"></a><br>© a</p>"),
            (
                "<a href=\"x\"><picture><source srcset=\"o\"><img src=\"p\"> </picture></a>",
                "<a href=\"x\"><picture><source srcset=\"o\"><img src=\"p\"> </picture></a><br>©",
            ),
        ] {
            let start = body.find("<img src=\"p").unwrap();
            let (at, open, close) = beside_picture(body, start..start + "<img src=\"p\">".len()).unwrap();
            assert_eq!(format!("{}{open}©{close}{}", &body[..at], &body[at..]), expected);
        }
        // Which of several is meant could not be told; a video's poster is no picture of its own.
        assert_eq!(beside_picture("<figure><img src=\"o\"><img src=\"p\"></figure>", 21..34), None);
        assert_eq!(beside_picture("<video poster=\"p\"></video>", 0..18), None);
        assert_eq!(beside_picture("<picture><source srcset=\"p\"><img src=\"o\"></picture>", 9..28).unwrap().0, 51);
    }

    #[test]
    fn a_label_stands_before_a_line_only_where_it_has_none() {
        let shown = |line: &str, language: &str| {
            visible_credit(&Media { credit_line: Some(line.to_owned()), ..Media::default() }, Some(language)).unwrap()
        };
        for (line, language) in [
            ("Photo: Ilse Varga", "en"),
            ("(Foto: dpa)", "de"),
            ("© Nordlicht Press", "en"),
            ("(c) Nordlicht Press", "en"),
            ("Photo by Bo Lind", "en"),
            ("Cartoon by Bo Lind", "en"),
            ("Kamera: Bo Lind", "de"),
            ("写真：共同", "ja"),
            ("港田花子撮影", "ja"),
            ("V. Nendrės / BNS nuotr.", "lt"),
        ] {
            assert_eq!(shown(line, language), line);
        }
        for (line, language, label) in [
            ("Ilse Varga/AFP", "en", "Photo"),
            ("picture alliance/dpa | Ilse Varga", "de", "Foto"),
            ("Imago / Bo Lind", "sv", "Foto"),
            ("dpa", "nl", "Foto"),
        ] {
            assert_eq!(shown(line, language), format!("{label}: {line}"));
        }
    }
}
