//! Where articles lead to: not to records that are not for readers now.

use serde_json::Value;
use url::Url;

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
        world.shut.holds(&target)
    };
    let before = article.related.len();
    article.related.retain(|link| !is_shut(&link.url));
    let mut dropped = before - article.related.len();
    if let Some(origin) = &mut article.origin
        && let Some(url) = origin.url.take_if(|url| is_shut(url))
    {
        dropped += 1;
        // Its address may be all that is known of it, and that it is another's text must be.
        if origin.title == *url {
            host(&url).clone_into(&mut origin.title);
        }
    }
    let base = article.url.as_deref().and_then(|url| Url::parse(url).ok());
    for value in article.further.0.values_mut() {
        dropped += leave_out(value, base.as_ref(), &mut is_shut);
    }
    dropped += prepared.drop_links(is_shut);
    let found = (dropped > 0).then(|| {
        let (links, are) =
            if dropped == 1 { ("1 link leads".to_owned(), "is") } else { (format!("{dropped} links lead"), "are") };
        let message = format!("{links} to records that are not for readers now, and {are} left out; the text stays");
        Diagnostic::note("part-held-back", message).at(article.place.clone())
    });
    Leads { pages, found }
}

/// Takes the addresses that are shut out of what templates are told of a record; how many there were.
fn leave_out(value: &mut Value, base: Option<&Url>, is_shut: &mut impl FnMut(&str) -> bool) -> usize {
    match value {
        Value::Array(items) => items.iter_mut().map(|item| leave_out(item, base, is_shut)).sum(),
        Value::Object(members) => members.values_mut().map(|member| leave_out(member, base, is_shut)).sum(),
        Value::String(text) if text.contains('/') => {
            let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '(' | ')' | '[' | ']');
            let words: Vec<String> = text
                .split(is_end)
                .filter(|word| word.contains("://") || word.starts_with('/') && word.len() > 1)
                .filter(|word| {
                    base.map_or(Url::parse(word), |base| base.join(word)).is_ok_and(|url| is_shut(url.as_str()))
                })
                .map(str::to_owned)
                .collect();
            for word in &words {
                *text = text.replace(word, "");
            }
            words.len()
        }
        _ => 0,
    }
}

/// The host of an absolute address.
fn host(url: &str) -> &str {
    let Some((_, rest)) = url.split_once("://").filter(|_| address::is_web(url)) else { return "" };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}
