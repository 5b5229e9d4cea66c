//! A line that says that something is still running, once it has run for a while.

use std::io::{self, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long a statement may run without a word.
const PATIENCE: Duration = Duration::from_millis(500);

/// Says on standard error, after half a second and from then on, how long something has been running; wipes the line
/// when it is dropped.
pub(super) struct Progress {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Starts the clock. `what` is the line's beginning: `running`.
    pub(super) fn start(what: &'static str) -> Self {
        let (stop, stopped) = mpsc::channel();
        let thread = thread::spawn(move || {
            let began = Instant::now();
            let mut said = false;
            while stopped.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let seconds = began.elapsed().as_secs_f32();
                let mut talk = io::stderr().lock();
                let _ = write!(talk, "\r\u{1b}[K{what} for {seconds:.1} s; Ctrl-C stops it");
                let _ = talk.flush();
                said = true;
            }
            if said {
                let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
            }
        });
        Self { stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A destination before whose first byte the line is wiped, so that the two never mix.
pub(super) struct After<W> {
    progress: Option<Progress>,
    out: W,
}

impl<W: Write> After<W> {
    pub(super) const fn new(progress: Option<Progress>, out: W) -> Self {
        Self { progress, out }
    }

    /// Wipes the line, and gives the destination back.
    pub(super) fn into_inner(self) -> W {
        self.out
    }
}

impl<W: Write> Write for After<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.progress.take();
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
