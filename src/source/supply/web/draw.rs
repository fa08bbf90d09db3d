//! Asks an address for its pages: only for what changed, no sooner than it may be asked, within bounds.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::Url;

use super::courtesy;
use super::kept::{Failing, Kept, Page, digits};
use super::look::{self, Look, Said};
use super::paging::Paging;
use super::sitemap;
use super::wordpress;
use crate::config::{Fetch, RemoteAddress, Source};
use crate::diagnostic::Diagnostic;
use crate::fetch::{Bounds, Client, Limits, Response, is_of_one_origin};
use crate::inside::Fresh;
use crate::source::format;
use crate::source::supply::bytes::MAX_UNIT;

/// Most pages of an address where the config does not say.
pub(super) const MAX_PAGES: u32 = 100;

/// Longest time for one request.
const REQUEST: Duration = Duration::from_mins(1);

/// How the addresses of a source are asked.
#[derive(Debug)]
pub(in crate::source::supply) struct Asking {
    client: Client,
    headers: BTreeMap<String, String>,
    next: Option<String>,
    /// Most pages, where the config says.
    pub(super) pages: Option<u32>,
    pub(super) interval: Option<Duration>,
    format: Option<String>,
    records: Option<String>,
    /// Whether addresses are those of sitemaps, whose pages are read.
    is_sitemap: bool,
}

/// What came of asking an address.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub(super) kept: Kept,
    /// What is news of it.
    pub(super) news: Option<Diagnostic>,
    /// What is to be said of it as long as it is so.
    pub(super) said: Vec<Diagnostic>,
}

/// Where new bytes are written, and where those that are known lie.
pub(super) type Folders<'f> = (&'f Path, &'f Path);

/// Why an address gives nothing.
#[derive(Debug)]
pub(super) enum Fault {
    /// It may do so later; not before so much time where the server says.
    Fails(String, Option<Duration>),
    /// It is gone for good.
    Gone,
}

impl Fault {
    /// That an answer is none.
    pub(super) fn of(response: &Response, place: impl Fn(String) -> String) -> Self {
        let rest = courtesy::retry_after(&response.fields, super::now());
        let why = place(format!("the answer is {}", named(response.status)));
        Self::Fails(why, rest.filter(|_| matches!(response.status, 429 | 503)))
    }
}

impl From<String> for Fault {
    fn from(why: String) -> Self {
        Self::Fails(why, None)
    }
}

/// An answer to a request for a page.
pub(super) enum Answer {
    /// It is as it was.
    Same(Response),
    /// It is this.
    New(Response, Vec<u8>, Look),
    /// There is no such page.
    End,
}

impl Asking {
    /// As a source says.
    pub(in crate::source::supply) fn new(fetch: &Fetch, source: &Source, time: Duration) -> Self {
        let bounds = Bounds { time, ..fetch.bounds() };
        Self {
            client: fetch.client_within(bounds),
            headers: source.headers.clone(),
            next: source.next.clone(),
            pages: source.pages.map(std::num::NonZeroU32::get),
            interval: source.interval.map(|interval| Duration::from_secs(interval.seconds().unsigned_abs())),
            format: source.format.clone(),
            records: source.records.clone(),
            is_sitemap: source.sitemap,
        }
    }

    /// Asks an address, of which `known` is kept; `now` in seconds since 1970.
    pub(super) fn draw(&self, address: &str, known: Kept, folders: Folders<'_>, now: i64) -> Drawn {
        if known.gone {
            return Drawn { kept: known, ..Drawn::default() };
        }
        if now < known.until && known.until - now <= LONGEST_REST {
            let said = moved(&known).into_iter().collect();
            return Drawn { kept: known, news: None, said };
        }
        let drawn = if self.is_sitemap {
            sitemap::draw(self, address, &known, folders, now)
        } else if format::is_wordpress(self.format.as_deref()) {
            wordpress::draw(self, address, &known, folders, now)
        } else {
            self.pages_of(address, &known, folders, now)
        };
        match drawn {
            Ok(drawn) => drawn,
            Err(fault) => {
                let (why, rest) = match &fault {
                    Fault::Fails(why, rest) => (why.clone(), *rest),
                    Fault::Gone => ("it is gone for good, says its server (410), and is not asked again".into(), None),
                };
                let since = known.failing.as_ref().map_or(now, |failing| failing.since);
                let until = rest.map_or(0, |rest| now + rest.as_secs() as i64);
                let gone = matches!(fault, Fault::Gone);
                // Where it moved to may be the fault.
                let kept = Kept { failing: Some(Failing { since, why }), until, gone, moved: None, ..known };
                Drawn { kept, ..Drawn::default() }
            }
        }
    }

    /// Asks for all pages of an address.
    fn pages_of(&self, address: &str, known: &Kept, folders: Folders<'_>, now: i64) -> Result<Drawn, Fault> {
        let address = RemoteAddress::parse(address)?;
        let paging = Paging { address: &address, next: self.next.as_deref() };
        let own = paging.url(1, None)?;
        let is_template = address.uses("page") || address.uses("cursor");
        let begin = known.moved.as_deref().and_then(|moved| Url::parse(moved).ok()).filter(|_| !is_template);
        let mut kept = Kept { read: now, moved: known.moved.clone(), ..Kept::default() };
        let mut url = begin.unwrap_or_else(|| own.clone());
        let mut met: HashSet<String> = HashSet::new();
        let most = self.pages.unwrap_or(MAX_PAGES);
        for number in 1.. {
            let asked = digits(url.as_str().as_bytes());
            if !met.insert(asked.clone()) {
                break;
            }
            let before = known.pages.iter().find(|page| page.asked == asked);
            let (response, mut page, document, is_empty) = match self.ask(&own, &url, number, before)? {
                Answer::End => break,
                Answer::Same(response) => {
                    let page = before.cloned().unwrap_or_default();
                    // How long it stands it says itself.
                    let head = head(&folders.1.join(page.file())).unwrap_or_default();
                    (response, page, head, false)
                }
                Answer::New(response, bytes, look) => {
                    let next = paging.next(&response.fields, &bytes);
                    let page = Page {
                        next,
                        hash: digits(&bytes),
                        size: bytes.len() as u64,
                        ending: look.ending,
                        is_feed: look.is_feed,
                        ..Page::default()
                    };
                    (response, page, bytes, look.is_empty)
                }
            };
            // A number behind the last may give the last again.
            let is_again = kept.pages.last().is_some_and(|last| last.hash == page.hash);
            if paging.is_numbered() && number > 1 && (is_empty || is_again) {
                break;
            }
            let field = |name: &str| courtesy::field(&response.fields, name).map(str::to_owned);
            page.asked = asked;
            page.etag = field("etag").or(page.etag);
            page.modified = field("last-modified").or(page.modified);
            if number == 1 {
                let rest = self.interval.unwrap_or_else(|| courtesy::stands_for(&response.fields, &document));
                kept.until = now + rest.as_secs() as i64;
                if !is_template {
                    kept.moved = goal(&response).or(kept.moved);
                }
            }
            keep(folders, &page, &document)?;
            let next = page.next.clone();
            kept.pages.push(page);
            let Some(next) = next else { break };
            if number == most {
                kept.cut = true;
                break;
            }
            let answered = Url::parse(&response.url).unwrap_or_else(|_| url.clone());
            url = paging.url(number + 1, Some((&answered, &next)))?;
        }
        let mut said: Vec<Diagnostic> = moved(&kept).into_iter().collect();
        let news = said.first().filter(|_| kept.moved != known.moved).cloned();
        said.extend(self.left_out(&kept));
        Ok(Drawn { kept, news, said })
    }

    /// That there are more pages than anybody said were wanted.
    pub(super) fn left_out(&self, kept: &Kept) -> Option<Diagnostic> {
        let message = format!("there are more than {MAX_PAGES} pages: only so many are read");
        let told = Diagnostic::warning("pages-left-out", message).help("say with `pages` how many are wanted");
        (kept.cut && self.pages.is_none()).then_some(told)
    }

    /// Asks for an address, with what may be told to the host of the config's `own`.
    pub(super) fn request(&self, own: &Url, url: &Url, before: Option<&Page>) -> Result<Response, String> {
        let mut fields: Vec<(&str, String)> = Vec::new();
        if is_of_one_origin(own, url) {
            fields.extend(login(own).map(|login| ("Authorization", login)));
            fields.extend(self.headers.iter().map(|(name, value)| (&**name, value.clone())));
        }
        if let Some(page) = before {
            fields.extend(page.etag.clone().map(|tag| ("If-None-Match", tag)));
            fields.extend(page.modified.clone().map(|moment| ("If-Modified-Since", moment)));
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
        let limits = Limits { time: REQUEST, ..Limits::default() };
        self.client.read(url.as_str(), &fields, limits).map_err(|fault| fault.to_string())
    }

    /// Asks for one page.
    pub(super) fn ask(&self, own: &Url, url: &Url, number: u32, before: Option<&Page>) -> Result<Answer, Fault> {
        let of_page = |why: String| if number == 1 { why } else { format!("page {number}: {why}") };
        let response = self.request(own, url, before).map_err(of_page)?;
        match response.status {
            304 if before.is_some() => return Ok(Answer::Same(response)),
            200 => {}
            410 if number == 1 => return Err(Fault::Gone),
            204 | 400 | 404 | 410 | 416 | 422 if number > 1 => return Ok(Answer::End),
            _ => return Err(Fault::of(&response, of_page)),
        }
        self.read(response, of_page)
    }

    /// Reads an answer and sees what it is.
    fn read(&self, mut response: Response, of_page: impl Fn(String) -> String) -> Result<Answer, Fault> {
        let coding = courtesy::field(&response.fields, "content-encoding").unwrap_or_default().to_ascii_lowercase();
        if !matches!(&*coding, "" | "identity" | "gzip" | "x-gzip" | "br") {
            return Err(of_page(format!("the answer is compressed as `{coding}`, which was not asked for")).into());
        }
        let kind = courtesy::field(&response.fields, "content-type").unwrap_or_default().to_owned();
        let bytes = look::bounded(&mut response.body, MAX_UNIT)
            .map_err(|error| of_page(format!("the answer cannot be read: {error}")))?;
        let url = Url::parse(&response.url).map_err(|error| of_page(error.to_string()))?;
        let said = Said { format: self.format.as_deref(), records: self.records.as_deref(), kind: &kind, url: &url };
        let look = look::look(&bytes, said).map_err(of_page)?;
        Ok(Answer::New(response, bytes, look))
    }
}

/// Beyond this a clock was set back.
const LONGEST_REST: i64 = 400 * 86_400;

/// What is said of an address that has moved.
fn moved(kept: &Kept) -> Option<Diagnostic> {
    let moved = kept.moved.as_ref()?;
    let to = RemoteAddress::names(std::slice::from_ref(moved)).pop().unwrap_or_default();
    let message = format!("it has moved for good, to `{to}`, which is asked instead");
    Some(Diagnostic::warning("source-moved", message).help("write the new address in `from`"))
}

/// Where redirects lead for good, before the first that is not.
fn goal(response: &Response) -> Option<String> {
    let lasting = response.redirects.iter().take_while(|(status, _)| matches!(status, 301 | 308));
    lasting.last().map(|(_, to)| to.clone())
}

/// The field that user and password of an address stand for.
fn login(url: &Url) -> Option<String> {
    let plain = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let user = plain(url.username());
    let password = url.password().map(plain).unwrap_or_default();
    let is_given = !user.is_empty() || !password.is_empty();
    is_given.then(|| format!("Basic {}", STANDARD.encode(format!("{user}:{password}"))))
}

/// A status with what it means, where people meet it.
fn named(status: u16) -> String {
    let means = match status {
        401 => " (not without a login)",
        403 => " (forbidden)",
        404 => " (there is nothing)",
        429 => " (too many requests)",
        500..=599 => " (the server fails)",
        _ => "",
    };
    format!("{status}{means}")
}

/// The beginning of a page that is kept.
fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(16 << 10).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Keeps the bytes of a page under their name, where they are not kept yet.
pub(super) fn keep(folders: Folders<'_>, page: &Page, bytes: &[u8]) -> Result<(), String> {
    if folders.1.join(page.file()).exists() {
        return Ok(());
    }
    write(&folders.0.join(page.file()), bytes).map_err(|error| format!("what it gives cannot be kept: {error}"))
}

/// Writes bytes, whole or not at all.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut fresh = Fresh::beside(path)?;
    fresh.file().write_all(bytes)?;
    fresh.file().sync_all()?;
    fresh.rename(path)
}
