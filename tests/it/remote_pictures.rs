//! Metadata of remote pictures: read once, kept, and no reason to lose an article.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::newsroom::{NOW, Newsroom, with_iim};

/// Serves one picture at every path; tells how often it was asked.
fn serve(picture: Vec<u8>) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            if stream.read(&mut request).unwrap() == 0 {
                continue;
            }
            count.fetch_add(1, Ordering::SeqCst);
            let status = if request.starts_with(b"GET /missing") { "404 Not Found" } else { "200 OK" };
            let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", picture.len());
            stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&picture)).unwrap();
        }
    });
    (address, asked)
}

fn newsroom(url: &str) -> Newsroom {
    let room = Newsroom::new(
        "[fetch]\nallow = [\"127.0.0.0/8\"]\n[[source]]\npath = \"articles/*.md\"\nurl = \"https://courier.example/{{ slug }}/\"\nfetch-media = true\n\
         [[feed]]\nname = \"all\"\nformats = [\"rss\"]\n",
    );
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry", &format!("[[media]]\nurl = \"{url}\"\n"), "It sails.");
    room
}

#[test]
fn a_remote_pictures_credit_and_size_reach_the_feed_and_it_is_asked_for_once() {
    let (server, asked) = serve(with_iim(&[(110, "Ilse Varga / Nordlicht Press")]));
    let room = newsroom(&format!("{server}/ferry.jpg"));
    room.build().ends(0);
    let feed = room.read("feeds/all.rss");
    for expected in [
        "<media:credit>Ilse Varga / Nordlicht Press</media:credit>",
        "<media:credit role=\"photographer\" scheme=\"urn:ebu\">Ilse Varga</media:credit>",
        ">Nordlicht Press</media:credit>",
        "height=\"6\" width=\"8\"",
        "<span class=\"credit\">Photo: Ilse Varga / Nordlicht Press</span>",
    ] {
        assert!(feed.contains(expected), "{expected} is not in\n{feed}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    room.remove("feeds/all.rss");
    room.build().ends(0);
    assert_eq!(asked.load(Ordering::SeqCst), 1, "the copy is used");
    assert_eq!(room.read("feeds/all.rss"), feed);
}

#[test]
fn a_picture_that_cannot_be_fetched_is_a_warning_and_the_article_stays() {
    let (server, _) = serve(Vec::new());
    let room = newsroom(&format!("{server}/missing.jpg"));
    room.run(&["build", "--verbose", "--now", NOW]).ends(0).raises(&["unreachable-picture"]);
    assert!(room.read("feeds/all.rss").contains("<title>The ferry</title>"));
}
