//! Words of grammar: what each word can be in a sentence, verbs with all their forms.

use std::ops::{BitOr, BitOrAssign};

use serde::{Deserialize, Serialize};

use super::{LexiconError, Table};
use crate::text::packed::Packed;
use crate::text::{Vocabulary, WordId, packed};

/// What a word can be in a sentence, as a set of flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct WordClass(u32);

impl Packed for WordClass {
    const WIDTH: usize = 1;

    fn write(self, out: &mut Vec<u32>) {
        out.push(self.0);
    }

    fn read(numbers: impl Fn(usize) -> u32) -> Self {
        Self(numbers(0))
    }
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $word:literal / $bit:literal;)*) => {
        impl WordClass {
            $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)*

            fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($word => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

classes! {
    /// the, a, every
    DETERMINER = "determiner" / 0;
    /// his, their
    POSSESSIVE = "possessive" / 1;
    /// in, of, with
    PREPOSITION = "preposition" / 2;
    /// and, or, but
    COORDINATOR = "coordinator" / 3;
    /// because, when
    SUBORDINATOR = "subordinator" / 4;
    /// who, which, that
    RELATIVE = "relative" / 5;
    /// he, they
    SUBJECT = "subject" / 6;
    /// him, them
    OBJECT = "object" / 7;
    /// is, was
    BE = "be" / 8;
    /// has, had
    HAVE = "have" / 9;
    /// does, did
    DO = "do" / 10;
    /// will, may
    MODAL = "modal" / 11;
    /// not, never
    NEGATION = "negation" / 12;
    /// to
    INFINITIVE = "infinitive" / 13;
    /// meanwhile, again
    ADVERB = "adverb" / 14;
    /// military, senior
    ADJECTIVE = "adjective" / 15;
    /// two, dozens
    QUANTITY = "quantity" / 16;
    /// up, off
    PARTICLE = "particle" / 17;
    /// talks, treaty
    NOUN = "noun" / 18;
    /// what, how
    INTERROGATIVE = "interrogative" / 19;
    /// A verb's bare form: suspend
    BARE = "verb" / 20;
    /// Its third person: suspends
    THIRD = "verb-s" / 21;
    /// Its past: suspended, froze
    PAST = "verb-ed" / 22;
    /// Its past participle: suspended, frozen
    PARTICIPLE = "verb-en" / 23;
    /// Its -ing form: suspending
    ING = "verb-ing" / 24;
}

impl WordClass {
    /// Any form of a verb that is not an auxiliary.
    pub const VERB: Self = Self(0b1_1111 << 20);
    /// Any auxiliary.
    pub const AUXILIARY: Self = Self(Self::BE.0 | Self::HAVE.0 | Self::DO.0 | Self::MODAL.0);

    /// Tells whether the word can be any of `classes`.
    pub const fn can_be(self, classes: Self) -> bool {
        self.0 & classes.0 != 0
    }

    /// Tells whether nothing is known of the word.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl BitOr for WordClass {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for WordClass {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// What every word of the vocabulary can be, and the bare form of every verb form.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Words {
    #[serde(with = "packed")]
    classes: Vec<WordClass>,
    #[serde(with = "packed")]
    lemmas: Vec<WordId>,
}

impl Words {
    /// Returns what a word can be; nothing for words of no list.
    pub fn class(&self, word: WordId) -> WordClass {
        self.classes.get(word.index()).copied().unwrap_or_default()
    }

    /// Returns a verb form's bare form, or [`WordId::UNKNOWN`] for words that are no verb form.
    pub fn lemma(&self, word: WordId) -> WordId {
        self.lemmas.get(word.index()).copied().unwrap_or_default()
    }

    pub(super) fn add(&mut self, word: WordId, class: WordClass) {
        if self.classes.len() <= word.index() {
            self.classes.resize(word.index() + 1, WordClass::default());
            self.lemmas.resize(word.index() + 1, WordId::UNKNOWN);
        }
        self.classes[word.index()] |= class;
    }

    fn add_form(&mut self, form: &str, class: WordClass, lemma: WordId, vocabulary: &mut Vocabulary) {
        let word = vocabulary.intern(form);
        self.add(word, class);
        // Where two verbs share a form (found, saw, lay) the verb whose own bare form it is not comes first in the news.
        if self.lemmas[word.index()] == WordId::UNKNOWN || self.lemmas[word.index()] == word {
            self.lemmas[word.index()] = lemma;
        }
    }

    pub(super) fn read_function_words(
        &mut self,
        file: &str,
        text: &str,
        vocabulary: &mut Vocabulary,
    ) -> Result<(), LexiconError> {
        for row in Table::read(file, text, &["words", "classes"])?.rows() {
            for name in row.list(1) {
                let class = WordClass::from_name(name)
                    .ok_or_else(|| row.error(format!("expected a class of words, found {name:?}")))?;
                for word in row.field(0).split(' ') {
                    let id = vocabulary.intern(word);
                    self.add(id, class);
                }
            }
        }
        Ok(())
    }

    pub(super) fn read_verbs(
        &mut self,
        file: &str,
        text: &str,
        vocabulary: &mut Vocabulary,
    ) -> Result<(), LexiconError> {
        for row in Table::read(file, text, &["lemma", "past", "participle"])?.rows() {
            self.add_verb(row.field(0), row.optional(1), row.list(2).next(), vocabulary);
            // borne and born
            let id = vocabulary.intern(row.field(0));
            for other in row.list(2).skip(1) {
                self.add_form(other, WordClass::PARTICIPLE, id, vocabulary);
            }
        }
        Ok(())
    }

    /// Adds a verb with all its forms; `past` and `participle` only where they are irregular or double a consonant.
    pub(super) fn add_verb(
        &mut self,
        lemma: &str,
        past: Option<&str>,
        participle: Option<&str>,
        vocabulary: &mut Vocabulary,
    ) {
        let id = vocabulary.intern(lemma);
        self.add_form(lemma, WordClass::BARE, id, vocabulary);
        self.add_form(&third_person(lemma), WordClass::THIRD, id, vocabulary);
        let regular = regular_past(lemma);
        self.add_form(past.unwrap_or(&regular), WordClass::PAST, id, vocabulary);
        self.add_form(participle.unwrap_or(&regular), WordClass::PARTICIPLE, id, vocabulary);
        self.add_form(&ing(lemma, past), WordClass::ING, id, vocabulary);
    }
}

fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// Returns a noun's plural by rule; also a verb's third person.
pub(super) fn third_person(word: &str) -> String {
    let bytes = word.as_bytes();
    match bytes {
        [.., before, b'y'] if !is_vowel(*before) => [&word[..word.len() - 1], "ies"].concat(),
        [.., b's' | b'x' | b'z' | b'o'] => [word, "es"].concat(),
        [.., b'c' | b's', b'h'] => [word, "es"].concat(),
        _ => [word, "s"].concat(),
    }
}

fn regular_past(lemma: &str) -> String {
    let bytes = lemma.as_bytes();
    match bytes {
        [.., b'e'] => [lemma, "d"].concat(),
        [.., before, b'y'] if !is_vowel(*before) => [&lemma[..lemma.len() - 1], "ied"].concat(),
        _ => [lemma, "ed"].concat(),
    }
}

fn ing(lemma: &str, past: Option<&str>) -> String {
    let bytes = lemma.as_bytes();
    if let Some(past) = past
        && past.len() == lemma.len() + 3
        && past.ends_with("ed")
        && past.starts_with(lemma)
    {
        return [&past[..past.len() - 2], "ing"].concat();
    }
    // Irregular verbs of one syllable that double: cut, hit, run, put, set, get, let, win, sit, swim, begin.
    const DOUBLING: &[&str] = &[
        "cut", "hit", "run", "put", "set", "get", "let", "win", "sit", "swim", "begin", "shut", "split",
        "spin", "dig", "bid", "quit", "forget", "upset", "shed", "rid", "bet", "overrun",
    ];
    match bytes {
        _ if DOUBLING.contains(&lemma) => [lemma, &lemma[lemma.len() - 1..], "ing"].concat(),
        [.., b'i', b'e'] => [&lemma[..lemma.len() - 2], "ying"].concat(),
        [.., b'e', b'e'] => [lemma, "ing"].concat(),
        [.., b'e'] => [&lemma[..lemma.len() - 1], "ing"].concat(),
        _ => [lemma, "ing"].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_have_all_their_forms() {
        let mut vocabulary = Vocabulary::default();
        let mut words = Words::default();
        for (lemma, past, participle) in [
            ("suspend", None, None),
            ("freeze", Some("froze"), Some("frozen")),
            ("plan", Some("planned"), Some("planned")),
            ("deny", None, None),
            ("cut", Some("cut"), Some("cut")),
            ("die", None, None),
        ] {
            words.add_verb(lemma, past, participle, &mut vocabulary);
        }
        for (form, lemma, class) in [
            ("suspends", "suspend", WordClass::THIRD),
            ("suspended", "suspend", WordClass::PAST | WordClass::PARTICIPLE),
            ("froze", "freeze", WordClass::PAST),
            ("frozen", "freeze", WordClass::PARTICIPLE),
            ("freezing", "freeze", WordClass::ING),
            ("planning", "plan", WordClass::ING),
            ("denies", "deny", WordClass::THIRD),
            ("denied", "deny", WordClass::PAST | WordClass::PARTICIPLE),
            ("cutting", "cut", WordClass::ING),
            ("cut", "cut", WordClass::BARE | WordClass::PAST | WordClass::PARTICIPLE),
            ("dying", "die", WordClass::ING),
        ] {
            let word = vocabulary.get(form);
            assert_eq!(vocabulary.word(words.lemma(word)), lemma, "{form}");
            assert_eq!(words.class(word), class, "{form}");
        }
    }
}
