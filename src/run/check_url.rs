//! `feedwright check URL`: fetches, checks, and judges how it was served.

use std::cell::Cell;
use std::io::{BufReader, Read};
use std::rc::Rc;
use std::sync::Arc;

use crate::check::{self, Options, Report, http};
use crate::diagnostic::Diagnostic;
use crate::fetch::{self, Limits};

/// Checks what stands at a URL.
pub(super) fn check(client: &fetch::Client, url: &Arc<str>, options: &Options) -> Result<Report, Diagnostic> {
    let failed = |fault: fetch::Fault| Diagnostic::error("unreadable-url", fault.to_string()).in_file(url.clone());
    let response = client.read(url, &[], Limits::default()).map_err(failed)?;
    let mut exchange = http::Exchange {
        redirects: response.redirects,
        status: response.status,
        fields: response.fields,
        ..Default::default()
    };
    let charset = exchange.charset().map(str::to_owned);
    let options = Options { base: Some(response.url.clone()), charset, ..options.clone() };
    let bytes = Rc::new(Cell::new(0));
    let body = Counted { inner: response.body, bytes: bytes.clone() };
    // The page that comes with an error says nothing about the feed.
    let success = (200..300).contains(&response.status);
    let mut report = if success { check::check(BufReader::new(body), &options) } else { Report::empty(url.clone()) };
    exchange.bytes = bytes.get();
    if success {
        exchange.conditional = ask_again(client, &response.url, &exchange);
    }
    http::judge(&exchange, &options, &mut report);
    Ok(report)
}

/// The status of the answer to a request for what changed since.
fn ask_again(client: &fetch::Client, url: &str, exchange: &http::Exchange) -> Option<u16> {
    let mut fields = Vec::new();
    if let Some(tag) = exchange.field("etag") {
        fields.push(("If-None-Match", tag));
    }
    if let Some(moment) = exchange.field("last-modified") {
        fields.push(("If-Modified-Since", moment));
    }
    if fields.is_empty() {
        return None;
    }
    client.read(url, &fields, Limits::default()).ok().map(|response| response.status)
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    bytes: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(into)?;
        self.bytes.set(self.bytes.get() + n as u64);
        Ok(n)
    }
}
