//! Titles of records that name none: the heading that their text begins with, else what their generator makes.

use serde_json::Value;

use crate::newsroom::{NOW, Newsroom};

/// A newsroom of these files, and the pattern by which they are found.
fn site(path: &str, files: &[(&str, &str)]) -> Newsroom {
    let config = format!("[[source]]\npath = \"{path}\"\nurl = \"/{{{{ path }}}}/\"\n[[feed]]\nname = \"all\"\n");
    let room = Newsroom::new(&config);
    for (name, text) in files {
        room.write(name, text);
    }
    room
}

/// Title and body of each item by the end of its address.
fn items(room: &Newsroom) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let items = room.items("feeds/all.json");
    let mut items: Vec<_> = items
        .iter()
        .map(|item| {
            let path = text(&item["url"]).replace("https://courier.example/", "");
            (path, text(&item["title"]), text(&item["content_html"]).replace('\n', ""))
        })
        .collect();
    items.sort();
    items
}

#[test]
fn the_heading_that_a_text_begins_with_is_its_title_and_leaves_the_body() {
    let cases = [
        ("atx", "# The ferry is *back*\n\nText.", "The ferry is back"),
        ("closed", "\n\n##  The ferry ##\n\nText.", "The ferry"),
        ("setext", "The\nferry\n=====\n\nText.", "The ferry"),
        ("html", "<h1 align=\"center\">The ferry &amp; I</h1>\n\nText.", "The ferry & I"),
        ("wrapped", "<div><h1>The ferry</h1></div>\n\nText.", "The ferry"),
        ("comment", "<!-- # Not\n\nthis -->\n\n[//]: # (nor this)\n# The ferry\n\nText.", "The ferry"),
        ("code", "# Use `a < b` & [git][1]\n\nText.\n\n[1]: https://git.example/", "Use a < b & git"),
        ("anchor", "# The ferry {#back}\n\nText.", "The ferry"),
        ("emoji", "# 🎉\n\nText.", "🎉"),
        ("note", "# The ferry[^1]\n\nText.\n\n[^1]: A note.", "The ferry"),
    ];
    let front = "---\ndate: 2026-07-01\n---\n";
    let mut files: Vec<(String, String)> = Vec::new();
    for (name, text, _) in cases {
        files.push((format!("docs/{name}.md"), format!("{front}{text}\n")));
        files.push((format!("docs/2026-07-01-bare-{name}.md"), format!("{text}\n")));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    let room = site("docs/*.md", &files);
    room.build().ends(0).says_nothing();
    let items = items(&room);
    assert_eq!(items.len(), 2 * cases.len());
    for (name, _, title) in cases {
        for path in [format!("{name}/"), format!("2026-07-01-bare-{name}/")] {
            let found = items.iter().find(|(own, ..)| *own == path).unwrap();
            assert_eq!(found.1, title, "{path}");
            let body = found.2.replace("<div></div>", "");
            assert!(body.starts_with("<p>Text.</p>"), "{path}: {body}");
        }
    }
}

#[test]
fn modules_and_what_shows_nothing_may_stand_before_the_heading() {
    let imports: String = (0..200).map(|n| format!("import Part{n} from '@site/src/components/Part{n}';\n")).collect();
    let mdx = format!(
        "---\ndate: 2026-07-01\n---\n{imports}\n\nexport const x = {{\n  a: 1,\n}};\n\n{{/* a note */}}\n\n# The ferry\n\nText.\n"
    );
    let room = site(
        "pages/**/*",
        &[
            ("pages/a.mdx", &mdx),
            (
                "pages/b.html",
                "---\ndate: 2026-07-01\n---\n{% comment %} a {% endcomment %}\n<header>\n<h1>{{ page.date }}: the pier</h1></header><p>Text.</p>\n",
            ),
            ("pages/c.md", "---\ndate: 2026-07-01\ntitle: null\n---\n{{< toc >}}\n\n[[toc]]\n\n# The quay\n\nText.\n"),
        ],
    );
    room.build().ends(0).says_nothing();
    let titles: Vec<String> = items(&room).into_iter().map(|(_, title, _)| title).collect();
    assert_eq!(titles, ["The ferry", "2026-07-01: the pier", "The quay"]);
}

#[test]
fn what_begins_with_anything_else_has_its_first_words_for_a_title() {
    let long = "word ".repeat(40);
    let room = site(
        "docs/*.md",
        &[
            ("docs/2026-07-01-text.md", "Text *of a* note.\n\n# Not the first\n"),
            ("docs/2026-07-01-long.md", &long),
            ("docs/2026-07-01-picture.md", "![Logo](/a.png)\n\n# Not the first\n"),
            ("docs/2026-07-01-empty.md", "---\ntags: [a]\n---\n"),
            ("docs/2026-07-01-held.md", "---\ndraft: true\n---\nText.\n"),
            ("docs/2026-07-01-whole.md", "---\ntitle: Whole\n---\n# Another heading\n\nText.\n"),
        ],
    );
    let ran = room.build().ends(1);
    assert_eq!(ran.stderr.matches("error[record-without-title]").count(), 1, "{}", ran.stderr);
    ran.says("begin its text with a heading");
    let items = items(&room);
    let titles: Vec<&str> = items.iter().map(|(_, title, _)| &**title).collect();
    let words = format!("{}…", "word ".repeat(16).trim());
    assert_eq!(titles, [&*words, "Not the first", "Text of a note.", "Whole"]);
    assert_eq!(items[2].2, "<p>Text <em>of a</em> note.</p><h1>Not the first</h1>");
    assert_eq!(items[3].2, "<h1>Another heading</h1><p>Text.</p>");
    let listed = room.run(&["list", "docs/2026-07-01-text.md", "--now", NOW]).ends(0).stdout;
    assert!(listed.contains("Text of a note.  (the text)"), "{listed}");
}

#[test]
fn bodies_in_fields_have_their_headings_too() {
    let room = site(
        "data/*",
        &[
            ("data/html.json", r#"{"date": "2026-07-01", "body": "<h2>The ferry</h2><p>Text.</p>"}"#),
            ("data/markdown.json", r##"{"date": "2026-07-01", "markdown": "# The pier\n\nText."}"##),
            ("data/yaml.yaml", "date: 2026-07-01\nbody_markdown: |\n  # The quay\n\n  Text.\n"),
            (
                "data/lines.jsonl",
                "{\"id\": \"a\", \"slug\": \"a\", \"date\": \"2026-07-01\", \"content\": \"<h1>The mole</h1><p>Text.</p>\"}\n",
            ),
            ("data/table.csv", "id,slug,date,body\nb,b,2026-07-01,<h1>The buoy</h1><p>Text.</p>\n"),
            ("data/wrong.json", r#"{"title": ["a"], "date": "2026-07-01", "body": "<h1>The lock</h1><p>Text.</p>"}"#),
        ],
    );
    room.build().ends(0);
    let mut items = items(&room);
    items.sort_by(|a, b| a.1.cmp(&b.1));
    let titles: Vec<&str> = items.iter().map(|(_, title, _)| &**title).collect();
    assert_eq!(titles, ["The buoy", "The ferry", "The lock", "The mole", "The pier", "The quay"]);
    assert!(items.iter().all(|(.., body)| body == "<p>Text.</p>"), "{items:?}");
    room.run(&["build", "--now", crate::newsroom::NOW, "-v"]).says("is its title");
}

#[test]
fn else_the_generator_names_a_page_after_its_file() {
    let titles = |path: &str, files: &[(&str, &str)]| {
        let room = site(path, files);
        let ran = room.build();
        (items(&room).into_iter().map(|(_, title, _)| title).collect::<Vec<_>>(), ran.status)
    };
    let dated = "---\ndate: 2026-07-01\n---\nText.\n";
    let heading = "---\ndate: 2026-07-01\n---\n# A heading\n\nText.\n";
    for (config, text, path, file, named) in [
        ("docusaurus.config.js", "", "blog/**/*.md", "blog/2026-07-01-the-ferry.md", "the-ferry"),
        ("conf.py", "POSTS = ()\n", "posts/*.md", "posts/the-ferry.md", "the-ferry"),
        ("_config.yml", "title: x\n", "_posts/*.md", "_posts/2026-07-01-the_ferry-is-back.md", "The_ferry Is Back"),
        ("hugo.toml", "", "content/**/*.md", "content/posts/the-ferry.md", "Text."),
        (".vitepress/config.js", "", "*.md", "the-ferry.md", "Text."),
    ] {
        let (found, status) = titles(path, &[(config, text), (file, dated)]);
        assert_eq!((found, status), (vec![named.to_owned()], 0), "{config}");
        let (found, status) = titles(path, &[(config, text), (file, heading)]);
        assert_eq!((found, status), (vec!["A heading".to_owned()], 0), "{config}");
    }
}

#[test]
fn the_title_of_a_heading_is_traced_and_makes_addresses() {
    let room = Newsroom::new(
        "[[source]]\npath = \"content/**/*.md\"\npermalink = \"/:slug/\"\ngenerator = \"hugo\"\n[[feed]]\nname = \"all\"\n",
    );
    room.write("content/a.md", "---\ndate: 2026-07-01\n---\n# The ferry\n\nText.\n");
    room.write("content/b.md", "---\ndate: 2026-07-01\ntitle: B\n---\n[To a](a.md)\n");
    room.build().ends(0).says_nothing();
    let items = items(&room);
    assert_eq!(items[1].0, "the-ferry/");
    assert!(items[0].2.contains("https://courier.example/the-ferry/"), "{}", items[0].2);
    let listed = room.run(&["list", "--format", "json", "content/a.md"]).ends(0).stdout;
    let listed: Value = serde_json::from_str(&listed).unwrap();
    let text = listed.to_string();
    assert!(text.contains("\"title\":{\"from\":\"text\",\"value\":\"The ferry\"}"), "{text}");
}
