//! When was this article written?
//!
//! Takes: a [`Document`] and its time expressions as they are written. Gives: [`Published`]: a date as far as the clues
//! decide it, and how it is known.
//! Knows nothing of events or SQL.

mod anchor;
mod clue;
mod compared;
mod context;
mod counted;
mod name;
mod office;
mod solve;
mod told;

use std::fmt;

use crate::date::{Edtf, Precision};
use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::timex::TimeExpression;

pub use clue::{Anchor, Clue, Requirement};

/// When a document was written, as far as that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The date; `None` where no clue says anything.
    pub edtf: Option<Edtf>,
    /// Where it comes from.
    pub basis: PublishedBasis,
    /// The clues that decided, for a reader.
    pub explanation: String,
}

impl Published {
    /// Tells whether the day is known.
    pub fn is_day(&self) -> bool {
        matches!(&self.edtf, Some(Edtf::Date(date)) if date.precision() == Precision::Day && !date.has_unknown_year())
    }
}

/// Where the date of a document comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PublishedBasis {
    /// The user or the maker of its record gave it.
    Given,
    /// Its page, mail or feed says so.
    Metadata,
    /// It stands in front of the first paragraph.
    Dateline,
    /// It stands on a line of its own.
    DateOfIssue,
    /// It stands under a picture.
    Caption,
    /// It stands in the file name or title.
    Name,
    /// It stands in the address.
    Address,
    /// The first sentences name a day and a weekday that fit.
    Lead,
    /// Day and month stand in the text, the year was worked out.
    YearInferred,
    /// Only limits are known.
    Bounded,
    /// Nothing is known.
    Unknown,
}

impl PublishedBasis {
    /// Returns the name used in tables and exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Metadata => "metadata",
            Self::Dateline => "dateline",
            Self::DateOfIssue => "date-of-issue",
            Self::Caption => "caption",
            Self::Name => "name",
            Self::Address => "address",
            Self::Lead => "lead",
            Self::YearInferred => "year-inferred",
            Self::Bounded => "bounded",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for PublishedBasis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Works out when a document was written. `times` are its time expressions, not resolved.
///
/// The date that the user or the record gave stands above all; then that of the metadata, and what stands in a dateline, on a line of its own, in
/// the address, the name or a caption; and where that has no year, the year in which everything else that the text says
/// can be true. A day is never claimed that no clue names.
pub fn publication(document: &Document, times: &[TimeExpression], lexicon: &Lexicon) -> Published {
    if let Some(date) = &document.given_date {
        return Published {
            edtf: Some(date.clone()),
            basis: PublishedBasis::Given,
            explanation: "given with the document".to_owned(),
        };
    }
    let clues = clue::find(document, times, lexicon);
    solve::solve(&clues)
}
