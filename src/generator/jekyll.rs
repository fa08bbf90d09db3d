//! Jekyll.

mod languages;

use serde_json::Value;

use super::draft::{Draft, Said, Table, said};
use super::folder::{Folder, TEXTS, at, has_ending, text};
use super::zola::select;
use super::{Generator, address, content, feed, instead, joined, plain};
use crate::article::date::date_of_post;
use crate::article::language::tag_of_code;

pub(crate) use self::languages::{Sites, sites_in};

const CONFIGS: [&str; 3] = ["_config.yml", "_config.yaml", "_config.toml"];

pub(super) static GENERATOR: Generator = Generator { name: "Jekyll", knows, read };

fn knows(folder: &Folder) -> bool {
    // Sites of other kinds have such a folder too.
    folder.first(&CONFIGS).is_some()
        || (folder.has("_posts")
            && !folder.has("package.json")
            && ![&super::next::GENERATOR, &super::eleventy::GENERATOR].iter().any(|other| (other.knows)(folder)))
}

fn read(folder: &Folder, draft: &mut Draft) {
    let file = folder.first(&CONFIGS).unwrap_or("_config.yml");
    let config = folder.data(file).unwrap_or_default();
    let from = |key: &str| format!("{file}: {key}");
    let of = |key: &str| said(text(&config, key), from(key));
    draft.title = of("title").or_else(|| of("name"));
    let base = text(&config, "baseurl").unwrap_or_default();
    draft.url =
        of("url").map(|url| Said { value: address(&url.value, &base), from: "_config.yml: url, baseurl".into() });
    draft.description = of("description");
    let sites = languages::sites(folder, &config, file).filter(|sites| sites.codes.len() > 1);
    let default = sites.as_ref().and_then(|sites| said(Some(sites.default.clone()), format!("{file}: languages")));
    draft.language = default.or_else(|| of("lang")).or_else(|| of("locale"));
    draft.timezone = of("timezone");
    if draft.timezone.is_none() {
        draft.miss("the time zone: Jekyll takes that of its machine; put it into `timezone` of `[site]`");
    }
    let name = of("author.name").or_else(|| of("author"));
    draft.author = name.map(|name| (name, text(&config, "author.email").or_else(|| text(&config, "email"))));
    name_author(folder, &config, draft);
    draft.dir = of("destination").or_else(|| said(Some("_site".into()), "where Jekyll puts the site"));
    let top = source(folder, &config);
    let held = text(&config, "collections_dir").map(|dir| plain(&dir)).filter(|dir| !matches!(&**dir, "" | "."));
    let held = held.map_or_else(|| top.clone(), |dir| joined(&top, &dir));
    let further = further_endings(&config);
    let endings: Vec<&str> = TEXTS.iter().copied().chain(further.iter().map(String::as_str)).collect();
    let (paths, nested) = posts(folder, &held, &endings, sites.as_ref());
    unread(folder, &held, &endings, draft);
    if paths.is_empty() && without_posts(folder, &config, (file, &top), draft) {
        return;
    }
    let paths = if paths.is_empty() { vec![joined(&held, "_posts/**/*.md")] } else { paths };
    let mut left_out = super::texts(at(&config, "exclude"));
    if nested {
        left_out.extend(["_site", "vendor", "node_modules"].map(str::to_owned));
    }
    left_out.sort();
    left_out.dedup();
    let is_further = paths.iter().any(|path| !has_ending(path, TEXTS));
    let source = Table::default().with("path", paths, "");
    let source = if is_further { source.with("format", "markdown", from("markdown_ext")) } else { source };
    let source = super::excluded(source, left_out, "what Jekyll leaves out");
    let (pattern, why) = permalink(&config, file);
    let source = source.with("permalink", pattern, why).with("generator", "jekyll", "");
    let gems = ["Gemfile", "Gemfile.lock", file]
        .iter()
        .any(|name| folder.text(name).is_some_and(|text| text.contains("jekyll-feed")));
    // What is older than the newest of them is not built.
    let built = at(&config, "limit_posts").and_then(Value::as_i64).filter(|n| *n > 0);
    let limited = |limit: i64, why: String| match built {
        Some(built) if limit == 0 || built < limit => (built, from("limit_posts")),
        _ => (limit, why),
    };
    let by_hand = ["feed.xml", "atom.xml", "rss.xml", "feed.atom"];
    let by_hand = by_hand.into_iter().find(|name| folder.has(&joined(&top, name)));
    match by_hand.filter(|_| !gems) {
        Some(own) => {
            let is_atom = folder.head(&joined(&top, own), 4096).contains("http://www.w3.org/2005/Atom");
            let format = if is_atom { "atom" } else { "rss" };
            draft.sources.push(super::address_as_id(source, "such a"));
            let (limit, why) = limited(10, "as many as such templates mostly have".into());
            draft.feeds.push(feed("all", &[(format, own.to_owned())], own).with("limit", limit, why));
            draft.miss(format!(
                "the ids that {own}, a template of the site's own, gives: `id` of `[[source]]` is to give the same"
            ));
            instead(draft, &format!("remove {own} from the site"));
        }
        None => {
            draft.sources.push(source.with(
                "id",
                ID,
                "as jekyll-feed has it, so that nobody is shown an article twice",
            ));
            let path = text(&config, "feed.path").unwrap_or_else(|| "feed.xml".into());
            // Themes take the whole address for it.
            let path = url::Url::parse(&path).map_or(path, |url| url.path().to_owned());
            let limit = at(&config, "feed.posts_limit").and_then(Value::as_i64);
            let why = if limit.is_some() { from("feed.posts_limit") } else { "as jekyll-feed has it".into() };
            let (limit, why) = limited(limit.unwrap_or(10), why);
            draft.feeds.push(feed("all", &[("atom", plain(&path))], "jekyll-feed's").with("limit", limit, why));
            further_feeds(&config, file, draft);
            collections(folder, &config, (file, &top), draft);
            if at(&config, "feed.excerpt_only").and_then(Value::as_bool) == Some(true) {
                draft.feeds.iter_mut().for_each(|feed| feed.add("content", "summary", from("feed.excerpt_only")));
            }
            if gems {
                instead(draft, "take `jekyll-feed` out of the site's plugins and its Gemfile");
            }
        }
    }
    feeds_of_languages(folder, (&config, file, &held), sites.as_ref(), draft);
    if let Some(built) = built.filter(|_| draft.feeds.len() > 1) {
        draft.miss(format!(
            "which posts feeds but the first may have: Jekyll builds the newest {built} alone (`limit_posts` in {file}), and older ones have no page"
        ));
    }
    if at(&config, "future").and_then(Value::as_bool) == Some(true) {
        draft.miss("posts with a date to come: Jekyll publishes them (`future`), feedwright when their date comes");
    }
}

/// Finds the file of authors in the folder of data, and the author of the site in it, where that is named by a key.
fn name_author(folder: &Folder, config: &Value, draft: &mut Draft) {
    let data = text(config, "data_dir").map_or_else(|| "_data".to_owned(), |dir| plain(&dir));
    let data = joined(&source(folder, config), &data);
    let names = ["yml", "yaml", "json"].map(|ending| joined(&data, &format!("authors.{ending}")));
    let Some((file, all)) = names.iter().find_map(|name| Some((name.clone(), folder.data(name)?))) else { return };
    let own = draft.author.as_ref().and_then(|(name, _)| all.get(&*name.value));
    let named = own.and_then(|own| said(text(own, "name"), file.clone()).map(|name| (name, text(own, "email"))));
    draft.author = named.or_else(|| draft.author.take());
    draft.authors = Some(file);
}

/// Patterns of the posts below a folder, one for each ending that is there, and whether some lie in folders of sections.
fn posts(folder: &Folder, held: &str, endings: &[&str], sites: Option<&Sites>) -> (Vec<String>, bool) {
    // Where each language has a folder, posts lie nowhere else.
    let has_posts =
        |own: &&str| folder.below(held, TEXTS).any(|name| name.starts_with(*own) && name.contains("/_posts/"));
    let of_languages = sites.and_then(|sites| sites.folder).filter(has_posts);
    let nested = of_languages.is_none() && folder.below(held, TEXTS).any(|name| name.contains("/_posts/"));
    let posts = match of_languages {
        Some(own) => format!("{own}/*/_posts"),
        None if nested => "**/_posts".to_owned(),
        None => "_posts".to_owned(),
    };
    let there = folder.endings(held, endings, |name| name.contains("_posts/"));
    (there.iter().map(|ending| joined(held, &format!("{posts}/**/*.{ending}"))).collect(), nested)
}

/// The endings of files that are Markdown to a site besides those that are known to be.
fn further_endings(config: &Value) -> Vec<String> {
    let written = text(config, "markdown_ext").unwrap_or_default();
    let all = written.split(',').map(|ending| ending.trim().trim_start_matches('.').to_lowercase());
    all.filter(|ending| !ending.is_empty() && !TEXTS.contains(&&**ending)).collect()
}

/// Says which posts are not read because of their format.
fn unread(folder: &Folder, held: &str, endings: &[&str], draft: &mut Draft) {
    let is_post = |name: &&str| {
        let is_named = name.rsplit('/').next().is_some_and(|file| date_of_post(file).is_some());
        is_named
            && name.contains("_posts/")
            && !has_ending(name, endings)
            && has_ending(name, &["textile", "txt", "org", "adoc", "asciidoc", "rst"])
    };
    let inner = folder
        .names()
        .iter()
        .filter_map(|name| if held.is_empty() { Some(&**name) } else { name.strip_prefix(held)?.strip_prefix('/') });
    let posts: Vec<&str> = inner.filter(is_post).collect();
    if let Some(first) = posts.first() {
        draft.miss(format!(
            "what stands in {}{}, whose format is not read: let a `command` give it, or convert it to Markdown",
            joined(held, first),
            if posts.len() > 1 { format!(" and {} more", posts.len() - 1) } else { String::new() }
        ));
    }
}

/// The feeds of categories, tags and collections that jekyll-feed makes where its config asks for them.
fn further_feeds(config: &Value, file: &str, draft: &mut Draft) {
    let title = draft.title.as_ref().map_or("{{ site.title }}", |title| title.value.as_str()).to_owned();
    let of_posts = at(config, "feed.collections.posts.categories");
    for category in super::texts(at(config, "feed.categories").or(of_posts)) {
        let path = format!("feed/{category}.xml");
        draft.feeds.push(
            feed(&format!("category-{category}"), &[("atom", path)], &format!("{file}: feed.categories"))
                .with("title", format!("{title} | {}", capitalized(&category)), "")
                .with("select", toml::Table::from_iter([("category".to_owned(), vec![category.clone()].into())]), ""),
        );
    }
    let tags = at(config, "feed.tags").filter(|tags| !matches!(tags, Value::Bool(false) | Value::Null));
    if let Some(tags) = tags {
        let folder = text(tags, "path").unwrap_or_else(|| "/feed/by_tag/".into());
        let path = format!("{}/{{{{ term }}}}.xml", plain(&folder));
        draft.feeds.push(feed("tag", &[("atom", path)], &format!("{file}: feed.tags")).with("each", "tag", "").with(
            "title",
            format!("{title} | {{{{ term }}}}"),
            "",
        ));
        if tags.get("only").is_some() || tags.get("except").is_some() {
            draft.miss("which tags have a feed (`feed.tags`, `only` and `except`): say so with `where` or `select` of that feed");
        }
    }
}

/// A feed for each language: those of the sites that a plug-in makes, else one for each in which posts say that they are,
/// if there are several, beside that of all.
fn feeds_of_languages(
    folder: &Folder,
    (config, file, top): (&Value, &str, &str),
    sites: Option<&Sites>,
    draft: &mut Draft,
) {
    let posts = || folder.below(top, TEXTS).filter(|name| name.contains("_posts/"));
    let said = content::languages(folder, posts(), top);
    let Some(own) = draft.feeds.first().cloned() else { return };
    let path = own.member("files").and_then(|(format, path)| Some((format.to_owned(), path.as_str()?.to_owned())));
    let Some((format, path)) = path else { return };
    let of_language = |code: &str, from: &str| {
        let mut table = feed(&format!("all-{code}"), &[(&format, format!("{code}/{path}"))], from);
        let tag = tag_of_code(code);
        table.insert("select", "language", &*tag, "");
        table.with("language", &*tag, "").with("limit", 10, "")
    };
    let Some(sites) = sites else {
        if said.len() < 2 {
            return;
        }
        draft.feeds.extend(said.iter().map(|code| of_language(code, "a feed of its own for each `lang` of posts")));
        if at(config, "languages").is_some() {
            draft.miss(format!("addresses by language: a plug-in makes them of `languages` in {file}; give each language a `[[source]]` with the `permalink` that it has"));
        }
        return;
    };
    // A language without a post of its own shows those of the default one.
    let of_defaults = at(config, "defaults").and_then(Value::as_array).into_iter().flatten();
    let of_defaults: Vec<String> = of_defaults.filter_map(|entry| text(entry, "values.lang")).collect();
    let has_posts = |code: &&String| {
        let is_own = |language: &String| sites.code_of(language) == Some(code);
        said.iter().chain(&of_defaults).any(is_own)
            || posts().any(|name| name.split(['/', '.']).any(|part| part == *code))
    };
    let from = format!("{file}: languages");
    for code in sites.codes.iter().filter(|code| **code != sites.default).filter(has_posts) {
        draft.feeds.push(of_language(code, &from));
    }
    draft.feeds[0].add("select", select(&sites.default), "a plug-in makes a site of each language");
    if let Some(folder) = sites.folder_of(None) {
        draft.feeds[0].insert("files", &format, format!("{folder}/{path}"), "");
    }
}

/// The feeds of collections that jekyll-feed makes where its config asks for them, each with a source of its own.
fn collections(folder: &Folder, config: &Value, (file, top): (&str, &str), draft: &mut Draft) {
    let all = match at(config, "feed.collections") {
        Some(Value::Object(all)) => all.keys().cloned().collect(),
        list => super::texts(list),
    };
    let within = joined(top, &text(config, "collections_dir").map_or_else(String::new, |dir| plain(&dir)));
    let base = |name: &str| joined(&within, &format!("_{name}"));
    let has_pages = |name: &String| *name != "posts" && folder.below(&base(name), TEXTS).next().is_some();
    let all: Vec<String> = all.into_iter().filter(has_pages).collect();
    if all.is_empty() {
        return;
    }
    for source in &mut draft.sources {
        source.add("name", "posts", "");
    }
    for feed in &mut draft.feeds {
        feed.insert("select", "source", "posts", "each collection has a feed of its own");
    }
    let title = draft.title.as_ref().map_or("{{ site.title }}", |title| title.value.as_str()).to_owned();
    for name in all {
        let base = base(&name);
        let (pattern, why) = pattern_of(config, file, &name);
        let source = Table::default()
            .with("name", name.as_str(), "")
            .with("path", super::pages(folder, &base), "")
            .with("permalink", pattern, why)
            .with("generator", "jekyll", "")
            .with("section", false, "")
            .with("id", ID, "as jekyll-feed has it");
        draft.sources.push(source);
        let path =
            text(config, &format!("feed.collections.{name}.path")).unwrap_or_else(|| format!("/feed/{name}.xml"));
        let table =
            feed(&format!("collection-{name}"), &[("atom", plain(&path))], &format!("{file}: feed.collections"));
        let mut table = table.with("title", format!("{title} | {}", capitalized(&name)), "").with("limit", 10, "");
        table.insert("select", "source", name.as_str(), "");
        draft.feeds.push(table);
    }
}

/// A source for the collections of a site that has no posts; says whether it has any with a date.
fn without_posts(folder: &Folder, config: &Value, (file, top): (&str, &str), draft: &mut Draft) -> bool {
    let within = joined(top, &text(config, "collections_dir").map_or_else(String::new, |dir| plain(&dir)));
    let all = at(config, "collections").and_then(Value::as_object).into_iter().flatten();
    let is_made = |own: &Value| at(own, "output").and_then(Value::as_bool) == Some(true);
    let mut found: Vec<(String, String)> = all
        .filter(|(_, own)| is_made(own))
        .map(|(name, _)| (name.clone(), joined(&within, &format!("_{name}"))))
        .filter(|(_, base)| {
            let has_date = |name: &str| content::has_date(folder, &joined(base, name));
            super::has_dated_names(folder, base) || folder.below(base, TEXTS).take(100).any(has_date)
        })
        .collect();
    if found.is_empty() {
        return false;
    }
    let own = folder.below(top, &["xml", "rss", "atom"]).find(|name| name.contains("feed") || name.contains("rss"));
    let template = own.and_then(|own| folder.text(&joined(top, own))).unwrap_or_default();
    let named = |name: &str| template.contains(&format!("site.{name}"));
    if found.iter().any(|(name, _)| named(name)) {
        found.retain(|(name, _)| named(name));
    }
    for (name, base) in &found {
        let (pattern, why) = pattern_of(config, file, name);
        let source = Table::default()
            .with("name", name.as_str(), "")
            .with("path", super::pages(folder, base), "")
            .with("permalink", pattern, why)
            .with("generator", "jekyll", "")
            .with("section", false, "")
            .with("require", vec!["published"], "pages without a date are no posts");
        draft.sources.push(super::address_as_id(source, "such a"));
    }
    let is_atom = template.contains("http://www.w3.org/2005/Atom") && !template.contains("<rss");
    let path = template
        .lines()
        .find_map(|line| line.strip_prefix("permalink:").map(|path| path.trim().trim_matches(['"', '\''])));
    let name = path.or(own).unwrap_or("feed.xml");
    let why = own.unwrap_or("put in the name that yours had");
    let format = if is_atom { "atom" } else { "rss" };
    draft.feeds.push(feed("all", &[(format, name.to_owned())], why).with("limit", 0, "all"));
    true
}

/// The pattern of the addresses of a collection.
fn pattern_of(config: &Value, file: &str, name: &str) -> (String, String) {
    let said = [
        (text(config, &format!("collections.{name}.permalink")), format!("{file}: collections.{name}.permalink")),
        (defaults(config, name), format!("{file}: defaults")),
    ];
    let (pattern, why) = said
        .into_iter()
        .find_map(|(pattern, why)| Some((pattern?, why)))
        .unwrap_or_else(|| ("/:collection/:path:output_ext".into(), "Jekyll's own".into()));
    (pattern.replace(":collection", name), why)
}

/// The folder in which the site's files lie: what its config says, or where that is made first what it is made from.
fn source(folder: &Folder, config: &Value) -> String {
    let named = text(config, "source").map(|source| plain(&source)).filter(|source| source != ".").unwrap_or_default();
    let last = named.rsplit('/').next().unwrap_or_default().to_owned();
    let has_posts = |top: &str| folder.has(&joined(top, "_posts"));
    [named.clone(), last, "src".into()].into_iter().find(|top| has_posts(top)).unwrap_or(named)
}

/// The id that jekyll-feed gives.
const ID: &str = "{{ url | beside(basename) }}";

/// The permalink that the defaults of a config give to what is of a type.
fn defaults(config: &Value, kind: &str) -> Option<String> {
    let all = at(config, "defaults").and_then(Value::as_array).into_iter().flatten();
    all.filter(|entry| {
        let of = text(entry, "scope.type").unwrap_or_default();
        of == kind || (of.is_empty() && text(entry, "scope.path").is_none())
    })
    .find_map(|entry| text(entry, "values.permalink"))
}

/// A word as Liquid's `capitalize` writes it.
fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters.flat_map(char::to_lowercase)).collect()
}

/// The permalink of posts: that of their defaults, of their collection, or of the site.
fn permalink(config: &Value, file: &str) -> (String, String) {
    if let Some(pattern) = defaults(config, "posts") {
        return (pattern, format!("{file}: defaults"));
    }
    for key in ["collections.posts.permalink", "permalink"] {
        if let Some(pattern) = text(config, key) {
            return (pattern, format!("{file}: {key}"));
        }
    }
    ("date".to_owned(), "Jekyll's own".to_owned())
}
