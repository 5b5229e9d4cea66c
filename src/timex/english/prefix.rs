//! Words in front of an expression that belong to it: "about", "more than", "early", "the end of".

use crate::lexicon::calendar::{Approximation, Edge, Role, Shift, Unit};
use crate::timex::meaning::{Amount, Meaning, Modifier};
use crate::timex::reader::Reader;
use crate::timex::rule::{Match, starts};

/// How far off, and where what it is said of begins.
pub(super) fn approximation(reader: &Reader, at: usize) -> Option<(usize, Option<Modifier>)> {
    let word = reader.word(at);
    let is = |offset: usize, text: &str| reader.is_word(at + offset, text);
    let phrase = match () {
        () if is(0, "more") && is(1, "than") => (2, Modifier::MoreThan),
        () if (is(0, "less") || is(0, "fewer")) && is(1, "than") => (2, Modifier::LessThan),
        () if is(0, "at") && is(1, "least") => (2, Modifier::EqualOrMore),
        () if is(0, "at") && is(1, "most") => (2, Modifier::EqualOrLess),
        () if is(0, "up") && is(1, "to") => (2, Modifier::EqualOrLess),
        () if is(0, "no") && (is(1, "more") || is(1, "later")) && is(2, "than") => (3, Modifier::EqualOrLess),
        () if is(0, "no") && (is(1, "less") || is(1, "fewer") || is(1, "earlier")) && is(2, "than") => {
            (3, Modifier::EqualOrMore)
        }
        () if is(0, "not") && is(1, "more") && is(2, "than") => (3, Modifier::EqualOrLess),
        () if is(0, "as") && (is(1, "much") || is(1, "many") || is(1, "long")) && is(2, "as") => {
            (3, Modifier::EqualOrLess)
        }
        () => {
            let approximation = word.approximation?;
            let mut next = at + 1;
            if reader.touching(next, '.') {
                // "ca. 466 BC", but not "was over. Two years …"
                if !is(0, "ca") && !is(0, "c") {
                    return None;
                }
                next += 1;
            }
            // "just under two hours"
            if approximation == Approximation::Unsaid
                && reader.any(next, starts(&[Role::Approx, Role::ApproxPhrase]))
            {
                return super::prefix::approximation(reader, next);
            }
            return Some((next, modifier_of(approximation)));
        }
    };
    Some((at + phrase.0, Some(phrase.1)))
}

fn modifier_of(approximation: Approximation) -> Option<Modifier> {
    Some(match approximation {
        Approximation::About => Modifier::Approx,
        Approximation::LessThan => Modifier::LessThan,
        Approximation::MoreThan => Modifier::MoreThan,
        Approximation::AtMost => Modifier::EqualOrLess,
        Approximation::AtLeast => Modifier::EqualOrMore,
        Approximation::Unsaid => return None,
    })
}

/// Whether "about" and its like say something of this expression, or only stand before it.
pub(super) fn qualifies(reader: &Reader, at: usize, found: &Match) -> bool {
    let exact = matches!(
        found.meaning,
        Meaning::Duration(Amount::Exact(_) | Amount::Range(..), _)
            | Meaning::Span(_, Amount::Exact(_), _)
            | Meaning::Offset(..)
    );
    let word = reader.word(at);
    let date =
        matches!(found.meaning, Meaning::Date(written) if written.shift.is_none()) || found.time.is_some();
    let vague = matches!(found.meaning, Meaning::Reference(_));
    match word.approximation {
        // "within two months", "over the weekend", "some Monday": the word is a preposition or article there
        Some(Approximation::AtMost) => false,
        // "lasted over a week", but "over a three-year period"
        _ if reader.is_word(at, "over") => {
            exact && at > 0 && LASTING.iter().any(|w| reader.is_word(at - 1, w))
        }
        _ if reader.is_word(at, "under") || reader.is_word(at, "some") => {
            exact
                && !reader.is(found.start, Role::Shift)
                && (!reader.is(found.start, Role::Article) || reader.word(found.start).late)
        }
        Some(Approximation::Unsaid) if reader.any(at + 1, starts(&[Role::Approx, Role::ApproxPhrase])) => {
            exact
        }
        Some(Approximation::Unsaid) => {
            (vague || exact) && matches!(found.meaning, Meaning::Offset(..) | Meaning::Reference(_))
        }
        Some(Approximation::About) => exact || date,
        Some(_) => exact,
        // "no later than May 3", "at least two years"
        None => exact || date && (reader.is_word(at + 1, "later") || reader.is_word(at + 1, "earlier")),
    }
}

/// Words behind which "over" is a comparison and no preposition.
const LASTING: &[&str] = &[
    "for", "after", "last", "lasts", "lasted", "lasting", "took", "take", "takes", "was", "is", "of", "in",
    "than",
];

/// Which part of a period, and where the period begins.
pub(super) fn edge(reader: &Reader, at: usize) -> Option<(usize, Edge, bool)> {
    let article = usize::from(reader.is(at, Role::Article) && !reader.word(at).late);
    let head = at + article;
    let word = reader.word(head);
    if word.is(Role::Edge) {
        let edge = word.edge?;
        let comparative = reader.is_word(head, "earlier") || reader.is_word(head, "later");
        let next = head + 1;
        // "the early part of", "the latter half of"
        if (reader.is_word(next, "part") || reader.is_word(next, "days") || reader.is_word(next, "stages"))
            && reader.is(next + 1, Role::Of)
        {
            return Some((next + 2, edge, comparative));
        }
        // "late in 1957", "early in the morning", "later in the summer"
        if reader.is(next, Role::In) && article == 0 {
            return Some((next + 1, edge, comparative));
        }
        if reader.is(next, Role::On) && article == 0 && comparative {
            return Some((next + 1, edge, comparative));
        }
        let dash = reader.is_dash(next) && !reader.spaced(next);
        return Some((next + usize::from(dash), edge, comparative));
    }
    if reader.is_word(head, "latter")
        && (reader.is_word(head + 1, "part") || reader.is(head + 1, Role::Half))
        && reader.is(head + 2, Role::Of)
    {
        return Some((head + 3, Edge::End, false));
    }
    // "the end of", "the very end of"; "year-end" and "year's end" stand behind
    if word.is(Role::EdgeNoun) && article == 1 && reader.is(head + 1, Role::Of) {
        return Some((head + 2, word.edge?, false));
    }
    if word.is(Role::EdgeNoun)
        && article == 0
        && reader.is(head + 1, Role::Of)
        && (reader.is_word(head, "end") || reader.is_word(head, "beginning"))
    {
        return Some((head + 2, word.edge?, false));
    }
    None
}

/// Whether a period has a beginning and an end to speak of.
pub(super) fn has_edges(found: &Match, comparative: bool) -> bool {
    match found.meaning {
        Meaning::Date(written) if comparative => {
            written.shift.is_some()
                || matches!(
                    written.part,
                    crate::timex::meaning::Part::Weekday(_) | crate::timex::meaning::Part::Season(_)
                )
        }
        Meaning::Date(_) => true,
        Meaning::Unit(shift, _) => !matches!(shift, Shift::Recent),
        Meaning::Day(_) => true,
        Meaning::Nth(_, Unit::Day) => true,
        _ => false,
    }
}

pub(super) const fn modifier_of_edge(edge: Edge) -> Option<Modifier> {
    match edge {
        Edge::Start => Some(Modifier::Start),
        Edge::Mid => Some(Modifier::Mid),
        Edge::End => Some(Modifier::End),
        Edge::Unsaid => None,
    }
}
