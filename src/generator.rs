//! What makes a site: known by the files in its folder, its config read, and ours made from that.
//!
//! Each generator is a file with a row in `GENERATORS`. Configs that are programs are never run: literals are
//! picked out of them. What cannot be found out is said.

mod astro;
mod bridgetown;
mod content;
mod database;
mod docusaurus;
mod draft;
mod eleventy;
mod folder;
mod gatsby;
mod ghost;
mod hakyll;
mod hexo;
mod hugo;
mod jekyll;
mod mdbook;
mod metalsmith;
mod middleman;
mod mkdocs;
mod next;
mod nikola;
mod pelican;
mod quartz;
mod records;
mod sample;
mod script;
mod sveltekit;
mod vitepress;
mod wordpress;
mod zola;

use std::path::Path;

use toml::Value;

use self::draft::{Draft, Table};
use self::folder::{Folder, PAGES};

/// What a config is made from.
struct Generator {
    /// What people call it; what is no site, with an article.
    name: &'static str,
    /// Whether the folder is one of its sites.
    knows: fn(&Folder) -> bool,
    /// Reads its config and looks at its files.
    read: fn(&Folder, &mut Draft),
}

/// Every generator. Where a folder looks like two, the first counts.
static GENERATORS: [&Generator; 24] = [
    &zola::GENERATOR,
    &hugo::GENERATOR,
    &hexo::GENERATOR,
    &bridgetown::GENERATOR,
    &jekyll::GENERATOR,
    &docusaurus::GENERATOR,
    &astro::GENERATOR,
    &vitepress::GENERATOR,
    &eleventy::GENERATOR,
    &sveltekit::GENERATOR,
    &gatsby::GENERATOR,
    &next::GENERATOR,
    &pelican::GENERATOR,
    &nikola::GENERATOR,
    &mdbook::GENERATOR,
    &mkdocs::GENERATOR,
    &quartz::GENERATOR,
    &middleman::GENERATOR,
    &hakyll::GENERATOR,
    &metalsmith::GENERATOR,
    &wordpress::GENERATOR,
    &ghost::GENERATOR,
    &records::GENERATOR,
    &database::GENERATOR,
];

/// What is to be written into a folder.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What makes the site: the name of its generator, or what its records are.
    pub generator: &'static str,
    /// The text of the config.
    pub config: String,
    /// Whether its records are files, which cost nothing to look at.
    pub reads_files: bool,
    /// Further files: those of a small newsroom where there was nothing.
    pub files: Vec<(&'static str, &'static [u8])>,
    /// What could not be found out.
    pub unknown: Vec<String>,
    /// What is to be done next.
    pub next: Vec<String>,
}

/// Looks at a folder; nothing where it is not known what its files are. `year` is the present one.
pub fn plan(path: &Path, year: i32) -> Option<Plan> {
    let folder = Folder::new(path);
    let known = GENERATORS.iter().find(|generator| (generator.knows)(&folder));
    let Some(generator) = known else { return folder.names().is_empty().then(|| sample::plan(year)) };
    let mut draft = Draft { generator: generator.name, ..Draft::default() };
    (generator.read)(&folder, &mut draft);
    name_authors(&folder, &mut draft);
    for source in draft.sources.clone() {
        let Some(path) = source.text("path").filter(|path| path.contains('*')) else { continue };
        let base = path.split('*').next().unwrap_or_default().rsplit_once('/').map_or("", |(base, _)| base);
        if !base.is_empty() && !folder.has(base) {
            draft.miss(format!("where articles lie: there is no folder `{base}`; correct `path` of `[[source]]`"));
        }
    }
    let config = draft.written(year);
    Some(Plan {
        generator: draft.generator,
        config,
        reads_files: !std::ptr::eq(*generator, &raw const database::GENERATOR),
        files: Vec::new(),
        unknown: draft.unknown,
        next: draft.next,
    })
}

/// Sites whose records are not read: the name of a file that such have, or how names of theirs end, and what they are.
const UNREAD: [(&str, &str); 5] = [
    ("*/contents.lr", "this is a site of Lektor, and its `contents.lr` are not read"),
    ("*.lektorproject", "this is a site of Lektor, and its `contents.lr` are not read"),
    ("jbake.properties", "this is a site of JBake, and its fields before `~~~~~~` are not read"),
    ("site/config/config.php", "this is a site of Kirby, and its fields between `----` are not read"),
    ("antora.yml", "this is a site of Antora, and AsciiDoc is not read"),
];

/// What a folder is whose records are not read.
pub fn unread(path: &Path) -> Option<&'static str> {
    let folder = Folder::new(path);
    let is_there = |name: &str| match name.strip_prefix('*') {
        Some(ending) => folder.names().iter().any(|own| own.ends_with(ending)),
        None => folder.has(name),
    };
    let (_, said) = UNREAD.iter().find(|(name, _)| is_there(name))?;
    // A manual may lie beside a site.
    let is_site = |known: &&'static Generator| known.name.starts_with(char::is_uppercase) && (known.knows)(&folder);
    (!GENERATORS.iter().any(is_site)).then_some(*said)
}

/// What a folder is, by the name of its generator: with a small letter where that says it all.
pub fn whose(generator: &str) -> String {
    let is_site = generator.starts_with(char::is_uppercase);
    if is_site { format!("a site of {generator}") } else { generator.to_owned() }
}

/// What a name stands for in a config that is a program, as far as it is written out.
pub(crate) fn literal(config: &str, name: &str) -> Option<serde_json::Value> {
    script::Script::of(config).value(name).cloned()
}

/// What is handed to the calls of a name in a config that is a program, as far as it is written out.
pub(crate) fn handed(config: &str, name: &str) -> Vec<Vec<serde_json::Value>> {
    script::Script::of(config).calls(name).map(<[_]>::to_vec).collect()
}

/// The value of a key of a config that is a program, in whatever table of it the key stands.
pub(crate) fn setting_anywhere(config: &str, key: &str) -> Option<serde_json::Value> {
    script::Script::of(config).anywhere(key).cloned()
}

/// The data that a program of Eleventy gives to the pages of its folder, as far as it is written out.
pub(crate) fn folder_data(program: &str) -> Option<serde_json::Value> {
    let mut data = literal(program, "default")?;
    let members = data.as_object_mut()?;
    members.retain(|_, value| !value.is_null());
    if let Some(template) = eleventy::permalink_of_program(program) {
        let own = members.get("permalink");
        if own.is_none_or(|own| own.as_object().is_some_and(|own| !own.contains_key("build"))) {
            members.insert("permalink".into(), template.into());
        }
    }
    Some(data)
}

pub(crate) use eleventy::CONFIGS as ELEVENTY_CONFIGS;
pub(crate) use jekyll::{Sites, sites_in};

/// Where sites keep the names of authors whom articles name by keys.
const AUTHORS: [&str; 12] = [
    "authors",
    "_data/authors",
    "src/_data/authors",
    "source/_data/authors",
    "data/authors",
    "data/author",
    "src/data/authors",
    "src/content/authors",
    "content/data/authors",
    "content/authors",
    "content/author",
    "_authors",
];

/// Lets articles have the authors that a file of the site names by their keys.
fn name_authors(folder: &Folder, draft: &mut Draft) {
    let file = |stem: &&str| {
        let endings = ["yml", "yaml", "json", "toml"].iter().map(|ending| format!("{stem}.{ending}"));
        endings.into_iter().find(|name| folder.text(name).is_some())
    };
    let is_filled = |stem: &&&str| folder.below(stem, &["yml", "yaml", "json", "toml", "md"]).next().is_some();
    let of_folder = || AUTHORS.iter().find(is_filled).map(|stem| (*stem).to_owned());
    let found = draft.authors.take().or_else(|| AUTHORS.iter().find_map(file)).or_else(of_folder);
    let Some(found) = found else { return };
    for source in &mut draft.sources {
        source.add("authors", found.as_str(), "who is behind the keys that articles name");
    }
}

/// A source that takes pages with a date alone, if there are any: others are no posts.
fn dated(table: Table, folder: &Folder, base: &str, why: &str) -> Table {
    let any = has_dated_names(folder, base)
        || folder.below(base, PAGES).take(100).any(|name| content::has_date(folder, &joined(base, name)));
    if any { table.with("require", vec!["published"], why) } else { table }
}

/// The files that a config leaves out, below a folder.
fn excluded(table: Table, patterns: Vec<String>, from: &str) -> Table {
    let patterns: Vec<String> = patterns.into_iter().filter(|pattern| !pattern.starts_with(['!', '#'])).collect();
    if patterns.is_empty() { table } else { table.with("exclude", patterns, from) }
}

/// The texts of a list in a config.
fn texts(list: Option<&serde_json::Value>) -> Vec<String> {
    let texts = list.and_then(serde_json::Value::as_array).into_iter().flatten();
    texts.filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

/// Patterns of the pages below a folder, one for each ending that is there.
fn pages(folder: &Folder, base: &str) -> Value {
    let fits = |name: &str| {
        // Of HTML what has front matter is a page of a generator.
        folder::has_ending(name, PAGES)
            || ["---", "+++", "{\n", "{\r", "{ ", "{\""]
                .iter()
                .any(|open| folder.head(&joined(base, name), 8).starts_with(open))
    };
    let there = folder.endings(base, folder::TEXTS, fits);
    let mut patterns: Vec<Value> = there.iter().map(|ending| joined(base, &format!("**/*.{ending}")).into()).collect();
    match patterns.len() {
        0 => joined(base, "**/*.md").into(),
        1 => patterns.remove(0),
        _ => Value::Array(patterns),
    }
}

/// A path in a folder.
fn joined(folder: &str, name: &str) -> String {
    let folder = folder.trim_start_matches("./").trim_matches('/');
    if matches!(folder, "" | ".") { name.to_owned() } else { format!("{folder}/{name}") }
}

/// A path as configs write it, without what leads to where it already is.
fn plain(path: &str) -> String {
    path.trim().trim_start_matches("./").trim_matches('/').to_owned()
}

/// A path between two slashes, one where it is empty.
fn between_slashes(path: &str) -> String {
    let path = path.trim_matches('/');
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
}

/// Two parts of an address.
fn address(base: &str, path: &str) -> String {
    format!("{}{}", base.trim_end_matches('/'), between_slashes(path))
}

/// A feed that keeps the files of the generator's own: format to path.
fn feed(name: &str, files: &[(&str, String)], from: &str) -> Table {
    let formats: Vec<Value> = files.iter().map(|(format, _)| Value::from(*format)).collect();
    let files = files.iter().map(|(format, path)| ((*format).to_owned(), Value::from(plain(path)))).collect();
    Table::default()
        .with("name", name, "")
        .with("files", Value::Table(files), format!("where subscribers find it: {from}"))
        .with("formats", Value::Array(formats), "")
}

/// The id that a feed of the generator gives to articles: their address.
fn address_as_id(table: Table, who: &str) -> Table {
    table.with("id", "{{ url }}", format!("as {who} feed has it, so that nobody is shown an article twice"))
}

/// The format of a feed, by the name of its file.
fn format_of(name: &str) -> &'static str {
    let name = name.to_lowercase();
    match () {
        () if name.contains("atom") => "atom",
        () if folder::has_ending(&name, &["json"]) => "json",
        () => "rss",
    }
}

/// Said of a generator whose own feed is to go, and how that is done.
fn instead(draft: &mut Draft, how: &str) {
    draft.next.push(how.to_owned());
    let dir = draft.dir.as_ref().map_or("feeds", |dir| &dir.value);
    draft.next.push(format!(
        "build with `feedwright build --adopt` after the site is built: it replaces the feed that stands in {dir}"
    ));
}

/// The slug of pages that have names with dates in them is not their path: whether some have.
fn has_dated_names(folder: &Folder, base: &str) -> bool {
    folder.below(base, PAGES).any(|name| {
        let file = name.rsplit('/').next().unwrap_or(name).as_bytes();
        file.len() > 10 && file[..4].iter().all(u8::is_ascii_digit) && file[4] == b'-' && file[7] == b'-'
    })
}
