//! Words about the writing itself: abbreviations, words that begin sentences, lines that are no news.

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
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct FurnitureLines {
    /// Folded, in the order of their first byte; those that only a block can begin with stand in front.
    lines: Vec<Line>,
    /// How many those are.
    opening: usize,
    /// Where, of the others, those begin that begin with each byte; one more for the end.
    begins: Vec<u16>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct Line {
    text: String,
    how: Match,
    what: Furniture,
}

/// Longer blocks are prose, whatever they begin with.
const LONGEST_LINE: usize = 400;

impl FurnitureLines {
    pub(super) fn read(files: &[(&str, &str)]) -> Result<Self, LexiconError> {
        let mut lines = Vec::new();
        for (file, text) in files {
            Self::read_rows(file, text, &mut lines)?;
        }
        let inside = |line: &Line| matches!(line.how, Match::Contains | Match::Ends);
        lines.sort_by_key(|line| (inside(line), line.text.bytes().next()));
        let opening = lines.partition_point(|line| !inside(line));
        let first = |line: &Line| line.text.bytes().next().map_or(0, u16::from);
        let before = |byte: u16| opening + lines[opening..].partition_point(|line| first(line) < byte);
        let begins = (0..=256).map(|byte| u16::try_from(before(byte)).unwrap_or(u16::MAX)).collect();
        Ok(Self { lines, opening, begins })
    }

    fn read_rows(file: &str, text: &str, lines: &mut Vec<Line>) -> Result<(), LexiconError> {
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
            lines.push(Line { text: fold(row.field(0)).into_owned(), how, what });
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
            || block.ends_with(['.', '!', '?', '"', '\u{201d}']) && block.split_whitespace().nth(7).is_some();
        let word_ends = |end: usize| folded[end..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        let fits = |start: usize, end: usize, line: &Line| match line.how {
            Match::Exact => start == 0 && end == folded.len(),
            Match::Begins => start == 0 && word_ends(end) && (line.what == Furniture::Credit || !sentence()),
            Match::Ends => end == folded.len() && !sentence() && folded.len() <= 60,
            Match::Contains => word_ends(end),
        };
        // Of several lines the one counts that ends first.
        let mut best: Option<((usize, usize), Furniture)> = None;
        let mut look = |start: usize, lines: &[Line]| {
            let rest = &folded.as_bytes()[start..];
            for line in lines.iter().filter(|line| rest.starts_with(line.text.as_bytes())) {
                let end = start + line.text.len();
                if best.is_none_or(|(earlier, _)| (end, start) < earlier) && fits(start, end, line) {
                    best = Some(((end, start), line.what));
                }
            }
        };
        look(0, &self.lines[..self.opening]);
        // Every line begins where a word does.
        let mut in_word = false;
        for (start, byte) in folded.bytes().enumerate() {
            if !folded.is_char_boundary(start) {
                continue;
            }
            let place = usize::from(byte);
            let range = usize::from(self.begins[place])..usize::from(self.begins[place + 1]);
            if !in_word && !range.is_empty() {
                look(start, &self.lines[range]);
            }
            in_word = match byte {
                0..0x80 => byte.is_ascii_alphanumeric(),
                _ => folded[start..].starts_with(char::is_alphanumeric),
            };
        }
        best.map(|(_, what)| what)
    }
}
