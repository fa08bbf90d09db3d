//! What comes from outside cannot act on the terminal of whoever reads it, whichever command prints it.

use serde_json::json;

use crate::newsroom::{NOW, Newsroom, Ran, with_iim};

/// A title sequence, C1 controls, what turns the direction of text, line separators, and what goes back over
/// what was printed. `EVIL` shows that it was printed.
const EVIL: &str =
    "EVIL\u{1b}]0;x\u{7}\u{1b}[2J\u{9b}31m\u{9d}x\u{9c}\u{202e}\u{2066}\u{200f}\u{61c}\u{2028}\u{8}\u{7f}";

/// The same for where control characters of ASCII cannot stand.
const MILD: &str = "EVIL\u{9b}31m\u{9d}x\u{9c}\u{85}\u{202e}\u{2066}\u{200f}\u{61c}\u{2028}\u{7f}";

/// Whether a terminal would do something but show it.
fn acts(c: char) -> bool {
    let turns = "\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";
    (c.is_control() && c != '\n' && c != '\t') || turns.contains(c)
}

#[track_caller]
fn shows_harmless(ran: &Ran) {
    assert!(ran.stdout.contains("EVIL") || ran.stderr.contains("EVIL"), "it is not printed: {ran:?}");
    only_harmless(ran);
}

#[track_caller]
fn only_harmless(ran: &Ran) {
    let found: Vec<char> = ran.stdout.chars().chain(ran.stderr.chars()).filter(|c| acts(*c)).collect();
    assert!(found.is_empty(), "{found:?} in {ran:?}");
    // A line of a stranger's must not look like one of ours.
    for text in [&ran.stdout, &ran.stderr] {
        assert!(!text.lines().any(|line| line.starts_with("error[forged]")), "{text}");
    }
}

/// A newsroom in which all that comes from outside is hostile.
fn newsroom() -> Newsroom {
    let room = Newsroom::new(
        "[[source]]\npath = \"articles/*.*\"\nurl = \"https://courier.example/{{ slug }}/\"\nmedia-hash = \"sha-1\"\n\
         [source.media-url]\n\"photos\" = \"https://courier.example/photos\"\n\
         [[feed]]\nname = \"top\"\nlimit = 0\n[[feed]]\nname = \"section\"\neach = \"section\"\nlimit = 0\n",
    );
    let bad = format!("{EVIL}\nerror[forged]: not ours");
    let record = |slug: &str, draft: serde_json::Value| {
        json!({"id": format!("tag:courier.example,2026:{slug}{EVIL}"), "title": bad, "slug": slug, "published": "2026-07-01T08:00:00Z", "updated": bad,
            "expires": "2027-01-01T00:00:00Z", "section": bad, "tags": [bad], "authors": [{"name": bad, "url": format!("javascript:{bad}")}],
            "license": format!("javascript:{bad}"), "origin": {"title": bad, "url": format!("data:{bad}")}, "draft": draft, "language": bad,
            "status": "published", (bad.clone()): "x", "media": [{"url": format!("data:{bad}"), "credit-line": bad}, {"file": bad},
            {"file": "../photos/p.jpg", "credit-line": format!("Photo: {bad}"), "type": bad}], "body": format!("<p>{bad}</p>{{{{< {bad} >}}}}<{bad}>")})
    };
    room.write("articles/a.json", &record("a", json!(false)).to_string());
    room.write("articles/b.json", &record("b", json!(bad)).to_string());
    room.write("articles/same.json", &record("a", json!(false)).to_string());
    room.write(&format!("articles/{EVIL}.md"), &format!("+++\ntitle = {MILD}\n+++\n{bad}\n"));
    room.write("articles/y.md", &format!("---\ntitle: [{MILD}\n  {MILD}: {{\n---\n{bad}\n"));
    room.write("articles/l.jsonl", &format!("{{\"title\": {MILD}}}\n"));
    room.write("articles/t.txt", &format!("{bad}\n\n{bad}\n"));
    room.write("articles/t.toml", &format!("summary = {MILD}\n"));
    room.write("articles/n.xml", &format!("<nitf><head><title>{MILD}</title></head><body><{MILD}></nitf>"));
    std::fs::create_dir_all(room.file("photos")).unwrap();
    std::fs::write(room.file("photos/p.jpg"), with_iim(&[(110, EVIL), (80, EVIL), (5, EVIL), (120, EVIL)])).unwrap();
    room
}

#[test]
fn nothing_of_a_record_or_picture_acts_on_a_terminal_whichever_command_shows_it() {
    let room = newsroom();
    for arguments in [
        &["build", "--verbose", "--dry-run", "--diff"][..],
        &["build", "--format", "json", "--dry-run"],
        &["build", "--dry-run", "--diff", "--format", "json"],
        &["build", "--verbose"],
        &["build"],
    ] {
        let ran = room.run(&[arguments, &["--now", NOW]].concat());
        if arguments.len() > 1 {
            shows_harmless(&ran);
        } else {
            only_harmless(&ran);
        }
    }
    for arguments in [&["ledger", "list"][..], &["ledger", "export"], &["status"], &["status", "--format", "json"]] {
        let ran = room.run(arguments);
        shows_harmless(&ran);
    }
    let id = format!("tag:courier.example,2026:a{EVIL}");
    for arguments in [&["ledger", "show", &*id][..], &["ledger", "move", &id, &id], &["ledger", "withdraw", EVIL]] {
        shows_harmless(&room.run(arguments));
    }
    for format in ["text", "json"] {
        shows_harmless(&room.run(&["photo", "--format", format, "photos/p.jpg"]));
    }
    // What is written out means the same.
    let exported = room.run(&["ledger", "export"]).stdout;
    room.remove(".feedwright");
    room.run_with(&["ledger", "import", "-"], &exported).ends(0);
    assert_eq!(room.run(&["ledger", "export"]).stdout, exported);
    assert!(exported.contains("\\u009b31m\\u009dx\\u009c\\u202e\\u2066"), "{exported}");
}

#[test]
fn nothing_that_is_given_to_a_command_acts_on_a_terminal() {
    let room = Newsroom::new("[[feed]]\nname = \"top\"\n");
    for format in ["text", "jsonl"] {
        let line = format!("Photo: {EVIL}/Agency {EVIL} via {EVIL}");
        shows_harmless(&room.run(&["credit", "--format", format, &line]));
        shows_harmless(&room.run_with(&["credit", "--format", format, "-"], &format!("{line}\n\n{EVIL}\n")));
    }
    room.write(&format!("{EVIL}.jpg"), EVIL);
    for format in ["text", "json"] {
        shows_harmless(&room.run(&["photo", "--format", format, &format!("{EVIL}.jpg"), EVIL]));
    }
    shows_harmless(&room.run(&["explain", EVIL]));
    shows_harmless(&room.run(&["rules", EVIL]));
    shows_harmless(&room.run(&["ledger", "show", EVIL]));
    shows_harmless(&room.run_with(&["ledger", "import", "-"], &format!("{{\"kind\": \"{MILD}\"}}\n{EVIL}\n")));
    shows_harmless(&room.run(&["ledger", "import", EVIL]));
    shows_harmless(&room.run(&["build", "--config", EVIL]));
    shows_harmless(&room.run(&["build", "--now", EVIL]));
    shows_harmless(&room.run(&["status", "--config", EVIL]));
    shows_harmless(&room.run(&["next", "--config", EVIL]));
    for config in [
        format!("\"{MILD}\" = 1\n[[feed]]\nname = \"{MILD}\"\nprofiles = [\"{MILD}\"]\n"),
        format!("title = {MILD}\n"),
        format!(
            "[[source]]\npath = \"{MILD}/*.md\"\nurl = \"{{{{ {MILD} }}}}\"\n[[feed]]\nname = \"top\"\nselect = {{ {} = 1 }}\n",
            "EVIL"
        ),
        "[[source]]\nformat = \"jsonl\"\ncommand = [\"sh\", \"-c\", \"printf 'EVIL\\\\033[2J\\\\302\\\\233m' >&2; exit 3\"]\n[[feed]]\nname = \"top\"\n".to_owned(),
    ] {
        room.config(&config);
        shows_harmless(&room.build());
    }
}

#[test]
fn nothing_of_a_feed_acts_on_a_terminal_in_any_format_of_findings() {
    let room = Newsroom::new("");
    let rss = format!(
        "<?xml version=\"1.0\"?>\n<!-- {MILD} -->\n<rss version=\"{MILD}\" xmlns:e=\"urn:{MILD}\"><channel><title>{MILD}</title><link>{MILD}</link>\
         <e:x a=\"{MILD}\">{MILD}</e:x><item><guid>{MILD}</guid><pubDate>{MILD}</pubDate><author>{MILD}</author>\
         <description>&lt;p {MILD}=\"{MILD}\"&gt;&lt;script&gt;{MILD}</description><enclosure url=\"javascript:{MILD}\" type=\"{MILD}\" length=\"{MILD}\"/>\
         </item></channel></rss>"
    );
    let json = json!({"version": EVIL, "title": [EVIL], "home_page_url": EVIL, (EVIL): EVIL, "items": [{"id": {}, "url": EVIL, "date_published": EVIL, (EVIL): 1}]});
    let name = |ending: &str| format!("feeds/{EVIL}.{ending}");
    room.write(&name("rss"), &rss);
    room.write(&name("json"), &json.to_string());
    room.write(
        &name("atom"),
        &format!("<feed xmlns='http://www.w3.org/2005/Atom'><title type='{MILD}'>{EVIL}</{MILD}>"),
    );
    room.write(&name("xml"), &format!("<{MILD}"));
    for format in ["text", "json", "jsonl", "sarif", "github"] {
        for target in ["feeds", &name("rss"), &name("json"), &name("atom"), EVIL] {
            shows_harmless(&room.run(&["check", "--format", format, target]));
        }
        only_harmless(&room.run_with(&["check", "--format", format, "-"], &rss));
    }
    shows_harmless(&room.run(&["check", &format!("http://{EVIL}/")]));
    shows_harmless(&room.run(&["check", &format!("http://127.0.0.1/{EVIL}")]));
}
