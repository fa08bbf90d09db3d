//! What records are about: sections, tags, categories and their branches.

use std::borrow::Cow;

use super::node::{Node, Path};
use super::slot::Steps;
use super::value::{MAX_ITEMS, MAX_SHORT, Reader, member, text_of};
use super::wrapped;
use crate::article::{Category, markup};
use crate::diagnostic::Severity;

/// Names of what readers see of a term, in content systems too.
const LABELS: [&str; 10] =
    ["name", "label", "title", "term", "text", "webtitle", "keyword", "displayname", "tag", "value"];

/// Names of a term within another table: `{"tag": {"name": …}}`.
const OWN: [&str; 4] = ["tag", "category", "term", "topic"];

/// A term: a text, a concept's URI or QCode, or a table.
pub(crate) fn category<'n>(node: &'n Node<'n>, r: &mut Reader) -> Option<Category> {
    if let Node::Table(_) = node {
        if wrapped::is_inner(node, false) {
            return None;
        }
        let node = wrapped::thing(node, &LABELS, &OWN);
        let label = text_of(node, r, &["label", "name", "title", "text", "webtitle", "displayname"]);
        let scheme = member(node, &["scheme", "domain"]).and_then(|(name, value)| r.inside(name, |r| r.name(value)));
        let term = text_of(node, r, &["term", "code", "slug", "id", "literal"])
            .or_else(|| text_of(node, r, &["uri", "url"]))
            .or_else(|| label.clone())
            .or_else(|| text_of(node, r, &["keyword", "tag", "value"]));
        let Some(term) = term else {
            let message = format!("`{}` has neither `term` nor `label`", Path(&r.path));
            r.fault(Severity::Warning, "field-without-name", message, None);
            return None;
        };
        return Some(Category::new(&term, scheme.as_deref(), label));
    }
    Some(Category::new(&r.short_prose(node)?, None, None))
}

/// A section: a text, or the first of several.
pub(crate) fn section<'n>(node: &'n Node<'n>, r: &mut Reader) -> Option<Cow<'n, str>> {
    match wrapped::things(node) {
        Node::List(items) => items.first().and_then(|first| match first {
            Node::Table(_) => section(first, r),
            _ => r.short_prose(first),
        }),
        Node::Table(_) if wrapped::is_inner(node, false) => None,
        Node::Table(_) => {
            let node = wrapped::thing(node, &LABELS, &["section", "category"]);
            member(node, &["name", "title", "label", "webtitle", "displayname", "text"])
                .and_then(|(_, v)| r.short_prose(v))
        }
        _ => r.short_prose(node),
    }
}

/// Tags: a list, or a text with commas (and blanks, in Jekyll's posts); each once, whatever its case.
pub(crate) fn tags<'n>(node: &'n Node<'n>, r: &mut Reader, by_blank: bool) -> Vec<Cow<'n, str>> {
    let node = wrapped::things(node);
    let mut tags = match node {
        Node::List(_) => r.list(node, |item, r| match item {
            Node::Table(_) if wrapped::is_inner(item, false) => None,
            Node::Table(_) => {
                let item = wrapped::thing(item, &LABELS, &OWN);
                member(item, &LABELS).or_else(|| member(item, &["slug"])).and_then(|(_, v)| r.short_prose(v))
            }
            _ => r.short_prose(item),
        }),
        Node::Table(_) => {
            r.wrong_type(Severity::Warning, node, "a list of texts");
            Vec::new()
        }
        _ => match r.text(node) {
            Some(text)
                if text.starts_with('[')
                    && let Some(listed) = listed(&text) =>
            {
                listed
            }
            Some(Cow::Borrowed(text)) => parted(text, by_blank).into_iter().map(Cow::Borrowed).collect(),
            Some(Cow::Owned(text)) => parted(&text, by_blank).into_iter().map(|t| Cow::Owned(t.to_owned())).collect(),
            None => Vec::new(),
        },
    };
    tags.truncate(MAX_ITEMS);
    // Few tags: looking back over them costs less than a table would.
    let is_ascii = tags.iter().all(|tag| tag.is_ascii());
    let is_same_small = |a: &str, b: &str| {
        let [a_small, b_small] = [a, b].map(|text| text.chars().flat_map(char::to_lowercase));
        a_small.eq(b_small)
    };
    let is_same = |a: &str, b: &str| {
        // Most have another length, or begin with another letter.
        let is_alike = || {
            let [first, other] = [a, b].map(|text| text.as_bytes().first().map_or(0, u8::to_ascii_lowercase));
            first == other && a.eq_ignore_ascii_case(b)
        };
        a.len() == b.len() && is_alike() || !is_ascii && is_same_small(a, b)
    };
    let mut n = 0;
    while n < tags.len() {
        let keep = !tags[n].is_empty()
            && tags[n].len() <= MAX_SHORT
            && !tags[..n].iter().any(|known| is_same(known, &tags[n]));
        if keep { n += 1 } else { drop(tags.remove(n)) }
    }
    tags
}

/// The sections of a record besides its first.
pub(super) fn further_sections(node: &Node<'_>, r: &mut Reader) -> Vec<Category> {
    let Node::List(sections) = wrapped::things(node) else { return Vec::new() };
    let others = sections.iter().skip(1).filter_map(|one| match one {
        Node::Table(_) => section(one, r),
        _ => r.short_prose(one),
    });
    others.map(|section| Category::new(&section, None, None)).collect()
}

/// The terms of a text: between commas of any script; where it has none, between semicolons that end no character
/// reference.
fn parted(text: &str, by_blank: bool) -> Vec<&str> {
    let is_comma = |c: char| matches!(c, ',' | '，' | '、' | '；') || (by_blank && c == ' ');
    let has_comma = text.contains(is_comma);
    let ends_reference = |at: usize| {
        let start = text[..at].rfind('&');
        start.is_some_and(|start| markup::reference(&text[start..]).is_some_and(|(_, length)| start + length == at + 1))
    };
    if has_comma || !text.contains(';') {
        return text.split(is_comma).map(str::trim).collect();
    }
    let mut from = 0;
    let mut found = Vec::new();
    for (at, _) in text.match_indices(';').filter(|(at, _)| !ends_reference(*at)) {
        found.push(text[from..at].trim());
        from = at + 1;
    }
    found.push(text[from..].trim());
    found
}

/// The texts of a list that is written as JSON.
fn listed<'n>(text: &str) -> Option<Vec<Cow<'n, str>>> {
    let list: Vec<String> = serde_json::from_str(text).ok()?;
    Some(list.into_iter().map(|text| Cow::Owned(text.trim().to_owned())).collect())
}

/// Jekyll: a text of `categories` is split at its blanks, one of `category` is not.
pub(super) fn split_at_blanks(categories: &mut Vec<Category>, steps: &Steps<'_>) {
    if let ([one], Steps::Member("categories")) = (&categories[..], steps)
        && one.scheme.is_none()
        && one.term.contains(' ')
    {
        *categories = one.term.split(' ').filter(|t| !t.is_empty()).map(|t| Category::new(t, None, None)).collect();
    }
}

/// Categories, of lists of lists each list a branch; and how many are of the last branch then.
pub(super) fn branches<'n>(node: &'n Node<'n>, r: &mut Reader) -> (Vec<Category>, Option<usize>) {
    let mut last = None;
    let node = wrapped::things(node);
    let all = r.list(node, |node, r| {
        let branch = r.list(node, category);
        last = matches!(node, Node::List(_)).then_some(branch.len());
        Some(branch)
    });
    (all.into_iter().flatten().collect(), last.filter(|_| matches!(node, Node::List(all) if !all.is_empty())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn terms_are_found_in_every_form() {
        let q = "Quay";
        for value in [
            json!(["Quay"]),
            json!([{"text": q}]),
            json!([{"webTitle": q, "id": "news/quay"}]),
            json!([{"value": q}]),
            json!([{"keyword": q}]),
            json!([{"display_name": q, "slug": "quay"}]),
            json!([{"tag": q}]),
            json!([{"tag": {"name": q}}]),
            json!([{"id": 1, "attributes": {"name": q}}]),
            json!({"data": [{"id": 1, "attributes": {"name": q}}]}),
            json!({"nodes": [{"name": q}]}),
            json!({"edges": [{"node": {"name": q}}]}),
            json!([{"fields": {"name": q}}]),
            json!([{"name": "#internal", "visibility": "internal"}, {"name": q, "visibility": "public"}]),
        ] {
            let node = Node::from(&value);
            let mut r = Reader::new(chrono_tz::UTC);
            assert_eq!(tags(&node, &mut r, false), [q], "{value}");
            let (categories, _) = branches(&node, &mut r);
            let shown: Vec<_> = categories.iter().map(|c| c.label.as_deref().unwrap_or(&c.term)).collect();
            assert_eq!(shown, [q], "{value}");
            assert_eq!(r.faults, [], "{value}");
        }
    }
}
