//! Words that say where a record stands, in our words, those of agencies and of content systems.

use super::fold;
use crate::article::{Hold, Status};
use crate::source::node::Node;
use crate::source::value::member;

/// What a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is held back, for this reason.
    Held(Hold),
    /// It is published or withdrawn.
    Other(Status),
}

/// Words and what they say.
const WORDS: [(&[&str], Standing); 5] = [
    (
        &[
            "published",
            "publish",
            "featured",
            "usable",
            "live",
            "online",
            "public",
            "future",
            "visible",
            "everyone",
            "released",
            "approved",
            "final",
            "active",
            "veröffentlicht",
            "freigegeben",
            "publié",
            "publiée",
            "publicado",
            "publicada",
            "pubblicato",
            "pubblicata",
            "gepubliceerd",
            "publicerad",
            "publiceret",
            "publisert",
            "opublikowany",
            "opublikowane",
            "опубликовано",
            "udgivet",
            "公開",
            "公开",
            "已发布",
            "corrected",
            "updated",
            "republished",
            "modified",
            "listed",
            "all",
            "world",
            "activate",
            "activated",
            "publishedpendingchanges",
        ],
        Standing::Other(Status::Published),
    ),
    (
        &[
            "draft",
            "drafts",
            "autodraft",
            "withheld",
            "pending",
            "unpublished",
            "review",
            "inreview",
            "pendingreview",
            "embargoed",
            "inactive",
            "onhold",
            "held",
            "wip",
            "workinprogress",
            "inprogress",
            "unfinished",
            "offline",
            "notpublished",
            "unreleased",
            "spiked",
            "idea",
            "pitch",
            "assigned",
            "writing",
            "editing",
            "submitted",
            "rejected",
            "disabled",
            "scheduled",
            "sent",
            "skip",
            "inherit",
            "queued",
            "todo",
            "proposed",
            "archived",
            "expired",
            "retired",
            "needswork",
            "deactivate",
            "deactivated",
            "readytopublish",
            "readyforpublish",
            "readyforpublication",
            "readyforreview",
            "needsreview",
            "planned",
            "geplant",
            "unveröffentlicht",
            "entwurf",
            "brouillon",
            "borrador",
            "bozza",
            "rascunho",
            "kladde",
            "utkast",
            "szkic",
            "черновик",
        ],
        Standing::Held(Hold::Draft),
    ),
    (
        &[
            "private",
            "hidden",
            "unlisted",
            "internal",
            "confidential",
            "secret",
            "restricted",
            "invisible",
            "nobody",
            "hide",
            "exclude",
            "excluded",
            "omit",
            "omitted",
            "suppress",
            "suppressed",
        ],
        Standing::Held(Hold::Hidden),
    ),
    (
        &[
            "members",
            "membersonly",
            "member",
            "paid",
            "paidmembers",
            "tiers",
            "protected",
            "passwordprotected",
            "password",
            "encrypted",
            "subscribers",
            "subscribersonly",
            "subscriber",
            "patrons",
            "supporters",
            "loggedin",
            "onlypaid",
            "paidonly",
            "founding",
        ],
        Standing::Held(Hold::Members),
    ),
    (
        &[
            "withdrawn",
            "canceled",
            "cancelled",
            "retracted",
            "killed",
            "kill",
            "deleted",
            "trash",
            "trashed",
            "removed",
            "delete",
        ],
        Standing::Other(Status::Withdrawn),
    ),
];

/// Longest text that is looked at as a word: a URI of a vocabulary is longer than a word.
const LONGEST: usize = 200;

/// Where a record stands by a word, alone in a table too.
pub(super) fn standing(node: &Node<'_>) -> Option<Standing> {
    let node = match node {
        Node::Table(members) if members.len() == 1 => &members[0].1,
        Node::Table(_) => member(node, &["name", "value", "slug", "status", "state", "label"])?.1,
        other => other,
    };
    if let Node::Table(_) = node {
        return standing(node);
    }
    let text = node.text().filter(|text| text.len() <= LONGEST)?;
    // A QCode or URI of IPTC's vocabulary ends with the word.
    let text = text.trim().trim_end_matches('/');
    let last = if text.contains("://") || text.starts_with("stat:") { text.rsplit(['/', ':']).next()? } else { text };
    let folded = fold(last);
    WORDS.iter().find(|(words, _)| words.contains(&&*folded)).map(|(_, standing)| *standing)
}

/// Whether a text counts something, or says what it costs.
pub(super) fn is_amount(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| c.is_ascii_digit() || matches!(c, '$' | '€' | '£' | '¥'))
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

fn has_any(text: &str, phrases: &[&str]) -> bool {
    let words = words(text);
    phrases.iter().any(|phrase| {
        words
            .match_indices(phrase)
            .any(|(at, _)| words.as_bytes()[at - 1] == b' ' && words.as_bytes()[at + phrase.len()] == b' ')
    })
}

/// Whether a text says of what is asked that it is not so yet, or that nobody knows: `noch nicht`, `?`; where it may
/// as well be a title, in two words at most.
pub(super) fn is_not_yet(text: &str, may_be_title: bool) -> bool {
    text.len() <= LONGEST
        && (text.trim().chars().all(|c| matches!(c, '?' | '¿' | '？'))
            || has_any(text, &NOT_YET) && !(may_be_title && words(text).split_whitespace().count() > 2)
            || !may_be_title && is_condition(text))
}

/// Whether a text begins as a condition does.
fn is_condition(text: &str) -> bool {
    let words = words(text);
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
    text.len() <= LONGEST && (numbers || has_any(text, &TIMES))
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

/// Whether what says who may read a record says that everybody may: by a word, by a list or table with such a one, or
/// since it names nobody.
pub(super) fn is_for_all(node: &Node<'_>) -> bool {
    const ALL: [&str; 24] = [
        "all",
        "any",
        "anyone",
        "anybody",
        "everyone",
        "everybody",
        "public",
        "open",
        "openaccess",
        "free",
        "freeofcharge",
        "unrestricted",
        "published",
        "default",
        "basic",
        "guest",
        "guests",
        "world",
        "none",
        "no",
        "false",
        "0",
        "visitors",
        "unlimited",
    ];
    match node {
        Node::List(items) => items.is_empty() || items.iter().any(is_for_all),
        Node::Table(members) => {
            // What it is called, costs or links to says nothing of who.
            let says = |name: &str| {
                [
                    "tier",
                    "level",
                    "type",
                    "plan",
                    "group",
                    "role",
                    "value",
                    "name",
                    "slug",
                    "status",
                    "visibility",
                    "required",
                ]
                .iter()
                .any(|word| fold(name).contains(word))
            };
            let mut said = members.iter().filter(|(name, value)| says(name) && !value.is_empty()).peekable();
            said.peek().is_none() || said.any(|(_, value)| is_for_all(value))
        }
        node if node.is_empty() => true,
        node => match node.bool() {
            Some(restricted) => !restricted,
            None => node.text().is_some_and(|text| ALL.contains(&&*fold(&text))),
        },
    }
}

/// Whether a text is rather the name of a place than a word about a record.
pub(super) fn is_place(text: &str) -> bool {
    let text = text.trim();
    let closing =
        ["draft", "withheld", "private", "unpublished", "hidden", "pending", "withdrawn", "canceled", "deleted"];
    let folded = fold(text);
    !closing.iter().any(|word| strsim::damerau_levenshtein(word, &folded) <= 1) && text.starts_with(char::is_uppercase)
}

/// Whether a template of this name only sends readers on: `layouts/redirect.njk`.
pub(super) fn sends_on(layout: &str) -> bool {
    let name = layout.trim().rsplit('/').next().unwrap_or_default();
    let name = fold(name.split('.').next().unwrap_or_default());
    ["redirect", "redirects", "redirected", "redirection", "redirector", "redirectpage", "redirecttemplate"]
        .contains(&&*name)
}

/// Whether a template or type of this name is that of a page, not of an article.
pub(super) fn is_page(layout: &str) -> bool {
    const PAGES: [&str; 30] = [
        "page",
        "pages",
        "staticpage",
        "static",
        "singlepage",
        "home",
        "homepage",
        "index",
        "about",
        "contact",
        "archive",
        "archives",
        "categories",
        "tags",
        "search",
        "links",
        "friends",
        "404",
        "notfound",
        "sitemap",
        "attachment",
        "revision",
        "navmenuitem",
        "landing",
        "landingpage",
        "taxonomies",
        "terms",
        "bloglist",
        "postlist",
        "timeline",
    ];
    let name = layout.trim().rsplit('/').next().unwrap_or_default();
    PAGES.contains(&&*fold(name.split('.').next().unwrap_or_default()))
}

/// Why a field of this name holds a record back.
pub(super) fn reason_in(name: &str) -> Hold {
    const PARTS: [(&str, Hold); 20] = [
        ("feed", Hold::OutOfFeed),
        ("rss", Hold::OutOfFeed),
        ("syndicat", Hold::OutOfFeed),
        ("article", Hold::OutOfFeed),
        ("redirect", Hold::Redirect),
        ("password", Hold::Members),
        ("encrypt", Hold::Members),
        ("protect", Hold::Members),
        ("member", Hold::Members),
        ("subscri", Hold::Members),
        ("premium", Hold::Members),
        ("paid", Hold::Members),
        ("paywall", Hold::Members),
        ("login", Hold::Members),
        ("headless", Hold::Unbuilt),
        ("render", Hold::Unbuilt),
        ("permalink", Hold::Unbuilt),
        ("hid", Hold::Hidden),
        ("unlist", Hold::Hidden),
        ("priva", Hold::Hidden),
    ];
    let folded = fold(name);
    PARTS.iter().find(|(part, _)| folded.contains(part)).map_or(Hold::Draft, |(_, hold)| *hold)
}
