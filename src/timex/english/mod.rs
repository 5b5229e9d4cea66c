//! How English writes time: families of rules, each rule a row with a name, examples and counter-examples.
//!
//! Takes: tokens and the meaning of their words. Gives: expressions with nothing resolved.
//! Knows nothing of reference dates; what is true of calendars in any language stands outside this folder.

mod clock;
mod date;
mod duration;
mod guard;
mod offset;
mod period;
mod prefix;
mod range;
mod relative;
mod set;

use super::meaning::{Meaning, Part, TimeExpression, Written};
use super::reader::Reader;
use super::rule::{Match, Place, Rule, starts};
use crate::lexicon::calendar::{Role, Roles};

/// The families, in the order in which equally long readings are preferred.
const FAMILIES: &[&[Rule]] = &[
    date::RULES,
    range::RULES,
    period::RULES,
    clock::RULES,
    relative::RULES,
    offset::RULES,
    set::RULES,
    duration::RULES,
];

/// Every rule, family by family.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.iter())
}

/// Words that the rules of each family begin with.
const BEGINNINGS: [Roles; FAMILIES.len()] = {
    let mut all = [Roles::NONE; FAMILIES.len()];
    let mut i = 0;
    while i < FAMILIES.len() {
        let mut j = 0;
        while j < FAMILIES[i].len() {
            all[i] = all[i].or(FAMILIES[i][j].starts);
            j += 1;
        }
        i += 1;
    }
    all
};

/// Words that an expression may begin with.
const STARTS: Roles = {
    let mut all = starts(&[Role::Article, Role::Approx, Role::ApproxPhrase, Role::Edge, Role::EdgeNoun]);
    let mut i = 0;
    while i < FAMILIES.len() {
        all = all.or(BEGINNINGS[i]);
        i += 1;
    }
    all
};

/// Finds every expression, left to right, the longest reading first.
pub(super) fn find(reader: &Reader) -> Vec<TimeExpression> {
    let mut found: Vec<TimeExpression> = Vec::new();
    let mut at = 0;
    while at < reader.tokens.len() {
        if !reader.word(at).roles.meets(STARTS) && !reader.is_number(at) {
            at += 1;
            continue;
        }
        let Some(expression) = expression(reader, at) else {
            at += 1;
            continue;
        };
        at = (expression.end as usize).max(at + 1);
        found.push(expression);
        range::join(reader, &mut found);
        while let Some(tail) = found.last().and_then(|last| range::tail(reader, last)) {
            let Some(tail) = tail.expression(reader, "second day of a range") else { break };
            at = tail.end as usize;
            found.push(tail);
            range::join(reader, &mut found);
        }
    }
    found
}

fn expression(reader: &Reader, at: usize) -> Option<TimeExpression> {
    if reader.any(at, starts(&[Role::Approx, Role::ApproxPhrase]))
        && let Some((next, modifier)) = prefix::approximation(reader, at)
        && let Some((found, rule)) = period(reader, next)
        && found.start == next
        && prefix::qualifies(reader, at, &found)
    {
        return Match { start: at, ..found }.with(modifier).expression(reader, rule);
    }
    let (found, rule) = period(reader, at)?;
    found.expression(reader, rule)
}

/// A core expression, perhaps with "early" or "the end of" in front.
fn period(reader: &Reader, at: usize) -> Option<(Match, &'static str)> {
    let plain = core(reader, at);
    if reader.any(at, starts(&[Role::Edge, Role::EdgeNoun, Role::Article]))
        && let Some((next, edge, comparative)) = prefix::edge(reader, at)
        && let Some((found, rule)) = core(reader, next)
        && found.start == next
        && prefix::has_edges(&found, comparative)
        && plain.is_none_or(|(p, _)| p.end <= found.end)
    {
        return Some((Match { start: at, ..found }.with(prefix::modifier_of_edge(edge)), rule));
    }
    plain
}

/// "right now" and "the '90s" begin before the word that tells them.
const fn may_begin_before(found: &Match) -> bool {
    matches!(found.meaning, Meaning::Reference(_) | Meaning::Date(Written { part: Part::Decade, .. }))
}

/// The longest reading of any rule.
fn core(reader: &Reader, at: usize) -> Option<(Match, &'static str)> {
    let head = at + usize::from(reader.is(at, Role::Article));
    let roles = reader.word(head).roles;
    let digits = reader.is_number(head);
    let mut best: Option<(Match, &'static str)> = None;
    let place = Place { reader, at, head };
    for (family, beginnings) in FAMILIES.iter().zip(BEGINNINGS) {
        if !digits && !beginnings.meets(roles) {
            continue;
        }
        for rule in *family {
            if !(rule.starts.meets(roles) || digits && rule.digits) {
                continue;
            }
            if let Some(found) = (rule.read)(&place)
                && (found.start == at || found.start == head || may_begin_before(&found))
                && best.is_none_or(|(b, _)| found.end > b.end)
            {
                best = Some((found, rule.name));
            }
        }
    }
    best
}
