//! Pages of records that are not for readers now: nothing of the others leads there.

use std::collections::HashSet;

use twox_hash::XxHash3_64;
use url::Url;

use super::picture::{Parts, parse};

/// The number of a page by its address, alike in all its spellings.
pub(crate) fn number(address: &str) -> Option<u64> {
    Some(hash(&parts(&parse(address, None)?)?.file()))
}

fn parts(url: &Url) -> Option<Parts> {
    Parts::of(url).map(|parts| parts.without_last(&["index.html", "index.htm", "index.php"]))
}

fn hash(text: &str) -> u64 {
    XxHash3_64::oneshot(text.as_bytes())
}

/// What stands behind the address of a page where another form of it lies: for phones, to be followed, embedded or printed.
const FORMS: [&str; 10] = ["amp", "amp.html", "atom", "embed", "feed", "index.amp.html", "print", "rdf", "rss", "rss2"];

/// What its own address may end with, too.
const ENDINGS: [&str; 5] = [".amp.html", ".amp", ".html", ".htm", ".php"];

/// The pages that a link may be meant to lead to: with what follows the `?`, and without; that of which it leads to
/// another form; with the ending of a file, and without.
#[derive(Clone, Debug)]
pub(crate) struct Target(Vec<u64>);

impl Target {
    /// That of an absolute address.
    pub(crate) fn of(address: &str) -> Option<Self> {
        let mut parts = parts(&parse(address, None)?)?;
        let mut pages = vec![parts.file(), parts.bare()];
        let known = parts.bare();
        while parts.steps() > 1 {
            let shorter = parts.clone().without_last(&FORMS);
            if shorter.steps() == parts.steps() {
                break;
            }
            parts = shorter;
        }
        let own = parts.bare();
        if parts.has_path() {
            let stem = ENDINGS.iter().find_map(|ending| own.strip_suffix(ending)).unwrap_or(&own);
            pages.extend([stem.to_owned(), format!("{stem}.html")]);
        }
        if own != known {
            pages.push(own);
        }
        let mut numbers: Vec<u64> = pages.iter().map(|page| hash(page)).collect();
        let mut seen = HashSet::new();
        numbers.retain(|number| seen.insert(*number));
        Some(Self(numbers))
    }

    /// The numbers of these pages.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = u64> {
        self.0.iter().copied()
    }
}

/// Pages of records that are not for readers now, by their numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shut(HashSet<u64>);

impl Shut {
    /// Whether a link leads to one.
    pub(crate) fn holds(&self, target: &Target) -> bool {
        !self.0.is_empty() && target.numbers().any(|number| self.0.contains(&number))
    }

    /// Which of the pages that a document leads to, in their order, are shut, as one number.
    pub(crate) fn among(&self, pages: &[u64]) -> u64 {
        let shut = pages.iter().filter(|page| self.0.contains(page)).flat_map(|page| page.to_le_bytes());
        let shut: Vec<u8> = shut.collect();
        if shut.is_empty() { 0 } else { XxHash3_64::oneshot(&shut) }
    }
}

impl FromIterator<u64> for Shut {
    fn from_iter<I: IntoIterator<Item = u64>>(pages: I) -> Self {
        Self(pages.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_one_in_all_spellings_of_its_address() {
        let shut: Shut = number("https://c.example/Ferry/").into_iter().collect();
        let holds = |address: &str| shut.holds(&Target::of(address).unwrap());
        for same in [
            "https://c.example/ferry",
            "http://www.c.example:80/%66erry/index.html?utm=1#x",
            "HTTPS://C.EXAMPLE/a/../ferry/",
            "https://c.example/ferry/amp/",
            "https://c.example/ferry/feed/",
            "https://c.example/ferry/feed/atom/?x=1",
            "https://c.example/ferry.html",
            "https://c.example/ferry.amp.html",
            "https://c.example/ferry.html/amp",
            "https://c.example/ferry/index.amp.html",
            "https://c.example/ferry/?amp=1",
        ] {
            assert!(holds(same), "{same}");
        }
        for other in [
            "https://c.example/",
            "https://c.example/ferry-2/",
            "https://d.example/ferry/",
            "https://c.example/ferry/a/",
            "https://c.example/feed/",
            "https://c.example/ferry-amp/",
            "https://c.example/ferry/feed/x/",
        ] {
            assert!(!holds(other), "{other}");
        }
        let shut: Shut = number("https://c.example/tram.html").into_iter().collect();
        for (address, expected) in [
            ("https://c.example/tram/", true),
            ("https://c.example/tram.htm", true),
            ("https://c.example/trams/", false),
        ] {
            assert_eq!(shut.holds(&Target::of(address).unwrap()), expected, "{address}");
        }
        let shut: Shut = number("https://c.example/").into_iter().collect();
        assert!(!shut.holds(&Target::of("https://c.example/feed/").unwrap()));
        let shut: Shut = number("https://c.example/?p=7").into_iter().collect();
        let holds = |address: &str| shut.holds(&Target::of(address).unwrap());
        assert!(holds("https://c.example/?p=7") && !holds("https://c.example/") && !holds("https://c.example/?p=8"));
        assert!(shut.among(&[1, 2]) == 0 && shut.among(&[number("https://c.example/?p=7").unwrap()]) != 0);
    }
}
