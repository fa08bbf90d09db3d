//! The steps by which a segment without label is classified, from the surest to the vaguest. Each
//! says whether it settled what the segment is.

use crate::credit::PictureKind;
use crate::credit::lexicon::{Class, fold};
use crate::credit::phrases::{Flag, date, flag, prefix, service, suffix};
use crate::credit::read::{Reader, What};
use crate::credit::segments::{Segment, Sep, trim};
use crate::credit::shape::{Script, Shape, script, shape};
use crate::credit::words::{self, Cue};

impl Reader<'_> {
    /// "Harbour Films Ltd. All Rights Reserved"
    pub(super) fn without_reserved_rights(&mut self, segment: &Segment) -> bool {
        let Segment { range, before: sep, after } = segment.clone();
        let text = self.of(&range);
        if let Some((start, ())) = suffix(text, |w| (words::is(Cue::Copyright, w) && w.contains(' ')).then_some(()))
            && start > 0
        {
            self.out.copyright = true;
            self.classify(range.start..range.start + start, sep, after);
            return true;
        }
        false
    }

    /// A person's name of which no table has a word: none of the rules below applies.
    pub(super) fn unheard_person(&mut self, segment: &Segment) -> bool {
        let Segment { range, before: sep, after } = segment.clone();
        let text = self.of(&range);
        if script(text) == Script::Cased
            && !text.contains('@')
            && shape(text) == Shape::Person
            && self.lexicon.unheard(text)
        {
            self.unknown(range, sep, after);
            return true;
        }
        false
    }

    /// A name of the lexicon, or of the line's language alone.
    pub(super) fn known(&mut self, segment: &Segment) -> bool {
        let Segment { range, before: sep, .. } = segment.clone();
        let text = self.of(&range);
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
            return true;
        }
        false
    }

    /// A flag alone ("Handout"), or a known name in another form.
    pub(super) fn flag_or_stem(&mut self, segment: &Segment) -> bool {
        let Segment { range, before: sep, .. } = segment.clone();
        let text = self.of(&range);
        if let Some(flag) = flag(text) {
            self.raise(flag);
            return true;
        }
        if let Some(class) = self.stem(text).filter(|_| !self.courtesy) {
            self.push(range, What::Known(class), sep);
            return true;
        }
        false
    }

    /// A program that makes pictures; a known house behind it is the one that used it.
    pub(super) fn program(&mut self, segment: &Segment) -> bool {
        let Segment { range, before: sep, after } = segment.clone();
        if let Some(house) = self.ai(&range) {
            self.set_kind(PictureKind::Ai);
            self.drop_span(trim(self.text, range.start..house));
            self.classify(house..range.end, sep, after);
            return true;
        }
        false
    }

    /// What names nobody: placeholders, other crafts, small words, dates, services and their numbers.
    pub(super) fn nobody(&mut self, segment: &Segment) -> bool {
        let Segment { range, before: sep, after } = segment.clone();
        let text = self.of(&range);
        if words::is(Cue::Placeholder, text)
            || words::is(Cue::OtherCraft, text)
            || words::is(Cue::And, text)
            || words::is(Cue::By, text)
        {
            if words::is(Cue::OtherCraft, text) {
                self.skipping = after == Sep::Colon;
            }
            self.out.nobody |= words::is(Cue::Placeholder, text);
            self.drop_span(range);
            return true;
        }
        if date(text) {
            self.drop_span(range);
            return true;
        }
        if service(text) {
            // Behind a number ("UN0123456/Ilse Varga") names may follow, behind a warning none do.
            let number = !text.contains(char::is_whitespace) && !text.contains(['@', ':']);
            let licence = text.starts_with("CC");
            self.skipping = !licence && (!number || words::is(Cue::Service, text));
            self.out.licensed |= licence;
            self.drop_span(range);
            return true;
        }
        if let Some(end) = prefix(text, |p| words::is(Cue::OtherCraft, p))
            && end < text.len()
            && sep != Sep::Slash
            && !matches!(shape(text), Shape::Person)
        {
            self.skipping = sep == Sep::Sentence;
            self.drop_span(range);
            return true;
        }
        false
    }

    /// A label behind the name: "AP Photo", "Ilse Varga (Fotos)", the photo of a desk.
    pub(super) fn label_behind(&mut self, segment: &Segment) -> bool {
        let Segment { range, before: sep, after } = segment.clone();
        let text = self.of(&range);
        if let Some((head, tail)) = text.rsplit_once(char::is_whitespace)
            && matches!(fold(tail).as_str(), "photo" | "photos" | "foto" | "pic" | "pics" | "picture")
            && self.lexicon.class(head).is_some_and(|c| matches!(c, Class::Agency | Class::National | Class::Reseller))
        {
            let end = range.start + head.trim_end().len();
            self.classify(range.start..end, sep, after);
            return true;
        }
        if let Some((desk, person)) = self.desk_photo(&range) {
            self.classify(desk, sep, Sep::Space);
            self.push(person, What::Person, Sep::Space);
            return true;
        }
        if let Some((rest, behind)) = self.behind(&range) {
            self.named_behind(rest, behind, sep);
            return true;
        }
        false
    }

    /// "dpa-Pool", "AFP or licensors", "Reuters Staff", "dpa-bilder".
    pub(super) fn behind_known_head(&mut self, segment: &Segment) -> bool {
        let Segment { range, before: sep, after } = segment.clone();
        let text = self.of(&range);
        if let Some(head) = self.known_head(&range) {
            let tail = trim(self.text, head.end..range.end);
            let tail = self.of(&tail);
            if let Some(flag) = flag(tail) {
                self.raise(flag);
                self.classify(head, sep, after);
                return true;
            }
            if words::is(Cue::Placeholder, tail) {
                self.classify(head, sep, after);
                return true;
            }
            if !text.contains(char::is_whitespace) {
                let class = self.lexicon.class(self.of(&head)).unwrap_or(Class::Agency);
                self.push(range, What::Known(class), sep);
                return true;
            }
        }
        false
    }

    /// A pool with a name behind it: "Pool Moncloa"; "White House Pool" is told below.
    pub(super) fn named_pool(&mut self, segment: &Segment) -> bool {
        let Segment { range, before: sep, .. } = segment.clone();
        let text = self.of(&range);
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
                self.push(range, What::Pool, sep);
                return true;
            }
        }
        false
    }

    /// A flag before the name: "Handout AFP", "Stringer/AFP", "HO-The Canadian Press".
    pub(super) fn flag_before(&mut self, segment: &Segment) -> bool {
        let Segment { range, before: sep, after } = segment.clone();
        let text = self.of(&range);
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
                self.classify(rest, sep, after);
                return true;
            }
        }
        // "HO-The Canadian Press"
        if let Some((head, tail)) = text.split_once('-')
            && let Some(flag) = flag(head)
            && self.lexicon.class(tail).is_some()
        {
            self.raise(flag);
            self.classify(range.end - tail.len()..range.end, sep, after);
            return true;
        }
        false
    }

    /// A flag behind the name: "dpa-Archiv", "AP Photo File".
    pub(super) fn flag_behind(&mut self, segment: &Segment) -> bool {
        let Segment { range, before: sep, after } = segment.clone();
        let text = self.of(&range);
        if let Some((start, flag)) = suffix(text, flag)
            && start > 0
        {
            let rest = trim(self.text, range.start..range.start + start);
            if flag == Flag::Pool && self.lexicon.class(self.of(&rest)).is_none() && !self.of(&rest).contains(',') {
                self.out.pool = true;
                if self.of(&rest).split_whitespace().count() >= 2 || shape(self.of(&rest)) != Shape::Person {
                    self.push(range, What::Pool, sep);
                    return true;
                }
            }
            if self.lexicon.class(self.of(&rest)).is_some()
                || flag == Flag::Archive && matches!(shape(self.of(&rest)), Shape::Person | Shape::Organisation(_))
            {
                self.raise(flag);
                self.classify(rest, sep, after);
                return true;
            }
        }
        false
    }

    /// "The" and "von der" before a known name, a title before a person, "NASA, ESA, and I. Varga".
    pub(super) fn small_word_before(&mut self, segment: &Segment) -> bool {
        let Segment { range, before: sep, after } = segment.clone();
        let text = self.of(&range);
        if let Some(end) = prefix(text, |p| words::is(Cue::Title, p))
            && end < text.len()
            && (sep != Sep::Open || self.out.names.is_empty())
        {
            let rest = trim(self.text, range.start + end..range.end);
            if matches!(shape(self.of(&rest)), Shape::Person) {
                self.classify(rest, sep, after);
                return true;
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
                self.classify(rest, sep, after);
                return true;
            }
        }
        // "NASA, ESA, and I. Varga"
        if let Some((first, rest)) = text.split_once(' ')
            && sep == Sep::Comma
            && first.len() > 1
            && words::is(Cue::And, first)
            && first.starts_with(|c: char| c.is_lowercase() || c == '&')
        {
            self.classify(range.end - rest.len()..range.end, sep, after);
            return true;
        }
        false
    }

    /// Two in one: "U.S. Army photo by Sgt. Ilse Varga", "TikTok @harbour", names joined by signs and words.
    pub(super) fn several(&mut self, segment: &Segment) -> bool {
        let Segment { range, before: sep, after } = segment.clone();
        let text = self.of(&range);
        if let Some((before, label, rest)) = self.inner_label(&range) {
            self.classify(before, sep, Sep::Space);
            if let Some(label) = label {
                let kind = words::label(self.of(&label)).unwrap_or_default();
                self.set_label(label, kind);
            }
            self.classify(rest, Sep::Space, after);
            return true;
        }
        if let Some(end) = prefix(text, |p| p.contains(' ') && words::is(Cue::For, p))
            && end < text.len()
        {
            self.classify(trim(self.text, range.start + end..range.end), Sep::For, after);
            return true;
        }
        if let Some((person, desk)) = self.joined(&range) {
            self.push(person, What::Person, sep);
            self.classify(desk, Sep::Dash, after);
            return true;
        }
        if self.split_and(&range, sep) || self.split_known(&range, sep) {
            return true;
        }
        false
    }
}
