//! Where in a record its fields and gates stand: of each field the value that counts, and all gates.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::field::{self, CONTAINERS, COUNT, Field, Names};
use super::gate::{self, Gate, Gates, Inner, Likeness, Nest};
use super::media::mime_of;
use super::moment;
use super::node::{Members, Node, Step};
use super::record::{FieldMap, Reading, Top};
use super::value::{Reader, ToldBy, same_name};
use chrono_tz::Tz;

use crate::article::date;
use crate::diagnostic::Severity;

/// A field's value with the way to it.
#[derive(Clone, Copy)]
pub(super) struct Slot<'n, 'm> {
    rank: u16,
    pub(super) node: &'n Node<'n>,
    pub(super) steps: Steps<'m>,
}

#[derive(Clone, Copy)]
pub(super) enum Steps<'n> {
    Member(&'n str),
    Inside(&'n str, &'n str),
    Dotted(&'n str),
}

impl Steps<'_> {
    /// The value's name, and the table it stands in.
    pub(super) fn member_of<'n>(&'n self, record: &'n Node<'n>) -> Option<(&'n str, &'n Node<'n>)> {
        match self {
            Self::Member(name) => Some((name, record)),
            Self::Inside(container, name) => Some((name, record.member(container)?)),
            Self::Dotted(_) => None,
        }
    }

    /// The name of the value, with that of the table which says what it is of.
    fn name(&self) -> String {
        match self {
            Self::Member(name) | Self::Dotted(name) => (*name).to_owned(),
            Self::Inside(table, name) => format!("{table}{name}"),
        }
    }

    /// Whether the name is one of those for the one picture of an article, and not for several of any kind.
    fn names_cover(&self) -> bool {
        #[rustfmt::skip]
        const OTHERS: [&str; 18] = [
            "media", "images", "pictures", "photos", "attachments", "attachment", "enclosures", "enclosure", "gallery",
            "audio", "audiofile", "audiourl", "mp3", "podcast", "video", "videofile", "videourl", "album",
        ];
        static NAMES: LazyLock<Names<()>> = LazyLock::new(|| Names::of(OTHERS.into_iter().map(|name| (name, ()))));
        match self {
            Self::Member(name) | Self::Inside(_, name) => NAMES.find(name).is_none(),
            Self::Dotted(_) => false,
        }
    }

    /// Whether the name says that the record is not to be seen before: others tell when it was made, or what it tells of.
    fn names_release(&self) -> bool {
        const RELEASES: [&str; 5] = ["dateposted", "postedat", "postedon", "webpublicationdate", "publishdatetime"];
        let is_one = |name: &str| RELEASES.iter().any(|release| same_name(name, release));
        self.last().is_some_and(|name| gate::is_publication(name) || is_one(name))
    }

    /// Whether the name says that it is of sound or video, which an address alone may not be.
    fn names_player(&self) -> bool {
        let begins = |name: &str| {
            let begins = |of: &str| name.get(..of.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(of));
            ["audio", "video", "mp3", "podcast"].into_iter().any(begins)
        };
        matches!(self, Self::Member(name) | Self::Inside(_, name) if begins(name))
    }

    pub(super) fn path(self, record: &Node<'_>) -> Vec<Step> {
        match self {
            Self::Member(name) => vec![Step::key(name)],
            Self::Inside(container, name) => vec![Step::key(container), Step::key(name)],
            Self::Dotted(path) => record.steps(path),
        }
    }
}

/// A gate that a record has, or what looks like one, with the way to it.
pub(super) struct Barrier<'n, 'm> {
    gate: Gate,
    /// Of what only looks like one: how it does.
    suspect: Option<Likeness>,
    node: Cow<'n, Node<'n>>,
    steps: Steps<'m>,
    /// The way from there, in a table.
    below: Vec<Step>,
}

impl<'n, 'm> Barrier<'n, 'm> {
    fn new(gate: Gate, suspect: Option<Likeness>, node: &'n Node<'n>, steps: Steps<'m>) -> Self {
        Self { gate, suspect, node: Cow::Borrowed(node), steps, below: Vec::new() }
    }

    /// Those that stand in a table.
    fn within(nest: Nest, name: &str, node: &'n Node<'n>, steps: Steps<'m>) -> Option<impl Iterator<Item = Self>> {
        let of = move |inner: Inner<'n>| Self {
            gate: inner.gate,
            suspect: inner.like,
            node: inner.node,
            steps,
            below: inner.way,
        };
        Some(nest.gates(name, node)?.into_iter().map(of))
    }

    /// The name of the value, with those of the tables which say what it is of.
    fn name(&self) -> String {
        let below = self.below.iter().filter_map(|step| if let Step::Key(name) = step { Some(&**name) } else { None });
        std::iter::once(&*self.steps.name()).chain(below).collect()
    }

    fn path(&self, record: &Node<'_>) -> Vec<Step> {
        let mut path = self.steps.path(record);
        path.extend_from_slice(&self.below);
        path
    }
}

/// What a record has.
pub(super) struct Found<'n, 'm> {
    pub(super) slots: Slots<'n, 'm>,
    /// All that name pictures, sound or video, the first one that of [`Field::Media`].
    pub(super) media: Vec<Slot<'n, 'm>>,
    pub(super) barriers: Vec<Barrier<'n, 'm>>,
}

impl<'m> Found<'_, 'm> {
    /// The ways to all that is read of the record.
    pub(super) fn steps(&self) -> impl Iterator<Item = Steps<'m>> {
        let slots = self.slots.iter().flatten().chain(&self.media).map(|slot| slot.steps);
        slots.chain(self.barriers.iter().map(|barrier| barrier.steps))
    }
}

/// The best slot of each field, in the order of the fields.
pub(super) type Slots<'n, 'm> = [Option<Slot<'n, 'm>>; COUNT];

/// Whether a name of dates holds no more than a yes.
pub(super) fn says_published(node: &Node<'_>) -> bool {
    let is_date = |name: &str| field::known(name).is_some_and(|(field, _)| field == Field::Published);
    matches!(node, Node::Table(members) if members.iter().any(|(name, value)| value.bool() == Some(true) && is_date(name)))
}

/// What the gates of a record say together.
pub(super) fn gates(record: &Node<'_>, barriers: &[Barrier<'_, '_>], r: &mut Reader) -> Gates {
    let mut gates = Gates::default();
    for barrier in barriers {
        let read = |r: &mut Reader| {
            let mut found = gates;
            match barrier.suspect {
                Some(like) => barrier.gate.read_suspect(like, &barrier.node, r, &mut found),
                // What cannot be read holds the record back, and need not make it useless.
                None => barrier.gate.read(&barrier.node, r, &mut found, Severity::Warning),
            }
            if found.is_held() {
                found.explain(&barrier.name());
            }
            found
        };
        gates = r.field(|| barrier.path(record), ToldBy::Scan, read);
    }
    gate::close_unpublished(record, &mut gates);
    gates
}

/// The fields of a record, and its gates: those that are sure, then those that only look like one.
pub(super) fn slots<'n: 'm, 'm>(node: &'n Node<'n>, how: &Reading<'m>) -> Found<'n, 'm> {
    let map = how.map;
    let mut slots = [None; COUNT];
    let mut media: Vec<Slot<'n, 'm>> = Vec::new();
    let mut barriers = Vec::new();
    let mut put_off = None;
    // Moments of publication beside the one that counts.
    let mut releases: Vec<Slot<'n, 'm>> = Vec::new();
    let mut offer = |field: Field, name: &str, slot: Slot<'n, 'm>| {
        let gate = match Gate::of(field, name) {
            None if field == Field::Published && gate::is_switch(slot.node) => Some(Gate::Open),
            // Eleventy: no page is written.
            None if name == "permalink" && slot.node.bool() == Some(false) => Some(Gate::Built),
            gate => gate,
        };
        if let Some(gate) = gate {
            barriers.push(Barrier::new(gate, None, slot.node, slot.steps));
            return;
        }
        // Pages link to elsewhere by such names.
        if field == Field::Url && slot.rank % 100 > PERMALINKS && (how.pages || !is_address(slot.node)) {
            return;
        }
        if field == Field::Published && gate::is_put_off(slot.node) && !dates(slot.node, how.zone) {
            put_off = Some(Barrier::new(Gate::Open, None, slot.node, slot.steps));
        }
        if field == Field::Media && !slot.node.is_empty() {
            // The page of a film is none.
            if slot.steps.names_player() && slot.node.text().is_some_and(|text| mime_of(&text).is_none()) {
                return;
            }
            // One that the config names may be known by its name, too.
            match media.iter_mut().find(|known| std::ptr::eq(known.node, slot.node)) {
                Some(known) if slot.rank < known.rank => *known = slot,
                Some(_) => {}
                None => media.push(slot),
            }
        }
        let place: &mut Option<Slot<'n, 'm>> = &mut slots[field as usize];
        let better = place.as_ref().is_none_or(|standing| fits_better(&slot, standing, field, how.zone));
        let beside = if better { place.replace(slot) } else { Some(slot) };
        if field == Field::Published {
            releases.extend(beside.filter(|slot| slot.steps.names_release() && dates(slot.node, how.zone)));
        }
    };
    let Node::Table(members) = node else {
        return Found { slots, media, barriers };
    };
    let (mut suspects, mut expected) = (Vec::new(), 0);
    for (name, node) in members {
        let meaning = match how.shape.find_read(name, &mut expected) {
            Some(known) => known.meaning,
            None => map.meaning(name),
        };
        if let Some(nest) = meaning.nest
            && let Some(inner) = Barrier::within(nest, name, node, Steps::Member(name))
        {
            suspects.extend(inner);
            // `access` is a gate as a whole, too.
            if meaning.field.is_none() && (nest != Nest::Likely || meaning.suspect.is_none()) {
                continue;
            }
        }
        if meaning.nest == Some(Nest::Build) && gate::refuses(node) {
            suspects.push(Barrier::new(Gate::Built, None, node, Steps::Member(name)));
        } else if let Some((gate, like)) = meaning.suspect {
            suspects.push(Barrier::new(gate, Some(like), node, Steps::Member(name)));
        } else if let Some((field, rank)) = meaning.field {
            // A name that the config gives to another field is no gate.
            if !meaning.mapped || Gate::of(field, name).is_none() {
                offer(field, name, Slot { rank, node, steps: Steps::Member(name) });
            }
        } else if let (Some(i), Node::Table(inner)) = (meaning.container, node) {
            contained(i, inner, map, &mut suspects, &mut offer);
        } else if meaning.container.is_some() {
            suspects.extend(Barrier::within(Nest::Record, name, node, Steps::Member(name)).into_iter().flatten());
        }
    }
    let mut is_unreleased = false;
    for Top { field, path, dotted } in &map.top {
        let found = if *dotted { node.dotted(path) } else { node.member(path) };
        if let Some(node) = found {
            is_unreleased |= *field == Field::Published && gate::is_lack(node);
            offer(*field, field.info().name, Slot { rank: 0, node, steps: Steps::Dotted(path) });
        }
    }
    barriers.append(&mut suspects);
    // Nothing stands where the config has it published, and what is left tells when it was made.
    if let Some(made) = slots[Field::Published as usize]
        && is_unreleased
        && made.steps.last().is_some_and(gate::is_making)
    {
        barriers.push(Barrier::new(Gate::Open, None, &NO, made.steps));
    }
    // Where that is the only date, the record cannot be used, and says so.
    let is_dated = || slots[Field::Published as usize].is_some_and(|slot| dates(slot.node, how.zone));
    barriers.extend(put_off.filter(|_| is_dated()));
    if let Some(published) = slots[Field::Published as usize] {
        let moment = |node: &Node<'_>| Reader::new(how.zone).date(node, Severity::Note);
        releases.retain(|slot| moment(slot.node) > moment(published.node));
        barriers.extend(releases.into_iter().map(|slot| Barrier::new(Gate::From, None, slot.node, slot.steps)));
    }
    media.sort_by_key(|slot| slot.rank);
    // Of the fields that each name one picture for the whole article, the first counts.
    let mut has_cover = false;
    media.retain(|slot| !slot.steps.names_cover() || !std::mem::replace(&mut has_cover, true));
    Found { slots, media, barriers }
}

/// What stands in a table of further fields.
fn contained<'n: 'm, 'm>(
    container: usize,
    members: &'n Members<'n>,
    map: &FieldMap,
    suspects: &mut Vec<Barrier<'n, 'm>>,
    offer: &mut dyn FnMut(Field, &str, Slot<'n, 'm>),
) {
    for (name, node) in members {
        let steps = Steps::Inside(CONTAINERS[container], name);
        if let Some((field, rank)) = map.names.find(name) {
            offer(field, name, Slot { rank: rank + 100 * (container as u16 + 1), node, steps });
            continue;
        }
        let nest = gate::nest_or_further(name);
        if let Some(nest) = nest
            && let Some(inner) = Barrier::within(nest, name, node, steps)
        {
            suspects.extend(inner);
            if nest != Nest::Likely {
                continue;
            }
        }
        let unbuilt = nest == Some(Nest::Build) && gate::refuses(node);
        let like = gate::suspect(name).map(|(gate, like)| (gate, Some(like)));
        let found = if unbuilt { Some((Gate::Built, None)) } else { like };
        suspects.extend(found.map(|(gate, suspect)| Barrier::new(gate, suspect, node, steps)));
    }
}

/// What a gate says for which nothing stands.
static NO: Node<'static> = Node::Bool(false);

/// Whether a field holds a date.
/// Whether a value counts before another of the same field: what is no date is passed over for the next name that has
/// one, and what is empty for anything.
fn fits_better(one: &Slot<'_, '_>, standing: &Slot<'_, '_>, field: Field, zone: Tz) -> bool {
    let unfit = |node: &Node<'_>| {
        if node.is_empty() { 2 } else { u8::from(is_date(field) && !dates(node, zone)) }
    };
    (unfit(standing.node), standing.rank) > (unfit(one.node), one.rank)
}

/// How many names of addresses count whatever stands there; what others hold may be no address of the record.
const PERMALINKS: u16 = 3;

/// Whether a value is the whole address of a page.
fn is_address(node: &Node<'_>) -> bool {
    node.text().is_some_and(|text| ["https://", "http://"].iter().any(|scheme| text.trim_start().starts_with(scheme)))
}

fn is_date(field: Field) -> bool {
    matches!(field, Field::Published | Field::Updated)
}

/// Whether a value can be read as a date.
fn dates(node: &Node<'_>, zone: Tz) -> bool {
    match moment::within(node) {
        Node::Integer(n) => n.unsigned_abs() > 100_000_000 && date::from_epoch(*n).is_some(),
        node => node.text().is_some_and(|text| date::parse(&text, zone).is_some()),
    }
}
