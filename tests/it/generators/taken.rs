//! Sites of generators in their own layouts, taken over by `init`: the feed says what the generator's own feed says.
//! Where a page is to be in no feed, it says `LEAK`.

use serde_json::Value;

use crate::newsroom::{NOW, Newsroom};

/// A site that was taken over and built.
pub(crate) struct Taken {
    pub(crate) room: Newsroom,
    items: Vec<Value>,
}

/// Takes a site over, adds a feed of everything in JSON, and builds. Nothing that is to be in no feed is in one.
#[track_caller]
pub(crate) fn taken(files: &[(&str, &str)]) -> Taken {
    let room = Newsroom::new("");
    room.remove("config.toml");
    for (name, text) in files {
        room.write(name, text);
    }
    let init = room.run(&["init", "--yes", "--now", NOW]);
    assert!(init.status < 2, "{}{}", init.stdout, init.stderr);
    let config = if files.iter().any(|(name, _)| *name == "config.toml") { "feedwright.toml" } else { "config.toml" };
    let config = if room.file(config).exists() { config } else { "feedwright.toml" };
    let text = room.read(config);
    room.write(config, &format!("{text}\n[[feed]]\nname = \"everything\"\nformats = [\"json\"]\nlimit = 0\n"));
    let dir = text.split("dir = \"").nth(1).map_or("feeds", |rest| rest.split('"').next().unwrap());
    room.run(&["build", "--adopt", "--config", config, "--now", NOW]).ends(0);
    let feed = room.read(&format!("{dir}/everything.json"));
    assert!(!feed.contains("LEAK"), "{feed}");
    for name in crate::newsroom::files::below(&room.file(dir), room.path()).keys() {
        if matches!(name.rsplit('.').next(), Some("xml" | "rss" | "atom")) {
            assert!(!room.read(name).contains("LEAK"), "{name}");
        }
    }
    let feed: Value = serde_json::from_str(&feed).unwrap();
    let items = feed["items"].as_array().unwrap().clone();
    Taken { room, items }
}

/// Builds records by a source, with a feed of everything in JSON.
#[track_caller]
pub(crate) fn built(source: &str, files: &[(&str, &str)]) -> Taken {
    let room = Newsroom::new("");
    let site = "[site]\ntitle = \"Harbour\"\nurl = \"https://c.example/\"\nlanguage = \"en\"\nauthority = \"c.example,2026\"\n";
    let feed = "[[feed]]\nname = \"everything\"\nformats = [\"json\", \"atom\", \"rss\"]\nlimit = 0\n";
    room.write("config.toml", &format!("{site}{source}{feed}"));
    for (name, text) in files {
        room.write(name, text);
    }
    room.run(&["build", "--now", NOW]).ends(0);
    for format in ["json", "atom", "rss"] {
        let feed = room.read(&format!("feeds/everything.{format}"));
        assert!(!feed.contains("LEAK"), "{feed}");
    }
    let feed: Value = serde_json::from_str(&room.read("feeds/everything.json")).unwrap();
    let items = feed["items"].as_array().unwrap().clone();
    Taken { room, items }
}

impl Taken {
    /// Holds the articles against rows of title, address, date, authors and tags, in the order of their addresses.
    #[track_caller]
    pub(crate) fn are(&self, expected: &[&str]) -> &Self {
        let names = |values: &Value| -> String {
            let all = values.as_array().into_iter().flatten();
            all.map(|v| v.as_str().or(v["name"].as_str()).unwrap()).collect::<Vec<_>>().join(", ")
        };
        let row = |item: &Value| {
            let text = |member: &str| item[member].as_str().unwrap_or("none").to_owned();
            format!(
                "{} | {} | {} | {} | {}",
                text("title"),
                text("url"),
                text("date_published"),
                names(&item["authors"]),
                names(&item["tags"])
            )
        };
        let mut rows: Vec<String> = self.items.iter().map(row).collect();
        rows.sort_by_key(|row| row.split(" | ").nth(1).map(str::to_owned));
        assert_eq!(rows, expected);
        self
    }

    fn item(&self, title: &str) -> &Value {
        self.items.iter().find(|item| item["title"] == title).unwrap_or_else(|| panic!("no {title}"))
    }

    /// Holds the body of an article, on one line, against what it is to be.
    #[track_caller]
    pub(crate) fn body(&self, title: &str, expected: &str) -> &Self {
        assert_eq!(self.item(title)["content_html"].as_str().unwrap_or_default().replace('\n', ""), expected);
        self
    }

    /// Holds another member of an article against a text.
    #[track_caller]
    pub(crate) fn says(&self, title: &str, member: &str, expected: &str) -> &Self {
        assert_eq!(self.item(title)[member], expected);
        self
    }
}
