//! Tables of a record that say of it whether it is for readers.

use std::sync::LazyLock;

use super::name::Likeness;
use super::{Gate, feed, suspect};
use crate::source::field::{self, Field, LONGEST, Names};

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
const LIKELY: [&str; 20] = [
    "access",
    "additionalproperties",
    "admin",
    "cms",
    "contentrestrictions",
    "data",
    "distribution",
    "editorial",
    "entry",
    "jcrcontent",
    "node",
    "payload",
    "permissions",
    "publish",
    "restrictions",
    "schedule",
    "scheduling",
    "security",
    "story",
    "workflow",
];

/// Names of tables that are of the record itself, folded.
const OF_RECORD: [&str; 25] = [
    "acf",
    "article",
    "attributes",
    "config",
    "content",
    "custom",
    "customfields",
    "document",
    "excerpt",
    "fields",
    "flags",
    "frontmatter",
    "meta",
    "metadata",
    "options",
    "page",
    "post",
    "postmeta",
    "properties",
    "publication",
    "publishing",
    "revision",
    "settings",
    "sys",
    "system",
];

/// The table that a name is of, if it is any of these.
pub(crate) fn nest(name: &str) -> Option<Nest> {
    static NAMES: LazyLock<Names<Nest>> = LazyLock::new(|| {
        let of = |nest| move |name: &'static str| (name, nest);
        let ours = OF_RECORD.into_iter().map(of(Nest::Record)).chain(LIKELY.into_iter().map(of(Nest::Likely)));
        Names::of(ours.chain(feed::names().map(of(Nest::Feed))).chain([("build", Nest::Build)]))
    });
    NAMES.find(name)
}

impl Nest {
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
                    Some((Field::Published, _)) | None => suspect(name)?,
                    Some((field, _)) => (Gate::of(field, name)?, Likeness::Said),
                };
                Some((gate, Some(if like == Likeness::Said { Likeness::Doubtful } else { like })))
            }
            Self::Build => matches!(name, "list" | "render").then_some((Gate::Built, None)),
            Self::Record => match field::known(name) {
                // Tables of the page's head have a status of their own.
                Some((Field::Status, _)) => Gate::of(Field::Status, name).map(|gate| (gate, Some(Likeness::Said))),
                // So have other things of it a date: it counts where it keeps the record back.
                Some((Field::Published, _)) | None => suspect(name).map(|(gate, like)| (gate, Some(like))),
                Some((field, _)) => Gate::of(field, name).map(|gate| (gate, None)),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
