//! Takes labels off the start of a segment: "Photo:", "Foto von", "Courtesy of", "©".

use std::ops::Range;

use super::Reader;
use crate::credit::PictureKind;
use crate::credit::lexicon::fold;
use crate::credit::phrases::{flag, label_end, prefix, skip_year, starts_upper};
use crate::credit::segments::{Sep, trim};
use crate::credit::shape::{Shape, shape};
use crate::credit::words::{self, Cue};

/// How often labels are taken off one segment.
const LABELS: usize = 6;

/// What is left of a segment behind a label.
enum Left {
    /// It may begin with another label.
    More(Range<usize>),
    /// It is done with labels.
    All(Range<usize>),
}

/// A label at the start of a segment.
struct Label<'a> {
    /// The segment.
    range: Range<usize>,
    /// The label's end, in bytes of the segment.
    end: usize,
    text: &'a str,
    /// What stands behind it.
    rest: Range<usize>,
    after: &'a str,
    /// The end of "by" or the like at the start of the rest.
    by: Option<usize>,
}

impl Label<'_> {
    fn span(&self) -> Range<usize> {
        self.range.start..self.range.start + self.end
    }
}

impl<'a> Reader<'a> {
    /// Takes labels off the start of a segment.
    pub(super) fn label_before(&mut self, mut range: Range<usize>, sep: Sep) -> Range<usize> {
        for _ in 0..LABELS {
            match self.one_label(range, sep) {
                Left::More(rest) => range = rest,
                Left::All(rest) => return rest,
            }
        }
        range
    }

    fn one_label(&mut self, range: Range<usize>, sep: Sep) -> Left {
        let text = self.of(&range);
        if text.is_empty() || self.lexicon.class(text).is_some() {
            return Left::All(range);
        }
        if let Some(kind) = words::label(text) {
            return Left::All(self.label_alone(range, sep, kind));
        }
        // 撮影・名前
        if let Some((head, tail)) = text.split_once(['・', '·'])
            && let Some(kind) = words::label(head)
        {
            self.set_label(range.start..range.start + head.len(), kind);
            return Left::More(trim(self.text, range.end - tail.len()..range.end));
        }
        match self.find_label(&range) {
            Some(label) => self.take_label(label, sep),
            None => Left::All(range),
        }
    }

    /// The whole segment is a label: a kind without a name, or one before a separator.
    fn label_alone(&mut self, range: Range<usize>, sep: Sep, kind: PictureKind) -> Range<usize> {
        let text = self.of(&range);
        if words::is(Cue::Copyright, text) {
            self.out.copyright = true;
        }
        let names_nobody = words::is(Cue::Handout, text) || words::is(Cue::Placeholder, text) && sep != Sep::Start;
        if names_nobody && kind == PictureKind::Unknown {
            return range;
        }
        self.label_flags(text);
        self.set_label(range.clone(), kind);
        range.end..range.end
    }

    /// The label at the start of a segment that goes on behind it.
    fn find_label(&self, range: &Range<usize>) -> Option<Label<'a>> {
        let text = self.of(range);
        if !words::may_open_label(text) {
            return None;
        }
        let end =
            prefix(text, |p| words::label(p).is_some() || words::is(Cue::Copyright, p) || words::is(Cue::Courtesy, p))?;
        // "Dr" before a name is a title; DR are rights reserved.
        if &text[..end] == "Dr" {
            return None;
        }
        let rest = trim(self.text, range.start + end..range.end);
        let after = self.of(&rest);
        let by = prefix(after, |p| words::is(Cue::By, p));
        Some(Label { range: range.clone(), end, text: &text[..end], rest, after, by })
    }

    fn take_label(&mut self, label: Label<'a>, sep: Sep) -> Left {
        let kind = words::label(label.text);
        if words::is(Cue::Copyright, label.text) {
            self.out.copyright = true;
            if kind.is_some() {
                self.set_label(label.span(), PictureKind::Unknown);
            }
            return Left::More(skip_year(self.text, label.rest));
        }
        if words::is(Cue::Courtesy, label.text) {
            return Left::All(self.take_courtesy(label, sep, kind));
        }
        let Some(kind) = kind else { return Left::All(label.range) };
        if kind == PictureKind::Ai {
            return Left::All(self.take_program(&label));
        }
        let ends_by = label.text.split_whitespace().next_back().is_some_and(|w| words::is(Cue::By, w));
        if let (Some(by), false) = (label.by, ends_by) {
            return self.take_by(label, sep, kind, by);
        }
        if ends_by || label.text.ends_with('.') || self.names_follow(&label, sep, kind) {
            self.label_flags(label.text);
            self.set_label(label.span(), kind);
            return Left::More(label.rest);
        }
        Left::All(label.range)
    }

    fn take_courtesy(&mut self, label: Label<'_>, sep: Sep, kind: Option<PictureKind>) -> Range<usize> {
        self.out.handout = true;
        self.courtesy = true;
        if let Some(kind) = kind {
            self.set_label(label.span(), kind);
        } else if self.out.label.is_none() && sep.is_strong() {
            self.out.label = Some(label.span());
        }
        match label.by {
            Some(by) => trim(self.text, label.rest.start + by..label.rest.end),
            None => label.rest,
        }
    }

    /// The program is no maker; a known house behind it is named as the one that used it.
    fn take_program(&mut self, label: &Label<'_>) -> Range<usize> {
        self.set_label(label.span(), PictureKind::Ai);
        let house = label
            .after
            .char_indices()
            .filter(|(_, c)| c.is_whitespace())
            .map(|(i, c)| i + c.len_utf8())
            .take(12)
            .find(|&i| self.lexicon.class(&label.after[i..]).is_some());
        let at = house.map_or(label.rest.end, |i| label.rest.start + i);
        let tool = trim(self.text, label.rest.start..at);
        self.drop_span(tool);
        at..label.rest.end
    }

    /// "Screenshot von", "Bild erstellt mit KI … durch": the label takes its small words with it.
    fn take_by(&mut self, label: Label<'_>, sep: Sep, kind: PictureKind, by: usize) -> Left {
        let stop = label.rest.start + by;
        let target = trim(self.text, stop..label.rest.end);
        if target.is_empty() {
            return Left::All(label.range);
        }
        self.label_flags(label.text);
        let start = label.range.start;
        let end = if sep.is_strong() { label_end(self.text, &label.range, label.end, stop) } else { start + label.end };
        self.set_label(start..end, kind);
        Left::More(target)
    }

    /// Whether what stands behind a label is named by it, though no "by" and no stop is between.
    fn names_follow(&self, label: &Label<'_>, sep: Sep, kind: PictureKind) -> bool {
        let (text, after) = (label.text, label.after);
        let of_picture = matches!(
            kind,
            PictureKind::Photo
                | PictureKind::Illustration
                | PictureKind::Graphic
                | PictureKind::Composite
                | PictureKind::Screenshot
                | PictureKind::Ai
        );
        let made = matches!(kind, PictureKind::Illustration | PictureKind::Graphic | PictureKind::Composite);
        let bare = sep != Sep::Slash;
        self.lexicon.class(after).is_some()
            || flag(after).is_some()
            // "Beeld Ilse Varga": a word for the picture before a person, blank between.
            || (of_picture || words::is(Cue::By, text) || text.chars().count() >= 4 && starts_upper(text))
                && bare
                && (shape(after) == Shape::Person || after.contains('@'))
            // "Foto Carabinieri"; "Photo Service" is a name.
            || matches!(fold(text).as_str(), "photo" | "photos" | "foto" | "fotos")
                && bare
                && self.language.is_some_and(|l| !l.starts_with("en"))
                && matches!(shape(after), Shape::Organisation(Cue::OrgBody | Cue::EndBody))
            || kind == PictureKind::Screenshot
            || self.labelled && made && bare && !self.out.names.is_empty()
    }

    /// What a label says besides its kind.
    pub(super) fn label_flags(&mut self, label: &str) {
        let low = fold(label);
        // "Archivfoto", "File photo", "Arkivfoto", "資料写真".
        if [
            "archiv",
            "arkiv",
            "archief",
            "file ",
            "archives",
            "资料",
            "資料",
            "자료",
            "архив",
            "أرشيف",
            "фото из архива",
        ]
        .iter()
        .any(|a| low.contains(a))
            && low != "자료"
        {
            self.out.archive = true;
        }
        if words::is(Cue::Copyright, label) {
            self.out.copyright = true;
        }
        if words::is(Cue::Handout, label)
            || [
                "提供",
                "제공",
                "supplied",
                "provided",
                "courtesy",
                "cortes",
                "divulga",
                "aimable",
                "genehmigung",
                "ustupljena",
            ]
            .iter()
            .any(|h| low.contains(h))
        {
            self.out.handout = true;
            self.courtesy = self.courtesy || !words::is(Cue::Handout, label) || low.contains("cortes");
        }
    }
}
