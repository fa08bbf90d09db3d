//! Whole builds on file systems that refuse: full, read-only, without permission, in the way.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::newsroom::{NOW, Newsroom, Ran, copy_program};
use crate::outside::{missing, skipped};

const CONFIG: &str = r#"
[output]
compress = ["gzip"]

[[source]]
path = "articles/*.md"
url = "https://courier.example/{{ slug }}/"

[[feed]]
name = "top"
limit = 0
"#;

/// A newsroom of forty articles whose text says which version it is.
fn room() -> Newsroom {
    let room = Newsroom::new(CONFIG);
    write(&room, 1);
    room
}

fn write(room: &Newsroom, version: u32) {
    for n in 0..40 {
        let text = format!("Words of version {version}, number {n}. ").repeat(40);
        room.article(&format!("n{n}"), "2026-07-01T08:00:00Z", &format!("Number {n}"), "", &text);
    }
}

fn feeds(room: &Newsroom) -> BTreeMap<String, Vec<u8>> {
    room.output().into_iter().filter(|(n, ..)| !n.ends_with("filler")).map(|(name, bytes, _)| (name, bytes)).collect()
}

/// A small file system.
struct Mount(PathBuf);

impl Mount {
    /// Mounts it, or says why not.
    fn new(at: &Path, options: &str) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let mut mount = Command::new("mount");
        let done = mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(at).stderr(Stdio::null()).status();
        if done.is_ok_and(|status| status.success()) {
            return Some(Self(at.to_owned()));
        }
        skipped("this user may not mount file systems");
        None
    }

    fn remount(&self, options: &str) {
        let status = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(&self.0).status().unwrap();
        assert!(status.success());
    }

    /// Takes all space that is left.
    fn fill(&self) -> PathBuf {
        let filler = self.0.join("filler");
        let mut file = fs::File::create(&filler).unwrap();
        while file.write_all(&[0; 4096]).is_ok() {}
        filler
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_under_the_feeds_leaves_the_old_ones_and_the_next_build_repairs_all() {
    let room = room();
    let Some(disk) = Mount::new(&room.file("feeds"), "size=1m") else { return };
    room.build().ends(0);
    let before = feeds(&room);
    let filler = disk.fill();
    write(&room, 2);
    room.build_at("2026-07-10T13:00:00Z").ends(1).raises(&["disk-full"]);
    assert!(feeds(&room) == before, "a file changed, or litter was left");
    room.build_at("2026-07-10T13:30:00Z").ends(1).raises(&["disk-full"]);
    room.run(&["status", "--now", "2026-07-10T13:30:00Z"]).ends(1);
    fs::remove_file(filler).unwrap();
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    let after = feeds(&room);
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    assert!(room.read("feeds/top.rss").contains("Words of version 2"));
    // The edit was seen at the first attempt, whatever became of it.
    assert_eq!(room.each("feeds/top.atom", "updated")[0], "2026-07-10T13:00:00Z");
}

#[test]
fn a_full_disk_under_the_state_publishes_nothing_that_is_not_remembered() {
    let room = room();
    let Some(disk) = Mount::new(&room.file(".feedwright"), "size=400k") else { return };
    room.build().ends(0);
    let before = feeds(&room);
    let filler = disk.fill();
    write(&room, 2);
    let ran = room.build_at("2026-07-10T13:00:00Z");
    assert!(ran.status == 2 || feeds(&room) != before, "{}", ran.stderr);
    if ran.status == 2 {
        assert!(feeds(&room) == before);
        assert!(ran.stderr.contains("ledger-unwritable") || ran.stderr.contains("disk-full"), "{}", ran.stderr);
    }
    fs::remove_file(filler).unwrap();
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    assert!(room.read("feeds/top.rss").contains("Words of version 2"));
}

#[test]
fn a_read_only_output_is_told_and_what_is_equal_needs_no_writing() {
    let room = room();
    let Some(disk) = Mount::new(&room.file("feeds"), "size=4m") else { return };
    room.build().ends(0);
    let before = feeds(&room);
    disk.remount("ro");
    room.build_at("2026-07-10T13:00:00Z").ends(0).says_nothing();
    fs::remove_file(room.file(".feedwright/build.cache")).unwrap();
    room.build_at("2026-07-10T13:00:00Z").ends(0).says_nothing();
    write(&room, 2);
    room.build_at("2026-07-10T14:00:00Z").ends(1).raises(&["output-read-only"]);
    assert!(feeds(&room) == before);
    disk.remount("rw");
    room.build_at("2026-07-10T15:00:00Z").ends(0);
}

#[test]
fn a_read_only_state_folder_stops_the_build_and_says_so() {
    let room = room();
    let Some(disk) = Mount::new(&room.file(".feedwright"), "size=4m") else { return };
    room.build().ends(0);
    let before = feeds(&room);
    disk.remount("ro");
    write(&room, 2);
    room.build_at("2026-07-10T14:00:00Z").ends(2).raises(&["output-read-only"]);
    assert!(feeds(&room) == before);
}

#[test]
fn output_on_another_file_system_than_state_and_records_is_published_whole() {
    let room = room();
    let Some(_disk) = Mount::new(&room.file("feeds"), "size=4m") else { return };
    room.build().ends(0).says_nothing();
    write(&room, 2);
    room.build_at("2026-07-10T14:00:00Z").ends(0).says_nothing();
    assert!(room.read("feeds/top.json").contains("Words of version 2"));
    assert!(feeds(&room).keys().all(|name| !name.contains("tmp")));
}

/// Runs as a user who may not write everywhere, as root may.
fn as_nobody(room: &Newsroom, arguments: &[&str]) -> Option<Ran> {
    let program = room.file("program");
    copy_program(env!("CARGO_BIN_EXE_feedwright"), &program);
    let root = fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0);
    let mut command = if root {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(&program);
        command
    } else {
        Command::new(&program)
    };
    let Ok(out) = command.current_dir(room.path()).args(arguments).output() else {
        missing("there is no setpriv");
        return None;
    };
    Some(Ran::of(&out))
}

fn open_to_all(path: &Path) {
    let mode = if path.is_dir() { 0o777 } else { 0o666 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    for entry in fs::read_dir(path).into_iter().flatten() {
        open_to_all(&entry.unwrap().path());
    }
}

#[test]
fn without_permission_the_old_feeds_stand_and_the_file_is_named() {
    for (closed, mode, code) in [
        ("feeds", 0o555, "no-permission"),
        ("articles/n7.md", 0o000, "unreadable-file"),
        ("articles", 0o000, "unreadable-source"),
        (".feedwright", 0o555, ".feedwright"),
    ] {
        let room = room();
        room.build().ends(0);
        let before = feeds(&room);
        write(&room, 2);
        open_to_all(room.path());
        fs::set_permissions(room.file(closed), fs::Permissions::from_mode(mode)).unwrap();
        let Some(ran) = as_nobody(&room, &["build", "--now", "2026-07-10T14:00:00Z"]) else { return };
        fs::set_permissions(room.file(closed), fs::Permissions::from_mode(0o777)).unwrap();
        assert!(ran.status == 1 || ran.status == 2, "{closed}: {}", ran.stderr);
        assert!(ran.stderr.contains(code) && ran.stderr.contains(closed), "{closed}: {}", ran.stderr);
        assert!(feeds(&room) == before, "{closed}: {}", ran.stderr);
    }
}

#[test]
fn who_may_only_read_is_told_how_the_feeds_are() {
    let room = room();
    room.article("later", "2026-07-03T08:00:00Z", "Later", "embargo = 2026-07-11T06:00:00Z", "Words for later.");
    room.build().ends(0);
    open_to_all(room.path());
    for closed in ["feeds", ".feedwright"] {
        fs::set_permissions(room.file(closed), fs::Permissions::from_mode(0o555)).unwrap();
        for entry in fs::read_dir(room.file(closed)).unwrap() {
            fs::set_permissions(entry.unwrap().path(), fs::Permissions::from_mode(0o444)).unwrap();
        }
    }
    for command in [&["status"][..], &["next"], &["ledger", "list"], &["ledger", "export"]] {
        let expected = room.run(&[command, &["--now", NOW]].concat()).ends(0);
        let Some(ran) = as_nobody(&room, &[command, &["--now", NOW]].concat()) else { return };
        assert_eq!((ran.ends(0).stdout, ""), (expected.stdout, &*expected.stderr), "{command:?}");
    }
    // Beside the log of a run that was killed.
    let log = rusqlite::Connection::open(room.file(".feedwright/ledger.sqlite")).unwrap();
    log.execute_batch("UPDATE article SET title = 'Another'").unwrap();
    open_to_all(&room.file(".feedwright/ledger.sqlite-shm"));
    let listed = as_nobody(&room, &["ledger", "list"]).unwrap().ends(0).stdout;
    assert_eq!(listed.matches("\tAnother\n").count(), 40, "{listed}");
}

#[test]
fn a_folder_where_a_feed_is_to_be_and_a_file_where_a_folder_is_to_be_are_told() {
    let room = room();
    fs::create_dir_all(room.file("feeds/top.rss/full")).unwrap();
    room.build().ends(1).raises(&["path-is-directory"]);
    assert!(!room.file("feeds/top.atom").exists(), "all formats of a feed change together");
    fs::remove_dir_all(room.file("feeds")).unwrap();
    room.write("feeds", "a file");
    let ran = room.build_at("2026-07-10T13:00:00Z");
    assert!(ran.status > 0 && ran.stderr.contains("feeds"), "{}", ran.stderr);
    fs::remove_file(room.file("feeds")).unwrap();
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    let room = self::room();
    fs::create_dir_all(room.file(".feedwright/ledger.sqlite")).unwrap();
    room.build().ends(2).raises(&["ledger-damaged"]);
    let room = self::room();
    fs::create_dir_all(room.file(".feedwright/scan.cache")).unwrap();
    room.run(&["build", "--now", NOW, "--verbose"]).ends(0).raises(&["cache-unwritable"]);
    assert_eq!(room.ids("feeds/top.atom").len(), 40);
}

/// Set when it goes out of scope.
struct Signal<'a>(&'a AtomicBool);

impl Drop for Signal<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn a_file_that_is_cut_off_to_be_written_anew_takes_no_article_out() {
    let room = room();
    room.build().ends(0);
    let before = feeds(&room);
    fs::write(room.file("articles/n7.md"), "").unwrap();
    room.build().ends(1).raises(&["file-changed", "feed-would-shrink"]);
    assert_eq!(feeds(&room), before);
    // A file that stays empty is a record without a title like any other.
    let old = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
    fs::File::options().append(true).open(room.file("articles/n7.md")).unwrap().set_modified(old).unwrap();
    room.build().ends(1).raises(&["record-without-title"]);
    assert_eq!(room.ids("feeds/top.atom").len(), 39);
}

#[test]
fn files_that_change_while_they_are_read_never_tear_a_feed() {
    let room = room();
    room.build().ends(0);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut version = 2;
            while !done.load(Ordering::Relaxed) {
                for n in 0..40 {
                    let text = format!("Words of version {version}, number {n}. ").repeat(40);
                    let record = format!("+++\ntitle = \"Number {n}\"\ndate = 2026-07-01T08:00:00Z\n+++\n{text}END\n");
                    fs::write(room.file(&format!("articles/n{n}.md")), record).unwrap();
                }
                version += 1;
            }
        });
        // Ends the writing also where an assertion fails.
        let _end = Signal(&done);
        for minute in 0..20 {
            let ran = room.build_at(&format!("2026-07-10T13:{minute:02}:00Z"));
            assert!(ran.status <= 1, "{}", ran.stderr);
            room.run(&["check", "feeds/top.rss", "feeds/top.atom", "feeds/top.json", "--now", NOW]);
            assert_eq!(room.ids("feeds/top.atom").len(), 40, "{}", ran.stderr);
        }
    });
    // What was half written is not kept: the next build shows all as they are at last.
    room.build_at("2026-07-10T14:00:00Z").ends(0);
    let feed = room.read("feeds/top.atom");
    assert_eq!(feed.matches("END").count() % 40, 0);
    for n in 0..40 {
        let record = room.read(&format!("articles/n{n}.md"));
        let words = record.lines().nth(4).unwrap().split(". ").next().unwrap();
        assert!(feed.contains(words), "{words}");
    }
}
