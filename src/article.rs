//! The article record as every source gives it and every renderer reads it.
//!
//! A source yields an [`Article`] with all dates, ids and addresses settled; selection works on
//! the much smaller [`Stub`]. Both are plain values: no file, network or clock is touched here.

pub mod address;
pub mod category;
pub mod date;
mod digest;
pub mod episode;
pub mod film;
pub mod further;
mod hold;
pub mod id;
pub mod key;
pub(crate) mod language;
pub mod latin;
pub mod licensing;
pub mod markup;
pub mod media;
pub(crate) mod page;
mod passwords;
pub mod person;
pub(crate) mod picture;
pub(crate) mod scan;
mod terms;
pub mod topics;
mod withheld;

use std::num::NonZeroU64;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use crate::credit::{Credit, Role};
pub use address::Address;
pub use category::Category;
pub use date::Timestamp;
pub use digest::Digest;
pub use episode::Episode;
pub use film::Film;
pub use hold::Hold;
pub use media::{Media, Medium, Rendition};
pub use person::Person;
pub use terms::Terms;
pub use withheld::Withheld;

use crate::diagnostic::Place;
use further::Further;

/// Where a record stands in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Not for publication yet.
    Draft,
    /// To be published (from its date and embargo on).
    #[default]
    Published,
    /// Taken back: gone from every feed in the next run.
    Withdrawn,
}

/// How far the markup of a body is trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum HtmlTrust {
    /// Sanitised by the allow-list.
    #[default]
    Sanitize,
    /// Taken as it is: the source is known to write clean HTML with absolute URLs.
    Trusted,
}

/// One version of one article.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// The id subscribers know it by: unique, and never changed once published.
    pub id: Arc<str>,
    /// Name of the source in the config.
    pub source: Arc<str>,
    /// The record's file, and its line where a file holds many.
    pub place: Place,
    /// The article's public address (absolute), also the base of relative links in the body.
    pub url: Option<Address>,
    /// Headline, plain text.
    pub title: String,
    /// Second headline, plain text (`dcterms:alternative`).
    pub subtitle: Option<String>,
    /// The record's own summary, plain text.
    pub summary: Option<String>,
    /// The body as HTML, not sanitised yet.
    pub body: Option<String>,
    /// The same as Markdown, where the record has it so, a feed carries it, and it says by itself what the body shows.
    pub markdown: Option<String>,
    /// Template tags in the body of which it is not known what they show, as they are written.
    pub unknown_tags: Vec<String>,
    /// How far the body's markup is trusted.
    pub trust: HtmlTrust,
    /// Who wrote it, persons and organisations.
    pub authors: Vec<Person>,
    /// The byline as printed.
    pub byline: Option<String>,
    /// Place (and date) line that opens a report.
    pub dateline: Option<String>,
    /// The section it appears in.
    pub section: Option<String>,
    /// Free tags.
    pub tags: Vec<String>,
    /// Terms of a scheme.
    pub categories: Vec<Category>,
    /// First publication. `None` only until the ledger has given the time it was first seen.
    pub published: Option<Timestamp>,
    /// Last change that readers see.
    pub updated: Option<Timestamp>,
    /// BCP 47 tag; the site's language where the record names none.
    pub language: Option<String>,
    /// Where it stands in its life.
    pub status: Status,
    /// Not to be published before this moment.
    pub embargo: Option<Timestamp>,
    /// Not to be shown from this moment on.
    pub expires: Option<Timestamp>,
    /// Rights statement, plain text.
    pub rights: Option<String>,
    /// URL of the licence.
    pub license: Option<Address>,
    /// What machines may do with it, where that is other than with the rest of the publication.
    pub licensing: Option<Box<licensing::Licensing>>,
    /// Whether it may be passed on to partners, where that is said.
    pub syndication_rights: Option<bool>,
    /// What its record has besides these fields, as far as feeds ask for it.
    pub further: Further,
    /// Pictures, sound and video, in the record's order.
    pub media: Vec<Media>,
    /// Where pictures lie that are held back: the body is not to show them either.
    pub withheld: Withheld,
    /// Files that its text was made with: another of them makes another text.
    pub looked_at: Vec<String>,
    /// What it says of its sound or film as an episode of a show.
    pub episode: Option<Box<Episode>>,
    /// Related pages.
    pub related: Vec<Link>,
    /// The publication it is taken over from.
    pub origin: Option<Origin>,
    /// What was corrected, plain text.
    pub correction: Option<String>,
    /// Ids or paths under which it was published before.
    pub aliases: Vec<String>,
}

impl Article {
    /// An article of which only id and title are known.
    pub fn new(id: impl Into<Arc<str>>, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            source: Arc::from("articles"),
            place: Place::file(""),
            url: None,
            title: title.into(),
            subtitle: None,
            summary: None,
            body: None,
            markdown: None,
            unknown_tags: Vec::new(),
            trust: HtmlTrust::default(),
            authors: Vec::new(),
            byline: None,
            dateline: None,
            section: None,
            tags: Vec::new(),
            categories: Vec::new(),
            published: None,
            updated: None,
            language: None,
            status: Status::default(),
            embargo: None,
            expires: None,
            rights: None,
            license: None,
            licensing: None,
            syndication_rights: None,
            further: Further::default(),
            media: Vec::new(),
            withheld: Withheld::default(),
            looked_at: Vec::new(),
            episode: None,
            related: Vec::new(),
            origin: None,
            correction: None,
            aliases: Vec::new(),
        }
    }

    /// Whether it may be passed on: what its record says, else whether it is the publication's own.
    pub fn is_republishable(&self) -> bool {
        self.syndication_rights.unwrap_or(self.origin.is_none())
    }

    /// The media object that leads the article: the one marked so, else the first picture.
    pub fn lead(&self) -> Option<&Media> {
        self.media.iter().find(|m| m.lead).or_else(|| self.media.iter().find(|m| m.medium == Medium::Image))
    }
}

/// A link with its text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Link {
    /// Absolute address.
    pub url: Address,
    /// Plain text.
    pub title: Option<String>,
    /// When readers may be led there.
    #[serde(skip)]
    pub window: media::Window,
}

/// The publication an article is taken over from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Origin {
    /// The publication's name.
    pub title: String,
    /// Its address, or that of the original article.
    pub url: Option<Address>,
}

/// What selection needs of an article, and where the rest of it lies.
///
/// Terms are numbers of an interning table kept by the caller, so that a stub stays small: a
/// newsroom of a million articles has a million of these in memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Stub {
    /// As [`Article::id`].
    pub id: Box<str>,
    /// Whether the id was made from the record's path because the record has none of its own.
    pub computed_id: bool,
    /// As [`Article::published`].
    pub published: Moment,
    /// As [`Article::updated`].
    pub updated: Moment,
    /// Embargo and expiry, which few records have.
    pub bounds: Option<Box<Bounds>>,
    /// As [`Article::status`].
    pub status: Status,
    /// Of a draft: why it is held back.
    pub hold: Option<Hold>,
    /// Whether the record has any picture, sound or video.
    pub has_media: bool,
    /// The values feeds can be made for.
    pub terms: Box<[Term]>,
    /// Hash of the record as it is written, of all that its source says of the article: an edit gives it
    /// another one.
    pub edit: u32,
    /// Where the record lies.
    pub at: Location,
}

#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<Stub>() <= 88, "a million of these are in memory");

/// A moment that a record may have: seconds since 1970, UTC. Takes half the room of an
/// `Option<i64>`, of which there are millions; a moment before any that a date can name is none, and so
/// comes before all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(i64);

impl Moment {
    /// The seconds, if there is a moment.
    pub fn seconds(self) -> Option<i64> {
        (self.0 != i64::MIN).then_some(self.0)
    }
}

impl From<Option<i64>> for Moment {
    fn from(seconds: Option<i64>) -> Self {
        Self(seconds.unwrap_or(i64::MIN))
    }
}

/// When an article may be shown at the earliest, and until when, in seconds since 1970, UTC; and which version
/// of it a record is, where records are numbered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// As [`Article::embargo`].
    pub embargo: Option<i64>,
    /// As [`Article::expires`].
    pub expires: Option<i64>,
    /// Number of the version.
    pub version: Option<Version>,
    /// Number of its page, of a record that may not be for readers.
    pub page: Option<u64>,
}

/// Number of a version, as large as agencies count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    length: usize,
    digits: Box<str>,
}

impl Version {
    /// The number that a text of digits is; `None` of other texts.
    ///
    /// ```
    /// use feedwright::article::Version;
    /// assert!(Version::new("10") > Version::new("9"));
    /// assert!(Version::new("20260701093000123456789") > Version::new("18446744073709551615"));
    /// assert_eq!(Version::new("007"), Version::new("7"));
    /// assert_eq!(Version::new("1.2"), None);
    /// ```
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.trim_start_matches('0');
        let sound = !text.is_empty() && text.len() <= 100 && text.bytes().all(|b| b.is_ascii_digit());
        sound.then(|| Self { length: digits.len(), digits: digits.into() })
    }

    /// Its digits.
    pub fn digits(&self) -> &str {
        &self.digits
    }
}

impl Bounds {
    /// What a stub keeps of them: nothing where there are none.
    pub fn of(embargo: Option<i64>, expires: Option<i64>) -> Option<Box<Self>> {
        Self::with_version(embargo, expires, None)
    }

    /// The same of a record that is numbered.
    pub fn with_version(embargo: Option<i64>, expires: Option<i64>, version: Option<Version>) -> Option<Box<Self>> {
        Self { embargo, expires, version, page: None }.kept()
    }

    /// The same where there is any.
    pub(crate) fn kept(self) -> Option<Box<Self>> {
        if self == Self::default() { None } else { Some(Box::new(self)) }
    }
}

impl Stub {
    /// As [`Article::embargo`].
    pub fn embargo(&self) -> Option<i64> {
        self.bounds.as_ref()?.embargo
    }

    /// As [`Article::expires`].
    pub fn expires(&self) -> Option<i64> {
        self.bounds.as_ref()?.expires
    }

    /// Number of its page, of a record that may not be for readers.
    pub fn page(&self) -> Option<u64> {
        self.bounds.as_ref()?.page
    }

    /// Number of the version, of a record that is numbered.
    pub fn version(&self) -> Option<&Version> {
        self.bounds.as_ref()?.version.as_ref()
    }
}

/// A kind of value that a feed can be selected by or made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TermKind {
    /// [`Article::section`].
    Section,
    /// [`Article::tags`].
    Tag,
    /// [`Person::name`] of [`Article::authors`].
    Author,
    /// [`Article::language`].
    Language,
    /// [`Article::categories`].
    Category,
}

/// A term of an article: its kind and the number of its value in the run's [`Terms`], in one number,
/// since a newsroom has several for each of its articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(u32);

impl Term {
    /// What is a value of what.
    pub fn new(kind: TermKind, value: u32) -> Self {
        Self(value << 3 | kind as u32)
    }

    /// The term that [`Term::number`] stands for; `None` where there is no such kind.
    pub fn from_number(number: u32) -> Option<Self> {
        ((number & 7) as usize <= TermKind::Category as usize).then_some(Self(number))
    }

    /// PictureKind and value as one number.
    pub fn number(self) -> u32 {
        self.0
    }

    /// What it is a value of.
    pub fn kind(self) -> TermKind {
        match self.0 & 7 {
            0 => TermKind::Section,
            1 => TermKind::Tag,
            2 => TermKind::Author,
            3 => TermKind::Language,
            _ => TermKind::Category,
        }
    }

    /// Number of the value in [`Terms`].
    pub fn value(self) -> u32 {
        self.0 >> 3
    }

    /// The same value where values are numbered another way (see [`Terms::absorb`]).
    #[must_use]
    pub fn renumbered(self, numbers: &[u32]) -> Self {
        Self::new(self.kind(), numbers[self.value() as usize])
    }
}

/// Where a record lies: source and unit by number, and which record of the unit it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// Number of the source in the config.
    pub source: u16,
    /// Number of the unit in the source's listing, in the order of names.
    pub unit: u32,
    /// Which record of the unit.
    pub record: Position,
    /// How much there is of it, in bytes as its supply counts them.
    pub extent: u32,
    /// Its first line in the unit, from 1; 0 where there are no lines.
    pub line: u32,
}

/// Which record of its unit one is. The numbers count up in the unit's order; what they count is known
/// to the supply alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(Option<NonZeroU64>);

impl Position {
    /// The unit is the record.
    pub const WHOLE: Self = Self(None);

    /// One of many records.
    pub fn one_of_many(number: u64) -> Self {
        Self(NonZeroU64::new(number.saturating_add(1)))
    }

    /// Its number where it is one of many.
    pub fn of_many(self) -> Option<u64> {
        self.0.map(|number| number.get() - 1)
    }

    /// All of it as one number.
    pub fn number(self) -> u64 {
        self.0.map_or(0, NonZeroU64::get)
    }

    /// The position that [`Position::number`] stands for.
    pub fn from_number(number: u64) -> Self {
        Self(NonZeroU64::new(number))
    }
}
