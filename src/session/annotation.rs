use std::fmt::{Display, Write};

use serde::Serialize;
use serde_json::Value;

use crate::date::Day;
use crate::event::{Event, Participant, Role};
use crate::text::CodePoints;
use crate::timex::Resolved;

/// What was found in a text. Offsets count Unicode code points of the text, end exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Annotation {
    /// The record's id, or where the text came from.
    pub id: Value,
    /// When it was written.
    pub date: DocumentDate,
    /// Its time expressions, in the order of the text.
    pub timexes: Vec<TimexAnnotation>,
    /// Its events, in the order of the text.
    pub events: Vec<EventAnnotation>,
    /// What names an event and is none, in the order of the text; `None` where nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skipped: Option<Vec<SkippedAnnotation>>,
}

/// Words that name an event and tell of none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SkippedAnnotation {
    /// The type that it would have had.
    #[serde(rename = "type")]
    pub event_type: String,
    /// Why it is none: `negated`, `hypothetical`, `denied`, `cancelled` …
    pub reason: String,
    /// The words.
    pub text: String,
    /// Where they begin.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// The sentence in which they stand.
    pub evidence: String,
}

/// When a text was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentDate {
    /// Canonical EDTF; null where nothing is known.
    pub edtf: Option<String>,
    /// How it is known, in one word.
    pub basis: String,
    /// The same for a reader.
    pub explanation: String,
}

/// A time expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TimexAnnotation {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Its words.
    pub text: String,
    /// TIMEX3's DATE, TIME, DURATION or SET.
    #[serde(rename = "type")]
    pub timex_type: String,
    /// TIMEX3's value.
    pub value: String,
    /// TIMEX3's mod: `START`, `APPROX` …
    #[serde(rename = "mod")]
    pub modifier: Option<String>,
    /// The date that is meant, where one is.
    pub edtf: Option<String>,
    /// The rule that found it.
    pub rule: String,
    /// What it was resolved against and why.
    pub explanation: String,
}

/// An event, with the place of its best evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventAnnotation {
    /// Its type.
    #[serde(rename = "type")]
    pub event_type: String,
    /// The class of that type.
    pub class: String,
    /// When, in EDTF; null where nothing is known.
    pub date: Option<String>,
    /// The first day it may have touched; null where there is no limit.
    pub earliest: Option<String>,
    /// The last day it may have touched; null where there is no limit.
    pub latest: Option<String>,
    /// `actual` or `planned`.
    pub realis: String,
    /// Who acts.
    pub from: Vec<String>,
    /// Who is acted upon or addressed.
    pub to: Vec<String>,
    /// Everybody, in the order of the text.
    pub participants: Vec<String>,
    /// Where.
    pub place: Option<String>,
    /// One line for a chronology.
    pub summary: String,
    /// Where the evidence begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// How the date is known.
    pub date_basis: Option<String>,
    /// The same for a reader.
    pub explanation: Option<String>,
    /// The rules that fired, each with its words: what gave the type, who takes part, the place.
    pub rules: Vec<String>,
}

impl TimexAnnotation {
    /// Describes one of the time expressions `all` of `text`.
    pub(super) fn new(time: &Resolved, all: &[Resolved], text: &str, points: &mut CodePoints<'_>) -> Self {
        let expression = &time.expression;
        let (start, end) = points.span(expression.span);
        Self {
            start,
            end,
            text: expression.span.of(text).to_owned(),
            timex_type: expression.kind.name().to_owned(),
            value: written(&time.value),
            modifier: expression.modifier.map(|modifier| modifier.name().to_owned()),
            edtf: time.edtf().map(|edtf| written(&edtf)),
            rule: expression.rule.to_owned(),
            explanation: written(&time.explain(all, text)),
        }
    }
}

impl EventAnnotation {
    /// Describes an event of a text; an event without a mention has no place in it and gives `None`.
    pub(super) fn new(event: Event, class: &str, points: &mut CodePoints<'_>) -> Option<Self> {
        let best = event.mentions.into_iter().next()?;
        let (start, end) = points.span(best.evidence);
        let bounds = event.date.as_ref().map(|d| d.edtf.bounds());
        let day = |day: Day| (!day.is_unbounded()).then(|| written(&day));
        let (mut from, mut to, mut participants) = (Vec::new(), Vec::new(), Vec::new());
        for Participant { name, role } in event.participants {
            if !participants.contains(&name) {
                participants.push(name.clone());
            }
            match role {
                Role::From => from.push(name),
                Role::To => to.push(name),
            }
        }
        Some(Self {
            event_type: event.event_type,
            class: class.to_owned(),
            date: event.date.as_ref().map(|d| written(&d.edtf)),
            earliest: bounds.and_then(|b| day(b.earliest())),
            latest: bounds.and_then(|b| day(b.latest())),
            realis: event.realis.to_string(),
            from,
            to,
            participants,
            place: event.place,
            summary: event.summary,
            start,
            end,
            date_basis: event.date.as_ref().map(|d| d.basis.to_string()),
            explanation: event.date.map(|d| d.explanation),
            rules: best.rules,
        })
    }
}

/// Writes what is longer than most strings that grow from nothing.
fn written(value: &impl Display) -> String {
    let mut text = String::with_capacity(32);
    // Memory takes whatever is written.
    let _ = write!(text, "{value}");
    text
}
