//! Which articles are chosen for which feed, where it is written, and when that changes by itself.

use feedwright::article::{Bounds, Location, Status, Stub, Term, TermKind, Terms};
use feedwright::config::Config;
use feedwright::feed::{Definitions, Selection, Stock};
use proptest::prelude::*;

const NOW: i64 = 1_000_000;

/// Stubs with the terms they number.
#[derive(Default)]
struct Articles {
    stubs: Vec<Stub>,
    terms: Terms,
}

impl Articles {
    /// Adds an article that was published `age` seconds ago, with terms such as `tag:rail`.
    fn article(&mut self, id: &str, age: i64, terms: &[&str]) -> &mut Stub {
        let terms = terms
            .iter()
            .map(|t| {
                let (kind, value) = t.split_once(':').expect("kind:value");
                let kind = match kind {
                    "section" => TermKind::Section,
                    "tag" => TermKind::Tag,
                    "author" => TermKind::Author,
                    "language" => TermKind::Language,
                    "category" => TermKind::Category,
                    other => panic!("no kind of term: {other}"),
                };
                Term::new(kind, self.terms.number(value))
            })
            .collect();
        self.stubs.push(Stub {
            id: id.into(),
            computed_id: false,
            published: Some(NOW - age).into(),
            updated: None.into(),
            bounds: None,
            status: Status::Published,
            hold: None,
            has_media: false,
            terms,
            edit: 0,
            at: Location::default(),
        });
        self.stubs.last_mut().expect("one")
    }

    fn select_with(&self, feeds: &str, published: &[(String, String)], now: i64) -> Selection {
        let (definitions, diagnostics) = Definitions::new(&config(feeds));
        assert_eq!(diagnostics, []);
        let standing: Vec<u32> = (0..self.stubs.len() as u32).collect();
        definitions.select(&Stock {
            stubs: &self.stubs,
            standing: &standing,
            terms: &self.terms,
            now,
            published,
            early: &[],
        })
    }

    fn select(&self, feeds: &str) -> Selection {
        self.select_with(feeds, &[], NOW)
    }

    /// The ids that a feed with this `select` table holds.
    fn chosen(&self, select: &str) -> Vec<&str> {
        let selection = self.select(&format!("[[feed]]\nname = \"x\"\nselect = {select}\n"));
        self.ids(&selection, 0)
    }

    fn ids(&self, selection: &Selection, feed: usize) -> Vec<&str> {
        selection.feeds[feed].members.iter().map(|m| &*self.stubs[*m as usize].id).collect()
    }
}

fn config(feeds: &str) -> Config {
    let site = "[site]\ntitle = \"Courier\"\nurl = \"https://courier.example/\"\nauthority = \"courier.example,2026\"\nlanguage = \"en\"\n";
    let sources = "[[source]]\nname = \"wire\"\npath = \"w/*\"\n[[source]]\nname = \"desk\"\npath = \"d/*\"\n";
    toml::from_str(&format!("{site}{sources}{feeds}")).expect("a config")
}

fn codes(selection: &Selection) -> Vec<&str> {
    selection.diagnostics.iter().map(|(_, d)| d.code).collect()
}

fn paths(selection: &Selection) -> Vec<&str> {
    selection.feeds.iter().map(|f| f.path.as_str()).collect()
}

fn sample() -> Articles {
    let mut n = Articles::default();
    n.article("a", 10, &["section:World", "tag:rail", "language:en", "author:Ann"]);
    n.article("b", 20, &["section:World", "tag:opinion", "language:de-AT"]);
    n.article("c", 30, &["section:Sport", "tag:rail", "language:de", "category:http://cv.example/\t0400"]);
    n.article("d", 40, &["section:Sport", "language:den", "category:\t0400", "author:Ann", "author:Bo"]).has_media =
        true;
    n.stubs[3].at.source = 1;
    n
}

#[test]
fn every_key_of_a_select_table_chooses() {
    let n = sample();
    for (select, expected) in [
        ("{}", &["a", "b", "c", "d"][..]),
        ("{ section = \"World\" }", &["a", "b"]),
        ("{ section = [\"World\", \"Sport\"] }", &["a", "b", "c", "d"]),
        ("{ section = \"Nowhere\" }", &[]),
        ("{ tag = \"rail\" }", &["a", "c"]),
        ("{ tag = \"World\" }", &[]),
        ("{ author = \"Ann\" }", &["a", "d"]),
        ("{ language = \"de\" }", &["b", "c"]),
        ("{ language = \"de-AT\" }", &["b"]),
        ("{ category = \"0400\" }", &["c", "d"]),
        ("{ category = { scheme = \"http://cv.example/\" } }", &["c"]),
        ("{ category = { scheme = \"http://cv.example/\", term = [\"0400\"] } }", &["c"]),
        ("{ category = { scheme = \"http://cv.example/\", term = \"0500\" } }", &[]),
        ("{ source = \"desk\" }", &["d"]),
        ("{ source = [\"wire\", \"desk\"] }", &["a", "b", "c", "d"]),
        ("{ has-media = true }", &["d"]),
        ("{ has-media = false }", &["a", "b", "c"]),
        ("{ newer-than = \"30s\" }", &["a", "b"]),
        ("{ not = { newer-than = \"30s\" } }", &["c", "d"]),
        ("{ section = \"World\", not = { tag = \"opinion\" } }", &["a"]),
        ("{ any = [{ tag = \"opinion\" }, { has-media = true }] }", &["b", "d"]),
        ("{ all = [{ tag = \"rail\" }, { language = \"de\" }] }", &["c"]),
        (
            "{ not = { any = [{ tag = \"rail\" }, { all = [{ section = \"World\" }, { language = \"de\" }] }] } }",
            &["d"],
        ),
    ] {
        assert_eq!(n.chosen(select), expected, "{select}");
    }
}

#[test]
fn a_category_is_selected_by_its_label_too() {
    let mut n = sample();
    let number = n.terms.find("http://cv.example/\t0400").expect("the category");
    n.terms.set_label(number, "economy");
    assert_eq!(n.chosen("{ category = \"economy\" }"), ["c"]);
}

#[test]
fn newest_come_first_and_ties_are_broken_by_id() {
    let mut n = Articles::default();
    for (id, age) in [("b", 10), ("c", 5), ("a", 10)] {
        n.article(id, age, &[]);
    }
    n.stubs[2].updated = Some(NOW).into();
    let selection = n.select("[[feed]]\nname = \"x\"\n[[feed]]\nname = \"y\"\nsort = \"updated\"\n[[feed]]\nname = \"z\"\nlimit = 1\noffset = 1\n[[feed]]\nname = \"all\"\nlimit = 0\n");
    assert_eq!(n.ids(&selection, 0), ["c", "a", "b"]);
    assert_eq!(n.ids(&selection, 1), ["a", "c", "b"]);
    assert_eq!(n.ids(&selection, 2), ["a"]);
    assert_eq!(n.ids(&selection, 3), ["c", "a", "b"]);
}

#[test]
fn what_is_not_to_be_seen_is_out() {
    let mut n = Articles::default();
    n.article("draft", 10, &[]).status = Status::Draft;
    n.article("withdrawn", 10, &[]).status = Status::Withdrawn;
    n.article("embargoed", 10, &[]).bounds = Bounds::of(Some(NOW + 1), None);
    n.article("released", 10, &[]).bounds = Bounds::of(Some(NOW), None);
    n.article("future", -1, &[]);
    n.article("just-now", 0, &[]);
    n.article("expired", 10, &[]).bounds = Bounds::of(None, Some(NOW));
    n.article("expiring", 10, &[]).bounds = Bounds::of(None, Some(NOW + 5));
    let selection = n.select("[[feed]]\nname = \"x\"\n");
    assert_eq!(n.ids(&selection, 0), ["just-now", "expiring", "released"]);
    let withdrawn: Vec<_> = selection.feeds[0].withdrawn.iter().map(|w| &*n.stubs[*w as usize].id).collect();
    assert_eq!(withdrawn, ["withdrawn"]);
    assert_eq!(selection.next, Some(NOW + 1));
}

#[test]
fn a_family_makes_a_feed_for_each_value_with_enough_articles() {
    let n = sample();
    let selection = n.select("[[feed]]\nname = \"tag\"\neach = \"tag\"\n[[feed]]\nname = \"by\"\neach = \"author\"\nmin-count = 2\npath = \"people/{{ term | slug }}\"\ntitle = \"{{ term }} in {{ site.title }}\"\n");
    assert_eq!(paths(&selection), ["tag/opinion", "tag/rail", "people/ann"]);
    assert_eq!(n.ids(&selection, 1), ["a", "c"]);
    let head = &selection.feeds[2].head;
    assert_eq!(head.title, "Ann in Courier");
    assert_eq!(head.id, "tag:courier.example,2026:feed/by/Ann");
    assert_eq!(head.self_urls[0].1, "https://courier.example/feeds/people/ann.rss");
    assert_eq!(selection.feeds[2].files[2].1, "people/ann.json");
    assert_eq!(selection.feeds[0].head.title, "Courier: opinion");
}

#[test]
fn a_family_of_categories_is_named_by_label_and_kept_by_term() {
    let mut n = sample();
    let number = n.terms.find("http://cv.example/\t0400").expect("the category");
    n.terms.set_label(number, "economy");
    let selection = n.select(
        "[[feed]]\nname = \"c\"\neach = \"category\"\nselect = { category = { scheme = \"http://cv.example/\" } }\n",
    );
    // The article has the other category too where it has it; here each has one.
    assert_eq!(paths(&selection), ["c/0400"]);
    assert_eq!(selection.feeds[0].head.title, "Courier: economy");
    assert_eq!(selection.feeds[0].head.id, "tag:courier.example,2026:feed/c/http%3A%2F%2Fcv.example%2F/0400");
}

#[test]
fn the_feed_of_a_language_says_so() {
    let n = sample();
    let selection = n.select("[[feed]]\nname = \"l\"\neach = \"language\"\n[[feed]]\nname = \"german\"\nselect = { language = \"de\" }\n[[feed]]\nname = \"x\"\n");
    let languages: Vec<_> = selection.feeds.iter().map(|f| f.head.language.as_deref().unwrap_or_default()).collect();
    assert_eq!(languages, ["de", "de-AT", "den", "en", "de", "en"]);
}

#[test]
fn a_published_feed_stays_when_its_last_article_goes() {
    let n = sample();
    let published = [
        ("tag".to_owned(), "rail".to_owned()),
        ("tag".to_owned(), "gone".to_owned()),
        ("other".to_owned(), "x".to_owned()),
    ];
    let selection = n.select_with("[[feed]]\nname = \"tag\"\neach = \"tag\"\nmin-count = 3\n", &published, NOW);
    assert_eq!(paths(&selection), ["tag/gone", "tag/rail"]);
    assert!(selection.feeds[0].members.is_empty());
    assert_eq!(selection.feeds[0].head.updated.to_rfc3339(), "2026-01-01T00:00:00+00:00", "never the clock");
    assert_eq!(n.ids(&selection, 1), ["a", "c"]);
}

#[test]
fn two_feeds_with_one_path_are_a_diagnostic_and_the_first_stands() {
    let n = sample();
    for (first, second) in
        [("top", "top"), ("top", "TOP"), ("a/b", "A/B"), ("top.rss", "top.rss/more"), ("x/y.rss/z", "x/y")]
    {
        let selection = n.select(&format!(
            "[[feed]]\nname = \"1\"\npath = \"{first}\"\n[[feed]]\nname = \"2\"\npath = \"{second}\"\n"
        ));
        if first == "top.rss" {
            // The files are top.rss.rss and top.rss/more.rss: no file is another's folder.
            assert_eq!(codes(&selection), Vec::<&str>::new());
            continue;
        }
        assert_eq!(codes(&selection), ["path-taken"], "{first} {second}");
        assert_eq!(paths(&selection), [first]);
        assert_eq!(selection.left_out, 1);
    }
}

#[test]
fn two_formats_with_one_ending_are_a_diagnostic() {
    let n = sample();
    let selection = n.select("[[feed]]\nname = \"x\"\n[output]\nextensions = { rss = \"xml\", atom = \"xml\" }\n");
    assert_eq!(codes(&selection), ["path-taken"]);
    let selection = n.select("[[feed]]\nname = \"x\"\n[output]\nextensions = { rss = \"xml\" }\n");
    assert_eq!(selection.feeds[0].files[0].1, "x.xml");
}

#[test]
fn two_terms_with_one_slug_are_a_diagnostic_and_a_published_feed_keeps_its_place() {
    let mut n = Articles::default();
    n.article("a", 1, &["tag:C", "tag:C++", "tag:c#"]);
    let feed = "[[feed]]\nname = \"tag\"\neach = \"tag\"\n";
    let selection = n.select(feed);
    assert_eq!(codes(&selection), ["path-taken", "path-taken"]);
    assert_eq!(selection.feeds[0].head.term.as_deref(), Some("C"));
    let selection = n.select_with(feed, &[("tag".into(), "c#".into())], NOW);
    assert_eq!(selection.feeds.len(), 1);
    assert_eq!(selection.feeds[0].head.term.as_deref(), Some("c#"));
}

#[test]
fn tricks_in_terms_do_not_leave_the_folder() {
    let mut n = Articles::default();
    let long = format!("tag:{}", "x".repeat(300));
    let terms = ["tag:../../etc/passwd", "tag:nul", "tag:a\0b", "tag:...", &long, "tag:fine"];
    n.article("a", 1, &terms);
    let raw = n.select("[[feed]]\nname = \"t\"\neach = \"tag\"\npath = \"t/{{ term }}\"\n");
    assert_eq!(paths(&raw), ["t/fine"]);
    assert_eq!(codes(&raw), ["unsafe-path"; 5]);
    let slugged = n.select("[[feed]]\nname = \"t\"\neach = \"tag\"\n");
    assert_eq!(paths(&slugged).iter().filter(|p| p.contains("..") || p.contains('\0') || p.len() > 250).count(), 0);
    assert_eq!(codes(&slugged), ["unsafe-path"; 2], "an empty slug, and a device");
}

#[test]
fn a_family_without_bound_is_bounded() {
    let mut n = Articles::default();
    let tags: Vec<String> = (0..25_000).map(|i| format!("tag:t{i}")).collect();
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    n.article("a", 1, &tags);
    let selection = n.select("[[feed]]\nname = \"t\"\neach = \"tag\"\n");
    assert_eq!(selection.feeds.len(), 20_000);
    assert_eq!(codes(&selection), ["too-many-feeds"]);
    assert_eq!(selection.left_out, 5_000);
}

#[test]
fn a_template_that_fails_leaves_out_its_feed_alone() {
    let config = config(
        "[[feed]]\nname = \"bad\"\ntitle = \"{{ nothing }}\"\n[[feed]]\nname = \"worse\"\npath = \"{{ name | \"\n[[feed]]\nname = \"good\"\n",
    );
    let (definitions, diagnostics) = Definitions::new(&config);
    assert_eq!(diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["feed-template"]);
    let stock = Stock { stubs: &[], standing: &[], terms: &Terms::default(), now: NOW, published: &[], early: &[] };
    let selection = definitions.select(&stock);
    assert_eq!(paths(&selection), ["good"]);
    assert_eq!(selection.left_out, 2);
}

#[test]
fn the_head_has_the_newest_change_and_the_authors_that_all_agree_on() {
    let mut n = Articles::default();
    n.article("a", 100, &["author:Ann", "author:Bo"]);
    n.article("b", 200, &["author:Ann", "author:Bo"]).updated = Some(NOW - 50).into();
    let selection = n.select("[[feed]]\nname = \"x\"\n");
    let head = &selection.feeds[0].head;
    assert_eq!(head.updated.timestamp(), NOW - 50);
    assert_eq!(head.published.map(|p| p.timestamp()), Some(NOW - 100));
    assert_eq!(head.authors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(), ["Ann", "Bo"]);
    n.article("c", 300, &["author:Bo"]);
    assert!(n.select("[[feed]]\nname = \"x\"\n").feeds[0].head.authors.is_empty());
}

#[test]
fn an_archive_is_given_every_article_whatever_the_limit() {
    let n = sample();
    let selection = n.select("[[feed]]\nname = \"x\"\nlimit = 1\narchive = { per = 100 }\n");
    assert_eq!(n.ids(&selection, 0), ["a"]);
    assert_eq!(selection.feeds[0].matching.as_deref(), Some(&[0, 1, 2, 3][..]));
}

/// What readers would see of a selection.
fn seen(selection: &Selection) -> Vec<(String, Vec<u32>)> {
    selection.feeds.iter().map(|f| (f.path.clone(), f.members.clone())).collect()
}

fn any_stub() -> impl Strategy<Value = (i64, Option<i64>, Option<i64>, u8, bool)> {
    let moment = || proptest::option::of(NOW - 40..NOW + 40);
    (-30i64..60, moment(), moment(), 0u8..4, proptest::bool::weighted(0.1))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn next_is_the_first_moment_at_which_time_alone_changes_a_feed(
        articles in proptest::collection::vec(any_stub(), 0..12), limit in 0u32..4, offset in 0u32..3,
        window in 1u32..60, shape in 0u8..6,
    ) {
        let mut n = Articles::default();
        for (i, (age, embargo, expires, tag, withdrawn)) in articles.iter().enumerate() {
            let stub = n.article(&format!("{i:02}"), *age, &[&format!("tag:t{tag}")]);
            stub.bounds = Bounds::of(*embargo, *expires);
            if *withdrawn {
                stub.status = Status::Withdrawn;
            }
        }
        let rest = match shape {
            0 => String::new(),
            1 => "select = { tag = \"t1\" }".to_owned(),
            2 => format!("select = {{ newer-than = \"{window}s\" }}"),
            3 => format!("select = {{ not = {{ newer-than = \"{window}s\" }} }}"),
            4 => format!("each = \"tag\"\nmin-count = {}", 1 + window % 3),
            _ => "each = \"tag\"\nselect = { not = { tag = \"t0\" } }".to_owned(),
        };
        let feed = format!("[[feed]]\nname = \"x\"\nlimit = {limit}\noffset = {offset}\n{rest}\n");
        let before = n.select(&feed);
        // Feeds that stand now will stay.
        let published: Vec<_> = before.feeds.iter().filter_map(|f| Some((f.head.name.clone(), f.head.term.clone()?))).collect();
        let first = (NOW + 1..NOW + 130).find(|t| seen(&n.select_with(&feed, &published, *t)) != seen(&before));
        // Two changes of one moment may leave the feed as it was.
        let moments = articles.iter().flat_map(|(age, embargo, expires, ..)| {
            [Some(NOW - age), *embargo, *expires, Some(NOW - age + i64::from(window))].into_iter().flatten()
        });
        let mut moments: Vec<i64> = moments.filter(|moment| *moment > NOW).collect();
        let count = moments.len();
        moments.sort_unstable();
        moments.dedup();
        if moments.len() == count {
            prop_assert_eq!(before.next, first, "{}", feed);
        } else {
            prop_assert!(first.is_none_or(|first| before.next.is_some_and(|next| next <= first)), "{}", feed);
        }
    }
}

#[test]
fn a_selected_value_that_is_nearly_one_of_the_records_is_told() {
    let n = sample();
    let feeds = "[[feed]]\nname = \"x\"\nselect = { section = [\"World\", \"world\"], not = { any = [{ tag = \"opinoin\" }] } }\n\
                 [[feed]]\nname = \"y\"\nselect = { tag = \"culture\", author = \"Abe\" }\n";
    let found = Definitions::new(&config(feeds)).0.unmet(&n.terms);
    let said: Vec<_> = found.iter().map(|(at, d)| (at.as_str(), &*d.message, d.help.as_deref().unwrap())).collect();
    assert_eq!(
        said,
        [
            ("feed[0].select.section[1]", "no record has the section \"world\"", "did you mean \"World\"?"),
            ("feed[0].select.not.any[0].tag", "no record has the tag \"opinoin\"", "did you mean \"opinion\"?"),
        ]
    );
}
