//! Language tags (BCP 47, RFC 5646), checked against the IANA registry.

mod subtags;

use std::ops::Range;

use super::{Fault, packed_contains};

/// How a language tag is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The primary language is none.
    Language,
    /// The primary language is written with three letters where its tag has two.
    Long,
    /// A later part is malformed or not registered.
    Subtag,
}

/// Checks a language tag. Case does not matter.
pub fn tag(text: &str) -> Result<(), (Wrong, Fault)> {
    let lower = text.to_ascii_lowercase();
    if lower.contains('-') && subtags::GRANDFATHERED.split(' ').any(|whole| whole == lower) {
        return Ok(());
    }
    let mut parts = lower.split('-');
    let primary = parts.next().unwrap_or_default();
    if primary == "x" {
        return private_use(parts, 1);
    }
    if primary.len() == 3 && subtags_of_two_letters(primary) {
        return Err((Wrong::Long, Fault::new(0..3, "has three letters for a language whose tag has two")));
    }
    if !is_language(primary) {
        let at = 0..primary.len();
        let reason = if primary.is_empty() {
            "is empty where a language tag is needed"
        } else if lower.contains('_') {
            "divides its parts by an underscore instead of a hyphen"
        } else {
            "does not begin with a language code of the IANA registry"
        };
        return Err((Wrong::Language, Fault::new(at, reason)));
    }
    let mut at = primary.len() + 1;
    let subtag = |at: usize, part: &str, reason| Err((Wrong::Subtag, Fault::new(at..at + part.len(), reason)));
    // Extended language, script, region, variants, extensions, private use: in this order.
    let mut stage = 0;
    let mut extended = 0;
    let mut seen: Vec<&str> = Vec::new();
    let mut rest = parts.clone();
    while let Some(part) = rest.next() {
        let bytes = part.as_bytes();
        let letters = bytes.iter().all(u8::is_ascii_alphabetic);
        let digits = bytes.iter().all(u8::is_ascii_digit);
        match bytes.len() {
            0 => return subtag(at, part, "has an empty subtag"),
            _ if !bytes.iter().all(u8::is_ascii_alphanumeric) => {
                return subtag(at, part, "has a subtag with other than letters and digits");
            }
            1 if part == "x" => return private_use(rest, at + 2),
            1 => {
                at += 2 + extension(&mut rest, at)?;
                stage = 4;
                continue;
            }
            3 if letters && stage == 0 && extended < 3 && primary.len() < 4 => {
                if !packed_contains(subtags::LANGUAGES_3, 3, bytes) {
                    return subtag(at, part, "has an extended language that is not registered");
                }
                extended += 1;
            }
            4 if letters && stage < 1 => {
                if !(packed_contains(subtags::SCRIPTS, 4, bytes) || ("qaaa"..="qabx").contains(&part)) {
                    return subtag(at, part, "has a script that is not registered");
                }
                stage = 1;
            }
            2 if letters && stage < 2 => {
                let private =
                    part == "aa" || part == "zz" || ("qm"..="qz").contains(&part) || ("xa"..="xz").contains(&part);
                if !(private || packed_contains(subtags::REGIONS_2, 2, bytes)) {
                    return subtag(at, part, "has a region that is not registered");
                }
                stage = 2;
            }
            3 if digits && stage < 2 => {
                if !packed_contains(subtags::REGIONS_3, 3, bytes) {
                    return subtag(at, part, "has a region that is not registered");
                }
                stage = 2;
            }
            4..=8 if stage < 4 && (bytes.len() > 4 || bytes[0].is_ascii_digit()) => {
                if !subtags::VARIANTS.split(' ').any(|known| known == part) {
                    return subtag(at, part, "has a variant that is not registered");
                }
                if seen.contains(&part) {
                    return subtag(at, part, "repeats a variant");
                }
                seen.push(part);
                stage = 3;
            }
            _ => {
                return subtag(at, part, "has a subtag that fits no place in a language tag");
            }
        }
        at += part.len() + 1;
    }
    Ok(())
}

/// Reads the parts of an extension, whose letter stands at a place; returns their length. Extensions
/// have their own registries: only their form is checked.
fn extension(rest: &mut std::str::Split<'_, char>, letter: usize) -> Result<usize, (Wrong, Fault)> {
    let subtag = |at: Range<usize>, reason| Err((Wrong::Subtag, Fault::new(at, reason)));
    let mut at = letter + 2;
    let mut ahead = rest.clone();
    while let Some(next) = ahead.next()
        && next.len() > 1
    {
        if next.len() > 8 || !next.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return subtag(at..at + next.len(), "has an extension part of more than 8 letters and digits");
        }
        at += next.len() + 1;
        rest.next();
    }
    if at == letter + 2 {
        return subtag(letter..letter + 1, "has an extension without content");
    }
    Ok(at - letter - 2)
}

fn private_use<'a>(parts: impl Iterator<Item = &'a str>, mut at: usize) -> Result<(), (Wrong, Fault)> {
    let mut count = 0;
    for part in parts {
        if part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err((Wrong::Subtag, Fault::new(at..at + part.len(), "has a malformed private-use subtag")));
        }
        at += part.len() + 1;
        count += 1;
    }
    if count == 0 {
        return Err((
            Wrong::Subtag,
            Fault::new(at.saturating_sub(1)..at.saturating_sub(1), "has an x without private-use subtags"),
        ));
    }
    Ok(())
}

/// The codes of ISO 639-2 for languages that have one of two letters, which BCP 47 prefers.
const THREE_FOR_TWO: &str = "\
    aarabkafrakaalbamharaargarmasmavaaveaymazebakbambaqbelbenbihbisbodbosbrebulburcatceschache\
    chichuchvcorcoscrecymczedandeudivdutdzoellengepoesteusewefaofasfijfinfrafrefryfulgeogergla\
    gleglgglvgregrngujhathauhebherhinhmohrvhunhyeiboiceidoiiiikuileinaindipkislitajavjpnkalkan\
    kaskatkaukazkhmkikkinkirkomkonkorkuakurlaolatlavlimlinlitltzlublugmacmahmalmaomarmaymkdmlg\
    mltmonmrimsamyanaunavnblndendonepnldnnonobnornyaociojioriormosspanperplipolporpusquerohron\
    rumrunrussagsansinslksloslvsmesmosnasndsomsotspasqisrdsrpsswsunswaswetahtamtatteltgktgltha\
    tibtirtontsntsotukturtwiuigukrurduzbvenvievolwelwlnwolxhoyidyorzhazhozul";

fn subtags_of_two_letters(code: &str) -> bool {
    packed_contains(THREE_FOR_TWO, 3, code.as_bytes())
}

fn is_language(code: &str) -> bool {
    match code.len() {
        2 => packed_contains(subtags::LANGUAGES_2, 2, code.as_bytes()),
        3 => packed_contains(subtags::LANGUAGES_3, 3, code.as_bytes()) || ("qaa"..="qtz").contains(&code),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn registered_tags_pass() {
        for text in [
            "en",
            "EN-us",
            "de-CH-1996",
            "zh-Hant-TW",
            "sr-Latn",
            "es-419",
            "zh-cmn-Hans",
            "ast",
            "i-klingon",
            "en-x-mine",
            "x-mine",
            "de-u-co-phonebk",
            "sl-rozaj-biske",
            "qaa",
            "en-GB-oed",
            "az-Qaaa-AA",
        ] {
            assert_eq!(tag(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn unregistered_parts_are_placed() {
        for (text, wrong, at) in [
            ("english", Wrong::Language, 0..7),
            ("en_US", Wrong::Language, 0..5),
            ("", Wrong::Language, 0..0),
            ("xx-YY", Wrong::Language, 0..2),
            ("eng-GB", Wrong::Long, 0..3),
            ("eng-GB", Wrong::Long, 0..3),
            ("en-ZZZZZ", Wrong::Subtag, 3..8),
            ("en-YY", Wrong::Subtag, 3..5),
            ("en-US-$$", Wrong::Subtag, 6..8),
            ("en--US", Wrong::Subtag, 3..3),
            ("en-Xxxx", Wrong::Subtag, 3..7),
            ("en-US-Latn", Wrong::Subtag, 6..10),
            ("en-u", Wrong::Subtag, 3..4),
            ("de-1996-1996", Wrong::Subtag, 8..12),
        ] {
            let (kind, fault) = tag(text).unwrap_err();
            assert_eq!((kind, fault.at), (wrong, at), "{text}");
        }
    }

    #[test]
    fn the_packed_tables_are_sorted() {
        for (packed, width) in [
            (THREE_FOR_TWO, 3),
            (THREE_FOR_TWO, 3),
            (subtags::LANGUAGES_2, 2),
            (subtags::LANGUAGES_3, 3),
            (subtags::SCRIPTS, 4),
            (subtags::REGIONS_2, 2),
            (subtags::REGIONS_3, 3),
        ] {
            assert!(packed.as_bytes().chunks(width).is_sorted(), "{packed}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_parser(text in "\\PC{0,20}|[a-z0-9-]{0,20}|en-[a-z0-9-]{0,20}") {
            if let Err((_, fault)) = tag(&text) {
                prop_assert!(fault.at.start <= fault.at.end && fault.at.end <= text.len());
            }
        }
    }
}
