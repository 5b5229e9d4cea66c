use std::io::{self, IsTerminal};

use super::arguments::Color;
use crate::output::{Layout, Style};

/// Returns how text on standard output may look.
pub(super) fn layout(color: Color) -> Layout {
    let terminal = io::stdout().is_terminal();
    Layout { width: width(), style: style(color, terminal), terminal, at_most: None, ascii: is_ascii() }
}

/// Decides on colour: what the user says, else NO_COLOR (no-color.org: set and not empty), else whether a terminal
/// that understands it is there.
pub(super) fn style(color: Color, terminal: bool) -> Style {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    match color {
        Color::Always => Style::Ansi,
        Color::Auto if terminal && !set("NO_COLOR") && !dumb => Style::Ansi,
        Color::Auto | Color::Never => Style::Plain,
    }
}

/// Tells whether the user's locale says that text is not UTF-8: the first of these variables that is set decides (POSIX,
/// "Environment Variables", 8.2). Where none is, terminals of today have UTF-8.
fn is_ascii() -> bool {
    let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(std::env::var_os).find(|v| !v.is_empty());
    locale.is_some_and(|locale| {
        let locale = locale.to_string_lossy().to_lowercase();
        !(locale.contains("utf-8") || locale.contains("utf8"))
    })
}

/// Returns the columns of the terminal on standard output, `None` where there is none.
fn width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
}
