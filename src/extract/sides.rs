use crate::lexicon::{Found, Meaning};
use crate::syntax::GroupKind;

use super::action::{self, Action};
use super::actor::{Cast, Who};
use super::assemble::{is_person, speaks};
use super::{Reader, Sentence};
use crate::text::Span;

/// Who acts and who is acted upon, and by which words.
#[derive(Clone, Debug, Default)]
pub(super) struct Sides {
    pub(super) from: Vec<Who>,
    pub(super) to: Vec<Who>,
    /// The words that name somebody, and whom.
    pub(super) named: Vec<(Span, Vec<Who>)>,
}

/// Says who acts and who is acted upon: those whom the groups of an action name, and those who stand behind "between",
/// "with" and "against" beside what it is done to.
pub(super) fn sides(
    reader: &Reader,
    sentence: &Sentence,
    cast: &Cast,
    action: &Action,
    trailing: bool,
) -> Sides {
    let Sides { mut from, mut to, mut named } = Sides::default();
    for group in &action.from {
        gather(reader, sentence, cast, action, *group, &mut from, &mut named);
    }
    for group in &action.to {
        gather(reader, sentence, cast, action, *group, &mut to, &mut named);
        for partner in partners(reader, sentence, *group) {
            gather(reader, sentence, cast, action, partner, &mut to, &mut named);
        }
    }
    if speaks(reader, action) {
        // Reporters are spoken to, and whom it is about is in what is said.
        to.retain(|who| matches!(who, Who::Known(_)));
        let said = said_tokens(sentence, action, trailing);
        for name in
            sentence.names.iter().filter(|n| said.contains(&n.tokens.start) && !is_where(reader, sentence, n))
        {
            if let Some(id) = cast.resolve(&name.meanings, reader.lexicon)
                && !is_person(reader, &Who::Known(id))
                && !to.contains(&Who::Known(id))
            {
                to.push(Who::Known(id));
                named.push((reader.span(sentence, name.tokens.clone()), vec![Who::Known(id)]));
            }
        }
    }
    // "said ahead of planned talks with Lavrov": who speaks of talks with somebody holds them.
    if from.is_empty()
        && action.noun.is_some()
        && reader.lexicon.types.get(action.event_type).class == "CONSULT"
        && to.iter().any(|who| is_person(reader, who))
        && let Some(clause) = action.clause
    {
        for group in &sentence.parse.clauses[clause].subject {
            gather(reader, sentence, cast, action, *group, &mut from, &mut named);
        }
    }
    to.retain(|who| !from.contains(who));
    Sides { from, to, named }
}

fn gather(
    reader: &Reader,
    sentence: &Sentence,
    cast: &Cast,
    action: &Action,
    group: usize,
    list: &mut Vec<Who>,
    named: &mut Vec<(Span, Vec<Who>)>,
) {
    if is_place(reader, sentence, group) {
        return;
    }
    let mut new = cast.actors(reader, sentence, group, true);
    // The noun of the event is no party to it: only whom it names is.
    new.retain(|who| !(action.noun == Some(group) && matches!(who, Who::Written(_)) || list.contains(who)));
    if !new.is_empty() {
        list.extend(new.iter().cloned());
        named.push((reader.span(sentence, sentence.parse.groups[group].tokens.clone()), new));
    }
}

/// The groups behind "between", "with" and "against" right after a noun group: "cooperation between A and B".
fn partners(reader: &Reader, sentence: &Sentence, group: usize) -> Vec<usize> {
    let groups = &sentence.parse.groups;
    let mut out = Vec::new();
    let mut taking = false;
    for (i, g) in groups.iter().enumerate().skip(group + 1) {
        match g.kind {
            GroupKind::Preposition => {
                let word = reader.lower(sentence, g.head);
                taking = matches!(&*word, "between" | "with" | "against");
            }
            GroupKind::Noun if taking => out.push(i),
            GroupKind::Noun
            | GroupKind::Genitive
            | GroupKind::Coordinator
            | GroupKind::Time
            | GroupKind::Quote => {}
            _ => break,
        }
    }
    out
}

/// Whether a noun group says where: behind in, at, near, over; or behind to, into, from where it is no actor's own name.
fn is_place(reader: &Reader, sentence: &Sentence, group: usize) -> bool {
    let groups = &sentence.parse.groups;
    let head = groups[group].head;
    let Some(name) = sentence.names.iter().find(|n| n.tokens.contains(&head)) else { return false };
    let actor = name
        .meanings
        .iter()
        .any(|m| matches!(m, Meaning::Actor(_) | Meaning::Person(_) | Meaning::Demonym(_)));
    let place = name.meanings.iter().any(|m| matches!(m, Meaning::Place(_) | Meaning::Seat(_)));
    if !place {
        return false;
    }
    let before = group.checked_sub(1).map(|b| &groups[b]).filter(|b| b.kind == GroupKind::Preposition);
    let word = before.map(|b| reader.lower(sentence, b.head)).unwrap_or_default();
    let seat = name.meanings.iter().any(|m| matches!(m, Meaning::Seat(_)));
    match &*word {
        "in" | "at" | "near" | "off" | "outside" | "over" | "around" | "across" | "throughout" | "inside" => {
            true
        }
        "to" | "into" | "from" | "for" | "toward" | "towards" | "through" | "on" => !actor,
        _ => !actor && !seat,
    }
}

/// The tokens of what is said: before the words where they trail it, behind them where a clause of theirs holds it.
fn said_tokens(sentence: &Sentence, action: &Action, trailing: bool) -> std::ops::Range<usize> {
    let content = action.clause.and_then(|c| action::complement(sentence, c));
    match (trailing, content) {
        (true, _) => 0..action.trigger.start,
        (false, Some(_)) => action.trigger.end..sentence.parse.tags.len(),
        (false, None) => 0..0,
    }
}

/// Whether a name says where: behind in, at, near, or before the noun of what happened there ("the Warsaw summit").
fn is_where(reader: &Reader, sentence: &Sentence, name: &Found) -> bool {
    let seat = name.meanings.iter().any(|m| matches!(m, Meaning::Seat(_) | Meaning::Place(_)))
        && !name.meanings.iter().any(|m| matches!(m, Meaning::Actor(_)));
    let group = sentence.parse.group_at(name.tokens.start);
    let modifies = sentence.parse.groups[group].head >= name.tokens.end;
    let located = group.checked_sub(1).is_some_and(|b| {
        let b = &sentence.parse.groups[b];
        b.kind == GroupKind::Preposition
            && matches!(&*reader.lower(sentence, b.head), "in" | "at" | "near" | "off" | "outside")
    });
    located || seat && modifies
}
