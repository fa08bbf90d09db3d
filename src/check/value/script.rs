//! Addresses that run code, or hold a page that does, where somebody follows them.

/// Schemes whose addresses are code.
const CODE: [&str; 6] = ["javascript", "vbscript", "livescript", "mocha", "jscript", "ecmascript"];

/// The scheme of an address and what follows its colon, as browsers find them: blanks and controls
/// before it, tabs and line ends within it are passed over.
pub fn scheme(address: &str) -> Option<(String, &str)> {
    let mut scheme = String::new();
    let text = address.trim_start_matches(|c: char| c <= ' ' || c.is_whitespace() || c == '\u{FEFF}');
    for (at, c) in text.char_indices() {
        match c {
            ':' if !scheme.is_empty() => return Some((scheme, &text[at + 1..])),
            '\t' | '\n' | '\r' => {}
            c if c.is_ascii_alphabetic() => scheme.push(c.to_ascii_lowercase()),
            '0'..='9' | '+' | '-' | '.' if !scheme.is_empty() => scheme.push(c),
            _ => return None,
        }
    }
    None
}

/// The scheme of an address that is a script, or a `data:` address that is more than a picture, sound
/// or film.
pub fn runs(address: &str) -> Option<String> {
    // Most are of the web, and are sooner told so than taken apart.
    if address.starts_with("http") {
        return None;
    }
    let (scheme, rest) = scheme(address)?;
    if CODE.contains(&&*scheme) {
        return Some(scheme);
    }
    let kind = rest.trim_start().to_ascii_lowercase();
    let shown =
        ["image/", "audio/", "video/"].iter().any(|media| kind.starts_with(media)) && !kind.starts_with("image/svg");
    (scheme == "data" && !shown).then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_seen_through_its_disguise() {
        for script in [
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            "\u{1} java\tscript\r\n:alert(1)",
            "vbscript:x",
            "data:text/html,x",
            "data:,x",
            "data:image/svg+xml,<svg onload=x>",
            "data: TEXT/html;base64,AA",
        ] {
            assert!(runs(script).is_some(), "{script:?}");
        }
        for other in [
            "https://a.example/",
            "/javascript:x",
            "java script:x",
            "mailto:a@b.example",
            "data:image/png;base64,AA",
            "urn:x:y",
            "",
        ] {
            assert_eq!(runs(other), None, "{other:?}");
        }
    }
}
