//! Reads records: stubs of all, the chosen ones in full.
