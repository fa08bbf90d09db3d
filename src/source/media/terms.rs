//! What agencies write beside a picture that is not for the web: `NO INTERNET`, `Print only`, `Online-Nutzung nicht erlaubt`.

use std::sync::LazyLock;

use crate::source::field::Names;
use crate::source::gate;
use crate::source::node::Node;

/// Names, folded, of the terms on which a picture may be used.
const TERMS: [&str; 15] = [
    "conditions",
    "ednote",
    "editorsnote",
    "instruction",
    "instructions",
    "limitations",
    "restriction",
    "restrictions",
    "rights",
    "rightsusageterms",
    "specialinstructions",
    "termsofuse",
    "usage",
    "usagerights",
    "usageterms",
];

/// Names, folded, of whether it may be shown on the web.
const RIGHTS: [&str; 4] = ["digitalrights", "internetrights", "onlinerights", "webrights"];

const WEB: [&str; 5] = ["internet", "online", "web", "website", "websites"];
const PRINT: [&str; 4] = ["newspaper", "newspapers", "papier", "print"];
const ONLY: [&str; 6] = ["ausschließlich", "nur", "only", "seulement", "solo", "uniquement"];
const NOT: [&str; 11] = ["geen", "kein", "keine", "never", "nicht", "niet", "no", "non", "not", "pas", "without"];
const REFUSED: [&str; 11] = [
    "excluded",
    "forbidden",
    "interdit",
    "interdite",
    "prohibited",
    "prohibida",
    "prohibido",
    "untersagt",
    "verboden",
    "verboten",
    "vietato",
];
const ALLOWED: [&str; 6] = ["allowed", "erlaubt", "gestattet", "permitted", "toegestaan", "zulässig"];

/// Words that may stand between those, and change nothing.
#[rustfmt::skip]
const BETWEEN: [&str; 29] = [
    "and", "any", "auf", "be", "das", "de", "die", "for", "für", "het", "im", "in", "le", "les", "nutzung", "of", "on", "or", "per", "pour", "publication", "rights", "sur", "the", "to", "usage", "use", "used",
    "voor",
];

/// Whether a member of a picture says that it may not be shown on the web.
pub(super) fn keeps_off_the_web(name: &str, value: &Node<'_>) -> bool {
    static NAMES: LazyLock<Names<bool>> = LazyLock::new(|| {
        Names::of(TERMS.iter().map(|name| (*name, false)).chain(RIGHTS.iter().map(|name| (*name, true))))
    });
    match NAMES.find(name) {
        // What is neither yes nor no may mean no.
        Some(true) => {
            gate::refuses(value) || value.text().is_some_and(|text| !text.trim().is_empty() && !gate::grants(value))
        }
        Some(false) => value.text().is_some_and(|text| is_not_for_web(&text)),
        None => false,
    }
}

/// Whether one clause of a text says so.
fn is_not_for_web(text: &str) -> bool {
    text.to_lowercase().split(['.', ',', ';', ':', '/', '\n', '(', ')']).any(|clause| {
        let all: Vec<&str> = clause.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let words: Vec<&str> = all.into_iter().filter(|word| !BETWEEN.contains(word)).collect();
        words.windows(2).any(|pair| {
            let [first, second] = [pair[0], pair[1]];
            NOT.contains(&first) && WEB.contains(&second)
                || WEB.contains(&first) && (REFUSED.contains(&second) || second == "out")
                || PRINT.contains(&first) && ONLY.contains(&second)
                || ONLY.contains(&first) && PRINT.contains(&second)
        }) || words
            .windows(3)
            .any(|said| WEB.contains(&said[0]) && NOT.contains(&said[1]) && ALLOWED.contains(&said[2]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_agencies_write_keeps_a_picture_off_the_web() {
        for text in [
            "NO INTERNET",
            "Not for web",
            "No web use",
            "print only",
            "Not for online use",
            "Please credit. Not for use on websites.",
            "For print use only",
            "Nur für Print",
            "Online-Nutzung nicht erlaubt",
            "Internet use prohibited",
            "NO RESALES / NO INTERNET",
        ] {
            assert!(keeps_off_the_web("special_instructions", &Node::Text(text.into())), "{text}");
        }
        assert!(keeps_off_the_web("online_rights", &Node::Bool(false)));
        for unsaid in ["no", "ask the desk", "perhaps"] {
            assert!(keeps_off_the_web("webRights", &Node::Text(unsaid.into())), "{unsaid}");
        }
    }

    #[test]
    fn other_terms_do_not() {
        for text in [
            "No restrictions on web use",
            "NO RESALES, web OK",
            "No archives. Internet allowed",
            "Web and print",
            "Not for sale online only in shops",
            "Editorial use only",
            "No modifications for web allowed",
            "Online use permitted",
            "Print and online only",
            "No digital manipulation",
        ] {
            assert!(!keeps_off_the_web("usageTerms", &Node::Text(text.into())), "{text}");
        }
        assert!(!keeps_off_the_web("caption", &Node::Text("No internet on the island".into())));
        assert!(!keeps_off_the_web("web_rights", &Node::Bool(true)));
        assert!(!keeps_off_the_web("web_rights", &Node::Text("yes".into())));
        assert!(!keeps_off_the_web("web_rights", &Node::Text("".into())));
    }
}
