use std::ops::Range;

use super::Tag;
use super::tag::VerbForm;
use crate::text::Token;

/// A noun group, a verb group, or a single word or mark between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What it is.
    pub kind: GroupKind,
    /// Its tokens, as indices of the sentence.
    pub tokens: Range<usize>,
    /// Its most important token: the last noun of a noun group, the main verb of a verb group.
    pub head: usize,
}

/// What a group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupKind {
    /// "the second Russian fighter jet". A genitive ends one: "Russia's" is one group, "annexation" the next.
    Noun,
    /// A noun group with a genitive at its end, which belongs to the noun group behind it.
    Genitive,
    /// "had not been suspended", "to withdraw"
    Verb,
    /// "in"
    Preposition,
    /// "and"
    Coordinator,
    /// "because", "that"
    Subordinator,
    /// "who", "which"
    Relative,
    /// ","
    Comma,
    /// A quotation mark.
    Quote,
    /// A dash or bracket.
    Break,
    /// ". ; :"
    Stop,
    /// A time expression.
    Time,
    /// Adverbs, particles and all else.
    Other,
}

/// Joins tokens to groups.
pub(super) fn groups(tokens: &[Token], text: &str, tags: &[Tag]) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::with_capacity(tags.len() / 2 + 1);
    let mut at = 0;
    while at < tags.len() {
        let group =
            verb_group(tags, at).or_else(|| noun_group(tokens, text, tags, at)).unwrap_or_else(|| {
                let kind = match tags[at] {
                    Tag::Preposition => GroupKind::Preposition,
                    Tag::Coordinator => GroupKind::Coordinator,
                    Tag::Subordinator => GroupKind::Subordinator,
                    Tag::Relative => GroupKind::Relative,
                    Tag::Comma => GroupKind::Comma,
                    Tag::Quote => GroupKind::Quote,
                    Tag::Dash | Tag::Open | Tag::Close => GroupKind::Break,
                    Tag::Stop => GroupKind::Stop,
                    Tag::Time => GroupKind::Time,
                    _ => GroupKind::Other,
                };
                let mut end = at + 1;
                while kind == GroupKind::Time && end < tags.len() && tags[end] == Tag::Time {
                    end += 1;
                }
                Group { kind, tokens: at..end, head: at }
            });
        at = group.tokens.end;
        out.push(group);
    }
    out
}

/// Auxiliaries, adverbs and negations up to a main verb; or a be, have or do that is the main verb itself.
fn verb_group(tags: &[Tag], start: usize) -> Option<Group> {
    if !matches!(tags[start], Tag::To | Tag::Be | Tag::Have | Tag::Do | Tag::Modal | Tag::Verb(_)) {
        return None;
    }
    let mut head = start;
    let mut at = start;
    while at < tags.len() {
        match tags[at] {
            Tag::Verb(_) => {
                head = at;
                break;
            }
            Tag::Be | Tag::Have | Tag::Do => head = at,
            Tag::Modal | Tag::To | Tag::Negation | Tag::Adverb | Tag::Quote => {}
            // "will now receive", "has today said"
            Tag::Time if at > start && verb_behind_time(tags, at) => {}
            _ => break,
        }
        // "were planning to": the second "to" begins a group of its own.
        if tags[at] == Tag::To && at > start {
            break;
        }
        at += 1;
    }
    let mut end = head + 1;
    if end < tags.len() && tags[end] == Tag::Particle {
        end += 1;
    }
    Some(Group { kind: GroupKind::Verb, tokens: start..end, head })
}

/// Whether a time expression stands between an auxiliary and its verb.
fn verb_behind_time(tags: &[Tag], at: usize) -> bool {
    let behind = tags[at..].iter().find(|t| **t != Tag::Time);
    let auxiliary = matches!(tags[at - 1], Tag::Modal | Tag::Be | Tag::Have | Tag::Time | Tag::Negation);
    auxiliary && matches!(behind, Some(Tag::Verb(VerbForm::Bare | VerbForm::Participle) | Tag::Be))
}

fn noun_group(tokens: &[Token], text: &str, tags: &[Tag], start: usize) -> Option<Group> {
    let opens =
        matches!(tags[start], Tag::Determiner | Tag::Possessive | Tag::Pronoun) || tags[start].is_nominal();
    if !opens {
        return None;
    }
    if tags[start] == Tag::Pronoun {
        return Some(Group { kind: GroupKind::Noun, tokens: start..start + 1, head: start });
    }
    let mut head = None;
    let mut quoted = false;
    let mut at = start;
    while at < tags.len() {
        match tags[at] {
            Tag::Noun | Tag::Name => head = Some(at),
            Tag::Adjective | Tag::Quantity => {}
            Tag::Determiner | Tag::Possessive if at == start || head.is_none() => {}
            Tag::Hyphen if tags.get(at + 1).is_some_and(|t| continues(*t)) => {}
            // A quoted word inside the group: an "unsafe" manoeuvre.
            Tag::Quote
                if (head.is_none() || quoted)
                    && at > start
                    && tags.get(at + 1).is_some_and(|t| t.is_nominal()) =>
            {
                quoted = !quoted;
            }
            // An adverb before an adjective: a very frank meeting.
            Tag::Adverb
                if head.is_none()
                    && at > start
                    && matches!(tags.get(at + 1), Some(Tag::Adjective | Tag::Quantity)) => {}
            // Two-year-old, Russia-backed: a participle behind a hyphen is an adjective.
            Tag::Verb(VerbForm::Past | VerbForm::Participle) if at > start && tags[at - 1] == Tag::Hyphen => {
            }
            // What an editor put in: the [NATO] summit.
            Tag::Open if at > start && tags.get(at + 2) == Some(&Tag::Close) => {}
            Tag::Close if at > start + 1 && tags[at - 2] == Tag::Open => {}
            // A sit-down protest, a two-day visit.
            Tag::Preposition | Tag::Particle | Tag::Time
                if at > start
                    && tags[at - 1] == Tag::Hyphen
                    && tags.get(at + 1).is_some_and(|t| t.is_nominal()) => {}
            Tag::Comma if between_adjectives(tags, at) => {}
            Tag::Other
                if matches!(tokens[at].of(text), "&" | "/" | "+")
                    && tags.get(at + 1).is_some_and(|t| t.is_nominal()) => {}
            _ => break,
        }
        at += 1;
    }
    let mut end = at;
    // "is due", "so far afraid": no noun, nobody.
    if tags[start..end].iter().all(|t| *t == Tag::Adjective) {
        return None;
    }
    // A group ends with its head; "the 27" and "the poor" have a number or adjective for one.
    let head = match head {
        Some(head) => head,
        None => (start..end).rev().find(|i| tags[*i].is_nominal() || tags[*i] == Tag::Determiner)?,
    };
    end = end.max(head + 1);
    if head + 1 < end && !tags[head + 1..end].iter().all(|t| t.is_nominal() || *t == Tag::Hyphen) {
        end = head + 1;
    }
    // the World Trade Organization (WTO)
    if tags.get(end) == Some(&Tag::Close) && tags[start..end].contains(&Tag::Open) {
        end += 1;
    }
    if tags.get(end) == Some(&Tag::Genitive) {
        return Some(Group { kind: GroupKind::Genitive, tokens: start..end + 1, head });
    }
    Some(Group { kind: GroupKind::Noun, tokens: start..end, head })
}

/// frank, serious talks
fn between_adjectives(tags: &[Tag], comma: usize) -> bool {
    comma > 0
        && tags[comma - 1] == Tag::Adjective
        && tags.get(comma + 1) == Some(&Tag::Adjective)
        && matches!(tags.get(comma + 2), Some(Tag::Noun | Tag::Name | Tag::Adjective))
}

fn continues(tag: Tag) -> bool {
    tag.is_nominal() || matches!(tag, Tag::Verb(_) | Tag::Preposition | Tag::Particle | Tag::Time)
}
