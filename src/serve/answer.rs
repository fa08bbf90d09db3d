//! What a request is answered with.

use std::io::{Seek as _, SeekFrom};
use std::net::IpAddr;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use http_body_util::{Either, Full};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Response, StatusCode};

use super::body::{FileBody, Sent};
use super::coding::{IDENTITY, Wishes};
use super::condition::{self, Part, Validators, Verdict};
use super::entries::Entries;
use super::holdings::{Coding, Held, Opened};
use super::{Server, client, preview};
use crate::site::WELL_KNOWN;

/// What is read of a request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inquiry<'r> {
    pub(super) method: &'r Method,
    pub(super) path: &'r str,
    pub(super) query: &'r str,
    pub(super) headers: &'r HeaderMap,
    /// Who is connected, and who asks.
    pub(super) peer: IpAddr,
    pub(super) client: IpAddr,
}

/// A page of a site without one, and of a folder.
const INDEX: [&str; 2] = ["index.html", "feeds.html"];

/// Codings in the order in which they are taken where the client likes them alike.
const CODINGS: [&str; 3] = ["br", "zstd", "gzip"];

impl Server {
    pub(super) async fn answer(&self, asked: Inquiry<'_>) -> Response<Sent> {
        let reads = matches!(*asked.method, Method::GET | Method::HEAD);
        if !reads {
            let status =
                if asked.method == Method::OPTIONS { StatusCode::NO_CONTENT } else { StatusCode::METHOD_NOT_ALLOWED };
            return with(plain(status), header::ALLOW, "GET, HEAD, OPTIONS");
        }
        match (asked.path, &self.changes) {
            (preview::CHANGES, Some(changes)) => {
                let seen = asked.query.strip_prefix("seen=").unwrap_or_default();
                let text = format!("{}\n", changes.after(seen).await);
                return said(StatusCode::OK, "text/plain; charset=utf-8", text);
            }
            (preview::SCRIPT, Some(_)) => {
                return said(StatusCode::OK, "text/javascript; charset=utf-8", preview::RELOAD.to_owned());
            }
            ("/healthz", _) => return said(StatusCode::OK, "text/plain; charset=utf-8", "ok\n".to_owned()),
            ("/metrics", _) => return self.metrics(asked),
            _ => {}
        }
        self.file(asked)
    }

    fn metrics(&self, asked: Inquiry<'_>) -> Response<Sent> {
        let unsure = asked.client == asked.peer && client::is_forwarded(asked.headers);
        if unsure || !self.may_measure.iter().any(|network| network.takes("", asked.client)) {
            return plain(StatusCode::FORBIDDEN);
        }
        let text = self.counters.text(&self.state_dir, now());
        said(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", text)
    }

    /// What stands at a path.
    fn file(&self, asked: Inquiry<'_>) -> Response<Sent> {
        let Some(decoded) = decoded(asked.path) else { return plain(StatusCode::BAD_REQUEST) };
        let Some(path) = decoded.strip_prefix(&*self.folder) else {
            return match decoded.trim_start_matches('/') {
                "" => to(StatusCode::FOUND, &self.delivery.path),
                WELL_KNOWN if self.delivery.list.is_some() => {
                    let list = self.delivery.list.unwrap_or_default();
                    to(StatusCode::MOVED_PERMANENTLY, &format!("{}{list}", self.delivery.path))
                }
                _ => plain(StatusCode::NOT_FOUND),
            };
        };
        if !is_public(path) {
            return plain(StatusCode::NOT_FOUND);
        }
        if self.ended.contains(path) {
            return plain(StatusCode::GONE);
        }
        if let Some(target) = self.moved.get(path) {
            return to(StatusCode::MOVED_PERMANENTLY, &self.delivery.place(target));
        }
        if path.is_empty() || path.ends_with('/') {
            let mut page = INDEX.iter().map(|name| format!("{path}{name}"));
            let found = page.find_map(|page| Some((self.holdings.open(&page).ok()?, page)));
            return found
                .map_or_else(|| plain(StatusCode::NOT_FOUND), |(opened, page)| self.send(asked, &page, opened));
        }
        match self.holdings.open(path) {
            Ok(opened) => self.send(asked, path, opened),
            Err(_) if self.holdings.open(&format!("{path}/{}", INDEX[0])).is_ok() => {
                to(StatusCode::MOVED_PERMANENTLY, &format!("{}/", asked.path))
            }
            Err(_) => plain(StatusCode::NOT_FOUND),
        }
    }

    /// Sends a file, or what the request's conditions come to.
    fn send(&self, asked: Inquiry<'_>, path: &str, original: Opened) -> Response<Sent> {
        let wishes = Wishes::of(asked.headers);
        let Some(Opened { held, file }) = self.coded(&wishes, path, original) else {
            return with(plain(StatusCode::NOT_ACCEPTABLE), header::VARY, "Accept-Encoding");
        };
        let now = now();
        let validators = Validators { etag: &held.etag, modified: held.modified, now };
        match condition::judge(asked.headers, validators) {
            Verdict::NotModified => {
                return about(&held, now, StatusCode::NOT_MODIFIED, 0, Either::Left(Full::default()));
            }
            Verdict::Failed => return plain(StatusCode::PRECONDITION_FAILED),
            Verdict::Send => {}
        }
        if held.is_feed && !condition::is_conditional(asked.headers) {
            if let Some(wait) = self.rate.count(asked.client, path, Instant::now()) {
                return slow_down(wait);
            }
        } else if held.is_feed
            && asked.method == Method::GET
            && wants_lacking(asked.headers)
            && let Some(answer) = self.lacking(asked, path, &held, now)
        {
            return answer;
        }
        let part = if asked.method == Method::GET {
            condition::part(asked.headers, held.length, validators)
        } else {
            Part::Whole
        };
        let (status, first, length) = match part {
            Part::Several(parts) => {
                if let Some(answer) = several(&held, now, &parts) {
                    return answer;
                }
                // Of what is not kept in memory all is sent.
                (StatusCode::OK, 0, held.length)
            }
            Part::Whole => (StatusCode::OK, 0, held.length),
            Part::Bytes(first, last) => (StatusCode::PARTIAL_CONTENT, first, last - first + 1),
            Part::Outside => {
                let range = format!("bytes */{}", held.length);
                return with(plain(StatusCode::RANGE_NOT_SATISFIABLE), header::CONTENT_RANGE, &range);
            }
        };
        let Some(body) = body(&held, file, asked.method == Method::HEAD, first, length) else {
            return plain(StatusCode::INTERNAL_SERVER_ERROR);
        };
        let answer = about(&held, now, status, length, body);
        if status == StatusCode::PARTIAL_CONTENT {
            let range = format!("bytes {first}-{}/{}", first + length - 1, held.length);
            return with(answer, header::CONTENT_RANGE, &range);
        }
        answer
    }

    /// The coding of a file that the client likes best; nothing where it takes none.
    fn coded(&self, wishes: &Wishes, path: &str, original: Opened) -> Option<Opened> {
        if wishes.are_plain() {
            return Some(original);
        }
        let known = |name: &&str| self.delivery.twins.iter().any(|(twin, _)| twin == name);
        for name in wishes.order(CODINGS.into_iter().filter(known)) {
            if name == IDENTITY {
                return Some(original);
            }
            let twin: Option<&Coding> = self.delivery.twins.iter().find(|(twin, _)| *twin == name);
            if let Some(opened) = twin.and_then(|twin| self.holdings.open_twin(path, *twin, &original.held)) {
                return Some(opened);
            }
        }
        // A client that takes no file as it is can be sent nothing else where there is no twin.
        (wishes.order(std::iter::empty()) == [IDENTITY]).then_some(original)
    }

    /// The entries that the client lacks, where its version is known.
    fn lacking(&self, asked: Inquiry<'_>, path: &str, held: &Held, now: i64) -> Option<Response<Sent>> {
        let known = self.holdings.generations().known(path, asked.headers)?;
        let whole = self.holdings.open(path).ok()?;
        // Of the version whose tag is sent: a build may have renamed another one meanwhile.
        if whole.held.modified != held.modified {
            return None;
        }
        let document = whole.held.bytes.as_ref()?;
        let lacking = Entries::of(document)?.without(document, &known)?;
        let length = lacking.len() as u64;
        let mut answer = about(held, now, StatusCode::OK, length, Either::Left(lacking.into()));
        *answer.status_mut() = StatusCode::from_u16(226).ok()?;
        let headers = answer.headers_mut();
        headers.remove(header::CONTENT_ENCODING);
        headers.remove(header::ACCEPT_RANGES);
        headers.insert(HeaderName::from_static("im"), HeaderValue::from_static("feed"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store, im"));
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding, A-IM, If-None-Match"));
        Some(answer)
    }
}

pub(super) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}

/// Whether the client takes a feed with new entries alone (RFC 3229).
fn wants_lacking(headers: &HeaderMap) -> bool {
    let lines = headers.get_all("a-im").iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|part| {
        let mut pieces = part.split(';').map(str::trim);
        let named = pieces.next().is_some_and(|name| name.eq_ignore_ascii_case("feed"));
        named && !pieces.any(|piece| ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains(&&*piece.to_ascii_lowercase()))
    })
}

/// An answer that is about a version of a file.
fn about(held: &Held, now: i64, status: StatusCode, length: u64, body: Sent) -> Response<Sent> {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.clone_from(&held.fields);
    // What is to come has not happened.
    let modified = UNIX_EPOCH + Duration::from_secs(held.modified.clamp(0, now.max(0)) as u64);
    if let Ok(value) = HeaderValue::from_str(&httpdate::fmt_http_date(modified)) {
        headers.insert(header::LAST_MODIFIED, value);
    }
    if status == StatusCode::NOT_MODIFIED {
        headers.remove(header::CONTENT_TYPE);
        headers.remove(header::CONTENT_ENCODING);
    } else {
        headers.insert(header::CONTENT_LENGTH, length.into());
    }
    answer
}

/// What stands between the parts of an answer: no feed holds it.
const BOUNDARY: &str = "feedwright-part-of-a-file-4d1c8a";

/// Several parts at once (RFC 9110, 14.6), where the file is kept in memory.
fn several(held: &Held, now: i64, parts: &[(u64, u64)]) -> Option<Response<Sent>> {
    let bytes = held.bytes.as_ref()?;
    let media_type = held.fields.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let mut sent = Vec::new();
    for (first, last) in parts {
        let range = format!("bytes {first}-{last}/{}", held.length);
        let head = format!("--{BOUNDARY}\r\nContent-Type: {media_type}\r\nContent-Range: {range}\r\n\r\n");
        sent.extend_from_slice(head.as_bytes());
        sent.extend_from_slice(bytes.get(*first as usize..=*last as usize)?);
        sent.extend_from_slice(b"\r\n");
    }
    sent.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    let length = sent.len() as u64;
    let answer = about(held, now, StatusCode::PARTIAL_CONTENT, length, Either::Left(Full::new(sent.into())));
    Some(with(answer, header::CONTENT_TYPE, &format!("multipart/byteranges; boundary={BOUNDARY}")))
}

fn body(held: &Held, file: Option<std::fs::File>, is_head: bool, first: u64, length: u64) -> Option<Sent> {
    if is_head {
        return Some(Either::Left(Full::default()));
    }
    if let Some(bytes) = &held.bytes {
        let end = (first + length) as usize;
        return Some(Either::Left(bytes.slice(first as usize..end).into()));
    }
    let mut file = file?;
    file.seek(SeekFrom::Start(first)).ok()?;
    Some(Either::Right(FileBody::new(file, length)))
}

/// The path that is meant; nothing where it cannot be one.
pub(super) fn decoded(path: &str) -> Option<String> {
    let text = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    (!text.contains(|c: char| c.is_control() || c == '\\')).then(|| text.into_owned())
}

/// Whether a path is one of a file that everybody may see: no part of it leads elsewhere, or is hidden.
pub(super) fn is_public(path: &str) -> bool {
    let inner = path.strip_suffix('/').unwrap_or(path);
    let hidden = |(n, part): (usize, &str)| part.is_empty() || part.starts_with('.') && (n, part) != (0, ".well-known");
    path.is_empty() || !inner.split('/').enumerate().any(hidden)
}

/// A short text for people.
pub(super) fn plain(status: StatusCode) -> Response<Sent> {
    let text = format!("{} {}\n", status.as_u16(), status.canonical_reason().unwrap_or_default());
    let text = if status == StatusCode::NO_CONTENT { String::new() } else { text };
    said(status, "text/plain; charset=utf-8", text)
}

fn said(status: StatusCode, media_type: &'static str, text: String) -> Response<Sent> {
    let mut answer = Response::new(Either::Left(Full::from(text)));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    answer
}

fn with(mut answer: Response<Sent>, name: HeaderName, value: &str) -> Response<Sent> {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
    answer
}

fn to(status: StatusCode, place: &str) -> Response<Sent> {
    with(plain(status), header::LOCATION, place)
}

fn slow_down(wait: Duration) -> Response<Sent> {
    with(plain(StatusCode::TOO_MANY_REQUESTS), header::RETRY_AFTER, &wait.as_secs().to_string())
}
