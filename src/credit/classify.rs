//! Says what a segment is once its labels are off: a known name, a flag, a person, a body.

use std::ops::Range;

use super::Kind;
use super::lexicon::{Class, fold};
use super::phrases::{Flag, date, flag, labels_length, prefix, service, skip_year, starts_upper, suffix};
use super::read::{Reader, What};
use super::segments::{Sep, trim};
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
        let text = self.of(&range);
        if text.is_empty() {
            return;
        }
        // "Harbour Films Ltd. All Rights Reserved"
        if let Some((start, ())) = suffix(text, |w| (words::is(Cue::Copyright, w) && w.contains(' ')).then_some(()))
            && start > 0
        {
            self.out.copyright = true;
            return self.classify(range.start..range.start + start, sep, after);
        }
        // A person's name of which no table has a word: none of the rules below applies.
        if script(text) == Script::Cased
            && !text.contains('@')
            && shape(text) == Shape::Person
            && self.lexicon.unheard(text)
        {
            return self.unknown(range, sep, after);
        }
        // DR is a broadcaster, and elsewhere than in Denmark and without a name French for "rights reserved".
        let danish = self.language.is_some_and(|l| l.starts_with("da"));
        let class = self.lexicon.class(text).filter(|c| {
            *c != Class::Publisher || danish || !self.out.names.is_empty() || !words::is(Cue::Handout, text)
        });
        // "TANJUG/ RADE PRELIĆ/ nr": an editor's sign is no paper's code.
        let sign = text.len() <= 3 && text.chars().all(|c| c.is_ascii_lowercase());
        let class = self.local(text).or(class.filter(|c| !sign || *c != Class::Publisher));
        if let Some(class) = class {
            if self.courtesy && !class.deals() {
                self.push(range, What::Courtesy, sep);
            } else {
                self.push(range, What::Known(class), sep);
            }
            return;
        }
        if let Some(flag) = flag(text) {
            self.raise(flag);
            return;
        }
        if let Some(class) = self.stem(text).filter(|_| !self.courtesy) {
            return self.push(range, What::Known(class), sep);
        }
        if let Some(house) = self.ai(&range) {
            self.set_kind(Kind::Ai);
            self.drop_span(trim(self.text, range.start..house));
            return self.classify(house..range.end, sep, after);
        }
        if words::is(Cue::Placeholder, text)
            || words::is(Cue::OtherCraft, text)
            || words::is(Cue::And, text)
            || words::is(Cue::By, text)
        {
            if words::is(Cue::OtherCraft, text) {
                self.skipping = after == Sep::Colon;
            }
            self.out.nobody |= words::is(Cue::Placeholder, text);
            return self.drop_span(range);
        }
        if date(text) {
            return self.drop_span(range);
        }
        if service(text) {
            // Behind a number ("UN0123456/Ilse Varga") names may follow, behind a warning none do.
            let number = !text.contains(char::is_whitespace) && !text.contains(['@', ':']);
            let licence = text.starts_with("CC");
            self.skipping = !licence && (!number || words::is(Cue::Service, text));
            self.out.licensed |= licence;
            return self.drop_span(range);
        }
        if let Some(end) = prefix(text, |p| words::is(Cue::OtherCraft, p))
            && end < text.len()
            && sep != Sep::Slash
            && !matches!(shape(text), Shape::Person)
        {
            self.skipping = sep == Sep::Sentence;
            return self.drop_span(range);
        }
        if let Some((head, tail)) = text.rsplit_once(char::is_whitespace)
            && matches!(fold(tail).as_str(), "photo" | "photos" | "foto" | "pic" | "pics" | "picture")
            && self.lexicon.class(head).is_some_and(|c| matches!(c, Class::Agency | Class::National | Class::Reseller))
        {
            let end = range.start + head.trim_end().len();
            return self.classify(range.start..end, sep, after);
        }
        if let Some((desk, person)) = self.desk_photo(&range) {
            self.classify(desk, sep, Sep::Space);
            return self.push(person, What::Person, Sep::Space);
        }
        if let Some((rest, behind)) = self.behind(&range) {
            return self.named_behind(rest, behind, sep);
        }
        // "dpa-Pool", "AFP or licensors", "Reuters Staff", "dpa-bilder".
        if let Some(head) = self.known_head(&range) {
            let tail = trim(self.text, head.end..range.end);
            let tail = self.of(&tail);
            if let Some(flag) = flag(tail) {
                self.raise(flag);
                return self.classify(head, sep, after);
            }
            if words::is(Cue::Placeholder, tail) {
                return self.classify(head, sep, after);
            }
            if !text.contains(char::is_whitespace) {
                let class = self.lexicon.class(self.of(&head)).unwrap_or(Class::Agency);
                return self.push(range, What::Known(class), sep);
            }
        }
        // A pool with a name before or behind it: "Pool Moncloa"; "White House Pool" is told below.
        if let Some(end) = prefix(text, |p| words::is(Cue::Pool, p))
            && end < text.len()
            && text.starts_with(char::is_uppercase)
        {
            let body = self.of(&trim(self.text, range.start + end..range.end));
            if self.lexicon.class(body).is_none()
                && flag(body).is_none()
                && matches!(shape(body), Shape::Single | Shape::Organisation(_))
                && body.starts_with(char::is_uppercase)
            {
                self.out.pool = true;
                return self.push(range, What::Pool, sep);
            }
        }
        // A flag before or behind the name: "Handout AFP", "dpa-Archiv", "Stringer/AFP", "AP Photo File".
        if let Some(end) = prefix(text, |p| flag(p).is_some())
            && end < text.len()
        {
            let rest = trim(self.text, range.start + end..range.end);
            let word = self.of(&rest);
            if self.lexicon.class(word).is_some()
                || flag(word).is_some()
                || prefix(word, |p| words::is(Cue::By, p)).is_some()
                || flag(&text[..end]) == Some(Flag::Archive) && shape(word) == Shape::Person
            {
                if let Some(flag) = flag(&text[..end]) {
                    self.raise(flag);
                }
                let rest = match prefix(word, |p| words::is(Cue::By, p)) {
                    Some(by) => trim(self.text, rest.start + by..rest.end),
                    None => rest,
                };
                return self.classify(rest, sep, after);
            }
        }
        // "HO-The Canadian Press"
        if let Some((head, tail)) = text.split_once('-')
            && let Some(flag) = flag(head)
            && self.lexicon.class(tail).is_some()
        {
            self.raise(flag);
            return self.classify(range.end - tail.len()..range.end, sep, after);
        }
        if let Some((start, flag)) = suffix(text, flag)
            && start > 0
        {
            let rest = trim(self.text, range.start..range.start + start);
            if flag == Flag::Pool && self.lexicon.class(self.of(&rest)).is_none() && !self.of(&rest).contains(',') {
                self.out.pool = true;
                if self.of(&rest).split_whitespace().count() >= 2 || shape(self.of(&rest)) != Shape::Person {
                    return self.push(range, What::Pool, sep);
                }
            }
            if self.lexicon.class(self.of(&rest)).is_some()
                || flag == Flag::Archive && matches!(shape(self.of(&rest)), Shape::Person | Shape::Organisation(_))
            {
                self.raise(flag);
                return self.classify(rest, sep, after);
            }
        }
        // "The" and "von der" before a known name, a title before a person.
        if let Some(end) = prefix(text, |p| words::is(Cue::Title, p))
            && end < text.len()
            && (sep != Sep::Open || self.out.names.is_empty())
        {
            let rest = trim(self.text, range.start + end..range.end);
            if matches!(shape(self.of(&rest)), Shape::Person) {
                return self.classify(rest, sep, after);
            }
        }
        if let Some(end) = prefix(text, |p| words::is(Cue::By, p))
            && end < text.len()
            && (self.labelled || self.out.names.is_empty() || text.starts_with(|c: char| c.is_lowercase()))
        {
            let rest = trim(self.text, range.start + end..range.end);
            let word = self.of(&rest);
            // "van Beek" and "de la Cruz" are surnames; "The" belongs to the name.
            if !text.starts_with("The ") && self.lexicon.class(word).is_some()
                || !text.starts_with("The ")
                    && text[..end].len() >= 2
                    && !words::is(Cue::Particle, &text[..end])
                    && !word.is_empty()
            {
                return self.classify(rest, sep, after);
            }
        }
        // "NASA, ESA, and I. Varga"
        if let Some((first, rest)) = text.split_once(' ')
            && sep == Sep::Comma
            && first.len() > 1
            && words::is(Cue::And, first)
            && first.starts_with(|c: char| c.is_lowercase() || c == '&')
        {
            return self.classify(range.end - rest.len()..range.end, sep, after);
        }
        // "U.S. Army photo by Sgt. Ilse Varga", "TikTok @harbour".
        if let Some((before, label, rest)) = self.inner_label(&range) {
            self.classify(before, sep, Sep::Space);
            if let Some(label) = label {
                let kind = words::label(self.of(&label)).unwrap_or_default();
                self.set_label(label, kind);
            }
            return self.classify(rest, Sep::Space, after);
        }
        if let Some(end) = prefix(text, |p| p.contains(' ') && words::is(Cue::For, p))
            && end < text.len()
        {
            return self.classify(trim(self.text, range.start + end..range.end), Sep::For, after);
        }
        if let Some((person, desk)) = self.joined(&range) {
            self.push(person, What::Person, sep);
            return self.classify(desk, Sep::Dash, after);
        }
        if self.split_and(&range, sep) || self.split_known(&range, sep) {
            return;
        }
        self.unknown(range, sep, after);
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
    fn behind(&self, range: &Range<usize>) -> Option<(Range<usize>, (Kind, Behind))> {
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

    fn named_behind(&mut self, range: Range<usize>, (kind, behind): (Kind, Behind), sep: Sep) {
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
