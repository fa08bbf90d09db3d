//! From feeds and articles to bytes, a fragment an item.
