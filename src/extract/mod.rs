//! The extractors: who did what to whom, when, on what evidence.
//!
//! Takes: a [`Document`], its time expressions and the day it was written. Gives: [`Extraction`]: events, and what was
//! skipped and why.
//! Knows nothing of SQL or terminals.

mod action;
mod actor;
mod assemble;
mod cue;
mod date;
mod intent;
mod merge;
mod name;
mod realis;
mod sides;
mod undone;

use std::borrow::Cow;
use std::ops::Range;

use crate::date::Edtf;
use crate::document::{BlockKind, Document};
use crate::event::Event;
use crate::lexicon::{Found, Lexicon, TriggerId, find_names};
use crate::syntax::Parse;
use crate::text::{Case, Span, Token, TokenKind, WordId};
use crate::timex::Resolved;

/// What was found in a document.
#[derive(Debug, Default)]
pub struct Extraction {
    /// The events, in the order of their best evidence.
    pub events: Vec<Event>,
    /// What names an event and is none, in the order of the text.
    pub skipped: Vec<Skipped>,
}

/// Words that name an event which did not happen and is not announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The clause.
    pub span: Span,
    /// The type it would have had.
    pub event_type: String,
    /// Why it is no event.
    pub reason: SkipReason,
}

/// Why words that name an event are no event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SkipReason {
    /// not, no, never
    Negated,
    /// may, if, want to, urge to
    Hypothetical,
    /// Somebody denies it.
    Denied,
    /// Headings, navigation, notices, or what stands behind the credits.
    Furniture,
    /// "incidents this month" beside the incidents themselves.
    Collective,
    /// A question.
    Question,
    /// cancelled, put off
    Cancelled,
}

impl SkipReason {
    /// Returns the reason in a word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Negated => "negated",
            Self::Hypothetical => "hypothetical",
            Self::Denied => "denied",
            Self::Furniture => "page furniture",
            Self::Collective => "collective",
            Self::Question => "question",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What the extractors of a document share.
struct Reader<'a> {
    document: &'a Document,
    times: &'a [Resolved],
    published: Option<&'a Edtf>,
    lexicon: &'a Lexicon,
}

/// A sentence that is being read.
struct Sentence {
    /// Index in [`Document::sentences`].
    index: usize,
    /// Index of its first token in the document.
    first: usize,
    kind: BlockKind,
    parse: Parse,
    names: Vec<Found>,
    /// Of every clause the row of the triggers that its verb matches best.
    triggers: Vec<Option<TriggerId>>,
    /// The day of a meeting on which it stands.
    course: Option<date::Course>,
    /// What its time expressions date.
    attached: Vec<date::Attachment>,
}

/// Finds the events of a document. Never fails: prose without events has none.
///
/// `published` is the day of writing as far as it is known; `times` must be the document's own, resolved against it.
pub fn events(
    document: &Document,
    times: &[Resolved],
    published: Option<&Edtf>,
    lexicon: &Lexicon,
) -> Extraction {
    let reader = Reader { document, times, published, lexicon };
    let mut cast = actor::Cast::new(published);
    let mut drafts = Vec::new();
    let mut skipped = Vec::new();
    for index in 0..document.sentences.len() {
        let sentence = reader.sentence(index);
        let actions = action::actions(&reader, &sentence);
        if !is_news(sentence.kind) {
            let reason = SkipReason::Furniture;
            skipped.extend(actions.iter().map(|a| assemble::skipped(&reader, &sentence, a, reason)));
            continue;
        }
        for action in actions {
            match realis::judge(&reader, &sentence, &action) {
                Ok(realis) => {
                    let draft = assemble::draft(&reader, &sentence, &mut cast, action, realis);
                    draft.each_time(&mut drafts);
                }
                Err(reason) => skipped.push(assemble::skipped(&reader, &sentence, &action, reason)),
            }
        }
        let called_off = undone::called_off(&reader, &sentence);
        undone::call_off(&reader, index, &called_off, &mut drafts, &mut skipped);
        cast.turn_to(None);
        cast.remember(&reader, &sentence);
    }
    date::settle(&reader, &mut drafts);
    date::drop_attributions(&reader, &mut drafts);
    drafts.retain(assemble::Draft::is_told);
    let events = merge::merge(&reader, drafts, &mut skipped);
    Extraction { events, skipped }
}

impl<'a> Reader<'a> {
    /// Reads the grammar of a sentence.
    fn sentence(&self, index: usize) -> Sentence {
        let sentence = &self.document.sentences[index];
        let kind = self.document.kind_of(sentence);
        let tokens = self.document.tokens_of(sentence);
        let text = &self.document.text;
        let mut names = find_names(tokens, text, self.lexicon);
        let first = sentence.tokens.start;
        let from = self.times.partition_point(|t| t.expression.tokens().start < first);
        let times: Vec<(usize, Range<usize>)> = (from..self.times.len())
            .map(|i| (i, self.times[i].expression.tokens()))
            .take_while(|(_, range)| range.end <= sentence.tokens.end)
            .map(|(i, range)| (i, range.start - first..range.end - first))
            .collect();
        let ranges: Vec<Range<usize>> = times.iter().map(|(_, range)| range.clone()).collect();
        let cased = kind != BlockKind::Title || !is_title_case(tokens);
        if cased {
            name::drop_borrowed_surnames(&mut names, &ranges, tokens, text, self.lexicon);
        }
        let units = name::units(&names, &ranges, tokens);
        let parse = Parse::new(tokens, text, &units, cased, self.lexicon);
        let triggers = Vec::with_capacity(parse.clauses.len());
        let mut out =
            Sentence { index, first, kind, parse, names, triggers, course: None, attached: Vec::new() };
        for clause in 0..out.parse.clauses.len() {
            let trigger = action::find_trigger(self, &out, clause);
            out.triggers.push(trigger);
        }
        out.course = date::course(self, &out);
        out.attached = date::attach(self, &out, &times);
        out
    }

    /// Returns a token of a sentence as written.
    fn token(&self, sentence: &Sentence, token: usize) -> &'a str {
        self.document.tokens.get(sentence.first + token).map_or("", |t| t.of(&self.document.text))
    }

    /// Returns a token of a sentence in small letters.
    fn lower(&self, sentence: &Sentence, token: usize) -> Cow<'a, str> {
        self.document
            .tokens
            .get(sentence.first + token)
            .map_or(Cow::Borrowed(""), |t| t.lower(&self.document.text))
    }

    /// Returns the number of a sentence's token in the vocabulary.
    fn word(&self, sentence: &Sentence, token: usize) -> WordId {
        self.document.tokens.get(sentence.first + token).map_or(WordId::UNKNOWN, |t| t.word)
    }

    /// Returns the place of a range of a sentence's tokens.
    fn span(&self, sentence: &Sentence, tokens: Range<usize>) -> Span {
        let tokens = &self.document.tokens[sentence.first..][tokens];
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.span().cover(last.span()),
            _ => Span::default(),
        }
    }
}

/// Whether a block tells what happened. Headings, navigation and credits name what the text tells, or other articles do.
fn is_news(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Title | BlockKind::Caption | BlockKind::Paragraph)
}

/// Whether most words of a headline begin with a capital, so that capitals tell nothing.
fn is_title_case(tokens: &[Token]) -> bool {
    let words = tokens.iter().filter(|t| t.kind == TokenKind::Word);
    let (capital, all) = words.fold((0, 0), |(c, n), t| (c + usize::from(t.case != Case::Lower), n + 1));
    capital * 3 >= all * 2
}
