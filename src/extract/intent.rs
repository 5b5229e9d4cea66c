//! What is said of what is to be done: that one will do it oneself, will not, or that another must.
//!
//! A reported intention is an act of its own: a commitment where it is to another's good, a threat where it is to his harm,
//! a refusal where it is denied, a demand where it binds another (CAMEO 03, 13, 12 and 10).

use crate::lexicon::TypeId;
use crate::syntax::{Clause, Link, Tag, Tense};

use super::{Reader, Sentence, action};

/// An act that consists in saying what is to be done.
pub(super) struct Intent {
    /// What it amounts to.
    pub(super) event_type: TypeId,
    /// The clause that says what is to be done.
    pub(super) content: usize,
}

/// Says what a verb of speech amounts to by the clause that is its content.
pub(super) fn of_speech(reader: &Reader, sentence: &Sentence, index: usize) -> Option<Intent> {
    let clauses = &sentence.parse.clauses;
    let content = action::complement(sentence, index).filter(|c| clauses[*c].link == Link::Content)?;
    let clause = &clauses[content];
    let own = is_own(reader, sentence, &clauses[index], clause);
    let name = if (own || is_own_side(reader, sentence, clause)) && is_to_come(reader, sentence, clause) {
        let inner = action::trigger_of(reader, sentence, content)?.event_type?;
        match reader.lexicon.types.get(inner).class {
            "STATEMENT" | "OTHER" => return None,
            _ if clause.negated => "rejection",
            "ASSAULT" | "COERCE" | "SANCTION" | "PROTEST" | "THREATEN" => "threat",
            // A meeting that is announced is a meeting to come.
            "AGREE" | "SUPPORT" | "CONCEDE" | "COOPERATE" | "AID" | "RETREAT" => "agreement",
            _ => return None,
        }
    } else if !own && has_auxiliary(reader, sentence, clause, &["must"]) {
        "demand"
    } else if !own && has_auxiliary(reader, sentence, clause, &["should", "ought"]) && !clause.perfect {
        "appeal"
    } else {
        return None;
    };
    Some(Intent { event_type: reader.lexicon.types.id(name)?, content })
}

/// Tells whether a verb's type turns into its refusal when it is negated: "did not agree", "will not allow".
pub(super) fn is_refusal(reader: &Reader, sentence: &Sentence, index: usize, event_type: TypeId) -> bool {
    let clause = &sentence.parse.clauses[index];
    let class = reader.lexicon.types.get(event_type).class;
    if !clause.negated || clause.subject.is_empty() {
        return false;
    }
    if is_to_come(reader, sentence, clause) {
        // Said of oneself, the refusal is what was said.
        let said = clause.governor.filter(|_| clause.link == Link::Content);
        return matches!(
            class,
            "AGREE" | "CONCEDE" | "AID" | "RETREAT" | "SUPPORT" | "COOPERATE" | "CONSULT"
        ) && said.is_none_or(|g| of_speech(reader, sentence, g).is_none());
    }
    !clause.modal && matches!(class, "AGREE" | "CONCEDE")
}

/// will, or "would" in what was said: what was to come then.
pub(super) fn is_to_come(reader: &Reader, sentence: &Sentence, clause: &Clause) -> bool {
    clause.tense == Tense::Future || is_future_in_past(reader, sentence, clause)
}

/// "said it would withdraw"
pub(super) fn is_future_in_past(reader: &Reader, sentence: &Sentence, clause: &Clause) -> bool {
    clause.modal && clause.link == Link::Content && has_auxiliary(reader, sentence, clause, &["would", "'d"])
}

fn has_auxiliary(reader: &Reader, sentence: &Sentence, clause: &Clause, words: &[&str]) -> bool {
    let group = &sentence.parse.groups[clause.group];
    (group.tokens.start..clause.head)
        .any(|t| words.iter().any(|w| reader.token(sentence, t).eq_ignore_ascii_case(w)))
}

/// Whether a speaker speaks of what he does himself: by a pronoun, by the same word, or as his own government.
fn is_own(reader: &Reader, sentence: &Sentence, speech: &Clause, content: &Clause) -> bool {
    let parse = &sentence.parse;
    content.subject.iter().any(|group| {
        let g = &parse.groups[*group];
        let said = reader.word(sentence, g.head);
        parse.tags[g.head] == Tag::Pronoun
            || speech.subject.contains(group)
            || speech
                .subject
                .iter()
                .any(|s| parse.groups[*s].tokens.clone().any(|t| reader.word(sentence, t) == said))
    })
}

/// "its forces", "the government": what speakers call their own side.
fn is_own_side(reader: &Reader, sentence: &Sentence, content: &Clause) -> bool {
    content.subject.iter().any(|group| {
        let g = &sentence.parse.groups[*group];
        let first = reader.token(sentence, g.tokens.start).to_ascii_lowercase();
        matches!(first.as_str(), "the" | "its" | "his" | "her" | "their" | "our")
            && reader.lexicon.triggers.in_set("own_side", reader.word(sentence, g.head))
    })
}
