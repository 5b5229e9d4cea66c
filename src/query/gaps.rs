//! Stretches of time without events. Where dates are loose, how long such a stretch is, is not known either, so that there
//! are two figures: how many days are empty at least, and how many at most.
//!
//! *At most*: the longest stretches that every certain event can stay out of. An event stays out of the days from f to l in
//! some reading unless l is no earlier than its latest beginning and f no later than its earliest end. So such a stretch
//! begins behind the earliest end of one event, and ends before the first of the latest beginnings of those events whose
//! earliest end does not lie before it; it is the longest where that one event would cut it short. Events may be taken one
//! by one, since each stays out for itself. *At least*: the longest run of days within it that no event touches in any
//! reading. Before the first and behind the last event there is a stretch only where the period that is asked for has a
//! limit on that side; it is called open.

use super::ast::Duration;
use super::calendar::shifted;
use super::columns::{ChainKey, Key};
use super::count::staged;
use super::fold::period;
use super::plan::{Gaps, Plan};
use super::sql::{Level, Writer, truth};
use crate::date::{Day, Unit};
use crate::store::{Column, ColumnKind, Statement};

/// The columns of gaps, behind the key where they are sought by one.
pub(super) const COLUMNS: [Key; 5] = [Key::Begins, Key::Ends, Key::AtLeast, Key::AtMost, Key::Open];

/// Returns the SQL of the rows, and its columns.
pub(super) fn rows(plan: &Plan, gaps: &Gaps) -> (Statement, Vec<Column>) {
    let mut writer = Writer::default();
    let found = stretches(&mut writer, plan, gaps);
    let keys: Vec<ChainKey> = plan
        .show
        .clone()
        .unwrap_or_else(|| gaps.key.into_iter().chain(COLUMNS).map(ChainKey::from).collect());
    let select: String = keys.iter().map(|key| format!(", \"{key}\"")).collect();
    let default: Vec<(ChainKey, bool)> =
        gaps.key.into_iter().chain([Key::Begins, Key::Ends]).map(|key| (key.into(), false)).collect();
    let sql = staged(&mut writer, &format!("certain{select}"), found, &gaps.steps, &default);
    let mut columns = vec![Column::new("certain", ColumnKind::Certain)];
    columns.extend(keys.iter().map(|key| key.column()));
    (writer.finish(sql), columns)
}

fn stretches(writer: &mut Writer, plan: &Plan, gaps: &Gaps) -> String {
    let predicate = plan.predicate();
    let (first, last) = period(&predicate);
    let mut level = Level::new(writer, plan);
    level.keep_dated();
    let certain = truth(&writer.certain(&predicate));
    // Without a key all rows stand in one part.
    let (key, named) = match gaps.key {
        Some(key) => {
            let (part, shown) = level.parted(key);
            (part, Some((key, shown)))
        }
        None => ("0".to_owned(), None),
    };
    let (mut begin, mut end) = ("e.begin_earliest".to_owned(), "e.end_latest".to_owned());
    let (mut last_limit, mut first_limit) =
        (format!("last > {}", Day::MIN.0), format!("first < {}", Day::MAX.0));
    let parts = if named.is_some() { "SELECT DISTINCT part FROM dates" } else { "SELECT 0 AS part" };
    let (mut open_begin, mut opened, mut closed) = (String::new(), String::new(), String::new());
    let mut behind = "NULL".to_owned();
    if first > Day::MIN {
        let (day, before) = (writer.day(first), writer.day(first.plus(-1)));
        begin = format!("(CASE WHEN e.extent = 'point' AND {begin} < {day} THEN {day} ELSE {begin} END)");
        last_limit = format!("last >= {day}");
        open_begin = format!("\nUNION ALL SELECT part, {before}, {} FROM ({parts}) p", Day::MIN.0);
        opened = format!("\nUNION ALL SELECT part, {before}, {before} FROM ({parts}) p");
    }
    if last < Day::MAX {
        let (day, after) = (writer.day(last), writer.day(last.plus(1)));
        end = format!("(CASE WHEN e.extent = 'point' AND {end} > {day} THEN {day} ELSE {end} END)");
        first_limit = format!("first <= {day}");
        closed = format!("\nUNION ALL SELECT part, {after}, {after} FROM ({parts}) p");
        behind = day;
    }
    let known = if named.is_some() { " WHERE part IS NOT NULL" } else { "" };
    let over = shifted("begins", gaps.over, 1);
    let sure = shifted("r.first", gaps.over, 1);
    let starts_open =
        if first > Day::MIN { format!("begins = {}", writer.day(first)) } else { "0".to_owned() };
    let ends_open = if last < Day::MAX { "next IS NULL" } else { "0" };
    let name = named.map_or(String::new(), |(key, shown)| format!("{shown} AS \"{key}\", "));
    // Most stretches are too short by any calendar, which is soon seen.
    let days = least_days(gaps.over);
    // A run lies within every stretch that it meets, since what ends a stretch is touched. So the runs of a part are
    // numbered in their order, and a stretch has those from one number to another: to look at all runs of its part for
    // every stretch would take as long as both are many.
    format!(
        "WITH RECURSIVE dates AS (SELECT * FROM (SELECT {key} AS part, {begin} AS begin_earliest, e.begin_latest AS first, \
         e.end_earliest AS last, {end} AS end_latest, {certain} AS certain\n{}) d{known}),\n\
         blocks AS (SELECT part, last, min(first) AS first FROM dates WHERE certain = 1 AND {last_limit} \
         AND {first_limit} GROUP BY part, last{open_begin}),\n\
         bounded AS (SELECT part, last, first, min(first) OVER (PARTITION BY part ORDER BY last DESC \
         ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS next FROM blocks),\n\
         stretches AS (SELECT part, last + 1 AS begins, coalesce(next - 1, {behind}) AS ends, next FROM bounded \
         WHERE next IS NULL OR first < next),\n\
         long AS (SELECT row_number() OVER (ORDER BY part, begins) AS id, part, begins, ends, \
         CASE WHEN {starts_open} AND {ends_open} THEN 'at both ends' \
         WHEN {starts_open} THEN 'at the beginning' WHEN {ends_open} THEN 'at the end' END AS open \
         FROM stretches WHERE ends - begins >= {days} AND ends >= {over}),\n\
         touched AS (SELECT part, begin_earliest, max(end_latest) AS end_latest FROM (SELECT part, begin_earliest, \
         end_latest FROM dates{opened}{closed}) d WHERE part IN (SELECT part FROM long) GROUP BY part, begin_earliest),\n\
         behind AS (SELECT part, begin_earliest - 1 AS last, 1 + max(end_latest) OVER (PARTITION BY part \
         ORDER BY begin_earliest, end_latest ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS first FROM touched),\n\
         marks AS (SELECT part, first AS day, 1 AS run, last, NULL AS id FROM behind WHERE first <= last\n\
         UNION ALL SELECT part, begins, 0, NULL, id FROM long UNION ALL SELECT part, ends + 1, 0, NULL, id FROM long),\n\
         numbered AS (SELECT part, day, run, last, id, \
         sum(run) OVER (PARTITION BY part ORDER BY day, run ROWS UNBOUNDED PRECEDING) AS number FROM marks),\n\
         runs AS (SELECT part, number, day AS first, last FROM numbered WHERE run = 1),\n\
         reached AS (SELECT id, min(number) + 1 AS number, max(number) AS last_number FROM numbered WHERE run = 0 \
         GROUP BY id\nUNION ALL SELECT id, number + 1, last_number FROM reached WHERE number < last_number)\n\
         SELECT max(CASE WHEN r.last >= {sure} THEN 1 ELSE 0 END) AS certain, {name}s.begins AS begins, \
         s.ends AS ends, coalesce(max(r.last - r.first + 1), 0) AS at_least, s.ends - s.begins + 1 AS at_most, \
         s.open AS open\nFROM long s JOIN reached n ON n.id = s.id LEFT JOIN runs r ON r.part = s.part AND r.number = n.number \
         AND n.number <= n.last_number\n\
         GROUP BY s.id, s.part, s.begins, s.ends, s.open",
        level.source(),
    )
}

/// Returns so many days as a duration has at least: no month is shorter than 28, no year shorter than 365.
fn least_days(duration: Duration) -> i64 {
    duration.count
        * match duration.unit {
            Unit::Day => 1,
            Unit::Week => 7,
            Unit::Month => 28,
            Unit::Quarter => 90,
            Unit::Year => 365,
            Unit::Decade => 3652,
        }
}
