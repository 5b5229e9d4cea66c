use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Lexicon, Meaning};
use crate::text::{Case, Token, TokenKind};

/// A name or title of the word lists, as it stands in a sentence.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its tokens, as indices of the sentence.
    pub tokens: Range<usize>,
    /// What it can stand for, spelt as it is.
    pub meanings: Vec<Meaning>,
}

impl Found {
    /// Tells whether it can only be a title: `foreign minister`.
    pub fn is_title(&self) -> bool {
        self.meanings.iter().all(|m| matches!(m, Meaning::Title(_)))
    }
}

/// How the words of a name are written in the word lists: two bits a word, the first word lowest.
///
/// `WHO` is not `who`, and `Russia Today` is not "Russia today": a word with a capital in the list has one in the text, and
/// one all in capitals is all in capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Spelling(u32);

impl Spelling {
    const CAPITAL: u32 = 1;
    const CAPITALS: u32 = 2;
    /// Longer names are checked up to here.
    const WORDS: usize = 16;

    /// Reads the spelling of the tokens of a name.
    pub fn of(tokens: &[Token], name: &str) -> Self {
        let mut bits = 0;
        for (i, token) in words(tokens).take(Self::WORDS).enumerate() {
            let word = match token.case {
                // "U.S." and single letters say nothing more than a capital.
                Case::Upper if !token.of(name).contains('.') => Self::CAPITALS,
                Case::Lower => 0,
                _ => Self::CAPITAL,
            };
            bits |= word << (2 * i);
        }
        Self(bits)
    }

    /// Tells whether tokens are written so.
    fn fits(self, tokens: &[Token]) -> bool {
        words(tokens).take(Self::WORDS).enumerate().all(|(i, token)| match self.0 >> (2 * i) & 3 {
            0 => true,
            Self::CAPITALS => token.case == Case::Upper,
            _ => token.case != Case::Lower,
        })
    }
}

/// The tokens that count in a name: hyphens are passed over, as the phrases do.
fn words(tokens: &[Token]) -> impl Iterator<Item = &Token> {
    tokens.iter().filter(|t| t.kind != TokenKind::Mark)
}

/// Finds the names of a sentence, longest first, none overlapping another.
///
/// A name is written as in the word lists (see [`Spelling`]), and with a capital somewhere; a title need not be.
pub fn find_names(tokens: &[Token], text: &str, lexicon: &Lexicon) -> Vec<Found> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let fits = |length: usize, (meaning, spelling): &(Meaning, Spelling)| {
            let words = &tokens[at..at + length];
            matches!(meaning, Meaning::Title(_))
                || words.iter().any(|t| t.case != Case::Lower) && spelling.fits(words)
        };
        // Where "Russia today" is not `Russia Today`, it still begins with `Russia`.
        let longest = lexicon.names.phrases.longest_where(&tokens[at..], text, |length, entries| {
            entries.iter().any(|entry| fits(length, entry))
        });
        let Some((length, entries)) = longest else {
            at += 1;
            continue;
        };
        let meanings = entries.iter().filter(|entry| fits(length, entry)).map(|(m, _)| *m).collect();
        out.push(Found { tokens: at..at + length, meanings });
        at += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Span, tokenize};

    #[test]
    fn capitals_tell_names_from_words() {
        let lexicon = Lexicon::embedded().unwrap();
        for (text, names) in [
            ("Who said so in Russia today?", "Russia"),
            ("The WHO and NATO met.", "WHO|NATO"),
            ("NATO MINISTERS MEET RUSSIA", "NATO|RUSSIA"),
            ("they told us so", ""),
            ("the foreign minister of France", "foreign minister|France"),
        ] {
            let mut tokens = Vec::new();
            tokenize(text, Span::new(0, text.len()), &lexicon.vocabulary, &mut tokens);
            let found: Vec<&str> = find_names(&tokens, text, &lexicon)
                .iter()
                .map(|f| tokens[f.tokens.start].span().cover(tokens[f.tokens.end - 1].span()).of(text))
                .collect();
            assert_eq!(found.join("|"), names, "{text}");
        }
    }
}
