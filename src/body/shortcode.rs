//! What known template tags and components show, and of unknown ones what speaks to a reader.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::arguments::Arguments;
use super::{embed, escaped, math};

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

/// Notes set off from the text, by all names that themes give them.
#[rustfmt::skip]
const NOTES: [&str; 52] = [
    "callout", "notice", "note", "tip", "info", "warning", "alert", "admonition", "hint", "important", "caution", "danger",
    "success", "error", "aside", "panel", "message", "notification", "remark", "attention", "box", "infobox", "sidenote",
    "marginnote", "asidenote", "question", "todo", "failure", "bug", "example", "abstract", "tldr", "announcement", "banner",
    "disclaimer", "update", "correction", "highlightbox", "definition", "theorem", "lemma", "proof", "exercise", "solution",
    "pinfo", "pnote", "pwarn", "ptip", "blocktip", "blockinfo", "blockwarning", "blockdanger",
];
const QUOTES: [&str; 8] = ["quote", "blockquote", "pullquote", "epigraph", "citation", "centerquote", "cq", "bq"];
const DETAILS: [&str; 9] =
    ["details", "expand", "collapse", "spoiler", "accordion", "disclosure", "toggle", "foldable", "accordionitem"];
const CODE: [&str; 9] =
    ["highlight", "code", "codeblock", "codeblocks", "codewrapper", "mermaid", "plantuml", "graphviz", "codefence"];
const MATH: [&str; 7] = ["math", "katex", "mathjax", "latex", "eqn", "equation", "tex"];
const SILENT: [&str; 3] = ["comment", "hidden", "private"];

/// Tags that show nothing of their own, or only how something looks.
#[rustfmt::skip]
const UNSEEN: [&str; 62] = [
    "toc", "tableofcontents", "seo", "feedmeta", "feedmetatag", "clear", "clearfix", "break", "br", "newline", "pagebreak",
    "linebreak", "more", "excerpt", "anchor", "icon", "fa", "fas", "fab", "spacer", "divider", "tabs", "tabpane", "steps", "cards",
    "grid", "row", "col", "column", "columns", "section", "div", "span", "center", "left", "right", "container", "fragment",
    "gallery", "galleries", "carousel", "slider", "slideshow", "imagegroup", "filetree", "wrapper", "markdown", "markdownify",
    "mdrender", "rawhtml", "html", "unsafe", "script", "style", "css", "js", "newthought", "lead", "small", "large", "big", "end",
];

/// Tags of template languages that decide, repeat or remember; what they name in quotes is no text.
#[rustfmt::skip]
const LOGIC: [&str; 36] = [
    "assign", "if", "unless", "else", "elsif", "elif", "elseif", "case", "when", "for", "set", "import", "from", "extends",
    "block", "macro", "call", "cycle", "increment", "decrement", "liquid", "do", "continue", "capture", "layout", "filter",
    "with", "within", "autoescape", "ifversion", "ifchanged", "asyncEach", "asyncAll", "load", "now", "partial",
];

const PICTURES: [&str; 30] = [
    "figure",
    "image",
    "img",
    "picture",
    "pic",
    "photo",
    "fig",
    "assetimg",
    "responsiveimage",
    "responsivefigure",
    "lightbox",
    "imageresize",
    "resizeimage",
    "respimg",
    "lazyimg",
    "lazyimage",
    "captionimage",
    "imagecaption",
    "imgcap",
    "eleventyimage",
    "zoomableimage",
    "thumbnail",
    "imgproc",
    "includeimage",
    "postimage",
    "imagewithcaption",
    "nextimage",
    "framedimage",
    "screenshot",
    "bundleimage",
];
const SOURCES: [&str; 12] =
    ["src", "image_path", "imagepath", "url", "path", "file", "image", "img", "source", "name", "filename", "href"];
const TITLES: [&str; 6] = ["title", "header", "heading", "summary", "label", "name"];

/// Arguments whose value is written for readers.
#[rustfmt::skip]
const TEXTS: [&str; 27] = [
    "title", "text", "caption", "label", "summary", "description", "desc", "content", "contents", "message", "quote", "alt",
    "header", "heading", "subtitle", "note", "author", "by", "source", "cite", "term", "question", "answer", "body", "credit",
    "attr", "word",
];
const ADDRESSES: [&str; 10] = ["href", "url", "link", "src", "to", "permalink", "image", "img", "poster", "file"];

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
    let name = &*plain_name(name);
    if CODE.contains(&name) || MATH.contains(&name) {
        Some(Encloses::Verbatim)
    } else if SILENT.contains(&name) {
        Some(Encloses::Nothing)
    } else {
        (NOTES.contains(&name) || QUOTES.contains(&name) || DETAILS.contains(&name) || name == "details")
            .then_some(Encloses::Block)
    }
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
        && let Some(html) = figure(key, given, inline)
    {
        return Shows::Html(html);
    }
    if let Some(html) = embed::of_tag(key, given) {
        return Shows::Html(html);
    }
    if let (Some(inner), true) = (inner, CODE.contains(&key)) {
        let title = text(&["title", "filename"], usize::MAX).map(|t| format!("<p><code>{t}</code></p>"));
        return Shows::Html(format!("{}<pre><code>{}</code></pre>", title.unwrap_or_default(), escaped_lines(inner)));
    }
    if let (Some(inner), true) = (inner, MATH.contains(&key)) {
        let block = inner.trim().contains('\n') || given.named(&["display"]).is_some();
        return Shows::Html(math::of_tex(inner.trim(), block));
    }
    if DETAILS.contains(&key) && (inner.is_some() || !given.named.is_empty()) {
        let summary = text(&TITLES, 0).unwrap_or_default();
        let body = inner.map(str::to_owned).or_else(|| text(&["content", "text"], 1)).unwrap_or_default();
        let open = if given.named(&["open"]).is_some_and(|open| open != "false") { " open" } else { "" };
        return Shows::Html(format!("<details{open}><summary>{summary}</summary>{body}</details>"));
    }
    if QUOTES.contains(&key) {
        let by = text(&["author", "by", "cite", "source", "attribution"], usize::MAX);
        let by = by.or_else(|| inner.and_then(|_| words(given, inline)));
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
    if let Some(html) = piece(key, given, inline) {
        return html;
    }
    if UNSEEN.contains(&key) {
        return Shows::Nothing;
    }
    Shows::Rest(rest(given, inline))
}

/// Small things: links, sounds, marks within a line.
fn piece(key: &str, given: &Arguments, inline: &dyn Fn(&str) -> String) -> Option<Shows> {
    let address = |place| given.value(&["url", "href", "link", "to", "src"], place);
    let link = |url: &str, shown: String| format!("<a href=\"{}\">{shown}</a>", escaped(url));
    Some(Shows::Html(match key {
        "video" | "videojs" | "html5video" | "selfhostedvideo" => {
            let src = given.value(&["src", "mp4", "webm", "url", "file", "path"], 0)?;
            let poster = given.named(&["poster", "preview", "thumbnail"]);
            let poster = poster.map(|p| format!(" poster=\"{}\"", escaped(p))).unwrap_or_default();
            let caption = given.named(&["caption", "title"]).map(|c| format!("<figcaption>{}</figcaption>", inline(c)));
            let video = format!("<video src=\"{}\"{poster} controls></video>", escaped(src));
            caption.map_or(video.clone(), |caption| format!("<figure>{video}{caption}</figure>"))
        }
        "audio" | "podcast" | "sound" | "mp3" => {
            let src = given.value(&["src", "mp3", "url", "file", "path"], 0)?;
            format!("<audio src=\"{}\" controls></audio>", escaped(src))
        }
        "bookmark" | "linkcard" | "card" | "button" | "btn" | "cta" | "linkbutton" | "urlcard" | "linkpreview" => {
            let url = given.named(&["url", "href", "link", "to", "src"]).or_else(|| {
                let mut plain = given.plain.iter().map(|(value, _)| value.as_str());
                plain.find(|value| is_address(value))
            })?;
            let shown = given.named(&["title", "text", "label", "name"]).map(inline);
            let shown = shown.or_else(|| words(given, inline)).unwrap_or_else(|| escaped(url));
            let more = given.named(&["description", "desc", "subtitle"]).map(|d| format!("<br>{}", inline(d)));
            format!("<p>{}{}</p>", link(url, shown), more.unwrap_or_default())
        }
        // Hexo: the text, then the address.
        "link" | "anchor" | "a" | "linkto" | "externallink" | "extlink" => {
            let url = given.named(&["url", "href", "link", "to"]).or_else(|| {
                let mut plain = given.plain.iter().map(|(value, _)| value.as_str());
                plain.find(|value| value.contains("://"))
            })?;
            let text = given.named(&["text", "title", "label"]).map(inline).or_else(|| words(given, inline));
            link(url, text.unwrap_or_else(|| escaped(url)))
        }
        "postlink" | "assetlink" => {
            let title = given.plain.iter().skip(1).map(|(value, _)| value.as_str()).collect::<Vec<_>>().join(" ");
            if title.is_empty() {
                return None;
            }
            let target = given.plain.first()?.0.as_str();
            if key == "assetlink" { link(target, inline(&title)) } else { inline(&title) }
        }
        "iframe" | "embed" | "embedpage" => {
            let src = address(0).filter(|src| is_address(src))?;
            let title = given.named(&["title"]).unwrap_or_default();
            format!("<iframe src=\"{}\" title=\"{}\" allowfullscreen></iframe>", escaped(src), escaped(title))
        }
        "kbd" | "key" | "mark" | "sub" | "sup" | "abbr" | "del" | "ins" | "badge" | "label" | "chip" | "pill"
        | "color" | "hl" | "underline" | "tooltip" | "ruby" | "term" | "tag" => {
            let shown = inline(given.value(&["text", "label", "content", "word", "name", "value"], 0)?);
            match key {
                "kbd" | "key" => format!("<kbd>{shown}</kbd>"),
                "mark" | "sub" | "sup" | "del" | "ins" => format!("<{key}>{shown}</{key}>"),
                "abbr" | "tooltip" | "term" => match given.value(&["title", "definition", "tip", "desc"], 1) {
                    Some(title) => format!("<abbr title=\"{}\">{shown}</abbr>", escaped(title)),
                    None => shown,
                },
                "hl" => format!("<mark>{shown}</mark>"),
                _ => shown,
            }
        }
        "emoji" => {
            let name = given.value(&["name"], 0)?;
            emojis::get_by_shortcode(name.trim_matches(':')).map_or_else(|| escaped(name), |e| e.as_str().to_owned())
        }
        "email" | "cloakemail" | "mailto" => {
            let mail = given.value(&["email", "address", "mail"], 0).filter(|mail| mail.contains('@'))?;
            link(&format!("mailto:{mail}"), escaped(mail))
        }
        "tab" | "tabitem" | "step" | "accordionheader" | "timelineitem" => {
            let title = given.value(&["label", "title", "name", "header", "value"], 0)?;
            format!("<p><strong>{}</strong></p>", inline(title))
        }
        "qr" | "qrcode" => escaped(given.value(&["text", "content", "url"], 0)?),
        "param" => return Some(Shows::Rest(String::new())),
        _ => return None,
    }))
}

/// A figure: picture, alternative text, caption and who made it.
fn figure(key: &str, given: &Arguments, inline: &dyn Fn(&str) -> String) -> Option<String> {
    let plain: Vec<&str> = given.plain.iter().map(|(value, _)| value.trim()).collect();
    let place = plain.iter().position(|value| is_picture(value) || is_address(value));
    let named = given.named(&SOURCES);
    let src = named.or_else(|| place.map(|place| plain[place]))?;
    // What stands without quotes in Liquid is a variable, unless it looks like an address.
    let in_quotes = given.named.iter().any(|(_, value, quotes)| value.trim() == src && *quotes);
    if src.contains(['{', '<']) || (named.is_some() && !in_quotes && !is_picture(src) && !is_address(src)) {
        return None;
    }
    // After the address: sizes, then texts. Hexo's last quoted text may hold title and alternative text.
    let after = place.filter(|_| named.is_none()).map_or(0, |place| place + 1);
    let mut texts: Vec<String> = given.plain.iter().skip(after).map(|(value, _)| value.trim().to_owned()).collect();
    texts.retain(|text| !text.is_empty() && !is_measure(text) && (key != "assetimg" || text.len() > 1));
    if key == "assetimg"
        && let [both] = &*texts
        && both.contains(['"', '\''])
    {
        let both = Arguments::read(both);
        texts = both.plain.into_iter().map(|(text, _)| text).collect();
    }
    let caption = given.named(&["caption"]).map(str::to_owned);
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
    let said: Vec<String> =
        [title.map(|t| inline(&t)), caption.map(|c| inline(&c)), credit].into_iter().flatten().collect();
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

/// Quoted words of a tag that are no identifiers.
fn words(given: &Arguments, inline: &dyn Fn(&str) -> String) -> Option<String> {
    let plain = given.plain.iter().filter(|(value, quotes)| speaks(value) && (*quotes || is_word(value)));
    let text = plain.map(|(value, _)| value.trim()).filter(|v| !is_address(v)).collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then(|| inline(&text))
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
    for (name, value, quotes) in &given.named {
        let (name, value) = (name.to_ascii_lowercase(), value.trim());
        if is_address(value) && (value.contains("://") || (*quotes && ADDRESSES.contains(&&*name))) {
            addresses.push(value);
        } else if *quotes && !value.is_empty() && TEXTS.contains(&&*name) && !value.contains("{{") {
            texts.push(value);
        }
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
            let _ = write!(shown, "<img src=\"{href}\" alt=\"\">");
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
    digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'x' | b'.'))
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
