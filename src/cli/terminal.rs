use std::io::{self, IsTerminal};

use super::arguments::Color;
use crate::output::{Layout, Style};

/// Returns how text on standard output may look.
pub(super) fn layout(color: Color) -> Layout {
    let terminal = io::stdout().is_terminal();
    Layout { width: width(), style: style(color, terminal), terminal, at_most: None }
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

/// Returns the columns of the terminal on standard output, `None` where there is none.
fn width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
}
