use std::ops::Range;

use super::{Lexicon, Meaning};
use crate::text::{Case, Token};

/// A name or title of the word lists, as it stands in a sentence.
#[derive(Clone, Debug)]
pub struct Found<'a> {
    /// Its tokens, as indices of the sentence.
    pub tokens: Range<usize>,
    /// What it can stand for.
    pub meanings: &'a [Meaning],
}

impl Found<'_> {
    /// Tells whether it can only be a title: `foreign minister`.
    pub fn is_title(&self) -> bool {
        self.meanings.iter().all(|m| matches!(m, Meaning::Title(_)))
    }
}

/// Finds the names of a sentence, longest first, none overlapping another.
///
/// A name must be written with a capital somewhere; a title need not.
pub fn find_names<'a>(tokens: &[Token], text: &str, lexicon: &'a Lexicon) -> Vec<Found<'a>> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let length = lexicon.names.phrases.longest(&tokens[at..], text).and_then(|(length, meanings)| {
            let found = Found { tokens: at..at + length, meanings };
            let capital = tokens[found.tokens.clone()].iter().any(|t| t.case != Case::Lower);
            // "May" alone is a month or a verb more often than a surname; "US" in small letters is a pronoun.
            (capital || found.is_title()).then(|| {
                out.push(found);
                length
            })
        });
        at += length.unwrap_or(1);
    }
    out
}
