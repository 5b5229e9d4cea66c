//! What a user wants always: a file of lines such as `mode = list`.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::arguments::Color;
use super::failure::Failure;
use crate::query::{Format, alike};

/// How long the history is where nobody says so, in statements.
const HISTORY: usize = 10_000;
/// How many rows the screen shows of a long result where nobody says so.
const ROWS: usize = 200;

/// The settings of a configuration file; what it does not name is as without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// `db`: where the database is, where neither option nor environment says so.
    pub(super) db: Option<PathBuf>,
    /// `lexicon`: a folder of word lists, in the same way.
    pub(super) lexicon: Option<PathBuf>,
    /// `color`: in the same way.
    pub(super) color: Option<Color>,
    /// `mode`: how the REPL writes results where a query does not say.
    pub(crate) mode: Option<Format>,
    /// `rows`: how many rows of a long result its screen shows; `None` for all.
    pub(crate) rows: Option<usize>,
    /// `width`: how wide its results are, in terminal columns; `None` for as wide as the terminal.
    pub(crate) width: Option<usize>,
    /// `pager`: which it uses.
    pub(crate) pager: Pager,
    /// `history`: how many statements it remembers; 0 for none.
    pub(crate) history: usize,
    /// `timer`: whether it says how long each statement takes.
    pub(crate) timer: bool,
}

/// What shows that which is taller than the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pager {
    /// `$PAGER`, or `less`.
    Usual,
    /// This command.
    Command(String),
    /// Nothing: it scrolls by.
    Off,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            db: None,
            lexicon: None,
            color: None,
            mode: None,
            rows: Some(ROWS),
            width: None,
            pager: Pager::Usual,
            history: HISTORY,
            timer: false,
        }
    }
}

/// The settings by name, each with what may stand behind it.
const SETTINGS: [(&str, &str); 9] = [
    ("db", "a file"),
    ("lexicon", "a folder"),
    ("color", "auto, always or never"),
    ("mode", "the name of a format"),
    ("rows", "a number, or all"),
    ("width", "a number of columns from 20 on"),
    ("pager", "a command, or off"),
    ("history", "a number, or off"),
    ("timer", "on or off"),
];

impl Config {
    /// Reads the user's file: `timeline/config` in `$XDG_CONFIG_HOME` or `~/.config` (XDG Base Directory Specification),
    /// `~/Library/Application Support` on macOS, `%APPDATA%` on Windows. Where there is none, everything is as usual.
    ///
    /// # Errors
    ///
    /// Fails where it cannot be read, and with the line that is wrong.
    pub(super) fn of_user() -> Result<Self, Failure> {
        let Some(path) = folder().map(|folder| folder.join("timeline").join("config")) else {
            return Ok(Self::default());
        };
        match fs::read_to_string(&path) {
            Ok(text) => Self::read(&text).map_err(|(line, message)| {
                let names: Vec<&str> = SETTINGS.iter().map(|(name, _)| *name).collect();
                let help = format!("a line is NAME = VALUE; the names are {}", names.join(", "));
                Failure::Usage(format!("{}:{line}: {message}", path.display()), help)
            }),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                Ok(Self::default())
            }
            Err(error) => Err(Failure::Unreadable(path, error)),
        }
    }

    /// Reads settings, one a line; empty lines and what follows a `#` say nothing.
    ///
    /// # Errors
    ///
    /// Says in which line what is wrong.
    fn read(text: &str) -> Result<Self, (usize, String)> {
        let mut config = Self::default();
        let mut seen: Vec<&str> = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            // A mark that stands apart begins a comment; in a path it may be a letter like any other.
            let line = line.split(" #").next().unwrap_or(line).trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let refused = |message: String| (number, message);
            let Some((name, value)) = line.split_once('=') else {
                return Err(refused(format!("expected NAME = VALUE, found {line}")));
            };
            let (name, value) = (name.trim(), value.trim().trim_matches('"'));
            let Some((name, expected)) = SETTINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))
            else {
                let near = alike(name, SETTINGS.iter().map(|(name, _)| *name));
                let near = near.first().map(|near| format!(", did you mean {near}?")).unwrap_or_default();
                return Err(refused(format!("expected a setting, found {name}{near}")));
            };
            if seen.contains(name) {
                return Err(refused(format!("expected {name} once, found it again")));
            }
            seen.push(name);
            config
                .set(name, value)
                .ok_or_else(|| refused(format!("expected {expected} behind {name}, found {value:?}")))?;
        }
        Ok(config)
    }

    fn set(&mut self, name: &str, value: &str) -> Option<()> {
        if value.is_empty() {
            return None;
        }
        let number = || value.parse::<usize>().ok();
        match name {
            "db" => self.db = Some(path(value)),
            "lexicon" => self.lexicon = Some(path(value)),
            "color" => self.color = Some(<Color as clap::ValueEnum>::from_str(value, true).ok()?),
            "mode" => self.mode = Some(Format::from_name(value)?),
            "rows" if value == "all" => self.rows = None,
            "rows" => self.rows = Some(number()?),
            "width" => self.width = Some(number().filter(|width| *width >= 20)?),
            "pager" if matches!(value, "off" | "cat") => self.pager = Pager::Off,
            "pager" => self.pager = Pager::Command(value.to_owned()),
            "history" if value == "off" => self.history = 0,
            "history" => self.history = number()?,
            "timer" => self.timer = [("on", true), ("off", false)].iter().find(|(word, _)| *word == value)?.1,
            _ => return None,
        }
        Some(())
    }
}

fn absolute(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute())
}

fn folder() -> Option<PathBuf> {
    if cfg!(windows) {
        return absolute("APPDATA");
    }
    absolute("XDG_CONFIG_HOME").or_else(|| {
        let below = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".config" };
        Some(absolute("HOME")?.join(below))
    })
}

/// Reads a path; `~/` is the user's home, as in a shell.
fn path(value: &str) -> PathBuf {
    match (value.strip_prefix("~/"), absolute("HOME")) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => Path::new(value).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_line_by_line() {
        let text = "# mine\n\nmode = list\nrows=all\nwidth = 72\nPAGER = \"less -S\"\nhistory = off\ntimer = on  # always\n\
                    db = /tmp/a.db\ncolor = never\nlexicon = lists\n";
        let config = Config::read(text).unwrap();
        let expected = Config {
            db: Some("/tmp/a.db".into()),
            lexicon: Some("lists".into()),
            color: Some(Color::Never),
            mode: Some(Format::List),
            rows: None,
            width: Some(72),
            pager: Pager::Command("less -S".into()),
            history: 0,
            timer: true,
        };
        assert_eq!(config, expected);
        assert_eq!(Config::read("").unwrap(), Config::default());
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, line, message) in [
            ("mode", 1, "expected NAME = VALUE, found mode"),
            ("\n# a\nmdoe = list", 3, "expected a setting, found mdoe, did you mean mode?"),
            ("colour_of_sky = blue", 1, "expected a setting, found colour_of_sky"),
            ("mode = xls", 1, "expected the name of a format behind mode, found \"xls\""),
            ("mode =", 1, "expected the name of a format behind mode, found \"\""),
            ("mode = csv\nmode = csv", 2, "expected mode once, found it again"),
            ("rows = -1", 1, "expected a number, or all behind rows, found \"-1\""),
            ("width = 3", 1, "expected a number of columns from 20 on behind width, found \"3\""),
            ("timer = yes", 1, "expected on or off behind timer, found \"yes\""),
            ("color = red", 1, "expected auto, always or never behind color, found \"red\""),
        ] {
            assert_eq!(Config::read(text), Err((line, message.to_owned())), "{text}");
        }
    }
}
