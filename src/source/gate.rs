//! Gates: fields that keep a record, or a part of one, out of feeds.
//!
//! Of other fields the first that is there counts. Of gates all count, and the one that closes wins:
//! a record with `draft: false` and `status: withheld` is held. What cannot be read closes too, and so
//! does what looks like a gate under a name that is none: nobody writes `darft: true` for nothing.

use super::field::{self, Field};
use super::node::{Node, Path};
use super::value::{Reader, same_name};
use crate::article::{Status, Timestamp};
use crate::diagnostic::Severity;

/// What the gates of a record or a part say together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Gates {
    /// Where it stands in its life, as the strictest of them has it.
    pub(crate) status: Option<Status>,
    /// Not before this moment.
    pub(crate) embargo: Option<Timestamp>,
    /// Not from this moment on.
    pub(crate) expires: Option<Timestamp>,
}

impl Gates {
    /// Whether no moment opens them.
    pub(crate) fn hold(&self) -> bool {
        self.status.is_some_and(|status| status != Status::Published)
    }

    fn say(&mut self, status: Status) {
        let weight = |status: Status| match status {
            Status::Published => 0,
            Status::Draft => 1,
            Status::Withdrawn => 2,
        };
        if self.status.is_none_or(|known| weight(known) < weight(status)) {
            self.status = Some(status);
        }
    }
}

/// A kind of gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gate {
    /// True holds back.
    Closed,
    /// True withdraws.
    Gone,
    /// False holds back.
    Open,
    /// A word says where the record stands.
    Word,
    /// The same, or the name of a place: `state` is both.
    Place,
    /// A password keeps strangers out.
    Secret,
    /// Not before.
    From,
    /// Not from then on.
    Until,
}

/// Names of flags, folded, that say something else than that true holds back.
const FLAGS: [(&str, Gate); 12] = [
    ("publish", Gate::Open),
    ("ispublished", Gate::Open),
    ("public", Gate::Open),
    ("ispublic", Gate::Open),
    ("visible", Gate::Open),
    ("isvisible", Gate::Open),
    ("approved", Gate::Open),
    ("isapproved", Gate::Open),
    ("deleted", Gate::Gone),
    ("isdeleted", Gate::Gone),
    ("trashed", Gate::Gone),
    ("password", Gate::Secret),
];

impl Gate {
    /// The gate that a field is, known by this name.
    pub(crate) fn of(field: Field, name: &str) -> Option<Self> {
        match field {
            Field::Draft => {
                Some(FLAGS.iter().find(|(n, _)| same_name(name, n)).map_or(Self::Closed, |(_, gate)| *gate))
            }
            Field::Status if same_name(name, "state") => Some(Self::Place),
            Field::Status => Some(Self::Word),
            Field::Embargo => Some(Self::From),
            Field::Expires => Some(Self::Until),
            _ => None,
        }
    }

    /// Reads a gate. `severity` is that of a value that cannot be read: then the record cannot be
    /// used, or the part is left out.
    pub(crate) fn read(self, node: &Node<'_>, r: &mut Reader, gates: &mut Gates, severity: Severity) {
        if is_absent(node) {
            return;
        }
        let closed = match self {
            Self::Gone => Status::Withdrawn,
            _ => Status::Draft,
        };
        match (self, flag(node), word(node)) {
            (Self::Secret, _, _) => gates.say(Status::Draft),
            (Self::Closed | Self::Gone, Some(true), _) | (Self::Open, Some(false), _) => gates.say(closed),
            (Self::Closed | Self::Gone | Self::Open, Some(_), _) => {}
            (Self::Closed | Self::Gone | Self::Open | Self::Word | Self::Place, _, Some(status)) => gates.say(status),
            (Self::Open | Self::From, _, _) if node.text().is_some() && !is_flag(node) => {
                if let Some(from) = r.date(node, severity) {
                    gates.embargo = Some(gates.embargo.map_or(from, |known| known.max(from)));
                } else if severity != Severity::Error {
                    gates.say(Status::Draft);
                }
            }
            (Self::Until, _, _) if node.text().is_some() && !is_flag(node) => {
                if let Some(until) = r.date(node, severity) {
                    gates.expires = Some(gates.expires.map_or(until, |known| known.min(until)));
                } else if severity != Severity::Error {
                    gates.say(Status::Draft);
                }
            }
            // `embargoed: true` says that it is, and not until when.
            (Self::From | Self::Until, Some(true), _) => gates.say(Status::Draft),
            (Self::From | Self::Until, Some(false), _) => {}
            (Self::Place, _, _) if node.text().is_some_and(|text| is_place(&text)) => {}
            (Self::Word | Self::Place, _, _) => {
                unreadable(node, r, severity, "`published`, `draft` or `withdrawn`");
                gates.say(Status::Draft);
            }
            _ => {
                unreadable(
                    node,
                    r,
                    severity,
                    if matches!(self, Self::From | Self::Until) { "a date" } else { "true or false" },
                );
                gates.say(Status::Draft);
            }
        }
    }
}

fn unreadable(node: &Node<'_>, r: &mut Reader, severity: Severity, expected: &str) {
    let (code, is) = match node.text() {
        Some(text) => ("bad-field-value", format!("{:?}", text.chars().take(80).collect::<String>())),
        None => ("wrong-field-type", node.kind().to_owned()),
    };
    let message = format!("`{}` is {is}, not {expected}", Path(&r.path));
    let help = "what may hold a record back and cannot be read does so";
    r.fault(severity, code, message, Some(help.into()));
}

/// Whether a gate says nothing: null and an empty text do, as content systems export what was not
/// filled in; an empty list or table does not.
fn is_absent(node: &Node<'_>) -> bool {
    node.is_null() || node.text().is_some_and(|text| text.trim().is_empty())
}

/// True or false in whatever form a format or a person writes it.
fn flag(node: &Node<'_>) -> Option<bool> {
    if let Some(known) = node.bool() {
        return Some(known);
    }
    let text = node.text()?;
    match fold(&text).as_str() {
        "y" | "t" | "1" | "true" | "yes" | "on" => Some(true),
        "n" | "f" | "0" | "false" | "no" | "off" | "none" | "never" => Some(false),
        _ => match node.number() {
            Some(1.0) => Some(true),
            Some(0.0) => Some(false),
            _ => None,
        },
    }
}

/// Whether a value is rather a flag than a date: a number of seconds is none.
fn is_flag(node: &Node<'_>) -> bool {
    flag(node).is_some()
}

fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where a record stands, in our words, those of agencies and of content systems.
fn word(node: &Node<'_>) -> Option<Status> {
    let node = match node {
        Node::List(items) if items.len() == 1 => items.first()?,
        Node::Table(_) => super::value::member(node, &["name", "value", "slug", "status", "state", "label"])?.1,
        other => other,
    };
    let text = node.text()?;
    // A QCode or URI of IPTC's vocabulary ends with the word.
    let text = text.trim().trim_end_matches('/');
    let last = if text.contains("://") || text.starts_with("stat:") { text.rsplit(['/', ':']).next()? } else { text };
    Some(match fold(last).as_str() {
        "published" | "publish" | "usable" | "live" | "public" | "future" | "scheduled" | "visible" | "everyone" => {
            Status::Published
        }
        "draft" | "drafts" | "autodraft" | "withheld" | "pending" | "private" | "unpublished" | "hidden" | "review"
        | "inreview" | "pendingreview" | "embargoed" | "unlisted" | "members" | "membersonly" | "paid" | "tiers"
        | "protected" | "internal" | "inactive" | "onhold" | "held" => Status::Draft,
        "withdrawn" | "canceled" | "cancelled" | "retracted" | "killed" | "kill" | "deleted" | "trash" | "trashed"
        | "removed" => Status::Withdrawn,
        _ => return None,
    })
}

/// Whether a text is rather the name of a place than a word about a record.
fn is_place(text: &str) -> bool {
    let text = text.trim();
    let closing =
        ["draft", "withheld", "private", "unpublished", "hidden", "pending", "withdrawn", "canceled", "deleted"];
    let folded = fold(text);
    !closing.iter().any(|word| strsim::damerau_levenshtein(word, &folded) <= 1) && text.starts_with(char::is_uppercase)
}

/// Names that hold a word within them, or miss one by a letter, and the gate that may be meant.
const STEMS: [(&str, Gate); 7] = [
    ("draft", Gate::Closed),
    ("unpublish", Gate::Closed),
    ("withh", Gate::Closed),
    ("notforpubl", Gate::Closed),
    ("donotpubl", Gate::Closed),
    ("embarg", Gate::From),
    ("expir", Gate::Until),
];

/// Names that are looked for with a letter wrong.
const NEAR: [(&str, Gate); 13] = [
    ("draft", Gate::Closed),
    ("isdraft", Gate::Closed),
    ("hidden", Gate::Closed),
    ("private", Gate::Closed),
    ("withheld", Gate::Closed),
    ("unpublished", Gate::Closed),
    ("published", Gate::Open),
    ("status", Gate::Word),
    ("state", Gate::Word),
    ("pubstatus", Gate::Word),
    ("visibility", Gate::Word),
    ("embargo", Gate::From),
    ("expires", Gate::Until),
];

/// The gate that somebody may have meant with a name that stands for nothing, and whether the name
/// misses it by a letter only.
pub(super) fn suspect(name: &str) -> Option<(Gate, bool)> {
    let mut buffer = [0; field::LONGEST];
    let folded = std::str::from_utf8(field::fold(name, &mut buffer)?).ok()?;
    if folded.len() < 4 {
        return None;
    }
    // Records are full of names of other people's: most are told apart by two letters.
    let near = |ours: &str| {
        ours.len().abs_diff(folded.len()) <= 1
            && (folded.as_bytes()[..2] == ours.as_bytes()[..2]
                || folded.as_bytes()[folded.len() - 2..] == ours.as_bytes()[ours.len() - 2..])
            && strsim::damerau_levenshtein(ours, folded) == 1
    };
    if let Some((_, gate)) = NEAR.iter().find(|(ours, _)| near(ours)) {
        return Some((*gate, true));
    }
    let pair = |pair: &[u8]| matches!(pair, b"af" | b"np" | b"hh" | b"tp" | b"rp" | b"mb" | b"xp");
    if !folded.as_bytes().windows(2).any(pair) {
        return None;
    }
    STEMS.iter().find(|(stem, _)| folded.contains(stem)).map(|(_, gate)| (*gate, false))
}

impl Gate {
    /// Reads a value under a name that only looks like a gate's: it counts where it would close one.
    pub(super) fn read_suspect(self, near: bool, node: &Node<'_>, r: &mut Reader, gates: &mut Gates) {
        if is_absent(node) {
            return;
        }
        let mut found = Gates::default();
        let known = r.faults.len();
        match self {
            Self::From | Self::Until => self.read(node, r, &mut found, Severity::Warning),
            // A number is a flag under a name that is one but for a letter, else a count.
            _ if !near && node.number().is_some() => {}
            _ => match (flag(node), word(node)) {
                (Some(flag), _) if self != Self::Word && (self == Self::Open) != flag => found.say(Status::Draft),
                (None, Some(status)) => found.say(status),
                _ => {}
            },
        }
        r.faults.truncate(known);
        let later = found.embargo.is_some() || found.expires.is_some();
        if !found.hold() && !later {
            return;
        }
        let what = if later { "it is kept to" } else { "the record is held back" };
        let message =
            format!("`{}` is no field of a record, but looks like one that holds it back: {what}", Path(&r.path));
        let help = "write `draft`, `status`, `embargo` or `expires` if that is meant, else another name";
        r.fault(Severity::Warning, "held-in-doubt", message, Some(help.into()));
        gates.take(&found);
    }
}

impl Gates {
    fn take(&mut self, other: &Self) {
        if let Some(status) = other.status {
            self.say(status);
        }
        if let Some(from) = other.embargo {
            self.embargo = Some(self.embargo.map_or(from, |known| known.max(from)));
        }
        if let Some(until) = other.expires {
            self.expires = Some(self.expires.map_or(until, |known| known.min(until)));
        }
    }
}

/// Reads all gates among the members of a table: of an item of an agency, or a part of a record.
pub(super) fn read_all(table: &Node<'_>, r: &mut Reader, severity: Severity) -> Gates {
    let mut gates = Gates::default();
    let Node::Table(members) = table else { return gates };
    for (name, node) in members {
        let known = field::known(name).and_then(|(field, _)| Some((field, Gate::of(field, name)?)));
        match known {
            Some((_, gate)) => r.inside(name, |r| gate.read(node, r, &mut gates, severity)),
            // `published: false` is Jekyll's.
            None if same_name(name, "published") && flag(node) == Some(false) => gates.say(Status::Draft),
            None if field::known(name).is_some() => {}
            None => {
                if let Some((gate, near)) = suspect(name) {
                    r.inside(name, |r| gate.read_suspect(near, node, r, &mut gates));
                }
            }
        }
    }
    gates
}

/// Whether a value is true or false, and not a date.
pub(super) fn is_switch(node: &Node<'_>) -> bool {
    flag(node).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Tz;

    fn read(value: &serde_json::Value) -> (Gates, Vec<&'static str>) {
        let mut r = Reader::new(Tz::UTC);
        let node = Node::from(value);
        let gates = read_all(&node, &mut r, Severity::Error);
        (gates, r.faults.iter().map(|f| f.code).collect())
    }

    #[test]
    fn only_what_is_surely_open_is_open() {
        for open in [
            serde_json::json!({"draft": false}),
            serde_json::json!({"draft": "n"}),
            serde_json::json!({"draft": 0}),
            serde_json::json!({"draft": "0"}),
            serde_json::json!({"draft": ""}),
            serde_json::json!({"draft": null}),
            serde_json::json!({"is_draft": "No"}),
            serde_json::json!({"status": "published"}),
            serde_json::json!({"status": "stat:usable"}),
            serde_json::json!({"visibility": "public"}),
            serde_json::json!({"state": "Ohio"}),
            serde_json::json!({"state": "NSW"}),
            serde_json::json!({"embargo": false}),
            serde_json::json!({"expires": "never"}),
            serde_json::json!({"craft": "beer", "stats": {"views": 3}, "slate": true, "draft_number": 3, "skate": "x"}),
            serde_json::json!({"darft": false, "stauts": "published"}),
            serde_json::json!({"hidden": 0, "publish": true, "public": "yes", "password": ""}),
        ] {
            let (gates, faults) = read(&open);
            assert!(!gates.hold() && gates.embargo.is_none() && faults.is_empty(), "{open}: {gates:?} {faults:?}");
        }
    }

    #[test]
    fn everything_else_holds() {
        for closed in [
            serde_json::json!({"draft": true}),
            serde_json::json!({"draft": "y"}),
            serde_json::json!({"draft": "1"}),
            serde_json::json!({"draft": 1}),
            serde_json::json!({"draft": 2}),
            serde_json::json!({"draft": [true]}),
            serde_json::json!({"draft": []}),
            serde_json::json!({"draft": {"v": true}}),
            serde_json::json!({"draft": {}}),
            serde_json::json!({"draft": "tru"}),
            serde_json::json!({"draft": "draft"}),
            serde_json::json!({"draft": false, "isDraft": true}),
            serde_json::json!({"draft": false, "status": "withheld"}),
            serde_json::json!({"state": "draft"}),
            serde_json::json!({"state": "Draft"}),
            serde_json::json!({"state": "drft"}),
            serde_json::json!({"state": "Drafft"}),
            serde_json::json!({"state": {"name": "draft"}}),
            serde_json::json!({"status": ["draft"]}),
            serde_json::json!({"status": "perhaps"}),
            serde_json::json!({"visibility": "private"}),
            serde_json::json!({"visibility": "friends"}),
            serde_json::json!({"pubstatus": "canceled"}),
            serde_json::json!({"pub_status": "http://cv.iptc.org/newscodes/pubstatusg2/withheld"}),
            serde_json::json!({"hidden": true}),
            serde_json::json!({"unlisted": true}),
            serde_json::json!({"isUnlisted": "perhaps"}),
            serde_json::json!({"private": "x"}),
            serde_json::json!({"publish": false}),
            serde_json::json!({"published": false}),
            serde_json::json!({"isPublic": "no"}),
            serde_json::json!({"password": "secret"}),
            serde_json::json!({"embargoed": true}),
            serde_json::json!({"embargo": "tomorrow"}),
            serde_json::json!({"embargo": ["2099-01-01"]}),
            serde_json::json!({"expired": true}),
            serde_json::json!({"darft": true}),
            serde_json::json!({"dratf": "yes"}),
            serde_json::json!({"article_draft_flag": true}),
            serde_json::json!({"stauts": "draft"}),
            serde_json::json!({"embago": "next week"}),
            serde_json::json!({"is-unpublished-yet": true}),
            serde_json::json!({"withhold": true}),
        ] {
            let (gates, faults) = read(&closed);
            assert!(gates.hold() || faults.iter().any(|f| f.starts_with("bad-")), "{closed}: {gates:?} {faults:?}");
        }
    }

    #[test]
    fn the_latest_embargo_and_the_earliest_end_count_under_any_name() {
        let (gates, faults) = read(&serde_json::json!({
            "embargo": "2026-01-01", "embargoDate": "2030-01-01", "embargo_time": "2029-01-01",
            "expires": "2031-01-01", "unpublishAt": "2030-06-01", "expirs": "2032-01-01",
        }));
        assert_eq!(gates.embargo.unwrap().to_rfc3339(), "2030-01-01T00:00:00+00:00");
        assert_eq!(gates.expires.unwrap().to_rfc3339(), "2030-06-01T00:00:00+00:00");
        assert_eq!(faults, ["held-in-doubt"], "`expirs`");
    }
}
