//! Names: actors, people and their offices, places, titles.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::phrases::tokens_of;
use super::rows::Rows;
use super::{LexiconError, Phrases, Row, Spelling, Table};
use crate::date::{Day, parse};
use crate::text::{Slots, Vocabulary, WordId, fold, hash};

/// The number of an actor in [`Names`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ActorId(pub u32);

/// The number of a place in [`Names`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PlaceId(pub u32);

/// What sort of actor somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum ActorKind {
    /// A state, also a former one.
    State,
    /// A separatist or unrecognised one.
    Entity,
    /// An international organisation, alliance, court or forum.
    Organisation,
    /// A body of one state: the Pentagon.
    Organ,
    /// An armed group, movement or party.
    Group,
    /// A person.
    Person,
    /// Blocs, companies and others.
    #[default]
    Other,
}

impl ActorKind {
    const ALL: [(&'static str, Self); 7] = [
        ("state", Self::State),
        ("entity", Self::Entity),
        ("organisation", Self::Organisation),
        ("organ", Self::Organ),
        ("group", Self::Group),
        ("person", Self::Person),
        ("other", Self::Other),
    ];

    /// Returns the name used in tables.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, k)| *k == self).map_or("other", |(n, _)| n)
    }
}

/// A stretch of days, both included; [`Day::MIN`] and [`Day::MAX`] for no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The first day it may include.
    pub begin: Day,
    /// The last day it may include.
    pub end: Day,
}

impl Default for Term {
    fn default() -> Self {
        Self::ALWAYS
    }
}

impl Term {
    /// Every day.
    pub const ALWAYS: Self = Self { begin: Day::MIN, end: Day::MAX };

    /// Tells whether the term shares a day with the days from `first` to `last`.
    pub fn meets(self, first: Day, last: Day) -> bool {
        self.begin <= last && first <= self.end
    }
}

/// Somebody who acts. The words are those of the list itself, which stays in memory (see [`Lexicon`](super::Lexicon)).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Actor {
    /// The canonical English name.
    pub name: &'static str,
    /// What sort of actor.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3 for states, own codes otherwise.
    pub code: Option<&'static str>,
    /// When a state or organisation existed.
    pub term: Term,
    /// Whose organ it is.
    pub part_of: Vec<ActorId>,
    /// Every name it goes by, its own first.
    pub aliases: Vec<&'static str>,
    /// Its capitals and seats of power, which stand for it: `Moscow`, `the Kremlin`.
    pub seats: Vec<&'static str>,
    /// The offices a person held, oldest first.
    pub offices: Vec<Office>,
}

/// An office that a person held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// `foreign minister`
    pub office: &'static str,
    /// Of which state or organisation.
    pub of: ActorId,
    /// When.
    pub term: Term,
}

/// Where something can happen.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Place {
    /// The canonical English name.
    pub name: &'static str,
    /// `city`, `sea`, `region` …
    pub kind: &'static str,
    /// The state it lies in.
    pub country: Option<&'static str>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Every name it goes by, its own first.
    pub aliases: Vec<&'static str>,
}

/// How a text calls an office: `secretary of state`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Title {
    /// The words.
    pub title: &'static str,
    /// The office of the table of offices.
    pub office: &'static str,
    /// Whose, where the title belongs to one alone.
    pub of: Option<ActorId>,
}

/// What a name in a text can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Meaning {
    /// An actor's name or alias.
    Actor(ActorId),
    /// An adjective or the people: `Russian`, `Russians`.
    Demonym(ActorId),
    /// A capital or seat of power: `Moscow`, `the Kremlin`.
    Seat(ActorId),
    /// A person's full name.
    Person(ActorId),
    /// A person's surname.
    Surname(ActorId),
    /// A title, as an index of [`Names::titles`].
    Title(u32),
    /// A place.
    Place(PlaceId),
}

/// Actors, people, places and titles, and the one table in which all their names are looked up.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Names {
    actors: Rows<Actor>,
    /// The numbers of the actors, from 1, by their canonical names.
    by_name: Slots,
    places: Rows<Place>,
    nouns: FxHashMap<WordId, Vec<ActorId>>,
    /// Who ever held an office of a body; made when it is first asked for.
    #[serde(skip)]
    pub(super) officers: OnceLock<FxHashMap<ActorId, Vec<ActorId>>>,
    /// The titles of `titles.tsv`.
    pub titles: Vec<Title>,
    /// Every name and what it can stand for.
    pub phrases: Phrases<(Meaning, Spelling)>,
}

impl Names {
    /// Returns an actor's row.
    pub fn actor(&self, id: ActorId) -> &Actor {
        self.actors.get(id.0 as usize)
    }

    /// Returns a place's row.
    pub fn place(&self, id: PlaceId) -> &Place {
        self.places.get(id.0 as usize)
    }

    /// Returns all actors, people among them.
    pub fn actors(&self) -> impl Iterator<Item = &Actor> {
        self.actors.iter()
    }

    /// Returns all places.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.places.iter()
    }

    /// Returns the actor with that canonical name.
    pub fn actor_named(&self, name: &str) -> Option<ActorId> {
        let name = fold(name);
        let is_it = |number: u32| fold(self.actors.get(number as usize - 1).name) == name;
        self.by_name.find(hash(name.as_bytes()), is_it).map(|number| ActorId(number - 1))
    }

    /// Tells whether an actor can be called by a common noun alone: "the council" for the NATO-Russia Council.
    ///
    /// The noun is the last word of a name of several words, or one of the nouns of `nouns.tsv`.
    pub fn is_called(&self, actor: ActorId, noun: WordId) -> bool {
        self.nouns.get(&noun).is_some_and(|actors| actors.binary_search(&actor).is_ok())
    }

    fn add(&mut self, actor: Actor) -> ActorId {
        let id = ActorId(u32::try_from(self.actors.len()).unwrap_or(u32::MAX));
        let name = fold(actor.name);
        self.actors.push(actor);
        let of = |number: u32| fold(self.actors.get(number as usize - 1).name);
        let hash_of = |number: u32| hash(of(number).as_bytes());
        match self.by_name.find_mut(hash(name.as_bytes()), |number| of(number) == name) {
            Some(other) => *other = id.0 + 1,
            None => self.by_name.insert(hash(name.as_bytes()), id.0 + 1, hash_of),
        }
        id
    }

    pub(super) fn read_actors(
        &mut self,
        file: &'static str,
        text: &'static str,
        vocabulary: &mut Vocabulary,
    ) -> Result<(), LexiconError> {
        let columns = ["name", "kind", "code", "from", "to", "part_of", "aliases", "demonyms", "seats"];
        let table = Table::read(file, text, &columns)?;
        for row in table.rows() {
            let kind = ActorKind::ALL
                .iter()
                .find(|(name, _)| *name == row.field(1))
                .map(|(_, kind)| *kind)
                .ok_or_else(|| {
                row.error(format!("expected a kind of actor, found {:?}", row.field(1)))
            })?;
            if row.field(0).is_empty() || self.actor_named(row.field(0)).is_some() {
                return Err(row.error(format!("expected a new name, found {:?}", row.field(0))));
            }
            let aliases = || std::iter::once(row.field(0)).chain(row.list(6));
            let id = self.add(Actor {
                name: row.field(0),
                kind,
                code: row.optional(2),
                term: term(row, 3, 4)?,
                part_of: Vec::new(),
                aliases: aliases().collect(),
                seats: row.list(8).collect(),
                offices: Vec::new(),
            });
            for alias in aliases() {
                self.call(alias, Meaning::Actor(id), vocabulary);
                if let Some((_, last)) = alias.rsplit_once(' ')
                    && matches!(kind, ActorKind::Organisation | ActorKind::Organ | ActorKind::Group)
                {
                    self.add_noun(last, id, vocabulary);
                }
            }
            for demonym in row.list(7) {
                self.call(demonym, Meaning::Demonym(id), vocabulary);
            }
            for seat in row.list(8) {
                self.call(seat, Meaning::Seat(id), vocabulary);
            }
        }
        for row in table.rows() {
            for whole in row.list(5) {
                let whole = self.known_actor(row, whole)?;
                if let Some(id) = self.actor_named(row.field(0))
                    && let Some(actor) = self.actors.get_mut(id.0 as usize)
                {
                    actor.part_of.push(whole);
                }
            }
        }
        Ok(())
    }

    /// Lets a name stand for something.
    fn call(&mut self, name: &str, meaning: Meaning, vocabulary: &mut Vocabulary) {
        let tokens = tokens_of(name, vocabulary);
        self.phrases.insert_tokens(&tokens, name, (meaning, Spelling::of(&tokens, name)));
    }

    fn add_noun(&mut self, noun: &str, id: ActorId, vocabulary: &mut Vocabulary) {
        let actors = self.nouns.entry(vocabulary.intern(noun)).or_default();
        if let Err(at) = actors.binary_search(&id) {
            actors.insert(at, id);
        }
    }

    /// Reads which actors are called by which common nouns.
    pub(super) fn read_nouns(
        &mut self,
        file: &str,
        text: &str,
        vocabulary: &mut Vocabulary,
    ) -> Result<(), LexiconError> {
        for row in Table::read(file, text, &["noun", "actors"])?.rows() {
            for name in row.list(1) {
                let id = self.known_actor(row, name)?;
                self.add_noun(row.field(0), id, vocabulary);
            }
        }
        Ok(())
    }

    fn known_actor(&self, row: &Row, name: &str) -> Result<ActorId, LexiconError> {
        self.actor_named(name).ok_or_else(|| row.error(format!("no actor is named {name:?}")))
    }

    pub(super) fn read_offices(
        &mut self,
        file: &'static str,
        text: &'static str,
        vocabulary: &mut Vocabulary,
    ) -> Result<(), LexiconError> {
        // The rows of a person stand together, and so do those of a state.
        let mut last: Option<(&str, ActorId, &str, ActorId)> = None;
        for row in Table::read(file, text, &["person", "aliases", "office", "actor", "from", "to"])?.rows() {
            let of = match last {
                Some((.., actor, of)) if actor == row.field(3) => of,
                _ => self.known_actor(row, row.field(3))?,
            };
            let office = Office { office: row.field(2), of, term: term(row, 4, 5)? };
            let name = row.field(0);
            if name.is_empty() {
                return Err(row.error("expected a person's name, found nothing"));
            }
            let known = match last {
                Some((person, id, ..)) if person == name => Some(id),
                _ => self.actor_named(name).filter(|id| self.actor(*id).kind == ActorKind::Person),
            };
            let id = known.unwrap_or_else(|| {
                self.add(Actor {
                    name,
                    kind: ActorKind::Person,
                    code: None,
                    term: Term::ALWAYS,
                    part_of: Vec::new(),
                    aliases: Vec::new(),
                    seats: Vec::new(),
                    offices: Vec::new(),
                })
            });
            last = Some((name, id, row.field(3), of));
            let aliases: Vec<&str> = std::iter::once(name).chain(row.list(1)).collect();
            for alias in &aliases {
                self.add_person_alias(id, alias, &aliases, vocabulary);
            }
            if let Some(person) = self.actors.get_mut(id.0 as usize) {
                person.offices.push(office);
            }
        }
        Ok(())
    }

    /// A name of several words is a full name with a surname in it; a name of one word is a surname.
    fn add_person_alias(
        &mut self,
        id: ActorId,
        alias: &'static str,
        aliases: &[&str],
        vocabulary: &mut Vocabulary,
    ) {
        if self.actor(id).aliases.contains(&alias) {
            return;
        }
        if let Some(person) = self.actors.get_mut(id.0 as usize) {
            person.aliases.push(alias);
        }
        let tokens = tokens_of(alias, vocabulary);
        if alias.contains(' ') {
            self.phrases.insert_tokens(&tokens, alias, (Meaning::Person(id), Spelling::of(&tokens, alias)));
        }
        let Some(surname) = surname(alias, aliases) else { return };
        let begins = alias.len() - surname.len();
        let tokens = &tokens[tokens.partition_point(|t| (t.start as usize) < begins)..];
        let known = self.phrases.longest(tokens, alias).is_some_and(|(length, meanings)| {
            length == tokens.len() && meanings.iter().any(|(m, _)| *m == Meaning::Surname(id))
        });
        if !known {
            self.phrases.insert_tokens(tokens, alias, (Meaning::Surname(id), Spelling::of(tokens, alias)));
        }
    }

    pub(super) fn read_titles(
        &mut self,
        file: &'static str,
        text: &'static str,
        vocabulary: &mut Vocabulary,
    ) -> Result<(), LexiconError> {
        for row in Table::read(file, text, &["title", "office", "actor"])?.rows() {
            let of = row.optional(2).map(|name| self.known_actor(row, name)).transpose()?;
            let index = u32::try_from(self.titles.len()).unwrap_or(u32::MAX);
            self.titles.push(Title { title: row.field(0), office: row.field(1), of });
            self.call(row.field(0), Meaning::Title(index), vocabulary);
        }
        Ok(())
    }

    pub(super) fn read_places(
        &mut self,
        file: &'static str,
        text: &'static str,
        vocabulary: &mut Vocabulary,
    ) -> Result<(), LexiconError> {
        for row in
            Table::read(file, text, &["name", "kind", "country", "latitude", "longitude", "aliases"])?.rows()
        {
            let id = PlaceId(u32::try_from(self.places.len()).unwrap_or(u32::MAX));
            let aliases: Vec<&str> = std::iter::once(row.field(0)).chain(row.list(5)).collect();
            for alias in &aliases {
                self.call(alias, Meaning::Place(id), vocabulary);
            }
            self.places.push(Place {
                name: row.field(0),
                kind: row.field(1),
                country: row.optional(2),
                latitude: degrees(row, 3, 90.0)?,
                longitude: degrees(row, 4, 180.0)?,
                aliases,
            });
        }
        Ok(())
    }
}

/// Reads the columns `from` and `to`: EDTF dates of any precision, the term being all days that either may mean.
fn term(row: &Row, from: usize, to: usize) -> Result<Term, LexiconError> {
    let day = |column: usize| {
        let date = row.optional(column).map(|text| parse(text).map_err(|e| row.error(e.to_string())));
        date.transpose().map(|date| date.map(|d| d.bounds()))
    };
    let begin = day(from)?.map_or(Day::MIN, |b| b.earliest());
    let end = day(to)?.map_or(Day::MAX, |b| b.latest());
    if begin > end {
        return Err(row.error(format!("ends ({end}) before it begins ({begin})")));
    }
    Ok(Term { begin, end })
}

fn degrees(row: &Row, column: usize, limit: f64) -> Result<Option<f64>, LexiconError> {
    let Some(text) = row.optional(column) else { return Ok(None) };
    match text.parse::<f64>() {
        Ok(value) if value.abs() <= limit => Ok(Some(value)),
        _ => Err(row.error(format!("expected degrees up to {limit}, found {text:?}"))),
    }
}

/// Returns the surname in a person's name of several words or one: its last word. A sovereign has none; a number, "Jr." and
/// half of a given name (the "In" of Moon Jae-in) are none.
pub fn surname<'a>(name: &'a str, aliases: &[impl AsRef<str>]) -> Option<&'a str> {
    let sovereign = ["King ", "Queen ", "Pope ", "Prince ", "Emperor ", "Sultan ", "Sheikh ", "Emir "];
    let surname = name.rsplit(' ').next()?;
    let number = surname.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    let half = |alias: &str| {
        let (_, second) = alias.rsplit(' ').next().unwrap_or(alias).split_once('-').unwrap_or_default();
        second.starts_with(char::is_lowercase) && second.eq_ignore_ascii_case(surname)
    };
    let none = number
        || surname.ends_with('.')
        || sovereign.iter().any(|title| name.starts_with(title))
        || aliases.iter().any(|alias| half(alias.as_ref()));
    (!none).then_some(surname)
}
