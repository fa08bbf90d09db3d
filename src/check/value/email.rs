//! E-mail addresses (RFC 5322) and the form RSS gives them: `jane@example.org (Jane Doe)`.

use std::ops::Range;

use super::Fault;

/// Something about an address that is legal but odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// The domain has no dot, so mail from outside cannot reach it.
    LocalHost,
    /// It needs internationalised mail (RFC 6531).
    NotAscii,
}

/// Checks an `addr-spec` of RFC 5322: dot-atoms or a quoted string, `@`, a domain or a literal.
pub fn addr_spec(text: &str) -> Result<Option<Oddity>, Fault> {
    let Some(at) = text.rfind('@') else {
        return Err(Fault::new(0..text.len(), "is no e-mail address"));
    };
    let (local, domain) = (&text[..at], &text[at + 1..]);
    let quoted =
        local.len() >= 2 && local.starts_with('"') && local.ends_with('"') && !local[1..local.len() - 1].contains('"');
    if !quoted {
        if local.is_empty() || local.split('.').any(str::is_empty) {
            return Err(Fault::new(0..at, "has an empty part before the @"));
        }
        if let Some((i, c)) = local.char_indices().find(|&(_, c)| !(is_atext(c) || c == '.')) {
            return Err(Fault::new(i..i + c.len_utf8(), "holds a character that no e-mail address may hold"));
        }
    }
    let domain_at = at + 1;
    if domain.starts_with('[') && domain.ends_with(']') {
        return Ok(None);
    }
    for label in domain.split('.') {
        let fits = !label.is_empty()
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || (!c.is_ascii() && c.is_alphanumeric()))
            && !label.starts_with('-')
            && !label.ends_with('-');
        if !fits {
            return Err(Fault::new(domain_at..text.len(), "has a domain that is no host name"));
        }
    }
    if !text.is_ascii() {
        return Ok(Some(Oddity::NotAscii));
    }
    Ok((!domain.contains('.')).then_some(Oddity::LocalHost))
}

fn is_atext(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || (!c.is_ascii() && c.is_alphanumeric())
}

/// How a person of an RSS feed is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    /// `jane@example.org (Jane Doe)`, as the RSS profile wants it.
    Named(Option<(Oddity, Range<usize>)>),
    /// An address and nothing else.
    Bare(Option<(Oddity, Range<usize>)>),
    /// There is an address, but name and address stand in another order or form.
    Jumbled(Range<usize>),
}

/// Reads the address of an RSS `author`, `managingEditor` or `webMaster`.
pub fn contact(text: &str) -> Result<Contact, Fault> {
    if text.get(..7).is_some_and(|p| p.eq_ignore_ascii_case("mailto:")) {
        let decoded = percent_encoding::percent_decode_str(&text[7..]).decode_utf8_lossy();
        if let Ok(oddity) = addr_spec(&decoded) {
            return Ok(Contact::Bare(oddity.map(|o| (o, 7..text.len()))));
        }
        return if decoded.split([' ', '<', '>', ',', ';', '?', '(', ')']).any(|word| addr_spec(word).is_ok()) {
            Ok(Contact::Jumbled(0..7))
        } else {
            Err(Fault::new(0..text.len(), "is a mailto: link without an e-mail address"))
        };
    }
    if !text.contains('@') {
        return Err(Fault::new(0..text.len(), "holds no e-mail address"));
    }
    if text.ends_with(')')
        && let Some(open) = text.find('(')
    {
        let address = text[..open].trim_end();
        return match addr_spec(address) {
            Ok(oddity) => Ok(Contact::Named(oddity.map(|o| (o, 0..address.len())))),
            Err(fault) => Err(fault),
        };
    }
    if let Ok(oddity) = addr_spec(text) {
        return Ok(Contact::Bare(oddity.map(|o| (o, 0..text.len()))));
    }
    // Somewhere among names, brackets and commas there may be a whole address.
    let found =
        text.split([' ', '\t', '\n', '<', '>', ',', ';', '"']).any(|word| !word.is_empty() && addr_spec(word).is_ok());
    if found {
        Ok(Contact::Jumbled(0..text.len()))
    } else {
        Err(Fault::new(0..text.len(), "holds no well-formed e-mail address"))
    }
}

/// The first thing between angle brackets or blanks in a name that is an e-mail address.
pub fn inside_name(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    for at in memchr::memchr_iter(b'@', bytes) {
        let start = text[..at].rfind([' ', '<', '(', ',', ';', ':', '\t', '\n']).map_or(0, |i| i + 1);
        let end = text[at..].find([' ', '>', ')', ',', ';', '\t', '\n']).map_or(text.len(), |i| at + i);
        let word = &text[start..end];
        if word.contains('.') && matches!(addr_spec(word), Ok(None)) {
            return Some(start..end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_of_rfc_5322_pass_and_others_do_not() {
        for text in [
            "a@example.org",
            "P.O'Neill@example.ie",
            "~@example.ie",
            "a+b@example.org",
            "\"a b\"@example.org",
            "a@[192.0.2.1]",
        ] {
            assert_eq!(addr_spec(text), Ok(None), "{text}");
        }
        assert_eq!(addr_spec("a@localhost"), Ok(Some(Oddity::LocalHost)));
        assert_eq!(addr_spec("jöe@exämple.org"), Ok(Some(Oddity::NotAscii)));
        for text in [
            "",
            "Jane",
            "@example.org",
            "a@",
            "a..b@example.org",
            "a b@example.org",
            "a@exa mple.org",
            "a@-b.org",
            "a@b..org",
            "<a@b.org>",
        ] {
            assert!(addr_spec(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_form_of_an_rss_contact_is_told() {
        assert_eq!(contact("jane@example.org (Jane Doe)"), Ok(Contact::Named(None)));
        assert_eq!(contact("jane@example.org"), Ok(Contact::Bare(None)));
        assert_eq!(contact("mailto:jane%40example.org"), Ok(Contact::Bare(None)));
        for text in [
            "Jane <jane@example.org>",
            "a@example.org, b@example.org",
            "Jane Doe, jane@example.org",
            "mailto:jane@example.org?subject=news",
        ] {
            assert!(matches!(contact(text), Ok(Contact::Jumbled(_))), "{text}");
        }
        for text in ["Jane Doe", "", "Jane (mailto:jane@example.org)", "@", "mailto:jane"] {
            assert!(contact(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_address_inside_a_name_is_found() {
        assert_eq!(inside_name("Jane <jane@example.org>"), Some(6..22));
        assert_eq!(inside_name("Jane @ work"), None);
        assert_eq!(inside_name("@jane"), None);
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_parsers(text in "\\PC{0,30}|[a-z@.<>() :]{0,20}") {
            if let Err(fault) = addr_spec(&text) {
                prop_assert!(text.get(fault.at).is_some());
            }
            let _ = contact(&text);
            if let Some(at) = inside_name(&text) {
                prop_assert!(text.get(at).is_some());
            }
        }
    }
}
