//! From what was chosen to documents that may be published: planned, rendered, judged.

pub(crate) mod archive;
pub(crate) mod article;
pub(crate) mod compose;
mod document;
pub(crate) mod guids;
pub(crate) mod judge;
pub(crate) mod keep;
mod leads;
pub(crate) mod order;
mod parts;
pub(crate) mod plan;
pub(crate) mod rendered;
mod renderings;
mod renew;
pub(crate) mod shared;
pub(crate) mod shown;
pub(crate) mod sift;
pub(crate) mod strike;
#[cfg(test)]
mod testing;
