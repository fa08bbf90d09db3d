//! Delivers what is owed and due, side by side and within bounds.

use std::hash::{BuildHasher as _, RandomState};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use sha2::Sha256;

use super::outbox::{Outbox, Owed};
use super::{Change, Target, exec, is_wanted, target};
use crate::config::{Checked, Config, networks};
use crate::diagnostic::Diagnostic;
use crate::fetch::{Bounds, Client, Limits};

/// The first wait after a failure, and the longest, in seconds.
const WAIT: (i64, i64) = (60, 6 * 3_600);

/// Most deliveries at once.
const SIDE_BY_SIDE: usize = 8;

/// How much of an answer is read.
const ANSWER: u64 = 64 << 10;

/// What came of a delivery.
enum Came {
    Delivered,
    /// It is tried again; not before so many seconds, where that was said.
    Failed(String, Option<i64>),
    /// It is not tried again.
    Refused(String),
}

/// What was done about what is owed.
#[derive(Debug, Default)]
pub struct Delivered {
    /// How many were told.
    pub told: usize,
    /// How many are still owed.
    pub owed: usize,
    /// When the next one is due.
    pub due: Option<i64>,
    /// What went wrong.
    pub found: Vec<Diagnostic>,
}

/// Who goes round to those who are to be told: the config, its folder, and where what is owed is kept.
#[derive(Clone, Debug)]
pub struct Round {
    config: Config,
    root: PathBuf,
    state_dir: PathBuf,
}

impl Round {
    /// That of a config; nothing where nobody is to be told.
    pub fn of(checked: &Checked, state_dir: &Path) -> Option<Self> {
        is_wanted(&checked.config).then(|| Self {
            config: checked.config.clone(),
            root: checked.root.clone(),
            state_dir: state_dir.to_owned(),
        })
    }

    /// Delivers what is due, or with `all` everything that is owed.
    ///
    /// # Errors
    /// `outbox-unusable`.
    pub fn deliver(&self, now: i64, all: bool) -> Result<Delivered, Box<Diagnostic>> {
        deliver(&self.config, &self.root, &self.state_dir, now, all)
    }
}

fn deliver(config: &Config, root: &Path, state_dir: &Path, now: i64, all: bool) -> Result<Delivered, Box<Diagnostic>> {
    let Some(mut outbox) = Outbox::open_existing(state_dir)? else { return Ok(Delivered::default()) };
    let time = Duration::from_secs(config.notify.time.seconds().max(1).unsigned_abs());
    let longest = config.notify.exec.iter().map(|exec| exec.time.seconds()).max().unwrap_or_default();
    let until = now + config.notify.time.seconds() + longest + 60;
    let mut work = Vec::new();
    for owed in outbox.all()?.into_iter().filter(|owed| all || owed.due <= now) {
        if outbox.take(&owed, until)? {
            work.push(owed);
        }
    }
    let bounds = Bounds { time, bytes: 16 << 20 };
    let client = Client::new(networks(&config.fetch.allow), bounds);
    let courier = Courier { config, root, client, end: Instant::now() + time, time };
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..work.len().min(SIDE_BY_SIDE) {
            scope.spawn(|| {
                while let Some(owed) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let came = courier.tell(owed);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((owed, came));
                }
            });
        }
    });
    let mut delivered = Delivered::default();
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(owed, _)| owed.number);
    for (owed, came) in done {
        match came {
            Came::Delivered => {
                outbox.strike(owed, now)?;
                delivered.told += 1;
            }
            Came::Refused(why) => {
                outbox.strike(owed, now)?;
                let d = Diagnostic::warning("ping-refused", format!("{} refuses {}: {why}", owed.target, of(owed)));
                delivered.found.push(d.help("it is not told again of this change; mend its address in the config"));
            }
            Came::Failed(why, _) if now - owed.since >= config.notify.give_up_after.seconds() => {
                outbox.strike(owed, now)?;
                let d =
                    Diagnostic::warning("ping-abandoned", format!("{} was not told {}: {why}", owed.target, of(owed)));
                delivered.found.push(
                    d.help("it is told of the next change; `give-up-after` of `[notify]` says how long it is tried"),
                );
            }
            Came::Failed(why, not_before) => {
                let wait = backoff(owed.tries).max(not_before.unwrap_or(0).min(WAIT.1));
                outbox.postpone(owed, now + wait, &why)?;
                let d = Diagnostic::warning("ping-failed", format!("{} was not told {}: {why}", owed.target, of(owed)));
                delivered.found.push(d.help(format!("it is tried again in {wait} s, or by `feedwright notify --all`")));
            }
        }
    }
    let left = outbox.all()?;
    delivered.owed = left.len();
    delivered.due = left.iter().map(|owed| owed.due).min();
    Ok(delivered)
}

/// What is told.
fn of(owed: &Owed) -> String {
    if owed.subject.is_empty() { format!("of {} files", owed.changes.len()) } else { format!("of {}", owed.subject) }
}

/// How long is waited after so many failures, by chance a quarter more or less: many sites ping one hub.
fn backoff(tries: u32) -> i64 {
    let wait = WAIT.0.saturating_mul(1 << tries.min(16)).min(WAIT.1);
    let chance = (RandomState::new().hash_one(tries) % 1_000) as i64;
    wait * 3 / 4 + wait * chance / 2_000
}

/// Who goes round.
struct Courier<'a> {
    config: &'a Config,
    root: &'a Path,
    client: Client,
    end: Instant,
    time: Duration,
}

/// What a webhook and a program get.
#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    site: &'a str,
    changed: Vec<&'a Change>,
    removed: Vec<&'a Change>,
}

impl Courier<'_> {
    fn tell(&self, owed: &Owed) -> Came {
        if !target::is_known(self.config, &owed.target, &owed.changes) {
            return Came::Refused("the config has it no longer".to_owned());
        }
        match &owed.target {
            Target::Hub(hub) => {
                let topic = encoded(&owed.subject);
                // Hubs differ in the name under which they take the address.
                self.post(hub, FORM, &[], &format!("hub.mode=publish&hub.url={topic}&hub.topic={topic}"))
            }
            Target::Cloud(cloud) => {
                let ping = format!("{}/ping", cloud.trim_end_matches('/'));
                self.post(&ping, FORM, &[], &format!("url={}", encoded(&owed.subject)))
            }
            Target::Webhook(url) => {
                let body = self.report(owed);
                let number = format!("{}-{}", owed.number, owed.version);
                let mut fields = vec![("X-Feedwright-Delivery", number)];
                match self.secret(url) {
                    Ok(Some(secret)) => {
                        fields.push(("X-Hub-Signature-256", signature(secret.as_bytes(), body.as_bytes())));
                    }
                    Ok(None) => {}
                    Err(why) => return Came::Failed(why, None),
                }
                self.post(url, "application/json", &fields, &body)
            }
            Target::Exec(command) => {
                let known = self.config.notify.exec.iter().find(|exec| exec.command == *command);
                let time =
                    known.map_or(self.time, |exec| Duration::from_secs(exec.time.seconds().max(1).unsigned_abs()));
                match exec::run(command, self.root, self.report(owed).as_bytes(), time) {
                    Ok(()) => Came::Delivered,
                    Err(why) => Came::Failed(why, None),
                }
            }
        }
    }

    /// The secret of a webhook, from the environment.
    fn secret(&self, url: &str) -> Result<Option<String>, String> {
        let webhook = self.config.notify.webhook.iter().find(|webhook| webhook.url == *url);
        let Some(name) = webhook.and_then(|webhook| webhook.secret_variable.as_deref()) else { return Ok(None) };
        let secret = std::env::var(name).map_err(|_| format!("the environment variable `{name}` is not set"))?;
        if secret.is_empty() { Err(format!("the environment variable `{name}` is empty")) } else { Ok(Some(secret)) }
    }

    fn report(&self, owed: &Owed) -> String {
        let (changed, removed) = owed.changes.iter().partition(|change| change.hash.is_some());
        let report = Report { version: 1, site: &self.config.site.url, changed, removed };
        serde_json::to_string(&report).unwrap_or_default() + "\n"
    }

    fn post(&self, url: &str, media_type: &str, fields: &[(&str, String)], body: &str) -> Came {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Came::Failed("the time of this run was over".to_owned(), Some(0));
        }
        let limits = Limits { bytes: ANSWER, time: left, redirects: 0 };
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
        let response = match self.client.send(url, media_type, &fields, body.as_bytes(), limits) {
            Ok(response) => response,
            Err(fault) => return Came::Failed(fault.to_string(), None),
        };
        let field = |name: &str| response.fields.iter().find(|field| field.0 == name).map(|field| &*field.1);
        let wait = field("retry-after").and_then(|value| value.trim().parse().ok());
        match response.status {
            200..300 => Came::Delivered,
            408 | 425 | 429 | 500.. => Came::Failed(format!("the answer is {}", response.status), wait),
            300..400 => Came::Refused(format!("it moved to {}", field("location").unwrap_or("another address"))),
            status => Came::Refused(format!("the answer is {status}")),
        }
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// The signature of a body, as the header has it.
pub(crate) fn signature(secret: &[u8], body: &[u8]) -> String {
    // A key of any length is taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(body);
    let bytes = mac.finalize().into_bytes();
    format!("sha256={}", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_bound_and_differ_by_chance() {
        for (tries, wait) in [(0, 60), (1, 120), (3, 480), (9, 21_600), (40, 21_600)] {
            let waits: Vec<i64> = (0..50).map(|_| backoff(tries)).collect();
            assert!(waits.iter().all(|w| (wait * 3 / 4..=wait * 5 / 4).contains(w)), "{tries} {waits:?}");
            assert!(waits.iter().any(|w| *w != waits[0]));
        }
    }

    #[test]
    fn a_signature_is_that_of_rfc_4231() {
        let of = signature(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(of, "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
