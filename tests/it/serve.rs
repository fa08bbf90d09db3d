//! `feedwright serve`, asked over a socket.

use std::collections::{BTreeMap, HashSet};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::asking::{Answer, answer, ask, sent};
use crate::newsroom::Newsroom;

/// A server of a newsroom, stopped at the end.
pub(crate) struct Serving {
    process: Child,
    pub(crate) port: u16,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Serving {
    pub(crate) fn start(room: &Newsroom, arguments: &[&str]) -> Self {
        Self::at("127.0.0.1:0", room, arguments)
    }

    /// One at an address that others know before it is there.
    pub(crate) fn at(address: &str, room: &Newsroom, arguments: &[&str]) -> Self {
        let all: Vec<&str> = ["serve", "--addr", address].iter().chain(arguments).copied().collect();
        let mut process = room.command(&all).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let told = lines.by_ref().map(Result::unwrap).find_map(|line| {
            let address = line.strip_prefix("feedwright serves http://127.0.0.1:")?;
            address.split('/').next()?.parse().ok()
        });
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, port: told.expect("the address") }
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        ask(self.port, "GET", path, headers)
    }

    fn status(&self, path: &str, headers: &[(&str, &str)]) -> u16 {
        self.get(path, headers).status
    }
}

const CONFIG: &str = r#"
[output]
url = "https://courier.example/feeds/"
compress = ["gzip", "br", "zstd"]

[[source]]
path = "articles/*.md"
url = "https://courier.example/{{ slug }}/"

[[feed]]
name = "top"
"#;

fn room_with(serve: &str) -> Newsroom {
    let room = Newsroom::new(&format!("{CONFIG}[serve]\n{serve}"));
    for (name, day) in [("ferry", 1), ("tide", 2)] {
        room.article(name, &format!("2026-07-0{day}T08:00:00Z"), name, "", "What happened.");
    }
    room.build().ends(0);
    room
}

fn room() -> Newsroom {
    room_with("")
}

#[test]
fn a_file_is_served_with_all_that_readers_and_caches_ask_of_it() {
    let room = room();
    let serving = Serving::start(&room, &[]);
    for (file, media_type) in [
        ("top.rss", "application/rss+xml; charset=utf-8"),
        ("top.atom", "application/atom+xml; charset=utf-8"),
        ("top.json", "application/feed+json; charset=utf-8"),
        ("feeds.opml", "text/x-opml; charset=utf-8"),
        ("index.html", "text/html; charset=utf-8"),
        ("subscribe.css", "text/css; charset=utf-8"),
        ("discovery.json", "application/json; charset=utf-8"),
        ("top.rss.gz", "application/gzip"),
    ] {
        let got = serving.get(&format!("/feeds/{file}?from=cache"), &[]);
        let bytes = std::fs::read(room.file(&format!("feeds/{file}"))).unwrap();
        assert_eq!((got.status, got.header("content-type"), &got.body), (200, media_type, &bytes), "{file}");
        assert_eq!(got.header("etag"), format!("\"{}\"", feedwright::publish::hash(&bytes)));
        assert_eq!(got.header("content-length"), bytes.len().to_string());
        assert_eq!(got.header("cache-control"), "public, max-age=300");
        assert_eq!((got.header("vary"), got.header("accept-ranges")), ("Accept-Encoding", "bytes"));
        assert_eq!((got.header("access-control-allow-origin"), got.header("x-content-type-options")), ("*", "nosniff"));
        assert_eq!(got.header("link"), format!("<https://courier.example/feeds/{file}>; rel=\"self\""));
        let head = ask(serving.port, "HEAD", &format!("/feeds/{file}"), &[]);
        let without_date = |answer: &Answer| {
            let mut headers = answer.headers.clone();
            headers.remove("date");
            headers
        };
        assert_eq!((head.status, head.body.len(), without_date(&head)), (200, 0, without_date(&got)), "{file}");
    }
    assert_eq!(serving.get("/", &[]).header("location"), "/feeds/");
    assert_eq!(serving.get("/feeds/", &[]).body, std::fs::read(room.file("feeds/index.html")).unwrap());
    assert_eq!(serving.get("/.well-known/feeds", &[]).header("location"), "/feeds/feeds.opml");
    assert_eq!(serving.get("/healthz", &[]).body, b"ok\n");
}

/// A moment as HTTP writes it, some seconds from another one.
fn shifted(date: &str, seconds: i64) -> String {
    let moment = chrono::DateTime::parse_from_rfc2822(date).unwrap() + chrono::TimeDelta::seconds(seconds);
    moment.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[test]
fn conditions_are_answered_as_the_rfc_orders_them() {
    let room = room();
    let serving = Serving::start(&room, &[]);
    let path = "/feeds/top.rss";
    let first = serving.get(path, &[]);
    let (tag, date) = (first.header("etag"), first.header("last-modified"));
    let weak = format!("W/{tag}");
    let several = format!("\"a\", W/\"b, c\" ,{tag}");
    let bare = tag.trim_matches('"');
    let (before, after, to_come) = (shifted(date, -1), shifted(date, 1), shifted(date, 86_400));
    // The moment after may not have come yet.
    std::thread::sleep(Duration::from_millis(1_200));
    let unzipped = "\"00000000000000000000000000000000\"";
    let cases: &[(&[(&str, &str)], u16)] = &[
        (&[("If-None-Match", tag), ("If-Modified-Since", date)], 304),
        (&[("If-None-Match", tag)], 304),
        (&[("If-Modified-Since", date)], 304),
        (&[("If-None-Match", &weak)], 304),
        (&[("If-None-Match", "*")], 304),
        (&[("If-None-Match", &several)], 304),
        (&[("If-None-Match", "\"a\""), ("If-None-Match", tag)], 304),
        (&[("If-None-Match", bare)], 200),
        (&[("If-None-Match", unzipped)], 200),
        (
            &[("If-None-Match", &tag.to_uppercase()), ("If-Modified-Since", date)],
            if tag == tag.to_uppercase() { 304 } else { 200 },
        ),
        (&[("If-None-Match", ""), ("If-Modified-Since", date)], 200),
        (&[("If-None-Match", "\"a\""), ("If-Modified-Since", date)], 200),
        (&[("If-None-Match", tag), ("If-Modified-Since", &before)], 304),
        (&[("If-Modified-Since", &before)], 200),
        (&[("If-Modified-Since", &after)], 304),
        (&[("If-Modified-Since", &to_come)], 200),
        (&[("If-Modified-Since", "2026-07-10T12:00:00Z")], 200),
        (&[("If-Modified-Since", "0")], 200),
        (&[("If-Match", tag)], 200),
        (&[("If-Match", &weak)], 412),
        (&[("If-Match", "*")], 200),
        (&[("If-Match", "\"a\""), ("If-None-Match", tag)], 412),
        (&[("If-Unmodified-Since", &before)], 412),
        (&[("If-Unmodified-Since", date)], 200),
        (&[("If-Match", tag), ("If-Unmodified-Since", &before)], 200),
        (&[("If-None-Match", tag), ("Range", "bytes=0-3")], 304),
    ];
    for method in ["GET", "HEAD"] {
        for (headers, status) in cases {
            let got = ask(serving.port, method, path, headers);
            assert_eq!(got.status, *status, "{method} {headers:?}");
            if got.status == 304 {
                let told = (got.header("etag"), got.header("last-modified"), got.header("vary"));
                assert_eq!((told, got.body.len()), ((tag, date, "Accept-Encoding"), 0), "{headers:?}");
                assert_eq!((got.header("cache-control"), got.header("content-length")), ("public, max-age=300", ""));
            }
        }
    }
}

#[test]
fn validators_move_with_the_bytes_and_with_nothing_else() {
    let room = room();
    let serving = Serving::start(&room, &[]);
    let both = |serving: &Serving| {
        let got = serving.get("/feeds/top.rss", &[]);
        (got.header("etag").to_owned(), got.header("last-modified").to_owned())
    };
    let first = both(&serving);
    // Touched, copied, built again.
    let file = std::fs::File::options().append(true).open(room.file("feeds/top.rss")).unwrap();
    file.set_modified(std::time::SystemTime::now() + Duration::from_secs(100)).unwrap();
    assert_eq!(both(&serving), first);
    assert_eq!(both(&Serving::start(&room, &[])), first, "a server that is started anew says the same");
    // Dates tell seconds apart, and none is told that is still to come.
    let wait = || std::thread::sleep(Duration::from_millis(1_100));
    wait();
    room.article("storm", "2026-07-03T08:00:00Z", "A storm", "", "It blew.");
    room.build().ends(0);
    let second = both(&serving);
    assert!(second.0 != first.0 && second.1 != first.1, "{first:?} {second:?}");
    wait();
    room.remove("articles/storm.md");
    room.run(&["build", "--now", "2026-07-10T12:00:00Z", "--allow-shrink", "top"]);
    let third = both(&serving);
    assert!(third.1 != second.1 && third.1 != first.1, "the moment of older bytes is a new one: {third:?}");
}

#[test]
fn codings_are_sent_to_those_who_take_them_each_with_its_own_validator() {
    let room = room();
    let serving = Serving::start(&room, &[]);
    let mut tags = HashSet::new();
    for (accepted, coding, ending) in [
        ("", "", ""),
        ("gzip", "gzip", ".gz"),
        ("br", "br", ".br"),
        ("zstd", "zstd", ".zst"),
        ("gzip, deflate, br", "br", ".br"),
        ("br;q=0.2, gzip;q=0.9", "gzip", ".gz"),
        ("gzip;q=0", "", ""),
        ("identity;q=0, *", "br", ".br"),
        ("*;q=0, identity", "", ""),
    ] {
        let got = serving.get("/feeds/top.rss", &[("Accept-Encoding", accepted)]);
        let bytes = std::fs::read(room.file(&format!("feeds/top.rss{ending}"))).unwrap();
        assert_eq!((got.status, got.header("content-encoding"), &got.body), (200, coding, &bytes), "{accepted}");
        assert_eq!(got.header("content-type"), "application/rss+xml; charset=utf-8");
        tags.insert((coding, got.header("etag").to_owned()));
        let again = [("Accept-Encoding", accepted), ("If-None-Match", got.header("etag"))];
        assert_eq!(serving.status("/feeds/top.rss", &again), 304);
    }
    let different: HashSet<&String> = tags.iter().map(|(_, tag)| tag).collect();
    assert_eq!((tags.len(), different.len()), (4, 4), "{tags:?}");
    assert_eq!(serving.status("/feeds/top.rss", &[("Accept-Encoding", "*;q=0")]), 406);
    // A twin of another version is none.
    let twin = std::fs::File::options().append(true).open(room.file("feeds/top.rss.gz")).unwrap();
    twin.set_modified(std::time::SystemTime::now() - Duration::from_secs(9_999)).unwrap();
    assert_eq!(serving.get("/feeds/top.rss", &[("Accept-Encoding", "gzip")]).header("content-encoding"), "");
}

#[test]
fn parts_of_a_file_are_sent() {
    let room = room();
    let large = "x".repeat(5 << 20) + "end";
    room.write("feeds/large.txt", &large);
    let serving = Serving::start(&room, &[]);
    let whole = serving.get("/feeds/top.rss", &[]);
    let (length, tag, date) = (whole.body.len(), whole.header("etag"), whole.header("last-modified"));
    for (headers, range) in [
        (vec![("Range", "bytes=0-3")], Some(0..4)),
        (vec![("Range", "bytes=-5")], Some(length - 5..length)),
        (vec![("Range", "bytes=7-")], Some(7..length)),
        (vec![("Range", "bytes=7-8"), ("If-Range", tag)], Some(7..9)),
        (vec![("Range", "bytes=7-8"), ("If-Range", "\"other\"")], None),
        (vec![("Range", "bytes=7-8"), ("If-Range", &shifted(date, -1))], None),
        (vec![("Range", "bytes=1-4,4-5")], None),
        (vec![("Range", "pages=1-2")], None),
    ] {
        let got = serving.get("/feeds/top.rss", &headers);
        let part = range.clone().unwrap_or(0..length);
        assert_eq!((got.status, &got.body[..]), (if range.is_some() { 206 } else { 200 }, &whole.body[part.clone()]));
        if range.is_some() {
            assert_eq!(got.header("content-range"), format!("bytes {}-{}/{length}", part.start, part.end - 1));
        }
        assert_eq!(got.header("etag"), tag);
    }
    let several = serving.get("/feeds/top.rss", &[("Range", "bytes=0-4, -3, 9999999-")]);
    assert_eq!((several.status, several.header("etag")), (206, tag));
    let boundary = several.header("content-type").strip_prefix("multipart/byteranges; boundary=").unwrap();
    let text = String::from_utf8(several.body.clone()).unwrap();
    let parts: Vec<&str> = text.split(&format!("--{boundary}")).collect();
    assert_eq!((parts.len(), parts[0], parts[3]), (4, "", "--\r\n"), "{text}");
    for (part, (first, last)) in parts[1..3].iter().zip([(0, 4), (length - 3, length - 1)]) {
        let (head, bytes) = part.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("Content-Range: bytes {first}-{last}/{length}")), "{head}");
        assert!(head.contains("Content-Type: application/rss+xml; charset=utf-8"), "{head}");
        assert_eq!(bytes.strip_suffix("\r\n").unwrap().as_bytes(), &whole.body[first..=last]);
    }
    let outside = serving.get("/feeds/top.rss", &[("Range", "bytes=9999999-")]);
    assert_eq!((outside.status, outside.header("content-range")), (416, &*format!("bytes */{length}")));
    // One that is not kept in memory.
    let got = serving.get("/feeds/large.txt", &[]);
    assert_eq!((got.status, got.body.len(), got.body == large.as_bytes()), (200, large.len(), true));
    assert_eq!(serving.get("/feeds/large.txt", &[("Range", "bytes=-4")]).body, b"xend");
    assert_eq!(serving.status("/feeds/large.txt", &[("If-None-Match", got.header("etag"))]), 304);
}

#[test]
fn nothing_is_served_that_lies_elsewhere_or_is_hidden() {
    let room = room_with("timeout = \"1s\"");
    room.write("secret.txt", "secret");
    room.write("feeds/.feedwright-tmp-1-1", "half");
    room.write("feeds/.well-known/other", "known");
    room.write("feeds/deep/.well-known/x", "hidden");
    room.write("feeds/deep/index.html", "page");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../secret.txt", room.file("feeds/link.txt")).unwrap();
        std::os::unix::fs::symlink("..", room.file("feeds/up")).unwrap();
        assert!(Command::new("mkfifo").arg(room.file("feeds/pipe")).status().unwrap().success());
    }
    let serving = Serving::start(&room, &[]);
    for path in [
        "/feeds/../secret.txt",
        "/feeds/%2e%2e/secret.txt",
        "/feeds/..%2fsecret.txt",
        "/feeds/..%5csecret.txt",
        "/feeds/./top.rss",
        "/feeds//top.rss",
        "/feeds//etc/passwd",
        "//feeds/top.rss",
        "/feeds/deep/../../secret.txt",
        "/feeds/link.txt",
        "/feeds/up/secret.txt",
        "/feeds/up/config.toml",
        "/feeds/pipe",
        "/feeds/.feedwright-tmp-1-1",
        "/feeds/deep/.well-known/x",
        "/feeds/%00",
        "/feeds/top.rss%00.txt",
        "/feeds/top.rss%0d%0aX:%20y",
        "/feeds/%ff",
        "/feeds/top.rss/",
        "/feeds/none",
        "/secret.txt",
        "/feedsecret",
        "/.feedwright/manifest.json",
        "http://127.0.0.1/../secret.txt",
    ] {
        let got = serving.get(path, &[]);
        assert!([400, 404].contains(&got.status), "{path}: {got:?}");
        assert!(!String::from_utf8_lossy(&got.body).contains("secret"), "{path}");
    }
    assert_eq!(serving.get("/feeds/.well-known/other", &[]).body, b"known");
    assert_eq!(serving.get("/feeds/deep", &[]).header("location"), "/feeds/deep/");
    assert_eq!(serving.get("/feeds/deep/", &[]).body, b"page");
    for (method, status) in [("POST", 405), ("PUT", 405), ("DELETE", 405), ("TRACE", 405), ("OPTIONS", 204), ("X", 405)]
    {
        let got = ask(serving.port, method, "/feeds/top.rss", &[]);
        assert_eq!((got.status, got.header("allow")), (status, "GET, HEAD, OPTIONS"), "{method}");
    }
    for request in [
        "GET / HTTP/1.1\r\nHost: x\r\nA: ".to_owned() + &"a".repeat(100_000) + "\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n".to_owned() + &"A: a\r\n".repeat(2_000) + "\r\n",
        "GET /".to_owned() + &"a".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n".to_owned(),
        "nonsense\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n".to_owned(),
        "\u{16}\u{3}\u{1}".to_owned(),
    ] {
        let bytes = sent(serving.port, request.as_bytes());
        let status = answer(&bytes).map(|got| got.status);
        assert!(status.is_none_or(|status| (400..=505).contains(&status)), "{request:.60}: {status:?}");
    }
    // One that sends its body with a request gets an answer, and no second one for what is in the body.
    let smuggled = "GET /feeds/none HTTP/1.1\r\nHost: x\r\nContent-Length: 46\r\n\r\nGET /feeds/top.rss HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    let bytes = sent(serving.port, smuggled.as_bytes());
    assert_eq!(String::from_utf8_lossy(&bytes).matches("HTTP/1.1 ").count(), 1);
}

#[test]
fn slow_clients_hold_nobody_up_and_are_let_go() {
    let room = room_with("timeout = \"1s\"\nconnections = 8");
    room.write("feeds/large.txt", &"x".repeat(64 << 20));
    let serving = Serving::start(&room, &[]);
    // Its tag is made once, which takes a moment.
    assert_eq!(ask(serving.port, "HEAD", "/feeds/large.txt", &[]).status, 200);
    let slow = |bytes: &[u8]| {
        let mut stream = TcpStream::connect(("127.0.0.1", serving.port)).unwrap();
        stream.write_all(bytes).unwrap();
        stream
    };
    let mut all: Vec<TcpStream> = (0..4).map(|_| slow(b"GET /feeds/top.rss HTT")).collect();
    all.extend((0..2).map(|_| slow(b"")));
    // One that takes nothing of what it asked for.
    all.push(slow(b"GET /feeds/large.txt HTTP/1.1\r\nHost: x\r\n\r\n"));
    assert_eq!(serving.status("/feeds/top.rss", &[]), 200, "there is a place left");
    let began = Instant::now();
    let more: Vec<Answer> = (0..12).map(|_| serving.get("/feeds/top.rss", &[])).collect();
    assert!(more.iter().all(|got| got.status == 200));
    for stream in &mut all[..6] {
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
    }
    assert!(began.elapsed() < Duration::from_secs(8), "they were let go after {:?}", began.elapsed());
    std::thread::sleep(Duration::from_secs(2));
    let mut rest = Vec::new();
    let _ = all[6].read_to_end(&mut rest);
    assert!(rest.len() < 64 << 20, "who takes nothing gets no more");
}

#[test]
fn files_that_moved_or_ended_say_so_and_who_fetches_too_often_waits() {
    let room = room_with(
        "unconditional-per-hour = 3\nended = [\"gone.rss\"]\nproxies = [\"127.0.0.0/8\"]\n\
         moved = { \"old.rss\" = \"top.rss\", \"away.rss\" = \"https://other.example/f.rss\" }",
    );
    room.write("feeds/gone.rss", "<rss/>");
    let serving = Serving::start(&room, &[]);
    assert_eq!(serving.status("/feeds/gone.rss", &[]), 410);
    let moved = serving.get("/feeds/old.rss", &[]);
    assert_eq!((moved.status, moved.header("location")), (301, "/feeds/top.rss"));
    assert_eq!(serving.get("/feeds/away.rss", &[]).header("location"), "https://other.example/f.rss");
    let first = serving.get("/feeds/top.rss", &[("X-Forwarded-For", "8.8.8.8")]);
    let from = |client: &str, more: &[(&str, &str)]| {
        let headers: Vec<(&str, &str)> = [("X-Forwarded-For", client)].iter().chain(more).copied().collect();
        serving.get("/feeds/top.rss", &headers)
    };
    assert_eq!((from("8.8.8.8", &[]).status, from("8.8.8.8", &[]).status), (200, 200));
    let refused = from("8.8.8.8", &[]);
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!(refused.status == 429 && (1..=3600).contains(&wait), "{refused:?}");
    assert_eq!(from("8.8.8.8", &[("If-None-Match", first.header("etag"))]).status, 304);
    assert_eq!(from("8.8.8.8", &[("If-None-Match", "\"old\"")]).status, 200);
    assert_eq!(from("9.9.9.9", &[]).status, 200);
    assert_eq!(from("1.2.3.4, 8.8.8.8", &[]).status, 429);
}

/// The entries of a feed, by their titles.
fn titles(body: &[u8]) -> Vec<String> {
    let text = String::from_utf8(body.to_vec()).unwrap();
    let items = text.split("<item>").skip(1);
    items.map(|item| crate::newsroom::between(item, "<title>", "</title>").to_owned()).collect()
}

#[test]
fn a_reader_that_asks_for_what_it_lacks_gets_that_alone() {
    let room = room();
    let serving = Serving::start(&room, &[]);
    let path = "/feeds/top.rss";
    let lacking = |serving: &Serving, tag: &str, more: &[(&str, &str)]| {
        let headers: Vec<(&str, &str)> =
            [("A-IM", "feed"), ("If-None-Match", tag)].iter().chain(more).copied().collect();
        serving.get(path, &headers)
    };
    let first = serving.get(path, &[]).header("etag").to_owned();
    let zipped = serving.get(path, &[("Accept-Encoding", "gzip")]).header("etag").to_owned();
    assert_eq!(lacking(&serving, &first, &[]).status, 304);
    room.article("storm", "2026-07-03T08:00:00Z", "A storm", "", "It blew.");
    room.build().ends(0);
    let second = serving.get(path, &[]);
    let got = lacking(&serving, &first, &[]);
    assert_eq!((got.status, got.header("im"), got.header("etag")), (226, "feed", second.header("etag")));
    assert_eq!(got.header("cache-control"), "no-store, im");
    assert_eq!((titles(&got.body), titles(&second.body).len()), (vec!["A storm".to_owned()], 3));
    let of_coding = lacking(&serving, &zipped, &[("Accept-Encoding", "gzip")]);
    assert_eq!((of_coding.status, of_coding.header("content-encoding"), titles(&of_coding.body).len()), (226, "", 1));
    let tag = of_coding.header("etag");
    assert_eq!(lacking(&serving, tag, &[("Accept-Encoding", "gzip")]).status, 304, "its tag is that of the coding");
    // An edit is lacking too; what is not known, or not asked for, is sent whole.
    room.article("tide", "2026-07-02T08:00:00Z", "The tide, corrected", "", "What happened.");
    room.build().ends(0);
    drop(serving);
    let serving = Serving::start(&room, &[]);
    let got = lacking(&serving, second.header("etag"), &[]);
    assert_eq!((got.status, titles(&got.body)), (226, vec!["The tide, corrected".to_owned()]));
    assert_eq!(titles(&lacking(&serving, &first, &[]).body).len(), 2);
    assert_eq!(lacking(&serving, "\"unknown\"", &[]).status, 200);
    assert_eq!(serving.status(path, &[("If-None-Match", &first)]), 200);
    assert_eq!(serving.status(path, &[("If-None-Match", &first), ("A-IM", "vcdiff, feed;q=0")]), 200);
    assert_eq!(ask(serving.port, "HEAD", path, &[("If-None-Match", &first), ("A-IM", "feed")]).status, 200);
}

#[test]
fn while_builds_rename_files_every_body_is_of_the_version_that_its_tag_names() {
    let room = room();
    let serving = Serving::start(&room, &["--quiet"]);
    let over = AtomicBool::new(false);
    let versions = std::thread::scope(|scope| {
        let readers: Vec<_> = ["", "gzip", "br"]
            .into_iter()
            .map(|coding| {
                let (serving, over) = (&serving, &over);
                scope.spawn(move || {
                    let mut versions: BTreeMap<String, Vec<u8>> = BTreeMap::new();
                    while !over.load(Ordering::Relaxed) {
                        let got = serving.get("/feeds/top.rss", &[("Accept-Encoding", coding)]);
                        assert_eq!((got.status, got.header("content-length")), (200, &*got.body.len().to_string()));
                        let tag = got.header("etag").to_owned();
                        assert_eq!(tag, format!("\"{}\"", feedwright::publish::hash(&got.body)), "{coding}");
                        versions.insert(tag, got.body);
                    }
                    versions
                })
            })
            .collect();
        for n in 10..25 {
            room.article("storm", "2026-07-03T08:00:00Z", &format!("A storm of {n}"), "", &"It blew. ".repeat(n * 50));
            room.build().ends(0);
        }
        over.store(true, Ordering::Relaxed);
        readers.into_iter().map(|reader| reader.join().unwrap()).collect::<Vec<_>>()
    });
    assert!(versions[0].len() > 3, "several versions were seen: {}", versions[0].len());
    for body in versions[0].values() {
        assert!(String::from_utf8_lossy(body).trim_end().ends_with("</rss>"));
    }
}

#[test]
fn each_answer_is_logged_and_counted() {
    let room = room();
    let mut serving = Serving::start(&room, &[]);
    let agent = ("User-Agent", "Miniflux/2.1 \u{9b}2J");
    serving.get("/feeds/top.rss", &[agent]);
    serving.get("/feeds/top.rss", &[agent]);
    serving.get("/feeds/none", &[]);
    let numbers = String::from_utf8(serving.get("/metrics", &[]).body).unwrap();
    for line in [
        "feedwright_requests_total{status=\"200\",reader=\"Miniflux\"} 2",
        "feedwright_requests_total{status=\"404\",reader=\"others\"} 1",
        "feedwright_feed_items{feed=\"top\"} 2",
        "feedwright_last_build_failed 0",
        "feedwright_pings_owed 0",
    ] {
        assert!(numbers.lines().any(|known| known == line), "{line}\n{numbers}");
    }
    assert!(numbers.contains("feedwright_feed_newest_age_seconds{feed=\"top\"} "), "{numbers}");
    assert_eq!(
        serving.status("/metrics", &[("X-Forwarded-For", "8.8.8.8")]),
        403,
        "through a front server nobody reads it"
    );
    let mut lines = BufReader::new(serving.process.stdout.take().unwrap()).lines();
    let line = lines.next().unwrap().unwrap();
    assert!(!line.contains('\u{9b}'), "{line}");
    let logged: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(
        (&logged["status"], &logged["path"], &logged["reader"]),
        (&200.into(), &"/feeds/top.rss".into(), &"Miniflux".into())
    );
}

#[test]
#[cfg(unix)]
fn it_ends_in_order_when_it_is_told_to() {
    let room = room();
    room.write("feeds/large.txt", &"x".repeat(8 << 20));
    let mut serving = Serving::start(&room, &[]);
    let mut stream = TcpStream::connect(("127.0.0.1", serving.port)).unwrap();
    stream.write_all(b"GET /feeds/large.txt HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut start = [0; 1000];
    stream.read_exact(&mut start).unwrap();
    assert!(Command::new("kill").arg(serving.process.id().to_string()).status().unwrap().success());
    std::thread::sleep(Duration::from_millis(200));
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
    let body = [&start[..], &rest].concat();
    assert_eq!(answer(&body).unwrap().body.len(), 8 << 20, "what was under way is sent to its end");
    assert_eq!(serving.process.wait().unwrap().code(), Some(0));
}

#[test]
#[cfg(unix)]
fn it_takes_the_socket_that_systemd_has_opened() {
    let room = room();
    let program = "import os, socket, sys\n\
        s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(); print(s.getsockname()[1], flush=True)\n\
        os.dup2(s.fileno(), 3); os.set_inheritable(3, True); os.environ.update(LISTEN_FDS='1', LISTEN_PID=str(os.getpid()))\n\
        os.execv(sys.argv[1], sys.argv[1:])";
    let mut command = Command::new("python3");
    command.args(["-c", program, env!("CARGO_BIN_EXE_feedwright"), "serve", "--quiet"]).current_dir(room.path());
    let Ok(mut process) = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn() else {
        crate::outside::missing("python3 is not installed");
        return;
    };
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let serving = Serving { process, port: line.trim().parse().unwrap() };
    assert_eq!(serving.status("/feeds/top.rss", &[]), 200);
}

#[test]
fn a_page_reloads_itself_once_a_build_has_changed_something() {
    let room = room();
    let serving = Serving::start(&room, &["--watch", "--quiet", "--now", "2026-07-10T12:00:00Z"]);
    let page = serving.get("/feeds/", &[]);
    assert!(String::from_utf8_lossy(&page.body).contains("<script src=\"/-/reload.js\">"));
    assert_eq!(page.header("cache-control"), "no-cache");
    assert!(serving.get("/-/reload.js", &[]).header("content-type").starts_with("text/javascript"));
    let number = |seen: &str| String::from_utf8(serving.get(&format!("/-/changes?seen={seen}"), &[]).body).unwrap();
    // The build with which it begins may be under way.
    std::thread::sleep(Duration::from_secs(1));
    let seen = number("");
    std::thread::scope(|scope| {
        let next = scope.spawn(|| number(seen.trim()));
        std::thread::sleep(Duration::from_millis(300));
        room.article("storm", "2026-07-03T08:00:00Z", "A storm", "", "It blew.");
        assert_ne!(next.join().unwrap(), seen);
    });
    let feed = serving.get("/feeds/top.rss", &[]);
    assert_eq!(titles(&feed.body).len(), 3);
    let plain = Serving::start(&room, &["--quiet"]);
    assert!(!String::from_utf8_lossy(&plain.get("/feeds/", &[]).body).contains("/-/reload.js"));
    assert_eq!(plain.status("/-/changes", &[]), 404);
}

#[test]
fn an_address_that_is_taken_is_said() {
    let room = room();
    let serving = Serving::start(&room, &["--quiet"]);
    room.run(&["serve", "--addr", &format!("127.0.0.1:{}", serving.port)]).ends(2).raises(&["not-served"]);
    room.run(&["serve", "--addr", "nowhere"]).ends(2).raises(&["not-served"]);
}
