//! Whether a text has any of some marks: what most texts do without is not looked for in them step by step.

use memchr::memmem::Finder;

/// Marks that are looked for together.
#[derive(Debug)]
pub(super) struct Marks {
    /// Those that begin with a byte that is rare in prose, by that byte.
    rare: Vec<(u8, Vec<&'static [u8]>)>,
    /// Those that begin with a letter.
    words: Vec<Finder<'static>>,
}

impl Marks {
    /// Prepares to look for marks, none of which is empty.
    pub(super) fn new(marks: &[&'static str]) -> Self {
        let mut rare: Vec<(u8, Vec<&[u8]>)> = Vec::new();
        let mut words = Vec::new();
        for &mark in marks {
            let first = mark.as_bytes()[0];
            if first.is_ascii_alphabetic() {
                words.push(Finder::new(mark));
            } else if let Some((_, known)) = rare.iter_mut().find(|(byte, _)| *byte == first) {
                known.push(mark.as_bytes());
            } else {
                rare.push((first, vec![mark.as_bytes()]));
            }
        }
        Self { rare, words }
    }

    /// Whether a text has one of them.
    pub(super) fn is_any_in(&self, text: &str) -> bool {
        let text = text.as_bytes();
        let has = |(byte, marks): &(u8, Vec<&[u8]>)| {
            memchr::memchr_iter(*byte, text).any(|at| marks.iter().any(|mark| text[at..].starts_with(mark)))
        };
        self.rare.iter().any(has) || self.words.iter().any(|word| word.find(text).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_found_wherever_it_stands() {
        let marks = Marks::new(&["[!", "[[", "{", "www.", "\n:"]);
        for text in ["[!", "a [[b", "{", "see www.a.example", "a\n: b", "[x] [["] {
            assert!(marks.is_any_in(text), "{text}");
        }
        for text in ["", "[", "! [a](b)", "ww.", "www", "a: b\n", ":"] {
            assert!(!marks.is_any_in(text), "{text}");
        }
    }
}
