//! Queries and their rows, as a reader would check them by hand.

use timeline::query::{Format, complete, parse, spelled};
use timeline::store::NameKind;

use super::database::{Record, World};

/// A day, a month, a year, a span, an open span, an unknown year, nothing.
fn world() -> World {
    let dates = [
        "2014-04-12",
        "2014-04",
        "2014",
        "2014-04-10/2014-04-16",
        "2014-03/..",
        "XXXX-12-06",
        "",
        "2013-12-31",
        "2014-04-15",
        "201X",
    ];
    let mut events: Vec<Record> = (1..).zip(dates).map(|(id, date)| Record::on(id, date)).collect();
    events[0].participants = vec![
        (0, timeline::event::Role::From),
        (2, timeline::event::Role::To),
        (0, timeline::event::Role::To),
    ];
    events[0].place = Some(1);
    events[7].kind = 2;
    events[7].participants = vec![(2, timeline::event::Role::From)];
    World::new(events)
}

#[track_caller]
fn ids(world: &World, text: &str) -> String {
    let rows = world.answer(&format!("{text} | show id"));
    let ids: Vec<String> = rows.iter().map(|row| row.replace("= | ", "").replace("~ | ", "~")).collect();
    ids.join(" ")
}

#[test]
fn rows_are_in_order_and_marked() {
    let world = world();
    for (text, expected) in [
        // Unknown years begin with no limit and come first; undated events come last.
        ("events", "6 10 8 3 5 2 4 1 9 7"),
        ("events certainly in 2014-04", "2 4 1 9"),
        ("events in 2014-04", "~6 ~10 ~3 2 4 1 9"),
        ("events maybe in 2014-04", "~6 ~10 ~3"),
        ("events not in 2014-04", "~6 ~10 8 ~3 5"),
        ("events not possibly in 2014-04", "8 5"),
        ("events not certainly in 2014-04", "6 10 8 3 5"),
        // Every dated point is surely on one side, though on which is not known; the spans lie on both.
        ("events before 2014-04-13 or since 2014-04-13", "6 10 8 3 2 1 9"),
        ("events overlapping 2014-04-14..2014-04-15", "~6 ~10 ~3 5 ~2 4 9"),
        ("events covering 2014-04-11..2014-04-12", "5 4"),
        ("events undated", "7"),
        ("events undated or before 2014", "~6 ~10 8 7"),
        ("events within 2 days of 2014-04-13", "~6 ~10 ~3 ~2 1 9"),
        ("events between 2013 and 2014-04-12", "~6 ~10 8 ~3 ~2 1"),
        ("events on 12 April", "~3 5 ~2 4 1"),
        ("events possibly on 12 April", "~10 ~3 5 ~2 4 1"),
        ("events on --12-06", "6 ~3 5"),
        ("events on --12-07", "~3 5"),
        ("events not on --04-12", "6 ~10 8 ~3 ~2 9"),
        ("events on --12-31 since 2013-06", "8 ~3 5"),
        ("events with Russia, NATO", "8 1"),
        ("events with Moscow with Alliance", "1"),
        ("events from NATO", "8"),
        ("events not with NATO at Brussels", ""),
        ("events type assault", "8"),
        ("events | sort date desc | first 2", "9 1"),
        ("events | first 3", "6 10 8"),
        ("events | last 2", "9 7"),
        ("events | last 5 | first 1", "2"),
        ("events | sort type | first 1", "8"),
        ("events | first 3 | where since 2000", "~6 10 8"),
        ("events in 2014..2015 | where not in 2014-04 | last 2", "~10 ~3"),
        ("events | nearest 3 to 2014-04-13", "5 4 2"),
        ("events | nearest 3 to 2014-04-13 | last 1", "2"),
        ("events type attack | nearest 3 to 2014-04-13", "8"),
        ("events id #3, #4 since 2014-04-10", "~3 4"),
    ] {
        assert_eq!(ids(&world, text), expected, "{text}");
    }
}

#[test]
fn columns_say_what_happened() {
    let world = world();
    assert_eq!(
        world.answer("events id #1"),
        ["= | 1 | 2014-04-12 | meeting | Russia; NATO | Brussels | event 1"]
    );
    assert_eq!(
        world.answer("events id #2, #5, #8 | nearest 3 to 2014-04-20 | show id, days_at_least, days_at_most"),
        ["= | 5 | 0 | 0", "= | 2 | 0 | 19", "= | 8 | 110 | 110"]
    );
    assert_eq!(
        world.plan("events | nearest 1 to 2014 | as csv").unwrap().compile(Format::Table).columns.len(),
        23
    );
    assert_eq!(
        world.answer("events id #1, #5 | show earliest, latest, from, to, class, document, start, end"),
        [
            "= | 2014-03-01 | .. | - | - | CONSULT | First report | 9 | 18",
            "= | 2014-04-12 | 2014-04-12 | Russia | NATO; Russia | CONSULT | First report | 9 | 18",
        ]
    );
    let export = world.plan("events").unwrap().compile(Format::Csv);
    let names: Vec<&str> = export.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(
        names[1..].join(","),
        "id,date,earliest,latest,precision,basis,type,class,realis,from,to,participants,place,summary,evidence,document,\
         published,url,start,end"
    );
    assert_eq!(world.plan("events | as jsonl").unwrap().compile(Format::Table).columns.len(), 23);
}

#[test]
fn counts_have_two_figures_where_dates_are_loose() {
    let world = world();
    for (text, expected) in [
        ("events | count", "10"),
        ("events type attack | count by type", "attack | 1"),
        ("events | count by type", "meeting | 9; attack | 1"),
        ("events | count by actor", "- | 8; NATO | 2; Russia | 1"),
        ("events | count by to", "- | 9; NATO | 1; Russia | 1"),
        ("events | count by actor | sort actor | last 1", "- | 8"),
        ("events since 2014-04 | count", "4 | 7"),
        ("events with Russia, NATO | count by year", "2013 | 1 | 1; 2014 | 1 | 1"),
        ("events certainly in 2014-04 | count by month", "2014-04 | 4 | 4"),
        ("events with NATO in 2013..2015 | count by year", "2013 | 1 | 1; 2014 | 1 | 1; 2015 | 0 | 0"),
        ("events with NATO in 2013..2015 | count by year | sort at_most desc | first 1", "2013 | 1 | 1"),
        // What could be any day of an unknown year could be any of these.
        (
            "events id #6 in 2013-11..2014-01 | count by month",
            "2013-11 | 0 | 1; 2013-12 | 0 | 1; 2014-01 | 0 | 1",
        ),
        // Outside any period it is too coarse.
        ("events id #6, #1 | count by month", "2014-04 | 1 | 1"),
        ("events id #4 | count by week", "2014-W15 | 1 | 1; 2014-W16 | 1 | 1"),
        ("events id #2 | count by quarter, type", "2014-Q2 | meeting | 1 | 1"),
        ("events id #1 | count by decade", "2010s | 1 | 1"),
    ] {
        assert_eq!(world.answer(text).join("; "), expected, "{text}");
    }
}

#[test]
fn the_line_under_the_result_tells_what_was_left_out() {
    let world = world();
    for (text, expected) in [
        ("events", "10 events"),
        (
            "events before 2014-04-15",
            "before 2014-04-15 → no later than 14 Apr 2014; 6 events: 2 certain, 4 possible (~); 1 undated not considered",
        ),
        ("events id #1 certainly in 2014", "in 2014 → 1 Jan 2014 to 31 Dec 2014; 1 event: all certain"),
        (
            "events | count by month",
            "10 events; 2 too coarse to place (400 rows or more); 1 undated not considered",
        ),
        (
            "events | nearest 2 to 2014-04-13",
            "nearest to 2014-04-13 → 13 Apr 2014; 2 events: all certain; 1 undated not considered",
        ),
        ("events with NATO | count by actor", "2 events; an event counts for each of its actors"),
        ("events since today with NATO", "since today → no earlier than 10 Apr 2014; 1 event: all certain"),
    ] {
        assert_eq!(world.line(text), expected, "{text}");
    }
}

#[test]
fn names_that_mean_several_rows_are_told() {
    let world = world();
    let plan = world.plan("events document news with Russia type consult").unwrap();
    let notices: Vec<&str> = plan.notices.iter().map(|notice| notice.message.as_str()).collect();
    assert_eq!(notices, ["\"news\" is 2 documents: First report, news/2.txt"]);
}

#[test]
fn completion_offers_what_the_parser_accepts() {
    for (text, keywords, names) in [
        ("", "events", None),
        ("ev", "events", None),
        ("events un", "undated until", None),
        ("events with ", "", Some(NameKind::Actor)),
        ("events with \"United St", "", Some(NameKind::Actor)),
        ("events with Russia, ", "", Some(NameKind::Actor)),
        ("events with Russia ce", "certainly", None),
        ("events basis rel", "relative-to-document relative-to-expression", None),
        ("events certainly ", "( in overlapping covering before after since until between within on", None),
        ("events within 3 ", "days day weeks week months month years year", None),
        ("events within 3 days ", "of", None),
        ("events | ", "where count sort first last nearest show as", None),
        ("events | nearest 3 ", "to", None),
        ("events | sort date ", "desc |", None),
        ("events | show date, ev", "evidence", None),
        ("events | as js", "jsonl json", None),
        ("events | count by ye", "year", None),
        ("events at ", "", Some(NameKind::Place)),
        ("events type ta", "", Some(NameKind::Type)),
        ("events in 2014 nonsense ", "", None),
    ] {
        let completion = complete(text, text.len());
        assert_eq!((completion.keywords.join(" ").as_str(), completion.names), (keywords, names), "{text}");
    }
    let completion = complete("events with mos type meeting", 15);
    assert_eq!((completion.prefix.as_str(), completion.replace.of("events with mos type")), ("mos", "mos"));
    assert_eq!(complete("events with \"United St", 22).prefix, "United St");
    assert_eq!(
        [spelled("NATO"), spelled("United States"), spelled("Type")],
        ["NATO", "\"United States\"", "\"Type\""]
    );
}

#[test]
fn queries_print_in_canonical_spelling() {
    for (text, canonical) in [
        ("EVENTS With NATO and With 'United States'", "events with NATO with \"United States\""),
        ("events before 28 June 1914", "events before 1914-06-28"),
        ("events in Apr 2016 | FIRST 3", "events in 2016-04 | first 3"),
        ("events since April 12, 2016 and planned", "events since 2016-04-12 planned"),
        ("events (with NATO)", "events with NATO"),
        (
            "events ((with NATO or planned) (actual or planned))",
            "events (with NATO or planned) (actual or planned)",
        ),
        ("events with „Wörd“, “two words”", "events with Wörd, \"two words\""),
        ("events ON 7 december", "events on --12-07"),
        ("events | nearest 3 to April 2014", "events | nearest 3 to 2014-04"),
        ("events within 1 month of 201x", "events within 1 month of 201X"),
        ("events not (not planned)", "events not (not planned)"),
        ("events document 12, \"12\"", "events document 12, 12"),
    ] {
        assert_eq!(parse(text).unwrap_or_else(|e| panic!("{}", e.0.render(text))).to_string(), canonical);
    }
}
