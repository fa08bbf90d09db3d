//! The rules over RSS, Atom and their extensions, one file for each matter.

use super::module::Group;
use super::rule::Rule;

pub(crate) mod addresses;
pub(crate) mod atom;
pub(crate) mod dates;
pub(crate) mod files;
pub(crate) mod geo;
mod history;
pub(crate) mod iso_dates;
pub(crate) mod itunes;
pub(crate) mod languages;
pub(crate) mod mail;
pub(crate) mod media;
pub(crate) mod media_types;
pub(super) mod namespaces;
pub(crate) mod numbers;
pub(crate) mod podcast;
pub(crate) mod program_words;
mod rdf;
pub(crate) mod robots;
pub(crate) mod rsl;
pub(crate) mod rss;
pub(crate) mod sitemap;
pub(crate) mod undated;
pub(crate) mod vocabulary;
pub(crate) mod words;

/// The rules whose breach leaves nothing that a reader knows.
pub(crate) static STOPS: &[&Rule] = &[&namespaces::ROOT, &namespaces::NO_ROOT, &rss::parts::CHANNEL_MISSING];

/// One row for each file, by the groups in which they are documented.
pub(crate) static GROUPS: &[Group] = &[
    Group {
        name: "values",
        title: "Values of every kind",
        modules: &[
            &vocabulary::MODULE,
            &namespaces::MODULE,
            &addresses::MODULE,
            &dates::MODULE,
            &languages::MODULE,
            &mail::MODULE,
            &media_types::MODULE,
            &files::MODULE,
            &program_words::MODULE,
            &numbers::MODULE,
            &words::MODULE,
        ],
    },
    Group {
        name: "rss",
        title: "RSS",
        modules: &[
            &rdf::MODULE,
            &undated::MODULE,
            &rss::channel::MODULE,
            &rss::content::MODULE,
            &rss::guid::MODULE,
            &rss::image::MODULE,
            &rss::item::MODULE,
            &rss::parts::MODULE,
            &rss::semantics::MODULE,
            &rss::skip::MODULE,
            &rss::text_input::MODULE,
            &rss::version::MODULE,
        ],
    },
    Group {
        name: "atom",
        title: "Atom",
        modules: &[
            &atom::alternates::MODULE,
            &atom::entry::MODULE,
            &atom::feed::MODULE,
            &atom::ids::MODULE,
            &atom::links::MODULE,
            &atom::parts::MODULE,
            &atom::self_link::MODULE,
            &atom::texts::MODULE,
            &atom::threading::MODULE,
        ],
    },
    Group {
        name: "extensions",
        title: "Extensions: archives, places, podcasts, robots, licences",
        modules: &[
            &history::MODULE,
            &geo::MODULE,
            &iso_dates::MODULE,
            &itunes::MODULE,
            &podcast::MODULE,
            &robots::MODULE,
            &rsl::MODULE,
        ],
    },
    Group { name: "sitemap", title: "Sitemaps, also for news, pictures and films", modules: &[&sitemap::MODULE] },
    Group {
        name: "media",
        title: "Media RSS",
        modules: &[
            &media::adult::MODULE,
            &media::content::MODULE,
            &media::credit::MODULE,
            &media::hash::MODULE,
            &media::rating::MODULE,
            &media::restriction::MODULE,
            &media::times::MODULE,
            &media::words::MODULE,
        ],
    },
];
