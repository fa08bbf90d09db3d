//! What is remembered between runs: the ledger of ids, and caches that only save time.

pub mod ledger;
