//! Who or what a name is on a day, and why.

use super::{Actor, ActorId, ActorKind, Lexicon, Meaning, Term, find_names};
use crate::date::Day;
use crate::text::{Span, fold, tokenize};

/// What a name can stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Which {
    /// The readings, those that fit the days first, and of these the one first that a text takes where nothing in it tells
    /// more.
    pub senses: Vec<Sense>,
}

/// One reading of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sense {
    /// The name in the word lists.
    pub name: String,
    /// What it is: `person`, `state`, `city in Russia` …
    pub kind: String,
    /// Why the name stands for it: "surname of Sergei Lavrov".
    pub because: String,
    /// Whether it was there, or held an office, on the days.
    pub fits: bool,
    /// What it was on the days: offices with their terms, when it existed.
    pub then: Vec<String>,
    /// What it was at other times.
    pub otherwise: Vec<String>,
}

impl Lexicon {
    /// Says what a name stands for on the days from the first to the last, both included; `None` for any day. Knows the
    /// names of the word lists, surnames, seats of power, peoples, titles alone ("foreign secretary") and with whose they
    /// are ("Soviet foreign minister"), and places.
    pub fn which(&self, name: &str, days: Option<(Day, Day)>) -> Which {
        let name = name.trim();
        let mut meanings: Vec<Meaning> =
            self.names.phrases.exactly(name, &self.vocabulary).iter().map(|(meaning, _)| *meaning).collect();
        meanings.dedup();
        let mut senses: Vec<(u8, Sense)> =
            meanings.iter().flat_map(|meaning| self.senses(*meaning, days)).collect();
        if senses.is_empty() {
            senses = self.office_of(name, days).into_iter().map(|sense| (0, sense)).collect();
        }
        // The order in which a text that tells no more is read.
        senses.sort_by_key(|(rank, sense)| (!sense.fits, *rank));
        let mut out: Vec<Sense> = Vec::new();
        for (_, sense) in senses {
            if !out.iter().any(|known| (&known.name, &known.kind) == (&sense.name, &sense.kind)) {
                out.push(sense);
            }
        }
        Which { senses: out }
    }

    /// Returns names of the word lists that are spelt almost like one, the most alike first.
    pub fn names_like(&self, name: &str, limit: usize) -> Vec<String> {
        let folded = fold(name.trim());
        let alike = |alias: &&str| {
            let alias = fold(alias);
            let whole = strsim::normalized_damerau_levenshtein(&folded, &alias);
            let words = alias.split_whitespace();
            words.map(|w| 0.95 * strsim::normalized_damerau_levenshtein(&folded, w)).fold(whole, f64::max)
        };
        let actors = self.names.actors().map(|actor| (&actor.name, &actor.aliases));
        let names = actors.chain(self.names.places().map(|place| (&place.name, &place.aliases)));
        let scored = names.map(|(name, aliases)| (aliases.iter().map(alike).fold(0.0, f64::max), name));
        let mut found: Vec<(f64, &&str)> = scored.filter(|(score, _)| *score >= 0.7).collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        found.dedup_by(|a, b| a.1 == b.1);
        found.into_iter().take(limit).map(|(_, alias)| (*alias).to_owned()).collect()
    }

    fn senses(&self, meaning: Meaning, days: Option<(Day, Day)>) -> Vec<(u8, Sense)> {
        match meaning {
            Meaning::Actor(id) => {
                let actor = self.names.actor(id);
                vec![(0, self.body(actor, format!("name of {}", actor.name), days))]
            }
            Meaning::Demonym(id) => {
                let actor = self.names.actor(id);
                vec![(1, self.body(actor, format!("people or adjective of {}", actor.name), days))]
            }
            Meaning::Seat(id) => {
                let actor = self.names.actor(id);
                vec![(3, self.body(actor, format!("seat of {}", actor.name), days))]
            }
            Meaning::Person(id) => vec![(2, self.person(id, "full name".to_owned(), true, days))],
            Meaning::Surname(id) => {
                let because = format!("surname of {}", self.names.actor(id).name);
                vec![(4, self.person(id, because, false, days))]
            }
            Meaning::Place(id) => {
                let place = self.names.place(id);
                let country = place.country.as_ref().filter(|country| **country != place.name);
                let kind = country.map_or_else(
                    || format!("place, {}", place.kind),
                    |country| format!("place, {} in {country}", place.kind),
                );
                let (then, otherwise) = (Vec::new(), Vec::new());
                let because = format!("name of the place {}", place.name);
                vec![(6, Sense { name: place.name.to_owned(), kind, because, fits: true, then, otherwise })]
            }
            Meaning::Title(index) => {
                let Some(title) = self.names.titles.get(index as usize) else { return Vec::new() };
                let Some(of) = title.of else {
                    let because = "title of an office that many states have; say whose it is".to_owned();
                    let (name, kind) = (title.title.to_owned(), "title".to_owned());
                    let (then, otherwise) = (Vec::new(), Vec::new());
                    return vec![(7, Sense { name, kind, because, fits: true, then, otherwise })];
                };
                self.holders_of(title.title, title.office, of, days).into_iter().map(|s| (5, s)).collect()
            }
        }
    }

    /// "Soviet foreign minister": a title and whose it is.
    fn office_of(&self, name: &str, days: Option<(Day, Day)>) -> Vec<Sense> {
        let mut tokens = Vec::new();
        tokenize(name, Span::new(0, name.len()), &self.vocabulary, &mut tokens);
        let found = find_names(&tokens, name, self);
        let titles: Vec<_> = found.iter().flat_map(|f| self.names.titles_of(&f.meanings)).collect();
        let bodies = found.iter().flat_map(|f| &f.meanings).filter_map(|meaning| match meaning {
            Meaning::Actor(id) | Meaning::Demonym(id) => Some(*id),
            _ => None,
        });
        let mut out = Vec::new();
        for body in bodies {
            for title in titles.iter().filter(|t| t.of.is_none_or(|of| of == body)) {
                out.extend(self.holders_of(title.title, title.office, body, days));
            }
        }
        out
    }

    fn holders_of(&self, title: &str, offices: &str, of: ActorId, days: Option<(Day, Day)>) -> Vec<Sense> {
        let offices: Vec<&str> = offices.split('|').collect();
        let numbered = (0_u32..).map(ActorId).zip(self.names.actors());
        let people = numbered.filter(|(_, actor)| actor.kind == ActorKind::Person);
        people
            .filter(|(_, person)| {
                person.offices.iter().any(|o| {
                    o.of == of && offices.contains(&o.office) && days.is_none_or(|d| o.term.meets(d.0, d.1))
                })
            })
            .map(|(id, _)| {
                let because = format!("{title} of {}", self.names.actor(of).name);
                self.person(id, because, true, days)
            })
            .collect()
    }

    fn body(&self, actor: &Actor, because: String, days: Option<(Day, Day)>) -> Sense {
        let fits = days.is_none_or(|d| actor.term.meets(d.0, d.1));
        let whole: Vec<&str> = actor.part_of.iter().map(|id| self.names.actor(*id).name).collect();
        let kind = match whole.as_slice() {
            [] => actor.kind.name().to_owned(),
            whole => format!("{} of {}", actor.kind.name(), whole.join(", ")),
        };
        let existed: Vec<String> = told(actor.term).map(|t| format!("existed {t}")).into_iter().collect();
        let (then, otherwise) = if fits { (existed, Vec::new()) } else { (Vec::new(), existed) };
        Sense { name: actor.name.to_owned(), kind, because, fits, then, otherwise }
    }

    fn person(&self, id: ActorId, because: String, named: bool, days: Option<(Day, Day)>) -> Sense {
        let person = self.names.actor(id);
        let mut offices: Vec<_> = person.offices.iter().collect();
        offices.sort_by_key(|o| (o.term.begin, o.term.end));
        let (then, otherwise): (Vec<_>, Vec<_>) =
            offices.into_iter().partition(|o| days.is_none_or(|d| o.term.meets(d.0, d.1)));
        let tell = |o: &super::Office| {
            let term = told(o.term).map(|term| format!(", {term}")).unwrap_or_default();
            format!("{} of {}{term}", o.office, self.names.actor(o.of).name)
        };
        Sense {
            name: person.name.to_owned(),
            kind: ActorKind::Person.name().to_owned(),
            because,
            fits: named || !then.is_empty(),
            then: then.into_iter().map(tell).collect(),
            otherwise: otherwise.into_iter().map(tell).collect(),
        }
    }
}

/// Returns a term in words; `None` where it has no limit.
fn told(term: Term) -> Option<String> {
    match (term.begin.is_unbounded(), term.end.is_unbounded()) {
        (false, false) => Some(format!("{} to {}", term.begin, term.end)),
        (false, true) => Some(format!("since {}", term.begin)),
        (true, false) => Some(format!("until {}", term.end)),
        (true, true) => None,
    }
}
