//! Bytes written as text: base64 (RFC 4648) and hexadecimal hashes.

use super::Fault;

/// Checks base64 with padding; line breaks and blanks may stand anywhere.
pub fn base64(text: &str) -> Result<(), Fault> {
    let mut count = 0_usize;
    let mut padding = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' => {}
            b'=' => padding += 1,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' if padding == 0 => count += 1,
            _ => {
                let start = text.floor_char_boundary(at);
                return Err(Fault::new(
                    start..text.ceil_char_boundary(start + 1),
                    "holds a character that base64 does not know",
                ));
            }
        }
    }
    if padding > 2 || !(count + padding).is_multiple_of(4) {
        return Err(Fault::new(text.len()..text.len(), "is cut off: base64 comes in groups of four"));
    }
    Ok(())
}

/// Checks a hash of so many hexadecimal digits.
pub fn hex(text: &str, digits: usize) -> Result<(), HexFault> {
    if let Some((at, c)) = text.char_indices().find(|(_, c)| !c.is_ascii_alphanumeric()) {
        return Err(HexFault::Character(Fault::new(
            at..at + c.len_utf8(),
            "holds a character that is no hexadecimal digit",
        )));
    }
    if text.len() != digits {
        return Err(HexFault::Length(Fault::new(0..text.len(), "has not as many digits as its algorithm gives")));
    }
    match text.char_indices().find(|(_, c)| !c.is_ascii_hexdigit()) {
        Some((at, _)) => Err(HexFault::Letter(Fault::new(at..at + 1, "holds a letter that is no hexadecimal digit"))),
        None => Ok(()),
    }
}

/// How a hexadecimal hash is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HexFault {
    /// Something else than letters and digits.
    Character(Fault),
    /// Too long or too short.
    Length(Fault),
    /// A letter from G to Z.
    Letter(Fault),
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn base64_comes_in_fours() {
        for text in ["", "AAAA", "AA==", "AAA=", "AA\n AA", "ab+/"] {
            assert_eq!(base64(text), Ok(()), "{text}");
        }
        for text in ["A", "AAA", "A===", "AA=A", "A*AA", "äAAA", "===="] {
            assert!(base64(text).is_err(), "{text}");
        }
    }

    #[test]
    fn hashes_have_the_length_of_their_algorithm() {
        assert_eq!(hex("dfdec888b72151965a34b4b59031290a", 32), Ok(()));
        assert!(matches!(hex("dfdec888b72151965a34b4b59031290", 32), Err(HexFault::Length(_))));
        assert!(matches!(hex("zfdec888b72151965a34b4b59031290a", 32), Err(HexFault::Letter(_))));
        assert!(matches!(hex("dfdec888+72151965a34b4b59031290a", 32), Err(HexFault::Character(_))));
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_accepted(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            use ::base64::Engine as _;
            prop_assert_eq!(base64(&::base64::engine::general_purpose::STANDARD.encode(&bytes)), Ok(()));
        }

        #[test]
        fn no_text_breaks_the_parsers(text in "\\PC{0,40}") {
            if let Err(fault) = base64(&text) {
                prop_assert!(text.get(fault.at).is_some());
            }
            let _ = hex(&text, 8);
        }
    }
}
