//! Tables of a record that say of it whether it is for readers.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::name::Likeness;
use super::{Gate, feed, plugin, suspect};
use crate::source::field::{self, Field, LONGEST, Names};
use crate::source::format::json;
use crate::source::node::{Node, Step};
use crate::source::value::same_name;

/// What such a table is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nest {
    /// The feed: `rss: {exclude: true}`.
    Feed,
    /// Hugo's build options: `build: {list: never}`.
    Build,
    /// The record: `meta: {draft: true}`.
    Record,
    /// Most likely the record: what surely closes in it counts.
    Likely,
}

/// Names of tables that may be of the record, folded.
#[rustfmt::skip]
const LIKELY: [&str; 57] = [
    "access", "additionalproperties", "admin", "administrative", "approval", "attrs", "audience", "availability", "cf",
    "cms", "contentrestrictions", "control", "controls", "data", "delivery", "details", "distribution", "doc",
    "editorial", "elements", "entry", "fm", "gate", "head", "header", "info", "item", "jcrcontent", "lifecycle",
    "membership", "metas", "monetization", "node", "object", "payload", "paywall", "permissions", "planning",
    "preferences", "privacy", "props", "publish", "record", "restrictions", "review", "rights", "rightsinfo", "schedule",
    "schedulesettings", "scheduling", "security", "story", "subscription", "values", "visibility", "web", "workflow",
];

/// Names of tables that are of the record itself, folded.
#[rustfmt::skip]
const OF_RECORD: [&str; 34] = [
    "acf", "additionalproperty", "article", "attributes", "bodymeta", "config", "content", "custom", "customdata",
    "customfield", "customfields", "custommeta", "customproperties", "document", "excerpt", "extrafields", "fields",
    "flags", "frontmatter", "meta", "metadata", "metafields", "metavalues", "options", "page", "post", "postmeta",
    "properties", "publication", "publishing", "revision", "settings", "sys", "system",
];

/// Tables in tables that are looked into.
const DEEPEST: u8 = 3;

/// The table that a name is of, if it is any of these, whatever vocabulary it is in: `app$control`.
pub(crate) fn nest(name: &str) -> Option<Nest> {
    static NAMES: LazyLock<Names<Nest>> = LazyLock::new(|| {
        let of = |nest| move |name: &'static str| (name, nest);
        let ours = OF_RECORD.into_iter().map(of(Nest::Record)).chain(LIKELY.into_iter().map(of(Nest::Likely)));
        Names::of(ours.chain(feed::names().map(of(Nest::Feed))).chain([("build", Nest::Build)]))
    });
    NAMES.find(name).or_else(|| NAMES.find(name.rsplit_once([':', '$'])?.1))
}

/// The table that a name is of within what it stands in: besides, further fields of the same, and what a plug-in adds.
pub(crate) fn nest_or_further(name: &str) -> Option<Nest> {
    if field::container(name).is_some() {
        return Some(Nest::Record);
    }
    // A name of somebody's own may be of anything.
    nest(name).or_else(|| (name.starts_with('_') && !super::is_gate(name)).then_some(Nest::Likely))
}

/// A gate that stands in a table of a record, and the way to it from there.
pub(crate) struct Inner<'n> {
    pub(crate) gate: Gate,
    /// How it comes to look like one, where its name is not a field's.
    pub(crate) like: Option<Likeness>,
    pub(crate) node: Cow<'n, Node<'n>>,
    pub(crate) way: Vec<Step>,
}

/// Names on the way to a member.
struct Way<'w> {
    above: Option<&'w Way<'w>>,
    name: &'w str,
}

impl Way<'_> {
    fn steps(&self) -> Vec<Step> {
        let mut steps = self.above.map(Way::steps).unwrap_or_default();
        steps.push(Step::key(self.name));
        steps
    }
}

/// A value as the table that it is, however it is written: as a list of pairs, `[{"key": "draft", "value": true}]`, as a
/// list of one table, or in JSON. What may be a text for readers is one.
fn opened<'n>(value: Cow<'n, Node<'n>>, may_be_text: bool) -> Option<Cow<'n, Node<'n>>> {
    match value {
        value if matches!(*value, Node::Table(_)) => Some(value),
        _ if may_be_text => None,
        Cow::Borrowed(Node::List(items)) => table(items).map(Cow::Owned).or(match &items[..] {
            [only @ Node::Table(_)] => Some(Cow::Borrowed(only)),
            _ => None,
        }),
        value => match &*value {
            Node::List(items) => table(items).or(match &items[..] {
                [only @ Node::Table(_)] => Some(only.clone()),
                _ => None,
            }),
            Node::Text(text) | Node::Plain(text) if text.trim_start().starts_with(['{', '[']) => {
                let parsed = json::parse(text.trim().as_bytes()).ok()?.into_owned();
                return opened(Cow::Owned(parsed), false);
            }
            _ => None,
        }
        .map(Cow::Owned),
    }
}

/// A list of pairs as the table that it stands for.
fn table<'n>(items: &[Node<'n>]) -> Option<Node<'n>> {
    let pairs: Vec<_> = items.iter().filter_map(pair).collect();
    (!pairs.is_empty()).then_some(Node::Table(pairs))
}

/// A name and what stands under it.
fn pair<'n>(item: &Node<'n>) -> Option<(Cow<'n, str>, Node<'n>)> {
    const NAMES: [&str; 8] = ["key", "metakey", "name", "field", "property", "attribute", "handle", "code"];
    const VALUES: [&str; 7] = ["value", "metavalue", "val", "content", "text", "$t", "data"];
    let Node::Table(members) = item else { return None };
    let of = |names: &[&str]| {
        names.iter().find_map(|known| Some(&members.iter().find(|(name, _)| same_name(name, known))?.1))
    };
    let (Node::Text(name) | Node::Plain(name)) = of(&NAMES)? else { return None };
    Some((name.clone(), of(&VALUES)?.clone()))
}

/// Tables that may say from when and until when something is so.
const TIMED: [&str; 8] =
    ["access", "availability", "publication", "publish", "publishing", "schedule", "schedulesettings", "scheduling"];

/// The gate that a member is by its name and that of its table together: `publication: {from: …}`.
fn joined(table: &str, name: &str) -> Option<(Gate, Likeness)> {
    if !TIMED.iter().any(|known| same_name(table, known)) {
        return None;
    }
    let both = format!("{table}_{name}");
    match field::known(&both) {
        Some((Field::Published, _)) => Some((Gate::From, Likeness::Doubtful)),
        Some((field, _)) => Gate::of(field, &both).map(|gate| (gate, Likeness::Doubtful)),
        None => suspect(&both).filter(|(gate, _)| {
            matches!(gate, Gate::From | Gate::FromWhere | Gate::Until | Gate::UntilWhere | Gate::Tier)
        }),
    }
}

/// Whether a table says what picture stands above a page.
fn is_of_picture(value: &Node<'_>) -> bool {
    const PARTS: [&str; 6] = ["image", "overlayimage", "overlaycolor", "overlayfilter", "teaser", "video"];
    let Node::Table(members) = value else { return false };
    members.iter().any(|(name, _)| PARTS.iter().any(|part| same_name(name, part)))
}

impl Nest {
    /// The gates in a value that goes by a name; `None` where it is no table in any form.
    pub(crate) fn gates<'n>(self, name: &str, value: &'n Node<'n>) -> Option<Vec<Inner<'n>>> {
        let mut found = Vec::new();
        let value = opened(Cow::Borrowed(value), field::is_text(name))?;
        // The picture above a page is hidden, not the page.
        if same_name(name, "header") && is_of_picture(&value) {
            return None;
        }
        self.walk(name, value, None, DEEPEST, &mut found);
        Some(found)
    }

    fn walk<'n>(
        self,
        outer: &str,
        value: Cow<'n, Node<'n>>,
        above: Option<&Way<'_>>,
        deep: u8,
        found: &mut Vec<Inner<'n>>,
    ) {
        let mut visit = |name: &str, node: Cow<'n, Node<'n>>| {
            let way = Way { above, name };
            if plugin::is_kept_in(outer) && plugin::is_of_a_moment(name) {
                return;
            }
            if let Some((gate, like)) = self.gate(outer, name) {
                found.push(Inner { gate, like, node: node.clone(), way: way.steps() });
            } else if plugin::is_kept_in(outer) && plugin::is_for_some(name, &node)
                || plugin::is_right(outer, name, &node)
            {
                let node = Cow::Owned(Node::Bool(true));
                found.push(Inner { gate: Gate::Tier, like: None, node, way: way.steps() });
            }
            if deep > 0
                && let Some(nest) = self.inner(name)
                && let Some(table) = opened(node, field::is_text(name))
            {
                nest.walk(name, table, Some(&way), deep - 1, found);
            }
        };
        match value {
            Cow::Borrowed(Node::Table(members)) => {
                for (name, node) in members {
                    visit(name, Cow::Borrowed(node));
                }
            }
            Cow::Owned(Node::Table(members)) => {
                for (name, node) in members {
                    visit(&name, Cow::Owned(node));
                }
            }
            _ => {}
        }
    }

    /// What a table of this name is of within one of these.
    fn inner(self, name: &str) -> Option<Self> {
        let inner = nest_or_further(name)?;
        match self {
            Self::Feed | Self::Build => None,
            Self::Likely if inner == Self::Record => Some(Self::Likely),
            Self::Likely | Self::Record => Some(inner),
        }
    }

    /// The gate that a member of the table is; with how it comes to look like one, where its name is not a field's.
    pub(crate) fn gate(self, outer: &str, name: &str) -> Option<(Gate, Option<Likeness>)> {
        match self {
            Self::Feed => {
                let mut buffer = [0; LONGEST];
                let joined = format!("{outer}{name}");
                let folded = std::str::from_utf8(field::fold(&joined, &mut buffer)?).ok()?;
                // `feed.title` and the like are what the feed says of it.
                feed::place(folded).filter(|_| name.len() > 1).map(|gate| (gate, Some(Likeness::Said)))
            }
            Self::Likely => {
                let (gate, like) = match field::known(name) {
                    Some((Field::Published, _)) | None => suspect(name).or_else(|| joined(outer, name))?,
                    Some((field, _)) => (Gate::of(field, name)?, Likeness::Said),
                };
                let is_schedule = || outer.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("schedul"));
                match gate {
                    // What a schedule says is when.
                    Gate::Open if is_schedule() => Some((gate, Some(like))),
                    Gate::Closed if same_name(name, "unpublish") => Some((Gate::Until, Some(Likeness::Doubtful))),
                    _ => Some((gate, Some(if like == Likeness::Said { Likeness::Doubtful } else { like }))),
                }
            }
            Self::Build => matches!(name, "list" | "render").then_some((Gate::Built, None)),
            Self::Record => match field::known(name) {
                // Tables of the page's head have a status of their own.
                Some((Field::Status, _)) => Gate::of(Field::Status, name).map(|gate| (gate, Some(Likeness::Said))),
                // So have other things of it a date: it counts where it keeps the record back.
                Some((Field::Published, _)) | None => {
                    suspect(name).or_else(|| joined(outer, name)).map(|(gate, like)| (gate, Some(like)))
                }
                Some((field, _)) => Gate::of(field, name).map(|gate| (gate, None)),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_the_picture_above_a_page_holds_nothing() {
        let table = |name: &'static str| {
            Node::Table(vec![(name.into(), Node::Text("x.jpg".into())), ("hidden".into(), Node::Bool(true))])
        };
        let gates = |value: &Node<'_>| Nest::Likely.gates("header", value).map_or(0, |gates| gates.len());
        assert_eq!((gates(&table("image")), gates(&table("overlay_image")), gates(&table("title"))), (0, 0, 1));
    }

    #[test]
    fn a_table_says_by_its_name_what_its_members_are_of() {
        let gate = |outer: &str, name: &str| nest(outer).and_then(|nest| nest.gate(outer, name)).map(|(gate, _)| gate);
        assert_eq!(gate("rss", "exclude"), Some(Gate::Closed));
        assert_eq!(gate("feed", "enable"), Some(Gate::Open));
        assert_eq!(gate("Feed", "hidden"), Some(Gate::Closed));
        assert_eq!(gate("_build", "list"), Some(Gate::Built));
        assert_eq!(gate("meta", "draft"), Some(Gate::Closed));
        assert_eq!(gate("page", "wip"), Some(Gate::Closed));
        for outer in ["acf", "fields", "custom_fields", "sys"] {
            assert_eq!(gate(outer, "hidden"), Some(Gate::Closed), "{outer}");
            assert_eq!(gate(outer, "deletedAt"), Some(Gate::UntilWhere), "{outer}");
        }
        assert_eq!(gate("content", "protected"), Some(Gate::Closed));
        assert_eq!(gate("properties", "post-status"), Some(Gate::Word));
        assert_eq!(gate("revision", "published"), Some(Gate::Open));
        assert_eq!(gate("scheduling", "publish_up"), Some(Gate::From));
        assert_eq!(gate("content_restrictions", "embargo"), Some(Gate::From));
        for (outer, name) in [
            ("feed", "title"),
            ("sitemap", "exclude"),
            ("build", "publishResources"),
            ("meta", "title"),
            ("author", "draft"),
        ] {
            assert_eq!(gate(outer, name), None, "{outer}.{name}");
        }
    }
}
