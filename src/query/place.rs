//! What dates are compared with: stretches of days, and the dates of other events.

use super::ast::Duration;
use super::error::QueryError;
use super::plan::{Beside, Stand, Test};
use crate::date::{Bounds, Day, Edtf, Extent, Relation, Unit};
use crate::text::{Diagnostic, Span};

/// What a query compares dates with.
pub(super) struct Place {
    pub(super) bounds: Bounds,
    /// Which event's date it is, where that is not known to the day.
    pub(super) unknown: Option<Unknown>,
}

pub(super) struct Unknown {
    pub(super) event: i64,
    pub(super) written: String,
    pub(super) apart: i64,
}

impl Place {
    pub(super) fn known(first: Day, last: Day) -> Self {
        let bounds = Bounds { begin: (first, first), end: (last, last), extent: Extent::Span };
        Self { bounds, unknown: None }
    }

    pub(super) fn days(&self) -> (Day, Day) {
        (self.bounds.earliest(), self.bounds.latest())
    }

    /// So much more on both sides.
    pub(super) fn widened(self, by: Duration) -> Self {
        let Bounds { begin, end, extent } = self.bounds;
        let begin = (shifted(begin.0, by, -1), shifted(begin.1, by, -1));
        let end = (shifted(end.0, by, 1), shifted(end.1, by, 1));
        let unknown = self.unknown.map(|unknown| Unknown { apart: end.0.0 - begin.0.0, ..unknown });
        Self { bounds: Bounds { begin, end, extent }, unknown }
    }

    pub(super) fn standing(&self, relation: Relation) -> Test {
        match &self.unknown {
            None => Test::Date(Stand { relation, first: self.bounds.begin.0, last: self.bounds.end.1 }),
            Some(Unknown { event, apart, .. }) => {
                Test::Beside(Beside { relation, event: *event, date: self.bounds, apart: *apart })
            }
        }
    }

    pub(super) fn in_words(&self, relation: Relation) -> String {
        let (first, last) = self.days();
        match &self.unknown {
            None => in_words(relation, first, last),
            Some(Unknown { event, written, apart: 0 }) => {
                format!("#{event} is dated {written} ({})", in_words(Relation::In, first, last))
            }
            Some(Unknown { event, written, .. }) => {
                format!(
                    "#{event} is dated {written} (so far around it: {})",
                    in_words(Relation::In, first, last)
                )
            }
        }
    }
}

pub(super) fn days(date: &Edtf) -> (Day, Day) {
    let bounds = date.bounds();
    (bounds.earliest(), bounds.latest())
}

pub(super) fn ordered(first: (Day, Day), last: (Day, Day), span: Span) -> Result<(Day, Day), QueryError> {
    if first.0 > last.1 {
        let (first, last) = (civil(first.0), civil(last.1));
        let message = format!("expected the earlier date first, found {first} before {last}");
        return Err(Diagnostic::new(message, span).with_help("change the two dates round").into());
    }
    Ok((first.0, last.1))
}

/// The day so much later (`sign` 1) or earlier (-1), by calendar arithmetic.
pub(super) fn shifted(day: Day, duration: Duration, sign: i64) -> Day {
    let count = duration.count * sign;
    match duration.unit {
        Unit::Day => day.plus(count),
        Unit::Week => day.plus(count * 7),
        Unit::Month => day.plus_months(count),
        Unit::Quarter => day.plus_months(count * 3),
        Unit::Year => day.plus_months(count * 12),
        Unit::Decade => day.plus_months(count * 120),
    }
}

pub(super) fn in_words(relation: Relation, first: Day, last: Day) -> String {
    let stretch = || match (first.is_unbounded(), last.is_unbounded()) {
        _ if first == last => civil(first),
        (true, true) => "any day".to_owned(),
        (true, false) => format!("up to {}", civil(last)),
        (false, true) => format!("from {} on", civil(first)),
        (false, false) => format!("{} to {}", civil(first), civil(last)),
    };
    match relation {
        Relation::In => stretch(),
        Relation::Overlapping => format!("touching {}", stretch()),
        Relation::Covering => format!("all of {}", stretch()),
        Relation::Before => format!("no later than {}", civil(first.plus(-1))),
        Relation::After => format!("no earlier than {}", civil(last.plus(1))),
        Relation::Since => format!("no earlier than {}", civil(first)),
        Relation::Until => format!("no later than {}", civil(last)),
    }
}

pub(super) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Writes a day as a reader would: `14 Apr 2014`, `15 Mar 44 BC`.
pub(super) fn civil(day: Day) -> String {
    if day.is_unbounded() {
        return "any day".to_owned();
    }
    let (year, month, day) = day.ymd();
    let month = MONTHS[usize::from(month.clamp(1, 12)) - 1];
    if year > 0 { format!("{day} {month} {year}") } else { format!("{day} {month} {} BC", 1 - year) }
}
