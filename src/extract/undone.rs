use crate::event::Realis;
use crate::lexicon::{Complement, TypeId};
use crate::syntax::{Clause, Form, GroupKind, Link, Tag, Tense};

use super::action::{self, Action, Position};
use super::assemble::Draft;
use super::date::times_of_noun;
use super::{Reader, Sentence, SkipReason, Skipped};

/// Says why what an action names did not come about, where the words around it call it off or deny it: "put off the talks
/// planned for May 3", "the cancelled summit", "the postponement of the visit", "denied reports that they met".
pub(super) fn undone(reader: &Reader, sentence: &Sentence, action: &Action) -> Option<SkipReason> {
    let parse = &sentence.parse;
    match (action.position, action.noun, action.clause) {
        // Putting off is itself what a verb tells; what is put off is what the noun names.
        (Position::Verb, _, Some(clause)) => {
            let clause = &parse.clauses[clause];
            // "the talks planned for May 3": what becomes of the talks becomes of the plan.
            let planned = clause.subject.iter().copied().find(|group| {
                clause.form == Form::Participle
                    && *group < clause.group
                    && action::type_of_noun(reader, sentence, *group).is_some()
            });
            let report = clause
                .extent
                .start
                .checked_sub(1)
                .filter(|_| matches!(clause.link, Link::Content | Link::Relative | Link::Subordinate(_)));
            let report =
                report.map(|g| if parse.groups[g].kind == GroupKind::Noun { g } else { g.saturating_sub(1) });
            // "denied having met"
            let before = clause.group.checked_sub(1).and_then(|group| parse.clause_of(group));
            let first = parse.groups[clause.group].tokens.start;
            let gerund = before.filter(|_| reader.token(sentence, first).ends_with("ing"));
            if gerund.is_some_and(|c| denies(reader, sentence, c) && !parse.clauses[c].negated) {
                return Some(SkipReason::Denied);
            }
            planned.and_then(|group| of_noun(reader, sentence, group)).or_else(|| {
                report.filter(|g| is_denied_report(reader, sentence, *g)).map(|_| SkipReason::Denied)
            })
        }
        // What is put off to another day is to come on that.
        (_, Some(group), _) if is_ahead(sentence, group) => None,
        (_, Some(group), _) => {
            behind_of(reader, sentence, group).or_else(|| of_noun(reader, sentence, group))
        }
        _ => None,
    }
}

/// Whether what a noun group names was announced for a time that the sentence gives, or put off to it.
pub(super) fn is_ahead(sentence: &Sentence, group: usize) -> bool {
    times_of_noun(sentence, group).any(|time| time.ahead)
}

/// The same for a noun behind `of`: "the postponement of the May 3 talks", "reports of a meeting".
fn behind_of(reader: &Reader, sentence: &Sentence, group: usize) -> Option<SkipReason> {
    let parse = &sentence.parse;
    let passed = |g: &usize| {
        let g = &parse.groups[*g];
        matches!(g.kind, GroupKind::Time | GroupKind::Genitive | GroupKind::Quote)
            || g.tokens.clone().all(|t| parse.tags[t] == Tag::Determiner)
    };
    let of = (0..group).rev().find(|g| !passed(g))?;
    let before = of.checked_sub(1)?;
    if !reader.token(sentence, parse.groups[of].head).eq_ignore_ascii_case("of") {
        return None;
    }
    let head = parse.groups[before].head;
    if is_undone(reader, sentence, head) {
        return Some(SkipReason::Cancelled);
    }
    let denial = reader.token(sentence, head).to_ascii_lowercase().starts_with("denial");
    (denial || is_denied_report(reader, sentence, before)).then_some(SkipReason::Denied)
}

/// The same for what a noun group names, by its own words and the verb it is object of.
fn of_noun(reader: &Reader, sentence: &Sentence, group: usize) -> Option<SkipReason> {
    let parse = &sentence.parse;
    let head = parse.groups[group].head;
    if parse.groups[group].tokens.clone().any(|t| t != head && is_undone(reader, sentence, t)) {
        return Some(SkipReason::Cancelled);
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

/// cancelled, postponed, cancellation
fn is_undone(reader: &Reader, sentence: &Sentence, token: usize) -> bool {
    reader.lexicon.triggers.in_set("undone", reader.word(sentence, token))
}

/// Whether a noun group is a report, claim or charge that a verb denies or rejects.
fn is_denied_report(reader: &Reader, sentence: &Sentence, group: usize) -> bool {
    let head = sentence.parse.groups[group].head;
    let mut clauses = sentence.parse.clauses.iter().enumerate();
    reader.lexicon.triggers.in_set("accusations", reader.word(sentence, head))
        && clauses.any(|(index, clause)| {
            let done_to = if clause.passive { &clause.subject } else { &clause.object };
            let row = action::trigger_of(reader, sentence, index);
            done_to.contains(&group)
                && !clause.negated
                && row
                    .is_some_and(|r| r.event_type.is_some() && r.complement == Some(Complement::Hypothetical))
        })
}

/// Whether a clause's verb calls off what it is done to: cancel, postpone, call off, put off.
pub(super) fn calls_off(reader: &Reader, sentence: &Sentence, clause: &Clause) -> bool {
    match reader.lexicon.vocabulary.word(clause.lemma) {
        "call" => follows(reader, sentence, clause, "off"),
        _ => puts_off(reader, sentence, clause) || reader.lexicon.triggers.in_set("call_off", clause.lemma),
    }
}

/// Whether a clause's verb puts off what it is done to: postpone, put off, push back.
pub(super) fn puts_off(reader: &Reader, sentence: &Sentence, clause: &Clause) -> bool {
    match reader.lexicon.vocabulary.word(clause.lemma) {
        "put" => follows(reader, sentence, clause, "off"),
        "push" | "move" | "set" => follows(reader, sentence, clause, "back"),
        _ => reader.lexicon.triggers.in_set("put_off", clause.lemma),
    }
}

/// Whether a word stands behind a clause's verb, objects passed over: "put the talks off".
fn follows(reader: &Reader, sentence: &Sentence, clause: &Clause, word: &str) -> bool {
    let end = sentence.parse.groups.get(clause.extent.end.saturating_sub(1)).map_or(0, |g| g.tokens.end);
    (clause.head + 1..end).any(|t| reader.token(sentence, t).eq_ignore_ascii_case(word))
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
