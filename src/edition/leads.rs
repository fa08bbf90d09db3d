//! Where articles lead to: not to records that are not for readers now.

use super::compose::World;
use crate::article::page::Target;
use crate::article::{Article, address};
use crate::body::Prepared;
use crate::diagnostic::Diagnostic;

/// Where the articles of a document lead to.
#[derive(Debug, Default)]
pub(crate) struct Leads {
    /// Numbers of pages.
    pub(crate) pages: Vec<u64>,
    /// What was left out.
    pub(crate) found: Option<Diagnostic>,
}

/// Takes related pages and links of the body away that lead to records that are not for readers now.
pub(crate) fn leave(world: &World<'_>, article: &mut Article, prepared: &mut Prepared) -> Leads {
    let hosts = [article.url.as_deref().unwrap_or_default(), &world.config.site.url].map(host).map(str::to_owned);
    let mut pages = Vec::new();
    let mut is_shut = |url: &str| {
        // Others' pages are nobody's record.
        if !hosts.iter().any(|own| own.eq_ignore_ascii_case(host(url))) {
            return false;
        }
        let Some(target) = Target::of(url) else { return false };
        pages.extend(target.numbers());
        world.shut.holds(target)
    };
    let before = article.related.len();
    article.related.retain(|link| !is_shut(&link.url));
    let dropped = before - article.related.len() + prepared.drop_links(is_shut);
    let found = (dropped > 0).then(|| {
        let (links, are) =
            if dropped == 1 { ("1 link leads".to_owned(), "is") } else { (format!("{dropped} links lead"), "are") };
        let message = format!("{links} to records that are not for readers now, and {are} left out; the text stays");
        Diagnostic::note("part-held-back", message).at(article.place.clone())
    });
    Leads { pages, found }
}

/// The host of an absolute address.
fn host(url: &str) -> &str {
    let Some((_, rest)) = url.split_once("://").filter(|_| address::is_web(url)) else { return "" };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}
