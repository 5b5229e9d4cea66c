use std::ops::Range;

use crate::lexicon::{Found, Lexicon, Meaning, WordClass};
use crate::syntax::{Unit, UnitKind};
use crate::text::{Case, Token, TokenKind};

/// Takes back surnames that are part of a longer name which nobody of the word lists has: "Chelsea Clinton", "the Kennedy
/// Center". The same person may still be meant where the word before begins as a given name of his does: "Sergey Lavrov".
pub(super) fn drop_borrowed_surnames(
    names: &mut Vec<Found>,
    times: &[Range<usize>],
    tokens: &[Token],
    text: &str,
    lexicon: &Lexicon,
) {
    let surname = |meaning: &Meaning| matches!(meaning, Meaning::Surname(_));
    if !names.iter().any(|name| name.meanings.iter().any(surname)) {
        return;
    }
    let known: Vec<Range<usize>> =
        names.iter().map(|n| n.tokens.clone()).chain(times.iter().cloned()).collect();
    let function = WordClass::DETERMINER
        | WordClass::PREPOSITION
        | WordClass::SUBORDINATOR
        | WordClass::COORDINATOR
        | WordClass::ADVERB
        | WordClass::INTERROGATIVE;
    // A word that goes on a name: capital, nothing between, and no part of another name, a title or a time.
    let goes_on = |index: usize| {
        tokens.get(index).is_some_and(|t| {
            t.kind == TokenKind::Word
                && t.case != Case::Lower
                && !(index == 0 && lexicon.words.class(t.word).can_be(function))
                && !known.iter().any(|k| k.contains(&index))
        })
    };
    for name in names.iter_mut() {
        let before =
            name.tokens.start.checked_sub(1).filter(|b| goes_on(*b) && tokens[name.tokens.start].spaced);
        let behind = goes_on(name.tokens.end) && tokens[name.tokens.end].spaced;
        if before.is_none() && !behind {
            continue;
        }
        let initial = before.and_then(|b| tokens[b].of(text).chars().next());
        name.meanings.retain(|meaning| match meaning {
            Meaning::Surname(id) => {
                let given = |alias: &&str| alias.contains(' ') && alias.chars().next() == initial;
                !behind && lexicon.names.actor(*id).aliases.iter().any(given)
            }
            _ => true,
        });
    }
    names.retain(|name| !name.meanings.is_empty());
}

/// Makes the units that grammar must not look into, names and times together. Where the two overlap the time stands.
pub(super) fn units(names: &[Found], times: &[Range<usize>], tokens: &[Token]) -> Vec<Unit> {
    let mut units: Vec<Unit> =
        times.iter().map(|t| Unit { tokens: t.clone(), kind: UnitKind::Time }).collect();
    for name in names {
        if times.iter().any(|t| t.start < name.tokens.end && name.tokens.start < t.end) {
            continue;
        }
        let capital = tokens[name.tokens.clone()].iter().any(|t| t.case != Case::Lower);
        let kind = if capital { UnitKind::Name } else { UnitKind::Noun };
        units.push(Unit { tokens: name.tokens.clone(), kind });
    }
    units.sort_by_key(|u| u.tokens.start);
    units
}
