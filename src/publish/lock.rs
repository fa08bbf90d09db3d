//! Keeps two runs apart.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use super::failure;
use crate::diagnostic::Diagnostic;
use crate::inside;

/// How often a waiting run looks again.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// How the run before this one ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Previous {
    /// In order, or there was none.
    Ended,
    /// It died: what it was at may lie about.
    Crashed,
}

/// The lock of a state folder, held until it is dropped.
///
/// The file `lock` holds the process and the moment of the run that has it, and is empty when the
/// last run ended in order: what stands in it besides was left by a crash. The operating system
/// gives the lock back when its holder dies, however it dies.
#[derive(Debug)]
pub struct Lock {
    file: File,
    previous: Previous,
}

impl Lock {
    /// Takes the lock of `state_dir` (made where it is missing), waiting at most `wait` for another
    /// run to end.
    pub fn acquire(state_dir: &Path, wait: Duration) -> Result<Self, Diagnostic> {
        std::fs::create_dir_all(state_dir)
            .map_err(|e| failure::diagnostic("make the folder", state_dir.display(), &e))?;
        let path = state_dir.join("lock");
        let fail = |e: &std::io::Error| failure::diagnostic("open the lock", path.display(), e);
        let mut file = inside::standing(&path).map_err(|e| fail(&e))?;
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if start.elapsed() < wait => std::thread::sleep(LOOK_AGAIN),
                Err(TryLockError::WouldBlock) => {
                    let holder = read(&mut file);
                    let holder = if holder.is_empty() { "another run".to_owned() } else { holder };
                    return Err(Diagnostic::error("locked", format!("another run is building these feeds: {holder}"))
                        .help("let it end, or wait for it with --lock-wait SECONDS")
                        .in_file(path.display().to_string()));
                }
                Err(TryLockError::Error(e)) => return Err(fail(&e)),
            }
        }
        let previous = if read(&mut file).is_empty() { Previous::Ended } else { Previous::Crashed };
        let since = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        let mut lock = Self { file, previous };
        lock.write(&format!("process {}, since {since}\n", std::process::id())).map_err(|e| fail(&e))?;
        Ok(lock)
    }

    /// How the run before this one ended.
    pub fn previous(&self) -> Previous {
        self.previous
    }

    fn write(&mut self, text: &str) -> std::io::Result<()> {
        self.file.rewind()?;
        self.file.set_len(0)?;
        self.file.write_all(text.as_bytes())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Failing here only makes the next run look for litter that is not there.
        let _ = self.write("");
        let _ = self.file.unlock();
    }
}

fn read(file: &mut File) -> String {
    let mut text = String::new();
    let read = file.rewind().and_then(|()| file.take(200).read_to_string(&mut text));
    if read.is_ok() { text.trim().to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_is_told_who_holds_the_lock() {
        let dir = tempfile::tempdir().unwrap();
        let first = Lock::acquire(dir.path(), Duration::ZERO).unwrap();
        assert_eq!(first.previous(), Previous::Ended);
        let refused = Lock::acquire(dir.path(), Duration::from_millis(60)).unwrap_err();
        assert_eq!(refused.code, "locked");
        assert!(refused.message.contains(&format!("process {}, since 20", std::process::id())), "{}", refused.message);
        drop(first);
        let second = Lock::acquire(dir.path(), Duration::ZERO).unwrap();
        assert_eq!(second.previous(), Previous::Ended);
    }

    #[test]
    fn what_a_crash_leaves_in_the_lock_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("lock"), "process 1, since 2026-01-01T00:00:00Z\n").unwrap();
        assert_eq!(Lock::acquire(dir.path(), Duration::ZERO).unwrap().previous(), Previous::Crashed);
        assert_eq!(Lock::acquire(dir.path(), Duration::ZERO).unwrap().previous(), Previous::Ended);
    }

    #[test]
    fn a_waiting_run_gets_the_lock_when_the_first_ends() {
        let dir = tempfile::tempdir().unwrap();
        let first = Lock::acquire(dir.path(), Duration::ZERO).unwrap();
        let path = dir.path().to_owned();
        let waiting = std::thread::spawn(move || Lock::acquire(&path, Duration::from_secs(20)).is_ok());
        std::thread::sleep(Duration::from_millis(120));
        drop(first);
        assert!(waiting.join().unwrap());
    }
}
