//! The word lists of `seeds/` in memory.
//!
//! Takes: tab-separated tables, embedded in the program and from a folder of the user's. Gives: [`Lexicon`].
//! Knows nothing of documents, SQL, or what a sentence is.

pub mod calendar;
mod holidays;
mod phrases;
mod prose;
mod table;

pub use calendar::CalendarWords;
pub use holidays::{Holiday, HolidayRule};
pub use phrases::{Phrases, words_of};
pub use prose::{Abbreviation, Furniture, FurnitureLines, WordSet};
pub use table::{Row, Table};

use rustc_hash::FxHashMap;

use crate::text::{Vocabulary, WordId};

/// What is wrong with a word list, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct LexiconError {
    /// The file, as the user named it or as it stands under `seeds/`.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, expected first, found second.
    pub reason: String,
}

impl LexiconError {
    /// Makes an error about a line of a file.
    pub fn new(file: impl Into<String>, line: usize, reason: impl Into<String>) -> Self {
        Self { file: file.into(), line, reason: reason.into() }
    }
}

/// Every word list, numbered over one vocabulary.
#[derive(Debug)]
pub struct Lexicon {
    /// The words of all lists.
    pub vocabulary: Vocabulary,
    /// Lines of a page that are no news.
    pub furniture: FurnitureLines,
    /// Words whose full stop does not end a sentence.
    pub abbreviations: FxHashMap<WordId, Abbreviation>,
    /// The words of time expressions.
    pub calendar: CalendarWords,
    /// Holidays and days of remembrance that have a rule.
    pub holidays: Phrases<Holiday>,
    /// Words that begin a sentence where they have a capital behind a stop.
    pub starters: WordSet,
}

impl Lexicon {
    /// Reads the word lists that the program carries.
    ///
    /// # Errors
    ///
    /// Names file and line of a list that is damaged; a test makes sure that none is.
    pub fn embedded() -> Result<Self, LexiconError> {
        let mut vocabulary = Vocabulary::default();
        let furniture = FurnitureLines::read("furniture.tsv", include_str!("../../seeds/furniture.tsv"))?;
        let abbreviations = prose::abbreviations(
            "abbreviations.tsv",
            include_str!("../../seeds/abbreviations.tsv"),
            &mut vocabulary,
        )?;
        let starters = prose::starters(&mut vocabulary);
        let mut calendar =
            CalendarWords::read("calendar.tsv", include_str!("../../seeds/calendar.tsv"), &mut vocabulary)?;
        let holidays = holidays::read(
            "holidays.tsv",
            include_str!("../../seeds/holidays.tsv"),
            &mut vocabulary,
            &mut calendar,
        )?;
        Ok(Self { vocabulary, furniture, abbreviations, calendar, holidays, starters })
    }
}
