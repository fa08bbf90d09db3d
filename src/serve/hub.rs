//! A small hub (WebSub) for the feeds that are served, and for no others: who subscribes is asked whether that is
//! meant, leases end, and what changed is sent whole, signed where a secret was given.

mod subscriptions;

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::io::Read as _;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::{Response, StatusCode};
use url::{Url, form_urlencoded};

use self::subscriptions::{Subscription, Subscriptions};
use super::answer::plain;
use super::body::Sent;
use super::holdings::Holdings;
use crate::config::{Config, networks};
use crate::diagnostic::Diagnostic;
use crate::fetch::{Bounds, Client, Limits};
use crate::notify::signature;
use crate::site::delivery::Delivery;

/// Where the hub is.
pub(super) const PATH: &str = "/hub";

/// The longest request in bytes.
pub(super) const REQUEST: usize = 16 << 10;

/// The shortest lease, the usual one and the longest, in seconds.
const LEASE: (i64, i64, i64) = (300, 10 * 86_400, 30 * 86_400);

/// Longest secret in bytes, and longest address of a subscriber.
const LONGEST: (usize, usize) = (199, 2_000);

/// Most subscriptions, and most requests that wait until it is asked whether they are meant.
const MOST: (usize, usize) = (20_000, 500);

/// Most of one machine that wait: nobody is asked more often for somebody else's sake.
const OF_HOST: usize = 10;

/// How often it is looked whether a feed has changed.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Longest time for one request, and most at once.
const REACH: (Duration, usize) = (Duration::from_secs(10), 16);

/// The first wait after a failure, the longest, and how long one version is tried to be delivered, in seconds.
const WAIT: (i64, i64, i64) = (60, 6 * 3_600, 86_400);

/// A request that has to be asked about.
#[derive(Debug)]
struct Intent {
    subscribes: bool,
    subscription: Subscription,
}

/// The hub, as requests see it.
#[derive(Debug)]
pub(super) struct Hub {
    delivery: Delivery,
    holdings: Arc<Holdings>,
    waiting: Arc<Mutex<HashMap<String, usize>>>,
    worker: Sender<Option<Intent>>,
}

impl Hub {
    /// Opens what is known of subscribers, and begins to tell them.
    pub(super) fn begin(holdings: Arc<Holdings>, state_dir: &Path, config: &Config) -> Result<Self, Box<Diagnostic>> {
        let subscriptions = Subscriptions::open(state_dir)?;
        let (worker, intents) = channel();
        let waiting = Arc::<Mutex<HashMap<String, usize>>>::default();
        let carrier = Carrier {
            holdings: holdings.clone(),
            subscriptions,
            waiting: waiting.clone(),
            config: config.clone(),
            delivery: Delivery::of(config),
        };
        std::thread::spawn(move || carrier.work(&intents));
        Ok(Self { delivery: Delivery::of(config), holdings, waiting, worker })
    }

    /// Takes a request: its form.
    pub(super) fn take(&self, form: &[u8], now: i64) -> Response<Sent> {
        let all: Vec<(String, String)> = form_urlencoded::parse(form).into_owned().collect();
        let value = |name: &str| all.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
        let subscribes = match value("hub.mode") {
            // What is published it sees itself; a ping only makes it look at once.
            "publish" => {
                let _ = self.worker.send(None);
                return plain(StatusCode::NO_CONTENT);
            }
            "subscribe" => true,
            "unsubscribe" => false,
            _ => return plain(StatusCode::BAD_REQUEST),
        };
        let Some(path) = self.topic(value("hub.topic")) else { return plain(StatusCode::NOT_FOUND) };
        let callback = value("hub.callback");
        let Some(host) = host(callback) else { return plain(StatusCode::BAD_REQUEST) };
        let lease = match value("hub.lease_seconds") {
            "" => Some(LEASE.1),
            text => text.parse::<i64>().ok().filter(|lease| *lease > 0).map(|lease| lease.clamp(LEASE.0, LEASE.2)),
        };
        let Some(lease) = lease else { return plain(StatusCode::BAD_REQUEST) };
        let secret = value("hub.secret");
        if secret.len() > LONGEST.0 {
            return plain(StatusCode::BAD_REQUEST);
        }
        {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            let all: usize = waiting.values().sum();
            let of_host = waiting.entry(host).or_default();
            if all >= MOST.1 || *of_host >= OF_HOST {
                return plain(StatusCode::TOO_MANY_REQUESTS);
            }
            *of_host += 1;
        }
        let subscription = Subscription {
            number: 0,
            callback: callback.to_owned(),
            path,
            secret: (!secret.is_empty()).then(|| secret.to_owned()),
            lease,
            until: now + lease,
            tries: 0,
            since: 0,
        };
        match self.worker.send(Some(Intent { subscribes, subscription })) {
            Ok(()) => plain(StatusCode::ACCEPTED),
            Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR),
        }
    }

    /// The path of a feed that is served here, by its address.
    fn topic(&self, address: &str) -> Option<String> {
        let base = format!("{}{}", self.delivery.origin, self.delivery.path);
        let path = super::answer::decoded(address.strip_prefix(&base)?)?;
        let is_feed = super::answer::is_public(&path) && self.holdings.open(&path).ok()?.held.is_feed;
        is_feed.then_some(path)
    }
}

/// The machine of an address that can be subscribed with.
fn host(callback: &str) -> Option<String> {
    let url = Url::parse(callback).ok().filter(|url| callback.len() <= LONGEST.1 && url.fragment().is_none())?;
    matches!(url.scheme(), "http" | "https").then(|| url.host_str().map(str::to_owned))?
}

/// Who asks subscribers, and tells them.
struct Carrier {
    holdings: Arc<Holdings>,
    subscriptions: Subscriptions,
    waiting: Arc<Mutex<HashMap<String, usize>>>,
    config: Config,
    delivery: Delivery,
}

/// What came of a delivery.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Came {
    Delivered,
    Failed,
    /// The subscriber is gone for good (410).
    Gone,
}

impl Carrier {
    fn work(mut self, intents: &Receiver<Option<Intent>>) {
        loop {
            let first = match intents.recv_timeout(LOOK_AGAIN) {
                Ok(first) => first,
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let all: Vec<Intent> = first.into_iter().chain(intents.try_iter().flatten()).collect();
            // What cannot be written down now is tried with the next look.
            let _ = self.ask(&all);
            let _ = self.tell();
        }
    }

    /// What reaches subscribers in one round: a machine that failed is asked again in the next.
    fn reach(&self) -> Reach<'_> {
        let client = Client::new(networks(&self.config.fetch.allow), Bounds { time: REACH.0 * 2, bytes: 64 << 20 });
        Reach { holdings: &self.holdings, delivery: &self.delivery, client }
    }

    /// Asks whether requests are meant, and notes those that are.
    fn ask(&mut self, intents: &[Intent]) -> rusqlite::Result<()> {
        let reach = self.reach();
        let meant = side_by_side(intents, |intent| reach.is_meant(intent));
        for intent in intents {
            let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            let host = host(&intent.subscription.callback).unwrap_or_default();
            let left = waiting.get(&host).map_or(0, |count| count - 1);
            if left == 0 {
                waiting.remove(&host);
            } else {
                waiting.insert(host, left);
            }
        }
        for (intent, _) in intents.iter().zip(meant).filter(|(_, meant)| *meant) {
            let of = &intent.subscription;
            if !intent.subscribes {
                self.subscriptions.remove(&of.callback, &of.path)?;
            } else if self.subscriptions.count()? < MOST.0 {
                let version = self.holdings.open(&of.path).map(|opened| opened.held.etag.clone()).unwrap_or_default();
                self.subscriptions.add(of, &version)?;
            }
        }
        Ok(())
    }

    /// Looks which feeds have changed, and tells who is to be told now.
    fn tell(&mut self) -> rusqlite::Result<()> {
        let now = super::answer::now();
        for (path, version) in self.subscriptions.topics(now)? {
            // A feed that is not there is no news.
            let Ok(opened) = self.holdings.open(&path) else { continue };
            if opened.held.etag != version {
                self.subscriptions.owe(&path, &opened.held.etag, now)?;
            }
        }
        let due = self.subscriptions.due(now)?;
        let reach = self.reach();
        let came = side_by_side(&due, |subscription| reach.send(subscription));
        for (subscription, came) in due.iter().zip(came) {
            match came {
                Came::Delivered => self.subscriptions.delivered(subscription)?,
                Came::Gone => self.subscriptions.remove(&subscription.callback, &subscription.path)?,
                // It is told of the next change.
                Came::Failed if now - subscription.since >= WAIT.2 => self.subscriptions.delivered(subscription)?,
                Came::Failed => {
                    let wait = WAIT.0.saturating_mul(1 << subscription.tries.min(16)).min(WAIT.1);
                    let chance = (RandomState::new().hash_one(wait) % 500) as i64;
                    self.subscriptions.postpone(subscription, now + wait * (750 + chance) / 1_000)?;
                }
            }
        }
        Ok(())
    }
}

/// Reaches subscribers.
struct Reach<'a> {
    holdings: &'a Holdings,
    delivery: &'a Delivery,
    client: Client,
}

impl Reach<'_> {
    /// Asks whether a request is meant.
    fn is_meant(&self, intent: &Intent) -> bool {
        let of = &intent.subscription;
        let challenge = format!("{:016x}{:016x}", RandomState::new().hash_one(1), RandomState::new().hash_one(2));
        let Ok(mut url) = Url::parse(&of.callback) else { return false };
        url.query_pairs_mut()
            .append_pair("hub.mode", if intent.subscribes { "subscribe" } else { "unsubscribe" })
            .append_pair("hub.topic", &self.address(&of.path))
            .append_pair("hub.challenge", &challenge)
            .append_pair("hub.lease_seconds", &of.lease.to_string());
        let limits = Limits { bytes: 1 << 10, time: REACH.0, redirects: 0 };
        let Ok(mut answer) = self.client.read(url.as_str(), &[], limits) else { return false };
        let mut text = String::new();
        (200..300).contains(&answer.status) && answer.body.read_to_string(&mut text).is_ok() && text == challenge
    }

    /// Sends a feed as it is.
    fn send(&self, subscription: &Subscription) -> Came {
        let Ok(opened) = self.holdings.open(&subscription.path) else { return Came::Failed };
        let mut bytes = Vec::new();
        match (&opened.held.bytes, opened.file) {
            (Some(kept), _) => bytes.extend_from_slice(kept),
            (None, Some(mut file)) => {
                if file.read_to_end(&mut bytes).is_err() {
                    return Came::Failed;
                }
            }
            (None, None) => return Came::Failed,
        }
        let field = |name| opened.held.fields.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let links: Vec<&str> =
            opened.held.fields.get_all("link").iter().filter_map(|value| value.to_str().ok()).collect();
        let links = links.join(", ");
        let signed = subscription.secret.as_ref().map(|secret| signature(secret.as_bytes(), &bytes));
        let mut fields = vec![("link", &*links)];
        fields.extend(signed.as_deref().map(|signed| ("x-hub-signature", signed)));
        let limits = Limits { bytes: 1 << 10, time: REACH.0, redirects: 0 };
        match self.client.send(&subscription.callback, field("content-type"), &fields, &bytes, limits).map(|a| a.status)
        {
            Ok(200..300) => Came::Delivered,
            Ok(410) => Came::Gone,
            _ => Came::Failed,
        }
    }

    fn address(&self, path: &str) -> String {
        format!("{}{}{}", self.delivery.origin, self.delivery.path, crate::feed::encoded_path(path))
    }
}

/// What a work makes of all, several at once, in their order.
fn side_by_side<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(all.len())));
    std::thread::scope(|scope| {
        for _ in 0..all.len().min(REACH.1) {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let Some(one) = all.get(n) else { return };
                    let made = work(one);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((n, made));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(n, _)| *n);
    done.into_iter().map(|(_, made)| made).collect()
}
