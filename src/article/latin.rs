//! Slugs in Latin letters as Eleventy's filter `slugify` makes them: `&` is a word, umlauts are two letters, and marks in a
//! word part it.

/// Letters that stand for others there than everywhere, in small.
const LETTERS: [(&str, &str); 30] = [
    ("ae", "ä"),
    ("oe", "ö"),
    ("ue", "ü"),
    ("i", "ήηإ"),
    ("y", "ΰυϋύйը"),
    ("v", "β"),
    ("ks", "ξ"),
    ("f", "φ"),
    ("x", "χ"),
    ("sch", "щ"),
    ("yu", "ю"),
    ("ya", "я"),
    ("yo", "ё"),
    ("ye", "єե"),
    ("tch", "ճჭ"),
    ("vo", "ո"),
    ("r", "ռ"),
    ("c", "ց"),
    ("q", "քქ"),
    ("yev", "և"),
    ("e", "ءعے€"),
    ("a", "أاى"),
    ("t", "ة"),
    ("gh", "غღ"),
    ("k", "کყ"),
    ("ph", "ფ"),
    ("ts", "ცწ"),
    ("dz", "ძ"),
    ("kh", "ხ"),
    ("g", "گ"),
];

/// Signs that are words.
const WORDS: [(char, &str); 3] = [('&', " and "), ('♥', " love "), ('🦄', " unicorn ")];

/// Whether a letter is of a script that is written in Latin letters; others part words as blanks do.
fn is_known(c: char) -> bool {
    matches!(c, 'À'..='ɏ' | 'Ḁ'..='ỿ' | 'Ͱ'..='Ͽ' | 'Ѐ'..='ҁ' | 'Ґ'..='ґ' | 'Ա'..='և' | 'ა'..='ჰ' | 'ء'..='ي' | 'ٱ'..='ۓ')
}

/// A text as an address has it.
pub fn latin_slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let own = c.to_lowercase().next().unwrap_or(c);
        if let Some((_, word)) = WORDS.iter().find(|(sign, _)| *sign == c) {
            out.push_str(word);
        } else if let Some((latin, _)) = LETTERS.iter().find(|(_, letters)| !c.is_ascii() && letters.contains(own)) {
            out.push_str(latin);
        } else if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if is_known(c) {
            let latin = deunicode::deunicode_char(c).unwrap_or(" ").to_lowercase();
            out.extend(latin.chars().filter(char::is_ascii_alphanumeric));
        } else if !matches!(c, '\u{300}'..='\u{36F}') {
            out.push(' ');
        }
    }
    let words = without_apostrophes(&out);
    let parts = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

/// Words whose ends are cut off by an apostrophe (`don't`, `Ann's`) stay one.
fn without_apostrophes(text: &str) -> String {
    let bytes = text.as_bytes();
    let ends_word = |at: usize| {
        let is_end = bytes.get(at + 2).is_none_or(u8::is_ascii_whitespace);
        at > 0 && bytes[at - 1].is_ascii_alphanumeric() && matches!(bytes.get(at + 1), Some(b't' | b's')) && is_end
    };
    text.char_indices().filter(|(at, c)| *c != '\'' || !ends_word(*at)).map(|(_, c)| c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_those_of_eleventy() {
        for (text, slug) in [
            ("Eighth & Größe: What?", "eighth-and-groesse-what"),
            ("fooBar Baz", "foobar-baz"),
            ("Don't stop", "dont-stop"),
            ("It's ok", "its-ok"),
            ("C++ & C#", "c-and-c"),
            ("a.b.c", "a-b-c"),
            ("日本 x", "x"),
            ("I ♥ 🦄", "i-love-unicorn"),
            ("v1.0 (final)_x", "v1-0-final-x"),
            ("_lead", "lead"),
            ("Žižkov çà Łódź", "zizkov-ca-lodz"),
            ("Щука ещё", "schuka-eschyo"),
            ("ann’s rock'n'roll 'tis", "ann-s-rock-n-roll-tis"),
            ("İstanbul ı ğ, Tiếng Việt", "istanbul-i-g-tieng-viet"),
            ("", ""),
        ] {
            assert_eq!(latin_slug(text), slug, "{text}");
        }
    }
}
