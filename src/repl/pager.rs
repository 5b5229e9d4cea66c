//! What is taller than the screen goes through a pager.

use std::io::{self, Write};
use std::process::{Child, Command, Stdio};

use crate::cli::Pager;

/// Writes to the screen, or through a pager once there is more than a screenful.
pub(super) struct Paged {
    /// Rows of the terminal; `None`: never start a pager.
    height: Option<usize>,
    choice: Pager,
    held: Vec<u8>,
    lines: usize,
    pager: Option<Child>,
    screen: bool,
}

impl Paged {
    /// Makes a writer to standard output. `height` is the terminal's, or `None` for no pager.
    pub(super) const fn new(height: Option<usize>, choice: Pager) -> Self {
        Self { height, choice, held: Vec::new(), lines: 0, pager: None, screen: height.is_none() }
    }

    /// Writes what is held and waits until the reader has left the pager.
    pub(super) fn close(self) -> io::Result<()> {
        if self.pager.is_none() {
            let mut out = io::stdout().lock();
            out.write_all(&self.held)?;
            out.flush()?;
        }
        Ok(())
    }

    fn start(&mut self) -> io::Result<()> {
        // Who types on while the answer comes does not want to read it, and a pager would take the keys for its own.
        let command = if typed_ahead() { None } else { command(&self.choice) };
        self.pager = command.and_then(|mut command| command.stdin(Stdio::piped()).spawn().ok());
        self.screen = self.pager.is_none();
        let held = std::mem::take(&mut self.held);
        self.write_all(&held)
    }
}

impl Drop for Paged {
    /// Waits for the reader, also where what was shown came to a bad end: pager and prompt share the terminal.
    fn drop(&mut self) {
        if let Some(mut pager) = self.pager.take() {
            drop(pager.stdin.take());
            let _ = pager.wait();
        }
    }
}

impl Write for Paged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(stdin) = self.pager.as_mut().and_then(|pager| pager.stdin.as_mut()) {
            return stdin.write(bytes);
        }
        if self.screen {
            return io::stdout().write(bytes);
        }
        self.held.extend_from_slice(bytes);
        self.lines += bytes.iter().filter(|byte| **byte == b'\n').count();
        // The prompt takes a line, too.
        if self.height.is_some_and(|height| self.lines + 1 > height) {
            self.start()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.pager.as_mut().and_then(|pager| pager.stdin.as_mut()) {
            Some(stdin) => stdin.flush(),
            None if self.screen => io::stdout().flush(),
            None => Ok(()),
        }
    }
}

/// Tells whether keys were pressed that nobody has read.
#[cfg(unix)]
fn typed_ahead() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
    let stdin = io::stdin();
    // Between two lines the terminal keeps a line to itself until it is whole; for a moment it must not.
    let Ok(usual) = tcgetattr(&stdin) else { return false };
    let mut raw = usual.clone();
    raw.local_modes.remove(LocalModes::ICANON);
    if tcsetattr(&stdin, OptionalActions::Now, &raw).is_err() {
        return false;
    }
    let mut keys = [PollFd::new(&stdin, PollFlags::IN)];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    let waiting = poll(&mut keys, Some(&at_once)).is_ok_and(|ready| ready > 0);
    let _ = tcsetattr(&stdin, OptionalActions::Now, &usual);
    waiting
}

#[cfg(not(unix))]
const fn typed_ahead() -> bool {
    false
}

/// Returns the pager: the one that is chosen, else `$PAGER` as the shell reads it, `less -R` where it is not set;
/// `None` where it is empty or `cat`.
fn command(choice: &Pager) -> Option<Command> {
    let pager = match (choice, std::env::var("PAGER")) {
        (Pager::Off, _) => return None,
        (Pager::Command(pager), _) => pager.clone(),
        (Pager::Usual, Ok(pager)) if matches!(pager.trim(), "" | "cat") => return None,
        (Pager::Usual, Ok(pager)) => pager,
        (Pager::Usual, Err(_)) => {
            let mut less = Command::new("less");
            less.args(["-R", "-F", "-X"]);
            return Some(less);
        }
    };
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut command = Command::new(shell);
    command.args([flag, &pager]);
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "-R -F -X");
    }
    Some(command)
}
