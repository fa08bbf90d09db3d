//! A server that answers as a test says, and remembers what it was asked.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use twox_hash::XxHash3_64;

/// An answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Whether the connection breaks off in the middle of the body.
    pub(crate) breaks_off: bool,
}

impl Answer {
    pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, body: body.into(), ..Self::default() }
    }

    pub(crate) fn status(status: u16) -> Self {
        Self { status, body: b"nothing here".to_vec(), ..Self::default() }
    }

    pub(crate) fn to(status: u16, target: &str) -> Self {
        Self::status(status).with("Location", target)
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// Path and query.
    pub(crate) path: String,
    /// The header, in lower case but for its values.
    pub(crate) fields: BTreeMap<String, String>,
}

type Answers = dyn Fn(&Request) -> Option<Answer> + Send + Sync;

/// A server on a free port of this machine.
pub(crate) struct Station {
    port: u16,
    pages: Arc<Mutex<BTreeMap<String, Answer>>>,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Station {
    /// One that answers what [`Station::answers`] says, and nothing else.
    pub(crate) fn start() -> Self {
        Self::with(|_| None)
    }

    /// One that answers by a function what no page says.
    pub(crate) fn with(answers: impl Fn(&Request) -> Option<Answer> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (pages, requests) =
            (Arc::<Mutex<BTreeMap<String, Answer>>>::default(), Arc::<Mutex<Vec<Request>>>::default());
        let (known, asked, answers): (_, _, Arc<Answers>) = (pages.clone(), requests.clone(), Arc::new(answers));
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let (known, asked, answers) = (known.clone(), asked.clone(), answers.clone());
                std::thread::spawn(move || serve(connection, &known, &asked, &*answers));
            }
        });
        Self { port, pages, requests }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Says what a path is answered with from now on.
    pub(crate) fn answers(&self, path: &str, answer: Answer) {
        self.pages.lock().unwrap().insert(path.to_owned(), answer);
    }

    /// What it was asked since this was called last.
    pub(crate) fn asked(&self) -> Vec<Request> {
        std::mem::take(&mut self.requests.lock().unwrap())
    }

    /// The paths of these.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|request| request.path).collect()
    }
}

fn serve(
    mut connection: TcpStream,
    known: &Mutex<BTreeMap<String, Answer>>,
    asked: &Mutex<Vec<Request>>,
    answers: &Answers,
) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if connection.read_exact(&mut byte).is_err() {
            return;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut lines = head.lines();
    let path = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
    let fields = lines.filter_map(|line| line.split_once(": "));
    let fields = fields.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    let request = Request { path, fields };
    asked.lock().unwrap().push(request.clone());
    let page = known.lock().unwrap().get(&request.path).cloned();
    let mut answer = page.or_else(|| answers(&request)).unwrap_or_else(|| Answer::status(404));
    // What is sent is known by its hash, unless the test says otherwise.
    if answer.status == 200 && !answer.fields.iter().any(|(name, _)| name == "ETag") {
        let tag = format!("\"{:x}\"", XxHash3_64::oneshot(&answer.body));
        if request.fields.get("if-none-match") == Some(&tag) {
            answer = Answer { status: 304, body: Vec::new(), ..answer };
        }
        answer = answer.with("ETag", &tag);
    }
    let mut text = format!("HTTP/1.1 {} X\r\nConnection: close\r\n", answer.status);
    for (name, value) in &answer.fields {
        text.extend([name, ": ", value, "\r\n"]);
    }
    if answer.status != 304 {
        text.extend(["Content-Length: ", &answer.body.len().to_string(), "\r\n"]);
    }
    let end = if answer.breaks_off { answer.body.len() / 2 } else { answer.body.len() };
    // In one piece: a second one would wait until the first is acknowledged.
    let _ = connection.write_all(&[(text + "\r\n").as_bytes(), &answer.body[..end]].concat());
}
