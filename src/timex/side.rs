//! On which side of the day of writing an expression lies, by the verbs and cue words near it.

use super::reader::Reader;
use crate::lexicon::calendar::{Cue, Role};
use crate::text::TokenKind;

/// Before or after the day of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// It is over.
    Past,
    /// It is to come.
    Future,
}

/// How many tokens to look at on either side.
const REACH: usize = 24;

/// Looks for the verb that governs the expression: first back to where the clause begins, then on.
pub(super) fn side(
    reader: &Reader,
    sentence: &std::ops::Range<usize>,
    tokens: &std::ops::Range<usize>,
) -> Option<Side> {
    let first = sentence.start.max(tokens.start.saturating_sub(REACH));
    let last = sentence.end.min(tokens.end + REACH);
    // "called a vote for May 3"
    let aimed = tokens.start > first && reader.is_word(tokens.start - 1, "for");
    let mut report = None;
    let mut at = tokens.start;
    while at > first {
        at -= 1;
        if is_boundary(reader, at) {
            break;
        }
        match judge(reader, at, first, aimed) {
            Verdict::Side(side) => return Some(side),
            Verdict::Report => {
                // A time not far behind "said", with no other verb between, dates the saying.
                if tokens.start - at <= 6 {
                    return Some(Side::Past);
                }
                report = Some(Side::Past);
            }
            Verdict::Nothing => {}
        }
    }
    // "Tuesday's declaration": what the declaration will bring says nothing of its day
    if reader.is(tokens.end, Role::PluralEnding) && !reader.spaced(tokens.end) {
        return report;
    }
    for at in tokens.end..last {
        if is_boundary(reader, at) {
            break;
        }
        match judge(reader, at, tokens.end, false) {
            Verdict::Side(side) => return Some(side),
            Verdict::Report => return Some(Side::Past),
            Verdict::Nothing => {}
        }
    }
    report
}

fn was_to_come(reader: &Reader, at: usize, first: usize) -> bool {
    at >= first + 2 && reader.is_word(at - 2, "had") && reader.is_word(at - 1, "been")
}

enum Verdict {
    Side(Side),
    Report,
    Nothing,
}

fn is_boundary(reader: &Reader, at: usize) -> bool {
    reader.token(at).is_some_and(|t| t.kind == TokenKind::Mark)
        && matches!(reader.written(at), ";" | ":" | "\u{2014}" | "\u{201c}" | "\u{201d}" | "\"")
}

fn judge(reader: &Reader, at: usize, first: usize, aimed: bool) -> Verdict {
    let Some(token) = reader.token(at).filter(|t| t.kind == TokenKind::Word) else { return Verdict::Nothing };
    let word = reader.word(at);
    let before = if at > first { reader.word(at - 1).cue } else { None };
    // "May 3" is no "may"
    let is_month = word.is(Role::MonthWord) && reader.is_capital(at);
    if aimed && matches!(word.cue, Some(Cue::Aim | Cue::Intent)) {
        return Verdict::Side(Side::Future);
    }
    if word.is(Role::Cue) && word.cue != Some(Cue::Aim) && !is_month {
        // "due to expire": the verb that governs the infinitive tells
        if word.cue == Some(Cue::Future) && at > first && reader.is_word(at - 1, "to") {
            return Verdict::Nothing;
        }
        return match word.cue {
            // "had been due to expire": it was to come, then
            Some(Cue::Future) if was_to_come(reader, at, first) => Verdict::Side(Side::Past),
            Some(Cue::Future) => Verdict::Side(Side::Future),
            Some(Cue::Intent) if reader.is(at + 1, Role::To) => Verdict::Side(Side::Future),
            Some(Cue::Intent) => Verdict::Nothing,
            // "to have met by", "will be held": what stands before decides
            Some(Cue::Past) if before == Some(Cue::Present) || before == Some(Cue::Future) => {
                Verdict::Nothing
            }
            Some(Cue::Past | Cue::Since) => Verdict::Side(Side::Past),
            Some(Cue::Report) => Verdict::Report,
            // "is to meet"
            Some(Cue::Present) if reader.is(at + 1, Role::To) => Verdict::Side(Side::Future),
            _ => Verdict::Nothing,
        };
    }
    // "to be completed by": the infinitive looks ahead
    let written = token.of(reader.text);
    if written.len() > 4 && written.ends_with("ed") && !written.ends_with("eed") && !reader.is_capital(at) {
        // "will be held", "a still unspecified date"
        let adjective = at > first && (reader.is(at - 1, Role::Article) || reader.is_word(at - 1, "still"));
        let helped = matches!(before, Some(Cue::Present)) || adjective;
        return if helped { Verdict::Nothing } else { Verdict::Side(Side::Past) };
    }
    Verdict::Nothing
}
