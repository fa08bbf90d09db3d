//! MIME media types (RFC 2045, RFC 6838).

use super::Fault;

/// Checks `type/subtype` with optional parameters.
pub fn media_type(text: &str) -> Result<(), Fault> {
    let (essence, parameters) = match text.find(';') {
        Some(at) => (&text[..at], Some(at + 1)),
        None => (text, None),
    };
    let trimmed = essence.trim_end();
    let Some((kind, subtype)) = trimmed.split_once('/') else {
        return Err(Fault::new(0..text.len(), "is no media type such as text/html"));
    };
    for (part, start) in [(kind, 0), (subtype, kind.len() + 1)] {
        if part.is_empty() {
            return Err(Fault::new(0..trimmed.len(), "has an empty type or subtype"));
        }
        if let Some((at, c)) = part.char_indices().find(|&(_, c)| !is_token(c)) {
            return Err(Fault::new(
                start + at..start + at + c.len_utf8(),
                "holds a character that no media type may hold",
            ));
        }
    }
    let Some(mut at) = parameters else {
        return Ok(());
    };
    loop {
        let rest = &text[at..];
        let start = at + rest.len() - rest.trim_start().len();
        let Some(equals) = text[start..].find('=') else {
            return Err(Fault::new(start..text.len(), "has a parameter without a value"));
        };
        let name = &text[start..start + equals];
        if name.is_empty() || !name.chars().all(is_token) {
            return Err(Fault::new(start..start + equals, "has a malformed parameter name"));
        }
        let value_at = start + equals + 1;
        let value = &text[value_at..];
        let end = if let Some(quoted) = value.strip_prefix('"') {
            let mut escaped = false;
            let close = quoted.bytes().position(|b| {
                let closes = b == b'"' && !escaped;
                escaped = b == b'\\' && !escaped;
                closes
            });
            let Some(close) = close else {
                return Err(Fault::new(value_at..text.len(), "has a quoted value that does not end"));
            };
            value_at + close + 2
        } else {
            let len = value.find(|c: char| !is_token(c)).unwrap_or(value.len());
            if len == 0 {
                return Err(Fault::new(value_at..text.len(), "has a parameter without a value"));
            }
            value_at + len
        };
        let rest = text[end..].trim_start();
        if rest.is_empty() {
            return Ok(());
        }
        if !rest.starts_with(';') {
            return Err(Fault::new(end..text.len(), "goes on after a parameter"));
        }
        at = text.len() - rest.len() + 1;
    }
}

fn is_token(c: char) -> bool {
    c.is_ascii_graphic() && !"()<>@,;:\\\"/[]?=".contains(c) || (!c.is_ascii() && !c.is_whitespace() && !c.is_control())
}

/// The type without parameters, as it stands (`text/html`).
pub fn essence(text: &str) -> &str {
    text.split(';').next().unwrap_or(text).trim()
}

/// Whether a media type means XML content (RFC 7303).
pub fn is_xml(text: &str) -> bool {
    let essence = essence(text).to_ascii_lowercase();
    essence.ends_with("+xml") || essence.ends_with("/xml")
}

/// Whether a media type means text that is written as it is.
pub fn is_text(text: &str) -> bool {
    text.get(..5).is_some_and(|p| p.eq_ignore_ascii_case("text/"))
}

/// Types that were never registered, and the registered ones that are meant.
const MISTAKEN: &[(&str, &str)] = &[
    ("application/x-pdf", "application/pdf"),
    ("application/x-zip-compressed", "application/zip"),
    ("audio/m4a", "audio/mp4"),
    ("audio/mp3", "audio/mpeg"),
    ("audio/mpeg3", "audio/mpeg"),
    ("audio/x-mp3", "audio/mpeg"),
    ("audio/x-mpeg", "audio/mpeg"),
    ("image/jpg", "image/jpeg"),
    ("image/pjpeg", "image/jpeg"),
    ("image/svg", "image/svg+xml"),
    ("image/x-png", "image/png"),
    ("video/mov", "video/quicktime"),
    ("video/mpeg4", "video/mp4"),
];

/// The registered type that is meant by one that never was, in lower case.
pub fn registered(essence: &str) -> Option<&'static str> {
    MISTAKEN.iter().find(|(mistaken, _)| *mistaken == essence).map(|(_, registered)| *registered)
}

/// Endings of names of files, and the types that such files have.
const OF_FILES: &[(&[&str], &[&str])] = &[
    (&["aac"], &["audio/aac", "audio/aacp", "audio/x-aac"]),
    (&["avif"], &["image/avif"]),
    (&["epub"], &["application/epub+zip"]),
    (&["flac"], &["audio/flac", "audio/x-flac"]),
    // Animated ones are offered as films.
    (&["gif"], &["image/gif", "video/gif"]),
    (&["jpg", "jpeg"], &["image/jpeg"]),
    (&["m4a", "m4b"], &["audio/mp4", "audio/x-m4a", "audio/x-m4b", "audio/aac", "audio/aacp"]),
    (&["m4v"], &["video/mp4", "video/x-m4v"]),
    (&["mov"], &["video/quicktime"]),
    (&["mp3"], &["audio/mpeg"]),
    (&["mp4"], &["video/mp4", "audio/mp4", "application/mp4", "video/x-m4v"]),
    (&["oga", "ogg", "ogv"], &["audio/ogg", "video/ogg", "application/ogg", "audio/vorbis"]),
    (&["opus"], &["audio/ogg", "audio/opus"]),
    (&["pdf"], &["application/pdf"]),
    (&["png"], &["image/png", "image/apng"]),
    (&["svg"], &["image/svg+xml"]),
    (&["wav"], &["audio/vnd.wave", "audio/wav", "audio/wave", "audio/x-wav"]),
    (&["webm"], &["video/webm", "audio/webm"]),
    (&["webp"], &["image/webp"]),
];

/// The ending of the file at an address, and the types that such files have.
pub fn of_file(address: &str) -> Option<(&'static str, &'static [&'static str])> {
    let path = &address[..memchr::memchr2(b'?', b'#', address.as_bytes()).unwrap_or(address.len())];
    let dot = path.bytes().rposition(|byte| matches!(byte, b'.' | b'/'))?;
    let found = path[dot..].strip_prefix('.')?;
    OF_FILES.iter().find_map(|(endings, types)| {
        endings.iter().find(|ending| ending.eq_ignore_ascii_case(found)).map(|ending| (*ending, *types))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn media_types_pass_and_their_neighbours_do_not() {
        for text in [
            "text/html",
            "image/svg+xml",
            "text/html; charset=utf-8",
            "text/plain;charset=\"utf-8\"; format=flowed",
            "application/vnd.ms-excel",
            "a/b;c=\"d\\\"e\"",
        ] {
            assert_eq!(media_type(text), Ok(()), "{text}");
        }
        for text in [
            "",
            "mp4",
            "text/",
            "/html",
            "text html",
            "text/ht ml",
            "text/html;",
            "text/html; charset",
            "a/b;c=\"d",
            "a/b/c",
            "a/b;=c",
            "a/b; c=d e",
        ] {
            assert!(media_type(text).is_err(), "{text}");
        }
    }

    #[test]
    fn xml_and_text_types_are_known() {
        assert!(is_xml("application/xhtml+xml") && is_xml("text/xml; charset=utf-8") && !is_xml("text/html"));
        assert!(is_text("TEXT/html") && !is_text("image/png"));
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_parser(text in "\\PC{0,30}|[a-z/;=\" \\\\]{0,20}") {
            if let Err(fault) = media_type(&text) {
                prop_assert!(fault.at.start <= fault.at.end && text.get(fault.at).is_some());
            }
        }
    }
}
