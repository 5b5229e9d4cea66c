//! Places in a text and messages that point at them.
//!
//! Takes: nothing. Gives: [`Span`], [`Token`], [`Vocabulary`], [`Diagnostic`], [`harmless`].
//! Knows nothing of dates, events, files or databases.

mod diagnostic;
mod harmless;
mod line;
pub mod packed;
mod slots;
mod span;
mod token;
mod vocabulary;

pub use diagnostic::Diagnostic;
pub use harmless::harmless;
pub use line::one_line;
pub use slots::{Slots, hash, hash_pair};
pub use span::{CodePoints, Span};
pub use token::{Case, Token, TokenKind, tokenize, tokenize_new};
pub use vocabulary::{Vocabulary, WordId, fold};
