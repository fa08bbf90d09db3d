//! Addresses for cameras.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};
use serde::Serialize;

/// Units of white around a code, as its standard wants.
const MARGIN: usize = 4;

/// A QR code as an SVG draws it.
#[derive(Debug, Serialize)]
pub(super) struct Code {
    /// Width and height in units.
    size: usize,
    /// Its dark units.
    path: String,
}

/// The code of an address, unless that is longer than one holds.
pub(super) fn code(url: &str) -> Option<Code> {
    let code = QRBuilder::new(url).ecl(ECL::M).build().ok()?;
    let mut path = String::new();
    for y in 0..code.size {
        let mut x = 0;
        while x < code.size {
            let width = (x..code.size).take_while(|x| code[y][*x].value()).count();
            if width > 0 {
                // Writing to a string does not fail.
                let _ = write!(path, "M{} {}h{width}v1h-{width}z", x + MARGIN, y + MARGIN);
            }
            x += width + 1;
        }
    }
    Some(Code { size: code.size + 2 * MARGIN, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_begins_with_the_edge_of_its_first_mark_and_what_is_too_long_has_none() {
        let code = code("https://courier.example/feeds/top.rss").unwrap();
        assert_eq!(code.size, 29 + 2 * MARGIN);
        // Seven units of the mark at the left, seven of that at the right.
        assert!(code.path.starts_with("M4 4h7v1h-7z"), "{}", code.path);
        assert!(code.path.contains("M26 4h7v1h-7z"), "{}", code.path);
        assert!(super::code(&"x".repeat(5_000)).is_none());
    }
}
