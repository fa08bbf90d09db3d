//! The formats of records.

pub(super) mod json;
pub(super) mod jsonl;
pub(super) mod markdown;
pub(super) mod ninjs;
pub(super) mod text;
pub(super) mod toml;
pub(super) mod yaml;
