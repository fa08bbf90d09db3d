//! Presets of partners: what a feed with one is like, and that the sample newsroom passes its partner's check.

use feedwright::config::{PRESETS, PROFILES};

use crate::newsroom::Newsroom;
use crate::newsroom::files;
use crate::outside::root;

/// The moment for which the sample newsroom is built: the day after its newest article.
const NOW: &str = "2026-11-21T12:00:00Z";

#[test]
fn the_sample_newsroom_passes_the_check_of_each_partner_whose_preset_it_names() {
    for preset in PRESETS {
        // Flipboard takes no feed of fewer than 30 articles, and the sample has not as many.
        let is_small = preset.name == "flipboard";
        let folder = if is_small { root().join("tests/golden/flipboard") } else { root().to_owned() };
        let mut files = files::below(&folder.join("articles"), &folder);
        let of_folder = std::fs::read_to_string(folder.join("config.toml")).unwrap();
        let newsroom = of_folder.split("[[feed]]").next().unwrap();
        let feed = format!(
            "{newsroom}[[feed]]\nname = \"partner\"\npreset = \"{}\"\nselect = {{ language = \"en\" }}\nimage = \"https://courier.example/logo.png\"\n",
            preset.name
        );
        files.insert("config.toml".to_owned(), feed.into_bytes());
        let room = Newsroom::with(&files);
        let now = if is_small { "2026-06-01T12:00:00Z" } else { NOW };
        let ran = room.build_at(now);
        // An article that a partner does not take is left out, and said.
        assert!(ran.status <= 1, "{}: {}", preset.name, ran.stderr);
        let (file, _) =
            room.published().into_iter().next().unwrap_or_else(|| panic!("{}: {}", preset.name, ran.stderr));
        let mut check = vec!["check", &*file, "--now", now];
        if PROFILES.contains(&preset.name) {
            check.extend(["--profile", preset.name]);
        }
        room.run(&check).ends(0);
        let text = room.read(&file);
        assert!(text.contains("<item>") || text.contains("<url>"), "{}: nothing is left: {}", preset.name, ran.stderr);
    }
}

#[test]
fn what_a_preset_sets_is_explained() {
    let room = Newsroom::new("");
    for preset in PRESETS {
        let ran = room.run(&["explain", "preset", preset.name]).ends(0);
        assert!(ran.stdout.contains(preset.keys.lines().next().unwrap()) && ran.stdout.contains(preset.title));
    }
    room.run(&["explain", "preset", "msm"]).ends(2).says("did you mean msn?");
    let room = Newsroom::new("[[source]]\npath = \"a.md\"\n[[feed]]\nname = \"a\"\npreset = \"msm\"\n");
    room.run(&["build"]).ends(2).says("did you mean `msn`?");
}
