//! Words about the writing itself: abbreviations, words that begin sentences, lines that are no news.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::{LexiconError, Row, Table};
use crate::text::{Vocabulary, WordId, fold};

/// What may follow an abbreviation's full stop inside a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Abbreviation {
    /// A name: `Gen. Breedlove`.
    BeforeName,
    /// A number: `Jan. 6`, `No. 242`.
    BeforeNumber,
    /// Anything: `Inc.`, `Jr.`
    Anywhere,
}

/// A set of words.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct WordSet(FxHashSet<WordId>);

impl WordSet {
    /// Numbers words and makes a set of them.
    pub fn of(words: &str, vocabulary: &mut Vocabulary) -> Self {
        Self(words.split_whitespace().map(|w| vocabulary.intern(w)).collect())
    }

    /// Tells whether the set has the word.
    pub fn contains(&self, word: WordId) -> bool {
        self.0.contains(&word)
    }
}

/// Words that, written with a capital behind a stop, begin a sentence.
const STARTERS: &str = "the a an he she it they we i you his her its their our my this that these those there here in on at by for \
    with from after before since when while as if although though but and or so yet however meanwhile moreover then now \
    earlier later both neither either many some most all no not one two three several what who why how where which asked \
    under during despite following ahead also such other another last next";

/// Verbs whose clause is what somebody says or thinks, not what happened.
const SPEECH: &str = "say tell add announce report state declare claim argue assert insist stress note explain warn believe think \
    suggest indicate confirm acknowledge admit maintain contend hope expect fear allege reveal disclose write remark reply answer \
    recall remind reiterate repeat predict estimate conclude emphasize emphasise underline vow promise pledge swear agree decide \
    complain concede show mean know understand learn see hear find feel deny testify read quote caution affirm reaffirm observe \
    point declare tweet assure inform notify propose demand request accuse ask recommend";

/// Verbs whose object is the subject of the infinitive behind them.
const OBJECT_CONTROL: &str = "urge ask order tell force compel call allow permit want press invite request require encourage persuade \
    beg instruct command advise warn expect push challenge convince help enable forbid implore lobby oblige pressure remind appeal \
    authorize authorise cause lead prompt induce drive inspire provoke spur train direct summon mandate";

/// Verbs of speech whose object is who is told.
const ADDRESSED: &str = "tell inform assure warn remind notify convince persuade advise show promise caution ask beg urge press \
    teach guarantee";

/// Plurals that do not end in s.
const PLURALS: &str = "people police men women children troops forces militants they we media personnel aircraft gunmen servicemen \
    countrymen lawmen infantry youth leadership clergy both others many several";

pub(super) fn speech(vocabulary: &mut Vocabulary) -> WordSet {
    WordSet::of(SPEECH, vocabulary)
}

pub(super) fn object_control(vocabulary: &mut Vocabulary) -> WordSet {
    WordSet::of(OBJECT_CONTROL, vocabulary)
}

pub(super) fn addressed(vocabulary: &mut Vocabulary) -> WordSet {
    WordSet::of(ADDRESSED, vocabulary)
}

pub(super) fn plurals(vocabulary: &mut Vocabulary) -> WordSet {
    WordSet::of(PLURALS, vocabulary)
}

pub(super) fn starters(vocabulary: &mut Vocabulary) -> WordSet {
    WordSet::of(STARTERS, vocabulary)
}

pub(super) fn abbreviations(
    file: &str,
    text: &str,
    vocabulary: &mut Vocabulary,
) -> Result<FxHashMap<WordId, Abbreviation>, LexiconError> {
    let table = Table::read(file, text, &["word", "before"])?;
    let kind = |row: &Row| match row.field(1) {
        "name" => Ok(Abbreviation::BeforeName),
        "number" => Ok(Abbreviation::BeforeNumber),
        "any" => Ok(Abbreviation::Anywhere),
        other => Err(row.error(format!("expected name, number or any, found {other:?}"))),
    };
    table.rows().iter().map(|row| Ok((vocabulary.intern(row.field(0)), kind(row)?))).collect()
}

/// What a line is that is no news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Furniture {
    /// Part of the page: navigation, sharing, notices.
    Page,
    /// Who reported.
    Credit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Match {
    Exact,
    Begins,
    Ends,
    Contains,
}

/// The lines of `furniture.tsv`, ready to be looked for.
#[derive(Debug, Serialize, Deserialize)]
pub struct FurnitureLines {
    lines: Vec<String>,
    rows: Vec<(Match, Furniture)>,
    /// Finds the lines; made when it is first needed.
    #[serde(skip)]
    finder: OnceLock<Option<AhoCorasick>>,
}

/// Longer blocks are prose, whatever they begin with.
const LONGEST_LINE: usize = 400;

impl FurnitureLines {
    pub(super) fn read(files: &[(&str, &str)]) -> Result<Self, LexiconError> {
        let mut rows = Vec::new();
        let mut lines = Vec::new();
        for (file, text) in files {
            Self::read_rows(file, text, &mut rows, &mut lines)?;
        }
        let finder = AhoCorasick::new(&lines)
            .map_err(|error| LexiconError::new("furniture.tsv", 0, error.to_string()))?;
        Ok(Self { lines, rows, finder: OnceLock::from(Some(finder)) })
    }

    fn read_rows(
        file: &str,
        text: &str,
        rows: &mut Vec<(Match, Furniture)>,
        lines: &mut Vec<String>,
    ) -> Result<(), LexiconError> {
        for row in Table::read(file, text, &["line", "match", "kind"])?.rows() {
            let how = match row.field(1) {
                "exact" => Match::Exact,
                "begins" => Match::Begins,
                "ends" => Match::Ends,
                "contains" => Match::Contains,
                other => {
                    return Err(
                        row.error(format!("expected exact, begins, ends or contains, found {other:?}"))
                    );
                }
            };
            let what = match row.field(2) {
                "furniture" => Furniture::Page,
                "credit" => Furniture::Credit,
                other => return Err(row.error(format!("expected furniture or credit, found {other:?}"))),
            };
            rows.push((how, what));
            lines.push(fold(row.field(0)).into_owned());
        }
        Ok(())
    }

    /// Says what a block is, or `None` where it may be news. A block that merely begins or ends like furniture must also
    /// be short and unlike a sentence.
    pub fn look(&self, block: &str) -> Option<Furniture> {
        if block.len() > LONGEST_LINE {
            return None;
        }
        let folded = fold(block);
        let sentence =
            block.ends_with(['.', '!', '?', '"', '\u{201d}']) && block.split_whitespace().nth(7).is_some();
        let finder = self.finder.get_or_init(|| AhoCorasick::new(&self.lines).ok()).as_ref()?;
        finder.find_overlapping_iter(folded.as_ref()).find_map(|m| {
            let (how, what) = self.rows[m.pattern().as_usize()];
            let word_ends = folded[m.end()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
            let word_begins = folded[..m.start()].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
            let whole = m.start() == 0 && m.end() == folded.len();
            let fits = match how {
                Match::Exact => whole,
                Match::Begins => m.start() == 0 && word_ends && (what == Furniture::Credit || !sentence),
                Match::Ends => m.end() == folded.len() && word_begins && !sentence && folded.len() <= 60,
                Match::Contains => word_begins && word_ends,
            };
            fits.then_some(what)
        })
    }
}
