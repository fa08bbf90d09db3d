//! Docusaurus.

use serde_json::Value;

use super::draft::{Draft, Said, Table, said};
use super::folder::Folder;
use super::script::{Script, within};
use super::{Generator, address, address_as_id, between_slashes, feed, instead, joined, pages, plain};
use crate::article::language::tag_of_code;

const CONFIGS: [&str; 4] =
    ["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs", "docusaurus.config.cjs"];

pub(super) static GENERATOR: Generator =
    Generator { name: "Docusaurus", knows: |folder| folder.first(&CONFIGS).is_some(), read };

fn read(folder: &Folder, draft: &mut Draft) {
    let file = folder.first(&CONFIGS).unwrap_or(CONFIGS[0]);
    let script = folder.script(file);
    let own = |key: &str| {
        script.text(&format!("default.{key}")).or_else(|| script.anywhere(key)?.as_str().map(str::to_owned))
    };
    let of = |key: &str| said(own(key), format!("{file}: {key}"));
    draft.title = of("title");
    let base = own("baseUrl").unwrap_or_default();
    draft.url = of("url").map(|url| Said { value: address(&url.value, &base), from: format!("{file}: url, baseUrl") });
    draft.description = of("tagline");
    draft.language = of("defaultLocale").or_else(|| said(Some("en".into()), "Docusaurus's own"));
    draft.dir = said(Some("build".into()), "where Docusaurus puts the site");
    let blogs = blogs(folder, &script);
    let several = blogs.len() > 1;
    let slash = if script.anywhere("trailingSlash") == Some(&Value::Bool(true)) { "/" } else { "" };
    let languages = languages(folder, &script, draft, &blogs);
    let named = draft.title.as_ref().map(|title| format!("{} Blog", title.value));
    for blog in &blogs {
        let name = if several || !languages.is_empty() { Some(blog.name(several)) } else { None };
        let exclude = super::texts(blog.options.get("exclude")).into_iter();
        let left_out: Vec<String> = exclude.clone().map(|pattern| joined(&blog.path, &pattern)).collect();
        let source = Table::default().with("path", blog.files(folder), "");
        let source = super::excluded(source, left_out.clone(), "`blog.exclude` of the config")
            .with("permalink", format!("{}{PATTERN}{slash}", between_slashes(&blog.route)), "Docusaurus's own")
            .with("generator", "docusaurus", "")
            .with("section", false, "");
        let mut source = address_as_id(source, "Docusaurus's");
        let files = blog.feeds();
        let mut table =
            feed(name.as_deref().unwrap_or("blog"), &files, &format!("Docusaurus's feeds of {}", blog.whose(several)));
        let title = blog.feed_option("title").and_then(Value::as_str).map(str::to_owned).or_else(|| named.clone());
        if let Some(title) = &title {
            table = table.with("title", title.as_str(), "as Docusaurus has it");
        }
        let limit = blog.limit();
        table = table.with("limit", limit, "Docusaurus's `feedOptions.limit`");
        if let Some(name) = &name {
            source.add("name", name.as_str(), "");
            let why = if languages.is_empty() {
                "each blog has a feed of its own"
            } else {
                "each language has a feed of its own"
            };
            table.insert("select", "source", name.as_str(), why);
        }
        draft.sources.push(source);
        if !files.is_empty() {
            draft.feeds.push(table);
        }
        let authors = blog.text("authorsMapPath").unwrap_or_else(|| "authors.yml".to_owned());
        let found = [authors, "authors.yaml".into(), "authors.json".into()];
        let found = found.iter().map(|name| joined(&blog.path, name)).find(|name| folder.has(name));
        draft.authors = draft.authors.take().or(found);
        for language in &languages {
            translation(folder, draft, blog, (language, slash, several), (&left_out, title.as_deref()));
        }
    }
    instead(draft, "turn Docusaurus's own feeds off: `feedOptions: { type: null }` in the options of the blog");
}

/// What addresses of posts are made of.
const PATTERN: &str = ":year/:month/:day/:title";

/// A blog of a site, which may have several.
#[derive(Clone, Debug, Default)]
struct Blog {
    /// What it is called beside the first.
    id: Option<String>,
    path: String,
    route: String,
    options: Value,
}

impl Blog {
    fn of(options: &Value) -> Self {
        let text = |key: &str| options.get(key).and_then(Value::as_str).map(plain);
        Self {
            id: text("id").filter(|id| id != "default"),
            path: text("path").unwrap_or_else(|| "blog".into()),
            route: text("routeBasePath").unwrap_or_else(|| "blog".into()),
            options: options.clone(),
        }
    }

    fn text(&self, key: &str) -> Option<String> {
        self.options.get(key).and_then(Value::as_str).map(plain)
    }

    fn feed_option(&self, key: &str) -> Option<&Value> {
        self.options.get("feedOptions")?.get(key)
    }

    fn name(&self, several: bool) -> String {
        self.id.clone().filter(|_| several).unwrap_or_else(|| "blog".to_owned())
    }

    fn whose(&self, several: bool) -> String {
        if several { format!("the blog in {}", self.path) } else { "the blog".to_owned() }
    }

    /// Patterns of its posts: those that its config takes, else all pages of its folder.
    fn files(&self, folder: &Folder) -> toml::Value {
        let taken = super::texts(self.options.get("include"));
        match taken.len() {
            0 => pages(folder, &self.path),
            _ => taken.iter().map(|pattern| joined(&self.path, pattern)).collect::<Vec<_>>().into(),
        }
    }

    /// The folder of its posts in another language.
    fn translated(&self, folder: &str) -> String {
        let id = self.id.as_ref().map_or_else(String::new, |id| format!("-{id}"));
        format!("i18n/{folder}/{PLUGIN}{id}")
    }

    /// Formats and paths of its feeds; none where they are off.
    fn feeds(&self) -> Vec<(&'static str, String)> {
        let kinds: Vec<&str> = match self.feed_option("type") {
            Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(all)) if all == "all" => vec!["rss", "atom", "json"],
            Some(Value::String(kind)) => vec![kind],
            _ => vec!["rss", "atom"],
        };
        let file_of = |kind: &&str| match *kind {
            "json" => ("json", joined(&self.route, "feed.json")),
            "atom" => ("atom", joined(&self.route, "atom.xml")),
            _ => ("rss", joined(&self.route, "rss.xml")),
        };
        kinds.iter().map(file_of).collect()
    }

    fn limit(&self) -> i64 {
        match self.feed_option("limit") {
            Some(Value::Bool(false)) => 0,
            limit => limit.and_then(Value::as_i64).unwrap_or(20),
        }
    }
}

/// The plug-in that makes blogs, as configs and folders of translations call it.
const PLUGIN: &str = "docusaurus-plugin-content-blog";

/// The blogs of a site: that of the preset, unless it is off, and those of plug-ins that have a folder.
fn blogs(folder: &Folder, script: &Script) -> Vec<Blog> {
    let is_plugin = |plugin: &&Value| {
        let name = plugin.get(0).and_then(Value::as_str).unwrap_or_default();
        name.contains("plugin-content-blog") || matches!(name, "content-blog" | "@docusaurus/content-blog")
    };
    let plugins = script.value("default.plugins").or_else(|| script.anywhere("plugins"));
    let plugins = plugins.and_then(Value::as_array).into_iter().flatten().filter(is_plugin);
    let own = plugins.map(|plugin| Blog::of(plugin.get(1).unwrap_or(&Value::Null)));
    let own: Vec<Blog> = own.filter(|blog| folder.has_pages(&blog.path)).collect();
    // A plug-in may have a key of this name in its options.
    let preset = script.anywhere("presets").and_then(|presets| within(presets, "blog", 0));
    let preset = preset.or_else(|| script.anywhere("blog"));
    let off = preset == Some(&Value::Bool(false));
    let first = Blog::of(preset.filter(|blog| blog.is_object()).unwrap_or(&Value::Null));
    let is_there = !off && (own.is_empty() || folder.has_pages(&first.path));
    let first = (is_there || own.is_empty()).then_some(first);
    first.into_iter().chain(own).collect()
}

/// A language besides the site's own.
struct Language {
    code: String,
    /// Its folder of translations.
    folder: String,
    tag: String,
}

/// The other languages of a site: those that its config lists, and those that have translations of a blog.
fn languages(folder: &Folder, script: &Script, draft: &Draft, blogs: &[Blog]) -> Vec<Language> {
    let own = draft.language.as_ref().map_or_else(|| "en".to_owned(), |own| own.value.clone());
    let mut codes = super::texts(script.anywhere("locales"));
    let within = format!("/{PLUGIN}");
    let named = folder.below("i18n", super::PAGES).filter(|name| name.contains(&within));
    codes.extend(named.filter_map(|name| Some(name.split_once('/')?.0.to_owned())));
    let configs = script.anywhere("localeConfigs");
    let mut out: Vec<Language> = Vec::new();
    for code in codes {
        let said = |key: &str| configs?.get(&code)?.get(key)?.as_str().map(str::to_owned);
        let folder = said("path").unwrap_or_else(|| code.clone());
        if code == own || out.iter().any(|known| known.code == code || known.folder == code) || blogs.is_empty() {
            continue;
        }
        let tag = said("htmlLang").unwrap_or_else(|| tag_of_code(&code).into_owned());
        out.push(Language { code, folder, tag });
    }
    out
}

/// A source and a feed of a blog in another language: its posts as they are translated, the others as they are.
fn translation(
    folder: &Folder,
    draft: &mut Draft,
    blog: &Blog,
    (language, slash, several): (&Language, &str, bool),
    (left_out, title): (&[String], Option<&str>),
) {
    let name = format!("{}-{}", blog.name(several), language.code);
    let top = blog.translated(&language.folder);
    let both = |own: toml::Value, more: toml::Value| {
        let all = |value| if let toml::Value::Array(all) = value { all } else { vec![value] };
        toml::Value::Array([all(own), all(more)].concat())
    };
    let own = blog.files(folder);
    let paths = if folder.has_pages(&top) { both(pages(folder, &top), own) } else { own };
    let source = Table::default().with("name", name.as_str(), "");
    let source = source.with("path", paths, "Docusaurus's place for translations, and posts without one");
    let source = super::excluded(source, left_out.to_vec(), "")
        .with("permalink", format!("{}{PATTERN}{slash}", between_slashes(&joined(&language.code, &blog.route))), "")
        .with("generator", "docusaurus", "")
        .with("section", false, "")
        .with("defaults", toml::Table::from_iter([("language".to_owned(), language.tag.as_str().into())]), "");
    draft.sources.push(address_as_id(source, "Docusaurus's"));
    let files: Vec<_> =
        blog.feeds().into_iter().map(|(format, path)| (format, joined(&language.code, &path))).collect();
    if files.is_empty() {
        return;
    }
    let mut table = feed(&name, &files, "Docusaurus's feeds of the language");
    table.insert("select", "source", name.as_str(), "");
    if let Some(title) = title {
        table = table.with("title", title, "");
    }
    draft.feeds.push(table.with("language", language.tag.as_str(), "").with("limit", blog.limit(), ""));
}
