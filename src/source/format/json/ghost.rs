//! An export of Ghost: posts, and the tables beside them that say who wrote them, what about, and what their pictures show.

use std::borrow::Cow;
use std::collections::HashMap;

use twox_hash::XxHash3_64;

use crate::article::Location;
use crate::diagnostic::Diagnostic;
use crate::source::format::json;
use crate::source::made;
use crate::source::node::{Members, Node, Step};
use crate::source::read::{Job, Lines, Stretch};
use crate::source::record::read as read_record;

/// How far from the beginning and the end of a file it is looked for what says that it is an export.
const HEAD: usize = 4 << 10;

/// What stands in an export for the site's address.
const SITE: &str = "__GHOST_URL__";

/// Whether a text is an export of Ghost, by its head.
pub(in crate::source) fn is_export(text: &[u8]) -> bool {
    let head = &text[..text.len().min(HEAD)];
    let has = |text: &[u8], mark: &str| memchr::memmem::find(text, mark.as_bytes()).is_some();
    let tail = &text[text.len().saturating_sub(HEAD)..];
    head.trim_ascii_start().starts_with(b"{")
        && [head, tail].iter().any(|part| has(part, "\"exported_on\""))
        && has(text, "\"posts\"")
}

/// The tables of an export beside its posts.
#[derive(Debug, Default)]
struct Tables {
    authors: HashMap<String, Vec<String>>,
    users: HashMap<String, Node<'static>>,
    tags: HashMap<String, Vec<String>>,
    meta: HashMap<String, Members<'static>>,
}

/// Reads the posts of an export.
pub(in crate::source) fn read(job: &mut Job<'_, '_>, stretch: &Stretch<'_>) {
    let text = stretch.text();
    let whole = Stretch { notation: &json::NOTATION, ..Stretch::whole(stretch.file.clone(), text, &json::NOTATION) };
    let ways = [vec![Step::key("db"), Step::Index(0), Step::key("data")], vec![Step::key("data")]];
    let found = ways.into_iter().find_map(|mut way| {
        let at = (json::NOTATION.locate)(&whole, &[&way[..], &[Step::key("posts")]].concat())?;
        let items = json::list(&text.as_bytes()[at.clone()])?;
        way.reverse();
        Some((at, items, way))
    });
    let Some((at, items, way)) = found else {
        let missing = Diagnostic::error("records-not-found", "the export has no list of `posts`");
        return job.unusable(whole.at(missing.help("export it anew"), 0..1));
    };
    let rest = format!("{}[]{}", &text[..at.start], &text[at.end..]);
    let tables = json::parse(rest.as_bytes()).map(|node| Tables::of(&node, &way)).unwrap_or_default();
    let mut lines = Lines::default();
    for item in items {
        let part = whole.part(at.start + item.start..at.start + item.end, &mut lines, &[]);
        job.part(&part, |job, at| post(job, &part, at, &tables));
    }
}

fn post(job: &mut Job<'_, '_>, part: &Stretch<'_>, at: Location, tables: &Tables) {
    let node = part.tree(None);
    let Some(node) = job.table(node, "the post", part) else { return };
    let (node, added) = tables.completed(node, job.about.site.address().trim_end_matches('/'));
    job.edit = Some(XxHash3_64::oneshot(part.bytes()).wrapping_add(added));
    let mut unmade = Vec::new();
    let node = made::add(job.about.source, &job.about.facts, node, &mut unmade);
    let (record, mut faults) = read_record(&node, &job.reading());
    faults.append(&mut unmade);
    job.finish(record, faults, part, at);
}

/// A number or text by which rows name each other.
fn column(row: &Node<'_>, name: &str) -> Option<String> {
    row.member(name)?.text().map(Cow::into_owned)
}

impl Tables {
    fn of(export: &Node<'_>, way: &[Step]) -> Self {
        let data = way.iter().rev().try_fold(export, |node, step| match (step, node) {
            (Step::Key(name), node) => node.member(name),
            (Step::Index(n), Node::List(items)) => items.get(*n as usize),
            (Step::Index(_), _) => None,
        });
        let rows = |name: &str| -> &[Node<'_>] {
            match data.and_then(|data| data.member(name)) {
                Some(Node::List(rows)) => rows,
                _ => &[],
            }
        };
        let user = |row: &Node<'_>| {
            let mut table: Members<'static> = vec![("name".into(), row.member("name")?.clone().into_owned())];
            table.extend(
                row.member("website").filter(|url| !url.is_empty()).map(|url| ("url".into(), url.clone().into_owned())),
            );
            Some((column(row, "id")?, Node::Table(table)))
        };
        // Tags that begin with a hash are for the site alone.
        let is_internal = |row: &Node<'_>| {
            column(row, "visibility").is_some_and(|seen| seen == "internal")
                || column(row, "name").is_some_and(|name| name.starts_with('#'))
        };
        let tag = |row: &Node<'_>| Some((column(row, "id")?, column(row, "name")?));
        let tags: HashMap<String, String> =
            rows("tags").iter().filter(|row| !is_internal(row)).filter_map(tag).collect();
        let joined = |table: &str, other: &str| {
            let mut of_post: HashMap<String, Vec<(i64, String)>> = HashMap::new();
            for row in rows(table) {
                let order = row.member("sort_order").and_then(Node::number).map_or(0, |n| n as i64);
                if let (Some(post), Some(other)) = (column(row, "post_id"), column(row, other)) {
                    of_post.entry(post).or_default().push((order, other));
                }
            }
            of_post.into_iter().map(|(post, mut all)| {
                all.sort_by_key(|(order, _)| *order);
                (post, all.into_iter().map(|(_, other)| other).collect::<Vec<_>>())
            })
        };
        let meta = |row: &Node<'_>| match row {
            Node::Table(members) => {
                let kept = members.iter().filter(|(name, _)| name != "id" && name != "post_id");
                let owned = kept.map(|(name, value)| (name.to_string().into(), value.clone().into_owned()));
                Some((column(row, "post_id")?, owned.collect()))
            }
            _ => None,
        };
        Self {
            authors: joined("posts_authors", "author_id").collect(),
            users: rows("users").iter().filter_map(user).collect(),
            tags: joined("posts_tags", "tag_id")
                .map(|(post, ids)| (post, ids.iter().filter_map(|id| tags.get(id).cloned()).collect()))
                .collect(),
            meta: rows("posts_meta").iter().filter_map(meta).collect(),
        }
    }

    /// A post with what the tables say of it, and a number of that.
    fn completed<'n>(&self, post: Node<'n>, site: &str) -> (Node<'n>, u64) {
        let id = column(&post, "id").unwrap_or_default();
        let old = column(&post, "author_id").map(|author| vec![author]);
        let Node::Table(mut members) = post else { return (post, 0) };
        let ids = self.authors.get(&id).cloned().or(old).unwrap_or_default();
        let authors: Vec<Node<'n>> = ids.iter().filter_map(|id| self.users.get(id).cloned()).collect();
        let tags = self.tags.get(&id).into_iter().flatten().map(|tag| Node::Text(tag.clone().into())).collect();
        let mut added: Members<'n> = self.meta.get(&id).cloned().unwrap_or_default();
        added.push(("authors".into(), Node::List(authors)));
        added.push(("tags".into(), Node::List(tags)));
        let hash = XxHash3_64::oneshot(format!("{added:?}").as_bytes());
        for (name, value) in added {
            if !value.is_empty() && !members.iter().any(|(known, value)| *known == name && !value.is_empty()) {
                members.retain(|(known, _)| *known != name);
                members.push((name, value));
            }
        }
        for (_, value) in &mut members {
            if let Node::Text(text) = value
                && text.contains(SITE)
            {
                *value = Node::Text(text.replace(SITE, site).into());
            }
        }
        let text = |members: &Members<'n>, name: &str| {
            members.iter().find(|(known, value)| known == name && !value.is_empty()).map(|(_, value)| value.clone())
        };
        if let Some(url) = text(&members, "feature_image") {
            let mut picture: Members<'n> = vec![("url".into(), url)];
            for (ours, theirs) in [("alt", "feature_image_alt"), ("caption", "feature_image_caption")] {
                picture.extend(text(&members, theirs).map(|said| (ours.into(), said)));
            }
            members.retain(|(name, _)| name != "feature_image");
            members.push(("image".into(), Node::Table(picture)));
        }
        (Node::Table(members), hash)
    }
}
