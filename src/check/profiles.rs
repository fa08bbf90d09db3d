//! What single consumers demand beyond (or against) the specifications, one file for each.

use super::module::Module;
use crate::diagnostic::Severity;

/// A consumer's demands.
#[derive(Debug)]
pub struct Profile {
    /// The name it is asked for by: `msn`.
    pub name: &'static str,
    /// The consumer's name.
    pub title: &'static str,
    /// Where the consumer says it.
    pub source: &'static str,
    /// Base rules that weigh otherwise for this consumer; `None` lifts a rule.
    pub severities: &'static [(&'static str, Option<Severity>)],
    /// Rules of its own.
    pub(crate) modules: &'static [&'static Module],
}

/// All profiles, in the order they are listed in.
pub static PROFILES: &[&Profile] = &[];

/// The modules of all profiles.
pub(crate) fn modules() -> impl Iterator<Item = &'static Module> {
    PROFILES
        .iter()
        .flat_map(|profile| profile.modules.iter().copied())
}

/// The profile of this name.
pub fn find(name: &str) -> Option<&'static Profile> {
    PROFILES
        .iter()
        .copied()
        .find(|profile| profile.name == name)
}
