//! What readers that people use show of the sample feeds, against what the feeds say.
//!
//! `tests/run readers` installs the readers and runs this; the table it makes is docs/readers.md
//! (`UPDATE=1` rewrites it, otherwise it is compared). The JSON Feed files, read as JSON, say what
//! there is to show.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::outside::{python, root, skipped};

const FIELDS: [&str; 11] =
    ["title", "link", "id", "date", "authors", "categories", "summary", "body", "picture", "caption", "credit"];

/// What there is to show of an item: field by field the texts that must be found.
type Truth = BTreeMap<&'static str, Vec<String>>;

/// What a reader shows of an item: field by field its texts.
type Shown = BTreeMap<&'static str, Vec<String>>;

/// What a reader made of a file.
struct Read {
    fault: Option<String>,
    items: Vec<Shown>,
}

/// A reader's version and what it made of each file.
type Outcome = (String, BTreeMap<String, Read>);

/// Whether a file is a feed: of JSON other things stand beside feeds, too.
fn is_feed(path: &Path) -> bool {
    let text = std::fs::read_to_string(path).unwrap();
    !text.starts_with('{') || text.contains("https://jsonfeed.org/version/1.1")
}

/// Sample feeds with an extension, as paths from the root, sorted.
fn feeds(extension: &str) -> Vec<String> {
    fn walk(folder: &Path, extension: &str, out: &mut Vec<String>) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for path in entries.map(|e| e.unwrap().path()) {
            if path.is_dir() {
                walk(&path, extension, out);
            } else if path.extension().is_some_and(|e| e == extension) && is_feed(&path) {
                out.push(path.strip_prefix(root()).unwrap().display().to_string());
            }
        }
    }
    let mut out = Vec::new();
    walk(&root().join("feeds"), extension, &mut out);
    out.sort();
    out
}

/// Markup taken away, entities resolved, white space folded.
fn plain(html: &str) -> String {
    let fragment = html.replace('<', " <");
    let mut text = String::new();
    let mut inside = false;
    for c in fragment.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    for (entity, c) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, c);
    }
    folded(&text)
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(s) => vec![s.clone()],
        Value::Number(n) => vec![n.to_string()],
        Value::Array(values) => values.iter().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

fn seconds(date: &str) -> String {
    chrono::DateTime::parse_from_rfc3339(date).unwrap().timestamp().to_string()
}

/// Between texts of which one is enough: the term of a category, and its label.
const OR: char = '\u{1f}';

/// The categories of an item: tags, and where a category has a term of a scheme, that or its label.
fn categories(item: &Value) -> Vec<String> {
    let listed = item["_feedwright"]["categories"].as_array();
    let with_label = |tag: String| {
        let known = listed.into_iter().flatten().find(|c| c["label"] == tag.as_str());
        known.and_then(|c| c["term"].as_str()).map_or(tag.clone(), |term| format!("{tag}{OR}{term}"))
    };
    strings(&item["tags"]).into_iter().map(with_label).collect()
}

/// What a JSON Feed says, item by item, by id.
fn truth(path: &str) -> BTreeMap<String, Truth> {
    let feed: Value = serde_json::from_slice(&std::fs::read(root().join(path)).unwrap()).unwrap();
    let of_item = |item: &Value| {
        let media = item["_feedwright"]["media"].as_array().cloned().unwrap_or_default();
        let lead = media.iter().find(|m| m["lead"] == true).or(media.first()).cloned().unwrap_or_default();
        let names = item["authors"].as_array().into_iter().flatten().flat_map(|a| strings(&a["name"])).collect();
        Truth::from([
            ("title", strings(&item["title"])),
            ("link", strings(&item["url"])),
            ("id", strings(&item["id"])),
            ("date", strings(&item["date_published"]).iter().map(|d| seconds(d)).collect()),
            ("authors", names),
            ("categories", categories(item)),
            ("summary", strings(&item["summary"])),
            ("body", strings(&item["content_html"])),
            ("picture", strings(&lead["url"])),
            ("caption", strings(&lead["caption"])),
            ("credit", strings(&lead["credit_line"])),
        ])
    };
    feed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["id"].as_str().unwrap().to_owned(), of_item(item)))
        .collect()
}

/// Whether a reader shows a field of an item.
fn shows(field: &str, truth: &[String], shown: &[String]) -> bool {
    truth.iter().all(|wanted| {
        shown.iter().any(|found| match field {
            "body" => plain(found) == plain(wanted),
            "summary" | "caption" | "credit" | "title" => {
                plain(found) == plain(wanted) || folded(found) == folded(wanted)
            }
            // Some join names into one text.
            "authors" => folded(found).contains(&folded(wanted)),
            _ => wanted.split(OR).any(|one| found == one),
        })
    })
}

/// Runs a program of tests/readers/ on files and takes what it prints.
fn run(command: &mut Command, files: &[String]) -> Outcome {
    let output = command.args(files).current_dir(root()).output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    let printed: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{command:?}: {e}: {}", String::from_utf8_lossy(&output.stdout)));
    let of_item = |item: &Value| {
        let keys = [
            ("title", "title"),
            ("link", "link"),
            ("id", "id"),
            ("date", "date"),
            ("authors", "authors"),
            ("categories", "categories"),
            ("summary", "summary"),
            ("body", "body"),
            ("picture", "pictures"),
            ("caption", "captions"),
            ("credit", "credits"),
        ];
        keys.into_iter().map(|(field, key)| (field, strings(&item[key]))).collect()
    };
    let files = printed["files"].as_object().unwrap().iter().map(|(path, read)| {
        let items = read["items"].as_array().unwrap().iter().map(of_item).collect();
        (path.clone(), Read { fault: read["fault"].as_str().map(str::to_owned), items })
    });
    (printed["version"].as_str().unwrap_or("?").to_owned(), files.collect())
}

fn with_feed_rs(files: &[String]) -> Outcome {
    let of_entry = |entry: &feed_rs::model::Entry| {
        let text = |text: &feed_rs::model::Text| text.content.clone();
        let media = || entry.media.iter();
        let urls = media().flat_map(|m| m.content.iter()).filter_map(|c| c.url.as_ref()).map(ToString::to_string);
        let link = entry.links.iter().find(|l| l.rel.as_deref().is_none_or(|rel| rel == "alternate"));
        Shown::from([
            ("title", entry.title.iter().map(text).collect()),
            ("link", link.map(|l| l.href.clone()).into_iter().collect()),
            ("id", vec![entry.id.clone()]),
            ("date", entry.published.map(|d| d.timestamp().to_string()).into_iter().collect()),
            ("authors", entry.authors.iter().filter_map(|a| a.name.clone()).collect()),
            ("categories", entry.categories.iter().map(|c| c.label.clone().unwrap_or(c.term.clone())).collect()),
            ("summary", entry.summary.iter().map(text).collect()),
            ("body", entry.content.iter().filter_map(|c| c.body.clone()).collect()),
            ("picture", urls.collect()),
            ("caption", media().filter_map(|m| m.description.as_ref()).map(text).collect()),
            ("credit", media().flat_map(|m| &m.credits).map(|c| c.entity.clone()).collect()),
        ])
    };
    let read = |path: &String| {
        let bytes = std::fs::read(root().join(path)).unwrap();
        let read = match feed_rs::parser::parse(&bytes[..]) {
            Ok(feed) => Read { fault: None, items: feed.entries.iter().map(of_entry).collect() },
            Err(e) => Read { fault: Some(e.to_string()), items: Vec::new() },
        };
        (path.clone(), read)
    };
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let version = lock.split("name = \"feed-rs\"\nversion = \"").nth(1).and_then(|s| s.split('"').next()).unwrap();
    (version.to_owned(), files.iter().map(read).collect())
}

/// Marks of a cell: how many of the items that have a field show it as a value of its own, and how
/// many only in their body.
#[derive(Default)]
struct Cell {
    of: usize,
    shown: usize,
    in_body: usize,
}

impl Cell {
    fn text(&self) -> String {
        match self {
            Cell { of: 0, .. } => String::new(),
            Cell { of, shown, .. } if shown == of => "yes".into(),
            Cell { of, shown: 0, in_body } if in_body == of => "in body".into(),
            Cell { shown: 0, in_body: 0, .. } => "no".into(),
            Cell { of, shown: 0, in_body } => format!("{in_body}/{of} in body"),
            Cell { of, shown, .. } => format!("{shown}/{of}"),
        }
    }
}

/// A row of the table, and what no reader may miss.
fn row(name: &str, format: &str, outcome: &Outcome, faults: &mut Vec<String>) -> String {
    let (version, files) = outcome;
    let mut cells: BTreeMap<&str, Cell> = FIELDS.iter().map(|f| (*f, Cell::default())).collect();
    let mut unread = 0;
    for (path, read) in files {
        let expected = truth(&Path::new(path).with_extension("json").display().to_string());
        if let Some(fault) = &read.fault {
            unread += 1;
            if format != "JSON Feed" {
                faults.push(format!("{name} cannot read {path}: {fault}"));
            }
            continue;
        }
        if read.items.is_empty() && !expected.is_empty() {
            unread += 1;
            if format != "JSON Feed" {
                faults.push(format!("{name} finds nothing in {path}"));
            }
            continue;
        }
        if read.items.len() != expected.len() {
            faults.push(format!("{name} shows {} items of {path}, which has {}", read.items.len(), expected.len()));
        }
        for (id, truth) in &expected {
            // By id, else by title: a reader that loses ids still shows the item.
            let same = |field: &str, item: &&Shown| shows(field, &truth[field], &item[field]);
            let found =
                read.items.iter().find(|i| same("id", i)).or_else(|| read.items.iter().find(|i| same("title", i)));
            let Some(item) = found else {
                faults.push(format!("{name} does not show {id} of {path}"));
                continue;
            };
            let body =
                folded(&item["body"].iter().chain(&item["summary"]).map(|b| plain(b)).collect::<Vec<_>>().join(" "));
            let source = item["body"].join(" ");
            for (field, cell) in &mut cells {
                let wanted = &truth[field];
                // A feed of summaries shows no figures: it would only blur what readers do with them.
                let figure = ["picture", "caption", "credit"].contains(field);
                if wanted.is_empty() || (figure && truth["body"].is_empty()) {
                    continue;
                }
                cell.of += 1;
                cell.shown += usize::from(shows(field, wanted, &item[field]));
                let in_body = match *field {
                    "picture" => {
                        wanted.iter().all(|url| source.contains(url) || source.contains(&url.replace('&', "&amp;")))
                    }
                    _ => wanted.iter().all(|text| body.contains(&plain(text))),
                };
                cell.in_body += usize::from(in_body);
            }
        }
    }
    if unread == files.len() {
        return format!(
            "| {name} {version} | {format} | does not read this format |{}\n",
            " |".repeat(FIELDS.len() - 1)
        );
    }
    for essential in ["title", "link", "date"] {
        let cell = &cells[essential];
        if cell.shown < cell.of {
            faults.push(format!("{name} shows the {essential} of {} items of {} ({format})", cell.shown, cell.of));
        }
    }
    let cells = FIELDS.map(|field| cells[field].text()).join(" | ");
    format!("| {name} {version} | {format} | {cells} |\n")
}

#[test]
fn readers_show_the_sample_feeds_as_the_table_in_docs_says() {
    if std::env::var_os("FEEDWRIGHT_READERS").is_none() {
        skipped("the readers are installed and run by `tests/run readers`");
        return;
    }
    let Some(python) = python("feedparser") else { return };
    let program = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments);
        command
    };
    // Only feeds that exist as JSON too, which says what there is to show.
    let known = feeds("json");
    let twin = |path: &String| known.contains(&Path::new(path).with_extension("json").display().to_string());
    assert!(!known.is_empty(), "there are no sample feeds");
    let mut faults = Vec::new();
    let mut table = String::new();
    for (format, extension) in [("RSS", "rss"), ("Atom", "atom"), ("JSON Feed", "json")] {
        let files: Vec<String> = feeds(extension).into_iter().filter(twin).collect();
        let outcomes = [
            ("feedparser", run(&mut program(&python, &["tests/readers/feedparser_read.py"]), &files)),
            ("feedsmith", run(&mut program("node", &["tests/readers/node_read.mjs", "feedsmith"]), &files)),
            ("rss-parser", run(&mut program("node", &["tests/readers/node_read.mjs", "rss-parser"]), &files)),
            ("feed-rs", with_feed_rs(&files)),
            ("newsboat", run(&mut program("python3", &["tests/readers/newsboat_read.py"]), &files)),
        ];
        for (name, outcome) in &outcomes {
            table.push_str(&row(name, format, outcome, &mut faults));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));

    let mut page = String::from(PREFACE);
    let _ = writeln!(page, "| reader | format | {} |", FIELDS.join(" | "));
    let _ = writeln!(page, "|---|---|{}", "---|".repeat(FIELDS.len()));
    page.push_str(&table);
    #[cfg(feature = "serve")]
    page.push_str(&crate::subscribers::section());
    let path: PathBuf = root().join("docs/readers.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let standing = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        standing == page,
        "docs/readers.md is not what the readers show (UPDATE=1 tests/run readers rewrites it):\n{page}"
    );
}

const PREFACE: &str = "\
# What readers show

Made by `tests/run readers`, which lets five readers read every sample feed in `feeds/`; not edited
by hand. Each is used as it comes, without settings. \"yes\": every item that has the field shows it
as a value of its own. \"in body\": only where the item's body shows it, which every reader displays.
\"3/9\": so many of the items that have it. Caption, picture and credit are those of the leading
picture; the credit is the line as it was written.

";
