//! The line under a result: how the dates were read, how many rows are certain, and what was left out.

use super::chain::Rows;
use super::chain_count;
use super::columns::Key;
use super::count::{self, TOO_COARSE};
use super::expected::article;
use super::plan::{Plan, Predicate};
use super::sql::{Level, Writer, truth};
use crate::store::{Statement, Value};

/// What the line under a result is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// How the dates were read: `before 2014-04-15 → no later than 14 Apr 2014`.
    pub readings: Vec<String>,
    /// One row of figures that the rows themselves do not tell, for [`Summary::line`]; `None` where there are none.
    pub statement: Option<Statement>,
    figures: Vec<Figure>,
    /// Whether rows are counts, so that events are counted by the statement.
    counts: bool,
    /// Whether an event may stand in several rows for its several actors.
    several: bool,
    /// What one of the things that are counted is called.
    noun: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Figure {
    Events,
    Certain,
    Undated,
    TooCoarse,
}

impl Summary {
    /// Returns the line. `rows` and `possible` tell how many rows were printed and how many of them are only possible;
    /// `figures` is the row of [`Summary::statement`], empty where there is none.
    pub fn line(&self, rows: u64, possible: u64, figures: &[Value]) -> String {
        let figure = |wanted| {
            let at = self.figures.iter().position(|figure| *figure == wanted)?;
            match figures.get(at) {
                Some(Value::Integer(number)) => u64::try_from(*number).ok(),
                _ => None,
            }
        };
        let mut parts = Vec::new();
        if !self.readings.is_empty() {
            parts.push(self.readings.join(", "));
        }
        let events = if self.counts { figure(Figure::Events).unwrap_or(0) } else { rows };
        let possible = if self.counts {
            events - figure(Figure::Certain).unwrap_or(events).min(events)
        } else {
            possible
        };
        let mut counted = format!("{events} {}{}", self.noun, if events == 1 { "" } else { "s" });
        if (!self.readings.is_empty() || possible > 0) && events > 0 {
            let mark = if self.counts { "" } else { " (~)" };
            counted.push_str(&match (events - possible.min(events), possible) {
                (certain, 0) if certain == events => ": all certain".to_owned(),
                (0, possible) => format!(": {possible} possible{mark}"),
                (certain, possible) => format!(": {certain} certain, {possible} possible{mark}"),
            });
        }
        parts.push(counted);
        if let Some(coarse) = figure(Figure::TooCoarse).filter(|n| *n > 0) {
            parts.push(format!("{coarse} too coarse to place ({TOO_COARSE} rows or more)"));
        }
        if let Some(undated) = figure(Figure::Undated).filter(|n| *n > 0) {
            parts.push(format!("{undated} undated not considered"));
        }
        if self.noun == "gap" {
            parts.push("absence of records is not absence of events".to_owned());
        }
        if self.several {
            parts.push(format!("{} counts for each of its actors", article(self.noun)));
        }
        parts.join("; ")
    }
}

pub(super) fn summary(plan: &Plan) -> Summary {
    let predicate = plan.predicate();
    let mut writer = Writer::default();
    let undated = left_out(&mut writer, plan, &predicate);
    let noun = match (&plan.gaps, &plan.chain) {
        (Some(_), _) => "gap",
        (None, Some(_)) => "chain",
        (None, None) => "event",
    };
    let Some(count) = &plan.count else {
        let figures = if undated.is_some() { vec![Figure::Undated] } else { Vec::new() };
        let statement = undated.map(|undated| writer.finish(format!("SELECT {undated} AS undated")));
        return Summary {
            readings: plan.readings.clone(),
            statement,
            figures,
            counts: false,
            several: false,
            noun,
        };
    };
    let mut figures = vec![Figure::Events];
    let mut columns = vec!["count(*) AS events".to_owned()];
    let mut inner = vec!["e.begin_earliest AS begin_earliest".to_owned()];
    let unit = count.time().map(|(_, unit)| unit);
    let several = count.keys.iter().any(|key| matches!(key.key, Key::Actor | Key::From | Key::To));
    if let Some(chain) = &plan.chain {
        let mut figures = vec![Figure::Events, Figure::Certain, Figure::Undated];
        let undated = undated.unwrap_or_else(|| "0".to_owned());
        let counted = format!(
            "SELECT count(*) AS chains, coalesce(sum(c.certain), 0) AS certain, {undated} AS undated"
        );
        let sql = if let Some((key, unit)) = count.time() {
            figures.push(Figure::TooCoarse);
            let tables = chain_count::placed(&mut writer, plan, chain, &[key], key, unit);
            format!(
                "{tables}\n{counted}, coalesce(sum(CASE WHEN last_bucket - bucket >= {TOO_COARSE} THEN 1 ELSE 0 END), 0) \
                 AS too_coarse FROM placed c"
            )
        } else {
            let rows = Rows::new(&mut writer, plan, chain);
            format!("{}\n{counted} {}", rows.with(), rows.source())
        };
        return Summary {
            readings: plan.readings.clone(),
            statement: Some(writer.finish(sql)),
            figures,
            counts: true,
            several,
            noun,
        };
    }
    let level = Level::new(&mut writer, plan);
    if count::has_two_figures(plan, count) {
        figures.push(Figure::Certain);
        inner.push(format!("{} AS certain", truth(&writer.certain(&predicate))));
        columns.push("coalesce(sum(certain), 0) AS certain".to_owned());
    }
    let mut missing: Vec<String> = undated.into_iter().collect();
    if let Some(unit) = unit {
        let (first, last) = count::placed(&mut writer, plan, unit, "e.");
        // No date touches more buckets than days, and most touch few.
        inner.push(format!(
            "CASE WHEN e.end_latest - e.begin_earliest >= {TOO_COARSE} THEN {last} - {first} ELSE 0 END AS touched"
        ));
        figures.push(Figure::TooCoarse);
        columns.push(format!(
            "coalesce(sum(CASE WHEN touched >= {TOO_COARSE} THEN 1 ELSE 0 END), 0) AS too_coarse"
        ));
        missing.push("coalesce(sum(CASE WHEN begin_earliest IS NULL THEN 1 ELSE 0 END), 0)".to_owned());
    }
    if !missing.is_empty() {
        figures.push(Figure::Undated);
        columns.push(format!("{} AS undated", missing.join(" + ")));
    }
    let sql = format!("SELECT {} FROM (SELECT {} {})", columns.join(", "), inner.join(", "), level.source());
    Summary {
        readings: plan.readings.clone(),
        statement: Some(writer.finish(sql)),
        figures,
        counts: true,
        several,
        noun,
    }
}

/// Counts the undated events that would fit if their dates did, and do not fit without them.
fn left_out(writer: &mut Writer, plan: &Plan, predicate: &Predicate) -> Option<String> {
    let needs_date = plan.has_distance() || plan.chain.is_some() || plan.gaps.is_some();
    let others = match (needs_date, predicate.asks_dates()) {
        // What has no date has no distance either, and those that fit without one are left out as well.
        (true, _) => predicate.assuming_dates(true),
        (false, true) => {
            Predicate::All(vec![predicate.assuming_dates(true), predicate.assuming_dates(false).negate()])
        }
        (false, false) => return None,
    };
    let condition = writer.possible(&others, None);
    let condition = if condition == "1" { String::new() } else { format!(" AND {condition}") };
    Some(format!("(SELECT count(*) FROM events e WHERE e.begin_earliest IS NULL{condition})"))
}
