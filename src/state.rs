//! The id ledger and the build cache.
