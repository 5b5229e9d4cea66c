//! What would have been accepted at the furthest place the parser came to. The same set makes the message of a refused
//! query and the offers of completion.

use std::cell::RefCell;

use super::ast::{Field, Shared};
use super::columns::{Format, Key};

/// Something the parser would have accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Expected {
    /// A word of the language, and what part it plays.
    Keyword(&'static str, Part),
    /// `|`, `(`, `)`, `,` or `..`.
    Mark(&'static str),
    /// A name of that field.
    Name(Field),
    /// A column, for show, sort or count.
    Key(Key),
    /// What two events may have in common.
    Shared(Shared),
    /// A format.
    Format(Format),
    /// A date.
    Date,
    /// A period's name in quotes.
    Period,
    /// A saved query: `@name`.
    Saved,
    /// A day of any year.
    MonthDay,
    /// A month's name behind a day.
    Month,
    /// A year behind a month's name.
    Year,
    /// A number of rows or of units.
    Number,
    /// An event's number: `#12`.
    Reference,
    /// Words in quotes.
    Text,
    /// The end of the query.
    End,
}

/// What part a keyword plays in the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Part {
    /// `events`
    Head,
    /// Begins a condition.
    Condition,
    /// Begins a condition on dates.
    Relation,
    /// `and`, `or`, `not`
    Logic,
    /// Begins a stage.
    Stage,
    /// Belongs to the condition or stage before it.
    Inner,
    /// Counts time.
    Unit,
}

/// Remembers the furthest place and what was expected there.
#[derive(Debug, Default)]
pub(super) struct Log(RefCell<Furthest>);

#[derive(Debug, Default)]
struct Furthest {
    token: usize,
    expected: Vec<Expected>,
}

impl Log {
    /// Notes that `expected` would have been accepted as token number `token`.
    pub(super) fn note(&self, token: usize, expected: Expected) {
        let mut furthest = self.0.borrow_mut();
        if token > furthest.token {
            furthest.token = token;
            furthest.expected.clear();
        }
        if token == furthest.token && !furthest.expected.contains(&expected) {
            furthest.expected.push(expected);
        }
    }

    /// Returns the furthest token and what would have been accepted in its place.
    pub(super) fn into_furthest(self) -> (usize, Vec<Expected>) {
        let furthest = self.0.into_inner();
        (furthest.token, furthest.expected)
    }
}

impl Expected {
    /// Tells whether it is a column.
    pub(super) const fn is_key(&self) -> bool {
        matches!(self, Self::Key(_))
    }

    /// Returns the word that would be typed, where there is just one.
    pub(super) fn word(self) -> Option<&'static str> {
        match self {
            Self::Keyword(word, _) => Some(word),
            Self::Key(key) => Some(key.name()),
            Self::Shared(shared) => Some(shared.name()),
            Self::Format(format) => Some(format.name()),
            _ => None,
        }
    }
}

/// Says what was expected: `a condition such as type, with or since, "|" or the end of the query`.
pub(super) fn describe(expected: &[Expected]) -> String {
    let mut phrases: Vec<String> = Vec::new();
    let mut add = |phrase: String| {
        if !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    };
    let relations = expected.iter().filter(|e| matches!(e, Expected::Keyword(_, Part::Relation))).count();
    let conditions = expected.iter().filter(|e| matches!(e, Expected::Keyword(_, Part::Condition))).count();
    let many = relations + conditions > 3;
    let stages = expected.iter().filter(|e| matches!(e, Expected::Keyword(_, Part::Stage))).count();
    let dates = expected.contains(&Expected::Date);
    for wanted in expected {
        match wanted {
            Expected::Keyword(_, Part::Condition | Part::Relation) if many && conditions > 0 => {
                add("a condition (type, with, since …)".to_owned());
            }
            Expected::Keyword(_, Part::Relation) if many => {
                add("a date relation (in, before, since …)".to_owned());
            }
            Expected::Keyword(_, Part::Stage) if stages > 3 => {
                add("a stage (where, count, sort, first, last, nearest, followed, preceded, gaps, show, as)"
                    .to_owned());
            }
            // Beside conditions, what joins or wraps them goes without saying.
            Expected::Keyword(_, Part::Logic) | Expected::Mark("(") if many => {}
            // The examples of dates have them.
            Expected::Period if dates => {}
            Expected::Period => add("a period\'s name in quotes".to_owned()),
            Expected::Saved => add("a saved query such as @name".to_owned()),
            Expected::Keyword("today", _) | Expected::Mark("..") if dates => {}
            Expected::Keyword(_, Part::Unit) => add("days, weeks, months or years".to_owned()),
            Expected::Keyword(word, _) => add(format!("\"{word}\"")),
            Expected::Mark(mark) => add(format!("\"{mark}\"")),
            Expected::Name(field) => add(format!("the name of {}", article(field.noun()))),
            Expected::Key(_) => add("a column".to_owned()),
            Expected::Shared(_) => add("what both have in common (actors, place, type …)".to_owned()),
            Expected::Format(_) => add("a format".to_owned()),
            Expected::Date => add("a date".to_owned()),
            Expected::MonthDay => add("a day of any year such as --12-07".to_owned()),
            Expected::Month => add("a month".to_owned()),
            Expected::Year => add("a year".to_owned()),
            Expected::Number => add("a number".to_owned()),
            Expected::Reference => add("an event number such as #12".to_owned()),
            Expected::Text => add("words in quotes".to_owned()),
            Expected::End => add("the end of the query".to_owned()),
        }
    }
    any_of(&phrases)
}

/// Joins words as a list of alternatives: `a, b or c`.
pub(super) fn any_of<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

/// Puts `a` or `an` before a noun.
pub(super) fn article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

/// Returns the known words that a mistyped one may stand for, best first: at most a third of its letters differ.
pub(crate) fn alike<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let word = word.to_lowercase();
    let mut found: Vec<(usize, &str)> = known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&word, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance * 3 <= word.chars().count().max(candidate.chars().count()) && *distance <= 3
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(|(_, candidate)| candidate).take(3).collect()
}
