//! Ids of articles: `tag:` URIs (RFC 4151) where the record has none of its own.
