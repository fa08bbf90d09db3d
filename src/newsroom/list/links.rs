//! Whether the addresses of articles are those that their bodies link to.

use std::collections::{BTreeSet, HashSet};

use url::Url;

use crate::article::{Article, Status, address};
use crate::diagnostic::Diagnostic;

/// Fewer links than these say nothing.
const LEAST: usize = 3;

/// Most links that are kept.
const MOST: usize = 10_000;

/// Addresses of articles, and links of their bodies to pages of the site.
pub(super) struct Links {
    site: Option<Url>,
    addresses: HashSet<String>,
    /// The first address, to be shown beside a link.
    first: Option<String>,
    targets: BTreeSet<String>,
}

impl Links {
    pub(super) fn new(site: &str) -> Self {
        Self { site: address::folder(site), addresses: HashSet::new(), first: None, targets: BTreeSet::new() }
    }

    /// Notes the address of an article, and where its body links to.
    pub(super) fn note(&mut self, article: &Article) {
        let Some(site) = &self.site else { return };
        if let Some(address) = article.url.as_deref() {
            self.addresses.insert(page(address).to_owned());
            if self.first.is_none() && article.status == Status::Published {
                self.first = Some(address.to_owned());
            }
        }
        let base = article.url.as_deref().and_then(|url| Url::parse(url).ok());
        for written in article.body.as_deref().into_iter().flat_map(targets).take(MOST) {
            let written = written.replace("&amp;", "&");
            let whole = if address::is_rooted(&written) {
                address::in_site(&written, Some(site))
            } else {
                address::resolved(&written, || base.as_ref().or(Some(site)))
            };
            if let Some(link) = whole.filter(|link| is_page_below(link, site))
                && self.targets.len() < MOST
            {
                self.targets.insert(page(&link).to_owned());
            }
        }
    }

    /// Said where most links to pages of the site lead to no article: one of each.
    pub(super) fn unmet(&self) -> Option<Diagnostic> {
        let unmet: Vec<&String> = self.targets.iter().filter(|link| !self.addresses.contains(*link)).collect();
        let (count, all) = (unmet.len(), self.targets.len());
        if all < LEAST || count * 2 <= all {
            return None;
        }
        let (link, address) = (unmet.first()?, self.first.as_ref()?);
        let message = format!(
            "{count} of {all} links in bodies to pages of the site lead to no article: one leads to {link}, \
             while an article's address is {address}"
        );
        let help = "correct the source's `url` (or `permalink`), so that it gives the addresses that the site has";
        Some(Diagnostic::warning("addresses-unmet", message).help(help))
    }
}

/// What the links of a body lead to, as written.
fn targets(html: &str) -> impl Iterator<Item = &str> {
    html.split(" href=").skip(1).filter_map(|rest| {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest[1..].split(quote).next()
    })
}

/// An address without query and fragment, and without the slash at its end.
fn page(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or(address).trim_end_matches('/')
}

/// Whether an address is of a page of the site, other than its home page.
fn is_page_below(link: &str, site: &Url) -> bool {
    let Some(inner) = link.strip_prefix(site.as_str()) else { return false };
    let inner = page(inner);
    let last = inner.rsplit('/').next().unwrap_or(inner);
    let ending = last.rsplit_once('.').map(|(_, ending)| ending);
    !inner.is_empty() && ending.is_none_or(|ending| matches!(ending, "html" | "htm" | "php"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(url: &str, body: &str) -> Article {
        Article { url: url.parse().ok(), body: Some(body.to_owned()), ..Article::new("a", "A") }
    }

    #[test]
    fn links_that_mostly_lead_to_no_article_are_told_with_one_of_each() {
        let links = |addresses: &[&str], body: &str| {
            let mut links = Links::new("https://c.example/");
            for address in addresses {
                links.note(&article(address, body));
            }
            links.unmet().map(|d| d.message)
        };
        let body = "<a href=\"/2026/a/\">a</a> <a class=\"x\" href='/2026/b/?x=1&amp;y#z'>b</a> <a href=\"https://c.example/2026/c\">c</a>\
            <a href=\"/p.pdf\">p</a> <a href=\"/\">home</a> <a href=\"https://other.example/x\">x</a> <a href=\"#n\">n</a>";
        let met = ["https://c.example/2026/a/", "https://c.example/2026/b/", "https://c.example/2026/c/"];
        assert_eq!(links(&met, body), None);
        assert_eq!(
            links(&met[..1], body).unwrap(),
            "2 of 3 links in bodies to pages of the site lead to no article: \
            one leads to https://c.example/2026/b, while an article's address is https://c.example/2026/a/"
        );
        // Of two links nothing is concluded.
        assert_eq!(links(&["https://c.example/y/"], "<a href=\"/a/\">a</a><a href=\"/b/\">b</a>"), None);
    }
}
