//! What content systems say by other marks than a gate's.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Gates, Nest, flag, nest_or_further};
use crate::article::{Hold, Status, date};
use crate::source::field::Names;
use crate::source::node::{Members as Table, Node};
use crate::source::value::same_name;

/// When, by whom and how often a record was published first or last: where nothing stands there it never was.
const PUBLICATION: [&str; 26] = [
    "publishedat",
    "publishedon",
    "publisheddate",
    "publishdate",
    "datepublished",
    "publicationdate",
    "pubdate",
    "postdate",
    "firstpublishedat",
    "firstpublished",
    "firstpublicationdate",
    "lastpublishedat",
    "lastpublished",
    "lastpublishedon",
    "lastpublicationdate",
    "publishedby",
    "publishedversion",
    "publishedcounter",
    "lastreplicated",
    "livedate",
    "publicationtime",
    "publishedtime",
    "publishtime",
    "releasedat",
    "releasedon",
    "wentliveat",
];

/// Those that only what was published has, whenever it first was.
const RELEASED: [&str; 4] = ["publishedat", "publishedon", "published", "releasedat"];

/// Those that no record has that was made elsewhere.
const SURE: [&str; 3] = ["firstpublishedat", "firstpublished", "firstpublicationdate"];

/// What a system knows of a record before it is published.
#[rustfmt::skip]
const MADE: [&str; 19] = [
    "created", "createdat", "createdby", "createddate", "createdon", "createdate", "dateadded", "datecreated",
    "dateupdated", "documentid", "firstcreated", "insertedat", "insertedon", "lastupdated", "modified", "modifiedat",
    "updated", "updatedat", "updatedon",
];

/// Other names by which records of systems are known.
#[rustfmt::skip]
const MARKS: [&str; 16] = [
    "_originalId", "canonicalId", "crdate", "documentId", "endtime", "fe_group", "labels", "pid", "publish_details", "revisionId",
    "start", "starttime", "stop", "tstamp", "variants", "createdBy",
];

/// What names tell of a record's life, as bits.
const PUBLISHES: u8 = 1;
const RELEASES: u8 = 2;
const SURELY: u8 = 4;
const MAKES: u8 = 8;
/// Of names that may hold a flag, a moment or a number.
const PUBLISHED: u8 = 16;
const PUBLISHED_AT: u8 = 32;
const DATE: u8 = 64;
const VERSION: u8 = 128;

/// What a name tells, whatever its case and what parts its words.
fn told_by(name: &str) -> u8 {
    static NAMES: LazyLock<Names<u8>> = LazyLock::new(|| {
        let single =
            [("published", PUBLISHED), ("publishedat", PUBLISHED_AT), ("date", DATE), ("publishedversion", VERSION)];
        let of = |names: &'static [&'static str], bit| names.iter().map(move |name| (*name, bit));
        let all = of(&PUBLICATION, PUBLISHES).chain(of(&RELEASED, RELEASES)).chain(of(&SURE, SURELY));
        let mut told = BTreeMap::<_, u8>::new();
        for (name, bit) in all.chain(of(&MADE, MAKES)).chain(single) {
            *told.entry(name).or_default() |= bit;
        }
        Names::of(told.into_iter())
    });
    NAMES.find(name.trim_start_matches('@')).unwrap_or_default()
}

/// Whether a name that stands for nothing else is one by which a system says whether a record is published.
pub(in crate::source) fn is_mark(name: &str) -> bool {
    MARKS.contains(&name) || told_by(name) & (PUBLISHES | MAKES) != 0
}

/// Whether a name tells when or by whom a record was published, so that it matters that nothing stands there.
pub(in crate::source) fn is_publication(name: &str) -> bool {
    told_by(name) & (PUBLISHES | PUBLISHED) != 0
}

/// Whether a name tells when a record was made, and not when it was published.
pub(in crate::source) fn is_making(name: &str) -> bool {
    told_by(name) & MAKES != 0
}

/// Whether a value says that there is none, in whatever form a format has it: JSON and YAML as such, tables and what
/// was made of them in words or zeros. People leave names without a value in front matter, which says nothing.
pub(in crate::source) fn is_lack(value: &Node<'_>) -> bool {
    match value {
        Node::Null => true,
        Node::Text(text) | Node::Plain(text) => {
            // Most begin otherwise.
            let may_be =
                |b: &u8| matches!(b, b'~' | b'\\' | b'n' | b'N' | b'0') || b.is_ascii_whitespace() || !b.is_ascii();
            if !text.as_bytes().first().is_some_and(may_be) {
                return false;
            }
            let text = text.trim();
            let is_zero = || text.starts_with("0000-00-00") && !text.contains(|c| matches!(c, '1'..='9'));
            text == "~"
                || text == "\\N"
                || ["null", "nil", "none"].iter().any(|no| text.eq_ignore_ascii_case(no))
                || is_zero()
        }
        _ => false,
    }
}

/// Closes a record of a content system that says by other marks than a gate's that it is not published: Sanity by its
/// id, WordPress at its text, others by a moment of publication that is not yet, beside one at which it was made.
pub(in crate::source) fn close_unpublished(record: &Node<'_>, gates: &mut Gates) {
    let Node::Table(members) = record else { return };
    let (mut is_of_typo3, mut is_empty) = (false, false);
    for (name, value) in members {
        match value {
            Node::Table(inner) => {
                // WordPress gives the text of what a password keeps to those who have it.
                let says = value.member("protected").filter(|_| matches!(&**name, "content" | "excerpt"));
                if says.is_some_and(|says| !says.is_null() && flag(says) != Some(false)) {
                    gates.close(Hold::Members);
                }
                within(name, inner, DEEPEST, gates);
            }
            value if value.is_empty() || is_lack(value) => is_empty = true,
            value => match &**name {
                "_id" | "_originalId" => {
                    let id = value.text().unwrap_or_default();
                    if ["drafts.", "versions."].iter().any(|start| id.starts_with(start)) {
                        gates.close(Hold::Draft);
                    }
                }
                // Craft keeps revisions beside drafts.
                "revisionId" if ["draftId", "canonicalId"].iter().any(|name| record.member(name).is_some()) => {
                    gates.close(Hold::Draft);
                }
                "fe_group" if is_for_groups(value) => gates.close(Hold::Members),
                "labels" if is_labelled(value) => gates.close(Hold::Draft),
                // Umbraco has a state for each language.
                "variants" if is_in_no_language(value) => gates.close(Hold::Draft),
                "starttime" | "endtime" => is_of_typo3 = true,
                "page" => {
                    // Ghost's exports of old tell pages from posts by a number; what its rows have besides tells them
                    // from others.
                    let is_row = ["status", "visibility", "uuid", "featured", "mobiledoc", "html"];
                    gates.is_page |= flag(value) == Some(true)
                        && is_row.iter().filter(|name| record.member(name).is_some()).count() >= 2;
                }
                _ => {}
            },
        }
    }
    if is_empty {
        of_table(members, gates);
    }
    of_contao(record, gates);
    // Contentstack has there where it was published.
    let is_nowhere =
        |value: &Node<'_>| value.is_null() || matches!(value, Node::List(all) if all.is_empty()) || value.is_empty();
    if record.member("publish_details").is_some_and(is_nowhere) && members.iter().any(|(name, _)| is_making(name)) {
        gates.close(Hold::Draft);
    }
    if is_of_typo3 && ["pid", "tstamp", "crdate"].iter().any(|name| record.member(name).is_some()) {
        if let Some(from) = record.member("starttime").and_then(moment) {
            gates.not_before(from);
        }
        if let Some(until) = record.member("endtime").and_then(moment) {
            gates.not_after(until);
        }
    }
}

/// Tables in tables that are looked into.
const DEEPEST: u8 = 3;

fn within(name: &str, members: &Table<'_>, deep: u8, gates: &mut Gates) {
    if !matches!(nest_or_further(name), Some(Nest::Record | Nest::Likely)) {
        return;
    }
    of_table(members, gates);
    for (name, value) in members {
        if let Node::Table(inner) = value
            && deep > 0
        {
            within(name, inner, deep - 1, gates);
        }
    }
}

/// What a table says of the record that it is of.
fn of_table(members: &Table<'_>, gates: &mut Gates) {
    // What its names tell where something stands, where it is said that nothing does, and where nothing stands, as
    // tables and forms have it.
    let (mut says, mut lacks, mut empty) = (0, 0, 0);
    for (name, value) in members {
        match told_by(name) {
            0 => {}
            told if is_lack(value) || value.is_empty() && told & PUBLISHED_AT != 0 => lacks |= told,
            told if value.is_empty() => empty |= told,
            told => says |= told,
        }
    }
    let was_never = lacks & SURELY != 0 && says & RELEASES == 0;
    // `published` may be a date or a flag, and `date` the same date.
    let is_without =
        lacks & PUBLISHES != 0 || says & DATE == 0 && (lacks & PUBLISHED != 0 || empty & (PUBLISHES | PUBLISHED) != 0);
    let is_unpublished = is_without && says & (PUBLISHES | PUBLISHED) == 0 && says & MAKES != 0;
    let value = |name: &str| members.iter().find(|(known, _)| same_name(known, name)).map(|(_, value)| value);
    // Strapi calls a draft so that stands beside what was published.
    let is_modified = || value("status").and_then(Node::text).is_some_and(|text| text.eq_ignore_ascii_case("modified"));
    if (was_never || is_unpublished)
        && says & VERSION == 0
        && (gates.status.is_none() || gates.status == Some(Status::Published) && is_modified())
    {
        gates.close(Hold::Draft);
    }
    of_contentful(&value, gates);
}

/// Contentful: a table of the system's own, of which the interface for editors counts versions.
fn of_contentful<'n>(value: &impl Fn(&str) -> Option<&'n Node<'n>>, gates: &mut Gates) {
    let Some(kind) = value("type").and_then(Node::text) else { return };
    let says =
        |names: &[&str]| names.iter().filter_map(|name| value(name)).any(|value| !value.is_empty() && !is_lack(value));
    if matches!(&*kind, "DeletedEntry" | "DeletedAsset") {
        gates.say(Status::Withdrawn);
    }
    if kind == "Entry" {
        let was_published = says(&["publishedversion", "publishedat", "revision"]);
        if says(&["archivedversion", "archivedat"]) || says(&["version"]) && !was_published {
            gates.close(Hold::Draft);
        }
    }
}

/// Contao: a flag that is a text, and moments beside it.
fn of_contao(record: &Node<'_>, gates: &mut Gates) {
    let Some(published) = record.member("published") else { return };
    if !["tstamp", "start", "stop"].iter().all(|name| record.member(name).is_some()) {
        return;
    }
    if published.is_empty() || flag(published) == Some(false) {
        gates.close(Hold::Draft);
    }
    if let Some(from) = record.member("start").and_then(moment) {
        gates.not_before(from);
    }
    if let Some(until) = record.member("stop").and_then(moment) {
        gates.not_after(until);
    }
}

/// Whether one of a record's labels says that it is not to be seen. Others say what it is about: `review`.
fn is_labelled(labels: &Node<'_>) -> bool {
    const HELD: [&str; 13] = [
        "confidential",
        "donotpublish",
        "draft",
        "drafts",
        "embargo",
        "embargoed",
        "entwurf",
        "internal",
        "notforpublication",
        "unpublished",
        "wip",
        "withheld",
        "workinprogress",
    ];
    let said = |label: &Node<'_>| {
        let text = label.text().or_else(|| label.member("name")?.text())?;
        Some(super::fold(&text))
    };
    let is_held = |label: &Node<'_>| said(label).is_some_and(|label| HELD.contains(&&*label));
    match labels {
        Node::List(all) => all.iter().any(is_held),
        Node::Table(_) => false,
        text => text.text().is_some_and(|text| text.split(',').any(|one| HELD.contains(&&*super::fold(one)))),
    }
}

/// Whether a record has variants that all say that they are not out.
fn is_in_no_language(variants: &Node<'_>) -> bool {
    let Node::List(all) = variants else { return false };
    let states: Vec<_> = all.iter().filter_map(|one| one.member("state")?.text()).collect();
    let is_held = |state: &str| matches!(&*super::fold(state), "draft" | "notcreated" | "unpublished" | "trashed");
    !states.is_empty() && states.len() == all.len() && states.iter().all(|state| is_held(state))
}

/// TYPO3: groups of readers by their numbers; -1 are those who are not logged in, -2 all others.
fn is_for_groups(value: &Node<'_>) -> bool {
    let text = value.text().unwrap_or_default();
    let mut groups = text.split(',').filter_map(|group| group.trim().parse::<i64>().ok());
    groups.any(|group| group > 0 || group == -2)
}

/// A moment in seconds, of which zero is none, or in words.
fn moment(value: &Node<'_>) -> Option<crate::article::Timestamp> {
    let text = value.text()?;
    match text.trim().parse::<i64>() {
        Ok(seconds) => date::from_epoch(seconds).filter(|_| seconds > 0),
        Err(_) => date::parse(&text, chrono_tz::UTC),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_system_says_by_ids_and_moments_what_is_not_published() {
        for (record, held) in [
            (serde_json::json!({"_id": "drafts.abc"}), true),
            (serde_json::json!({"_id": "versions.r1.abc"}), true),
            (serde_json::json!({"_id": "abc.drafts."}), false),
            (serde_json::json!({"content": {"rendered": "", "protected": true}}), true),
            (serde_json::json!({"content": {"rendered": "", "protected": "perhaps"}}), true),
            (serde_json::json!({"content": {"rendered": "", "protected": false}}), false),
            (serde_json::json!({"publishedAt": null, "createdAt": "2024-01-02"}), true),
            (serde_json::json!({"published_at": null, "updated_at": "2024-01-02"}), true),
            (serde_json::json!({"attributes": {"publishedAt": null, "createdAt": "2024-01-02"}}), true),
            (serde_json::json!({"publishedAt": null, "date": "2024-01-02"}), false),
            (serde_json::json!({"publishedAt": "2024-01-02", "createdAt": "2024-01-02"}), false),
            (serde_json::json!({"createdAt": "2024-01-02"}), false),
            (serde_json::json!({"publishedAt": null, "documentId": "x"}), true),
            (serde_json::json!({"first_publication_date": null}), true),
            (serde_json::json!({"publishedBy": null, "publishedAt": "2024-01-02", "createdAt": "2024-01-02"}), false),
            (serde_json::json!({"published": null, "created_at": "2024-01-02"}), true),
            (serde_json::json!({"published": null, "date": "2024-01-02", "created_at": "2024-01-02"}), false),
            (serde_json::json!({"published": true, "published_at": null, "created_at": "2024-01-02"}), false),
            (serde_json::json!({"published_at": "null", "inserted_at": "2024-01-02"}), true),
            (serde_json::json!({"released_at": "NULL", "created_at": "2024-01-02"}), true),
            (serde_json::json!({"published_at": "0000-00-00 00:00:00", "created_at": "2024-01-02"}), true),
            (serde_json::json!({"released_at": null, "published_at": "2024-01-02", "created_at": "2024-01-02"}), false),
            (serde_json::json!({"first_published_at": null, "published_at": "2024-01-02"}), false),
            (serde_json::json!({"publishedAt": null, "status": "modified", "documentId": "x"}), true),
            (serde_json::json!({"publishedAt": "2024-01-02", "status": "modified", "documentId": "x"}), false),
            (serde_json::json!({"publish_date": "", "created_at": "2024-01-02"}), true),
            (serde_json::json!({"published": "", "created_at": "2024-01-02"}), true),
            (serde_json::json!({"publish_date": "", "date": "2024-01-02", "updated": "2024-01-03"}), false),
            (serde_json::json!({"_originalId": "drafts.abc"}), true),
            (serde_json::json!({"sys": {"type": "DeletedEntry"}}), true),
            (serde_json::json!({"sys": {"type": "Entry", "version": 3}}), true),
            (serde_json::json!({"sys": {"type": "Entry", "version": 3, "publishedVersion": 2}}), false),
            (serde_json::json!({"sys": {"type": "Entry", "revision": 3}}), false),
            (serde_json::json!({"fe_group": "0"}), false),
            (serde_json::json!({"fe_group": "0,4"}), true),
            (serde_json::json!({"published": "", "start": "", "stop": "", "tstamp": "1750000000"}), true),
            (serde_json::json!({"published": "1", "start": "", "stop": "", "tstamp": "1750000000"}), false),
            (serde_json::json!({"published": "", "start": "", "stop": ""}), false),
            (serde_json::json!({"labels": ["news", "Draft"]}), true),
            (serde_json::json!({"labels": [{"name": "do not publish"}]}), true),
            (serde_json::json!({"labels": "news, wip"}), true),
            (serde_json::json!({"labels": ["review", "drafting", "private equity"]}), false),
            (serde_json::json!({"variants": [{"culture": "en", "state": "Draft"}, {"state": "NotCreated"}]}), true),
            (serde_json::json!({"variants": [{"state": "Draft"}, {"state": "Published"}]}), false),
            (serde_json::json!({"variants": [{"state": "PublishedPendingChanges"}]}), false),
            (serde_json::json!({"variants": [{"state": "draft"}, {"size": "s"}]}), false),
            (serde_json::json!({"publish_details": [], "created_at": "2024-01-02"}), true),
            (serde_json::json!({"publish_details": [{"environment": "x"}], "created_at": "2024-01-02"}), false),
            (serde_json::json!({"publish_details": []}), false),
        ] {
            let mut gates = Gates::default();
            close_unpublished(&Node::from(&record), &mut gates);
            assert_eq!(gates.is_held(), held, "{record}");
        }
        for (record, page) in [
            (serde_json::json!({"page": 1, "status": "published", "visibility": "public"}), true),
            (serde_json::json!({"page": 0, "status": "published", "visibility": "public"}), false),
            (serde_json::json!({"page": 1, "status": "published"}), false),
        ] {
            let mut gates = Gates::default();
            close_unpublished(&Node::from(&record), &mut gates);
            assert_eq!(gates.is_page, page, "{record}");
        }
    }
}
