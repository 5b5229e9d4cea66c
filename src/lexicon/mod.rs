//! The word lists of `seeds/` in memory.
//!
//! Takes: tab-separated tables, embedded in the program and from a folder of the user's. Gives: [`Lexicon`].
//! Knows nothing of documents, SQL, or what a sentence is.

pub mod calendar;
#[cfg(lexicon_built)]
mod check;
mod files;
mod find;
mod holidays;
mod names;
mod offices;
mod periods;
mod phrases;
mod prose;
mod rows;
mod table;
mod triggers;
mod types;
#[cfg(lexicon_built)]
mod which;
mod words;

pub use calendar::CalendarWords;
#[cfg(lexicon_built)]
pub use check::Checked;
pub use find::{Found, Spelling, find_names};
pub use holidays::{Holiday, HolidayRule};
pub use names::{Actor, ActorId, ActorKind, Meaning, Names, Office, Place, PlaceId, Term, Title, surname};
pub use periods::Period;
pub use phrases::{Phrases, words_of};
pub use prose::{Abbreviation, Furniture, FurnitureLines, WordSet};
pub use table::{Row, Table};
pub use triggers::{Complement, Condition, Trigger, TriggerId, Triggers, WordList};
pub use types::{CLASSES, EventType, EventTypes, TypeId};
#[cfg(lexicon_built)]
pub use which::{Sense, Which};
pub use words::{WordClass, Words};

use std::path::Path;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use files::Files;

use crate::text::{Vocabulary, WordId};

/// What is wrong with a word list, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {reason}", if *line == 0 { String::new() } else { format!(":{line}") })]
pub struct LexiconError {
    /// The file, as the user named it or as it stands under `seeds/`.
    pub file: String,
    /// The line, counted from 1; 0 where it is the file that is wrong.
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
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
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
    /// Verbs of speech and thought, by their bare form.
    pub speech: WordSet,
    /// Verbs whose object does what the infinitive behind them says: urge, order.
    pub object_control: WordSet,
    /// Verbs of speech whose object is who is told: tell, assure.
    pub addressed: WordSet,
    /// Plurals without s.
    pub plurals: WordSet,
    /// The words of time expressions.
    pub calendar: CalendarWords,
    /// Holidays and days of remembrance that have a rule.
    pub holidays: Phrases<Holiday>,
    /// Wars, treaties and summits with their dates.
    pub periods: Vec<Period>,
    /// Words that begin a sentence where they have a capital behind a stop.
    pub starters: WordSet,
}

impl Lexicon {
    /// Returns the word lists that the program carries. They were read when it was built (see `build.rs`), since to read
    /// them takes longer than to answer most questions.
    ///
    /// # Errors
    ///
    /// None that a build would not have met.
    #[cfg(lexicon_built)]
    pub fn embedded() -> Result<Self, LexiconError> {
        let built = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"));
        postcard::from_bytes(built).map_err(|error| LexiconError::new("lexicon.bin", 0, error.to_string()))
    }

    /// Reads the word lists of `seeds/`.
    ///
    /// # Errors
    ///
    /// Names file and line of a list that is damaged.
    pub fn of_seeds() -> Result<Self, LexiconError> {
        Self::read(&Files::embedded())
    }

    /// Reads the word lists that the program carries and those of a folder: `actors.tsv` there stands in the place of the
    /// program's list of that name, `actors.NAME.tsv` adds to it.
    ///
    /// # Errors
    ///
    /// Names file and line of what is damaged, and the folder where it cannot be read.
    pub fn with_folder(folder: &Path) -> Result<Self, LexiconError> {
        Self::read(&Files::with_folder(folder)?)
    }

    fn read(files: &Files) -> Result<Self, LexiconError> {
        let mut vocabulary = Vocabulary::default();
        let v = &mut vocabulary;
        let mut words = Words::default();
        let mut names = Names::default();
        let mut types = EventTypes::default();
        let mut triggers = Triggers::default();
        for (file, text) in files.of("function_words") {
            words.read_function_words(file, text, v)?;
        }
        for (file, text) in files.of("verbs") {
            words.read_verbs(file, text, v)?;
        }
        for (file, text) in files.of("types") {
            types.read(file, text)?;
        }
        for (file, text) in files.of("word_sets") {
            triggers.read_sets(file, text, v)?;
        }
        for (file, text) in files.of("triggers") {
            triggers.read(file, text, &types, v)?;
        }
        for (file, text) in files.of("actors") {
            names.read_actors(file, text, v)?;
        }
        for (file, text) in files.of("nouns") {
            names.read_nouns(file, text, v)?;
        }
        for (file, text) in files.of("offices") {
            names.read_offices(file, text, v)?;
        }
        for (file, text) in files.of("titles") {
            names.read_titles(file, text, v)?;
        }
        for (file, text) in files.of("places") {
            names.read_places(file, text, v)?;
        }
        let furniture = FurnitureLines::read(&files.of("furniture"))?;
        let mut abbreviations = FxHashMap::default();
        for (file, text) in files.of("abbreviations") {
            abbreviations.extend(prose::abbreviations(file, text, v)?);
        }
        let (file, text) = files.base("calendar");
        let mut calendar = CalendarWords::read(file, text, v)?;
        let (file, text) = files.base("holidays");
        let holidays = holidays::read(file, text, v, &mut calendar)?;
        let mut periods = Vec::new();
        for (file, text) in files.of("periods") {
            periods.extend(periods::read(file, text)?);
        }
        let starters = prose::starters(v);
        let speech = prose::speech(v);
        let object_control = prose::object_control(v);
        let addressed = prose::addressed(v);
        let plurals = prose::plurals(v);
        Ok(Self {
            vocabulary,
            words,
            names,
            types,
            triggers,
            furniture,
            abbreviations,
            speech,
            object_control,
            addressed,
            plurals,
            calendar,
            holidays,
            periods,
            starters,
        })
    }
}
