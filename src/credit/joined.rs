//! Names that stand together in one segment: a desk and its photographer, two names with "and".

use std::ops::Range;

use super::lexicon::Class;
use super::phrases::{flag, prefix, suffix};
use super::read::{Reader, What};
use super::segments::{Sep, trim};
use super::shape::{Script, Shape, script, shape};
use super::words::{self, Cue};

/// The name before a label or account inside a segment, the label, and the name behind it.
type Inner = (Range<usize>, Option<Range<usize>>, Range<usize>);

impl Reader<'_> {
    /// A label with its small word, or an account, inside a segment.
    pub(super) fn inner_label(&self, range: &Range<usize>) -> Option<Inner> {
        let text = self.of(range);
        if text.len() > 160 {
            return None;
        }
        for (i, _) in text.match_indices(char::is_whitespace).take(8) {
            let tail = text[i..].trim_start();
            let start = range.end - tail.len();
            let before = trim(self.text, range.start..range.start + i);
            if tail.starts_with('@') && self.lexicon.class(self.of(&before)).is_some() {
                return Some((before, None, start..range.end));
            }
            let label = prefix(tail, |p| {
                words::label(p).is_some()
                    && p.contains(' ')
                    && p.split_whitespace().next_back().is_some_and(|w| words::is(Cue::By, w))
            });
            if let Some(end) = label
                && end < tail.len()
                && !before.is_empty()
            {
                return Some((before, Some(start..start + end), trim(self.text, start + end..range.end)));
            }
        }
        None
    }

    /// What a name is whose stem is known: "Harbour.com GmbH & Co. KG", "Sony Pictures Classics", "NASA Goddard".
    pub(super) fn stem(&self, text: &str) -> Option<Class> {
        if !text.contains(char::is_whitespace) {
            return None;
        }
        let mut stem = text;
        while let Some((start, ())) = suffix(stem, |w| words::is(Cue::CompanyTail, w).then_some(()))
            && start > 0
        {
            stem = stem[..start].trim_end().trim_end_matches([',', '&']).trim_end();
        }
        let domain =
            stem.rsplit_once('.').filter(|(_, end)| matches!(*end, "com" | "de" | "net" | "co")).map(|(s, _)| s);
        if stem.len() < text.len()
            && let Some(class) = self.lexicon.class(stem).or_else(|| self.lexicon.class(domain?))
        {
            return Some(class);
        }
        // A department of a known body or paper; a word alone must be an acronym to tell.
        let (head, class) = text
            .char_indices()
            .filter(|(_, c)| c.is_whitespace())
            .take(4)
            .filter_map(|(i, _)| Some((&text[..i], self.lexicon.class(&text[..i])?)))
            .last()?;
        let acronym = |w: &str| w.chars().count() >= 3 && w.chars().all(char::is_uppercase);
        let tail = &text[head.len()..];
        let named = head.contains(char::is_whitespace) || acronym(head) && tail.chars().any(char::is_lowercase);
        let said = prefix(tail.trim_start(), |w| {
            words::label(w).is_some()
                || words::label_behind(w).is_some()
                || words::is(Cue::By, w)
                || flag(w).is_some()
                || words::is(Cue::And, w)
        });
        (named
            && matches!(class, Class::Source | Class::Publisher)
            && said.is_none()
            && !tail.trim_start().starts_with(char::is_lowercase)
            && !tail.contains('@')
            && !matches!(shape(tail.trim_start()), Shape::Person | Shape::Phrase))
        .then_some(class)
    }

    /// A photographer and a desk joined by a hyphen or a small word: "Ilse Varga-Imagn Images", "Ilse Varga on Unsplash".
    pub(super) fn joined(&self, range: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
        let text = self.of(range);
        let (end, start) = match text.rfind('-') {
            Some(i) if self.lexicon.class(&text[i + 1..]).is_some_and(Class::deals) => (i, i + 1),
            _ => text.match_indices(' ').take(6).find_map(|(i, _)| {
                let small = text[i + 1..].split(' ').next().filter(|w| words::is(Cue::By, w))?;
                let start = i + small.len() + 2;
                self.lexicon.class(text.get(start..)?).filter(|c| *c == Class::Stock)?;
                Some((i, start))
            })?,
        };
        let person = trim(self.text, range.start..range.start + end);
        (shape(self.of(&person)) == Shape::Person).then(|| (person, range.start + start..range.end))
    }

    /// A desk and a photographer with "photo" between them: "BELGA PHOTO ERIC LALMAND".
    pub(super) fn desk_photo(&self, range: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
        let text = self.of(range);
        let photo = |w: &str| w.eq_ignore_ascii_case("photo") || w.eq_ignore_ascii_case("foto");
        let word = text.split_whitespace().take(4).skip(1).find(|w| photo(w))?;
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let desk = trim(self.text, range.start..range.start + at);
        let person = trim(self.text, range.start + at + word.len()..range.end);
        let known = self.lexicon.class(self.of(&desk)).is_some_and(Class::deals);
        (known && shape(self.of(&person)) == Shape::Person).then_some((desk, person))
    }

    /// The picture desk at the start of a segment, up to a hyphen or blank.
    pub(super) fn known_head(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let text = self.of(range);
        let cuts = text.char_indices().filter(|(_, c)| *c == '-' || c.is_whitespace()).map(|(i, _)| i).take(6);
        let heads: Vec<usize> = cuts.filter(|&i| self.lexicon.class(&text[..i]).is_some_and(Class::deals)).collect();
        heads.last().map(|&i| range.start..range.start + i)
    }

    /// Two names joined by "and".
    pub(super) fn split_and(&mut self, range: &Range<usize>, sep: Sep) -> bool {
        let text = self.of(range);
        if text.len() > 400 {
            return false;
        }
        let mut at = 0;
        for word in text.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end();
            let (start, end) = (at, at + bare.len());
            at += word.len();
            if start == 0 || at >= text.len() || !words::is(Cue::And, bare) {
                continue;
            }
            let left = trim(self.text, range.start..range.start + start);
            let right = trim(self.text, range.start + end..range.end);
            let name = |r: &Range<usize>| {
                let t = self.of(r);
                (matches!(shape(t), Shape::Person)
                    && !(bare.chars().count() == 1 && bare != "&" && t.split_whitespace().count() < 2))
                    || self.lexicon.class(t).is_some()
                    || t.split_once(" @").is_some_and(|(network, _)| self.lexicon.class(network).is_some())
                    || matches!(shape(t), Shape::Organisation(_)) && t.split_whitespace().count() >= 3
                    || self.courtesy
                        && bare != "&"
                        && (words::is(Cue::Placeholder, t)
                            || matches!(shape(t), Shape::Single | Shape::Organisation(_)))
            };
            let more = self.of(&right).split_whitespace().any(|w| words::is(Cue::And, w));
            if name(&left) && (name(&right) || more) {
                self.classify(left, sep, Sep::And);
                self.classify(right, Sep::And, Sep::Start);
                return true;
            }
        }
        false
    }

    /// A known name at the start or end of a segment whose rest is a person: "NDR Ilse Varga",
    /// "新华社记者张三", "Ilse Varga AFP".
    pub(super) fn split_known(&mut self, range: &Range<usize>, sep: Sep) -> bool {
        let text = self.of(range);
        if text.len() > 160 {
            return false;
        }
        if script(text) == Script::Han || script(text) == Script::Hangul {
            let ends: Vec<usize> = text.char_indices().map(|(i, c)| i + c.len_utf8()).take(16).collect();
            for &end in ends.iter().rev() {
                if end < text.len() && self.lexicon.class(&text[..end]).is_some() {
                    let mut rest = trim(self.text, range.start + end..range.end);
                    for word in ["记者", "記者", "기자", "通讯员", "特派员"] {
                        if self.of(&rest).starts_with(word) {
                            rest = trim(self.text, rest.start + word.len()..rest.end);
                        }
                    }
                    let after = self.of(&rest);
                    if after.is_empty()
                        || matches!(
                            after,
                            "DB" | "자료" | "자료사진" | "发" | "發" | "電" | "电" | "图" | "圖" | "资料图" | "供图"
                        )
                        || matches!(shape(after), Shape::Person | Shape::Single)
                    {
                        let class = self.lexicon.class(&text[..end]).unwrap_or(Class::Agency);
                        self.push(trim(self.text, range.start..range.start + end), What::Known(class), sep);
                        if matches!(shape(after), Shape::Person) && !matches!(after, "资料图" | "供图") {
                            self.push(rest, What::Person, Sep::Space);
                        }
                        return true;
                    }
                }
            }
            return false;
        }
        let cuts: Vec<usize> = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(i, _)| i).take(8).collect();
        for &at in &cuts {
            let (head, tail) =
                (trim(self.text, range.start..range.start + at), trim(self.text, range.start + at..range.end));
            for (known, person, first) in [(&head, &tail, true), (&tail, &head, false)] {
                let strong = |c: Class| c.deals() || matches!(c, Class::Publisher | Class::House);
                // A lone common word is too little to cut a name at; capitals or several words are not.
                let word = self.of(known);
                let clear = word.chars().count() >= 2
                    && (word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
                        || word.split_whitespace().count() > 1
                        || word == "dpa"
                        || script(word) != script(self.of(person)));
                if clear && self.lexicon.class(word).is_some_and(strong) && shape(self.of(person)) == Shape::Person {
                    let Some(class) = self.lexicon.class(word) else {
                        continue;
                    };
                    let caps = self.of(person).chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
                    if caps && word.split_whitespace().count() == 1 {
                        continue;
                    }
                    let known = known.clone();
                    let person = person.clone();
                    if first {
                        self.push(known, What::Known(class), sep);
                        self.push(person, What::Person, Sep::Space);
                    } else {
                        self.push(person, What::Person, sep);
                        self.push(known, What::Known(class), Sep::Space);
                    }
                    return true;
                }
            }
        }
        false
    }
}
