//! What is remembered between runs: the ledger of ids, and caches that only save time.

pub mod cache;
pub mod ledger;
mod pack;
pub mod snapshot;
pub mod visible;
