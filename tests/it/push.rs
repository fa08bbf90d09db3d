//! Hubs, webhooks and programs are told what changed, and nothing else.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::newsroom::{NOW, Newsroom};

/// A request that was received.
#[derive(Clone, Debug)]
struct Received {
    path: String,
    head: String,
    body: String,
}

impl Received {
    /// A value of a form.
    fn value(&self, name: &str) -> String {
        let values: Vec<(String, String)> = url::form_urlencoded::parse(self.body.as_bytes()).into_owned().collect();
        values.into_iter().find(|(known, _)| known == name).map(|(_, value)| value).unwrap_or_default()
    }

    fn header(&self, name: &str) -> &str {
        let line = |line: &&str| line.split_once(':').is_some_and(|(known, _)| known.eq_ignore_ascii_case(name));
        self.head.lines().find(line).and_then(|line| line.split_once(':')).map_or("", |(_, value)| value.trim())
    }
}

/// What is done with a request: the status line and fields of the answer.
type Answers = Arc<Mutex<Box<dyn FnMut(&Received) -> String + Send>>>;

/// A server that keeps what it is sent.
struct Receiver {
    port: u16,
    received: Arc<Mutex<Vec<Received>>>,
    answers: Answers,
}

impl Receiver {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let received = Arc::<Mutex<Vec<Received>>>::default();
        let answers: Answers = Arc::new(Mutex::new(Box::new(|_| "204 No Content".to_owned())));
        let (keep, answer) = (received.clone(), answers.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (keep, answer) = (keep.clone(), answer.clone());
                std::thread::spawn(move || take(stream, &keep, &answer));
            }
        });
        Self { port, received, answers }
    }

    /// From here on it answers so.
    fn answers(&self, answer: impl FnMut(&Received) -> String + Send + 'static) {
        *self.answers.lock().unwrap() = Box::new(answer);
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What it was sent since it was asked last, in the order of addresses.
    fn taken(&self) -> Vec<Received> {
        let mut taken = std::mem::take(&mut *self.received.lock().unwrap());
        taken.sort_by(|a, b| a.body.cmp(&b.body));
        taken
    }

    /// The addresses that it was pinged of.
    fn topics(&self) -> Vec<String> {
        self.taken().iter().map(|ping| ping.value("hub.url")).collect()
    }
}

/// In the place of an answer: none comes.
const NOTHING: &str = "nothing";

fn take(mut stream: TcpStream, keep: &Mutex<Vec<Received>>, answer: &Answers) {
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut bytes = Vec::new();
    let mut block = [0; 4096];
    let (head, body) = loop {
        let Ok(n @ 1..) = stream.read(&mut block) else { return };
        bytes.extend_from_slice(&block[..n]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if body.len() >= length.unwrap_or(0) {
            break (head.to_owned(), body.to_owned());
        }
    };
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let received = Received { path, head, body };
    let answer = (answer.lock().unwrap())(&received);
    keep.lock().unwrap().push(received);
    if answer == NOTHING {
        std::thread::sleep(Duration::from_secs(30));
        return;
    }
    let end = if answer.contains("\r\n\r\n") { "" } else { "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" };
    let _ = stream.write_all(format!("HTTP/1.1 {answer}{end}").as_bytes());
}

/// A newsroom with two feeds and these lines of its site and others.
fn room(site: &str, more: &str) -> Newsroom {
    let room = Newsroom::new(&format!(
        "{site}\n[output]\nurl = \"https://courier.example/feeds/\"\n[fetch]\nallow = [\"127.0.0.0/8\"]\n\
         [[source]]\npath = \"articles/*.md\"\nurl = \"https://courier.example/{{{{ slug }}}}/\"\n\
         [[feed]]\nname = \"local\"\nformats = [\"rss\", \"atom\"]\nselect = {{ section = \"Local\" }}\n\
         [[feed]]\nname = \"world\"\nformats = [\"json\"]\nselect = {{ section = \"World\" }}\n{more}"
    ));
    for (name, section) in [("ferry", "Local"), ("tide", "World")] {
        room.article(name, "2026-07-01T08:00:00Z", name, &format!("section = \"{section}\""), "What happened.");
    }
    room
}

fn storm(room: &Newsroom, text: &str) {
    room.article("storm", "2026-07-02T08:00:00Z", "A storm", "section = \"Local\"", text);
}

const LOCAL: [&str; 2] = ["https://courier.example/feeds/local.atom", "https://courier.example/feeds/local.rss"];
const WORLD: &str = "https://courier.example/feeds/world.json";

fn status(room: &Newsroom, now: &str) -> Value {
    let ran = room.run(&["status", "--format", "json", "--now", now]);
    serde_json::from_str(&ran.stdout).unwrap()
}

#[test]
fn feeds_name_their_hubs_and_a_hub_hears_of_what_changed_once_it_stands() {
    let hub = Receiver::start();
    let room = room(&format!("hub = [\"{}\"]", hub.url("/hub")), "");
    // When it is pinged the file is there already.
    let folder = room.path().to_owned();
    hub.answers(move |ping| {
        let name = ping.value("hub.url").rsplit('/').next().unwrap().to_owned();
        let text = std::fs::read_to_string(folder.join("feeds").join(name)).unwrap_or_default();
        if text.contains("What happened") || text.contains("It blew") { "202 Accepted" } else { "500 Too early" }
            .to_owned()
    });
    room.build().ends(0).says_nothing();
    let pings = hub.taken();
    assert!(pings.iter().all(|ping| ping.path == "/hub" && ping.value("hub.mode") == "publish"), "{pings:?}");
    let topics: Vec<String> = pings.iter().map(|ping| ping.value("hub.url")).collect();
    assert_eq!(topics, [LOCAL[0], LOCAL[1], WORLD]);
    let url = hub.url("/hub");
    assert!(room.read("feeds/local.atom").contains(&format!("<link href=\"{url}\" rel=\"hub\"/>")));
    assert!(room.read("feeds/local.rss").contains(&format!("<atom:link href=\"{url}\" rel=\"hub\"/>")));
    let feed: Value = serde_json::from_str(&room.read("feeds/world.json")).unwrap();
    assert_eq!(feed["hubs"], json!([{"type": "WebSub", "url": url}]));
    // A build that changes nothing, with its cache and without; then one that changes one feed.
    room.build().ends(0);
    room.remove(".feedwright/build.cache");
    room.build().ends(0);
    assert_eq!(hub.topics(), [""; 0]);
    storm(&room, "It blew.");
    room.run(&["build", "--now", NOW, "--dry-run"]).ends(0);
    room.run(&["build", "--now", NOW, "--out", "elsewhere"]).ends(0);
    assert_eq!(hub.topics(), [""; 0], "nothing is told of what is not published");
    room.build().ends(0).says_nothing();
    assert_eq!(hub.topics(), LOCAL);
    assert_eq!(status(&room, NOW)["owed"], json!([]));
}

#[test]
fn a_feed_has_hubs_of_its_own_and_one_that_is_not_everybodys_none_of_the_site() {
    let hub = Receiver::start();
    let room = room(
        &format!("hub = [\"{}\"]\ncloud = \"{}\"", hub.url("/hub"), hub.url("/cloud")),
        &format!(
            "[[feed]]\nname = \"partner\"\nlisted = false\nformats = [\"rss\"]\n\
             [[feed]]\nname = \"own\"\nhub = [\"{}\"]\nformats = [\"rss\"]\n[[feed]]\nname = \"none\"\nhub = []\nformats = [\"json\"]\n",
            hub.url("/own")
        ),
    );
    room.build().ends(0);
    let mut told: Vec<(String, String)> =
        hub.taken().iter().map(|ping| (ping.path.clone(), ping.value("hub.url") + &ping.value("url"))).collect();
    told.sort();
    let own = "https://courier.example/feeds/own.rss";
    let all = [
        ("/cloud/ping", LOCAL[1]),
        ("/cloud/ping", own),
        ("/hub", LOCAL[0]),
        ("/hub", LOCAL[1]),
        ("/hub", WORLD),
        ("/own", own),
    ];
    assert_eq!(told, all.map(|(path, url)| (path.to_owned(), url.to_owned())));
    let cloud = format!(
        "<cloud domain=\"127.0.0.1\" port=\"{}\" path=\"/cloud/pleaseNotify\" registerProcedure=\"\" protocol=\"http-post\"/>",
        hub.port
    );
    assert!(room.read("feeds/local.rss").contains(&cloud), "{}", room.read("feeds/local.rss"));
    assert!(!room.read("feeds/partner.rss").contains("hub\"") && !room.read("feeds/partner.rss").contains("<cloud"));
}

#[test]
fn a_dead_hub_delays_no_build_and_is_told_later_more_and_more_rarely() {
    let hub = Receiver::start();
    let room = room(&format!("hub = [\"{}\"]", hub.url("/")), "[notify]\ntime = \"2s\"\n");
    hub.answers(|_| NOTHING.to_owned());
    let began = Instant::now();
    room.build().ends(0).raises(&["ping-failed"]);
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    assert!(room.file("feeds/local.rss").exists());
    hub.answers(|_| "503 Down\r\nRetry-After: 7200".to_owned());
    let owed = status(&room, NOW);
    assert_eq!((owed["owed"].as_array().unwrap().len(), &owed["ok"]), (3, &true.into()), "{owed:#}");
    assert_eq!(owed["owed"][0]["target"], json!({"hub": hub.url("/")}));
    hub.taken();
    // Too early; then in time, by a build that finds nothing new.
    room.run(&["notify", "--now", "2026-07-10T12:00:20Z"]).ends(0).says_nothing();
    assert_eq!(hub.topics().len(), 0);
    room.build_at("2026-07-10T12:05:00Z").ends(0).raises(&["ping-failed"]);
    assert!(!hub.topics().is_empty());
    // It has said how long it wants to be left alone.
    room.run(&["notify", "--now", "2026-07-10T13:00:00Z"]).ends(0).says_nothing();
    assert_eq!(hub.topics().len(), 0);
    hub.answers(|_| "204 No Content".to_owned());
    let late = status(&room, "2026-07-10T14:00:00Z");
    assert_eq!((&late["ok"], &late["owed"][0]["tries"]), (&false.into(), &2.into()), "{late:#}");
    assert!(room.run(&["status", "--now", NOW]).stdout.contains("owed: the hub http"));
    room.run(&["notify", "--now", "2026-07-10T14:10:00Z"]).ends(0).says_nothing();
    assert_eq!(hub.topics(), [LOCAL[0], LOCAL[1], WORLD]);
    assert_eq!(status(&room, NOW)["owed"], json!([]));
}

#[test]
fn a_hub_that_refuses_is_left_alone_and_one_that_is_never_there_is_given_up() {
    let hub = Receiver::start();
    let room = room(&format!("hub = [\"{}\"]", hub.url("/")), "[notify]\ngive-up-after = \"1d\"\n");
    hub.answers(|_| "404 Not Found".to_owned());
    room.build().ends(0).raises(&["ping-refused"]).says("the answer is 404");
    assert_eq!(status(&room, NOW)["owed"], json!([]));
    hub.answers(|_| "308 Moved\r\nLocation: http://127.0.0.1:1/".to_owned());
    storm(&room, "It blew.");
    room.build().ends(0).raises(&["ping-refused"]).says("it moved to http://127.0.0.1:1/");
    hub.answers(|_| "500 Broken".to_owned());
    storm(&room, "It blew hard.");
    room.build().ends(0).raises(&["ping-failed"]);
    room.run(&["notify", "--now", "2026-07-11T11:00:00Z"]).ends(1).raises(&["ping-failed"]);
    room.run(&["notify", "--now", "2026-07-11T23:00:00Z"]).ends(1).raises(&["ping-abandoned"]);
    room.run(&["notify", "--all", "--now", "2026-07-12T23:00:00Z"]).ends(0).says_nothing();
    assert_eq!(status(&room, NOW)["owed"], json!([]));
}

#[test]
fn no_private_machine_is_told_anything_unless_the_config_allows_it() {
    let hub = Receiver::start();
    let room = room(&format!("hub = [\"{}\"]", hub.url("/")), "");
    let config = room.read("config.toml").replace("allow = [\"127.0.0.0/8\"]", "");
    room.write("config.toml", &config);
    room.build().ends(0).raises(&["local-address", "ping-failed"]).says("not public");
    assert_eq!(hub.topics().len(), 0);
}

#[test]
fn what_a_crash_leaves_promised_is_told_where_it_stands_and_nowhere_else() {
    let hub = Receiver::start();
    let room = room(&format!("hub = [\"{}\"]", hub.url("/")), "");
    room.build().ends(0);
    hub.taken();
    let db = rusqlite::Connection::open(room.file(".feedwright/outbox.sqlite")).unwrap();
    let promise = |path: &str, format: &str, hash: String| {
        let change = json!({
            "path": path, "url": format!("https://courier.example/feeds/{path}"), "feed": path.split('.').next(),
            "format": format, "hash": hash,
        });
        db.execute("INSERT INTO promise VALUES (?1, ?2)", [path, &change.to_string()]).unwrap();
    };
    let hash = feedwright::publish::hash(room.read("feeds/local.rss").as_bytes());
    promise("local.rss", "rss", hash);
    promise("local.atom", "atom", "0".repeat(32));
    room.remove(".feedwright/build.cache");
    room.build().ends(0).says_nothing();
    assert_eq!(hub.topics(), [LOCAL[1]]);
}

#[test]
fn builds_that_are_killed_owe_what_stands_and_no_more() {
    let hub = Receiver::start();
    let room = room(&format!("hub = [\"{}\"]", hub.url("/")), "");
    room.build().ends(0);
    let mut told = Vec::new();
    for n in 0..12_u64 {
        storm(&room, &format!("It blew {n} times."));
        let mut build = room.command(&["build", "--now", NOW]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(4 * n));
        let _ = build.kill();
        build.wait().unwrap();
    }
    hub.taken();
    storm(&room, "It blew at last.");
    room.build().ends(0);
    room.run(&["notify", "--all", "--now", "2026-07-10T13:00:00Z"]).ends(0);
    told.extend(hub.topics());
    assert!(LOCAL.iter().all(|topic| told.iter().any(|known| known == topic)), "{told:?}");
    assert!(told.iter().all(|topic| topic != WORLD), "{told:?}");
    assert_eq!(status(&room, NOW)["owed"], json!([]));
}

#[test]
fn a_webhook_gets_what_changed_signed_with_a_secret_of_the_environment() {
    let hook = Receiver::start();
    let room = room(
        "",
        &format!("[[notify.webhook]]\nurl = \"{}\"\nsecret-variable = \"HOOK_SECRET\"\n", hook.url("/changed")),
    );
    room.build().ends(0).raises(&["ping-failed"]).says("the environment variable `HOOK_SECRET` is not set");
    assert_eq!(hook.taken().len(), 0);
    storm(&room, "It blew.");
    let mut command = room.command(&["build", "--now", "2026-07-10T12:30:00Z"]);
    assert!(command.env("HOOK_SECRET", "s3cret").status().unwrap().success());
    let [got] = &hook.taken()[..] else { panic!("one request") };
    assert!(
        got.path == "/changed" && got.head.starts_with("POST ") && got.header("content-type") == "application/json"
    );
    let mut mac = Hmac::<Sha256>::new_from_slice(b"s3cret").unwrap();
    mac.update(got.body.as_bytes());
    let signature: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(got.header("x-hub-signature-256"), format!("sha256={signature}"));
    let report: Value = serde_json::from_str(&got.body).unwrap();
    let paths: Vec<&str> = report["changed"].as_array().unwrap().iter().map(|c| c["path"].as_str().unwrap()).collect();
    // Of both builds, each file once, with what stands beside the feeds.
    for path in ["local.atom", "local.rss", "world.json", "index.html", "feeds.opml"] {
        assert_eq!(paths.iter().filter(|known| **known == path).count(), 1, "{path} in {paths:?}");
    }
    let local = report["changed"].as_array().unwrap().iter().find(|c| c["path"] == "local.rss").unwrap();
    let hash = feedwright::publish::hash(room.read("feeds/local.rss").as_bytes());
    assert_eq!(*local, json!({"path": "local.rss", "url": LOCAL[1], "feed": "local", "format": "rss", "hash": hash}));
    assert_eq!((&report["version"], &report["removed"]), (&1.into(), &json!([])));
    assert!(!room.read(".feedwright/manifest.json").contains("s3cret"));
}

#[test]
#[cfg(unix)]
fn a_program_is_run_without_a_shell_with_what_changed_on_its_input_and_ended_when_it_takes_too_long() {
    let room = room(
        "",
        "[[notify.exec]]\ncommand = [\"python3\", \"told.py\", \"$HOME; `x` 'y'\"]\n\
         [[notify.exec]]\ncommand = [\"sh\", \"-c\", \"sleep 60 & sleep 60\"]\ntime = \"1s\"\n\
         [[notify.exec]]\ncommand = [\"sh\", \"-c\", \"echo no such zone >&2; exit 3\"]\n\
         [[notify.exec]]\ncommand = [\"no-such-program\"]\n",
    );
    room.write(
        "told.py",
        "import json, sys\nopen('told.json', 'w').write(json.dumps([sys.argv[1], json.load(sys.stdin)]))\n",
    );
    let began = Instant::now();
    let ran = room.build().ends(0).raises(&["ping-failed"]);
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    for said in ["it took longer than 1 s, and was ended", "no such zone", "it cannot be run"] {
        assert!(ran.stderr.contains(said), "{said}\n{}", ran.stderr);
    }
    let told: Value = serde_json::from_str(&room.read("told.json")).unwrap();
    assert_eq!(told[0], "$HOME; `x` 'y'");
    assert!(told[1]["changed"].as_array().unwrap().iter().any(|change| change["path"] == "world.json"));
    room.remove("told.json");
    room.run(&["build", "--now", NOW]).ends(0);
    assert!(!room.file("told.json").exists(), "nothing has changed");
    // What it was owed is owed no longer once the config has it no longer.
    let config = room.read("config.toml");
    room.write("config.toml", config.split("[[notify.exec]]\ncommand = [\"sh\"").next().unwrap());
    room.run(&["notify", "--all", "--now", "2026-07-10T13:00:00Z"]).ends(1).raises(&["ping-refused"]);
    assert_eq!(status(&room, NOW)["owed"], json!([]));
}

#[test]
fn a_build_that_stays_tells_while_it_goes_on() {
    let hub = Receiver::start();
    let room = room(&format!("hub = [\"{}\"]", hub.url("/")), "");
    let mut build = room.command(&["build", "--watch", "--quiet", "--now", NOW]).spawn().unwrap();
    let wait_for = |count: usize| {
        let end = Instant::now() + Duration::from_secs(20);
        while hub.received.lock().unwrap().len() < count {
            assert!(Instant::now() < end, "{:?}", hub.received.lock().unwrap());
            std::thread::sleep(Duration::from_millis(20));
        }
        hub.topics()
    };
    assert_eq!(wait_for(3).len(), 3);
    storm(&room, "It blew.");
    assert_eq!(wait_for(2), LOCAL);
    build.kill().unwrap();
    build.wait().unwrap();
}

/// The hub of `feedwright serve --hub`, with somebody who subscribes.
#[cfg(feature = "serve")]
mod hub {
    use super::*;
    use crate::asking::{answer, sent};
    use crate::serve::Serving;

    fn room() -> Newsroom {
        super::room("hub = [\"https://courier.example/hub\"]", "")
    }

    /// Asks the hub; the status of its answer.
    fn ask(serving: &Serving, form: &[(&str, &str)]) -> u16 {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = format!(
            "POST /hub HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        answer(&sent(serving.port, request.as_bytes())).unwrap().status
    }

    fn subscribe(serving: &Serving, callback: &str, more: &[(&str, &str)]) -> u16 {
        let form = [("hub.mode", "subscribe"), ("hub.topic", LOCAL[1]), ("hub.callback", callback)];
        ask(serving, &[&form, more].concat())
    }

    /// A value of the query of a request.
    fn queried(received: &Received, name: &str) -> String {
        let url = url::Url::parse(&format!("http://x{}", received.path)).unwrap();
        url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
    }

    /// Answers with what is asked for: that it is meant, and that it was taken.
    fn means_it(received: &Received) -> String {
        let challenge = queried(received, "hub.challenge");
        if challenge.is_empty() {
            return "204 No Content".to_owned();
        }
        format!("200 OK\r\nContent-Length: {}\r\n\r\n{challenge}", challenge.len())
    }

    fn wait_for(subscriber: &Receiver, what: &str, is_it: impl Fn(&Received) -> bool) -> Received {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            if let Some(found) = subscriber.received.lock().unwrap().iter().find(|one| is_it(one)).cloned() {
                return found;
            }
            assert!(Instant::now() < end, "{what}: {:?}", subscriber.received.lock().unwrap());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    #[test]
    fn who_subscribes_is_asked_whether_it_is_meant_and_gets_what_changes_signed() {
        let (room, subscriber) = (room(), Receiver::start());
        room.run(&["build", "--now", NOW]).ends(0);
        subscriber.answers(means_it);
        let serving = Serving::start(&room, &["--quiet", "--hub"]);
        let callback = subscriber.url("/told?id=7");
        assert_eq!(subscribe(&serving, &callback, &[("hub.secret", "s3cret"), ("hub.lease_seconds", "86400")]), 202);
        let asked = wait_for(&subscriber, "the question", |one| one.head.starts_with("GET "));
        assert_eq!(queried(&asked, "id"), "7");
        assert_eq!((queried(&asked, "hub.mode"), queried(&asked, "hub.topic")), ("subscribe".into(), LOCAL[1].into()));
        assert_eq!(queried(&asked, "hub.lease_seconds"), "86400");
        // It takes a moment until it is written down.
        std::thread::sleep(Duration::from_millis(1_500));
        storm(&room, "It blew.");
        room.run(&["build", "--now", NOW]).ends(0);
        let told = wait_for(&subscriber, "the feed", |one| one.head.starts_with("POST "));
        assert_eq!((&*told.path, &told.body), ("/told?id=7", &room.read("feeds/local.rss")));
        assert_eq!(told.header("content-type"), "application/rss+xml; charset=utf-8");
        let links = format!("<{}>; rel=\"self\", <https://courier.example/hub>; rel=\"hub\"", LOCAL[1]);
        assert_eq!(told.header("link"), links);
        let mut mac = Hmac::<Sha256>::new_from_slice(b"s3cret").unwrap();
        mac.update(told.body.as_bytes());
        let signature: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(told.header("x-hub-signature"), format!("sha256={signature}"));
        // A server that is started anew still knows it, and one that fails is told later.
        drop(serving);
        subscriber.taken();
        let fails = std::sync::atomic::AtomicBool::new(true);
        subscriber.answers(move |one| {
            if fails.swap(false, std::sync::atomic::Ordering::Relaxed) { "500 Broken".into() } else { means_it(one) }
        });
        storm(&room, "It blew on.");
        room.run(&["build", "--now", NOW]).ends(0);
        let serving = Serving::start(&room, &["--quiet", "--hub"]);
        wait_for(&subscriber, "the feed", |one| one.body.contains("It blew on."));
        subscriber.taken();
        let db = rusqlite::Connection::open(room.file(".feedwright/hub.sqlite")).unwrap();
        std::thread::sleep(Duration::from_millis(500));
        assert_eq!(db.execute("UPDATE subscription SET due = 0 WHERE due IS NOT NULL AND tries = 1", []).unwrap(), 1);
        wait_for(&subscriber, "the feed once more", |one| one.body.contains("It blew on."));
        // It leaves.
        let leave = [("hub.mode", "unsubscribe"), ("hub.topic", LOCAL[1]), ("hub.callback", &callback)];
        assert_eq!(ask(&serving, &leave), 202);
        wait_for(&subscriber, "the question", |one| queried(one, "hub.mode") == "unsubscribe");
        std::thread::sleep(Duration::from_millis(500));
        let left: i64 = db.query_row("SELECT count(*) FROM subscription", [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0);
    }

    #[test]
    fn a_hub_of_other_people_hands_on_what_it_is_pinged_of() {
        let Some(python) = crate::outside::python("flask_websub.hub, celery") else { return };
        let free = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let (port, port_of_hub) = (free(), free());
        let (url, folder) = (format!("http://127.0.0.1:{port}/feeds/"), tempfile::tempdir().unwrap());
        let room = super::room(&format!("hub = [\"http://127.0.0.1:{port_of_hub}/hub\"]"), "");
        room.write("config.toml", &room.read("config.toml").replace("https://courier.example/feeds/", &url));
        let mut command = std::process::Command::new(python);
        command.arg("tests/readers/websub_hub.py").arg(port_of_hub.to_string()).arg(folder.path());
        let quiet = std::process::Stdio::null;
        let mut hub = command.current_dir(crate::outside::root()).stdout(quiet()).stderr(quiet()).spawn().unwrap();
        let end = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(("127.0.0.1", port_of_hub)).is_err() {
            assert!(Instant::now() < end, "the hub does not listen: {:?}", hub.try_wait());
            std::thread::sleep(Duration::from_millis(50));
        }
        room.run(&["build", "--now", NOW]).ends(0);
        let _serving = Serving::at(&format!("127.0.0.1:{port}"), &room, &["--quiet"]);
        let subscriber = Receiver::start();
        subscriber.answers(means_it);
        let (topic, callback) = (format!("{url}local.rss"), subscriber.url("/told"));
        let form = [("hub.mode", "subscribe"), ("hub.topic", &topic), ("hub.callback", &callback), ("hub.secret", "x")];
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = format!(
            "POST /hub HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        assert_eq!(answer(&sent(port_of_hub, request.as_bytes())).unwrap().status, 202);
        wait_for(&subscriber, "the question", |one| queried(one, "hub.mode") == "subscribe");
        storm(&room, "It blew.");
        room.run(&["build", "--now", "2026-07-10T13:00:00Z"]).ends(0);
        let told = wait_for(&subscriber, "the feed", |one| one.head.starts_with("POST "));
        assert_eq!((&*told.path, &told.body), ("/told", &room.read("feeds/local.rss")));
        assert!(told.body.contains("A storm") && told.header("x-hub-signature").starts_with("sha512="), "{told:?}");
        hub.kill().unwrap();
        hub.wait().unwrap();
    }

    #[test]
    fn nobody_is_subscribed_who_does_not_mean_it_and_to_nothing_that_is_not_served() {
        let (room, subscriber) = (room(), Receiver::start());
        room.run(&["build", "--now", NOW]).ends(0);
        let serving = Serving::start(&room, &["--quiet", "--hub"]);
        subscriber.answers(|_| "200 OK\r\nContent-Length: 2\r\n\r\nno".to_owned());
        assert_eq!(subscribe(&serving, &subscriber.url("/"), &[]), 202);
        wait_for(&subscriber, "the question", |_| true);
        subscriber.answers(|_| "302 Found\r\nLocation: /other".to_owned());
        assert_eq!(subscribe(&serving, &subscriber.url("/moved"), &[]), 202);
        wait_for(&subscriber, "the question", |one| one.path.starts_with("/moved"));
        let callback = subscriber.url("/");
        for (form, status) in [
            (
                vec![
                    ("hub.mode", "subscribe"),
                    ("hub.topic", "https://other.example/feed"),
                    ("hub.callback", &*callback),
                ],
                404,
            ),
            (
                vec![
                    ("hub.mode", "subscribe"),
                    ("hub.topic", "https://courier.example/feeds/none.rss"),
                    ("hub.callback", &callback),
                ],
                404,
            ),
            (
                vec![
                    ("hub.mode", "subscribe"),
                    ("hub.topic", "https://courier.example/feeds/index.html"),
                    ("hub.callback", &callback),
                ],
                404,
            ),
            (
                vec![
                    ("hub.mode", "subscribe"),
                    ("hub.topic", "https://courier.example/feeds/../config.toml"),
                    ("hub.callback", &callback),
                ],
                404,
            ),
            (vec![("hub.mode", "subscribe"), ("hub.topic", LOCAL[1]), ("hub.callback", "ftp://x.example/")], 400),
            (vec![("hub.mode", "subscribe"), ("hub.topic", LOCAL[1]), ("hub.callback", "nothing")], 400),
            (vec![("hub.mode", "subscribe"), ("hub.topic", LOCAL[1])], 400),
            (vec![("hub.mode", "other")], 400),
            (vec![], 400),
            (vec![("hub.mode", "publish"), ("hub.url", LOCAL[1])], 204),
        ] {
            assert_eq!(ask(&serving, &form), status, "{form:?}");
        }
        assert_eq!(subscribe(&serving, &callback, &[("hub.secret", &"s".repeat(200))]), 400);
        assert_eq!(subscribe(&serving, &callback, &[("hub.lease_seconds", "-1")]), 400);
        assert_eq!(subscribe(&serving, &callback, &[("x", &"x".repeat(40_000))]), 413);
        std::thread::sleep(Duration::from_millis(500));
        let db = rusqlite::Connection::open(room.file(".feedwright/hub.sqlite")).unwrap();
        let known: i64 = db.query_row("SELECT count(*) FROM subscription", [], |row| row.get(0)).unwrap();
        assert_eq!(known, 0);
        let plain = Serving::start(&room, &["--quiet"]);
        assert_eq!(subscribe(&plain, &callback, &[]), 405, "no hub without being asked for");
    }

    #[test]
    fn the_hub_asks_no_machine_of_a_private_network() {
        let (room, subscriber) = (room(), Receiver::start());
        let config = room.read("config.toml").replace("allow = [\"127.0.0.0/8\"]", "");
        room.write("config.toml", &config);
        room.run(&["build", "--now", NOW, "--quiet"]);
        let serving = Serving::start(&room, &["--quiet", "--hub"]);
        for callback in [subscriber.url("/"), subscriber.url("/").replace("127.0.0.1", "localhost")] {
            assert_eq!(subscribe(&serving, &callback, &[]), 202);
        }
        std::thread::sleep(Duration::from_secs(2));
        assert_eq!(subscriber.taken().len(), 0);
    }
}
