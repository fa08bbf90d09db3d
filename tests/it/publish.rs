//! Publishing: what is equal is not touched, what differs is replaced whole, and nothing else is.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use feedwright::config::Compression;
use feedwright::diagnostic::Diagnostic;
use feedwright::publish::{Budget, Change, Destination, Directory, Labels, Previous, Published, Settings};

/// A temporary place with an output folder `feeds` and a state folder `state`.
struct Place {
    dir: tempfile::TempDir,
    settings: Settings,
}

/// What a run did.
#[derive(Debug)]
struct Ran {
    files: Vec<Published>,
    removed: Vec<String>,
    found: Vec<Diagnostic>,
}

impl Ran {
    fn changes(&self) -> Vec<(&str, Change)> {
        self.files.iter().map(|f| (f.path.as_str(), f.change)).collect()
    }

    fn codes(&self) -> Vec<(&str, String)> {
        self.found.iter().map(|d| (d.code, d.severity.to_string())).collect()
    }
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let settings = Settings {
            destination: Destination::Folder(dir.path().join("feeds")),
            state_dir: dir.path().join("state"),
            compress: Vec::new(),
            prune: false,
            adopt: false,
            dry_run: false,
            diff: false,
            budget: Budget::new(1 << 20, 1 << 16),
            labels: Labels::default(),
        };
        Self { dir, settings }
    }

    fn output(&self) -> &Path {
        self.settings.destination.folder().unwrap()
    }

    fn file(&self, path: &str) -> PathBuf {
        self.output().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.file(path)).unwrap()
    }

    /// Publishes files, all of the feed `top`.
    fn run(&self, files: &[(&str, &str)]) -> Ran {
        let (directory, mut found) = Directory::open(self.settings.clone(), Previous::Ended);
        let directory = directory.unwrap();
        let mut staged = Vec::new();
        for (path, content) in files {
            match directory.new_file(path) {
                Ok(mut new_file) => {
                    new_file.write_all(content.as_bytes()).unwrap();
                    match directory.stage(new_file, "top") {
                        Ok(file) => staged.push(file),
                        Err(faults) => found.extend(faults),
                    }
                }
                Err(fault) => found.push(fault),
            }
        }
        let (files, faults) = directory.commit(staged);
        found.extend(faults);
        let (removed, faults) = directory.finish();
        found.extend(faults);
        Ran { files, removed, found }
    }

    /// Every file below the output folder, sorted.
    fn listing(&self) -> Vec<String> {
        let mut out = Vec::new();
        walk(self.output(), self.output(), &mut out);
        out.sort();
        out
    }
}

fn walk(folder: &Path, root: &Path, out: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, root, out);
        } else {
            out.push(path.strip_prefix(root).unwrap().display().to_string());
        }
    }
}

const RSS: &str = "<rss version=\"2.0\"><channel/></rss>\n";

fn mtime(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

fn unpacked(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).unwrap();
    let mut out = Vec::new();
    match path.extension().unwrap().to_str().unwrap() {
        "gz" => flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut out).unwrap(),
        "br" => brotli::Decompressor::new(&bytes[..], 4096).read_to_end(&mut out).unwrap(),
        _ => zstd::Decoder::new(&bytes[..]).unwrap().read_to_end(&mut out).unwrap(),
    };
    out
}

#[test]
fn a_file_with_the_same_bytes_is_not_touched() {
    let place = Place::new();
    assert_eq!(
        place.run(&[("top.rss", RSS), ("a/b/c.rss", RSS)]).changes(),
        [("top.rss", Change::New), ("a/b/c.rss", Change::New)]
    );
    let before = (mtime(&place.file("top.rss")), fs::read(place.dir.path().join("state/manifest.json")).unwrap());
    std::thread::sleep(Duration::from_millis(20));
    let ran = place.run(&[("top.rss", RSS), ("a/b/c.rss", RSS)]);
    assert_eq!(ran.changes(), [("top.rss", Change::Unchanged), ("a/b/c.rss", Change::Unchanged)]);
    assert!(ran.found.is_empty(), "{:?}", ran.found);
    assert_eq!(
        before,
        (mtime(&place.file("top.rss")), fs::read(place.dir.path().join("state/manifest.json")).unwrap())
    );
    assert_eq!(place.listing(), ["a/b/c.rss", "top.rss"]);
}

#[test]
fn files_larger_than_memory_pass_through_a_temporary_file_and_are_the_same() {
    let place = Place::new();
    let large = format!("<rss>{}</rss>", "0123456789abcdef".repeat(40_000));
    assert_eq!(place.run(&[("large.rss", &large)]).changes(), [("large.rss", Change::New)]);
    assert_eq!(place.read("large.rss"), large);
    assert_eq!(place.run(&[("large.rss", &large)]).changes(), [("large.rss", Change::Unchanged)]);
    let other = large.replace("</rss>", "!</rss>").replacen('0', "", 1);
    assert_eq!(other.len(), large.len());
    assert_eq!(place.run(&[("large.rss", &other)]).changes(), [("large.rss", Change::Changed)]);
    assert_eq!(place.read("large.rss"), other);
    assert_eq!(place.listing(), ["large.rss"]);
}

#[test]
fn a_new_file_is_read_back_as_it_was_written_and_can_be_written_on() {
    let place = Place::new();
    for size in [10, 100_000] {
        let directory = Directory::open(place.settings.clone(), Previous::Ended).0.unwrap();
        let mut new_file = directory.new_file("x.rss").unwrap();
        let part = "x".repeat(size);
        new_file.write_all(part.as_bytes()).unwrap();
        for _ in 0..2 {
            let mut back = String::new();
            new_file.reader().unwrap().read_to_string(&mut back).unwrap();
            assert_eq!(back, part);
        }
        new_file.write_all(b"end").unwrap();
        let mut back = String::new();
        new_file.reader().unwrap().read_to_string(&mut back).unwrap();
        assert_eq!(back, format!("{part}end"));
        assert_eq!(new_file.size(), size as u64 + 3);
        drop(new_file);
        assert!(place.listing().is_empty(), "a new file that is dropped leaves nothing");
    }
}

#[test]
fn a_large_file_is_whole_although_the_disk_takes_it_while_it_is_written() {
    let place = Place::new();
    let directory = Directory::open(place.settings.clone(), Previous::Ended).0.unwrap();
    let mut new_file = directory.new_file("x.rss").unwrap();
    let mut whole = b"<rss>".to_vec();
    new_file.write_all(b"<rss>").unwrap();
    for n in 0..70_u8 {
        let part = vec![b'0' + n; 1 << 20];
        new_file.write_all(&part).unwrap();
        whole.extend(part);
    }
    let staged = directory.stage(new_file, "top").unwrap();
    directory.commit(vec![staged]);
    assert!(fs::read(place.file("x.rss")).unwrap() == whole);
    assert_eq!(place.listing(), ["x.rss"]);
}

#[test]
fn a_new_file_that_parts_from_the_standing_file_anywhere_holds_what_was_written() {
    let place = Place::new();
    let old = format!("<rss>{}</rss>", "0123456789abcdef".repeat(20_000));
    for at in [0, 1, 5, 130_000, 131_072, 262_145, old.len() - 1] {
        for (name, new) in [
            ("changed", format!("{}!{}", &old[..at], &old[at + 1..])),
            ("cut", old[..at].to_owned()),
            ("longer", format!("{old}{}", &old[..at])),
        ] {
            place.run(&[("x.rss", &old)]);
            let directory = Directory::open(place.settings.clone(), Previous::Ended).0.unwrap();
            let mut new_file = directory.new_file("x.rss").unwrap();
            for part in new.as_bytes().chunks(1_000) {
                new_file.write_all(part).unwrap();
                // Reading back in between moves nothing.
                let mut start = [0; 5];
                let n = new_file.reader().unwrap().read(&mut start).unwrap();
                assert_eq!(start[..n], new.as_bytes()[..n]);
            }
            let mut back = String::new();
            new_file.reader().unwrap().read_to_string(&mut back).unwrap();
            assert!(back == new, "{name} at {at}");
            let staged = directory.stage(new_file, "top").unwrap();
            assert_eq!(staged.file.change, if new == old { Change::Unchanged } else { Change::Changed });
            directory.commit(vec![staged]);
            assert!(place.read("x.rss") == new, "{name} at {at}");
        }
    }
}

#[test]
fn twins_are_made_replaced_repaired_and_never_stale() {
    let mut place = Place::new();
    place.settings.compress = vec![Compression::Gzip, Compression::Br, Compression::Zstd];
    let twins = ["top.rss.br", "top.rss.gz", "top.rss.zst"];
    place.run(&[("top.rss", RSS)]);
    assert_eq!(place.listing(), ["top.rss", twins[0], twins[1], twins[2]]);
    let check = |content: &str| {
        for twin in twins {
            assert_eq!(unpacked(&place.file(twin)), content.as_bytes(), "{twin}");
            assert_eq!(mtime(&place.file(twin)), mtime(&place.file("top.rss")), "{twin}");
        }
    };
    check(RSS);
    let changed = RSS.replace("2.0", "0.92");
    place.run(&[("top.rss", &changed)]);
    check(&changed);

    // A twin that is missing, and one that was tampered with, are repaired beside an equal original.
    let before = mtime(&place.file("top.rss"));
    fs::remove_file(place.file(twins[1])).unwrap();
    fs::write(place.file(twins[0]), "stale").unwrap();
    assert_eq!(place.run(&[("top.rss", &changed)]).changes(), [("top.rss", Change::Unchanged)]);
    check(&changed);
    assert_eq!(mtime(&place.file("top.rss")), before);
}

#[test]
fn twins_that_are_no_longer_wanted_go_before_their_original_changes() {
    let mut place = Place::new();
    place.settings.compress = vec![Compression::Gzip, Compression::Br];
    place.run(&[("top.rss", RSS)]);
    place.settings.compress = vec![Compression::Br];
    place.run(&[("top.rss", &RSS.replace("2.0", "0.92"))]);
    assert_eq!(place.listing(), ["top.rss", "top.rss.br"]);
}

#[test]
fn times_only_go_forward_by_whole_seconds_even_when_the_clock_goes_back() {
    let place = Place::new();
    place.run(&[("top.rss", RSS)]);
    let future = SystemTime::UNIX_EPOCH + Duration::from_millis(4_000_000_000_500);
    fs::File::options().write(true).open(place.file("top.rss")).unwrap().set_modified(future).unwrap();
    place.run(&[("top.rss", &RSS.replace("2.0", "0.92"))]);
    assert_eq!(mtime(&place.file("top.rss")), SystemTime::UNIX_EPOCH + Duration::from_secs(4_000_000_001));
    // Even when the file is gone, the manifest remembers.
    fs::remove_file(place.file("top.rss")).unwrap();
    place.run(&[("top.rss", RSS)]);
    assert_eq!(mtime(&place.file("top.rss")), SystemTime::UNIX_EPOCH + Duration::from_secs(4_000_000_002));
}

#[test]
fn a_file_that_is_no_feed_is_replaced_only_when_adopted() {
    let mut place = Place::new();
    fs::create_dir_all(place.output()).unwrap();
    fs::write(place.file("notes.rss"), "my notes").unwrap();
    fs::write(place.file("old.rss"), "<rss version=\"0.91\"/>").unwrap();
    let ran = place.run(&[("notes.rss", RSS), ("old.rss", RSS)]);
    assert_eq!(ran.codes(), [("foreign-file", "error".to_owned())]);
    assert_eq!(ran.changes(), [("old.rss", Change::Changed)]);
    assert_eq!(place.read("notes.rss"), "my notes");
    place.settings.adopt = true;
    assert_eq!(place.run(&[("notes.rss", RSS)]).changes(), [("notes.rss", Change::Changed)]);
    assert_eq!(place.read("notes.rss"), RSS);
}

#[test]
fn files_of_feeds_that_are_gone_are_reported_and_pruned_only_where_asked_and_only_if_ours() {
    let mut place = Place::new();
    place.settings.compress = vec![Compression::Gzip];
    place.run(&[("top.rss", RSS), ("section/gone.rss", RSS), ("edited.rss", RSS)]);
    fs::write(place.file("foreign.rss"), RSS).unwrap();
    fs::write(place.file("edited.rss"), "edited by hand").unwrap();

    let ran = place.run(&[("top.rss", RSS)]);
    assert_eq!(ran.codes(), [("orphaned-file", "warning".to_owned()), ("orphaned-file", "warning".to_owned())]);
    let again = place.run(&[("top.rss", RSS)]);
    assert_eq!(again.codes(), [("orphaned-file", "note".to_owned()), ("orphaned-file", "note".to_owned())]);

    place.settings.prune = true;
    let ran = place.run(&[("top.rss", RSS)]);
    assert_eq!(ran.removed, ["section/gone.rss"]);
    assert_eq!(ran.codes(), [("orphaned-file", "note".to_owned())]);
    assert_eq!(place.listing(), ["edited.rss", "edited.rss.gz", "foreign.rss", "top.rss", "top.rss.gz"]);
    assert!(!place.file("section").exists(), "a folder that became empty goes too");
}

#[test]
fn files_that_a_run_keeps_are_no_orphans() {
    let place = Place::new();
    place.run(&[("top.rss", RSS), ("b.rss", RSS)]);
    let (directory, _) = Directory::open(place.settings.clone(), Previous::Ended);
    let directory = directory.unwrap();
    directory.keep("b.rss");
    assert_eq!(directory.finish().1.len(), 1);
    let directory = Directory::open(place.settings.clone(), Previous::Ended).0.unwrap();
    for path in ["top.rss", "b.rss"] {
        directory.keep(path);
    }
    assert_eq!(directory.finish(), (Vec::new(), Vec::new()));
}

#[test]
fn nothing_is_written_outside_the_output_folder() {
    let place = Place::new();
    let outside = place.dir.path().join("outside");
    fs::create_dir_all(&outside).unwrap();
    fs::create_dir_all(place.file("real")).unwrap();
    for (link, to) in [("escape", outside.as_path()), ("inside", place.file("real").as_path())] {
        std::os::unix::fs::symlink(to, place.file(link)).unwrap();
    }
    fs::write(outside.join("target.rss"), RSS).unwrap();
    std::os::unix::fs::symlink(outside.join("target.rss"), place.file("link.rss")).unwrap();
    let long = format!("{}.rss", "é".repeat(200));
    let ran = place.run(&[
        ("../x.rss", RSS),
        ("/tmp/x.rss", RSS),
        ("a\0b.rss", RSS),
        (&long, RSS),
        ("escape/x.rss", RSS),
        ("inside/x.rss", RSS),
        ("link.rss", "<rss/>"),
    ]);
    let mut codes: Vec<&str> = ran.codes().into_iter().map(|(code, _)| code).collect();
    codes.dedup();
    assert_eq!(codes, ["unsafe-path", "foreign-file"], "{:?}", ran.found);
    assert_eq!(ran.found.len(), 6);
    assert_eq!(ran.changes(), [("inside/x.rss", Change::New)]);
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
    assert_eq!(fs::read_to_string(outside.join("target.rss")).unwrap(), RSS);
}

#[test]
fn two_files_cannot_have_one_path_whatever_the_case() {
    let place = Place::new();
    let ran = place.run(&[("Top.rss", RSS), ("top.rss", "<rss/>"), ("aux.rss", RSS)]);
    assert_eq!(ran.codes(), [("path-taken", "error".to_owned()), ("device-name", "note".to_owned())]);
    assert_eq!(place.listing(), ["Top.rss", "aux.rss"]);
}

#[test]
fn folders_and_files_in_the_way_are_told() {
    let place = Place::new();
    fs::create_dir_all(place.file("top.rss")).unwrap();
    fs::write(place.file("section"), "a file").unwrap();
    let ran = place.run(&[("top.rss", RSS), ("section/world.rss", RSS), ("good.rss", RSS)]);
    assert_eq!(ran.codes(), [("path-is-directory", "error".to_owned()), ("path-blocked", "error".to_owned())]);
    assert_eq!(place.read("good.rss"), RSS);
}

#[test]
fn modes_are_kept_and_new_files_are_readable_for_all() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.run(&[("top.rss", RSS)]);
    let mode = || fs::metadata(place.file("top.rss")).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode(), 0o644);
    fs::set_permissions(place.file("top.rss"), fs::Permissions::from_mode(0o640)).unwrap();
    place.run(&[("top.rss", &RSS.replace("2.0", "0.92"))]);
    assert_eq!(mode(), 0o640);
}

#[test]
fn a_dry_run_writes_nothing_and_shows_what_would_change() {
    let mut place = Place::new();
    place.settings.dry_run = true;
    place.settings.diff = true;
    let ran = place.run(&[("a/top.rss", RSS)]);
    assert_eq!(ran.changes(), [("a/top.rss", Change::New)]);
    assert!(!place.output().exists() && !place.settings.state_dir.exists());

    place.settings.dry_run = false;
    place.run(&[("top.rss", "<rss>\n<a/>\n</rss>\n")]);
    place.settings.dry_run = true;
    let ran = place.run(&[("top.rss", "<rss>\n<b/>\n</rss>\n")]);
    assert_eq!(
        ran.files[0].diff.as_deref().unwrap(),
        "--- a/top.rss\n+++ b/top.rss\n@@ -1,3 +1,3 @@\n <rss>\n-<a/>\n+<b/>\n </rss>\n"
    );
    assert_eq!(place.read("top.rss"), "<rss>\n<a/>\n</rss>\n");
}

#[test]
fn a_damaged_manifest_is_begun_anew_with_a_warning() {
    let place = Place::new();
    place.run(&[("top.rss", RSS)]);
    for damage in ["", "{\"version\": 9, \"outputs\": {}}", "[]"] {
        fs::write(place.settings.state_dir.join("manifest.json"), damage).unwrap();
        let ran = place.run(&[("top.rss", RSS)]);
        assert_eq!(ran.codes(), [("manifest-unreadable", "warning".to_owned())]);
        assert_eq!(ran.changes(), [("top.rss", Change::Unchanged)]);
        assert!(place.run(&[("top.rss", RSS)]).found.is_empty());
    }
}

#[test]
fn two_output_folders_share_a_state_folder_and_a_moved_project_knows_its_files() {
    let mut place = Place::new();
    place.run(&[("top.rss", RSS)]);
    place.settings.destination = Destination::Folder(place.dir.path().join("other"));
    assert!(place.run(&[("other.rss", RSS)]).found.is_empty());

    let moved = tempfile::tempdir().unwrap();
    for name in ["feeds", "state"] {
        fs::rename(place.dir.path().join(name), moved.path().join(name)).unwrap();
    }
    place.settings.destination = Destination::Folder(moved.path().join("feeds"));
    place.settings.state_dir = moved.path().join("state");
    let directory = Directory::open(place.settings.clone(), Previous::Ended).0.unwrap();
    assert_eq!(directory.left_behind(), ["top.rss"]);
}

#[test]
fn what_stands_is_listed_and_read_by_its_path() {
    let place = Place::new();
    place.run(&[("a/top.rss", RSS), ("b.rss", RSS)]);
    let directory = Directory::open(place.settings.clone(), Previous::Ended).0.unwrap();
    let size = RSS.len() as u64;
    assert_eq!(directory.list(), [("a/top.rss".to_owned(), size), ("b.rss".to_owned(), size)]);
    assert_eq!(directory.read("a/top.rss").unwrap().unwrap(), RSS.as_bytes());
    assert!(directory.read("c.rss").unwrap().is_none());
    assert!(directory.read("a").is_err(), "a folder is no file");
}

#[test]
fn litter_of_a_crash_is_removed_and_nothing_else() {
    let place = Place::new();
    place.run(&[("a/top.rss", RSS)]);
    for litter in ["feeds/.feedwright-tmp-1-1", "feeds/a/.feedwright-tmp-99-0", "state/.feedwright-tmp-3-3"] {
        fs::write(place.dir.path().join(litter), "half a fe").unwrap();
    }
    fs::write(place.file("a/.hidden"), "theirs").unwrap();
    let (directory, found) = Directory::open(place.settings.clone(), Previous::Crashed);
    assert!(directory.is_some() && found.is_empty());
    assert_eq!(place.listing(), ["a/.hidden", "a/top.rss"]);
    assert_eq!(fs::read_dir(&place.settings.state_dir).unwrap().count(), 1);
}
