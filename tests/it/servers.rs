//! What `feedwright snippet` prints, in the servers that it is for: types, caching, compressed twins, other
//! sites' pages.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::asking::{Answer, ask};
use crate::newsroom::Newsroom;
use crate::outside::missing;

/// A web server for a newsroom, stopped at the end.
struct Server {
    process: Child,
    port: u16,
    codings: &'static [&'static str],
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    fn ask(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        ask(self.port, "GET", path, headers)
    }
}

const CONFIG: &str = r#"
[output]
url = "https://courier.example/feeds/"
compress = ["gzip", "br", "zstd"]

[serve]
moved = { "old.rss" = "local.rss", "away.rss" = "https://other.example/f.rss" }
ended = ["gone.rss"]

[[source]]
path = "articles/*.md"
url = "https://courier.example/{{ slug }}/"

[[feed]]
name = "local"
select = { section = "Local" }

[[feed]]
name = "world"
select = { section = "World" }
"#;

fn room() -> Newsroom {
    let room = Newsroom::new(CONFIG);
    for (name, section) in [("ferry", "Local"), ("tide", "World")] {
        room.article(name, "2026-07-01T08:00:00Z", name, &format!("section = \"{section}\""), "What happened.");
    }
    room.build().ends(0);
    room
}

fn program(names: &[&str]) -> Option<String> {
    names.iter().find(|name| Path::new(name).exists()).map(|name| (*name).to_owned())
}

/// Starts a server that a configuration of one of the three kinds is written for.
fn start(room: &Newsroom, kind: &str) -> Option<Server> {
    let snippet = room.run(&["snippet", kind]).ends(0).stdout;
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let at = room.path().display();
    let (programs, arguments, text, codings): (&[&str], _, _, &[&str]) = match kind {
        "nginx" => (
            &["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"],
            vec!["-c".to_owned(), format!("{at}/server.conf"), "-p".to_owned(), at.to_string()],
            format!(
                "daemon off; master_process off; worker_processes 1; pid {at}/pid; error_log {at}/error.log;\n\
                 events {{ worker_connections 64; }}\nhttp {{ access_log off; client_body_temp_path {at}/b; proxy_temp_path {at}/p;\n\
                 fastcgi_temp_path {at}/f; uwsgi_temp_path {at}/u; scgi_temp_path {at}/s;\n\
                 server {{ listen 127.0.0.1:{port}; root {at};\n{snippet}\n}} }}\n"
            ),
            &["gzip"],
        ),
        "caddy" => (
            &["/usr/bin/caddy", "/usr/local/bin/caddy"],
            vec![
                "run".to_owned(),
                "--adapter".into(),
                "caddyfile".into(),
                "--config".to_owned(),
                format!("{at}/server.conf"),
            ],
            format!(
                "{{\n\tadmin off\n\tauto_https off\n}}\nhttp://127.0.0.1:{port} {{\n\troot * {at}\n{snippet}\n}}\n"
            ),
            &["gzip", "br", "zstd"],
        ),
        _ => {
            let modules = "/usr/lib/apache2/modules";
            let load: String = ["mpm_event", "authz_core", "mime", "headers", "rewrite", "dir"]
                .iter()
                .map(|name| format!("LoadModule {name}_module {modules}/mod_{name}.so\n"))
                .collect();
            std::fs::write(room.file("mime.types"), "").unwrap();
            (
                &["/usr/sbin/apache2", "/usr/sbin/httpd"],
                vec!["-X".to_owned(), "-f".to_owned(), format!("{at}/server.conf")],
                format!(
                    "{load}ServerRoot {at}\nServerName 127.0.0.1\nPidFile {at}/pid\nErrorLog {at}/error.log\nTypesConfig {at}/mime.types\n\
                     Listen 127.0.0.1:{port}\nDocumentRoot {at}\nDirectoryIndex index.html\n<Directory {at}>\nRequire all granted\n</Directory>\n{snippet}\n"
                ),
                &["gzip", "br", "zstd"],
            )
        }
    };
    let Some(program) = program(programs) else {
        missing(&format!("{kind} is not installed"));
        return None;
    };
    std::fs::write(room.file("server.conf"), text).unwrap();
    let mut command = Command::new(program);
    command.args(arguments).env("HOME", room.path()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut process = command.spawn().unwrap();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        let log = || std::fs::read_to_string(room.file("error.log")).unwrap_or_default();
        assert!(process.try_wait().unwrap().is_none(), "{kind} has ended: {}\n{snippet}", log());
        std::thread::sleep(Duration::from_millis(20));
    }
    Some(Server { process, port, codings })
}

/// Everything that is asked of each server.
fn serves_well(kind: &str) {
    let room = room();
    let Some(server) = start(&room, kind) else { return };
    for (file, media_type) in [
        ("local.rss", "application/rss+xml"),
        ("local.atom", "application/atom+xml"),
        ("local.json", "application/feed+json"),
        ("feeds.opml", "text/x-opml"),
        ("index.html", "text/html"),
        ("subscribe.css", "text/css"),
    ] {
        let answer = server.ask(&format!("/feeds/{file}"), &[]);
        let told = answer.header("content-type").to_lowercase().replace(' ', "");
        assert_eq!((answer.status, told), (200, format!("{media_type};charset=utf-8")), "{file}");
        assert_eq!(answer.body, std::fs::read(room.file(&format!("feeds/{file}"))).unwrap());
        assert_eq!(answer.header("cache-control"), "public, max-age=300");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("link"), format!("<https://courier.example/feeds/{file}>; rel=\"self\""));
        assert!(answer.header("vary").to_lowercase().contains("accept-encoding"), "{file}: {answer:?}");
    }
    let plain = server.ask("/feeds/local.rss", &[]);
    let mut tags = vec![plain.header("etag").to_owned()];
    for coding in server.codings {
        let answer = server.ask("/feeds/local.rss", &[("Accept-Encoding", coding)]);
        assert_eq!(answer.header("content-encoding"), *coding);
        let told = answer.header("content-type").to_lowercase().replace(' ', "");
        assert_eq!(told, "application/rss+xml;charset=utf-8", "{coding}");
        let ending = [("gzip", "gz"), ("br", "br"), ("zstd", "zst")].iter().find(|(name, _)| name == coding).unwrap().1;
        assert_eq!(answer.body, std::fs::read(room.file(&format!("feeds/local.rss.{ending}"))).unwrap(), "{coding}");
        assert!(answer.header("vary").to_lowercase().contains("accept-encoding"));
        tags.push(answer.header("etag").to_owned());
    }
    let count = tags.len();
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), count, "each coding has a validator of its own: {tags:?}");

    // What is written while it is asked for, and what is none of the feeds.
    room.write("feeds/.feedwright-tmp-1-1", "half a feed");
    assert_eq!(server.ask("/feeds/.feedwright-tmp-1-1", &[]).status, 404);
    let list = server.ask("/.well-known/feeds", &[]);
    assert_eq!(list.status, 301);
    assert!(list.header("location").ends_with("/feeds/feeds.opml"));

    let moved = server.ask("/feeds/old.rss", &[]);
    assert!(moved.status == 301 && moved.header("location").ends_with("/feeds/local.rss"), "{moved:?}");
    assert_eq!(server.ask("/feeds/away.rss", &[]).header("location"), "https://other.example/f.rss");
    assert_eq!(server.ask("/feeds/gone.rss", &[]).status, 410);

    // A build that changes nothing, then one that changes one feed.
    let fresh = |path: &str, before: &Answer| {
        let headers = [("If-None-Match", before.header("etag")), ("If-Modified-Since", before.header("last-modified"))];
        server.ask(path, &headers).status == 304
    };
    let paths = ["/feeds/local.rss", "/feeds/local.json", "/feeds/world.rss", "/feeds/world.json"];
    let before: Vec<Answer> = paths.iter().map(|path| server.ask(path, &[])).collect();
    room.run(&["build", "--now", "2026-07-10T12:30:00Z"]).ends(0);
    room.remove(".feedwright/build.cache");
    room.run(&["build", "--now", "2026-07-10T12:30:00Z"]).ends(0);
    assert!(paths.iter().zip(&before).all(|(path, before)| fresh(path, before)));
    room.article("storm", "2026-07-02T08:00:00Z", "A storm", "section = \"Local\"", "It blew.");
    room.run(&["build", "--now", "2026-07-10T12:30:00Z"]).ends(0);
    let fresh: Vec<bool> = paths.iter().zip(&before).map(|(path, before)| fresh(path, before)).collect();
    assert_eq!(fresh, [false, false, true, true], "only what changed is fetched anew");
}

#[test]
fn nginx_serves_feeds_well() {
    serves_well("nginx");
}

#[test]
fn caddy_serves_feeds_well() {
    serves_well("caddy");
}

#[test]
fn apache_serves_feeds_well() {
    serves_well("apache");
}

#[test]
fn an_address_that_no_server_is_to_be_told_is_refused() {
    let room = Newsroom::new(&CONFIG.replace("example/feeds/", "example/fe;eds/"));
    room.run(&["snippet", "nginx"]).ends(2).says("unfit-address");
}
