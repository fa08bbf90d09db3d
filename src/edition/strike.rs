//! Takes withdrawn articles out of standing files that are otherwise kept, also those of feeds that are
//! no more: nothing keeps a withdrawn article published. Nor does a kept file show what is no longer for readers: what
//! is held leaves it, and of what is held in part it shows the rest.

use std::collections::{BTreeMap, HashSet};
use std::io::Write as _;

use super::compose::{Composed, Document, World};
use super::judge;
use super::renew::{self, Items, Now, Renewed};
use crate::check;
use crate::config::{Config, Format};
use crate::diagnostic::{CodeInfo, Diagnostic, Severity};
use crate::ledger::{KeyMap, Ledger, id_key};
use crate::publish::{Directory, NewFile, Staged};
use crate::render;
use crate::settle::Settlement;

/// Takes withdrawn articles out of standing files.
pub(crate) struct Strike<'a> {
    pub(crate) directory: &'a Directory,
    pub(crate) settlement: &'a Settlement,
    pub(crate) config: &'a Config,
    pub(crate) now: i64,
    pub(crate) ledger: &'a Ledger,
    /// Articles whose records stand and are not for readers now, where files are kept: drafts, what is embargoed, what
    /// has ended.
    pub(crate) held: HashSet<u64>,
}

impl Strike<'_> {
    /// Whether an article was taken back.
    fn is_withdrawn(&self, key: u64) -> bool {
        self.settlement.facts.get(&key).is_some_and(|f| f.withdrawn.is_some())
    }

    /// Whether an article leaves also those files that are kept.
    pub(crate) fn is_gone(&self, key: u64) -> bool {
        self.is_withdrawn(key) || self.held.contains(&key)
    }

    /// The addresses of articles, as formats have them that know no ids.
    fn addresses(&self, keys: &HashSet<u64>) -> HashSet<String> {
        let url = |key: &u64| self.ledger.entry_of(*key).ok().flatten().and_then(|entry| entry.names.url);
        keys.iter().filter_map(url).map(|url| render::written_address(&url).into_owned()).collect()
    }

    /// Stages files of kept documents without the articles that were withdrawn or are held, and with what is
    /// left for readers of those that are held in part.
    pub(crate) fn kept(&self, world: &World<'_>, documents: &[Document], composed: &mut [Composed]) -> Vec<Staged> {
        let mut staged = Vec::new();
        let numbers = self.settlement.standing.iter().filter(|_| composed.iter().any(|done| done.failed));
        let standing: KeyMap<u32> = numbers.map(|n| (id_key(&world.stubs[*n as usize].id), *n)).collect();
        for (document, done) in documents.iter().zip(composed).filter(|(_, done)| done.failed) {
            let gone: HashSet<u64> = document.before.iter().copied().filter(|k| self.is_gone(*k)).collect();
            let name = &self.config.feed[document.definition].name;
            let profiles = &document.head.options.profiles;
            let Renewed { files, companions } = renew::of(world, document, done, &standing);
            for ((format, path), renewed) in document.files.iter().zip(&files) {
                if gone.is_empty() && !self.is_legible(path, *format) {
                    continue;
                }
                let knows_ids = render::row(*format).tells.is_some();
                let addresses = if knows_ids { HashSet::new() } else { self.addresses(&gone) };
                let unfit = |id: &str| renewed.get(id).is_some_and(Option::is_none);
                let struck = |id: &str| gone.contains(&id_key(id)) || addresses.contains(id) || unfit(id);
                let rest = self.rest(path, Some(*format), profiles, struck, renewed);
                let file = rest.and_then(|rest| {
                    let Some(rest) = rest else { return Ok(None) };
                    self.new_file(path, &rest).and_then(|new_file| self.directory.stage(new_file, name)).map(Some)
                });
                match file {
                    Ok(file) => staged.extend(file),
                    Err(found) => done.diagnostics.extend(found),
                }
            }
            let is_less = |path: &str, now: &Now| {
                let stands = self.directory.read(path).ok().flatten().and_then(|bytes| String::from_utf8(bytes).ok());
                stands.is_some_and(|stands| now.replaces(&stands))
            };
            for (path, now) in companions.iter().filter(|(path, now)| is_less(path, now)) {
                match self.new_file(path, &now.text).and_then(|new_file| self.directory.stage(new_file, name)) {
                    Ok(file) => staged.push(file),
                    Err(found) => done.diagnostics.extend(found),
                }
            }
        }
        staged
    }

    /// Stages files that no feed has any longer without the articles that were withdrawn. Also returns
    /// what went wrong.
    pub(crate) fn left_behind(&self) -> (Vec<Staged>, Vec<Diagnostic>) {
        let (mut staged, mut found) = (Vec::new(), Vec::new());
        if self.settlement.facts.values().all(|f| f.withdrawn.is_none()) {
            return (staged, found);
        }
        let paths = self.directory.left_behind();
        if paths.is_empty() {
            return (staged, found);
        }
        let withdrawn = self.settlement.facts.iter().filter(|(_, f)| f.withdrawn.is_some()).map(|(key, _)| *key);
        let addresses = self.addresses(&withdrawn.collect());
        for path in paths {
            let struck = |id: &str| self.is_withdrawn(id_key(id)) || addresses.contains(id);
            let rest = self.rest(&path, None, &[], struck, &Items::new());
            let file = rest.and_then(|rest| {
                let Some(rest) = rest else { return Ok(None) };
                self.new_file(&path, &rest).and_then(|new_file| self.directory.stage_left_behind(new_file)).map(Some)
            });
            match file {
                Ok(file) => staged.extend(file),
                Err(faults) => found.extend(faults),
            }
        }
        (staged, found)
    }

    /// Whether the articles of a standing file can be read in it.
    fn is_legible(&self, path: &str, format: Format) -> bool {
        let Ok(Some(bytes)) = self.directory.read(path) else { return false };
        std::str::from_utf8(&bytes).is_ok_and(|text| render::standing::items(format, text).all(|told| told.is_ok()))
    }

    /// What is left of a standing file without some articles, and with less of others, checked and read back as
    /// what is rendered; nothing where it is to stay as it is or does not stand.
    fn rest(
        &self,
        path: &str,
        format: Option<Format>,
        profiles: &[String],
        struck: impl Fn(&str) -> bool,
        renewed: &Items,
    ) -> Result<Option<String>, Vec<Diagnostic>> {
        let file = self.directory.place(path);
        let refuse = |why: &str| {
            let message = format!("withdrawn articles cannot be taken out of this file: {why}");
            let help = "build the feed anew, or take the file away by hand";
            vec![Diagnostic::error("withdrawn-stands", message).help(help).in_file(file.clone())]
        };
        let standing = match self.directory.read(path) {
            Ok(Some(bytes)) => String::from_utf8(bytes).map_err(|e| refuse(&e.to_string()))?,
            Ok(None) => return Ok(None),
            Err(e) => return Err(refuse(&e.to_string())),
        };
        let Some(format) = format.or_else(|| render::standing::format_of(&standing)) else {
            return Err(refuse("it is no feed"));
        };
        let left = render::standing::without(format, &standing, &struck).map_err(|e| refuse(&e))?;
        let has = |id: &str| renewed.get(id).is_some_and(Option::is_some);
        let now = |id: &str, stands: &str| Some(&*renewed.get(id)?.as_ref().filter(|now| now.replaces(stands))?.text);
        let renewed =
            render::standing::renewed(format, left.as_deref().unwrap_or(&standing), now).map_err(|e| refuse(&e))?;
        let Some(rest) = renewed.or(left) else { return Ok(None) };
        let options = judge::options(self.config, profiles, format, self.now);
        let before = errors(&standing, &options);
        // What was wrong with it before is no reason to keep the articles.
        let mut worse = errors(&rest, &options).into_iter();
        if let Some((code, (_, message))) = worse.find(|(code, (n, _))| before.get(code).is_none_or(|(b, _)| b < n)) {
            return Err(refuse(&format!("what is left would not be valid: {message} ({code})")));
        }
        if self.config.output.read_back {
            // Items as they are now were read back when the document was to be written.
            let others = render::standing::without(format, &rest, |id| has(id)).map_err(|e| refuse(&e))?;
            let others = others.as_deref().unwrap_or(&rest);
            match render::same_without(format, &standing, others, |id| struck(id) || has(id)) {
                Ok(true) => {}
                Ok(false) => return Err(refuse("others would not read in it what is left")),
                Err(e) => return Err(refuse(&format!("others cannot read it: {e}"))),
            }
        }
        Ok(Some(rest))
    }

    /// What is left of a file, to be staged.
    fn new_file(&self, path: &str, rest: &str) -> Result<NewFile, Vec<Diagnostic>> {
        let mut new_file = self.directory.new_file_again(path).map_err(|d| vec![d])?;
        new_file.write_all(rest.as_bytes()).map_err(|e| vec![new_file.failure(&e)])?;
        Ok(new_file)
    }
}

/// How many errors of each code there are in a document, and what the first of them says.
fn errors(document: &str, options: &check::Options) -> BTreeMap<&'static str, (usize, String)> {
    let options = check::Options { max_findings: usize::MAX, ..options.clone() };
    let mut errors = BTreeMap::new();
    for finding in check::check(document.as_bytes(), &options).findings {
        if finding.severity == Severity::Error {
            errors.entry(finding.code).or_insert((0, finding.message)).0 += 1;
        }
    }
    errors
}

/// The codes raised here.
pub(crate) const CODES: &[CodeInfo] = &[CodeInfo {
    code: "withdrawn-stands",
    summary: "Withdrawn articles cannot be taken out of a file that stands and is not written anew: it is no feed, or what is left would be none.",
}];
