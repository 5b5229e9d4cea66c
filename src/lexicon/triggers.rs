//! Words that name events, and the conditions under which they do.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{EventTypes, LexiconError, Phrases, Row, Table, TypeId, words::third_person};
use crate::text::{Token, Vocabulary, WordId, packed};

/// A list of words of [`Triggers`], which many rows may share; an empty one stands for any word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct WordList(u32);

impl WordList {
    /// Tells whether there is no word in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The number of a [`Trigger`] in [`Triggers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TriggerId(u32);

/// A row of `triggers.tsv`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Trigger {
    /// Particles that must stand behind the verb, in this order: `off` in `call off`.
    pub particles: WordList,
    /// How much must hold: two for a particle or a condition with words, one for any other.
    pub weight: u32,
    /// Conditions that must all hold.
    pub frame: Vec<Condition>,
    /// The type of event, or `None` where this use names no event.
    pub event_type: Option<TypeId>,
    /// What its complement means.
    pub complement: Option<Complement>,
}

/// A condition of a [`Trigger`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// One of the words is in the object (in the subject, where passive).
    Object(WordList),
    /// One of the words is in the subject (behind "by", where passive).
    Subject(WordList),
    /// The preposition follows, with one of the words behind it.
    Preposition(WordId, WordList),
    /// An infinitive follows, of one of the verbs.
    Infinitive(WordList),
    /// A content clause follows.
    That,
    /// An -ing form follows.
    Ing,
    /// There is no object.
    NoObject,
    /// The verb is passive.
    Passive,
    /// The verb is active.
    Active,
    /// A noun's word in front, in the same group.
    Modifier(WordList),
}

impl Condition {
    const fn weight(&self) -> u32 {
        match self {
            Self::Object(words)
            | Self::Subject(words)
            | Self::Preposition(_, words)
            | Self::Infinitive(words)
            | Self::Modifier(words)
                if !words.is_empty() =>
            {
                2
            }
            _ => 1,
        }
    }
}

/// What the infinitive, content clause or noun behind a trigger means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Complement {
    /// Not a fact: refuse to, urge to.
    Hypothetical,
    /// Announced: agree to, plan to.
    Planned,
    /// A fact: begin to, manage to.
    Actual,
}

/// The triggers, by the words they begin with.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Triggers {
    rows: Vec<Trigger>,
    /// Of each of these the rows that must hold most stand first.
    verbs: Phrases<TriggerId>,
    nouns: Phrases<TriggerId>,
    adjectives: Phrases<TriggerId>,
    /// The words of all lists, one list behind the other; the first is empty.
    #[serde(with = "packed")]
    listed: Vec<WordId>,
    /// Where each list ends in `listed`.
    #[serde(with = "packed")]
    ends: Vec<u32>,
    sets: FxHashMap<String, WordList>,
    /// Of every word a bit for each set of [`bit`] that it is in.
    #[serde(with = "packed")]
    bits: Vec<u32>,
}

impl Default for Triggers {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            verbs: Phrases::default(),
            nouns: Phrases::default(),
            adjectives: Phrases::default(),
            listed: Vec::new(),
            ends: vec![0],
            sets: FxHashMap::default(),
            bits: Vec::new(),
        }
    }
}

/// The bit that stands for a set of words which the extractors ask for. The names are those of `word_sets.tsv`; where one is
/// written in the program, the compiler leaves nothing of this but the number.
#[inline(always)]
fn bit(set: &str) -> Option<u32> {
    let number = match set {
        "accusations" => 0,
        "agents" => 1,
        "announce" => 2,
        "announced" => 3,
        "apart" => 4,
        "call_off" => 5,
        "imagined" => 6,
        "light" => 7,
        "measures" => 8,
        "occur" => 9,
        "own_side" => 10,
        "roles" => 11,
        "seasons" => 12,
        "undone" => 13,
        "formerly" => 14,
        "occasions" => 15,
        "put_off" => 16,
        _ => return None,
    };
    Some(1 << number)
}

impl Triggers {
    pub(super) fn read_sets(
        &mut self,
        file: &str,
        text: &str,
        vocabulary: &mut Vocabulary,
    ) -> Result<(), LexiconError> {
        for row in Table::read(file, text, &["set", "words"])?.rows() {
            let mut words = self.set(row.field(0)).to_vec();
            words.extend(row.list(1).map(|w| vocabulary.intern(w)));
            let bit = bit(row.field(0)).unwrap_or(0);
            for word in &words {
                if self.bits.len() <= word.index() {
                    self.bits.resize(word.index() + 1, 0);
                }
                self.bits[word.index()] |= bit;
            }
            let list = self.list(sorted(words));
            self.sets.insert(row.field(0).to_owned(), list);
        }
        Ok(())
    }

    pub(super) fn read(
        &mut self,
        file: &str,
        text: &str,
        types: &EventTypes,
        vocabulary: &mut Vocabulary,
    ) -> Result<(), LexiconError> {
        for row in Table::read(file, text, &["trigger", "part", "frame", "type", "complement"])?.rows() {
            let frame = row.field(2).split_whitespace().map(|c| self.condition(row, c, vocabulary));
            let frame: Vec<Condition> = frame.collect::<Result<_, _>>()?;
            let trigger = Trigger {
                particles: WordList::default(),
                weight: frame.iter().map(Condition::weight).sum(),
                frame,
                event_type: match row.field(3) {
                    "-" => None,
                    name => Some(
                        types
                            .id(name)
                            .ok_or_else(|| row.error(format!("no event type is named {name:?}")))?,
                    ),
                },
                complement: match row.field(4) {
                    "" => None,
                    "hypothetical" => Some(Complement::Hypothetical),
                    "planned" => Some(Complement::Planned),
                    "actual" => Some(Complement::Actual),
                    other => {
                        return Err(row.error(format!(
                            "expected hypothetical, planned, actual or nothing, found {other:?}"
                        )));
                    }
                },
            };
            let plain = self.add(trigger.clone());
            for words in row.list(0) {
                match row.field(1) {
                    "verb" => {
                        let mut parts = words.split(' ');
                        let verb = vocabulary.intern(parts.next().unwrap_or_default());
                        // The order of particles counts, so they are not sorted.
                        let particles: Vec<WordId> = parts.map(|p| vocabulary.intern(p)).collect();
                        let id = match u32::try_from(particles.len()).unwrap_or(u32::MAX) {
                            0 => plain,
                            count => {
                                let weight = trigger.weight + 2 * count;
                                let particles = self.list(particles);
                                self.add(Trigger { particles, weight, ..trigger.clone() })
                            }
                        };
                        self.verbs.insert_words([verb], id);
                    }
                    "noun" => {
                        let plural = plural(words);
                        if plural != words {
                            self.nouns.insert(&plural, plain, vocabulary);
                        }
                        self.nouns.insert(words, plain, vocabulary);
                    }
                    "adjective" => self.adjectives.insert_words([vocabulary.intern(words)], plain),
                    other => {
                        return Err(row.error(format!("expected verb, noun or adjective, found {other:?}")));
                    }
                }
            }
        }
        let rows = &self.rows;
        for phrases in [&mut self.verbs, &mut self.nouns, &mut self.adjectives] {
            phrases.sort_values_by_key(|id| Reverse(rows[id.0 as usize].weight));
        }
        Ok(())
    }

    fn add(&mut self, row: Trigger) -> TriggerId {
        self.rows.push(row);
        TriggerId(u32::try_from(self.rows.len() - 1).unwrap_or(u32::MAX))
    }

    /// Keeps a list, the one that is there where there is the same.
    fn list(&mut self, words: Vec<WordId>) -> WordList {
        let all = (0..).map(WordList).take(self.ends.len());
        if let Some(known) = { all }.find(|list| self.words(*list) == words) {
            return known;
        }
        self.listed.extend(words);
        self.ends.push(u32::try_from(self.listed.len()).unwrap_or(u32::MAX));
        WordList(u32::try_from(self.ends.len() - 1).unwrap_or(u32::MAX))
    }

    fn condition(
        &mut self,
        row: &Row,
        text: &str,
        vocabulary: &mut Vocabulary,
    ) -> Result<Condition, LexiconError> {
        let (key, words) = text.split_once('=').unwrap_or((text, ""));
        let list = self.read_list(row, words, vocabulary)?;
        Ok(match key {
            "object" => Condition::Object(list),
            "subject" => Condition::Subject(list),
            "inf" => Condition::Infinitive(list),
            "that" => Condition::That,
            "ing" => Condition::Ing,
            "no-object" => Condition::NoObject,
            "passive" => Condition::Passive,
            "active" => Condition::Active,
            "mod" => Condition::Modifier(list),
            preposition if preposition.bytes().all(|b| b.is_ascii_lowercase()) => {
                Condition::Preposition(vocabulary.intern(preposition), list)
            }
            _ => return Err(row.error(format!("not a condition: {text:?}"))),
        })
    }

    /// Reads words and `@sets` of words, separated by `|`.
    fn read_list(
        &mut self,
        row: &Row,
        words: &str,
        vocabulary: &mut Vocabulary,
    ) -> Result<WordList, LexiconError> {
        let mut list = Vec::new();
        for word in words.split('|').filter(|w| !w.is_empty()) {
            match word.strip_prefix('@') {
                Some(name) => {
                    let set = self.sets.get(name);
                    let set = set.ok_or_else(|| row.error(format!("no set of words is named {name:?}")))?;
                    list.extend_from_slice(self.words(*set));
                }
                None => list.push(vocabulary.intern(word)),
            }
        }
        Ok(self.list(sorted(list)))
    }

    /// Returns a row.
    pub fn row(&self, id: TriggerId) -> &Trigger {
        &self.rows[id.0 as usize]
    }

    /// Returns the words of a list, sorted unless they are particles.
    pub fn words(&self, list: WordList) -> &[WordId] {
        let Some(before) = list.0.checked_sub(1) else { return &[] };
        &self.listed[self.ends[before as usize] as usize..self.ends[list.0 as usize] as usize]
    }

    /// Returns the rows of a verb, by its bare form, and those first of which most must hold.
    pub fn verb(&self, lemma: WordId) -> &[TriggerId] {
        self.verbs.of_word(lemma)
    }

    /// Returns the rows of an adjective, as [`Triggers::verb`] does.
    pub fn adjective(&self, word: WordId) -> &[TriggerId] {
        self.adjectives.of_word(word)
    }

    /// Returns the longest noun or noun phrase that begins with the first of `tokens`: how many tokens it takes, and its
    /// rows, as [`Triggers::verb`] does.
    pub fn longest_noun(&self, tokens: &[Token], text: &str) -> Option<(usize, &[TriggerId])> {
        self.nouns.longest(tokens, text)
    }

    /// Returns a named set of words; an unknown one is empty.
    pub fn set(&self, name: &str) -> &[WordId] {
        self.sets.get(name).map_or(&[], |list| self.words(*list))
    }

    /// Tells whether a named set has a word.
    #[inline(always)]
    pub fn in_set(&self, name: &str, word: WordId) -> bool {
        match bit(name) {
            Some(bit) => self.bits.get(word.index()).is_some_and(|bits| bits & bit != 0),
            None => word != WordId::UNKNOWN && self.set(name).binary_search(&word).is_ok(),
        }
    }
}

fn sorted(mut words: Vec<WordId>) -> Vec<WordId> {
    words.sort_unstable();
    words.dedup();
    words
}

/// The plural of a noun phrase: of its last word, by rule.
fn plural(words: &str) -> String {
    match words.rsplit_once(' ') {
        Some((before, last)) => format!("{before} {}", third_person(last)),
        None => third_person(words),
    }
}
