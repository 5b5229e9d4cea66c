//! Expressions of time: found first, resolved later.
//!
//! Takes: a [`Document`] and the [`Lexicon`]; to resolve, a
//! [`Reference`] as well. Gives: [`TimeExpression`]s, then [`Resolved`] ones with a TIMEX3 value, EDTF and reasons.
//! Knows nothing of events, SQL, or which day it is today.

pub mod english;
mod explain;
mod meaning;
mod point;
mod reader;
mod resolve;
mod rule;
mod side;
pub mod timeml;

pub use crate::lexicon::calendar::{Direction, PartOfDay, Season, Shift, Unit, Vague};
pub use explain::Explanation;
pub use meaning::{
    Again, Amount, Joint, Meaning, Modifier, Pair, Part, TimeExpression, TimeOfDay, TimexType, Written,
    WrittenYear,
};
pub use point::{Grain, Point, Value};
pub use resolve::{Against, Few, Reference, Resolved, resolve};
pub use rule::Rule;
pub use side::Side;

use crate::document::Document;
use crate::lexicon::Lexicon;

/// Finds every time expression of a document, furniture included, in the order of the text. Nothing is resolved, so the
/// document date need not be known.
pub fn find(document: &Document, lexicon: &Lexicon) -> Vec<TimeExpression> {
    english::find(&reader::Reader::new(document, lexicon))
}
