//! Inline style: what a reader can keep without giving its page to the author of a feed.
//!
//! The test is by a list of properties that cannot leave the box of their element, and for the many
//! properties of backgrounds, borders, margins and paddings by their values.

use super::scan::Bytes;

/// Properties that are safe whatever their value.
#[rustfmt::skip]
const SAFE: &[&str] = &[
    "accent-color", "align-content", "align-items", "align-self", "aspect-ratio", "azimuth", "background-color",
    "border-bottom-color", "border-collapse", "border-color", "border-left-color", "border-right-color",
    "border-spacing", "border-top-color", "box-sizing", "break-after", "break-before", "break-inside", "caption-side",
    "clear", "color", "column-count", "column-gap", "cursor", "direction", "display", "elevation", "empty-cells",
    "float", "font", "font-family", "font-feature-settings", "font-kerning", "font-size", "font-size-adjust",
    "font-stretch", "font-style", "font-variant", "font-variant-caps", "font-variant-numeric", "font-weight", "gap",
    "height", "hyphens", "justify-content", "letter-spacing", "line-height", "list-style-position", "list-style-type",
    "max-height", "max-width", "min-height", "min-width", "object-fit", "object-position", "opacity", "orphans",
    "overflow", "overflow-wrap", "page-break-after", "page-break-before", "page-break-inside", "pause", "pause-after",
    "pause-before", "pitch", "pitch-range", "quotes", "richness", "row-gap", "speak", "speak-header", "speak-numeral",
    "speak-punctuation", "speech-rate", "stress", "tab-size", "table-layout", "text-align", "text-align-last",
    "text-decoration", "text-decoration-color", "text-decoration-line", "text-decoration-style",
    "text-decoration-thickness", "text-indent", "text-overflow", "text-transform", "text-underline-offset",
    "unicode-bidi", "vertical-align", "voice-family", "volume", "white-space", "widows", "width", "word-break",
    "word-spacing", "word-wrap", "writing-mode",
];

/// Words that are safe in the values of backgrounds, borders, margins and paddings.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "!", "!important", "aqua", "auto", "black", "block", "blue", "bold", "both", "bottom", "brown", "center", "collapse",
    "currentcolor", "dashed", "dotted", "double", "fuchsia", "gray", "green", "grey", "groove", "hidden", "important",
    "inherit", "initial", "inset", "italic", "left", "lime", "maroon", "medium", "navy", "no-repeat", "none", "normal",
    "nowrap", "olive", "orange", "outset", "pink", "pointer", "purple", "red", "ridge", "right", "silver", "solid",
    "teal", "thick", "thin", "top", "transparent", "underline", "unset", "white", "yellow",
];

/// The first declaration of an inline style that a reader would remove: its bytes in `style`.
pub(crate) fn unsafe_declaration(style: &str) -> Option<Bytes> {
    let mut start = 0;
    for end in ends(style) {
        let declaration = &style[start..end];
        if !declaration.trim().is_empty() && !is_safe(declaration) {
            let lead = declaration.len() - declaration.trim_start().len();
            return Some(start + lead..start + declaration.trim_end().len());
        }
        start = (end + 1).min(style.len());
    }
    None
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

fn is_safe(declaration: &str) -> bool {
    let Some((property, value)) = declaration.split_once(':') else { return false };
    let property = property.trim().to_ascii_lowercase();
    let value = value.trim().to_ascii_lowercase();
    // Escapes hide words; url() loads; expression() and behaviour ran code; "@" and "{" start other things.
    let hides = value.contains(['\\', '@', '{', '}', '<', '&']) || value.contains("/*");
    if hides
        || ["url(", "expression(", "image-set(", "image(", "element(", "attr(", "env(", "var("]
            .iter()
            .any(|f| value.contains(f))
    {
        return false;
    }
    if SAFE.binary_search(&property.as_str()).is_ok() {
        return true;
    }
    let family = property.split('-').next().unwrap_or_default();
    matches!(family, "background" | "border" | "margin" | "padding" | "list" | "outline") && value_is_safe(&value)
}

fn value_is_safe(value: &str) -> bool {
    let mut rest = value;
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start();
        // A colour function may hold blanks.
        if ["rgb(", "rgba(", "hsl(", "hsla("].iter().any(|f| rest.starts_with(f)) {
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
        let word = word.strip_suffix("!important").unwrap_or(word);
        if !word.is_empty()
            && WORDS.binary_search(&word).is_err()
            && word != "!"
            && word != "!important"
            && !is_colour(word)
            && !is_length(word)
        {
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
fn is_length(word: &str) -> bool {
    let number_end = word.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(word.len());
    let (number, unit) = word.split_at(number_end);
    let whole = number.split('.').next().unwrap_or_default();
    let units = ["", "cm", "em", "ex", "in", "mm", "pc", "pt", "px", "%", "rem", "ch", "vh", "vw"];
    !number.is_empty()
        && whole.len() <= if unit == "px" { 3 } else { 2 } + usize::from(unit == "%")
        && number.bytes().filter(|b| *b == b'.').count() <= 1
        && units.contains(&unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(style: &str) -> Option<&str> {
        unsafe_declaration(style).map(|r| &style[r])
    }

    #[test]
    fn lists_are_sorted() {
        assert!(SAFE.is_sorted() && WORDS.is_sorted());
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
}
