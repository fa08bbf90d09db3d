//! Why a record is held back.

/// Why a record is held back, as far as a reader of reports is to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Hold {
    /// It says that it is not finished, or stands among those that are not.
    Draft,
    /// It is hidden, unlisted or private.
    Hidden,
    /// Only members, or who knows a password, may read it.
    Members,
    /// Its generator makes no page of it.
    Unbuilt,
    /// It is kept out of feeds alone.
    OutOfFeed,
    /// It only leads elsewhere.
    Redirect,
    /// It is a page of the site, not an article.
    Page,
    /// It belongs to another page, beside which it lies.
    Resource,
    /// It tells of the files around it.
    Readme,
    /// The source skips such records.
    Skipped,
    /// It lacks what the source requires.
    Lacking,
    /// What may hold it back cannot be read.
    Doubtful,
}

impl Hold {
    /// Whether it is no article of its site, whatever it says itself.
    pub(crate) fn is_no_article(self) -> bool {
        matches!(self, Self::Resource | Self::Readme | Self::Page | Self::Unbuilt | Self::Lacking)
    }

    /// Whether the site shows it all the same, so that links may lead to it: where it is another page than an article,
    /// at its own address alone.
    pub(crate) fn is_on_site(self, has_address: bool) -> bool {
        matches!(self, Self::Lacking | Self::OutOfFeed) || (self == Self::Page && has_address)
    }

    /// Whether nothing is to lead to it: what is only hidden from lists is meant to be linked to.
    pub(crate) fn keeps_links_away(self) -> bool {
        matches!(self, Self::Draft | Self::Members | Self::Doubtful)
    }

    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Draft,
        Self::Hidden,
        Self::Members,
        Self::Unbuilt,
        Self::OutOfFeed,
        Self::Redirect,
        Self::Page,
        Self::Resource,
        Self::Readme,
        Self::Skipped,
        Self::Lacking,
        Self::Doubtful,
    ];

    /// The reason of this number; `None` where there is none.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// Why, as a clause that follows "left out: ".
    pub fn says(self) -> &'static str {
        match self {
            Self::Draft => "a draft or not published yet",
            Self::Hidden => "hidden, unlisted or private",
            Self::Members => "for members, or behind a password",
            Self::Unbuilt => "its generator makes no page of it",
            Self::OutOfFeed => "kept out of feeds",
            Self::Redirect => "it only leads elsewhere",
            Self::Page => "a page of the site, not an article",
            Self::Resource => "it belongs to the page beside it",
            Self::Readme => "it tells of the files around it",
            Self::Skipped => "`skip` of the source",
            Self::Lacking => "it lacks what `require` of the source asks for",
            Self::Doubtful => "what may hold it back cannot be read",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_number() {
        for (n, hold) in (0..).zip(Hold::ALL) {
            assert_eq!((hold as u8, Hold::from_number(n)), (n, Some(hold)));
        }
        assert_eq!(Hold::from_number(Hold::ALL.len() as u8), None);
    }
}
