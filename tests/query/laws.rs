//! Two ways, one answer: SQL and a plain loop, on random small databases and random filters.

use std::collections::{BTreeMap, BTreeSet};

use timeline::date::{Day, Unit, parse as date};
use timeline::query::{Format, parse};
use timeline::store::Value;

use super::database::World;
use super::ebnf::Random;
use super::naive::Naive;

/// Dates of every kind around April 2014.
const DATES: [&str; 30] = [
    "2014-04-05",
    "2014-04-10",
    "2014-04-12",
    "2014-04-13",
    "2014-04-15",
    "2014-04-20",
    "2014-03-31",
    "2014-05-01",
    "2014-04",
    "2014-04",
    "2014-05",
    "2014",
    "201X",
    "20XX",
    "XXXX-04-12",
    "XXXX",
    "2014-04-12~",
    "2014-04?",
    "[2014-04-08..2014-04-14]",
    "[..2014-04-12]",
    "[2014-04-12..]",
    "2014-04-10/2014-04-12",
    "2014-04-05/2014-04-20",
    "2014-04/2014-05",
    "2014-04-12/..",
    "../2014-04-12",
    "2014-03/2014-04-10",
    "2014/2015",
    "2014-04-12/",
    "",
];

/// The same, and dates that a day of any year may meet or miss.
const YEARLY: [&str; 16] = [
    "XXXX-02-29",
    "XXXX-04",
    "XXXX-05?",
    "XXXX-04-12?",
    "XXXX-04-12~",
    "201X-04-12",
    "2012-02-29",
    "2015-04-12",
    "2013-04",
    "2016-02",
    "1900-02-20/1900-03-05",
    "2011-01/2013-12",
    "2012-04-13/2013-04-11",
    "2013-04-13/2014-04-12",
    "2013",
    "[2012-03-01..2013-02-28]",
];

const POINTS: [&str; 9] = [
    "2014-04-12",
    "2014-04-10",
    "2014-04-14",
    "2014-04",
    "2014-04-05",
    "2014-04-20",
    "today",
    "2014-04-12~",
    "2014-05-01",
];

fn window() -> (Day, Day) {
    (date("2014-03-21").unwrap().bounds().earliest(), date("2014-05-10").unwrap().bounds().latest())
}

fn relation(random: &mut Random) -> String {
    let point = |random: &mut Random| POINTS[random.below(POINTS.len())];
    let fixed = |random: &mut Random| POINTS[random.below(6)];
    match random.below(15) {
        0 => format!("in {}", point(random)),
        1 => format!("in {}..", fixed(random)),
        2 => format!("in ..{}", fixed(random)),
        3 => format!("overlapping {}", point(random)),
        4 => format!("covering {}", point(random)),
        5 => format!("before {}", point(random)),
        6 => format!("after {}", point(random)),
        7 => format!("since {}", point(random)),
        8 => format!("until {}", point(random)),
        9 => "between 2014-04-08 and 2014-04-13".to_owned(),
        10 => format!("overlapping 2014-04-06..{}", ["2014-04-09", "2014-04-25"][random.below(2)]),
        11 => format!("within {} of {}", ["3 days", "1 week"][random.below(2)], fixed(random)),
        12 | 13 => format!("on {}", ["--04-12", "--04-13", "--02-29", "--12-31", "--05-01"][random.below(5)]),
        _ => format!("covering 2014-04-11..{}", ["2014-04-12", "2014-04-30"][random.below(2)]),
    }
}

fn other(random: &mut Random) -> &'static str {
    const OTHERS: [&str; 20] = [
        "type meeting",
        "type CONSULT",
        "type attack, statement",
        "with Russia",
        "with Moscow, Beijing",
        "with \"United States\"",
        "from NATO",
        "to Ukraine",
        "at Geneva",
        "at \"Baltic Sea\", Brussels",
        "document 1",
        "document \"news/2.txt\"",
        "basis explicit",
        "basis year-inferred",
        "about \"peacekeeping force\"",
        "about \"CAFE\"",
        "id #1, #7, #20",
        "planned",
        "actual",
        "undated",
    ];
    OTHERS[random.below(OTHERS.len())]
}

fn dated(random: &mut Random, depth: usize) -> String {
    match random.below(if depth == 0 { 1 } else { 4 }) {
        1 => format!("not ({})", dated(random, depth - 1)),
        2 => format!("({}) ({})", dated(random, depth - 1), dated(random, depth - 1)),
        3 => format!("({}) or ({})", dated(random, depth - 1), dated(random, depth - 1)),
        _ => relation(random),
    }
}

fn filter(random: &mut Random, depth: usize) -> String {
    let choice = random.below(if depth == 0 { 4 } else { 8 });
    match choice {
        0 | 1 => relation(random),
        2 => other(random).to_owned(),
        3 => {
            let fit = ["certainly", "possibly", "maybe"][random.below(3)];
            if random.below(2) == 0 {
                format!("{fit} {}", relation(random))
            } else {
                format!("{fit} ({})", dated(random, 2))
            }
        }
        4 => format!("not ({})", filter(random, depth - 1)),
        5 | 6 => format!("({}) ({})", filter(random, depth - 1), filter(random, depth - 1)),
        _ => format!(
            "({}) or ({}) or ({})",
            filter(random, depth - 1),
            filter(random, depth - 1),
            filter(random, 0)
        ),
    }
}

#[test]
fn rows_and_marks_are_those_of_a_plain_loop() {
    let mut random = Random(1914);
    let (mut compared, mut certain_rows, mut possible_rows) = (0, 0, 0);
    let yearly: Vec<&str> = DATES.into_iter().chain(YEARLY).collect();
    for seed in 0..6 {
        let world = World::random(seed, 90, if seed % 2 == 0 { &DATES } else { &yearly });
        let naive = Naive::new(&world, window());
        for _ in 0..120 {
            let text = format!("events {}", filter(&mut random, 3));
            let Ok(plan) = world.plan(&text) else { continue };
            let query = parse(&text).unwrap();
            let filter = query.filter.as_ref().unwrap();
            let statement = plan.compile(Format::Csv).statement;
            let found: BTreeMap<i64, bool> =
                world.run(&statement).iter().map(|row| (integer(&row[1]), integer(&row[0]) == 1)).collect();
            let mut expected = BTreeMap::new();
            for event in &world.events {
                let (possible, certain) = naive.fits(filter, event);
                if possible {
                    expected.insert(event.id, certain);
                }
            }
            if found != expected {
                let wrong = world.events.iter().find(|e| found.get(&e.id) != expected.get(&e.id)).unwrap();
                panic!(
                    "{query}\n{wrong:?}\nSQL: {:?}, loop: {:?}\n{}\n{:?}",
                    found.get(&wrong.id),
                    expected.get(&wrong.id),
                    statement.sql,
                    statement.params
                );
            }
            compared += 1;
            certain_rows += found.values().filter(|certain| **certain).count();
            possible_rows += found.values().filter(|certain| !**certain).count();
        }
    }
    assert!(
        compared > 600 && certain_rows > 5000 && possible_rows > 5000,
        "{compared} {certain_rows} {possible_rows}"
    );
}

/// A relation to one of the events themselves.
fn to_event(random: &mut Random, world: &World) -> String {
    // The plain loop sees no farther than its window, and so not that something never ends.
    let has_end = |event: &&super::database::Record| event.bounds().is_some_and(|b| b.end.0 < Day::MAX);
    let dated: Vec<i64> = world.events.iter().filter(has_end).map(|e| e.id).collect();
    let id = dated[random.below(dated.len())];
    match random.below(10) {
        0 => format!("in #{id}"),
        1 => format!("overlapping #{id}"),
        2 => format!("covering #{id}"),
        3 => format!("before #{id}"),
        4 => format!("after #{id}"),
        5 => format!("since #{id}"),
        6 => format!("until #{id}"),
        7 => format!("between #{id} and #{}", dated[random.below(dated.len())]),
        8 => format!("between {} and #{id}", POINTS[random.below(6)]),
        _ => format!("within {} of #{id}", ["3 days", "1 week"][random.below(2)]),
    }
}

#[test]
fn relations_to_other_events_are_those_of_a_loop_over_pairs_of_readings() {
    const NARROW: [&str; 16] = [
        "2014-04-05",
        "2014-04-10",
        "2014-04-12",
        "2014-04-15",
        "2014-04",
        "2014-05",
        "2014",
        "XXXX",
        "2014-04-12~",
        "[2014-04-08..2014-04-14]",
        "[2014-04-12..]",
        "2014-04-10/2014-04-12",
        "2014-04-05~/2014-04-12~",
        "2014-04/2014-05",
        "2014-04-12/..",
        "",
    ];
    let mut random = Random(1814);
    let (mut compared, mut certain_rows, mut possible_rows) = (0, 0, 0);
    for seed in 0..8 {
        let world = World::random(300 + seed, 30, &NARROW);
        let naive = Naive::new(&world, window());
        for _ in 0..60 {
            let (one, two) = (to_event(&mut random, &world), to_event(&mut random, &world));
            let (near, other) = (relation(&mut random), other(&mut random));
            let fit = ["certainly", "possibly", "maybe"][random.below(3)];
            let text = match random.below(8) {
                0 | 1 => format!("events {one}"),
                2 => format!("events not ({one})"),
                3 => {
                    format!("events ({one}) {other} or not ({two})")
                        .replace(" or ", ") or (")
                        .replace("events (", "events ((")
                        + ")"
                }
                4 => format!("events not ({one} ({two})) {near}"),
                5 => format!("events ({one}) or ({near})"),
                6 => format!("events {fit} {one}"),
                _ => format!("events not {fit} ({one} or not {two})"),
            };
            let Ok(plan) = world.plan(&text) else { continue };
            let query = parse(&text).unwrap();
            let statement = plan.compile(Format::Csv).statement;
            let found: BTreeMap<i64, bool> =
                world.run(&statement).iter().map(|row| (integer(&row[1]), integer(&row[0]) == 1)).collect();
            let fits = |event| naive.fits(query.filter.as_ref().unwrap(), event);
            let expected: BTreeMap<i64, bool> = world
                .events
                .iter()
                .map(|event| (event.id, fits(event)))
                .filter(|(_, (possible, _))| *possible)
                .map(|(id, (_, certain))| (id, certain))
                .collect();
            if found != expected {
                let wrong = world.events.iter().find(|e| found.get(&e.id) != expected.get(&e.id)).unwrap();
                panic!(
                    "{query}\n{wrong:?}\n{:?}\nSQL: {:?}, loop: {:?}\n{}",
                    plan.readings,
                    found.get(&wrong.id),
                    expected.get(&wrong.id),
                    statement
                );
            }
            compared += 1;
            certain_rows += found.values().filter(|certain| **certain).count();
            possible_rows += found.values().filter(|certain| !**certain).count();
        }
    }
    assert!(
        compared > 300 && certain_rows > 1000 && possible_rows > 1000,
        "{compared} {certain_rows} {possible_rows}"
    );
}

#[test]
fn undated_events_left_out_are_counted() {
    let mut random = Random(1962);
    let world = World::random(3, 90, &DATES);
    // An undated event that would fit if its dates did, and does not.
    for _ in 0..200 {
        let (dates, others) = (dated(&mut random, 2), other(&mut random));
        for (text, without) in [
            (format!("events ({dates}) {others}"), format!("events {others} undated")),
            (format!("events ({dates}) or {others}"), format!("events not ({others}) undated")),
            (format!("events not ({dates})"), "events undated".to_owned()),
        ] {
            let summary = world.plan(&text).unwrap().compile(Format::Csv).summary;
            let left_out = world.run(&summary.statement.unwrap()).remove(0).remove(0);
            let expected = world.run(&world.plan(&without).unwrap().compile(Format::Csv).statement).len();
            assert_eq!(left_out, Value::Integer(expected as i64), "{text}");
        }
    }
}

#[test]
fn counts_by_time_are_those_of_a_plain_loop() {
    const FINE: [&str; 16] = [
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
        "2014-04-12~",
        "2014-04?",
        "2014-04-11~",
        "[2014-04-08..2014-04-14]",
        "[2014-03-30..2014-04-06]",
        "",
    ];
    const COARSE: [&str; 8] =
        ["2014", "2013", "2014?", "2014-22", "[2013-12..2014-04-12]", "2014-04", "2014-04-12", ""];
    let fine: &[Unit] = &[Unit::Day, Unit::Week, Unit::Month];
    let coarse: &[Unit] = &[Unit::Month, Unit::Quarter, Unit::Year, Unit::Decade];
    let window = (date("2012").unwrap().bounds().earliest(), date("2016").unwrap().bounds().latest());
    let mut random = Random(1972);
    let mut counted = (0, 0);
    for (dates, units) in [(&FINE[..], fine), (&COARSE[..], coarse)] {
        let world = World::random(8, 40, dates);
        let naive = Naive::new(&world, window);
        for round in 0..18 {
            // Every third asks of the date of another event.
            let filter_text = match round % 6 {
                2 => format!("({}) ({})", to_event(&mut random, &world), filter(&mut random, 1)),
                5 => format!("not ({}) ({})", to_event(&mut random, &world), filter(&mut random, 0)),
                _ => filter(&mut random, 2),
            };
            for unit in units {
                let text = format!("events {filter_text} | count by {unit}");
                let Ok(plan) = world.plan(&text) else { continue };
                let filter = parse(&text).unwrap().filter.unwrap();
                let compiled = plan.compile(Format::Csv);
                let found: BTreeMap<i64, (i64, i64)> = world
                    .run(&compiled.statement)
                    .iter()
                    .map(|row| (integer(&row[0]), (integer(&row[1]), integer(&row[2]))))
                    .filter(|(_, figures)| *figures != (0, 0))
                    .collect();
                let mut expected: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
                for event in &world.events {
                    let mut buckets: Vec<i64> =
                        naive.readings(event).iter().map(|(day, _)| unit.bucket(*day)).collect();
                    buckets.dedup();
                    for bucket in buckets {
                        let (possible, certain) = naive.fits_in(&filter, event, *unit, bucket);
                        if possible {
                            let figures = expected.entry(bucket).or_default();
                            figures.0 += i64::from(certain);
                            figures.1 += 1;
                        }
                    }
                }
                assert!(found == expected, "{text}\n{found:?}\n{expected:?}\n{}", compiled.statement.sql);
                counted.0 += found.values().map(|f| f.0).sum::<i64>();
                counted.1 += found.values().map(|f| f.1).sum::<i64>();
            }
        }
    }
    assert!(counted.0 > 150 && counted.1 > 2 * counted.0, "{counted:?}");
}

#[test]
fn single_days_counted_in_an_index_are_those_that_are_placed_one_by_one() {
    for seed in 0..6 {
        let world = World::random(500 + seed, 60, &DATES);
        for keys in ["year", "decade", "year, type", "type, decade"] {
            let fast = world.answer(&format!("events | count by {keys}"));
            let plain = world.answer(&format!("events (actual or planned) | count by {keys}"));
            assert!(fast == plain && fast.len() > 1, "{keys}: {fast:?} {plain:?}");
        }
    }
    assert_eq!(World::new(Vec::new()).answer("events | count by year, type"), [] as [String; 0]);
}

#[test]
fn gaps_are_those_of_a_loop_over_stretches() {
    const NEAR: [&str; 14] = [
        "2014-04-05",
        "2014-04-10",
        "2014-04-12",
        "2014-04-15",
        "2014-04-20",
        "2014-04",
        "2014-04-12~",
        "XXXX",
        "[2014-04-08..2014-04-14]",
        "2014-04-10/2014-04-12",
        "2014-04-05~/2014-04-12~",
        "[2014-04-12..]",
        "2014-03-31",
        "",
    ];
    let mut random = Random(1648);
    let (from, to) = window();
    let (mut sure, mut rows) = (0, 0);
    for seed in 0..90 {
        let world = World::random(400 + seed, 1 + random.below(6) as i64, &NEAR);
        let naive = Naive::new(&world, window());
        let (dates, first, last) = [
            ("in 2014-03-25..2014-05-05", Some("2014-03-25"), Some("2014-05-05")),
            ("overlapping 2014-04", Some("2014-04-01"), Some("2014-04-30")),
            ("since 2014-04-06", Some("2014-04-06"), None),
            ("until 2014-04-18 since 2014-04-01", Some("2014-04-01"), Some("2014-04-18")),
            ("actual", None, None),
        ][random.below(5)];
        let over = 1 + random.below(6) as i64;
        let text = format!("events {dates} | gaps over {over} days");
        let filter = parse(&text).unwrap().filter.unwrap();
        let day = |text: &str| date(text).unwrap().bounds().earliest();
        let (begin, end) = (first.map_or(from.plus(-1), day), last.map_or(to.plus(1), day));
        // The readings of each event, those of a point event only where it fits; and whether it must be counted.
        let events: Vec<(Vec<(Day, Day)>, bool)> = world
            .events
            .iter()
            .map(|event| (event, naive.fits(&filter, event)))
            .filter(|(event, fits)| fits.0 && event.date.is_some())
            .map(|(event, fits)| {
                let point = event.bounds().unwrap().extent == timeline::date::Extent::Point;
                let mut readings = naive.readings(event);
                readings.retain(|reading| !point || naive.fits_on(&filter, event, *reading));
                (readings, fits.1)
            })
            .collect();
        let touches = |(a, b): &(Day, Day), first: i64, last: i64| a.0 <= last && b.0 >= first;
        let empty = |first: i64, last: i64| {
            events.iter().all(|(readings, certain)| {
                !certain || readings.iter().any(|reading| !touches(reading, first, last))
            })
        };
        let mut expected: Vec<[i64; 5]> = Vec::new();
        for a in begin.0..=end.0 {
            for b in a + over..=end.0 {
                let longest =
                    empty(a, b) && (a == begin.0 || !empty(a - 1, b)) && (b == end.0 || !empty(a, b + 1));
                let beyond = (first.is_none() && a == begin.0) || (last.is_none() && b == end.0);
                if !longest || beyond {
                    continue;
                }
                let free = |day: i64| !events.iter().any(|(all, _)| all.iter().any(|r| touches(r, day, day)));
                let (mut least, mut run) = (0, 0);
                for day in a..=b {
                    run = if free(day) { run + 1 } else { 0 };
                    least = least.max(run);
                }
                expected.push([i64::from(least > over), a, b, least, b - a + 1]);
            }
        }
        let statement = world.plan(&text).unwrap().compile(Format::Csv).statement;
        let found: Vec<[i64; 5]> = world
            .run(&statement)
            .iter()
            .map(|row| [0, 1, 2, 3, 4].map(|at: usize| integer(&row[at])))
            .collect();
        let dates: Vec<_> = world.events.iter().map(|e| e.date.as_ref().map(ToString::to_string)).collect();
        assert_eq!(found, expected, "{text}\n{dates:?}\n{statement}");
        rows += found.len();
        sure += found.iter().filter(|row| row[0] == 1).count();
    }
    assert!(sure > 20 && rows > sure + 20, "{sure} of {rows}");
}

#[test]
fn the_nearest_are_those_of_a_plain_loop() {
    let mut random = Random(1938);
    let window = (date("2000").unwrap().bounds().earliest(), date("2029").unwrap().bounds().latest());
    let finite: Vec<&str> = DATES
        .into_iter()
        .filter(|text| {
            let bounds = date(text).map(|date| date.bounds()).ok();
            bounds.is_none_or(|bounds| window.0 <= bounds.earliest() && bounds.latest() <= window.1)
        })
        .collect();
    let world = World::random(5, 60, &finite);
    let naive = Naive::new(&world, window);
    for _ in 0..60 {
        let (count, kind) = (1 + random.below(12), ["", " type meeting", " with Russia"][random.below(3)]);
        let dated: Vec<_> = world.events.iter().filter(|event| event.date.is_some()).collect();
        let other = (random.below(3) == 0).then(|| dated[random.below(dated.len())]);
        let (text, [first, last]) = [
            ("2014-04-12", ["2014-04-12"; 2]),
            ("2014-04", ["2014-04-01", "2014-04-30"]),
            ("2013", ["2013-01-01", "2013-12-31"]),
            ("today", ["2014-04-10"; 2]),
        ][random.below(4)];
        let [first, last] = [first, last].map(|text| date(text).unwrap().bounds().earliest());
        let places = other.map_or_else(|| vec![(first, last)], |other| naive.readings(other));
        let text = other.map_or_else(|| text.to_owned(), |other| format!("#{}", other.id));
        let text = format!("events{kind} | nearest {count} to {text} | show id, days_at_least, days_at_most");
        let rows = world.run(&world.plan(&text).unwrap().compile(Format::Csv).statement);
        let found: Vec<[i64; 3]> =
            rows.iter().map(|row| [1, 2, 3].map(|at: usize| integer(&row[at]))).collect();
        let mut expected: Vec<_> = world
            .events
            .iter()
            .filter(|event| other.is_none_or(|other| other.id != event.id))
            .filter(|event| kind.is_empty() || naive.fits(&parse(&text).unwrap().filter.unwrap(), event).0)
            .filter_map(|event| {
                let bounds = event.bounds()?;
                // Of a period only the nearest and the farthest ends count.
                let ends = |readings: &[(Day, Day)]| {
                    let begins: BTreeSet<Day> = readings.iter().map(|r| r.0).collect();
                    (begins, readings.iter().map(|r| r.1).collect::<BTreeSet<Day>>())
                };
                let (own, there) = (ends(&naive.readings(event)), ends(&places));
                let after = own.0.iter().flat_map(|a| there.1.iter().map(|b| a.0 - b.0));
                let before = there.0.iter().flat_map(|a| own.1.iter().map(|b| a.0 - b.0));
                let (after, before): (Vec<i64>, Vec<i64>) = (after.collect(), before.collect());
                let least = (*after.iter().min()?).max(*before.iter().min()?).max(0);
                let distances = [least, (*after.iter().max()?).max(*before.iter().max()?).max(0)];
                let (least, most) = (distances.iter().min()?, distances.iter().max()?);
                Some((*least, *most, bounds.earliest(), bounds.latest(), event.id))
            })
            .collect();
        expected.sort_unstable();
        let expected: Vec<[i64; 3]> = expected.iter().take(count).map(|e| [e.4, e.0, e.1]).collect();
        assert_eq!(found, expected, "{text}");
    }
}

fn integer(value: &Value) -> i64 {
    match value {
        Value::Integer(number) => *number,
        other => panic!("expected a number, found {other:?}"),
    }
}
