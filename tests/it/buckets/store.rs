//! A store that speaks the part of S3 that is used here, strictly: a condition is judged and the object replaced
//! under one lock. Well-known mocks look, let go, and write.
//!
//! By the API reference of Amazon S3: `PutObject` with `If-None-Match: *` and `If-Match`, `GetObject`, `HeadObject`,
//! `DeleteObject`, `DeleteObjects`, `ListObjectsV2` with prefix and continuation. It asks for a signature, and takes any of one key.
//! By that of the XML API of Google Cloud Storage, which is spoken alike: `x-goog-generation` and
//! `x-goog-if-generation-match`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use md5::{Digest as _, Md5};

/// Few, so that lists come in pages.
const KEYS_OF_A_PAGE: usize = 7;

/// An object that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) bytes: Vec<u8>,
    /// What it says of itself: names in lower case.
    pub(crate) fields: BTreeMap<String, String>,
    pub(crate) etag: String,
    generation: u64,
    modified: chrono::DateTime<chrono::Utc>,
}

/// A request, as it comes.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// The key of the object; empty for a list.
    pub(crate) key: String,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) fields: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

/// What happens to a request besides what the store does with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mishap {
    /// The store is too busy and does nothing.
    Busy,
    /// The store does it, and the answer is lost.
    Lost,
}

type Before = dyn Fn(&Request) -> Option<Mishap> + Send + Sync;

#[derive(Default)]
struct State {
    objects: BTreeMap<String, Object>,
    asked: Vec<(String, String)>,
}

/// A store with one bucket, `paper`.
#[derive(Clone)]
pub(crate) struct Store {
    port: u16,
    /// Whether it asks for no signature.
    open: Arc<AtomicBool>,
    state: Arc<Mutex<State>>,
    before: Arc<Mutex<Option<Arc<Before>>>>,
}

impl Store {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let store = Self { port, open: Arc::default(), state: Arc::default(), before: Arc::default() };
        let served = store.clone();
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let served = served.clone();
                std::thread::spawn(move || while served.serve(&connection) {});
            }
        });
        store
    }

    /// The variables by which a program finds it.
    pub(crate) fn variables(&self) -> [(&'static str, String); 5] {
        [
            ("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{}", self.port)),
            ("AWS_ALLOW_HTTP", "true".to_owned()),
            ("AWS_ACCESS_KEY_ID", "test".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "secret".to_owned()),
            ("AWS_REGION", "eu-central-1".to_owned()),
        ]
    }

    /// The variable by which a program finds it as one of Google's.
    pub(crate) fn google(&self) -> (&'static str, String) {
        // Whoever is to ask for no token signs nothing.
        self.open.store(true, Ordering::Relaxed);
        let account = serde_json::json!({"gcs_base_url": format!("http://127.0.0.1:{}", self.port),
            "disable_oauth": true, "client_email": "", "private_key": "", "private_key_id": ""});
        ("GOOGLE_SERVICE_ACCOUNT_KEY", account.to_string())
    }

    /// Asks this before anything is done with a request.
    pub(crate) fn before(&self, before: impl Fn(&Request) -> Option<Mishap> + Send + Sync + 'static) {
        *self.before.lock().unwrap() = Some(Arc::new(before));
    }

    pub(crate) fn objects(&self) -> BTreeMap<String, Object> {
        self.state.lock().unwrap().objects.clone()
    }

    /// Puts an object as somebody does who asks nobody.
    pub(crate) fn put(&self, key: &str, bytes: impl Into<Vec<u8>>) {
        self.state.lock().unwrap().objects.insert(key.to_owned(), object(bytes.into(), BTreeMap::new()));
    }

    /// Removes an object.
    pub(crate) fn remove(&self, key: &str) {
        self.state.lock().unwrap().objects.remove(key);
    }

    /// Methods and keys of the requests since this was called last.
    pub(crate) fn asked(&self) -> Vec<(String, String)> {
        std::mem::take(&mut self.state.lock().unwrap().asked)
    }

    /// The keys that were asked for by a method since this was called last.
    pub(crate) fn asked_by(&self, method: &str) -> Vec<String> {
        self.asked().into_iter().filter(|(m, _)| m == method).map(|(_, key)| key).collect()
    }

    /// Answers one request; whether there may be another.
    fn serve(&self, connection: &TcpStream) -> bool {
        let mut reader = BufReader::new(connection);
        let Some(request) = read(&mut reader) else { return false };
        let before = self.before.lock().unwrap().clone();
        let mishap = before.and_then(|before| before(&request));
        self.state.lock().unwrap().asked.push((request.method.clone(), request.key.clone()));
        let (status, fields, body) = match mishap {
            Some(Mishap::Busy) => failed(503, "SlowDown"),
            _ => self.answer(&request),
        };
        if mishap == Some(Mishap::Lost) {
            return false;
        }
        let mut head = format!("HTTP/1.1 {status} X\r\n");
        let length = fields.iter().any(|(name, _)| name == "Content-Length");
        for (name, value) in &fields {
            head.extend([name, ": ", value, "\r\n"]);
        }
        if !length {
            head.extend(["Content-Length: ", &body.len().to_string(), "\r\n"]);
        }
        // In one piece: a second one would wait until the first is acknowledged.
        let answer = [(head + "\r\n").as_bytes(), &body].concat();
        let mut connection = connection;
        connection.write_all(&answer).is_ok()
    }

    fn answer(&self, request: &Request) -> Answer {
        let signed = request
            .fields
            .get("authorization")
            .is_some_and(|text| text.starts_with("AWS4-HMAC-SHA256 Credential=test/") && text.contains("Signature="));
        if !signed && !self.open.load(Ordering::Relaxed) {
            return failed(403, "InvalidAccessKeyId");
        }
        // Judged and done under one lock.
        let mut state = self.state.lock().unwrap();
        let standing = state.objects.get(&request.key).cloned();
        let field = |name: &str| request.fields.get(name);
        match &*request.method {
            "GET" if request.key.is_empty() => list(&state.objects, &request.query),
            "GET" | "HEAD" => {
                let Some(object) = standing else { return failed(404, "NoSuchKey") };
                let mut fields: Vec<(String, String)> = object.fields.clone().into_iter().collect();
                fields.push(("ETag".into(), object.etag.clone()));
                fields.push(("x-goog-generation".into(), object.generation.to_string()));
                fields.push(("Last-Modified".into(), object.modified.format("%a, %d %b %Y %H:%M:%S GMT").to_string()));
                fields.push(("Content-Length".into(), object.bytes.len().to_string()));
                (200, fields, if request.method == "HEAD" { Vec::new() } else { object.bytes })
            }
            "PUT" => {
                match (field("if-none-match").map(|v| &**v), field("if-match"), standing) {
                    (Some("*"), _, Some(_)) => return failed(412, "PreconditionFailed"),
                    (_, Some(_), None) => return failed(404, "NoSuchKey"),
                    (_, Some(tag), Some(object)) if *tag != object.etag => return failed(412, "PreconditionFailed"),
                    _ => {}
                }
                if let Some(wanted) = field("x-goog-if-generation-match") {
                    let standing = state.objects.get(&request.key).map_or(0, |object| object.generation);
                    if *wanted != standing.to_string() {
                        return failed(412, "PreconditionFailed");
                    }
                }
                let kept = ["content-type", "content-encoding", "cache-control"];
                let fields = request.fields.iter().filter(|(name, _)| kept.contains(&&***name));
                let object = object(request.body.clone(), fields.map(|(n, v)| (n.clone(), v.clone())).collect());
                let (tag, generation) = (object.etag.clone(), object.generation.to_string());
                state.objects.insert(request.key.clone(), object);
                (200, vec![("ETag".into(), tag), ("x-goog-generation".into(), generation)], Vec::new())
            }
            "POST" if request.query.contains_key("delete") => {
                let text = String::from_utf8_lossy(&request.body);
                let keys = text.split("<Key>").skip(1).filter_map(|rest| rest.split("</Key>").next());
                let mut out = String::from("<?xml version=\"1.0\"?><DeleteResult>");
                for key in keys {
                    state.objects.remove(key);
                    let _ = write!(out, "<Deleted><Key>{key}</Key></Deleted>");
                }
                (200, vec![("Content-Type".into(), "application/xml".into())], (out + "</DeleteResult>").into_bytes())
            }
            "DELETE" => {
                state.objects.remove(&request.key);
                (204, Vec::new(), Vec::new())
            }
            _ => failed(405, "MethodNotAllowed"),
        }
    }
}

type Answer = (u16, Vec<(String, String)>, Vec<u8>);

fn failed(status: u16, code: &str) -> Answer {
    let text = format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{code}</Message></Error>");
    (status, vec![("Content-Type".into(), "application/xml".into())], text.into_bytes())
}

/// Numbers of versions, of all stores.
static GENERATION: AtomicU64 = AtomicU64::new(1);

fn object(bytes: Vec<u8>, fields: BTreeMap<String, String>) -> Object {
    let digest = Md5::digest(&bytes).iter().fold(0, |number, byte| number << 8 | u128::from(*byte));
    let etag = format!("\"{digest:032x}\"");
    let generation = GENERATION.fetch_add(1, Ordering::Relaxed);
    Object { bytes, fields, etag, generation, modified: chrono::Utc::now() }
}

fn list(objects: &BTreeMap<String, Object>, query: &BTreeMap<String, String>) -> Answer {
    let text = |name: &str| query.get(name).cloned().unwrap_or_default();
    let (prefix, after) = (text("prefix"), text("continuation-token"));
    let mut found = objects.iter().filter(|(key, _)| key.starts_with(&prefix) && **key > after);
    let page: Vec<_> = found.by_ref().take(KEYS_OF_A_PAGE).collect();
    let next =
        found.next().and(page.last()).map(|(key, _)| format!("<NextContinuationToken>{key}</NextContinuationToken>"));
    let mut out = format!(
        "<?xml version=\"1.0\"?><ListBucketResult><IsTruncated>{}</IsTruncated>{}",
        next.is_some(),
        next.unwrap_or_default()
    );
    for (key, object) in page {
        let _ = write!(
            out,
            "<Contents><Key>{key}</Key><LastModified>{}</LastModified><ETag>&quot;{}&quot;</ETag><Size>{}</Size></Contents>",
            object.modified.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
            object.etag.trim_matches('"'),
            object.bytes.len()
        );
    }
    (200, vec![("Content-Type".into(), "application/xml".into())], (out + "</ListBucketResult>").into_bytes())
}

/// Reads a request; nothing where the connection has ended.
fn read(reader: &mut BufReader<&TcpStream>) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|n| *n > 0)?;
    let mut words = line.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut fields = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        fields.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = fields.get("content-length").map_or(0, |n| n.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let key = path.strip_prefix("/paper").unwrap_or(path).trim_start_matches('/');
    let key = percent_encoding::percent_decode_str(key).decode_utf8().ok()?.into_owned();
    let query = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    Some(Request { method, key, query, fields, body })
}
