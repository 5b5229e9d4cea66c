//! What is counted beforehand is what counting gives, whatever is written.

use proptest::prelude::*;
use rusqlite::Connection;
use tempfile::TempDir;
use timeline::date::{DateBasis, Day, Unit, parse};
use timeline::event::{Participant, Role};
use timeline::store::{
    LoadOptions, LoadedClaim, LoadedDate, LoadedDocument, LoadedEvent, Loader, Store, StoreError, Value,
};

use crate::store::{document, event, in_memory, rows};

const DATES: [&str; 12] = [
    "",
    "1949-06-03",
    "1949-06-04",
    "1949-06",
    "1949",
    "194X",
    "1949-05-06/1949-07",
    "1949-05/..",
    "../1949-02-28",
    "-0044-03-15",
    "XXXX-12-07",
    "[1952-02-29, 1953]",
];
const TYPES: [&str; 3] = ["treaty", "agreement", "meeting"];
const NAMES: [&str; 3] = ["a.txt", "b.txt", "c.txt"];

#[derive(Clone, Debug)]
enum Step {
    /// Writes a document of that name, or over it, with events of these types on these dates.
    Write { name: usize, copy: usize, anew: bool, events: Vec<(usize, usize)> },
    /// Parts a claim from its event.
    Split { event: i64, claim: usize },
    /// Loads events as a table has them, and keeps them or does not.
    Load { events: Vec<(usize, usize)>, kept: bool },
}

fn step() -> impl Strategy<Value = Step> {
    let events = || prop::collection::vec((0..TYPES.len(), 0..DATES.len()), 0..5);
    prop_oneof![
        4 => (0..NAMES.len(), 0..2_usize, any::<bool>(), events())
            .prop_map(|(name, copy, anew, events)| Step::Write { name, copy, anew, events }),
        1 => (1..8_i64, 1..3_usize).prop_map(|(event, claim)| Step::Split { event, claim }),
        2 => (events(), any::<bool>()).prop_map(|(events, kept)| Step::Load { events, kept }),
    ]
}

fn take(store: &mut Store, step: &Step) {
    match step {
        Step::Write { name, copy, anew, events } => {
            // Two names may have the same text, and two texts tell of the same happening.
            let text = format!("Türkiye and Norway signed it and met. Sheet {copy}.");
            let found: Vec<_> = events
                .iter()
                .map(|(kind, date)| {
                    event(&text, "signed it and met", TYPES[*kind], DATES[*date], &["Türkiye", "Norway"])
                })
                .collect();
            let document = document(NAMES[*name], &text);
            let written = if *anew {
                store.rewrite_document(&document, &found)
            } else {
                store.write_document(&document, &found)
            };
            written.unwrap();
        }
        Step::Split { event, claim } => match store.split(*event, *claim) {
            Ok(_) | Err(StoreError::NoClaim { .. }) => {}
            Err(error) => panic!("{error}"),
        },
        Step::Load { events, kept } => {
            let mut loader = store.load(LoadOptions { expected: 1, aliases: false }).unwrap();
            add(&mut loader, events);
            if *kept {
                loader.finish().unwrap();
            }
        }
    }
}

fn add(loader: &mut Loader<'_>, events: &[(usize, usize)]) {
    for (line, (kind, date)) in (1..).zip(events) {
        let date = (!DATES[*date].is_empty()).then(|| parse(DATES[*date]).unwrap());
        let event = LoadedEvent {
            date: date.map(|date| LoadedDate {
                edtf: date.to_string(),
                bounds: date.bounds(),
                precision: date.precision(),
                basis: DateBasis::Explicit,
                explanation: None,
            }),
            event_type: TYPES[*kind].into(),
            participants: vec![(Participant { name: "Norway".into(), role: Role::From }, 0)],
            summary: format!("row {line}"),
            claims: vec![LoadedClaim {
                document: LoadedDocument { title: Some("a table".into()), ..LoadedDocument::default() },
                evidence: "ratified".into(),
                ..LoadedClaim::default()
            }],
            ..LoadedEvent::default()
        };
        // The same event may be there already.
        let _ = loader.add(&event, line).unwrap();
    }
}

const KEY: &str = "type, first_month, last_after, surely_from, surely_to";

/// Two events of one text that goes when its name is given to a text that another document has.
#[test]
fn a_name_that_turns_to_a_known_text_leaves_nothing_of_its_old_one() {
    let mut store = in_memory();
    for (name, copy, anew, events) in
        [(0, 0, false, vec![]), (1, 1, false, vec![(2, 10), (2, 10)]), (1, 0, true, vec![(2, 10)])]
    {
        take(&mut store, &Step::Write { name, copy, anew, events });
    }
    assert_eq!(rows(&store, "SELECT count(*) FROM events"), [[Value::Integer(1)]]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn tallies_are_what_counting_gives(steps in prop::collection::vec(step(), 1..12)) {
        let mut store = in_memory();
        for step in &steps {
            take(&mut store, step);
            prop_assert_eq!(
                rows(&store, &format!("SELECT {KEY}, events FROM tallies ORDER BY {KEY}")),
                rows(&store, &format!("SELECT {KEY}, count(*) FROM event_months GROUP BY {KEY} ORDER BY {KEY}")),
            );
        }
        let months = "SELECT begin_earliest, end_latest, begin_latest, end_earliest, first_month, \
                      first_month + last_after, first_month + surely_from, first_month + surely_to \
                      FROM events e JOIN event_months m ON m.id = e.id";
        for row in rows(&store, months) {
            for (day, month) in row[..4].iter().zip(&row[4..]) {
                let Value::Integer(day) = *day else { panic!("{day:?}") };
                let known = if Day(day).is_unbounded() { day } else { Unit::Month.bucket(Day(day)) };
                // A date that is all one day is said to begin and end in the same month.
                prop_assert_eq!(month, &Value::Integer(known));
            }
        }
    }
}

#[test]
fn the_full_text_of_a_load_is_whole() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("timeline.db");
    let mut store = Store::open(&path).unwrap();
    let found = |store: &Store, word: &str| {
        rows(store, &format!("SELECT rowid FROM events_text WHERE events_text MATCH '{word}'")).len()
    };
    let whole = || {
        let connection = Connection::open(&path).unwrap();
        connection.execute("INSERT INTO events_text (events_text) VALUES ('integrity-check')", []).unwrap();
    };
    store.write_word_lists(&crate::store::lists()).unwrap();
    // Something was read of the index that the load puts aside.
    assert_eq!(found(&store, "ratified"), 0);
    for (kept, all) in [(false, 0), (true, 5), (true, 7)] {
        let mut loader = store.load(LoadOptions { expected: 1, aliases: false }).unwrap();
        let dates: Vec<(usize, usize)> = (0..all).map(|at| (at % 3, 11 - at)).collect();
        add(&mut loader, &dates);
        if kept {
            loader.finish().unwrap();
        } else {
            drop(loader);
        }
        assert_eq!(found(&store, "ratified"), all);
        whole();
    }
    // What is written later goes into the same index, and out of it.
    let text = "Türkiye ratified it.";
    let told = event(text, "ratified it", "treaty", "1952", &["Türkiye"]);
    store.write_document(&document("a.txt", text), &[told]).unwrap();
    assert_eq!(found(&store, "ratified"), 8);
    let changed = "Türkiye signed it.";
    store.write_document(&document("a.txt", changed), &[]).unwrap();
    assert_eq!(found(&store, "ratified"), 7);
    whole();
}
