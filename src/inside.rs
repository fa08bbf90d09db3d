//! Opens files of a folder: a link that leads out of it is not followed, whoever put it there and
//! whenever. Records, what lies beside them and pictures are opened this way and no other.

use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

/// A folder that files are opened in.
#[derive(Debug)]
pub(crate) struct Folder {
    /// Its path, links resolved.
    path: PathBuf,
    #[cfg(target_os = "linux")]
    handle: File,
    /// Which of all folders of this run it is.
    #[cfg(target_os = "linux")]
    number: u64,
}

#[cfg(target_os = "linux")]
thread_local! {
    /// The folder within one of these that a file was opened in last: whose, its path and its handle.
    static LAST: std::cell::RefCell<Option<(u64, Vec<u8>, rustix::fd::OwnedFd)>> = const { std::cell::RefCell::new(None) };
}

/// How files are opened: a pipe would be waited for.
#[cfg(target_os = "linux")]
const READ: rustix::fs::OFlags = {
    use rustix::fs::OFlags;
    OFlags::RDONLY.union(OFlags::CLOEXEC).union(OFlags::NONBLOCK).union(OFlags::NOCTTY)
};

/// The system sees to it that nothing leads out.
#[cfg(target_os = "linux")]
const BENEATH: rustix::fs::ResolveFlags = {
    use rustix::fs::ResolveFlags;
    ResolveFlags::BENEATH.union(ResolveFlags::NO_MAGICLINKS)
};

/// What is said of a link that leads out.
pub(crate) const OUTSIDE: &str = "a symbolic link leads out of the folder, and is not followed";

/// Whether a file was not opened because a link leads out.
pub(crate) fn leads_out(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.to_string() == OUTSIDE)
}

fn outside() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, OUTSIDE)
}

impl Folder {
    /// The folder at a path, which itself may be a link: its name comes from the config.
    pub(crate) fn new(path: &Path) -> io::Result<Self> {
        let path = fs::canonicalize(if path.as_os_str().is_empty() { Path::new(".") } else { path })?;
        Ok(Self {
            #[cfg(target_os = "linux")]
            handle: File::open(&path)?,
            #[cfg(target_os = "linux")]
            number: {
                use std::sync::atomic::{AtomicU64, Ordering};
                static NUMBERS: AtomicU64 = AtomicU64::new(0);
                NUMBERS.fetch_add(1, Ordering::Relaxed)
            },
            path,
        })
    }

    /// Opens a file by its path in the folder. A pipe or a device is no file.
    pub(crate) fn open(&self, inner: &Path) -> io::Result<File> {
        let steps_out = |part| !matches!(part, Component::Normal(_) | Component::CurDir);
        if inner.components().any(steps_out) {
            return Err(outside());
        }
        let file = self.open_beneath(inner)?;
        if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is no file")) }
    }

    /// Opens what was listed as a file, by a path that a listing made. The system is not asked once more what it is: a
    /// pipe in its place gives nothing or an error, a folder an error.
    pub(crate) fn open_listed(&self, inner: &Path) -> io::Result<File> {
        #[cfg(target_os = "linux")]
        if let Some(file) = self.open_beside_last(inner) {
            return Ok(file);
        }
        self.open_beneath(inner)
    }

    /// Opens a file by its name in the folder that it lies in, which is kept open for those after it: the system has not
    /// to go all the way for each. A link is left to [`Self::open_beneath`], and so is what fails.
    #[cfg(target_os = "linux")]
    fn open_beside_last(&self, inner: &Path) -> Option<File> {
        use rustix::fs::{Mode, OFlags, openat, openat2};
        use std::os::unix::ffi::OsStrExt as _;
        let bytes = inner.as_os_str().as_bytes();
        let (folder, name) = bytes.split_at(bytes.iter().rposition(|b| *b == b'/')?);
        if matches!(name, b"/" | b"/." | b"/..") {
            return None;
        }
        LAST.with_borrow_mut(|last| {
            if !last.as_ref().is_some_and(|(number, path, _)| *number == self.number && path == folder) {
                let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
                let handle = openat2(&self.handle, folder, flags, Mode::empty(), BENEATH).ok()?;
                *last = Some((self.number, folder.to_vec(), handle));
            }
            let (.., handle) = last.as_ref()?;
            openat(handle, &name[1..], READ | OFlags::NOFOLLOW, Mode::empty()).ok().map(File::from)
        })
    }

    /// Where a file of the folder lies in it when links are followed.
    pub(crate) fn resolved(&self, inner: &Path) -> Option<PathBuf> {
        fs::canonicalize(self.path.join(inner)).ok()?.strip_prefix(&self.path).ok().map(Path::to_owned)
    }

    /// Whether it is the very folder that another one is.
    #[cfg(all(feature = "serve", unix))]
    pub(crate) fn is(&self, other: &Self) -> bool {
        use std::os::unix::fs::MetadataExt as _;
        #[cfg(target_os = "linux")]
        let of = |folder: &Self| folder.handle.metadata();
        #[cfg(not(target_os = "linux"))]
        let of = |folder: &Self| fs::metadata(&folder.path);
        let same = |a: fs::Metadata, b: fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
        of(self).and_then(|a| Ok(same(a, of(other)?))).unwrap_or(false)
    }

    /// Whether it is the folder that another one is, by its path.
    #[cfg(all(feature = "serve", not(unix)))]
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.path == other.path
    }

    /// Its path, links resolved.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// In one call: the system sees to it that nothing leads out, even if somebody moves links about.
    #[cfg(target_os = "linux")]
    fn open_beneath(&self, inner: &Path) -> io::Result<File> {
        use rustix::fs::{Mode, openat2};
        use rustix::io::Errno;
        match openat2(&self.handle, inner, READ, Mode::empty(), BENEATH) {
            Ok(file) => Ok(file.into()),
            // A link with an absolute path may yet stay inside; and not every system knows the call.
            Err(Errno::XDEV | Errno::NOSYS | Errno::PERM | Errno::AGAIN | Errno::LOOP) => self.open_resolved(inner),
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn open_beneath(&self, inner: &Path) -> io::Result<File> {
        self.open_resolved(inner)
    }

    /// Resolves all links first, and follows none after that.
    fn open_resolved(&self, inner: &Path) -> io::Result<File> {
        let path = fs::canonicalize(self.path.join(inner))?;
        if !path.starts_with(&self.path) {
            return Err(outside());
        }
        let mut options = File::options();
        options.read(true);
        #[cfg(unix)]
        {
            use rustix::fs::OFlags;
            use std::os::unix::fs::OpenOptionsExt as _;
            options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits() as i32);
        }
        options.open(path)
    }
}

/// A file of our own that stays where it is, to be read and written: made where it is missing, readable to its owner
/// alone, and never reached through a link.
pub(crate) fn standing(path: &Path) -> io::Result<File> {
    own().create(true).truncate(false).open(path)
}

/// The same, where it is an error that it is missing.
pub(crate) fn existing(path: &Path) -> io::Result<File> {
    own().open(path)
}

fn own() -> fs::OpenOptions {
    let mut options = File::options();
    options.read(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600).custom_flags(rustix::fs::OFlags::NOFOLLOW.bits() as i32);
    }
    options
}

/// A file that is being written beside the one whose place it takes: made new under a name that
/// nobody guesses, and readable to its owner alone. It goes again unless it is renamed.
#[derive(Debug)]
pub(crate) struct Fresh {
    path: PathBuf,
    file: File,
    renamed: bool,
}

impl Fresh {
    /// One in the folder of a path.
    pub(crate) fn beside(path: &Path) -> io::Result<Self> {
        use std::hash::{BuildHasher, RandomState};
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut options = File::options();
        // A name that is there, and be it a link to nothing, is an error.
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        for attempt in 0..8 {
            let random = RandomState::new().hash_one(attempt);
            let path = path.with_file_name(format!(".{name}.{random:016x}.part"));
            match options.open(&path) {
                Ok(file) => return Ok(Self { path, file, renamed: false }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// The open file.
    pub(crate) fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Takes the name of its target.
    pub(crate) fn rename(mut self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)?;
        self.renamed = true;
        Ok(())
    }
}

impl io::Write for Fresh {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if !self.renamed {
            // What cannot be removed is litter, and does no harm.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_are_followed_as_long_as_they_stay_inside() {
        let dir = tempfile::tempdir().unwrap();
        let (inside, out) = (dir.path().join("in"), dir.path().join("out"));
        fs::create_dir_all(inside.join("deep")).unwrap();
        fs::create_dir(&out).unwrap();
        fs::write(inside.join("deep/a"), "inside").unwrap();
        fs::write(out.join("secret"), "secret").unwrap();
        symlink("deep/a", inside.join("relative")).unwrap();
        symlink(inside.join("deep/a"), inside.join("absolute")).unwrap();
        symlink(out.join("secret"), inside.join("file")).unwrap();
        symlink("../out/secret", inside.join("up")).unwrap();
        symlink(&out, inside.join("folder")).unwrap();
        symlink("folder/secret", inside.join("twice")).unwrap();
        symlink("loop", inside.join("loop")).unwrap();
        symlink("/proc/self/fd/0", inside.join("magic")).unwrap();
        let folder = Folder::new(&inside).unwrap();
        for name in ["deep/a", "./deep/a", "relative", "absolute"] {
            assert_eq!(io::read_to_string(folder.open(Path::new(name)).unwrap()).unwrap(), "inside", "{name}");
        }
        for name in ["file", "up", "folder/secret", "twice", "../out/secret", "deep/../../out/secret"] {
            assert!(leads_out(&folder.open(Path::new(name)).unwrap_err()), "{name}");
        }
        for name in ["loop", "magic", "deep", "none", "/etc/passwd"] {
            assert!(folder.open(Path::new(name)).is_err(), "{name}");
        }
    }

    #[test]
    fn what_was_listed_is_opened_beside_what_was_opened_last_and_leads_out_no_more_than_else() {
        let dir = tempfile::tempdir().unwrap();
        let (inside, out) = (dir.path().join("in"), dir.path().join("out"));
        for folder in [&inside.join("a/b"), &inside.join("c"), &out] {
            fs::create_dir_all(folder).unwrap();
        }
        fs::write(out.join("secret"), "secret").unwrap();
        let folder = Folder::new(&inside).unwrap();
        let read = |name: &str| io::read_to_string(folder.open_listed(Path::new(name))?);
        for name in ["a/one", "a/b/two", "c/three", "four"] {
            fs::write(inside.join(name), name).unwrap();
        }
        for name in ["a/one", "a/b/two", "a/one", "c/three", "four", "c/three"] {
            assert_eq!(read(name).unwrap(), name);
        }
        symlink(out.join("secret"), inside.join("c/secret")).unwrap();
        symlink("three", inside.join("c/link")).unwrap();
        symlink(&out, inside.join("d")).unwrap();
        assert_eq!(read("c/link").unwrap(), "c/three");
        for name in ["c/secret", "d/secret", "c/../../out/secret", "../out/secret"] {
            assert!(leads_out(&read(name).unwrap_err()), "{name}");
        }
        assert!(read("c/").is_err() && read("c/..").is_err() && read("c/none").is_err());
        // A folder that was made anew is the one that is meant.
        fs::rename(inside.join("c"), out.join("c")).unwrap();
        fs::create_dir(inside.join("c")).unwrap();
        fs::write(inside.join("c/new"), "new").unwrap();
        assert_eq!(read("c/new").unwrap(), "new");
    }
}
