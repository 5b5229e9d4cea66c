//! Two ways, one answer: SQL and a plain loop, on random small databases and random filters.

use std::collections::BTreeMap;

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
        for _ in 0..12 {
            let filter_text = filter(&mut random, 2);
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
        let (text, [first, last]) = [
            ("2014-04-12", ["2014-04-12"; 2]),
            ("2014-04", ["2014-04-01", "2014-04-30"]),
            ("2013", ["2013-01-01", "2013-12-31"]),
            ("today", ["2014-04-10"; 2]),
        ][random.below(4)];
        let [first, last] = [first, last].map(|text| date(text).unwrap().bounds().earliest());
        let text = format!("events{kind} | nearest {count} to {text} | show id, days_at_least, days_at_most");
        let rows = world.run(&world.plan(&text).unwrap().compile(Format::Csv).statement);
        let found: Vec<[i64; 3]> =
            rows.iter().map(|row| [1, 2, 3].map(|at: usize| integer(&row[at]))).collect();
        let mut expected: Vec<_> = world
            .events
            .iter()
            .filter(|event| kind.is_empty() || naive.fits(&parse(&text).unwrap().filter.unwrap(), event).0)
            .filter_map(|event| {
                let bounds = event.bounds()?;
                let distances = naive.readings(event).into_iter().map(|(begin, end)| {
                    if begin > last { begin.0 - last.0 } else { (first.0 - end.0).max(0) }
                });
                let distances: Vec<i64> = distances.collect();
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
