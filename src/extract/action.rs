use std::ops::Range;

use crate::lexicon::{Complement, Condition, Trigger, TriggerId, TypeId, WordClass, WordList};
use crate::syntax::{Clause, Form, GroupKind, Link, Tag, Tense};
use crate::text::WordId;

use super::undone::is_ahead;
use super::{Reader, Sentence, intent};

/// Words that name an event, with the groups of its sides.
#[derive(Clone, Debug)]
pub(super) struct Action {
    /// What they name.
    pub(super) event_type: TypeId,
    /// The words, as tokens of the sentence.
    pub(super) trigger: Range<usize>,
    /// The clause whose verb they are or in which they stand.
    pub(super) clause: Option<usize>,
    /// The noun group, where a noun names it.
    pub(super) noun: Option<usize>,
    /// Noun groups of those who act.
    pub(super) from: Vec<usize>,
    /// Noun groups of those acted upon.
    pub(super) to: Vec<usize>,
    /// All groups that belong to it.
    pub(super) extent: Range<usize>,
    /// How the noun stands to its clause.
    pub(super) position: Position,
    /// Whether its verb's negation is what makes it: did not agree.
    pub(super) refuses: bool,
    /// Which rule found it, with the words.
    pub(super) rule: String,
}

/// How the words of an action stand in their clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Position {
    /// They are its verb.
    Verb,
    /// The object of a light verb: held talks.
    LightObject,
    /// The subject of a verb of happening: talks resumed.
    Happening,
    /// Behind a preposition, which is this token: at a meeting.
    Behind(usize),
    /// A noun anywhere else.
    Free,
}

/// Finds what a sentence names, in the order of the text.
pub(super) fn actions(reader: &Reader, sentence: &Sentence) -> Vec<Action> {
    let mut out = Vec::new();
    let mut taken = vec![false; sentence.parse.groups.len()];
    for index in 0..sentence.parse.clauses.len() {
        if let Some(action) = of_verb(reader, sentence, index, &mut taken) {
            out.push(action);
        }
    }
    for (index, group) in sentence.parse.groups.iter().enumerate() {
        // What has a date of its own is an event of its own, whatever verb it is the object of.
        let dated = super::date::times_of_noun(sentence, index).next().is_some()
            || sentence.course.is_some_and(|c| c.is_of(index));
        if group.kind == GroupKind::Noun && (dated || !taken[index]) {
            out.extend(of_noun(reader, sentence, index));
        }
    }
    one_thing(&mut out, &taken);
    // "Discussions have heated up": the noun says what happened, so that the verb of no list need not.
    let other = reader.lexicon.types.id("other");
    let told: Vec<Option<usize>> = out
        .iter()
        .filter(|a| matches!(a.position, Position::Happening | Position::LightObject))
        .map(|a| a.clause)
        .collect();
    out.retain(|a| Some(a.event_type) != other || a.position != Position::Verb || !told.contains(&a.clause));
    out.sort_by_key(|a| a.trigger.start);
    out
}

/// Joins verb and noun where they name one thing: "were killed in an ambush", "announced a truce on Christmas Eve". The verb
/// stays, and the noun's date is its own.
fn one_thing(actions: &mut Vec<Action>, taken: &[bool]) {
    let mut gone = Vec::new();
    for (index, noun) in actions.iter().enumerate() {
        let Some(group) = noun.noun else { continue };
        let told = taken[group] || matches!(noun.position, Position::Behind(_) | Position::Happening);
        let same =
            |a: &Action| a.noun.is_none() && a.clause == noun.clause && a.event_type == noun.event_type;
        if told && let Some(verb) = actions.iter().position(same) {
            gone.push((index, verb, group));
        }
    }
    for (_, verb, group) in &gone {
        actions[*verb].noun = Some(*group);
    }
    let mut index = 0;
    actions.retain(|_| {
        index += 1;
        !gone.iter().any(|(noun, ..)| *noun + 1 == index)
    });
}

/// The row of the triggers that a clause's verb matches best.
pub(super) fn trigger_of<'a>(reader: &Reader<'a>, sentence: &Sentence, index: usize) -> Option<&'a Trigger> {
    sentence.triggers[index].map(|id| reader.lexicon.triggers.row(id))
}

/// Finds what [`trigger_of`] returns.
pub(super) fn find_trigger(reader: &Reader, sentence: &Sentence, index: usize) -> Option<TriggerId> {
    let triggers = &reader.lexicon.triggers;
    let clause = &sentence.parse.clauses[index];
    let adjective = if clause.lemma == WordId::UNKNOWN {
        predicate(reader, sentence, clause)
    } else {
        // "is prepared to": a participle that is as good as an adjective.
        clause.passive.then(|| reader.word(sentence, clause.head))
    };
    let rows = adjective.map(|word| triggers.adjective(word)).unwrap_or_default().iter();
    let rows = rows.chain(triggers.verb(clause.lemma));
    let mut best: Option<((u32, Closeness), TriggerId)> = None;
    for id in rows {
        let row = triggers.row(*id);
        let weight = row.weight;
        if best.is_some_and(|((w, _), _)| weight < w) || !particles_match(reader, sentence, clause, row) {
            continue;
        }
        let closeness = row
            .frame
            .iter()
            .try_fold(Closeness::Head, |least, c| Some(least.min(holds(reader, sentence, index, row, *c)?)));
        if let Some(closeness) = closeness
            && best.is_none_or(|(b, _)| (weight, closeness) > b)
        {
            best = Some(((weight, closeness), *id));
        }
    }
    best.map(|(_, id)| id)
}

/// Whether what stands behind a clause's verb as an infinitive came about with it: began to, led somebody to.
pub(super) fn asserts_infinitive(reader: &Reader, sentence: &Sentence, index: usize) -> bool {
    trigger_of(reader, sentence, index)
        .is_some_and(|row| row.event_type.is_none() && row.complement == Some(Complement::Actual))
}

/// Where in a noun group a word stands that a condition asks for; of rows of one weight the closest wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    /// dozens of missiles
    Of,
    /// missile batteries
    Modifier,
    /// missiles; also any condition that is not about a noun group.
    Head,
}

/// The adjective behind a form of be: "is willing to".
fn predicate(reader: &Reader, sentence: &Sentence, clause: &Clause) -> Option<WordId> {
    let tags = &sentence.parse.tags;
    let mut at = clause.head + 1;
    while at < tags.len() && matches!(tags[at], Tag::Adverb | Tag::Negation | Tag::Quote) {
        at += 1;
    }
    let fits = at < tags.len() && matches!(tags[at], Tag::Adjective | Tag::Noun | Tag::Verb(_));
    fits.then(|| reader.word(sentence, at))
}

fn particles_match(reader: &Reader, sentence: &Sentence, clause: &Clause, row: &Trigger) -> bool {
    if row.particles.is_empty() {
        return true;
    }
    let particles = reader.lexicon.triggers.words(row.particles);
    let follow = |start: usize| {
        particles
            .iter()
            .enumerate()
            .all(|(i, p)| start + i < sentence.parse.tags.len() && reader.word(sentence, start + i) == *p)
    };
    // "called off the talks", "called the talks off"; but a preposition stands right behind its verb: "called for talks".
    let loose = particles.iter().all(|p| {
        let class = reader.lexicon.words.class(*p);
        class.can_be(WordClass::PARTICLE) || !class.can_be(WordClass::PREPOSITION | WordClass::INFINITIVE)
    });
    follow(clause.head + 1)
        || loose && clause.object.iter().any(|g| follow(sentence.parse.groups[*g].tokens.end))
}

/// Whether a condition holds for a clause, and by a word how close to the head.
fn holds(
    reader: &Reader,
    sentence: &Sentence,
    index: usize,
    row: &Trigger,
    condition: Condition,
) -> Option<Closeness> {
    let clause = &sentence.parse.clauses[index];
    let parse = &sentence.parse;
    let any = |groups: &[usize], words: WordList| {
        let words = reader.lexicon.triggers.words(words);
        groups.iter().filter_map(|g| mentions(reader, sentence, *g, words)).max()
    };
    let plain = |holds: bool| holds.then_some(Closeness::Head);
    match condition {
        Condition::Object(words) => {
            let groups = if clause.passive { &clause.subject } else { &clause.object };
            let relative = clause.link == Link::Relative && !clause.passive && clause.object.is_empty();
            any(groups, words)
                .or_else(|| any(phrasal_object(reader, clause, row), words))
                .or_else(|| if relative { any(&clause.subject, words) } else { None })
        }
        Condition::Subject(words) => {
            if clause.passive {
                any(&agents(reader, sentence, clause), words)
            } else {
                any(&clause.subject, words)
            }
        }
        Condition::Preposition(preposition, words) => clause
            .obliques
            .iter()
            .filter(|(p, _)| reader.word(sentence, *p) == preposition)
            .filter_map(
                |(_, groups)| if words.is_empty() { Some(Closeness::Head) } else { any(groups, words) },
            )
            .max()
            .or_else(|| {
                plain(words.is_empty() && next_preposition(reader, sentence, clause) == Some(preposition))
            }),
        Condition::Infinitive(verbs) => plain(complement(sentence, index).is_some_and(|c| {
            let inner = &parse.clauses[c];
            let listed = || reader.lexicon.triggers.words(verbs).binary_search(&inner.lemma).is_ok();
            inner.form == Form::Infinitive && (verbs.is_empty() || listed())
        })),
        Condition::That => {
            plain(complement(sentence, index).is_some_and(|c| parse.clauses[c].link == Link::Content))
        }
        Condition::Ing => plain(
            parse
                .clauses
                .get(index + 1)
                .is_some_and(|c| c.form == Form::Participle && !c.passive && c.group <= clause.group + 3),
        ),
        Condition::NoObject => plain(clause.object.is_empty() && !clause.passive),
        Condition::Passive => plain(clause.passive),
        Condition::Active => plain(!clause.passive),
        Condition::Modifier(_) => None,
    }
}

/// What stands behind the particle of a verb whose particle is a preposition: "called for sanctions".
fn phrasal_object<'a>(reader: &Reader, clause: &'a Clause, row: &Trigger) -> &'a [usize] {
    let last = clause.head + reader.lexicon.triggers.words(row.particles).len();
    let behind = clause.obliques.iter().find(|(p, _)| !row.particles.is_empty() && *p == last);
    behind.map_or(&[], |(_, groups)| groups)
}

fn next_preposition(reader: &Reader, sentence: &Sentence, clause: &Clause) -> Option<WordId> {
    let group = sentence.parse.groups.get(clause.group + 1)?;
    (group.kind == GroupKind::Preposition).then(|| reader.word(sentence, group.head))
}

/// The infinitive or content clause that belongs to a clause.
pub(super) fn complement(sentence: &Sentence, index: usize) -> Option<usize> {
    let clauses = &sentence.parse.clauses;
    (index + 1..clauses.len()).find(|i| {
        clauses[*i].governor == Some(index) && matches!(clauses[*i].link, Link::Infinitive | Link::Content)
    })
}

/// The noun groups behind "by", for a passive.
fn agents(reader: &Reader, sentence: &Sentence, clause: &Clause) -> Vec<usize> {
    clause
        .obliques
        .iter()
        .filter(|(p, _)| reader.token(sentence, *p).eq_ignore_ascii_case("by"))
        .flat_map(|(_, groups)| groups.iter().copied())
        .collect()
}

/// Whether one of the words is in a noun group, or in the "of" group behind a measure: "two tonnes of food".
fn mentions(reader: &Reader, sentence: &Sentence, group: usize, words: &[WordId]) -> Option<Closeness> {
    let groups = &sentence.parse.groups;
    let has = |t: usize| {
        let word = reader.word(sentence, t);
        word != WordId::UNKNOWN && words.binary_search(&word).is_ok()
    };
    let mut at = group;
    loop {
        let g = &groups[at];
        if at == group && has(g.head) {
            return Some(Closeness::Head);
        }
        if g.tokens.clone().any(has) {
            return Some(if at == group { Closeness::Modifier } else { Closeness::Of });
        }
        let measure = || {
            sentence.parse.tags[g.head] == Tag::Quantity
                || reader.lexicon.triggers.in_set("measures", reader.word(sentence, g.head))
        };
        let next_of = groups.get(at + 1).is_some_and(|g| {
            g.kind == GroupKind::Preposition && reader.token(sentence, g.head).eq_ignore_ascii_case("of")
        });
        let measured = next_of
            && measure()
            && groups.get(at + 2).is_some_and(|g| matches!(g.kind, GroupKind::Noun | GroupKind::Genitive));
        let listed = at > group
            && g.kind == GroupKind::Noun
            && groups.get(at + 1).is_some_and(|g| g.kind == GroupKind::Coordinator)
            && groups.get(at + 2).is_some_and(|g| g.kind == GroupKind::Noun);
        if measured || listed {
            at += 2;
        } else if g.kind == GroupKind::Genitive
            && groups.get(at + 1).is_some_and(|g| g.kind == GroupKind::Noun)
        {
            at += 1;
        } else {
            return None;
        }
    }
}

fn of_verb(reader: &Reader, sentence: &Sentence, index: usize, taken: &mut [bool]) -> Option<Action> {
    let clause = &sentence.parse.clauses[index];
    let row = trigger_of(reader, sentence, index);
    let written = reader.token(sentence, clause.head);
    let types = &reader.lexicon.types;
    let (event_type, rule) = match row {
        Some(row @ Trigger { event_type: None, .. }) => untyped(reader, sentence, index, Some(row))?,
        Some(row) => {
            let event_type = row.event_type?;
            // "authorised the release": the noun says more than the verb.
            if row.frame.is_empty() && row.particles.is_empty() && names_event(reader, sentence, clause) {
                return None;
            }
            // What has told the type is no event of its own.
            for group in told(reader, sentence, clause, row) {
                taken[group] = true;
            }
            (event_type, format!("type: \"{written}\" → {}", types.get(event_type).name))
        }
        None => untyped(reader, sentence, index, None)?,
    };
    let refuses = intent::is_refusal(reader, sentence, index, event_type);
    let said = (types.get(event_type).class == "STATEMENT")
        .then(|| intent::of_speech(reader, sentence, index))
        .flatten();
    let (event_type, rule) = match &said {
        Some(said) => {
            (said.event_type, format!("type: what is {written} → {}", types.get(said.event_type).name))
        }
        None if refuses => (types.id("rejection")?, format!("type: not \"{written}\" → rejection")),
        None => (event_type, rule),
    };
    let mut from = clause.subject.clone();
    let mut to = clause.object.clone();
    // "is prepared to": nobody prepared him.
    let adjective = reader.lexicon.triggers.adjective(reader.word(sentence, clause.head));
    let adjectival = sentence.triggers[index].is_some_and(|row| adjective.contains(&row));
    if clause.passive && !adjectival {
        to = from;
        from = agents(reader, sentence, clause);
    }
    let content = said.as_ref().map(|said| &sentence.parse.clauses[said.content]);
    if let Some(content) = content {
        to.extend(content.subject.iter().chain(&content.object).copied());
    }
    // "agreed to lend it to Indonesia": the other side of a commitment is the other side of what it commits to.
    let content = content.or_else(|| {
        row.and_then(|r| r.complement).filter(|c| *c != Complement::Actual)?;
        let inner = complement(sentence, index)?;
        let inner = &sentence.parse.clauses[inner];
        let alone = clause.object.is_empty() || clause.lemma == WordId::UNKNOWN;
        (inner.form == Form::Infinitive && alone).then_some(inner)
    });
    if let Some(inner) = content.filter(|_| said.is_none()) {
        to.extend(inner.object.iter().copied());
    }
    for (preposition, groups) in clause.obliques.iter().chain(content.iter().flat_map(|c| &c.obliques)) {
        let word = reader.lower(sentence, *preposition);
        if matches!(
            &*word,
            "with"
                | "into"
                | "about"
                | "against"
                | "to"
                | "toward"
                | "towards"
                | "from"
                | "between"
                | "for"
                | "on"
                | "over"
                | "near"
                | "alongside"
        ) {
            to.extend(groups.iter().copied());
        }
    }
    let trigger = sentence.parse.groups[clause.group].tokens.clone();
    Some(Action {
        event_type,
        trigger: clause.head..trigger.end.max(clause.head + 1),
        clause: Some(index),
        noun: None,
        from,
        to,
        extent: clause.extent.clone(),
        position: Position::Verb,
        refuses,
        rule,
    })
}

/// Nothing dated is lost: a clause with a subject and a date of its own is an event, though no list has its verb.
fn untyped(
    reader: &Reader,
    sentence: &Sentence,
    index: usize,
    row: Option<&Trigger>,
) -> Option<(TypeId, String)> {
    let clause = &sentence.parse.clauses[index];
    let tells = match clause.form {
        Form::Finite => true,
        // "the ship, built in 1976"
        Form::Participle => clause.passive,
        // "expects to open a mission in 1976"; what is only wanted is judged later.
        // "was to open on July 25" leaves open whether it did.
        Form::Infinitive => clause
            .governor
            .map(|g| &sentence.parse.clauses[g])
            .is_some_and(|governor| governor.lemma != WordId::UNKNOWN || governor.tense != Tense::Past),
    };
    // "The first flight was in 1994": else a form of be tells what something is, not what happened.
    let is = clause.lemma == WordId::UNKNOWN;
    let named =
        clause.subject.iter().all(|g| sentence.parse.tags[sentence.parse.groups[*g].head] != Tag::Pronoun);
    let when = clause.object.is_empty() && clause.obliques.is_empty() && named;
    // "decided on Monday to leave": the date is the deed's as well.
    let means = row.is_some_and(|r| r.complement.is_some()) && complement(sentence, index).is_some();
    // An article begins with its news, which is of the day of writing where it has no date. "The move comes after" has none.
    let links = matches!(reader.lexicon.vocabulary.word(clause.lemma), "come" | "follow");
    let news = !is
        && !links
        && named
        && clause.link == Link::Main
        && index == 0
        && super::assemble::is_lead(reader, sentence);
    if !tells
        || clause.subject.is_empty()
        || is && !when
        || means
        || !news && !has_own_time(reader, sentence, index)
    {
        return None;
    }
    let written = reader.token(sentence, clause.head);
    Some((reader.lexicon.types.id("other")?, format!("type: \"{written}\" is in no list → other")))
}

/// The noun groups whose words a row asks for.
fn told(reader: &Reader, sentence: &Sentence, clause: &Clause, row: &Trigger) -> Vec<usize> {
    let mut groups = Vec::new();
    for condition in &row.frame {
        match *condition {
            Condition::Object(_) => {
                groups.extend(if clause.passive { &clause.subject } else { &clause.object });
                groups.extend(phrasal_object(reader, clause, row));
            }
            Condition::Subject(words) if !clause.passive => {
                groups.extend(clause.subject.iter().filter(|g| {
                    mentions(reader, sentence, **g, reader.lexicon.triggers.words(words)).is_some()
                }))
            }
            Condition::Preposition(preposition, words) if !words.is_empty() => groups.extend(
                clause
                    .obliques
                    .iter()
                    .filter(|(p, _)| reader.word(sentence, *p) == preposition)
                    .flat_map(|(_, groups)| groups),
            ),
            _ => {}
        }
    }
    groups
}

/// Whether a light verb's object is a noun that names an event by itself.
fn names_event(reader: &Reader, sentence: &Sentence, clause: &Clause) -> bool {
    let groups = if clause.passive { &clause.subject } else { &clause.object };
    reader.lexicon.triggers.in_set("light", clause.lemma)
        && groups
            .iter()
            .any(|g| noun_trigger(reader, sentence, *g).is_some_and(|(_, r)| r.event_type.is_some()))
}

/// The row of the triggers that a noun group's head matches best, and the token its phrase begins with.
fn noun_trigger<'a>(reader: &Reader<'a>, sentence: &Sentence, group: usize) -> Option<(usize, &'a Trigger)> {
    let g = &sentence.parse.groups[group];
    let tokens = &reader.document.tokens[sentence.first..];
    let text = &reader.document.text;
    let triggers = &reader.lexicon.triggers;
    if !matches!(sentence.parse.tags[g.head], Tag::Noun | Tag::Name) {
        return None;
    }
    let (start, rows) = (g.tokens.start..=g.head).find_map(|start| {
        let (length, rows) = triggers.longest_noun(&tokens[start..g.head + 1], text)?;
        (start + length == g.head + 1).then_some((start, rows))
    })?;
    // The first is the one of which most holds.
    let mut rows = rows.iter().map(|id| triggers.row(*id));
    let fits = |r: &&Trigger| r.frame.iter().all(|c| noun_condition(reader, sentence, group, start, *c));
    Some((start, rows.find(fits)?))
}

/// Returns the type that a noun names.
pub(super) fn type_of_noun(reader: &Reader, sentence: &Sentence, group: usize) -> Option<TypeId> {
    noun_trigger(reader, sentence, group).and_then(|(_, row)| row.event_type)
}

/// Whether a time expression belongs to the clause itself. "Decided at the summit in 1976" adds nothing to the summit.
fn has_own_time(reader: &Reader, sentence: &Sentence, index: usize) -> bool {
    // "has grown over the past two years" is no happening.
    super::date::times_of_clause(sentence, index)
        .any(|time| time.noun.is_none() && reader.times[time.time].edtf().is_some())
}

fn of_noun(reader: &Reader, sentence: &Sentence, group: usize) -> Option<Action> {
    let parse = &sentence.parse;
    let g = &parse.groups[group];
    let tokens = &reader.document.tokens[sentence.first..];
    let text = &reader.document.text;
    let (start, event_type) = match noun_trigger(reader, sentence, group) {
        Some((start, Trigger { event_type: Some(event_type), .. })) => (start, *event_type),
        // "The delivery was put off to May 10"
        _ if is_ahead(sentence, group) => (g.head, reader.lexicon.types.id("other")?),
        _ => return None,
    };
    let clause = clause_around(sentence, group);
    let position = position(reader, sentence, group, clause);
    let (mut from, mut to, end) = sides_of_noun(reader, sentence, group);
    let dated = super::date::times_of_noun(sentence, group).next().is_some()
        || sentence.course.is_some_and(|c| c.is_of(group));
    let mut extent =
        if group > 0 && parse.groups[group - 1].kind == GroupKind::Genitive { group - 1 } else { group }..end;
    let mut clause_index = clause;
    match position {
        Position::LightObject | Position::Happening => {
            let c = &parse.clauses[clause?];
            if position == Position::LightObject {
                if c.passive {
                    from.extend(agents(reader, sentence, c));
                } else {
                    from.extend(c.subject.iter().copied());
                }
                for (p, groups) in &c.obliques {
                    let word = reader.lower(sentence, *p);
                    if matches!(&*word, "with" | "against" | "to" | "on" | "near" | "over" | "between") {
                        to.extend(groups.iter().copied());
                    }
                    if word == "from" {
                        // "drew criticism from both": they are the ones who criticise.
                        from.clear();
                        from.extend(groups.iter().copied());
                    }
                }
            }
            extent = extent.start.min(c.extent.start)..extent.end.max(c.extent.end);
        }
        Position::Behind(preposition) => {
            let word = reader.lower(sentence, preposition);
            let journey = clause
                .and_then(|c| trigger_of(reader, sentence, c))
                .and_then(|row| row.event_type)
                .is_some_and(|t| reader.lexicon.types.get(t).name == "visit");
            let attended = matches!(&*word, "at" | "during" | "in") || word == "for" && journey;
            if !dated && !attended {
                return None;
            }
            if !dated && clause.is_none_or(|c| parse.clauses[c].form != Form::Finite) {
                return None;
            }
        }
        _ if !dated => return None,
        _ => clause_index = clause,
    }
    let written = tokens[start].span().cover(tokens[g.head].span()).of(text);
    Some(Action {
        event_type,
        trigger: start..g.head + 1,
        clause: clause_index,
        noun: Some(group),
        from,
        to,
        extent,
        position,
        refuses: false,
        rule: format!("type: \"{written}\" → {}", reader.lexicon.types.get(event_type).name),
    })
}

fn noun_condition(
    reader: &Reader,
    sentence: &Sentence,
    group: usize,
    start: usize,
    condition: Condition,
) -> bool {
    let list = |words: WordList| reader.lexicon.triggers.words(words);
    let g = &sentence.parse.groups[group];
    match condition {
        Condition::Modifier(words) => (g.tokens.start..start.max(g.head))
            .any(|t| list(words).binary_search(&reader.word(sentence, t)).is_ok()),
        Condition::Preposition(preposition, words) => {
            let groups = &sentence.parse.groups;
            (group + 1..(group + 6).min(groups.len().saturating_sub(1)))
                .take_while(|i| {
                    !matches!(groups[*i].kind, GroupKind::Verb | GroupKind::Stop | GroupKind::Relative)
                })
                .any(|i| {
                    groups[i].kind == GroupKind::Preposition
                        && reader.word(sentence, groups[i].head) == preposition
                        && (words.is_empty() || mentions(reader, sentence, i + 1, list(words)).is_some())
                })
        }
        Condition::Infinitive(_) => sentence
            .parse
            .groups
            .get(group + 1)
            .is_some_and(|n| n.kind == GroupKind::Verb && sentence.parse.tags[n.tokens.start] == Tag::To),
        _ => false,
    }
}

/// The clause whose extent a group lies in: the nearest verb before it, or the one it is the subject of.
pub(super) fn clause_around(sentence: &Sentence, group: usize) -> Option<usize> {
    let clauses = &sentence.parse.clauses;
    clauses
        .iter()
        .position(|c| {
            c.subject.contains(&group)
                && c.group > group
                && c.form == Form::Finite
                && c.link != Link::Relative
        })
        .or_else(|| clauses.iter().rposition(|c| c.group < group))
        .or_else(|| (!clauses.is_empty()).then_some(0))
}

fn position(reader: &Reader, sentence: &Sentence, group: usize, clause: Option<usize>) -> Position {
    let parse = &sentence.parse;
    let before =
        (0..group).rev().find(|g| !matches!(parse.groups[*g].kind, GroupKind::Genitive | GroupKind::Quote));
    if let Some(before) = before
        && parse.groups[before].kind == GroupKind::Preposition
    {
        return Position::Behind(parse.groups[before].head);
    }
    let Some(index) = clause else { return Position::Free };
    let clause = &parse.clauses[index];
    // "The alliance will continue to hold talks": not the alliance is what goes on.
    let does = || complement(sentence, index).is_some_and(|c| parse.clauses[c].form == Form::Infinitive);
    let set = |name: &str| reader.lexicon.triggers.in_set(name, clause.lemma);
    if clause.object.contains(&group) && set("light")
        || clause.passive && clause.subject.contains(&group) && set("light")
    {
        return Position::LightObject;
    }
    if clause.subject.contains(&group) && (set("occur") && !does() || clause.lemma == WordId::UNKNOWN) {
        return Position::Happening;
    }
    Position::Free
}

/// Who a noun itself names: its genitive and modifiers act, "with", "of" and "on" name the other side.
fn sides_of_noun(reader: &Reader, sentence: &Sentence, group: usize) -> (Vec<usize>, Vec<usize>, usize) {
    let groups = &sentence.parse.groups;
    let mut from = vec![];
    let mut to = vec![];
    if group > 0 && groups[group - 1].kind == GroupKind::Genitive {
        from.push(group - 1);
    }
    from.push(group);
    let mut at = group + 1;
    let mut end = group + 1;
    while at < groups.len() {
        match groups[at].kind {
            GroupKind::Preposition => {
                let word = reader.lower(sentence, groups[at].head);
                let side = match &*word {
                    "by" | "between" | "among" | "from" => &mut from,
                    "with" | "of" | "against" | "on" | "to" | "near" | "over" | "involving" => &mut to,
                    "in" | "at" | "off" | "during" | "for" | "about" => {
                        if groups
                            .get(at + 1)
                            .is_some_and(|g| matches!(g.kind, GroupKind::Noun | GroupKind::Time))
                        {
                            at += 2;
                            end = at;
                            continue;
                        }
                        break;
                    }
                    _ => break,
                };
                let mut next = at + 1;
                let before = next;
                while next < groups.len()
                    && matches!(
                        groups[next].kind,
                        GroupKind::Noun | GroupKind::Genitive | GroupKind::Coordinator
                    )
                {
                    if groups[next].kind == GroupKind::Noun {
                        side.push(next);
                        end = next + 1;
                    }
                    next += 1;
                }
                if next == before {
                    if groups.get(next).is_some_and(|g| g.kind == GroupKind::Time) {
                        end = next + 1;
                        at = next + 1;
                        continue;
                    }
                    break;
                }
                at = next;
            }
            GroupKind::Time => {
                end = at + 1;
                at += 1;
            }
            GroupKind::Other | GroupKind::Quote => at += 1,
            _ => break,
        }
    }
    (from, to, end)
}

/// Words before a noun that make it an announced one: planned talks, next month's summit.
pub(super) fn is_announced(reader: &Reader, sentence: &Sentence, group: usize) -> bool {
    let g = &sentence.parse.groups[group];
    g.tokens.clone().any(|t| reader.lexicon.triggers.in_set("announced", reader.word(sentence, t)))
}
