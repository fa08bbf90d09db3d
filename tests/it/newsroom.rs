//! A newsroom in a temporary folder: write files, run the binary, look at what it did.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use base64::Engine as _;

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
}

/// The moment tests build for unless they say another.
pub(crate) const NOW: &str = "2026-07-10T12:00:00Z";

impl Newsroom {
    /// A newsroom whose config is a site and these lines.
    pub(crate) fn new(config: &str) -> Self {
        let room = Self { dir: tempfile::tempdir().unwrap() };
        room.config(config);
        room
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

    /// Removes a file.
    pub(crate) fn remove(&self, path: &str) {
        std::fs::remove_file(self.file(path)).unwrap();
    }

    /// Renames a file, making the folders it needs.
    pub(crate) fn rename(&self, from: &str, to: &str) {
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
        let Output { status, stdout, stderr } = self.command(arguments).output().unwrap();
        Ran {
            status: status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&stdout).into_owned(),
            stderr: String::from_utf8_lossy(&stderr).into_owned(),
        }
    }

    /// The command that [`Newsroom::run`] runs.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_feedwright"));
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
        let mut all = Vec::new();
        let mut folders = vec![self.file("feeds")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).into_iter().flatten() {
                let entry = entry.unwrap();
                if entry.file_type().unwrap().is_dir() {
                    folders.push(entry.path());
                    continue;
                }
                let name = entry.path().strip_prefix(self.path()).unwrap().display().to_string();
                let time = entry.metadata().unwrap().modified().unwrap();
                all.push((name, std::fs::read(entry.path()).unwrap(), time));
            }
        }
        all.sort();
        all
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
