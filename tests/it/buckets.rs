//! Feeds and records in buckets, by a store on this machine.
//!
//! `FEEDWRIGHT_KILLS` says how often a publisher is killed (12; `tests/run` asks for 500).

mod others;
mod store;

use std::collections::HashMap;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::newsroom::{NOW, Newsroom, Ran, between};
use store::{Mishap, Store};

const CONFIG: &str = r#"
[output]
dir = "s3://paper/news"
url = "https://feeds.courier.example/"
compress = ["gzip", "br"]

[[source]]
path = "articles/*.md"
url = "https://courier.example/{{ slug }}/"

[[feed]]
name = "top"
formats = ["rss", "atom", "json"]

[[feed]]
name = "world"
formats = ["rss"]
"#;

/// A newsroom of a few articles whose titles name it.
fn room(config: &str, name: &str) -> Newsroom {
    let room = Newsroom::new(config);
    for n in 0..6 {
        write(&room, name, n);
    }
    room
}

fn write(room: &Newsroom, name: &str, n: u32) {
    let text = format!("Words by {name}, number {n}. ").repeat(20);
    room.article(&format!("n{n}"), "2026-07-01T08:00:00Z", &format!("Number {n} by {name}"), "", &text);
}

fn command(room: &Newsroom, store: &Store, arguments: &[&str]) -> Command {
    let mut command = room.command(arguments);
    command.envs(store.variables()).stdin(Stdio::null());
    command
}

fn run(room: &Newsroom, store: &Store, arguments: &[&str]) -> Ran {
    Ran::of(&command(room, store, arguments).output().unwrap())
}

fn build(room: &Newsroom, store: &Store) -> Ran {
    run(room, store, &["build", "--now", NOW])
}

/// The objects that were put, but for the claim.
fn documents(store: &Store) -> Vec<String> {
    store.asked_by("PUT").into_iter().filter(|key| key != "news/.feedwright.json").collect()
}

fn text(store: &Store, key: &str) -> String {
    String::from_utf8(store.objects()[key].bytes.clone()).unwrap()
}

#[test]
fn of_many_who_put_under_one_condition_one_wins() {
    let store = Store::start();
    // The store is held to it, and the client: a mock that looks and then writes lets several win.
    let address = format!("http://127.0.0.1:{}", store.variables()[0].1.rsplit(':').next().unwrap());
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    for round in 0..20 {
        let won = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for n in 0..16 {
                let (won, address, agent) = (&won, &address, &agent);
                scope.spawn(move || {
                    let put = agent.put(format!("{address}/paper/race-{round}")).header("if-none-match", "*");
                    let put = put.header("authorization", "AWS4-HMAC-SHA256 Credential=test/x, Signature=y");
                    if put.send(format!("{n}")).unwrap().status() == 200 {
                        won.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
        });
        assert_eq!(won.into_inner(), 1);
    }
}

#[test]
fn a_build_puts_what_changed_with_its_labels_and_nothing_else() {
    let (store, room) = (Store::start(), room(CONFIG, "the desk"));
    build(&room, &store).ends(0);
    let put = documents(&store);
    let at = |name: &str| put.iter().position(|key| key == name).unwrap_or_else(|| panic!("{name} in {put:?}"));
    // What points at feeds comes after them.
    assert!(at("news/feeds.html") > at("news/world.rss") && at("news/feeds.opml") > at("news/top.json"), "{put:?}");
    let objects = store.objects();
    for (key, media_type, coding) in [
        ("news/top.rss", "application/rss+xml; charset=utf-8", None),
        ("news/top.rss.gz", "application/rss+xml; charset=utf-8", Some("gzip")),
        ("news/top.atom.br", "application/atom+xml; charset=utf-8", Some("br")),
        ("news/top.json", "application/feed+json; charset=utf-8", None),
        ("news/feeds.opml", "text/x-opml; charset=utf-8", None),
        ("news/feeds.html", "text/html; charset=utf-8", None),
    ] {
        let fields = &objects.get(key).unwrap_or_else(|| panic!("{key} in {:?}", objects.keys())).fields;
        assert_eq!(fields["content-type"], media_type, "{key}");
        assert_eq!(fields.get("content-encoding").map(String::as_str), coding, "{key}");
        assert_eq!(fields["cache-control"], "public, max-age=300", "{key}");
    }
    assert!(text(&store, "news/top.atom").contains("href=\"https://feeds.courier.example/top.atom\""));
    assert!(!room.file("s3:").exists() && !room.file("feeds").exists());

    // Nothing changed: it is listed, and that is all.
    build(&room, &store).ends(0).says_nothing();
    assert!(store.asked().iter().all(|(method, key)| method == "GET" && key.is_empty()));
    room.remove(".feedwright/build.cache");
    build(&room, &store).ends(0);
    assert!(store.asked().iter().all(|(method, key)| method == "GET" && key.is_empty()));

    // One article changed: its feeds, and nothing that stayed as it was.
    write(&room, "the desk, again", 3);
    run(&room, &store, &["build", "--now", "2026-07-10T13:00:00Z"]).ends(0);
    let put = documents(&store);
    assert!(put.contains(&"news/top.rss".to_owned()) && put.contains(&"news/top.rss.gz".to_owned()), "{put:?}");
    assert!(!put.contains(&"news/feeds.css".to_owned()), "{put:?}");
    assert!(text(&store, "news/world.rss").contains("Number 3 by the desk, again"));
}

#[test]
fn copies_that_are_lost_cost_reading_and_no_putting() {
    let (store, room) = (Store::start(), room(&CONFIG.replace("compress = [\"gzip\", \"br\"]", ""), "the desk"));
    build(&room, &store).ends(0);
    room.remove(".feedwright/buckets");
    room.remove(".feedwright/build.cache");
    store.asked();
    build(&room, &store).ends(0);
    let asked = store.asked();
    assert!(asked.iter().any(|(method, key)| method == "GET" && key == "news/top.rss"), "{asked:?}");
    assert!(asked.iter().all(|(method, _)| method != "PUT"), "{asked:?}");
}

#[test]
fn the_other_ways_to_name_a_bucket() {
    let store = Store::start();
    let other = room(
        &CONFIG
            .replace("dir = \"s3://paper/news\"\nurl = \"https://feeds.courier.example/\"", "url = \"s3://paper/url\""),
        "x",
    );
    build(&other, &store).ends(0);
    assert!(text(&store, "url/top.atom").contains("href=\"https://courier.example/top.atom\""));
    run(&other, &store, &["build", "--now", NOW, "--out", "s3://paper/a/b/"]).ends(0);
    assert!(store.objects().contains_key("a/b/top.rss"));
    let folder = tempfile::tempdir().unwrap();
    let out = format!("file://{}/feeds", folder.path().display());
    run(&other, &store, &["build", "--now", NOW, "--out", &out]).ends(0);
    assert!(folder.path().join("feeds/top.rss").exists());
    // A look puts nothing.
    store.asked();
    run(&other, &store, &["build", "--now", NOW, "--dry-run", "--out", "s3://paper/dry"]).ends(0);
    assert!(store.asked_by("PUT").is_empty());
    run(&other, &store, &["serve", "--addr", "127.0.0.1:0"]).ends(2).says("is a bucket");
}

#[test]
fn a_bucket_of_google_is_asked_by_its_generations() {
    let (store, room) = (Store::start(), room(&CONFIG.replace("s3:", "gs:"), "the desk"));
    let build = || {
        let (name, account) = store.google();
        Ran::of(&room.command(&["build", "--now", NOW]).env(name, account).stdin(Stdio::null()).output().unwrap())
    };
    store.before(|request| {
        assert!(
            request.method != "PUT" || request.fields.contains_key("x-goog-if-generation-match"),
            "{}",
            request.key
        );
        None
    });
    build().ends(0);
    assert!(documents(&store).contains(&"news/top.rss".to_owned()));
    assert_eq!(store.objects()["news/top.rss.gz"].fields["content-encoding"], "gzip");
    build().ends(0).says_nothing();
    assert!(documents(&store).is_empty());
    write(&room, "the desk again", 2);
    build().ends(0);
    assert!(text(&store, "news/top.rss").contains("the desk again"));
    // What stands is another version than that which was seen.
    write(&room, "the desk once more", 2);
    let (once, other) = (AtomicBool::new(true), store.clone());
    store.before(move |request| {
        if request.method == "PUT" && request.key == "news/top.rss" && once.swap(false, Ordering::Relaxed) {
            other.put("news/top.rss", "of somebody else");
        }
        None
    });
    build().ends(1).raises(&["outrun"]);
    assert_eq!(text(&store, "news/top.rss"), "of somebody else");
}

#[test]
fn objects_are_put_side_by_side_and_what_lists_them_last() {
    let (store, room) = (Store::start(), room(CONFIG, "the desk"));
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (busy, seen) = (now.clone(), most.clone());
    store.before(move |request| {
        if request.method == "PUT" && request.key != "news/.feedwright.json" {
            seen.fetch_max(busy.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(100));
            busy.fetch_sub(1, Ordering::SeqCst);
        }
        None
    });
    build(&room, &store).ends(0);
    assert!((2..=8).contains(&most.load(Ordering::SeqCst)), "{most:?}");
    let put = documents(&store);
    let list = put.iter().position(|key| ["news/feeds.opml", "news/feeds.html"].contains(&&**key)).unwrap();
    assert!(put[list..].iter().all(|key| !key.contains("top.") && !key.contains("world.")), "{put:?}");
}

#[test]
fn a_publisher_that_died_is_waited_for_and_another_goes_on() {
    if crate::outside::kills() < 100 {
        return crate::outside::skipped("FEEDWRIGHT_KILLS is small, and a publisher is waited for twenty seconds");
    }
    let (store, dead, other) = (Store::start(), room(CONFIG, "the dead"), room(CONFIG, "the living"));
    let mut child = command(&dead, &store, &["build", "--now", NOW]);
    let mut child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let id = child.id().to_string();
    store.before(move |request| {
        if request.method == "PUT" && request.key == "news/world.rss" {
            assert!(Command::new("kill").args(["-9", &id]).status().unwrap().success());
            std::thread::sleep(Duration::from_millis(100));
        }
        None
    });
    assert!(child.wait().unwrap().code().is_none());
    store.before(|_| None);
    let began = std::time::Instant::now();
    build(&other, &store).ends(0);
    assert!(began.elapsed() >= Duration::from_secs(20), "{:?}", began.elapsed());
    for key in ["news/top.rss", "news/top.atom", "news/top.json", "news/world.rss"] {
        assert!(text(&store, key).contains("the living") && !text(&store, key).contains("the dead"), "{key}");
    }
    // The dead one, alive again, begins with what stands there.
    build(&dead, &store).ends(0);
    assert!(text(&store, "news/top.rss").contains("the dead"));
}

#[test]
fn feeds_in_a_bucket_are_checked() {
    let (store, room) = (Store::start(), room(CONFIG, "the desk"));
    build(&room, &store).ends(0);
    store.put("news/broken.rss", "<rss version=\"2.0\"><channel></channel></rss>");
    let ran = run(&room, &store, &["check", "s3://paper/news"]).ends(1);
    assert!(ran.stdout.contains("s3://paper/news/broken.rss"), "{}", ran.stdout);
    assert!(ran.stdout.contains("s3://paper/news/top.atom"), "{}", ran.stdout);
    assert!(!ran.stdout.contains(".feedwright.json"), "{}", ran.stdout);
    run(&room, &store, &["check", "s3://paper/news/top.rss"]).ends(0);
    run(&room, &store, &["check", "s3://paper/news/*.atom"]).ends(0);
    run(&room, &store, &["check", "s3://paper/nothing"]).ends(2).says("nothing-to-check");
}

#[test]
fn a_busy_store_and_lost_answers_pass() {
    let (store, room) = (Store::start(), room(CONFIG, "the desk"));
    // Of each object the first request finds the store busy, and the answer to the second is lost.
    let times: Mutex<HashMap<(String, String), usize>> = Mutex::default();
    store.before(move |request| {
        let mut times = times.lock().unwrap();
        let time = times.entry((request.method.clone(), request.key.clone())).or_default();
        *time += 1;
        match *time % 3 {
            1 => Some(Mishap::Busy),
            2 if request.method == "PUT" => Some(Mishap::Lost),
            _ => None,
        }
    });
    build(&room, &store).ends(0);
    store.before(|_| None);
    let alone = Store::start();
    let same = self::room(CONFIG, "the desk");
    build(&same, &alone).ends(0);
    let bytes = |store: &Store| {
        let objects = store.objects().into_iter().filter(|(key, _)| !key.ends_with(".feedwright.json"));
        objects.map(|(key, object)| (key, object.bytes)).collect::<Vec<_>>()
    };
    assert_eq!(bytes(&store), bytes(&alone));
}

#[test]
fn a_store_that_refuses_stops_the_build_and_says_so() {
    let (store, room) = (Store::start(), room(CONFIG, "the desk"));
    build(&room, &store).ends(0);
    let before = store.objects();
    write(&room, "nobody", 1);
    let refused = command(&room, &store, &["build", "--now", NOW]).env("AWS_ACCESS_KEY_ID", "other").output().unwrap();
    Ran::of(&refused).ends(2).raises(&["bucket-unreachable"]).says("AWS_ACCESS_KEY_ID");
    assert_eq!(store.objects(), before);
}

#[test]
fn the_slower_of_two_publishers_says_who_won_and_mixes_nothing() {
    let store = Store::start();
    let (slow, fast) = (room(CONFIG, "the slow one"), room(CONFIG, "the fast one"));
    // The fast one publishes all at the moment at which the slow one is about to begin.
    let (once, other, fast) = (AtomicBool::new(true), store.clone(), Arc::new(fast));
    let faster = fast.clone();
    store.before(move |request| {
        if request.method == "PUT" && once.swap(false, Ordering::Relaxed) {
            build(&faster, &other).ends(0);
        }
        None
    });
    let ran = build(&slow, &store).ends(1).raises(&["outrun"]);
    assert!(ran.stderr.contains("publisher "), "{}", ran.stderr);
    let feeds = |store: &Store| {
        ["news/top.rss", "news/top.atom", "news/top.json", "news/world.rss"].map(|key| text(store, key))
    };
    assert!(feeds(&store).iter().all(|feed| feed.contains("the fast one") && !feed.contains("the slow one")));
    // It begins with what stands there now.
    store.before(|_| None);
    build(&slow, &store).ends(0);
    assert!(feeds(&store).iter().all(|feed| feed.contains("the slow one") && !feed.contains("the fast one")));
    // Where both would put the same, they agree.
    let (twin, once, other) = (Arc::new(room(CONFIG, "a twin")), AtomicBool::new(true), store.clone());
    let faster = twin.clone();
    store.before(move |request| {
        if request.method == "PUT" && once.swap(false, Ordering::Relaxed) {
            build(&faster, &other).ends(0);
        }
        None
    });
    for n in 0..6 {
        write(&slow, "a twin", n);
    }
    run(&slow, &store, &["build", "--now", NOW]);
    assert!(feeds(&store).iter().all(|feed| feed.contains("a twin")));
}

#[test]
fn publishers_that_run_at_once_leave_the_feeds_of_one() {
    let store = Store::start();
    let rooms: Vec<Newsroom> = ["one", "two", "three"].map(|name| room(CONFIG, name)).into();
    for round in 0..4 {
        std::thread::scope(|scope| {
            for (n, room) in rooms.iter().enumerate() {
                let store = &store;
                scope.spawn(move || {
                    write(room, ["one", "two", "three"][n], round % 6);
                    let ran = run(room, store, &["build", "--now", &format!("2026-07-10T1{round}:00:00Z")]);
                    assert!(ran.status < 2, "{}", ran.stderr);
                });
            }
        });
        let whose = |key: &str| {
            let feed = text(&store, key);
            between(&feed, "Number 0 by ", "<").split('"').next().unwrap().to_owned()
        };
        let first = whose("news/top.rss");
        assert!(["one", "two", "three"].contains(&&*first), "{first}");
        for key in ["news/top.atom", "news/world.rss"] {
            assert_eq!(whose(key), first, "{key} in round {round}");
        }
        assert!(text(&store, "news/top.json").contains(&format!("Number 0 by {first}\"")), "round {round}");
    }
}

#[test]
fn what_somebody_else_puts_is_not_overwritten_unseen() {
    let (store, room) = (Store::start(), room(CONFIG, "the desk"));
    build(&room, &store).ends(0);
    write(&room, "the desk, again", 3);
    let (once, other) = (AtomicBool::new(true), store.clone());
    store.before(move |request| {
        if request.method == "PUT" && request.key == "news/top.rss" && once.swap(false, Ordering::Relaxed) {
            other.put("news/top.rss", "<rss version=\"2.0\"/>");
        }
        None
    });
    run(&room, &store, &["build", "--now", "2026-07-10T13:00:00Z"]).ends(1).raises(&["outrun"]);
    assert_eq!(text(&store, "news/top.rss"), "<rss version=\"2.0\"/>");
    run(&room, &store, &["build", "--now", "2026-07-10T13:00:00Z"]).ends(0);
    assert!(text(&store, "news/top.rss").contains("the desk, again"));
}

/// How a publisher dies.
#[derive(Clone, Copy, Debug)]
enum Death {
    /// Before the store does what it asked for.
    Before,
    /// When the store has done it.
    After,
    /// At any moment.
    Between,
}

#[test]
fn a_publisher_that_is_killed_at_any_moment_leaves_whole_objects_and_the_next_one_ends_it() {
    let kills = crate::outside::kills();
    let (store, room) = (Store::start(), room(CONFIG, "kill 0"));
    build(&room, &store).ends(0);
    let requests = store.asked().len();
    let mut died = 0;
    for kill in 1..=kills {
        for n in 0..6 {
            write(&room, &format!("kill {kill}"), n);
        }
        let death = [Death::Before, Death::After, Death::Between][kill % 3];
        let moment = format!("2026-07-{:02}T{:02}:{:02}:00Z", 11 + kill / 1440, kill / 60 % 24, kill % 60);
        let mut child = command(&room, &store, &["build", "--now", &moment]);
        let mut child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let (asked, at, id) = (AtomicUsize::new(0), kill * 7 % (requests + 8), child.id().to_string());
        store.before(move |_| {
            if asked.fetch_add(1, Ordering::Relaxed) != at {
                return None;
            }
            if let Death::Between = death {
                std::thread::sleep(Duration::from_micros(300 * (kill as u64 % 10)));
            }
            assert!(Command::new("kill").args(["-9", &id]).stderr(Stdio::null()).status().is_ok());
            matches!(death, Death::Before).then_some(Mishap::Busy)
        });
        died += usize::from(child.wait().unwrap().code().is_none());
        store.before(|_| None);
        for (key, object) in store.objects() {
            let ending = ["rss", "atom"].into_iter().find(|ending| key.ends_with(&format!(".{ending}")));
            if let Some(ending) = ending {
                let root = if ending == "rss" { "</rss>" } else { "</feed>" };
                let feed = String::from_utf8(object.bytes).unwrap();
                assert!(feed.trim_end().ends_with(root) && feed.contains(" by kill "), "{key} after kill {kill}");
            }
        }
        if kill % 4 != 0 {
            continue;
        }
        run(&room, &store, &["build", "--now", &moment]).ends(0);
        let (expected, objects) = (format!("Number 0 by kill {kill}"), store.objects());
        for key in ["news/top.rss", "news/top.atom", "news/top.json", "news/world.rss"] {
            assert!(text(&store, key).contains(&expected), "{key} after kill {kill}");
            let mut original = String::new();
            let mut twin = flate2::read::GzDecoder::new(&*objects[&format!("{key}.gz")].bytes);
            std::io::Read::read_to_string(&mut twin, &mut original).unwrap();
            assert_eq!(original, text(&store, key), "{key} and its twin after kill {kill}");
        }
    }
    assert!(died * 2 > kills, "{died} of {kills} died");
}

const DESK: &str = r#"
[[source]]
name = "desk"
path = ["s3://paper/desk/**/*.json", "!**/draft-*.json"]
url = "https://courier.example/{{ id }}/"

[[feed]]
name = "top"
formats = ["atom"]
"#;

fn record(n: u32, title: &str) -> String {
    format!(
        "{{\"id\": \"a{n}\", \"title\": \"{title}\", \"published\": \"2026-07-01T0{n}:00:00Z\", \"body\": \"<p>Words.</p>\"}}"
    )
}

#[test]
fn records_in_a_bucket_are_read_once_a_version() {
    let (store, room) = (Store::start(), Newsroom::new(DESK));
    for n in 0..9 {
        store.put(&format!("desk/2026/a{n}.json"), record(n, &format!("Number {n}")));
    }
    store.put("desk/2026/draft-x.json", record(9, "A draft"));
    store.put("desk/readme.txt", "no record");
    store.put("elsewhere/a.json", record(9, "Not asked for"));
    build(&room, &store).ends(0);
    assert_eq!(room.each("feeds/top.atom", "title").len(), 9);
    let read = |store: &Store| store.asked_by("GET").into_iter().filter(|key| !key.is_empty()).collect::<Vec<_>>();
    assert_eq!(read(&store).len(), 9);
    build(&room, &store).ends(0).says_nothing();
    assert!(read(&store).is_empty());

    // One changed, one came, one went.
    store.put("desk/2026/a3.json", record(3, "Number 3, edited"));
    store.put("desk/new/a9.json", record(9, "A new one"));
    store.remove("desk/2026/a5.json");
    let ran = run(&room, &store, &["build", "--now", "2026-07-10T13:00:00Z"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let mut asked = read(&store);
    asked.sort();
    assert_eq!(asked, ["desk/2026/a3.json", "desk/new/a9.json"]);
    let titles = room.each("feeds/top.atom", "title");
    assert!(titles.contains(&"Number 3, edited".to_owned()) && titles.contains(&"A new one".to_owned()), "{titles:?}");
    assert!(!titles.contains(&"Number 5".to_owned()), "{titles:?}");

    // A bucket that refuses: what was read stands, and it is said.
    let before = room.output();
    let refused = command(&room, &store, &["build", "--now", "2026-07-10T13:00:00Z"])
        .env("AWS_ACCESS_KEY_ID", "other")
        .output()
        .unwrap();
    Ran::of(&refused).ends(1).raises(&["source-not-drawn"]).says("goes on with what was read before");
    assert_eq!(room.output(), before);
    run(&room, &store, &["build", "--now", "2026-07-10T13:00:00Z"]).ends(0);

    // A record at fault is named by its object.
    store.put("desk/2026/a7.json", "{\"title\": ");
    build(&room, &store).says("s3://paper/desk/2026/a7.json");
    room.config("[[source]]\npath = [\"s3://paper/desk/*.json\", \"articles/*.md\"]\n[[feed]]\nname = \"top\"\n");
    build(&room, &store).ends(2).raises(&["bad-value"]);
}
