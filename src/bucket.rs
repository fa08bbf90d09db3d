//! Buckets of object stores: S3 and what speaks as it does, Google Cloud Storage, Azure Blob Storage.
//!
//! An object comes whole and goes whole, and a version of it is named by its tag: whoever puts one says which
//! version is to be replaced, and is refused where another stands. Who may do it is said by the variables that the
//! tools of the stores read (`AWS_ACCESS_KEY_ID`, `GOOGLE_APPLICATION_CREDENTIALS`, `AZURE_STORAGE_ACCOUNT_NAME`),
//! never by a config.

#[cfg(not(feature = "buckets"))]
mod absent;
#[cfg(feature = "buckets")]
mod client;
#[cfg(feature = "buckets")]
mod store;

use std::fmt;
use std::path::Path;

#[cfg(not(feature = "buckets"))]
pub use absent::Bucket;
#[cfg(feature = "buckets")]
pub use store::Bucket;

/// The schemes of addresses in buckets.
const SCHEMES: [&str; 3] = ["s3", "gs", "az"];

/// Where objects lie: a bucket, and what their names begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    scheme: &'static str,
    name: String,
    prefix: String,
}

impl Address {
    /// An address such as `s3://bucket/prefix`; nothing else is one.
    pub fn of(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once(":/")?;
        let scheme = SCHEMES.into_iter().find(|known| *known == scheme)?;
        // The path of a file knows one slash where an address has two.
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let parts: Vec<&str> = prefix.split('/').filter(|part| !part.is_empty()).collect();
        let plain = |part: &&str| matches!(*part, "." | "..");
        if name.is_empty() || parts.iter().any(plain) {
            return None;
        }
        Some(Self { scheme, name: name.to_owned(), prefix: parts.join("/") })
    }

    /// An address whose end is a pattern (`s3://bucket/out/**/*.json`): what it begins with, and the pattern from
    /// there on.
    pub fn with_pattern(text: &str) -> Option<(Self, String)> {
        let first = text.find(['*', '?', '[', '{']).unwrap_or(text.len());
        let fixed = text[..first].rfind('/')?;
        let address = Self::of(&text[..fixed])?;
        Some((address, text[fixed + 1..].to_owned()))
    }

    /// An address that is written where a path may be.
    pub fn of_path(path: &Path) -> Option<Self> {
        Self::of(path.to_str()?)
    }

    /// How messages name what lies at a path below it.
    pub fn place(&self, path: &str) -> String {
        if path.is_empty() { self.to_string() } else { format!("{self}/{path}") }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let slash = if self.prefix.is_empty() { "" } else { "/" };
        write!(f, "{}://{}{slash}{}", self.scheme, self.name, self.prefix)
    }
}

/// What names a version of an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// Its entity tag, without quotes.
    pub etag: String,
    /// Its number, where a store counts.
    pub version: Option<String>,
}

/// An object as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Its size in bytes.
    pub size: u64,
    /// Which version it is.
    pub tag: Tag,
    /// When the store took it, in nanoseconds since 1970.
    pub modified_ns: i64,
}

/// What an object has to say of itself to those who fetch it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// `Content-Type`.
    pub media_type: String,
    /// `Content-Encoding`.
    pub coding: Option<&'static str>,
    /// `Cache-Control`.
    pub caching: String,
}

/// What may be replaced by an object that is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over<'t> {
    /// Nothing: none stands there.
    Nothing,
    /// This version.
    Version(&'t Tag),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_buckets_are_told_from_paths() {
        for (text, shown) in [
            ("s3://paper", "s3://paper"),
            ("s3://paper/", "s3://paper"),
            ("s3:/paper/feeds", "s3://paper/feeds"),
            ("gs://paper/a//b/", "gs://paper/a/b"),
            ("az://box/x", "az://box/x"),
        ] {
            assert_eq!(Address::of(text).unwrap().to_string(), shown, "{text}");
        }
        for text in ["feeds", "s3", "s3://", "s3:///x", "file:///x", "http://s3/x", "s3://b/../x", "C:/x", "xs3://b"] {
            assert_eq!(Address::of(text), None, "{text}");
        }
        assert_eq!(Address::of("s3://paper").unwrap().place("a.rss"), "s3://paper/a.rss");
        for (text, shown, pattern) in [
            ("s3://desk/out/**/*.json", "s3://desk/out", "**/*.json"),
            ("s3://desk/*.json", "s3://desk", "*.json"),
            ("s3://desk/out/a.json", "s3://desk/out", "a.json"),
        ] {
            let (address, rest) = Address::with_pattern(text).unwrap();
            assert_eq!((&*address.to_string(), &*rest), (shown, pattern), "{text}");
        }
        assert_eq!(Address::with_pattern("articles/*.md"), None);
        assert_eq!(Address::with_pattern("s3://*/x"), None);
    }
}
