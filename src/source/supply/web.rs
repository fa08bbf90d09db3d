//! Records that are read over HTTP: what each address answers is kept in the state folder, page by page, and
//! stands until it answers otherwise.
//!
//! Each address has faults of its own: where it fails, what it gave last stands.

mod courtesy;
mod draw;
mod kept;
mod look;
mod paging;
mod sitemap;
mod wordpress;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::pattern::PAGE;
use super::spool::{Keep, Spools};
use super::{Opened, Supply, Unread};
use crate::config::{Fetch, RemoteAddress, Source};
use crate::diagnostic::Diagnostic;
use crate::source::{Listing, Unit};
use draw::{Asking, Drawn};
pub(super) use kept::{ENDING, folder};
use kept::{Page, State};

/// How long all requests of a source may take where the config does not say.
const TIME_LIMIT: Duration = Duration::from_mins(5);

/// Most addresses that are asked at once.
const SIDE_BY_SIDE: usize = 8;

/// What a source reads over HTTP.
#[derive(Debug)]
pub(crate) struct Web {
    addresses: Vec<String>,
    asking: Asking,
    /// Where what was read is kept.
    folder: PathBuf,
    keep: Keep,
    /// Where what is read in a run is kept that leaves nothing behind.
    scratch: OnceLock<Option<tempfile::TempDir>>,
    standing: OnceLock<Vec<Standing>>,
}

/// A page that stands.
#[derive(Debug)]
struct Standing {
    unit: Unit,
    page: Page,
    /// Whether it shows only the newest of its records.
    is_window: bool,
}

impl Web {
    /// That of a source.
    pub(crate) fn of(spools: Spools<'_>, fetch: &Fetch, source: &Source) -> Self {
        let time = source.time_limit.map_or(TIME_LIMIT, |time| Duration::from_secs(time.seconds().unsigned_abs()));
        Self {
            addresses: source.from.as_slice().to_vec(),
            asking: Asking::new(fetch, source, time),
            folder: folder(spools.folder, &source.name),
            keep: spools.keep,
            scratch: OnceLock::new(),
            standing: OnceLock::new(),
        }
    }

    /// Where what is read now is kept.
    fn place(&self) -> &Path {
        let scratch = self.scratch.get_or_init(|| match self.keep {
            Keep::Drawn => None,
            Keep::Nothing => tempfile::tempdir().ok(),
        });
        scratch.as_ref().map_or(&self.folder, |scratch| scratch.path())
    }

    /// The file of a page.
    fn file(&self, page: &Page) -> PathBuf {
        let drawn = self.place().join(page.file());
        if self.keep == Keep::Nothing && !drawn.exists() { self.folder.join(page.file()) } else { drawn }
    }

    fn standing(&self, name: &str) -> Option<&Standing> {
        let all = self.standing.get()?;
        all.binary_search_by(|one| (*one.unit.name).cmp(name)).ok().map(|n| &all[n])
    }

    /// What each address gives, the addresses asked side by side.
    fn drawn(&self, known: &State, now: i64) -> Vec<Drawn> {
        let next = AtomicUsize::new(0);
        let drawn: Vec<Mutex<Option<Drawn>>> = self.addresses.iter().map(|_| Mutex::new(None)).collect();
        let work = || {
            while let Some((n, address)) = {
                let n = next.fetch_add(1, Ordering::Relaxed);
                self.addresses.get(n).map(|address| (n, address))
            } {
                let one = self.asking.draw(address, known.of(address), (self.place(), &self.folder), now);
                *drawn[n].lock().unwrap_or_else(PoisonError::into_inner) = Some(one);
            }
        };
        thread::scope(|scope| {
            for _ in 0..self.addresses.len().min(SIDE_BY_SIDE) {
                scope.spawn(work);
            }
        });
        let taken = drawn.into_iter().map(|one| one.into_inner().unwrap_or_else(PoisonError::into_inner));
        taken.map(Option::unwrap_or_default).collect()
    }
}

/// The moment, in seconds since 1970.
fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}

impl Supply for Web {
    fn list(&self) -> Listing {
        let mut out = Listing::default();
        let now = now();
        let known = State::read(&self.folder);
        let unkept = |error: &std::io::Error| format!("what it gives cannot be kept: {error}");
        if self.keep == Keep::Drawn
            && let Err(error) = fs::create_dir_all(&self.folder)
        {
            out.failed = true;
            let name = self.folder.display().to_string();
            out.diagnostics.push(Diagnostic::error("source-not-drawn", unkept(&error)).in_file(name));
        }
        let drawn = self.drawn(&known, now);
        let mut state = State::default();
        let mut standing = Vec::new();
        let mut met = HashSet::new();
        for ((address, name), drawn) in self.addresses.iter().zip(RemoteAddress::names(&self.addresses)).zip(drawn) {
            out.events.extend(drawn.news.into_iter().map(|said| said.in_file(&*name)));
            out.diagnostics.extend(drawn.said.into_iter().map(|said| said.in_file(&*name)));
            if let Some(failing) = &drawn.kept.failing {
                let kept = &drawn.kept;
                let goes_on = if kept.pages.is_empty() {
                    out.failed = true;
                    "nothing was read before: there is nothing to go on with".to_owned()
                } else {
                    out.stale = true;
                    format!(
                        "the build goes on with what was read at {}; it fails since {}",
                        kept::time(kept.read),
                        kept::time(failing.since)
                    )
                };
                let message = format!("{}; {goes_on}", failing.why);
                let told = Diagnostic::error("source-not-drawn", message);
                let told = if kept.gone { told.help("take the address out of `from`, or correct it") } else { told };
                out.diagnostics.push(told.in_file(&*name));
            }
            for (number, page) in (1..).zip(&drawn.kept.pages) {
                let of_number = if number == 1 { name.clone() } else { format!("{name}{PAGE}{number}") };
                let name = page.address.clone().unwrap_or(of_number);
                // Several sitemaps may list a page.
                if !met.insert(name.clone()) {
                    continue;
                }
                let unit = Unit { name: name.into(), version: page.version(), size: page.size, ..Unit::default() };
                let is_window = page.is_feed || drawn.kept.cut;
                standing.push(Standing { unit, page: page.clone(), is_window });
            }
            state.add(address, drawn.kept);
        }
        if self.keep == Keep::Drawn
            && let Err(error) = state.save(&self.folder, &known)
        {
            let told = Diagnostic::warning("source-not-drawn", unkept(&error));
            out.diagnostics.push(told.in_file(self.folder.display().to_string()));
        }
        standing.sort_by(|a, b| a.unit.name.cmp(&b.unit.name));
        out.units = self.standing.get_or_init(|| standing).iter().map(|one| one.unit.clone()).collect();
        out
    }

    fn open<'s>(&'s self, unit: &'s Unit) -> Result<Opened<'s>, Unread> {
        let standing = self.standing(&unit.name).ok_or(Unread::Outdated)?;
        let file = fs::File::open(self.file(&standing.page))?;
        Ok(Opened::spool(file.into(), 0, unit.size))
    }

    fn ending(&self, name: &str) -> Option<&str> {
        Some(self.standing(name).map_or("json", |one| &one.page.ending))
    }

    fn is_window(&self, name: &str) -> bool {
        let address = |name: &str| name.split(PAGE).next().map(str::to_owned);
        let all = self.standing.get().into_iter().flatten();
        let mut windows = all.filter(|one| one.is_window);
        windows.any(|one| one.page.address.is_some() || address(&one.unit.name) == address(name))
    }
}
