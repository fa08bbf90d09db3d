//! Captions and credit lines that are written in Markdown, as themes of site generators have them: their words.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

use crate::article::markup;
use crate::source::value::clean;

/// A text as its page shows it, that of an editor for HTML too; nothing where that shows nothing.
pub(super) fn shown(text: &str) -> Option<String> {
    let plain = clean(Cow::Owned(markup::plain(text).into_owned()));
    Some(plain.into_owned()).filter(|text| !text.is_empty())
}

/// The words of a line in which Markdown links or stresses; any other as it is.
pub(super) fn plain(line: String) -> String {
    let is_stressed = |mark: &str| line.matches(mark).count() >= 2;
    if !line.contains("](") && !is_stressed("**") && !is_stressed("__") {
        return line;
    }
    let mut words = String::with_capacity(line.len());
    for event in Parser::new(&line) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    let words = words.trim();
    if words.is_empty() { line } else { words.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn markdown_of_a_caption_becomes_its_words() {
        for (line, words) in [
            ("[Photo by **Ann Bee** on Unsplash](https://a.example/x?y_z=1)", "Photo by Ann Bee on Unsplash"),
            ("Photo credit: [**Unsplash**](https://unsplash.com)", "Photo credit: Unsplash"),
            ("The **pier** at 5 * 3", "The pier at 5 * 3"),
            ("Bee [left] and 2*3*4", "Bee [left] and 2*3*4"),
            ("#harbour **now", "#harbour **now"),
        ] {
            assert_eq!(plain(line.to_owned()), words);
        }
    }
}
