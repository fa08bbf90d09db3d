//! Refuses to replace a good feed by an empty or much smaller one.
//!
//! Only articles that vanished or failed count. Withdrawal, embargo, expiry, windows, limits and
//! edits of the config always pass.

/// What a feed would lose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loss {
    /// Items it had when it was last written.
    pub before: usize,
    /// Items it would have.
    pub after: usize,
    /// Of those before, the ones whose record vanished or cannot be used.
    pub vanished: usize,
    /// Of those before, the ones whose source could not be read.
    pub unreachable: usize,
}

/// What a feed may lose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Largest share of its items that may vanish in one run, from 0 to 1.
    pub max_shrink: f64,
    /// Smallest number of items.
    pub min_items: usize,
}

/// The share of items that may vanish where the config names none.
pub const MAX_SHRINK: f64 = 0.5;

/// Why a feed must not be replaced; `None` where it may.
pub fn refusal(loss: Loss, limits: Limits) -> Option<String> {
    let Loss { before, after, vanished, unreachable } = loss;
    if unreachable > 0 {
        return Some(format!("{unreachable} of its {before} items are in a source that cannot be read"));
    }
    if vanished == 0 {
        return None;
    }
    if after == 0 {
        return Some(format!("{vanished} of its {before} items vanished or cannot be used, and none would be left"));
    }
    if after < limits.min_items {
        let min = limits.min_items;
        return Some(format!(
            "{vanished} of its {before} items vanished or cannot be used, and {after} would be left, fewer than min-items = {min}"
        ));
    }
    let share = vanished as f64 / before.max(1) as f64;
    (share > limits.max_shrink).then(|| {
        let max = limits.max_shrink * 100.0;
        format!("{vanished} of its {before} items vanished or cannot be used, more than max-shrink = {max}%")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { max_shrink: 0.5, min_items: 3 };

    #[test]
    fn what_was_taken_out_on_purpose_always_passes() {
        assert_eq!(refusal(Loss { before: 50, after: 0, vanished: 0, unreachable: 0 }, LIMITS), None);
    }

    #[test]
    fn half_may_vanish_but_no_more_and_never_all() {
        let loss = |before, after, vanished| refusal(Loss { before, after, vanished, unreachable: 0 }, LIMITS);
        assert_eq!(loss(10, 5, 5), None);
        assert!(loss(10, 4, 6).unwrap().contains("max-shrink = 50%"));
        assert!(loss(4, 2, 2).unwrap().contains("min-items = 3"));
        assert!(loss(1, 0, 1).unwrap().contains("none would be left"));
    }

    #[test]
    fn a_source_that_cannot_be_read_takes_nothing_out() {
        assert!(refusal(Loss { before: 10, after: 9, vanished: 0, unreachable: 1 }, LIMITS).is_some());
    }
}
