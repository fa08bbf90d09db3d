//! `check URL` against a real server.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use feedwright::fetch::{Bounds, Client, Limits};

use crate::outside::missing;

/// A web server in a folder of its own, stopped at the end.
struct Server {
    nginx: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.nginx.kill();
        let _ = self.nginx.wait();
    }
}

fn feed(port: u16) -> String {
    let items: String = (0..40)
        .map(|i| {
            format!(
                "<item><title>Item {i}</title><link>http://127.0.0.1:{port}/{i}</link><guid>http://127.0.0.1:{port}/{i}</guid><pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate>\
                 <description>What happened</description></item>\n"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel>\
         <title>News</title><link>http://127.0.0.1:{port}/</link><description>News</description><language>en</language>\
         <atom:link rel=\"self\" type=\"application/rss+xml\" href=\"http://127.0.0.1:{port}/feed.xml\"/>\n{items}</channel></rss>\n"
    )
}

/// Starts nginx on a free port; `None` when it is not installed.
fn serve() -> Option<Server> {
    let folder = tempfile::tempdir().unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let root = folder.path().join("root");
    std::fs::create_dir(&root).unwrap();
    for name in ["feed.xml", "bare.xml"] {
        std::fs::write(root.join(name), feed(port)).unwrap();
    }
    let at = folder.path().display();
    let config = format!(
        "daemon off; master_process off; worker_processes 1; pid {at}/pid; error_log {at}/error.log;\n\
         events {{ worker_connections 64; }}\n\
         http {{ access_log off; client_body_temp_path {at}/b; proxy_temp_path {at}/p; fastcgi_temp_path {at}/f;\n\
         uwsgi_temp_path {at}/u; scgi_temp_path {at}/s;\n\
         server {{ listen 127.0.0.1:{port}; root {root};\n\
         location = /feed.xml {{ types {{}} default_type application/rss+xml; gzip on; gzip_types *; add_header Cache-Control max-age=600; }}\n\
         location = /bare.xml {{ types {{}} default_type text/html; etag off; add_header Last-Modified \"\"; if_modified_since off; \
         charset iso-8859-1; override_charset on; charset_types *; source_charset iso-8859-1; add_header Cache-Control no-store; }}\n\
         location = /old.xml {{ return 302 /feed.xml; }} location = /loop.xml {{ return 301 /loop.xml; }} }} }}\n",
        root = root.display()
    );
    let file = folder.path().join("nginx.conf");
    std::fs::write(&file, config).unwrap();
    let program =
        ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"].into_iter().find(|p| Path::new(p).exists())?;
    let mut nginx =
        Command::new(program).arg("-c").arg(&file).arg("-p").arg(folder.path()).stderr(Stdio::null()).spawn().unwrap();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(nginx.try_wait().unwrap().is_none(), "nginx has ended");
        std::thread::sleep(Duration::from_millis(20));
    }
    Some(Server { nginx, port, _folder: folder })
}

/// A config that allows to ask this machine.
fn loopback() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/http/loopback.toml").to_owned()
}

fn client() -> Client {
    Client::new(vec!["127.0.0.0/8".parse().unwrap()], Bounds::default())
}

/// The exit status, whether it is valid, and the codes found.
fn check(server: &Server, path: &str) -> (i32, bool, Vec<String>) {
    let output = Command::new(env!("CARGO_BIN_EXE_feedwright"))
        .args([
            "check",
            "--config",
            &loopback(),
            "--format",
            "jsonl",
            &format!("http://127.0.0.1:{}/{path}", server.port),
        ])
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let codes =
        report["findings"].as_array().into_iter().flatten().map(|f| f["code"].as_str().unwrap().to_owned()).collect();
    (output.status.code().unwrap(), report["valid"] == true, codes)
}

#[test]
fn a_url_is_judged_with_the_way_it_is_served() {
    let Some(server) = serve() else {
        missing("nginx is not installed");
        return;
    };
    let (status, valid, codes) = check(&server, "feed.xml");
    assert_eq!((status, valid, codes), (0, true, Vec::new()), "a feed served well");

    let (status, _, codes) = check(&server, "old.xml");
    assert_eq!(
        (status, codes),
        (0, vec!["temporary-redirect".to_owned()]),
        "the self link is compared with the final URL"
    );

    let (status, valid, codes) = check(&server, "bare.xml");
    assert_eq!((status, valid), (0, true));
    for code in
        ["unexpected-content-type", "charset-mismatch", "missing-validator", "uncompressed", "unsuitable-cache-control"]
    {
        assert!(codes.iter().any(|c| c == code), "{code} is missing in {codes:?}");
    }

    let (status, valid, codes) = check(&server, "none.xml");
    assert_eq!((status, valid, codes), (1, false, vec!["http-error".to_owned()]));

    let (status, _, codes) = check(&server, "loop.xml");
    assert_eq!((status, codes), (2, vec!["unreadable-url".to_owned()]), "a loop of redirects cannot be checked");
}

/// What a path of [`Answering`] is answered with: header fields and body.
type Answer = (&'static str, Vec<u8>);

/// A server that answers each path as a table says, for what nginx cannot be brought to do.
struct Answering {
    port: u16,
}

impl Answering {
    fn start(answers: fn(&str, u16) -> Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                let Ok(mut connection) = connection else { continue };
                std::thread::spawn(move || {
                    let mut head = Vec::new();
                    let mut byte = [0];
                    while !head.ends_with(b"\r\n\r\n") && connection.read_exact(&mut byte).is_ok() {
                        head.push(byte[0]);
                    }
                    let head = String::from_utf8_lossy(&head).into_owned();
                    let path = head.split(' ').nth(1).unwrap_or_default();
                    let (mut answer, body) = answers(path, port);
                    if path.contains("late") {
                        std::thread::sleep(Duration::from_millis(1500));
                    }
                    let conditional = head.to_ascii_lowercase().contains("\r\nif-none-match: ");
                    if conditional && answer.contains("ETag") && !path.contains("ignores") {
                        answer = "304 Not Modified\r\nConnection: close";
                    }
                    let _ = connection.write_all(format!("HTTP/1.1 {answer}\r\n\r\n").as_bytes());
                    for part in body.chunks(1 << 20) {
                        if connection.write_all(part).is_err() {
                            return;
                        }
                    }
                    // The rest never comes; only the client can end it.
                    if path.contains("slow") {
                        let _ = connection.read(&mut byte);
                    }
                });
            }
        });
        Self { port }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

/// A feed whose self link is this path.
fn feed_at(port: u16, path: &str) -> Vec<u8> {
    feed(port).replace("/feed.xml\"", &format!("{path}\"")).into_bytes()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

const WELL: &str = "200 OK\r\nConnection: close\r\nContent-Type: application/rss+xml; charset=utf-8\r\nETag: \"1\"\r\n\
    Content-Encoding: gzip\r\nCache-Control: max-age=600";

fn answers(path: &str, port: u16) -> Answer {
    let body = gzipped(&feed_at(port, path));
    match path {
        "/moved" => ("301 Moved Permanently\r\nConnection: close\r\nLocation: /well", Vec::new()),
        "/moved-308" => ("308 Permanent Redirect\r\nConnection: close\r\nLocation: /well", Vec::new()),
        "/found" => ("302 Found\r\nConnection: close\r\nLocation: /moved", Vec::new()),
        "/elsewhere" => ("302 Found\r\nConnection: close\r\nLocation: file:///etc/passwd", Vec::new()),
        "/generic" => {
            ("200 OK\r\nConnection: close\r\nContent-Type: text/xml\r\nETag: \"1\"\r\nContent-Encoding: gzip", body)
        }
        "/atom-type" => (
            "200 OK\r\nConnection: close\r\nContent-Type: application/atom+xml\r\nETag: \"1\"\r\nContent-Encoding: gzip",
            body,
        ),
        "/no-type" => ("200 OK\r\nConnection: close\r\nETag: \"1\"\r\nContent-Encoding: gzip", body),
        "/ignores-conditions" => (WELL, body),
        "/stale" => (
            "200 OK\r\nConnection: close\r\nContent-Type: application/rss+xml\r\nETag: \"1\"\r\nContent-Encoding: gzip\r\nCache-Control: max-age=604800",
            body,
        ),
        "/other-self" => (WELL, gzipped(&feed_at(port, "/well"))),
        "/short" => (
            "200 OK\r\nConnection: close\r\nContent-Type: application/rss+xml; charset=utf-8\r\nETag: \"1\"\r\n\
             Content-Encoding: gzip\r\nContent-Length: 100000",
            body[..body.len() / 2].to_vec(),
        ),
        "/late" => ("302 Found\r\nConnection: close\r\nLocation: /late", Vec::new()),
        "/gone" => ("410 Gone\r\nConnection: close", b"<html>gone</html>".to_vec()),
        "/slow" => (WELL, body[..20].to_vec()),
        "/bomb" => (WELL, gzipped(&vec![b' '; 8 << 20])),
        _ => (WELL, body),
    }
}

#[test]
fn each_finding_about_the_way_a_feed_is_served_is_raised_by_what_it_is_about() {
    let server = Answering::start(answers);
    let mut wrong = Vec::new();
    let cases: &[(&str, i32, &[&str])] = &[
        ("/well", 0, &[]),
        ("/moved", 0, &["permanent-redirect"]),
        ("/moved-308", 0, &["permanent-redirect"]),
        ("/found", 0, &["permanent-redirect", "temporary-redirect"]),
        ("/generic", 0, &["generic-content-type"]),
        ("/atom-type", 0, &["unexpected-content-type"]),
        ("/no-type", 0, &["unexpected-content-type"]),
        ("/ignores-conditions", 0, &["condition-ignored"]),
        ("/stale", 0, &["unsuitable-cache-control"]),
        ("/other-self", 0, &["self-link-differs"]),
        ("/gone", 1, &["http-error"]),
        ("/short", 1, &["unreadable"]),
        ("/elsewhere", 2, &["unreadable-url"]),
    ];
    for (path, status, expected) in cases {
        let output = Command::new(env!("CARGO_BIN_EXE_feedwright"))
            .args(["check", "--config", &loopback(), "--format", "jsonl", &server.url(path)])
            .output()
            .unwrap();
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let mut codes: Vec<&str> =
            report["findings"].as_array().into_iter().flatten().map(|f| f["code"].as_str().unwrap()).collect();
        codes.sort_unstable();
        if (output.status.code(), &*codes) != (Some(*status), expected) {
            wrong.push(format!("{path}: {:?} {codes:?}, not {status} {expected:?}", output.status.code()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_fetched_is_named_and_the_rest_is_checked() {
    let server = Answering::start(answers);
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_feedwright"))
        .args([
            "check",
            "--config",
            &loopback(),
            &format!("http://{closed}/feed"),
            &server.url("/elsewhere"),
            &server.url("/well"),
        ])
        .output()
        .unwrap();
    let (said, faults) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(2), "{faults}");
    assert_eq!(said, format!("{}: valid, rss-2.0, 40 items: nothing found\n", server.url("/well")));
    assert_eq!(faults.matches("error[unreadable-url]").count(), 2, "{faults}");
    assert!(faults.contains("the scheme is file"), "{faults}");
}

#[test]
fn size_time_and_redirects_are_bounded() {
    let server = Answering::start(answers);
    let limits = Limits { bytes: 1 << 20, time: Duration::from_secs(2), redirects: 1 };
    let read = |path: &str| {
        let mut response = client().read(&server.url(path), &[], limits).map_err(|fault| fault.to_string())?;
        let mut body = Vec::new();
        response.body.read_to_end(&mut body).map(|_| body).map_err(|error| error.to_string())
    };
    assert!(read("/well").is_ok());
    assert_eq!(read("/bomb"), Err("the answer is longer than allowed".to_owned()), "what is small until decompressed");
    assert_eq!(read("/found"), Err("there are too many redirects".to_owned()));
    assert_eq!(read("/slow"), Err("timeout: global".to_owned()));
    // Each answer is in time, all of them are not: redirects have no time of their own.
    let limits = Limits { redirects: 20, ..limits };
    let late = client().read(&server.url("/late"), &[], limits).map(|_| ()).map_err(|fault| fault.to_string());
    assert_eq!(late, Err("timeout: global".to_owned()));
}
