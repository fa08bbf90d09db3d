//! Reads a credit (without caption): segments, then what each is, then who did what.

use std::ops::Range;

use super::lexicon::{Class, Lexicon, fold};
use super::segments::{Segment, Sep, cut, trim};
use super::shape::{Script, Shape, script, shape};
use super::words::{self, Behind, Cue};
use super::{Kind, Role};

/// What a name is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// In the lexicon.
    Known(Class),
    /// An organisation by its words.
    Organisation(Cue),
    /// A person.
    Person,
    /// A lone word.
    Single,
    /// Named as giver.
    Courtesy,
    /// Named as the one that handed it out.
    Handout,
    /// A named pool.
    Pool,
}

/// A name found in the line; the range is in bytes.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) range: Range<usize>,
    pub(super) what: What,
    pub(super) sep: Sep,
    pub(super) role: Role,
    /// The kind said last before it.
    kind: Kind,
    /// Number of the chain it is in: slashes link, bars and stops part.
    chain: usize,
    /// A label stood directly before it.
    labelled: bool,
}

/// What a credit says, with byte ranges of the line.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) label: Option<Range<usize>>,
    pub(super) kind: Kind,
    pub(super) names: Vec<Name>,
    pub(super) pool: bool,
    pub(super) handout: bool,
    pub(super) archive: bool,
    pub(super) copyright: bool,
    pub(super) dropped: Vec<Range<usize>>,
}

impl Reading {
    /// Whether a name is surely an agency, a publisher or another known house.
    pub(super) fn knows(&self) -> bool {
        self.names.iter().any(|n| matches!(n.what, What::Known(c) if c != Class::Network))
    }

    /// Bytes of the credit that were neither name nor label.
    pub(super) fn dropped_bytes(&self) -> usize {
        self.dropped.iter().map(ExactSizeIterator::len).sum()
    }
}

struct Reader<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    out: Reading,
    chain: usize,
    kind: Kind,
    labelled: bool,
    courtesy: bool,
    skipping: bool,
}

/// Reads the credit in a stretch of the line.
pub(super) fn read(text: &str, range: Range<usize>, lexicon: &Lexicon) -> Reading {
    let mut reader = Reader {
        text,
        lexicon,
        out: Reading::default(),
        chain: 0,
        kind: Kind::Unknown,
        labelled: false,
        courtesy: false,
        skipping: false,
    };
    let segments = cut(text, range);
    let mut i = 0;
    while i < segments.len() {
        i += reader.segment(&segments, i);
    }
    let mut out = reader.out;
    repeat(text, &mut out);
    super::roles::assign(text, &mut out);
    out
}

impl<'a> Reader<'a> {
    fn of(&self, range: &Range<usize>) -> &'a str {
        &self.text[range.clone()]
    }

    fn drop_span(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.out.dropped.push(range);
        }
    }

    fn push(&mut self, range: Range<usize>, what: What, sep: Sep) {
        self.out.names.push(Name {
            range,
            what,
            sep,
            role: Role::Unknown,
            kind: self.kind,
            chain: self.chain,
            labelled: self.labelled,
        });
        self.labelled = false;
    }

    fn set_label(&mut self, range: Range<usize>, kind: Kind) {
        if self.out.label.is_none() {
            self.out.label = Some(range);
        }
        self.set_kind(kind);
        self.labelled = true;
        self.skipping = false;
    }

    fn set_kind(&mut self, kind: Kind) {
        if kind != Kind::Unknown {
            self.kind = kind;
            if self.out.kind == Kind::Unknown || self.out.kind == Kind::Photo {
                self.out.kind = kind;
            }
        }
    }

    /// Reads one segment; returns how many it used up.
    fn segment(&mut self, segments: &[Segment], i: usize) -> usize {
        let seg = &segments[i];
        let mut range = seg.range.clone();
        let mut sep = seg.before;
        let mut used = 1;
        match sep {
            Sep::Bar | Sep::Semicolon | Sep::Sentence => {
                self.chain += 1;
                self.courtesy = false;
                self.skipping = false;
            }
            Sep::Open | Sep::Dash => self.skipping = false,
            _ => {}
        }
        if sep == Sep::Copyright {
            self.out.copyright = true;
        }
        if seg.after == Sep::Copyright {
            self.out.copyright = true;
        }
        // Inc., Ltd., GmbH behind a comma belong to the name before it; so does Jr.
        while let Some(next) = segments.get(i + used)
            && next.before == Sep::Comma
            && words::is(Cue::CompanyTail, self.of(&next.range))
        {
            range.end = next.range.end;
            used += 1;
        }
        // A known name may hold a separator ("stock & people", "AFP=時事").
        for more in (1..=2).rev() {
            if let Some(next) = segments.get(i + more)
                && segments[i + 1..=i + more]
                    .iter()
                    .all(|s| matches!(s.before, Sep::Dash | Sep::Equals | Sep::Comma | Sep::For | Sep::Close))
                && next.range.end - range.start < 80
                && self.lexicon.class(&self.text[range.start..next.range.end]).is_some()
            {
                range.end = next.range.end;
                used = used.max(more + 1);
                break;
            }
        }
        // "for" inside an organisation's name.
        while let Some(next) = segments.get(i + used)
            && next.before == Sep::For
            && matches!(shape(self.of(&range)), Shape::Organisation(_))
            && self.lexicon.class(self.of(&range)).is_none_or(|c| !c.deals())
            && matches!(shape(self.of(&range)), Shape::Organisation(Cue::OrgBody | Cue::EndBody))
        {
            range.end = next.range.end;
            used += 1;
        }
        let last = &segments[i + used - 1];
        let colon = matches!(last.after, Sep::Colon | Sep::Equals);
        if used == 1 && colon && self.colon(&range, sep, last.after) {
            return used;
        }
        if self.skipping {
            self.drop_span(range);
            return used;
        }
        // A later sentence is read only where it clearly credits somebody.
        if sep == Sep::Sentence && !self.out.names.is_empty() && !self.opens_credit(&range, colon) {
            self.drop_span(range);
            self.skipping = true;
            return used;
        }
        let strong = sep.is_strong() || self.labelled;
        if strong || sep == Sep::Slash || sep == Sep::Comma {
            range = self.label_before(range, sep);
        }
        if range.is_empty() {
            return used;
        }
        if sep == Sep::Close {
            sep = Sep::Space;
        }
        self.classify(range, sep, seg.after);
        used
    }

    /// Whether a sentence begins with words that credit.
    fn opens_credit(&self, range: &Range<usize>, colon: bool) -> bool {
        let text = self.of(range);
        colon
            || self.lexicon.class(text).is_some_and(Class::deals)
            || prefix(text, |p| {
                words::label(p).is_some() || words::is(Cue::Courtesy, p) || words::is(Cue::Copyright, p)
            })
            .is_some()
            || flag(text).is_some()
    }

    /// Reads what stands before a colon or equals sign; `false` where it is a name as any other.
    fn colon(&mut self, range: &Range<usize>, sep: Sep, after: Sep) -> bool {
        let text = self.of(range);
        if words::is(Cue::OtherCraft, text) && (words::label(text).is_none() || sep == Sep::Sentence) {
            self.drop_span(range.clone());
            self.skipping = true;
            return true;
        }
        if self.lexicon.class(text).is_some() && words::label(text).is_none() {
            return false;
        }
        // The longest label that ends here.
        if let Some((start, kind)) = suffix(text, words::label) {
            let before = trim(self.text, range.start..range.start + start);
            if !before.is_empty() && !words::is(Cue::By, self.of(&before)) {
                if words::is(Cue::Archive, self.of(&before)) {
                    self.out.archive = true;
                } else {
                    self.classify(before, sep, Sep::Space);
                }
            }
            self.label_flags(&text[start..]);
            let label = range.start + start..range.end;
            self.set_label(label, kind);
            return true;
        }
        if words::is(Cue::Courtesy, text) {
            self.out.handout = true;
            self.courtesy = true;
            if self.out.label.is_none() {
                self.out.label = Some(range.clone());
            }
            return true;
        }
        if words::is(Cue::Copyright, text) {
            self.out.copyright = true;
            return true;
        }
        if let Some(first) = flag(text) {
            self.raise(first);
            return true;
        }
        if shape(text) == Shape::Person {
            // "Fairmont Lodge: Ilse Varga": what is announced with a colon is no photographer.
            self.push(range.clone(), What::Organisation(Cue::OrgBody), sep);
            return true;
        }
        // Another craft in a word we do not know: its names are left out.
        if sep == Sep::Sentence && after == Sep::Colon && !self.out.names.is_empty() {
            self.drop_span(range.clone());
            self.skipping = true;
            return true;
        }
        // A place tied to its agency (인천=연합뉴스), or words that label nothing we know.
        if after == Sep::Equals || !matches!(shape(text), Shape::Person | Shape::Organisation(_)) {
            self.drop_span(range.clone());
            return true;
        }
        false
    }

    /// Takes labels off the start of a segment.
    fn label_before(&mut self, mut range: Range<usize>, sep: Sep) -> Range<usize> {
        loop {
            let text = self.of(&range);
            if text.is_empty() || self.lexicon.class(text).is_some() {
                return range;
            }
            // The whole segment is a label: a kind without a name, or one before a separator.
            if let Some(kind) = words::label(text) {
                if words::is(Cue::Copyright, text) {
                    self.out.copyright = true;
                }
                if words::is(Cue::Handout, text) && kind == Kind::Unknown {
                    return range;
                }
                if words::is(Cue::Placeholder, text) && sep != Sep::Start && kind == Kind::Unknown {
                    return range;
                }
                self.label_flags(text);
                self.set_label(range.clone(), kind);
                return range.end..range.end;
            }
            let taken = prefix(text, |p| {
                words::label(p).is_some() || words::is(Cue::Copyright, p) || words::is(Cue::Courtesy, p)
            });
            let Some(end) = taken else { return range };
            let label = &text[..end];
            let rest = trim(self.text, range.start + end..range.end);
            let after = self.of(&rest);
            let by = prefix(after, |p| words::is(Cue::By, p));
            let ends_by = label.split_whitespace().next_back().is_some_and(|w| words::is(Cue::By, w));
            let kind = words::label(label);
            if words::is(Cue::Copyright, label) {
                self.out.copyright = true;
                if kind.is_some() {
                    self.set_label(range.start..range.start + end, Kind::Unknown);
                }
                range = skip_year(self.text, rest);
                continue;
            }
            if words::is(Cue::Courtesy, label) {
                self.out.handout = true;
                self.courtesy = true;
                if let Some(kind) = kind {
                    self.set_label(range.start..range.start + end, kind);
                } else if self.out.label.is_none() && sep.is_strong() {
                    self.out.label = Some(range.start..range.start + end);
                }
                range = match by {
                    Some(by) => trim(self.text, rest.start + by..rest.end),
                    None => rest,
                };
                return range;
            }
            let Some(kind) = kind else { return range };
            if kind == Kind::Ai {
                // The program is no maker; a known house behind it is named as the one that used it.
                self.set_label(range.start..range.start + end, kind);
                let house = after
                    .char_indices()
                    .filter(|(_, c)| c.is_whitespace())
                    .map(|(i, c)| i + c.len_utf8())
                    .take(12)
                    .find(|&i| self.lexicon.class(&after[i..]).is_some());
                let at = house.map_or(rest.end, |i| rest.start + i);
                let tool = trim(self.text, rest.start..at);
                self.drop_span(tool);
                return at..rest.end;
            }
            if let (Some(by), false) = (by, ends_by) {
                // "Screenshot von", "Bild erstellt mit KI … durch": the label takes its small words with it.
                let stop = rest.start + by;
                let target = trim(self.text, stop..rest.end);
                if target.is_empty() {
                    return range;
                }
                self.label_flags(label);
                self.set_label(
                    range.start..if sep.is_strong() && !words::is(Cue::By, "") {
                        label_end(self.text, &range, end, stop)
                    } else {
                        range.start + end
                    },
                    kind,
                );
                range = target;
                continue;
            }
            let says = matches!(
                kind,
                Kind::Photo | Kind::Illustration | Kind::Graphic | Kind::Composite | Kind::Screenshot | Kind::Ai
            );
            let named = self.lexicon.class(after).is_some()
                || flag(after).is_some()
                || (says || words::is(Cue::By, label))
                    && sep != Sep::Slash
                    && (shape(after) == Shape::Person || after.contains('@'));
            let kind_only = kind == Kind::Screenshot;
            if ends_by
                || named
                || kind_only
                || self.labelled
                    && matches!(kind, Kind::Illustration | Kind::Graphic | Kind::Composite)
                    && !matches!(sep, Sep::Slash)
                    && !self.out.names.is_empty()
            {
                self.label_flags(label);
                self.set_label(range.start..range.start + end, kind);
                range = rest;
                continue;
            }
            return range;
        }
    }

    /// What a label says besides its kind.
    fn label_flags(&mut self, label: &str) {
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

    fn raise(&mut self, flag: Flag) {
        self.labelled = false;
        match flag {
            Flag::Pool => self.out.pool = true,
            Flag::Handout => self.out.handout = true,
            Flag::Archive => self.out.archive = true,
        }
    }

    /// Says what a segment without label is.
    fn classify(&mut self, range: Range<usize>, sep: Sep, after: Sep) {
        let mut range = trim(self.text, range);
        range = skip_year(self.text, range);
        for (open, close) in [('\'', '\''), ('‘', '’'), ('«', '»'), ('`', '`')] {
            if self.of(&range).strip_prefix(open).and_then(|t| t.strip_suffix(close)).is_some_and(|t| !t.is_empty()) {
                range = range.start + open.len_utf8()..range.end - close.len_utf8();
            }
        }
        for word in ["本报记者", "本報記者", "记者", "記者", "通讯员", "特約記者"] {
            if self.of(&range).strip_prefix(word).is_some_and(|rest| !rest.is_empty()) {
                range = trim(self.text, range.start + word.len()..range.end);
            }
        }
        let text = self.of(&range);
        if text.is_empty() {
            return;
        }
        if let Some(class) = self.lexicon.class(text) {
            // "AP Photo" is the agency AP.
            let range = match text.rsplit_once(char::is_whitespace) {
                Some((head, tail))
                    if matches!(fold(tail).as_str(), "photo" | "photos" | "foto")
                        && self.lexicon.class(head) == Some(Class::Agency) =>
                {
                    range.start..range.start + head.trim_end().len()
                }
                _ => range,
            };
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
        if words::is(Cue::AiTool, text)
            || prefix(text, |p| words::is(Cue::AiTool, p)).is_some_and(|end| text[..end].len() > 2)
        {
            self.set_kind(Kind::Ai);
            return self.drop_span(range);
        }
        if words::is(Cue::Placeholder, text)
            || words::is(Cue::OtherCraft, text)
            || words::is(Cue::And, text)
            || words::is(Cue::By, text)
        {
            if words::is(Cue::OtherCraft, text) {
                self.skipping = after == Sep::Colon;
            }
            return self.drop_span(range);
        }
        if service(text) {
            self.skipping = true;
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
            && matches!(fold(tail).as_str(), "photo" | "photos" | "foto")
            && self.lexicon.class(head).is_some_and(|c| matches!(c, Class::Agency | Class::Reseller))
        {
            let end = range.start + head.trim_end().len();
            return self.classify(range.start..end, sep, after);
        }
        if let Some((rest, behind)) = self.behind(&range) {
            return self.named_behind(rest, behind, sep);
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
                || shape(self.of(&rest)) == Shape::Person && flag != Flag::Pool
            {
                self.raise(flag);
                return self.classify(rest, sep, after);
            }
        }
        // "The" and "von der" before a known name, a title before a person.
        if let Some(end) = prefix(text, |p| words::is(Cue::Title, p))
            && end < text.len()
            && sep != Sep::Open
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
            // "van Beek" and "de la Cruz" are surnames.
            if self.lexicon.class(word).is_some()
                || text[..end].len() >= 2 && !words::is(Cue::Particle, &text[..end]) && !word.is_empty()
            {
                return self.classify(rest, sep, after);
            }
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
        if self.split_and(&range, sep) || self.split_known(&range, sep) {
            return;
        }
        self.unknown(range, sep, after);
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

    /// A label with its small word, or an account, inside a segment.
    fn inner_label(&self, range: &Range<usize>) -> Option<(Range<usize>, Option<Range<usize>>, Range<usize>)> {
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

    /// Two names joined by "and".
    fn split_and(&mut self, range: &Range<usize>, sep: Sep) -> bool {
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
    fn split_known(&mut self, range: &Range<usize>, sep: Sep) -> bool {
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
                        || matches!(after, "发" | "發" | "電" | "电" | "图" | "圖" | "资料图" | "供图")
                        || matches!(shape(after), Shape::Person | Shape::Single)
                    {
                        let class = self.lexicon.class(&text[..end]).unwrap_or(Class::Agency);
                        self.push(range.start..range.start + end, What::Known(class), sep);
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
                        || word == "dpa");
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

    /// A segment that no table knows.
    fn unknown(&mut self, range: Range<usize>, sep: Sep, after: Sep) {
        let text = self.of(&range);
        let seen = shape(text);
        if self.courtesy {
            // Behind a comma stands the giver's place.
            return if sep == Sep::Comma && self.out.names.last().is_some_and(|n| n.what == What::Courtesy)
                || matches!(seen, Shape::Phrase | Shape::Initials) && !starts_upper(text)
            {
                self.drop_span(range)
            } else {
                self.push(range, What::Courtesy, sep);
            };
        }
        if sep == Sep::For {
            return if starts_upper(text) {
                self.push(range, What::Known(Class::Publisher), sep)
            } else {
                self.drop_span(range)
            };
        }
        match seen {
            Shape::Person => {
                // "Institute (ABBR), Country": a place behind an organisation.
                let behind_body =
                    sep == Sep::Comma && matches!(self.out.names.last().map(|n| n.what), Some(What::Organisation(_)));
                if behind_body { self.drop_span(range) } else { self.push(range, What::Person, sep) }
            }
            Shape::Organisation(cue) => {
                // An abbreviation in brackets repeats the name before it.
                let abbreviation = sep == Sep::Open
                    && !text.contains(char::is_whitespace)
                    && matches!(self.out.names.last().map(|n| n.what), Some(What::Organisation(_) | What::Known(_)));
                if abbreviation { self.drop_span(range) } else { self.push(range, What::Organisation(cue), sep) }
            }
            Shape::Single => {
                let place = matches!(sep, Sep::Comma | Sep::Space) && !self.out.names.is_empty() && after != Sep::Slash;
                if place || !starts_upper(text) && text.chars().count() < 3 {
                    self.drop_span(range)
                } else {
                    self.push(range, What::Single, sep)
                }
            }
            Shape::Initials | Shape::Phrase => self.drop_span(range),
        }
    }
}

fn starts_upper(text: &str) -> bool {
    text.chars().next().is_some_and(|c| !c.is_lowercase() && (c.is_alphanumeric() || c == '@'))
}

/// The end of a printed label with its small word: "Photo by", "Screenshot von".
fn label_end(text: &str, range: &Range<usize>, end: usize, stop: usize) -> usize {
    let small = text[range.start + end..stop].trim();
    if matches!(fold(small).as_str(), "by" | "von" | "di" | "par" | "door" | "av" | "af" | "por" | "oleh") {
        stop
    } else {
        range.start + end
    }
}

/// Length of the label word at the start of a text.
fn labels_length(rest: &str) -> usize {
    words::labels_behind()
        .filter(|(w, _, _)| rest.len() >= w.len() && rest.is_char_boundary(w.len()) && fold(&rest[..w.len()]) == *w)
        .map(|(w, _, _)| w.len())
        .max()
        .unwrap_or(0)
}

/// A word or phrase that says something of the whole line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flag {
    Pool,
    Handout,
    Archive,
}

fn flag(text: &str) -> Option<Flag> {
    if words::is(Cue::Pool, text) {
        Some(Flag::Pool)
    } else if words::is(Cue::Archive, text) {
        Some(Flag::Archive)
    } else if words::is(Cue::Handout, text) {
        Some(Flag::Handout)
    } else {
        None
    }
}

/// Whether a stretch is service text: it has such a phrase at its start, or is a date, a count,
/// an address or a link.
fn service(text: &str) -> bool {
    if prefix(text, |p| words::is(Cue::Service, p)).is_some() {
        return true;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    letters == 0
        || digits > letters && !text.starts_with('@')
        || text.contains('@') && text.contains('.') && !text.starts_with('@')
        || text.starts_with("http")
        || text.starts_with("www.")
}

/// Takes a year, a date or an e-mail address off the start and end of a stretch.
fn skip_year(text: &str, range: Range<usize>) -> Range<usize> {
    let mut range = range;
    let is_date = |w: &str| {
        !w.is_empty()
            && w.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '/' | ','))
            && w.chars().filter(char::is_ascii_digit).count() >= 4
    };
    loop {
        let part = &text[range.clone()];
        let mut parts = part.split_whitespace();
        let (Some(first), Some(last)) = (parts.next(), parts.next_back()) else {
            return range;
        };
        let is_mail = |w: &str| w.contains('@') && w.contains('.') && !w.starts_with('@');
        if is_mail(last) {
            range = trim(text, range.start..range.end - last.len());
        } else if is_date(first) {
            range = trim(text, range.start + first.len()..range.end);
        } else if is_date(last) {
            range = trim(text, range.start..range.end - last.len());
        } else {
            return range;
        }
    }
}

/// How many words of a phrase are tried at most.
const WORDS: usize = 6;

/// The end in bytes of the longest run of words at the start that `test` accepts.
fn prefix(text: &str, test: impl Fn(&str) -> bool) -> Option<usize> {
    let mut found = None;
    let mut count = 0;
    let mut inside = false;
    for (i, c) in text.char_indices() {
        if c.is_whitespace() {
            if inside {
                if test(&text[..i]) {
                    found = Some(i);
                }
                count += 1;
                if count == WORDS {
                    return found;
                }
            }
            inside = false;
        } else {
            inside = true;
        }
    }
    if inside && test(text) { Some(text.len()) } else { found }
}

/// The start in bytes of the longest run of words at the end that `test` accepts, and its answer.
fn suffix<T>(text: &str, test: impl Fn(&str) -> Option<T>) -> Option<(usize, T)> {
    let mut found = None;
    let mut count = 0;
    let mut inside = false;
    for (i, c) in text.char_indices().rev() {
        if c.is_whitespace() {
            if inside {
                let start = i + c.len_utf8();
                if let Some(answer) = test(&text[start..]) {
                    found = Some((start, answer));
                }
                count += 1;
                if count == WORDS {
                    return found;
                }
            }
            inside = false;
        } else {
            inside = true;
        }
    }
    if inside && let Some(answer) = test(text) { Some((0, answer)) } else { found }
}

/// Leaves out names that the line has already given, whole or cut off at its end.
fn repeat(text: &str, out: &mut Reading) {
    let mut seen = std::collections::HashSet::new();
    let mut last = String::new();
    out.names.retain(|name| {
        let key = fold(&text[name.range.clone()]);
        let cut_off = name.range.end == text.trim_end().len()
            && last.len() > key.len()
            && key.len() > 5
            && last.starts_with(&key)
            && last.len() - key.len() < 4;
        let new = seen.insert(key.clone()) && !cut_off;
        last = key;
        new
    });
}

impl Name {
    pub(super) fn chain(&self) -> usize {
        self.chain
    }

    pub(super) fn is_labelled(&self) -> bool {
        self.labelled
    }

    pub(super) fn kind(&self) -> Kind {
        self.kind
    }
}
