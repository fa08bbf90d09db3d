//! `doctor`: what a newsroom lacks, and what to do.

use crate::newsroom::{NOW, Newsroom};

const CONFIG: &str = "[[source]]\npath = \"articles/*.md\"\nurl = \"/{{ slug }}/\"\n[[feed]]\nname = \"top\"\n";

/// The lines of a report that tell of a fault.
fn wrong(report: &str) -> Vec<&str> {
    report.lines().filter_map(|line| line.strip_prefix("WRONG  ")).collect()
}

#[test]
fn what_a_newsroom_lacks_is_said_with_what_to_do() {
    let room = Newsroom::new(CONFIG);
    let examined = |room: &Newsroom| room.run(&["doctor", "--now", NOW]).ends(1);
    let said = examined(&room).stdout;
    assert_eq!(
        wrong(&said),
        [
            "source         articles: articles: `articles/*.md` takes in nothing: there is no folder `articles`",
            "address        https://courier.example/feeds/ is nobody's address: it stands for examples",
            "runs           nobody has built yet",
        ],
        "{said}"
    );
    assert!(
        said.contains("add to the crontab: * * * * * cd /")
            && said.contains("ok     state folder   ./.feedwright will be made"),
        "{said}"
    );
    assert!(!room.file(".feedwright").exists(), "it writes nothing");

    std::fs::create_dir(room.file("articles")).unwrap();
    assert_eq!(
        wrong(&examined(&room).stdout)[0],
        "source         articles: articles: `articles/*.md` takes in no file"
    );
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "", "Text.");
    let whole = room.read("config.toml").replace("courier.example", "courier.news");
    room.write("config.toml", &whole);
    room.build().ends(0);
    let well = room.run(&["doctor", "--offline"]).ends(0);
    assert!(well.stdout.contains("ledger         1 id; back it up: "), "{}", well.stdout);
    let json = room.run(&["doctor", "--offline", "--format", "json"]).ends(0).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["ok"], json["examined"].as_array().unwrap().len()), (&true.into(), 8));

    // A clock that was never set, a build long ago.
    let said = room.run(&["doctor", "--offline", "--now", "1970-01-01T00:00:00Z"]).ends(1).stdout;
    assert!(wrong(&said)[0].starts_with("clock          it shows 1970-01-01 00:00 UTC"), "{said}");
    let said = room.run(&["doctor", "--offline", "--now", "2099-01-01T00:00:00Z"]).ends(1).stdout;
    assert!(wrong(&said)[0].starts_with("runs           the last build was "), "{said}");

    let noise = "no ledger at all, but long enough to be one of another program that lies here";
    room.write(".feedwright/ledger.sqlite", noise);
    let said = room.run(&["doctor", "--offline"]).ends(1).stdout;
    assert!(wrong(&said).iter().any(|line| line.starts_with("ledger ")), "{said}");
    room.write("config.toml", &whole.replace("[[feed]]", "titel = 1\n[[feed]]").replace("path =", "paht ="));
    let said = room.run(&["doctor"]).ends(1).stdout;
    assert_eq!(wrong(&said).len(), 1, "{said}");
    assert!(
        wrong(&said)[0].starts_with("config         config.toml:")
            && said.contains("more: `feedwright build` says all"),
        "{said}"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_a_file_is_said() {
    let room = Newsroom::new(&format!("[output]\ndir = \"taken\"\n{CONFIG}"));
    room.write("taken", "a file");
    let said = room.run(&["doctor", "--now", NOW]).ends(1).stdout;
    assert!(wrong(&said).contains(&"output folder  ./taken is no folder"), "{said}");
}

#[test]
fn the_address_of_the_feeds_is_asked_for() {
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let host = server.local_addr().unwrap();
    let config = format!("[fetch]\nallow = [\"127.0.0.1\"]\n{CONFIG}");
    let room = Newsroom::new(&config);
    room.write(
        "config.toml",
        &room.read("config.toml").replace("https://courier.example/", &format!("http://{host}/")),
    );
    room.article("ferry", "2026-07-01T08:00:00Z", "The ferry is back", "", "Text.");
    room.build();
    let answers = std::thread::spawn(move || {
        let mut asked = Vec::new();
        for status in ["404 Not Found", "200 OK"] {
            use std::io::{Read as _, Write as _};
            let (mut stream, _) = server.accept().unwrap();
            let mut bytes = [0; 4096];
            let n = stream.read(&mut bytes).unwrap();
            asked.push(String::from_utf8_lossy(&bytes[..n]).lines().next().unwrap_or_default().to_owned());
            write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
        }
        asked
    });
    let said = room.run(&["doctor", "--now", NOW]).stdout;
    assert!(wrong(&said).iter().any(|line| line.ends_with("is answered with status 404")), "{said}");
    let said = room.run(&["doctor", "--now", NOW]).stdout;
    assert!(said.contains("is answered\n"), "{said}");
    let asked = answers.join().unwrap();
    assert!(asked.iter().all(|line| line.starts_with("GET /") && line.contains("top.")), "{asked:?}");
}
