//! Which date is an event's: what the text says of it itself, and else what follows from what it stands beside.
//!
//! Takes: the time expressions of a sentence, and its clauses; then the drafts of a whole document. Gives: what every expression
//! dates ([`attach`]), the date that an action's own words give it ([`stated`]), and the dates that hang on other events or
//! on the day of writing ([`settle`]). Knows nothing of who acts.

mod attach;
mod course;
mod settle;
mod stated;

pub(super) use attach::{Attachment, attach, time_of_noun, times_of_clause, times_of_noun};
pub(super) use course::{Course, course};
pub(super) use settle::{Order, Sequel, drop_attributions, order, sequel, settle};
pub(super) use stated::stated;

use super::Reader;
use crate::date::{Date, Day, Edtf};
use crate::event::EventDate;
use crate::text::{Span, one_line};

/// The last day on which the document may have been written, where that is one day.
fn last_known(reader: &Reader) -> Option<Date> {
    match reader.published? {
        Edtf::Date(date) => Some(date.clone()),
        _ => None,
    }
}

/// Returns the words of a span on one line, for explanations.
pub(super) fn quote(reader: &Reader, span: Span) -> String {
    one_line(span.of(&reader.document.text)).into_owned()
}

/// The first and the last day that a date may touch.
pub(super) fn days(date: &EventDate) -> (Day, Day) {
    let bounds = date.edtf.bounds();
    (bounds.earliest(), bounds.latest())
}
