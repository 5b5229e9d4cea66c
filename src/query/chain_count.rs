//! Chains counted by time: on which days one event of a chain may lie, in the readings that fit all its links.
//!
//! Every link limits how late the later event can begin, given the days on which the earlier one can end, and the other
//! way round; so the limits are carried along from the first event to the one that is counted by, and back to it from the
//! last. What is left of its days is a stretch: each link compares two days only, and the days that one leaves to the
//! other are a stretch. Nothing is lost where a limit is carried over an event, since the events before it and those
//! behind it know of each other by its days alone.

use super::ast::{Duration, Side};
use super::calendar::{bucket_of, shifted};
use super::chain::Rows;
use super::columns::ChainKey;
use super::count::TOO_COARSE;
use super::fold::period;
use super::plan::{Chain, Plan, Predicate};
use super::sql::{Bucket, Writer, needs_joint};
use crate::date::{Day, Unit};
use crate::store::Value;

/// Returns the SQL that counts chains by the time of one of their events, the bucket being named as the key.
pub(super) fn by_time(
    writer: &mut Writer,
    plan: &Plan,
    chain: &Chain,
    keys: &[ChainKey],
    by: ChainKey,
    unit: Unit,
) -> String {
    let placed = placed(writer, plan, chain, keys, by, unit);
    let most = writer.bind(Value::Integer(TOO_COARSE));
    let mut select = Vec::new();
    let mut group = vec!["bucket".to_owned()];
    let mut carried = String::new();
    for (at, key) in keys.iter().enumerate() {
        if *key == by {
            select.push(format!("bucket AS \"{key}\""));
        } else {
            select.push(format!("key_{at} AS \"{key}\""));
            group.push(format!("key_{at}"));
            carried.push_str(&format!(", key_{at}"));
        }
    }
    // What asks for several stretches of days is asked again of each bucket.
    let asked = asked_of(plan, chain, by);
    let joined = if needs_joint(&asked) {
        let bucket = Bucket { column: "bucket", unit };
        format!("JOIN events e ON e.id = spread.id WHERE {} ", writer.possible(&asked, Some(&bucket)))
    } else {
        String::new()
    };
    format!(
        "{},\nspread AS (SELECT id, bucket, last_bucket, surely_from, surely_to, certain{carried} FROM placed \
         WHERE last_bucket - bucket BETWEEN 0 AND {most} - 1\n\
         UNION ALL SELECT id, bucket + 1, last_bucket, surely_from, surely_to, certain{carried} FROM spread \
         WHERE bucket < last_bucket)\n\
         SELECT {}, sum(CASE WHEN certain = 1 AND bucket BETWEEN surely_from AND surely_to THEN 1 ELSE 0 END) \
         AS at_least, count(*) AS at_most\nFROM spread {joined}\nGROUP BY {}",
        placed.replacen("WITH ", "WITH RECURSIVE ", 1),
        select.join(", "),
        group.join(", "),
    )
}

/// Returns what is asked of the event that chains are counted by.
pub(super) fn asked_of(plan: &Plan, chain: &Chain, by: ChainKey) -> Predicate {
    let before = by.event.and_then(|event| event.checked_sub(1));
    match before.and_then(|link| chain.links.get(link)) {
        Some(link) => link.by.clone(),
        None => plan.predicate(),
    }
}

/// Returns tables, from `WITH` on, the last of which, `placed`, has a row for every chain: the first and the last bucket
/// that the event may touch, those that it surely touches, and the other keys.
pub(super) fn placed(
    writer: &mut Writer,
    plan: &Plan,
    chain: &Chain,
    keys: &[ChainKey],
    by: ChainKey,
    unit: Unit,
) -> String {
    let counted = by.event.unwrap_or(0);
    let this = ChainKey::letter(counted);
    let mut rows = Rows::new(writer, plan, chain);
    let mut fixed =
        vec![("id".to_owned(), format!("c.{this}")), ("certain".to_owned(), "c.certain".to_owned())];
    for corner in ["begin_latest", "end_earliest"] {
        fixed.push((format!("own_{corner}"), format!("e_{this}.{corner}")));
    }
    let mut others = Vec::new();
    for (at, key) in keys.iter().enumerate().filter(|(_, key)| **key != by) {
        fixed.push((format!("key_{at}"), rows.counted(*key)));
        others.push(format!("key_{at}"));
    }
    let mut limits: Vec<Limits> = (0..=chain.links.len())
        .map(|event| {
            Limits::own(event, &asked_of(plan, chain, ChainKey { event: Some(event), ..by }), writer)
        })
        .collect();
    let mut select: Vec<String> = fixed.iter().map(|(name, sql)| format!("{sql} AS {name}")).collect();
    select.extend(limits.iter().map(Limits::select));
    let mut tables = vec![format!(
        "{},\nlimits_0 AS MATERIALIZED (SELECT {}\n{})",
        rows.with(),
        select.join(", "),
        rows.source()
    )];
    let mut narrow = |limits: &mut Vec<Limits>, event: usize, end: End, from: String, to: String| {
        let mut next: Vec<Limits> = (0..limits.len()).map(Limits::named).collect();
        next[event].narrow(end, &from, &to);
        let mut select: Vec<String> = fixed.iter().map(|(name, _)| name.clone()).collect();
        select.extend(next.iter().map(Limits::select));
        let (this, before) = (tables.len(), tables.len() - 1);
        tables.push(format!(
            "limits_{this} AS MATERIALIZED (SELECT {} FROM limits_{before})",
            select.join(", ")
        ));
        *limits = (0..limits.len()).map(Limits::named).collect();
    };
    for (at, link) in chain.links.iter().enumerate().take(counted) {
        let from = Limits::named(at);
        match link.side {
            Side::Followed => {
                let [first, last] = from.end;
                narrow(&mut limits, at + 1, End::Begin, first, shifted(&last, link.within, 1));
            }
            Side::Preceded => {
                let [first, last] = from.begin;
                narrow(&mut limits, at + 1, End::End, shifted(&first, link.within, -1), last);
            }
        }
    }
    for (at, link) in chain.links.iter().enumerate().skip(counted).rev() {
        let to = Limits::named(at + 1);
        match link.side {
            Side::Followed => {
                let [first, last] = to.begin;
                narrow(&mut limits, at, End::End, reaching(&first, link.within, 1), last);
            }
            Side::Preceded => {
                let [first, last] = to.end;
                let behind = reaching(&format!("({last} + 1)"), link.within, -1);
                narrow(&mut limits, at, End::Begin, first, format!("({behind} - 1)"));
            }
        }
    }
    let Limits { begin: [mut first, _], end: [_, mut last], .. } = Limits::named(counted);
    // As where events are counted, only the buckets of the period that is asked for.
    let (from, to) = period(&asked_of(plan, chain, by));
    if from > Day::MIN {
        first = greater(&first, &writer.day(from));
    }
    if to < Day::MAX {
        last = smaller(&last, &writer.day(to));
    }
    let others: String = others.iter().map(|key| format!(", {key}")).collect();
    format!(
        "{},\nplaced AS (SELECT id, certain, {} AS bucket, {} AS last_bucket, {} AS surely_from, {} AS surely_to{others} \
         FROM limits_{})",
        tables.join(",\n"),
        bucket_of(unit, &first),
        bucket_of(unit, &last),
        bucket_of(unit, "own_begin_latest"),
        bucket_of(unit, "own_end_earliest"),
        tables.len() - 1,
    )
}

/// Which end of an event a link limits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Begin,
    End,
}

/// The first and the last day on which an event can begin and on which it can end, in SQL.
struct Limits {
    letter: &'static str,
    begin: [String; 2],
    end: [String; 2],
    point: String,
}

impl Limits {
    /// Those that its date and what is asked of it allow, of the table of events.
    fn own(event: usize, asked: &Predicate, writer: &mut Writer) -> Self {
        let letter = ChainKey::letter(event);
        let corner = |name: &str| format!("e_{letter}.{name}");
        let mut limits = Self {
            letter,
            begin: [corner("begin_earliest"), corner("begin_latest")],
            end: [corner("end_earliest"), corner("end_latest")],
            point: format!("e_{letter}.extent = 'point'"),
        };
        let (first, last) = period(asked);
        let is_point = limits.point.clone();
        for days in [&mut limits.begin, &mut limits.end] {
            if first > Day::MIN {
                days[0] = of_points(&is_point, &days[0], greater(&days[0], &writer.day(first)));
            }
            if last < Day::MAX {
                days[1] = of_points(&is_point, &days[1], smaller(&days[1], &writer.day(last)));
            }
        }
        limits
    }

    /// Those of the table before.
    fn named(event: usize) -> Self {
        let letter = ChainKey::letter(event);
        Self {
            letter,
            begin: [format!("{letter}_begin_first"), format!("{letter}_begin_last")],
            end: [format!("{letter}_end_first"), format!("{letter}_end_last")],
            point: format!("{letter}_point = 1"),
        }
    }

    /// Narrows one end to the days from `first` to `last`; what that says of the other end follows, since an event ends no
    /// earlier than it begins, and a point on the very day.
    fn narrow(&mut self, end: End, first: &str, last: &str) {
        let [begin, end_days] =
            [&self.begin, &self.end].map(|[from, to]| [greater(from, first), smaller(to, last)]);
        let ([begin_first, begin_last], [end_first, end_last]) = (begin, end_days);
        match end {
            End::Begin => {
                self.end = [end_first, of_points(&self.point, &self.end[1], end_last)];
                self.begin = [begin_first, begin_last];
            }
            End::End => {
                self.begin = [of_points(&self.point, &self.begin[0], begin_first), begin_last];
                self.end = [end_first, end_last];
            }
        }
    }

    fn select(&self) -> String {
        let Self { letter, begin: [begin_first, begin_last], end: [end_first, end_last], point } = self;
        format!(
            "{begin_first} AS {letter}_begin_first, {begin_last} AS {letter}_begin_last, \
             {end_first} AS {letter}_end_first, {end_last} AS {letter}_end_last, \
             CASE WHEN {point} THEN 1 ELSE 0 END AS {letter}_point"
        )
    }
}

fn of_points(is_point: &str, span: &str, point: String) -> String {
    format!("(CASE WHEN {is_point} THEN {point} ELSE {span} END)")
}

fn greater(one: &str, other: &str) -> String {
    format!("(CASE WHEN {one} < {other} THEN {other} ELSE {one} END)")
}

fn smaller(one: &str, other: &str) -> String {
    format!("(CASE WHEN {one} > {other} THEN {other} ELSE {one} END)")
}

/// Returns the first day from which so much later (`sign` 1) or earlier (-1) is no earlier than `day`. Months have
/// different lengths, so that it need not be the day so much earlier or later than `day`.
fn reaching(day: &str, within: Duration, sign: i64) -> String {
    if matches!(within.unit, Unit::Day | Unit::Week) {
        return shifted(day, within, -sign);
    }
    format!(
        "(SELECT CASE WHEN {} >= goal THEN start ELSE start + 1 END FROM (SELECT {} AS start, {day} AS goal) g)",
        shifted("start", within, sign),
        shifted(day, within, -sign),
    )
}
