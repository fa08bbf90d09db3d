//! The versions of RSS that rows of the one table hold for.

use crate::check::FeedType;
use crate::check::module::Context;

/// A version of the family of RSS that has one vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    /// RSS 0.91, of Netscape and of UserLand.
    V0_91,
    /// RSS 0.92.
    V0_92,
    /// RSS 0.93.
    V0_93,
    /// RSS 0.94.
    V0_94,
    /// RSS 2.0, and whatever says it is of a version that does not exist.
    V2_0,
}

impl Version {
    /// That of a document.
    pub(crate) fn of(cx: &Context<'_>) -> Self {
        match cx.feed_type {
            FeedType::Rss091 => Self::V0_91,
            FeedType::Rss092 => Self::V0_92,
            FeedType::Rss093 => Self::V0_93,
            FeedType::Rss094 => Self::V0_94,
            _ => Self::V2_0,
        }
    }

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::V0_91 => "RSS 0.91",
            Self::V0_92 => "RSS 0.92",
            Self::V0_93 => "RSS 0.93",
            Self::V0_94 => "RSS 0.94",
            Self::V2_0 => "RSS 2.0",
        }
    }
}
