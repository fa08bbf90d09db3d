//! Addresses as feeds carry them: IRIs as URIs, with nothing in them that needs care.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use wide::u8x16;

use crate::article::scan::{from, is, marks, up_to};

/// What RFC 3986 does not allow in a URI, besides what is not ASCII.
const FORBIDDEN: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// An address as a URI: what is one already stays as it is, to the byte.
pub(super) fn address(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let text = text.trim();
    if let Ok(url) = url::Url::parse(text) {
        let url = utf8_percent_encode(url.as_str(), FORBIDDEN).to_string();
        return Cow::Owned(url);
    }
    Cow::Owned(utf8_percent_encode(text, FORBIDDEN).to_string())
}

/// Whether a text holds nothing that must be encoded.
fn is_plain(text: &str) -> bool {
    let marked = |block: u8x16| {
        // Bytes that differ in one bit only are looked for together.
        let twin = block | u8x16::splat(2);
        up_to(block, b' ')
            | is(twin, b'"')
            | is(twin, b'>')
            | is(twin, b'^')
            | is(block, b'`')
            | (from(block, b'{') & !is(block, b'~'))
    };
    marks(text.as_bytes(), marked).next().is_none()
}

/// Bytes of the longest ending that names a type.
const LONGEST_ENDING: usize = 4;

/// The media type that the ending of an address names.
pub(super) fn type_of(url: &str) -> Option<&'static str> {
    let bytes = url.as_bytes();
    let path = &bytes[..memchr::memchr2(b'?', b'#', bytes).unwrap_or(bytes.len())];
    let dot = path.iter().rposition(|b| matches!(b, b'.' | b'/')).filter(|at| path[*at] == b'.')?;
    let mut ending = [0; LONGEST_ENDING];
    let ending = ending.get_mut(..path.len() - dot - 1)?;
    ending.copy_from_slice(&path[dot + 1..]);
    ending.make_ascii_lowercase();
    Some(match std::str::from_utf8(ending).ok()? {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "svg" => "image/svg+xml",
        "tif" | "tiff" => "image/tiff",
        "heic" => "image/heic",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" | "oga" => "audio/ogg",
        "opus" => "audio/opus",
        "wav" => "audio/wav",
        "flac" => "audio/flac",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mov" => "video/quicktime",
        "pdf" => "application/pdf",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_stays_and_an_iri_is_encoded() {
        assert_eq!(address("https://a.example/x?y=1&z=%20#f"), "https://a.example/x?y=1&z=%20#f");
        assert_eq!(address("https://bücher.example/straße ö"), "https://xn--bcher-kva.example/stra%C3%9Fe%20%C3%B6");
        assert_eq!(address("tag:a,2026:ä"), "tag:a,2026:%C3%A4");
        assert_eq!(address("https://a.example/?q=\"<x>\""), "https://a.example/?q=%22%3Cx%3E%22");
    }

    #[test]
    fn each_byte_that_a_uri_has_no_place_for_is_found() {
        for b in 0..=0x7F_u8 {
            let forbidden = b <= b' ' || b == 0x7F || b"\"<>\\^`{|}".contains(&b);
            for text in [format!("https://a.example/{}x", char::from(b)), char::from(b).to_string()] {
                assert_eq!(is_plain(&text), !forbidden, "{b}");
            }
        }
        assert!(!is_plain("ä"));
    }

    #[test]
    fn the_type_comes_from_the_ending_of_the_path_alone() {
        assert_eq!(type_of("https://a.example/b.JPG?x=.png"), Some("image/jpeg"));
        assert_eq!(type_of("https://a.example/b"), None);
        assert_eq!(type_of("https://a.jpg/b"), None);
    }
}
