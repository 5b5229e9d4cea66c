//! Queries and their rows, as a reader would check them by hand.

use timeline::query::{Format, check_saved, complete, parse, spelled, spelled_as};
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
        // The date of another event: 1 is a day, 2 a month, 4 a span.
        ("events after #1 before #9", "~6 ~10 ~3 ~2"),
        ("events in #2", "~6 ~10 ~3 2 ~1 ~9"),
        ("events certainly before #2", "8"),
        ("events not after #2", "~6 ~10 8 ~3 5 2 ~4 ~1 ~9"),
        ("events covering #1", "~6 ~10 ~3 5 ~2 4 1"),
        ("events between #1 and #9 not undated", "~6 ~10 ~3 ~2 1 9"),
        ("events within 1 day of #9", "~6 ~10 ~3 ~2 9"),
        ("events | nearest 2 to #1", "5 4"),
        ("events | nearest 2 to #2", "5 4"),
        ("@april", "~6 ~10 ~3 2 4 1 9"),
        ("@April not with NATO | first 4", "~6 ~10 ~3 2"),
        ("@NATO", "1"),
        ("@nato since 2014-04-13", ""),
        ("@late", "9 1 4"),
        ("@late since 2014-04-15", "9"),
        ("events in \"SPRING\"", "~6 ~10 ~3 2 4 1 9"),
        ("events before 'spring'", "~6 ~10 8 ~3"),
        ("events within 1 year of \"Spring\" with NATO", "8 1"),
        // Nothing comes after it, surely or perhaps.
        ("events type attack | not followed within 5 months by type meeting", ""),
        ("events type attack | not followed within 1 month by type meeting", "~8"),
        ("events type attack | not followed within 1 month by id #1, #4", "8"),
        ("events id #1 | not preceded within 3 days by id #4", "1"),
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
fn chains_have_the_columns_of_each_of_their_events() {
    let world = world();
    for (text, expected) in [
        (
            "events id #8 | followed within 4 months by id #1, #2",
            "= | 8 | 2013-12-31 | attack | event 8 | 2 | 2014-04 | meeting | event 2 | 91..120; \
             = | 8 | 2013-12-31 | attack | event 8 | 1 | 2014-04-12 | meeting | event 1 | 102",
        ),
        (
            "events id #9 | preceded within 3 days by id #1 sharing type | show a.id, b.id, days_at_most",
            "= | 9 | 1 | 3",
        ),
        ("events id #9 | preceded within 3 days by id #8 | show a.id, b.id", ""),
        (
            "events | followed within 200 days by with NATO sharing actors | show a.id, b.id, days",
            "= | 8 | 1 | 102",
        ),
        (
            "events type attack | followed within 4 months by id #1 | followed within 3 days by id #2, #9 | show c.id, c.days",
            "~ | 2 | 0..18; = | 9 | 3",
        ),
        // The month can come before the one or after the other, but not both.
        ("events id #9 | followed within 9 days by id #2 | followed within 9 days by id #1 | show a.id", ""),
        (
            "events | followed within 3 days by not type attack | sort days desc | first 1 | show a.id, b.id, b.days",
            "= | 1 | 9 | 3",
        ),
        ("events id #1, #9 | followed within 3 days by id #2, #9 | count", "1 | 3"),
        (
            "events id #1, #2, #8 | followed within 1 year by with NATO | count by a.type, b.actor",
            "attack | NATO | 1 | 1; attack | Russia | 1 | 1; meeting | NATO | 0 | 1; meeting | Russia | 0 | 1",
        ),
    ] {
        assert_eq!(world.answer(text).join("; "), expected, "{text}");
    }
    let export =
        world.plan("events | followed within 1 day by actual | as csv").unwrap().compile(Format::Table);
    let names: Vec<&str> = export.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names.len(), 1 + 2 * 11 + 2);
    assert_eq!((names[1], names[12], names[24]), ("a.id", "b.id", "b.days_at_most"));
}

#[test]
fn gaps_have_two_figures_and_may_be_open() {
    let world = world();
    for (text, expected) in [
        // Between the attack at the end of 2013 and April, of which nobody knows the day.
        ("events id #2, #8, #9 | gaps over 30 days", "= | 2014-01-01 | 2014-04-14 | 90 | 104 | -"),
        ("events id #2, #8, #9 | gaps over 100 days", "~ | 2014-01-01 | 2014-04-14 | 90 | 104 | -"),
        ("events id #2, #8, #9 | gaps over 104 days", ""),
        (
            "events id #1, #9 in 2014-04 | gaps over 1 day",
            "= | 2014-04-01 | 2014-04-11 | 11 | 11 | at the beginning; = | 2014-04-13 | 2014-04-14 | 2 | 2 | -; \
             = | 2014-04-16 | 2014-04-30 | 15 | 15 | at the end",
        ),
        (
            "events type statement in 2014 | gaps over 1 month",
            "= | 2014-01-01 | 2014-12-31 | 365 | 365 | at both ends",
        ),
        ("events type statement since 2014 | gaps over 1 month", ""),
        ("events id #6 in 2014 | gaps over 1 month", "~ | 2014-01-01 | 2014-12-31 | 0 | 365 | at both ends"),
        (
            "events id #1, #8, #9 | gaps over 1 week by actor",
            "= | NATO | 2014-01-01 | 2014-04-11 | 101 | 101 | -",
        ),
        (
            "events id #1, #8, #9 since 2013 | gaps over 1 week by actor | sort at_most desc | first 2 | show actor, at_most",
            "= | Russia | 466; = | NATO | 364",
        ),
    ] {
        assert_eq!(world.answer(text).join("; "), expected, "{text}");
    }
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
        (
            "events after #2 type attack",
            "after #2 → #2 is dated 2014-04 (1 Apr 2014 to 30 Apr 2014); 0 events",
        ),
        (
            "events within 1 day of #2 type attack",
            "within 1 day of #2 → #2 is dated 2014-04 (so far around it: 31 Mar 2014 to 1 May 2014); 0 events",
        ),
        ("events in \"spring\" with NATO", "in \"spring\" → 1 Mar 2014 to 31 May 2014; 1 event: all certain"),
        ("events since #1 with NATO", "since #1 → no earlier than 12 Apr 2014; 1 event: all certain"),
        ("events id #9, #1 | followed within 3 days by id #9, #2", "3 chains: 1 certain, 2 possible (~)"),
        (
            "events | followed within 3 days by id #9, #1 | count",
            "9 chains: 1 certain, 8 possible; 1 undated not considered",
        ),
        (
            "events id #2, #8, #9 | gaps over 100 days",
            "1 gap: 1 possible (~); absence of records is not absence of events",
        ),
        ("events with NATO | count by actor", "2 events; an event counts for each of its actors"),
        ("events since today with NATO", "since today → no earlier than 10 Apr 2014; 1 event: all certain"),
    ] {
        assert_eq!(world.line(text), expected, "{text}");
    }
}

#[test]
fn a_query_is_not_saved_under_a_name_that_it_leans_on() {
    let world = world();
    let today = timeline::date::Day(16_170);
    for (name, text, fine) in
        [("new", "@april", true), ("APRIL", "@nato", false), ("late", "events", true), ("x", "@one", false)]
    {
        let query = parse(text).unwrap();
        assert_eq!(check_saved(name, &query, &world, today).is_ok(), fine, "{name}: {text}");
    }
}

#[test]
fn names_that_mean_several_rows_are_told() {
    let world = world();
    let plan = world.plan("events document news with Russia type consult").unwrap();
    let notices: Vec<&str> = plan.notices.iter().map(|notice| notice.message.as_str()).collect();
    assert_eq!(notices, ["\"news\" is the name of 2 documents, and any of them is meant: First report, news/2.txt"]);
}

#[test]
fn completion_offers_what_the_parser_accepts() {
    for (text, keywords, names) in [
        ("", "events", None),
        ("ev", "events", None),
        ("@ba", "", Some(NameKind::Query)),
        ("@baltic un", "undated until", None),
        ("events in \"Geo", "", Some(NameKind::Period)),
        ("events with NATO before ", "today", None),
        ("events un", "undated until", None),
        ("events with ", "", Some(NameKind::Actor)),
        ("events with \"United St", "", Some(NameKind::Actor)),
        ("events with Russia, ", "", Some(NameKind::Actor)),
        ("events with Russia ce", "certainly", None),
        ("events basis rel", "relative-to-document relative-to-expression", None),
        ("events certainly ", "( in overlapping covering before after since until between within on", None),
        ("events within 3 ", "days day weeks week months month years year", None),
        ("events within 3 days ", "of", None),
        ("events | ", "where count sort first last nearest not followed preceded gaps show as", None),
        ("events | not ", "followed preceded", None),
        (
            "events | followed within 3 days by type meeting sharing ",
            "actors from to type class place document",
            None,
        ),
        ("events | followed within 3 days by type meeting sh", "sharing", None),
        ("events | followed within 3 days by actual | show b.da", "date days", None),
        ("events | nearest 3 ", "to", None),
        ("events | sort date ", "desc |", None),
        ("events | show date, ev", "evidence", None),
        ("events | as js", "jsonl json", None),
        ("events | gaps over 3 years by ac", "actor", None),
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
    assert_eq!(complete("@ba", 3).prefix, "ba");
    assert_eq!([spelled_as(NameKind::Period, "Suez"), spelled_as(NameKind::Query, "a")], ["\"Suez\"", "@a"]);
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
        ("@april NOT planned | count", "@april not planned | count"),
        (
            "events since 'Cold War' | nearest 2 to “Suez”",
            "events since \"Cold War\" | nearest 2 to \"Suez\"",
        ),
        ("events | GAPS over 1 years By Type", "events | gaps over 1 year by type"),
        ("events AFTER #007 | nearest 3 to #1", "events after #7 | nearest 3 to #1"),
        (
            "events | NOT Followed within 1 day by ((with NATO) or planned) sharing Actors, place",
            "events | not followed within 1 day by with NATO or planned sharing actors, place",
        ),
        (
            "events | preceded within 2 weeks by actual | sort B.DATE",
            "events | preceded within 2 weeks by actual | sort b.date",
        ),
    ] {
        assert_eq!(parse(text).unwrap_or_else(|e| panic!("{}", e.0.render(text))).to_string(), canonical);
    }
}
