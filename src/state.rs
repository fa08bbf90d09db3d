//! What is remembered between runs: the ledger of ids, and caches that only save time.

pub mod archive;
pub mod cache;
pub mod failure;
pub mod guard;
pub mod ledger;
mod pack;
pub mod snapshot;
pub mod transfer;
pub mod visible;
