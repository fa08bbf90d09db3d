//! What known template tags and components show, and of unknown ones what speaks to a reader.

mod beside;
mod names;
mod pictures;
mod pieces;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::arguments::Arguments;
use super::reserved::{is_kept, is_title_for_some};
use super::{embed, escaped, math};
use names::{
    ADDRESSES, CODE, DETAILS, GALLERIES, GUARDS, LINKS, LOGIC, MATH, NOTES, PICTURES, PLAIN, QUOTES, SILENT, SOURCES,
    STYLES, TEXTS, TITLES, UNSEEN, WORDS,
};

/// What a tag shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    /// HTML.
    Html(String),
    /// Nothing on its own page either: an anchor, a table of contents, a style.
    Nothing,
    /// What it shows is not known; this much of it speaks to a reader.
    Rest(String),
}

/// What becomes of the text between a tag and its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encloses {
    /// Markdown that stands within what the tag shows.
    Block,
    /// Code, mathematics or markup: not read as Markdown.
    Verbatim,
    /// Nothing that is shown.
    Nothing,
}

/// The name of a tag as the tables have it: without case, folder, ending, dashes.
pub(super) fn plain_name(name: &str) -> String {
    let name = name.rsplit(['/', ':']).next().unwrap_or(name);
    let name = name.strip_suffix(".html").or_else(|| name.strip_suffix(".liquid")).unwrap_or(name);
    name.chars().filter(|c| !matches!(c, '-' | '_' | '.')).collect::<String>().to_lowercase()
}

/// Whether what stands between a tag and its end belongs to what it shows.
pub(super) fn encloses(name: &str, own: &BTreeMap<String, String>) -> Option<Encloses> {
    if own.contains_key(name) {
        return Some(Encloses::Block);
    }
    // The component of this name marks words.
    if name == "Highlight" {
        return None;
    }
    let name = &*plain_name(name);
    if CODE.contains(&name) || MATH.contains(&name) {
        Some(Encloses::Verbatim)
    } else if SILENT.contains(&name) || GUARDS.contains(&name) || is_kept(name) {
        Some(Encloses::Nothing)
    } else {
        [&NOTES[..], &QUOTES, &DETAILS, &PICTURES, &LINKS, &WORDS, &PLAIN]
            .iter()
            .any(|names| names.contains(&name))
            .then_some(Encloses::Block)
    }
}

/// Whether a tag shows a set of pictures.
pub(super) fn is_gallery(name: &str) -> bool {
    GALLERIES.contains(&&*plain_name(name))
}

/// Whether a tag is one of several parts and says by its title whom alone it is for.
pub(super) fn is_tab_for_some(name: &str, given: &Arguments) -> bool {
    matches!(&*plain_name(name), "tab" | "tabitem" | "tabpanel" | "step" | "accordionitem")
        && given.value(&["label", "title", "name", "header", "value"], 0).is_some_and(is_title_for_some)
}

/// Whether a tag belongs to a template's own language.
pub(super) fn is_logic(name: &str) -> bool {
    LOGIC.contains(&name) || (name.len() > 3 && name.starts_with("end"))
}

/// What a tag of this name shows. `inner` is what it encloses, made HTML unless it is verbatim;
/// `inline` makes HTML of Markdown in one line.
pub(super) fn shows(
    name: &str,
    given: &Arguments,
    inner: Option<&str>,
    own: &BTreeMap<String, String>,
    inline: &dyn Fn(&str) -> String,
) -> Shows {
    if let Some(template) = own.get(name) {
        return Shows::Html(filled(template, given, inner));
    }
    let key = &*plain_name(name);
    let text = |names: &[&str], place| given.value(names, place).map(inline);
    if PICTURES.contains(&key)
        && let Some(html) = pictures::figure(key, given, inner, inline)
    {
        return Shows::Html(html);
    }
    if GALLERIES.contains(&key) {
        return match pictures::gallery(given) {
            Some(html) => Shows::Html(html),
            // Its pictures stand between it and its end.
            None if given.plain.is_empty() && given.named.iter().all(|(_, value, _)| !value.contains(['*', '/'])) => {
                Shows::Nothing
            }
            None => Shows::Rest(rest(given, inline)),
        };
    }
    if let Some(html) = embed::of_tag(key, given) {
        return Shows::Html(html);
    }
    let code = inner.or_else(|| given.named(&["code"]));
    if let (Some(inner), true) = (code, CODE.contains(&key)) {
        let first = || {
            // Hexo: the title, then what is named with a colon.
            let plain = given.plain.iter().map(|(value, _)| value.trim());
            let words: Vec<&str> =
                plain.filter(|word| !word.is_empty()).take_while(|word| !word.contains(':')).collect();
            (key == "codeblock" && !words.is_empty()).then(|| escaped(&words.join(" ")))
        };
        let title =
            text(&["title", "filename", "file"], usize::MAX).or_else(first).map(|t| format!("<p><code>{t}</code></p>"));
        let source = (key == "codeblock").then(|| linked_source(given)).flatten().unwrap_or_default();
        let code = escaped_lines(inner);
        return Shows::Html(format!("{}{source}<pre><code>{code}</code></pre>", title.unwrap_or_default()));
    }
    if let (Some(inner), true) = (inner, MATH.contains(&key)) {
        let is_block = |(value, _): &(String, bool)| matches!(&**value, "display" | "block");
        let block = inner.trim().contains('\n')
            || given.named(&["display"]).is_some_and(|display| display != "false")
            || given.plain.iter().any(is_block);
        if inner.contains(['$']) || inner.contains("\\(") || inner.contains("\\[") {
            // Text in which formulas are marked.
            return Shows::Html(inline(inner.trim()));
        }
        return Shows::Html(math::of_tex(inner.trim(), block));
    }
    if DETAILS.contains(&key) && (inner.is_some() || !given.named.is_empty()) {
        let summary = given.named(&TITLES).map(inline).or_else(|| words(given, inline));
        let named = || inner.and_then(|_| given.named(&["text"]).map(inline));
        let summary = summary.or_else(|| text(&[], 0)).or_else(named).unwrap_or_else(|| "…".to_owned());
        let body = inner.map(str::to_owned).or_else(|| text(&["content", "text"], 1)).unwrap_or_default();
        let open = if given.named(&["open"]).is_some_and(|open| open != "false") { " open" } else { "" };
        return Shows::Html(format!("<details{open}><summary>{summary}</summary>{body}</details>"));
    }
    if let Some(html) = beside::beside(key, given, inner, inline) {
        return html;
    }
    if QUOTES.contains(&key) {
        let by = text(&["author", "by", "cite", "source", "attribution"], usize::MAX);
        let by = by.or_else(|| inner.and_then(|_| attributed(given, inline)));
        // Behind a quotation in quotes stand who said it, and where.
        let behind = || given.plain.get(1..).unwrap_or_default().iter().filter(|(by, quotes)| *quotes && speaks(by));
        let by = by.or_else(|| Some(behind().map(|(by, _)| inline(by)).collect::<Vec<_>>().join(", ")));
        let by = by.filter(|by| !by.is_empty());
        let Some(said) = inner.map(str::to_owned).or_else(|| text(&["text", "quote", "content"], 0)) else {
            return Shows::Rest(rest(given, inline));
        };
        let by = by.filter(|by| *by != said).map(|by| format!("<footer>{by}</footer>")).unwrap_or_default();
        return Shows::Html(format!("<blockquote>{said}{by}</blockquote>"));
    }
    if NOTES.contains(&key) {
        let title = given.named(&TITLES).map(inline).or_else(|| inner.and_then(|_| words(given, inline)));
        let title = title.map(|title| format!("<p><strong>{title}</strong></p>")).unwrap_or_default();
        let body = inner.map(str::to_owned).or_else(|| text(&["content", "text", "message", "body"], 0));
        return match body {
            Some(body) => Shows::Html(format!("<blockquote>{title}{body}</blockquote>")),
            None => Shows::Rest(rest(given, inline)),
        };
    }
    if let Some(html) = pieces::piece(key, given, inner, inline) {
        return html;
    }
    if PLAIN.contains(&key) {
        return inner.map_or(Shows::Nothing, |inner| Shows::Html(bare(inner).to_owned()));
    }
    if UNSEEN.contains(&key) {
        return Shows::Nothing;
    }
    Shows::Rest(rest(given, inline))
}

/// What a tag encloses, without the paragraph around it where it is one.
fn bare(inner: &str) -> &str {
    let inner = inner.trim();
    let one = inner.strip_prefix("<p>").and_then(|inner| inner.strip_suffix("</p>"));
    one.filter(|one| !one.contains("<p>")).unwrap_or(inner)
}

/// Words of a tag for readers: what stands in quotes, and what follows the names of kinds and styles without them.
fn words(given: &Arguments, inline: &dyn Fn(&str) -> String) -> Option<String> {
    let mut text: Vec<&str> = Vec::new();
    let mut begun = false;
    for (at, (value, quotes)) in given.plain.iter().enumerate() {
        let value = value.trim();
        if *quotes {
            if speaks(value) && !is_address(value) {
                text.push(value);
            }
        } else if begun
            || is_word(value)
                && (speaks(value) || at > 0 && !STYLES.contains(&value) && !value.contains(['-', '_', ':']))
        {
            begun = true;
            if !is_address(value) && !value.is_empty() {
                text.push(value);
            }
        }
    }
    let text = text.join(" ");
    (!text.is_empty()).then(|| inline(&text))
}

/// Hexo: where code is from, by an address and the words behind it.
fn linked_source(given: &Arguments) -> Option<String> {
    let plain: Vec<&str> = given.plain.iter().map(|(value, _)| value.trim()).collect();
    let at = plain.iter().position(|value| value.contains("://"))?;
    let words: Vec<&str> = plain[at + 1..].iter().copied().filter(|word| !word.contains(':')).collect();
    let shown = if words.is_empty() { "link".to_owned() } else { words.join(" ") };
    Some(format!("<p><a href=\"{}\">{}</a></p>", escaped(plain[at]), escaped(&shown)))
}

/// Whom a quotation is of: names, then the address of the source, then its title.
fn attributed(given: &Arguments, inline: &dyn Fn(&str) -> String) -> Option<String> {
    let plain: Vec<&str> = given.plain.iter().map(|(value, _)| value.trim()).collect();
    let Some(at) = plain.iter().position(|value| value.contains("://")) else { return words(given, inline) };
    let (names, title) = (plain[..at].join(" "), plain[at + 1..].join(" "));
    let title = if title.is_empty() { escaped(&embed::host(plain[at])) } else { inline(&title) };
    let source = format!("<a href=\"{}\">{title}</a>", escaped(plain[at]));
    Some(if names.is_empty() { source } else { format!("{} {source}", inline(&names)) })
}

/// What of an unknown tag speaks to a reader: quoted text, and addresses as links, pictures and sound.
fn rest(given: &Arguments, inline: &dyn Fn(&str) -> String) -> String {
    let mut texts: Vec<&str> = Vec::new();
    let mut addresses: Vec<&str> = Vec::new();
    for (value, quotes) in given.plain.iter().map(|(value, quotes)| (value.trim(), *quotes)) {
        if is_address(value) && (quotes || value.contains("://")) {
            addresses.push(value);
        } else if quotes && speaks(value) {
            texts.push(value);
        }
    }
    let mut alt = "";
    for (name, value, quotes) in &given.named {
        let (name, value) = (name.to_ascii_lowercase(), value.trim());
        if *quotes && is_picture(value) && SOURCES.iter().any(|source| name.ends_with(source)) {
            addresses.push(value);
        } else if *quotes && name.ends_with("alt") && !value.contains("{{") {
            alt = value;
        } else if is_address(value) && (value.contains("://") || (*quotes && ADDRESSES.contains(&&*name))) {
            addresses.push(value);
        } else if *quotes
            && !value.is_empty()
            && !value.contains("{{")
            && (TEXTS.contains(&&*name) || is_said(&name, value))
        {
            texts.push(value);
        }
    }
    if !addresses.iter().any(|url| is_picture(url)) && !alt.is_empty() {
        texts.push(alt);
    }
    let mut shown = texts.iter().map(|text| inline(text)).collect::<Vec<_>>().join(" ");
    for url in addresses {
        let (picture, sound, film) =
            (is_picture(url), ends(url, &["mp3", "m4a", "ogg", "wav"]), ends(url, &["mp4", "webm"]));
        let href = escaped(url);
        if !shown.is_empty() && (picture || sound || film) {
            shown.push(' ');
        }
        if picture {
            let _ = write!(shown, "<img src=\"{href}\" alt=\"{}\">", escaped(alt));
        } else if sound {
            let _ = write!(shown, "<audio src=\"{href}\" controls></audio>");
        } else if film {
            let _ = write!(shown, "<video src=\"{href}\" controls></video>");
        } else {
            let text = if shown.is_empty() { href.clone() } else { std::mem::take(&mut shown) };
            let _ = write!(shown, "<a href=\"{href}\">{text}</a>");
        }
    }
    shown
}

/// Whether a value is several words for readers, whatever it is called, and says not how something looks.
fn is_said(name: &str, value: &str) -> bool {
    const LOOKS: [&str; 9] = ["class", "style", "size", "width", "height", "id", "attrs", "options", "params"];
    let is_look = LOOKS.iter().any(|look| name.ends_with(look)) || name.starts_with("data-");
    let words = value.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic));
    !is_look && speaks(value) && words.count() > 1 && !value.contains([':', ';', '=', '{'])
}

/// Whether a value is words for readers and no name of a class, a size or a file.
fn speaks(value: &str) -> bool {
    let value = value.trim();
    let is_identifier = value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.:#%/".contains(&b));
    !value.is_empty() && !is_identifier && !value.contains("{{") && !is_picture(value)
}

fn is_word(value: &str) -> bool {
    value.chars().next().is_some_and(char::is_alphabetic) && !value.contains(['.', '(', '|', '='])
}

fn is_measure(value: &str) -> bool {
    let digits = value.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '%');
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'x' | b'.'))
        || matches!(value, "lazy" | "auto" | "left" | "right" | "center")
}

fn is_address(value: &str) -> bool {
    !value.contains(char::is_whitespace)
        && (value.starts_with("https://")
            || value.starts_with("http://")
            || (value.len() > 1 && value.starts_with(['/', '.']) && value.contains('/')))
}

fn is_picture(value: &str) -> bool {
    ends(value, &["jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "jxl"])
        && !value.trim().contains(char::is_whitespace)
}

fn ends(value: &str, endings: &[&str]) -> bool {
    let path = value.trim().split(['?', '#']).next().unwrap_or_default();
    path.rsplit_once('.').is_some_and(|(_, end)| endings.iter().any(|e| end.eq_ignore_ascii_case(e)))
}

fn escaped_lines(code: &str) -> String {
    let code = code.strip_prefix('\n').unwrap_or(code);
    code.trim_end().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A template of the config, filled with what a tag is given: `args` by place, names by name, `inner`.
fn filled(template: &str, given: &Arguments, inner: Option<&str>) -> String {
    use minijinja::{AutoEscape, Environment, Value};
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Chainable);
    environment.add_filter("slug", |text: &str| crate::article::id::slug(text));
    let mut values: BTreeMap<String, Value> =
        given.named.iter().map(|(name, value, _)| (name.replace('-', "_"), Value::from(value.as_str()))).collect();
    let plain: Vec<String> = given.plain.iter().map(|(value, _)| value.clone()).collect();
    values.insert("args".into(), Value::from(plain));
    values.insert("inner".into(), Value::from_safe_string(inner.unwrap_or_default().to_owned()));
    // The config was checked: what fails now fails by an argument, and shows what is enclosed.
    environment.render_str(template, values).unwrap_or_else(|_| inner.unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(tag: &str) -> Shows {
        let (name, rest) = tag.split_once([' ', '(']).unwrap_or((tag, ""));
        shows(name, &Arguments::read(rest), None, &BTreeMap::new(), &|text| escaped(text))
    }

    #[test]
    fn a_picture_of_a_tag_keeps_text_caption_and_maker() {
        for (tag, expected) in [
            (
                "figure src=\"a.jpg\" alt=\"The ferry\" caption=\"At <the> pier.\" attr=\"Photo: Bo\"",
                "<figure><img src=\"a.jpg\" alt=\"The ferry\"><figcaption>At &lt;the&gt; pier. Photo: Bo</figcaption></figure>",
            ),
            ("image(src=\"a.jpg\", alt=\"A\")", "<figure><img src=\"a.jpg\" alt=\"A\"></figure>"),
            ("figure.html url='a.jpg' alt='A'", "<figure><img src=\"a.jpg\" alt=\"A\"></figure>"),
            ("img src=a.jpg alt=A", "<figure><img src=\"a.jpg\" alt=\"A\"></figure>"),
            (
                "asset_img wide a.jpg 200 300 '\"The pier\" \"At dawn\"'",
                "<figure><img src=\"a.jpg\" alt=\"At dawn\"></figure>",
            ),
            ("image \"./a.jpg\", \"The pier\"", "<figure><img src=\"./a.jpg\" alt=\"The pier\"></figure>"),
            (
                "figure src=\"a.jpg\" attr=\"Bo\" attrlink=\"https://b.example/\"",
                "<figure><img src=\"a.jpg\" alt=\"\"><figcaption><a href=\"https://b.example/\">Bo</a></figcaption></figure>",
            ),
        ] {
            assert_eq!(shown(tag), Shows::Html(expected.to_owned()), "{tag}");
        }
        for tag in ["figure", "figure.html url=page.url", "figure alt=\"\""] {
            assert_eq!(shown(tag), Shows::Rest(String::new()), "{tag}");
        }
    }

    #[test]
    fn of_unknown_tags_what_speaks_to_a_reader_stays() {
        for (tag, expected) in [
            ("stamp \"Pat\"", "Pat"),
            ("stamp \"heart\" class=\"big red\"", ""),
            ("promo title=\"The ferry\" url=\"https://a.example/x\"", "<a href=\"https://a.example/x\">The ferry</a>"),
            ("promo \"Read it\" \"/a/b.jpg\"", "Read it <img src=\"/a/b.jpg\" alt=\"\">"),
            ("promo 12 wide https://a.example/", "<a href=\"https://a.example/\">https://a.example/</a>"),
            ("player file=\"/a.mp3\"", "<audio src=\"/a.mp3\" controls></audio>"),
        ] {
            assert_eq!(shown(tag), Shows::Rest(expected.to_owned()), "{tag}");
        }
    }

    #[test]
    fn the_configs_own_shortcodes_say_what_they_show() {
        let own = BTreeMap::from([("stamp".to_owned(), "<b>{{ args[0] }}</b> {{ name }}{{ inner }}".to_owned())]);
        let given = Arguments::read("\"<Pat>\" name=\"x\"");
        let html = shows("stamp", &given, Some("<p>y</p>"), &own, &|t| t.to_owned());
        assert_eq!(html, Shows::Html("<b>&lt;Pat&gt;</b> x<p>y</p>".into()));
    }
}
