//! Sitemaps: limits, hosts, and what Google asks of news and films.

mod pages;

use super::words::one_of;
use super::{addresses, dates};
use crate::check::module::{Module, Of};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::date;
use crate::check::vocabulary::Judged;
use crate::diagnostic::Severity;

pub(super) static MODULE: Module = Module {
    element: Some(pages::element),
    of: Of::Namespaces(&[Ns::SITEMAP, Ns::SITEMAP_VIDEO]),
    memory: Some(|| Box::<pages::Pages>::default()),
    ..Module::new(
        "sitemap",
        &[
            &pages::NAMESPACE,
            &pages::EMPTY,
            &pages::MANY,
            &pages::MANY_NEWS,
            &pages::LARGE,
            &pages::REPEATED,
            &pages::HOSTS,
            &pages::ELSEWHERE,
            &pages::OUTSIDE,
            &pages::MANY_PICTURES,
            &pages::NO_FILM,
            &pages::FILM_IS_PAGE,
            &NO_ADDRESS,
            &LONG_ADDRESS,
            &FREQUENCY,
            &PRIORITY,
            &NEWS_PART,
            &PUBLICATION_PART,
            &NEWS_LANGUAGE,
            &PUBLICATION,
            &OLD_NEWS,
            &OBSOLETE,
            &VIDEO_PART,
            &DURATION,
            &DESCRIPTION,
        ],
    )
};

/// The protocol.
const PROTOCOL: Spec = Spec {
    section: "Sitemaps 0.9, XML tag definitions",
    url: "https://www.sitemaps.org/protocol.html#xmlTagDefinitions",
};

const NEWS: Spec = Spec {
    section: "Google, news sitemaps: news tags",
    url: "https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap#tag-definitions",
};

const VIDEO: Spec = Spec {
    section: "Google, video sitemaps: tags",
    url: "https://developers.google.com/search/docs/crawling-indexing/sitemaps/video-sitemaps#video-sitemap-tag-definitions",
};

/// A sitemap of one page, which holds this.
macro_rules! page {
    ($($inner:tt)*) => {
        Example::Document(concat!(
            "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" ",
            "xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\" ",
            "xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\" ",
            "xmlns:video=\"http://www.google.com/schemas/sitemap-video/1.1\">\n<url>",
            $($inner)*,
            "</url>\n</urlset>"
        ))
    };
}

/// A sitemap of one page with what is news of it.
macro_rules! news {
    ($inner:literal) => {
        page!("<loc>https://example.org/storm</loc>\n<news:news>", $inner, "</news:news>")
    };
}

/// A sitemap of one page with a film.
macro_rules! film {
    ($inner:literal) => {
        page!("<loc>https://example.org/storm</loc>\n<video:video>", $inner, "</video:video>")
    };
}

pub(crate) static NO_ADDRESS: Rule = Rule {
    code: "sitemap-without-address",
    severity: Severity::Error,
    summary: "A page, picture or sitemap without its address",
    why: "There is nothing to fetch.",
    help: "Add <loc> with the whole address, or leave the entry out",
    spec: PROTOCOL,
    w3c: None,
    bad: page!("<lastmod>2026-01-01</lastmod>"),
    good: page!("<loc>https://example.org/storm</loc>"),
};

/// The longest address, in characters.
const LONGEST: usize = 2_047;

pub(crate) static LONG_ADDRESS: Rule = Rule {
    code: "sitemap-address-too-long",
    severity: Severity::Error,
    summary: "An address in a sitemap of 2,048 characters or more",
    why: "Search engines leave it out.",
    help: "Give the page a shorter address",
    spec: PROTOCOL,
    w3c: None,
    bad: Example::Document(LONG),
    good: page!("<loc>https://example.org/storm</loc>"),
};

/// A page whose address is too long.
const LONG: &str = include_str!("sitemap/long.xml");

pub(crate) static FREQUENCY: Rule = Rule {
    code: "invalid-change-frequency",
    severity: Severity::Error,
    summary: "A changefreq that is none of the seven words",
    why: "Search engines ignore it, and some refuse the file.",
    help: "Write always, hourly, daily, weekly, monthly, yearly or never, or leave it out: Google does not read it",
    spec: PROTOCOL,
    w3c: None,
    bad: page!("<loc>https://example.org/storm</loc><changefreq>often</changefreq>"),
    good: page!("<loc>https://example.org/storm</loc><changefreq>daily</changefreq>"),
};

pub(crate) static PRIORITY: Rule = Rule {
    code: "invalid-sitemap-priority",
    severity: Severity::Error,
    summary: "A priority that is no number from 0.0 to 1.0",
    why: "Search engines ignore it, and some refuse the file.",
    help: "Write a number from 0.0 to 1.0, or leave it out: Google does not read it",
    spec: PROTOCOL,
    w3c: None,
    bad: page!("<loc>https://example.org/storm</loc><priority>2.0</priority>"),
    good: page!("<loc>https://example.org/storm</loc><priority>0.5</priority>"),
};

pub(crate) static NEWS_PART: Rule = Rule {
    code: "missing-news-element",
    severity: Severity::Error,
    summary: "News without publication, date or title",
    why: "Google does not take the page for news.",
    help: "Add the element",
    spec: NEWS,
    w3c: None,
    bad: news!("<news:title>Storm</news:title>"),
    good: news!(
        "<news:publication><news:name>The Courier</news:name><news:language>en</news:language></news:publication><news:publication_date>2026-11-01</news:publication_date><news:title>Storm</news:title>"
    ),
};

pub(crate) static PUBLICATION_PART: Rule = Rule {
    code: "incomplete-publication",
    severity: Severity::Error,
    summary: "A news:publication without name or language",
    why: "Google does not take the page for news.",
    help: "Add the element",
    spec: NEWS,
    w3c: None,
    bad: news!("<news:publication><news:name>The Courier</news:name></news:publication>"),
    good: news!(
        "<news:publication><news:name>The Courier</news:name><news:language>en</news:language></news:publication>"
    ),
};

pub(crate) static NEWS_LANGUAGE: Rule = Rule {
    code: "invalid-news-language",
    severity: Severity::Error,
    summary: "A news:language that is no code of ISO 639",
    why: "Google shows the article to readers of no language.",
    help: "Write two or three letters such as en; for Chinese zh-cn or zh-tw",
    spec: NEWS,
    w3c: None,
    bad: news!(
        "<news:publication><news:name>The Courier</news:name><news:language>en-GB</news:language></news:publication>"
    ),
    good: news!(
        "<news:publication><news:name>The Courier</news:name><news:language>en</news:language></news:publication>"
    ),
};

pub(crate) static PUBLICATION: Rule = Rule {
    code: "publication-with-brackets",
    severity: Severity::Warning,
    summary: "A news:name with something in brackets",
    why: "The name is compared with the one that readers see; Google asks for it without additions.",
    help: "Write the name as it stands on the articles",
    spec: NEWS,
    w3c: None,
    bad: news!(
        "<news:publication><news:name>The Courier (subscription)</news:name><news:language>en</news:language></news:publication>"
    ),
    good: news!(
        "<news:publication><news:name>The Courier</news:name><news:language>en</news:language></news:publication>"
    ),
};

pub(crate) static OLD_NEWS: Rule = Rule {
    code: "news-sitemap-with-old-article",
    severity: Severity::Warning,
    summary: "News that is more than two days old",
    why: "Google News takes articles of the last two days; older ones only make the file longer.",
    help: "Leave the page out, or its news:news",
    spec: Spec {
        section: "Google, news sitemaps: best practices",
        url: "https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap#news-sitemap-bp",
    },
    w3c: None,
    bad: news!("<news:publication_date>2026-01-01</news:publication_date>"),
    good: news!("<news:publication_date>2026-11-17</news:publication_date>"),
};

pub(crate) static OBSOLETE: Rule = Rule {
    code: "obsolete-sitemap-element",
    severity: Severity::Note,
    summary: "An element that Google has dropped",
    why: "It has no effect any more.",
    help: "Leave it out",
    spec: Spec {
        section: "Google, spring cleaning: some sitemap extension tags are going away",
        url: "https://developers.google.com/search/blog/2022/05/spring-cleaning-sitemap-extensions",
    },
    w3c: None,
    bad: news!("<news:keywords>storm</news:keywords>"),
    good: news!("<news:title>Storm</news:title>"),
};

pub(crate) static VIDEO_PART: Rule = Rule {
    code: "missing-video-element",
    severity: Severity::Error,
    summary: "A film without still, title or description",
    why: "Google does not show the film.",
    help: "Add the element",
    spec: VIDEO,
    w3c: None,
    bad: film!("<video:title>Storm</video:title>"),
    good: film!(
        "<video:thumbnail_loc>https://example.org/storm.jpg</video:thumbnail_loc><video:title>Storm</video:title><video:description>Waves</video:description><video:content_loc>https://example.org/storm.mp4</video:content_loc>"
    ),
};

pub(crate) static DURATION: Rule = Rule {
    code: "invalid-video-duration",
    severity: Severity::Error,
    summary: "The length of a film that is no number of seconds from 1 to 28,800",
    why: "Google does not take the film.",
    help: "Write the seconds as a whole number",
    spec: VIDEO,
    w3c: None,
    bad: film!("<video:duration>0</video:duration>"),
    good: film!("<video:duration>600</video:duration>"),
};

pub(crate) static DESCRIPTION: Rule = Rule {
    code: "video-description-too-long",
    severity: Severity::Error,
    summary: "The description of a film with more than 2,048 characters",
    why: "Google does not take the film.",
    help: "Shorten it",
    spec: VIDEO,
    w3c: None,
    bad: Example::Document(include_str!("sitemap/description.xml")),
    good: film!("<video:description>Waves</video:description>"),
};

/// The address of a page, picture or sitemap.
pub(crate) fn address(judged: &mut Judged<'_, '_, '_, '_>) {
    addresses::http(judged);
    let length = judged.text().chars().count();
    if length > LONGEST {
        judged.report_all(&LONG_ADDRESS, &format!("has {length} characters"));
    }
}

/// `changefreq`
pub(crate) fn frequency(judged: &mut Judged<'_, '_, '_, '_>) {
    one_of(judged, &["always", "hourly", "daily", "weekly", "monthly", "yearly", "never"], &FREQUENCY);
}

/// `priority`
pub(crate) fn priority(judged: &mut Judged<'_, '_, '_, '_>) {
    if !judged.text().parse::<f64>().is_ok_and(|number| (0.0..=1.0).contains(&number)) {
        judged.report_all(&PRIORITY, "is no number from 0.0 to 1.0");
    }
}

/// `news:language`
pub(crate) fn language(judged: &mut Judged<'_, '_, '_, '_>) {
    let text = judged.text();
    let code = matches!(text.len(), 2 | 3) && text.bytes().all(|b| b.is_ascii_lowercase());
    if !code && !["zh-cn", "zh-tw"].contains(&text) {
        judged.report_all(&NEWS_LANGUAGE, "is no code of ISO 639");
    }
}

/// `news:name`
pub(crate) fn publication(judged: &mut Judged<'_, '_, '_, '_>) {
    if judged.text().ends_with(')') && judged.text().contains('(') {
        judged.report_all(&PUBLICATION, "ends with something in brackets");
    }
}

const DAY: i64 = 86_400;

/// `news:publication_date`
pub(crate) fn news_date(judged: &mut Judged<'_, '_, '_, '_>) {
    dates::w3cdtf(judged);
    let Ok(date) = date::w3cdtf(judged.text()) else { return };
    // A date without a time is somewhere in its day.
    let news_for = if judged.text().contains('T') { 2 * DAY } else { 3 * DAY };
    if judged.cx.options.now.is_some_and(|now| date.unix + news_for < now.timestamp()) {
        judged.report_all(&OLD_NEWS, "is more than two days ago");
    }
}

/// What Google has dropped.
pub(crate) fn obsolete(judged: &mut Judged<'_, '_, '_, '_>) {
    judged.report_all(&OBSOLETE, "is read no more");
}

/// `video:duration`
pub(crate) fn duration(judged: &mut Judged<'_, '_, '_, '_>) {
    if !judged.text().parse::<u32>().is_ok_and(|seconds| (1..=28_800).contains(&seconds)) {
        judged.report_all(&DURATION, "is no number from 1 to 28,800");
    }
}

/// `video:description`
pub(crate) fn description(judged: &mut Judged<'_, '_, '_, '_>) {
    let length = judged.text().chars().count();
    if length > 2_048 {
        judged.report_all(&DESCRIPTION, &format!("has {length} characters"));
    }
}
