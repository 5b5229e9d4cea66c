use serde::{Deserialize, Serialize};

use crate::text::packed::Packed;
use crate::text::{
    Slots, Span, Token, TokenKind, Vocabulary, WordId, hash_pair, packed, tokenize, tokenize_new,
};

/// Phrases of one or more words and what they stand for; looking one up costs the same however many there are.
///
/// A hyphen inside a phrase or a text is passed over, so that `foreign policy`, `foreign-policy` and `foreign - policy`
/// are one phrase, and so is case (see [`crate::text::fold`]).
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(serialize = "T: Serialize", deserialize = "T: Deserialize<'de>, 'de: 'static"))]
pub struct Phrases<T> {
    /// The node behind the first word of a phrase, by the number of the word; 0 where no phrase begins with it, as with
    /// most words of a text.
    #[serde(with = "packed")]
    first: Vec<u32>,
    /// The nodes behind a node and a word.
    steps: Slots,
    /// The first node, 0, stands before every phrase.
    #[serde(with = "packed")]
    nodes: Vec<Node>,
    values: Vec<T>,
}

/// What stands behind the words that lead to it.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// The node before it.
    before: u32,
    /// The word that leads from there to here.
    word: WordId,
    /// Where its values begin in those of all phrases, and where they end.
    begin: u32,
    end: u32,
    /// How many nodes stand behind it.
    behind: u32,
}

impl Packed for Node {
    const WIDTH: usize = 5;

    fn write(self, out: &mut Vec<u32>) {
        out.extend([self.before, self.word.0, self.begin, self.end, self.behind]);
    }

    fn read(numbers: impl Fn(usize) -> u32) -> Self {
        Self {
            before: numbers(0),
            word: WordId(numbers(1)),
            begin: numbers(2),
            end: numbers(3),
            behind: numbers(4),
        }
    }
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { first: Vec::new(), steps: Slots::default(), nodes: vec![Node::default()], values: Vec::new() }
    }
}

impl<T: Copy> Phrases<T> {
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
        let node = words.into_iter().fold(0, |node, word| self.step(node, word)) as usize;
        if node == 0 {
            return;
        }
        let node = &mut self.nodes[node];
        let (begin, end) = (node.begin as usize, node.end as usize);
        if end != self.values.len() {
            // Others stand behind those of the node, so that they move to the end; they are few.
            node.begin = number(self.values.len());
            self.values.extend_from_within(begin..end);
        }
        self.values.push(value);
        node.end = number(self.values.len());
    }

    /// Puts the values of every phrase in order; equal ones stay in the order in which they came.
    pub fn sort_values_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        for node in &self.nodes {
            self.values[node.begin as usize..node.end as usize].sort_by_key(&mut key);
        }
    }

    /// Goes from a node over a word to the next, which is made where there is none.
    fn step(&mut self, node: u32, word: WordId) -> u32 {
        if node == 0 && self.first.len() <= word.index() {
            self.first.resize(word.index() + 1, 0);
        }
        if let Some(next) = self.next(node, word) {
            return next;
        }
        let next = number(self.nodes.len());
        self.nodes[node as usize].behind += 1;
        self.nodes.push(Node { before: node, word, ..Node::default() });
        if node == 0 {
            self.first[word.index()] = next;
        } else {
            let nodes = &self.nodes;
            let hash_of = |node: u32| hash_pair(nodes[node as usize].before, nodes[node as usize].word.0);
            self.steps.insert(hash_pair(node, word.0), next, hash_of);
        }
        next
    }
}

impl<T> Phrases<T> {
    /// The node behind a node and a word.
    fn next(&self, node: u32, word: WordId) -> Option<u32> {
        if node == 0 {
            return self.first.get(word.index()).copied().filter(|next| *next > 0);
        }
        if self.nodes[node as usize].behind == 0 {
            return None;
        }
        let is_it = |next: u32| {
            let next = &self.nodes[next as usize];
            next.before == node && next.word == word
        };
        self.steps.find(hash_pair(node, word.0), is_it)
    }

    /// What ends at a node.
    fn values(&self, node: u32) -> &[T] {
        let node = &self.nodes[node as usize];
        &self.values[node.begin as usize..node.end as usize]
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
        let mut node = self.next(0, first.word)?;
        let mut found = None;
        for (i, token) in tokens.iter().enumerate() {
            if i > 0 {
                if is_hyphen(token, text) {
                    continue;
                }
                if token.word == WordId::UNKNOWN {
                    break;
                }
                let Some(next) = self.next(node, token.word) else { break };
                node = next;
            }
            let values = self.values(node);
            if !values.is_empty() && fits(i + 1, values) {
                found = Some((i + 1, values));
            }
        }
        found
    }

    /// Returns the values of the phrase that is one word.
    pub fn of_word(&self, word: WordId) -> &[T] {
        self.next(0, word).map_or(&[], |node| self.values(node))
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

/// There are fewer than four thousand million of anything.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
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
