//! Shortcodes of page builders: Divi, WPBakery, Avada, Enfold, Flatsome and the like. The text that they enclose stays, and so
//! do titles, pictures, videos and links that stand in attributes; what only sets out goes.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use super::{is_address, page, player};
use crate::article::{Media, Medium};
use crate::body::arguments::Arguments;
use crate::body::reserved::public;
use crate::body::wordpress::{Choice, figures};
use crate::body::{embed, escaped};

/// How the names of those begin that nobody writes in prose, and of those that are known where they are told something or
/// have an end.
#[rustfmt::skip]
const SURE: [&str; 13] = [
    "vc_", "et_pb_", "fusion_", "av_", "fl_builder", "siteorigin_", "cs_", "tatsu_", "kc_", "nectar_", "wpb_", "ct_section", "themify_",
];
#[rustfmt::skip]
const SHORT: [&str; 9] = ["su_", "ux_", "mk_", "us_", "bs_", "qode_", "mkdf_", "eltdf_", "dt_"];

/// What a shortcode sets out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    /// No more than what it encloses.
    Layout,
    /// Nothing.
    Space,
    /// Lists and forms of the site.
    Site,
    Picture,
    Pictures,
    Video,
    Audio,
    Heading,
    Button,
    Quote,
    /// HTML, which may be encoded.
    Code,
    /// What it encloses, with a title and a picture.
    Titled,
}

/// Words of names, without what parts them, and what they say; the first that is found counts.
#[rustfmt::skip]
const PIECES: [(&str, Piece); 60] = [
    ("rawjs", Piece::Space), ("separator", Piece::Space), ("divider", Piece::Space), ("spacer", Piece::Space), ("emptyspace", Piece::Space),
    ("linebreak", Piece::Space), ("clear", Piece::Space), ("hidden", Piece::Space),
    ("columntext", Piece::Layout), ("textblock", Piece::Layout),
    ("gallery", Piece::Pictures), ("carousel", Piece::Pictures), ("images", Piece::Pictures),
    ("image", Piece::Picture), ("photo", Piece::Picture), ("picture", Piece::Picture),
    ("video", Piece::Video), ("youtube", Piece::Video), ("vimeo", Piece::Video), ("audio", Piece::Audio), ("soundcloud", Piece::Video),
    ("testimonials", Piece::Layout), ("testimonial", Piece::Quote), ("quote", Piece::Quote),
    ("button", Piece::Button), ("btn", Piece::Button),
    ("rawhtml", Piece::Code), ("code", Piece::Code),
    ("posttitle", Piece::Site), ("heading", Piece::Heading), ("headline", Piece::Heading), ("title", Piece::Heading),
    ("blog", Piece::Site), ("posts", Piece::Site), ("portfolio", Piece::Site), ("shop", Piece::Site), ("product", Piece::Site),
    ("menu", Piece::Site), ("search", Piece::Site), ("sidebar", Piece::Site), ("login", Piece::Site), ("signup", Piece::Site),
    ("contact", Piece::Site), ("form", Piece::Site), ("comments", Piece::Site), ("social", Piece::Site), ("sharing", Piece::Site),
    ("widget", Piece::Layout), ("section", Piece::Layout), ("row", Piece::Layout), ("column", Piece::Layout), ("col", Piece::Layout),
    ("container", Piece::Layout), ("builder", Piece::Layout), ("wrapper", Piece::Layout), ("slider", Piece::Layout),
    ("accordions", Piece::Layout), ("tabs", Piece::Layout), ("toggles", Piece::Layout), ("text", Piece::Layout),
];

/// Names of attributes for titles and what stands below them, pictures, addresses and their words.
const TITLES: [&str; 6] = ["title", "heading", "h2", "header", "headline", "question"];
const SUBTITLES: [&str; 7] = ["subtitle", "subhead", "subheading", "h4", "sub_title", "description", "text"];
#[rustfmt::skip]
const PICTURES: [&str; 12] =
    ["src", "image", "image_url", "custom_src", "img", "photo", "picture", "url", "image_src", "portrait_url", "link", "thumbnail"];
#[rustfmt::skip]
const NUMBERS: [&str; 10] =
    ["image", "images", "image_id", "image_ids", "attachment", "gallery_ids", "ids", "include", "img_id", "source"];
#[rustfmt::skip]
const LINKS: [&str; 8] =
    ["button_url", "button_link", "button_one_url", "link", "url", "href", "button_url_new", "link_url"];
const LABELS: [&str; 6] = ["button_text", "button_one_text", "btn_title", "label", "title", "text"];
const VIDEOS: [&str; 8] = ["src", "link", "url", "video", "video_url", "mp4", "audio", "mp3"];

/// How the names of a page builder begin, where this is one of it.
pub(super) fn start(name: &str) -> Option<&'static str> {
    SURE.iter().chain(&SHORT).find(|start| name.starts_with(**start)).copied()
}

/// Whether a name is of a page builder whatever stands with it.
pub(super) fn is_sure(name: &str) -> bool {
    SURE.iter().any(|start| name.starts_with(start))
}

/// Whether a part that a builder set out is switched off, or is shown under conditions alone.
pub(super) fn is_off(name: &str, given: &Arguments) -> bool {
    let is = |names: &[&str], wanted: &[&str]| {
        given.named(names).is_some_and(|value| wanted.iter().any(|own| value.eq_ignore_ascii_case(own)))
    };
    start(name).is_some()
        && (is(&["disable_element", "disabled", "hidden"], &["yes", "on", "true", "1"])
            || is(&["disabled_on"], &["on|on|on"])
            || is(&["visibility"], &["hidden", "hide"])
            || is(&["status"], &["draft", "pending", "private"])
            || given
                .named(&["display_conditions", "render_logics"])
                .is_some_and(|value| !matches!(value, "" | "[]" | "W10=")))
}

/// From when or until when such a part is shown, as attributes: Avada's `status="publish_after" publish_date="…"`.
pub(in crate::body) fn moments(name: &str, given: &Arguments) -> Option<String> {
    let date = given.named(&["publish_date"]).filter(|_| start(name).is_some())?;
    let side = match given.named(&["status"])? {
        "publish_after" => "embargo",
        "published_until" => "expires",
        _ => return None,
    };
    Some(format!(" data-{side}=\"{}\"", escaped(date)))
}

fn piece(name: &str) -> Piece {
    let rest = start(name).map_or(name, |start| &name[start.len()..]);
    let folded: String = rest.chars().filter(|c| !matches!(c, '_' | '-')).collect::<String>().to_lowercase();
    // A section that folds has a title.
    if folded.starts_with("ttasection") || folded.ends_with("item") && !folded.contains("video") {
        return Piece::Titled;
    }
    PIECES.iter().find(|(word, _)| folded.contains(word)).map_or(Piece::Titled, |(_, piece)| *piece)
}

/// A value as it is meant: builders write quotes and brackets as numbers.
fn plain(value: &str) -> String {
    let value = value.replace("%22", "\"").replace("%91", "[").replace("%93", "]").replace("``", "\"");
    value.replace("`{`", "[").replace("`}`", "]")
}

/// Which of a site's files a shortcode of a builder shows, by their numbers.
pub(in crate::body) fn choice(name: &str, given: &Arguments) -> Option<Choice> {
    let piece = piece(name);
    if start(name).is_none() || matches!(piece, Piece::Layout | Piece::Space | Piece::Site) {
        return None;
    }
    let is_list = |value: &&str| {
        let value = value.strip_prefix("media:").unwrap_or(value).split('|').next().unwrap_or_default();
        !value.trim().is_empty() && value.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b' '))
    };
    // An attribute of pictures alone is called so.
    let own = matches!(piece, Piece::Picture).then(|| given.named(&["id"])).flatten();
    let listed = NUMBERS.iter().filter_map(|name| given.named(&[*name])).chain(own).find(is_list)?;
    let listed = listed.split('|').next().unwrap_or_default();
    Some(Choice::listed(listed))
}

/// What a shortcode of a builder shows, with what it encloses as HTML; `None` where that is not known here.
pub(super) fn shows(
    name: &str,
    given: &Arguments,
    inner: Option<&str>,
    files: &dyn Fn(&Choice) -> Vec<Media>,
) -> Option<String> {
    let inner = inner.unwrap_or_default();
    let text = inner.trim();
    let apart = |html: &str| format!("\n\n{}\n\n", html.trim());
    Some(match piece(name) {
        Piece::Layout => {
            let said = if text.is_empty() { given.named(&["text", "content"]).map(plain) } else { None };
            apart(&said.map_or_else(|| inner.to_owned(), |said| escaped(&said)))
        }
        Piece::Space => String::new(),
        Piece::Site if text.is_empty() => return None,
        Piece::Site => apart(inner),
        Piece::Picture => apart(&picture(name, given, text, files)?),
        Piece::Pictures if text.is_empty() => {
            let mut found = choice(name, given).map(|choice| files(&choice)).unwrap_or_default();
            found.retain(|media| media.medium == Medium::Image);
            if found.is_empty() {
                return None;
            }
            apart(&figures(&found))
        }
        Piece::Pictures => apart(inner),
        Piece::Video => apart(&video(name, given, text)?),
        Piece::Audio => player(
            "audio",
            &Arguments {
                named: vec![(
                    "src".into(),
                    given.named(&VIDEOS).or(Some(text).filter(|t| is_address(t)))?.to_owned(),
                    true,
                )],
                plain: Vec::new(),
            },
        )
        .map(|html| apart(&html))?,
        Piece::Heading => {
            let said = if text.is_empty() {
                escaped(&plain(given.named(&TITLES).or(given.named(&["text"]))?))
            } else {
                text.to_owned()
            };
            apart(&format!("<h3>{said}</h3>"))
        }
        Piece::Button => apart(&link(given, text)?),
        Piece::Quote => {
            let names = ["author", "name", "cite", "job_title", "company", "company_name"];
            let by: Vec<String> =
                names.iter().filter_map(|name| given.named(&[*name])).map(|by| escaped(&plain(by))).collect();
            let by = if by.is_empty() { String::new() } else { format!("<footer>{}</footer>", by.join(", ")) };
            apart(&format!("<blockquote>{text}{by}</blockquote>"))
        }
        Piece::Code => apart(&code(text)),
        Piece::Titled => apart(&titled(name, given, inner, files)),
    })
}

/// HTML that may be written in base 64, and as in addresses.
fn code(text: &str) -> String {
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let squeezed = squeezed.replace("<p>", "").replace("</p>", "").replace("<br/>", "");
    let decoded = STANDARD.decode(&squeezed).ok().filter(|_| squeezed.len() >= 8);
    let Some(decoded) = decoded.and_then(|bytes| String::from_utf8(bytes).ok()) else {
        return text.replace("<!-- [et_pb_line_break_holder] -->", "\n");
    };
    let decoded = if decoded.starts_with("%3C") || decoded.contains("%3C") {
        percent_decode_str(&decoded).decode_utf8_lossy().into_owned()
    } else {
        decoded
    };
    public(&decoded).into_owned()
}

fn picture(name: &str, given: &Arguments, text: &str, files: &dyn Fn(&Choice) -> Vec<Media>) -> Option<String> {
    if text.contains("<img") {
        return Some(text.to_owned());
    }
    let caption = given.named(&["caption", "caption_text", "figcaption"]).map(plain);
    let alt = given.named(&["alt", "image_alt", "alt_text", "title_text"]).map(plain);
    let below = |html: String| match &caption {
        Some(caption) => {
            let caption = format!("<figcaption>{}</figcaption></figure>", escaped(caption));
            if html.contains("<figcaption>") { html } else { html.replacen("</figure>", &caption, 1) }
        }
        None => html,
    };
    // The number says more of a picture than its address.
    let mut found = choice(name, given).map(|choice| files(&choice)).unwrap_or_default();
    found.retain(|media| media.medium == Medium::Image);
    if !found.is_empty() {
        return Some(below(figures(&found)));
    }
    let by_address =
        PICTURES.iter().filter_map(|name| given.named(&[*name])).chain([text]).find(|url| shows_picture(url));
    let alt = alt.unwrap_or_default();
    by_address.map(|url| below(format!("<figure><img src=\"{}\" alt=\"{}\"></figure>", escaped(url), escaped(&alt))))
}

/// Whether a value is the address of a picture.
fn shows_picture(value: &str) -> bool {
    const ENDINGS: [&str; 8] = ["jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "bmp"];
    let path = value.split(['?', '#']).next().unwrap_or_default();
    let is_whole = value.starts_with('/') || is_address(value);
    is_whole && path.rsplit_once('.').is_some_and(|(_, end)| ENDINGS.iter().any(|own| end.eq_ignore_ascii_case(own)))
}

fn video(name: &str, given: &Arguments, text: &str) -> Option<String> {
    let url = given.named(&VIDEOS).or_else(|| given.named(&["id"]).filter(|id| is_address(id)));
    let url = url.map(str::to_owned).or_else(|| Some(text.to_owned()).filter(|text| is_address(text)));
    let Some(url) = url else {
        let service = ["youtube", "vimeo"].into_iter().find(|service| name.contains(service))?;
        return embed::of_tag(service, given).map(|html| format!("<p>{html}</p>"));
    };
    let path = url.split(['?', '#']).next().unwrap_or_default();
    if [".mp4", ".webm", ".m4v", ".ogv", ".mov"].iter().any(|end| path.ends_with(end)) {
        return Some(format!("<video src=\"{}\" controls></video>", escaped(&url)));
    }
    page(&url)
}

/// Where a button leads: WPBakery and Enfold write more beside the address.
fn link(given: &Arguments, text: &str) -> Option<String> {
    let written = LINKS.iter().find_map(|name| given.named(&[*name]))?;
    let address = written.split('|').next().unwrap_or_default();
    let address = address.strip_prefix("url:").or_else(|| address.strip_prefix("manually,")).unwrap_or(address);
    let url = if address.contains("%3A") || address.contains("%2F") {
        percent_decode_str(address).decode_utf8_lossy().into_owned()
    } else {
        address.to_owned()
    };
    let leads = is_address(&url) || url.starts_with('/') || url.starts_with("mailto:") || url.starts_with("tel:");
    let label =
        if text.is_empty() { given.named(&LABELS).map(|label| escaped(&plain(label))) } else { Some(text.to_owned()) };
    match (leads, label) {
        (true, Some(label)) => Some(format!("<p><a href=\"{}\">{label}</a></p>", escaped(&url))),
        (true, None) => Some(format!("<p><a href=\"{0}\">{0}</a></p>", escaped(&url))),
        (false, Some(label)) => Some(format!("<p>{label}</p>")),
        (false, None) => None,
    }
}

fn titled(name: &str, given: &Arguments, inner: &str, files: &dyn Fn(&Choice) -> Vec<Media>) -> String {
    let mut out = String::new();
    if let Some(title) = given.named(&TITLES) {
        let _ = write!(out, "<p><strong>{}</strong></p>\n\n", escaped(&plain(title)));
    }
    if let Some(below) = given.named(&SUBTITLES) {
        let _ = write!(out, "<p>{}</p>\n\n", escaped(&plain(below)));
    }
    if let Some(html) = picture(name, given, "", files) {
        let _ = write!(out, "{html}\n\n");
    }
    out.push_str(inner.trim());
    if given.named(&LABELS[..3]).is_some()
        && let Some(html) = link(given, "")
    {
        let _ = write!(out, "\n\n{html}");
    }
    out
}
