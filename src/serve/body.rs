//! What is sent: bytes that are kept, or a file that was opened and is read as the client takes it.

use std::fs::File;
use std::io::{self, Read as _};
use std::pin::Pin;
use std::task::{Context, Poll};

use http_body_util::{Either, Full};
use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::task::JoinHandle;

/// A body.
pub(super) type Sent = Either<Full<Bytes>, FileBody>;

/// How much is read at once.
const BLOCK: usize = 1 << 16;

/// A part of a file, read from the handle that was opened: another file by its name is not touched.
#[derive(Debug)]
pub(super) struct FileBody {
    left: u64,
    state: State,
}

#[derive(Debug)]
enum State {
    Idle(File),
    Reading(JoinHandle<(File, io::Result<Bytes>)>),
    Over,
}

impl FileBody {
    /// So many bytes from where the file stands.
    pub(super) fn new(file: File, length: u64) -> Self {
        Self { left: length, state: State::Idle(file) }
    }
}

fn read(mut file: File, at_most: u64) -> (File, io::Result<Bytes>) {
    let mut block = vec![0; BLOCK.min(at_most as usize)];
    let bytes = file.read(&mut block).and_then(|n| {
        block.truncate(n);
        if n == 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(Bytes::from(block)) }
    });
    (file, bytes)
}

impl Body for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let left = self.left;
        if left == 0 {
            return Poll::Ready(None);
        }
        let mut reading = match std::mem::replace(&mut self.state, State::Over) {
            State::Idle(file) => tokio::task::spawn_blocking(move || read(file, left)),
            State::Reading(reading) => reading,
            State::Over => return Poll::Ready(None),
        };
        let Poll::Ready(done) = Pin::new(&mut reading).poll(cx) else {
            self.state = State::Reading(reading);
            return Poll::Pending;
        };
        let (file, bytes) = done.map_err(io::Error::other)?;
        let bytes = bytes?;
        self.left -= bytes.len() as u64;
        self.state = State::Idle(file);
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
