//! Inline style: what a reader can keep without giving its page to the author of a feed.
//!
//! The test is by lists of properties that cannot leave the box of their element, and for the many
//! properties of backgrounds, borders, margins and paddings by their values. Readers differ in how new
//! their lists are; the lists of old are those of the feed parsers and validators of about 2005.

use super::scan::Bytes;

/// Properties of CSS 2 that every reader keeps.
#[rustfmt::skip]
const OLD: &[&str] = &[
    "azimuth", "background", "background-color", "border", "border-bottom", "border-bottom-color",
    "border-bottom-style", "border-bottom-width", "border-collapse", "border-color", "border-left",
    "border-left-color", "border-left-style", "border-left-width", "border-right", "border-right-color",
    "border-right-style", "border-right-width", "border-spacing", "border-style", "border-top", "border-top-color",
    "border-top-style", "border-top-width", "border-width", "clear", "color", "cursor", "direction", "display",
    "elevation", "float", "font", "font-family", "font-size", "font-style", "font-variant", "font-weight", "height",
    "letter-spacing", "line-height", "list-style-type", "margin", "margin-bottom", "margin-left", "margin-right",
    "margin-top", "overflow", "padding", "padding-bottom", "padding-left", "padding-right", "padding-top", "pause",
    "pause-after", "pause-before", "pitch", "pitch-range", "richness", "speak", "speak-header", "speak-numeral",
    "speak-punctuation", "speech-rate", "stress", "text-align", "text-decoration", "text-indent", "unicode-bidi",
    "vertical-align", "voice-family", "volume", "white-space", "width",
];

/// Properties that are as safe, but that readers with lists of old remove.
#[rustfmt::skip]
const NEWER: &[&str] = &[
    "accent-color", "align-content", "align-items", "align-self", "aspect-ratio", "box-sizing", "break-after",
    "break-before", "break-inside", "caption-side", "column-count", "column-gap", "empty-cells",
    "font-feature-settings", "font-kerning", "font-size-adjust", "font-stretch", "font-variant-caps",
    "font-variant-numeric", "gap", "hyphens", "justify-content", "list-style-position", "max-height", "max-width",
    "min-height", "min-width", "object-fit", "object-position", "opacity", "orphans", "overflow-wrap",
    "page-break-after", "page-break-before", "page-break-inside", "quotes", "row-gap", "tab-size", "table-layout",
    "text-align-last", "text-decoration-color", "text-decoration-line", "text-decoration-style",
    "text-decoration-thickness", "text-overflow", "text-transform", "text-underline-offset", "widows", "word-break",
    "word-spacing", "word-wrap", "writing-mode",
];

/// Words that every reader keeps in the values of backgrounds, borders, margins and paddings.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "!important", "aqua", "auto", "black", "block", "blue", "bold", "both", "bottom", "brown", "center", "collapse",
    "dashed", "dotted", "fuchsia", "gray", "green", "italic", "left", "lime", "maroon", "medium", "navy", "none",
    "normal", "nowrap", "olive", "pointer", "purple", "red", "right", "silver", "solid", "teal", "top",
    "transparent", "underline", "white", "yellow",
];

/// Words that are as safe there, but that readers with lists of old remove.
#[rustfmt::skip]
const NEWER_WORDS: &[&str] = &[
    "!", "currentcolor", "double", "grey", "groove", "hidden", "important", "inherit", "initial", "inset",
    "no-repeat", "orange", "outset", "pink", "ridge", "thick", "thin", "unset",
];

/// Of the families whose values are looked at, those whose values do not matter.
const ANY_VALUE: &[&str] = &[
    "background-color",
    "border-bottom-color",
    "border-collapse",
    "border-color",
    "border-left-color",
    "border-right-color",
    "border-spacing",
    "border-top-color",
];

/// Where a declaration is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kept {
    /// By no reader that takes care of its page.
    Nowhere,
    /// By readers that know the CSS of today.
    Somewhere,
    /// By all readers.
    Everywhere,
}

/// The first declaration of an inline style that fewest readers keep: its bytes in `style`. `None` when
/// all keep all of it.
pub(crate) fn least_kept(style: &str) -> Option<(Kept, Bytes)> {
    let mut least = None;
    let mut start = 0;
    for end in ends(style) {
        let declaration = &style[start..end];
        let kept = if declaration.trim().is_empty() { Kept::Everywhere } else { kept(declaration) };
        if kept < least.as_ref().map_or(Kept::Everywhere, |l: &(Kept, Bytes)| l.0) {
            let lead = declaration.len() - declaration.trim_start().len();
            least = Some((kept, start + lead..start + declaration.trim_end().len()));
        }
        start = (end + 1).min(style.len());
    }
    least
}

/// Where declarations end: at semicolons outside quotation marks and brackets, and at the end.
fn ends(style: &str) -> impl Iterator<Item = usize> + '_ {
    let mut quote = None;
    let mut depth = 0usize;
    style
        .bytes()
        .enumerate()
        .filter_map(move |(i, b)| {
            match (quote, b) {
                (Some(q), b) if q == b => quote = None,
                (None, b'"' | b'\'') => quote = Some(b),
                (None, b'(') => depth += 1,
                (None, b')') => depth = depth.saturating_sub(1),
                (None, b';') if depth == 0 => return Some(i),
                _ => {}
            }
            None
        })
        .chain(std::iter::once(style.len()))
}

fn kept(declaration: &str) -> Kept {
    let Some((property, value)) = declaration.split_once(':') else { return Kept::Nowhere };
    let property = property.trim().to_ascii_lowercase();
    let value = value.trim().to_ascii_lowercase();
    // Escapes hide words; url() loads; expression() and behaviour ran code; "@" and "{" start other things.
    let hides = value.contains(['\\', '@', '{', '}', '<', '&']) || value.contains("/*");
    if hides
        || ["url(", "expression(", "image-set(", "image(", "element(", "attr(", "env(", "var("]
            .iter()
            .any(|f| value.contains(f))
    {
        return Kept::Nowhere;
    }
    let listed = |list: &[&str]| list.binary_search(&property.as_str()).is_ok();
    let family = property.split('-').next().unwrap_or_default();
    let by_value = matches!(family, "background" | "border" | "margin" | "padding");
    let is_old = listed(OLD);
    let is_safe = listed(NEWER)
        || (is_old && !by_value)
        || listed(ANY_VALUE)
        || ((by_value || matches!(family, "list" | "outline")) && value_is_safe(&value, true));
    match is_safe {
        false => Kept::Nowhere,
        true if is_old && is_plain(&value) && (!by_value || value_is_safe(&value, false)) => Kept::Everywhere,
        true => Kept::Somewhere,
    }
}

/// Whether a value holds nothing but words, numbers, colours and names in quotation marks: a sign, a
/// calculation or a function other than a colour is more than lists of old let pass.
fn is_plain(value: &str) -> bool {
    let bytes = value.as_bytes();
    let mut closing = None;
    for (i, b) in bytes.iter().copied().enumerate() {
        let plain = match closing {
            Some(end) if b == end => {
                closing = None;
                true
            }
            Some(b')') => b.is_ascii_digit() || b == b',' || b.is_ascii_whitespace() || b == b'%',
            Some(_) => b.is_ascii_alphanumeric() || b == b'_' || b.is_ascii_whitespace(),
            None => match b {
                b'"' | b'\'' => {
                    closing = Some(b);
                    true
                }
                b'(' => {
                    closing = Some(b')');
                    true
                }
                // Within a word.
                b'-' => {
                    i > 0
                        && bytes[i - 1].is_ascii_alphanumeric()
                        && bytes.get(i + 1).is_some_and(u8::is_ascii_alphanumeric)
                }
                b',' | b'#' | b'%' | b'.' | b'!' => true,
                _ => b.is_ascii_alphanumeric() || b.is_ascii_whitespace(),
            },
        };
        if !plain {
            return false;
        }
    }
    closing.is_none()
}

/// Whether the words of a value are safe: those of today, or those of old only.
fn value_is_safe(value: &str, newer: bool) -> bool {
    let mut rest = value;
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start();
        // A colour function may hold blanks.
        let functions: &[&str] = if newer { &["rgb(", "rgba(", "hsl(", "hsla("] } else { &["rgb("] };
        if functions.iter().any(|f| rest.starts_with(f)) {
            let Some(end) = rest.find(')') else { return false };
            let inner = &rest[rest.find('(').map_or(0, |i| i + 1)..end];
            if !inner.chars().all(|c| c.is_ascii_digit() || " ,.%/deg".contains(c)) {
                return false;
            }
            rest = &rest[end + 1..];
            continue;
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let word = rest[..end].trim_end_matches(',');
        let word = word.strip_suffix("!important").filter(|word| newer || word.is_empty()).unwrap_or(word);
        let listed = WORDS.binary_search(&word).is_ok() || (newer && NEWER_WORDS.binary_search(&word).is_ok());
        if !word.is_empty() && !listed && !is_colour(word) && !is_length(word, newer) {
            return false;
        }
        rest = &rest[end..];
    }
    true
}

fn is_colour(word: &str) -> bool {
    word.strip_prefix('#')
        .is_some_and(|hex| matches!(hex.len(), 3 | 4 | 6 | 8) && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// A length of at most three digits before the point and no sign: nothing that leaves the screen.
fn is_length(word: &str, newer: bool) -> bool {
    let number_end = word.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(word.len());
    let (number, unit) = word.split_at(number_end);
    let whole = number.split('.').next().unwrap_or_default();
    let units = ["", "cm", "em", "ex", "in", "mm", "pc", "pt", "px", "%"];
    let newer_units = ["rem", "ch", "vh", "vw"];
    !number.is_empty()
        && whole.len() <= if unit == "px" { 3 } else { 2 } + usize::from(unit == "%")
        && number.bytes().filter(|b| *b == b'.').count() <= 1
        && (units.contains(&unit) || (newer && newer_units.contains(&unit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(style: &str) -> Option<&str> {
        least_kept(style).filter(|(kept, _)| *kept == Kept::Nowhere).map(|(_, at)| &style[at])
    }

    #[test]
    fn lists_are_sorted() {
        assert!([OLD, NEWER, WORDS, NEWER_WORDS, ANY_VALUE].iter().all(|list| list.is_sorted()));
    }

    #[test]
    fn what_stays_in_its_box_is_safe() {
        for style in [
            "color: red",
            "border: 1px solid rgb(0, 0, 0);",
            "margin: 0px !important",
            "MARGIN:0 auto",
            "padding: .5em 2ex",
            "font-family: 'Lucida Console'; text-indent: 0.5in",
            "border: medium none ;",
            "",
            " ; ",
            "background: #fff",
            "max-width:100%;height:auto",
            "border-color:#abcdef",
        ] {
            assert_eq!(first(style), None, "{style}");
        }
    }

    #[test]
    fn what_loads_moves_or_is_unknown_is_not() {
        assert_eq!(first("color:red; position: absolute ;top:0"), Some("position: absolute"));
        assert_eq!(first("background:url(http://a/b;c)"), Some("background:url(http://a/b;c)"));
        assert_eq!(first("margin: 99999em"), Some("margin: 99999em"));
        assert_eq!(first("margin-left: -5px"), Some("margin-left: -5px"));
        assert_eq!(first("mso-list: l0"), Some("mso-list: l0"));
        assert_eq!(first("width: expression(alert(1))"), Some("width: expression(alert(1))"));
        assert_eq!(
            first("background-repeat: repeat-x;"),
            Some("background-repeat: repeat-x;").map(|s| s.trim_end_matches(';'))
        );
        assert_eq!(first("nonsense"), Some("nonsense"));
    }
    #[test]
    fn what_lists_of_old_do_not_know_is_kept_by_some() {
        for style in [
            "max-width: 100%",
            "text-transform: uppercase",
            "border: 2px groove red",
            "border-radius: 5px",
            "list-style: none",
            "letter-spacing: -1px",
            "background-color: inherit",
            "margin: 1rem",
            "font-family: \"Foo-Bar\"",
        ] {
            assert_eq!(least_kept(style), Some((Kept::Somewhere, 0..style.len())), "{style}");
        }
        for style in [
            "color: rgb(1, 2, 3)",
            "border: 1px solid #ccc",
            "margin: 0 auto !important",
            "font-family: 'A b', sans-serif",
        ] {
            assert_eq!(least_kept(style), None, "{style}");
        }
        assert_eq!(least_kept("gap: 1px; position: fixed"), Some((Kept::Nowhere, 10..25)));
    }
}
