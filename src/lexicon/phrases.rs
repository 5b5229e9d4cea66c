use rustc_hash::FxHashMap;

use crate::text::{Span, Token, TokenKind, Vocabulary, WordId, tokenize, tokenize_new};
use serde::{Deserialize, Serialize};

/// Phrases of one or more words and what they stand for; looking one up costs the same however many there are.
///
/// A hyphen inside a phrase or a text is passed over, so that `foreign policy`, `foreign-policy` and `foreign - policy`
/// are one phrase, and so is case (see [`crate::text::fold`]).
#[derive(Debug, Serialize, Deserialize)]
pub struct Phrases<T> {
    /// The node behind the first word of a phrase, by the number of the word; 0 where no phrase begins with it, as with
    /// most words of a text.
    first: Vec<u32>,
    /// The node behind a node and a word.
    steps: FxHashMap<(u32, WordId), u32>,
    /// What ends at each node; nothing at 0.
    values: Vec<Vec<T>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { first: Vec::new(), steps: FxHashMap::default(), values: vec![Vec::new()] }
    }
}

impl<T> Phrases<T> {
    /// Makes room for about so many phrases.
    pub fn reserve(&mut self, phrases: usize) {
        self.steps.reserve(phrases);
        self.values.reserve(phrases * 2);
    }

    /// Adds `value` under `phrase`, whose words are numbered in `vocabulary` where they are new. One phrase may have
    /// several values; an empty one is left out.
    pub fn insert(&mut self, phrase: &str, value: T, vocabulary: &mut Vocabulary) {
        self.insert_tokens(&tokens_of(phrase, vocabulary), phrase, value);
    }

    /// Adds `value` under the tokens of a phrase, as they are read from it.
    pub fn insert_tokens(&mut self, tokens: &[Token], phrase: &str, value: T) {
        self.insert_words(tokens.iter().filter(|t| !is_hyphen(t, phrase)).map(|t| t.word), value);
    }

    /// Adds `value` under the words of a phrase.
    pub fn insert_words(&mut self, words: impl IntoIterator<Item = WordId>, value: T) {
        let node = words.into_iter().fold(0, |node, word| self.step(node, word));
        if node > 0 {
            self.values[node as usize].push(value);
        }
    }

    /// Goes from a node over a word to the next, which is made where there is none.
    fn step(&mut self, node: u32, word: WordId) -> u32 {
        if node == 0 && self.first.len() <= word.index() {
            self.first.resize(word.index() + 1, 0);
        }
        let next = match node {
            0 => &mut self.first[word.index()],
            _ => self.steps.entry((node, word)).or_insert(0),
        };
        if *next == 0 {
            *next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
            self.values.push(Vec::new());
        }
        *next
    }

    /// Returns the longest phrase that begins with the first of `tokens`: how many tokens it takes, and its values.
    pub fn longest(&self, tokens: &[Token], text: &str) -> Option<(usize, &[T])> {
        self.longest_where(tokens, text, |_, _| true)
    }

    /// Returns the longest phrase of those that `fits` accepts, given how many tokens it takes and its values.
    pub fn longest_where(
        &self,
        tokens: &[Token],
        text: &str,
        fits: impl Fn(usize, &[T]) -> bool,
    ) -> Option<(usize, &[T])> {
        let first = tokens.first().filter(|t| t.word != WordId::UNKNOWN)?;
        let mut node = *self.first.get(first.word.index()).filter(|node| **node > 0)?;
        let mut found = None;
        for (i, token) in tokens.iter().enumerate() {
            if i > 0 {
                if is_hyphen(token, text) {
                    continue;
                }
                match self.steps.get(&(node, token.word)) {
                    Some(next) if token.word != WordId::UNKNOWN => node = *next,
                    _ => break,
                }
            }
            let values = self.values[node as usize].as_slice();
            if !values.is_empty() && fits(i + 1, values) {
                found = Some((i + 1, values));
            }
        }
        found
    }

    /// Returns the values of exactly `phrase`.
    pub fn exactly(&self, phrase: &str, vocabulary: &Vocabulary) -> &[T] {
        let mut tokens = Vec::new();
        tokenize(phrase, Span::new(0, phrase.len()), vocabulary, &mut tokens);
        match self.longest(&tokens, phrase) {
            Some((length, values)) if length == tokens.len() => values,
            _ => &[],
        }
    }
}

/// Cuts a phrase into tokens and numbers them all, hyphens left out.
pub(super) fn tokens_of(phrase: &str, vocabulary: &mut Vocabulary) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(8);
    tokenize_new(phrase, vocabulary, &mut tokens);
    for token in tokens.iter_mut().filter(|t| t.word == WordId::UNKNOWN && !is_hyphen(t, phrase)) {
        token.word = vocabulary.intern(token.of(phrase));
    }
    tokens
}

/// Numbers the words of a phrase, hyphens left out.
pub fn words_of(phrase: &str, vocabulary: &mut Vocabulary) -> Vec<WordId> {
    let tokens = tokens_of(phrase, vocabulary);
    tokens.iter().filter(|t| !is_hyphen(t, phrase)).map(|t| t.word).collect()
}

fn is_hyphen(token: &Token, text: &str) -> bool {
    token.kind == TokenKind::Mark && matches!(token.of(text), "-" | "\u{2010}" | "\u{2011}" | "\u{2013}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins_and_hyphens_do_not_matter() {
        let mut vocabulary = Vocabulary::default();
        let mut phrases = Phrases::default();
        for (phrase, value) in
            [("foreign policy", 1), ("foreign policy chief", 2), ("NATO-Russia Council", 3), ("U.S.", 4)]
        {
            phrases.insert(phrase, value, &mut vocabulary);
        }
        for (text, expected) in [
            ("Foreign-policy chief", Some((4, 2))),
            ("foreign policy of", Some((2, 1))),
            ("NATO–Russia Council met", Some((4, 3))),
            ("foreign ministers", None),
            ("U.S. policy", Some((1, 4))),
        ] {
            let mut tokens = Vec::new();
            tokenize(text, Span::new(0, text.len()), &vocabulary, &mut tokens);
            assert_eq!(phrases.longest(&tokens, text).map(|(n, v)| (n, v[0])), expected, "{text}");
        }
        assert_eq!(phrases.exactly("nato-russia council", &vocabulary), [3]);
        assert_eq!(phrases.exactly("nato", &vocabulary), [] as [i32; 0]);
    }
}
