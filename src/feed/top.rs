//! The first so many of a stream of articles, without sorting all of it.

use crate::article::Stub;

/// An article's place in the order of a feed: later moments first, ties broken by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rank {
    /// The moment it is ordered by.
    pub(super) when: i64,
    /// Its number among the stubs.
    pub(super) stub: u32,
}

impl Rank {
    pub(super) fn order(self, other: Self, stubs: &[Stub]) -> std::cmp::Ordering {
        other
            .when
            .cmp(&self.when)
            .then_with(|| stubs[self.stub as usize].id.cmp(&stubs[other.stub as usize].id))
            .then_with(|| self.stub.cmp(&other.stub))
    }
}

/// Keeps the first `limit` of what it is given, in time linear in what it is given.
#[derive(Clone, Debug)]
pub(super) struct Top {
    limit: usize,
    kept: Vec<Rank>,
    floor: Option<Rank>,
    total: usize,
}

impl Top {
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, kept: Vec::new(), floor: None, total: 0 }
    }

    /// How many it was given.
    pub(super) fn total(&self) -> usize {
        self.total
    }

    pub(super) fn push(&mut self, rank: Rank, stubs: &[Stub]) {
        self.total += 1;
        if self.limit == 0 || self.floor.is_some_and(|f| rank.order(f, stubs).is_gt()) {
            return;
        }
        self.kept.push(rank);
        if self.kept.len() >= self.limit.saturating_mul(2).max(16) && self.kept.len() > self.limit {
            self.kept.select_nth_unstable_by(self.limit - 1, |a, b| a.order(*b, stubs));
            self.kept.truncate(self.limit);
            self.floor = self.kept.last().copied();
        }
    }

    /// Takes in what another one was given.
    pub(super) fn absorb(&mut self, other: Self, stubs: &[Stub]) {
        let total = self.total + other.total;
        for rank in other.kept {
            self.push(rank, stubs);
        }
        self.total = total;
    }

    /// The first, in order.
    pub(super) fn sorted(mut self, stubs: &[Stub]) -> Vec<Rank> {
        self.kept.sort_unstable_by(|a, b| a.order(*b, stubs));
        self.kept.truncate(self.limit);
        self.kept.shrink_to_fit();
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Location, Status};
    use proptest::prelude::*;

    pub(super) fn stub(id: &str) -> Stub {
        Stub {
            id: id.into(),
            computed_id: false,
            published: None.into(),
            updated: None.into(),
            bounds: None,
            status: Status::Published,
            hold: None,
            has_media: false,
            terms: Box::new([]),
            edit: 0,
            at: Location::default(),
        }
    }

    proptest! {
        #[test]
        fn the_top_is_what_a_full_sort_would_give(
            whens in proptest::collection::vec(0i64..20, 0..200), limit in 0usize..40, split in 0usize..200,
        ) {
            let stubs: Vec<Stub> = (0..whens.len()).map(|i| stub(&format!("{:03}", (i * 37) % 200))).collect();
            let ranks: Vec<Rank> = whens.iter().enumerate().map(|(i, w)| Rank { when: *w, stub: i as u32 }).collect();
            let mut all = ranks.clone();
            all.sort_by(|a, b| a.order(*b, &stubs));
            all.truncate(limit);
            let (mut first, mut second) = (Top::new(limit), Top::new(limit));
            for (i, r) in ranks.iter().enumerate() {
                if i < split { first.push(*r, &stubs) } else { second.push(*r, &stubs) }
            }
            first.absorb(second, &stubs);
            prop_assert_eq!(first.total(), ranks.len());
            prop_assert_eq!(first.sorted(&stubs), all);
        }
    }
}
