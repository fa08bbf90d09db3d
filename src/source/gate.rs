//! Gates: fields that keep a record, or a part of one, out of feeds.
//!
//! Of other fields the first that is there counts. Of gates all count, and the one that closes wins:
//! a record with `draft: false` and `status: withheld` is held. What cannot be read closes too, and so
//! does what looks like a gate under a name that is none: nobody writes `darft: true` for nothing.

pub(crate) use name::Likeness;
pub(super) use name::suspect;
pub(crate) use nest::{Inner, Nest, nest_or_further};
pub(super) use plugin::{is_for_some, is_of_a_moment};
pub(super) use system::{close_unpublished, is_lack, is_making, is_mark, is_publication};

use super::field::{self, Field};
use super::moment;
use super::node::{Node, Path};
use super::value::{Reader, same_name};
use crate::article::{Hold, Status, Timestamp};
use crate::diagnostic::Severity;

mod feed;
mod name;
mod nest;
mod other;
mod phrase;
mod plugin;
mod saying;
mod suspect;
mod system;
mod word;
mod wrapped;

use word::{Standing, is_place, standing};
use wrapped::{is_span, unwrapped};

/// What the gates of a record or a part say together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Gates {
    /// Where it stands in its life, as the strictest of them has it.
    pub(crate) status: Option<Status>,
    /// Why it is held back, as far as it is known.
    pub(crate) hold: Option<Hold>,
    /// Whether it is a page of a site by the template or type that it names.
    pub(crate) is_page: bool,
    /// Not before this moment.
    pub(crate) embargo: Option<Timestamp>,
    /// Not from this moment on.
    pub(crate) expires: Option<Timestamp>,
}

impl Gates {
    /// Whether no moment opens them.
    pub(crate) fn is_held(&self) -> bool {
        self.status.is_some_and(|status| status != Status::Published)
    }

    /// Holds back for a reason, of which the first stays.
    pub(crate) fn close(&mut self, why: Hold) {
        self.say(Status::Draft);
        self.hold.get_or_insert(why);
    }

    /// Says by its name why a gate holds back that did not say itself.
    pub(crate) fn explain(&mut self, name: &str) {
        if self.status == Some(Status::Draft) && self.hold.is_none() {
            self.hold = Some(word::reason_in(name));
        }
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
    /// The same, or words that say who may read it: `gold`.
    Members,
    /// True withdraws.
    Gone,
    /// Why or by whom it was taken back says that it was.
    Told,
    /// False holds back.
    Open,
    /// A word says where the record stands.
    Word,
    /// The same, or the name of a place: `state` is both.
    Place,
    /// A password keeps strangers out.
    Secret,
    /// Where readers are sent instead.
    Elsewhere,
    /// Whether it is built and listed: `never`, `local`.
    Built,
    /// The lists that it is kept out of, or that it is of all.
    Excluded,
    /// The template that it is shown by, which may be one that only sends readers on.
    Template,
    /// The same, or what kind of record it is.
    Layout,
    /// Who may read it: `gold`, `members`; true says that all may.
    Readers,
    /// What readers must have paid for: `gold`; true says that they must.
    Tier,
    /// Not before.
    From,
    /// Not from then on.
    Until,
    /// Not before, or where it is so: `live_at` is both.
    FromWhere,
    /// Not from then on, or where it is not.
    UntilWhere,
}

/// Names of flags, folded, that say something else than that true holds back.
const FLAGS: [(&str, Gate); 24] = [
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
    ("postpassword", Gate::Secret),
    ("passphrase", Gate::Secret),
    ("eleventyexcludefromcollections", Gate::Excluded),
    ("buildawesomeexcludefromcollections", Gate::Excluded),
    ("redirectto", Gate::Elsewhere),
    ("redirect", Gate::Elsewhere),
    ("redirecturl", Gate::Elsewhere),
    ("redirecttourl", Gate::Elsewhere),
    ("redirecttarget", Gate::Elsewhere),
    ("redirectlink", Gate::Elsewhere),
    ("forwardto", Gate::Elsewhere),
    ("movedto", Gate::Elsewhere),
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
        if let (Self::Word | Self::Place, Node::Table(_)) = (self, node)
            && let Some(standing) = word::standing_of(node)
        {
            return gates.stand(standing);
        }
        let node = match self.moment() {
            Self::From | Self::Until if !is_span(node) => moment::within(unwrapped(node)),
            _ => unwrapped(node),
        };
        if self.is_unsaid(node) {
            return;
        }
        let closed = match self {
            Self::Gone => Status::Withdrawn,
            _ => Status::Draft,
        };
        match (self.moment(), flag(node), standing(node)) {
            (Self::Secret | Self::Elsewhere | Self::Excluded | Self::Told, Some(false), _) => {}
            (Self::Secret, ..) => gates.close(Hold::Members),
            (Self::Elsewhere, ..) => gates.close(Hold::Redirect),
            (Self::Excluded, ..) if matches!(node, Node::List(tags) if tags.is_empty()) => {}
            (Self::Excluded, ..) => gates.close(Hold::Unbuilt),
            (Self::Told, ..) => gates.say(closed),
            (Self::Template | Self::Layout, _, standing) => {
                let name = node.text().unwrap_or_default();
                if word::sends_on(&name) {
                    gates.close(Hold::Redirect);
                } else if self == Self::Layout {
                    gates.is_page |= word::is_page(&name);
                    if let Some(standing) = standing {
                        gates.stand(standing);
                    }
                }
            }
            (Self::Readers, Some(true), _) => {}
            // A level of none is open.
            (Self::Readers, ..) if node.bool() == Some(false) && node.number().is_none() => gates.close(Hold::Members),
            (Self::Readers | Self::Tier, ..) => {
                if !word::is_for_all(node) {
                    gates.close(Hold::Members);
                }
            }
            (Self::Built, Some(true), _) => {}
            (Self::Built, Some(false), _) => gates.close(Hold::Unbuilt),
            (Self::Built, ..) => match node.text().as_deref().map(str::trim) {
                Some(text) if text.eq_ignore_ascii_case("always") => {}
                Some(text) if ["local", "link"].iter().any(|word| text.eq_ignore_ascii_case(word)) => {
                    gates.close(Hold::Unbuilt);
                }
                _ => {
                    unreadable(node, r, severity, "`always`, `never` or `local`");
                    gates.close(Hold::Doubtful);
                }
            },
            (Self::Closed | Self::Members | Self::Gone, Some(true), _) | (Self::Open, Some(false), _) => {
                gates.say(closed);
            }
            (Self::Closed | Self::Members | Self::Gone | Self::Open, Some(_), _) => {}
            (Self::Closed | Self::Members | Self::Gone | Self::Open | Self::Word | Self::Place, _, Some(standing)) => {
                gates.stand(standing);
            }
            (Self::Open | Self::From, _, _) if node.text().is_some() && !is_flag(node) => {
                match r.date(node, severity) {
                    Some(from) => gates.not_before(from),
                    None => gates.close(Hold::Doubtful),
                }
            }
            (Self::Until, _, _) if node.text().is_some() && !is_flag(node) => match r.date(node, severity) {
                Some(until) => gates.not_after(until),
                None => gates.close(Hold::Doubtful),
            },
            // `embargoed: true` says that it is, and not until when.
            (Self::From | Self::Until, Some(true), _) => gates.say(Status::Draft),
            (Self::From | Self::Until, Some(false), _) => {}
            (Self::Place, _, _) if named(node).is_some_and(|text| is_place(&text)) => {}
            (Self::Word, _, _) if node.text().is_some_and(|text| phrase::is_measure(&text)) => {}
            // Drupal's status is a flag, and Joomla's state.
            (Self::Word | Self::Place, Some(published), _) => {
                gates.say(if published { Status::Published } else { Status::Draft });
            }
            (Self::Word | Self::Place, _, _) => {
                unreadable(node, r, severity, "`published`, `draft` or `withdrawn`");
                gates.close(Hold::Doubtful);
            }
            (Self::From | Self::FromWhere | Self::Until | Self::UntilWhere, ..) => {
                unreadable(node, r, severity, "a date");
                gates.close(Hold::Doubtful);
            }
            (Self::Closed | Self::Members | Self::Gone | Self::Open, ..) => {
                unreadable(node, r, severity, "true or false");
                gates.close(Hold::Doubtful);
            }
        }
    }

    /// The same of what tells a place, too, where it is a moment.
    fn moment(self) -> Self {
        match self {
            Self::FromWhere => Self::From,
            Self::UntilWhere => Self::Until,
            gate => gate,
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

impl Gate {
    /// Whether a value says nothing: null and an empty text do, as content systems export what was not filled in, of a
    /// moment or a password an empty list does too, as Drupal does; of others an empty list or table does not.
    fn is_unsaid(self, node: &Node<'_>) -> bool {
        let may_be_list = matches!(self.moment(), Self::From | Self::Until | Self::Secret | Self::Told);
        let says_nothing = match self.moment() {
            Self::From => |text: &str| phrase::is_no_moment(text, false),
            Self::Until => |text: &str| phrase::is_no_moment(text, true),
            Self::Closed | Self::Members | Self::Gone | Self::Told => phrase::is_nothing,
            _ => |_: &str| false,
        };
        node.is_null()
            || node.text().is_some_and(|text| match self {
                // A password of one blank is one.
                Self::Secret => text.is_empty(),
                _ => text.trim().is_empty() || says_nothing(&text) || plugin::is_key(&text),
            })
            || may_be_list && matches!(node, Node::List(items) if items.is_empty())
    }
}

/// Whether a value is a word for where a record stands: `draft`, `published`.
pub(super) fn says_standing(node: &Node<'_>) -> bool {
    standing(node).is_some()
}

/// The longest text that says yes or no, in bytes, with blanks and marks around it.
const LONGEST_FLAG: usize = 16;

/// True or false in whatever form a format or a person writes it.
fn flag(node: &Node<'_>) -> Option<bool> {
    if let Some(known) = node.bool() {
        return Some(known);
    }
    let text = node.text()?;
    let text =
        ["https://schema.org/", "http://schema.org/"].iter().find_map(|of| text.strip_prefix(of)).unwrap_or(&text);
    // Dates are looked at, too, in every record.
    if text.len() > LONGEST_FLAG {
        return None;
    }
    if let Some(ticked) = phrase::tick(text) {
        return Some(ticked);
    }
    match fold(text).as_str() {
        "y" | "t" | "1" | "true" | "yes" | "on" | "checked" | "ticked" | "ja" | "oui" | "si" | "sí" | "sim" | "да" => {
            Some(true)
        }
        "n" | "f" | "0" | "false" | "no" | "off" | "unchecked" | "none" | "never" | "nein" | "non" | "não" | "nej"
        | "nee" | "нет" => Some(false),
        _ => match node.number() {
            Some(1.0) => Some(true),
            Some(0.0) => Some(false),
            _ => None,
        },
    }
}

/// Whether a value says that nothing is to be made of a record: `build: never`.
pub(super) fn refuses(node: &Node<'_>) -> bool {
    let is_less = |text: &str| ["local", "link"].iter().any(|word| text.trim().eq_ignore_ascii_case(word));
    flag(node) == Some(false) || node.text().is_some_and(|text| is_less(&text))
}

/// Whether a value says yes.
pub(super) fn grants(node: &Node<'_>) -> bool {
    flag(node) == Some(true)
}

/// Whether a value is rather a flag than a date: a number of seconds is none.
fn is_flag(node: &Node<'_>) -> bool {
    flag(node).is_some()
}

fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Gates {
    fn not_before(&mut self, from: Timestamp) {
        self.embargo = Some(self.embargo.map_or(from, |known| known.max(from)));
    }

    fn not_after(&mut self, until: Timestamp) {
        self.expires = Some(self.expires.map_or(until, |known| known.min(until)));
    }

    /// The same as long as nothing is taken back.
    pub(crate) fn without_withdrawal(self) -> Self {
        Self { status: self.status.filter(|status| *status != Status::Withdrawn), ..self }
    }

    /// Takes over what a value says that tells the sort of a thing: whether it is to be shown, if it is such a word.
    pub(super) fn stand_as(&mut self, node: &Node<'_>) {
        if let Some(standing) = standing(unwrapped(node)) {
            self.stand(standing);
        }
    }

    /// Takes over what a word says.
    fn stand(&mut self, standing: Standing) {
        match standing {
            Standing::Held(why) => self.close(why),
            Standing::Other(status) => self.say(status),
        }
    }

    /// Closes what another closes, too.
    pub(crate) fn take(&mut self, other: &Self) {
        if let Some(status) = other.status {
            self.say(status);
        }
        self.hold = self.hold.or(other.hold);
        self.is_page |= other.is_page;
        if let Some(from) = other.embargo {
            self.not_before(from);
        }
        if let Some(until) = other.expires {
            self.not_after(until);
        }
    }
}

/// Reads all gates among the members of a table: of an item of an agency, or a part of a record.
pub(super) fn read_all(table: &Node<'_>, r: &mut Reader, severity: Severity) -> Gates {
    read_all_but(|_| false, table, r, severity)
}

/// The same where some members mean something else: the `type` of a picture.
pub(super) fn read_all_but(is_other: fn(&str) -> bool, table: &Node<'_>, r: &mut Reader, severity: Severity) -> Gates {
    let mut gates = Gates::default();
    let Node::Table(members) = table else { return gates };
    for (name, node) in members.iter().filter(|(name, _)| !is_other(name)) {
        r.inside(name, |r| read_named(name, node, r, &mut gates, severity));
    }
    gates
}

/// Reads a value as the gate that its name says it is, if it is any.
pub(super) fn read_named(name: &str, node: &Node<'_>, r: &mut Reader, gates: &mut Gates, severity: Severity) {
    match field::known(name).map(|(field, _)| (field, Gate::of(field, name))) {
        Some((_, Some(gate))) => gate.read(node, r, gates, severity),
        // `published: false` is Jekyll's.
        Some((Field::Published, None)) if flag(unwrapped(node)) == Some(false) => gates.say(Status::Draft),
        Some(_) => {}
        None => {
            if let Some((gate, like)) = suspect(name) {
                gate.read_suspect(like, node, r, gates);
            }
        }
    }
    gates.explain(name);
}

/// Whether a field of this name may hold back what it is of.
pub(super) fn is_gate(name: &str) -> bool {
    field::known(name).map_or_else(|| suspect(name).is_some(), |(field, _)| Gate::of(field, name).is_some())
}

/// Whether a field of this name tells from or until when what it is of may be shown.
pub(super) fn is_of_time(name: &str) -> bool {
    let gate = match field::known(name) {
        Some((field, _)) => Gate::of(field, name),
        None => suspect(name).map(|(gate, _)| gate),
    };
    gate.is_some_and(|gate| matches!(gate.moment(), Gate::From | Gate::Until))
}

/// Whether true, under a name that cannot mean anything else, says that what it is of is out: `Published?`, `live`.
pub(super) fn opens(name: &str) -> bool {
    match field::known(name) {
        Some((Field::Published, _)) => true,
        Some((field, _)) => Gate::of(field, name) == Some(Gate::Open),
        None => suspect(name).is_some_and(|found| found == (Gate::Open, Likeness::Said)),
    }
}

/// Whether a word says that what it is of is not for readers: `draft`.
pub(super) fn is_held_word(word: &str) -> bool {
    standing(&Node::Text(word.into())).is_some_and(|standing| standing != Standing::Other(Status::Published))
}

/// Whether a value is true or false, and not a date.
pub(super) fn is_switch(node: &Node<'_>) -> bool {
    // A letter where a date is meant is a date that is wrong.
    flag(unwrapped(node)).is_some() && !node.text().is_some_and(|text| text.trim().eq_ignore_ascii_case("x"))
}

/// Whether a value of a date's name is no date and says that the record is not out: `archived`, `next week`.
pub(super) fn is_put_off(node: &Node<'_>) -> bool {
    // Most are dates.
    if node.is_null() || node.number().is_some() || node.text().is_some_and(|text| text.starts_with(['1', '2'])) {
        return false;
    }
    let node = unwrapped(node);
    let is_late = |text: &str| !text.contains(|c: char| c.is_ascii_digit()) && phrase::tells_time(text);
    let says_no = |text: &str| phrase::is_not_yet(text, false) || is_late(text);
    let is_held = standing(node).is_some_and(|standing| standing != Standing::Other(Status::Published));
    is_held || node.text().is_some_and(|text| says_no(&text))
}

/// A text, or what a table calls itself.
fn named<'a>(node: &'a Node<'_>) -> Option<std::borrow::Cow<'a, str>> {
    node.text().or_else(|| ["name", "label", "title"].iter().find_map(|name| node.member(name)?.text()))
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
            serde_json::json!({"visibility": "10 km"}),
            serde_json::json!({"status": "Veröffentlicht"}),
            serde_json::json!({"status": "Publié"}),
            serde_json::json!({"state": "Ohio"}),
            serde_json::json!({"state": "NSW"}),
            serde_json::json!({"embargo": false}),
            serde_json::json!({"expires": "never"}),
            serde_json::json!({"craft": "beer", "stats": {"views": 3}, "slate": true, "draft_number": 3, "skate": "x"}),
            serde_json::json!({"darft": false, "stauts": "published"}),
            serde_json::json!({"hidden": 0, "publish": true, "public": "yes", "password": ""}),
            serde_json::json!({"status": "1", "state": 1}),
            serde_json::json!({"Status": {"type": "checkbox", "checkbox": true}, "duplicate_of": null}),
            serde_json::json!({"status": [{"value": true}], "moderation_state": [{"value": "published"}]}),
            serde_json::json!({"isAccessibleForFree": true, "creativeWorkStatus": "Published", "deletedAt": null}),
            serde_json::json!({"accessLevel": "free", "membership": false, "paid": false, "trash": 0}),
            serde_json::json!({"publish_on": [], "unpublish_on": [], "embargo": [], "expires": [], "password": []}),
            serde_json::json!({"draft": {"value": false}, "private": [false], "embargo": {"value": null}}),
            serde_json::json!({"draft": "n/a", "hidden": "-", "embargo": "lifted", "expires": "never expires"}),
            serde_json::json!({"status": {"value": 1}, "state": {"name": "Texas", "code": "TX"}, "killed": "12 people"}),
            serde_json::json!({"_members_only": "field_5f3a1b2c4d5e6", "_embargo": "field_5f3a1b2c4d5e6"}),
            serde_json::json!({"archivedAt": "1970-01-01T00:00:00Z", "killed": 12, "expires": {"$date": "never"}}),
        ] {
            let (gates, faults) = read(&open);
            assert!(!gates.is_held() && gates.embargo.is_none() && faults.is_empty(), "{open}: {gates:?} {faults:?}");
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
            serde_json::json!({"status": "ready to publish"}),
            serde_json::json!({"status": "Entwurf"}),
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
            serde_json::json!({"Sperrfrist": "Montag früh"}),
            serde_json::json!({"Published": {"id": "a", "type": "checkbox", "checkbox": false}}),
            serde_json::json!({"Status": {"id": "a", "type": "select", "select": {"name": "Draft", "color": "red"}}}),
            serde_json::json!({"state": "0"}),
            serde_json::json!({"superseded_by": "urn:x:2"}),
            serde_json::json!({"embargo": ["2099-01-01"]}),
            serde_json::json!({"embargo": {"$date": "2099-01-01T00:00:00Z"}}),
            serde_json::json!({"Publish Status": "Draft"}),
            serde_json::json!({"Members only": "yes"}),
            serde_json::json!({"Approved?": "No"}),
            serde_json::json!({"cms.draft": true}),
            serde_json::json!({"field_members_only": [{"value": true}]}),
            serde_json::json!({"moderation_state": "archived"}),
            serde_json::json!({"gesperrt": "ja"}),
            serde_json::json!({"下書き": true}),
            serde_json::json!({"hold_for_release": true}),
            serde_json::json!({"ready_to_publish": false}),
            serde_json::json!({"subscription_required": 1}),
            serde_json::json!({"docStatus": "draft"}),
            serde_json::json!({"draft": "✓"}),
            serde_json::json!({"imext:pubstatus": "withheld"}),
            serde_json::json!({"currentState": "SCHEDULED"}),
            serde_json::json!({"workflow_step": {"name": "Draft"}}),
            serde_json::json!({"expired": true}),
            serde_json::json!({"darft": true}),
            serde_json::json!({"dratf": "yes"}),
            serde_json::json!({"article_draft_flag": true}),
            serde_json::json!({"stauts": "draft"}),
            serde_json::json!({"embago": "next week"}),
            serde_json::json!({"is-unpublished-yet": true}),
            serde_json::json!({"withhold": true}),
            serde_json::json!({"wip": "perhaps"}),
            serde_json::json!({"hidden_in_feed": "perhaps"}),
            serde_json::json!({"isOffline": "until the desk has called"}),
            serde_json::json!({"moderation_state": [{"value": "draft"}]}),
            serde_json::json!({"status": [{"value": false}]}),
            serde_json::json!({"isAccessibleForFree": false}),
            serde_json::json!({"isAccessibleForFree": "False"}),
            serde_json::json!({"creativeWorkStatus": "Draft"}),
            serde_json::json!({"accessLevel": "premium"}),
            serde_json::json!({"access": {"level": "members"}}),
            serde_json::json!({"membership": true}),
            serde_json::json!({"paid": true}),
            serde_json::json!({"trash": true}),
            serde_json::json!({"delisted": true}),
            serde_json::json!({"passwort": "x"}),
            serde_json::json!({"entwurf": true}),
            serde_json::json!({"brouillon": "oui"}),
        ] {
            let (gates, faults) = read(&closed);
            let later = gates.embargo.is_some();
            assert!(gates.is_held() || later || faults.iter().any(|f| f.starts_with("bad-")), "{closed}: {gates:?}");
        }
    }

    #[test]
    fn what_was_deleted_has_ended() {
        let (gates, faults) = read(&serde_json::json!({"deletedAt": "2024-02-02"}));
        assert!(gates.expires.is_some() && faults.is_empty());
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

    #[test]
    fn a_day_of_eight_digits_is_one() {
        for day in [serde_json::json!(20_260_401), serde_json::json!("20260401")] {
            let (gates, faults) = read(&serde_json::json!({"embargo": day}));
            assert_eq!(gates.embargo.map(|moment| moment.to_rfc3339()).as_deref(), Some("2026-04-01T00:00:00+00:00"));
            assert!(faults.is_empty() && !gates.is_held(), "{faults:?}");
        }
        assert!(read(&serde_json::json!({"embargo": 20_261_301})).0.is_held());
    }
}
