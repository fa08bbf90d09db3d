//! Licences that a credit line names, and where their texts lie.

/// Elements of the licences of Creative Commons: how they are written, and their codes in the order of addresses.
const ELEMENTS: [(&str, &[&str]); 4] = [
    ("by", &["by", "attribution", "namensnennung"]),
    ("nc", &["nc", "noncommercial", "non-commercial"]),
    ("nd", &["nd", "noderivatives", "noderivs", "no-derivatives"]),
    ("sa", &["sa", "sharealike", "share-alike"]),
];

/// Versions that were published.
const VERSIONS: [&str; 6] = ["1.0", "2.0", "2.1", "2.5", "3.0", "4.0"];

/// Jurisdictions to which licences before 4.0 were fitted.
const JURISDICTIONS: [&str; 37] = [
    "at", "au", "be", "br", "ca", "ch", "cl", "cn", "cz", "de", "dk", "ee", "es", "fi", "fr", "gr", "hr", "hu", "ie",
    "igo", "in", "it", "jp", "kr", "lu", "mx", "nl", "no", "nz", "pl", "pt", "ro", "rs", "se", "tw", "uk", "us",
];

/// Words for what belongs to nobody.
const PUBLIC_DOMAIN: [&str; 9] = [
    "public domain",
    "public-domain",
    "gemeinfrei",
    "domaine public",
    "dominio público",
    "dominio publico",
    "pubblico dominio",
    "domínio público",
    "publiek domein",
];

/// The address of the licence that a line names; nothing where it names none, or none of a version that exists.
pub(crate) fn of(line: &str) -> Option<String> {
    let line = line.to_lowercase();
    if let Some(at) = line.find("creativecommons.org/") {
        let path = &line[at + "creativecommons.org/".len()..];
        let end = path.find(|c: char| !c.is_ascii_alphanumeric() && !"/.-".contains(c)).unwrap_or(path.len());
        let path = path[..end].trim_end_matches(['.', '-', '/']);
        let sound = path.starts_with("licenses/") || path.starts_with("publicdomain/");
        return sound.then(|| format!("https://creativecommons.org/{path}/"));
    }
    for name in ["cc", "creative commons"] {
        for (at, _) in line.match_indices(name) {
            let before = line[..at].chars().next_back();
            if before.is_some_and(char::is_alphanumeric) {
                continue;
            }
            if let Some(address) = creative_commons(&line[at + name.len()..]) {
                return Some(address);
            }
        }
    }
    let is_public = PUBLIC_DOMAIN.iter().any(|words| line.contains(words));
    is_public.then(|| "https://creativecommons.org/publicdomain/mark/1.0/".to_owned())
}

/// What follows the name of Creative Commons: elements, version, jurisdiction.
fn creative_commons(rest: &str) -> Option<String> {
    let mut rest = rest;
    let skip = |rest: &str| rest.len() - rest.trim_start_matches([' ', '\u{a0}', '-', '_', '–', ',', '(']).len();
    let zero =
        rest[skip(rest)..].strip_prefix(['0', 'z']).filter(|after| rest.starts_with('0') || after.starts_with("ero"));
    if zero.is_some_and(|after| !after.starts_with('.')) {
        return Some("https://creativecommons.org/publicdomain/zero/1.0/".to_owned());
    }
    let mut found = [false; ELEMENTS.len()];
    'elements: loop {
        let after = &rest[skip(rest)..];
        for (n, (_, names)) in ELEMENTS.iter().enumerate() {
            let longest = names.iter().filter_map(|name| after.strip_prefix(name)).min_by_key(|rest| rest.len());
            if let Some(tail) = longest.filter(|tail| !tail.starts_with(char::is_alphabetic)) {
                found[n] = true;
                rest = tail;
                continue 'elements;
            }
        }
        rest = after;
        break;
    }
    let codes: Vec<&str> = ELEMENTS.iter().zip(found).filter(|(_, is)| *is).map(|((code, _), _)| *code).collect();
    // The first licences alone went without the name of the maker.
    if !found[0] || (found[2] && found[3]) {
        return None;
    }
    let rest = rest.trim_start_matches(['v', '.', ' ']);
    let version = VERSIONS.iter().find(|version| rest.starts_with(**version))?;
    let rest = &rest[version.len()..];
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let after = &rest[skip(rest)..];
    let word = &after[..after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len())];
    let fitted = JURISDICTIONS.contains(&word)
        && *version != "4.0"
        && !after[word.len()..].trim_start().starts_with(char::is_alphabetic);
    let jurisdiction = if fitted { format!("{word}/") } else { String::new() };
    Some(format!("https://creativecommons.org/licenses/{}/{version}/{jurisdiction}", codes.join("-")))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_licence_is_known_however_it_is_written() {
        let cc = |path: &str| Some(format!("https://creativecommons.org/{path}/"));
        for (line, expected) in [
            ("Foto: Ilse Varga, CC BY-SA 4.0", cc("licenses/by-sa/4.0")),
            ("Bundesarchiv, Bild 183-1990-0000-000 / Settnik, Bernd / CC-BY-SA 3.0", cc("licenses/by-sa/3.0")),
            ("Ilse Varga / CC BY-SA 3.0 de", cc("licenses/by-sa/3.0/de")),
            ("Ilse Varga (CC BY 2.0)", cc("licenses/by/2.0")),
            ("CC BY 3.0 by Ilse Varga", cc("licenses/by/3.0")),
            ("Ilse Varga, cc-by-nc-nd-2.5", cc("licenses/by-nc-nd/2.5")),
            ("Ilse Varga, CC BY SA 4.0 International", cc("licenses/by-sa/4.0")),
            ("Ilse Varga, Creative Commons Attribution-ShareAlike 4.0", cc("licenses/by-sa/4.0")),
            ("Ilse Varga, CC0", cc("publicdomain/zero/1.0")),
            ("Ilse Varga, CC0 1.0", cc("publicdomain/zero/1.0")),
            ("NASA, public domain", cc("publicdomain/mark/1.0")),
            ("Wikimedia/gemeinfrei", cc("publicdomain/mark/1.0")),
            ("Ilse Varga https://creativecommons.org/licenses/by/4.0/deed.de", cc("licenses/by/4.0/deed.de")),
            ("Ilse Varga / CC BY-SA", None),
            ("Ilse Varga / CC BY 9.0", None),
            ("CC BY-ND-SA 3.0", None),
            ("Foto: ACC By Night 3.0", None),
            ("Photo: CC Varga", None),
            ("Photo: Ilse Varga", None),
            ("", None),
        ] {
            assert_eq!(of(line), expected, "{line}");
        }
    }
}
