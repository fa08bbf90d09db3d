//! Takes what somebody gives who may stop giving: they work on a thread of their own, and nobody waits
//! for them beyond a moment.

use std::io::{self, Write};
use std::sync::mpsc::{self, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::Instant;

/// Why nothing more was taken.
#[derive(Debug)]
pub(super) enum Halted {
    /// The time is up.
    Late,
    /// What is given cannot be read or kept.
    Fault(io::Error),
}

/// Bytes that are handed on at once, and how many such chunks may wait.
const CHUNK: usize = 64 << 10;
const CHUNKS: usize = 4;

/// Hands on what is written, a chunk at a time; an error where nobody takes it any more.
#[derive(Debug)]
pub(super) struct Chunks {
    to: SyncSender<Vec<u8>>,
    chunk: Vec<u8>,
}

impl Chunks {
    fn hand_on(&mut self, next: usize) -> io::Result<()> {
        let chunk = std::mem::replace(&mut self.chunk, Vec::with_capacity(next));
        self.to.send(chunk).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.chunk.is_empty() && self.chunk.len() + bytes.len() > CHUNK {
            self.hand_on(CHUNK)?;
        }
        self.chunk.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.chunk.is_empty() { Ok(()) } else { self.hand_on(0) }
    }
}

/// Writes what `give` gives until a moment, and says how it ended.
pub(super) fn take<T: Send + 'static>(
    until: Instant,
    to: &mut dyn Write,
    give: impl FnOnce(&mut Chunks) -> T + Send + 'static,
) -> Result<T, Halted> {
    let (chunks, given) = mpsc::sync_channel(CHUNKS);
    let (says, said) = mpsc::sync_channel(1);
    thread::spawn(move || {
        let mut chunks = Chunks { to: chunks, chunk: Vec::new() };
        let ended = give(&mut chunks);
        // Where nobody takes it, nobody asks how it ended either.
        let _ = chunks.flush();
        drop(chunks);
        let _ = says.send(ended);
    });
    let left = || until.saturating_duration_since(Instant::now());
    loop {
        match given.recv_timeout(left()) {
            Ok(chunk) => to.write_all(&chunk).map_err(Halted::Fault)?,
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => return Err(Halted::Late),
        }
    }
    said.recv_timeout(left()).map_err(|error| match error {
        RecvTimeoutError::Timeout => Halted::Late,
        RecvTimeoutError::Disconnected => Halted::Fault(io::Error::other("it broke off")),
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn soon() -> Instant {
        Instant::now() + Duration::from_millis(300)
    }

    #[test]
    fn all_that_is_given_in_time_is_taken_whole_and_in_order() {
        let mut out = Vec::new();
        let wanted: Vec<u8> = (0..1_000_000_u32).map(|n| (n % 251) as u8).collect();
        let given = wanted.clone();
        let until = Instant::now() + Duration::from_mins(1);
        let ended = take(until, &mut out, move |to| {
            for part in given.chunks(777) {
                to.write_all(part).unwrap();
            }
            to.write_all(&vec![7; 200_000]).unwrap();
            "done"
        });
        assert_eq!(ended.unwrap(), "done");
        assert_eq!((&out[..1_000_000], &out[1_000_000..]), (&wanted[..], &vec![7; 200_000][..]));
    }

    #[test]
    fn who_gives_nothing_or_does_not_end_is_not_waited_for() {
        let long = Duration::from_mins(1);
        let late = |ended| matches!(ended, Err(Halted::Late));
        assert!(late(take(soon(), &mut Vec::new(), move |_| thread::sleep(long))));
        let mut out = Vec::new();
        assert!(late(take(soon(), &mut out, move |to| {
            to.write_all(b"a").unwrap();
            to.flush().unwrap();
            thread::sleep(long);
        })));
        assert_eq!(out, b"a");
    }

    #[test]
    fn what_cannot_be_kept_ends_it_and_so_does_a_giver_that_panics() {
        let until = Instant::now() + Duration::from_mins(1);
        let mut full = [0; 10];
        let ended = take(until, &mut &mut full[..], |to| while to.write_all(&[0; 9999]).is_ok() {});
        assert!(matches!(ended, Err(Halted::Fault(error)) if error.kind() == io::ErrorKind::WriteZero));
        let ended = take(until, &mut Vec::new(), |_| -> () { panic!("of the test") });
        assert!(matches!(ended, Err(Halted::Fault(_))));
    }
}
