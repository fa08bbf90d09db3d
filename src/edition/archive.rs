//! Which articles go into which archive document (RFC 5005 §4).
//!
//! A document closes when the articles that are left still fill the feed. What is closed is never
//! refilled: an article that comes late goes into the current document, whatever its date.

use std::collections::HashSet;

use chrono::{DateTime, Datelike as _, NaiveDate, TimeZone as _};
use chrono_tz::Tz;

use crate::config::{ArchivePer, ArchivePeriod};
use crate::ledger::ArchiveEntry;

/// An article that may be archived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// Its key in the ledger.
    pub(crate) key: u64,
    /// First publication, seconds since 1970.
    pub(crate) published: i64,
}

/// How documents are filled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filling {
    /// What a document holds.
    pub(crate) per: ArchivePer,
    /// How many articles the current document keeps at least.
    pub(crate) limit: usize,
    /// The moment to fill for, in seconds since 1970.
    pub(crate) now: i64,
    /// The site's zone.
    pub(crate) zone: Tz,
}

/// What filling documents gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filled {
    /// Documents that close now, oldest first.
    pub(crate) closed: Vec<ArchiveEntry>,
    /// The candidates that are in no closed document.
    pub(crate) open: HashSet<u64>,
    /// The moment at which a document may close by time alone.
    pub(crate) next: Option<i64>,
}

/// Fills documents of a feed from `candidates` (newest first) after those that are closed already.
pub(crate) fn fill(feed: &str, standing: &[ArchiveEntry], candidates: &[Candidate], filling: Filling) -> Filled {
    let archived: HashSet<u64> = standing.iter().flat_map(|d| d.members.iter().copied()).collect();
    let mut open: Vec<Candidate> = candidates.iter().filter(|c| !archived.contains(&c.key)).copied().collect();
    let mut names: HashSet<String> = standing.iter().map(|d| d.name.clone()).collect();
    let mut number = standing.iter().map(|d| d.number).max().unwrap_or(0);
    let mut filled = Filled::default();
    loop {
        let (count, name) = match filling.per {
            ArchivePer::Count(per) => {
                let per = (per as usize).max(1);
                if open.len() < filling.limit + per {
                    break;
                }
                (per, (number + 1).to_string())
            }
            ArchivePer::Period(ArchivePeriod::Month) => {
                let Some(oldest) = open.last() else { break };
                let month = month(oldest.published, filling.zone);
                let count = open.iter().rev().take_while(|c| self::month(c.published, filling.zone) == month).count();
                if open.len() - count < filling.limit {
                    break;
                }
                if month >= self::month(filling.now, filling.zone) {
                    filled.next = start_after(month, filling.zone).filter(|t| *t > filling.now);
                    break;
                }
                (count, format!("{:04}-{:02}", month.0, month.1))
            }
        };
        number += 1;
        let unique = (1..=u32::MAX)
            .map(|n| if n == 1 { name.clone() } else { format!("{name}-{n}") })
            .find(|n| !names.contains(n));
        let name = unique.unwrap_or(name);
        names.insert(name.clone());
        let members = open.split_off(open.len() - count).into_iter().map(|c| c.key).collect();
        filled.closed.push(ArchiveEntry { feed: feed.to_owned(), number, name, members });
    }
    filled.open = open.into_iter().map(|c| c.key).collect();
    filled
}

/// Year and month of a moment.
fn month(at: i64, zone: Tz) -> (i32, u32) {
    let local = zone.from_utc_datetime(&DateTime::from_timestamp(at, 0).unwrap_or_default().naive_utc());
    (local.year(), local.month())
}

/// The first moment of the month after this one.
fn start_after((year, month): (i32, u32), zone: Tz) -> Option<i64> {
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    let first = NaiveDate::from_ymd_opt(year, month, 1)?.and_hms_opt(0, 0, 0)?;
    Some(crate::article::date::in_zone(first, zone).timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(per: ArchivePer, limit: usize, now: i64) -> Filling {
        Filling { per, limit, now, zone: chrono_tz::Europe::Berlin }
    }

    fn candidates(numbers: impl DoubleEndedIterator<Item = u64>) -> Vec<Candidate> {
        numbers.rev().map(|n| Candidate { key: n, published: n as i64 * 86_400 }).collect()
    }

    #[test]
    fn documents_close_when_the_rest_fills_the_feed_and_are_never_refilled() {
        let by_ten = plan(ArchivePer::Count(10), 5, 0);
        let first = fill("top", &[], &candidates(1..=34), by_ten);
        assert_eq!(
            first.closed.iter().map(|d| (&*d.name, d.members.len())).collect::<Vec<_>>(),
            [("1", 10), ("2", 10)]
        );
        assert_eq!(first.closed[0].members, (1..=10).rev().collect::<Vec<_>>());
        assert_eq!(first.open.len(), 14);

        // Three are gone, one comes late: closed documents stay, the late one is open.
        let mut later: Vec<Candidate> =
            candidates(1..=35).into_iter().filter(|c| ![3, 4, 25].contains(&c.key)).collect();
        later.push(Candidate { key: 1000, published: 0 });
        let second = fill("top", &first.closed, &later, by_ten);
        assert_eq!(second.closed.len(), 1);
        assert!(second.closed[0].members.contains(&1000) && second.closed[0].number == 3);
        assert_eq!(second.open.len(), 5);
    }

    #[test]
    fn a_month_closes_when_it_is_over_in_the_sites_zone() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().timestamp();
        let articles: Vec<Candidate> =
            ["2026-08-02T10:00:00Z", "2026-07-31T22:30:00Z", "2026-07-31T21:30:00Z", "2026-07-01T00:00:00Z"]
                .iter()
                .enumerate()
                .map(|(n, t)| Candidate { key: n as u64, published: at(t) })
                .collect();
        let filled =
            fill("top", &[], &articles, plan(ArchivePer::Period(ArchivePeriod::Month), 1, at("2026-08-03T00:00:00Z")));
        assert_eq!(filled.closed.len(), 1);
        assert_eq!((&*filled.closed[0].name, &*filled.closed[0].members), ("2026-07", &[2, 3][..]));
        assert_eq!(filled.next, None, "without the one of August nothing would be left in the feed");
        let more = [&[Candidate { key: 9, published: at("2026-09-01T10:00:00Z") }][..], &articles].concat();
        let filled =
            fill("top", &[], &more, plan(ArchivePer::Period(ArchivePeriod::Month), 1, at("2026-08-03T00:00:00Z")));
        assert_eq!(filled.next, Some(at("2026-08-31T22:00:00Z")));
    }
}
