//! When an article was published as readers were told, and whether it is taken back.

use crate::article::{Status, Stub};
use crate::ledger::{Cause, Fact};

/// Brings a record and what the ledger knows of it together; returns when the article was
/// published, and its status.
pub(super) fn meet(stub: &Stub, fact: &mut Fact, now: i64) -> (Option<i64>, Status) {
    let told = fact.published.filter(|_| fact.in_feeds);
    // With the clock set back, what was seen is not yet to come.
    let published = told.or(stub.published.seconds()).unwrap_or(fact.first_seen.min(now));
    fact.missing = None;
    let mut status = stub.status;
    match (status, fact.withdrawn) {
        (Status::Withdrawn, None) if fact.in_feeds => fact.withdrawn = Some((now, Cause::Record)),
        (_, Some((_, Cause::Person))) => status = Status::Withdrawn,
        (Status::Withdrawn, _) => {}
        (_, Some(_)) => fact.withdrawn = None,
        _ => {}
    }
    (Some(published), status)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Bounds, Location, Position};

    const NOW: i64 = 1000;

    fn stub(published: Option<i64>, status: Status) -> Stub {
        Stub {
            id: "a".into(),
            computed_id: true,
            published: published.into(),
            updated: None.into(),
            bounds: Bounds::of(None, None),
            status,
            hold: None,
            has_media: false,
            terms: [].into(),
            edit: 0,
            at: Location { source: 0, unit: 0, record: Position::from_number(0), extent: 1, line: 1 },
        }
    }

    #[test]
    fn what_readers_were_told_stays_and_what_they_were_not_told_follows_the_record() {
        let shown = Fact { first_seen: 5, published: Some(7), in_feeds: true, ..Fact::default() };
        let unseen = Fact { in_feeds: false, ..shown };
        for (fact, record, expected) in [(shown, Some(9), 7), (shown, None, 7), (unseen, Some(9), 9), (unseen, None, 5)]
        {
            let met = meet(&stub(record, Status::Published), &mut fact.clone(), NOW);
            assert_eq!(met, (Some(expected), Status::Published));
        }
        // Seen at a moment that is to come again.
        let mut late = Fact { first_seen: NOW + 1, ..Fact::default() };
        assert_eq!(meet(&stub(None, Status::Published), &mut late, NOW).0, Some(NOW));
    }

    #[test]
    fn a_withdrawal_is_dated_once_and_undone_by_the_record_unless_a_person_said_it() {
        let mut fact = Fact { in_feeds: true, missing: Some(3), ..Fact::default() };
        assert_eq!(meet(&stub(None, Status::Withdrawn), &mut fact, NOW).1, Status::Withdrawn);
        assert_eq!((fact.withdrawn, fact.missing), (Some((NOW, Cause::Record)), None));
        meet(&stub(None, Status::Withdrawn), &mut fact, NOW + 5);
        assert_eq!(fact.withdrawn, Some((NOW, Cause::Record)));
        assert_eq!(meet(&stub(None, Status::Published), &mut fact, NOW + 6).1, Status::Published);
        assert_eq!(fact.withdrawn, None);

        fact.withdrawn = Some((NOW, Cause::Person));
        assert_eq!(meet(&stub(None, Status::Published), &mut fact, NOW + 7).1, Status::Withdrawn);
        assert_eq!(fact.withdrawn, Some((NOW, Cause::Person)));

        // Of what nobody saw nothing is taken back.
        let mut unseen = Fact::default();
        meet(&stub(None, Status::Withdrawn), &mut unseen, NOW);
        assert_eq!(unseen.withdrawn, None);
    }
}
