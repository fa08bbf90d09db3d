//! Phrases under a gate's name that are neither a flag, a date nor a word of states: `noch nicht`, `next week`,
//! `until further notice`, `n/a`, `12,000`.

/// Longest text that is looked at as a phrase, in bytes.
const LONGEST: usize = 200;

/// Whether a text counts something, or says what it costs.
pub(super) fn is_amount(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| c.is_ascii_digit() || matches!(c, '$' | '€' | '£' | '¥'))
}

/// Whether a mark, as people put them into the cells of tables, says yes.
pub(super) fn tick(text: &str) -> Option<bool> {
    match text.trim() {
        "x" | "X" | "✓" | "✔" | "✔\u{FE0F}" | "☑" | "☒" | "✅" => Some(true),
        "✗" | "✘" | "❌" | "☐" | "✖" => Some(false),
        _ => None,
    }
}

/// Whether a text measures something: `10 km`, as `visibility` does in a weather report.
pub(super) fn is_measure(text: &str) -> bool {
    let unit = text.trim().trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '<' | '>' | ' '));
    unit.len() < text.trim().len() && matches!(unit, "km" | "m" | "mi" | "miles" | "nm" | "ft" | "%")
}

/// Phrases that say that it is not so yet, or that nobody knows, without accents.
#[rustfmt::skip]
const NOT_YET: [&str; 49] = [
    "ainda nao", "asap", "aun no", "ausstehend", "bald", "bientot", "en attente", "eventuell", "forse", "ikke enda",
    "ikke endnu", "ikke enna", "in attesa", "inte an", "jeszcze nie", "kanske", "kanskje", "later", "mas tarde",
    "maske", "maybe", "misschien", "nicht", "nog niet", "non ancora", "not", "pas encore", "pendente", "pendiente",
    "pending", "perhaps", "peut etre", "plus tard", "possibly", "presto", "quizas", "snart", "soon", "spater",
    "straks", "talvez", "tba", "tbc", "tbd", "todavia no", "unbekannt", "unclear", "unknown", "vielleicht",
];

/// Words that a condition begins with, without accents: `after legal review`, `sobald der Text frei ist`.
#[rustfmt::skip]
const CONDITIONS: [&str; 40] = [
    "after", "apres", "as soon as", "assim que", "bis", "cuando", "depois", "depuis que", "des que", "despues",
    "dopo", "efter", "en cuanto", "etter", "falls", "fino", "following", "hasta", "if", "jusqu", "kun", "nach", "nar",
    "no earlier than", "not before", "once", "only after", "only if", "only when", "pas avant", "quando", "quand",
    "sobald", "til", "tot", "unless", "until", "wanneer", "wenn", "when",
];

/// Words that tell a time without a date, without accents.
#[rustfmt::skip]
const TIMES: [&str; 110] = [
    "today", "tonight", "tomorrow", "yesterday", "noon", "midnight", "morning", "afternoon", "evening", "weekend",
    "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "quarter", "year", "years",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "heute", "gestern", "morgen", "abend", "mittag", "mitternacht", "wochenende", "minuten", "stunde", "stunden", "tag",
    "tage", "tagen", "woche", "wochen", "monat", "monate", "jahr", "jahre",
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag",
    "demain", "hier", "midi", "minuit", "heure", "heures", "jour", "jours", "semaine", "semaines", "mois",
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    "manana", "ayer", "hora", "horas", "dia", "dias", "semana", "semanas",
    "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo",
    "domani", "ieri", "giorno", "giorni", "settimana", "settimane", "lunedi", "martedi", "mercoledi", "giovedi",
    "venerdi", "domenica", "amanha", "maandag", "vrijdag", "mandag", "fredag", "imorgon", "vecka", "jutro",
];

/// Phrases that say that something is so by now, without accents.
#[rustfmt::skip]
const AT_ONCE: [&str; 24] = [
    "ab sofort", "always", "at once", "aucun", "aucune", "for immediate release", "free", "geen", "immediate",
    "immediately", "immediatement", "immer", "ingen", "jetzt", "kein", "keine", "lifted", "nessuno", "ninguno",
    "no embargo", "not embargoed", "now", "right away", "sofort",
];

/// Phrases that say that something never ends, without accents.
#[rustfmt::skip]
const ENDLESS: [&str; 27] = [
    "always", "auf weiteres", "bis auf weiteres", "does not expire", "for ever", "forever", "further notice", "immer",
    "indefinite", "indefinitely", "infinite", "infinity", "jamais", "never expires", "nie", "no expiration",
    "no expiry", "nunca", "open end", "open ended", "permanent", "permanently", "perpetual", "toujours", "unbefristet",
    "unlimited", "until further notice",
];

/// What is written where there is none.
const NOTHING: [&str; 7] = ["n a", "na", "nil", "null", "none", "undefined", "not applicable"];

/// The words of a text in small letters without accents, a blank around each.
fn words(text: &str) -> String {
    let mut spaced = String::from(" ");
    for word in deunicode::deunicode(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        spaced.push_str(&word.to_ascii_lowercase());
        spaced.push(' ');
    }
    spaced
}

fn is_any(text: &str, phrases: &[&str]) -> bool {
    phrases.contains(&words(text).trim())
}

/// Whether one of the phrases stands in a text, of which the words are given.
fn has_any(words: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        words
            .match_indices(phrase)
            .any(|(at, _)| words.as_bytes()[at - 1] == b' ' && words.as_bytes()[at + phrase.len()] == b' ')
    })
}

/// Whether a text says of what is asked that it is not so yet, or that nobody knows: `noch nicht`, `?`; where it may
/// as well be a title, in two words at most.
pub(super) fn is_not_yet(text: &str, may_be_title: bool) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    if text.trim().chars().all(|c| matches!(c, '?' | '¿' | '？')) {
        return true;
    }
    let words = words(text);
    has_any(&words, &NOT_YET) && !(may_be_title && words.split_whitespace().count() > 2)
        || !may_be_title && is_condition(&words)
}

/// Whether a text, of which the words are given, begins as a condition does.
fn is_condition(words: &str) -> bool {
    CONDITIONS
        .iter()
        .any(|phrase| words[1..].strip_prefix(phrase).is_some_and(|rest| rest.len() > 1 && rest.starts_with(' ')))
}

/// Whether a text that is no date tells a time: `next week`, `31.02.2026`, `25:00`.
pub(super) fn tells_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |at: usize, n: usize| bytes.get(at..at + n).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    let is_mark = |at: usize| matches!(bytes.get(at), Some(b'-' | b'.' | b'/'));
    let numbers = (0..bytes.len()).any(|at| {
        // A year before a month, or behind one; minutes.
        digits(at, 4) && is_mark(at + 4) && digits(at + 5, 1)
            || digits(at, 1) && is_mark(at + 1) && digits(at + 2, 4)
            || digits(at, 1) && bytes.get(at + 1) == Some(&b':') && digits(at + 2, 2)
    });
    text.len() <= LONGEST && (numbers || has_any(&words(text), &TIMES))
}

/// Whether a text where a moment stands says that there is none: for `end` that something never ends, else that it has
/// begun. Databases write zeros, or the moment that their clocks begin at.
pub(super) fn is_no_moment(text: &str, end: bool) -> bool {
    let zeros = ["0000-00-00", "1970-01-01T00:00:00", "1970-01-01 00:00:00"]
        .iter()
        .any(|start| text.trim().strip_prefix(start).is_some_and(|rest| !rest.contains(|c| matches!(c, '1'..='9'))));
    text.len() <= LONGEST && (zeros || is_nothing(text) || is_any(text, if end { &ENDLESS } else { &AT_ONCE }))
}

/// Whether a text stands where there is nothing: `n/a`, `-`.
pub(super) fn is_nothing(text: &str) -> bool {
    text.len() <= LONGEST
        && (is_any(text, &NOTHING)
            || text.trim().chars().all(|c| matches!(c, '-' | '–' | '—' | '~' | '_' | '.' | '…' | '/')))
}
