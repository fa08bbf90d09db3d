//! An export of Ghost.

use serde::Deserialize;

use super::Generator;
use super::draft::{Draft, Table, said};
use super::folder::Folder;

pub(super) static GENERATOR: Generator =
    Generator { name: "an export of Ghost", knows: |folder| export(folder).is_some(), read };

/// How much of a file is looked at: exports begin with what they are.
const HEAD: u64 = 4096;

/// How much of an export is read for its settings, which stand behind all posts.
const LONGEST: u64 = 256 << 20;

/// What is read of an export.
#[derive(Deserialize)]
struct Export {
    db: Vec<Database>,
}

#[derive(Deserialize)]
struct Database {
    data: Tables,
}

#[derive(Deserialize)]
struct Tables {
    #[serde(default)]
    settings: Vec<Setting>,
}

#[derive(Deserialize)]
struct Setting {
    key: String,
    value: Option<serde_json::Value>,
}

/// The newest export: their names end with the day.
fn export(folder: &Folder) -> Option<&str> {
    let is_one = |name: &&str| {
        let head = folder.head(name, HEAD);
        head.contains("\"exported_on\"") && head.contains("\"version\"")
    };
    folder.below("", &["json"]).filter(|name| !name.contains('/')).filter(is_one).last()
}

fn read(folder: &Folder, draft: &mut Draft) {
    let Some(name) = export(folder) else { return };
    let text = folder.head(name, LONGEST);
    let tables = serde_json::from_str::<Export>(&text).ok().and_then(|export| export.db.into_iter().next());
    let settings = tables.map(|database| database.data.settings).unwrap_or_default();
    let of = |key: &str| {
        let setting = settings.iter().find(|setting| setting.key == key)?;
        said(setting.value.as_ref()?.as_str().map(str::to_owned), format!("{name}: settings, {key}"))
    };
    draft.title = of("title");
    draft.description = of("description");
    draft.language = of("locale").or_else(|| of("lang"));
    draft.timezone = of("timezone").or_else(|| of("active_timezone"));
    draft.sources.push(
        Table::default()
            .with("path", name, "")
            .with("url", "/{{ slug }}/", "Ghost's own; `routes.yaml` of the site may say otherwise")
            .with("generator", "ghost", ""),
    );
    let feed = Table::default()
        .with("name", "all", "")
        .with(
            "files",
            toml::Value::Table(toml::Table::from_iter([("rss".to_owned(), "rss/index.rss".into())])),
            "Ghost's feed is at /rss/",
        )
        .with("formats", vec!["rss"], "Ghost's ids are no URIs, which Atom asks for");
    draft.feeds.push(feed.with("limit", 15, "as Ghost has it"));
    draft.next.push(
        "feedwright adopt https://SITE/rss/ --write: before the first build, so that articles keep the ids that Ghost's feed gave them".into(),
    );
    draft.next.push("let the web server send feeds/rss/index.rss for /rss/".into());
}
