//! `check URL` against a real server.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "figures and what is skipped")]

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

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
                "<item><title>Item {i}</title><link>http://127.0.0.1:{port}/{i}</link><guid>http://127.0.0.1:{port}/{i}</guid>\
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
    let nginx =
        Command::new(program).arg("-c").arg(&file).arg("-p").arg(folder.path()).stderr(Stdio::null()).spawn().unwrap();
    let server = Server { nginx, port, _folder: folder };
    let start = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(start.elapsed() < Duration::from_secs(20), "nginx does not answer");
        std::thread::sleep(Duration::from_millis(20));
    }
    Some(server)
}

/// The exit status, whether it is valid, and the codes found.
fn check(server: &Server, path: &str) -> (i32, bool, Vec<String>) {
    let output = Command::new(env!("CARGO_BIN_EXE_feedwright"))
        .args(["check", "--format", "jsonl", &format!("http://127.0.0.1:{}/{path}", server.port)])
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
        assert!(std::env::var_os("CI").is_none(), "nginx is not installed");
        println!("skipped: nginx is not installed");
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
    assert_eq!((status, codes), (2, Vec::new()), "a loop of redirects cannot be checked");
}
