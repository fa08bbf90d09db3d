//! Configs: every fault at once, each at its place, with what to do.

use std::fmt::Write as _;
use std::path::Path;

use feedwright::config::{self, Checked};
use feedwright::diagnostic::Diagnostic;

fn variable(name: &str) -> Option<String> {
    (name == "SITE").then(|| "https://courier.example/".to_owned())
}

fn parse(text: &str) -> (Option<Checked>, Vec<Diagnostic>) {
    config::parse("config.toml", text, Path::new("."), &variable)
}

/// A line for each diagnostic: place, marked text, code, message and help.
fn report(text: &str) -> String {
    let (checked, found) = parse(text);
    let mut out = String::new();
    for d in &found {
        let place = d.place.as_ref().map_or("-".to_owned(), ToString::to_string);
        let mark = d.excerpt.as_ref().map_or("", |e| &e.text[e.mark.clone()]);
        let help = d.help.as_deref().unwrap_or("-");
        let _ = writeln!(out, "{place} [{mark}] {} {}: {} ({help})", d.severity, d.code, d.message);
    }
    let errors = found.iter().any(|d| d.severity == feedwright::diagnostic::Severity::Error);
    assert_eq!(checked.is_none(), errors, "a config is had exactly when there is no error:\n{out}");
    out
}

const SITE: &str = r#"[site]
title = "The Harbour Courier"
url = "https://courier.example/"
authority = "courier.example,2026"
"#;

const REST: &str = r#"[[source]]
path = "articles/**/*.md"
[[feed]]
name = "top"
"#;

#[test]
fn a_plain_config_has_no_faults_and_the_documented_defaults() {
    let text = format!("{SITE}{REST}");
    assert_eq!(report(&text), "");
    let config = parse(&text).0.unwrap().config;
    assert_eq!(config.output.dir, Path::new("feeds"));
    assert_eq!(config.state_dir, Path::new(".feedwright"));
    assert_eq!(config.site.timezone.to_string(), "UTC");
    assert_eq!(config.feed[0].limit(), 50);
    assert_eq!(config.feed[0].formats.len(), 3);
    assert!(config.output.pretty);
}

#[test]
fn every_fault_is_reported_at_once_in_the_order_of_the_file() {
    let text = r#"sate-dir = "x"
[site]
titel = "The Harbour Courier"
url = "courier.example"
authority = "courier.example"
language = "en_GB"
timezone = "Berlin"
limit = 3

[output]
compress = ["gzip", "brotli"]
max-shrink = "50"
pretty = "yes"

[[source]]
format = "markdwon"

[[feed]]
name = "top"
formats = "rss"
profiles = ["msm"]
select = { section = ["World"], newer-than = "3 days", langauge = "de" }
archive = { per = "year" }
ttl-minutes = -5
"#;
    let expected = "\
config.toml:1:1 [sate-dir] error unknown-key: the config has no key `sate-dir` (did you mean `state-dir`?)
config.toml:2:1 [[site]] error missing-key: `[site]` needs `title` (title: Its name)
config.toml:3:1 [titel] error unknown-key: `[site]` has no key `titel` (did you mean `title`?)
config.toml:4:7 [\"courier.example\"] error bad-value: `courier.example` is not an absolute web address (write `https://courier.example`)
config.toml:5:13 [\"courier.example\"] error bad-value: `courier.example` is not the authority of a tag: URI (RFC 4151) (a domain and a date on which it was yours: `courier.example,2026`)
config.toml:6:12 [\"en_GB\"] error bad-value: `en_GB` is not a language tag (write `en-GB`)
config.toml:7:12 [\"Berlin\"] error bad-value: `Berlin` is not a time zone of the IANA database (did you mean `Europe/Berlin`?)
config.toml:8:1 [limit] error unknown-key: `[site]` has no key `limit` (`limit` is a key of `[[feed]]`)
config.toml:11:21 [\"brotli\"] error unknown-value: `brotli` is not one of `gzip`, `br`, `zstd` (did you mean `br`?)
config.toml:12:14 [\"50\"] error bad-value: `50` is not a percentage from `0%` to `100%` (write `50%`)
config.toml:13:10 [\"yes\"] error wrong-type: `pretty` is a string, where true or false belongs (write `true`)
config.toml:15:1 [[[source]]] error missing-key: `[[source]]` needs `path`, `from`, `command` or `database` (path: Glob patterns, relative to the config file, or in buckets (`s3://desk/out/**/*.json`); from: Addresses of `http` and `https` that records are read from; command: Program and arguments, run in the config's folder without a shell: it gives records as JSON Lines; database: Address of a database: `postgres://host/name`, `mysql://…` (MariaDB too) or `sqlite:file`)
config.toml:16:10 [\"markdwon\"] error unknown-value: `markdwon` is not one of `csv`, `feed`, `html`, `json`, `jsonl`, `markdown`, `newsml`, `newsml-g2`, `ninjs`, `nitf`, `parquet`, `text`, `toml`, `wordpress`, `wxr`, `yaml` (did you mean `markdown`?)
config.toml:20:11 [\"rss\"] error wrong-type: `formats` is a string, where a list belongs (write `[\"rss\"]`)
config.toml:21:13 [\"msm\"] error bad-value: there is no profile `msm` (did you mean `msn`?)
config.toml:22:46 [\"3 days\"] error bad-value: `3 days` is not a length of time such as `30m`, `72h` or `7d` (a number and a unit: `s`, `m`, `h`, `d` or `w`)
config.toml:22:56 [langauge] error unknown-key: `[feed.select]` has no key `langauge` (did you mean `language`?)
config.toml:23:19 [\"year\"] error unknown-value: `year` is not one of `month` (-)
config.toml:24:15 [-5] error bad-value: -5 is not a number from 0 to 4294967295 (-)
";
    let found = report(text);
    assert!(found == expected, "found:\n{found}\nexpected:\n{expected}");
}

#[test]
fn a_value_that_is_no_word_is_told_with_its_place_and_the_words_there_are() {
    let text = r#"[site]
title = "The Harbour Courier"
url = "https://courier.example/"
authority = "courier.example,2026"

[output]
compress = [1]

[[source]]
path = "a/*.md"
html = 5
media-hash = true
generator = ["hugo"]

[[feed]]
name = "top"
formats = ["rss", 2]
archive = { per = false }
"#;
    let expected = r#"config.toml:7:13 [1] error wrong-type: `compress[0]` is a number, where a string belongs (its values are `gzip`, `br`, `zstd`)
config.toml:11:8 [5] error wrong-type: `html` is a number, where a string belongs (its values are `sanitize`, `trusted`)
config.toml:12:14 [true] error wrong-type: `media-hash` is true or false, where a string belongs (its values are `md5`, `sha-1`)
config.toml:13:13 [["hugo"]] error wrong-type: `generator` is a list, where a string belongs (its values are `hugo`, `zola`, `jekyll`, `eleventy`, `astro`, `docusaurus`, `vitepress`, `next`, `hexo`, `pelican`, `nikola`, `gatsby`, `sveltekit`, `mdbook`, `mkdocs`, `ghost`, `none`)
config.toml:17:19 [2] error wrong-type: `formats[1]` is a number, where a string belongs (its values are `rss`, `atom`, `json`, `sitemap`, `news-sitemap`, `ninjs`, `mrss`, `newsml-g2`, `digest`, `apple-news`)
config.toml:18:19 [false] error wrong-type: `per` is true or false, where a number or a string belongs (its values are `month`)
"#;
    let found = report(text);
    assert!(!found.contains("config-invalid"), "{found}");
    assert_eq!(found, expected);
}

#[test]
fn what_does_not_fit_is_reported_beside_faults_of_the_shape() {
    let text = r#"
[site]
url = 5
authority = "courier.example,2026"

[[source]]
path = "articles/*.md"
url = "/{{ sectoin }}/"
[source.map]
titel = "kopf"

[[source]]

[[feed]]
frm = ["rss"]
[[feed]]
name = "top"
title = "${NOWHERE}"
archive = { per = 0 }
related = [{ url = "about" }]
categories = [{ term = "", scheme = "a b" }]
select = { newer-than = "0h", not = { any = [{ source = "articels" }] } }
[[feed]]
name = "top"
limit = "ten"

[body]
iframe-hosts = ["https://video.example/"]
"#;
    let expected = "\
config.toml:2:1 [[site]] error missing-key: `[site]` needs `title` (title: Its name)
config.toml:3:7 [5] error wrong-type: `url` is a number, where a string belongs (write `\"5\"`)
config.toml:8:12 [sectoin] error unknown-variable: the template uses `sectoin`, which does not exist (did you mean `section`?)
config.toml:10:1 [titel] error unknown-field: a record has no field `titel` (did you mean `title`?)
config.toml:12:1 [[[source]]] error missing-key: `[[source]]` needs `path`, `from`, `command` or `database` (path: Glob patterns, relative to the config file, or in buckets (`s3://desk/out/**/*.json`); from: Addresses of `http` and `https` that records are read from; command: Program and arguments, run in the config's folder without a shell: it gives records as JSON Lines; database: Address of a database: `postgres://host/name`, `mysql://…` (MariaDB too) or `sqlite:file`)
config.toml:12:1 [[[source]]] error duplicate-name: two sources are called `articles` (the other begins in line 6) (give each a name of its own)
config.toml:14:1 [[[feed]]] error missing-key: `[[feed]]` needs `name` (name: Its name, unique; the default of `path`)
config.toml:15:1 [frm] error unknown-key: `[[feed]]` has no key `frm` (did you mean `formats`?)
config.toml:18:9 [\"${NOWHERE}\"] error missing-variable: the environment variable `NOWHERE` is not set (set it where feedwright runs (for cron: in the crontab))
config.toml:19:19 [0] error bad-value: an archive document cannot hold 0 articles (a number from 1 on, or `month`)
config.toml:20:20 [\"about\"] error bad-value: `about` is not an absolute web address (write `https://about`)
config.toml:21:24 [\"\"] error bad-value: the category has no term (such as `20000638`)
config.toml:21:37 [\"a b\"] error bad-value: `a b` is not an absolute URI (a URI such as `https://courier.example/roles`)
config.toml:22:25 [\"0h\"] error bad-value: no article is newer than that (a length of time such as `72h` or `7d`)
config.toml:22:57 [\"articels\"] error unknown-source: there is no source `articels` (did you mean `articles`?)
config.toml:24:8 [\"top\"] error duplicate-name: two feeds are called `top` (the other begins in line 16) (give each a name of its own)
config.toml:25:9 [\"ten\"] error wrong-type: `limit` is a string, where a number belongs (-)
config.toml:28:17 [\"https://video.example/\"] error bad-value: `https://video.example/` is not the name of a host (write `video.example`)
";
    let found = report(text);
    assert!(found == expected, "found:\n{found}\nexpected:\n{expected}");
}

#[test]
fn parts_that_do_not_fit_each_other_are_reported() {
    let cases = [
        (
            format!("{SITE}[[source]]\npath = \"a/*.md\"\n[[source]]\npath = \"b/*.md\"\n[[feed]]\nname = \"top\"\n"),
            "config.toml:7:1 [[[source]]] error duplicate-name: two sources are called `articles` (the other begins in line 5) (give each a name of its own)\n",
        ),
        (
            format!("{SITE}{REST}[[feed]]\nname = \"top\"\n"),
            "config.toml:10:8 [\"top\"] error duplicate-name: two feeds are called `top` (the other begins in line 7) (give each a name of its own)\n",
        ),
        (
            format!("{SITE}{REST}select = {{ any = [{{ source = \"artikles\" }}] }}\n"),
            "config.toml:9:30 [\"artikles\"] error unknown-source: there is no source `artikles` (did you mean `articles`?)\n",
        ),
        (
            format!("{SITE}{REST}each = \"section\"\npath = \"section/{{{{ name }}}}\"\n"),
            "config.toml:10:8 [\"section/{{ name }}\"] error path-without-term: all feeds of this family would be written to one path (add the term: `{{ term | slug }}`)\n",
        ),
        (
            format!("{SITE}{REST}title = \"{{{{ sit.title }}}}: {{{{ term }}}}\"\n"),
            "config.toml:9:9 [\"{{ sit.title }}: {{ term }}\"] error term-without-each: `term` has a value only in a feed with `each` (add `each`, or leave `term` out)\n\
             config.toml:9:13 [sit] error unknown-variable: the template uses `sit`, which does not exist (did you mean `site`?)\n",
        ),
        (
            format!(
                "{SITE}[output]\ndir = \"public/../articles/out\"\nextensions = {{ atom = \"rss\", json = \"gz\" }}\n[[source]]\npath = \"./articles/**/*\"\n[[feed]]\nname = \"top\"\n"
            ),
            "config.toml:7:23 [\"rss\"] error extension-clash: the formats rss and atom have one extension, `rss` (give each format an extension of its own)\n\
             config.toml:7:37 [\"gz\"] error extension-clash: `gz` is the extension of compressed twins (choose another, such as `xml`)\n\
             config.toml:9:8 [\"./articles/**/*\"] error output-in-source: `./articles/**/*` takes in the feeds that are written to `public/../articles/out` (narrow the pattern, or write the feeds to another folder)\n",
        ),
        (
            format!("state-dir = \"feeds/.state\"\n{SITE}{REST}min-count = 2\n"),
            "config.toml:1:13 [\"feeds/.state\"] error state-in-output: the ledger would lie in the output folder, for all to read (keep it beside the output folder, such as `.feedwright`)\n\
             config.toml:10:13 [2] warning needless-key: `min-count` says nothing without `each` (add `each`, or for the smallest size of a feed use `min-items`)\n",
        ),
        (
            format!("{SITE}{REST}formats = [\"json\"]\nprofiles = [\"msn\"]\n"),
            "config.toml:10:12 [[\"msn\"]] warning needless-key: none of these consumers reads the format of this feed (add `rss` or `atom` to `formats`)\n",
        ),
        (
            format!("{SITE}{REST}formats = []\n"),
            "config.toml:9:11 [[]] error empty-list: the feed would be written in no format (name some of `rss`, `atom`, `json`)\n",
        ),
        (
            SITE.to_owned(),
            "config.toml [] warning no-source: the config has no source: there is nothing to publish (add `[[source]]` with a `path`)\n\
             config.toml [] warning no-feed: the config has no feed: nothing is published (add `[[feed]]` with a `name`)\n",
        ),
    ];
    for (text, expected) in cases {
        let found = report(&text);
        assert!(found == expected, "of\n{text}\nfound:\n{found}\nexpected:\n{expected}");
    }
}

#[test]
fn templates_of_shortcodes_are_checked_before_any_body_is_read() {
    let body = "[body.shortcodes]\nstamp = \"<b>{{ args[0] | slug }}</b>\"\nbroken = \"<b>{{ inner\"\nfilter = \"{{ inner | slugg }}\"\n";
    let out = report(&format!("{SITE}{body}{REST}"));
    assert_eq!(out.lines().count(), 2, "{out}");
    let places: Vec<&str> = out.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(places, ["config.toml:7:10", "config.toml:8:22"], "{out}");
    assert!(out.contains("did you mean `slug`?"), "{out}");
}

#[test]
fn maps_and_templates_of_sources_are_checked_before_any_record_is_read() {
    let text = format!(
        r#"{SITE}[[source]]
path = "articles/**/*.md"
url = "https://courier.example/{{{{ sectoin | slug }}}}/{{{{ slug | slugify }}}}/"
id = "{{{{ id }}}}"
[source.map]
titel = "headline"
headline = "title"
published = "meta..first"
"media.capton" = "text"
[[feed]]
name = "top"
title = "{{{{ site.titel }}}}"
"#
    );
    let expected = "\
config.toml:7:35 [sectoin] error unknown-variable: the template uses `sectoin`, which does not exist (did you mean `section`?)
config.toml:7:63 [slugify] error bad-value: the template cannot be used: filter slugify is unknown (here that is `slug`)
config.toml:8:10 [id] error unknown-variable: the template uses `id`, which does not exist (there are `slug`, `basename`, `path`, `folder`, `name`, `source`, `url`, `title`, `author`, `section`, `categories`, `language`, `date`, `published`, `year`, `month`, `day`)
config.toml:10:1 [titel] error unknown-field: a record has no field `titel` (did you mean `title`?)
config.toml:11:1 [headline] error unknown-field: a record has no field `headline` (our name comes first: `title = \"headline\"`)
config.toml:12:13 [\"meta..first\"] error bad-value: `meta..first` names no field of the records (a name such as `headline`, or `meta.dates.first`)
config.toml:13:1 [\"media.capton\"] error unknown-field: a record has no field `media.capton` (did you mean `media.caption`?)
config.toml:16:13 [site.titel] error unknown-variable: the template uses `site.titel`, which does not exist (did you mean `site.title`?)
";
    let found = report(&text);
    assert!(found == expected, "found:\n{found}\nexpected:\n{expected}");

    let dotted = format!(
        "{SITE}[[source]]\npath = \"*.md\"\n[source.map]\nmedia.caption = \"text\"\n[[feed]]\nname = \"top\"\n"
    );
    let expected = "config.toml:8:1 [media] error wrong-type: `media` is a table, where a string belongs (a dotted name stands in quotes, such as `\"media.caption\"`)\n";
    assert_eq!(report(&dotted), expected);
}

#[test]
fn environment_variables_are_taken_in_and_missing_ones_reported() {
    let text = format!("{SITE}description = \"from ${{SITE}}, $${{SITE}} as it is\"\n{REST}")
        .replace("https://courier.example/", "${SITE}");
    assert_eq!(report(&text), "");
    let config = parse(&text).0.unwrap().config;
    assert_eq!(config.site.url, "https://courier.example/");
    assert_eq!(config.site.description.unwrap(), "from https://courier.example/, ${SITE} as it is");

    let text = format!("{SITE}description = \"${{NOWHERE}} ${{not closed\"\n{REST}");
    assert_eq!(
        report(&text),
        "config.toml:5:15 [\"${NOWHERE} ${not closed\"] error missing-variable: the environment variable `NOWHERE` is not set (set it where feedwright runs (for cron: in the crontab))\n\
         config.toml:5:15 [\"${NOWHERE} ${not closed\"] error bad-variable: `${` begins the name of an environment variable, which ends with `}` (write `$${` for the characters themselves)\n"
    );
}

#[test]
fn broken_syntax_is_reported_with_the_faults_of_what_could_be_read() {
    let found = report("[site]\ntitle = \"x\nurl = \"https://courier.example/\"\nautority = \"a\"\n");
    assert!(found.contains("config.toml:2:") && found.contains("config-syntax"), "{found}");
    assert!(found.contains("unknown-key") && found.contains("did you mean `authority`?"), "{found}");
    assert!(!found.contains("missing-key"), "{found}");
}

#[test]
fn later_stages_can_place_what_they_find() {
    let checked = parse(&format!("{SITE}{REST}select = {{ tag = [\"a\", \"b\"] }}\n")).0.unwrap();
    let place = |path: &str| checked.place(Diagnostic::note("x", "y"), path).place.unwrap().to_string();
    assert_eq!(place("feed[0].select.tag[1]"), "config.toml:9:24");
    assert_eq!(place("feed[0].title"), "config.toml:7:1");
    assert_eq!(place("nowhere"), "config.toml");
}

#[test]
fn a_config_that_cannot_be_read_is_a_diagnostic() {
    let dir = tempfile::tempdir().unwrap();
    let (checked, found) = config::load(&dir.path().join("none.toml"));
    assert!(checked.is_none());
    assert_eq!(found[0].code, "config-unreadable");
    let path = dir.path().join("latin.toml");
    std::fs::write(&path, b"[site]\ntitle = \"M\xfcller\"\n").unwrap();
    assert_eq!(config::load(&path).1[0].message, "line 2 of the config is not UTF-8");
}

proptest::proptest! {
    #[test]
    fn no_text_makes_reading_a_config_panic(text in "(\\[\\[?(site|feed|source|output)\\]?\\]\n|(title|url|path|select|each|limit) = |[\"'{}$\\[\\],=. 0-9é\n]|[a-z]{1,5}){0,40}") {
        let _ = parse(&text);
    }
}
