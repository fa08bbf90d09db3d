//! The addresses of what HTML shows: pictures, sound and film.

use super::escaped;
use super::tags::{resolved, tags};

/// HTML with other addresses for what it shows, as far as there are any; nothing where none is changed. Of what has an
/// empty one the picture goes, and the address of anything else.
pub(crate) fn with_sources(html: &str, mut of: impl FnMut(&str) -> Option<String>) -> Option<String> {
    let mut out = String::new();
    let mut from = 0;
    for tag in tags(html).filter(|tag| !tag.end) {
        for (name, raw) in tag.attributes().filter(|(name, _)| matches!(*name, "src" | "poster")) {
            let Some(found) = of(&resolved(raw)) else { continue };
            let at = |part: &str| part.as_ptr() as usize - html.as_ptr() as usize;
            let start = at(raw);
            if found.is_empty() && tag.is("img") {
                out.push_str(&html[from..tag.span.start]);
                from = tag.span.end;
                break;
            }
            if found.is_empty() {
                out.push_str(html[from..at(name)].trim_end());
                from = start + raw.len();
                from += usize::from(html[from..].starts_with(['"', '\'']));
                continue;
            }
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
        let none = |address: &str| (address == "c.png").then(String::new);
        let html = "<p><img alt=c src=\"c.png\" width=1> and</p><video src=d.mp4 poster='c.png'></video>";
        assert_eq!(with_sources(html, none).as_deref(), Some("<p> and</p><video src=d.mp4></video>"));
    }
}
