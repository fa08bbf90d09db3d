//! `tag:` URIs (RFC 4151), `urn:` (RFC 8141) and `urn:uuid:` (RFC 9562).

use super::Fault;

/// Whether a text is a `tag:` URI, well-formed or not.
pub fn is_tag(text: &str) -> bool {
    has_prefix(text, "tag:")
}

/// Whether a text is a `urn:`, well-formed or not.
pub fn is_urn(text: &str) -> bool {
    has_prefix(text, "urn:")
}

/// Whether a text is a `urn:uuid:`, well-formed or not.
pub fn is_uuid_urn(text: &str) -> bool {
    has_prefix(text, "urn:uuid:")
}

fn has_prefix(text: &str, prefix: &str) -> bool {
    text.as_bytes().get(..prefix.len()).is_some_and(|p| p.eq_ignore_ascii_case(prefix.as_bytes()))
}

/// Checks `tag:authority,date:specific`.
pub fn tag(text: &str) -> Result<(), Fault> {
    let Some(rest) = text.strip_prefix("tag:") else {
        return Err(Fault::new(0..text.len().min(4), "does not begin with tag: in lower case"));
    };
    let Some(comma) = rest.find(',') else {
        return Err(Fault::new(4..text.len(), "lacks the comma and the date after the naming authority"));
    };
    let authority = &rest[..comma];
    let host = match authority.split_once('@') {
        Some((user, host)) => {
            if user.is_empty() || !user.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b)) {
                return Err(Fault::new(4..4 + user.len(), "has a malformed e-mail address as naming authority"));
            }
            host
        }
        None => authority,
    };
    let labels_fit = host.split('.').all(|label| {
        !label.is_empty()
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    });
    if !labels_fit {
        return Err(Fault::new(
            4 + authority.len() - host.len()..4 + comma,
            "has a naming authority that is no domain name",
        ));
    }
    let after = &rest[comma + 1..];
    let date_at = 4 + comma + 1;
    let Some(colon) = after.find(':') else {
        return Err(Fault::new(date_at..text.len(), "lacks the colon after its date"));
    };
    let date = &after[..colon];
    let digits = |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = date.split('-');
    let year = parts.next().is_some_and(|p| digits(p, 4));
    let month = parts.next().map(|p| digits(p, 2) && ("01"..="12").contains(&p));
    let day = parts.next().map(|p| digits(p, 2) && ("01"..="31").contains(&p));
    if !year || month == Some(false) || day == Some(false) || parts.next().is_some() {
        return Err(Fault::new(date_at..date_at + colon, "has a date that is not YYYY, YYYY-MM or YYYY-MM-DD"));
    }
    let specific_at = date_at + colon + 1;
    let specific = &text[specific_at..];
    let (specific, fragment) = specific.split_once('#').unwrap_or((specific, ""));
    for (part, start) in [(specific, specific_at), (fragment, specific_at + specific.len() + 1)] {
        if let Some((at, c)) = part.char_indices().find(|&(_, c)| !is_specific(c)) {
            return Err(Fault::new(start + at..start + at + c.len_utf8(), "holds a character that no tag may hold"));
        }
    }
    Ok(())
}

/// `pchar`, `/` and `?` of RFC 3986.
fn is_specific(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?%".contains(c)
}

/// Checks `urn:nid:nss`; a `urn:uuid:` also has to hold a UUID (see [`uuid`]).
pub fn urn(text: &str) -> Result<(), Fault> {
    if !is_urn(text) {
        return Err(Fault::new(0..text.len(), "does not begin with urn:"));
    }
    let rest = &text[4..];
    let Some(colon) = rest.find(':') else {
        return Err(Fault::new(4..text.len(), "lacks the colon after its namespace"));
    };
    let nid = &rest[..colon];
    let good_nid = (2..=32).contains(&nid.len())
        && nid.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !nid.starts_with('-')
        && !nid.ends_with('-');
    if !good_nid {
        return Err(Fault::new(4..4 + colon, "has a namespace that is not 2 to 32 letters, digits and hyphens"));
    }
    let nss = &rest[colon + 1..];
    let nss_at = 4 + colon + 1;
    if nss.is_empty() {
        return Err(Fault::new(0..text.len(), "ends after its namespace"));
    }
    if let Some((at, c)) = nss.char_indices().find(|&(_, c)| !is_specific(c) && c != '#') {
        return Err(Fault::new(nss_at + at..nss_at + at + c.len_utf8(), "holds a character that no URN may hold"));
    }
    Ok(())
}

/// Checks the UUID of a `urn:uuid:`.
pub fn uuid(text: &str) -> Result<(), Fault> {
    if !is_uuid_urn(text) {
        return Err(Fault::new(0..text.len(), "does not begin with urn:uuid:"));
    }
    let start = "urn:uuid:".len();
    let id = &text[start..];
    let fits = id.len() == 36
        && id.bytes().enumerate().all(
            |(i, b)| {
                if matches!(i, 8 | 13 | 18 | 23) { b == b'-' } else { b.is_ascii_hexdigit() }
            },
        );
    if fits {
        Ok(())
    } else {
        Err(Fault::new(start..text.len(), "does not hold 32 hexadecimal digits in groups of 8-4-4-4-12"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_of_rfc_4151_pass_and_their_neighbours_do_not() {
        for text in [
            "tag:example.org,2026:story",
            "tag:example.org,2026-01:a:b",
            "tag:me@example.org,2026-01-31:/x/y?z#f",
            "tag:a-b.example,2026:",
            "tag:localhost,2026:x",
        ] {
            assert_eq!(tag(text), Ok(()), "{text}");
        }
        for text in [
            "tag:example.org:x",
            "tag:exa mple.org,2026:x",
            "tag:exa*mple,2026:x",
            "tag:example,org,2026:x",
            "tag:example.org,26:x",
            "tag:example.org,2026-1:x",
            "tag:example.org,2026-13:x",
            "tag:example.org,2026-01-01T00:x",
            "tag:example.org,20260101:x",
            "tag:example.org,2026 01:x",
            "tag:example.org,2026",
            "tag:example.org,2026:a b",
            "tag:example.org,2026:[x",
            "tag:example.org,2026:é",
            "TAG:example.org,2026:x",
        ] {
            assert!(tag(text).is_err(), "{text}");
        }
    }

    #[test]
    fn urns_and_uuids_are_judged() {
        for text in ["urn:example:a", "URN:EXAMPLE-ORG:1", "urn:isbn:978-3-16", "urn:example:a:b/c"] {
            assert_eq!(urn(text), Ok(()), "{text}");
        }
        for text in [
            "urn:",
            "urn:x",
            "urn:-ab:1",
            "urn:a.b:1",
            "urn:a+b:1",
            "urn:a/b:1",
            "urn:example:",
            "urn:example:a b",
            "urn:a:b",
        ] {
            assert!(urn(text).is_err(), "{text}");
        }
        assert_eq!(uuid("urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a"), Ok(()));
        assert_eq!(uuid("URN:UUID:1225C695-CFB8-4EBB-AAAA-80DA344EFA6A"), Ok(()));
        for text in [
            "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6",
            "urn:uuid:g225c695-cfb8-4ebb-aaaa-80da344efa6a",
            "urn:uuid:",
        ] {
            assert!(uuid(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_parsers(text in "(tag:|urn:|urn:uuid:|)\\PC{0,30}") {
            for result in [tag(&text), urn(&text), uuid(&text)] {
                if let Err(fault) = result {
                    prop_assert!(fault.at.start <= fault.at.end && fault.at.end <= text.len());
                }
            }
        }
    }
}
