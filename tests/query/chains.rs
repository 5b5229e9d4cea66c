//! Chains, and events that nothing follows: SQL against a loop that tries every reading.

use std::collections::{BTreeMap, BTreeSet};

use timeline::date::{Day, Extent, Unit, parse as date};
use timeline::query::{Duration, Filter, Format, Shared, Side, Stage, parse};
use timeline::store::Value;

use super::database::{Record, TYPES, World};
use super::ebnf::Random;
use super::naive::{Naive, Reading, shift};

const DATES: [&str; 22] = [
    "2014-04-05",
    "2014-04-10",
    "2014-04-12",
    "2014-04-13",
    "2014-04-15",
    "2014-04-20",
    "2014-03-31",
    "2014-05-01",
    "2014-04",
    "2014-05",
    "2014",
    "201X",
    "XXXX",
    "2014-04-12~",
    "[2014-04-08..2014-04-14]",
    "[2014-04-12..]",
    "2014-04-10/2014-04-12",
    "2014-04/2014-05",
    "2014-04-12/..",
    "../2014-04-12",
    "2014-04-12/",
    "",
];

/// Wide enough that a link never reaches from inside April and May 2014 to its ends.
fn window() -> (Day, Day) {
    (date("2014-02-20").unwrap().bounds().earliest(), date("2014-07-10").unwrap().bounds().latest())
}

struct Link {
    negated: bool,
    side: Side,
    within: Duration,
    by: Filter,
    sharing: Vec<Shared>,
}

fn links(text: &str) -> Vec<Link> {
    let stages = parse(text).unwrap().stages.into_iter();
    let link = |stage| match stage {
        Stage::Linked { negated, side, within, by, sharing } => {
            Some(Link { negated, side, within, by, sharing })
        }
        _ => None,
    };
    stages.filter_map(|stage| link(stage.value)).collect()
}

/// The day of a reading that a link to that side starts from, and the one that it leads to.
fn ends(side: Side, from: Reading, to: Reading) -> (Day, Day) {
    match side {
        Side::Followed => (from.1, to.0),
        Side::Preceded => (from.0, to.1),
    }
}

/// Whether a link may hold in a pair of readings, and whether it surely does.
fn holds(link: &Link, from: Reading, to: Reading) -> (bool, bool) {
    let (start, end) = ends(link.side, from, to);
    match link.side {
        Side::Followed => {
            let far = end <= shift(link.within, start, 1);
            (end >= start && far, end > start && far)
        }
        Side::Preceded => {
            let far = end >= shift(link.within, start, -1);
            (end <= start && far, end < start && far)
        }
    }
}

fn shares(link: &Link, a: &Record, b: &Record) -> bool {
    link.sharing.iter().all(|shared| match shared {
        Shared::Actors => a.participants.iter().any(|p| b.participants.iter().any(|q| p.0 == q.0)),
        Shared::From | Shared::To => {
            a.participants.iter().any(|p| p.1.name() == shared.name() && b.participants.contains(p))
        }
        Shared::Type => a.kind == b.kind,
        Shared::Class => TYPES[a.kind].1 == TYPES[b.kind].1,
        Shared::Place => a.place.is_some() && a.place == b.place,
        Shared::Document => a.document == b.document,
    })
}

/// The readings of an event in which it fits. What is asked of a span is judged by itself.
fn readings(naive: &Naive<'_>, filter: Option<&Filter>, event: &Record) -> Vec<Reading> {
    let Some(filter) = filter else { return naive.endless(event) };
    let point = event.bounds().is_some_and(|bounds| bounds.extent == Extent::Point);
    if !point {
        return if naive.fits(filter, event).0 { naive.endless(event) } else { Vec::new() };
    }
    naive.readings(event).into_iter().filter(|reading| naive.fits_on(filter, event, *reading)).collect()
}

fn is_certain(naive: &Naive<'_>, filter: Option<&Filter>, event: &Record) -> bool {
    filter.is_none_or(|filter| naive.fits(filter, event).1)
}

/// Whether no event stands so next to this one: possibly, and certainly.
fn alone(naive: &Naive<'_>, link: &Link, event: &Record) -> (bool, bool) {
    alone_in(naive, link, event, &|_| true)
}

/// The same, in some readings of the event.
fn alone_in(
    naive: &Naive<'_>,
    link: &Link,
    event: &Record,
    among: &dyn Fn(&Reading) -> bool,
) -> (bool, bool) {
    let others: Vec<&Record> = naive
        .world
        .events
        .iter()
        .filter(|other| other.id != event.id && naive.fits(&link.by, other).0 && shares(link, event, other))
        .filter(|other| other.date.is_some())
        .collect();
    let own = naive.endless(event);
    let own: BTreeSet<Day> =
        own.iter().filter(|reading| among(reading)).map(|r| ends(link.side, *r, *r).0).collect();
    let days = |readings: Vec<Reading>| -> BTreeSet<Day> {
        readings.iter().map(|reading| ends(link.side, *reading, *reading).1).collect()
    };
    // All days of those that must fit, and for the others those on which they do.
    let surely: Vec<BTreeSet<Day>> = others
        .iter()
        .filter(|other| naive.fits(&link.by, other).1)
        .map(|other| days(naive.endless(other)))
        .collect();
    let perhaps: Vec<BTreeSet<Day>> =
        others.iter().map(|other| days(readings(naive, Some(&link.by), other))).collect();
    let at = |day: Day, other: Day| holds(link, (day, day), (other, other));
    let possible =
        own.iter().any(|day| surely.iter().all(|days| !days.iter().all(|other| at(*day, *other).1)));
    let certain =
        own.iter().all(|day| perhaps.iter().all(|days| days.iter().all(|other| !at(*day, *other).0)));
    (possible, certain)
}

/// One event of a chain, counted from 0, and a bucket of time.
type Placed = (usize, Unit, i64);

/// Whether a reading lies in a bucket, or touches it.
fn touches((begin, end): Reading, unit: Unit, bucket: i64) -> bool {
    unit.bucket(begin) <= bucket && bucket <= unit.bucket(end)
}

/// Every chain that is possible, with whether it is certain: one reading of all its events at once, in which one of them
/// may have to touch a bucket.
fn chains(
    naive: &Naive<'_>,
    filter: Option<&Filter>,
    links: &[Link],
    placed: Option<Placed>,
) -> BTreeMap<Vec<i64>, bool> {
    let inside = |event: usize, reading: &Reading| {
        placed.is_none_or(|(which, unit, bucket)| which != event || touches(*reading, unit, bucket))
    };
    let mut found: Vec<(Vec<&Record>, Vec<Reading>, bool)> = naive
        .world
        .events
        .iter()
        .map(|event| {
            let mut readings = readings(naive, filter, event);
            readings.retain(|reading| inside(0, reading));
            (vec![event], readings, is_certain(naive, filter, event))
        })
        .filter(|(_, readings, _)| !readings.is_empty())
        .collect();
    for link in links {
        let mut longer = Vec::new();
        for (events, before, certain) in &found {
            let last = events[events.len() - 1];
            if link.negated {
                let (possible, surely) = alone(naive, link, last);
                if possible {
                    longer.push((events.clone(), before.clone(), *certain && surely));
                }
                continue;
            }
            let starts: BTreeSet<Day> = before.iter().map(|r| ends(link.side, *r, *r).0).collect();
            let all_starts: BTreeSet<Day> =
                naive.endless(last).iter().map(|r| ends(link.side, *r, *r).0).collect();
            for next in &naive.world.events {
                if events.iter().any(|event| event.id == next.id) || !shares(link, last, next) {
                    continue;
                }
                let ends_of = |r: &Reading| ends(link.side, *r, *r).1;
                let ends: BTreeSet<Day> = naive.endless(next).iter().map(ends_of).collect();
                let reached: BTreeSet<Day> = ends
                    .iter()
                    .copied()
                    .filter(|end| starts.iter().any(|start| holds(link, (*start, *start), (*end, *end)).0))
                    .collect();
                let after: Vec<Reading> = readings(naive, Some(&link.by), next)
                    .into_iter()
                    .filter(|reading| reached.contains(&ends_of(reading)) && inside(events.len(), reading))
                    .collect();
                if after.is_empty() {
                    continue;
                }
                let surely = ends
                    .iter()
                    .all(|end| all_starts.iter().all(|start| holds(link, (*start, *start), (*end, *end)).1));
                let certain = *certain && surely && is_certain(naive, Some(&link.by), next);
                let events = events.iter().copied().chain([next]).collect();
                longer.push((events, after, certain));
            }
        }
        found = longer;
    }
    found
        .into_iter()
        .map(|(events, _, certain)| (events.iter().map(|event| event.id).collect(), certain))
        .collect()
}

/// Conditions that allow one stretch of days at most.
const FILTERS: [&str; 12] = [
    "actual",
    "type meeting",
    "type CONSULT",
    "with Russia, NATO",
    "in 2014-04",
    "since 2014-04-10",
    "before 2014-04-15",
    "until 2014-04-12 not type attack",
    "in 2014-04-05..2014-04-14",
    "certainly in 2014-04",
    "not after 2014-04-20",
    "since 2014-04-10 before 2014-05-01 with Russia, China, Ukraine",
];

fn link(random: &mut Random, negated: bool) -> String {
    let not = if negated { "not " } else { "" };
    let side = ["followed", "preceded"][random.below(2)];
    let within = ["1 day", "3 days", "1 week", "10 days", "1 month"][random.below(5)];
    let by = FILTERS[random.below(FILTERS.len())];
    let sharing = [
        "",
        "",
        "",
        " sharing actors",
        " sharing type",
        " sharing place, document",
        " sharing class",
        " sharing from",
        " sharing to",
    ][random.below(9)];
    format!(" | {not}{side} within {within} by {by}{sharing}")
}

fn asked(world: &World, text: &str, events: usize) -> BTreeMap<Vec<i64>, bool> {
    let letters = if events == 1 { vec![""] } else { vec!["a.", "b.", "c."][..events].to_vec() };
    let ids: Vec<String> = letters.iter().map(|letter| format!("{letter}id")).collect();
    let text = format!("{text} | show {}", ids.join(", "));
    let compiled = world.plan(&text).unwrap_or_else(|error| panic!("{error}")).compile(Format::Csv);
    world
        .run(&compiled.statement)
        .iter()
        .map(|row| (row[1..].iter().map(integer).collect(), integer(&row[0]) == 1))
        .collect()
}

#[test]
fn chains_are_those_of_a_loop_over_readings() {
    let mut random = Random(1905);
    let mut rows = [0; 3];
    for round in 0..60 {
        let world = World::random(round, if round % 3 == 2 { 9 } else { 14 }, &DATES);
        let naive = Naive::new(&world, window());
        let count = [1, 1, 2][round as usize % 3];
        let mut text = format!("events {}", FILTERS[random.below(FILTERS.len())]);
        for _ in 0..count {
            text.push_str(&link(&mut random, false));
        }
        if random.below(5) == 0 {
            text.push_str(&link(&mut random, true));
        }
        let filter = parse(&text).unwrap().filter;
        let expected = chains(&naive, filter.as_ref(), &links(&text), None);
        let found = asked(&world, &text, count + 1);
        if found != expected {
            let wrong = found.iter().chain(&expected).find(|(ids, _)| found.get(*ids) != expected.get(*ids));
            let ids = wrong.unwrap().0;
            let dates: Vec<_> = ids
                .iter()
                .map(|id| world.events.iter().find(|e| e.id == *id).unwrap())
                .map(|e| e.date.as_ref().map(ToString::to_string))
                .collect();
            panic!("{text}\n{ids:?} {dates:?}: SQL {:?}, loop {:?}", found.get(ids), expected.get(ids));
        }
        rows[0] += 1;
        rows[1] += found.values().filter(|certain| **certain).count();
        rows[2] += found.len();
    }
    assert!(rows[1] > 20 && rows[2] > 500, "{rows:?}");
}

#[test]
fn events_that_nothing_follows_are_those_of_a_loop_over_readings() {
    let mut random = Random(1906);
    let (mut certain, mut possible) = (0, 0);
    for round in 0..80 {
        let world = World::random(100 + round, 25, &DATES);
        let naive = Naive::new(&world, window());
        let filter = ["actual", "type meeting", "with Russia, NATO"][random.below(3)];
        let text = format!("events {filter}{}", link(&mut random, true));
        let expected: BTreeMap<Vec<i64>, bool> =
            chains(&naive, parse(&text).unwrap().filter.as_ref(), &links(&text), None);
        let found = asked(&world, &text, 1);
        assert!(found == expected, "{text}\n{found:?}\n{expected:?}");
        certain += found.values().filter(|certain| **certain).count();
        possible += found.values().filter(|certain| !**certain).count();
    }
    assert!(certain > 100 && possible > 100, "{certain} {possible}");
}

#[test]
fn distances_are_those_of_a_loop_over_readings() {
    const FINITE: [&str; 8] = [
        "2014-04-05",
        "2014-04-12",
        "2014-04-20",
        "2014-04",
        "2014-05",
        "2014-04-12~",
        "2014-04-10/2014-04-12",
        "2014-04/2014-05",
    ];
    let mut random = Random(1907);
    let mut compared = 0;
    for round in 0..20 {
        let world = World::random(200 + round, 12, &FINITE);
        let naive = Naive::new(&world, window());
        let text = format!("events{}", link(&mut random, false));
        let shown = format!("{text} | show a.id, b.id, days_at_least, b.days_at_most, days | sort days desc");
        let side = links(&text)[0].side;
        for row in world.run(&world.plan(&shown).unwrap().compile(Format::Csv).statement) {
            let event = |at: usize| world.events.iter().find(|e| e.id == integer(&row[at])).unwrap();
            let (from, to) = (naive.readings(event(1)), naive.readings(event(2)));
            let distances = from.iter().flat_map(|a| {
                to.iter().map(move |b| {
                    let (start, end) = ends(side, *a, *b);
                    if side == Side::Followed { end.0 - start.0 } else { start.0 - end.0 }
                })
            });
            let distances: BTreeSet<i64> = distances.collect();
            let (least, most) = (*distances.first().unwrap(), *distances.last().unwrap());
            assert_eq!((integer(&row[3]), integer(&row[4])), (least.max(0), most), "{text}");
            let days =
                if least.max(0) == most { most.to_string() } else { format!("{}..{most}", least.max(0)) };
            assert_eq!(row[5], Value::Text(days));
            compared += 1;
        }
    }
    assert!(compared > 50, "{compared}");
}

/// Dates that end inside the window: single days and spans, known to the day or the month.
const PLACED: [&str; 14] = [
    "2014-04-05",
    "2014-04-10",
    "2014-04-12",
    "2014-04-20",
    "2014-03-31",
    "2014-05-01",
    "2014-04",
    "2014-05",
    "2014-04-12~",
    "[2014-04-08..2014-04-14]",
    "2014-04-10/2014-04-12",
    "2014-03-28/2014-05-02",
    "2014-04/2014-05",
    "2014-04-05~/2014-04-20~",
];

/// The figures of every bucket that has any.
fn counted(world: &World, text: &str) -> BTreeMap<i64, (i64, i64)> {
    let compiled = world.plan(text).unwrap_or_else(|error| panic!("{error}")).compile(Format::Csv);
    let rows = world.run(&compiled.statement);
    let rows = rows.iter().map(|row| (integer(&row[0]), (integer(&row[1]), integer(&row[2]))));
    rows.filter(|(_, figures)| *figures != (0, 0)).collect()
}

#[test]
fn chains_are_counted_by_time_as_a_loop_over_readings_counts_them() {
    let mut random = Random(1908);
    let (mut surely, mut possibly) = (0, 0);
    for round in 0..45 {
        let count = [1, 1, 2][round as usize % 3];
        let which = random.below(count + 1);
        let first = FILTERS[random.below(FILTERS.len())];
        let mut text = format!("events {first}");
        for _ in 0..count {
            text.push_str(&link(&mut random, false));
        }
        // What is asked of the dates of a span is asked leaf by leaf, and its buckets are those of the period.
        let dated = |text: &str| text.contains("2014");
        let asked = if which == 0 { first } else { text.split('|').nth(which).unwrap() };
        let dates = if dated(asked) { &PLACED[..10] } else { &PLACED[..] };
        let world = World::random(400 + round, if count == 2 { 9 } else { 13 }, dates);
        let naive = Naive::new(&world, window());
        let unit = [Unit::Day, Unit::Week, Unit::Month][random.below(3)];
        let filter = parse(&text).unwrap().filter;
        let mut expected: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
        for bucket in unit.bucket(window().0)..=unit.bucket(window().1) {
            for (ids, certain) in chains(&naive, filter.as_ref(), &links(&text), Some((which, unit, bucket)))
            {
                let event = world.events.iter().find(|event| event.id == ids[which]).unwrap();
                let readings = naive.readings(event);
                let figures = expected.entry(bucket).or_default();
                figures.0 += i64::from(certain && readings.iter().all(|r| touches(*r, unit, bucket)));
                figures.1 += 1;
            }
        }
        let text = format!("{text} | count by {}.{unit}", ["a", "b", "c"][which]);
        let found = counted(&world, &text);
        assert!(found == expected, "{text}\n{found:?}\n{expected:?}");
        surely += found.values().map(|figures| figures.0).sum::<i64>();
        possibly += found.values().map(|figures| figures.1).sum::<i64>();
    }
    assert!(surely > 20 && possibly > 500, "{surely} {possibly}");
}

#[test]
fn events_that_nothing_follows_are_counted_by_time_as_a_loop_over_readings_counts_them() {
    let mut random = Random(1909);
    let (mut surely, mut possibly) = (0, 0);
    for round in 0..40 {
        let world = World::random(500 + round, 20, &PLACED);
        let naive = Naive::new(&world, window());
        let filter = ["actual", "type meeting", "with Russia, NATO"][random.below(3)];
        let text = format!("events {filter}{}", link(&mut random, true));
        let parsed = parse(&text).unwrap().filter;
        let link = &links(&text)[0];
        let unit = [Unit::Day, Unit::Week, Unit::Month][random.below(3)];
        let mut expected: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
        for event in world.events.iter().filter(|event| naive.fits(parsed.as_ref().unwrap(), event).0) {
            let readings = naive.readings(event);
            let point = event.bounds().is_some_and(|bounds| bounds.extent == Extent::Point);
            for bucket in unit.bucket(window().0)..=unit.bucket(window().1) {
                if !readings.iter().any(|reading| touches(*reading, unit, bucket)) {
                    continue;
                }
                // A span is asked whether it is alone and whether it touches the bucket, the one beside the other.
                let among = |reading: &Reading| !point || touches(*reading, unit, bucket);
                let possible = alone_in(&naive, link, event, &among).0;
                let certain = alone(&naive, link, event).1
                    && readings.iter().all(|reading| touches(*reading, unit, bucket));
                if possible {
                    let figures = expected.entry(bucket).or_default();
                    figures.0 += i64::from(certain);
                    figures.1 += 1;
                }
            }
        }
        let text = format!("{text} | count by {unit}");
        let found = counted(&world, &text);
        assert!(found == expected, "{text}\n{found:?}\n{expected:?}");
        surely += found.values().map(|figures| figures.0).sum::<i64>();
        possibly += found.values().map(|figures| figures.1).sum::<i64>();
    }
    assert!(surely > 20 && possibly > 1000, "{surely} {possibly}");
}

fn integer(value: &Value) -> i64 {
    match value {
        Value::Integer(number) => *number,
        other => panic!("expected a number, found {other:?}"),
    }
}
