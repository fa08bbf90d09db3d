//! Requests go to public machines alone, and a run of them ends.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::newsroom::{NOW, Newsroom};

/// Answers each connection on its own thread with this, after a while; counts them.
fn serve(answer: &'static str, after: Duration) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            count.fetch_add(1, Ordering::SeqCst);
            std::thread::spawn(move || {
                let _ = stream.read(&mut [0; 4096]);
                std::thread::sleep(after);
                let _ = stream.write_all(answer.as_bytes());
            });
        }
    });
    (port, asked)
}

const EMPTY: &str = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// Names and numbers of this machine and of others that nobody outside has a right to.
const PRIVATE: [&str; 14] = [
    "127.0.0.1",
    "localhost",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "0",
    "0.0.0.0",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
];

#[test]
fn no_spelling_of_a_private_address_is_connected_to() {
    let (port, asked) = serve(EMPTY, Duration::ZERO);
    let urls: Vec<String> = PRIVATE.iter().map(|host| format!("http://{host}:{port}/feed")).collect();
    for url in &urls {
        let out = Command::new(env!("CARGO_BIN_EXE_feedwright")).args(["check", url]).output().unwrap();
        assert_eq!(out.status.code(), Some(2), "{url}");
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(said.contains("unreadable-url"), "{url}: {said}");
    }
    let room = Newsroom::new(
        "[[source]]\npath = \"articles/*.md\"\nurl = \"https://courier.example/{{ slug }}/\"\nfetch-media = true\n[[feed]]\nname = \"top\"\n",
    );
    for (n, url) in urls.iter().enumerate() {
        room.article(
            &format!("a{n}"),
            "2026-07-01T08:00:00Z",
            &format!("A{n}"),
            &format!("[[media]]\nurl = \"{url}.jpg\""),
            "x",
        );
    }
    room.run(&["build", "--verbose", "--now", NOW]).says("unreachable-picture");
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[test]
fn a_redirect_is_judged_as_the_first_address_was_and_the_config_opens_what_it_names() {
    let (port, asked) = serve(EMPTY, Duration::ZERO);
    let answer = format!(
        "HTTP/1.1 302 Found\r\nLocation: http://localhost:{port}/x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    let (first, redirected) = serve(answer.leak(), Duration::ZERO);
    // By another loopback address than the one that is allowed.
    let room = Newsroom::new(
        "[fetch]\nallow = [\"first.localhost\", \"127.0.0.2\"]\n[[source]]\npath = \"articles/*.md\"\n[[feed]]\nname = \"top\"\n",
    );
    let check = |url: &str| room.run(&["check", "--config", "config.toml", url]);
    check(&format!("http://127.0.0.1:{first}/feed")).ends(2).raises(&["unreadable-url"]);
    assert_eq!((redirected.load(Ordering::SeqCst), asked.load(Ordering::SeqCst)), (0, 0));
    room.config("[fetch]\nallow = [\"127.0.0.1\"]\n[[source]]\npath = \"articles/*.md\"\n[[feed]]\nname = \"top\"\n");
    check(&format!("http://127.0.0.1:{first}/feed"));
    assert_eq!(redirected.load(Ordering::SeqCst), 1, "what the config names is asked");
}

#[test]
fn slow_servers_are_waited_for_at_once_and_no_longer_than_a_run_may_take() {
    let (port, asked) = serve(EMPTY, Duration::from_secs(30));
    let room = Newsroom::new(
        "[fetch]\nallow = [\"127.0.0.0/8\"]\ntime = \"2s\"\n[[source]]\npath = \"articles/*.md\"\nurl = \"https://courier.example/{{ slug }}/\"\nfetch-media = true\n[[feed]]\nname = \"top\"\n",
    );
    for n in 1..=6 {
        let media = format!("[[media]]\nurl = \"http://127.0.0.{n}:{port}/p.jpg\"");
        room.article(&format!("a{n}"), "2026-07-01T08:00:00Z", &format!("A{n}"), &media, "x");
    }
    let start = Instant::now();
    room.run(&["build", "--verbose", "--now", NOW]).ends(0).says("unreachable-picture");
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert_eq!(room.ids("feeds/top.atom").len(), 6);
    assert!(asked.load(Ordering::SeqCst) <= 1, "only 127.0.0.1 is served here");
}
