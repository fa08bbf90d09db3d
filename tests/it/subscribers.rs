//! Readers that people use, each subscribed to `feedwright serve`: what they fetch and show while a newsroom goes on.
//!
//! Run by `tests/run readers`; the table is a section of docs/readers.md, which `readers.rs` compares.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::asking::ask;
use crate::newsroom::Newsroom;
use crate::outside::{python, root};

/// What a reader shows after a fetch.
#[derive(Debug)]
struct Shown {
    version: String,
    /// Titles of the items by their ids.
    items: Vec<(String, String)>,
    /// The address that it is subscribed to now.
    url: String,
    /// What it says to be wrong.
    fault: Option<String>,
}

impl Shown {
    fn has(&self, title: &str) -> bool {
        self.items.iter().any(|(_, shown)| shown == title)
    }

    /// Fails where an item is there twice.
    fn once(&self, reader: &str) {
        let mut ids: Vec<&str> = self.items.iter().map(|(id, _)| &**id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), self.items.len(), "{reader} shows an item twice: {:?}", self.items);
    }
}

/// A reader by its name, and how it is run; feed-rs is a library of this program.
const READERS: [(&str, &[&str]); 7] = [
    ("newsboat", &["python", "tests/readers/subscribe.py", "newsboat"]),
    ("liferea", &["python", "tests/readers/subscribe.py", "liferea"]),
    ("reader", &["python", "tests/readers/subscribe.py", "reader"]),
    ("feedparser", &["python", "tests/readers/subscribe.py", "feedparser"]),
    ("feedsmith", &["node", "tests/readers/subscribe.mjs", "feedsmith"]),
    ("rss-parser", &["node", "tests/readers/subscribe.mjs", "rss-parser"]),
    ("feed-rs", &[]),
];

/// A server on a port that stays the same, with what it answered to requests for feeds.
struct Station {
    process: Child,
    port: u16,
    answered: Arc<Mutex<Vec<u64>>>,
}

impl Drop for Station {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Station {
    fn start(room: &Newsroom, port: u16) -> Self {
        let address = format!("127.0.0.1:{port}");
        let mut command = room.command(&["serve", "--addr", &address]);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let answered = Arc::<Mutex<Vec<u64>>>::default();
        let noted = answered.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let line: Value = serde_json::from_str(&line).unwrap();
                if line["path"].as_str().is_some_and(|path| path.contains(".atom")) {
                    noted.lock().unwrap().push(line["status"].as_u64().unwrap());
                }
            }
        });
        let begun = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(20), "it does not serve");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { process, port, answered }
    }

    /// What was answered since this was called last.
    fn answered(&self) -> Vec<u64> {
        // The log is written beside the answers.
        std::thread::sleep(Duration::from_millis(300));
        std::mem::take(&mut self.answered.lock().unwrap())
    }

    fn url(&self, file: &str) -> String {
        format!("http://127.0.0.1:{}/feeds/{file}", self.port)
    }
}

fn fetch(reader: &str, command: &[&str], url: &str, folder: &Path) -> Shown {
    let [program, arguments @ ..] = command else { return fetch_with_feed_rs(url, folder) };
    let program =
        if *program == "python" { std::env::var("FEEDWRIGHT_PYTHON").unwrap() } else { (*program).to_owned() };
    let mut command = Command::new(program);
    command.args(arguments).arg(url).arg(folder).current_dir(root());
    let output = command.output().unwrap();
    let printed: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{reader}: {e}: {}", String::from_utf8_lossy(&output.stderr)));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Shown {
        version: text(&printed["version"]),
        items: printed["items"].as_array().unwrap().iter().map(|item| (text(&item[0]), text(&item[1]))).collect(),
        url: text(&printed["url"]),
        fault: printed["fault"].as_str().map(str::to_owned),
    }
}

/// A subscriber around feed-rs, as those of `tests/readers` are around their libraries.
fn fetch_with_feed_rs(url: &str, folder: &Path) -> Shown {
    let kept = folder.join("kept.json");
    let mut state: BTreeMap<String, BTreeMap<String, String>> =
        std::fs::read(&kept).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
    let about = state.entry("about".into()).or_default();
    let mut address = about.get("url").cloned().unwrap_or_else(|| url.to_owned());
    let etag = about.get("etag").cloned().unwrap_or_default();
    let mut gone = about.contains_key("gone");
    while !gone {
        let parsed = url::Url::parse(&address).unwrap();
        let conditions: &[(&str, &str)] = if etag.is_empty() { &[] } else { &[("If-None-Match", &etag)] };
        let answer = ask(parsed.port().unwrap(), "GET", parsed.path(), conditions);
        match answer.status {
            301 => {
                address = parsed.join(answer.header("location")).unwrap().to_string();
                continue;
            }
            410 => gone = true,
            200 => {
                let feed = feed_rs::parser::parse(&answer.body[..]).unwrap();
                let entries = feed.entries.into_iter().map(|e| (e.id, e.title.map(|t| t.content).unwrap_or_default()));
                state.entry("items".into()).or_default().extend(entries);
                state.entry("about".into()).or_default().insert("etag".into(), answer.header("etag").to_owned());
            }
            _ => {}
        }
        break;
    }
    let about = state.entry("about".into()).or_default();
    about.insert("url".into(), address.clone());
    if gone {
        about.insert("gone".into(), String::new());
    }
    std::fs::write(&kept, serde_json::to_vec(&state).unwrap()).unwrap();
    let items = state.remove("items").unwrap_or_default().into_iter().collect();
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let version = lock.split("name = \"feed-rs\"\nversion = \"").nth(1).and_then(|s| s.split('"').next()).unwrap();
    Shown { version: version.to_owned(), items, url: address, fault: gone.then(|| "gone".to_owned()) }
}

const CONFIG: &str = r#"
[output]
url = "http://127.0.0.1/feeds/"

[[source]]
path = "articles/*.md"
url = "https://courier.example/{{ slug }}/"

[[feed]]
name = "top"
formats = ["atom"]
limit = 5
archive = { per = 5 }

[serve]
moved = { "old.atom" = "top.atom" }
"#;

fn config(ended: bool) -> String {
    format!("{CONFIG}{}", if ended { "ended = [\"top.atom\"]\n" } else { "" })
}

/// What statuses a reader saw, in words for the table.
fn told(statuses: &[u64]) -> String {
    let mut seen: Vec<String> = statuses.iter().map(u64::to_string).collect();
    seen.dedup();
    if seen.is_empty() { "does not ask".to_owned() } else { seen.join(", ") }
}

/// A row of the table: what one reader does from the first fetch to the end of the feed.
fn row(reader: &str, command: &[&str]) -> String {
    let room = Newsroom::new(&config(false));
    let article = |n: u32, title: &str, front: &str| {
        room.article(&format!("n{n:02}"), &format!("2026-07-01T{n:02}:00:00Z"), title, front, "What happened.");
    };
    for n in 1..=12 {
        article(n, &format!("Number {n}"), "");
    }
    room.build().ends(0);
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let station = Station::start(&room, port);
    let folder = tempfile::tempdir().unwrap();
    let visit = |file: &str, folder: &Path| {
        let shown = fetch(reader, command, &station.url(file), folder);
        shown.once(reader);
        shown
    };
    let in_feed = room.ids("feeds/top.atom").len();
    // Versions of a feed are told apart by dates of whole seconds, too: curl, and so newsboat, goes by them alone.
    let build_at = |moment: &str| {
        std::thread::sleep(Duration::from_millis(1_100));
        room.build_at(moment).ends(0);
    };

    let first = visit("top.atom", folder.path());
    assert!(first.has("Number 12") && first.items.len() >= in_feed, "{reader}: {first:?}");
    let walked = if first.items.len() == 12 { "yes" } else { "no" };
    let of_first = told(&station.answered());
    // Some keep what was said of a version from the second fetch on only.
    visit("top.atom", folder.path());
    station.answered();
    visit("top.atom", folder.path());
    let again = told(&station.answered());

    article(13, "Number 13", "");
    build_at("2026-07-10T13:00:00Z");
    let new = visit("top.atom", folder.path());
    assert!(new.has("Number 13"), "{reader} misses what is new: {new:?}");

    let number = new.items.len();
    article(12, "Number 12, edited", "");
    build_at("2026-07-10T14:00:00Z");
    let edited = visit("top.atom", folder.path());
    assert_eq!(edited.items.len(), number, "{reader} shows the edited article twice, or no more: {edited:?}");
    let of_edit = if edited.has("Number 12, edited") { "shows it" } else { "keeps the old title" };

    article(13, "Number 13", "status = \"withdrawn\"");
    build_at("2026-07-10T15:00:00Z");
    let after = visit("top.atom", folder.path());
    let retracted = if after.has("Number 13") { "keeps it" } else { "takes it out" };

    let other = tempfile::tempdir().unwrap();
    station.answered();
    let moved = visit("old.atom", other.path());
    assert!(moved.has("Number 12, edited"), "{reader} does not follow: {moved:?}");
    let of_move = if moved.url.ends_with("top.atom") { "follows, asks there from now on" } else { "follows" };
    assert!(station.answered().starts_with(&[301]), "{reader}");

    drop(station);
    room.config(&config(true));
    let station = Station::start(&room, port);
    let visit = || fetch(reader, command, &station.url("top.atom"), folder.path());
    let ended = visit();
    assert!(station.answered().starts_with(&[410]), "{reader}");
    assert_eq!(ended.items.len(), after.items.len(), "{reader} loses what it had: {ended:?}");
    visit();
    let of_end = match (station.answered().is_empty(), ended.fault) {
        (true, _) => "asks no longer",
        (false, Some(_)) => "says so, asks again",
        (false, None) => "asks again",
    };
    let version = first.version;
    format!(
        "| {reader} {version} | {of_first} | {again} | shows it | {of_edit} | {retracted} | {walked} | {of_move} | {of_end} |\n"
    )
}

/// The section of docs/readers.md.
pub(crate) fn section() -> String {
    let Some(_) = python("feedparser, reader") else { return String::new() };
    let mut section = PREFACE.to_owned();
    for (reader, command) in READERS {
        let _ = write!(section, "{}", row(reader, command));
    }
    section
}

const PREFACE: &str = "
# What readers do that are subscribed

Each is subscribed to an Atom feed of `feedwright serve` in a newsroom that goes on. No reader shows an article twice; all show what
is new. feedparser, feedsmith, rss-parser and feed-rs are libraries: the subscriber around them keeps ETags and follows what
answers say. \"archive\": whether the documents of the past (RFC 5005) are fetched, too.

| reader | first fetch | nothing new | new article | edit | retraction | archive | moved (301) | ended (410) |
|---|---|---|---|---|---|---|---|---|
";
