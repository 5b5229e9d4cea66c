use crate::event::Realis;
use crate::lexicon::TypeId;
use crate::syntax::{Clause, GroupKind, Tense};

use super::action::{self, Action, Position};
use super::assemble::Draft;
use super::date::times_of_noun;
use super::{Reader, Sentence, SkipReason, Skipped};

/// Says why what a noun names did not come about, where the words around it call it off or deny it: "put off the talks
/// planned for May 3", "the cancelled summit", "the postponement of the visit", "denied a meeting".
pub(super) fn undone(reader: &Reader, sentence: &Sentence, action: &Action) -> Option<SkipReason> {
    let group = action.noun?;
    let parse = &sentence.parse;
    let off = |token: usize| reader.lexicon.triggers.in_set("undone", reader.word(sentence, token));
    let tokens = parse.groups[group].tokens.clone();
    if tokens.clone().any(|t| t != parse.groups[group].head && off(t)) {
        return Some(SkipReason::Cancelled);
    }
    if let Position::Behind(preposition) = action.position
        && reader.token(sentence, preposition).eq_ignore_ascii_case("of")
        && let Some(before) = parse.group_at(preposition).checked_sub(1).map(|g| &parse.groups[g])
        && before.kind == GroupKind::Noun
    {
        match reader.token(sentence, before.head).to_ascii_lowercase().as_str() {
            "denial" | "denials" => return Some(SkipReason::Denied),
            _ if off(before.head) => return Some(SkipReason::Cancelled),
            _ => {}
        }
    }
    parse.clauses.iter().enumerate().find_map(|(index, clause)| {
        let done_to = if clause.passive { &clause.subject } else { &clause.object };
        if !done_to.contains(&group) || clause.negated || clause.modal {
            return None;
        }
        if calls_off(reader, sentence, clause) {
            return Some(SkipReason::Cancelled);
        }
        denies(reader, sentence, index).then_some(SkipReason::Denied)
    })
}

/// Whether a clause's verb calls off what it is done to: cancel, postpone, call off, put off.
fn calls_off(reader: &Reader, sentence: &Sentence, clause: &Clause) -> bool {
    let lemma = reader.lexicon.vocabulary.word(clause.lemma);
    let off = |word: &str| {
        let end = sentence.parse.groups.get(clause.extent.end.saturating_sub(1)).map_or(0, |g| g.tokens.end);
        (clause.head + 1..end).any(|t| reader.token(sentence, t).eq_ignore_ascii_case(word))
    };
    match lemma {
        "call" | "put" => off("off"),
        _ => reader.lexicon.triggers.in_set("call_off", clause.lemma),
    }
}

/// Whether a clause's verb denies what its object or content says.
pub(super) fn denies(reader: &Reader, sentence: &Sentence, clause: usize) -> bool {
    let lemma = sentence.parse.clauses[clause].lemma;
    matches!(reader.lexicon.vocabulary.word(lemma), "deny" | "refute" | "rebut" | "disclaim" | "disavow")
}

/// Returns what the clauses of a sentence call off of what was told before, by type: "the meeting was cancelled". What has
/// a date of its own, or an indefinite article, was not told before.
pub(super) fn called_off(reader: &Reader, sentence: &Sentence) -> Vec<TypeId> {
    let clauses = sentence.parse.clauses.iter();
    let off = clauses.filter(|c| !c.negated && !c.modal && c.tense != Tense::Future);
    let off = off.filter(|c| calls_off(reader, sentence, c));
    let done_to = off.flat_map(|c| if c.passive { &c.subject } else { &c.object });
    let told = done_to.filter(|group| {
        let first = reader.token(sentence, sentence.parse.groups[**group].tokens.start).to_ascii_lowercase();
        !matches!(first.as_str(), "a" | "an") && times_of_noun(sentence, **group).next().is_none()
    });
    told.filter_map(|group| action::type_of_noun(reader, sentence, *group)).collect()
}

/// So far back an announcement is looked for that a sentence calls off.
const MEMORY: usize = 6;

/// Takes out the announcement that sentence number `index` calls off: the last one of the type.
pub(super) fn call_off(
    reader: &Reader,
    index: usize,
    types: &[TypeId],
    drafts: &mut Vec<Draft>,
    skipped: &mut Vec<Skipped>,
) {
    for event_type in types {
        let announced = |d: &Draft| {
            d.event_type == *event_type && d.realis == Realis::Planned && d.sentence + MEMORY >= index
        };
        let Some(last) = drafts.iter().rposition(announced) else { continue };
        let draft = drafts.remove(last);
        skipped.push(Skipped {
            span: draft.trigger,
            event_type: reader.lexicon.types.get(*event_type).name.clone(),
            reason: SkipReason::Cancelled,
        });
    }
}
