//! Which of a site's files `[gallery]` and `[playlist]` show, and in which order: as WordPress reads what they are given.

use crate::body::arguments::Arguments;
use crate::body::bracket::{Form, choice_of_builder, given, tag};

/// Numbers that are read of one list.
const MAX_LISTED: usize = 500;

/// Which files of a site a shortcode shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Only those of these numbers; of none, those that were uploaded with an article.
    pub only: Vec<u64>,
    /// The number of that article, where it is said.
    pub of: Option<u64>,
    /// Those that stay out of what was uploaded.
    pub without: Vec<u64>,
    /// What they go by: first by the first.
    pub by: Vec<By>,
    /// Whether the last comes first.
    pub descending: bool,
}

/// What files go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// As they are listed.
    Listed,
    /// By the places that the desk gave them.
    Place,
    /// By their numbers.
    Number,
    /// By their titles.
    Title,
    /// By when they were uploaded.
    Date,
}

impl Choice {
    /// What the arguments of `[gallery]` or `[playlist]` choose.
    pub(in crate::body) fn of(given: &Arguments) -> Self {
        let ids = given.named(&["ids"]).map(numbers).filter(|ids| !ids.is_empty());
        let is_listed = ids.is_some();
        let only = ids.or_else(|| given.named(&["include"]).map(numbers)).unwrap_or_default();
        let without = given.named(&["exclude"]).map(numbers).unwrap_or_default();
        let named = given.named(&["orderby"]).map(|names| names.split_whitespace().filter_map(by).collect::<Vec<_>>());
        let by = match named.filter(|by| !by.is_empty()) {
            Some(by) => by,
            None if is_listed => vec![By::Listed],
            None => vec![By::Place, By::Number],
        };
        let descending = given.named(&["order"]).is_some_and(|order| order.eq_ignore_ascii_case("desc"));
        let of = given.named(&["id"]).and_then(|id| id.parse().ok());
        Self { only, of, without, by, descending }
    }

    /// Those of a list of numbers.
    pub(in crate::body) fn listed(list: &str) -> Self {
        Self { only: numbers(list), by: vec![By::Listed], ..Self::default() }
    }

    /// The numbers that it chooses of those that were uploaded with an article, in the order of what files go by. What
    /// was uploaded with another article is for those who may see that, which is not known here.
    pub fn chosen<K: Ord>(
        &self,
        article: u64,
        uploaded: impl FnOnce() -> Vec<u64>,
        key: impl Fn(u64, By) -> K,
    ) -> Vec<u64> {
        let mut numbers = match &self.only[..] {
            [] if self.of.is_some_and(|of| of != article) => Vec::new(),
            [] => uploaded().into_iter().filter(|number| !self.without.contains(number)).collect(),
            only => only.to_vec(),
        };
        self.order(&mut numbers, key);
        numbers
    }

    fn order<K: Ord>(&self, numbers: &mut [u64], key: impl Fn(u64, By) -> K) {
        if self.by == [By::Listed] {
            // WordPress takes no order backwards that was listed.
            return;
        }
        numbers.sort_by(|a, b| {
            let order = self.by.iter().map(|by| key(*a, *by).cmp(&key(*b, *by))).find(|order| order.is_ne());
            let order = order.unwrap_or(std::cmp::Ordering::Equal);
            if self.descending { order.reverse() } else { order }
        });
    }
}

fn by(name: &str) -> Option<By> {
    match name {
        "post__in" => Some(By::Listed),
        "menu_order" => Some(By::Place),
        "ID" => Some(By::Number),
        "title" | "post_title" => Some(By::Title),
        "date" | "post_date" => Some(By::Date),
        _ => None,
    }
}

/// Numbers of a list.
fn numbers(list: &str) -> Vec<u64> {
    let mut found: Vec<u64> = Vec::new();
    for number in list.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()) {
        if found.len() < MAX_LISTED && !found.contains(&number) {
            found.push(number);
        }
    }
    found
}

/// What the galleries and playlists of a body choose, with where they stand.
pub fn choices(text: &str) -> impl Iterator<Item = (usize, Choice)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = from + memchr::memchr(b'[', &text.as_bytes()[from..])?;
            let Some(tag) = tag(text, at) else {
                from = at + 1;
                continue;
            };
            from = tag.span.end;
            let is_used = matches!(tag.form, Form::Opens | Form::Alone);
            if is_used && matches!(tag.name, "gallery" | "playlist") {
                return Some((at, Choice::of(&given(&tag))));
            }
            if is_used
                && tag.name.contains('_')
                && let Some(choice) = choice_of_builder(tag.name, &given(&tag))
            {
                return Some((at, choice));
            }
        }
    })
}
