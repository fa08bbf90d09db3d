//! What the documentation says is true: the pages made from tables, and the configs in prose.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use feedwright::check::rule;
use feedwright::config;
use serde_json::{Map, Value};

use crate::newsroom::Newsroom;
use crate::newsroom::files::{self, Files};
use crate::outside::root;

/// Holds a page against what it is made from.
#[track_caller]
fn hold(path: &str, page: &str) {
    files::hold_text(page, &root().join(path));
}

struct Pages {
    schema: Value,
}

/// What the formats of the schema are called for people.
fn format_words(format: &str) -> Option<&'static str> {
    Some(match format {
        "article-template" | "feed-template" => "template",
        "authority" => "domain, comma, date",
        "colour" => "colour",
        "glob" => "pattern",
        "language-tag" => "language tag",
        "percentage" => "share",
        "period" => "length of time",
        "profile" => "profile",
        "size" => "number of bytes",
        "time-zone" => "time zone",
        "uri" => "URI",
        "web-address" => "web address",
        _ => return None,
    })
}

impl Pages {
    /// The schema that a `$ref`, or the part of a choice that is not null, leads to.
    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        if let Some(reference) = schema["$ref"].as_str() {
            return self.resolve(self.schema.pointer(reference.trim_start_matches('#')).unwrap());
        }
        match schema["anyOf"].as_array() {
            Some(choices) if choices.len() == 2 && choices[1]["type"] == "null" => self.resolve(&choices[0]),
            _ => schema,
        }
    }

    /// What a value is, in a few words.
    fn kind(&self, schema: &Value) -> String {
        let one_or_many =
            self.resolve(schema)["anyOf"].as_array().is_some_and(|c| c.len() == 2 && c[1]["type"] == "array");
        if let Some(words) = schema["format"].as_str().and_then(format_words) {
            let list = schema["type"] == "array" && schema["items"].is_object();
            return match (list, one_or_many) {
                (true, _) => format!("list of {words}{}", if words.ends_with('s') { "es" } else { "s" }),
                (_, true) => format!("{words} or list of them"),
                _ => words.into(),
            };
        }
        let schema = self.resolve(schema);
        let constants: Vec<String> = schema["oneOf"]
            .as_array()
            .into_iter()
            .flatten()
            .chain(std::iter::once(schema))
            .flat_map(|one| {
                one["enum"].as_array().cloned().unwrap_or_default().into_iter().chain(one.get("const").cloned())
            })
            .map(|word| format!("`{word}`"))
            .collect();
        if !constants.is_empty() {
            return constants.join(", ");
        }
        if let Some(format) = schema["format"].as_str().and_then(format_words) {
            return format.into();
        }
        if let Some(choices) = schema["anyOf"].as_array() {
            let mut kinds: Vec<String> = choices.iter().map(|c| self.kind(c)).collect();
            kinds.dedup();
            return kinds.join(" or ");
        }
        let name = match &schema["type"] {
            Value::Array(types) => types[0].as_str(),
            name => name.as_str(),
        };
        match name.unwrap_or_default() {
            "array" => format!("list of {}", self.kind(&schema["items"])),
            "object" if schema["properties"].is_object() => "table".into(),
            "object" if schema["additionalProperties"].is_object() => {
                format!("table of {}", self.kind(&schema["additionalProperties"]))
            }
            "object" => "table".into(),
            "integer" => "number".into(),
            "boolean" => "true or false".into(),
            name => name.into(),
        }
    }

    fn table(&self, schema: &Value, skip: &[&str], page: &mut String) {
        let schema = self.resolve(schema);
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        page.push_str("| key | value | default | what it says |\n|---|---|---|---|\n");
        for (key, property) in schema["properties"].as_object().unwrap_or(&Map::new()) {
            if skip.contains(&key.as_str()) {
                continue;
            }
            let default = match &property["default"] {
                _ if required.contains(&key.as_str()) => "required".to_owned(),
                Value::Null | Value::Object(_) => String::new(),
                Value::Array(list) if list.is_empty() => String::new(),
                value => format!("`{value}`"),
            };
            let mut text = property["description"].as_str().unwrap_or_default().replace('\n', " ");
            // Words with a meaning of their own are explained.
            let words = self.resolve(property);
            let words = if words["items"].is_object() { self.resolve(&words["items"]) } else { words };
            for word in words["oneOf"].as_array().into_iter().flatten() {
                let meaning = word["description"].as_str().filter(|text| !text.contains("`Article::"));
                if let (Some(name), Some(meaning)) = (word.get("const"), meaning) {
                    let _ = write!(text, " `{name}`: {}", meaning.replace('\n', " "));
                }
            }
            if key == "format" {
                for (name, said) in feedwright::source::formats() {
                    let _ = write!(text, " `{name}`: {said}.");
                }
            }
            if property["format"] == "profile" {
                let names: Vec<String> = config::PROFILES.iter().map(|name| format!("`{name}`")).collect();
                let _ = write!(text, " They are {}.", names.join(", "));
            }
            let _ = writeln!(page, "| `{key}` | {} | {default} | {text} |", self.kind(property).replace('|', "\\|"));
        }
        page.push('\n');
    }

    fn config(&self) -> String {
        let mut page = String::from(PREFACE);
        let part = |name: &str| self.schema.pointer(&format!("/$defs/{name}")).unwrap();
        let sections: [(&str, &str, &str); 31] = [
            ("`[site]`", "Site", "The publication."),
            (
                "`[site.licensing]`",
                "Licensing",
                "What machines may do with what is published: [outputs.md](outputs.md).",
            ),
            ("`[output]`", "Output", "Where feeds are written and how."),
            ("`[output.beside]`", "Beside", "What stands beside the feeds in their folder: [beside.md](beside.md)."),
            ("`words`", "Words", "Texts of the page for subscribers, in `[output.beside]`."),
            ("`[[source]]`", "Source", "Where records come from; as many as there are kinds of records."),
            (
                "`[[feed]]`",
                "Feed",
                "What is published; as many as there are feeds, or with `each` one for a whole family.",
            ),
            (
                "`[feed.select]`",
                "Select",
                "Which articles a feed takes: every key that is there must hold; of several values one is enough.",
            ),
            (
                "Categories with their scheme",
                "SchemeTerms",
                "`category = { scheme = \"…\", term = [\"…\"] }` in `select`.",
            ),
            (
                "`archive`",
                "Archive",
                "The past of a feed in documents of its own (RFC 5005): `archive = { per = 100 }` or `{ per = \"month\" }`.",
            ),
            ("`where`", "Condition", "What a field of an article must be, in `[feed.where]`."),
            ("`at-most`", "AtMost", "The most articles of one value."),
            ("`[feed.item]`", "ItemShape", "What a feed shows of each article: [outputs.md](outputs.md)."),
            ("`[feed.podcast]`", "Podcast", "A show of sound or film: [outputs.md](outputs.md)."),
            ("An owner of a show", "Owner", "`owner` of `podcast`."),
            ("Somebody who speaks or made it", "Contributor", "`people` of `podcast` and of an episode."),
            ("A place", "Locality", "`location` of `podcast` and of an episode."),
            ("A page for gifts", "Funding", "`funding` of `podcast` and of an episode."),
            ("A trailer", "Trailer", "`trailers` of `podcast`."),
            ("Payments by the minute", "ValueBlock", "`value` of `podcast`."),
            ("Somebody who gets a share", "Recipient", "`recipients` of `value`."),
            ("Another show", "RemoteFeed", "`podroll` of `podcast`."),
            ("`[body]`", "Body", "What bodies may hold."),
            ("`[serve]`", "Serve", "How feeds are served: [serve.md](serve.md), [deploy](deploy/README.md)."),
            ("`[notify]`", "Notify", "Who is told when feeds have changed, besides hubs: [push.md](push.md)."),
            ("`[[notify.webhook]]`", "Webhook", "An address that is sent what changed."),
            ("`[[notify.exec]]`", "Exec", "A program that is run after a build that changed something."),
            ("`[credits]`", "Credits", "What is known about picture credits beyond the built-in table."),
            ("A person", "Person", "`author` of `[site]`."),
            ("A category", "Category", "`categories` of `[[feed]]`."),
            ("A link", "Link", "`related` of `[[feed]]`."),
        ];
        page.push_str("## At the top\n\n");
        self.table(
            &self.schema,
            &["site", "output", "credits", "body", "serve", "notify", "source", "feed"],
            &mut page,
        );
        for (title, name, text) in sections {
            let _ = write!(page, "## {title}\n\n{text}\n\n");
            self.table(part(name), &[], &mut page);
        }
        page.truncate(page.trim_end().len());
        page.push('\n');
        page
    }
}

const PREFACE: &str = r"# config.toml: every key

Made from the types in `src/config.rs` (the same that `feedwright schema config` prints as a JSON
Schema, for editors that complete and check TOML); not edited by hand.

- The config is `feedwright.toml`, or `config.toml` where that does not stand there, or what `--config` names.
- Paths are relative to the config file.
- `${NAME}` in a text takes in an environment variable; `$${` stands for the characters `${`.
- A length of time is a number with a unit: `90s`, `30m`, `72h`, `7d`, `2w`. A share is `50%`.
- Templates (`{{ site.title }}: {{ term }}`) are Jinja as minijinja reads it. In feeds: `site.title`,
  `site.url`, `site.language`, `name`, and with `each` also `term`, `label`, `scheme`. In sources: the
  fields of the record, `slug`, and `basename`, the slug or name as it is written. The filter `slug` makes a text fit for an
  address, `beside` puts a name beside a page (`{{ url | beside(basename) }}`), `strftime` writes a date (`{{ date | strftime('%b') }}`).
- Every fault is reported at once, each with its place and what to do. Unknown keys are faults.

";

#[test]
fn docs_config_md_lists_every_key() {
    hold("docs/config.md", &Pages { schema: config::schema() }.config());
}

#[test]
fn the_configs_in_the_documentation_have_no_faults() {
    let mut seen = 0;
    for (page, text) in pages() {
        for block in text.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()) {
            if !block.contains("[site]") {
                continue;
            }
            seen += 1;
            let (checked, found) = config::parse("config.toml", block, root(), &|_| Some("x".into()));
            assert!(checked.is_some() && found.is_empty(), "{page}: {found:#?}\n{block}");
        }
    }
    assert!(seen > 0, "no config was found in README.md");
}

#[test]
fn the_sample_config_has_no_faults() {
    let (checked, found) = config::load(&root().join("config.toml"));
    assert!(checked.is_some() && found.is_empty(), "{found:#?}");
}

/// The first block of a language in a text.
fn block<'a>(text: &'a str, language: &str) -> &'a str {
    let start = text.split(&format!("```{language}\n")).nth(1).unwrap_or_else(|| panic!("no {language} block"));
    start.split("```").next().unwrap()
}

#[test]
fn the_first_feed_of_the_readme_can_be_built_as_it_stands_there() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("articles")).unwrap();
    std::fs::write(dir.path().join("config.toml"), block(&readme, "toml")).unwrap();
    std::fs::write(dir.path().join("articles/ferry.md"), block(&readme, "markdown")).unwrap();
    let feedwright = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_feedwright"));
        command.args(arguments).current_dir(dir.path()).output().unwrap()
    };
    let built = feedwright(&["build"]);
    assert!(built.status.success() && built.stderr.is_empty(), "{}", String::from_utf8_lossy(&built.stderr));
    let rss = std::fs::read_to_string(dir.path().join("feeds/top.rss")).unwrap();
    for part in [
        "<title>The ferry is back</title>",
        "<link>https://courier.example/harbour/ferry/</link>",
        "<pubDate>Fri, 20 Nov 2026 07:30:00 +0100</pubDate>",
        "Photo: Aino Salmi / Nordlicht Press",
        "<em>Tern</em>",
    ] {
        assert!(rss.contains(part), "{part} is not in\n{rss}");
    }
    assert!(dir.path().join("feeds/top.atom").exists() && dir.path().join("feeds/top.json").exists());
    let checked = feedwright(&["check", "--now", "2026-11-21T00:00:00Z", "feeds"]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));

    // The fault it shows looks as it says.
    let config = block(&readme, "toml");
    let at = config.rfind("title = ").unwrap();
    std::fs::write(dir.path().join("config.toml"), format!("{}titel{}", &config[..at], &config[at + 5..])).unwrap();
    let refused = feedwright(&["build"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(
        said.contains(block(&readme, "text").trim_end()),
        "README shows\n{}\nbut it says\n{said}",
        block(&readme, "text")
    );
}

/// The members that a table of a page names in its first column.
fn members(page: &str, heading: &str) -> BTreeSet<String> {
    let section = page.split(&format!("## {heading}\n")).nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `")).map(|line| line.split('|').nth(1).unwrap());
    rows.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(ToOwned::to_owned).collect()
}

/// The members of an object of the feed.
fn said(object: &Value) -> BTreeSet<String> {
    object.as_object().unwrap().keys().cloned().collect()
}

#[test]
fn the_page_about_the_extension_of_json_feed_names_what_is_written() {
    let page = std::fs::read_to_string(root().join("docs/json-feed.md")).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let picture = std::fs::read(root().join("articles/photos/ferry.jpg")).unwrap();
    std::fs::write(dir.path().join("ferry.jpg"), crate::credentials::with_credentials(&picture)).unwrap();
    let config = "[site]\ntitle = \"The Harbour Courier\"\nurl = \"https://courier.example/\"\nlanguage = \"en\"\n\
        authority = \"courier.example,2026\"\nrights = \"© The Harbour Courier\"\n\
        [[source]]\npath = \"*.jsonl\"\nmedia-hash = \"md5\"\nmedia-url = { \".\" = \"https://courier.example/photos/\" }\n\
        [[feed]]\nname = \"all\"\nformats = [\"json\"]\nrelated = [{ url = \"https://courier.example/about\" }]\n\
        categories = [{ term = \"news\" }]\n";
    std::fs::write(dir.path().join("config.toml"), config).unwrap();
    let full = serde_json::json!({
        "title": "A", "url": "/a", "published": "2026-07-01T10:00:00Z", "subtitle": "S", "section": "World", "byline": "By Ann Bee",
        "dateline": "HARBOUR", "correction": "C", "rights": "R", "license": "https://l.example/", "categories": ["news"],
        "licensing": {"prohibits": ["ai-train"], "tdm-reservation": true},
        "origin": {"title": "O", "url": "https://o.example/"}, "authors": ["Ann Bee <ann@courier.example>"],
        "related": ["https://r.example/"],
        "media": [
            {"file": "ferry.jpg", "type": "image/jpeg", "title": "T", "alt": "A", "caption": "C", "lead": true,
             "credit-line": "Photo: Bo Dahl / AFP", "digital-source-type": "digitalCapture", "copyright": "© Bo",
             "copyright-url": "https://c.example/", "license": "https://l.example/", "licensor": "L",
             "syndication-rights": false, "data-mining": "DMI-PROHIBITED", "ai-system": "Painter", "keywords": ["k"], "rating": "nonadult",
             "renditions": [{"url": "https://i.example/s.jpg", "width": 300}]},
            {"url": "https://i.example/v.mp4", "type": "video/mp4", "duration": 61},
        ],
    });
    let shown: Value = serde_json::from_str(&format!("{{{}}}", block(&page, "json"))).unwrap();
    let example = &shown["_feedwright"];
    let mut told = example.clone();
    for (name, value) in [("title", "B"), ("url", "/b"), ("published", "2026-07-01T11:00:00Z")] {
        told[name] = value.into();
    }
    let category = &example["categories"][1];
    told["authors"] = "Ann Bee".into();
    told["categories"] = serde_json::json!([category]);
    std::fs::write(dir.path().join("a.jsonl"), format!("{full}\n{told}\n")).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_feedwright"));
    let built = command.arg("build").current_dir(dir.path()).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let feed = std::fs::read(dir.path().join("feeds/all.json")).unwrap();
    let feed: Value = serde_json::from_slice(&feed).unwrap();
    assert_eq!(&feed["items"][0]["_feedwright"], example);
    let ours = &feed["items"][1]["_feedwright"];
    assert_eq!(said(&feed["_feedwright"]), members(&page, "In the feed"));
    assert_eq!(said(ours), members(&page, "In an item"));
    let media = ours["media"].as_array().unwrap().iter().flat_map(said).collect::<BTreeSet<_>>();
    assert_eq!(media, members(&page, "A media object"));
}

#[test]
fn the_pages_about_rules_are_what_the_command_prints() {
    let room = Newsroom::new("");
    let mut pages = Files::new();
    let mut index = String::from(INDEX);
    let mut documented = 0;
    for group in rule::groups() {
        let printed = room.run(&["rules", group.name, "--format", "markdown"]).ends(0).stdout;
        let page = format!("# {}\n\n{MADE}\n\n{}\n", group.title, printed.trim_end());
        pages.insert(format!("{}.md", group.name), page.into_bytes());
        let _ = writeln!(index, "\n## [{}]({}.md)\n", group.title, group.name);
        for rule in &group.rules {
            let _ = writeln!(
                index,
                "- [{0}]({1}.md#{0}): {2}",
                rule.code,
                group.name,
                rule.summary.replace('&', "\\&").replace('<', "\\<")
            );
        }
        documented += group.rules.len();
    }
    assert_eq!(documented, rule::all().len());
    pages.insert("README.md".to_owned(), index.into_bytes());
    files::hold(&pages, &root().join("docs/rules"));
}

const MADE: &str = "Made by `feedwright rules --format markdown`; every example is run by the tests.";

const INDEX: &str = "# Rules of `feedwright check`

By what they are about, and last the demands of single consumers, which `--profile` adds.
`feedwright explain CODE` prints a rule, `feedwright rules` lists them all.
";

/// The texts between single backticks of a page, blocks of code aside.
fn quoted(page: &str) -> impl Iterator<Item = &str> {
    let prose = page.split("```").step_by(2);
    prose.flat_map(|text| text.split('`').skip(1).step_by(2))
}

/// Every page that people write, by its path from the root.
fn pages() -> Vec<(String, String)> {
    let mut pages = files::below(&root().join("docs"), root());
    pages.retain(|name, _| {
        name.rsplit_once('.').is_some_and(|(_, ending)| ending == "md") && !name.starts_with("docs/rules/")
    });
    for name in ["README.md", "CONTRIBUTING.md"] {
        pages.insert(name.to_owned(), std::fs::read(root().join(name)).unwrap());
    }
    pages.into_iter().map(|(name, text)| (name, String::from_utf8(text).unwrap())).collect()
}

#[test]
fn what_pages_name_and_link_to_is_there() {
    let mut faults = Vec::new();
    for (name, text) in pages() {
        let folder = root().join(&name).parent().unwrap().to_owned();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            if !link.contains(':') && !file.is_empty() && !folder.join(file).exists() {
                faults.push(format!("{name} links to {link}"));
            }
        }
        for path in quoted(&text).filter(|t| t.split_once('/').is_some_and(|(top, _)| FOLDERS.contains(&top))) {
            // Names in capitals stand for any, patterns for several.
            let certain = path.split(['*', '{']).next().unwrap_or_default();
            let certain = certain.split('/').take_while(|part| !part.starts_with(|c: char| c.is_ascii_uppercase()));
            let path = certain.collect::<Vec<_>>().join("/");
            if !root().join(&path).exists() && !root().join(path.trim_end_matches(|c| c != '/')).is_dir() {
                faults.push(format!("{name} names {path}"));
            }
        }
    }
    assert!(faults.is_empty(), "what is not there:\n{}", faults.join("\n"));
}

/// Folders whose files pages name.
const FOLDERS: [&str; 6] = ["src", "tests", "docs", "benches", "fuzz", "cluster"];

#[test]
fn contributing_md_has_every_variable_and_every_section_of_the_tests() {
    let page = std::fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let named = |text: &str| -> BTreeSet<String> {
        let after = text.split("FEEDWRIGHT_").skip(1);
        let names = after.map(|rest| rest.split(|c: char| !c.is_ascii_uppercase() && c != '_').next().unwrap());
        names.filter(|name| !name.is_empty()).map(ToOwned::to_owned).collect()
    };
    let mut used = BTreeSet::new();
    for folder in ["src", "tests", "benches", "fuzz", ".ci"] {
        for (name, bytes) in files::below(&root().join(folder), root()) {
            if name != "tests/it/documentation.rs" {
                used.extend(named(&String::from_utf8_lossy(&bytes)));
            }
        }
    }
    let described: Vec<&str> = page.lines().filter(|line| line.starts_with("| `FEEDWRIGHT_")).collect();
    assert_eq!(named(&described.join("\n")), used);
    let script = std::fs::read_to_string(root().join("tests/run")).unwrap();
    let sections = script.lines().find_map(|line| line.strip_prefix("sections=(")?.strip_suffix(')')).unwrap();
    let table = page.split("## Sections").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    assert_eq!(rows.collect::<Vec<_>>(), sections.split(' ').collect::<Vec<_>>());
}

#[test]
fn state_md_names_all_that_a_build_leaves_and_what_of_it_may_go() {
    let page = std::fs::read_to_string(root().join("docs/state.md")).unwrap();
    let room = Newsroom::new(
        "[[source]]\npath = \"articles/*.md\"\nurl = \"https://courier.example/{{ slug }}/\"\n[[feed]]\nname = \"top\"\n",
    );
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "", "A text.");
    room.build().ends(0);
    let state = || files::below(&room.file(".feedwright"), &room.file(".feedwright")).into_keys();
    for file in state() {
        assert!(quoted(&page).any(|name| name == file), "docs/state.md does not name {file}");
    }
    let feeds = room.output();
    for file in state().filter(|file| !file.starts_with("ledger")) {
        room.remove(&format!(".feedwright/{file}"));
    }
    room.build_at("2026-07-10T13:00:00Z").ends(0).says_nothing();
    assert!(room.output() == feeds, "without caches and manifest the feeds are the same");
}

#[test]
fn architecture_md_has_every_room() {
    let page = std::fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let table = page.split("## Rooms").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<&str> = table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let there = |room: &&str| root().join("src").join(room).with_extension("rs").exists();
    let rooms: Vec<&str> = crate::layers::LAYERS.iter().copied().filter(there).collect();
    assert_eq!(rows, rooms, "the rooms of the page, and those of tests/it/layers.rs that are there");
}

#[test]
fn every_kind_of_attack_has_tests_that_are_there_and_every_test_its_kind() {
    let page = std::fs::read_to_string(root().join("docs/security.md")).unwrap();
    let mut named = BTreeSet::new();
    for row in page.lines().filter(|line| line.starts_with("| ")).skip(2) {
        let cell = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let (mut file, mut tests) = (String::new(), 0);
        for name in cell.split('`').skip(1).step_by(2) {
            if name.strip_suffix(".rs").is_some() {
                file = name.to_owned();
            } else {
                tests += 1;
                named.insert((file.clone(), name.to_owned()));
            }
        }
        assert!(tests > 0, "no test: {row}");
    }
    let tests_of = |file: &str| -> BTreeSet<(String, String)> {
        let text = std::fs::read_to_string(root().join("tests/it").join(file)).unwrap_or_default();
        let tests = text.split("#[test]").skip(1).filter_map(|rest| rest.split("fn ").nth(1)?.split('(').next());
        tests.map(|test| (file.to_owned(), test.to_owned())).collect()
    };
    let there: BTreeSet<(String, String)> = named.iter().flat_map(|(file, _)| tests_of(file)).collect();
    let missing: Vec<_> = named.difference(&there).collect();
    assert!(missing.is_empty(), "there are no tests of these names: {missing:?}");
    let hostile = files::below(&root().join("tests/it/hostile"), &root().join("tests/it"));
    let hostile: BTreeSet<(String, String)> = hostile.keys().flat_map(|file| tests_of(file)).collect();
    let forgotten: Vec<_> = hostile.difference(&named).collect();
    assert!(forgotten.is_empty() && hostile.len() > 20, "docs/security.md does not name {forgotten:?}");
}
