//! Gives articles the ids that the `id` template of their source gives now, though readers know them by others: for
//! whoever wants that, and knows that they are shown again.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::house::House;
use super::open::open;
use super::order::{Mode, Order};
use super::past::Past;
use super::project::Project;
use super::{Look, scan, settle};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::{ArchiveEntry, Changes, Entry, FeedEntry, Ledger, id_key};
use crate::publish::Lock;

/// An article that gets another id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The id that readers know it by.
    pub old: String,
    /// The one that the template gives.
    pub new: String,
    /// Where its record lies.
    pub place: String,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Renaming {
    /// 0: all that the template asks for; 1: some ids are those of others; 2: nothing could be read or written.
    pub exit: u8,
    /// Articles that get another id, in the order of their old ones.
    pub renamed: Vec<Renamed>,
    /// Articles whose new id is that of another.
    pub taken: Vec<Renamed>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Finds articles whose ids are not those of the templates; with `write` the ledger learns of them.
pub fn by_template(project: Project, now: i64, write: bool) -> Renaming {
    let mut renaming = Renaming::default();
    match renamed(project, now, write, &mut renaming) {
        Ok(()) => renaming.exit = u8::from(!renaming.taken.is_empty()),
        Err(found) => {
            renaming.diagnostics.extend(found);
            renaming.exit = 2;
        }
    }
    renaming
}

fn renamed(mut project: Project, now: i64, write: bool, renaming: &mut Renaming) -> Result<(), Vec<Diagnostic>> {
    let one = |d: Box<Diagnostic>| vec![*d];
    let order = Order { mode: Mode::Preview, ..Order::new(&**project.checked.file(), now) };
    renaming.diagnostics.append(&mut project.found);
    let lock = if write { Some(Lock::acquire(&project.state_dir, Duration::ZERO).map_err(|d| vec![d])?) } else { None };
    let Some(opened) = open(&order, &project, None, &mut renaming.diagnostics) else { return Err(Vec::new()) };
    let look = Look::take(&project, order.mode);
    let house = House::new(&order, &project, (&opened.directory, &opened.context), &look.listings);
    let mut ledger = opened.ledger;
    let mut records = scan::scan(&house);
    let mut said = std::mem::take(&mut records.diagnostics);
    let (standing, _) = scan::standing(&house, &ledger, &mut records, &mut said);
    renaming.diagnostics.extend(said.into_iter().filter(|d| d.severity == Severity::Error));
    let stubs = standing.iter().map(|n| &records.stubs[*n as usize]);
    let mut past = Past::read(&house, &ledger).map_err(one)?;
    past.recover(&mut ledger, stubs).map_err(one)?;
    let (settlement, _) = settle(&house, &mut past, &ledger, standing, &mut records).map_err(one)?;
    let mut wanted = Vec::new();
    for stub in settlement.standing.iter().map(|n| &records.stubs[*n as usize]) {
        let source = usize::from(stub.at.source);
        let key = id_key(&stub.id);
        let known = settlement.facts.get(&key).is_some_and(|fact| fact.in_feeds);
        let Some(new) = settlement.origins.get(&key).filter(|new| known && **new != *stub.id) else { continue };
        if house.config.source[source].id.is_some() {
            let place = house.listings[source].place(stub);
            wanted.push(Renamed { old: stub.id.to_string(), new: new.clone(), place: place.file.to_string() });
        }
    }
    wanted.sort_by(|a, b| a.old.cmp(&b.old));
    let leave: HashSet<&str> = wanted.iter().map(|one| &*one.old).collect();
    let mut given: HashSet<&str> = HashSet::new();
    let is_taken = |one: &Renamed| {
        !leave.contains(&*one.new) && settlement.facts.get(&id_key(&one.new)).is_some_and(|fact| fact.in_feeds)
    };
    let (mut renamed, mut taken) = (Vec::new(), Vec::new());
    for one in &wanted {
        let free = !is_taken(one) && given.insert(&one.new);
        if free { renamed.push(one.clone()) } else { taken.push(one.clone()) }
    }
    let changes = changes(&ledger, &renamed).map_err(one)?;
    (renaming.renamed, renaming.taken) = (renamed, taken);
    drop(ledger);
    if lock.is_some() && !renaming.renamed.is_empty() {
        Ledger::open(&project.state_dir).map_err(one)?.commit(&changes).map_err(one)?;
    }
    Ok(())
}

/// What the ledger has to learn: its articles under other ids, wherever it names them.
fn changes(ledger: &Ledger, renamed: &[Renamed]) -> Result<Changes, Box<Diagnostic>> {
    let mut changes = Changes::default();
    let keys: HashMap<u64, u64> = renamed.iter().map(|one| (id_key(&one.old), id_key(&one.new))).collect();
    for Renamed { old, new, .. } in renamed {
        // What is settled in this run alone is not in the ledger yet.
        let Some(Entry { fact, mut names }) = ledger.entry(old)? else { continue };
        (names.id, names.origin) = (new.clone(), Some(new.clone()));
        changes.articles.push(Entry { fact, names });
    }
    let kept: HashSet<u64> = keys.values().copied().collect();
    changes.replaced.extend(keys.keys().copied().filter(|old| !kept.contains(old)));
    changes.replaced.sort_unstable();
    let moved = |members: Vec<u64>| -> Vec<u64> {
        members.into_iter().map(|key| keys.get(&key).copied().unwrap_or(key)).collect()
    };
    let names_any = |members: &[u64]| members.iter().any(|key| keys.contains_key(key));
    let mut feeds: Vec<FeedEntry> = ledger.feeds()?.into_values().filter(|feed| names_any(&feed.members)).collect();
    feeds.sort_by(|a, b| a.path.cmp(&b.path));
    changes.feeds = feeds.into_iter().map(|feed| FeedEntry { members: moved(feed.members), ..feed }).collect();
    let archives = ledger.archives()?.into_iter().filter(|archive| names_any(&archive.members));
    changes.archives = archives.map(|a| ArchiveEntry { members: moved(a.members), ..a }).collect();
    Ok(changes)
}
