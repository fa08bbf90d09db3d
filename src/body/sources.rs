//! The addresses of what HTML shows: pictures, sound and film.

use super::escaped;
use super::tags::{resolved, tags};

/// HTML with other addresses for what it shows, as far as there are any; nothing where none is changed.
pub(crate) fn with_sources(html: &str, mut of: impl FnMut(&str) -> Option<String>) -> Option<String> {
    let mut out = String::new();
    let mut from = 0;
    for tag in tags(html).filter(|tag| !tag.end) {
        for (_, raw) in tag.attributes().filter(|(name, _)| matches!(*name, "src" | "poster")) {
            let Some(found) = of(&resolved(raw)) else { continue };
            let start = raw.as_ptr() as usize - html.as_ptr() as usize;
            out.push_str(&html[from..start]);
            out.push_str(&escaped(&found));
            from = start + raw.len();
        }
    }
    (from > 0).then(|| out + &html[from..])
}

#[cfg(test)]
mod tests {
    use super::with_sources;

    #[test]
    fn addresses_of_what_is_shown_are_replaced_and_links_stay() {
        let of = |address: &str| (address == "./a b.png").then(|| "/x?y&z".to_owned());
        let html = "<a href=\"./a b.png\"><img src=\"./a b.png\" alt='src=\"./a b.png\"'></a><img src='c.png'>";
        let expected = "<a href=\"./a b.png\"><img src=\"/x?y&amp;z\" alt='src=\"./a b.png\"'></a><img src='c.png'>";
        assert_eq!(with_sources(html, of).as_deref(), Some(expected));
        assert_eq!(with_sources("<img src=c.png>", of), None);
    }
}
