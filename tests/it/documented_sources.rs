//! The examples of docs/sources.md, and what lies in `examples`: each builds as it stands.
#![cfg(unix)]

use std::collections::BTreeSet;

use serde_json::Value;

use crate::newsroom::{NOW, Newsroom};
use crate::outside::root;
use crate::remote::station::{Answer, Station};

/// An example: what it is about, its config, and the texts beside it by what their fences say.
#[derive(Clone)]
struct Example {
    title: String,
    config: String,
    beside: Vec<(String, String)>,
}

/// The examples of the page, each below its heading.
fn examples() -> Vec<Example> {
    let page = std::fs::read_to_string(root().join("docs/sources.md")).unwrap();
    let mut found: Vec<Example> = Vec::new();
    let (mut title, mut lines) = (String::new(), page.lines());
    while let Some(line) = lines.next() {
        if line.starts_with('#') {
            line.trim_start_matches('#').trim().trim_matches('`').clone_into(&mut title);
        } else if let Some(says) = line.strip_prefix("```") {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let text = text.join("\n") + "\n";
            if says == "toml" {
                found.push(Example { title: title.clone(), config: text, beside: Vec::new() });
            } else {
                let (_, name) = says.split_once(' ').unwrap_or_else(|| panic!("{title}: ```{says} names no file"));
                found.last_mut().expect("a config before files").beside.push((name.to_owned(), text));
            }
        }
    }
    found
}

fn entries(room: &Newsroom) -> Vec<Value> {
    let feed: Value = serde_json::from_str(&room.read("feeds/all.json")).unwrap();
    feed["items"].as_array().cloned().unwrap_or_default()
}

/// A newsroom with an example, and the server that answers for all hosts of it.
fn room(example: &Example) -> (Newsroom, Station) {
    let beside = example.beside.clone();
    // What one page says, it says to every question.
    let station = Station::with(move |request| {
        let path = request.path.split('?').next().unwrap_or_default().trim_start_matches('/').split_once('/')?.1;
        let found =
            beside.iter().find(|(name, _)| split(name).is_some_and(|(_, own)| own.trim_start_matches('/') == path));
        found.map(|(_, text)| Answer::ok(text.as_str()))
    });
    let hosts: BTreeSet<&str> = example.beside.iter().filter_map(|(name, _)| Some(split(name)?.0)).collect();
    let config = hosts.iter().enumerate().fold(example.config.clone(), |config, (n, host)| {
        config.replace(&format!("{host}/"), &station.url(&format!("/{n}/")))
    });
    let example = &Example { config: format!("[fetch]\nallow = [\"127.0.0.0/8\"]\n{config}"), ..example.clone() };
    for (name, text) in &example.beside {
        if let Some((host, path)) = split(name) {
            let n = hosts.iter().position(|known| *known == host).unwrap();
            // A sitemap names the pages of its own host.
            let own = text.replace(&format!("<loc>{host}/"), &format!("<loc>{}", station.url(&format!("/{n}/"))));
            station.answers(&format!("/{n}{path}"), Answer::ok(own));
        }
    }
    (newsroom(example), station)
}

/// Host and path of an address.
fn split(address: &str) -> Option<(&str, &str)> {
    let path = address.strip_prefix("https://")?.find('/')? + "https://".len();
    Some(address.split_at(path))
}

fn newsroom(example: &Example) -> Newsroom {
    let room = Newsroom::new(&format!("{}\n[[feed]]\nname = \"all\"\n", example.config));
    for (name, text) in &example.beside {
        match &**name {
            "sqlite" => {
                let database = rusqlite::Connection::open(room.file("archive.db")).unwrap();
                database.execute_batch(text).unwrap();
            }
            "postgres" | "mysql" => {}
            // The script is run by `tests/it/parquet/make.py`; this is what it writes.
            "desk/articles.py" => {
                std::fs::create_dir_all(room.file("desk")).unwrap();
                let made = root().join("tests/it/parquet/documented.parquet");
                std::fs::copy(made, room.file("desk/articles.parquet")).unwrap();
            }
            address if split(address).is_some() => {}
            file => room.write(file, text),
        }
    }
    room
}

fn tells_of_the_ferry(room: &Newsroom, title: &str) {
    let all = entries(room);
    let ferry = all.iter().find(|entry| entry["title"].as_str().unwrap().starts_with("The ferry is back"));
    let ferry = ferry.unwrap_or_else(|| panic!("{title}: {all:#?}"));
    assert!(ferry["content_html"].as_str().unwrap().contains("It sails"), "{title}: {ferry:#}");
    assert!(!["rss", "atom", "json"].iter().any(|e| room.read(&format!("feeds/all.{e}")).contains("Not for print")));
}

#[test]
fn each_example_without_a_server_builds_as_it_stands() {
    for example in examples() {
        if example.config.contains("DATABASE_URL") {
            continue;
        }
        let (room, _station) = room(&example);
        room.run(&["build", "--now", NOW, "--verbose"]).ends(0);
        tells_of_the_ferry(&room, &example.title);
    }
}

#[test]
fn every_format_and_every_supply_has_an_example() {
    let examples = examples();
    let titles: BTreeSet<&str> = examples.iter().map(|example| &*example.title).collect();
    for (name, _) in feedwright::source::formats() {
        assert!(titles.contains(name), "docs/sources.md has no example of `{name}`");
    }
    for key in ["path =", "from =", "command =", "sqlite:", "postgres://", "mysql://"] {
        assert!(examples.iter().any(|example| example.config.contains(key)), "docs/sources.md has no example of {key}");
    }
}

#[cfg(all(feature = "postgres", feature = "mysql"))]
mod on_servers {
    use std::process::Command;

    use super::*;
    use crate::databases::servers::{Server, ServerKind};
    use crate::newsroom::Ran;

    fn builds_as_it_stands(kind: ServerKind, name: &str) {
        let Some(server) = Server::start(kind) else {
            return crate::outside::missing(&format!("{kind:?} is not installed"));
        };
        for example in examples() {
            let Some((_, sql)) = example.beside.iter().find(|(beside, _)| beside == name) else { continue };
            server.run(sql);
            let (room, _station) = room(&example);
            let mut command = Command::new(env!("CARGO_BIN_EXE_feedwright"));
            command.current_dir(room.path()).args(["build", "--now", NOW]).env("DATABASE_URL", server.address());
            Ran::of(&command.output().unwrap()).ends(0);
            tells_of_the_ferry(&room, &example.title);
        }
    }

    #[test]
    fn the_example_of_postgresql_builds() {
        builds_as_it_stands(ServerKind::Postgres, "postgres");
    }

    #[test]
    fn the_example_of_mariadb_builds() {
        builds_as_it_stands(ServerKind::Mariadb, "mysql");
    }

    #[test]
    fn the_script_that_starts_a_postgresql_builds_from_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("/bin/sh");
        command.arg(root().join("examples/postgresql/run.sh")).arg(folder.path().join("out"));
        command.env("FEEDWRIGHT", env!("CARGO_BIN_EXE_feedwright"));
        let output = command.output().unwrap();
        if output.status.code() == Some(3) {
            return crate::outside::missing("PostgreSQL is not installed");
        }
        Ran::of(&output).ends(0);
        let feed = std::fs::read_to_string(folder.path().join("out/feeds/top.atom")).unwrap();
        assert!(feed.contains("The ferry is back") && feed.contains("Nordlicht Press"), "{feed}");
        assert!(!feed.contains("nobody sees"), "{feed}");
        assert!(folder.path().join("out/feeds/section/business.rss").exists());
    }
}
