//! What is taller than the screen goes through a pager.

use std::io::{self, Write};
use std::process::{Child, Command, Stdio};

/// Writes to the screen, or through a pager once there is more than a screenful.
pub(super) struct Paged {
    /// Rows of the terminal; `None`: never start a pager.
    height: Option<usize>,
    held: Vec<u8>,
    lines: usize,
    pager: Option<Child>,
    screen: bool,
}

impl Paged {
    /// Makes a writer to standard output. `height` is the terminal's, or `None` for no pager.
    pub(super) const fn new(height: Option<usize>) -> Self {
        Self { height, held: Vec::new(), lines: 0, pager: None, screen: height.is_none() }
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
        self.pager = command().and_then(|mut command| command.stdin(Stdio::piped()).spawn().ok());
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

/// Returns the user's pager: `$PAGER` as the shell reads it, `less -R` where it is not set, `None` where it is empty
/// or `cat`.
fn command() -> Option<Command> {
    let pager = match std::env::var("PAGER") {
        Ok(pager) if matches!(pager.trim(), "" | "cat") => return None,
        Ok(pager) => pager,
        Err(_) => {
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
