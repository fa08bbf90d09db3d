//! What the query of a site's own feed asks of pages: Gatsby takes those that its filter takes, and no others.

use std::path::Path;

use globset::GlobBuilder;
use regex_automata::meta::Regex;
use serde_json::{Map, Value};

use super::text;
use crate::generator::literal;
use crate::source::node::{Members, Node};

/// The filters of the queries of a site's feeds; a page that one of them takes is in a feed.
#[derive(Clone, Debug, Default)]
pub(super) struct FeedQueries {
    filters: Vec<Value>,
}

/// How deep filters nest that are looked into.
const DEEPEST: usize = 16;

impl FeedQueries {
    /// What the feeds of a site of Gatsby ask for; nothing where one takes all.
    pub(super) fn of_gatsby(site: &Path) -> Self {
        let plugins = gatsby_plugins(site);
        let feeds = plugins.iter().filter(|plugin| plugin["resolve"] == "gatsby-plugin-feed");
        let feeds = feeds.filter_map(|plugin| plugin["options"]["feeds"].as_array()).flatten();
        let queries = feeds.filter_map(|feed| feed["query"].as_str());
        let filters: Option<Vec<Value>> = queries.map(filter_of).collect();
        Self { filters: filters.unwrap_or_default() }
    }

    /// Whether a page is in none of the feeds.
    pub(super) fn leaves_out(&self, path: &str, members: &Members<'_>) -> bool {
        !self.filters.is_empty() && !self.filters.iter().any(|filter| takes(filter, path, members))
    }
}

/// The plug-ins of a site of Gatsby that are tables.
pub(super) fn gatsby_plugins(site: &Path) -> Vec<Value> {
    let configs = ["gatsby-config.js", "gatsby-config.ts", "gatsby-config.mjs"];
    let config = configs.iter().find_map(|name| text(&site.join(name))).unwrap_or_default();
    match literal(&config, "default.plugins") {
        Some(Value::Array(all)) => all,
        _ => Vec::new(),
    }
}

/// The filter of a query; nothing where it has none, or one that cannot be read.
fn filter_of(query: &str) -> Option<Value> {
    let (_, rest) = query.split_once("filter")?;
    let mut rest = rest.trim_start().strip_prefix(':')?;
    let filter = value(&mut rest, 0)?;
    filter.is_object().then_some(filter)
}

/// A value of a query: a text, a number, a word, a list or a table.
fn value(rest: &mut &str, depth: usize) -> Option<Value> {
    let blank = |c: char| c.is_whitespace() || c == ',';
    *rest = rest.trim_start_matches(blank);
    let first = rest.chars().next().filter(|_| depth < DEEPEST)?;
    match first {
        '{' | '[' => {
            *rest = &rest[1..];
            let (mut members, mut items) = (Map::new(), Vec::new());
            loop {
                *rest = rest.trim_start_matches(blank);
                if let Some(after) = rest.strip_prefix(['}', ']']) {
                    *rest = after;
                    return Some(if first == '{' { Value::Object(members) } else { Value::Array(items) });
                }
                if first == '[' {
                    items.push(value(rest, depth + 1)?);
                    continue;
                }
                let (name, after) = rest.split_once(':')?;
                *rest = after;
                members.insert(name.trim().to_owned(), value(rest, depth + 1)?);
            }
        }
        '"' => {
            let end = rest[1..].find('"')? + 1;
            let own = rest[1..end].to_owned();
            *rest = &rest[end + 1..];
            Some(own.into())
        }
        _ => {
            let end = rest.find(|c: char| blank(c) || "{}[]:()".contains(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            *rest = after;
            (!word.is_empty()).then(|| serde_json::from_str(word).unwrap_or_else(|_| word.into()))
        }
    }
}

/// Whether a filter takes a page. What is not known of a page leaves nothing out.
fn takes(filter: &Value, path: &str, members: &Members<'_>) -> bool {
    let Some(parts) = filter.as_object() else { return true };
    parts.iter().all(|(name, asked)| match name.as_str() {
        "frontmatter" => asked.as_object().into_iter().flatten().all(|(name, asked)| {
            let own = members.iter().find(|(known, _)| known == name).map(|(_, value)| value);
            fits(own, asked)
        }),
        // The path of the file on the machine that built it, whose end is known.
        "fileAbsolutePath" => fits(Some(&Node::Text(format!("/{path}").into())), asked),
        _ => true,
    })
}

/// Whether a value is as it is asked for.
fn fits(own: Option<&Node<'_>>, asked: &Value) -> bool {
    let own = own.filter(|own| !own.is_null());
    let any = |test: &dyn Fn(&Node<'_>) -> bool| match own {
        Some(Node::List(items)) => items.iter().any(test),
        Some(one) => test(one),
        None => false,
    };
    let is = |wanted: &Value| if wanted.is_null() { own.is_none() } else { any(&|own| is_same(own, wanted)) };
    let is_in = |wanted: &Value| wanted.as_array().is_none_or(|all| all.iter().any(is));
    asked.as_object().into_iter().flatten().all(|(how, wanted)| match how.as_str() {
        "eq" => is(wanted),
        "ne" => !is(wanted),
        "in" => is_in(wanted),
        "nin" => !wanted.is_array() || !is_in(wanted),
        "regex" => {
            let pattern = wanted.as_str().and_then(|written| {
                let (pattern, flags) = written.strip_prefix('/')?.rsplit_once('/')?;
                let flags = if flags.contains('i') { "(?i)" } else { "" };
                Regex::new(&format!("{flags}{}", pattern.replace("\\\\", "\\").replace("\\/", "/"))).ok()
            });
            pattern.is_none_or(|regex| any(&|own| own.text().is_some_and(|own| regex.is_match(own.as_bytes()))))
        }
        "glob" => {
            let glob =
                wanted.as_str().and_then(|written| GlobBuilder::new(written).literal_separator(true).build().ok());
            let glob = glob.map(|glob| glob.compile_matcher());
            glob.is_none_or(|glob| any(&|own| own.text().is_some_and(|own| glob.is_match(&*own))))
        }
        _ => true,
    })
}

fn is_same(own: &Node<'_>, wanted: &Value) -> bool {
    match wanted {
        Value::Bool(wanted) => own.bool() == Some(*wanted),
        Value::Number(wanted) => own.number() == wanted.as_f64(),
        wanted => own.text().is_some_and(|own| wanted.as_str() == Some(&*own)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_in_a_feed_as_the_filter_of_its_query_says() {
        let page = |node: serde_json::Value| match Node::from(&node).into_owned() {
            Node::Table(members) => members,
            _ => Members::new(),
        };
        let post = page(serde_json::json!({"templateKey": "blog-post", "tags": ["sea", "pier"], "n": 3}));
        for (filter, taken) in [
            ("{frontmatter: {templateKey: {eq: \"blog-post\"}, hidden: {ne: true}}}", true),
            ("{ frontmatter: { templateKey: { eq: \"about-page\" } } }", false),
            ("{frontmatter: {templateKey: {in: [\"news\", \"blog-post\"]}}}", true),
            ("{frontmatter: {templateKey: {nin: [\"news\", \"blog-post\"]}}}", false),
            ("{frontmatter: {tags: {in: [\"pier\"]}, n: {eq: 3}}}", true),
            ("{frontmatter: {draft: {eq: false}}}", false),
            ("{frontmatter: {draft: {eq: null}}}", true),
            ("{fileAbsolutePath: {regex: \"/content\\\\/blog/\"}}", true),
            ("{fileAbsolutePath: {regex: \"/(notes)/\"}}", false),
            ("{fileAbsolutePath: {glob: \"**/content/blog/**/*.md\"}}", true),
            ("{fileAbsolutePath: {glob: \"**/notes/**\"}}", false),
            ("{frontmatter: {templateKey: {glob: \"about-*\"}}}", false),
            ("{fields: {slug: {ne: null}}, frontmatter: {templateKey: {unknown: \"x\"}}}", true),
        ] {
            let query = format!("{{ allMdx(limit: 1000, filter: {filter}, sort: {{x: DESC}}) {{ nodes {{ id }} }} }}");
            let asked = FeedQueries { filters: vec![filter_of(&query).unwrap()] };
            assert_eq!(!asked.leaves_out("content/blog/a.md", &post), taken, "{filter}");
        }
        for query in
            ["{ allMdx { nodes { id } } }", "{ allMdx(filter: {a: ", "{ a(filter: $filter) }", "{ a(filter: {x})"]
        {
            assert_eq!(filter_of(query), None, "{query}");
        }
        assert!(!FeedQueries::default().leaves_out("a.md", &post));
    }
}
