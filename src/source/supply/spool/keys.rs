//! The keys of records, and an index that says in which part of a spool the record of a key lies.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;
use twox_hash::XxHash3_64;

/// The hash of a key. Where two records share one, all are drawn each time.
pub(in crate::source::supply) type Key = u64;

/// Finds the keys of records.
#[derive(Clone, Debug)]
pub(in crate::source::supply) struct KeyColumn {
    name: String,
    /// The name in quotes, with the colon after it.
    prefix: Vec<u8>,
}

impl KeyColumn {
    /// Of the column of this name.
    pub(in crate::source::supply) fn new(name: &str) -> Self {
        let mut prefix = serde_json::to_vec(name).unwrap_or_default();
        prefix.push(b':');
        Self { name: name.to_owned(), prefix }
    }

    /// The key of a row; `None` where it has none.
    pub(in crate::source::supply) fn of(&self, line: &[u8]) -> Option<Key> {
        self.value(line).map(XxHash3_64::oneshot)
    }

    /// The same as JSON has it.
    pub(in crate::source::supply) fn value<'l>(&self, line: &'l [u8]) -> Option<&'l [u8]> {
        // Most often it stands first, and is a number or a text without escapes.
        let first =
            line.strip_prefix(b"{").and_then(|line| line.strip_prefix(&*self.prefix)).map(<[u8]>::trim_ascii_start);
        let raw = first.and_then(|rest| match rest.first()? {
            b'"' => rest[1..]
                .iter()
                .position(|b| matches!(b, b'"' | b'\\'))
                .filter(|end| rest[1 + end] == b'"')
                .map(|end| &rest[..end + 2]),
            b'0'..=b'9' | b'-' => {
                rest.iter().position(|b| matches!(b, b',' | b'}')).map(|end| rest[..end].trim_ascii_end())
            }
            _ => None,
        });
        if raw.is_some() {
            return raw;
        }
        let row: HashMap<Cow<'_, str>, &RawValue> = serde_json::from_slice(line).ok()?;
        let raw = row.get(&*self.name)?.get();
        (raw != "null").then_some(raw.as_bytes())
    }
}

/// Bytes of an entry: the key and the number of its part.
const ENTRY: usize = 12;

/// An index of keys, in the order of their hashes: as it lies in its file.
#[derive(Debug, Default)]
pub(in crate::source::supply) struct Keys(Vec<u8>);

impl Keys {
    /// Of keys with the numbers of their parts; `None` where two have one hash.
    pub(super) fn new(mut entries: Vec<(Key, u32)>) -> Option<Self> {
        entries.sort_unstable();
        if entries.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return None;
        }
        let mut bytes = Vec::with_capacity(entries.len() * ENTRY);
        for (key, part) in entries {
            bytes.extend_from_slice(&key.to_le_bytes());
            bytes.extend_from_slice(&part.to_le_bytes());
        }
        Some(Self(bytes))
    }

    /// Those that a file holds.
    pub(super) fn from_file(bytes: Vec<u8>) -> Option<Self> {
        bytes.len().is_multiple_of(ENTRY).then_some(Self(bytes))
    }

    /// As they lie in their file.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Their hash.
    pub(super) fn hash(&self) -> u64 {
        XxHash3_64::oneshot(&self.0)
    }

    /// All of them with their parts, in order.
    pub(in crate::source::supply) fn all(&self) -> impl Iterator<Item = (Key, u32)> + '_ {
        self.0.chunks_exact(ENTRY).map(entry)
    }

    /// The part in which the record of a key lies.
    pub(in crate::source::supply) fn part_of(&self, key: Key) -> Option<u32> {
        let (mut from, mut to) = (0, self.0.len() / ENTRY);
        while from < to {
            let middle = from.midpoint(to);
            let (found, part) = entry(&self.0[middle * ENTRY..][..ENTRY]);
            match found.cmp(&key) {
                std::cmp::Ordering::Equal => return Some(part),
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }

    /// The index without some keys and with others; `gone` and `new` are in order.
    pub(super) fn changed(&self, gone: &[Key], mut new: Vec<(Key, u32)>) -> Option<Self> {
        new.extend(self.all().filter(|(key, _)| gone.binary_search(key).is_err()));
        Self::new(new)
    }
}

fn entry(bytes: &[u8]) -> (Key, u32) {
    let (key, part) = bytes.split_at(8);
    (Key::from_le_bytes(key.try_into().unwrap_or_default()), u32::from_le_bytes(part.try_into().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_wherever_it_stands() {
        let column = KeyColumn::new("id");
        let key = |line: &str| column.of(line.as_bytes());
        assert_eq!(key("{\"id\":12,\"a\":1}\n"), key("{\"a\":1,\"id\":12}"));
        assert_eq!(key("{\"id\":\"x\"}"), key("{\"a\":[{\"id\":2}], \"id\" : \"x\"}"));
        assert_eq!(key("{\"id\":\"x\\\"y\"}"), key("{\"a\":1,\"id\":\"x\\\"y\"}"));
        assert_ne!(key("{\"id\":1}"), key("{\"id\":12}"));
        assert_ne!(key("{\"id\":\"1\"}"), key("{\"id\":1}"));
        for none in ["{}", "{\"a\":1}", "{\"id\":null}", "x", ""] {
            assert_eq!(key(none), None, "{none}");
        }
    }

    #[test]
    fn an_index_knows_the_part_of_each_key_and_of_no_other() {
        let keys = Keys::new((0..1000).map(|n| (n * 7 + 1, n as u32 / 10)).rev().collect()).unwrap();
        for key in 0..7100 {
            let part = (key % 7 == 1 && key < 7000).then_some((key / 70) as u32);
            assert_eq!(keys.part_of(key), part, "{key}");
        }
        let other = keys.changed(&[8, 15], vec![(2, 3), (9000, 4)]).unwrap();
        assert_eq!(
            [1, 2, 8, 15, 22, 9000].map(|key| other.part_of(key)),
            [Some(0), Some(3), None, None, Some(0), Some(4)]
        );
        assert_eq!(other.all().count(), 1000);
        assert!(keys.changed(&[], vec![(8, 3)]).is_none(), "two of one key");
        assert_eq!(Keys::from_file(other.bytes().to_vec()).unwrap().hash(), other.hash());
        assert!(Keys::from_file(vec![0; 13]).is_none());
    }
}
