use std::collections::VecDeque;
use std::io::{self, Write};

use super::{Layout, Role};

/// Rows that are drawn together: all, or the first and the last of them, as [`Layout::at_most`] has it.
pub(super) struct Ends<R> {
    rows: VecDeque<R>,
    left_out: u64,
    layout: Layout,
}

impl<R> Ends<R> {
    pub(super) const fn new(layout: Layout) -> Self {
        Self { rows: VecDeque::new(), left_out: 0, layout }
    }

    /// Takes the next row; in the middle of many one is left out for it.
    pub(super) fn push(&mut self, row: R) {
        self.rows.push_back(row);
        if let Some(at_most) = self.layout.at_most.map(|rows| rows.max(2))
            && self.rows.len() > at_most
        {
            self.rows.remove(at_most - at_most / 2);
            self.left_out += 1;
        }
    }

    pub(super) const fn rows(&self) -> &VecDeque<R> {
        &self.rows
    }

    /// Says before a row how many are left out there, if any are.
    pub(super) fn say_left_out(&self, at: usize, out: &mut dyn Write) -> io::Result<()> {
        if self.left_out == 0 || at != self.rows.len() - self.rows.len() / 2 {
            return Ok(());
        }
        let line = super::left_out(self.left_out, self.layout.ascii);
        writeln!(out, "{}", self.layout.style.paint(Role::Dim, &line))
    }
}
