//! Bylines: the persons and bodies that a line such as "By A and B" names.

use std::collections::HashSet;

use crate::article::Person;
use crate::credit::Lexicon;
use crate::source::record::Record;

/// Words that open a byline, in lower case, longest first where one begins another.
const OPENINGS: [&str; 28] = [
    "by",
    "von",
    "par",
    "de",
    "por",
    "di",
    "da",
    "av",
    "af",
    "door",
    "od",
    "autor:",
    "autorin:",
    "text:",
    "texte:",
    "texto:",
    "testo:",
    "tekst:",
    "från",
    "fra",
    "aus",
    "from",
    "written by",
    "words by",
    "propos recueillis par",
    "oleh",
    "przez",
    "piše",
];

/// Words between two names.
const JOINTS: [&str; 15] = [
    " and ", " und ", " et ", " y ", " e ", " och ", " og ", " en ", " i ", " & ", " with ", " mit ", " avec ",
    " con ", " sowie ",
];

/// What a body calls itself: such a name is no person's.
const BODIES: [&str; 24] = [
    "editorial team",
    "editorial staff",
    "editorial board",
    "newsroom",
    "news desk",
    "newsdesk",
    "redaktion",
    "redaktionen",
    "redaktionsnetzwerk",
    "rédaction",
    "redacción",
    "redazione",
    "redação",
    "redactie",
    "toimitus",
    "correspondents",
    "staff reporters",
    "staff writers",
    "our correspondent",
    "agencies",
    "agenturen",
    "agences",
    "agencias",
    "agenzie",
];

/// Jobs that follow a name after a comma.
const JOBS: [&str; 22] = [
    "staff",
    "writer",
    "reporter",
    "correspondent",
    "editor",
    "editors",
    "columnist",
    "contributor",
    "korrespondent",
    "korrespondentin",
    "redakteur",
    "redakteurin",
    "reporterin",
    "journaliste",
    "correspondant",
    "correspondante",
    "envoyé",
    "envoyée",
    "corresponsal",
    "redactor",
    "inviato",
    "journalist",
];

/// Words with which a newspaper speaks of its own.
const OURS: [&str; 16] = [
    "our", "unser", "unserem", "unserer", "unseren", "notre", "nos", "nuestro", "nuestra", "nuestros", "nostro",
    "nostra", "onze", "vår", "vores", "nosso",
];

/// Words after a name with which it goes on to something else.
const FURTHER: [&str; 5] = [" in ", " for ", " für ", " pour ", " @"];

/// Labels of those who did not write.
pub(super) const PICTURES: [&str; 8] =
    ["foto:", "fotos:", "photo:", "photos:", "bild:", "bilder:", "picture:", "pictures:"];

/// Words with which a byline says where it was written.
const PLACES: [&str; 12] = ["in ", "aus ", "à ", "en ", "i ", "a ", "em ", "te ", "w ", "au ", "at ", "from "];

/// The rest of a line after a byline's opening; `None` where it does not open one.
pub(super) fn after_opening(line: &str) -> Option<&str> {
    let line = line.trim();
    OPENINGS.iter().find_map(|opening| {
        let head = line.get(..opening.len())?;
        let rest = &line[opening.len()..];
        let apart = opening.ends_with(':') || rest.starts_with([' ', ':', '\u{A0}']);
        (apart && head.to_lowercase() == **opening)
            .then(|| rest.trim_start_matches([' ', ':', '\u{A0}']))
            .filter(|rest| !rest.is_empty())
    })
}

/// What programs and people write where there is nobody.
const NOBODY: [&str; 9] = ["-", "–", "—", "n/a", "n. a.", "n.a.", "nil", "null", "undefined"];

/// Whether a text in place of a name says that there is none.
pub(super) fn is_nobody(text: &str) -> bool {
    NOBODY.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// In a field of authors words before the names of those who wrote a text. Others (`von`, `de`, `di`) begin names, too.
#[rustfmt::skip]
const FIELD_OPENINGS: [&str; 15] = [
    "autor:", "autorin:", "by ", "by: ", "posted by ", "reported by ", "story by ", "tekst:", "testo:", "text by ", "text:", "texte:", "texto:", "words by ", "written by ",
];

/// What names the persons in a text that begins or ends with other words: `By Ann Bee`, `Ann Bee et al.`
pub(super) fn without_words(text: &str) -> &str {
    let behind = |opening: &&str| {
        let rest = text
            .get(..opening.len())
            .filter(|head| head.eq_ignore_ascii_case(opening))
            .and(text.get(opening.len()..))?;
        Some(rest.trim_start()).filter(|rest| rest.starts_with(|c: char| !c.is_lowercase()))
    };
    let text = FIELD_OPENINGS.iter().find_map(behind).unwrap_or(text);
    let others = ["et al.", "et al", "and others", "u. a.", "u.a."].iter().find_map(|others| {
        let before = text.strip_suffix(others)?;
        before.ends_with([' ', ',']).then(|| before.trim_end_matches([' ', ',']))
    });
    others.filter(|text| !text.is_empty()).unwrap_or(text)
}

/// Whether a line of a newspaper's text is its byline: it opens as one, and names follow.
pub(super) fn is_byline(line: &str) -> bool {
    let line = line.trim();
    let short = line.chars().count() <= 160 && !line.ends_with(['.', '!', '?', ';']);
    let Some(rest) = after_opening(line).filter(|_| short) else {
        return false;
    };
    if is_body(rest) || rest.eq_ignore_ascii_case("staff") || own(rest).is_some() {
        return true;
    }
    // Names begin with capitals; few words between them do not.
    let words: Vec<_> = rest.split([' ', ',', '/']).filter(|w| !w.is_empty()).collect();
    let small = words.iter().filter(|w| w.chars().next().is_some_and(char::is_lowercase)).count();
    rest.chars().next().is_some_and(char::is_uppercase) && small * 2 <= words.len() && words.len() <= 16
}

/// Whether two lines name the same people, whatever opens them.
pub(super) fn is_same(line: &str, byline: &str) -> bool {
    let letters = |text: &str| -> String {
        let names = after_opening(text).unwrap_or(text);
        names.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let line = letters(line);
    !line.is_empty() && line == letters(byline)
}

/// Takes the byline of a record out of its body, where it opens that: with what follows its names, or without.
pub(super) fn take_out(record: &mut Record<'_>) {
    let Some(by) = record.byline.as_deref() else { return };
    let forms = [Some(by), by.rsplit_once(", ").map(|(names, _)| names)];
    if let Some(body) = &record.body {
        let rest = forms.iter().flatten().find_map(|by| without(body, by, record.title.as_deref()));
        record.body = rest.map(Into::into).or(record.body.take());
    }
    if let Some(text) = &record.body_text {
        let opening = text.trim_start();
        let line = opening.lines().next().unwrap_or_default();
        if forms.iter().flatten().any(|by| is_same(line, by)) {
            record.body_text = Some(opening[line.len()..].to_owned().into());
        }
    }
}

/// A body without the byline that opens it, or that follows its headline; `None` where there is none.
fn without(html: &str, byline: &str, title: Option<&str>) -> Option<String> {
    let mut passed = 0;
    for _ in 0..8 {
        let rest = &html[passed..];
        let start = passed + (rest.len() - rest.trim_start().len());
        let tag = html[start..].strip_prefix('<')?;
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().filter(|name| !name.is_empty())?;
        let open = start + html[start..].find('>')? + 1;
        if !matches!(name, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "address" | "span") {
            let wraps = matches!(name, "div" | "section" | "article" | "header" | "main");
            let close = format!("</{name}>");
            // A block of words alone is a line, too.
            let inner = html[open..].find('<').map(|end| &html[open..open + end]).unwrap_or_default();
            let end = open + inner.len();
            if wraps && is_same(inner, byline) && html[end..].starts_with(&close) {
                return Some(format!("{}{}", &html[..start], &html[end + close.len()..]));
            }
            if !wraps {
                return None;
            }
            passed = open;
            continue;
        }
        let close = format!("</{name}>");
        let end = open + html[open..].find(&close)?;
        let text = crate::article::markup::text(&html[open..end]);
        passed = end + close.len();
        if is_same(&text, byline) && !html[open..end].contains("<img") {
            return Some(format!("{}{}", &html[..start], &html[passed..]));
        }
        if !title.is_some_and(|title| is_same(&text, title)) {
            return None;
        }
    }
    None
}

fn is_body(name: &str) -> bool {
    let name = name.to_lowercase();
    BODIES.iter().any(|b| name.ends_with(b) || name.starts_with(b) || name.contains(&format!(" {b} ")))
}

/// The name after "our correspondent" and the like, empty where it has none; `None` where a text
/// does not speak of the newspaper's own people.
fn own(text: &str) -> Option<&str> {
    let (first, mut rest) = text.split_once(' ')?;
    let is_job = |word: &str| JOBS.iter().any(|job| word.to_lowercase().starts_with(job));
    if !OURS.contains(&&*first.to_lowercase()) || !rest.split(' ').any(is_job) {
        return None;
    }
    loop {
        let word = rest.split(' ').next().unwrap_or_default();
        if word.is_empty() || PLACES.iter().any(|place| rest.starts_with(place)) {
            return Some("");
        }
        if !is_job(word) && word.starts_with(char::is_uppercase) {
            return Some(rest);
        }
        rest = rest[word.len()..].trim_start();
    }
}

/// Most names that a byline is read for.
const MOST: usize = 200;

/// Who a byline names, in its order.
pub(super) fn authors(byline: &str, lexicon: &Lexicon) -> Vec<Person> {
    let line = byline.trim().trim_end_matches(['.', ':']);
    let names = after_opening(line).unwrap_or(line);
    let several = JOINTS.iter().any(|joint| names.rsplit_once(joint).is_some_and(|(_, last)| is_body(last)));
    if is_body(names) && !names.contains([',', '/']) && !several {
        return vec![body(strip_article(names))];
    }
    let mut parts = vec![names];
    for joint in JOINTS.iter().copied().chain([", ", " / ", "/", ";", " | ", " – ", " — ", " ("]) {
        parts = parts.into_iter().flat_map(|p| p.split(joint)).collect();
    }
    let mut found: Vec<Person> = Vec::new();
    let mut seen = HashSet::new();
    let mut whole = false;
    for part in parts.into_iter().take(MOST) {
        let part = part.trim().trim_matches(['(', ')', ',']).trim();
        let part = after_opening(part).unwrap_or(part);
        let job = part.to_lowercase().split(' ').any(|w| JOBS.contains(&w));
        let place = PLACES.iter().any(|p| part.starts_with(p));
        let picture = PICTURES.iter().any(|label| part.to_lowercase().starts_with(label));
        let (part, job) = match own(part) {
            Some("") => {
                found.push(body(part));
                continue;
            }
            Some(name) => (name, false),
            None => (part, job),
        };
        // A number belongs to a date.
        let dated = !found.is_empty() && part.contains(|c: char| c.is_ascii_digit());
        if part.is_empty()
            || dated
            || ((job || place || picture) && !is_body(part))
            || !part.contains(char::is_alphabetic)
        {
            continue;
        }
        let codes = part.split('-').map(str::trim);
        if part.contains('-') && codes.clone().all(is_code) {
            found.extend(codes.map(body));
        } else if is_code(part) || lexicon.class(part).is_some() || is_body(part) {
            found.push(body(strip_article(part)));
        } else if part.contains(' ') || !whole {
            // One word after whole names is where they wrote it. "in Hamburg" and the like after a name says where, not who.
            let end = FURTHER.iter().filter_map(|word| part.find(word)).min().unwrap_or(part.len());
            let name = part[..end].trim_end();
            whole |= name.contains(' ');
            found.push(Person { name: name.to_owned(), ..Person::default() });
        }
    }
    found.retain(|p| seen.insert(p.name.clone()));
    found
}

fn body(name: &str) -> Person {
    Person { name: name.to_owned(), organization: true, ..Person::default() }
}

/// A code of an agency: two to five capitals.
fn is_code(word: &str) -> bool {
    (2..=5).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

fn strip_article(name: &str) -> &str {
    ["the ", "der ", "den ", "la ", "die "]
        .iter()
        .find_map(|a| name.get(..a.len()).filter(|h| h.eq_ignore_ascii_case(a)).map(|_| &name[a.len()..]))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(byline: &str) -> Vec<(String, bool)> {
        authors(byline, Lexicon::builtin()).into_iter().map(|p| (p.name, p.organization)).collect()
    }

    #[test]
    fn the_common_forms_name_their_authors() {
        for (byline, expected) in [
            ("By Ann Bee", &[("Ann Bee", false)][..]),
            ("By Ann Bee and Carl Dee", &[("Ann Bee", false), ("Carl Dee", false)]),
            ("BY ANN BEE, Staff Writer", &[("ANN BEE", false)]),
            ("Von Ann Bee und Carl Dee, dpa", &[("Ann Bee", false), ("Carl Dee", false), ("dpa", true)]),
            ("Par Zoé Dubois (AFP)", &[("Zoé Dubois", false), ("AFP", true)]),
            ("Por José Pérez y Ana Ruiz", &[("José Pérez", false), ("Ana Ruiz", false)]),
            ("From the Harbour Courier editorial team", &[("Harbour Courier editorial team", true)]),
            ("Von Ann Bee und Carl Dee, Hamburg", &[("Ann Bee", false), ("Carl Dee", false)]),
            ("Par Zoé Dubois et Luc Petit, à Lorient", &[("Zoé Dubois", false), ("Luc Petit", false)]),
            ("By Ann Bee in Helsinki", &[("Ann Bee", false)]),
            ("By our own correspondent", &[("our own correspondent", true)]),
            ("Von unserem Korrespondenten Ann Bee", &[("Ann Bee", false)]),
            ("De notre envoyé spécial Luc Petit, à Lorient", &[("Luc Petit", false)]),
            ("By Ann Bee and agencies", &[("Ann Bee", false), ("agencies", true)]),
            ("By Ann Bee for the Courier @bee", &[("Ann Bee", false)]),
            ("Text: Ann Bee, Foto: Bo Dahl", &[("Ann Bee", false)]),
            ("By staff", &[]),
            ("Von Bee und Dee", &[("Bee", false), ("Dee", false)]),
            ("NTB-AFP-DPA", &[("NTB", true), ("AFP", true), ("DPA", true)]),
            ("NTB", &[("NTB", true)]),
            ("Reuters, MAR 04", &[("Reuters", true)]),
            ("Paulo Santos and Frances d'Emil", &[("Paulo Santos", false), ("Frances d'Emil", false)]),
            ("", &[]),
        ] {
            let expected: Vec<_> = expected.iter().map(|(n, o)| ((*n).to_owned(), *o)).collect();
            assert_eq!(names(byline), expected, "{byline}");
        }
    }

    #[test]
    fn a_sentence_is_no_byline() {
        for line in [
            "By Ann Bee",
            "From the Courier editorial team",
            "Von Ann Bee",
            "Par Zoé Dubois et Luc Petit",
            "Av Kari Nordmann",
            "By staff",
            "From our staff reporter",
            "Von unserem Korrespondenten Ann Bee",
            "Par notre correspondant à Bruxelles",
        ] {
            assert!(is_byline(line), "{line}");
        }
        for line in [
            "By the time the ferry came, it was dark",
            "By noon the harbour was full.",
            "Ann Bee",
            "De acuerdo con la policía no hay heridos",
            "Par temps de brume",
            "By our reckoning the ferry is late",
        ] {
            assert!(!is_byline(line), "{line}");
        }
    }
}
