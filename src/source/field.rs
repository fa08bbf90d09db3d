//! The names under which records keep their fields.
//!
//! Case, hyphens and underscores do not matter (`published-at`, `publishedAt`, `published_at`),
//! and the names that site generators and other feeds use are known besides ours. Of several
//! that a record has, the one that stands first in the table counts.

use std::sync::LazyLock;

use crate::source::format::json::Want;

/// A field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(crate) enum Field {
    Id,
    Url,
    Slug,
    Title,
    Subtitle,
    Summary,
    Body,
    BodyMarkdown,
    BodyText,
    Authors,
    AuthorUrl,
    AuthorEmail,
    Byline,
    Dateline,
    Section,
    Tags,
    Categories,
    Published,
    Updated,
    Language,
    Status,
    Draft,
    Embargo,
    Expires,
    Rights,
    License,
    Media,
    Related,
    Origin,
    Correction,
    Aliases,
    Episode,
    Licensing,
    SyndicationRights,
}

/// How many fields there are.
pub(crate) const COUNT: usize = Field::SyndicationRights as usize + 1;

/// A field, its names (ours first, folded), and whether scanning needs it.
#[derive(Debug)]
pub(crate) struct Info {
    pub(crate) field: Field,
    /// Our name, as the schema has it.
    pub(crate) name: &'static str,
    /// All names, folded, in order of precedence.
    pub(crate) names: &'static [&'static str],
    pub(crate) scan: Want,
}

const fn info(field: Field, name: &'static str, scan: Want, names: &'static [&'static str]) -> Info {
    Info { field, name, names, scan }
}

/// Every field, in the order of [`Field`].
#[rustfmt::skip]
pub(crate) const FIELDS: [Info; COUNT] = [
    info(Field::Id, "id", Want::Whole, &["id", "guid", "identifier"]),
    info(Field::Url, "url", Want::Whole, &["url", "permalink", "mainentityofpage", "weburl", "canonicalurl", "permalinkurl", "publicurl", "fullurl", "articleurl", "link"]),
    info(Field::Slug, "slug", Want::Whole, &["slug"]),
    info(Field::Title, "title", Want::Whole, &["title", "headline"]),
    info(Field::Subtitle, "subtitle", Want::Nothing, &["subtitle", "alternativeheadline", "subheadline"]),
    info(Field::Summary, "summary", Want::Nothing, &["summary", "description", "excerpt", "standfirst", "abstract", "teaser", "customexcerpt", "metadescription", "dek", "lede", "intro", "blurb", "synopsis", "deck", "shortdescription", "trailtext", "previewtext"]),
    info(Field::Body, "body", Want::Table, &["body", "bodyhtml", "contenthtml", "html", "content", "contentelements", "blocks"]),
    info(Field::BodyMarkdown, "body-markdown", Want::Table, &["bodymarkdown", "contentmarkdown", "markdown"]),
    info(Field::BodyText, "body-text", Want::Table, &["bodytext", "contenttext", "articlebody"]),
    info(Field::Authors, "authors", Want::Whole, &["authors", "author", "creator", "creators", "authorname", "authornames", "by", "writer", "writers", "writtenby", "postauthor"]),
    info(Field::AuthorUrl, "author-url", Want::Nothing, &["authorurl", "authorlink", "authoruri", "authorwebsite", "authorpage"]),
    info(Field::AuthorEmail, "author-email", Want::Nothing, &["authoremail", "authormail"]),
    info(Field::Byline, "byline", Want::Whole, &["byline"]),
    info(Field::Dateline, "dateline", Want::Nothing, &["dateline"]),
    info(Field::Section, "section", Want::Whole, &["section", "articlesection", "sectionname", "primarysection"]),
    info(Field::Tags, "tags", Want::Whole, &["tags", "keywords", "tag", "taglist", "topics"]),
    info(Field::Categories, "categories", Want::Whole, &["categories", "category", "subjects", "subject", "categoryname"]),
    info(Field::Published, "published", Want::Whole, &["published", "publishdate", "datepublished", "publishedat", "pubdate", "date", "publishedon", "publicationdate", "dateposted", "postedat", "postdate", "createdat", "datecreated", "createdon", "created", "publisheddate", "webpublicationdate", "firstpublicationdate", "firstpublishedat", "firstpublished", "publishdatetime", "postedon"]),
    info(Field::Updated, "updated", Want::Whole, &["updated", "lastmod", "lastmodifiedat", "lastmodified", "modified", "datemodified", "updatedat", "updateddate", "dateupdated", "lastupdated", "lastupdate", "updatedon", "modifiedat", "modifieddate", "lastupdatedat", "lastupdateddate", "editedat", "lastpublicationdate", "lastpublishedat"]),
    info(Field::Language, "language", Want::Whole, &["language", "lang", "locale", "inlanguage"]),
    info(Field::Status, "status", Want::Whole, &["status", "state", "visibility", "pubstatus", "publicationstatus", "publicationstate", "publishstatus", "publishingstatus", "poststatus", "articlestatus", "contentstatus", "itemstatus", "storystatus", "pagestatus", "workflowstatus", "workflowstate", "editorialstatus"]),
    info(Field::Draft, "draft", Want::Whole, &["draft", "isdraft", "eleventyexcludefromcollections", "hidden", "ishidden", "hide", "unlisted", "isunlisted", "private", "isprivate", "unpublished", "isunpublished", "withheld", "membersonly", "notforpublication", "donotpublish", "publish", "ispublished", "public", "ispublic", "visible", "isvisible", "approved", "isapproved", "deleted", "isdeleted", "trashed", "password", "postpassword", "passphrase", "buildawesomeexcludefromcollections", "encrypted", "isencrypted", "encrypt", "protected", "isprotected", "passwordprotected", "memberonly", "subscribersonly", "subscriberonly", "paidonly", "loginrequired", "redirectto", "redirect", "redirecturl", "redirecttourl", "redirecttarget", "redirectlink", "forwardto", "movedto"]),
    info(Field::Embargo, "embargo", Want::Whole, &["embargo", "embargoed", "embargoeduntil", "embargountil", "embargodate", "embargodatetime", "embargotime", "embargoends", "embargoend", "isembargoed", "underembargo", "notbefore", "publishafter", "publishat", "publishon", "holduntil", "withhelduntil", "scheduled", "isscheduled", "scheduledat", "scheduledfor", "scheduledon", "scheduleddate", "scheduledtime", "scheduledpublishat", "scheduledpublishdate", "publishfrom", "publishstart", "publishstartdate", "goliveat", "golivedate"]),
    info(Field::Expires, "expires", Want::Whole, &["expires", "expirydate", "unpublishdate", "expiry", "expire", "expired", "isexpired", "expiresat", "expireson", "expiredate", "expirationdate", "expiration", "unpublishat", "unpublishon", "dateunpublished", "unpublisheddate", "validuntil", "validto", "notafter"]),
    info(Field::Rights, "rights", Want::Nothing, &["rights", "copyright", "copyrightnotice"]),
    info(Field::License, "license", Want::Nothing, &["license", "licence", "licenseurl", "licenceurl"]),
    info(Field::Media, "media", Want::Presence, &["media", "images", "image", "pictures", "picture", "photos", "photo", "cover", "featuredimage", "thumbnail", "attachments", "enclosures", "enclosure", "heroimage", "hero", "featureimage", "socialimage", "coverimage", "bannerimage", "headerimage", "leadimage", "mainimage", "previewimage", "teaserimage", "shareimage", "ogimage", "postimage", "coverimg", "headerimg", "bannerimg", "indeximg", "topimg", "shareimg", "thumbnailimg", "img", "banner", "thumb", "imageurl", "urltoimage", "pictureurl", "photourl", "coverurl", "coverimageurl", "featuredimageurl", "featureimageurl", "heroimageurl", "mainimageurl", "leadimageurl", "headerimageurl", "bannerurl", "thumbnailurl", "audio", "audiofile", "audiourl", "mp3", "podcast", "video", "videofile", "videourl"]),
    info(Field::Related, "related", Want::Nothing, &["related", "relatedlinks"]),
    info(Field::Origin, "origin", Want::Nothing, &["origin", "source"]),
    info(Field::Correction, "correction", Want::Nothing, &["correction", "corrections", "correctionnote"]),
    info(Field::Aliases, "aliases", Want::Nothing, &["aliases", "redirectfrom"]),
    info(Field::Episode, "episode", Want::Nothing, &["episode"]),
    info(Field::Licensing, "licensing", Want::Nothing, &["licensing"]),
    info(Field::SyndicationRights, "syndication-rights", Want::Nothing, &["syndicationrights", "republishable"]),
];

/// Tables in which generators keep further fields: Zola `extra` and `taxonomies`, Hugo `params`.
pub(crate) const CONTAINERS: [&str; 3] = ["taxonomies", "params", "extra"];

/// Where a name stands in [`CONTAINERS`].
pub(crate) fn container(name: &str) -> Option<usize> {
    match name {
        "taxonomies" => Some(0),
        "params" => Some(1),
        "extra" => Some(2),
        _ => None,
    }
}

impl Field {
    /// What is known about it.
    pub(crate) fn info(self) -> &'static Info {
        &FIELDS[self as usize]
    }
}

/// The longest known name.
pub(super) const LONGEST: usize = 40;

/// Whether a byte of a name only parts its words: `publish_on`, `Publish on`, `publish.on`, `Published?`.
pub(super) fn is_mark(b: u8) -> bool {
    matches!(b, b'-' | b'_' | b' ' | b'.' | b':' | b'?' | b'\t')
}

/// A name in lower case without what parts its words; `None` where it is too long to be known.
pub(super) fn fold<'b>(name: &str, buffer: &'b mut [u8; LONGEST]) -> Option<&'b [u8]> {
    let mut n = 0;
    for b in name.bytes().filter(|b| !is_mark(*b)) {
        *buffer.get_mut(n)? = b.to_ascii_lowercase();
        n += 1;
    }
    Some(&buffer[..n])
}

/// Names are looked up by their first letters: this many in one number.
const KEYED: usize = 16;

/// Slots of a table of names, many times as many as names.
const SLOTS: usize = 512;

/// Names by their letters, and what each stands for.
#[derive(Debug)]
pub(crate) struct Names<T> {
    /// Folded names of up to [`KEYED`] letters as numbers, each in the first slot that was free from its own on.
    short: Box<[Option<(u128, T)>; SLOTS]>,
    long: Vec<(&'static [u8], T)>,
}

/// The names of fields: the field that each stands for, and how early it counts (1 is our own name).
pub(crate) fn names() -> Names<(Field, u16)> {
    Names::of(FIELDS.iter().flat_map(|info| info.names.iter().zip(1..).map(|(n, rank)| (*n, (info.field, rank)))))
}

/// The field that a name stands for, whatever the source's map says.
pub(super) fn known(name: &str) -> Option<(Field, u16)> {
    static NAMES: LazyLock<Names<(Field, u16)>> = LazyLock::new(names);
    NAMES.find(name)
}

/// Whether a name stands for a field that is a text, and never a list or a table.
pub(super) fn is_text(name: &str) -> bool {
    use Field::{
        Body, BodyMarkdown, BodyText, Byline, Correction, Dateline, Id, Rights, Slug, Subtitle, Summary, Title,
    };
    const TEXTS: [Field; 12] =
        [Body, BodyMarkdown, BodyText, Byline, Correction, Dateline, Id, Rights, Slug, Subtitle, Summary, Title];
    known(name).is_some_and(|(field, _)| TEXTS.contains(&field))
}

impl<T: Copy> Names<T> {
    /// Fills the table with names that are folded.
    pub(crate) fn of(all: impl Iterator<Item = (&'static str, T)>) -> Self {
        let mut names = Self { short: Box::new([None; SLOTS]), long: Vec::new() };
        for (name, meaning) in all {
            let Some(key) = letters(name.as_bytes()) else {
                names.long.push((name.as_bytes(), meaning));
                continue;
            };
            let mut at = slot(key);
            while names.short[at].is_some() {
                at = (at + 1) % SLOTS;
            }
            names.short[at] = Some((key, meaning));
        }
        names
    }

    /// What a name stands for, whatever its case and what parts its words.
    pub(crate) fn find(&self, name: &str) -> Option<T> {
        // As most are written, names need no folding.
        if let Some(key) = filled(name.as_bytes())
            && is_small(key)
        {
            return self.find_short(key);
        }
        if let Some(key) = letters(name.as_bytes()) {
            return self.find_short(key);
        }
        let mut buffer = [0; LONGEST];
        let folded = fold(name, &mut buffer)?;
        self.long.iter().find(|(n, _)| *n == folded).map(|(_, meaning)| *meaning)
    }

    fn find_short(&self, key: u128) -> Option<T> {
        let mut at = slot(key);
        while let Some((known, meaning)) = self.short[at] {
            if known == key {
                return Some(meaning);
            }
            at = (at + 1) % SLOTS;
        }
        None
    }
}

/// A name in lower case without what parts its words as one number; `None` where it is longer.
fn letters(name: &[u8]) -> Option<u128> {
    let mut folded = [0; KEYED];
    let mut n = 0;
    for b in name.iter().filter(|b| !is_mark(**b)) {
        *folded.get_mut(n)? = b.to_ascii_lowercase();
        n += 1;
    }
    filled(&folded[..n])
}

/// A name as one number, filled up with a byte that no text has; `None` where it is longer.
fn filled(name: &[u8]) -> Option<u128> {
    let mut key = [0xFF; KEYED];
    key.get_mut(..name.len())?.copy_from_slice(name);
    Some(u128::from_le_bytes(key))
}

/// Whether none of a name's letters is a capital, and nothing parts its words. Digits count as if they did.
fn is_small(key: u128) -> bool {
    const ONES: u128 = u128::MAX / 0xFF;
    const HIGHEST: u128 = ONES << 7;
    // Of each byte the highest bit stays where the rest is no less than an `a`, 0x61.
    (((key | HIGHEST) - ONES * 0x61) | key) & HIGHEST == HIGHEST
}

fn slot(key: u128) -> usize {
    let folded = (key as u64) ^ (key >> 64) as u64;
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 55) as usize
}

/// Our name that somebody may have meant with one that stands for nothing.
///
/// Only near misses count (`titel`, `pubished`): records are full of names of other people's.
pub(crate) fn near_miss(name: &str) -> Option<&'static Info> {
    let mut buffer = [0; LONGEST];
    let folded = std::str::from_utf8(fold(name, &mut buffer)?).ok()?;
    if folded.len() < 4 {
        return None;
    }
    let ends = |text: &str| (text.as_bytes().first().copied(), text.as_bytes().last().copied());
    let (first, last) = ends(folded);
    let mut near = FIELDS.iter().filter(|info| {
        let ours = info.names[0];
        // One slip leaves the one end or the other as it is.
        let begins_or_ends = ends(ours).0 == first || ends(ours).1 == last;
        let may_be = begins_or_ends && ours.len() >= 4 && ours.len().abs_diff(folded.len()) <= 1;
        may_be && strsim::damerau_levenshtein(ours, folded) == 1
    });
    near.next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_table_is_in_the_order_of_the_fields_and_names_are_folded_and_unique() {
        let mut all = Vec::new();
        for (i, info) in FIELDS.iter().enumerate() {
            assert_eq!(info.field as usize, i);
            assert_eq!(info.names[0], info.name.replace('-', ""));
            for name in info.names {
                assert!(
                    name.len() <= LONGEST && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
                    "{name}"
                );
                all.push(*name);
            }
        }
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn containers_are_found_by_their_names() {
        for (i, name) in CONTAINERS.iter().enumerate() {
            assert_eq!(container(name), Some(i));
        }
    }

    #[test]
    fn spelling_of_word_joints_does_not_matter() {
        let names = names();
        for name in ["publishedAt", "published_at", "published-at"] {
            assert_eq!(names.find(name), Some((Field::Published, 4)), "{name}");
        }
        assert_eq!(names.find("layout"), None);
        assert_eq!(names.find(&"x".repeat(100)), None);
    }

    #[test]
    fn only_a_near_miss_is_suspected() {
        assert_eq!(near_miss("titel").map(|i| i.name), Some("title"));
        assert_eq!(near_miss("pubished").map(|i| i.name), Some("published"));
        assert!(near_miss("layout").is_none() && near_miss("file").is_none());
    }

    proptest! {
        #[test]
        fn a_name_is_found_by_its_letters_alone(known in 0..COUNT, joints in "[-_]{0,40}", other in "\\PC{0,24}") {
            let mut spelt = String::new();
            let mut joints = joints.chars();
            for c in FIELDS[known].names[0].chars() {
                spelt.extend([c.to_ascii_uppercase()].into_iter().chain(joints.next()));
            }
            let names = names();
            prop_assert_eq!(names.find(&spelt), Some((FIELDS[known].field, 1)));
            let folded: String = other.chars().filter(|c| !matches!(c, '-' | '_')).collect::<String>().to_ascii_lowercase();
            let meant = FIELDS.iter().find(|info| info.names.contains(&&*folded)).map(|info| info.field);
            prop_assert_eq!(names.find(&other).map(|(field, _)| field), meant);
        }
    }
}
