//! What many stubs are like: by it selection knows, without any of them, that no feed shows one.

use super::{Status, Stub, Term};

/// What many stubs are like that nothing but a feed's choice asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Number of the source that all of them are of.
    pub source: u16,
    /// The newest first publication, in seconds since 1970.
    pub published: i64,
    /// The newest change, or publication where that is newer.
    pub updated: i64,
    /// Their terms, each once, in order.
    pub terms: Box<[Term]>,
}

impl Digest {
    /// That of stubs of one source; none where a stub has to be looked at whatever feeds choose: it is held back or
    /// withdrawn, has no date, an end or a number of its own, or an id that another may take over.
    pub fn of(stubs: &[Stub]) -> Option<Self> {
        let plain = |stub: &Stub| {
            stub.status == Status::Published && !stub.computed_id && stub.bounds.is_none() && stub.hold.is_none()
        };
        let (mut published, mut updated, mut terms) = (i64::MIN, i64::MIN, Vec::new());
        for stub in stubs {
            let at = stub.published.seconds().filter(|_| plain(stub))?;
            published = published.max(at);
            updated = updated.max(at).max(stub.updated.seconds().unwrap_or(at));
            terms.extend_from_slice(&stub.terms);
        }
        terms.sort_unstable();
        terms.dedup();
        Some(Self { source: stubs.first()?.at.source, published, updated, terms: terms.into() })
    }

    /// The same where terms are numbered another way.
    #[must_use]
    pub fn renumbered(&self, numbers: &[u32]) -> Self {
        let mut terms: Box<[Term]> = self.terms.iter().map(|term| term.renumbered(numbers)).collect();
        terms.sort_unstable();
        Self { terms, ..*self }
    }

    /// Whether one of them may have one of these values of a kind.
    pub fn has_any(&self, kind: super::TermKind, values: &[u32]) -> bool {
        self.terms.iter().any(|term| term.kind() == kind && values.binary_search(&term.value()).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Bounds, Hold, Location, TermKind};

    fn stub(published: Option<i64>, updated: Option<i64>, terms: &[u32]) -> Stub {
        Stub {
            id: "urn:x:1".into(),
            computed_id: false,
            published: published.into(),
            updated: updated.into(),
            bounds: None,
            status: Status::Published,
            hold: None,
            has_media: false,
            terms: terms.iter().map(|value| Term::new(TermKind::Section, *value)).collect(),
            edit: 0,
            at: Location { source: 3, ..Location::default() },
        }
    }

    #[test]
    fn it_tells_the_newest_and_all_terms() {
        let stubs = [stub(Some(5), None, &[2, 1]), stub(Some(3), Some(9), &[1])];
        let digest = Digest::of(&stubs).unwrap();
        assert_eq!((digest.source, digest.published, digest.updated, digest.terms.len()), (3, 5, 9, 2));
        assert!(digest.has_any(TermKind::Section, &[0, 2]) && !digest.has_any(TermKind::Tag, &[2]));
        assert!(digest.renumbered(&[0, 7, 4]).has_any(TermKind::Section, &[7]));
    }

    #[test]
    fn what_has_to_be_looked_at_has_none() {
        let changes: [fn(&mut Stub); 6] = [
            |s| s.published = None.into(),
            |s| s.computed_id = true,
            |s| s.status = Status::Withdrawn,
            |s| s.status = Status::Draft,
            |s| s.hold = Some(Hold::Members),
            |s| s.bounds = Bounds::of(None, Some(7)),
        ];
        for change in changes {
            let mut odd = stub(Some(5), None, &[1]);
            change(&mut odd);
            assert_eq!(Digest::of(&[stub(Some(5), None, &[1]), odd]), None);
        }
        assert_eq!(Digest::of(&[]), None);
    }
}
