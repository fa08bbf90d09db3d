//! Faults survived by publishing: whatever happens, every file stands whole, old or new.
//!
//! A helper process (this test program with FEEDWRIGHT_FAULT set) publishes; it is killed, starved
//! of disk, or refused. See tests/it/faults_build.rs for whole builds.
//!
//! `FEEDWRIGHT_KILLS` says how often it is killed (12; `tests/run` asks for 500).

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use feedwright::config::Compression;
use feedwright::diagnostic::Diagnostic;
use feedwright::publish::{Budget, Destination, Directory, Labels, Lock, Settings};

use crate::outside::{self, missing, skipped};

const TWINS: [Compression; 3] = [Compression::Gzip, Compression::Br, Compression::Zstd];

/// Files that each generation publishes.
const FILES: [&str; 6] = ["top.rss", "top.atom", "top.json", "section/world.rss", "section/world.atom", "a/b/c.json"];

fn settings(dir: &Path, state_dir: &Path) -> Settings {
    Settings {
        destination: Destination::of(dir, Path::new("")),
        state_dir: state_dir.to_owned(),
        compress: TWINS.to_vec(),
        prune: false,
        adopt: false,
        dry_run: false,
        diff: false,
        budget: Budget::new(1 << 20, 1 << 15),
        labels: Labels::default(),
    }
}

/// The bytes of a file in a generation: large enough to be torn, and to pass through a temporary
/// file.
fn content(path: &str, generation: u64) -> Vec<u8> {
    let line = format!("<!-- {path} of generation {generation} -->\n");
    let mut out = b"<rss version=\"2.0\">\n".to_vec();
    out.extend(line.repeat(1_200).as_bytes());
    out.extend(b"</rss>\n");
    out
}

/// Publishes one generation and returns what went wrong.
fn publish(settings: &Settings, generation: u64) -> Vec<Diagnostic> {
    let lock = match Lock::acquire(&settings.state_dir, Duration::ZERO) {
        Ok(lock) => lock,
        Err(fault) => return vec![fault],
    };
    let (directory, mut found) = Directory::open(settings.clone(), lock.previous());
    let Some(directory) = directory else { return found };
    let mut staged = Vec::new();
    for path in FILES {
        let mut new_file = match directory.new_file(path) {
            Ok(new_file) => new_file,
            Err(fault) => {
                found.push(fault);
                continue;
            }
        };
        if let Err(e) = new_file.write_all(&content(path, generation)) {
            found.push(new_file.failure(&e));
            directory.keep(path);
            continue;
        }
        match directory.stage(new_file, "top") {
            Ok(file) => staged.push(file),
            Err(faults) => found.extend(faults),
        }
    }
    found.extend(directory.commit(staged).1);
    found.extend(directory.finish().1);
    found
}

/// The helper: publishes generations until it dies, or one and prints what went wrong.
#[test]
fn helper() {
    let Ok(task) = std::env::var("FEEDWRIGHT_FAULT") else { return };
    let (dir, state_dir) = (std::env::var("FEEDWRIGHT_DIR").unwrap(), std::env::var("FEEDWRIGHT_STATE").unwrap());
    let settings = settings(Path::new(&dir), Path::new(&state_dir));
    if let Some(first) = task.strip_prefix("forever ") {
        for generation in first.parse().unwrap().. {
            assert!(publish(&settings, generation).is_empty());
        }
    }
    let generation = task.parse().unwrap();
    let mut codes: Vec<&str> = publish(&settings, generation).iter().map(|d| d.code).collect();
    codes.dedup();
    fs::write(Path::new(&state_dir).with_extension("codes"), codes.join(" ")).unwrap();
}

fn helper_process(task: &str, place: &Place, before: &str) -> Child {
    let mut command = if before.is_empty() {
        Command::new(std::env::current_exe().unwrap())
    } else {
        let mut shell = Command::new("bash");
        shell.args(["-c", &format!("{before}; exec \"$@\"; exit 99"), "bash"]).arg(std::env::current_exe().unwrap());
        shell
    };
    command.args(["--exact", "faults::helper", "--test-threads", "1"]);
    command.current_dir(place.state.parent().unwrap().join("state"));
    command.env("FEEDWRIGHT_FAULT", task).env("FEEDWRIGHT_DIR", &place.dir).env("FEEDWRIGHT_STATE", &place.state);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

struct Place {
    #[expect(dead_code, reason = "removes the folder when it goes")]
    temporary: tempfile::TempDir,
    dir: PathBuf,
    state: PathBuf,
}

impl Place {
    fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let (dir, state) = (temporary.path().join("feeds"), temporary.path().join("state"));
        Self { temporary, dir, state }
    }

    fn settings(&self) -> Settings {
        settings(&self.dir, &self.state)
    }

    /// The codes that a helper met that published one generation.
    fn publish_apart(&self, generation: u64, before: &str) -> String {
        let codes = self.state.with_extension("codes");
        let _ = fs::remove_file(&codes);
        let status = helper_process(&generation.to_string(), self, before).wait().unwrap();
        fs::read_to_string(codes).unwrap_or_else(|_| status.to_string())
    }

    /// The generation of each file; panics when one is torn, or a twin is stale.
    fn generations(&self) -> Vec<Option<u64>> {
        FILES.iter().map(|path| self.generation(path)).collect()
    }

    fn generation(&self, path: &str) -> Option<u64> {
        let target = self.dir.join(path);
        let twins = [".gz", ".br", ".zst"].map(|extension| {
            let mut name = target.as_os_str().to_owned();
            name.push(extension);
            PathBuf::from(name)
        });
        let Ok(bytes) = fs::read(&target) else {
            assert!(twins.iter().all(|t| !t.exists()), "{path} has a twin and does not stand");
            return None;
        };
        let text = String::from_utf8(bytes).unwrap();
        let generation =
            text.split("generation ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap().parse().unwrap();
        assert!(text.as_bytes() == content(path, generation), "{path} is torn");
        for twin in twins.iter().filter(|t| t.exists()) {
            assert!(unpacked(twin) == text.as_bytes(), "{} is not equal to its original", twin.display());
        }
        Some(generation)
    }

    /// Files with temporary names.
    fn litter(&self) -> usize {
        fn count(folder: &Path) -> usize {
            fs::read_dir(folder)
                .into_iter()
                .flatten()
                .map(|entry| {
                    let entry = entry.unwrap();
                    if entry.path().is_dir() {
                        count(&entry.path())
                    } else {
                        usize::from(entry.file_name().to_string_lossy().contains("tmp"))
                    }
                })
                .sum()
        }
        count(&self.dir) + count(&self.state)
    }
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

/// A small generator of moments (xorshift), so that a failure can be repeated.
fn moments(seed: u64) -> impl Iterator<Item = u64> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    })
}

#[test]
fn killed_at_any_moment_every_file_is_whole_and_the_next_run_repairs_the_rest() {
    let place = Place::new();
    // How long one generation takes here decides among which moments the kills are spread.
    let start = Instant::now();
    assert!(publish(&place.settings(), 0).is_empty());
    let round = start.elapsed().max(Duration::from_millis(5));
    let mut first = 1;
    let (mut torn_runs, mut killed) = (0, 0);
    for moment in moments(0x5eed_f00d).take(outside::kills()) {
        let mut child = helper_process(&format!("forever {first}"), &place, "");
        // The process starts, then publishes: wait until it does, so that kills hit the work.
        let begin = Instant::now();
        while place.generation_of_any() < Some(first) && begin.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_nanos(moment % (2 * round.as_nanos() as u64)));
        child.kill().unwrap();
        child.wait().unwrap();
        killed += 1;
        let generations = place.generations();
        let newest = generations.iter().flatten().max().copied().unwrap();
        assert!(generations.iter().all(|g| g.is_some_and(|g| g + 1 >= newest)), "{generations:?}");
        torn_runs += usize::from(place.litter() > 0 || generations.iter().any(|g| *g != Some(newest)));
        // Publishing the newest generation again repairs everything, twins and litter too.
        assert_eq!(publish(&place.settings(), newest), []);
        assert_eq!(place.generations(), [Some(newest); 6]);
        assert_eq!(place.litter(), 0);
        let files =
            FILES.iter().filter(|f| ["gz", "br", "zst"].iter().all(|t| place.dir.join(format!("{f}.{t}")).exists()));
        assert_eq!(files.count(), FILES.len());
        first = newest + 1;
    }
    assert!(torn_runs > 0, "no kill of {killed} hit a run at work: the test shows nothing");
}

impl Place {
    /// The generation of the first file, without judging it.
    fn generation_of_any(&self) -> Option<u64> {
        let text = fs::read_to_string(self.dir.join(FILES[0])).ok()?;
        text.split("generation ").nth(1)?.split(' ').next()?.parse().ok()
    }
}

#[test]
fn a_limit_on_the_size_of_files_leaves_the_old_ones_whole() {
    let place = Place::new();
    assert_eq!(publish(&place.settings(), 1), []);
    // Blocks of 1024 bytes; the signal is ignored, so that writing fails instead.
    let codes = place.publish_apart(2, "trap '' XFSZ; ulimit -f 16");
    assert!(codes.contains("disk-full"), "{codes}");
    assert_eq!(place.generations(), [Some(1); 6]);
    assert_eq!(place.litter(), 0);
    // Without ignoring the signal the process dies of it, as of a kill.
    let codes = place.publish_apart(2, "ulimit -f 16");
    assert!(codes.contains("signal"), "{codes}");
    assert_eq!(place.generations(), [Some(1); 6]);
    assert_eq!(publish(&place.settings(), 2), []);
    assert_eq!((place.generations(), place.litter()), (vec![Some(2); 6], 0));
}

/// Mounts a small file system, or says why not.
struct Mount(PathBuf);

impl Mount {
    fn new(at: &Path, options: &str) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let done =
            Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(at).stderr(Stdio::null()).status();
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
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_leaves_the_old_files_whole_and_is_told() {
    let place = Place::new();
    let Some(_mount) = Mount::new(&place.dir, "size=2m") else { return };
    assert_eq!(publish(&place.settings(), 1), []);
    // Something else fills the disk.
    let filler = place.dir.join("filler");
    let mut file = fs::File::create(&filler).unwrap();
    while file.write_all(&[0; 4096]).is_ok() {}
    drop(file);
    let found = publish(&place.settings(), 2);
    assert!(!found.is_empty() && found.iter().all(|d| d.code == "disk-full"), "{found:?}");
    assert!(found[0].message.contains("no space is left"), "{}", found[0].message);
    assert_eq!(place.generations(), [Some(1); 6]);
    assert_eq!(place.litter(), 0);
    fs::remove_file(filler).unwrap();
    assert_eq!(publish(&place.settings(), 2), []);
    assert_eq!(place.generations(), [Some(2); 6]);
}

#[test]
fn a_read_only_file_system_is_told() {
    let place = Place::new();
    let Some(mount) = Mount::new(&place.dir, "size=4m") else { return };
    assert_eq!(publish(&place.settings(), 1), []);
    mount.remount("ro");
    let found = publish(&place.settings(), 2);
    assert!(!found.is_empty() && found.iter().all(|d| d.code == "output-read-only"), "{found:?}");
    assert_eq!(publish(&place.settings(), 1), [], "what is equal needs no writing");
    assert_eq!(place.generations(), [Some(1); 6]);
}

#[test]
fn output_on_another_file_system_than_the_state_is_published_whole() {
    let place = Place::new();
    let Some(_mount) = Mount::new(&place.dir, "size=16m") else { return };
    assert_eq!(publish(&place.settings(), 1), []);
    assert_eq!(publish(&place.settings(), 2), []);
    assert_eq!((place.generations(), place.litter()), (vec![Some(2); 6], 0));
}

#[test]
fn a_full_disk_under_the_state_folder_publishes_nothing_that_is_not_recorded() {
    let place = Place::new();
    let Some(_mount) = Mount::new(&place.state, "size=64k") else { return };
    let mut file = fs::File::create(place.state.join("filler")).unwrap();
    while file.write_all(&[0; 4096]).is_ok() {}
    let found = publish(&place.settings(), 1);
    assert!(found.iter().any(|d| d.code == "disk-full"), "{found:?}");
    assert_eq!(place.generations(), [None; 6]);
    fs::remove_file(place.state.join("filler")).unwrap();
    drop(file);
    assert_eq!(publish(&place.settings(), 1), []);
    assert_eq!(place.generations(), [Some(1); 6]);
}

#[test]
fn without_permission_the_old_files_stand_and_it_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    assert_eq!(publish(&place.settings(), 1), []);
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let folders = ["", "section", "a/b"].map(|folder| place.dir.join(folder));
    for folder in &folders {
        mode(folder, 0o555);
    }
    let may_write = fs::write(place.dir.join("probe"), "").is_ok();
    let codes = if may_write {
        // Root may write everywhere: another user tries, with a copy of this program that it may read.
        fs::remove_file(place.dir.join("probe")).unwrap();
        let open = place.dir.parent().unwrap();
        let program = open.join("program");
        crate::newsroom::copy_program(std::env::current_exe().unwrap(), &program);
        for path in [open, &place.state, &place.state.join("lock"), &place.state.join("manifest.json")] {
            mode(path, 0o777);
        }
        let codes =
            place.publish_apart(2, "set -- setpriv --reuid 65534 --regid 65534 --clear-groups ../program \"${@:2}\"");
        if codes.contains("status: 127") {
            missing("this user may write everywhere, and setpriv is not installed");
        }
        codes
    } else {
        publish(&place.settings(), 2).iter().map(|d| d.code).collect::<Vec<_>>().join(" ")
    };
    for folder in &folders {
        mode(folder, 0o755);
    }
    assert!(codes.contains("no-permission") || codes.contains("status: 127"), "{codes}");
    assert_eq!(place.generations(), [Some(1); 6]);
}

#[test]
fn ten_runs_at_once_take_turns_or_say_who_holds_the_lock() {
    let place = Place::new();
    let codes: Vec<Vec<&str>> = std::thread::scope(|scope| {
        let runs: Vec<_> = (1..=10)
            .map(|generation| {
                let settings = place.settings();
                scope.spawn(move || publish(&settings, generation).iter().map(|d| d.code).collect::<Vec<_>>())
            })
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert!(codes.iter().all(|c| c.is_empty() || c == &["locked"]), "{codes:?}");
    assert!(codes.iter().any(Vec::is_empty));
    let generations = place.generations();
    assert!(generations.iter().all(|g| g.is_some() && *g == generations[0]), "{generations:?}");
}
