//! In a program without the feature `buckets` none can be opened.

use std::io;

use super::{Address, Label, Object, Over, Tag};

/// A bucket, which cannot be.
#[derive(Debug)]
pub enum Bucket {}

impl Bucket {
    /// Says that there is none.
    ///
    /// # Errors
    /// Always.
    pub fn open(_: &Address) -> io::Result<Self> {
        Err(io::Error::new(io::ErrorKind::Unsupported, "this program was built without the feature `buckets`"))
    }

    /// Lists.
    pub fn list(&self, _: &str) -> io::Result<Vec<(String, Object)>> {
        match *self {}
    }

    /// Looks.
    pub fn look(&self, _: &str) -> io::Result<Option<Object>> {
        match *self {}
    }

    /// Reads.
    pub fn read(&self, _: &str, _: u64) -> io::Result<(Object, Vec<u8>)> {
        match *self {}
    }

    /// Puts.
    pub fn put(&self, _: &str, _: Vec<u8>, _: &Label, _: Over<'_>) -> io::Result<Tag> {
        match *self {}
    }

    /// Removes.
    pub fn remove(&self, _: &str) -> io::Result<()> {
        match *self {}
    }
}
