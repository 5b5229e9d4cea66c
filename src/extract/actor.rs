use crate::date::{Day, Edtf};
use crate::event::EventDate;
use crate::lexicon::{ActorId, ActorKind, Lexicon, Meaning, WordClass};
use crate::syntax::{Form, Group, GroupKind, Link, Tag};
use crate::text::{WordId, one_line};

use super::assemble::is_person;
use super::{Reader, Sentence};

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Who {
    /// An actor of the word lists.
    Known(ActorId),
    /// As written.
    Written(String),
}

/// Who has been spoken of in a document so far, for pronouns and short names.
#[derive(Debug)]
pub(super) struct Cast {
    /// The days on which the document may have been written.
    days: (Day, Day),
    /// The days of what is being told, where the text gives them: offices and states are those of then.
    moment: Option<(Day, Day)>,
    /// People, latest last.
    people: Vec<Who>,
    /// Organisations, states and others, latest last.
    bodies: Vec<ActorId>,
    /// Who speaks in the quotation that is going on.
    pub(super) speaker: Option<Who>,
}

/// A longer memory finds no antecedents that a reader would.
const MEMORY: usize = 40;

impl Cast {
    pub(super) fn new(published: Option<&Edtf>) -> Self {
        let days = published.map_or((Day::MIN, Day::MAX), |d| {
            let bounds = d.bounds();
            (bounds.earliest(), bounds.latest())
        });
        Self { days, moment: None, people: Vec::new(), bodies: Vec::new(), speaker: None }
    }

    /// Turns to something that happened at `date`; to the day of writing where there is none, or no beginning to it.
    pub(super) fn turn_to(&mut self, date: Option<&EventDate>) {
        let begin = date.map(|d| d.edtf.bounds().begin);
        self.moment = begin.filter(|(first, last)| !first.is_unbounded() && !last.is_unbounded());
    }

    fn now(&self) -> (Day, Day) {
        self.moment.unwrap_or(self.days)
    }

    /// Remembers whom a sentence speaks of, in the order of the text.
    pub(super) fn remember(&mut self, reader: &Reader, sentence: &Sentence) {
        for name in &sentence.names {
            if let Some(id) = self.resolve(&name.meanings, reader.lexicon) {
                if reader.lexicon.names.actor(id).kind == ActorKind::Person {
                    refresh(&mut self.people, Who::Known(id));
                } else {
                    refresh(&mut self.bodies, id);
                }
            }
        }
        // "he" is more often who did something than who was named last.
        for clause in sentence.parse.clauses.iter().filter(|c| c.form == Form::Finite && !c.passive) {
            for group in &clause.subject {
                for who in self.actors(reader, sentence, *group, true) {
                    let speaks = reader.lexicon.speech.contains(clause.lemma);
                    let new =
                        || matches!(who, Who::Written(_)) && is_full_name(reader, sentence, *group, speaks);
                    if self.is_person(reader, &who) || new() {
                        refresh(&mut self.people, who);
                    }
                }
            }
        }
    }

    /// Whether somebody is a person, of the word lists or of this text.
    pub(super) fn is_person(&self, reader: &Reader, who: &Who) -> bool {
        is_person(reader, who) || self.people.contains(who)
    }

    /// Chooses what a name stands for: a person spoken of before, one in office at the time, a body that existed then.
    pub(super) fn resolve(&self, meanings: &[Meaning], lexicon: &Lexicon) -> Option<ActorId> {
        let names = &lexicon.names;
        let now = self.now();
        let in_time = |id: ActorId| names.actor(id).term.meets(now.0, now.1);
        let mut best: Option<(u8, ActorId)> = None;
        for meaning in meanings {
            let candidate = match *meaning {
                Meaning::Actor(id) => Some((if in_time(id) { 10 } else { 4 }, id)),
                Meaning::Demonym(id) => Some((if in_time(id) { 9 } else { 3 }, id)),
                Meaning::Person(id) => Some((7, id)),
                Meaning::Seat(id) => Some((if in_time(id) { 6 } else { 2 }, id)),
                Meaning::Surname(id) if self.people.contains(&Who::Known(id)) => {
                    Some((if held_office(id, lexicon, now) { 8 } else { 7 }, id))
                }
                Meaning::Surname(id) if held_office(id, lexicon, now) => Some((5, id)),
                // Who is well known today was somebody else, or nobody yet, at the time.
                Meaning::Surname(id) if held_office(id, lexicon, self.days) => Some((1, id)),
                _ => None,
            };
            if let Some((rank, id)) = candidate
                && best.is_none_or(|(r, _)| rank > r)
            {
                best = Some((rank, id));
            }
        }
        best.map(|(_, id)| id)
    }

    /// For whom a person speaks at the time: the state or body whose office is held.
    pub(super) fn represented(&self, person: ActorId, lexicon: &Lexicon) -> Option<ActorId> {
        let now = self.now();
        let offices = &lexicon.names.actor(person).offices;
        offices.iter().rev().find(|o| o.term.meets(now.0, now.1)).map(|o| o.of)
    }

    /// Returns everybody whom a noun group names, who they act for included; `agents_only` leaves out what cannot act.
    pub(super) fn actors(
        &self,
        reader: &Reader,
        sentence: &Sentence,
        group: usize,
        agents_only: bool,
    ) -> Vec<Who> {
        let mut out = Vec::new();
        for subject in speaker_of(reader, sentence, group) {
            for who in self.actors(reader, sentence, subject, agents_only) {
                push(&mut out, who);
            }
        }
        if !out.is_empty() {
            return out;
        }
        self.collect(reader, sentence, group, &mut out);
        if out.is_empty()
            && let Some(written) = self.written(reader, sentence, group, agents_only)
        {
            out.push(written);
        }
        out
    }

    fn collect(&self, reader: &Reader, sentence: &Sentence, group: usize, out: &mut Vec<Who>) {
        let groups = &sentence.parse.groups;
        let tokens = &groups[group].tokens;
        let mut bodies = Vec::new();
        let person = sentence.names.iter().any(|n| {
            tokens.start <= n.tokens.start
                && n.tokens.end <= tokens.end
                && n.meanings.iter().any(|m| matches!(m, Meaning::Person(_) | Meaning::Surname(_)))
        });
        for name in
            sentence.names.iter().filter(|n| tokens.start <= n.tokens.start && n.tokens.end <= tokens.end)
        {
            let holder = || if person { None } else { self.holder(&name.meanings, reader.lexicon) };
            let Some(id) = self.resolve(&name.meanings, reader.lexicon).or_else(holder) else { continue };
            if reader.lexicon.names.actor(id).kind == ActorKind::Person {
                push(out, Who::Known(id));
                if let Some(body) = self.represented(id, reader.lexicon) {
                    push(&mut bodies, Who::Known(body));
                }
            } else {
                push(&mut bodies, Who::Known(id));
                for whole in &reader.lexicon.names.actor(id).part_of {
                    if reader.lexicon.names.actor(id).kind == ActorKind::Organ {
                        push(&mut bodies, Who::Known(*whole));
                    }
                }
            }
        }
        for body in bodies {
            push(out, body);
        }
        // "Russia's foreign minister", "the alliance's headquarters": whose it is acts.
        if group > 0 && groups[group - 1].kind == GroupKind::Genitive && !self.named(sentence, group) {
            self.collect(reader, sentence, group - 1, out);
        }
        // "the foreign ministers of France and Germany"
        if out.is_empty()
            && let Some(of) = groups.get(group + 1)
            && of.kind == GroupKind::Preposition
            && reader.token(sentence, of.head).eq_ignore_ascii_case("of")
            && groups.get(group + 2).is_some_and(|g| g.kind == GroupKind::Noun)
        {
            self.collect(reader, sentence, group + 2, out);
        }
        if out.is_empty() {
            out.extend(self.antecedent(reader, sentence, group));
        }
        if let Some(person) = self.in_office(reader, sentence, group, out) {
            out.insert(0, Who::Known(person));
        }
    }

    /// Who held the office that a group names without a name, "the Soviet foreign minister", at the time; `bodies` are
    /// those whom the group names. Nobody where two did, or the word before says that it is another.
    fn in_office(
        &self,
        reader: &Reader,
        sentence: &Sentence,
        group: usize,
        bodies: &[Who],
    ) -> Option<ActorId> {
        let names = &reader.lexicon.names;
        let group = &sentence.parse.groups[group];
        let title = sentence.names.iter().find(|n| n.tokens.contains(&group.head) && n.is_title())?;
        let [Who::Known(body)] = bodies else { return None };
        let other = |t: usize| {
            let word = reader.lower(sentence, t);
            let first = word.split('-').next().unwrap_or_default();
            matches!(
                first,
                "former"
                    | "ex"
                    | "onetime"
                    | "deputy"
                    | "vice"
                    | "assistant"
                    | "acting"
                    | "shadow"
                    | "future"
                    | "next"
            )
        };
        if names.actor(*body).kind == ActorKind::Person || group.tokens.clone().any(other) {
            return None;
        }
        let mut holders: Vec<ActorId> = names
            .titles_of(&title.meanings)
            .filter(|t| t.of.is_none_or(|of| of == *body))
            .flat_map(|t| t.office.split('|'))
            .flat_map(|office| names.holders(office, *body, self.now()))
            .collect();
        holders.sort_unstable();
        holders.dedup();
        match holders.as_slice() {
            [person] => Some(*person),
            _ => None,
        }
    }

    /// Whom a title means that stands alone, "the NATO chief": somebody spoken of before who holds the office, or else the
    /// body whose office it is, where the title or the text before it names that body: every state has a finance minister.
    fn holder(&self, meanings: &[Meaning], lexicon: &Lexicon) -> Option<ActorId> {
        let names = &lexicon.names;
        let now = self.now();
        let mut body: Option<Option<ActorId>> = None;
        for title in names.titles_of(meanings).filter(|t| t.of.is_some()) {
            let known = self.people.iter().rev().filter_map(|who| match who {
                Who::Known(id) => Some(*id),
                Who::Written(_) => None,
            });
            let holds =
                |person: &ActorId| {
                    names.actor(*person).offices.iter().any(|o| {
                        o.office == title.office && Some(o.of) == title.of && o.term.meets(now.0, now.1)
                    })
                };
            if let Some(person) = { known }.find(holds) {
                return Some(person);
            }
            let spoken_of = title.of.is_some_and(|of| {
                let named = |alias: &&str| title.title.contains(*alias);
                self.bodies.contains(&of) || names.actor(of).aliases.iter().any(named)
            });
            match body {
                _ if !spoken_of => {}
                None => body = Some(title.of),
                Some(of) if of != title.of => return None,
                Some(_) => {}
            }
        }
        body.flatten()
    }

    /// Whether the group's own head is a name of the word lists.
    fn named(&self, sentence: &Sentence, group: usize) -> bool {
        let head = sentence.parse.groups[group].head;
        sentence.names.iter().any(|n| n.tokens.contains(&head) && !n.is_title())
    }

    /// Whom a pronoun or a definite noun stands for.
    fn antecedent(&self, reader: &Reader, sentence: &Sentence, group: usize) -> Vec<Who> {
        let position = group;
        let group = &sentence.parse.groups[group];
        let word = reader.lower(sentence, group.head);
        if sentence.parse.tags[group.head] == Tag::Pronoun || group.tokens.len() == 1 {
            match &*word {
                "he" | "she" | "him" | "her" | "himself" | "herself" => {
                    let person = self.subject_before(reader, sentence, position, true);
                    return self.with_body(person.or_else(|| self.people.last().cloned()), reader);
                }
                "we" | "us" | "i" | "me" => return self.with_body(self.speaker.clone(), reader),
                "it" | "itself" => {
                    let body = self.subject_before(reader, sentence, position, false);
                    return body.or(self.bodies.last().copied().map(Who::Known)).into_iter().collect();
                }
                _ => {}
            }
        }
        let definite = matches!(sentence.parse.tags[group.tokens.start], Tag::Determiner | Tag::Possessive);
        if !definite || word.is_empty() {
            return Vec::new();
        }
        // "the council", "the alliance": the body spoken of last that is one.
        let noun = reader.document.tokens[sentence.first + group.head].word;
        if noun == WordId::UNKNOWN {
            return Vec::new();
        }
        self.bodies
            .iter()
            .rev()
            .copied()
            .find(|id| reader.lexicon.names.is_called(*id, noun))
            .map(Who::Known)
            .into_iter()
            .collect()
    }

    /// Who did something earlier in the same sentence: a person, or a body.
    fn subject_before(
        &self,
        reader: &Reader,
        sentence: &Sentence,
        group: usize,
        person: bool,
    ) -> Option<Who> {
        let groups = &sentence.parse.groups;
        let subjects = sentence.parse.clauses.iter().rev().flat_map(|c| c.subject.iter().copied());
        let mut nouns =
            subjects.filter(|g| *g < group && sentence.parse.tags[groups[*g].head] != Tag::Pronoun);
        // By name only: an antecedent of an antecedent would lead round in circles ("one of them").
        nouns.find_map(|g| {
            let tokens = &groups[g].tokens;
            let inside = sentence
                .names
                .iter()
                .filter(|n| tokens.start <= n.tokens.start && n.tokens.end <= tokens.end);
            let named = inside
                .filter_map(|n| self.resolve(&n.meanings, reader.lexicon))
                .find(|id| (reader.lexicon.names.actor(*id).kind == ActorKind::Person) == person);
            let written = || self.written(reader, sentence, g, true).filter(|who| self.people.contains(who));
            named.map(Who::Known).or_else(|| if person { written() } else { None })
        })
    }

    fn with_body(&self, person: Option<Who>, reader: &Reader) -> Vec<Who> {
        let Some(person) = person else { return Vec::new() };
        let body = match &person {
            Who::Known(id) => self.represented(*id, reader.lexicon),
            Who::Written(_) => None,
        };
        std::iter::once(person).chain(body.map(Who::Known)).collect()
    }

    /// A group that the word lists do not know, as it is written, where it may be somebody.
    fn written(&self, reader: &Reader, sentence: &Sentence, group: usize, agents_only: bool) -> Option<Who> {
        let group = &sentence.parse.groups[group];
        let tags = &sentence.parse.tags;
        if tags[group.head] == Tag::Pronoun || tags[group.head] == Tag::Time {
            return None;
        }
        let tokens = &reader.document.tokens[sentence.first..];
        let is_agent = reader.lexicon.triggers.in_set("agents", tokens[group.head].word);
        let named = group.tokens.clone().any(|t| tags[t] == Tag::Name);
        if agents_only && !named && !is_agent {
            return None;
        }
        let first = group.tokens.clone().find(|t| {
            !matches!(tags[*t], Tag::Determiner | Tag::Possessive | Tag::Quote | Tag::Adverb)
                && !reader.lexicon.words.class(tokens[*t].word).can_be(WordClass::DETERMINER)
        })?;
        let first = full_name(reader, sentence, group).unwrap_or(first);
        let span = tokens[first].span().cover(tokens[group.tokens.end - 1].span());
        let written = one_line(span.of(&reader.document.text));
        let written = written.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        // "Smith", where John Smith was spoken of before
        let longer = self.people.iter().rev().find(|who| match who {
            Who::Written(name) => name.rsplit_once(' ').is_some_and(|(_, surname)| surname == written),
            Who::Known(_) => false,
        });
        if let Some(longer) = longer {
            return Some(longer.clone());
        }
        (!written.is_empty() && written.len() <= 80 && written.chars().any(char::is_alphabetic))
            .then_some(Who::Written(written))
    }
}

fn held_office(person: ActorId, lexicon: &Lexicon, days: (Day, Day)) -> bool {
    lexicon.names.actor(person).offices.iter().any(|o| o.term.meets(days.0, days.1))
}

/// The subject of the clause that says what a pronoun does: "Sweden said it would join". Nothing where the pronoun is none
/// of a clause that another one says.
fn speaker_of(reader: &Reader, sentence: &Sentence, group: usize) -> Vec<usize> {
    let parse = &sentence.parse;
    let head = parse.groups[group].head;
    let third = matches!(&*reader.lower(sentence, head), "it" | "they" | "he" | "she");
    if !third || parse.tags[head] != Tag::Pronoun {
        return Vec::new();
    }
    let said = parse.clauses.iter().find(|c| c.subject.contains(&group) && c.link == Link::Content);
    let Some(speech) = said.and_then(|c| c.governor).map(|g| &parse.clauses[g]) else { return Vec::new() };
    speech.subject.iter().copied().filter(|s| parse.tags[parse.groups[*s].head] != Tag::Pronoun).collect()
}

/// The first token of a person's full name at the end of a noun group, behind what he is: "company chief John Smith".
fn full_name(reader: &Reader, sentence: &Sentence, group: &Group) -> Option<usize> {
    let tags = &sentence.parse.tags;
    let role = |t: usize| reader.lexicon.triggers.in_set("roles", reader.word(sentence, t));
    let last = group.tokens.end - 1;
    let start =
        (group.tokens.start..=last).rev().take_while(|t| tags[*t] == Tag::Name && !role(*t)).last()?;
    let titled = start > group.tokens.start && role(start - 1);
    (titled && last > start).then_some(start)
}

/// Whether a noun group that the word lists do not know is a person's full name: behind what he is, or two names that speak.
fn is_full_name(reader: &Reader, sentence: &Sentence, group: usize, speaks: bool) -> bool {
    let group = &sentence.parse.groups[group];
    let names = group.tokens.clone().all(|t| sentence.parse.tags[t] == Tag::Name) && group.tokens.len() == 2;
    full_name(reader, sentence, group).is_some() || speaks && names
}

/// Puts somebody last in a memory, who was spoken of just now.
fn refresh<T: PartialEq>(list: &mut Vec<T>, id: T) {
    list.retain(|other| *other != id);
    list.push(id);
    if list.len() > MEMORY {
        list.remove(0);
    }
}

fn push(list: &mut Vec<Who>, who: Who) {
    if !list.contains(&who) {
        list.push(who);
    }
}
