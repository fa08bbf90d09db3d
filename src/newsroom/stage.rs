//! Makes rendered documents ready beside those that stand.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::config::Config;
use crate::edition::compose::{Composed, Document};
use crate::ledger::snapshot::Stamp;
use crate::publish::{Directory, NewFile, Staged};
use crate::settle::records::Records;
use crate::source::Listing;

/// Hash of all that decides a document's bytes.
pub(crate) fn fingerprint(document: &Document, records: &Records, listings: &[Listing]) -> u64 {
    let mut hash = xxhash_rust::xxh3::Xxh3Default::new();
    hash.update(format!("{:?}{:?}{:?}", document.head, document.files, document.takedowns).as_bytes());
    for member in &document.members {
        let stub = &records.stubs[*member as usize];
        let unit = &listings[stub.at.source as usize].units[stub.at.unit as usize];
        hash.update(stub.id.as_bytes());
        // The name gives slugs and addresses: a renamed file is another one.
        hash.update(unit.name.as_bytes());
        for n in [
            stub.published.seconds().unwrap_or(i64::MIN),
            stub.updated.seconds().unwrap_or(i64::MIN),
            unit.version as i64,
            stub.at.record.number() as i64,
            i64::from(stub.at.extent),
        ] {
            hash.update(&n.to_le_bytes());
        }
    }
    // 0 stands for a document that was not published.
    hash.digest().max(1)
}

/// Most files that are written side by side: each needs a little memory and an open file.
const SIDE_BY_SIDE: usize = 128;

/// Documents in groups that are written side by side.
pub(crate) fn groups(documents: &[Document]) -> impl Iterator<Item = &[Document]> {
    let mut files = 0;
    documents.chunk_by(move |a, b| {
        if files == 0 {
            files = a.files.len();
        }
        files += b.files.len();
        if files > SIDE_BY_SIDE {
            files = 0;
            return false;
        }
        true
    })
}

/// Makes the files of documents ready beside those that stand. The disk is waited for by several
/// threads at once.
pub(crate) fn stage(
    directory: &Directory,
    documents: &[Document],
    composed: &mut [Composed],
    config: &Config,
) -> Vec<Staged> {
    let work: Vec<(usize, NewFile)> = composed
        .iter_mut()
        .enumerate()
        .flat_map(|(n, c)| std::mem::take(&mut c.new_files).into_iter().map(move |s| (n, s)))
        .collect();
    let threads = work.len().clamp(1, 16);
    let queue = Mutex::new(work.into_iter());
    let results = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let Some((n, new_file)) = queue.lock().unwrap_or_else(PoisonError::into_inner).next() else {
                        break;
                    };
                    let name = &config.feed[documents[n].definition].name;
                    let staged = directory.stage(new_file, name);
                    results.lock().unwrap_or_else(PoisonError::into_inner).push((n, staged));
                }
            });
        }
    });
    let mut staged = Vec::new();
    for (n, result) in results.into_inner().unwrap_or_else(PoisonError::into_inner) {
        match result {
            Ok(file) => staged.push((n, file)),
            Err(found) => {
                composed[n].failed = true;
                composed[n].diagnostics.extend(found);
            }
        }
    }
    // All formats of a feed change together, or none does.
    staged.retain(|(n, _)| !composed[*n].failed);
    staged.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.file.path.cmp(&b.1.file.path)));
    staged.into_iter().map(|(_, file)| file).collect()
}

/// The stamps of a document's files and their compressed twins.
pub(crate) fn stamps(output: &Path, document: &Document, config: &Config) -> Vec<(String, Stamp)> {
    let mut stamps = Vec::new();
    for (_, path) in &document.files {
        stamps.push((path.clone(), Stamp::of(&output.join(path))));
        for kind in &config.output.compress {
            let twin = format!("{path}{}", crate::publish::extension(*kind));
            let stamp = Stamp::of(&output.join(&twin));
            stamps.push((twin, stamp));
        }
    }
    stamps
}
