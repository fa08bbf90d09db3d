//! The rules over RSS, Atom and their extensions, one file for each matter.

use super::module::Module;

mod guid;

/// One row for each file.
pub(crate) static MODULES: &[&Module] = &[&guid::MODULE];
