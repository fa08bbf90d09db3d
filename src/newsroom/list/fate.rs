//! In which feeds an article is, and why not in the others.

use std::collections::HashMap;

use super::super::house::House;
use super::Listed;
use crate::article::{Article, Hold, Status, Stub, TermKind};
use crate::feed::{self, Definitions, Selection, Stock};
use crate::settle::Settlement;
use crate::settle::records::Records;

/// What feeds of a family are made for, in a word.
fn word(kind: TermKind) -> &'static str {
    match kind {
        TermKind::Section => "section",
        TermKind::Tag => "tag",
        TermKind::Author => "author",
        TermKind::Language => "language",
        TermKind::Category => "category",
    }
}

/// The definitions of feeds that a stub is selected for.
type Taking<'a> = Box<dyn Fn(&Stub) -> Vec<usize> + 'a>;

/// What becomes of records in feeds.
pub(super) struct Fates<'a> {
    house: &'a House<'a>,
    records: &'a Records,
    /// The newest record of each id, in ascending order.
    newest: &'a [u32],
    settlement: &'a Settlement,
    /// Definition and path of the feeds that hold a record.
    holders: HashMap<u32, Vec<(usize, &'a str)>>,
    taking: Taking<'a>,
}

impl<'a> Fates<'a> {
    pub(super) fn new(
        house: &'a House<'a>,
        definitions: &Definitions,
        records: &'a Records,
        newest: &'a [u32],
        settlement: &'a Settlement,
        selection: &'a Selection,
    ) -> Self {
        let mut holders: HashMap<u32, Vec<(usize, &str)>> = HashMap::new();
        for feed in &selection.feeds {
            for member in feed.matching.as_ref().unwrap_or(&feed.members) {
                holders.entry(*member).or_default().push((feed.definition, &feed.path));
            }
        }
        let stock = Stock {
            stubs: &records.stubs,
            standing: &settlement.standing,
            terms: &records.terms,
            now: house.now,
            published: &[],
            early: &settlement.early,
        };
        let taking = Box::new(definitions.taking(&stock));
        Self { house, records, newest, settlement, holders, taking }
    }

    /// Says in which feeds an article is, and why not in others.
    pub(super) fn tell(&self, number: u32, article: &Article, listed: &mut Listed) {
        let stub = &self.records.stubs[number as usize];
        listed.left_out = self.everywhere(number, stub, article);
        if listed.left_out.is_some() {
            return;
        }
        let held: &[(usize, &str)] = self.holders.get(&number).map_or(&[], Vec::as_slice);
        let taken = (self.taking)(stub);
        for (definition, feed) in self.house.config.feed.iter().enumerate() {
            let lacks = feed::lacks(article, feed.require.iter().copied());
            let paths: Vec<&str> = held.iter().filter(|(of, _)| *of == definition).map(|(_, path)| *path).collect();
            let why = match lacks.first() {
                _ if !taken.contains(&definition) => "its `select` does not take it".to_owned(),
                Some(lacks) => lacks.message.clone(),
                None if !paths.is_empty() => {
                    listed.feeds.extend(paths.into_iter().map(str::to_owned));
                    continue;
                }
                None => match feed.each.map(|kind| (kind, stub.terms.iter().any(|term| term.kind() == kind))) {
                    Some((kind, false)) => format!("it has no {}", word(kind)),
                    Some((kind, true)) if feed.min_count.is_some_and(|least| least > 1) => {
                        let least = feed.min_count.unwrap_or(1);
                        format!(
                            "fewer than {least} articles have its {}, or it is beyond the limit of {}",
                            word(kind),
                            feed.limit()
                        )
                    }
                    _ => format!("beyond its limit of {}", feed.limit()),
                },
            };
            listed.not_in.insert(feed.name.clone(), why);
        }
    }

    /// Why a record is in no feed at all.
    fn everywhere(&self, number: u32, stub: &Stub, article: &Article) -> Option<String> {
        let now = self.house.now;
        if self.newest.binary_search(&number).is_err() {
            return Some("another record with its id is newer".to_owned());
        }
        let stands = self.settlement.standing.binary_search(&number).is_ok();
        let early = self.settlement.early.binary_search(&number).is_ok();
        let source = &self.house.config.source[usize::from(stub.at.source)];
        match stub.status {
            Status::Draft => Some(stub.hold.unwrap_or(Hold::Draft).says().to_owned()),
            Status::Withdrawn => Some("taken back".to_owned()),
            Status::Published if !stands => Some("another record has its id".to_owned()),
            Status::Published if stub.expires().is_some_and(|end| end <= now) => {
                Some("past the end that it names".to_owned())
            }
            Status::Published if stub.embargo().is_some_and(|from| from > now) => {
                Some("under embargo still".to_owned())
            }
            Status::Published if stub.published.seconds().is_some_and(|from| from > now && !early) => {
                Some("its date is still to come".to_owned())
            }
            Status::Published => feed::lacks(article, source.demands()).into_iter().next().map(|lacks| lacks.message),
        }
    }
}
