//! Gives files that were made ready their names.

use std::collections::BTreeSet;
use std::io;

use super::directory::{Directory, Published, Staged, Turn, beside};
use super::manifest::Entry;
use super::shelf::Standing;
use super::{failure, standing};
use crate::config::Compression;
use crate::diagnostic::Diagnostic;
use crate::in_order::{Threads, in_order};

impl Directory {
    /// Gives staged files their names, turn by turn: wrong twins go first, then each file takes the place of
    /// the old one, then its twins appear. Returns those that stand, and what went wrong with the others.
    pub fn commit(&self, mut staged: Vec<Staged>) -> (Vec<Published>, Vec<Diagnostic>) {
        let mut found = Vec::new();
        if self.settings.dry_run {
            return (staged.into_iter().map(|s| s.file).collect(), found);
        }
        if staged.iter().any(Staged::changes) {
            match self.shelf.begin() {
                Ok(None) => {}
                Ok(Some(winner)) => return self.concede(staged, &winner),
                Err(e) => {
                    found.push(failure::diagnostic("begin to publish in", self.place(""), &e));
                    return (Vec::new(), found);
                }
            }
        }
        if let Err(e) = self.announce(&staged) {
            found.push(e);
            return (Vec::new(), found);
        }
        let mut done = Vec::with_capacity(staged.len());
        for turn in [Turn::Part, Turn::Whole, Turn::List] {
            let (now, later) = staged.into_iter().partition(|file| file.turn == turn);
            staged = later;
            self.take_turn(now, &mut done, &mut found);
        }
        (done, found)
    }

    fn take_turn(&self, staged: Vec<Staged>, done: &mut Vec<Published>, found: &mut Vec<Diagnostic>) {
        let threads = Threads::Waiting(self.shelf.at_once().min(staged.len()));
        let mut removed = BTreeSet::new();
        let mut ready = Vec::with_capacity(staged.len());
        let remove = |file: Staged| (self.remove_stale(&file), file);
        in_order(threads, staged.into_iter(), remove, |(gone, file)| match gone {
            Ok(()) => {
                if !file.stale.is_empty() {
                    removed.insert(file.file.path.clone());
                }
                ready.push(file);
            }
            Err(fault) => found.push(*fault),
        });
        // Twins are gone for good before an original changes, even if the power fails between.
        found.extend(failure::unsynced(&*self.shelf, &removed));
        let mut touched = BTreeSet::new();
        let replace = |staged: Staged| {
            let is_touched = staged.content.is_some() || !staged.twins.is_empty();
            (is_touched.then(|| staged.file.path.clone()), self.replace(staged))
        };
        in_order(threads, ready.into_iter(), replace, |(path, (replaced, faults))| {
            touched.extend(path);
            done.extend(replaced);
            found.extend(faults);
        });
        found.extend(failure::unsynced(&*self.shelf, &touched));
    }

    /// Removes the wrong twins of a file.
    fn remove_stale(&self, staged: &Staged) -> Result<(), Box<Diagnostic>> {
        let path = &staged.file.path;
        let gone: io::Result<()> = staged.stale.iter().try_for_each(|kind| self.shelf.remove(&beside(path, *kind)));
        gone.map_err(|e| Box::new(failure::diagnostic("remove the compressed twin of", self.shelf.place(path), &e)))
    }

    /// Gives one file and its twins their names.
    fn replace(&self, staged: Staged) -> (Option<Published>, Vec<Diagnostic>) {
        let Staged { file, content, twins, .. } = staged;
        if let Some(content) = content
            && let Err(e) = self.shelf.rename(content, &file.path)
        {
            return (None, vec![failure::diagnostic("replace", self.shelf.place(&file.path), &e)]);
        }
        let mut found = Vec::new();
        let mut standing = self.twins_standing(&file);
        for (kind, twin) in twins {
            match self.shelf.rename(twin, &beside(&file.path, kind)) {
                Ok(()) => standing.push(kind),
                Err(e) => {
                    found.push(failure::diagnostic("write the compressed twin of", self.shelf.place(&file.path), &e));
                }
            }
        }
        standing.sort_unstable();
        standing.dedup();
        let mut shared = self.shared();
        let told = shared.manifest.entries.get(&file.path).is_some_and(|before| before.orphaned);
        let entry = Entry {
            feed: file.feed.clone(),
            size: file.size,
            hash: file.hash.clone(),
            mtime_ns: file.mtime_ns,
            twins: standing,
            orphaned: told && !shared.kept.contains(&file.path),
        };
        shared.manifest.entries.insert(file.path.clone(), entry);
        drop(shared);
        (Some(file), found)
    }

    /// What is left to do where another publisher was faster: nothing, if it has published the same.
    fn concede(&self, staged: Vec<Staged>, winner: &str) -> (Vec<Published>, Vec<Diagnostic>) {
        let (mut done, mut found) = (Vec::new(), Vec::new());
        let all = staged.len();
        for Staged { mut file, content, .. } in staged {
            let stands = self.shelf.stat(&file.path);
            let same =
                content.map_or(Ok(true), |content| standing::equal(self.shelf.read(&file.path)?, content.open()?));
            match (stands, same) {
                (Ok(Standing::Document(version)), Ok(true)) => {
                    file.mtime_ns = version.mtime_ns;
                    done.push(file);
                }
                (Err(e), _) | (_, Err(e)) if e.kind() != io::ErrorKind::NotFound => {
                    found.push(failure::diagnostic("compare with", self.shelf.place(&file.path), &e));
                }
                _ => {}
            }
        }
        if done.len() < all {
            let message = format!(
                "{winner} published while this build ran, and {} of {all} files are not as they would have become",
                all - done.len()
            );
            let help = "nothing was replaced; build again, and it begins with what stands there now";
            found.push(Diagnostic::error("outrun", message).help(help).in_file(self.place("")));
        }
        (done, found)
    }

    /// Twins that stand already and are right.
    fn twins_standing(&self, file: &Published) -> Vec<Compression> {
        let stands = |kind: &Compression| {
            matches!(self.shelf.stat(&beside(&file.path, *kind)), Ok(Standing::Document(version))
                if version.mtime_ns == file.mtime_ns)
        };
        self.settings.compress.iter().copied().filter(stands).collect()
    }

    /// Puts files that are about to appear into the manifest, so that a crash right after does not
    /// leave files that nobody knows.
    fn announce(&self, staged: &[Staged]) -> Result<(), Diagnostic> {
        let mut shared = self.shared();
        for Staged { file, .. } in staged {
            shared.manifest.entries.entry(file.path.clone()).or_insert_with(|| Entry {
                feed: file.feed.clone(),
                size: file.size,
                hash: file.hash.clone(),
                mtime_ns: file.mtime_ns,
                twins: self.settings.compress.clone(),
                orphaned: false,
            });
        }
        shared.manifest.write()
    }
}
