//! Waits until something changes that a build reads.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::project::Project;
use crate::diagnostic::{CodeInfo, Diagnostic};

/// After a change it has to be quiet for so long: files are mostly written in several steps.
const QUIET: Duration = Duration::from_millis(200);

/// A build begins after this time though it is not quiet.
const LONGEST: Duration = Duration::from_secs(5);

/// What a build reads, watched.
pub struct Watch {
    /// Nothing is told any longer when it goes.
    _watcher: RecommendedWatcher,
    /// Whether a change was one of the config.
    changes: Receiver<bool>,
}

impl Watch {
    /// Watches the config, and the folders of its sources as far as it can be read.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn of(config: &Path) -> Result<Self, Box<Diagnostic>> {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let config = absolute(config);
        let (mut folders, mut own) = (Vec::new(), Vec::new());
        if let Ok(project) = Project::open(&config, None) {
            let patterns = project
                .checked
                .config
                .source
                .iter()
                .flat_map(|source| source.path.as_slice().iter().chain(source.authors.as_slice()));
            folders.extend(patterns.map(|pattern| absolute(&project.checked.root.join(fixed(pattern)))));
            own.extend(project.output.folder().into_iter().chain([&*project.state_dir]).map(absolute));
        }
        let (tell, changes) = channel();
        let file = config.clone();
        let told = move |event: notify::Result<Event>| {
            let Ok(event) = event else { return };
            let is_ours = |path: &PathBuf| own.iter().any(|own| path.starts_with(own));
            if matches!(event.kind, EventKind::Access(_)) || event.paths.iter().all(is_ours) {
                return;
            }
            // Who waits no longer needs no word.
            let _ = tell.send(event.paths.contains(&file));
        };
        let refused = |e: &notify::Error, path: &Path| {
            Box::new(
                Diagnostic::error("not-watched", format!("`{}` cannot be watched: {e}", path.display()))
                    .help("use `--wait`, which looks once a minute, or raise the system's limit of watches"),
            )
        };
        let mut watcher = notify::recommended_watcher(told).map_err(|e| refused(&e, &config))?;
        let beside = config.parent().map_or_else(|| PathBuf::from("."), Path::to_owned);
        folders.sort();
        folders.dedup();
        let covered = folders.iter().any(|folder| beside.starts_with(folder));
        let beside = (!covered).then_some((beside, RecursiveMode::NonRecursive));
        for (folder, mode) in folders.into_iter().map(|folder| (folder, RecursiveMode::Recursive)).chain(beside) {
            match watcher.watch(&folder, mode) {
                Err(e) if !is_missing(&e) => return Err(refused(&e, &folder)),
                // What is not there yet is found when the config is read again.
                _ => {}
            }
        }
        Ok(Self { _watcher: watcher, changes })
    }

    /// Waits for a change, and until it is quiet again, or for a time; whether the config has changed.
    pub fn wait(&self, at_most: Duration) -> bool {
        let Ok(mut of_config) = self.changes.recv_timeout(at_most) else { return false };
        let end = Instant::now() + LONGEST;
        while Instant::now() < end {
            match self.changes.recv_timeout(QUIET) {
                Ok(other) => of_config |= other,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        of_config
    }
}

/// Whether a folder cannot be watched since it is not there.
fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(e) => e.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

/// The part of a pattern that is the same for all its files: their folder.
fn fixed(pattern: &str) -> String {
    let parts: Vec<&str> = pattern.split('/').collect();
    let fixed = parts.iter().take_while(|part| !part.contains(['*', '?', '[', '{'])).count();
    let fixed = fixed.min(parts.len().saturating_sub(1));
    if fixed == 0 { ".".to_owned() } else { parts[..fixed].join("/") }
}

/// The codes raised here.
pub(super) const CODES: &[CodeInfo] =
    &[CodeInfo { code: "not-watched", summary: "A folder cannot be watched for changes: the system refuses." }];

#[cfg(test)]
mod tests {
    use super::fixed;

    #[test]
    fn the_folder_of_a_pattern_is_what_stands_before_its_first_star() {
        for (pattern, folder) in [
            ("articles/**/*.md", "articles"),
            ("a/b.jsonl", "a"),
            ("*.md", "."),
            ("a/{b,c}/d.md", "a"),
            ("x.json", "."),
        ] {
            assert_eq!(fixed(pattern), folder);
        }
    }
}
