//! Which feed may be written where.

use std::collections::HashMap;

use super::{Candidate, Files, planned};
use crate::diagnostic::Diagnostic;
use crate::feed::{Definitions, Selection, Stock, path};

/// Gives every candidate its path; of those that want the same the first stands, and feeds
/// published before come before new ones.
pub(super) fn claim_paths(
    definitions: &Definitions,
    candidates: Vec<Candidate<'_>>,
    stock: &Stock<'_>,
    selection: &mut Selection,
) {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_key(|i| !candidates[*i].standing);
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut folders: HashMap<String, usize> = HashMap::new();
    let mut paths: Vec<Option<(String, Files)>> = vec![None; candidates.len()];
    for i in order {
        let candidate = &candidates[i];
        let definition = candidate.compiled.definition;
        let path = match definitions.naming.path(definition, candidate.term.as_ref()) {
            Ok(path) => path,
            Err(diagnostic) => {
                selection.fault(definition, diagnostic);
                continue;
            }
        };
        if let Some(fault) = path::fault(&path) {
            selection.fault(
                definition,
                Diagnostic::error("unsafe-path", format!("the path {path:?} of {} {fault}", described(candidate)))
                    .help("the filter slug makes a file name of any text: `{{ term | slug }}`"),
            );
            continue;
        }
        let files = match definitions.naming.files(definition, &path, candidate.term.as_ref()) {
            Ok(files) => files,
            Err(diagnostic) => {
                selection.fault(definition, diagnostic);
                continue;
            }
        };
        if let Some((file, fault)) = files.iter().find_map(|(_, file)| Some((file, path::fault(file)?))) {
            let message = format!("the file {file:?} of {} {fault}", described(candidate));
            let help = "a path in the output folder, such as `blog/rss.xml`";
            selection.fault(definition, Diagnostic::error("unsafe-path", message).help(help));
            continue;
        }
        let above = files.iter().flat_map(|(_, file)| file.match_indices('/').map(|(at, _)| path::folded(&file[..at])));
        let above: Vec<String> = above.collect();
        let rival = files
            .iter()
            .map(|(_, file)| path::folded(file))
            .find_map(|file| taken.get(&file).or_else(|| folders.get(&file)).copied())
            .or_else(|| above.iter().find_map(|folder| taken.get(folder).copied()));
        let doubled =
            files.iter().enumerate().any(|(n, f)| files[..n].iter().any(|g| path::folded(&g.1) == path::folded(&f.1)));
        if rival.is_some() || doubled {
            let other = rival.map_or_else(|| "another format of it".to_owned(), |r| described(&candidates[r]));
            let of_one_family = rival.is_some_and(|r| candidates[r].compiled.definition.number == definition.number);
            let spelt = |c: &Candidate<'_>| c.term.as_ref().map(|term| term.value.to_lowercase());
            let differ = rival.is_some_and(|r| spelt(&candidates[r]) != spelt(candidate));
            let help = if of_one_family && differ {
                "`slug` makes one name of both: tell them apart in `path`, as with `{{ term | replace('+', 'p') | replace('#', '-sharp') | slug }}`"
            } else if of_one_family {
                "write it alike in every record, or give the feeds another `path`: until then only one of the two is written"
            } else {
                "give each feed a path of its own (file systems may not tell capitals from small letters)"
            };
            let message = format!("{} would be written to {path:?}, as {other}", described(candidate));
            selection.fault(definition, Diagnostic::error("path-taken", message).help(help));
            continue;
        }
        for (_, file) in &files {
            taken.insert(path::folded(file), i);
        }
        for folder in above {
            folders.entry(folder).or_insert(i);
        }
        paths[i] = Some((path, files));
    }
    for (candidate, path) in candidates.into_iter().zip(paths) {
        let Some((path, files)) = path else { continue };
        let definition = candidate.compiled.definition;
        match planned(definitions, candidate, path, files, stock, selection) {
            Ok(planned) => selection.feeds.push(planned),
            Err(diagnostic) => selection.fault(definition, diagnostic),
        }
    }
}

fn described(candidate: &Candidate<'_>) -> String {
    let name = &candidate.compiled.definition.feed.name;
    match &candidate.term {
        None => format!("feed \"{name}\""),
        Some(term) => format!("feed \"{name}\" for {:?}", term.value.replace('\t', " ").trim()),
    }
}
