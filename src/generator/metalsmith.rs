//! Metalsmith: its config in JSON, or the literals of its program.

use serde_json::Value;

use super::draft::{Draft, Table, said};
use super::folder::{Folder, at, text};
use super::script::Script;
use super::{Generator, address_as_id, content, feed, instead, joined, pages, plain};

const CONFIG: &str = "metalsmith.json";

const PROGRAMS: [&str; 10] = [
    "metalsmith.js",
    "metalsmith.mjs",
    "metalsmith.cjs",
    "index.js",
    "build.js",
    "build.mjs",
    "site.js",
    "gulpfile.js",
    "src/index.js",
    "lib/index.js",
];

pub(super) static GENERATOR: Generator =
    Generator { name: "Metalsmith", knows: |folder| Setup::of(folder).is_some(), read };

/// What the site is made by.
struct Setup {
    file: &'static str,
    config: Value,
    program: String,
}

impl Setup {
    fn of(folder: &Folder) -> Option<Self> {
        if let Some(config) = folder.data(CONFIG) {
            return Some(Self { file: CONFIG, config, program: String::new() });
        }
        let uses = folder.text("package.json").is_some_and(|text| text.contains("\"metalsmith\""));
        let is_one = |text: &String| text.contains("etalsmith(") && (uses || text.contains("'metalsmith'"));
        PROGRAMS.iter().find_map(|file| {
            let program = folder.text(file).filter(is_one)?;
            Some(Self { file, config: Value::Null, program })
        })
    }

    /// What is said under a name: a key of the config, or what the program hands to a method.
    fn value(&self, name: &str) -> Option<Value> {
        at(&self.config, name).cloned().or_else(|| self.argument(&format!(".{name}(")))
    }

    /// The options of a plugin; an empty value where it is used without any.
    fn plugin(&self, name: &str) -> Option<Value> {
        let is_one = |key: &str| key.rsplit(['/', '-']).next() == Some(name);
        let of_table = |table: &Value| {
            let (_, options) = table.as_object()?.iter().find(|(key, _)| is_one(key))?;
            Some(options.clone())
        };
        let found = match at(&self.config, "plugins") {
            Some(Value::Array(all)) => all.iter().find_map(of_table),
            Some(table) => of_table(table),
            None => None,
        };
        let call = format!("{name}(");
        found.or_else(|| self.program.contains(&call).then(|| self.argument(&call).unwrap_or_default()))
    }

    fn argument(&self, call: &str) -> Option<Value> {
        let (_, rest) = self.program.split_once(call)?;
        Script::of(&format!("found = {rest}")).value("found").cloned()
    }
}

/// The name of the collection of posts, and the folder of its pages below the site's source.
fn collection(setup: &Setup, feeds: Option<&Value>) -> Option<(String, String)> {
    let all = setup.plugin("collections")?;
    let named = feeds.and_then(|feed| text(feed, "collection"));
    let pattern = |own: &Value| own.as_str().map(str::to_owned).or_else(|| text(own, "pattern"));
    let pages = |(name, own): (&String, &Value)| {
        let base = pattern(own)?.split('*').next()?.trim_end_matches('/').to_owned();
        (!base.is_empty()).then(|| (name.clone(), base))
    };
    let all: Vec<(String, String)> = all.as_object()?.iter().filter_map(pages).collect();
    let of_feed = all.iter().find(|(name, _)| named.as_ref() == Some(name));
    of_feed.or_else(|| all.iter().find(|(name, _)| content::is_of_posts(name))).or_else(|| all.first()).cloned()
}

/// The address that a pattern of permalinks gives to pages of a folder; nothing where it has words that are not known.
fn address(pattern: &str, date: &str, folder: &str, collection: &str) -> Option<String> {
    let date = date.replace("YYYY", "{{ year }}").replace("MM", "{{ month }}").replace("DD", "{{ day }}");
    let folders = format!("{folder}/{{{{ folder }}}}");
    let mut url = pattern.replace('?', "");
    for (word, stands) in [
        (":dirname/:basename", format!("{folder}/{{{{ path }}}}")),
        (":dirname", folders),
        (":basename", "{{ name }}".to_owned()),
        (":collection", collection.to_owned()),
        (":title", "{{ title | slug }}".to_owned()),
        (":slug", "{{ slug }}".to_owned()),
        (":date", date),
    ] {
        url = url.replace(word, &stands);
    }
    (!url.contains(':')).then(|| format!("/{}", url.trim_matches('/')))
}

fn read(folder: &Folder, draft: &mut Draft) {
    let Some(setup) = Setup::of(folder) else { return };
    let file = setup.file;
    let metadata = setup.value("metadata").unwrap_or_default();
    let of = |keys: &[&str]| keys.iter().find_map(|key| said(text(&metadata, key), format!("{file}: metadata.{key}")));
    draft.title = of(&["site.title", "site.name", "title", "sitename", "siteName", "siteTitle", "name"]);
    draft.url = of(&["site.url", "site.baseUrl", "url", "siteurl", "siteUrl", "siteURL", "baseUrl"]);
    draft.description = of(&["site.description", "description", "siteDescription"]);
    draft.language = of(&["site.language", "site.lang", "language", "lang", "locale"]);
    draft.author = of(&["site.author.name", "site.author", "author.name", "author"]).map(|name| (name, None));
    let path = |name: &str, own: &str| {
        setup.value(name).and_then(|path| Some(plain(path.as_str()?))).unwrap_or_else(|| own.into())
    };
    let top = path("source", "src");
    draft.dir = said(Some(path("destination", "build")), "where Metalsmith puts the site");
    let feeds = setup.plugin("feed").or_else(|| setup.plugin("rss"));
    let (name, base) = collection(&setup, feeds.as_ref()).unwrap_or_else(|| {
        let found = content::posts(folder).unwrap_or_else(|| joined(&top, "posts"));
        let base = found.strip_prefix(&format!("{top}/")).unwrap_or(&found).to_owned();
        (base.clone(), base)
    });
    let lies = joined(&top, &base);
    let links = setup.plugin("permalinks");
    let url = match &links {
        None => Some(format!("/{base}/{{{{ path }}}}.html")),
        Some(options) => {
            let sets = at(options, "linksets").and_then(Value::as_array).into_iter().flatten();
            let mut own = sets.filter(|set| text(set, "match.collection").is_some_and(|of| of == name));
            let set = own.next().unwrap_or(options);
            let pattern = text(set, "pattern").or_else(|| options.as_str().map(str::to_owned));
            let date =
                [set, options].into_iter().find_map(|from| text(from, "date.format").or_else(|| text(from, "date")));
            let pattern = pattern.unwrap_or_else(|| ":dirname/:basename".to_owned());
            let slash = if at(options, "trailingSlash") == Some(&Value::Bool(true)) { "/" } else { "" };
            address(&pattern, date.as_deref().unwrap_or("YYYY/MM/DD"), &base, &name).map(|url| url + slash)
        }
    };
    if url.is_none() {
        draft.miss(format!("what the pattern of permalinks in {file} means: correct `url` of `[[source]]`"));
    }
    let from = match (&links, &url) {
        (_, None) => "NOT FOUND: what the pattern of permalinks means".to_owned(),
        (Some(_), _) => format!("{file}: permalinks"),
        (None, _) => "folder and name, as Metalsmith has it".to_owned(),
    };
    let url = url.unwrap_or_else(|| format!("/{base}/{{{{ path }}}}"));
    let table =
        Table::default().with("path", pages(folder, &lies), "").with("url", url, from).with("section", false, "");
    let table = super::dated(table, folder, &lies, "pages without a date are no posts");
    draft.sources.push(address_as_id(table, "metalsmith-feed's"));
    let options = feeds.unwrap_or_default();
    let name = text(&options, "destination").unwrap_or_else(|| "rss.xml".into());
    let limit = at(&options, "limit").map_or(Some(20), Value::as_i64).unwrap_or(0);
    draft.feeds.push(feed("all", &[("rss", name)], "metalsmith-feed's").with(
        "limit",
        limit,
        "as metalsmith-feed has it",
    ));
    instead(draft, &format!("take metalsmith-feed out of {file}"));
}
