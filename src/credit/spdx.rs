//! Licences by their names in the list of SPDX, as people write them: `MIT`, `Apache 2.0`, `GPLv3`, `BSD 3-Clause License`.

/// Names of licences by how they begin, in small letters, with the versions and endings that there are of each.
#[rustfmt::skip]
const FAMILIES: [(&str, &str, &[&str]); 32] = [
    ("0bsd", "0BSD", &[""]),
    ("afl", "AFL", &["-3.0"]),
    ("agpl", "AGPL", &["-1.0", "-3.0"]),
    ("apache", "Apache", &["-1.0", "-1.1", "-2.0"]),
    ("artistic", "Artistic", &["-1.0", "-2.0"]),
    ("bsd", "BSD", &["-1-Clause", "-2-Clause", "-3-Clause", "-4-Clause"]),
    ("bsl", "BSL", &["-1.0"]),
    ("cddl", "CDDL", &["-1.0", "-1.1"]),
    ("cecill", "CECILL", &["-1.0", "-2.0", "-2.1", "-B", "-C"]),
    ("cern-ohl-p", "CERN-OHL-P", &["-2.0"]),
    ("cern-ohl-s", "CERN-OHL-S", &["-2.0"]),
    ("cern-ohl-w", "CERN-OHL-W", &["-2.0"]),
    ("ecl", "ECL", &["-1.0", "-2.0"]),
    ("epl", "EPL", &["-1.0", "-2.0"]),
    ("eupl", "EUPL", &["-1.0", "-1.1", "-1.2"]),
    ("gfdl", "GFDL", &["-1.1", "-1.2", "-1.3"]),
    ("gpl", "GPL", &["-1.0", "-2.0", "-3.0"]),
    ("isc", "ISC", &[""]),
    ("lgpl", "LGPL", &["-2.0", "-2.1", "-3.0"]),
    ("mit", "MIT", &["", "-0"]),
    ("mpl", "MPL", &["-1.0", "-1.1", "-2.0"]),
    ("ms-pl", "MS-PL", &[""]),
    ("ms-rl", "MS-RL", &[""]),
    ("odbl", "ODbL", &["-1.0"]),
    ("odc-by", "ODC-By", &["-1.0"]),
    ("ofl", "OFL", &["-1.0", "-1.1"]),
    ("ogl-uk", "OGL-UK", &["-1.0", "-2.0", "-3.0"]),
    ("osl", "OSL", &["-1.0", "-2.0", "-2.1", "-3.0"]),
    ("pddl", "PDDL", &["-1.0"]),
    ("unlicense", "Unlicense", &[""]),
    ("wtfpl", "WTFPL", &[""]),
    ("zlib", "Zlib", &[""]),
];

/// What the licences of the Free Software Foundation say of later versions.
const LATER: [&str; 3] = ["-only", "-or-later", "+"];

/// The address of the licence that a text is the name of; nothing where it is none of those that are known.
pub(crate) fn of(text: &str) -> Option<String> {
    let name = text.trim().to_lowercase();
    let name = name.strip_prefix("the ").unwrap_or(&name);
    let words: Vec<&str> = name
        .split([' ', '_', ',', '-'])
        .filter(|word| !matches!(*word, "" | "license" | "licence" | "version" | "public" | "gnu" | "software"))
        .collect();
    let name = words.join("-");
    FAMILIES.iter().find_map(|(start, canonical, versions)| {
        let rest = name.strip_prefix(start)?;
        let (rest, later) = LATER
            .iter()
            .find_map(|later| Some((rest.strip_suffix(later)?, *later)))
            .filter(|_| start.ends_with("gpl") || *start == "gfdl")
            .unwrap_or((rest, ""));
        let bare = |text: &str| -> String { text.chars().filter(|c| !matches!(c, '-' | 'v')).collect() };
        let is_one = |version: &&&str| {
            let known = version.to_lowercase();
            // `GPLv3`, `BSD 3-Clause`, `3-Clause BSD`
            bare(rest) == bare(&known) || known.strip_suffix(".0").is_some_and(|whole| bare(rest) == bare(whole))
        };
        let version = versions.iter().find(is_one)?;
        // What a licence is without a word on later versions is said no more.
        let later = if later == "+" { "-or-later" } else { later };
        Some(format!("https://spdx.org/licenses/{canonical}{version}{later}.html"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_known_by_their_names() {
        for (text, id) in [
            ("MIT", Some("MIT")),
            ("the MIT License", Some("MIT")),
            ("mit-0", Some("MIT-0")),
            ("Apache-2.0", Some("Apache-2.0")),
            ("Apache License, Version 2.0", Some("Apache-2.0")),
            ("GPLv3", Some("GPL-3.0")),
            ("GPL-3.0-or-later", Some("GPL-3.0-or-later")),
            ("GNU GPL v2+", Some("GPL-2.0-or-later")),
            ("AGPL 3", Some("AGPL-3.0")),
            ("LGPL-2.1-only", Some("LGPL-2.1-only")),
            ("BSD-3-Clause", Some("BSD-3-Clause")),
            ("BSD 2-Clause License", Some("BSD-2-Clause")),
            ("ODbL-1.0", Some("ODbL-1.0")),
            ("OGL-UK-3.0", Some("OGL-UK-3.0")),
            ("EUPL 1.2", Some("EUPL-1.2")),
            ("Unlicense", Some("Unlicense")),
            ("Mitte", None),
            ("MIT 3", None),
            ("BSD", None),
            ("All rights reserved", None),
            ("GPL-9", None),
            ("", None),
        ] {
            assert_eq!(of(text), id.map(|id| format!("https://spdx.org/licenses/{id}.html")), "{text}");
        }
    }
}
