//! What stands beside a text, or is set apart in it: notes and pictures in the margin, as Tufte's books have them.

use super::{Shows, is_picture, speaks};
use crate::body::arguments::Arguments;
use crate::body::escaped;

/// Notes and pictures that are named by an id first: `sidenote 'id' 'Text'`, `marginfigure 'id' 'a.png' 'Caption'`.
pub(super) fn beside(
    key: &str,
    given: &Arguments,
    inner: Option<&str>,
    inline: &dyn Fn(&str) -> String,
) -> Option<Shows> {
    let plain: Vec<&str> =
        given.plain.iter().map(|(value, _)| value.trim()).filter(|value| !value.is_empty()).collect();
    Some(Shows::Html(match key {
        "newthought" => inner.map(str::to_owned).or_else(|| given.value(&["text"], 0).map(inline))?,
        "sidenote" | "marginnote" if inner.is_none() && plain.len() > 1 => {
            let (label, said) = (plain[0], plain[1..].join(" "));
            // Words stand in the text, and an id nowhere.
            let label = if speaks(label) { inline(label) } else { String::new() };
            format!("{label} <small>({})</small>", inline(&said))
        }
        "marginfigure" | "maincolumn" | "maincolumnimg" | "fullwidth" if inner.is_none() => {
            let at = plain.iter().position(|value| is_picture(value))?;
            let (src, said) = (plain[at], plain[at + 1..].iter().rev().find(|said| speaks(said)).copied());
            // The folder of the site's own pictures lies below its root.
            let root = if src.starts_with("assets/") { "/" } else { "" };
            let said = said.map(|said| format!("<figcaption>{}</figcaption>", inline(said))).unwrap_or_default();
            format!("<figure><img src=\"{root}{}\" alt=\"\">{said}</figure>", escaped(src))
        }
        _ => return None,
    }))
}
