//! Where records lie.

pub(super) mod bytes;
pub(super) mod files;
