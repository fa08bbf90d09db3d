//! Items of files that are kept, where their records say less to readers than when they were written: a file that stays
//! shows no part of an article that is held by now.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::article::unfit;
use super::compose::{Composed, Document, World};
use super::shown::{Ready, ready};
use crate::article::{Location, Stub};
use crate::config::Format;
use crate::feed;
use crate::ledger::KeyMap;
use crate::{render, source};

/// Articles that are read together.
const TOGETHER: usize = 64;

/// An item or file of one article, as its record is now.
#[derive(Clone)]
pub(super) struct Now {
    pub(super) text: String,
    /// Whether something of the article is held back.
    holds_back: bool,
}

impl Now {
    /// Whether it is to replace what stands, since that shows what is not for readers any more. Records do not tell which
    /// words they hold back: it is less where a piece of text that stood is not in it. Other edits wait until the file
    /// is written anew.
    pub(super) fn replaces(&self, stands: &str) -> bool {
        self.holds_back || says_less(stands, &self.text)
    }
}

/// Whether of a piece of a text most words are in another no more.
fn says_less(before: &str, after: &str) -> bool {
    let left: HashSet<&str> = words(after).collect();
    before.replace("&lt;", "<").replace("&gt;", ">").split(['<', '>']).any(|piece| {
        let all = words(piece).count();
        let gone = words(piece).filter(|word| !left.contains(word)).count();
        gone * 2 > all
    })
}

/// The words of a text; numbers are none, as dates change with every edit.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

/// What stands now for the items of one file, by the ids that its format knows them by; nothing for those that have no
/// place in it any more.
pub(super) type Items = HashMap<String, Option<Now>>;

/// A document's items as they are now.
#[derive(Default)]
pub(super) struct Renewed {
    /// By its files.
    pub(super) files: Vec<Items>,
    /// Files of single articles, with their paths.
    pub(super) companions: Vec<(String, Now)>,
}

/// What one article is in each file.
type One = (Vec<(Vec<String>, Option<Now>)>, Vec<(String, Now)>);

/// The items of a document that is kept, but for those whose records are at fault: their last good state stays. `standing`
/// has the stubs of its articles.
pub(super) fn of(world: &World<'_>, document: &Document, done: &Composed, standing: &KeyMap<u32>) -> Renewed {
    let is_bad = |stub: &u32| done.left_out.contains(stub) && !done.lacking.contains(stub);
    let stubs: Vec<u32> = document.before.iter().filter_map(|key| standing.get(key)).copied().collect();
    let stubs: Vec<u32> = stubs.into_iter().filter(|stub| !is_bad(stub)).collect();
    let made: Vec<One> = stubs.par_chunks(TOGETHER).flat_map_iter(|some| render_some(world, document, some)).collect();
    let mut renewed = Renewed { files: vec![Items::new(); document.files.len()], ..Renewed::default() };
    for (items, companions) in made {
        for (file, (names, item)) in renewed.files.iter_mut().zip(items) {
            for name in names {
                file.entry(name).or_insert_with(|| item.clone());
            }
        }
        renewed.companions.extend(companions);
    }
    renewed
}

fn render_some(world: &World<'_>, document: &Document, some: &[u32]) -> Vec<One> {
    let stubs: Vec<&Stub> = some.iter().map(|stub| &world.stubs[*stub as usize]).collect();
    let at: Vec<Location> = stubs.iter().map(|stub| stub.at).collect();
    let loaded = source::load(world.context, world.listings, &at);
    // What cannot be read was told when the document was to be written.
    let read = loaded.into_iter().zip(stubs).filter_map(|(loaded, stub)| Some((loaded.article?, stub)));
    read.map(|(read, stub)| render_one(world, document, &ready(world, stub, read))).collect()
}

fn render_one(world: &World<'_>, document: &Document, Ready { article, prepared, holds_back, .. }: &Ready) -> One {
    let (options, site) = (&document.head.options, &world.site);
    let now = |text| Now { text, holds_back: *holds_back };
    let mut companions = Vec::new();
    let items = document.files.iter().map(|(format, file)| {
        let fits = unfit(article, *format, site).is_none();
        if let Some((name, text)) = render::companion(*format, article, prepared, options, site).filter(|_| fits) {
            companions.push((format!("{}/{name}", feed::companions(file)), now(text)));
        }
        let item = fits.then(|| {
            let mut item = String::new();
            render::item(*format, article, prepared, options, site, &mut item);
            now(item)
        });
        (names(*format, &article.id, article.url.as_deref()), item)
    });
    (items.collect(), companions)
}

/// What a format may know an article by: its id, and its address where that may stand for one.
fn names(format: Format, id: &str, url: Option<&str>) -> Vec<String> {
    let address =
        url.filter(|_| render::row(format).tells.is_none()).map(|url| render::written_address(url).into_owned());
    [id.to_owned()].into_iter().chain(address).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_is_said_where_a_piece_is_gone_and_not_where_words_are_others() {
        let before = "<p>The ferry sails on Sunday at 9.</p><p>The captain resigned.</p>";
        for (after, less) in [
            (before, false),
            ("<p>The ferry sails on Monday at 8.</p><p>The captain has resigned.</p>", false),
            ("<p>The captain resigned.</p><p>The ferry sails on Sunday at 9.</p><p>More.</p>", false),
            ("<p>The ferry sails on Monday at 9.</p>", true),
            ("<p>The captain resigned.</p>", true),
            ("", true),
        ] {
            assert_eq!(says_less(before, after), less, "{after}");
        }
        let escaped = before.replace('<', "&lt;").replace('>', "&gt;");
        assert!(says_less(&escaped, "&lt;p&gt;The ferry sails on Sunday.&lt;/p&gt;"));
        assert!(!says_less("<updated>2026-07-10T14:00:00Z</updated>", "<updated>2026-07-11T15:00:00Z</updated>"));
    }
}
