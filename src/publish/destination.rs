//! Where documents are published.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::bucket::Address;

/// A place for documents, as a config or the command line names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A folder.
    Folder(PathBuf),
    /// A bucket.
    Bucket(Address),
}

impl Destination {
    /// What is named by a path from a folder, by the address of a bucket, or by that of a folder (`file:///srv`).
    pub fn of(named: &Path, from: &Path) -> Self {
        if let Some(address) = Address::of_path(named) {
            return Self::Bucket(address);
        }
        let file =
            named.to_str().filter(|text| text.starts_with("file://")).and_then(|text| url::Url::parse(text).ok());
        Self::Folder(file.and_then(|url| url.to_file_path().ok()).unwrap_or_else(|| from.join(named)))
    }

    /// The folder, if it is one.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::Bucket(_) => None,
        }
    }

    /// How messages name what stands at a path in it; without one, the place itself.
    pub fn name(&self, path: &str) -> String {
        match self {
            Self::Folder(folder) if path.is_empty() => folder.display().to_string(),
            Self::Folder(folder) => folder.join(path).display().to_string(),
            Self::Bucket(address) => address.place(path),
        }
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name(""))
    }
}
