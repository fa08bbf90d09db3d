//! Feeds in stores that others made: Azurite, Microsoft's own emulator of Azure Blob Storage, and moto, which speaks
//! S3. Both run on loopback, and each is left with what a folder has.
//!
//! Run by `tests/run readers`, which installs them.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::{CONFIG, room, write};
use crate::newsroom::{NOW, Newsroom, Ran};
use crate::outside::{missing, python, skipped};

/// The account that Azurite makes, whose key its documentation gives.
const ACCOUNT: &str = "devstoreaccount1";
const KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/// A store in a process, stopped at the end.
struct Other {
    process: Child,
    port: u16,
    address: &'static str,
    variables: Vec<(&'static str, String)>,
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Other {
    fn start(mut command: Command, port: u16, address: &'static str, variables: Vec<(&'static str, String)>) -> Self {
        let process = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let other = Self { process, port, address, variables };
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(began.elapsed() < Duration::from_secs(90), "{address} does not listen");
            std::thread::sleep(Duration::from_millis(50));
        }
        other
    }

    /// Azurite, with a container.
    fn azurite() -> Option<Self> {
        let modules = std::env::var("FEEDWRIGHT_NODE_MODULES").unwrap_or_default();
        let program = format!("{modules}/.bin/azurite-blob");
        if !std::path::Path::new(&program).exists() {
            missing("azurite is not among the npm packages");
            return None;
        }
        let port = free_port();
        let mut command = Command::new(program);
        command.args(["--inMemoryPersistence", "--silent", "--skipApiVersionCheck", "--disableTelemetry"]);
        command.args(["--blobPort", &port.to_string()]);
        let variables = vec![
            ("AZURE_STORAGE_ACCOUNT_NAME", ACCOUNT.to_owned()),
            ("AZURE_STORAGE_ACCOUNT_KEY", KEY.to_owned()),
            ("AZURE_STORAGE_USE_EMULATOR", "true".to_owned()),
            ("AZURITE_BLOB_STORAGE_URL", format!("http://127.0.0.1:{port}")),
        ];
        let other = Self::start(command, port, "az://paper/news", variables);
        assert_eq!(other.azure("PUT", "/paper", Some("container")).status(), 201);
        Some(other)
    }

    /// An answer of Azurite to a request that is signed by Shared Key, as the reference of the Blob service has it.
    fn azure(&self, method: &str, path: &str, kind: Option<&str>) -> ureq::http::Response<ureq::Body> {
        let date = httpdate::fmt_http_date(std::time::SystemTime::now());
        let of_kind =
            |before: &str, between: &str| kind.map_or(String::new(), |k| format!("{before}restype{between}{k}"));
        let fields = format!("x-ms-date:{date}\nx-ms-version:2021-08-06");
        let signed = format!("{method}{}{fields}\n/{ACCOUNT}/{ACCOUNT}{path}{}", "\n".repeat(12), of_kind("\n", ":"));
        let mut mac = Hmac::<Sha256>::new_from_slice(&STANDARD.decode(KEY).unwrap()).unwrap();
        mac.update(signed.as_bytes());
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        let address = format!("http://127.0.0.1:{}/{ACCOUNT}{path}{}", self.port, of_kind("?", "="));
        let request = ureq::http::Request::builder().method(method).uri(address);
        let request = request.header("x-ms-date", date).header("x-ms-version", "2021-08-06");
        let request = request.header("authorization", format!("SharedKey {ACCOUNT}:{signature}"));
        ureq::run(request.body(()).unwrap()).unwrap()
    }

    /// moto, with a bucket.
    fn moto() -> Option<Self> {
        let (python, port) = (python("moto.server")?, free_port());
        let mut command = Command::new(python);
        command.args(["-m", "moto.server", "-H", "127.0.0.1", "-p", &port.to_string()]);
        let variables = vec![
            ("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{port}")),
            ("AWS_ALLOW_HTTP", "true".to_owned()),
            ("AWS_ACCESS_KEY_ID", "test".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "secret".to_owned()),
            ("AWS_REGION", "us-east-1".to_owned()),
        ];
        let other = Self::start(command, port, "s3://paper/news", variables);
        assert_eq!(ureq::put(format!("http://127.0.0.1:{port}/paper")).send_empty().unwrap().status(), 200);
        Some(other)
    }

    fn run(&self, room: &Newsroom, arguments: &[&str]) -> Ran {
        let variables = self.variables.iter().map(|(name, value)| (*name, value));
        Ran::of(&room.command(arguments).envs(variables).stdin(Stdio::null()).output().unwrap())
    }

    /// A document as it stands, and its type and coding.
    fn fetch(&self, name: &str) -> (String, [String; 2]) {
        let mut answer = match self.address.split_once(':').unwrap().0 {
            "az" => self.azure("GET", &format!("/paper/news/{name}"), None),
            // It asks for a signature, and looks at none.
            _ => ureq::get(format!("http://127.0.0.1:{}/paper/news/{name}", self.port))
                .header("authorization", "AWS4-HMAC-SHA256 Credential=test/20260710/us-east-1/s3/aws4_request")
                .call()
                .unwrap(),
        };
        let field = |name: &str| answer.headers().get(name).map_or("", |v| v.to_str().unwrap()).to_owned();
        let fields = [field("content-type"), field("cache-control")];
        (answer.body_mut().read_to_string().unwrap(), fields)
    }
}

const FEEDS: [&str; 4] = ["top.rss", "top.atom", "top.json", "world.rss"];

/// The life of feeds in a store: it has what a folder has after each step.
fn lives(other: &Other) {
    let bucket = room(&CONFIG.replace("s3://paper/news", other.address), "the desk");
    let folder = room(&CONFIG.replace("s3://paper/news", "folder"), "the desk");
    let both = |step: &str, edit: &dyn Fn(&Newsroom), now: &str| {
        edit(&bucket);
        edit(&folder);
        let ran = other.run(&bucket, &["build", "--now", now]);
        assert_eq!(ran.status, folder.build_at(now).status, "{step}: {}", ran.stderr);
        for name in FEEDS {
            let (text, [media_type, caching]) = other.fetch(name);
            assert_eq!(text, folder.read(&format!("folder/{name}")), "{name} of {} after {step}", other.address);
            let ending = name.rsplit_once('.').unwrap().1.replace("json", "feed+json");
            assert!(media_type.starts_with(&format!("application/{ending}")), "{name}: {media_type}");
            assert_eq!(caching, "public, max-age=300", "{name}");
            let checked = other.run(&bucket, &["check", &format!("{}/{name}", other.address)]);
            assert!(checked.stdout.contains(": valid"), "{}{}", checked.stdout, checked.stderr);
        }
    };
    both("a build", &|_| {}, NOW);
    other.run(&bucket, &["build", "--now", NOW]).ends(0).says_nothing();
    both("an edit", &|room| write(room, "the desk again", 2), "2026-07-10T13:00:00Z");
    let withdraw = |room: &Newsroom| {
        room.article("n4", "2026-07-01T08:00:00Z", "Number 4", "status = \"withdrawn\"", "Gone.");
    };
    both("a retraction", &withdraw, "2026-07-10T14:00:00Z");
    both("a new article", &|room| write(room, "the desk", 7), "2026-07-10T15:00:00Z");
    let forget = |room: &Newsroom| std::fs::remove_dir_all(room.file(".feedwright")).unwrap();
    both("the loss of its state", &forget, "2026-07-10T16:00:00Z");
}

#[test]
fn in_azurite_feeds_live_as_in_a_folder() {
    if std::env::var_os("FEEDWRIGHT_READERS").is_none() {
        return skipped("FEEDWRIGHT_READERS is not set");
    }
    let Some(azurite) = Other::azurite() else { return };
    lives(&azurite);
    // Publishers that run at once leave the feeds of one.
    let config = CONFIG.replace("s3://paper/news", azurite.address);
    let rooms = ["one", "two", "three"].map(|name| room(&config, name));
    let ran = std::thread::scope(|scope| {
        let ran = rooms.each_ref().map(|room| scope.spawn(|| azurite.run(room, &["build", "--now", NOW])));
        ran.map(|ran| ran.join().unwrap())
    });
    assert!(ran.iter().any(|ran| ran.status == 0), "{}", ran[0].stderr);
    assert!(ran.iter().all(|ran| ran.status == 0 || ran.stderr.contains("outrun")), "{ran:?}");
    let winners = FEEDS.map(|name| {
        let text = azurite.fetch(name).0;
        let of = ["one", "two", "three"].map(|name| text.contains(&format!(" by {name}")));
        assert_eq!(of.iter().filter(|is| **is).count(), 1, "{name}: {text}");
        of
    });
    assert!(winners.iter().all(|winner| *winner == winners[0]), "{winners:?}");
}

#[test]
fn in_moto_feeds_live_as_in_a_folder() {
    if std::env::var_os("FEEDWRIGHT_READERS").is_none() {
        return skipped("FEEDWRIGHT_READERS is not set");
    }
    let Some(moto) = Other::moto() else { return };
    lives(&moto);
}
