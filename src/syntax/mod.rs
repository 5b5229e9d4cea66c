//! The grammar of a sentence, as far as it shows without a model: word classes, noun and verb groups, and clauses with
//! subject, object and complements.
//!
//! Takes: the tokens of a sentence, with names and time expressions marked as units. Gives: [`Parse`].
//! Knows nothing of events, dates or actors.

mod clause;
mod group;
mod tag;

use std::ops::Range;

pub use clause::{Clause, Form, Link, Tense};
pub use group::{Group, GroupKind};
pub use tag::Tag;

use crate::lexicon::Lexicon;
use crate::text::Token;

/// A stretch of tokens that grammar must not look into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its tokens, as indices of the sentence.
    pub tokens: Range<usize>,
    /// What it is.
    pub kind: UnitKind,
}

/// What a [`Unit`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitKind {
    /// A name, or a title written with capitals.
    Name,
    /// A title or other fixed phrase that is a noun: `foreign minister`.
    Noun,
    /// A time expression.
    Time,
}

/// A sentence's grammar. Token indices count from the sentence's first token.
#[derive(Debug, Default)]
pub struct Parse {
    /// What every token is.
    pub tags: Vec<Tag>,
    /// Noun groups, verb groups, prepositions and marks, in order; every token is in one.
    pub groups: Vec<Group>,
    /// One for each verb group, in order.
    pub clauses: Vec<Clause>,
}

impl Parse {
    /// Reads a sentence. `units` must be sorted and must not overlap. `cased` tells whether capitals mean names: not so in
    /// headlines.
    pub fn new(tokens: &[Token], text: &str, units: &[Unit], cased: bool, lexicon: &Lexicon) -> Self {
        let tags = tag::tags(tokens, text, units, cased, lexicon);
        let groups = group::groups(tokens, text, &tags);
        let clauses = clause::clauses(tokens, text, &tags, &groups, lexicon);
        Self { tags, groups, clauses }
    }

    /// Returns the index of the group that a token is in.
    pub fn group_at(&self, token: usize) -> usize {
        self.groups.partition_point(|g| g.tokens.end <= token).min(self.groups.len().saturating_sub(1))
    }

    /// Returns the clause whose verb group is group `group`.
    pub fn clause_of(&self, group: usize) -> Option<usize> {
        self.clauses.iter().position(|c| c.group == group)
    }
}
