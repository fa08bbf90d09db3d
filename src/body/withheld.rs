//! Takes pictures out of a body that are not to be seen, by their addresses.

use std::collections::HashSet;
use std::ops::Range;

use super::tags::{Tag, candidates, tags};
use crate::article::address;

/// Elements that show something at an address, or lead to it, with the attributes it stands in.
const HOLDERS: [(&str, [&str; 3]); 9] = [
    ("img", ["src", "", ""]),
    ("source", ["src", "", ""]),
    ("video", ["src", "poster", ""]),
    ("audio", ["src", "", ""]),
    ("embed", ["src", "", ""]),
    ("iframe", ["src", "", ""]),
    ("object", ["data", "", ""]),
    ("image", ["href", "xlink:href", "src"]),
    ("a", ["href", "", ""]),
];

/// Elements that stand for what they show: with it goes all that is in them, as its caption.
const WHOLE: [&str; 6] = ["figure", "picture", "video", "audio", "object", "a"];

/// HTML without what is at any of these addresses; nothing where it has none of them.
pub(super) fn without<'a>(html: &str, held: impl Iterator<Item = &'a str>) -> Option<String> {
    let held: HashSet<String> = held.filter_map(same).collect();
    if held.is_empty() {
        return None;
    }
    let mut out: Vec<Range<usize>> = Vec::new();
    // Open elements that go as a whole: the name, where each begins, and whether it goes.
    let mut open: Vec<(&str, usize, bool)> = Vec::new();
    for tag in tags(html) {
        let whole = WHOLE.iter().find(|name| tag.is(name));
        if tag.end {
            let Some(at) = whole.and_then(|name| open.iter().rposition(|(o, ..)| o == name)) else { continue };
            let goes = open.drain(at..).fold(None, |goes, (_, start, g)| goes.or(g.then_some(start)));
            out.extend(goes.map(|start| start..tag.span.end));
            continue;
        }
        let shows = shows(&tag, &held);
        if let Some(name) = whole {
            open.push((name, tag.span.start, shows));
        } else if shows {
            // Its own figure goes, not all of a gallery; without one, the link around it, which has nothing
            // else to show.
            let figure = open.iter().rposition(|(name, ..)| *name == "figure").unwrap_or_default();
            match open.get_mut(figure) {
                Some((.., goes)) => *goes = true,
                None => out.push(tag.span.clone()),
            }
        }
    }
    out.extend(open.iter().find(|(.., goes)| *goes).map(|(_, start, _)| *start..html.len()));
    if out.is_empty() {
        return None;
    }
    let mut rest = String::with_capacity(html.len());
    let mut from = 0;
    out.sort_by_key(|span| span.start);
    for span in out {
        if span.start >= from {
            rest.push_str(&html[from..span.start]);
        }
        from = from.max(span.end);
    }
    rest.push_str(&html[from..]);
    Some(rest)
}

fn shows(tag: &Tag<'_>, held: &HashSet<String>) -> bool {
    let Some((_, names)) = HOLDERS.iter().find(|(name, _)| tag.is(name)) else { return false };
    let is_held = |url: &str| same(url).is_some_and(|url| held.contains(&url));
    let [first, second, third, set] = tag.values([names[0], names[1], names[2], "srcset"]);
    [first, second, third].into_iter().flatten().any(|url| is_held(&url))
        || set.is_some_and(|set| candidates(&set).iter().any(|(url, _)| is_held(url)))
}

/// What two addresses of one picture have in common: servers take the wanted size after the `?`.
fn same(url: &str) -> Option<String> {
    let url = address::absolute(url, None).unwrap_or_else(|| url.to_owned());
    let url = url.split('#').next().unwrap_or_default();
    let bare = url.split('?').next().unwrap_or_default();
    let file = bare.rsplit('/').next().unwrap_or_default();
    let is_file = file.rsplit_once('.').is_some_and(|(_, ending)| {
        ["jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "mp4", "webm", "mp3", "m4a", "tif", "tiff", "heic"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(ending))
    });
    let url = if is_file { bare } else { url };
    // http and https are one.
    let url = url.strip_prefix("https:").or_else(|| url.strip_prefix("http:")).unwrap_or(url);
    (!url.is_empty()).then(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn what_shows_a_held_picture_goes_and_the_rest_stays() {
        let held = "https://a.example/h.jpg";
        for (html, left) in [
            ("<p>a<img src=\"https://a.example/h.jpg\" alt=\"\">b</p>", "<p>ab</p>"),
            (
                "<p>a</p><figure><img src=\"https://a.example/h.jpg?w=8\"><figcaption>c</figcaption></figure>b",
                "<p>a</p>b",
            ),
            ("<a href=\"https://a.example/\"><img src=\"http://a.example/h.jpg#x\"></a>b", "b"),
            ("<p><a href=\"https://a.example/h.jpg\">see</a> b</p>", "<p> b</p>"),
            (
                "<picture><source srcset=\"https://a.example/h.jpg 2x\"><img src=\"https://a.example/i.jpg\"></picture>b",
                "b",
            ),
            ("<video poster=\"https://a.example/h.jpg\">x</video>b", "b"),
            ("<figure><a href=\"x\"><img src=\"https://a.example/h.jpg\"></a></figure>b", "b"),
            ("a<figure><img src=\"https://a.example/h.jpg\">", "a"),
        ] {
            assert_eq!(without(html, [held].into_iter()).as_deref(), Some(left), "{html}");
        }
        for html in ["<p>h.jpg</p>", "<img src=\"https://a.example/i.jpg\">", "<a href=\"https://a.example/\">x</a>"] {
            assert_eq!(without(html, [held].into_iter()), None, "{html}");
        }
    }
}
