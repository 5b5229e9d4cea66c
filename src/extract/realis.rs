use crate::event::Realis;
use crate::lexicon::Complement;
use crate::syntax::{Form, GroupKind, Link, Tag};

use super::action::{self, Action, Position};
use super::undone::{denies, is_ahead, undone};
use super::{Reader, Sentence, SkipReason, intent};

/// Says whether an action happened or is announced, or why it is neither.
pub(super) fn judge(reader: &Reader, sentence: &Sentence, action: &Action) -> Result<Realis, SkipReason> {
    if is_question(reader, sentence) {
        return Err(SkipReason::Question);
    }
    if let Some(reason) = undone(reader, sentence, action) {
        return Err(reason);
    }
    if action.noun.is_some_and(|g| is_ahead(sentence, g)) {
        return Ok(Realis::Planned);
    }
    let announced = action.noun.is_some_and(|g| action::is_announced(reader, sentence, g));
    if let Some(group) = action.noun {
        let first = sentence.parse.groups[group].tokens.start;
        let word = reader.lower(sentence, first);
        if matches!(&*word, "no" | "any" | "neither") {
            return Err(SkipReason::Negated);
        }
        // "no resumption of talks"
        if let Position::Behind(preposition) = action.position
            && reader.token(sentence, preposition).eq_ignore_ascii_case("of")
            && let Some(before) = sentence.parse.group_at(preposition).checked_sub(1)
            && reader.token(sentence, sentence.parse.groups[before].tokens.start).eq_ignore_ascii_case("no")
        {
            return Err(SkipReason::Negated);
        }
        // "another meeting", "a possible meeting": not a happening by itself.
        if action.position == Position::Free
            && sentence.parse.groups[group]
                .tokens
                .clone()
                .any(|t| reader.lexicon.triggers.in_set("imagined", reader.word(sentence, t)))
        {
            return Err(SkipReason::Hypothetical);
        }
    }
    let Some(clause) = action.clause else {
        return Ok(if announced || is_later(reader, sentence, action) {
            Realis::Planned
        } else {
            Realis::Actual
        });
    };
    let own = action.noun.is_some() && matches!(action.position, Position::Free | Position::Behind(_));
    // A noun with a date of its own stands by itself: "did not change what the April meeting decided".
    let realis = match hanging(reader, sentence, clause, action.refuses) {
        Err(_) if own && super::date::times_of_noun(sentence, action.noun.unwrap_or(0)).next().is_some() => {
            Realis::Actual
        }
        verdict => verdict?,
    };
    if announced {
        return Ok(Realis::Planned);
    }
    if own {
        // "what they agreed at the summit in 2016 will hold": what has its day behind it is not to come.
        let promised = realis == Realis::Planned
            && matches!(action.position, Position::Behind(_))
            && !is_over(reader, sentence, action);
        let planned = promised || is_later(reader, sentence, action);
        return Ok(if planned { Realis::Planned } else { Realis::Actual });
    }
    Ok(realis)
}

/// Judges a clause by its own verb and by those it hangs on.
fn of_clause(reader: &Reader, sentence: &Sentence, index: usize) -> Result<Realis, SkipReason> {
    hanging(reader, sentence, index, false)
}

/// The same, where the verb's own negation may be part of what happened.
fn hanging(reader: &Reader, sentence: &Sentence, index: usize, refuses: bool) -> Result<Realis, SkipReason> {
    let clauses = &sentence.parse.clauses;
    let clause = &clauses[index];
    if clause.negated && !refuses {
        return Err(SkipReason::Negated);
    }
    let to_come = intent::is_to_come(reader, sentence, clause);
    if clause.modal && !to_come {
        return Err(SkipReason::Hypothetical);
    }
    if let Some(subject) = clause.subject.first() {
        // "Neither country has signed": the negation may stand in front of the group.
        let first = sentence.parse.groups[*subject].tokens.start;
        let negates = |token: usize| {
            matches!(&*reader.lower(sentence, token), "no" | "neither" | "nobody" | "none" | "nothing")
        };
        if negates(first) || first.checked_sub(1).is_some_and(negates) {
            return Err(SkipReason::Negated);
        }
    }
    if is_conditional(reader, sentence, index) {
        return Err(SkipReason::Hypothetical);
    }
    let own = if to_come { Realis::Planned } else { Realis::Actual };
    let doubt = |governor| {
        if denies(reader, sentence, governor) { SkipReason::Denied } else { SkipReason::Hypothetical }
    };
    match (clause.link, clause.governor) {
        (Link::Infinitive, Some(governor)) => {
            let row = action::trigger_of(reader, sentence, governor);
            match row.and_then(|r| r.complement) {
                Some(Complement::Actual) => of_clause(reader, sentence, governor),
                Some(Complement::Planned) => of_clause(reader, sentence, governor).map(|_| Realis::Planned),
                Some(Complement::Hypothetical) => Err(SkipReason::Hypothetical),
                // "is to meet", "are due to meet" announce; any other infinitive says what for.
                None if is_announcing_be(reader, sentence, index) => Ok(Realis::Planned),
                None => Err(SkipReason::Hypothetical),
            }
        }
        (Link::Infinitive, None) => {
            if is_announcing_be(reader, sentence, index) {
                Ok(Realis::Planned)
            } else {
                Err(SkipReason::Hypothetical)
            }
        }
        (Link::Content, Some(governor)) => {
            let row = action::trigger_of(reader, sentence, governor);
            match row.and_then(|r| r.complement) {
                Some(Complement::Hypothetical) => Err(doubt(governor)),
                Some(Complement::Planned) => Ok(Realis::Planned),
                _ => Ok(own),
            }
        }
        (Link::Participle | Link::Relative, Some(governor)) if clause.form == Form::Participle => {
            let row = action::trigger_of(reader, sentence, governor);
            match row.and_then(|r| r.complement) {
                Some(Complement::Hypothetical) if clause.link == Link::Participle => Err(doubt(governor)),
                _ if clause.link == Link::Participle
                    && of_clause(reader, sentence, governor) == Ok(Realis::Planned) =>
                {
                    Ok(Realis::Planned)
                }
                _ => Ok(own),
            }
        }
        _ => Ok(own),
    }
}

/// if, unless, whether, in case
fn is_conditional(reader: &Reader, sentence: &Sentence, index: usize) -> bool {
    match sentence.parse.clauses[index].link {
        Link::Subordinate(token) => {
            matches!(
                &*reader.lower(sentence, token),
                "if" | "unless" | "whether" | "until" | "lest" | "once" | "before"
            )
        }
        _ => false,
    }
}

/// is to, are due to, is scheduled to, is set to, is expected to
fn is_announcing_be(reader: &Reader, sentence: &Sentence, index: usize) -> bool {
    let parse = &sentence.parse;
    let start = parse.groups[parse.clauses[index].group].tokens.start;
    let Some(before) = start.checked_sub(1) else { return false };
    match parse.tags[before] {
        Tag::Be => true,
        Tag::Adjective | Tag::Verb(_) | Tag::Noun => {
            reader.lexicon.triggers.in_set("announced", reader.word(sentence, before))
        }
        _ => false,
    }
}

fn is_question(reader: &Reader, sentence: &Sentence) -> bool {
    let groups = &sentence.parse.groups;
    groups.iter().rev().take(3).any(|g| g.kind == GroupKind::Stop && reader.token(sentence, g.head) == "?")
}

/// Whether the noun's own date lies before the day of writing.
fn is_over(reader: &Reader, sentence: &Sentence, action: &Action) -> bool {
    let Some(group) = action.noun else { return false };
    let Some(published) = reader.published.map(|p| p.bounds().earliest()) else { return false };
    super::date::times_of_noun(sentence, group)
        .filter_map(|a| reader.times[a.time].edtf())
        .any(|d| d.bounds().latest() < published)
}

/// Whether the noun's own date lies behind the day of writing.
fn is_later(reader: &Reader, sentence: &Sentence, action: &Action) -> bool {
    let Some(group) = action.noun else { return false };
    let Some(published) = reader.published.map(|p| p.bounds().latest()) else { return false };
    super::date::times_of_noun(sentence, group)
        .filter_map(|a| reader.times[a.time].edtf())
        .any(|d| d.bounds().earliest() > published)
}
