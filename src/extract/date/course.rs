use std::ops::Range;

use super::attach::is_event_noun;
use super::quote;
use crate::date::{Date, DateBasis, Edtf, Endpoint, Precision};
use crate::event::EventDate;
use crate::extract::{Reader, Sentence};
use crate::syntax::GroupKind;

/// "the second and last day of the meeting": the noun it belongs to, how many days had gone, and whether it was the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) struct Course {
    /// The noun group.
    noun: usize,
    /// Its words, as tokens of the sentence.
    tokens: (usize, usize),
    /// How many days before this one it began.
    before: i64,
    /// Whether it ended on this day.
    last: bool,
}

/// Ordinals of days; a conference of more is told by its dates.
const ORDINALS: [&str; 10] =
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

/// Looks for the day of a meeting on which the sentence stands.
pub(in crate::extract) fn course(reader: &Reader, sentence: &Sentence) -> Option<Course> {
    let word = |t: usize| reader.token(sentence, t).to_ascii_lowercase();
    let length = sentence.parse.tags.len();
    let day = (1..length.saturating_sub(1))
        .find(|t| word(*t) == "day" && word(*t + 1) == "of" && !reader.token(sentence, *t - 1).is_empty())?;
    let mut start = day;
    let (mut ordinal, mut last) = (None, false);
    while start > 0 && day - start < 6 {
        let before = word(start - 1);
        match before.as_str() {
            "last" | "final" | "closing" | "concluding" => last = true,
            "opening" => ordinal = Some(0),
            "and" | "the" | "," => {}
            other => match ORDINALS.iter().position(|o| *o == other) {
                Some(n) => ordinal = Some(n),
                None => break,
            },
        }
        start -= 1;
    }
    let before = i64::try_from(ordinal?).ok()?;
    let from = sentence.parse.group_at(day + 1);
    let noun = (from + 1..sentence.parse.groups.len().min(from + 6))
        .find(|g| sentence.parse.groups[*g].kind == GroupKind::Noun && is_event_noun(reader, sentence, *g))?;
    Some(Course { noun, tokens: (start, day + 1), before, last })
}

impl Course {
    /// Whether it is the course of what a noun group names.
    pub(in crate::extract) const fn is_of(&self, group: usize) -> bool {
        self.noun == group
    }

    /// Whether an expression is part of the words: "last day" is no yesterday here.
    pub(in crate::extract) fn covers(&self, tokens: &Range<usize>) -> bool {
        self.tokens.0 < tokens.end && tokens.start < self.tokens.1
    }

    /// The dates of the meeting, counted from the day that the sentence tells of.
    pub(super) fn date(&self, reader: &Reader, sentence: &Sentence) -> Option<EventDate> {
        let day = match reader.published? {
            Edtf::Date(date)
                if reader.published?.precision() == Precision::Day && !date.has_unknown_year() =>
            {
                reader.published?.bounds().earliest()
            }
            _ => return None,
        };
        let first: Date = day.plus(-self.before).into();
        let edtf = match (self.last, self.before) {
            (true, 0) => first.into(),
            (true, _) => Edtf::interval(first, day.into()),
            (false, _) => Edtf::Interval(Endpoint::Date(first), Endpoint::Unknown),
        };
        let words = reader.span(sentence, self.tokens.0..self.tokens.1);
        let explanation = format!("\"{}\", counted from the day of writing", quote(reader, words));
        Some(EventDate { edtf, basis: DateBasis::RelativeToDocument, explanation })
    }
}
