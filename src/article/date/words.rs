//! Dates in the words of other languages, and with what style books want of English ones.

use super::{MONTHS, named};

/// Months in other languages, without accents.
#[rustfmt::skip]
const ELSEWHERE: [&[&str]; 12] = [
    &["januar", "janner", "janvier", "enero", "gennaio", "janeiro", "januari"],
    &["februar", "fevrier", "febrero", "febbraio", "fevereiro", "februari"],
    &["marz", "maerz", "mars", "marzo", "marco", "maart", "marts"],
    &["april", "avril", "abril", "aprile"],
    &["mai", "mayo", "maggio", "maio", "mei", "maj"],
    &["juni", "juin", "junio", "giugno", "junho"],
    &["juli", "juillet", "julio", "luglio", "julho"],
    &["august", "aout", "agosto", "augustus", "augusti"],
    &["september", "septembre", "septiembre", "settembre", "setembro"],
    &["oktober", "octobre", "octubre", "ottobre", "outubro"],
    &["november", "novembre", "noviembre", "novembro"],
    &["dezember", "decembre", "diciembre", "dicembre", "dezembro", "desember"],
];

/// The English name of a month in any of the known languages, whole or cut to three letters or more that no other has.
fn month_elsewhere(word: &str) -> Option<&'static str> {
    let is_of = |n: &usize| ELSEWHERE[*n].iter().any(|name| name.starts_with(word));
    let mut found = (0..12).filter(is_of);
    let n = found.next().filter(|_| word.len() >= 3)?;
    let is_whole = ELSEWHERE[n].contains(&word);
    (is_whole || found.next().is_none()).then_some(MONTHS[n])
}

/// Whether a word names a month in any of the known languages, whole or cut.
pub(crate) fn is_month(word: &str) -> bool {
    let plain = deunicode::deunicode(word).to_lowercase();
    let bare = plain.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    named(bare, &MONTHS).is_some() || month_elsewhere(bare).is_some()
}

/// A date in the words of another language, or with what style books want of English ones, in plain English: `6 janvier
/// 2026`, `2026年1月6日`, `Jan. 6, 2026, 9:00 p.m.`; nothing where no word of it is known.
pub(super) fn in_english(text: &str) -> Option<String> {
    let mut changed = false;
    let spaced: String = text
        .chars()
        .map(|c| match c {
            '年' | '月' | '년' | '월' => '-',
            '日' | '일' => ' ',
            '\u{2212}' => '-',
            c => c,
        })
        .collect();
    changed |= spaced != text;
    let mut out: Vec<String> = Vec::new();
    for (n, word) in spaced.split_whitespace().enumerate() {
        let plain = deunicode::deunicode(word).to_lowercase();
        let bare = plain.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let hours = bare.split_once('h').filter(|(hours, minutes)| {
            let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
            (1..=2).contains(&hours.len()) && digits(hours) && matches!(minutes.len(), 0 | 2) && digits(minutes)
        });
        let known = match bare {
            _ if word == "ET" => Some("America/New_York".to_owned()),
            _ if word == "CT" => Some("America/Chicago".to_owned()),
            _ if word == "PT" => Some("America/Los_Angeles".to_owned()),
            "a.m" => Some("am".to_owned()),
            "p.m" => Some("pm".to_owned()),
            "mez" => Some("+0100".to_owned()),
            "mesz" => Some("+0200".to_owned()),
            "de" | "del" | "do" | "di" | "le" | "den" | "um" | "uhr" | "ore" | "a" | "as" | "las" | "kl" | "klo"
            | "il" | "el" | "om" | "at" | "on" | "the" => Some(String::new()),
            // A day of the week.
            _ if n == 0 && word.ends_with(',') && !word.bytes().any(|b| b.is_ascii_digit()) => Some(String::new()),
            _ if hours.is_some() => hours.map(|(hours, minutes)| match minutes {
                "" => format!("{hours}:00"),
                minutes => format!("{hours}:{minutes}"),
            }),
            bare => month_elsewhere(bare).map(str::to_owned),
        };
        changed |= known.is_some();
        out.push(known.unwrap_or_else(|| word.to_owned()));
    }
    let words: Vec<String> = out.into_iter().filter(|word| !word.is_empty()).collect();
    changed.then(|| words.join(" "))
}
