//! Figures, and sets of pictures.

use super::names::SOURCES;
use super::{bare, is_address, is_measure, is_picture};
use crate::body::arguments::Arguments;
use crate::body::escaped;

/// Names of what stands below a picture.
const CAPTIONS: [&str; 6] = ["caption", "figcaption", "legend", "description", "desc", "cap"];

/// The texts among what follows the address of a picture: one in quotes each, words without them together. Hexo's last
/// quoted text may hold title and alternative text.
fn texts(rest: &[(String, bool)], is_asset: bool) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let mut is_open = false;
    for (value, quotes) in rest {
        let value = value.trim();
        if value.is_empty() || (!quotes && is_measure(value)) || value.starts_with("--") {
            continue;
        }
        match texts.last_mut().filter(|_| !quotes && is_open) {
            Some(text) => {
                text.push(' ');
                text.push_str(value);
            }
            None => texts.push(value.to_owned()),
        }
        is_open = !quotes;
    }
    // Sizes by the width of the window: `(min-width: 30em) 50vw`.
    texts.retain(|text| !(text.ends_with("vw") || text.starts_with('(') && text.contains("width:")));
    texts.retain(|text| !is_measure(text) && (!is_asset || text.len() > 1));
    if is_asset && let [both] = &*texts {
        let parts = Arguments::read(both);
        if let [title, alt] = &*parts.plain
            && title.1
            && alt.1
        {
            texts = vec![title.0.clone(), alt.0.clone()];
        }
    }
    texts
}

/// A figure: picture, alternative text, caption and who made it.
pub(super) fn figure(
    key: &str,
    given: &Arguments,
    inner: Option<&str>,
    inline: &dyn Fn(&str) -> String,
) -> Option<String> {
    let plain: Vec<&str> = given.plain.iter().map(|(value, _)| value.trim()).collect();
    // A name in quotes may have blanks.
    let is_asset =
        |(value, quotes): &(String, bool)| key == "assetimg" && *quotes && is_picture(&value.replace(' ', "-"));
    let place =
        given.plain.iter().position(|one| is_picture(one.0.trim()) || is_address(one.0.trim()) || is_asset(one));
    let named = given.named(&SOURCES);
    let Some(src) = named.or_else(|| place.map(|place| plain[place])) else {
        // The picture stands between the tag and its end.
        let inner = inner.filter(|inner| inner.contains("<img"))?;
        let said = given.value(&CAPTIONS, 0).map(|said| format!("<figcaption>{}</figcaption>", inline(said)));
        return Some(format!("<figure>{}{}</figure>", bare(inner), said.unwrap_or_default()));
    };
    // What stands without quotes in Liquid is a variable, unless it looks like an address.
    let in_quotes = given.named.iter().any(|(_, value, quotes)| value.trim() == src && *quotes);
    if src.contains(['{', '<']) || (named.is_some() && !in_quotes && !is_picture(src) && !is_address(src)) {
        return None;
    }
    let after = place.filter(|_| named.is_none()).map_or(0, |place| place + 1);
    let rest = given.plain.get(after..).unwrap_or_default();
    // Docsy's are told how to be made.
    let rest = if key == "imgproc" { &[] } else { rest };
    let mut texts = texts(rest, key == "assetimg");
    // Pictures of Jekyll are given attributes as programs are.
    let option = rest.iter().position(|(word, _)| word == "--alt");
    if let Some(at) = option {
        let words = rest[at + 1..].iter().take_while(|(word, _)| !word.starts_with("--")).map(|(word, _)| &**word);
        texts = vec![words.collect::<Vec<_>>().join(" ")];
    }
    let said = given.named(&CAPTIONS).map(str::to_owned);
    // Of two texts in quotes behind a figure's address the second stands below it.
    let below = match &texts[..] {
        [_, below] if key == "figure" && rest.iter().all(|(_, quotes)| *quotes) && said.is_none() => {
            Some(inline(below))
        }
        _ => None,
    };
    if below.is_some() {
        texts.truncate(1);
    }
    let caption =
        said.or(below).or_else(|| inner.map(|inner| bare(inner).to_owned()).filter(|inner| !inner.trim().is_empty()));
    let title = given.named(&["title"]).map(str::to_owned);
    let alt = given.named(&["alt"]).map(str::to_owned);
    let alt = alt.or_else(|| texts.last().cloned()).or_else(|| caption.clone()).or_else(|| title.clone());
    let credit = given.named(&["attr", "credit", "credits", "attribution", "photographer", "copyright", "source"]);
    let credit = credit.filter(|credit| *credit != src).map(|credit| {
        match given.named(&["attrlink", "attributionlink", "credit_url", "creditlink"]) {
            Some(url) => format!("<a href=\"{}\">{}</a>", escaped(url), inline(credit)),
            None => inline(credit),
        }
    });
    let said: Vec<String> = [
        title.map(|t| inline(&t)),
        caption.map(|c| if given.named(&CAPTIONS).is_some() { inline(&c) } else { c }),
        credit,
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut picture = format!(
        "<img src=\"{}\" alt=\"{}\">",
        escaped(src),
        escaped(&crate::article::markup::text(&inline(&alt.unwrap_or_default())))
    );
    if let Some(url) = given.named(&["link"]).filter(|url| is_address(url)) {
        picture = format!("<a href=\"{}\">{picture}</a>", escaped(url));
    }
    let caption = if said.is_empty() { String::new() } else { format!("<figcaption>{}</figcaption>", said.join(" ")) };
    Some(format!("<figure>{picture}{caption}</figure>"))
}

/// The pictures that a gallery names; `None` where it names none.
pub(super) fn gallery(given: &Arguments) -> Option<String> {
    let values = given.plain.iter().map(|(value, _)| value).chain(given.named.iter().map(|(_, value, _)| value));
    let pictures =
        values.flat_map(|value| value.split([',', ';', '|'])).map(str::trim).filter(|value| is_picture(value));
    let figure = |src: &str| format!("<figure><img src=\"{}\" alt=\"\"></figure>", escaped(src));
    let html: String = pictures.filter(|src| !src.contains(['*', '{'])).map(figure).collect();
    (!html.is_empty()).then_some(html)
}
