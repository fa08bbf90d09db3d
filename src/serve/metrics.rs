//! Numbers for Prometheus, in its text format.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use super::reader;
use crate::ledger::snapshot::{self, Snapshot};
use crate::notify::Outbox;

/// The statuses that are answered with.
const STATUSES: [u16; 19] =
    [200, 202, 204, 206, 226, 301, 302, 304, 400, 403, 404, 405, 406, 410, 412, 413, 416, 429, 500];

/// Counts answers.
#[derive(Debug)]
pub(super) struct Counters {
    readers: BTreeMap<&'static str, usize>,
    answers: Vec<AtomicU64>,
    bytes: AtomicU64,
    pub(super) connections: AtomicU64,
}

impl Counters {
    pub(super) fn new() -> Self {
        let readers: BTreeMap<&str, usize> =
            reader::names().into_iter().enumerate().map(|(n, name)| (name, n)).collect();
        let answers = (0..readers.len() * STATUSES.len()).map(|_| AtomicU64::new(0)).collect();
        Self { readers, answers, bytes: AtomicU64::new(0), connections: AtomicU64::new(0) }
    }

    /// Counts an answer.
    pub(super) fn count(&self, reader: &str, status: u16, bytes: u64) {
        let row = self.readers.get(reader).zip(STATUSES.iter().position(|known| *known == status));
        if let Some((reader, status)) = row {
            self.answers[reader * STATUSES.len() + status].fetch_add(1, Ordering::Relaxed);
        }
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// All numbers, with those of the last build.
    pub(super) fn text(&self, state_dir: &Path, now: i64) -> String {
        let mut out = String::new();
        let mut family = |name: &str, kind: &str, help: &str, rows: &[(String, i64)]| {
            // Writing to a string does not fail.
            let _ = writeln!(out, "# HELP feedwright_{name} {help}\n# TYPE feedwright_{name} {kind}");
            for (labels, value) in rows {
                let _ = writeln!(out, "feedwright_{name}{labels} {value}");
            }
        };
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed) as i64;
        let mut requests = Vec::new();
        for (reader, row) in &self.readers {
            for (n, status) in STATUSES.iter().enumerate() {
                let count = of(&self.answers[row * STATUSES.len() + n]);
                if count > 0 {
                    requests.push((format!("{{status=\"{status}\",reader=\"{reader}\"}}"), count));
                }
            }
        }
        family("requests_total", "counter", "Requests by status and reader.", &requests);
        let plain = |value: i64| [(String::new(), value)];
        family("response_bytes_total", "counter", "Bytes of bodies.", &plain(of(&self.bytes)));
        family("connections", "gauge", "Open connections.", &plain(of(&self.connections)));
        let built = snapshot::last_run(state_dir);
        if let Some(built) = built {
            family("last_build_timestamp_seconds", "gauge", "When the last build ended.", &plain(built));
        }
        let failed = crate::ledger::failure::last(state_dir).is_some();
        family("last_build_failed", "gauge", "Whether the last build built nothing.", &plain(i64::from(failed)));
        let owed = Outbox::open_existing(state_dir).ok().flatten().and_then(|outbox| outbox.all().ok());
        let owed = owed.map_or(0, |owed| owed.len() as i64);
        family("pings_owed", "gauge", "What hubs and others are still to be told.", &plain(owed));
        let Some(snapshot) = Snapshot::read(state_dir) else { return out };
        let of_feeds = |value: &dyn Fn(&snapshot::Document) -> Option<i64>| -> Vec<(String, i64)> {
            let row = |d: &snapshot::Document| Some((format!("{{feed=\"{}\"}}", label(&d.path)), value(d)?));
            snapshot.documents.iter().filter_map(row).collect()
        };
        let ages = of_feeds(&|d| d.newest.map(|newest| now - newest));
        family("feed_newest_age_seconds", "gauge", "Age of the newest article of each feed.", &ages);
        family("feed_items", "gauge", "Articles of each feed.", &of_feeds(&|d| Some(i64::from(d.items))));
        out
    }
}

/// A text as the value of a label.
fn label(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}
