//! The ledger as JSON Lines, to carry it between machines.

use std::fmt::Write as _;
use std::io::{self, BufRead, Write};

use chrono::{DateTime, SecondsFormat};
use serde::{Deserialize, Serialize};

use super::{
    ArchiveEntry, Cause, Changes, Entry, Fact, FeedEntry, Ledger, Names, TombstoneEntry, by_first_byte, unknown,
};
use crate::diagnostic::{CodeInfo, Diagnostic, Place, Span};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
enum Line {
    Article {
        id: String,
        source: String,
        path: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        first_seen: Moment,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        published: Option<Moment>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        updated: Option<Moment>,
        in_feeds: bool,
        content: Hash,
        body: Hash,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        edit: Option<u32>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unshown: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        withdrawn: Option<Moment>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cause: Option<Cause>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        missing: Option<Moment>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ends: Option<Moment>,
    },
    Feed {
        path: String,
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        term: Option<String>,
        changed: Moment,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        newest: Option<Moment>,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        demands: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        guids: Option<String>,
        members: Vec<Hash>,
    },
    Tombstone {
        feed: String,
        id: String,
        at: Moment,
    },
    Archive {
        feed: String,
        number: u32,
        name: String,
        members: Vec<Hash>,
    },
    Unpublished {
        records: Vec<Hash>,
    },
}

/// A moment as RFC 3339 writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moment(i64);

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match DateTime::from_timestamp(self.0, 0) {
            Some(t) => s.serialize_str(&t.to_rfc3339_opts(SecondsFormat::Secs, true)),
            None => s.serialize_i64(self.0),
        }
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(String),
            Seconds(i64),
        }
        match Written::deserialize(d)? {
            Written::Text(text) => {
                DateTime::parse_from_rfc3339(&text).map(|t| Self(t.timestamp())).map_err(serde::de::Error::custom)
            }
            Written::Seconds(seconds) => Ok(Self(seconds)),
        }
    }
}

/// 64 bits as hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hash(u64);

impl Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&format_args!("{:016x}", self.0))
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        u64::from_str_radix(&text, 16).map(Self).map_err(serde::de::Error::custom)
    }
}

/// Writes everything the ledger knows.
///
/// # Errors
/// Those of the ledger; `Err(Ok(error))` where `out` refuses.
pub fn export(ledger: &Ledger, out: &mut impl Write) -> Result<(), Result<io::Error, Box<Diagnostic>>> {
    let mut refused = None;
    let mut put = |line: &Line| {
        if refused.is_none()
            && let Err(e) =
                serde_json::to_writer(&mut *out, line).map_err(Into::into).and_then(|()| out.write_all(b"\n"))
        {
            refused = Some(e);
        }
    };
    ledger.for_each(|entry| put(&line_of(entry))).map_err(Err)?;
    let mut feeds: Vec<FeedEntry> = ledger.feeds().map_err(Err)?.into_values().collect();
    feeds.sort_by(|a, b| a.path.cmp(&b.path));
    for f in feeds {
        put(&Line::Feed {
            path: f.path,
            name: f.name,
            term: f.term,
            changed: Moment(f.changed),
            newest: f.newest.map(Moment),
            demands: f.demands,
            guids: f.guids,
            members: f.members.into_iter().map(Hash).collect(),
        });
    }
    for t in ledger.tombstones().map_err(Err)? {
        put(&Line::Tombstone { feed: t.feed, id: t.id, at: Moment(t.at) });
    }
    for a in ledger.archives().map_err(Err)? {
        put(&Line::Archive {
            feed: a.feed,
            number: a.number,
            name: a.name,
            members: a.members.into_iter().map(Hash).collect(),
        });
    }
    for (_, records) in by_first_byte(&ledger.unpublished().map_err(Err)?) {
        put(&Line::Unpublished { records: records.iter().copied().map(Hash).collect() });
    }
    refused.map_or(Ok(()), |e| Err(Ok(e)))
}

fn line_of(Entry { fact, names }: Entry) -> Line {
    Line::Article {
        id: names.id,
        source: names.source,
        path: names.path,
        origin: names.origin,
        url: names.url,
        title: names.title,
        first_seen: Moment(fact.first_seen),
        published: fact.published.map(Moment),
        updated: fact.updated.map(Moment),
        in_feeds: fact.in_feeds,
        content: Hash(fact.content),
        body: Hash(fact.body),
        edit: fact.edit,
        unshown: fact.unshown,
        withdrawn: fact.withdrawn.map(|w| Moment(w.0)),
        cause: fact.withdrawn.map(|w| w.1),
        missing: fact.missing.map(Moment),
        ends: fact.ends.map(Moment),
    }
}

/// Reads what [`export`] wrote: all of it, or what is wrong with it.
///
/// # Errors
/// `bad-ledger-line` for each line that is none.
pub fn import(input: impl BufRead, file: &str) -> Result<Changes, Vec<Diagnostic>> {
    let mut changes = Changes::default();
    let mut faults = Vec::new();
    for (number, line) in input.lines().enumerate() {
        let line = match line {
            Ok(line) if line.trim().is_empty() => continue,
            Ok(line) => line,
            Err(e) => {
                faults.push(Diagnostic::error("bad-ledger-line", format!("cannot be read: {e}")).in_file(file));
                break;
            }
        };
        match serde_json::from_str(&line) {
            Ok(line) => take(line, &mut changes),
            Err(e) => {
                let (line, column) = (number as u32 + 1, e.column() as u32);
                let span = Span { line, column, end_line: line, end_column: column, byte_offset: 0 };
                let place = Place { file: file.into(), span: Some(span) };
                faults.push(
                    Diagnostic::error("bad-ledger-line", format!("no line of a ledger: {e}"))
                        .help("nothing was taken in; give what `feedwright ledger export` writes")
                        .at(place),
                );
            }
        }
    }
    if faults.is_empty() { Ok(changes) } else { Err(faults) }
}

fn take(line: Line, changes: &mut Changes) {
    match line {
        Line::Article {
            id,
            source,
            path,
            origin,
            url,
            title,
            first_seen,
            published,
            updated,
            in_feeds,
            content,
            body,
            edit,
            unshown,
            withdrawn,
            cause,
            missing,
            ends,
        } => changes.articles.push(Entry {
            fact: Fact {
                first_seen: first_seen.0,
                published: published.map(|m| m.0),
                updated: updated.map(|m| m.0),
                in_feeds,
                content: content.0,
                body: body.0,
                edit,
                unshown,
                withdrawn: withdrawn.map(|m| (m.0, cause.unwrap_or_default())),
                missing: missing.map(|m| m.0),
                ends: ends.map(|m| m.0),
            },
            names: Names { id, source, path, origin, url, title },
        }),
        Line::Feed { path, name, term, changed, newest, demands, guids, members } => changes.feeds.push(FeedEntry {
            path,
            name,
            term,
            members: members.into_iter().map(|h| h.0).collect(),
            changed: changed.0,
            newest: newest.map(|m| m.0),
            demands,
            guids,
        }),
        Line::Tombstone { feed, id, at } => changes.tombstones.push(TombstoneEntry { feed, id, at: at.0 }),
        Line::Archive { feed, number, name, members } => changes.archives.push(ArchiveEntry {
            feed,
            number,
            name,
            members: members.into_iter().map(|h| h.0).collect(),
        }),
        Line::Unpublished { records } => {
            let records: Vec<u64> = records.into_iter().map(|h| h.0).collect();
            changes.unpublished.extend(by_first_byte(&records).map(|(byte, records)| (byte, records.to_vec())));
        }
    }
}

/// What is known of one id, for people.
///
/// # Errors
/// Those of the ledger; `unknown-id`.
pub fn show(ledger: &Ledger, id: &str) -> Result<String, Box<Diagnostic>> {
    let entry = ledger.entry(id)?.ok_or_else(|| Box::new(unknown(id)))?;
    let serde_json::Value::Object(members) = serde_json::to_value(line_of(entry)).unwrap_or_default() else {
        return Ok(String::new());
    };
    let mut out = String::new();
    for (name, value) in members.iter().filter(|(name, _)| *name != "kind") {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let _ = writeln!(out, "{name}: {value}");
    }
    Ok(out)
}

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "bad-ledger-line",
    summary: "A line given to `ledger import` is not one that `ledger export` wrote; nothing was taken in.",
}];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_exported_is_imported_whole() {
        let dir = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::open(dir.path()).unwrap();
        let changes = Changes {
            articles: vec![Entry {
                fact: Fact {
                    first_seen: 1,
                    published: Some(-2),
                    in_feeds: true,
                    content: u64::MAX,
                    edit: Some(u32::MAX),
                    unshown: true,
                    withdrawn: Some((9, Cause::Person)),
                    ends: Some(12),
                    ..Fact::default()
                },
                names: Names { id: "tag:a".into(), title: Some("“Ö”\n".into()), ..Names::default() },
            }],
            feeds: vec![FeedEntry {
                path: "top".into(),
                members: vec![0, u64::MAX],
                demands: "{}".into(),
                guids: Some("{{ id }}".into()),
                ..FeedEntry::default()
            }],
            tombstones: vec![TombstoneEntry { feed: "top".into(), id: "x".into(), at: 3 }],
            archives: vec![ArchiveEntry { feed: "top".into(), number: 1, name: "1".into(), members: vec![5] }],
            unpublished: vec![(0, vec![7, 9]), (255, vec![u64::MAX])],
            ..Changes::default()
        };
        ledger.commit(&changes).unwrap();
        let mut text = Vec::new();
        export(&ledger, &mut text).unwrap();
        let back = import(&*text, "-").unwrap();
        assert_eq!(back.articles, changes.articles);
        assert_eq!(back.feeds, changes.feeds);
        assert_eq!(back.tombstones, changes.tombstones);
        assert_eq!(back.archives, changes.archives);
        assert_eq!(back.unpublished, changes.unpublished);
        assert!(show(&ledger, "tag:a").unwrap().contains("cause: person"));
    }

    #[test]
    fn every_bad_line_is_reported_and_nothing_is_taken() {
        let faults = import(&b"{\"kind\":\"article\"}\n\n{\"kind\":\"nothing\"}\nx\n"[..], "l.jsonl").unwrap_err();
        let lines: Vec<u32> = faults.iter().map(|d| d.place.as_ref().unwrap().span.unwrap().line).collect();
        assert_eq!(lines, [1, 3, 4]);
    }
}
