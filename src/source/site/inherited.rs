//! Front matter that pages have from above: Hugo's `cascade`, drafts of whole sections, Jekyll's `defaults`,
//! Eleventy's files of data.

mod folders;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use globset::{GlobBuilder, GlobMatcher};

use super::config::{self, parse};
use super::rules::Rules;
use super::text;
use crate::config::Generator;
use crate::generator::literal;
use crate::source::format::front_matter;
use crate::source::node::{Members, Node};
use crate::source::path::{self, PathFacts, is_section_page};
use crate::source::value::same_name;

/// Front matter for the pages of a folder.
#[derive(Clone, Debug)]
pub(crate) struct Inherited {
    /// The folder, empty for all; or of one page its path without ending.
    below: String,
    /// Pages that it is for, by their paths from a folder.
    paths: Option<Paths>,
    /// The language of the pages that it is for, where it is not for those of all, and whether pages that name none
    /// are in it.
    language: Option<(String, bool)>,
    /// Whether it is for posts, drafts, pages or a collection alone, as Jekyll calls them.
    kind: Option<String>,
    /// Whether it counts although the page says otherwise.
    forced: bool,
    /// Whether lists of categories are joined with those of the page, as Jekyll does.
    joins: bool,
    /// Collections of Eleventy that its pages are in.
    collections: Vec<String>,
    values: Members<'static>,
}

/// Pages by their paths from a folder of the site; each begins with a slash.
#[derive(Clone, Debug)]
struct Paths {
    from: String,
    glob: GlobMatcher,
}

impl Paths {
    /// Those of a pattern that may say the first slash itself, also within braces.
    fn new(from: &str, pattern: &str) -> Option<Self> {
        // Alternatives may each say it.
        let pattern = if pattern.starts_with('{') {
            Cow::Owned(pattern.replace("{/", "{").replace(",/", ","))
        } else {
            Cow::Borrowed(pattern.trim_start_matches('/'))
        };
        let glob = GlobBuilder::new(&format!("/{pattern}")).literal_separator(true).case_insensitive(true).build();
        Some(Self { from: from.to_owned(), glob: glob.ok()?.compile_matcher() })
    }

    /// Whether a page is one of them: by its file, or by its path among the pages, where the language of a file's
    /// name says nothing and an `index` page is its folder.
    fn takes(&self, facts: &PathFacts<'_>) -> bool {
        let inner = facts.path.strip_prefix(&*self.from).unwrap_or(facts.path).trim_start_matches('/');
        let stem = inner.rsplit_once('.').map_or(inner, |(stem, _)| stem);
        let (folder, name) = inner.rsplit_once('/').unwrap_or(("", inner));
        let page = match facts.stem {
            "index" => folder.to_owned(),
            own => format!("{}{own}", &inner[..inner.len() - name.len()]),
        };
        [inner, stem, &page].iter().any(|inner| self.glob.is_match(format!("/{inner}")))
    }
}

/// A number that other values give another of.
pub(super) fn print(generator: Generator, all: &[Inherited], more: &impl std::fmt::Debug) -> u64 {
    let known = match generator {
        Generator::None if all.is_empty() => return 0,
        _ => format!("{generator:?}{all:?}{more:?}"),
    };
    twox_hash::XxHash3_64::oneshot(known.as_bytes()) & !1
}

/// All that a site gives to its pages, what counts before others first.
pub(super) fn all(root: &Path, rules: &Rules, site: Option<&Path>, names: &[&str]) -> Vec<Inherited> {
    let mut found = Vec::new();
    let mut default: Option<String> = None;
    let prefix = site.map(|site| prefix_of(root, site)).unwrap_or_default();
    let hugo = site.filter(|_| rules.cascade).and_then(config::hugo);
    let contents = contents(hugo.as_ref(), &prefix);
    if rules.cascade || rules.draft_sections {
        for name in section_pages(names, rules) {
            of_section(root, rules, &name, &contents, &mut found);
        }
    }
    if rules.folder_data {
        folders::of_folders(root, names, &mut found);
    }
    if rules.generator == Generator::Nikola {
        of_nikola(root, names, &mut found);
    }
    // What lies nearer counts first.
    found.sort_by_key(|one| std::cmp::Reverse(one.below.len()));
    if let Some(site) = site {
        if rules.defaults
            && let Some(config) = config::of(site, &config::YAML)
        {
            defaults(&prefix, &config, &mut found);
        }
        if rules.cascade {
            default = hugo
                .as_ref()
                .and_then(|config| config::member(config, "defaultContentLanguage")?.text())
                .map(Cow::into_owned);
            if let Some(values) = hugo.as_ref().and_then(|config| config::member(config, "cascade")) {
                for content in &contents {
                    cascades(content, content, values, &mut found);
                }
            }
        }
    }
    if let Some(site) = site.filter(|_| rules.default_metadata) {
        of_pelican(root, site, &mut found);
    }
    let default = default.unwrap_or_else(|| "en".to_owned());
    for (language, is_default) in found.iter_mut().filter_map(|one| one.language.as_mut()) {
        *is_default = language.eq_ignore_ascii_case(&default);
    }
    found
}

/// Adds to the front matter of a page what it does not say itself.
pub(super) fn add<'n>(all: &'n [Inherited], facts: &PathFacts<'_>, node: Node<'n>) -> Node<'n> {
    let Node::Table(mut members) = node else { return node };
    for one in all.iter().filter(|one| one.is_for(facts)) {
        for (name, value) in &one.values {
            let folded = folded(name);
            if one.joins && folded == "categories" && join(value, &mut members) {
                continue;
            }
            // Of a section's draft no page says otherwise.
            if one.forced {
                members.retain(|(known, _)| !same_name(known, &folded));
            } else if name == "_build" {
                // Of the two names of Hugo's table the old one counts, though the page itself says the new one.
                if members.iter().any(|(known, _)| known == name) {
                    continue;
                }
                members.retain(|(known, _)| known != "build");
            } else if members.iter().any(|(known, _)| same_name(known, &folded)) {
                continue;
            }
            members.push((name.clone(), value.clone()));
        }
    }
    of_collections(all, facts, &mut members);
    Node::Table(members)
}

/// Puts categories that a page has from above before its own; nothing where it has none of its own.
fn join<'n>(above: &'n Node<'n>, members: &mut Members<'n>) -> bool {
    let Node::List(above) = above else { return false };
    let is_own = |name: &str| same_name(name, "categories") || same_name(name, "category");
    let Some(at) = members.iter().position(|(name, _)| is_own(name)) else { return false };
    let own = match &members[at].1 {
        Node::List(items) => items.clone(),
        one if same_name(&members[at].0, "category") => vec![one.clone()],
        one => {
            let text = one.text().unwrap_or_default().into_owned();
            text.split_whitespace().map(|word| Node::Text(word.to_owned().into())).collect()
        }
    };
    members[at] = ("categories".into(), Node::List(above.iter().cloned().chain(own).collect()));
    true
}

/// Names under which pages of Eleventy say from which collections they stay away.
const EXCLUDED: [&str; 2] = ["eleventyexcludefromcollections", "buildawesomeexcludefromcollections"];

/// Holds back what leaves the collections of its folder: by other tags in their place, or by a list that names one.
fn of_collections(all: &[Inherited], facts: &PathFacts<'_>, members: &mut Members<'_>) {
    let own: Vec<&String> = all.iter().filter(|one| one.is_for(facts)).flat_map(|one| &one.collections).collect();
    if own.is_empty() {
        return;
    }
    let is_own = |name: &String| own.contains(&name);
    for at in 0..members.len() {
        let (name, value) = &members[at];
        if name == "override:tags" {
            let tags = words(value);
            let leaves = !tags.iter().any(is_own);
            let others = tags.into_iter().filter(|tag| !is_own(tag)).map(|tag| Node::Text(tag.into())).collect();
            members[at] = ("tags".into(), Node::List(others));
            if leaves {
                members.push((EXCLUDED[0].into(), Node::Bool(true)));
            }
        } else if matches!(value, Node::List(_)) && EXCLUDED.iter().any(|known| same_name(name, known)) {
            members[at].1 = Node::Bool(words(value).iter().any(is_own));
        }
    }
}

/// The texts of a list, or a single one.
fn words(node: &Node<'_>) -> Vec<String> {
    match node {
        Node::List(items) => items.iter().filter_map(|item| item.text().map(Cow::into_owned)).collect(),
        one => one.text().map(Cow::into_owned).into_iter().collect(),
    }
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_' | '@')).flat_map(char::to_lowercase).collect()
}

impl Inherited {
    fn new(below: String, values: Members<'static>) -> Self {
        Self {
            below,
            paths: None,
            language: None,
            kind: None,
            forced: false,
            joins: false,
            collections: Vec::new(),
            values,
        }
    }

    fn is_for(&self, facts: &PathFacts<'_>) -> bool {
        let path = facts.path;
        let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        let below = self.below.is_empty()
            || stem == self.below
            || path.strip_prefix(&*self.below).is_some_and(|rest| rest.starts_with('/'));
        let kind = |kind: &str| match kind {
            "posts" => path::is_below(path, "_posts"),
            "drafts" => path::is_below(path, "_drafts"),
            "pages" => !path.split('/').any(|part| part.starts_with('_')),
            collection => path::is_below(path, &format!("_{collection}")),
        };
        let language = |(wanted, is_default): &(String, bool)| {
            facts.language.map_or(*is_default, |own| own.eq_ignore_ascii_case(wanted))
        };
        below
            && self.language.as_ref().is_none_or(language)
            && self.kind.as_deref().is_none_or(kind)
            && self.paths.as_ref().is_none_or(|paths| paths.takes(facts))
    }
}

/// The path of a site's folder.
pub(super) fn prefix_of(root: &Path, site: &Path) -> String {
    site.strip_prefix(root).ok().and_then(Path::to_str).unwrap_or_default().replace('\\', "/")
}

/// The folders of Hugo's content: that of all languages, and those of their own, the deeper first.
fn contents(config: Option<&Node<'static>>, prefix: &str) -> Vec<String> {
    let own = config.and_then(|config| config::folder(config, "contentDir"));
    let mut all = vec![own.unwrap_or_else(|| "content".to_owned())];
    if let Some(Node::Table(languages)) = config.and_then(|config| config::member(config, "languages")) {
        all.extend(languages.iter().filter_map(|(_, language)| config::folder(language, "contentDir")));
    }
    for path in all.iter_mut().filter(|_| !prefix.is_empty()) {
        *path = format!("{prefix}/{path}");
    }
    all.sort_by_key(|path| std::cmp::Reverse(path.len()));
    all.dedup();
    all
}

/// What Pelican's settings give to all articles that do not say otherwise.
fn of_pelican(root: &Path, site: &Path, found: &mut Vec<Inherited>) {
    let below = prefix_of(root, site);
    let configs: Vec<String> =
        ["publishconf.py", "pelicanconf.py"].iter().filter_map(|name| text(&site.join(name))).collect();
    let setting = |name: &str| configs.iter().find_map(|config| literal(config, name));
    let content = setting("PATH").and_then(|path| path.as_str().map(str::to_owned));
    let content = content.as_deref().unwrap_or("content").trim_start_matches("./").trim_matches('/');
    let from = [&*below, content].into_iter().filter(|part| !matches!(*part, "" | ".")).collect::<Vec<_>>().join("/");
    if let Some(serde_json::Value::Object(paths)) = setting("EXTRA_PATH_METADATA") {
        for (path, values) in &paths {
            let Node::Table(values) = Node::from(values).into_owned() else { continue };
            // A file, or a folder.
            let path = path.trim_matches('/');
            let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
            let stem = if is_file { path.rsplit_once('.').map_or(path, |(stem, _)| stem) } else { path };
            found
                .push(Inherited::new(if from.is_empty() { stem.to_owned() } else { format!("{from}/{stem}") }, values));
        }
        found.sort_by_key(|one| std::cmp::Reverse(one.below.len()));
    }
    let told = setting("DEFAULT_METADATA");
    let pairs: Vec<(String, serde_json::Value)> = match told {
        Some(serde_json::Value::Object(members)) => members.into_iter().collect(),
        // Of old it was a tuple of pairs.
        Some(serde_json::Value::Array(pairs)) => {
            pairs.iter().filter_map(|pair| Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.clone()))).collect()
        }
        _ => return,
    };
    let values = pairs.into_iter().map(|(name, value)| (name.into(), Node::from(&value).into_owned())).collect();
    found.push(Inherited::new(below, values));
}

/// Nikola's files of data beside posts, and what a translation has from the post that it translates.
fn of_nikola(root: &Path, names: &[&str], found: &mut Vec<Inherited>) {
    let all: HashSet<&str> = names.iter().copied().collect();
    let data =
        |stem: &str| match parse(front_matter::Syntax::Meta.notation(), &text(&root.join(format!("{stem}.meta")))?) {
            Some(Node::Table(values)) if !values.is_empty() => Some(values),
            _ => None,
        };
    let head = |name: &str| {
        let text = text(&root.join(name))?;
        let front_matter::Head::Found(front) = front_matter::find(text.as_bytes()) else { return None };
        match parse(front.syntax.notation(), &text[front.data])? {
            Node::Table(values) => Some(values),
            _ => None,
        }
    };
    for name in names {
        let Some((stem, ending)) = name.rsplit_once('.') else { continue };
        let original = stem.rsplit_once('.').map(|(original, _)| (original, format!("{original}.{ending}")));
        let original = original.filter(|(_, file)| all.contains(&**file));
        let above = original.and_then(|(original, file)| data(original).or_else(|| head(&file)));
        found.extend(data(stem).into_iter().chain(above).map(|values| Inherited::new(stem.to_owned(), values)));
    }
}

/// Endings of pages of sections, which may be in other formats than what lies below them.
const SECTION_PAGES: [&str; 10] =
    ["md", "markdown", "mdown", "html", "htm", "adoc", "asciidoc", "rst", "pandoc", "org"];

/// The names that pages of sections of the folders of some pages may have: those among the pages, and others.
fn section_pages(names: &[&str], rules: &Rules) -> Vec<String> {
    let listed = names.iter().filter(|name| is_section_page(name));
    let mut pages: Vec<String> = listed.map(|name| (*name).to_owned()).collect();
    if !rules.cascade {
        return pages;
    }
    let known: HashSet<String> = pages.iter().cloned().collect();
    // A folder that is an article is no section.
    let is_article = |name: &&&str| name.rsplit('/').next().is_some_and(|file| file.starts_with("index."));
    let articles: HashSet<&str> = names.iter().filter(is_article).map(|name| folder_of(name)).collect();
    for folder in folders_of(names).into_iter().filter(|folder| !articles.contains(folder)) {
        let others = SECTION_PAGES.iter().map(|ending| format!("{folder}/_index.{ending}"));
        pages.extend(others.filter(|page| !known.contains(page)));
    }
    pages
}

/// The folders of some pages that have pages of their own, and so are sections.
pub(super) fn sections(root: &Path, rules: &Rules, names: &[&str]) -> BTreeSet<String> {
    let listed: HashSet<&str> = names.iter().copied().collect();
    let pages = section_pages(names, rules).into_iter();
    let there = pages.filter(|page| listed.contains(&**page) || root.join(page).is_file());
    there.map(|page| folder_of(&page).to_owned()).collect()
}

/// The folders in which pages lie, and those above them, sorted.
fn folders_of<'n>(names: &[&'n str]) -> Vec<&'n str> {
    let mut folders: Vec<&str> = Vec::new();
    for name in names {
        let mut path = *name;
        while let Some((folder, _)) = path.rsplit_once('/') {
            match folders.binary_search(&folder) {
                Ok(_) => break,
                Err(at) => folders.insert(at, folder),
            }
            path = folder;
        }
    }
    folders
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What the page of a section gives to those below it.
fn of_section(root: &Path, rules: &Rules, name: &str, contents: &[String], found: &mut Vec<Inherited>) {
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let Some(text) = text(&root.join(name)) else { return };
    let front_matter::Head::Found(front) = front_matter::find(text.as_bytes()) else { return };
    let Some(node) = parse(front.syntax.notation(), &text[front.data]) else { return };
    if rules.cascade
        && let Some(values) = node.member("cascade")
    {
        // Paths of targets begin at the folder of the content.
        let is_above = |content: &&String| {
            folder.strip_prefix(&***content).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let content = match folder.split('/').position(|part| part == "content") {
            _ if contents.iter().any(|content| is_above(&content)) => {
                contents.iter().find(is_above).cloned().unwrap_or_default()
            }
            Some(n) => folder.split('/').take(n + 1).collect::<Vec<_>>().join("/"),
            None => String::new(),
        };
        cascades(folder, &content, values, found);
    }
    if rules.draft_sections && node.member("draft").and_then(Node::bool) == Some(true) {
        let draft = Inherited::new(folder.to_owned(), vec![("draft".into(), Node::Bool(true))]);
        found.push(Inherited { forced: true, ..draft });
    }
}

/// A cascade, or several, each for its target.
fn cascades(below: &str, content: &str, values: &Node<'_>, found: &mut Vec<Inherited>) {
    let several = match values {
        Node::List(items) => &items[..],
        one => std::slice::from_ref(one),
    };
    for one in several {
        let Node::Table(members) = one else { continue };
        let target = one.member("target").or_else(|| one.member("_target"));
        let targets = match target {
            Some(Node::List(items)) => items.iter().map(Some).collect(),
            other => vec![other],
        };
        let values: Members<'static> = members
            .iter()
            .filter(|(name, _)| name != "target" && name != "_target")
            .map(|(name, value)| (name.clone().into_owned().into(), value.clone().into_owned()))
            .collect();
        for target in targets {
            let says = |name: &str| target.and_then(|target| target.member(name)).and_then(Node::text);
            if says("kind").is_some_and(|kind| !kind.contains("page") && !kind.contains('*')) {
                continue;
            }
            if says("environment").is_some_and(|of| !of.contains("production") && !of.contains('*')) {
                continue;
            }
            let mut inherited = Inherited::new(below.to_owned(), values.clone());
            inherited.language =
                says("lang").filter(|language| !language.contains('*')).map(|language| (language.into_owned(), false));
            if let Some(path) = says("path") {
                inherited.paths = Paths::new(content, &path);
                if inherited.paths.is_none() {
                    continue;
                }
            }
            found.push(inherited);
        }
    }
}

/// Jekyll's front matter for paths, the longest path first.
fn defaults(prefix: &str, config: &Node<'_>, found: &mut Vec<Inherited>) {
    let Some(Node::List(rows)) = config.member("defaults") else { return };
    let start = found.len();
    for row in rows {
        let Some(Node::Table(values)) = row.member("values") else { continue };
        let scope = |name: &str| row.member("scope").and_then(|scope| scope.member(name)).and_then(Node::text);
        let path = scope("path").unwrap_or_default();
        let path = path.trim_matches('/');
        let joined = [prefix, path].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("/");
        let values =
            values.iter().map(|(name, value)| (name.clone().into_owned().into(), value.clone().into_owned())).collect();
        let wild = path.contains('*');
        let below = if wild {
            String::new()
        } else {
            joined.rsplit_once(".md").map_or(joined.clone(), |(stem, _)| stem.to_owned())
        };
        let mut inherited = Inherited::new(below, values);
        if wild {
            // What lies below a folder that it matches is meant too.
            inherited.paths = Paths::new(prefix, &format!("{{{path},{path}/**}}"));
            if inherited.paths.is_none() {
                continue;
            }
        }
        inherited.kind = scope("type").map(Cow::into_owned);
        inherited.joins = true;
        found.push(inherited);
    }
    found[start..].sort_by_key(|one| std::cmp::Reverse((one.below.len(), one.kind.is_some())));
}
