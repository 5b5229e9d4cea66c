use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::packed::Packed;
use super::slots::{Slots, hash};

/// The number of a word in a [`Vocabulary`]. Equal numbers mean equal folded words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct WordId(pub u32);

impl WordId {
    /// Stands for every word that is in no word list.
    pub const UNKNOWN: Self = Self(0);

    /// Returns the number as an index into tables kept beside the vocabulary.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl Packed for WordId {
    const WIDTH: usize = 1;

    fn write(self, out: &mut Vec<u32>) {
        out.push(self.0);
    }

    fn read(numbers: impl Fn(usize) -> u32) -> Self {
        Self(numbers(0))
    }
}

/// Every word of the word lists, folded (see [`fold`]) and numbered from 1.
///
/// The words stand one behind the other in a single string, and the table holds their numbers alone, so that ten thousand
/// words are a handful of allocations.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Vocabulary {
    text: String,
    /// Where each word ends in `text`, the first word first.
    #[serde(with = "super::packed")]
    ends: Vec<u32>,
    ids: Slots,
}

impl Vocabulary {
    /// Returns the number of `word`, which is folded first, and gives it one where it has none.
    pub fn intern(&mut self, word: &str) -> WordId {
        self.intern_folded(&fold(word))
    }

    /// Returns the number of a word that is already folded, and gives it one where it has none.
    pub fn intern_folded(&mut self, folded: &str) -> WordId {
        let known = self.get_folded(folded);
        if known != WordId::UNKNOWN {
            return known;
        }
        self.text.push_str(folded);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        let id = u32::try_from(self.ends.len()).unwrap_or(0);
        let (text, ends) = (self.text.as_bytes(), &self.ends);
        self.ids.insert(hash(folded.as_bytes()), id, |id| hash(&text[range_of(ends, WordId(id))]));
        WordId(id)
    }

    /// Returns the number of a word that is already folded, or [`WordId::UNKNOWN`].
    pub fn get_folded(&self, folded: &str) -> WordId {
        let (text, folded) = (self.text.as_bytes(), folded.as_bytes());
        let found = self.ids.find(hash(folded), |id| &text[range_of(&self.ends, WordId(id))] == folded);
        found.map_or(WordId::UNKNOWN, WordId)
    }

    /// Returns the number of `word` in any spelling, or [`WordId::UNKNOWN`].
    pub fn get(&self, word: &str) -> WordId {
        self.get_folded(&fold(word))
    }

    /// Returns the folded word of a number, or the empty string for [`WordId::UNKNOWN`].
    pub fn word(&self, id: WordId) -> &str {
        &self.text[range_of(&self.ends, id)]
    }

    /// Returns one more than the highest number given, the length of a table indexed by [`WordId::index`].
    pub const fn len(&self) -> usize {
        self.ends.len() + 1
    }

    /// Tells whether no word has been numbered.
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

fn range_of(ends: &[u32], id: WordId) -> Range<usize> {
    let Some(last) = id.index().checked_sub(1) else { return 0..0 };
    let start = last.checked_sub(1).map_or(0, |before| ends[before] as usize);
    start..ends[last] as usize
}

/// Folds a word for comparison: lower case, no accents, straight apostrophes. `Erdoğan` and `ERDOGAN` fold alike.
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    let folded = word
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' | '\u{02bc}' => '\'',
            'ı' => 'i',
            'ł' => 'l',
            'ø' => 'o',
            'đ' => 'd',
            c => c,
        })
        .filter(|c| !is_combining_mark(*c))
        .collect();
    Cow::Owned(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_ignores_case_accents_and_curls() {
        for (a, b) in
            [("Erdoğan", "ERDOGAN"), ("Wałęsa", "walesa"), ("NATO’s", "nato's"), ("Tromsø", "tromso")]
        {
            assert_eq!(fold(a), fold(b));
        }
        let mut words = Vocabulary::default();
        let id = words.intern("Erdoğan");
        assert_eq!(words.get("ERDOGAN"), id);
        assert_eq!(words.word(id), "erdogan");
        assert_eq!(words.get("nobody"), WordId::UNKNOWN);
    }
}
