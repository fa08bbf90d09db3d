//! The values feeds are made of, parsed as their specifications define them.
//!
//! Every parser is pure: text in, the parsed value or a fault out. A fault says which bytes of the
//! text are wrong and why; which rule that breaks is decided by whoever asked.

use std::ops::Range;

pub mod date;
pub mod email;
pub mod encoded;
pub mod language;
pub mod link;
pub mod media;
pub mod mime;
pub mod number;
pub mod region;
pub mod script;
pub mod time;
pub mod uri;
pub mod urn;

/// Why a text is not the value it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The offending bytes of the text.
    pub at: Range<usize>,
    /// What is wrong with them, as the end of a sentence that begins with the value.
    pub reason: &'static str,
}

impl Fault {
    /// A fault of some bytes.
    pub fn new(at: Range<usize>, reason: &'static str) -> Self {
        Self { at, reason }
    }
}

/// XML white space, which surrounds many values without meaning anything.
pub fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The text without surrounding white space, and how many bytes were cut at its start.
pub fn trimmed(text: &str) -> (usize, &str) {
    let start = text.len() - text.trim_start().len();
    (start, text.trim())
}

/// Whether a sorted list of codes of one length, written without separators, contains `code`.
pub(crate) fn packed_contains(packed: &str, width: usize, code: &[u8]) -> bool {
    debug_assert_eq!(packed.len() % width, 0);
    if code.len() != width {
        return false;
    }
    let bytes = packed.as_bytes();
    let (mut low, mut high) = (0, bytes.len() / width);
    while low < high {
        let middle = usize::midpoint(low, high);
        match bytes[middle * width..(middle + 1) * width].cmp(code) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_codes_are_found_and_their_neighbours_are_not() {
        for code in ["aa", "cc", "ee"] {
            assert!(packed_contains("aabbccddee", 2, code.as_bytes()));
        }
        for code in ["ab", "a", "ff", "ccc", ""] {
            assert!(!packed_contains("aabbccddee", 2, code.as_bytes()));
        }
    }
}
