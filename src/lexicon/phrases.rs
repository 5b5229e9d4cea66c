use rustc_hash::FxHashMap;

use crate::text::{Span, Token, TokenKind, Vocabulary, WordId, tokenize};

/// Phrases of one or more words and what they stand for; looking one up costs the same however many there are.
///
/// A hyphen inside a phrase or a text is passed over, so that `foreign policy`, `foreign-policy` and `foreign - policy`
/// are one phrase, and so is case (see [`crate::text::fold`]).
#[derive(Debug)]
pub struct Phrases<T> {
    steps: FxHashMap<(u32, WordId), u32>,
    values: Vec<Vec<T>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { steps: FxHashMap::default(), values: vec![Vec::new()] }
    }
}

impl<T> Phrases<T> {
    /// Adds `value` under `phrase`, whose words are numbered in `vocabulary` where they are new. One phrase may have
    /// several values; an empty one is left out.
    pub fn insert(&mut self, phrase: &str, value: T, vocabulary: &mut Vocabulary) {
        let words = words_of(phrase, vocabulary);
        self.insert_words(&words, value);
    }

    /// Adds `value` under the words of a phrase.
    pub fn insert_words(&mut self, words: &[WordId], value: T) {
        if words.is_empty() {
            return;
        }
        let mut node = 0;
        for word in words {
            let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
            node = *self.steps.entry((node, *word)).or_insert(next);
            if node == next {
                self.values.push(Vec::new());
            }
        }
        self.values[node as usize].push(value);
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
        let mut node = 0;
        let mut found = None;
        for (i, token) in tokens.iter().enumerate() {
            if token.kind == TokenKind::Mark && i > 0 && is_hyphen(token.of(text)) {
                continue;
            }
            if token.word == WordId::UNKNOWN {
                break;
            }
            match self.steps.get(&(node, token.word)) {
                Some(next) => node = *next,
                None => break,
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

/// Numbers the words of a phrase, hyphens left out.
pub fn words_of(phrase: &str, vocabulary: &mut Vocabulary) -> Vec<WordId> {
    let mut tokens = Vec::new();
    tokenize(phrase, Span::new(0, phrase.len()), vocabulary, &mut tokens);
    tokens.iter().filter(|t| !is_hyphen(t.of(phrase))).map(|t| vocabulary.intern(t.of(phrase))).collect()
}

fn is_hyphen(mark: &str) -> bool {
    matches!(mark, "-" | "\u{2010}" | "\u{2011}" | "\u{2013}")
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
