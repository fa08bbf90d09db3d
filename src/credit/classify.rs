//! Says what a segment is once its labels are off: a known name, a flag, a person, a body.

mod steps;

use std::ops::Range;

use super::PictureKind;
use super::lexicon::Class;
use super::phrases::{labels_length, prefix, skip_year, starts_upper, suffix};
use super::read::{Reader, What};
use super::segments::{Segment, Sep, trim};
use super::shape::{Script, Shape, script, shape};
use super::words::{self, Behind, Cue};

/// Codes that mean something else in one language than elsewhere: the office of Brazil's president, picture
/// alliance, Europa Press, an agency by the name of Reporter, social networks.
const LOCAL: [(&str, &str, Class); 7] = [
    ("pt", "PR", Class::Source),
    ("de", "pa", Class::Umbrella),
    ("es", "EP", Class::Agency),
    ("pl", "REPORTER", Class::Agency),
    ("pl", "Reporter", Class::Agency),
    ("ko", "SNS", Class::Network),
    ("ja", "SNS", Class::Network),
];

/// How many words are taken off a segment one after the other.
const DEPTH: usize = 8;

impl Reader<'_> {
    /// Says what a segment without label is.
    pub(super) fn classify(&mut self, range: Range<usize>, sep: Sep, after: Sep) {
        if self.depth == DEPTH {
            return self.drop_span(range);
        }
        self.depth += 1;
        self.classify_inner(range, sep, after);
        self.depth -= 1;
    }

    fn classify_inner(&mut self, range: Range<usize>, sep: Sep, after: Sep) {
        let mut range = trim(self.text, range);
        range = skip_year(self.text, range);
        for (open, close) in [('\'', '\''), ('‘', '’'), ('«', '»'), ('`', '`')] {
            if self.of(&range).strip_prefix(open).and_then(|t| t.strip_suffix(close)).is_some_and(|t| !t.is_empty()) {
                range = range.start + open.len_utf8()..range.end - close.len_utf8();
            }
        }
        if !self.of(&range).starts_with(|c: char| c.is_ascii())
            && let Some(title) =
                words::all(Cue::TitleHan).filter(|t| self.of(&range).starts_with(t)).max_by_key(|t| t.len())
            && range.len() > title.len()
        {
            range = trim(self.text, range.start + title.len()..range.end);
        }
        if range.is_empty() {
            return;
        }
        let segment = Segment { range, before: sep, after };
        // In this order: what an earlier step settles no later one sees.
        let settled = self.without_reserved_rights(&segment)
            || self.unheard_person(&segment)
            || self.known(&segment)
            || self.flag_or_stem(&segment)
            || self.program(&segment)
            || self.nobody(&segment)
            || self.label_behind(&segment)
            || self.behind_known_head(&segment)
            || self.named_pool(&segment)
            || self.flag_before(&segment)
            || self.flag_behind(&segment)
            || self.small_word_before(&segment)
            || self.several(&segment);
        if !settled {
            self.unknown(segment.range, sep, after);
        }
    }

    /// What a code is that means something in the line's language alone.
    fn local(&self, text: &str) -> Option<Class> {
        let language = self.language?.split('-').next()?;
        LOCAL.iter().find(|(of, code, _)| *of == language && *code == text).map(|(_, _, class)| *class)
    }

    /// Whether a segment names a program that makes pictures; where in it a known house begins,
    /// which is named as the one that used the program, else its end.
    fn ai(&self, range: &Range<usize>) -> Option<usize> {
        let text = self.of(range);
        if self.lexicon.class(text).is_some() {
            return None;
        }
        let starts: Vec<usize> = std::iter::once(0)
            .chain(text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(i, c)| i + c.len_utf8()))
            .take(16)
            .collect();
        // "Ai" is a family name too: so short a word counts only alone or at the end.
        let tool = starts.iter().any(|&i| {
            prefix(&text[i..], |p| words::is(Cue::AiTool, p))
                .is_some_and(|end| end > 4 || i > 0 && i + end == text.len())
        }) || words::is(Cue::AiTool, text);
        let house = || starts.iter().find(|&&i| i > 0 && self.lexicon.class(&text[i..]).is_some());
        tool.then(|| house().map_or(range.end, |i| range.start + i))
    }

    /// A label behind the name, and the name's range.
    fn behind(&self, range: &Range<usize>) -> Option<(Range<usize>, (PictureKind, Behind))> {
        let text = self.of(range);
        if text.len() > 200 {
            return None;
        }
        if matches!(script(text), Script::Han) || text.chars().any(|c| ('\u{3040}'..='\u{9fff}').contains(&c)) {
            let (word, kind, what) = words::labels_behind()
                .filter(|(w, _, _)| text.ends_with(w) && !w.is_ascii())
                .max_by_key(|(w, _, _)| w.len())?;
            let rest = trim(self.text, range.start..range.end - word.len());
            return Some((rest, (kind, what)));
        }
        let (start, found) = suffix(text, words::label_behind)?;
        let rest = trim(self.text, range.start..range.start + start);
        // "Kathmandu Photo" and "UN Photo" are names; Latin labels behind a name need a person before them.
        let latin = text[start..].is_ascii();
        if rest.is_empty()
            || latin && shape(self.of(&rest)) != Shape::Person && self.lexicon.class(self.of(&rest)).is_none()
        {
            return None;
        }
        // "AS Photography" is a firm.
        if latin && text[start..].eq_ignore_ascii_case("photography") && shape(self.of(&rest)) != Shape::Person {
            return None;
        }
        if latin && found.1 == Behind::Photographer && shape(text) == Shape::Person {
            return None;
        }
        Some((rest, found))
    }

    fn named_behind(&mut self, range: Range<usize>, (kind, behind): (PictureKind, Behind), sep: Sep) {
        let whole_end = range.end;
        self.set_kind(kind);
        if self.out.label.is_none() {
            // The label's own range: from the end of the name to the end of the word.
            let rest = &self.text[whole_end..];
            let skip = rest.len() - rest.trim_start().len();
            let word: usize = labels_length(&rest[skip..]);
            self.out.label = Some(whole_end + skip..whole_end + skip + word);
        }
        match behind {
            Behind::Archive => self.out.archive = true,
            Behind::Handout => self.out.handout = true,
            Behind::Photographer | Behind::Source => {}
        }
        if range.is_empty() {
            return;
        }
        let text = self.of(&range);
        if let Some(class) = self.lexicon.class(text) {
            let what = if behind == Behind::Handout && !class.deals() { What::Handout } else { What::Known(class) };
            return self.push(range, what, sep);
        }
        match behind {
            Behind::Photographer => {
                if self.split_known(&range, sep) || self.split_and(&range, sep) {
                    return;
                }
                let words_count = text.split_whitespace().count();
                match shape(text) {
                    Shape::Phrase => self.drop_span(range),
                    // "대전=홍길동": what stands before the name is no part of it.
                    _ if script(text) == Script::Hangul && words_count > 1 => {
                        let at = text.rfind(char::is_whitespace).map_or(0, |i| i + 1);
                        self.push(range.start + at..range.end, What::Person, sep);
                    }
                    _ => self.push(range, What::Person, sep),
                }
            }
            Behind::Handout => {
                if !words::is(Cue::Handout, text) && !words::is(Cue::Placeholder, text) {
                    self.push(range, What::Handout, sep);
                }
            }
            Behind::Source | Behind::Archive => self.push(range, What::Organisation(Cue::OrgBody), sep),
        }
    }

    /// A segment that no table knows.
    fn unknown(&mut self, range: Range<usize>, sep: Sep, after: Sep) {
        let text = self.of(&range);
        let seen = shape(text);
        if self.courtesy {
            // Behind a comma stands the giver's place.
            return if sep == Sep::Comma && self.out.names.last().is_some_and(|n| n.what == What::Courtesy)
                || matches!(seen, Shape::Phrase | Shape::Initials) && !starts_upper(text)
            {
                self.drop_span(range);
            } else {
                self.push(range, What::Courtesy, sep);
            };
        }
        if sep == Sep::For {
            return if starts_upper(text) {
                self.push(range, What::Known(Class::Publisher), sep);
            } else {
                self.drop_span(range);
            };
        }
        match seen {
            Shape::Person => {
                // "Institute (ABBR), Country": a place behind an organisation.
                let behind_body = !self.labelled
                    && matches!(sep, Sep::Comma | Sep::Space)
                    && matches!(self.out.names.last().map(|n| n.what), Some(What::Organisation(_)));
                if behind_body {
                    self.drop_span(range);
                } else {
                    self.push(range, What::Person, sep);
                }
            }
            Shape::Organisation(cue) => {
                // An abbreviation in brackets repeats the name before it.
                let abbreviation = sep == Sep::Open
                    && !text.contains(char::is_whitespace)
                    && matches!(self.out.names.last().map(|n| n.what), Some(What::Organisation(_) | What::Known(_)));
                if abbreviation {
                    self.drop_span(range);
                } else {
                    self.push(range, What::Organisation(cue), sep);
                }
            }
            Shape::Single => {
                let place = matches!(sep, Sep::Comma | Sep::Space) && !self.out.names.is_empty() && after != Sep::Slash;
                if place || !starts_upper(text) && text.chars().count() < 3 {
                    self.drop_span(range);
                } else {
                    self.push(range, What::Single, sep);
                }
            }
            Shape::Initials | Shape::Phrase => {
                self.out.nobody |= seen == Shape::Initials;
                self.drop_span(range);
            }
        }
    }
}
