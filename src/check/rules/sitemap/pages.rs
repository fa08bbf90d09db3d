//! The pages of a sitemap together: how many, how large, on which hosts, each once.

use std::collections::HashSet;

use url::Url;

use super::{NEWS, PROTOCOL, VIDEO};
use crate::check::document::tree::{Node, Tree, Value};
use crate::check::findings::Findings;
use crate::check::module::{Context, Memory, Note};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::diagnostic::Severity;

/// Where the protocol says how large a file may be.
const LIMITS: Spec =
    Spec { section: "Sitemaps 0.9, using sitemap index files", url: "https://www.sitemaps.org/protocol.html#index" };

/// Where the protocol says which pages a file may list.
const LOCATION: Spec =
    Spec { section: "Sitemaps 0.9, sitemap file location", url: "https://www.sitemaps.org/protocol.html#location" };

/// A sitemap of one page.
const ONE: Example = Example::Document(
    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>https://example.org/storm</loc></url></urlset>",
);

/// Beginning and end of a sitemap for news.
const NEWS_BEGINS: &str = "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
                           xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">";

/// Of how many pages that a sitemap may have one may be news, or a page have a picture: so Google has it.
const A_FIFTIETH: usize = 50;

pub(super) static NAMESPACE: Rule = Rule {
    code: "sitemap-namespace",
    severity: Severity::Error,
    summary: "A sitemap outside the namespace of sitemaps",
    why: "Search engines do not take it for a sitemap.",
    help: "Write xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"",
    spec: PROTOCOL,
    w3c: None,
    bad: Example::Document("<urlset><url><loc>https://example.org/storm</loc></url></urlset>"),
    good: ONE,
};

pub(super) static EMPTY: Rule = Rule {
    code: "empty-sitemap",
    severity: Severity::Warning,
    summary: "A sitemap without pages",
    why: "The schema asks for one, and search consoles report an error. For news alone an empty file is fine.",
    help: "List the pages, or leave the file out",
    spec: PROTOCOL,
    w3c: None,
    bad: Example::Document("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"></urlset>"),
    good: Example::Document(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\"></urlset>",
    ),
};

pub(super) static MANY: Rule = Rule {
    code: "sitemap-too-long",
    severity: Severity::Error,
    summary: "More than 50,000 pages in a sitemap, or sitemaps in an index",
    why: "Search engines refuse the file.",
    help: "Divide it, and list the parts in an index",
    spec: LIMITS,
    w3c: None,
    bad: Example::Repeated {
        before: "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">",
        unit: "<url><loc>https://example.org/</loc></url>",
        times: 51,
        after: "</urlset>",
    },
    good: ONE,
};

pub(super) static MANY_NEWS: Rule = Rule {
    code: "news-sitemap-too-long",
    severity: Severity::Error,
    summary: "More than 1,000 news in a sitemap",
    why: "Google does not read what is beyond.",
    help: "Divide it, and list the parts in an index",
    spec: NEWS,
    w3c: None,
    bad: Example::Repeated {
        before: NEWS_BEGINS,
        unit: "<url><loc>https://example.org/</loc><news:news/></url>",
        times: 2,
        after: "</urlset>",
    },
    good: ONE,
};

pub(super) static LARGE: Rule = Rule {
    code: "sitemap-too-large",
    severity: Severity::Error,
    summary: "A sitemap of more than 52,428,800 bytes",
    why: "Search engines refuse the file.",
    help: "Divide it, and list the parts in an index",
    spec: LIMITS,
    w3c: None,
    bad: Example::Repeated {
        before: "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">",
        unit: "<url><loc>https://example.org/</loc></url>",
        times: 1_300,
        after: "</urlset>",
    },
    good: ONE,
};

pub(super) static REPEATED: Rule = Rule {
    code: "repeated-page-in-sitemap",
    severity: Severity::Warning,
    summary: "A page that a sitemap lists twice",
    why: "It counts twice towards the limit, and the two may say different things.",
    help: "Keep one of them",
    spec: PROTOCOL,
    w3c: None,
    bad: Example::Document(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>https://example.org/storm</loc></url><url><loc>https://example.org/storm</loc></url></urlset>",
    ),
    good: ONE,
};

pub(super) static HOSTS: Rule = Rule {
    code: "sitemap-of-several-hosts",
    severity: Severity::Warning,
    summary: "Pages of several hosts in one sitemap",
    why: "Search engines take pages of the sitemap's own host alone, unless the other host's robots.txt names the file.",
    help: "Give each host a sitemap of its own",
    spec: LOCATION,
    w3c: None,
    bad: Example::Document(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>https://example.org/storm</loc></url><url><loc>https://example.com/storm</loc></url></urlset>",
    ),
    good: ONE,
};

pub(super) static ELSEWHERE: Rule = Rule {
    code: "sitemap-of-another-host",
    severity: Severity::Warning,
    summary: "Pages of another host than the sitemap's own",
    why: "Search engines take them only where the robots.txt of that host names the file.",
    help: "Publish the file on the host of its pages, or name it in their robots.txt",
    spec: LOCATION,
    w3c: None,
    bad: Example::Document(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>https://example.com/storm</loc></url></urlset>",
    ),
    good: ONE,
};

pub(super) static OUTSIDE: Rule = Rule {
    code: "page-outside-sitemap-folder",
    severity: Severity::Note,
    summary: "Pages above the folder in which the sitemap lies",
    why: "A sitemap speaks for what lies below its own folder, unless robots.txt names it.",
    help: "Name the file in robots.txt: Sitemap: and its whole address",
    spec: LOCATION,
    w3c: None,
    bad: Example::Document(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xml:base=\"https://example.org/feeds/\"><url><loc>https://example.org/storm</loc></url></urlset>",
    ),
    good: ONE,
};

pub(super) static MANY_PICTURES: Rule = Rule {
    code: "too-many-pictures-of-page",
    severity: Severity::Error,
    summary: "More than 1,000 pictures of one page",
    why: "Google reads no more of them.",
    help: "Leave out what is beyond",
    spec: Spec {
        section: "Google, image sitemaps: tags",
        url: "https://developers.google.com/search/docs/crawling-indexing/sitemaps/image-sitemaps#image-sitemap-tag-definitions",
    },
    w3c: None,
    bad: Example::Repeated {
        before: "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\"><url><loc>https://example.org/</loc>",
        unit: "<image:image/>",
        times: 2,
        after: "</url></urlset>",
    },
    good: ONE,
};

pub(super) static NO_FILM: Rule = Rule {
    code: "video-without-file",
    severity: Severity::Error,
    summary: "A film without the address of its file or player",
    why: "Google cannot fetch the film.",
    help: "Add video:content_loc with the file, or video:player_loc with a player for it",
    spec: VIDEO,
    w3c: None,
    bad: Example::Document(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:video=\"http://www.google.com/schemas/sitemap-video/1.1\"><url><loc>https://example.org/storm</loc><video:video><video:title>Storm</video:title></video:video></url></urlset>",
    ),
    good: ONE,
};

pub(super) static FILM_IS_PAGE: Rule = Rule {
    code: "video-file-is-page",
    severity: Severity::Error,
    summary: "A film whose file has the address of the page",
    why: "Google finds a page where it expects the film.",
    help: "Give the address of the media file",
    spec: VIDEO,
    w3c: None,
    bad: Example::Document(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:video=\"http://www.google.com/schemas/sitemap-video/1.1\"><url><loc>https://example.org/storm</loc><video:video><video:content_loc>https://example.org/storm</video:content_loc></video:video></url></urlset>",
    ),
    good: ONE,
};

/// Looks at the parts of one page.
pub(super) fn element(cx: &Context<'_>, node: Node<'_>, findings: &mut Findings<'_>) {
    if !cx.feed_type.is_sitemap() {
        return;
    }
    match (node.ns(), node.local()) {
        (Ns::SITEMAP, "url") => {
            let pictures = node.children_named(Ns::SITEMAP_IMAGE, "image").count();
            if pictures > cx.options.limits.pages / A_FIFTIETH {
                findings.report(&MANY_PICTURES, node.start_tag(), format!("The page has {pictures} pictures"));
            }
            let address = node.child(Ns::SITEMAP, "loc").map(Node::value);
            for film in node.children_named(Ns::SITEMAP_VIDEO, "video") {
                let Some(file) = film.child(Ns::SITEMAP_VIDEO, "content_loc").map(Node::value) else { continue };
                if address.as_ref().is_some_and(|page| page.trimmed() == file.trimmed() && !page.trimmed().is_empty()) {
                    let message = "The file of the film has the address of the page";
                    findings.report(&FILM_IS_PAGE, file.trimmed_span(), message);
                }
            }
        }
        (Ns::SITEMAP_VIDEO, "video") => {
            let has = |name| node.child(Ns::SITEMAP_VIDEO, name).is_some();
            if !has("content_loc") && !has("player_loc") {
                findings.report(&NO_FILM, node.start_tag(), "The film has neither content_loc nor player_loc");
            }
        }
        _ => {}
    }
}

/// What is known of the pages of a file.
#[derive(Debug, Default)]
pub(super) struct Pages {
    addresses: HashSet<u64>,
    news: u64,
    /// The host of the first page, and its first address outside the file's own folder.
    host: Option<String>,
    several_hosts: bool,
    elsewhere: Option<String>,
    outside: Option<String>,
}

/// What counts of a page.
#[derive(Debug)]
struct Page {
    address: u64,
    host: Option<String>,
    is_news: bool,
    /// Whether it lies on another host than the file, or above its folder; with its address.
    elsewhere: Option<String>,
    outside: Option<String>,
}

fn address(item: &Tree) -> Option<Value<'_>> {
    let value = item.root().filter(|root| root.ns() == Ns::SITEMAP)?.child(Ns::SITEMAP, "loc")?.value();
    (!value.trimmed().is_empty()).then_some(value)
}

fn page(cx: &Context<'_>, item: &Tree) -> Option<Page> {
    let root = item.root().filter(|_| cx.feed_type.is_sitemap())?;
    let value = address(item)?;
    let url = Url::parse(value.trimmed()).ok();
    let base = cx.base(root);
    let host = url.as_ref().and_then(Url::host_str).map(str::to_owned);
    let differs = base.as_ref().and_then(Url::host_str).zip(host.as_deref()).is_some_and(|(own, host)| own != host);
    let folder = base.as_ref().map_or("/", |base| base.path().rsplit_once('/').map_or("/", |(folder, _)| folder));
    let above = url.as_ref().is_some_and(|url| !url.path().starts_with(folder));
    let own = |is: bool| is.then(|| value.trimmed().to_owned());
    Some(Page {
        address: twox_hash::XxHash3_64::oneshot(value.trimmed().as_bytes()),
        is_news: root.child(Ns::GOOGLE_NEWS, "news").is_some(),
        elsewhere: own(differs),
        outside: own(above && !differs),
        host,
    })
}

impl Pages {
    /// Takes in a page; whether it is there already, and whether it is the first of another host.
    fn take(&mut self, page: &Page) -> (bool, bool) {
        let is_repeated = !self.addresses.insert(page.address);
        self.news += u64::from(page.is_news);
        let is_other = self.host.is_some() && page.host.is_some() && self.host != page.host && !self.several_hosts;
        self.several_hosts |= is_other;
        self.host = self.host.take().or_else(|| page.host.clone());
        self.elsewhere = self.elsewhere.take().or_else(|| page.elsewhere.clone());
        self.outside = self.outside.take().or_else(|| page.outside.clone());
        (is_repeated, is_other)
    }
}

const AGAIN: &str = "The address stands in the sitemap already";
const OTHER_HOST: &str = "The page is on another host than the first one";

impl Memory for Pages {
    fn item(&mut self, cx: &Context<'_>, item: &Tree, findings: &mut Findings<'_>) {
        let (Some(page), Some(value)) = (page(cx, item), address(item)) else { return };
        let (is_repeated, is_other) = self.take(&page);
        if is_repeated {
            findings.report(&REPEATED, value.trimmed_span(), AGAIN).value(value.trimmed());
        }
        if is_other {
            findings.report(&HOSTS, value.trimmed_span(), OTHER_HOST).value(value.trimmed());
        }
    }

    fn note(&self, cx: &Context<'_>, item: &Tree) -> Option<Note> {
        page(cx, item).map(|page| Box::new(page) as Note)
    }

    fn remember(&mut self, _cx: &Context<'_>, note: &Note, findings: &mut Findings<'_>) {
        let Some(page) = note.downcast_ref::<Page>() else { return };
        let (is_repeated, is_other) = self.take(page);
        if is_repeated {
            findings.report_file(&REPEATED, AGAIN);
        }
        if is_other {
            findings.report_file(&HOSTS, OTHER_HOST);
        }
    }

    fn finish(&mut self, cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
        let Some(root) = head.root().filter(|_| cx.feed_type.is_sitemap()) else { return };
        if root.ns() != Ns::SITEMAP {
            let message = format!("<{}> is not in the namespace of sitemaps", root.name());
            findings.report(&NAMESPACE, root.start_tag(), message).value(root.ns_uri());
            return;
        }
        let for_news = root
            .all_attributes()
            .any(|a| a.ns() == Ns::XMLNS && Ns::of_uri(a.value().trimmed()) == Some(Ns::GOOGLE_NEWS));
        if head.number == 0 && !for_news {
            findings.report(&EMPTY, root.start_tag(), format!("<{}> lists nothing", root.name()));
        }
        let limits = &cx.options.limits;
        if head.number > limits.pages as u64 {
            findings.report(&MANY, root.start_tag(), format!("<{}> has {} entries", root.name(), head.number));
        }
        if self.news > (limits.pages / A_FIFTIETH) as u64 {
            findings.report(&MANY_NEWS, root.start_tag(), format!("The sitemap has {} news", self.news));
        }
        let end = root.span();
        let read = || end.source.place(end.end..end.end).span.map_or(0, |s| s.byte_offset);
        let bytes = cx.options.whole.map_or_else(read, |whole| whole.bytes);
        if bytes > limits.sitemap as u64 {
            findings.report(&LARGE, root.start_tag(), format!("The sitemap has {bytes} bytes"));
        }
        for (rule, page, what) in [
            (&ELSEWHERE, &self.elsewhere, "Pages are on another host than the sitemap"),
            (&OUTSIDE, &self.outside, "Pages lie above the folder of the sitemap"),
        ] {
            if let Some(page) = page {
                findings.report(rule, root.start_tag(), format!("{what}: {page}"));
            }
        }
    }
}
