//! Words that name events, and the conditions under which they do.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{EventTypes, LexiconError, Phrases, Row, Table, TypeId, words::third_person};
use crate::text::{Vocabulary, WordId};

/// A sorted list of words; an empty one stands for any word.
pub type WordList = Box<[WordId]>;

/// A row of `triggers.tsv`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Trigger {
    /// Particles that must stand behind the verb: `off` in `call off`.
    pub particles: WordList,
    /// Conditions that must all hold.
    pub frame: Vec<Condition>,
    /// The type of event, or `None` where this use names no event.
    pub event_type: Option<TypeId>,
    /// What its complement means.
    pub complement: Option<Complement>,
}

/// A condition of a [`Trigger`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

impl Trigger {
    /// Returns how much must hold for the row: two for a particle or a condition with words, one for any other.
    pub fn weight(&self) -> usize {
        2 * self.particles.len() + self.frame.iter().map(Condition::weight).sum::<usize>()
    }
}

impl Condition {
    fn weight(&self) -> usize {
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
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Triggers {
    verbs: FxHashMap<WordId, Vec<Trigger>>,
    nouns: Phrases<Trigger>,
    adjectives: FxHashMap<WordId, Vec<Trigger>>,
    sets: FxHashMap<String, WordList>,
}

impl Triggers {
    pub(super) fn read_sets(
        &mut self,
        file: &str,
        text: &str,
        vocabulary: &mut Vocabulary,
    ) -> Result<(), LexiconError> {
        for row in Table::read(file, text, &["set", "words"])?.rows() {
            let mut words: Vec<WordId> = self.sets.get(row.field(0)).map(|w| w.to_vec()).unwrap_or_default();
            words.extend(row.list(1).map(|w| vocabulary.intern(w)));
            self.sets.insert(row.field(0).to_owned(), sorted(words));
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
            let trigger = Trigger {
                particles: WordList::default(),
                frame: frame.collect::<Result<_, _>>()?,
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
            for words in row.list(0) {
                let mut trigger = trigger.clone();
                match row.field(1) {
                    "verb" => {
                        let mut parts = words.split(' ');
                        let verb = vocabulary.intern(parts.next().unwrap_or_default());
                        // The order of particles counts, so they are not sorted.
                        trigger.particles = parts.map(|p| vocabulary.intern(p)).collect();
                        self.verbs.entry(verb).or_default().push(trigger);
                    }
                    "noun" => {
                        let plural = plural(words);
                        if plural != words {
                            self.nouns.insert(&plural, trigger.clone(), vocabulary);
                        }
                        self.nouns.insert(words, trigger, vocabulary);
                    }
                    "adjective" => self.adjectives.entry(vocabulary.intern(words)).or_default().push(trigger),
                    other => {
                        return Err(row.error(format!("expected verb, noun or adjective, found {other:?}")));
                    }
                }
            }
        }
        Ok(())
    }

    fn condition(
        &self,
        row: &Row,
        text: &str,
        vocabulary: &mut Vocabulary,
    ) -> Result<Condition, LexiconError> {
        let (key, words) = text.split_once('=').unwrap_or((text, ""));
        let list = self.words(row, words, vocabulary)?;
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
    fn words(&self, row: &Row, words: &str, vocabulary: &mut Vocabulary) -> Result<WordList, LexiconError> {
        let set = |name: &str| {
            self.sets.get(name).ok_or_else(|| row.error(format!("no set of words is named {name:?}")))
        };
        if let Some(name) = words.strip_prefix('@').filter(|name| !name.contains('|')) {
            return set(name).cloned();
        }
        let mut list = Vec::new();
        for word in words.split('|').filter(|w| !w.is_empty()) {
            match word.strip_prefix('@') {
                Some(name) => list.extend_from_slice(set(name)?),
                None => list.push(vocabulary.intern(word)),
            }
        }
        Ok(sorted(list))
    }

    /// Returns the rows of a verb, by its bare form.
    pub fn verb(&self, lemma: WordId) -> &[Trigger] {
        self.verbs.get(&lemma).map_or(&[], Vec::as_slice)
    }

    /// Returns the rows of an adjective.
    pub fn adjective(&self, word: WordId) -> &[Trigger] {
        self.adjectives.get(&word).map_or(&[], Vec::as_slice)
    }

    /// Returns the nouns and noun phrases that name events.
    pub const fn nouns(&self) -> &Phrases<Trigger> {
        &self.nouns
    }

    /// Returns a named set of words; an unknown one is empty.
    pub fn set(&self, name: &str) -> &[WordId] {
        self.sets.get(name).map_or(&[], |w| w)
    }

    /// Tells whether a named set has a word.
    pub fn in_set(&self, name: &str, word: WordId) -> bool {
        word != WordId::UNKNOWN && self.set(name).binary_search(&word).is_ok()
    }
}

fn sorted(mut words: Vec<WordId>) -> WordList {
    words.sort_unstable();
    words.dedup();
    words.into_boxed_slice()
}

/// The plural of a noun phrase: of its last word, by rule.
fn plural(words: &str) -> String {
    match words.rsplit_once(' ') {
        Some((before, last)) => format!("{before} {}", third_person(last)),
        None => third_person(words),
    }
}
