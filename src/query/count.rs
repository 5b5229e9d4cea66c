//! Counting. An event whose date is known to the year is possibly in each of twelve months, so that there are two figures
//! for every bucket: how many events are surely in it, and how many possibly.

use super::calendar::{bucket_of, first_day_of};
use super::chain::Rows;
use super::chain_count;
use super::columns::{ChainKey, Key};
use super::fold::period;
use super::plan::{Count, Plan, Step};
use super::sql::{Bucket, Level, Writer, needs_joint, truth};
use crate::date::{Day, Unit};
use crate::store::{Column, Statement, Value};

/// An event that touches this many buckets or more is too coarse to be placed: days of more than a year, months of more
/// than a generation.
pub(super) const TOO_COARSE: i64 = 400;

/// Empty buckets of a bounded period are shown, up to so many.
const MOST_EMPTY: i64 = 10_000;

/// Returns the SQL that counts, and its columns.
pub(super) fn statement(plan: &Plan, count: &Count) -> (Statement, Vec<Column>) {
    let mut writer = Writer::default();
    let predicate = plan.predicate();
    let figures: &[Key] =
        if has_two_figures(plan, count) { &[Key::AtLeast, Key::AtMost] } else { &[Key::Count] };
    let time = count.time();
    let inner = match (time, &plan.chain) {
        (Some((key, unit)), Some(chain)) => {
            chain_count::by_time(&mut writer, plan, chain, &count.keys, key, unit)
        }
        (Some((_, unit)), None) => by_time(&mut writer, plan, &count.keys, unit),
        (None, _) => plainly(&mut writer, plan, &count.keys, figures),
    };
    let asked = match (time, &plan.chain) {
        (Some((key, _)), Some(chain)) => chain_count::asked_of(plan, chain, key),
        _ => predicate,
    };
    let filled = match (time, period(&asked)) {
        (Some((key, unit)), (first, last)) if count.keys.len() == 1 && bounded(first, last) => {
            filled(&mut writer, &inner, key, unit.bucket(first), unit.bucket(last))
        }
        _ => inner,
    };
    let sql = ordered(&mut writer, filled, count, figures, time.is_some());
    let keys = count.keys.iter().map(|key| key.column());
    let columns = keys.chain(figures.iter().map(|key| key.column())).collect();
    (writer.finish(sql), columns)
}

/// Tells whether an event may be possible in a row without being certain.
pub(super) fn has_two_figures(plan: &Plan, count: &Count) -> bool {
    plan.chain.is_some()
        || plan.predicate().asks_dates()
        || count.keys.iter().any(|key| key.key.unit().is_some())
}

fn bounded(first: Day, last: Day) -> bool {
    Day::MIN < first && first <= last && last < Day::MAX
}

fn quoted(key: ChainKey) -> String {
    format!("\"{key}\"")
}

fn plainly(writer: &mut Writer, plan: &Plan, keys: &[ChainKey], figures: &[Key]) -> String {
    let rows = if let Some(chain) = &plan.chain {
        let mut rows = Rows::new(writer, plan, chain);
        let columns = keys.iter().map(|key| format!("{} AS {}, ", rows.counted(*key), quoted(*key)));
        let columns: String = columns.collect();
        format!("{}\nSELECT {columns}c.certain AS certain {}", rows.with(), rows.source())
    } else {
        let mut level = Level::new(writer, plan);
        let mut columns: Vec<String> =
            keys.iter().map(|key| format!("{} AS {}", level.counted(key.key), quoted(*key))).collect();
        if figures.len() > 1 {
            columns.push(format!("{} AS certain", truth(&writer.certain(&plan.predicate()))));
        }
        if columns.is_empty() {
            columns.push("1 AS counted".to_owned());
        }
        format!("SELECT {} {}", columns.join(", "), level.source())
    };
    let names: Vec<String> = keys.iter().map(|key| quoted(*key)).collect();
    let mut select = names.clone();
    if figures.len() > 1 {
        select.push("coalesce(sum(certain), 0) AS at_least".to_owned());
        select.push("count(*) AS at_most".to_owned());
    } else {
        select.push("count(*) AS count".to_owned());
    }
    let group = if names.is_empty() { String::new() } else { format!(" GROUP BY {}", names.join(", ")) };
    format!("SELECT {} FROM ({rows}){group}", select.join(", "))
}

fn by_time(writer: &mut Writer, plan: &Plan, keys: &[ChainKey], unit: Unit) -> String {
    let predicate = plan.predicate();
    let joint = needs_joint(&predicate);
    let mut level = Level::new(writer, plan);
    level.keep_dated();
    // Where nothing is asked, single days are counted bucket by bucket in an index, and only the others are placed.
    let apart = plan.steps.is_empty()
        && matches!(unit, Unit::Year | Unit::Decade)
        && keys.iter().all(|key| key.key.unit().is_some() || key.key == Key::Type);
    if apart {
        level.keep_only("e.end_latest > e.begin_earliest");
    }
    let certain = truth(&writer.certain(&predicate));
    // Events with the same date share their buckets, so that there are fewer dates to place than events.
    let mut columns: Vec<String> = CORNERS.iter().map(|corner| format!("e.{corner} AS {corner}")).collect();
    let mut carried: Vec<String> = Vec::new();
    // Where all are certain they are not grouped by it, so that the order of an index on the corners is enough.
    let is_certain = if certain == "1" {
        String::new()
    } else {
        columns.push(format!("{certain} AS certain"));
        carried.push("certain".to_owned());
        "certain = 1 AND ".to_owned()
    };
    let mut select = Vec::new();
    let mut group = Vec::new();
    for key in keys {
        let name = quoted(*key);
        if key.key.unit().is_some() {
            select.push(format!("bucket AS {name}"));
            group.push("bucket".to_owned());
        } else {
            let column = format!("key_{}", key.key.name());
            // Types are counted by number; their names come last.
            let (counted, shown) = match key.key {
                Key::Type => ("e.type".to_owned(), format!("(SELECT name FROM types WHERE id = {column})")),
                other => (level.counted(other), column.clone()),
            };
            columns.push(format!("{counted} AS {column}"));
            select.push(format!("{shown} AS {name}"));
            group.push(column.clone());
            carried.push(column);
        }
    }
    if joint {
        columns.push("e.id AS id".to_owned());
        carried.push("id".to_owned());
    }
    let rows = format!("SELECT {} {}", columns.join(", "), level.source());
    let carried: String = carried.iter().map(|column| format!(", {column}")).collect();
    let corners = CORNERS.join(", ");
    let (first, last) = placed(writer, plan, unit, "");
    let (surely_from, surely_to) = (bucket_of(unit, "begin_latest"), bucket_of(unit, "end_earliest"));
    let most = writer.bind(Value::Integer(TOO_COARSE));
    let (days, spread) = if apart { days_apart(unit, keys) } else { (String::new(), "spread".to_owned()) };
    let joined = if joint {
        let bucket = Bucket { column: "bucket", unit };
        format!("JOIN events e ON e.id = spread.id WHERE {} ", writer.possible(&predicate, Some(&bucket)))
    } else {
        String::new()
    };
    format!(
        "WITH RECURSIVE dates AS (SELECT {corners}{carried}, count(*) AS events FROM ({rows}) \
         GROUP BY {corners}{carried}),\n\
         placed AS (SELECT {first} AS bucket, {last} AS last_bucket, {surely_from} AS surely_from, \
         {surely_to} AS surely_to{carried}, events FROM dates),\n\
         spread AS (SELECT * FROM placed WHERE last_bucket - bucket BETWEEN 0 AND {most} - 1\n\
         UNION ALL SELECT bucket + 1, last_bucket, surely_from, surely_to{carried}, events FROM spread \
         WHERE bucket < last_bucket){days}\n\
         SELECT {}, sum(CASE WHEN {is_certain}bucket BETWEEN surely_from AND surely_to THEN events ELSE 0 END) \
         AS at_least, sum(events) AS at_most\nFROM {spread} {joined}\nGROUP BY {}",
        select.join(", "),
        group.join(", "),
    )
}

/// Returns the table that counts the events of single days in each bucket, and the rows of all events together.
fn days_apart(unit: Unit, keys: &[ChainKey]) -> (String, String) {
    let of_type = keys.iter().any(|key| key.key == Key::Type);
    let (types, number, same) = if of_type {
        ("CROSS JOIN types t ", ", t.id AS key_type", "e.type = t.id AND ")
    } else {
        ("", "", "")
    };
    let group = if of_type { "b.bucket, t.id" } else { "b.bucket" };
    let ends = |which: &str| {
        bucket_of(unit, &format!("(SELECT {which}(begin_earliest) FROM events WHERE reach = 0)"))
    };
    let table = format!(
        ",\nbuckets AS (SELECT {} AS bucket UNION ALL SELECT bucket + 1 FROM buckets WHERE bucket < {}),\n\
         single AS (SELECT b.bucket AS bucket{number}, count(*) AS events FROM (SELECT bucket, {} AS first, {} - 1 AS last \
         FROM buckets) b {types}CROSS JOIN events e \
         WHERE {same}e.reach = 0 AND e.begin_earliest BETWEEN b.first AND b.last GROUP BY {group})",
        ends("min"),
        ends("max"),
        first_day_of(unit, "bucket"),
        first_day_of(unit, "(bucket + 1)"),
    );
    let key = if of_type { ", key_type" } else { "" };
    let rows = format!(
        "(SELECT bucket, surely_from, surely_to{key}, events FROM spread \
         UNION ALL SELECT bucket, bucket, bucket{key}, events FROM single) spread"
    );
    (table, rows)
}

const CORNERS: [&str; 4] = ["begin_earliest", "begin_latest", "end_earliest", "end_latest"];

/// Returns the SQL of the first and the last bucket that an event touches inside the period that is asked for; `table`
/// stands before the names of the corners.
pub(super) fn placed(writer: &mut Writer, plan: &Plan, unit: Unit, table: &str) -> (String, String) {
    let (first, last) = period(&plan.predicate());
    let mut begin = format!("{table}begin_earliest");
    let mut end = format!("{table}end_latest");
    if first > Day::MIN {
        let first = writer.day(first);
        begin = format!("(CASE WHEN {begin} < {first} THEN {first} ELSE {begin} END)");
    }
    if last < Day::MAX {
        let last = writer.day(last);
        end = format!("(CASE WHEN {end} > {last} THEN {last} ELSE {end} END)");
    }
    (bucket_of(unit, &begin), bucket_of(unit, &end))
}

/// Adds the buckets from `first` to `last` in which nothing happened.
fn filled(writer: &mut Writer, counts: &str, key: ChainKey, first: i64, last: i64) -> String {
    if last - first >= MOST_EMPTY {
        return counts.to_owned();
    }
    let name = quoted(key);
    let (first, last) = (writer.bind(Value::Integer(first)), writer.bind(Value::Integer(last)));
    format!(
        "WITH RECURSIVE every(bucket) AS (SELECT {first} UNION ALL SELECT bucket + 1 FROM every WHERE bucket < {last})\n\
         SELECT bucket AS {name}, coalesce(at_least, 0) AS at_least, coalesce(at_most, 0) AS at_most\n\
         FROM every LEFT JOIN ({counts}) c ON c.{name} = bucket"
    )
}

/// By time: in the order of the keys. By anything else: most first.
fn ordered(writer: &mut Writer, counts: String, count: &Count, figures: &[Key], by_time: bool) -> String {
    let keys = count.keys.iter().map(|key| (*key, false));
    let most = figures.iter().rev().map(|key| ((*key).into(), true));
    let default: Vec<(ChainKey, bool)> =
        if by_time { keys.chain(most).collect() } else { most.chain(keys).collect() };
    let steps: Vec<Step> = count
        .steps
        .iter()
        .map(|step| match step {
            Step::Sort { key, descending } => {
                let first = match key.key {
                    Key::Count | Key::AtLeast | Key::AtMost if !figures.contains(&key.key) => {
                        // With two figures "count" means the greater, with one the others mean the same.
                        if figures.len() > 1 { Key::AtMost.into() } else { Key::Count.into() }
                    }
                    _ => *key,
                };
                Step::Sort { key: first, descending: *descending }
            }
            step => step.clone(),
        })
        .collect();
    staged(writer, "*", counts, &steps, &default)
}

/// Returns the SQL that sorts and limits rows which have a name for each column, and selects some of them. `default` is
/// their order; a sort comes before it.
pub(super) fn staged(
    writer: &mut Writer,
    select: &str,
    rows: String,
    steps: &[Step],
    default: &[(ChainKey, bool)],
) -> String {
    let mut order = default.to_vec();
    let mut rows = rows;
    for step in steps {
        match step {
            Step::Sort { key, descending } => {
                order = vec![(*key, *descending)];
                order.extend(default.iter().filter(|(other, _)| other != key));
            }
            Step::First(limit) => {
                let limit = writer.bind(Value::Integer(*limit));
                rows = format!("SELECT * FROM ({rows}) ORDER BY {} LIMIT {limit}", terms(&order, false));
            }
            Step::Last(limit) => {
                let limit = writer.bind(Value::Integer(*limit));
                rows = format!("SELECT * FROM ({rows}) ORDER BY {} LIMIT {limit}", terms(&order, true));
            }
            Step::Keep(_) | Step::Nearest { .. } => {}
        }
    }
    if order.is_empty() {
        return rows;
    }
    format!("SELECT {select} FROM ({rows})\nORDER BY {}", terms(&order, false))
}

fn terms(order: &[(ChainKey, bool)], reversed: bool) -> String {
    let terms: Vec<String> = order
        .iter()
        .map(|(key, descending)| {
            let direction = if *descending != reversed { " DESC" } else { "" };
            format!("{}{direction} NULLS {}", quoted(*key), if reversed { "FIRST" } else { "LAST" })
        })
        .collect();
    terms.join(", ")
}
