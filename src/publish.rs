//! Compares, writes, syncs and renames: the last good feed survives.
