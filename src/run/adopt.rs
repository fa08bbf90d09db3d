//! `feedwright adopt`

use std::fmt::Write as _;
use std::io::Read as _;

use super::{build, output};
use crate::cli;
use crate::diagnostic::Diagnostic;
use crate::fetch::Limits;
use crate::newsroom::{self, Adopted, Adoption, Fate, Project};

/// Most bytes of a feed.
const MAX_FEED: u64 = 256 << 20;

/// How many articles are named of each kind.
const SHOWN: usize = 20;

pub(super) fn run(args: &cli::Adopt) -> u8 {
    let adoption = match adopt(args) {
        Ok(adoption) => adoption,
        Err(found) => Adoption { exit: 2, diagnostics: found, ..Adoption::default() },
    };
    if adoption.exit < 2 {
        output::data(&text(&adoption, args.write));
    }
    output::diagnostics(&adoption.diagnostics);
    adoption.exit
}

fn adopt(args: &cli::Adopt) -> Result<Adoption, Vec<Diagnostic>> {
    let now = build::moment(args.config.now.as_deref()).map_err(|d| vec![*d])?;
    let project = Project::open(&args.config.file(), None)?;
    let client = project.checked.config.fetch.client();
    let (mut feeds, mut faults) = (Vec::new(), Vec::new());
    for target in &args.feeds {
        let is_web = target.starts_with("https://") || target.starts_with("http://");
        let read = || -> Result<Vec<u8>, String> {
            let mut bytes = Vec::new();
            if is_web {
                let limits = Limits { bytes: MAX_FEED, ..Limits::default() };
                let mut response = client.read(target, &[], limits).map_err(|fault| fault.to_string())?;
                if response.status != 200 {
                    return Err(format!("the answer is {}", response.status));
                }
                response.body.read_to_end(&mut bytes).map_err(|error| error.to_string())?;
            } else {
                let file = std::fs::File::open(target).map_err(|error| error.to_string())?;
                file.take(MAX_FEED).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
            }
            Ok(bytes)
        };
        match read() {
            Ok(bytes) => feeds.push((target.clone(), crate::source::decoded(bytes))),
            Err(why) => {
                let fault = Diagnostic::error("no-feed-here", format!("it cannot be read: {why}"));
                faults.push(fault.help("name a feed's address, or a file that holds it").in_file(&**target));
            }
        }
    }
    if faults.is_empty() { Ok(newsroom::adopt(project, &feeds, now, args.write)) } else { Err(faults) }
}

/// The items of one fate: what is said of them, and which.
fn part(out: &mut String, head: &str, rows: &[String]) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "{} {head}", rows.len());
    for row in rows.iter().take(SHOWN) {
        let _ = writeln!(out, "  {row}");
    }
    if rows.len() > SHOWN {
        let _ = writeln!(out, "  … and {} more", rows.len() - SHOWN);
    }
}

fn text(adoption: &Adoption, written: bool) -> String {
    let mut out = String::new();
    let of = |fate: Fate, row: &dyn Fn(&Adopted) -> String| -> Vec<String> {
        adoption.items.iter().filter(|item| item.fate == fate).map(row).collect()
    };
    let place = |item: &Adopted| item.record.as_ref().map(|(place, _)| place.clone()).unwrap_or_default();
    let own = |item: &Adopted| item.record.as_ref().map(|(_, id)| id.clone()).unwrap_or_default();
    let (kept, keep) = if written { ("kept", "kept:") } else { ("to be kept", "would be kept:") };
    part(
        &mut out,
        &format!("ids {kept}, with their dates:"),
        &of(Fate::Kept, &|item| format!("{}  {}", item.id, place(item))),
    );
    let same = of(Fate::Same, &place).len();
    if same > 0 {
        let _ = writeln!(out, "{same} ids are those that records have anyway; their dates {keep} too");
    }
    let row = |item: &Adopted| format!("{}  {}, whose own id is {}", item.id, place(item), own(item));
    part(
        &mut out,
        "items are shown again, since their records say another id themselves: write the old one there, or take `id` out",
        &of(Fate::OfRecord, &row),
    );
    let row = |item: &Adopted| format!("{}  {}, published as {}", item.id, place(item), own(item));
    part(&mut out, "items were published by feedwright under another id, which stays:", &of(Fate::Published, &row));
    part(
        &mut out,
        "items of the feed have no record, or may be several:",
        &of(Fate::Unmatched, &|item| format!("{}  “{}”", item.id, item.title)),
    );
    part(
        &mut out,
        "records as new as the feed stand in it nowhere, and would be new to its readers:",
        &adoption.records,
    );
    if adoption.older > 0 {
        let _ = writeln!(out, "{} records are older than the feed", adoption.older);
        if let Some(template) = adoption.template {
            let _ = writeln!(
                out,
                "  the old ids are made of addresses: with `id = '{template}'` in the source they keep theirs"
            );
        } else {
            let _ = writeln!(
                out,
                "  a reader that has seen them is shown them again where a new feed is longer than the old: keep its `limit`"
            );
        }
    }
    if adoption.bare > 0 {
        let _ = writeln!(
            out,
            "{} ids are no URIs, and Atom holds none such: leave `atom` out of the `formats` of feeds with these articles",
            adoption.bare
        );
    }
    if !written {
        out.push_str("nothing was written: `--write` does it\n");
    }
    out
}
