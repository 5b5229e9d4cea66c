//! The word lists of `seeds/` in memory.
//!
//! Takes: tab-separated tables, embedded in the program and from a folder of the user's. Gives: [`Lexicon`].
//! Knows nothing of documents, SQL, or what a sentence is.

pub mod calendar;
mod holidays;
mod names;
mod phrases;
mod prose;
mod table;
mod triggers;
mod types;
mod words;

pub use calendar::CalendarWords;
pub use holidays::{Holiday, HolidayRule};
pub use names::{Actor, ActorId, ActorKind, Meaning, Names, Office, Place, PlaceId, Term, Title};
pub use phrases::{Phrases, words_of};
pub use prose::{Abbreviation, Furniture, FurnitureLines, WordSet};
pub use table::{Row, Table};
pub use triggers::{Complement, Condition, Trigger, Triggers, WordList};
pub use types::{CLASSES, EventType, EventTypes, TypeId};
pub use words::{WordClass, Words};

use rustc_hash::FxHashMap;

use crate::text::{Vocabulary, WordId};

/// The text of a word list that the program carries.
macro_rules! seed {
    ($file:literal) => {
        include_str!(concat!("../../seeds/", $file))
    };
}

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
    /// What words can be in a sentence.
    pub words: Words,
    /// Actors, people, places, titles.
    pub names: Names,
    /// Event types and their classes.
    pub types: EventTypes,
    /// Words that name events.
    pub triggers: Triggers,
    /// Lines of a page that are no news.
    pub furniture: FurnitureLines,
    /// Words whose full stop does not end a sentence.
    pub abbreviations: FxHashMap<WordId, Abbreviation>,
    /// The words of time expressions.
    pub calendar: CalendarWords,
    /// Holidays and days of remembrance that have a rule.
    pub holidays: Phrases<Holiday>,
    /// Verbs of speech and thought, by their bare form.
    pub speech: WordSet,
    /// Verbs whose object does what the infinitive behind them says: urge, order.
    pub object_control: WordSet,
    /// Plurals without s.
    pub plurals: WordSet,
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
        let mut words = Words::default();
        let mut names = Names::default();
        let mut types = EventTypes::default();
        words.read_function_words("function_words.tsv", seed!("function_words.tsv"), &mut vocabulary)?;
        words.read_verbs("verbs.tsv", seed!("verbs.tsv"), &mut vocabulary)?;
        types.read("types.tsv", seed!("types.tsv"))?;
        let mut triggers = Triggers::default();
        triggers.read_sets("word_sets.tsv", seed!("word_sets.tsv"), &mut vocabulary)?;
        triggers.read("triggers.tsv", seed!("triggers.tsv"), &types, &mut vocabulary)?;
        let furniture = FurnitureLines::read("furniture.tsv", seed!("furniture.tsv"))?;
        let abbreviations =
            prose::abbreviations("abbreviations.tsv", seed!("abbreviations.tsv"), &mut vocabulary)?;
        let starters = prose::starters(&mut vocabulary);
        let mut calendar = CalendarWords::read("calendar.tsv", seed!("calendar.tsv"), &mut vocabulary)?;
        let holidays = holidays::read("holidays.tsv", seed!("holidays.tsv"), &mut vocabulary, &mut calendar)?;
        let speech = prose::speech(&mut vocabulary);
        let object_control = prose::object_control(&mut vocabulary);
        let plurals = prose::plurals(&mut vocabulary);
        Ok(Self {
            triggers,
            vocabulary,
            words,
            names,
            types,
            furniture,
            abbreviations,
            speech,
            object_control,
            plurals,
            starters,
            calendar,
            holidays,
        })
    }
}
