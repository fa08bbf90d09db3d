//! Dates of articles.

/// A moment with the offset it was written in, so that a feed shows the newsroom's own time.
pub type Timestamp = chrono::DateTime<chrono::FixedOffset>;
