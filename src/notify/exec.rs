//! Runs a program of the site, without a shell, for no longer than it may take.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How much of what it says is kept.
const SAID: u64 = 2_000;

/// How often it is looked whether it has ended.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Runs a program in a folder with this on its standard input; why it failed, if it did.
pub(super) fn run(command: &[String], folder: &Path, input: &[u8], time: Duration) -> Result<(), String> {
    let (program, arguments) = command.split_first().ok_or("the command is empty")?;
    let mut process = Command::new(program);
    process.args(arguments).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut process, 0);
    let mut child = process.spawn().map_err(|e| format!("it cannot be run: {e}"))?;
    let (stdin, stderr) = (child.stdin.take(), child.stderr.take());
    let input = input.to_vec();
    // One that does not read its input is not waited for with it.
    std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
    let said = std::thread::spawn(move || {
        let mut said = Vec::new();
        if let Some(mut stderr) = stderr {
            let _ = stderr.by_ref().take(SAID).read_to_end(&mut said);
            // What is more is read and dropped, so that it need not wait.
            let _ = std::io::copy(&mut stderr, &mut std::io::sink());
        }
        String::from_utf8_lossy(&said).trim().to_owned()
    });
    let end = Instant::now() + time;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => {
                // What it started may hold its output open.
                let told = if said.is_finished() || ended_soon(&said) {
                    said.join().unwrap_or_default()
                } else {
                    String::new()
                };
                return Err(if told.is_empty() { status.to_string() } else { format!("{status}: {told}") });
            }
            Ok(None) if Instant::now() < end => std::thread::sleep(LOOK_AGAIN),
            Ok(None) => {
                kill(&mut child);
                return Err(format!("it took longer than {} s, and was ended", time.as_secs()));
            }
            Err(e) => return Err(e.to_string()),
        }
    }
}

fn ended_soon(said: &std::thread::JoinHandle<String>) -> bool {
    (0..10).any(|_| {
        std::thread::sleep(LOOK_AGAIN);
        said.is_finished()
    })
}

/// Ends it, and what it started.
fn kill(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}
