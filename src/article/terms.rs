//! The values of terms, each kept once.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, LazyLock};

use super::key::KeyMap;

/// The values of terms met in a run, each kept once.
///
/// A category is kept as its scheme, a tab, and its term; the label is that of the first met.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    values: Vec<Arc<str>>,
    /// Numbers by the hash of their value; where that is taken by another, by the next that is free.
    numbers: KeyMap<u32>,
    labels: HashMap<u32, Arc<str>>,
}

/// What hashes begin with, another for each process: records must not be able to choose values
/// whose hashes are the same.
static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0));

impl Terms {
    /// Where the number of a value stands, or would stand.
    fn slot(&self, value: &str) -> (u64, Option<u32>) {
        let mut slot = twox_hash::XxHash3_64::oneshot_with_seed(*SEED, value.as_bytes());
        loop {
            match self.numbers.get(&slot) {
                Some(n) if *self.values[*n as usize] == *value => return (slot, Some(*n)),
                Some(_) => slot = slot.wrapping_add(1),
                None => return (slot, None),
            }
        }
    }

    /// The number of a value, given on first sight.
    ///
    /// # Panics
    /// With 2^29 different values, which no memory holds.
    pub fn number(&mut self, value: &str) -> u32 {
        match self.slot(value) {
            (_, Some(n)) => n,
            (slot, None) => self.add(slot, value.into()),
        }
    }

    fn add(&mut self, slot: u64, value: Arc<str>) -> u32 {
        let n = u32::try_from(self.values.len()).ok().filter(|n| *n < 1 << 29).expect("fewer than 2^29 terms");
        self.values.push(value);
        self.numbers.insert(slot, n);
        n
    }

    /// The value of a number that [`Terms::number`] gave.
    pub fn value(&self, number: u32) -> &Arc<str> {
        &self.values[number as usize]
    }

    /// Takes in the values of another table: the result maps its numbers to this table's.
    pub fn absorb(&mut self, other: &Terms) -> Vec<u32> {
        let take = |value: &Arc<str>| match self.slot(value) {
            (_, Some(n)) => n,
            (slot, None) => self.add(slot, value.clone()),
        };
        let numbers: Vec<u32> = other.values.iter().map(take).collect();
        for (number, label) in &other.labels {
            self.labels.entry(numbers[*number as usize]).or_insert_with(|| label.clone());
        }
        numbers
    }

    /// Keeps what people read for a category; the first label stays.
    pub fn set_label(&mut self, number: u32, label: &str) {
        self.labels.entry(number).or_insert_with(|| label.into());
    }

    /// What people read for a category, if a label was met.
    pub fn label(&self, number: u32) -> Option<&Arc<str>> {
        self.labels.get(&number)
    }

    /// Every label with its number, in no order.
    pub fn labels(&self) -> impl Iterator<Item = (u32, &Arc<str>)> {
        self.labels.iter().map(|(n, l)| (*n, l))
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The number of a value, if it was met.
    pub fn find(&self, value: &str) -> Option<u32> {
        self.slot(value).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_numbered_as_they_are_met_and_absorbed_by_value() {
        let mut terms = Terms::default();
        let all: Vec<String> = (0..1000).map(|n| format!("term {n}")).collect();
        for (n, value) in all.iter().enumerate() {
            assert_eq!(terms.number(value), n as u32);
        }
        assert_eq!(terms.number("term 7"), 7);
        assert_eq!(terms.find("term 1000"), None);
        let mut other = Terms::default();
        for value in ["new", "term 5"] {
            let n = other.number(value);
            other.set_label(n, "Label");
        }
        assert_eq!(terms.absorb(&other), [1000, 5]);
        assert_eq!(terms.label(5).map(|l| &**l), Some("Label"));
    }

    #[test]
    fn values_of_one_hash_are_kept_apart() {
        let mut terms = Terms::default();
        let (slot, _) = terms.slot("a");
        terms.add(slot, "taken by another".into());
        assert_eq!(terms.number("a"), 1);
        assert_eq!((terms.find("a"), &**terms.value(1)), (Some(1), "a"));
    }
}
