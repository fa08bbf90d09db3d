//! Bounded, cached HTTP reading.
//!
//! Redirects are followed here one by one, so that the caller learns of each; size, time and the
//! number of redirects are bounded, of each request and of a run. Only public machines are asked,
//! unless the config allows others: the address is judged that is connected to. Proxies of the
//! environment are not used, since what they connect to could not be judged.

mod policy;

use std::collections::HashMap;

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use url::Url;

use crate::inside::Fresh;
pub use policy::Allowed;

/// Bounds of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest body, decompressed, in bytes.
    pub bytes: u64,
    /// Longest time for everything together.
    pub time: Duration,
    /// Most redirects that are followed.
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 2 << 30, time: Duration::from_mins(2), redirects: 5 }
    }
}

/// Why nothing could be read.
#[derive(Debug)]
pub enum Fault {
    /// A URL that cannot be read, or whose scheme is not that of HTTP.
    BadUrl(String),
    /// More redirects than allowed.
    TooManyRedirects,
    /// The connection failed, took too long or broke HTTP.
    Failed(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadUrl(why) => write!(f, "this is no HTTP URL: {why}"),
            Self::TooManyRedirects => f.write_str("there are too many redirects"),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Fault {}

/// An answer whose body has not been read yet.
pub struct Response {
    /// The URL that was answered in the end.
    pub url: String,
    /// The status.
    pub status: u16,
    /// The header fields; names in lower case.
    pub fields: Vec<(String, String)>,
    /// Redirects on the way: status and where to.
    pub redirects: Vec<(u16, String)>,
    /// The body, decompressed; reading over the limit is an error.
    pub body: Box<dyn Read + Send>,
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:?}", self.status, self.url, self.fields)
    }
}

/// Bounds of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Longest time from the first request on.
    pub time: Duration,
    /// Most bytes of all answers together.
    pub bytes: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { time: Duration::from_mins(1), bytes: 1 << 30 }
    }
}

/// Asks for the URLs of one run.
#[derive(Debug)]
pub struct Client {
    agent: ureq::Agent,
    bounds: Bounds,
    /// When the first request was made.
    began: OnceLock<Instant>,
    bytes_left: Arc<AtomicU64>,
    /// Hosts that failed: they are not asked again in this run.
    failed: Mutex<HashMap<String, String>>,
}

impl Client {
    /// One that may ask these machines besides the public ones.
    pub fn new(allowed: Vec<Allowed>, bounds: Bounds) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .accept_encoding("gzip, br")
            .user_agent(concat!("feedwright/", env!("CARGO_PKG_VERSION")))
            .proxy(None)
            .build();
        let resolver = policy::Judging { allowed, names: ureq::unversioned::resolver::DefaultResolver::default() };
        let connector = ureq::unversioned::transport::DefaultConnector::default();
        Self {
            agent: ureq::Agent::with_parts(config, connector, resolver),
            bounds,
            began: OnceLock::new(),
            bytes_left: Arc::new(AtomicU64::new(bounds.bytes)),
            failed: Mutex::default(),
        }
    }

    /// Asks for a URL, with these header fields besides the usual ones: they may hold secrets, and where a
    /// redirect leads elsewhere they are not sent.
    pub fn read(&self, url: &str, fields: &[(&str, &str)], limits: Limits) -> Result<Response, Fault> {
        let mut url = web(url)?;
        let asked = url.clone();
        let end = self.end(limits);
        let mut redirects = Vec::new();
        loop {
            // What the redirects took is not to be had again.
            let left = self.left(&url, end)?;
            let mut request = self.agent.get(url.as_str()).config().timeout_global(Some(left)).build();
            for (name, value) in fields.iter().filter(|_| is_of_one_origin(&asked, &url)) {
                request = request.header(*name, *value);
            }
            let response = request.call().map_err(|error| self.failed(&url, error))?;
            let status = response.status().as_u16();
            let location = response.headers().get("location").map(|value| String::from_utf8_lossy(value.as_bytes()));
            if let (301 | 302 | 303 | 307 | 308, Some(location)) = (status, location) {
                if redirects.len() == limits.redirects {
                    return Err(Fault::TooManyRedirects);
                }
                let next = url.join(&location).map_err(|error| Fault::BadUrl(error.to_string()))?;
                url = web(next.as_str())?;
                redirects.push((status, url.to_string()));
                continue;
            }
            return Ok(self.answered(&url, response, redirects, limits));
        }
    }

    /// Sends something to a URL by POST, with these header fields besides the usual ones. An answer that leads
    /// elsewhere is an answer.
    pub fn send(
        &self,
        url: &str,
        media_type: &str,
        fields: &[(&str, &str)],
        body: &[u8],
        limits: Limits,
    ) -> Result<Response, Fault> {
        let url = web(url)?;
        let left = self.left(&url, self.end(limits))?;
        let mut request = self.agent.post(url.as_str()).config().timeout_global(Some(left)).build();
        for (name, value) in fields.iter().chain([&("content-type", media_type)]) {
            request = request.header(*name, *value);
        }
        let response = request.send(body).map_err(|error| self.failed(&url, error))?;
        Ok(self.answered(&url, response, Vec::new(), limits))
    }

    /// When a request that begins now has to be over.
    fn end(&self, limits: Limits) -> Instant {
        let start = Instant::now();
        (start + limits.time).min(*self.began.get_or_init(|| start) + self.bounds.time)
    }

    /// How much time is left for a request; none for a host that has failed.
    fn left(&self, url: &Url, end: Instant) -> Result<Duration, Fault> {
        let host = url.origin().ascii_serialization();
        if let Some(why) = self.hosts().get(&host) {
            return Err(Fault::Failed(format!("{host} has failed in this run: {why}")));
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() && self.began.get().is_some_and(|began| began.elapsed() >= self.bounds.time) {
            return Err(Fault::Failed("the time of this run for requests is over".to_owned()));
        }
        Ok(left)
    }

    /// Notes that a host has failed.
    fn failed(&self, url: &Url, error: ureq::Error) -> Fault {
        let why = match error {
            ureq::Error::Other(other) => other.to_string(),
            other => other.to_string(),
        };
        self.hosts().insert(url.origin().ascii_serialization(), why.clone());
        Fault::Failed(why)
    }

    fn answered(
        &self,
        url: &Url,
        response: ureq::http::Response<ureq::Body>,
        redirects: Vec<(u16, String)>,
        limits: Limits,
    ) -> Response {
        let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let field = |(name, value): (&ureq::http::HeaderName, _)| (name.as_str().to_ascii_lowercase(), text(value));
        let fields: Vec<(String, String)> = response.headers().iter().map(field).collect();
        let status = response.status().as_u16();
        // Decompressed here and not by the client, which would hide that the answer was compressed.
        let compression = fields.iter().find(|field| field.0 == "content-encoding").map(|f| f.1.to_ascii_lowercase());
        // One byte over the limit tells a body that is too long from one that just fits.
        let body = response.into_body().into_with_config().limit(limits.bytes.saturating_add(1)).reader();
        let body: Box<dyn Read + Send> = match compression.as_deref().map(str::trim) {
            Some("gzip" | "x-gzip") => Box::new(flate2::read::MultiGzDecoder::new(body)),
            Some("br") => Box::new(brotli::Decompressor::new(body, 4096)),
            _ => Box::new(body),
        };
        let body = Box::new(Bounded { inner: body, left: limits.bytes, of_run: self.bytes_left.clone() });
        Response { url: url.to_string(), status, fields, redirects, body }
    }

    fn hosts(&self) -> std::sync::MutexGuard<'_, HashMap<String, String>> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads a URL once and keeps its body in a folder: the file that holds it.
    ///
    /// What is there is not asked for again: deleting the folder is how to have it read anew.
    ///
    /// # Errors
    /// As [`Client::read`]; also an answer other than 200, one over the limit, and a folder that cannot
    /// be written.
    pub fn cached(&self, url: &str, folder: &Path, limits: Limits) -> Result<PathBuf, Fault> {
        let path = copy_of(url, folder);
        if path.exists() {
            return Ok(path);
        }
        let mut response = self.read(url, &[], limits)?;
        if response.status != 200 {
            return Err(Fault::Failed(format!("the answer is {}", response.status)));
        }
        let kept = |error: io::Error| Fault::Failed(error.to_string());
        fs::create_dir_all(folder).map_err(kept)?;
        // Two articles may show one picture: each task writes a file of its own.
        let mut part = Fresh::beside(&path).map_err(kept)?;
        io::copy(&mut response.body, part.file()).map_err(kept)?;
        part.rename(&path).map_err(kept)?;
        Ok(path)
    }

    /// Reads URLs side by side, so that slow servers are waited for at once. What becomes of each is
    /// told by [`Client::cached`] afterwards, which asks for none again.
    pub fn fill(&self, urls: &[&str], folder: &Path, limits: Limits) -> HashMap<String, Fault> {
        let missing: Vec<&str> = urls.iter().copied().filter(|url| !copy_of(url, folder).exists()).collect();
        let next = AtomicU64::new(0);
        let faults = Mutex::new(HashMap::new());
        let work = || {
            while let Some(url) = missing.get(next.fetch_add(1, Ordering::Relaxed) as usize) {
                if let Err(fault) = self.cached(url, folder, limits) {
                    faults.lock().unwrap_or_else(PoisonError::into_inner).insert((*url).to_owned(), fault);
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..missing.len().min(SIDE_BY_SIDE) {
                scope.spawn(work);
            }
        });
        faults.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Most requests at once.
const SIDE_BY_SIDE: usize = 16;

/// Whether what one URL is told of may be told to the other: they are of one origin, or only the connection is
/// a safe one now.
pub fn is_of_one_origin(of: &Url, other: &Url) -> bool {
    let is_upgrade = (of.scheme(), other.scheme()) == ("http", "https")
        && of.host() == other.host()
        && of.port().is_none()
        && other.port().is_none();
    of.origin() == other.origin() || is_upgrade
}

/// The file in which the body of a URL is kept.
fn copy_of(url: &str, folder: &Path) -> PathBuf {
    folder.join(format!("{:032x}", twox_hash::XxHash3_128::oneshot(url.as_bytes())))
}

/// A URL of HTTP, without user and password.
fn web(text: &str) -> Result<Url, Fault> {
    let mut url = Url::parse(text).map_err(|error| Fault::BadUrl(error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Fault::BadUrl(format!("the scheme is {}", url.scheme())));
    }
    // Neither can fail on a URL with a host.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    Ok(url)
}

/// A body that is an error when it is longer than allowed.
struct Bounded<R> {
    inner: R,
    left: u64,
    /// What is left for all bodies of the run.
    of_run: Arc<AtomicU64>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(into)?;
        self.left = self
            .left
            .checked_sub(n as u64)
            .ok_or_else(|| io::Error::new(io::ErrorKind::FileTooLarge, "the answer is longer than allowed"))?;
        self.of_run.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(n as u64)).map_err(
            |_| io::Error::new(io::ErrorKind::FileTooLarge, "the answers of this run are longer than allowed"),
        )?;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_over_the_limit_is_an_error_and_one_that_fits_is_not() {
        let mut text = String::new();
        let run = Arc::new(AtomicU64::new(10));
        let mut read = |body: &[u8], left| {
            Bounded { inner: body, left, of_run: run.clone() }.read_to_string(&mut text).map_err(|e| e.to_string())
        };
        assert_eq!(read(b"12345", 5), Ok(5));
        assert_eq!(read(b"123456", 5), Err("the answer is longer than allowed".to_owned()));
        assert_eq!(read(b"123456", 9), Err("the answers of this run are longer than allowed".to_owned()));
    }

    #[test]
    fn what_is_told_to_one_origin_is_told_to_no_other() {
        let same = |a: &str, b: &str| is_of_one_origin(&Url::parse(a).unwrap(), &Url::parse(b).unwrap());
        for (of, other) in [
            ("https://a.example/x", "https://a.example/y?z"),
            ("http://a.example/", "https://a.example/"),
            ("https://a.example/", "https://a.example:443/"),
        ] {
            assert!(same(of, other), "{of} {other}");
        }
        for (of, other) in [
            ("https://a.example/", "https://b.example/"),
            ("https://a.example/", "https://x.a.example/"),
            ("https://a.example/", "http://a.example/"),
            ("http://a.example:8080/", "https://a.example/"),
            ("http://127.0.0.1:1/", "http://127.0.0.1:2/"),
        ] {
            assert!(!same(of, other), "{of} {other}");
        }
    }

    #[test]
    fn only_http_is_asked() {
        let client = Client::new(Vec::new(), Bounds::default());
        let limits = Limits::default();
        assert!(matches!(client.read("file:///etc/passwd", &[], limits), Err(Fault::BadUrl(_))));
        assert!(matches!(client.read("no url", &[], limits), Err(Fault::BadUrl(_))));
    }
}
