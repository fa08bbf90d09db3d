//! Patterns of files: the folder where each begins, and what the names below it must match.

use std::path::Path;

use globset::{Glob, GlobBuilder, GlobMatcher};

use crate::bucket::Address;
use crate::config::{Exclusion, RemoteAddress, Source};
use crate::source::format;

/// A pattern split into the folder to walk and what its files must match.
#[derive(Debug)]
pub(in crate::source) struct Pattern {
    /// Folder, as written.
    pub(in crate::source) base: String,
    /// The rest, a glob relative to `base`; empty where `base` is a file itself.
    pub(in crate::source) rest: String,
}

impl Pattern {
    /// Splits at the first part with a wildcard.
    pub(in crate::source) fn new(root: &Path, pattern: &str) -> Self {
        let pattern = pattern.replace('\\', "/");
        // In a bucket nothing but the slash at its end tells a folder.
        let is_prefix = pattern.ends_with('/') && Address::of(&pattern).is_some();
        let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
        let wild = |part: &str| part.contains(['*', '?', '[', '{']);
        let parts: Vec<_> = pattern.split('/').collect();
        let fixed = parts.iter().position(|p| wild(p)).unwrap_or(parts.len());
        let base = parts[..fixed].join("/");
        let base = if base.is_empty() && pattern.starts_with('/') { "/".to_owned() } else { base };
        let rest = if fixed < parts.len() {
            parts[fixed..].join("/")
        } else if is_prefix || root.join(&base).is_dir() {
            format!("**/*.{{{}}}", format::endings().join(","))
        } else {
            String::new()
        };
        Self { base, rest }
    }

    /// What the names below the folder must match.
    pub(super) fn glob(&self) -> Result<Glob, globset::Error> {
        GlobBuilder::new(&self.rest).literal_separator(true).build()
    }
}

/// What stands between the name of an address and the number of its page.
pub(in crate::source) const PAGE: &str = ", page ";

/// The names of files that a source asks for, whether there are such files or not.
#[derive(Debug)]
pub(crate) struct Scope(Vec<(Pattern, Option<GlobMatcher>)>, Exclusion);

impl Scope {
    /// Those of a source whose patterns are relative to `root`.
    pub(crate) fn of(root: &Path, source: &Source) -> Self {
        let pattern = |written: &String| {
            let pattern = Pattern::new(root, written);
            let glob = pattern.glob().ok().map(|glob| glob.compile_matcher());
            (pattern, glob)
        };
        if source.is_drawn() {
            // What a command or a database gives is one unit, what an address gives one a page.
            let names = match source.from.as_slice() {
                [] => vec![source.name.clone()],
                addresses => RemoteAddress::names(addresses),
            };
            let whole = names.into_iter().map(|base| (Pattern { base, rest: String::new() }, None));
            return Self(whole.collect(), Exclusion::default());
        }
        Self(source.patterns().map(pattern).collect(), source.exclusion())
    }

    /// Whether it asks for a file, by its name in the listing.
    pub(crate) fn takes(&self, path: &str) -> bool {
        !self.1.takes(path)
            && self.0.iter().any(|(Pattern { base, rest }, glob)| {
                let below = match base.as_str() {
                    "" => Some(path),
                    base => path.strip_prefix(base.trim_end_matches('/')).and_then(|below| below.strip_prefix('/')),
                };
                match (below, glob) {
                    _ if rest.is_empty() => {
                        path.strip_prefix(&**base).is_some_and(|rest| rest.is_empty() || rest.starts_with(PAGE))
                    }
                    (Some(below), Some(glob)) => glob.is_match(below),
                    (_, glob) => glob.is_none(),
                }
            })
    }
}
