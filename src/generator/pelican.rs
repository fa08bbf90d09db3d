//! Pelican.

use std::borrow::Cow;

use super::draft::{Draft, Said, Table, said};
use super::folder::{Folder, PAGES, TEXTS, has_ending};
use super::script::Script;
use super::{Generator, excluded, feed, instead, joined, plain};

pub(super) static GENERATOR: Generator =
    Generator { name: "Pelican", knows: |folder| folder.has("pelicanconf.py"), read };

/// The settings of development, and those of publication, which count more.
struct Settings {
    publication: Script,
    development: Script,
}

impl Settings {
    fn value(&self, key: &str) -> Option<&serde_json::Value> {
        self.publication.value(key).or_else(|| self.development.value(key))
    }

    fn text(&self, key: &str) -> Option<String> {
        self.value(key)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
    }

    fn said(&self, key: &str) -> Option<Said> {
        let file = if self.publication.value(key).is_some() { "publishconf.py" } else { "pelicanconf.py" };
        said(self.text(key), format!("{file}: {key}"))
    }

    fn texts(&self, key: &str, default: &str) -> Vec<String> {
        match self.value(key) {
            // A list that is calculated is not known.
            Some(serde_json::Value::Array(all)) if all.iter().all(serde_json::Value::is_string) => {
                all.iter().filter_map(|one| one.as_str().map(plain)).collect()
            }
            Some(serde_json::Value::String(one)) => vec![plain(one)],
            _ => vec![default.to_owned()],
        }
    }
}

fn read(folder: &Folder, draft: &mut Draft) {
    let settings =
        Settings { publication: folder.script("publishconf.py"), development: folder.script("pelicanconf.py") };
    draft.title = settings.said("SITENAME");
    draft.url = settings.said("SITEURL");
    draft.description = settings.said("SITESUBTITLE");
    draft.language = settings.said("DEFAULT_LANG").or_else(|| said(Some("en".into()), "Pelican's own"));
    draft.timezone = settings.said("TIMEZONE");
    draft.author = settings.said("AUTHOR").map(|name| (name, None));
    draft.dir = said(
        Some(settings.text("OUTPUT_PATH").map_or_else(|| "output".into(), |path| plain(&path))),
        "where Pelican puts the site",
    );
    let content = settings.text("PATH").map_or_else(|| "content".to_owned(), |path| plain(&path));
    let articles = settings.texts("ARTICLE_PATHS", "");
    // A reader of a format may be turned off.
    let is_read = |name: &str| {
        let off =
            |reader: &str| settings.value("READERS").and_then(|all| all.get(reader)) == Some(&serde_json::Value::Null);
        !(off("html") && has_ending(name, &["html", "htm"]) || off("md") && has_ending(name, PAGES))
    };
    let there = folder.endings(&content, TEXTS, is_read);
    let endings = if there.is_empty() { vec!["md".to_owned()] } else { there };
    let patterns = |path: &String| -> Vec<String> {
        let top = joined(&content, path);
        endings.iter().map(|ending| joined(&top, &format!("**/*.{ending}"))).collect()
    };
    let paths: Vec<String> = articles.iter().flat_map(patterns).collect();
    let left_out = settings.texts("PAGE_PATHS", "pages").into_iter().chain(settings.texts("ARTICLE_EXCLUDES", ""));
    let left_out = left_out.filter(|path| !path.is_empty()).map(|path| joined(&content, &path)).collect();
    if folder.below(&content, &["rst"]).next().is_some() {
        draft.miss("articles in reStructuredText are not read: let a `command` give them, or convert them to Markdown");
    }
    let pattern =
        settings.said("ARTICLE_URL").unwrap_or(Said { value: "{slug}.html".into(), from: "Pelican's own".into() });
    let default = settings.text("DEFAULT_CATEGORY").unwrap_or_else(|| "misc".into());
    let category =
        format!("{{{{ categories | first | default(\"{}\") | bare_slug }}}}", default.replace(['"', '\\'], ""));
    if let Some(key) =
        ["SLUG_REGEX_SUBSTITUTIONS", "ARTICLE_REGEX_SUBSTITUTIONS", "SLUGIFY_USE_UNICODE", "SLUGIFY_PRESERVE_CASE"]
            .into_iter()
            .find(|key| settings.value(key).is_some_and(|value| *value != serde_json::Value::Bool(false)))
    {
        draft.miss(format!(
            "how slugs are made: `{key}` of Pelican's settings says it in a way of its own; write `url` of `[[source]]`"
        ));
    }
    let mut path_of = |key: &str, pattern: &str| {
        address(pattern, &category).unwrap_or_else(|| {
            draft.miss(format!("what `{key}` means: `{pattern}`; write `url` of `[[source]]`"));
            "{{ slug }}.html".to_owned()
        })
    };
    let mut path = path_of("ARTICLE_URL", &pattern.value);
    let says_language = |name: &str| {
        let head = folder.head(&joined(&content, name), 1024);
        head.lines().take(20).any(|line| line.to_lowercase().starts_with("lang:"))
    };
    if folder.below(&content, PAGES).take(1000).any(says_language) {
        let own = settings.text("ARTICLE_LANG_URL").unwrap_or_else(|| "{slug}-{lang}.html".into());
        let (own, default) = (path_of("ARTICLE_LANG_URL", &own), draft.language.as_ref().map_or("en", |l| &*l.value));
        path = format!("{{% if language != \"{default}\" %}}{own}{{% else %}}{path}{{% endif %}}");
    }
    let origin = settings.text("SITEURL").and_then(|url| {
        let url = url::Url::parse(&url).ok()?;
        Some((url.host_str()?.to_owned(), url.origin().ascii_serialization()))
    });
    let table = excluded(Table::default().with("path", paths, ""), left_out, "pages are no articles");
    let mut table = table.with("require", vec!["published"], "Pelican leaves out what has no date").with(
        "url",
        format!("/{path}"),
        pattern.from,
    );
    table = table.with("section", false, "Pelican's categories are the inmost folders");
    if let Some((host, origin)) = origin {
        let id = format!("tag:{host},{{{{ date }}}}:{{{{ url | replace(\"{origin}\", \"\") }}}}");
        table = table.with("id", id, "as Pelican's feed has it, so that nobody is shown an article twice");
    }
    draft.sources.push(table);
    let named = |key: &str| settings.text(key).map(|path| plain(&path.replace("%s", "{{ term }}")));
    let mut files: Vec<(&str, String)> = Vec::new();
    files.extend(named("FEED_ALL_ATOM").or_else(|| named("FEED_ATOM")).map(|path| ("atom", path)));
    files.extend(named("FEED_ALL_RSS").or_else(|| named("FEED_RSS")).map(|path| ("rss", path)));
    if files.is_empty() {
        files.push(("atom", "feeds/all.atom.xml".into()));
    }
    let limit = settings.value("FEED_MAX_ITEMS").and_then(serde_json::Value::as_i64).unwrap_or(100);
    draft.feeds.push(feed("all", &files, "Pelican's `FEED_ALL_…`").with("limit", limit, "Pelican's `FEED_MAX_ITEMS`"));
    instead(draft, "turn Pelican's own feeds off: `FEED_ALL_ATOM = None` and the like in publishconf.py");
}

/// Pelican's pattern in words of templates; nothing where one of them is not known.
fn address(pattern: &str, category: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = pattern.trim_start_matches('/');
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let (token, behind) = after[1..].split_once('}')?;
        out.push_str(&match token {
            "slug" => Cow::Borrowed("{{ slug }}"),
            "category" => category.into(),
            "lang" => "{{ language }}".into(),
            "date:%Y" => "{{ year }}".into(),
            "date:%m" => "{{ month }}".into(),
            "date:%d" => "{{ day }}".into(),
            "author" => "{{ author | default(\"\") | bare_slug }}".into(),
            // Dates in other words.
            token => {
                let directives = token.strip_prefix("date:").filter(|text| !text.contains(['"', '\\', '{']))?;
                format!("{{{{ published | strftime(\"{directives}\") }}}}").into()
            }
        });
        rest = behind;
    }
    out.push_str(rest);
    Some(out)
}
