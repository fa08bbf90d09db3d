//! Plain text as newspapers send it.
//!
//! The first line is the headline. Near the top a line may be the byline. Paragraphs stand between
//! blank lines. A short line without closing punctuation, or a question, alone between paragraphs
//! is a subheading. A line that ends in a photo credit is a picture's caption and credit; the same
//! caption alone in the paragraph before it is its alternative text.

use std::borrow::Cow;

use super::{Format, Split, toml};
use crate::article::Location;
use crate::article::{Media, Medium};
use crate::credit::{self, Lexicon};
use crate::source::byline;
use crate::source::notation::PLAIN;
use crate::source::read::{Job, Stretch};
use crate::source::record::{self, Aim, Record};
use crate::source::supply::bytes::unmarked;
use crate::source::value::clean;

/// A text; further fields stand in a sidecar.
pub(super) static FORMAT: Format = Format {
    name: "text",
    says: "Plain text as newspapers send it",
    endings: &["txt", "text"],
    roots: &[],
    beside: Some("toml"),
    pages: false,
    split: Split::Whole,
    notation: &PLAIN,
    record,
};

/// Reads a text with its sidecar.
fn record(job: &mut Job<'_, '_>, stretch: &Stretch<'_>, at: Location) {
    let sidecar = job.beside.take().unwrap_or_default();
    let name = job.about.facts.path;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let side = Stretch::whole(format!("{stem}.toml").into(), unmarked(&sidecar), &toml::NOTATION);
    let node = match side.tree(None) {
        Ok(node) => node,
        Err(diagnostic) => return job.unusable(diagnostic),
    };
    let (mut record, faults) = record::read(&node, &job.reading());
    let site = job.about.site;
    let options = Options {
        language: record.language.as_deref().or(site.language.as_deref()),
        lexicon: &site.lexicon,
        recase: site.recase,
    };
    let article = read(stretch.text(), &options);
    let language = record.language.take();
    article.merge_into(&mut record, job.aim);
    record.language = language;
    if let Some((diagnostic, line)) = job.obey_lines(&mut record, stretch.text().as_bytes())
        && job.aim == Aim::Stub
    {
        job.report(stretch.at(diagnostic, line));
    }
    let place = if faults.is_empty() { stretch } else { &side };
    job.finish(record, faults, place, at);
}

/// How a text is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options<'o> {
    /// Language of credit lines, where known.
    pub(crate) language: Option<&'o str>,
    /// Known agencies.
    pub(crate) lexicon: &'o Lexicon,
    /// Folds names in capitals.
    pub(crate) recase: bool,
}

/// What a text says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Newspaper {
    pub(crate) title: Option<String>,
    pub(crate) subtitle: Option<String>,
    pub(crate) byline: Option<String>,
    /// The body as HTML.
    pub(crate) body: String,
    /// Pictures by caption and credit; their addresses are the sidecar's to tell.
    pub(crate) media: Vec<Media>,
}

enum Part {
    Paragraph(String),
    Subheading(String),
    Picture(Box<Media>),
}

/// Subheadings are no longer than this, in characters.
const MAX_SUBHEADING: usize = 80;

/// A question alone on its line may be longer.
const MAX_QUESTION: usize = 140;

/// How many lines from the top a byline is looked for.
const BYLINE_BLOCKS: usize = 4;

/// Reads a text.
pub(crate) fn read(text: &str, options: &Options<'_>) -> Newspaper {
    let mut blocks = blocks(text);
    let mut out = Newspaper::default();
    let Some(first) = blocks.first_mut() else {
        return out;
    };
    out.title = Some(clean(Cow::Borrowed(first.remove(0))).into_owned());
    // What stands right under the headline is its second line, unless it is the byline or text.
    if let [line] = first[..]
        && !byline::is_byline(line)
        && !closed(line)
        && line.chars().count() <= MAX_QUESTION
        && credit_in(line, options).is_none()
    {
        out.subtitle = Some(clean(Cow::Borrowed(line)).into_owned());
        first.clear();
    }
    for block in blocks.iter_mut().take(BYLINE_BLOCKS) {
        let Some(i) = block.iter().position(|line| byline::is_byline(line)) else { continue };
        if i == 0 || block.len() == i + 1 {
            out.byline = Some(clean(Cow::Borrowed(block.remove(i))).into_owned());
            break;
        }
    }
    blocks.retain(|b| !b.is_empty());
    let parts = parts(&blocks, options);
    for part in parts {
        let (tag, text) = match part {
            Part::Paragraph(text) => ("p", text),
            Part::Subheading(text) => ("h2", text),
            Part::Picture(media) => {
                out.media.push(*media);
                continue;
            }
        };
        if !out.body.is_empty() {
            out.body.push('\n');
        }
        element(&mut out.body, tag, &text);
    }
    if let Some(first) = out.media.first_mut() {
        first.lead = true;
    }
    out
}

/// Runs of lines between blank ones, lines trimmed.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks = vec![Vec::new()];
    for line in text.lines().flat_map(|l| l.split('\r')) {
        let line = line.trim();
        if !line.is_empty() {
            blocks.last_mut().expect("there is always a block").push(line);
        } else if blocks.last().is_some_and(|b| !b.is_empty()) {
            blocks.push(Vec::new());
        }
    }
    blocks.retain(|b| !b.is_empty());
    blocks
}

fn parts(blocks: &[Vec<&str>], options: &Options<'_>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::with_capacity(blocks.len());
    for (i, block) in blocks.iter().enumerate() {
        if let Some(picture) = picture(block, options) {
            let mut picture = picture;
            // The same caption alone before it.
            if let (Some(Part::Paragraph(before) | Part::Subheading(before)), Some(caption)) =
                (parts.last(), &picture.caption)
                && same_words(before, caption)
            {
                picture.alt = Some(before.clone());
                parts.pop();
            }
            parts.push(Part::Picture(Box::new(picture)));
            continue;
        }
        let text = clean(Cow::Owned(block.join(" "))).into_owned();
        let between = !parts.is_empty() && i + 1 < blocks.len();
        if block.len() == 1 && between && is_subheading(&text) {
            parts.push(Part::Subheading(text));
        } else {
            parts.push(Part::Paragraph(text));
        }
    }
    parts
}

fn is_subheading(line: &str) -> bool {
    let length = line.chars().count();
    let sentences = line.matches(['.', '!', '?']).count();
    let question = line.ends_with('?') && sentences == 1 && length <= MAX_QUESTION;
    let bare = !closed(line) && length <= MAX_SUBHEADING;
    let dash = line.starts_with(['-', '–', '—', '•', '*', '·']);
    (question || bare) && !dash && line.contains(char::is_alphabetic)
}

/// Whether a line ends as a sentence, a quotation or a list does.
fn closed(line: &str) -> bool {
    // A quotation that is the whole line is one without a stop of its own.
    let marks = ['"', '”', '“', '„', '»', '«', '›', '‹', '’', '‘', '\''];
    let inner = line.trim_matches(marks).trim();
    if line.starts_with(marks) && line.ends_with(marks) && !inner.contains(marks) {
        return closed(inner);
    }
    line.ends_with(['.', '!', '?', ':', ';', ',', '…', '"', '”', '“', '»', '«', '’', '\'', ')', ']'])
}

/// Words that announce whose the picture is; they may end a compound (`Archivfoto`).
const LABELS: [&str; 27] = [
    "photo",
    "photos",
    "foto",
    "fotos",
    "bild",
    "bilder",
    "picture",
    "pictures",
    "image",
    "images",
    "photograph",
    "photographer",
    "fotograf",
    "fotografin",
    "fotó",
    "fotografía",
    "fotografia",
    "crédit",
    "credit",
    "crédito",
    "credito",
    "фото",
    "zdjęcie",
    "kuva",
    "illustration",
    "grafik",
    "graphic",
];

/// Splits a line at its photo credit: the caption before it, and the credit from its label on.
fn credit_in<'l>(line: &'l str, options: &Options<'_>) -> Option<(&'l str, &'l str)> {
    let read = credit::parse(line, &credit::Options { caption: true, ..credit_options(options) });
    if let Some(caption) = read.caption.filter(|c| c.len() < line.len())
        && read.label.is_some()
        && !read.parts.is_empty()
    {
        let credit = line[caption.len()..].trim_start_matches([' ', '(', '[', '|', '/', '\u{A0}']);
        let credit = credit.trim_end_matches([')', ']', ' ']);
        return Some((caption, credit));
    }
    let colons = line.match_indices(':').map(|(i, _)| i);
    let found = colons.filter_map(|colon| {
        let before = line[..colon].trim_end();
        let start = before
            .rfind([' ', '(', '[', '\u{A0}', '/', '|'])
            .map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
        let word = before[start..].to_lowercase();
        LABELS.iter().any(|l| word.ends_with(l)).then_some(start)
    });
    let colons = found.chain(line.match_indices('©').map(|(i, _)| i));
    let by = [" Photo by ", " Picture by ", "(Photo by ", " Foto von ", " Photo courtesy of "];
    let by = by.iter().filter_map(|mark| line.rfind(mark).map(|i| i + 1));
    let opening = ["Photo by ", "Picture by ", "Foto von "];
    let opening = opening.iter().filter(|mark| line.starts_with(**mark)).map(|_| 0);
    let start = colons.chain(by).chain(opening).max()?;
    let credit = line[start..].trim_end_matches([')', ']']).trim();
    let caption = line[..start].trim_end_matches(['(', '[', ' ', '|', '/', '\u{A0}']).trim();
    // A credit is names, not a sentence that happens to say "the photo: …".
    let (_, names) = credit.split_once([':', ' '])?;
    let words: Vec<_> = names.split([' ', '/', ',']).filter(|w| !w.is_empty()).collect();
    let small = words.iter().filter(|w| w.starts_with(|c: char| c.is_lowercase())).count();
    // One that is a line of its own may say "courtesy of the museum".
    let alone = caption.is_empty() && words.len() <= 8 && !closed(credit);
    // "© 2026 The Courier" is the text's own.
    let year = words.first().is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()));
    let plausible = !words.is_empty() && !year && words.len() <= 18 && (small * 2 <= words.len() || alone);
    let read = credit::parse(credit, &credit_options(options));
    (plausible && !read.parts.is_empty()).then_some((caption, credit))
}

fn credit_options<'o>(options: &Options<'o>) -> credit::Options<'o> {
    credit::Options { caption: false, language: options.language, lexicon: options.lexicon, recase: options.recase }
}

/// The picture that a block tells of: its last line ends in a credit, the lines before are caption.
fn picture(block: &[&str], options: &Options<'_>) -> Option<Media> {
    let (last, above) = block.split_last()?;
    let (caption, credit) = credit_in(last, options)?;
    let mut words = above.join(" ");
    if !caption.is_empty() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(caption);
    }
    let read = credit::parse(credit, &credit_options(options));
    Some(Media {
        medium: Medium::Image,
        caption: Some(clean(Cow::Owned(words)).into_owned()).filter(|c| !c.is_empty()),
        credit_line: Some(clean(Cow::Borrowed(credit)).into_owned()),
        credits: read.credits(),
        kind: read.kind,
        ..Media::default()
    })
}

/// Whether two texts say the same but for case, spacing and the stop at the end.
fn same_words(a: &str, b: &str) -> bool {
    let words = |t: &str| {
        let t = t.to_lowercase();
        t.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches(['.', ':', ' ']).to_owned()
    };
    words(a) == words(b)
}

fn element(out: &mut String, tag: &str, text: &str) {
    out.push('<');
    out.push_str(tag);
    out.push('>');
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out.push_str("</");
    out.push_str(tag);
    out.push('>');
}

/// Plain text as paragraphs: between blank lines, or where there is none, line by line.
pub(crate) fn paragraphs(text: &str) -> String {
    let blocks = blocks(text);
    let mut out = String::with_capacity(text.len() + 16);
    let lines: Vec<String> = match &blocks[..] {
        [only] => only.iter().map(|line| (*line).to_owned()).collect(),
        blocks => blocks.iter().map(|b| b.join(" ")).collect(),
    };
    for line in lines {
        if !out.is_empty() {
            out.push('\n');
        }
        element(&mut out, "p", &line);
    }
    out
}

impl Newspaper {
    /// Gives a record what its sidecar does not say. Pictures are matched in order.
    pub(crate) fn merge_into(self, record: &mut Record<'_>, aim: Aim) {
        record.title = record.title.take().or(self.title.map(Cow::Owned));
        record.byline = record.byline.take().or(self.byline.map(Cow::Owned));
        record.has_media |= !self.media.is_empty();
        if aim == Aim::Stub {
            return;
        }
        record.subtitle = record.subtitle.take().or(self.subtitle.map(Cow::Owned));
        if !self.body.is_empty() && record.body.is_none() {
            record.body = Some(Cow::Owned(self.body));
        }
        for (i, told) in self.media.into_iter().enumerate() {
            let Some(known) = record.media.get_mut(i) else {
                record.media.push(told);
                continue;
            };
            known.caption = known.caption.take().or(told.caption);
            known.alt = known.alt.take().or(told.alt);
            if known.credit_line.is_none() && known.credits.is_empty() {
                known.credits = told.credits;
                known.kind = told.kind;
            }
            known.credit_line = known.credit_line.take().or(told.credit_line);
            known.lead |= told.lead;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Role;
    use proptest::prelude::*;

    fn newspaper(text: &str) -> Newspaper {
        let options = Options { language: None, lexicon: Lexicon::builtin(), recase: false };
        read(text, &options)
    }

    const ARTICLE: &str = "Ferry returns after storm\n\nFrom the Harbour Courier editorial team\n\n\
        The ferry came back on Friday. Nobody\nwas hurt.\n\nThe ferry in the harbour\n\n\
        The ferry in the harbour. Photo: Ilse Varga / POOL / AFP\n\nA long night\n\n\
        \"We waited,\" said the captain.\n\nWhat happens now?\n\nThe crossing stays closed & dark.\n";

    #[test]
    fn a_newspapers_text_falls_into_its_parts() {
        let n = newspaper(ARTICLE);
        assert_eq!(n.title.as_deref(), Some("Ferry returns after storm"));
        assert_eq!(n.byline.as_deref(), Some("From the Harbour Courier editorial team"));
        assert_eq!(
            n.body,
            "<p>The ferry came back on Friday. Nobody was hurt.</p>\n<h2>A long night</h2>\n\
             <p>\"We waited,\" said the captain.</p>\n<h2>What happens now?</h2>\n\
             <p>The crossing stays closed &amp; dark.</p>"
        );
        let [picture] = &n.media[..] else { panic!("{:?}", n.media) };
        assert_eq!(picture.caption.as_deref(), Some("The ferry in the harbour."));
        assert_eq!(picture.alt.as_deref(), Some("The ferry in the harbour"));
        assert_eq!(picture.credit_line.as_deref(), Some("Photo: Ilse Varga / POOL / AFP"));
        assert!(picture.credits.iter().any(|c| c.role == Role::Photographer && c.name == "Ilse Varga"));
    }

    #[test]
    fn bylines_stand_near_the_top_only() {
        assert_eq!(newspaper("A\nVon Ann Bee\n\nText.\n").byline.as_deref(), Some("Von Ann Bee"));
        let n = newspaper("A\nB and C\n\nPar Zoé Dubois\n\nText.\n");
        assert_eq!((n.subtitle.as_deref(), n.byline.as_deref()), (Some("B and C"), Some("Par Zoé Dubois")));
        assert_eq!(newspaper("A\n\nOne.\n\nTwo.\n\nThree.\n\nFour.\n\nBy Ann Bee\n").byline, None);
    }

    #[test]
    fn a_sentence_about_a_photo_is_no_credit() {
        let n = newspaper("A\n\nOne.\n\nPolice showed the photo: it was taken at night by a passer-by who left.\n");
        assert_eq!(n.media, []);
        let n = newspaper("A\n\nOne.\n\nThe pier at dawn (Foto: Ann Bee/dpa)\n\nTwo.\n");
        assert_eq!(n.media[0].credit_line.as_deref(), Some("Foto: Ann Bee/dpa"));
        assert_eq!(n.media[0].caption.as_deref(), Some("The pier at dawn"));
        let n = newspaper("A\n\nOne.\n\nThe pier. © Ann Bee / Hans Lucas\n\nPhoto: Courtesy of the museum\n\nTwo.\n");
        let credits: Vec<_> = n.media.iter().map(|m| m.credit_line.as_deref().unwrap()).collect();
        assert_eq!(credits, ["© Ann Bee / Hans Lucas", "Photo: Courtesy of the museum"]);
        assert_eq!(n.body, "<p>One.</p>\n<p>Two.</p>");
    }

    #[test]
    fn a_quotation_alone_on_its_line_is_a_subheading_unless_it_has_a_stop() {
        let n = newspaper(
            "A\n\nOne.\n\n\"Nobody wants this\"\n\nTwo.\n\n„Das war knapp“\n\n\"It was close.\"\n\nHe said \"no\"\n\nTwo.\n",
        );
        let expected = "<p>One.</p>\n<h2>\"Nobody wants this\"</h2>\n<p>Two.</p>\n<h2>„Das war knapp“</h2>\n<p>\"It was close.\"</p>\n<p>He said \"no\"</p>\n<p>Two.</p>";
        assert_eq!(n.body, expected);
    }

    #[test]
    fn plain_bodies_become_paragraphs() {
        assert_eq!(paragraphs("a < b\nc\n\nd"), "<p>a &lt; b c</p>\n<p>d</p>");
        assert_eq!(paragraphs("a\nb"), "<p>a</p>\n<p>b</p>");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_none_gives_markup_of_its_own(text in "[A-Za-zé .?:/()<\n]{0,200}|\\PC{0,80}") {
            let n = newspaper(&text);
            let stripped = n.body.replace("<p>", "").replace("</p>", "").replace("<h2>", "").replace("</h2>", "");
            prop_assert!(!stripped.contains('<'));
        }
    }
}
