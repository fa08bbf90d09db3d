//! Makes rendered documents ready beside those that stand.

use std::hash::Hasher as _;

use twox_hash::XxHash3_64;

use crate::article::Stub;
use crate::config::Config;
use crate::edition::compose::{Composed, Document};
use crate::in_order::{Threads, in_order};
use crate::ledger::snapshot::Stamp;
use crate::publish::{Directory, NewFile, Staged, Standing};
use crate::settle::records::Records;
use crate::source::Listing;

/// Hash of all that decides a document's bytes.
pub(crate) fn fingerprint(document: &Document, records: &Records, listings: &[Listing]) -> u64 {
    let mut hash = XxHash3_64::new();
    hash.write(format!("{:?}{:?}{:?}", document.head, document.files, document.takedowns).as_bytes());
    for member in &document.members {
        hash_member(&mut hash, &records.stubs[*member as usize], listings);
    }
    // 0 stands for a document that was not published.
    hash.finish().max(1)
}

/// Adds all that decides what a document says of an article.
pub(crate) fn hash_member(hash: &mut XxHash3_64, stub: &Stub, listings: &[Listing]) {
    let listing = &listings[stub.at.source as usize];
    let unit = &listing.units[stub.at.unit as usize];
    hash.write(stub.id.as_bytes());
    // The name gives slugs and addresses: a renamed file is another one.
    hash.write(unit.name.as_bytes());
    let lies = if listing.is_of_rows() {
        [i64::from(stub.edit), unit.around as i64]
    } else {
        [unit.print() as i64, stub.at.record.number() as i64]
    };
    let dates = [stub.published, stub.updated].map(|date| date.seconds().unwrap_or(i64::MIN));
    for n in dates.into_iter().chain(lies).chain([i64::from(stub.at.extent)]) {
        hash.write(&n.to_le_bytes());
    }
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

/// Most threads that wait for the disk at once.
const THREADS: usize = 16;

/// Makes the files of documents ready beside those that stand.
pub(crate) fn stage(
    directory: &Directory,
    documents: &[Document],
    composed: &mut [Composed],
    config: &Config,
) -> Vec<Staged> {
    let work: Vec<(usize, bool, NewFile)> = composed
        .iter_mut()
        .enumerate()
        .flat_map(|(n, c)| {
            let own = std::mem::take(&mut c.new_files).into_iter().map(move |file| (n, true, file));
            own.chain(std::mem::take(&mut c.companions).into_iter().map(move |file| (n, false, file)))
        })
        .collect();
    let mut staged = Vec::with_capacity(work.len());
    // A file of one article goes with it, as what stands beside feeds goes when it is not made any longer.
    let stage = |(n, is_feed, new_file): (usize, bool, NewFile)| {
        let name = &config.feed[documents[n].definition].name;
        (n, if is_feed { directory.stage(new_file, name) } else { directory.stage_beside(new_file) })
    };
    in_order(Threads::Waiting(work.len().min(THREADS)), work.into_iter(), stage, |(n, result)| match result {
        Ok(file) => staged.push((n, file)),
        Err(found) => {
            composed[n].failed = true;
            composed[n].diagnostics.extend(found);
        }
    });
    // All formats of a feed change together, or none does.
    staged.retain(|(n, _)| !composed[*n].failed);
    staged.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.file.path.cmp(&b.1.file.path)));
    staged.into_iter().map(|(_, file)| file).collect()
}

/// The stamp of what stands at a path.
pub(crate) fn stamp(standing: Standing) -> Stamp {
    match standing {
        Standing::Document(version) => Stamp { size: version.size, mtime_ns: version.mtime_ns },
        Standing::Nothing => Stamp::NOTHING,
        Standing::Folder | Standing::Other => Stamp::NO_FILE,
    }
}

/// The stamps of a document's files, of those of its articles, and of their compressed twins.
pub(crate) fn stamps(directory: &Directory, document: &Document, done: &Composed) -> Vec<(String, Stamp)> {
    let own = document.files.iter().map(|(_, path)| &**path);
    stamps_of(directory, own.chain(done.companion_paths.iter().map(String::as_str)))
}

/// The stamps of files and their compressed twins.
pub(crate) fn stamps_of<'p>(directory: &Directory, paths: impl Iterator<Item = &'p str>) -> Vec<(String, Stamp)> {
    let files = paths.flat_map(|path| directory.standing(path));
    files.map(|(path, standing)| (path, stamp(standing))).collect()
}
