//! The names that encodings go by.

use encoding_rs::{Encoding, MACINTOSH, UTF_16BE, UTF_16LE, X_MAC_CYRILLIC};

/// A name in lower case, with hyphens only.
fn hyphenated(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', "-")
}

/// Whether this is a name of UTF-16, in one of its byte orders or in any.
pub(in crate::check::document) fn is_utf16(name: &str) -> bool {
    by_name(name).is_some_and(|encoding| encoding == UTF_16BE || encoding == UTF_16LE)
}

/// Whether this is a name of US-ASCII, which has an encoding of its own only here.
pub(crate) fn is_ascii(name: &str) -> bool {
    matches!(
        hyphenated(name.trim()).as_str(),
        "us-ascii"
            | "ascii"
            | "us"
            | "csascii"
            | "ansi-x3.4-1968"
            | "ansi-x3.4-1986"
            | "iso-ir-6"
            | "iso646-us"
            | "ibm367"
            | "cp367"
    )
}

/// The encoding of this name, as XML documents write it.
pub(in crate::check::document) fn by_name(name: &str) -> Option<&'static Encoding> {
    let name = name.trim();
    match hyphenated(name).as_str() {
        "mac-cyrillic" | "maccyrillic" => Some(X_MAC_CYRILLIC),
        "mac-roman" | "macroman" => Some(MACINTOSH),
        "iso-10646-ucs-2" | "ucs-2" | "utf-16be" => Some(UTF_16BE),
        "utf-16" | "utf-16le" => Some(UTF_16LE),
        // The standard's replacement encoding decodes to nothing: such names are as good as unknown.
        _ => Encoding::for_label_no_replacement(name.as_bytes()),
    }
}

/// Character sets that are registered and contain ASCII, although web browsers do not know them.
pub(in crate::check::document) fn is_registered(name: &str) -> bool {
    let name = hyphenated(name.trim());
    let number = |prefix: &str| {
        name.strip_prefix(prefix).is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    number("cp")
        || number("ibm")
        || number("windows-")
        || number("iso-8859-")
        || name.starts_with("mac-")
        || [
            "utf-7",
            "hz-gb-2312",
            "hz",
            "viscii",
            "tis-620",
            "ptcp154",
            "iso-2022-kr",
            "iso-2022-cn",
            "johab",
            "koi8-t",
            "hp-roman8",
        ]
        .contains(&name.as_str())
}
