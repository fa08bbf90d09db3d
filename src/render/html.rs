//! The visible body: the prepared one, with the pictures it does not show yet and their credits.

use std::fmt::Write as _;

use memchr::memmem;

use super::parts::{Object, Wants};
use super::xml::clean;
use crate::article::{Article, Media, credit};
use crate::body::Prepared;

/// A body in pieces: what was added stands before and after the prepared one, which is not copied.
#[derive(Debug)]
pub(super) struct Visible<'a> {
    before: String,
    main: &'a str,
    after: String,
}

impl<'a> Visible<'a> {
    /// Adds to a body the correction where asked for, a figure for each picture it does not show, the
    /// leading one first, and the credits of those it shows without naming who made them.
    pub(super) fn new(
        article: &Article,
        body: &'a Prepared,
        objects: &[Object<'_>],
        language: Option<&str>,
        corrections: bool,
        wants: Wants,
    ) -> Self {
        let main = body.html.trim();
        let (mut before, mut after) = (String::new(), String::new());
        if let Some(correction) = article.correction.as_deref().filter(|c| corrections && !c.trim().is_empty()) {
            before.push_str("<p class=\"correction\"><strong>");
            before.push_str(correction_label(language));
            before.push_str("</strong> ");
            escape(&mut before, correction.trim());
            before.push_str("</p>\n");
        }
        let lead = article.lead().map(std::ptr::from_ref);
        let mut placed: Vec<&str> = Vec::new();
        for leading in [true, false] {
            for object in
                objects.iter().filter(|o| o.is_picture() && (lead == Some(std::ptr::from_ref(o.media))) == leading)
            {
                if object.shown {
                    late_credit(&mut after, main, object.media, language, wants);
                } else if !object.default().is_some_and(|s| placed.contains(&&*s.url)) {
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
        Self { before, main, after }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.before.is_empty() && self.main.is_empty() && self.after.is_empty()
    }

    /// The pieces, to be written one after the other.
    pub(super) fn pieces(&self) -> [&str; 3] {
        [&self.before, self.main, &self.after]
    }
}

/// A picture with its caption and credit; one without an address keeps the two.
fn figure(out: &mut String, object: &Object<'_>, language: Option<&str>, wants: Wants) {
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
                let _ = write!(out, " {name}=\"{value}\"");
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
fn late_credit(out: &mut String, main: &str, media: &Media, language: Option<&str>, wants: Wants) {
    let Some(credit) = visible_credit(media, language) else { return };
    let line = media.credit_line.as_deref().map_or(credit.as_str(), str::trim);
    let mut escaped = String::new();
    escape(&mut escaped, line);
    let finder = memmem::Finder::new(line);
    let escaped = (escaped != line).then(|| memmem::Finder::new(&escaped).into_owned());
    let stands_in =
        |text: &str| [Some(&finder), escaped.as_ref()].into_iter().flatten().any(|f| f.find(text.as_bytes()).is_some());
    let mut makers = media.credits.iter().map(|c| c.name.trim()).filter(|n| !n.is_empty()).peekable();
    let all_named = makers.peek().is_some() && makers.all(|n| memmem::find(main.as_bytes(), n.as_bytes()).is_some());
    if stands_in(main) || stands_in(out) || all_named {
        return;
    }
    out.push_str("<p>");
    credit_element(out, &credit, wants);
    out.push_str("</p>\n");
}

fn credit_element(out: &mut String, credit: &str, wants: Wants) {
    out.push_str(if wants.msn { "<span class=\"copyright\">" } else { "<span class=\"credit\">" });
    escape(out, credit);
    out.push_str("</span>");
}

/// The credit as people see it: the line, with a label in the article's language in front where
/// it has none.
fn visible_credit(media: &Media, language: Option<&str>) -> Option<String> {
    let line = credit_text(media)?;
    if is_labelled(&line) {
        return Some(line);
    }
    let label = credit::visible_label(media.kind, language.unwrap_or("en"));
    Some(format!("{}: {line}", label.trim_end_matches(':')))
}

/// How words begin that say what a picture is or whose it is, in the languages of most newsrooms.
const LABEL_STEMS: [&str; 28] = [
    "photo",
    "foto",
    "fot.",
    "fotó",
    "fotka",
    "fotografie",
    "bild",
    "image",
    "picture",
    "illustration",
    "zeichnung",
    "grafik",
    "graphic",
    "infografik",
    "montage",
    "composite",
    "screenshot",
    "video",
    "credit",
    "copyright",
    "courtesy",
    "ảnh",
    "фото",
    "φωτο",
    "写真",
    "图",
    "사진",
    "صورة",
];

/// Whether a credit line says itself what it is: by a colon near its start, a copyright sign, or
/// its first word. The parser would say so more exactly, at the price of writing a whole item.
fn is_labelled(line: &str) -> bool {
    let text = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
    if text.starts_with('©') || line.starts_with("(c)") || line.starts_with("(C)") {
        return true;
    }
    if text.chars().take(30).any(|c| matches!(c, ':' | '：')) {
        return true;
    }
    let first: String = text.chars().take_while(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    LABEL_STEMS.iter().any(|stem| first.starts_with(stem))
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

/// Appends plain text as HTML.
fn escape(out: &mut String, text: &str) {
    let text = clean(text);
    let mut from = 0;
    for (at, b) in text.bytes().enumerate() {
        let reference = match b {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(reference);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_a_label_is_told_from_one_without() {
        for line in
            ["Photo: Ilse Varga", "(Foto: dpa)", "© Nordlicht Press", "Photo by Bo Lind", "写真：共同", "Фото Тарас"]
        {
            assert!(is_labelled(line), "{line}");
        }
        for line in ["Ilse Varga/AFP", "Nordlicht Press", "Imago / Bo Lind", "dpa"] {
            assert!(!is_labelled(line), "{line}");
        }
    }
}
