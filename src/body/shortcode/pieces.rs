//! Small things that tags show: links, sounds, marks within a line.

use super::{Shows, bare, is_address, is_picture, speaks, words};
use crate::body::arguments::Arguments;
use crate::body::{embed, escaped};

fn link(url: &str, shown: &str) -> String {
    format!("<a href=\"{}\">{shown}</a>", escaped(url))
}

/// Small things: links, sounds, marks within a line.
pub(super) fn piece(
    key: &str,
    given: &Arguments,
    inner: Option<&str>,
    inline: &dyn Fn(&str) -> String,
) -> Option<Shows> {
    let inner = inner.map(bare).filter(|inner| !inner.trim().is_empty());
    if let Some(found) = leading(key, given, inner, inline).or_else(|| word(key, given, inner, inline)) {
        return Some(found);
    }
    let address = |place| given.value(&["url", "href", "link", "to", "src"], place);
    Some(Shows::Html(match key {
        // Minimal Mistakes names whose it is.
        "video" if let Some(provider) = given.named(&["provider"]) => {
            return embed::of_tag(&super::plain_name(provider), given).map(Shows::Html);
        }
        "video" | "videojs" | "html5video" | "selfhostedvideo" => {
            let src = given.value(&["src", "mp4", "webm", "url", "file", "path"], 0)?;
            let poster = given.named(&["poster", "preview", "thumbnail"]);
            let poster = poster.map(|p| format!(" poster=\"{}\"", escaped(p))).unwrap_or_default();
            let caption = given.named(&["caption", "title"]).map(|c| format!("<figcaption>{}</figcaption>", inline(c)));
            let video = format!("<video src=\"{}\"{poster} controls></video>", escaped(src));
            caption.map_or(video.clone(), |caption| format!("<figure>{video}{caption}</figure>"))
        }
        "audio" | "podcast" | "sound" | "mp3" | "music" | "audioplayer" => {
            let src = given.value(&["src", "mp3", "url", "file", "path"], 0)?;
            let audio = format!("<audio src=\"{}\" controls></audio>", escaped(src));
            let said: Vec<String> = [["title", "name"], ["artist", "author"], ["caption", "description"]]
                .iter()
                .filter_map(|names| given.named(names).map(inline))
                .collect();
            if said.is_empty() {
                audio
            } else {
                format!("<figure>{audio}<figcaption>{}</figcaption></figure>", said.join(" – "))
            }
        }
        "urlfor" => {
            let at = given.plain.iter().rposition(|(value, _)| is_address(value.trim()))?;
            let said: Vec<&str> = given.plain[..at].iter().map(|(value, _)| value.trim()).collect();
            let (url, said) = (given.plain[at].0.trim(), said.join(" "));
            link(url, &if said.is_empty() { escaped(url) } else { inline(&said) })
        }
        // Hexo: the text, then the address.
        "link" | "anchor" | "a" | "linkto" | "externallink" | "extlink" => {
            let url = given.named(&["url", "href", "link", "to"]).or_else(|| {
                let mut plain = given.plain.iter().map(|(value, _)| value.as_str());
                plain.find(|value| value.contains("://"))
            })?;
            let text = inner.map(str::to_owned).or_else(|| given.named(&["text", "title", "label"]).map(inline));
            // Behind the address stand where it opens, and a title.
            let plain = given.plain.iter().map(|(value, _)| value.as_str());
            let before: Vec<&str> = plain.take_while(|value| !value.contains("://")).collect();
            let before = before.join(" ");
            let text = text.or_else(|| (!before.trim().is_empty()).then(|| inline(&before)));
            let text = text.or_else(|| words(given, inline));
            link(url, &text.unwrap_or_else(|| escaped(url)))
        }
        "postlink" | "assetlink" => {
            let title = given.plain.iter().skip(1).map(|(value, _)| value.as_str()).collect::<Vec<_>>().join(" ");
            if title.is_empty() {
                return None;
            }
            let target = given.plain.first()?.0.as_str();
            if key == "assetlink" { link(target, &inline(&title)) } else { inline(&title) }
        }
        "iframe" | "embed" | "embedpage" => {
            let src = address(0).filter(|src| is_address(src))?;
            let title = given.named(&["title"]).unwrap_or_default();
            format!("<iframe src=\"{}\" title=\"{}\" allowfullscreen></iframe>", escaped(src), escaped(title))
        }
        "ruby" => {
            let base = given.value(&["base", "kanji", "rb", "word"], 0)?;
            let above = given.value(&["text", "rt", "ruby", "reading"], 1)?;
            format!("<ruby>{}<rt>{}</rt></ruby>", inline(base), inline(above))
        }
        "emoji" => {
            let name = given.value(&["name"], 0)?;
            emojis::get_by_shortcode(name.trim_matches(':')).map_or_else(|| escaped(name), |e| e.as_str().to_owned())
        }
        "email" | "cloakemail" | "mailto" => {
            let mail = given.value(&["email", "address", "mail"], 0).filter(|mail| mail.contains('@'))?;
            link(&format!("mailto:{mail}"), &escaped(mail))
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

/// What leads somewhere: buttons, cards, bookmarks.
fn leading(key: &str, given: &Arguments, inner: Option<&str>, inline: &dyn Fn(&str) -> String) -> Option<Shows> {
    Some(Shows::Html(match key {
        "button" | "btn" | "cta" | "linkbutton" => {
            let url = given.named(&["url", "href", "link", "to", "src"]).or_else(|| {
                let mut plain = given.plain.iter().map(|(value, _)| value.as_str());
                plain.find(|value| is_address(value))
            });
            let Some(url) = url else { return inner.map(|inner| Shows::Html(inner.to_owned())) };
            let named = given.named(&["title", "text", "label", "name"]).map(inline);
            let first = || {
                given
                    .plain
                    .iter()
                    .find(|(value, _)| speaks(value) && !is_address(value))
                    .map(|(value, _)| inline(value))
            };
            let shown = inner.map(str::to_owned).or(named).or_else(first).unwrap_or_else(|| escaped(url));
            link(url, &shown)
        }
        "bookmark" | "linkcard" | "card" | "urlcard" | "linkpreview" => {
            let url = given.named(&["url", "href", "link", "to", "src"]).or_else(|| {
                let mut plain = given.plain.iter().map(|(value, _)| value.as_str());
                plain.find(|value| is_address(value))
            });
            let Some(url) = url else {
                let title = given.named(&["title", "text", "label", "name"]).map(inline);
                let title = title.map(|title| format!("<p><strong>{title}</strong></p>")).unwrap_or_default();
                return inner.map(|inner| Shows::Html(format!("{title}{inner}")));
            };
            let picture = given.named(&["image", "img", "thumbnail", "cover"]).filter(|src| is_picture(src));
            let picture = picture.map(|src| format!("<img src=\"{}\" alt=\"\"><br>", escaped(src))).unwrap_or_default();
            let shown = given.named(&["title", "text", "label", "name"]).map(inline);
            let shown = shown.or_else(|| words(given, inline)).unwrap_or_else(|| escaped(url));
            let more = given.named(&["description", "desc", "subtitle"]).map(|d| format!("<br>{}", inline(d)));
            let more = more.or_else(|| inner.map(|inner| format!("<br>{inner}")));
            format!("<p>{}{}</p>", link(url, &format!("{picture}{shown}")), more.unwrap_or_default())
        }
        _ => return None,
    }))
}

/// What sets words within a line.
fn word(key: &str, given: &Arguments, inner: Option<&str>, inline: &dyn Fn(&str) -> String) -> Option<Shows> {
    Some(Shows::Html(match key {
        "kbd" | "key" | "mark" | "sub" | "sup" | "abbr" | "del" | "ins" | "badge" | "label" | "chip" | "pill"
        | "color" | "hl" | "underline" | "tooltip" | "term" | "tag" => {
            let named = given.named(&["text", "label", "content", "word", "name", "value"]);
            // NexT marks where the text begins.
            let marked = given.plain.iter().position(|(value, _)| value.starts_with('@')).map(|at| {
                let words: Vec<&str> =
                    given.plain[at..].iter().map(|(value, _)| value.trim_start_matches('@')).collect();
                words.join(" ")
            });
            let explains = matches!(key, "abbr" | "tooltip" | "term");
            if let (true, Some(said), Some(inner)) = (explains, given.named(&["text", "content", "title"]), inner) {
                return Some(Shows::Html(format!("<abbr title=\"{}\">{inner}</abbr>", escaped(said))));
            }
            let shown = match (named, inner) {
                (None, Some(inner)) => inner.to_owned(),
                (Some(named), Some(inner)) => format!("{} {inner}", inline(named)),
                (Some(named), None) => inline(named),
                (None, None) => inline(&marked.or_else(|| given.value(&[], 0).map(str::to_owned))?),
            };
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
        _ => return None,
    }))
}
