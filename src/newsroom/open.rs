//! Opens what a run reads and writes.

use std::path::Path;

use super::order::{Mode, Order};
use super::project::Project;
use crate::diagnostic::{Diagnostic, Severity};
use crate::feed::Definitions;
use crate::ledger::Ledger;
use crate::publish::{Budget, Directory, Lock, Previous, Settings};
use crate::site::delivery::Delivery;
use crate::source::Context;

/// Bytes of memory of all new files together, and of each.
const MEMORY: (usize, usize) = (24 << 20, 4 << 20);

/// What a run reads and writes.
pub(super) struct Opened {
    pub(super) directory: Directory,
    pub(super) ledger: Ledger,
    pub(super) context: Context,
    pub(super) definitions: Definitions,
}

/// Opens all of it; what is wrong is added to `diagnostics`, and nothing is opened where that is an error.
pub(super) fn open(
    order: &Order<'_>,
    project: &Project,
    lock: Option<&Lock>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Opened> {
    let config = &project.checked.config;
    let known = diagnostics.len();
    let settings = Settings {
        destination: project.output.clone(),
        state_dir: project.state_dir.clone(),
        compress: config.output.compress.clone(),
        prune: config.output.prune,
        adopt: order.adopt,
        dry_run: order.mode.is_preview(),
        diff: order.mode == Mode::Diff,
        budget: Budget::new(MEMORY.0, MEMORY.1),
        labels: Delivery::of(config).labels,
    };
    let (directory, found) = Directory::open(settings, lock.map_or(Previous::Ended, Lock::previous));
    diagnostics.extend(found);
    let directory = directory?;
    let ledger = match ledger(&project.state_dir, order.mode) {
        Ok(ledger) => ledger,
        Err(fault) => {
            diagnostics.push(*fault);
            return None;
        }
    };
    let (context, found) = Context::new(config, &project.checked.root);
    diagnostics.extend(found.into_iter().map(|(key, d)| project.checked.place(d, &key)));
    let context = context.at(order.now);
    let (definitions, found) = Definitions::new(config);
    diagnostics.extend(found);
    let fails = diagnostics[known..].iter().any(|d| d.severity == Severity::Error);
    (!fails).then_some(Opened { directory, ledger, context, definitions })
}

/// The ledger; for a preview one that is not kept where there is none yet, or it knows nothing.
fn ledger(state_dir: &Path, mode: Mode) -> Result<Ledger, Box<Diagnostic>> {
    if mode.is_preview() {
        return Ledger::open_existing(state_dir)?.filter(|l| !l.new).map_or_else(Ledger::in_memory, Ok);
    }
    Ledger::open(state_dir)
}
