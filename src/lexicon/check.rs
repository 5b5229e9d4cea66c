//! Every fault of a user's lists, not only the first.

use std::path::Path;

use super::{Files, Lexicon, LexiconError};

/// More faults than this are not worth reading at once.
const MOST: usize = 100;

/// What stands in a folder of word lists.
#[derive(Debug, Default)]
pub struct Checked {
    /// The lists that were read, with how many rows each has.
    pub lists: Vec<(String, usize)>,
    /// What is wrong, in the order of files and lines.
    pub faults: Vec<LexiconError>,
    /// Whether there may be more faults than these.
    pub more: bool,
}

impl Lexicon {
    /// Reads the lists of a folder with those of the program and finds every fault in them. The lists are read as
    /// [`Lexicon::with_folder`] reads them, again and again, each time without the lines that were at fault before; so a
    /// line that only hangs on a faulty one is named too.
    ///
    /// # Errors
    ///
    /// Fails where there is no such folder or it cannot be read.
    pub fn check(folder: &Path) -> Result<Checked, LexiconError> {
        let (mut files, faults) = Files::read_folder(folder)?;
        let mut checked = Checked { lists: files.own(), faults, more: false };
        while let Err(fault) = Self::read(&files) {
            let struck = files.strike_out(&fault);
            checked.faults.push(fault);
            checked.more = checked.faults.len() >= MOST;
            if !struck || checked.more {
                break;
            }
        }
        checked.faults.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        Ok(checked)
    }
}
