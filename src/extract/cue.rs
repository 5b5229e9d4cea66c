use crate::syntax::GroupKind;

use super::action::{Action, Position};
use super::{Reader, Sentence};

/// Returns the word that sets an event apart from another of its kind: "another" raid, a "second" round, met "again".
pub(super) fn cue(reader: &Reader, sentence: &Sentence, action: &Action) -> Option<String> {
    let parse = &sentence.parse;
    let clause = action
        .clause
        .filter(|_| !matches!(action.position, Position::Free | Position::Behind(_)))
        .map(|c| &parse.clauses[c]);
    let sets_apart = |token: usize| {
        // The Second World War is no second war.
        let named = sentence.names.iter().any(|n| n.tokens.contains(&token));
        let timed = sentence.attached.iter().any(|a| {
            let tokens = reader.times[a.time].expression.tokens();
            tokens.contains(&(sentence.first + token))
        });
        !named && !timed && reader.lexicon.triggers.in_set("apart", reader.word(sentence, token))
    };
    let nouns = action.noun.into_iter().chain(clause.into_iter().flat_map(|c| c.object.iter().copied()));
    let adverbs = clause.into_iter().flat_map(|c| c.extent.clone()).filter(|g| {
        parse.groups.get(*g).is_some_and(|g| matches!(g.kind, GroupKind::Other | GroupKind::Verb))
    });
    let tokens = nouns.chain(adverbs).filter_map(|g| parse.groups.get(g)).flat_map(|g| g.tokens.clone());
    let found = tokens.into_iter().find(|token| sets_apart(*token))?;
    Some(reader.token(sentence, found).to_ascii_lowercase())
}
