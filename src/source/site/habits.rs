//! What a generator reads into the front matter of its pages that does not stand there: slugs by its own rules, addresses
//! by its templates, dates by its config.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use super::asked::FeedQueries;
use super::below::picture_of_theme;
use super::layouts::Layouts;
use super::locks::Locks;
use super::moments::{Moments, Zones};
use super::named::{Branches, Named, PostName, part_tags};
use super::rewrites::Rewrites;
use super::{config, sound};
use crate::article::{date, id};
use crate::body::{Blanks, filled};
use crate::config::Generator;
use crate::diagnostic::Severity;
use crate::generator::literal;
use crate::source::gate::says_standing;
use crate::source::node::{Members, Node, Step};
use crate::source::path::PathFacts;
use crate::source::permalink::{Spelling, hexo_slug};
use crate::source::record::Fault;
use crate::source::value::ToldBy;
use crate::source::value::same_name;

/// Of what pages have their slugs where they name none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Slugs {
    /// Of what everybody has them.
    #[default]
    Plain,
    /// Zola: of the name, in Latin letters.
    Name,
    /// The same with its date.
    NameAndDate,
    /// Nikola: of the name, marks dropped.
    Bare,
    /// Pelican: the same of the title.
    Title,
}

/// How a site's generator reads its pages.
#[derive(Clone, Debug, Default)]
pub(super) struct Habits {
    slugs: Slugs,
    /// What moments without quotes are.
    moments: Moments,
    /// Hugo, Pelican: time zones of pages that are not the site's.
    zones: Zones,
    /// Pelican: what paths and names of files say, as regular expressions with named groups.
    named: Vec<Named>,
    /// Pelican: tags are parted by semicolons, where there is one.
    semicolons: bool,
    /// Jekyll: what its config says, by dotted names.
    values: Vec<(String, String)>,
    /// Hugo: the date of a file's name counts before the page's.
    names_date: bool,
    /// Hugo: an address that names no file ends with a slash.
    ends_with_slash: bool,
    /// Jekyll: themes have the picture of a post in tables of their own.
    themes: bool,
    /// MkDocs: the dates of a post may stand in one table.
    dates_in_table: bool,
    /// Eleventy: what layouts say of their pages.
    layouts: Layouts,
    /// Eleventy: addresses are templates.
    templates: bool,
    /// Hexo: the pattern of addresses, where it names fields of pages.
    pattern: Option<String>,
    /// Hexo: what names of posts are like, where that is not their title alone.
    post_name: Option<PostName>,
    /// Hexo: how addresses have categories.
    pub(super) branches: Branches,
    /// Hugo: how paths are spelled.
    pub(super) spelling: Spelling,
    /// Hexo: breaks of lines show, unless its config says otherwise.
    pub(super) breaks: bool,
    /// VuePress: pages of a site's home are none of its feed.
    homes: bool,
    /// VitePress: addresses in place of paths.
    rewrites: Rewrites,
    /// Where addresses in Markdown may have blanks.
    pub(super) blanks: Blanks,
    /// Docusaurus: what tags that are named by keys are called.
    labels: BTreeMap<String, String>,
    /// What plug-ins lock.
    locks: Locks,
    /// Gatsby: what its feed asks for.
    asked: FeedQueries,
}

/// Names, folded, under which Hugo looks for the date of a page, in its order.
const DATES: [&str; 6] = ["date", "publishdate", "pubdate", "published", "lastmod", "modified"];

impl Habits {
    /// What the site's config says under a name.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Those of the generator whose config lies in a folder; `names` are the files of its pages below `prefix`.
    pub(super) fn of(site: &Path, prefix: &str, generator: Generator, names: &[&str]) -> Self {
        let mut out = Self {
            templates: generator == Generator::Eleventy,
            moments: Moments::of(generator),
            zones: Zones::of(site, generator),
            ends_with_slash: generator == Generator::Hugo,
            themes: generator == Generator::Jekyll,
            dates_in_table: generator == Generator::Mkdocs,
            homes: generator == Generator::Vitepress,
            locks: Locks::of(site, generator),
            blanks: match generator {
                // Kramdown, unless its config says otherwise.
                Generator::Jekyll => Blanks::Everywhere,
                // Markdown of Python.
                Generator::Pelican | Generator::Nikola | Generator::Mkdocs => Blanks::Inline,
                _ => Blanks::Nowhere,
            },
            ..Self::default()
        };
        match generator {
            Generator::Jekyll => {
                let config = config::of(site, &config::YAML).unwrap_or(Node::Null);
                config::note_values(&config, "", &mut out.values);
                let reader = config.member("markdown").and_then(Node::text);
                if reader.is_some_and(|reader| reader.to_lowercase().contains("commonmark")) {
                    out.blanks = Blanks::Nowhere;
                }
            }
            Generator::Zola => {
                let config = config::of(site, &config::ZOLA).unwrap_or(Node::Null);
                let table = config.member("slugify");
                let paths = table.and_then(|table| table.member("paths")).or_else(|| config.member("slugify_paths"));
                let is_on = paths.is_none_or(|how| match how {
                    Node::Bool(on) => *on,
                    how => how.text().is_none_or(|how| how == "on"),
                });
                let keeps = table.and_then(|table| table.member("paths_keep_dates")).and_then(Node::bool) == Some(true);
                out.slugs = match (is_on, keeps) {
                    (false, _) => Slugs::Plain,
                    (true, false) => Slugs::Name,
                    (true, true) => Slugs::NameAndDate,
                };
            }
            Generator::Pelican => {
                let of = |name: &str| literal(&super::text(&site.join(name)).unwrap_or_default(), "SLUGIFY_SOURCE");
                let source = of("publishconf.py").or_else(|| of("pelicanconf.py"));
                out.slugs = if source.is_some_and(|of| of == "basename") { Slugs::Bare } else { Slugs::Title };
                out.named = Named::all(site, prefix);
                out.semicolons = true;
            }
            Generator::Hexo => {
                let config = config::of(site, &config::YAML).unwrap_or(Node::Null);
                let breaks = config.member("marked").and_then(|marked| marked.member("breaks")).and_then(Node::bool);
                out.breaks = breaks != Some(false);
                out.branches = Branches::of(&config);
                let pattern = config.member("permalink").and_then(Node::text).map(Cow::into_owned);
                out.post_name =
                    config.member("new_post_name").and_then(Node::text).and_then(|name| PostName::of(&name));
                out.pattern = pattern.filter(|pattern| named_fields(pattern).next().is_some());
            }
            Generator::Nikola => out.slugs = Slugs::Bare,
            Generator::Vitepress => out.rewrites = Rewrites::of(site, prefix),
            Generator::Eleventy => out.layouts = Layouts::of(site),
            Generator::Gatsby => out.asked = FeedQueries::of_gatsby(site),
            Generator::Hugo => {
                let config = config::hugo(site).unwrap_or(Node::Null);
                let is_on = |name: &str| config::member(&config, name).and_then(Node::bool) == Some(true);
                out.spelling =
                    Spelling { keeps_case: is_on("disablePathToLower"), drops_accents: is_on("removePathAccents") };
                let order = config::member(&config, "frontmatter").and_then(|table| config::member(table, "date"));
                let first = match order {
                    Some(Node::List(names)) => names.first().and_then(Node::text),
                    _ => None,
                };
                out.names_date = first.is_some_and(|first| first.eq_ignore_ascii_case(":filename"));
            }
            Generator::Docusaurus => {
                let folder = |name: &&str| {
                    let inner = name.strip_prefix(prefix).unwrap_or(name).trim_start_matches('/');
                    inner.split_once('/').map(|(folder, _)| folder.to_owned())
                };
                let mut folders: Vec<String> = names.iter().filter_map(folder).collect();
                folders.dedup();
                for folder in folders {
                    let files = ["yml", "yaml"].map(|ending| format!("{folder}/tags.{ending}"));
                    let Some(Node::Table(tags)) = config::of(site, &files.each_ref().map(|file| &**file)) else {
                        continue;
                    };
                    let label = |(key, tag): &(Cow<'static, str>, Node<'static>)| {
                        Some((key.to_string(), tag.member("label")?.text()?.into_owned()))
                    };
                    out.labels.extend(tags.iter().filter_map(label));
                }
            }
            _ => {}
        }
        out
    }

    /// The title in the address of a post of Hexo, by its path among the posts.
    pub(super) fn hexo_title(&self, path: &str) -> String {
        match &self.post_name {
            Some(name) => name.title_of(path).map_or_else(|| hexo_slug(path), str::to_owned),
            None => path.to_owned(),
        }
    }

    /// What a tag is called.
    pub(super) fn label(&self, tag: &str) -> Option<&str> {
        self.labels.get(tag).map(String::as_str)
    }

    /// Reads into front matter what the generator reads there.
    pub(super) fn adapt<'n>(&'n self, facts: &PathFacts<'_>, node: Node<'n>, faults: &mut Vec<Fault>) -> Node<'n> {
        let Node::Table(mut members) = node else { return node };
        self.layouts.add(&mut members);
        self.locks.adapt(&mut members);
        if self.asked.leaves_out(facts.path, &members) {
            members.push(("feed".into(), Node::Bool(false)));
        }
        self.moments.adapt(&mut members);
        self.zones.adapt(facts.language, &mut members);
        self.named.iter().for_each(|named| named.add(facts, &mut members));
        if self.semicolons {
            part_tags(&mut members);
        }
        if !facts.is_root {
            self.add_slug(facts, &mut members);
        }
        sound::gather(&mut members);
        if self.dates_in_table {
            spread_dates(&mut members);
            // Its theme hides parts of the page, and shows a mark beside its name.
            members.retain(|(name, value)| match &**name {
                "hide" => !matches!(value, Node::List(_)),
                "status" => says_standing(value),
                _ => true,
            });
        }
        if self.themes {
            picture_of_theme(&mut members);
        }
        if let Some(pattern) = &self.pattern {
            fill_pattern(pattern, &mut members, faults);
        }
        if self.ends_with_slash {
            end_address(&mut members);
        }
        if self.homes && find(&members, "home").is_some_and(|n| members[n].1.bool() == Some(true)) {
            members.push(("feed".into(), Node::Bool(false)));
        }
        if let Some(address) = self.rewrites.address(facts.path) {
            members.retain(|(name, _)| !same_name(name, "url"));
            members.push(("url".into(), Node::Text(address.into())));
        }
        if self.templates && find(&members, "pagination").is_some() {
            // A page of pages.
            members.push(("eleventyExcludeFromCollections".into(), Node::Bool(true)));
        }
        if self.templates {
            compute(facts, &mut members);
            fill_address(facts, &mut members, faults);
        }
        if self.names_date
            && let Some(day) = facts.date
        {
            members.retain(|(name, _)| !same_name(name, "date"));
            members.push(("date".into(), Node::Text(day.to_string().into())));
            if find(&members, "slug").is_none() {
                members.push(("slug".into(), Node::Text(facts.name().to_owned().into())));
            }
        }
        Node::Table(members)
    }

    fn add_slug(&self, facts: &PathFacts<'_>, members: &mut Members<'_>) {
        let own = find(members, "slug").and_then(|n| members[n].1.text()).map(Cow::into_owned);
        let title = || find(members, "title").and_then(|n| members[n].1.text()).map(Cow::into_owned);
        let slug = match (self.slugs, own) {
            (Slugs::Plain, _) | (Slugs::Title | Slugs::Bare, Some(_)) => return,
            (Slugs::Name | Slugs::NameAndDate, Some(own)) => id::slug(&own),
            (Slugs::Name, None) => id::slug(facts.name()),
            (Slugs::NameAndDate, None) => id::slug(facts.inner.rsplit('/').next().unwrap_or_default()),
            (Slugs::Bare, None) => bare_slug(facts.name()),
            (Slugs::Title, None) => match title() {
                Some(title) => bare_slug(&title),
                None => return,
            },
        };
        if slug.is_empty() {
            return;
        }
        members.retain(|(name, _)| !same_name(name, "slug"));
        members.push(("slug".into(), Node::Text(slug.into())));
    }
}

/// The date that addresses of Hugo have: another than that of publication, where a page has both.
pub(super) fn dated<'n>(node: &'n Node<'_>) -> Option<Cow<'n, str>> {
    let Node::Table(members) = node else { return None };
    DATES.iter().find_map(|date| members[find(members, date)?].1.text().filter(|text| !text.is_empty()))
}

/// A name as fields are looked for.
pub(super) fn folded(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}

pub(super) fn find(members: &Members<'_>, name: &str) -> Option<usize> {
    members.iter().position(|(known, _)| same_name(known, name))
}

/// A slug of Latin letters, digits and `_`; other marks are dropped, and blanks become hyphens.
pub(in crate::source) fn bare_slug(text: &str) -> String {
    let latin = deunicode::deunicode(text);
    let kept = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-') || c.is_whitespace();
    let bare: String = latin.chars().filter(kept).flat_map(char::to_lowercase).collect();
    let parts = bare.split(|c: char| c == '-' || c.is_whitespace()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

/// Makes fields of a table of dates: `date: {created: …, updated: …}`.
fn spread_dates(members: &mut Members<'_>) {
    let Some(at) = find(members, "date").filter(|at| matches!(members[*at].1, Node::Table(_))) else { return };
    let (_, dates) = members.remove(at);
    let of = |name: &str| dates.member(name).cloned();
    members.extend(of("created").map(|date| (Cow::Borrowed("date"), date)));
    members.extend(of("updated").map(|date| (Cow::Borrowed("updated"), date)));
}

/// A slug as MkDocs makes it: letters of every script, each blank a hyphen, other marks dropped.
pub(super) fn word_slug(text: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ');
    text.trim().chars().filter(kept).flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Words of Hexo's addresses that are no fields of pages.
const HEXO: [&str; 16] = [
    "year",
    "month",
    "day",
    "hour",
    "minute",
    "second",
    "i_month",
    "i_day",
    "timestamp",
    "title",
    "name",
    "post_title",
    "id",
    "hash",
    "category",
    "lang",
];

/// The fields of pages that a pattern of Hexo's names.
fn named_fields(pattern: &str) -> impl Iterator<Item = &str> {
    let word = |after: &str| after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(after.len());
    let words = pattern.match_indices(':').map(move |(at, _)| &pattern[at + 1..][..word(&pattern[at + 1..])]);
    words.filter(|name| {
        !name.is_empty() && !HEXO.iter().any(|known| name == known || name.starts_with(&format!("{known}_")))
    })
}

/// Gives a page the address that a pattern makes of its own fields, such as `abbrlink`, unless it names one itself.
fn fill_pattern(pattern: &str, members: &mut Members<'_>, faults: &mut Vec<Fault>) {
    if find(members, "permalink").is_some() {
        return;
    }
    let mut made = pattern.to_owned();
    for name in named_fields(pattern) {
        match find(members, &folded(name)).and_then(|n| members[n].1.text()) {
            Some(value) => made = made.replace(&format!(":{name}"), &value),
            None => {
                faults.push(Fault {
                    severity: Severity::Warning,
                    code: "template-failed",
                    message: format!(
                        "the address `{pattern}` asks for `{name}`, which the page lacks: it is held back until it has one"
                    ),
                    help: Some(format!("write `{name}` into it, as a plugin of Hexo does when it builds the site")),
                    path: Vec::new(),
                    told_by: ToldBy::Scan,
                });
                // Its address, and with it its id, would be another when the site is built.
                members.retain(|(known, _)| !same_name(known, "published"));
                members.push(("published".into(), Node::Bool(false)));
                return;
            }
        }
    }
    if made != pattern {
        members.push(("permalink".into(), Node::Text(made.into())));
    }
}

/// Ends the address of a page as Hugo does: with a slash, unless it names a file.
fn end_address(members: &mut Members<'_>) {
    let Some(at) = find(members, "url") else { return };
    let Some(address) = members[at].1.text().map(Cow::into_owned) else { return };
    let last = address.rsplit('/').next().unwrap_or_default();
    if !last.is_empty() && !last.contains('.') && !address.contains("://") {
        members[at].1 = Node::Text(format!("{address}/").into());
    }
}

/// Sets the fields that a page computes of others: `eleventyComputed`.
fn compute(facts: &PathFacts<'_>, members: &mut Members<'_>) {
    let Some(at) = find(members, "eleventycomputed") else { return };
    let (_, Node::Table(computed)) = members.remove(at) else { return };
    for (name, template) in computed {
        let Some(text) = template.text() else { continue };
        let value = filled(&with_slugs(&text), &|name| value_of(name, facts, members));
        // An address that is not known is told of like any other.
        let Some(value) = value.or_else(|| (name == "permalink").then(|| text.to_string())) else { continue };
        members.retain(|(known, _)| *known != name);
        members.push((name, Node::Text(value.into())));
    }
}

/// A template of Eleventy, whose slugs are in Latin letters.
fn with_slugs(template: &str) -> String {
    template.replace("slugify", "latin_slug")
}

/// What a name in a template of a page stands for.
fn value_of(name: &str, facts: &PathFacts<'_>, members: &Members<'_>) -> Option<String> {
    let path = |name: &str| match facts.below {
        "" => format!("/{name}"),
        folders => format!("/{folders}/{name}"),
    };
    match name {
        "fileSlug" => Some(facts.name().to_owned()),
        "filePathStem" => Some(path(date::leading_date(facts.stem).map_or(facts.stem, |(_, rest)| rest))),
        _ => match find(members, name).and_then(|n| members[n].1.text()) {
            None if name == "date" => facts.date.map(|day| day.to_string()),
            found => found.map(Cow::into_owned),
        },
    }
}

/// Fills in an address that is a template of the page, or says which of several it is.
fn fill_address(facts: &PathFacts<'_>, members: &mut Members<'_>, faults: &mut Vec<Fault>) {
    let Some(at) = find(members, "permalink") else { return };
    let built = match &members[at].1 {
        Node::Table(of) => of.iter().find(|(name, _)| name == "build").map(|(_, address)| address.clone()),
        _ => None,
    };
    if let Some(built) = built {
        members[at].1 = built;
    }
    let Some(template) = members[at].1.text().filter(|text| text.contains('{')).map(Cow::into_owned) else { return };
    match filled(&with_slugs(&template), &|name| value_of(name, facts, members)) {
        Some(address) => members[at].1 = Node::Text(address.into()),
        None => {
            members.remove(at);
            faults.push(Fault {
                severity: Severity::Warning,
                code: "template-failed",
                message: format!(
                    "it is not known what the address `{template}` is: it is that of the source's template"
                ),
                help: Some("write the address itself, or a template of its own into `url` of the source".into()),
                path: vec![Step::key("permalink")],
                told_by: ToldBy::Scan,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_of_python_drop_marks_and_keep_low_lines() {
        for (text, slug) in [
            ("Crème brûlée: a.b, C++", "creme-brulee-ab-c"),
            ("Foo_Bar -- baz", "foo_bar-baz"),
            ("Don't", "dont"),
            ("  ", ""),
        ] {
            assert_eq!(bare_slug(text), slug, "{text}");
        }
    }
}
