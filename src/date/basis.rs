use std::fmt;

/// How a date is known. Every date in the database has one, beside an explanation in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DateBasis {
    /// The text states it: "in April 2014".
    Explicit,
    /// The text states day or month, the year was worked out: "on April 12".
    YearInferred,
    /// Counted from the document date: "yesterday", "next July".
    RelativeToDocument,
    /// Counted from another expression: "the previous month" behind "April 2014".
    RelativeToExpression,
    /// Taken over from an event it belongs to or is tied to: what was agreed at a meeting, "after the talks".
    InheritedFromEvent,
    /// The text gives no date and reports news: the day it was written.
    DocumentDate,
    /// Only the tense tells: "has rejected" is some time up to the document date.
    BoundedByTense,
}

impl DateBasis {
    /// Every basis, surest first.
    pub const ALL: [Self; 7] = [
        Self::Explicit,
        Self::YearInferred,
        Self::RelativeToDocument,
        Self::RelativeToExpression,
        Self::InheritedFromEvent,
        Self::DocumentDate,
        Self::BoundedByTense,
    ];

    /// Returns the name used in tables, exports and queries (`basis explicit`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Explicit => "explicit",
            Self::YearInferred => "year-inferred",
            Self::RelativeToDocument => "relative-to-document",
            Self::RelativeToExpression => "relative-to-expression",
            Self::InheritedFromEvent => "inherited",
            Self::DocumentDate => "document-date",
            Self::BoundedByTense => "bounded-by-tense",
        }
    }

    /// Returns the basis with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|b| b.name() == name)
    }
}

impl fmt::Display for DateBasis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
