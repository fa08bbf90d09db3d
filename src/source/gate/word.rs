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
            "pub",
            "publ",
            "open",
            "shown",
            "default",
            "free",
            "current",
            "publishedonweb",
            "publishedandupdated",
            "confirmed",
            "öffentlich",
            "offen",
            "enligne",
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
            "julkaistu",
            "yayınlandı",
            "publikován",
            "publikováno",
            "发布",
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
            "embargo",
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
            "future",
            "deactivate",
            "deactivated",
            "internallypublished",
            "nichtöffentlich",
            "inbearbeitung",
            "gesperrt",
            "enattente",
            "enrévision",
            "pendiente",
            "firstdraft",
            "donotpublish",
            "notforpublication",
            "readyforedit",
            "hold",
            "legalreview",
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
            "privat",
            "privé",
            "privado",
            "privato",
            "vertraulich",
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
            "paywall",
            "paywalled",
            "subscribers",
            "subscribersonly",
            "subscriber",
            "patrons",
            "supporters",
            "loggedin",
            "premium",
            "onlypaid",
            "staffonly",
            "patronsonly",
            "insidersonly",
            "abonnés",
            "abonnenten",
            "suscriptores",
            "abbonati",
            "mitglieder",
            "nurmitglieder",
            "subscriberexclusive",
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
        Node::Table(_) => return standing_of(node),
        other => other,
    };
    if let Node::Table(_) = node {
        return standing(node);
    }
    let text = node.text().filter(|text| text.len() <= LONGEST)?;
    // A QCode or URI of IPTC's vocabulary ends with the word.
    let text = text.trim().trim_end_matches('/');
    let of_vocabulary = text.contains("://") || text.contains(':') && !text.contains(' ');
    let last = if of_vocabulary { text.rsplit(['/', ':']).next()? } else { text };
    let find = |word: &str| {
        let folded = fold(word);
        WORDS.iter().find(|(words, _)| words.contains(&&*folded)).map(|(_, standing)| *standing)
    };
    // Of several the one counts that closes.
    let each = || last.split(',').map(find).collect::<Option<Vec<_>>>();
    find(last).or_else(|| {
        let each = last.contains(',').then(each)??;
        each.iter().find(|one| **one != Standing::Other(Status::Published)).or(each.first()).copied()
    })
}

/// The strictest of what a table's own names say: `{"value": 1, "name": "Draft"}`.
pub(super) fn standing_of(table: &Node<'_>) -> Option<Standing> {
    const NAMES: [&str; 10] = ["name", "value", "slug", "status", "state", "label", "code", "qcode", "uri", "literal"];
    let all = NAMES.iter().filter_map(|name| standing(member(table, &[name])?.1));
    all.max_by_key(|standing| match standing {
        Standing::Other(Status::Withdrawn) => 2,
        Standing::Other(_) => 0,
        Standing::Held(_) => 1,
    })
}

/// Whether what says who may read a record says that everybody may: by a word, by a list or table with such a one, or
/// since it names nobody.
pub(super) fn is_for_all(node: &Node<'_>) -> bool {
    const ALL: [&str; 26] = [
        "all",
        "anonymous",
        "freetoread",
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
    const CLOSING: [&str; 14] = [
        "draft",
        "withheld",
        "private",
        "unpublished",
        "hidden",
        "pending",
        "withdrawn",
        "canceled",
        "deleted",
        "hold",
        "held",
        "review",
        "publish",
        "edit",
    ];
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold);
    let closes = |word: String| {
        CLOSING.iter().any(|known| strsim::damerau_levenshtein(known, &word) <= usize::from(known.len() > 4))
    };
    text.trim().starts_with(char::is_uppercase) && !words.any(closes)
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
