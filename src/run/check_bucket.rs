//! `feedwright check s3://BUCKET/…`: the feeds that stand in a bucket.

use std::io;
use std::path::Path;
use std::sync::Arc;

use globset::{GlobBuilder, GlobMatcher};

use super::check::{Input, Job, is_data, is_named_as_feed, unreadable, url_below};
use crate::bucket::{Address, Bucket};
use crate::diagnostic::Diagnostic;

/// What feedwright keeps for itself in a bucket begins so.
const OWN: &str = ".feedwright";

/// Finds what an address stands for: an object, all feeds below it, or those that a pattern matches.
pub(super) fn collect(target: &str, base: Option<&str>, jobs: &mut Vec<Job>, faults: &mut Vec<Diagnostic>) {
    match find(target) {
        Ok((_, _, found)) if found.is_empty() => {
            let message = "nothing that ends as a feed does stands there, or matches the pattern";
            faults.push(Diagnostic::error("nothing-to-check", message).in_file(target));
        }
        Ok((address, bucket, found)) => jobs.extend(found.into_iter().map(|path| Job {
            name: Arc::from(address.place(&path)),
            base: base.map(|base| url_below(base, Path::new(&path))),
            from: Input::Object(bucket.clone(), path),
        })),
        Err(error) => faults.push(unreadable(target, &error)),
    }
}

type Found = (Address, Arc<Bucket>, Vec<String>);

fn find(target: &str) -> io::Result<Found> {
    let no_address = || io::Error::new(io::ErrorKind::InvalidInput, "this is no address of a bucket");
    if target.contains(['*', '?', '[', '{']) {
        let (address, pattern) = Address::with_pattern(target).ok_or_else(no_address)?;
        let matcher = matcher(&pattern)?;
        return listed(address, &|path| matcher.is_match(path));
    }
    if let Some((address, path)) = Address::with_pattern(target) {
        let bucket = Bucket::open(&address)?;
        if !path.is_empty() && bucket.look(&path)?.is_some() {
            return Ok((address, Arc::new(bucket), vec![path]));
        }
    }
    let is_feed = |path: &Path| {
        let is_own = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(OWN));
        is_named_as_feed(path) && !is_data(path) && !is_own
    };
    listed(Address::of(target).ok_or_else(no_address)?, &is_feed)
}

fn matcher(pattern: &str) -> io::Result<GlobMatcher> {
    let glob = GlobBuilder::new(pattern).literal_separator(true).build();
    glob.map(|glob| glob.compile_matcher()).map_err(|e| io::Error::new(io::ErrorKind::InvalidInput, e.to_string()))
}

fn listed(address: Address, wanted: &dyn Fn(&Path) -> bool) -> io::Result<Found> {
    let bucket = Bucket::open(&address)?;
    let found = bucket.list("")?.into_iter().map(|(path, _)| path).filter(|path| wanted(Path::new(path)));
    let found = found.collect();
    Ok((address, Arc::new(bucket), found))
}
