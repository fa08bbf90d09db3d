//! Which file is the config: `feedwright.toml`, then a `config.toml` of ours; that of another program is said to be one.

use std::path::Path;

use feedwright::config;

use crate::newsroom::{NOW, Newsroom};

const OURS: &str = "[site]\ntitle = \"The Courier\"\nurl = \"https://courier.example/\"\nlanguage = \"en\"\n\
    authority = \"courier.example,2026\"\n[[source]]\npath = \"content/*.md\"\nurl = \"/{{ slug }}/\"\n[[feed]]\nname = \"top\"\n";

/// Configs as people have them beside their sites, and whose they are said to be, by which key.
const OTHERS: [(&str, &str, &str); 8] = [
    (
        "base_url = \"https://c.example\"\ncompile_sass = true\n[markdown]\nhighlight_code = true\n[extra]\na = 1\n",
        "the config of Zola",
        "base_url",
    ),
    (
        "title = \"A\"\nbase_url = \"https://c.example\"\ntaxonomies = [{name = \"tags\", feed = true}]\n",
        "the config of Zola",
        "base_url",
    ),
    (
        "baseURL = \"https://c.example/\"\nlanguageCode = \"en-us\"\ntitle = \"A\"\ntheme = \"ananke\"\n",
        "the config of Hugo",
        "baseURL",
    ),
    (
        "baseurl = \"https://c.example/\"\n[params]\nauthor = \"B\"\n[[menu.main]]\nname = \"x\"\n",
        "the config of Hugo",
        "baseurl",
    ),
    (
        "title = \"A\"\n[markup.goldmark.renderer]\nunsafe = true\n[Permalinks]\nposts = \"/:year/:slug/\"\n",
        "the config of Hugo",
        "markup",
    ),
    ("theme = \"terminal\"\n", "the config of Hugo", "theme"),
    ("[registry]\nname = \"x\"\n[net]\noffline = true\n", "another program's config", "registry"),
    // What does not parse further down is still theirs.
    ("base_url = \"https://c.example\"\ngenerate_feeds = true\n[extra]\na = = 1\n", "the config of Zola", "base_url"),
];

#[test]
fn a_config_of_another_program_is_one_finding_that_says_whose_it_is() {
    for (text, whose, key) in OTHERS {
        let (checked, found) = config::parse("config.toml", text, Path::new("."), &|_| None);
        assert!(checked.is_none() && found.len() == 1, "{text}: {found:#?}");
        assert_eq!(
            (found[0].code, found[0].excerpt.as_ref().map(|e| &e.text[e.mark.clone()])),
            ("foreign-config", Some(key))
        );
        let said = format!("this is {whose}: it has `{key}`, and none of `[site]`, `[[source]]` and `[[feed]]`");
        assert_eq!(found[0].message, said);
    }
}

#[test]
fn a_config_of_ours_with_slips_is_ours_all_the_same() {
    for text in [
        "",
        "[stie]\ntitle = \"A\"\n",
        "[[sources]]\npath = \"a/*.md\"\n",
        "[[feeds]]\nname = \"a\"\n",
        "state_dir = \"x\"\n",
        "title = \"A\"\nurl = \"https://c.example/\"\n",
        "baseURL = \"https://c.example/\"\n[site]\ntitle = \"A\"\n",
        "theme = \"x\"\n[[feed]]\nname = \"a\"\n",
    ] {
        let (_, found) = config::parse("config.toml", text, Path::new("."), &|_| None);
        assert!(!found.is_empty() && found.iter().all(|d| d.code != "foreign-config"), "{text}: {found:#?}");
    }
}

#[test]
fn every_command_takes_feedwright_toml_before_config_toml() {
    let room = Newsroom::new("");
    room.write("config.toml", OTHERS[0].0);
    room.write("content/a.md", "---\ntitle: A\ndate: 2026-07-01\n---\nText.\n");
    let commands: [&[&str]; 4] = [&["build", "--now", NOW], &["status"], &["next"], &["ledger", "list"]];
    for command in commands {
        room.run(command).ends(2).raises(&["foreign-config"]).says(
            "error[foreign-config]: this is the config of Zola: it has `base_url`, and none of `[site]`, `[[source]]` and `[[feed]]`\n\
             \x20--> config.toml:1:1\n",
        );
    }
    room.write("feedwright.toml", OURS);
    for command in commands {
        room.run(command).ends(0);
    }
    assert!(room.file("feeds/top.atom").exists());
    // What is named counts.
    room.run(&["build", "--config", "config.toml"]).ends(2).raises(&["foreign-config"]);
    room.rename("feedwright.toml", "other.toml");
    room.run(&["build", "--config", "other.toml", "--now", NOW]).ends(0);
    // One that cannot be read is not passed over.
    room.write("feedwright.toml/x", "");
    room.run(&["build"]).ends(2).raises(&["config-unreadable"]).says("--> feedwright.toml");
}
