//! A newsroom in a temporary folder: write files, run the binary, look at what it did.

pub(crate) mod files;
mod transcript;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;

use base64::Engine as _;

use feedwright::publish::is_beside;
use files::Files;
use transcript::Transcript;

/// What a run did.
#[derive(Debug)]
pub(crate) struct Ran {
    /// Exit status.
    pub status: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// Copies a program that is to be run. Not in this process: another test that starts a program at this
/// moment would hold the copy open for writing, and nobody could run it ("text file busy").
pub(crate) fn copy_program(program: impl AsRef<Path>, to: &Path) {
    assert!(Command::new("cp").arg(program.as_ref()).arg(to).status().unwrap().success());
}

impl Ran {
    /// What a program that has ended did.
    pub(crate) fn of(output: &Output) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Fails unless the report raises these codes, and no other, in this order. One that is raised
    /// several times on end stands once.
    #[track_caller]
    pub(crate) fn raises(self, codes: &[&str]) -> Self {
        let code = |line: &'_ str| {
            let (severity, rest) = line.split_once('[')?;
            ["error", "warning", "note"].contains(&severity).then(|| between(rest, "", "]:").to_owned())
        };
        let mut raised: Vec<String> = self.stderr.lines().filter_map(code).collect();
        raised.dedup();
        assert_eq!(raised, codes, "{}", self.stderr);
        self
    }

    /// Fails unless exactly this was printed.
    #[track_caller]
    pub(crate) fn prints(self, text: &str) -> Self {
        files::assert_same("standard output", text, &self.stdout, "it is to be this");
        self
    }

    /// Fails unless the run ended with this status.
    #[track_caller]
    pub(crate) fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, status, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Fails unless the report holds this.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "no {text:?} in:\n{}", self.stderr);
        self
    }

    /// Fails unless nothing was printed.
    #[track_caller]
    pub(crate) fn says_nothing(self) -> Self {
        assert_eq!((&*self.stdout, &*self.stderr), ("", ""));
        self
    }
}

/// A newsroom.
#[derive(Debug)]
pub(crate) struct Newsroom {
    dir: tempfile::TempDir,
    program: PathBuf,
    /// All that happens from the moment from which it is pinned.
    transcript: Option<Mutex<Transcript>>,
}

/// The moment tests build for unless they say another.
pub(crate) const NOW: &str = "2026-07-10T12:00:00Z";

impl Newsroom {
    /// A newsroom whose config is a site and these lines.
    pub(crate) fn new(config: &str) -> Self {
        let room = Self {
            dir: tempfile::tempdir().unwrap(),
            program: env!("CARGO_BIN_EXE_feedwright").into(),
            transcript: None,
        };
        room.config(config);
        room
    }

    /// A newsroom with the files of a folder.
    pub(crate) fn with(files: &Files) -> Self {
        let room = Self {
            dir: tempfile::tempdir().unwrap(),
            program: env!("CARGO_BIN_EXE_feedwright").into(),
            transcript: None,
        };
        files::write(files, room.path());
        room
    }

    /// Another program is run in it.
    pub(crate) fn by(mut self, program: &Path) -> Self {
        program.clone_into(&mut self.program);
        self
    }

    /// From here on all that happens is held against the test's transcript, when the newsroom goes.
    pub(crate) fn pinned(mut self) -> Self {
        self.transcript = Some(Mutex::new(Transcript::begin(self.published())));
        self
    }

    fn note(&self, edit: impl FnOnce() -> String) {
        if let Some(transcript) = &self.transcript {
            transcript.lock().unwrap().edit(&edit());
        }
    }

    /// The feeds in the output folder, and all else there that is not written beside feeds, named from the
    /// newsroom.
    pub(crate) fn published(&self) -> Files {
        let mut all = self.with_beside();
        let beside: Vec<String> = all.iter().filter(|(_, b)| is_beside(b)).map(|(name, _)| name.clone()).collect();
        let of_beside = |name: &str| beside.iter().any(|one| name.strip_prefix(&**one).is_some_and(is_ending));
        all.retain(|name, _| !of_beside(name));
        all
    }

    /// All files of the output folder, named from the newsroom.
    pub(crate) fn with_beside(&self) -> Files {
        files::below(&self.file("feeds"), self.path())
    }

    /// Replaces the config by a site and these lines.
    pub(crate) fn config(&self, config: &str) {
        let site = "[site]\ntitle = \"The Courier\"\nurl = \"https://courier.example/\"\nlanguage = \"en\"\nauthority = \"courier.example,2026\"\n";
        self.write("config.toml", &format!("{site}{config}"));
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// A file in it.
    pub(crate) fn file(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// Writes a file, with the folders it needs. Its time is an hour ago, so that it does not look
    /// as if it were just being written.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let file = self.file(path);
        self.note(|| format!("{path} is {}", if file.exists() { "rewritten" } else { "written" }));
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
        let hour_ago = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
        std::fs::File::options().append(true).open(&file).unwrap().set_modified(hour_ago).unwrap();
    }

    /// Reads a file.
    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.file(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    /// Removes a file, or a folder and all that is in it.
    pub(crate) fn remove(&self, path: &str) {
        self.note(|| format!("{path} is removed"));
        let file = self.file(path);
        if file.is_dir() { std::fs::remove_dir_all(file) } else { std::fs::remove_file(file) }.unwrap();
    }

    /// Renames a file or folder, making the folders it needs.
    pub(crate) fn rename(&self, from: &str, to: &str) {
        self.note(|| format!("{from} is renamed to {to}"));
        std::fs::create_dir_all(self.file(to).parent().unwrap()).unwrap();
        std::fs::rename(self.file(from), self.file(to)).unwrap();
    }

    /// Writes an article as Markdown; `front` are further lines of its TOML front matter.
    pub(crate) fn article(&self, name: &str, date: &str, title: &str, front: &str, body: &str) {
        let date = if date.is_empty() { String::new() } else { format!("date = {date}\n") };
        self.write(&format!("articles/{name}.md"), &format!("+++\ntitle = \"{title}\"\n{date}{front}\n+++\n{body}\n"));
    }

    /// Runs `feedwright` with these arguments in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, "")
    }

    /// Runs it with a text on its standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // One that reads no input may have ended already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let ran = Ran::of(&child.wait_with_output().unwrap());
        if let Some(transcript) = &self.transcript {
            transcript.lock().unwrap().run(self.path(), arguments, &ran, self.published());
        }
        ran
    }

    /// The command that [`Newsroom::run`] runs.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(self.path()).args(arguments);
        command
    }

    /// Builds for [`NOW`].
    pub(crate) fn build(&self) -> Ran {
        self.build_at(NOW)
    }

    /// Builds for a moment.
    pub(crate) fn build_at(&self, now: &str) -> Ran {
        self.run(&["build", "--now", now])
    }

    /// The items of a JSON Feed; none where it was not written.
    pub(crate) fn items(&self, path: &str) -> Vec<serde_json::Value> {
        if !self.file(path).exists() {
            return Vec::new();
        }
        let feed: serde_json::Value = serde_json::from_str(&self.read(path)).unwrap();
        feed["items"].as_array().cloned().unwrap_or_default()
    }

    /// The ids of an Atom file's entries, in order.
    pub(crate) fn ids(&self, path: &str) -> Vec<String> {
        let text = self.read(path);
        text.split("<entry").skip(1).map(|e| between(e, "<id>", "</id>").to_owned()).collect()
    }

    /// The text of an element in each entry of an Atom file, in order.
    pub(crate) fn each(&self, path: &str, element: &str) -> Vec<String> {
        let text = self.read(path);
        let open = format!("<{element}>");
        let close = format!("</{element}>");
        text.split("<entry").skip(1).map(|e| between(e, &open, &close).to_owned()).collect()
    }

    /// Every file of the output folder with its bytes and its time.
    pub(crate) fn output(&self) -> Vec<(String, Vec<u8>, std::time::SystemTime)> {
        let time = |name: &str| self.file(name).metadata().unwrap().modified().unwrap();
        self.published().into_iter().map(|(name, bytes)| (name.clone(), bytes, time(&name))).collect()
    }
}

/// Whether this ends the name of a file or of a compressed twin.
fn is_ending(rest: &str) -> bool {
    ["", ".gz", ".br", ".zst"].contains(&rest)
}

impl Drop for Newsroom {
    fn drop(&mut self) {
        if let Some(transcript) = &self.transcript
            && !std::thread::panicking()
        {
            transcript.lock().unwrap().compare();
        }
    }
}

/// What stands between two texts; nothing where they do not stand.
pub(crate) fn between<'a>(text: &'a str, open: &str, close: &str) -> &'a str {
    let Some(at) = text.find(open) else { return "" };
    let rest = &text[at + open.len()..];
    &rest[..rest.find(close).unwrap_or(0)]
}

/// Whether a file is an Atom document, by its name.
pub(crate) fn is_atom(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "atom")
}

/// A grey JPEG picture of 8 x 6 pixels.
const PICTURE: &str = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6/+b9//j/wAALCAAGAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z";

/// The picture with datasets of the IIM application record behind its first marker.
pub(crate) fn with_iim(datasets: &[(u8, &str)]) -> Vec<u8> {
    let picture = base64::engine::general_purpose::STANDARD.decode(PICTURE).unwrap();
    let mut iim = Vec::new();
    for (number, text) in datasets {
        iim.extend_from_slice(&[0x1C, 2, *number, 0, text.len() as u8]);
        iim.extend_from_slice(text.as_bytes());
    }
    let mut block = b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0".to_vec();
    block.push(iim.len() as u8);
    block.extend_from_slice(&iim);
    let mut file = picture[..2].to_vec();
    file.extend_from_slice(&[0xFF, 0xED]);
    file.extend_from_slice(&(block.len() as u16 + 2).to_be_bytes());
    file.extend_from_slice(&block);
    file.extend_from_slice(&picture[2..]);
    file
}

#[test]
fn every_transcript_is_of_a_test() {
    let folder = crate::outside::root().join("tests");
    for name in files::below(&folder.join("transcripts"), &folder.join("transcripts")).into_keys() {
        let (module, test) = name.strip_suffix(".txt").and_then(|n| n.rsplit_once('/')).expect("MODULE/TEST.txt");
        let text = std::fs::read_to_string(folder.join("it").join(module).with_extension("rs")).unwrap_or_default();
        assert!(text.contains(&format!("fn {test}(")), "tests/transcripts/{name} is of no test");
    }
}
