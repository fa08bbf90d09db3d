//! Eleventy.

mod collections;

use std::collections::BTreeMap;

use serde_json::Value;

use self::collections::Collection;
use super::draft::{Draft, Said, Table, said};
use super::folder::{Folder, PAGES, has_ending, text};
use super::script::{Script, within};
use super::{Generator, address, address_as_id, feed, instead, joined, pages, plain};

/// Configs of Eleventy.
pub(crate) const CONFIGS: [&str; 8] = [
    ".eleventy.js",
    "eleventy.config.js",
    "eleventy.config.mjs",
    "eleventy.config.cjs",
    "eleventy.config.ts",
    "buildawesome.config.js",
    "buildawesome.config.mjs",
    "buildawesome.config.cjs",
];

pub(super) static GENERATOR: Generator =
    Generator { name: "Eleventy", knows: |folder| folder.first(&CONFIGS).is_some(), read };

fn read(folder: &Folder, draft: &mut Draft) {
    let file = folder.first(&CONFIGS).unwrap_or(CONFIGS[0]);
    let script = folder.script(file);
    let dir = |key: &str| {
        script
            .anywhere("dir")
            .and_then(|dir| dir.get(key)?.as_str().map(plain))
            .or_else(|| script.anywhere(key)?.as_str().map(plain))
    };
    let input = dir("input").filter(|input| input != "." && folder.has(input)).unwrap_or_default();
    let data = dir("data").unwrap_or_else(|| "_data".into());
    let data = if folder.has(&joined(&input, &data)) { joined(&input, &data) } else { plain(&data) };
    let plugin = plugin(&script);
    metadata(folder, file, &data, &plugin, draft);
    let prefix = script.anywhere("pathPrefix").and_then(Value::as_str).unwrap_or_default();
    // The address mostly has it already.
    let lacks = |url: &str| !url.trim_end_matches('/').ends_with(&format!("/{}", prefix.trim_matches('/')));
    if let Some(url) = draft.url.as_mut().filter(|url| !prefix.trim_matches('/').is_empty() && lacks(&url.value)) {
        url.value = address(&url.value, prefix);
    }
    draft.dir = said(Some(dir("output").unwrap_or_else(|| "_site".into())), "where Eleventy puts the site");
    let named = plugin.get("collection").and_then(|collection| collection.get("name")?.as_str());
    let guessed = content(folder, &input);
    let collection = collection(folder, (file, &input), named, &guessed);
    let files = collection.as_ref().and_then(Collection::files).filter(|(base, ..)| folder.has(base));
    let content = files.as_ref().map_or(guessed, |(base, ..)| base.clone());
    let own = content.strip_prefix(input.as_str()).unwrap_or(&content).trim_matches('/').to_owned();
    let (url, from) = permalink(folder, &content, &own, draft);
    let ignored = folder.text(".eleventyignore").unwrap_or_default();
    let mut ignored: Vec<String> =
        ignored.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    let (path, from_config) = match files {
        Some((_, mut taken, out)) => {
            ignored.extend(out);
            let one = (taken.len() == 1).then(|| taken.pop()).flatten();
            (one.map_or_else(|| toml::Value::from(taken), toml::Value::from), format!("{file}: getFilteredByGlob"))
        }
        None => {
            let mut path = pages(folder, &content);
            posts_in_templates(folder, &content, &own, &mut path, draft);
            (path, String::new())
        }
    };
    let table = super::excluded(Table::default().with("path", path, from_config), ignored, ".eleventyignore")
        .with("url", url, from)
        .with("section", false, "folders of Eleventy are no sections");
    let table = filtered(table, collection.as_ref(), file, draft);
    if folder
        .text(file)
        .is_some_and(|text| text.contains("addGlobalData(\"permalink\"") || text.contains("addGlobalData('permalink'"))
    {
        draft.miss(format!(
            "addresses: `addGlobalData(\"permalink\", …)` in {file} makes them; write `url` of `[[source]]`"
        ));
    }
    draft.sources.push(address_as_id(table, "Eleventy's"));
    outside(folder, &input, &content, named, draft);
    let of_plugin = |key: &str| plugin.get(key).and_then(Value::as_str).map(str::to_owned);
    let format = |path: &str| match of_plugin("type").as_deref() {
        Some("rss") => "rss",
        Some("json") => "json",
        Some(_) => "atom",
        None if has_ending(path, &["json"]) => "json",
        None => "atom",
    };
    let (files, whose) = match (of_plugin("outputPath"), feeds_in_templates(folder, &input)) {
        (Some(path), _) => (vec![(format(&path), path)], "the feed plugin's".to_owned()),
        (None, Some((files, template))) => (files, template),
        (None, None) => (vec![(format(""), "/feed.xml".into())], "the feed plugin's".to_owned()),
    };
    let limit = plugin.get("collection").and_then(|collection| collection.get("limit")?.as_i64());
    let from =
        if limit.is_some() { format!("{file}: collection.limit") } else { "all, as the feed plugin has it".into() };
    draft.feeds.push(feed("all", &files, &whose).with("limit", limit.unwrap_or(0), from));
    instead(draft, "take the feed plugin (or the template of the feed) out of the site");
}

/// Takes pages outside the folder of posts that have the tag of the feed's collection: a source for each folder of such.
fn outside(folder: &Folder, input: &str, content: &str, named: Option<&str>, draft: &mut Draft) {
    let of_template = || {
        let (_, template) = feeds_in_templates(folder, input)?;
        let text = folder.text(&template)?;
        let rest = text.split_once("collections.")?.1;
        Some(rest[..rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())].to_owned())
    };
    let Some(tag) = named.map(str::to_owned).or_else(of_template).filter(|tag| !tag.is_empty() && tag != "all") else {
        return;
    };
    // A folder whose data have no tag makes its posts known by other means.
    if !data_of(folder, content).is_some_and(|(_, data)| data.get("tags").is_some_and(|tags| names(tags, &tag))) {
        return;
    }
    let is_other = |name: &&str| {
        let is_part = name.split('/').any(|part| part.starts_with('_')) || name.starts_with("node_modules/");
        !is_part && name.strip_prefix(content).is_none_or(|rest| !rest.starts_with('/'))
    };
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in folder.below(input, PAGES).filter(|name| is_tagged(&folder.head(&joined(input, name), 4096), &tag)) {
        let name = joined(input, name);
        if is_other(&&*name) {
            let above = name.rsplit_once('/').map_or(String::new(), |(above, _)| above.to_owned());
            found.entry(above).or_default().push(name);
        }
    }
    for (above, files) in found {
        let own = above.strip_prefix(input).unwrap_or(&above).trim_matches('/').to_owned();
        let (url, from) = permalink(folder, &above, &own, draft);
        let table = Table::default()
            .with("name", if above.is_empty() { "others".to_owned() } else { above.replace('/', "-") }, "")
            .with("path", files, format!("pages with the tag `{tag}` outside of {content}: add those that come"))
            .with("url", url, from)
            .with("section", false, "");
        draft.sources.push(address_as_id(table, "Eleventy's"));
    }
}

/// Whether tags, one or a list, name one.
fn names(tags: &Value, tag: &str) -> bool {
    match tags {
        Value::Array(all) => all.iter().any(|one| one.as_str() == Some(tag)),
        one => one.as_str() == Some(tag),
    }
}

/// Whether front matter in YAML has a tag.
fn is_tagged(head: &str, tag: &str) -> bool {
    let Some(fields) = head.strip_prefix("---").and_then(|rest| rest.split("\n---").next()) else { return false };
    let bare = |word: &str| word.trim().trim_matches(['"', '\'']).to_owned();
    let mut lines = fields.lines().skip_while(|line| !line.starts_with("tags:"));
    let Some(own) = lines.next().map(|line| line["tags:".len()..].trim()) else { return false };
    match own.strip_prefix('[').map(|list| list.trim_end_matches(']')) {
        Some(list) => list.split(',').any(|word| bare(word) == tag),
        None if own.is_empty() => {
            lines.map_while(|line| line.trim_start().strip_prefix("- ").map(bare)).any(|word| word == tag)
        }
        None => bare(own) == tag,
    }
}

/// The collection of the site's feed, where its config makes it: that of the feed plugin, one that a template of a feed names,
/// or the one whose files lie where posts do.
fn collection(folder: &Folder, (file, input): (&str, &str), named: Option<&str>, content: &str) -> Option<Collection> {
    let all = collections::collections(&folder.text(file)?);
    let of_template = || {
        let (_, template) = feeds_in_templates(folder, input)?;
        let text = folder.text(&template)?;
        let is_named = |one: &&Collection| {
            let mut after = text.split("collections.").skip(1);
            after.any(|rest| rest.strip_prefix(&*one.name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
        };
        all.iter().find(is_named)
    };
    let of_content = || all.iter().find(|one| one.files().is_some_and(|(base, ..)| base == content));
    match named {
        Some(named) => all.iter().find(|one| one.name == named).cloned(),
        None => of_template().or_else(of_content).cloned(),
    }
}

/// Leaves out what the filter of a collection leaves out, or says that it is not known what it does.
fn filtered(mut table: Table, collection: Option<&Collection>, file: &str, draft: &mut Draft) -> Table {
    let Some(collection) = collection else { return table };
    match collection.skipped() {
        Some(fields) => {
            for (field, value) in fields {
                if let Ok(value) = toml::Value::try_from(value) {
                    table.insert("skip", &field, value, "the filter of the feed's collection");
                }
            }
        }
        None => draft.miss(format!(
            "which pages the feed has: {file} makes the collection `{}` by the filter `{}`; write what it leaves out into `skip` of `[[source]]`",
            collection.name,
            collection.filter.as_deref().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
        )),
    }
    table
}

/// What is handed to the feed plugin.
fn plugin(script: &Script) -> Value {
    let with = |values: &[Value]| {
        values.iter().find(|value| value.get("metadata").is_some() || value.get("outputPath").is_some()).cloned()
    };
    script.calls("addPlugin").find_map(with).unwrap_or_default()
}

fn metadata(folder: &Folder, file: &str, data: &str, plugin: &Value, draft: &mut Draft) {
    let mut known: Vec<(String, Value)> =
        vec![(format!("{file}: metadata"), plugin.get("metadata").cloned().unwrap_or_default())];
    for stem in ["metadata", "site", "meta"] {
        for ending in ["json", "js", "mjs", "cjs", "yaml", "yml", "toml"] {
            let name = joined(data, &format!("{stem}.{ending}"));
            let values = folder.data(&name).or_else(|| folder.has(&name).then(|| exported(folder, &name)));
            known.extend(values.map(|values| (name, values)));
        }
    }
    for (from, values) in &known {
        let of = |keys: &[&str]| keys.iter().find_map(|key| said(text(values, key), format!("{from}, {key}")));
        draft.title = draft.title.take().or_else(|| of(&["title", "name", "siteName", "siteTitle", "sitename"]));
        draft.url = draft.url.take().or_else(|| of(&["base", "url", "baseUrl", "siteUrl", "siteURL", "domain"]));
        draft.description = draft.description.take().or_else(|| of(&["subtitle", "description", "siteDescription"]));
        draft.language = draft.language.take().or_else(|| of(&["language", "lang"]));
        let name = of(&["author.name", "author", "authorName"]);
        let email = within(values, "email", 0).and_then(Value::as_str).map(str::to_owned);
        draft.author = draft.author.take().or_else(|| name.map(|name| (name, email)));
    }
}

/// What a module of data gives: its default, else what it exports by name.
fn exported(folder: &Folder, name: &str) -> Value {
    let script = folder.script(name);
    script.value("default").filter(|value| value.is_object()).cloned().unwrap_or_else(|| script.all())
}

/// The feeds that templates of the site write: format and path of each, and the template of the first.
fn feeds_in_templates(folder: &Folder, input: &str) -> Option<(Vec<(&'static str, String)>, String)> {
    let is_named = |name: &&str| {
        let file = name.rsplit('/').next().unwrap_or(name);
        ["feed", "rss", "atom"].iter().any(|word| file.contains(word))
    };
    let mut found: Vec<(&'static str, String, String)> = Vec::new();
    for name in folder.below(input, &["njk", "liquid", "hbs", "webc", "xml"]).filter(is_named) {
        let name = joined(input, name);
        let head = folder.head(&name, 2048);
        let path = head.lines().find_map(|line| line.trim().strip_prefix("permalink:"));
        let Some(path) = path.map(|path| plain(path.trim().trim_matches(['"', '\'']))) else { continue };
        let format = match () {
            () if path.contains(['{', '}']) => continue,
            () if has_ending(&path, &["json"]) => "json",
            () if head.contains("<rss") => "rss",
            () if head.contains("2005/Atom") => "atom",
            () => continue,
        };
        found.push((format, path, name));
    }
    found.sort_by_key(|(_, path, name)| (path.len(), name.len()));
    let template = found.first()?.2.clone();
    let mut files: Vec<(&'static str, String)> = Vec::new();
    for (format, path, _) in found {
        if !files.iter().any(|(known, _)| *known == format) {
            files.push((format, path));
        }
    }
    Some((files, template))
}

/// Data of a folder that its pages have.
fn data_of(folder: &Folder, content: &str) -> Option<(String, Value)> {
    let stem = content.rsplit('/').next().unwrap_or(content);
    let json = [".json", ".11tydata.json"].iter().find_map(|ending| {
        let name = joined(content, &format!("{stem}{ending}"));
        Some((name.clone(), folder.data(&name)?))
    });
    json.or_else(|| {
        [".11tydata.js", ".11tydata.mjs", ".11tydata.cjs"].iter().find_map(|ending| {
            let name = joined(content, &format!("{stem}{ending}"));
            folder.has(&name).then(|| (name.clone(), exported(folder, &name)))
        })
    })
}

/// The folder of posts: that whose data say so, else one that is called so.
fn content(folder: &Folder, input: &str) -> String {
    let above = |name: &str| name.match_indices('/').map(|(at, _)| name[..at].to_owned()).collect::<Vec<_>>();
    let mut folders: Vec<String> = folder.below("", PAGES).flat_map(above).collect();
    folders.sort();
    folders.dedup();
    let is_of_posts = |name: &String| {
        data_of(folder, name).is_some_and(|(_, data)| {
            let tags = data.get("tags").map(|tags| tags.to_string().to_lowercase()).unwrap_or_default();
            ["post", "blog", "article", "news"].iter().any(|word| tags.contains(word))
        })
    };
    let called = ["posts", "post", "_posts", "blog", "articles", "news", "content/blog", "content/posts"];
    let called = called.map(|name| joined(input, name));
    let first = || folders.iter().find(|name| name.starts_with(input)).cloned();
    folders
        .iter()
        .find(|name| is_of_posts(name))
        .cloned()
        .or_else(|| called.into_iter().find(|name| folder.has_pages(name)))
        .or_else(|| super::content::posts(folder).filter(|found| found.starts_with(input)))
        .or_else(first)
        .unwrap_or_else(|| joined(input, "posts"))
}

/// Endings of templates that may be posts, and are read as pages are.
const READ: [&str; 2] = ["njk", "liquid"];

/// Endings of others.
const TEMPLATES: [&str; 7] = ["webc", "vto", "hbs", "mustache", "ejs", "haml", "pug"];

/// Takes posts that are templates, or says how feeds come to have them: by the pages that Eleventy makes of them.
fn posts_in_templates(folder: &Folder, content: &str, own: &str, path: &mut toml::Value, draft: &mut Draft) {
    let is_post = |name: &&str| {
        let stem = name.rsplit('/').next().unwrap_or(name).split('.').next().unwrap_or_default();
        !matches!(stem, "index" | "feed" | "rss" | "atom" | "sitemap" | "tags" | "404") && !name.starts_with('_')
    };
    for ending in READ.iter().filter(|ending| folder.below(content, &[ending]).any(|name| is_post(&name))) {
        let pattern = toml::Value::from(joined(content, &format!("**/*.{ending}")));
        if let toml::Value::Array(patterns) = path {
            patterns.push(pattern);
        } else {
            *path = toml::Value::Array(vec![path.clone(), pattern]);
        }
    }
    let posts: Vec<&str> = folder.below(content, &TEMPLATES).filter(is_post).collect();
    let Some(first) = posts.first() else { return };
    let site = draft.dir.as_ref().map_or("_site", |dir| dir.value.as_str());
    draft.miss(format!(
        "what stands in templates ({}{}): read the pages that Eleventy makes of them, by a `[[source]]` with `format = \"html\"` and their \
         paths below `{}`",
        joined(content, first),
        if posts.len() > 1 { format!(" and {} more", posts.len() - 1) } else { String::new() },
        joined(site, own)
    ));
}

/// Whether a page lies in a folder of its own name, which then is its address.
fn own_folders(folder: &Folder, content: &str) -> bool {
    folder.below(content, PAGES).any(|name| {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let mut parts = stem.rsplit('/');
        parts.next() == parts.next()
    })
}

/// The template of addresses: the folder's, else the file's path.
fn permalink(folder: &Folder, content: &str, own: &str, draft: &mut Draft) -> (String, String) {
    let path = if own_folders(folder, content) {
        "{{ folder if folder | split(\"/\") | list | last == name else path }}"
    } else {
        "{{ path }}"
    };
    let default = format!("{}{path}/", super::between_slashes(own));
    // The data of a folder, else those of the ones above it.
    let above = content.match_indices('/').map(|(at, _)| &content[..at]).rev();
    let data = [content].into_iter().chain(above).find_map(|name| {
        let (file, data) = data_of(folder, name)?;
        let written = text(&data, "permalink").or_else(|| text(&data, "eleventyComputed.permalink"));
        said(written.or_else(|| permalink_of_program(&folder.text(&file)?)), file)
    });
    let Some(Said { value, from }) = data else { return (default, "Eleventy's own: the file's path".into()) };
    let mut made = value.replace("page.fileSlug", "slug").replace("slugify", "latin_slug").replace("| url", "");
    made = made.replace(
        "page.filePathStem",
        &format!("\"/{}\" ~ path", if own.is_empty() { String::new() } else { format!("{own}/") }),
    );
    let known = ["slug", "latin_slug", "title", "path", "year", "month", "day"];
    let is_known = |inner: &str| {
        inner
            .split(['|', '~', '"'])
            .map(str::trim)
            .all(|word| word.is_empty() || word.contains('/') || known.contains(&word))
    };
    let sound =
        made.split("{{").skip(1).all(|part| part.split("}}").next().is_some_and(is_known)) && !made.contains("{%");
    if !sound {
        draft.miss(format!("what `permalink` of {from} means: write `url` of `[[source]]`"));
        return (default, "Eleventy's own: the file's path".into());
    }
    let made = made.trim_end_matches("index.html").to_owned();
    (format!("/{}", made.trim_start_matches('/')), format!("{from}: permalink"))
}

/// The template that a function in data gives for an address: ``permalink: ({ page }) => `/blog/${page.fileSlug}/` ``.
pub(super) fn permalink_of_program(program: &str) -> Option<String> {
    let (_, rest) = program.split_once("permalink")?;
    let (before, rest) = rest.split_once('`')?;
    let (template, _) = rest.split_once('`')?;
    let is_function =
        before.len() < 400 && (before.contains("=>") || before.contains("function") || before.contains("return"));
    let mut out = String::new();
    let mut rest = is_function.then_some(template)?;
    while let Some((text, after)) = rest.split_once("${") {
        let (inner, behind) = after.split_once('}')?;
        let inner = inner.trim();
        let called = inner.strip_suffix(')').and_then(|inner| inner.split_once('('));
        let (name, filter) = match called {
            Some((function, name)) if function.to_lowercase().contains("slug") => (name.trim(), " | slug"),
            Some(_) => return None,
            None => (inner, ""),
        };
        let name = name.strip_prefix("data.").unwrap_or(name);
        out.extend([text, "{{ ", name, filter, " }}"]);
        rest = behind;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::permalink_of_program;

    #[test]
    fn an_address_that_a_function_makes_is_a_template() {
        for (program, expected) in [
            ("permalink: function({page}) {\n return `/web/${ page.fileSlug }/`\n}", Some("/web/{{ page.fileSlug }}/")),
            ("permalink: (data) => `/n/${data.page.fileSlug}/index.html`", Some("/n/{{ page.fileSlug }}/index.html")),
            ("permalink(data) { return `/b/${slugify(data.title)}/` }", Some("/b/{{ title | slug }}/")),
            ("permalink: (data) => `/b/${data.date.getFullYear()}/`", None),
            ("permalink: data => data.draft ? false : data.permalink", None),
            ("tags: `x`", None),
        ] {
            assert_eq!(permalink_of_program(program).as_deref(), expected, "{program}");
        }
    }
}
