use crate::date::{Date, Day};
use crate::document::Document;
use crate::lexicon::{Lexicon, Term};
use crate::timex::TimeExpression;

use super::PublishedBasis;
use super::anchor::anchors;
use super::compared::{compared, perfect};
use super::counted::counted;
use super::name::month_of_address;
use super::office::offices;
use super::told::{ahead, past, weekdays};

/// What is known of the day on which a document was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clue {
    /// A date that is that of the document itself.
    Anchor(Anchor),
    /// Days on which something that the text says would be true.
    Requirement(Requirement),
}

/// A date that is that of the document: with or without a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The date.
    pub date: Date,
    /// The weekday named beside it: Monday is 1.
    pub weekday: Option<u8>,
    /// The weekday on which the article's first sentence happens, on that day or the one before.
    pub lead: Option<u8>,
    /// Where it stands.
    pub basis: PublishedBasis,
    /// The words.
    pub words: String,
}

/// Days on which something that the text says would be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Any of these.
    pub days: Vec<Term>,
    /// Why, for a reader.
    pub because: String,
    /// Whether the days come again for ever, so that they choose among years but do not limit them.
    pub recurring: bool,
}

impl Requirement {
    /// Makes a requirement that limits the years.
    pub(super) const fn new(days: Vec<Term>, because: String) -> Self {
        Self { days, because, recurring: false }
    }
}

/// A page that an archive kept on a day was written then or before.
fn archived(day: Day) -> Requirement {
    Requirement::new(vec![Term { begin: Day::MIN, end: day }], format!("it was archived on {day}"))
}

/// Collects every clue of a document, the dates that are its own before the rest, surest first.
pub(super) fn find(document: &Document, times: &[TimeExpression], lexicon: &Lexicon) -> Vec<Clue> {
    let address = document.url.as_deref().and_then(month_of_address);
    let requirements = offices(document, times, lexicon)
        .into_iter()
        .chain(past(document, times))
        .chain(ahead(document, times))
        .chain(counted(document, times, lexicon))
        .chain(compared(document, times))
        .chain(perfect(document, times))
        .chain(weekdays(document, times))
        .chain(address)
        .chain(document.archived.map(archived));
    let anchors = anchors(document, times).into_iter().map(Clue::Anchor);
    anchors.chain(requirements.map(Clue::Requirement)).collect()
}
