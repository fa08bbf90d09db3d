//! A command that gives records: run without a shell, bounded in time, its complaints kept.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::spool::{Before, Drawing, Drawn};
use super::timed::{self, Halted};
use crate::config::Period;

/// How long a command may take where the config does not say.
const TIME_LIMIT: Duration = Duration::from_mins(5);

/// How much of the end of its standard error is kept.
const COMPLAINT: usize = 2000;

/// A pause between two looks whether it has ended.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// A command of a source.
#[derive(Debug)]
pub(super) struct Command {
    /// The program as the config names it.
    written: String,
    program: OsString,
    arguments: Vec<String>,
    folder: PathBuf,
    time: Duration,
}

impl Command {
    /// The command of a config whose folder is `root`: a program named by a path is relative to it, and the
    /// command runs there.
    pub(super) fn new(root: &Path, command: &[String], time: Option<Period>) -> Self {
        let (written, arguments) = command.split_first().map_or((String::new(), &[][..]), |(p, a)| (p.clone(), a));
        let folder = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let by_path = Path::new(&written).components().count() > 1 || written.starts_with('.');
        let program = if by_path { joined(&folder, &written).into_os_string() } else { OsString::from(&written) };
        let time = time.map_or(TIME_LIMIT, |time| Duration::from_secs(time.seconds().unsigned_abs()));
        Self { written, program, arguments: arguments.to_vec(), folder, time }
    }

    /// Runs it and writes what it gives; an error says what went wrong. Nothing it gave counts then.
    fn run(&self, to: &mut dyn Write) -> Result<(), String> {
        let named = &self.written;
        let mut command = std::process::Command::new(&self.program);
        command.args(&self.arguments).current_dir(&self.folder);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().map_err(|error| format!("`{named}` cannot be run: {error}"))?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        let until = Instant::now() + self.time;
        // Whoever it started may hold its outputs open after it: nobody waits for that.
        let (complained, complaint) = mpsc::channel();
        thread::spawn(move || complained.send(last_words(err)));
        let given = timed::take(until, to, move |to| out.map_or(Ok(0), |mut out| io::copy(&mut out, to)));
        let ended = given.and_then(|read| read.map_err(Halted::Fault)).and_then(|_| wait(&mut child, until));
        if ended.is_err() {
            end(&mut child);
        }
        let complaint = complaint.recv_timeout(Duration::from_millis(200)).unwrap_or_default();
        let why = if complaint.is_empty() { String::new() } else { format!(": {complaint}") };
        match ended {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("`{named}` ended with {status}{why}")),
            Err(Halted::Late) => Err(format!("`{named}` has not ended after {}s{why}", self.time.as_secs())),
            Err(Halted::Fault(error)) => Err(format!("what `{named}` gives cannot be kept: {error}{why}")),
        }
    }
}

impl Drawing for Command {
    /// Its arguments may hold secrets.
    fn whence(&self) -> String {
        format!("command {}", self.written)
    }

    fn draw(&self, _: Option<&Before>, to: &mut dyn Write) -> Result<Drawn, String> {
        self.run(to).map(|()| Drawn::default())
    }
}

/// A path without `.` in it.
fn joined(folder: &Path, written: &str) -> PathBuf {
    folder.join(written).components().filter(|part| *part != Component::CurDir).collect()
}

/// Waits for a command to end, until a moment.
fn wait(child: &mut Child, until: Instant) -> Result<ExitStatus, Halted> {
    loop {
        match child.try_wait().map_err(Halted::Fault)? {
            Some(status) => return Ok(status),
            None if Instant::now() < until => thread::sleep(LOOK_AGAIN),
            None => return Err(Halted::Late),
        }
    }
}

/// Ends a command and all it has started.
fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// The end of what it says on its standard error, on one line.
fn last_words(err: Option<impl Read>) -> String {
    let mut kept: Vec<u8> = Vec::new();
    let mut buffer = [0; 4096];
    let mut err = err;
    while let Some(n) = err.as_mut().and_then(|err| err.read(&mut buffer).ok()).filter(|n| *n > 0) {
        kept.extend_from_slice(&buffer[..n]);
        kept.drain(..kept.len().saturating_sub(COMPLAINT));
    }
    let text = String::from_utf8_lossy(&kept);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" / ").replace(|c: char| c.is_control(), " ")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn run(command: &[&str], time: &str) -> Result<String, String> {
        let command: Vec<String> = command.iter().map(|part| (*part).to_owned()).collect();
        let mut out = Vec::new();
        Command::new(Path::new("/"), &command, Some(time.parse().unwrap())).run(&mut out)?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn arguments_reach_the_program_as_they_are_and_no_shell_sees_them() {
        assert_eq!(run(&["printf", "%s|", "$HOME", "a b; exit 1", "*"], "5s").unwrap(), "$HOME|a b; exit 1|*|");
        assert!(run(&["no-such-program"], "5s").unwrap_err().starts_with("`no-such-program` cannot be run: "));
    }

    #[test]
    fn who_takes_too_long_is_ended_with_all_it_has_started() {
        let start = Instant::now();
        let fault = run(&["/bin/sh", "-c", "sleep 60 & echo waiting >&2; wait"], "1s").unwrap_err();
        assert_eq!(fault, "`/bin/sh` has not ended after 1s: waiting");
        // It gives all and does not end.
        let fault = run(&["/bin/sh", "-c", "exec >&-; sleep 60"], "1s").unwrap_err();
        assert_eq!(fault, "`/bin/sh` has not ended after 1s");
        assert!(start.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn of_a_long_complaint_the_end_is_kept() {
        let fault =
            run(&["/bin/sh", "-c", "seq 100000 >&2; printf 'a\\033b\\n\\nlast' >&2; exit 1"], "10s").unwrap_err();
        assert!(fault.ends_with("100000 / a b / last") && fault.len() < COMPLAINT * 2, "{fault}");
    }
}
