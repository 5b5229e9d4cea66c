use std::io;
use std::path::PathBuf;

use crate::output::{OutputError, Role, Style};
use crate::query::QueryError;
use crate::session::{SessionError, TableError};
use crate::store::{RunError, StoreError};
use crate::text::harmless;

/// Why a command could not do what was asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A query that does not parse or names something unknown, and its text.
    Query(QueryError, String),
    /// The database or the word lists.
    Session(SessionError),
    /// What was asked for is not there.
    Unknown(String),
    /// A command of the REPL that was not used as it should be: what is wrong, and what to do.
    Usage(String, String),
    /// A file that was to be read.
    Unreadable(PathBuf, io::Error),
    /// A table that was to be loaded.
    Table(TableError),
    /// A file that was to be written.
    File(PathBuf, io::Error),
    /// The user's editor.
    Editor(io::Error),
    /// Standard output.
    Output(io::Error),
}

impl Failure {
    /// Returns the exit code: 2 for what was not understood, 130 for what was interrupted, 1 for anything else; 0 for a
    /// closed pipe, because whoever reads had enough.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Query(..) | Self::Unknown(_) | Self::Usage(..) => 2,
            Self::Session(error) => error.exit_code(),
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
            Self::Unreadable(..) | Self::Table(_) | Self::File(..) | Self::Editor(_) | Self::Output(_) => 1,
        }
    }

    /// Returns the message for standard error.
    pub(crate) fn render(&self, style: Style) -> String {
        let message = match self {
            Self::Query(error, text) => error.0.render(text),
            Self::Session(error) => format!("error: {error}"),
            Self::Unknown(message) => format!("error: {message}"),
            Self::Usage(message, help) => format!("error: {message}\nhelp: {help}"),
            Self::Unreadable(path, error) => format!("error: cannot read {}: {error}", path.display()),
            Self::Table(error) => format!("error: {error}"),
            Self::File(path, error) => format!("error: cannot write {}: {error}", path.display()),
            Self::Editor(error) => {
                format!("error: cannot edit: {error}\nhelp: $VISUAL or $EDITOR names the editor")
            }
            Self::Output(error) => format!("error: cannot write: {error}"),
        };
        let hint = self.hint().map(|hint| format!("\nhelp: {hint}")).unwrap_or_default();
        let mut lines = harmless(&message).into_owned() + &hint;
        for word in ["error:", "help:"] {
            let role = if word == "error:" { Role::Error } else { Role::Header };
            lines = lines
                .split('\n')
                .map(|line| match line.strip_prefix(word) {
                    Some(rest) => format!("{}{rest}", style.paint(role, word)),
                    None => line.to_owned(),
                })
                .collect::<Vec<_>>()
                .join("\n");
        }
        lines
    }

    /// Returns what to do about it.
    const fn hint(&self) -> Option<&'static str> {
        let Self::Session(SessionError::Store(error)) = self else { return None };
        Some(match error {
            StoreError::Missing { .. } => {
                "make one with `timeline import PATH`, name another with --db FILE, or ask files directly with \
                 `timeline query --from PATH QUERY`"
            }
            StoreError::NotADatabase { .. } | StoreError::Foreign { .. } => {
                "it was left as it is; name another file with --db FILE"
            }
            StoreError::Newer { .. } => "it was left as it is; use the newer version of this program",
            StoreError::ReadOnly { .. } => "make it writable, or import into another with --db FILE",
            StoreError::NoFolder { .. } => "make the folder first, or name another file with --db FILE",
            StoreError::Busy => "try again when the other program is done",
            _ => return None,
        })
    }
}

impl From<SessionError> for Failure {
    fn from(error: SessionError) -> Self {
        Self::Session(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Session(error.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        match error {
            OutputError::Write(error) => Self::Output(error),
        }
    }
}

impl From<RunError<OutputError>> for Failure {
    fn from(error: RunError<OutputError>) -> Self {
        match error {
            RunError::Store(error) => error.into(),
            RunError::Sink(error) => error.into(),
        }
    }
}
