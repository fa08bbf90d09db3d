//! Bounded, cached HTTP reading.
//!
//! Redirects are followed here one by one, so that the caller learns of each; size, time and the
//! number of redirects are bounded.

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use url::Url;

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

/// Asks for a URL, with these header fields besides the usual ones.
pub fn read(url: &str, fields: &[(&str, &str)], limits: Limits) -> Result<Response, Fault> {
    let mut url = Url::parse(url).map_err(|error| Fault::BadUrl(error.to_string()))?;
    let start = Instant::now();
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .accept_encoding("gzip, br")
        .user_agent(concat!("feedwright/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let mut redirects = Vec::new();
    loop {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Fault::BadUrl(format!("the scheme is {}", url.scheme())));
        }
        // What the redirects took is not to be had again.
        let left = limits.time.saturating_sub(start.elapsed());
        let mut request = agent.get(url.as_str()).config().timeout_global(Some(left)).build();
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        let response = request.call().map_err(|error| Fault::Failed(error.to_string()))?;
        let status = response.status().as_u16();
        let answered: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_ascii_lowercase(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        let location = answered.iter().find(|field| field.0 == "location").map(|field| field.1.clone());
        if let (301 | 302 | 303 | 307 | 308, Some(location)) = (status, location) {
            if redirects.len() == limits.redirects {
                return Err(Fault::TooManyRedirects);
            }
            url = url.join(&location).map_err(|error| Fault::BadUrl(error.to_string()))?;
            redirects.push((status, url.to_string()));
            continue;
        }
        // Decompressed here and not by the client, which would hide that the answer was compressed.
        let compression =
            answered.iter().find(|field| field.0 == "content-encoding").map(|field| field.1.to_ascii_lowercase());
        // One byte over the limit tells a body that is too long from one that just fits.
        let body = response.into_body().into_with_config().limit(limits.bytes.saturating_add(1)).reader();
        let body: Box<dyn Read + Send> = match compression.as_deref().map(str::trim) {
            Some("gzip" | "x-gzip") => Box::new(flate2::read::MultiGzDecoder::new(body)),
            Some("br") => Box::new(brotli::Decompressor::new(body, 4096)),
            _ => Box::new(body),
        };
        let body = Box::new(Bounded { inner: body, left: limits.bytes });
        return Ok(Response { url: url.to_string(), status, fields: answered, redirects, body });
    }
}

/// Reads a URL once and keeps its body in a folder: the file that holds it.
///
/// What is there is not asked for again: deleting the folder is how to have it read anew.
///
/// # Errors
/// As [`read`]; also an answer other than 200, one over the limit, and a folder that cannot be written.
pub fn cached(url: &str, folder: &Path, limits: Limits) -> Result<PathBuf, Fault> {
    let path = folder.join(format!("{:032x}", xxhash_rust::xxh3::xxh3_128(url.as_bytes())));
    if path.exists() {
        return Ok(path);
    }
    let mut response = read(url, &[], limits)?;
    if response.status != 200 {
        return Err(Fault::Failed(format!("the answer is {}", response.status)));
    }
    let kept = |error: io::Error| Fault::Failed(error.to_string());
    fs::create_dir_all(folder).map_err(kept)?;
    // Two articles may show one picture: each task writes a file of its own.
    let part = path.with_extension(format!("{:?}.part", std::thread::current().id()));
    let written = fs::File::create(&part).and_then(|mut file| io::copy(&mut response.body, &mut file));
    let done = written.and_then(|_| fs::rename(&part, &path));
    if done.is_err() {
        let _ = fs::remove_file(&part);
    }
    done.map_err(kept)?;
    Ok(path)
}

/// A body that is an error when it is longer than allowed.
struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(into)?;
        self.left = self
            .left
            .checked_sub(n as u64)
            .ok_or_else(|| io::Error::new(io::ErrorKind::FileTooLarge, "the answer is longer than allowed"))?;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_over_the_limit_is_an_error_and_one_that_fits_is_not() {
        let mut text = String::new();
        assert!(Bounded { inner: &b"12345"[..], left: 5 }.read_to_string(&mut text).is_ok());
        assert!(Bounded { inner: &b"123456"[..], left: 5 }.read_to_string(&mut text).is_err());
    }

    #[test]
    fn only_http_is_asked() {
        let limits = Limits::default();
        assert!(matches!(read("file:///etc/passwd", &[], limits), Err(Fault::BadUrl(_))));
        assert!(matches!(read("no url", &[], limits), Err(Fault::BadUrl(_))));
    }
}
