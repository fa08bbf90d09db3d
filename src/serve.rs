//! Serves the output folder over HTTP/1.1: every answer is of one version of a file, with what readers, browsers
//! and caches have to know of it. TLS is the front server's.

mod answer;
mod body;
mod client;
mod coding;
mod condition;
mod connection;
mod entries;
mod generations;
mod holdings;
mod hub;
mod metrics;
mod preview;
mod reader;

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use self::client::Rate;
use self::holdings::Holdings;
use self::hub::Hub;
use self::metrics::Counters;
use crate::config::{Config, networks};
use crate::diagnostic::{CodeInfo, Diagnostic};
use crate::fetch::Allowed;
use crate::site::delivery::Delivery;

pub use self::connection::listen;
pub use self::preview::Changes;

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[
    CodeInfo { code: "hub-unusable", summary: "Who is subscribed at the hub cannot be kept in the state folder." },
    CodeInfo {
        code: "not-served",
        summary: "The address cannot be listened on: another program does already, or the system refuses.",
    },
];

/// An answer that was given, as the access log has it.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Logged {
    /// When, RFC 3339.
    pub time: String,
    /// Who asked.
    pub client: IpAddr,
    /// How.
    pub method: String,
    /// For what.
    pub path: String,
    /// The answer.
    pub status: u16,
    /// Bytes of its body.
    pub bytes: u64,
    /// How long it took until it could be sent, in microseconds.
    pub micros: u64,
    /// Which program reads.
    pub reader: &'static str,
    /// How it names itself.
    pub agent: String,
}

/// Who is told of each answer.
pub type Log = Box<dyn Fn(Logged) + Send + Sync>;

/// What is served, and how.
pub struct Server {
    holdings: Arc<Holdings>,
    hub: Option<Hub>,
    delivery: Delivery,
    /// The folder's path, as requests name it once it is decoded.
    folder: String,
    state_dir: PathBuf,
    moved: BTreeMap<String, String>,
    ended: BTreeSet<String>,
    rate: Rate,
    proxies: Vec<Allowed>,
    may_measure: Vec<Allowed>,
    counters: Counters,
    changes: Option<Changes>,
    timeout: Duration,
    connections: usize,
    log: Option<Log>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("delivery", &self.delivery).finish_non_exhaustive()
    }
}

impl Server {
    /// One for an output folder. With `changes` its pages reload themselves whenever they are told.
    pub fn new(
        output: PathBuf,
        state_dir: PathBuf,
        config: &Config,
        changes: Option<Changes>,
        log: Option<Log>,
    ) -> Self {
        let mut delivery = Delivery::of(config);
        if delivery.path.is_empty() {
            delivery.path.push('/');
        }
        let serve = &config.serve;
        Self {
            holdings: Arc::new(Holdings::new(output, state_dir.clone(), config, changes.is_some())),
            hub: None,
            folder: percent_encoding::percent_decode_str(&delivery.path).decode_utf8_lossy().into_owned(),
            delivery,
            state_dir,
            moved: serve.moved.clone(),
            ended: serve.ended.iter().cloned().collect(),
            rate: Rate::new(serve.unconditional_per_hour),
            proxies: networks(&serve.proxies),
            may_measure: networks(&serve.metrics),
            counters: Counters::new(),
            changes,
            timeout: Duration::from_secs(serve.timeout.seconds().clamp(1, 3_600).unsigned_abs()),
            connections: serve.connections.max(1) as usize,
            log,
        }
    }

    /// Lets it be a hub for its feeds too.
    ///
    /// # Errors
    /// `hub-unusable`.
    pub fn with_hub(mut self, config: &Config) -> Result<Self, Box<Diagnostic>> {
        self.hub = Some(Hub::begin(self.holdings.clone(), &self.state_dir, config)?);
        Ok(self)
    }

    /// The address of the page that a browser is to open.
    pub fn page(&self, at: SocketAddr) -> String {
        format!("http://{at}{}", self.delivery.path)
    }
}

/// Says why nothing is served.
fn refused(address: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error("not-served", format!("nothing can be served at {address}: {error}"))
        .help("name another address: --addr 127.0.0.1:8081")
}
