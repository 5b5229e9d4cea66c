//! An article as it comes: its text as read, its parts, its sentences.
//!
//! Takes: bytes in any of the formats of [`read`] or text, and the [`Lexicon`]. Gives: [`Document`].
//! Knows nothing of time expressions, events or SQL.

mod dateline;
mod layout;
pub mod read;
mod sentence;

use std::ops::Range;

pub use dateline::Dateline;
pub use layout::{Block, BlockKind};
pub use sentence::Sentence;

use crate::date::{Day, Edtf};
use crate::lexicon::Lexicon;
use crate::text::{Span, Token, one_line, tokenize};
use read::StatedDate;

/// An article, cut into blocks, sentences and tokens. Every span is in bytes of [`Document::text`].
#[derive(Debug)]
pub struct Document {
    /// The file, address or record it came from.
    pub name: String,
    /// The text as read; nothing is taken out of it.
    pub text: String,
    /// The headline, from its metadata or the text.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The date that the user or the maker of its record gave it.
    pub given_date: Option<Edtf>,
    /// The dates that its page, mail or feed states, surest first.
    pub stated_dates: Vec<StatedDate>,
    /// The day on which an archive kept it: it was written then or before.
    pub archived: Option<Day>,
    /// Headline, captions, paragraphs and page furniture, in the order of the text.
    pub blocks: Vec<Block>,
    /// Place, agency and perhaps date in front of the first paragraph: `BRUSSELS, Dec. 6 (Reuters) --`.
    pub dateline: Option<Dateline>,
    /// The sentences of every block, in the order of the text.
    pub sentences: Vec<Sentence>,
    /// Every word, number and mark, in the order of the text.
    pub tokens: Vec<Token>,
}

/// What is known of an article beside its text.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The file, address or record it came from.
    pub name: String,
    /// The headline, where it does not stand in the text.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// When it was written, by the user or the maker of its record.
    pub date: Option<Edtf>,
    /// When it was published, by its page, mail or feed, surest first.
    pub stated: Vec<StatedDate>,
    /// The day on which an archive kept it.
    pub archived: Option<Day>,
}

impl Document {
    /// Cuts a text into blocks, tokens and sentences. Never fails: any text has a reading.
    pub fn new(text: String, origin: Origin, lexicon: &Lexicon) -> Self {
        let mut tokens = Vec::with_capacity(text.len() / 4);
        tokenize(&text, Span::new(0, text.len()), &lexicon.vocabulary, &mut tokens);
        let blocks = layout::blocks(&text, lexicon);
        let dateline = dateline::find(&text, &blocks, &tokens);
        let sentences = sentence::split(&text, &blocks, dateline.as_ref(), &tokens, lexicon);
        let title = origin.title.or_else(|| {
            let block = blocks.iter().find(|b| b.kind == BlockKind::Title)?;
            Some(one_line(block.span.of(&text)).into_owned())
        });
        let Origin { name, publisher, url, date, stated, archived, .. } = origin;
        Self {
            name,
            text,
            title,
            publisher,
            url,
            given_date: date,
            stated_dates: stated,
            archived,
            blocks,
            dateline,
            sentences,
            tokens,
        }
    }

    /// Returns the tokens of a sentence.
    pub fn tokens_of(&self, sentence: &Sentence) -> &[Token] {
        &self.tokens[sentence.tokens.clone()]
    }

    /// Returns what kind of block a sentence stands in.
    pub fn kind_of(&self, sentence: &Sentence) -> BlockKind {
        self.blocks[sentence.block].kind
    }

    /// Returns the range of the tokens that lie inside `span`.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        token_range(&self.tokens, span)
    }
}

/// Returns the range of the tokens that lie inside `span`.
fn token_range(tokens: &[Token], span: Span) -> Range<usize> {
    let first = tokens.partition_point(|t| (t.start as usize) < span.start);
    let last = tokens.partition_point(|t| (t.end as usize) <= span.end);
    first..last.max(first)
}
