//! Reads a credit (without caption): segments, then what each is, then who did what.

mod archive;
mod label;

pub(super) use archive::turned;

use std::ops::Range;

use super::lexicon::{Class, Lexicon};
use super::phrases::{Flag, flag, prefix, suffix};
use super::segments::{Segment, Sep, cut, trim};
use super::shape::{Shape, shape};
use super::words::{self, Cue};
use super::{Options, PictureKind, Role};

/// A longer segment holds no name; in bytes, for scripts of three bytes a letter.
const LONGEST: usize = 400;

/// No credit has more segments; what comes after them is left out.
const SEGMENTS: usize = 400;

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
    kind: PictureKind,
    /// Number of the chain it is in: slashes link, bars and stops part.
    chain: usize,
    /// A label stood directly before it.
    labelled: bool,
    /// Whether the surname stands first.
    pub(super) inverted: bool,
}

/// What a credit says, with byte ranges of the line.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) label: Option<Range<usize>>,
    pub(super) kind: PictureKind,
    pub(super) names: Vec<Name>,
    pub(super) pool: bool,
    pub(super) handout: bool,
    pub(super) archive: bool,
    pub(super) copyright: bool,
    pub(super) dropped: Vec<Range<usize>>,
    /// A word stands where a name would, and means nobody: "Staff", "Reprodução".
    pub(super) nobody: bool,
    /// Names a licence for all: "CC BY-SA".
    pub(super) licensed: bool,
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

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) lexicon: &'a Lexicon,
    pub(super) language: Option<&'a str>,
    pub(super) out: Reading,
    pub(super) chain: usize,
    pub(super) kind: PictureKind,
    pub(super) labelled: bool,
    pub(super) courtesy: bool,
    pub(super) skipping: bool,
    /// How deep `classify` has gone into the segment.
    pub(super) depth: usize,
}

/// Reads the credit in a stretch of the line.
pub(super) fn read(text: &str, range: Range<usize>, options: &Options<'_>) -> Reading {
    let mut reader = Reader {
        text,
        lexicon: options.lexicon,
        language: options.language,
        out: Reading::default(),
        chain: 0,
        kind: PictureKind::Unknown,
        labelled: false,
        courtesy: false,
        skipping: false,
        depth: 0,
    };
    let credit = range.clone();
    let mut segments = cut(text, range);
    if let (Some(first), Some(last)) = (segments.get(SEGMENTS), segments.last()) {
        reader.out.dropped.push(first.range.start..last.range.end);
        segments.truncate(SEGMENTS);
    }
    let mut i = 0;
    while i < segments.len() {
        i += reader.segment(&segments, i);
    }
    let mut out = reader.out;
    out.names.sort_by_key(|n| n.range.start);
    super::roles::repeat(text, &mut out);
    super::roles::assign(text, &mut out);
    archive::mend(text, &credit, &mut out);
    out
}

impl<'a> Reader<'a> {
    pub(super) fn of(&self, range: &Range<usize>) -> &'a str {
        &self.text[range.clone()]
    }

    pub(super) fn drop_span(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.out.dropped.push(range);
        }
    }

    pub(super) fn push(&mut self, range: Range<usize>, what: What, sep: Sep) {
        self.out.names.push(Name {
            range,
            what,
            sep,
            role: Role::Unknown,
            kind: self.kind,
            chain: self.chain,
            labelled: self.labelled,
            inverted: false,
        });
        self.labelled = false;
    }

    pub(super) fn set_label(&mut self, range: Range<usize>, kind: PictureKind) {
        if self.out.label.is_none() {
            self.out.label = Some(range);
        }
        self.set_kind(kind);
        self.labelled = true;
        self.skipping = false;
    }

    pub(super) fn set_kind(&mut self, kind: PictureKind) {
        if kind != PictureKind::Unknown {
            self.kind = kind;
            if self.out.kind == PictureKind::Unknown || self.out.kind == PictureKind::Photo {
                self.out.kind = kind;
            }
        }
    }

    /// Reads one segment; returns how many it used up.
    fn segment(&mut self, segments: &[Segment], i: usize) -> usize {
        let seg = &segments[i];
        let mut range = seg.range.clone();
        if range.len() > LONGEST {
            self.drop_span(range);
            return 1;
        }
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
        // German papers mark a montage so: "[M] Ilse Varga".
        if matches!(sep, Sep::Open | Sep::Copyright) && seg.after == Sep::Close && self.of(&range) == "M" {
            self.set_kind(PictureKind::Composite);
            return used;
        }
        // Inc., Ltd., GmbH behind a comma belong to the name before it; so does Jr.
        while let Some(next) = segments.get(i + used)
            && next.before == Sep::Comma
            && words::is(Cue::CompanyTail, self.of(&next.range))
        {
            range.end = next.range.end;
            if self.text[range.end..].starts_with('.') && !self.of(&range).ends_with('.') {
                range.end += 1;
            }
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
            && prefix(self.of(&range), |p| words::label(p).is_some()).is_none()
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
            if first == Flag::Handout && self.out.label.is_none() {
                self.out.label = Some(range.clone());
            }
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

    pub(super) fn raise(&mut self, flag: Flag) {
        self.labelled = false;
        match flag {
            Flag::Pool => self.out.pool = true,
            Flag::Handout => self.out.handout = true,
            Flag::Archive => self.out.archive = true,
        }
    }
}

impl Name {
    pub(super) fn chain(&self) -> usize {
        self.chain
    }

    pub(super) fn is_labelled(&self) -> bool {
        self.labelled
    }

    pub(super) fn kind(&self) -> PictureKind {
        self.kind
    }
}
