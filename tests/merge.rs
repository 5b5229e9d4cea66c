//! One happening or two: pairs of reports that must and must not be joined, within a document and across documents.

use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;

use tempfile::TempDir;
use timeline::date::parse;
use timeline::session::{ImportOptions, Session};
use timeline::store::{EventRecord, Store};

/// A folder of documents and the database that they are imported into, again and again.
struct Desk {
    folder: TempDir,
    session: Session,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let session = Session::open_or_begin(&folder.path().join("desk.db"), None).unwrap();
        Self { folder, session }
    }

    /// Puts a document under a name, in place of the one that was there.
    fn put(&mut self, name: &str, date: &str, text: &str) {
        let path: PathBuf = self.folder.path().join(name);
        // The name makes two equal texts two documents.
        fs::write(&path, format!("{text}\n\nPrinted on sheet {name}.\n")).unwrap();
        let options = ImportOptions { date: Some(parse(date).unwrap()), ..ImportOptions::default() };
        self.session.import(&[path], &options, |_| ControlFlow::Continue(())).unwrap();
    }

    /// Every event, by what is the same whatever the order of import.
    fn events(&self) -> Vec<EventRecord> {
        let store = Store::open_read_only(&self.folder.path().join("desk.db")).unwrap();
        let all = usize::try_from(store.counts().unwrap().events).unwrap();
        let found: Vec<EventRecord> = (1..500).filter_map(|id| store.event(id).unwrap()).collect();
        assert_eq!(found.len(), all);
        found
    }

    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self
            .events()
            .iter()
            .map(|event| {
                let mut told: Vec<&str> = event.mentions.iter().map(|m| m.evidence.as_str()).collect();
                told.sort_unstable();
                let date = event.date.as_ref().map_or("undated", |date| &date.edtf);
                let who: Vec<&str> = event.participants.iter().map(|p| p.name.as_str()).collect();
                format!("{date} {} {} {} {told:?}", event.event_type, event.realis, who.join("; "))
            })
            .collect();
        lines.sort_unstable();
        lines
    }
}

/// Two reports, each with the day it was written, and how many events they tell of.
struct Pair(usize, (&'static str, &'static str), (&'static str, &'static str));

const ACROSS: &[Pair] = &[
    // The same day, type and parties, however it is said and whenever it is written.
    Pair(
        1,
        ("1961-06-05", "Kennedy met Khrushchev in Vienna on June 3, 1961."),
        ("1961-07-01", "On 3 June 1961 Khrushchev met Kennedy in Vienna."),
    ),
    Pair(
        1,
        ("1994-10-27", "Israel and Jordan signed a peace treaty on Wednesday."),
        ("1994-11-10", "Israel and Jordan signed a treaty on October 26, 1994."),
    ),
    Pair(
        1,
        ("2008-08-27", "Russia recognized Abkhazia on August 26."),
        ("2012-01-01", "Russia recognized Abkhazia on August 26, 2008."),
    ),
    Pair(
        1,
        ("1990-08-08", "Saddam Hussein met Glaspie in Baghdad on July 25."),
        ("1991-08-20", "Saddam Hussein met the ambassador of the United States in Baghdad on July 25, 1990."),
    ),
    // One report knows more than the other.
    Pair(
        1,
        ("1985-11-20", "Reagan met Gorbachev in Geneva on November 19."),
        ("1990-05-05", "Reagan met Gorbachev on November 19, 1985."),
    ),
    Pair(
        1,
        ("1972-05-27", "The United States and the Soviet Union signed a treaty in Moscow on May 26."),
        ("1972-06-01", "Nixon and Brezhnev signed a treaty on May 26."),
    ),
    // A month joins a day in it where such things seldom happen.
    Pair(
        1,
        ("1998-05-01", "NATO suspended cooperation with Russia on April 1, 1998."),
        ("1998-09-01", "NATO suspended cooperation with Russia in April 1998."),
    ),
    Pair(
        1,
        ("1980-01-01", "Israel and Egypt signed a treaty in March 1979."),
        ("1979-03-27", "Israel and Egypt signed a treaty on March 26, 1979."),
    ),
    // The same sentence is a reprint, even where only the day of writing dates it.
    Pair(
        1,
        ("1976-07-05", "France and Poland signed an agreement on fishing on Monday."),
        ("1976-07-05", "France and Poland signed an agreement on fishing on Monday."),
    ),
    Pair(
        1,
        ("1999-02-02", "On January 15, 1999 France closed the old lighthouse at Calais."),
        ("1999-03-03", "On January 15, 1999 France closed the old lighthouse at Calais."),
    ),
    // Announced and then done.
    Pair(
        1,
        ("1955-07-01", "Eisenhower will meet Bulganin in Geneva on July 18."),
        ("1955-07-20", "Eisenhower met Bulganin in Geneva on July 18."),
    ),
    // The same again in both.
    Pair(
        1,
        ("1999-06-01", "France and Germany held a second meeting on May 20, 1999."),
        ("1999-06-02", "On May 20, 1999 France and Germany held a second meeting."),
    ),
    // Another type.
    Pair(
        2,
        ("1961-06-05", "Kennedy met Khrushchev in Vienna on June 3, 1961."),
        ("1961-07-01", "Kennedy criticized Khrushchev in Vienna on June 3, 1961."),
    ),
    // Another day; another month; another year.
    Pair(
        2,
        ("1961-06-05", "Kennedy met Khrushchev in Vienna on June 3, 1961."),
        ("1961-07-01", "Kennedy met Khrushchev in Vienna on June 4, 1961."),
    ),
    Pair(
        2,
        ("1998-05-01", "NATO suspended cooperation with Russia on April 1, 1998."),
        ("1998-09-01", "NATO suspended cooperation with Russia in May 1998."),
    ),
    Pair(
        2,
        ("1973-11-01", "Egypt and Syria signed an agreement on October 6, 1973."),
        ("1976-11-01", "Egypt and Syria signed an agreement on October 6, 1976."),
    ),
    // A month does not join a day in it where such things happen often, nor where the other side is not the same.
    Pair(
        2,
        ("1988-05-01", "France met Germany on April 12, 1988."),
        ("1988-09-01", "France met Germany in April 1988."),
    ),
    Pair(
        2,
        ("1998-05-01", "NATO suspended cooperation with Russia on April 1, 1998."),
        ("1998-09-01", "NATO suspended cooperation with Georgia in April 1998."),
    ),
    Pair(
        2,
        ("1998-05-01", "NATO suspended cooperation with Russia on April 1, 1998."),
        ("1998-09-01", "NATO suspended cooperation in April 1998."),
    ),
    // A year is too wide where no place is named.
    Pair(
        2,
        ("1979-03-27", "Israel and Egypt signed a treaty on March 26, 1979."),
        ("1985-01-01", "Israel and Egypt signed a treaty in 1979."),
    ),
    // Two months that are the same are still not a day: what happens often is not joined.
    Pair(
        2,
        ("1988-05-01", "France met Germany in April 1988."),
        ("1988-09-01", "Germany met France in April 1988."),
    ),
    // Other parties, or one party only in common.
    Pair(
        2,
        ("1961-06-05", "Kennedy met Khrushchev on June 3, 1961."),
        ("1961-07-01", "Kennedy met Macmillan on June 3, 1961."),
    ),
    Pair(
        2,
        ("1988-05-01", "France met Germany on April 12, 1988."),
        ("1988-09-01", "France met Spain on April 12, 1988."),
    ),
    Pair(
        2,
        ("1988-05-01", "France met Germany and Italy on April 12, 1988."),
        ("1988-09-01", "France met Germany and Spain on April 12, 1988."),
    ),
    Pair(
        2,
        ("2017-12-06", "Lavrov met Tillerson on December 5, 2017."),
        ("2017-12-07", "Shoigu met Mattis on December 5, 2017."),
    ),
    Pair(
        2,
        ("1988-05-01", "France met its partners on April 12, 1988."),
        ("1988-09-01", "France met Germany on April 12, 1988."),
    ),
    // Who acts in one is acted upon in the other.
    Pair(
        2,
        ("1981-06-10", "Iraq accused Iran on June 7, 1981."),
        ("1981-06-11", "Iran accused Iraq on June 7, 1981."),
    ),
    Pair(
        2,
        ("1986-11-02", "Britain expelled Syria on October 31, 1986."),
        ("1986-11-03", "Syria expelled Britain on October 31, 1986."),
    ),
    // Another place.
    Pair(
        2,
        ("1961-06-05", "Kennedy met Khrushchev in Vienna on June 3, 1961."),
        ("1961-07-01", "Kennedy met Khrushchev in Geneva on June 3, 1961."),
    ),
    Pair(
        2,
        ("1988-05-01", "France met Germany in Paris on April 12, 1988."),
        ("1988-09-01", "France met Germany in Berlin on April 12, 1988."),
    ),
    // Attacks come in waves: without the place they stay apart.
    Pair(
        2,
        ("1981-06-10", "Iraq bombed Iran on June 7, 1981."),
        ("1981-06-11", "Iraq attacked Iran on June 7, 1981."),
    ),
    Pair(
        2,
        ("1981-06-10", "Iraq bombed Iran at Abadan on June 7, 1981."),
        ("1981-06-11", "Iraq bombed Iran at Basra on June 7, 1981."),
    ),
    // A cue that only one of them has.
    Pair(
        2,
        ("1999-06-01", "France and Germany held a meeting on May 20, 1999."),
        ("1999-06-02", "France and Germany held another meeting on May 20, 1999."),
    ),
    Pair(
        2,
        ("1999-06-01", "France and Germany held a meeting on May 20, 1999."),
        ("1999-06-02", "France and Germany held a second meeting on May 20, 1999."),
    ),
    Pair(
        2,
        ("1999-06-01", "France met Germany on May 20, 1999."),
        ("1999-06-02", "France met Germany again on May 20, 1999."),
    ),
    // Only the day of writing, or the tense, dates one of them.
    Pair(
        2,
        ("1976-07-05", "France and Poland signed an agreement on fishing."),
        ("1976-07-08", "France and Poland signed a pact on July 5, 1976."),
    ),
    Pair(
        2,
        ("1976-07-05", "France has recognized Angola."),
        ("1976-07-05", "France has formally recognized Angola."),
    ),
    // What one says on a day and what another says.
    Pair(
        2,
        ("1995-03-03", "France said on March 1 that it would stay."),
        ("1995-03-03", "Germany said on March 1 that it would stay."),
    ),
    // What no list knows is joined as a reprint only.
    Pair(
        2,
        ("1999-02-02", "On January 15, 1999 France closed the old lighthouse at Calais."),
        ("1999-03-03", "On January 15, 1999 France sold the old lighthouse at Calais."),
    ),
];

/// Texts of one document, and how many events they tell of.
const WITHIN: &[(usize, &str)] = &[
    (1, "France met Germany in Paris on May 20, 1999. The meeting on May 20, 1999 lasted two hours."),
    (
        1,
        "Egypt and Israel signed a treaty on March 26, 1979. Egypt and Israel signed the treaty on March 26, 1979 at noon.",
    ),
    (2, "France met Germany on May 20, 1999. France met Germany on June 20, 1999."),
    (2, "France met Germany on May 20, 1999. France met Spain on May 22, 1999."),
    (
        2,
        "France and Germany held a meeting on May 20, 1999. France and Germany held another meeting on May 20, 1999.",
    ),
    (
        2,
        "France and Germany held a meeting on May 20, 1999. France and Germany held a second meeting on May 20, 1999.",
    ),
    (2, "France met Germany on May 20, 1999. France met Germany again on May 20, 1999."),
    (
        1,
        "France and Germany held a second meeting on May 20, 1999. France and Germany held the meeting on May 20, 1999.",
    ),
    (2, "France met Germany in Paris on May 20, 1999. France met Germany in Berlin on May 20, 1999."),
];

#[test]
fn claims_of_one_document_are_joined_only_where_they_are_of_one_happening() {
    let mut desk = Desk::new();
    let mut wrong = Vec::new();
    for (expected, text) in WITHIN {
        desk.put("a.txt", "1999-07-01", text);
        let lines = desk.lines();
        if lines.len() != *expected {
            wrong.push(format!("expected {expected}:\n  {}", lines.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn reports_of_two_documents_are_joined_only_where_they_are_of_one_happening() {
    let mut desk = Desk::new();
    let mut wrong = Vec::new();
    for Pair(expected, a, b) in ACROSS {
        desk.put("a.txt", a.0, a.1);
        desk.put("b.txt", "1900-01-01", "Nothing happened.");
        let alone = desk.events().len();
        desk.put("b.txt", b.0, b.1);
        let lines = desk.lines();
        if lines.len() != *expected || alone != 1 {
            wrong.push(format!("{alone} alone, expected {expected}:\n  {}", lines.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Reports that tell of three happenings and of one that may be either of two.
const REPORTS: [(&str, &str, &str); 6] = [
    ("a.txt", "1998-05-01", "NATO suspended cooperation with Russia on April 1, 1998."),
    ("b.txt", "1998-06-01", "NATO suspended cooperation with Russia in April 1998."),
    ("c.txt", "1998-06-02", "On April 1, 1998 NATO suspended its cooperation with Russia."),
    ("d.txt", "1998-06-03", "France met Germany in Paris on May 20, 1998."),
    ("e.txt", "1998-06-04", "On May 20, 1998 France met Germany."),
    ("f.txt", "1998-06-05", "NATO suspended cooperation with Russia on April 20, 1998."),
];

#[test]
fn the_order_of_an_import_and_what_was_there_before_change_nothing() {
    let mut expected = None;
    for turn in 0..3 {
        let mut desk = Desk::new();
        let mut order: Vec<_> = REPORTS.iter().collect();
        order.rotate_left(2 * turn);
        if turn % 2 == 1 {
            order.reverse();
        }
        for (name, date, text) in &order {
            desk.put(name, date, text);
        }
        let whole = desk.lines();
        // April 1998 may be the first or the twentieth, so it stands alone; three are told twice or once.
        assert_eq!(whole.len(), 4, "{whole:#?}");
        assert_eq!(expected.get_or_insert(whole.clone()), &whole, "in the order {order:?}");

        // Without the twentieth, the month can only be the first.
        desk.put("f.txt", "1998-06-05", "Nothing is said.");
        let without = desk.lines();
        assert_eq!(without.len(), 2, "{without:#?}");
        let told =
            |lines: &[String]| lines.iter().filter(|l| l.matches("NATO suspended").count() == 3).count();
        assert_eq!(told(&without), 1, "{without:#?}");
        desk.put("f.txt", "1998-06-05", REPORTS[5].2);
        assert_eq!(desk.lines(), whole);

        // Numbers stay when the same is read again.
        let numbers =
            |desk: &Desk| desk.events().iter().map(|e| (e.id, e.summary.clone())).collect::<Vec<_>>();
        let before = numbers(&desk);
        desk.put("a.txt", "1998-05-02", REPORTS[0].2);
        assert_eq!(desk.lines(), whole);
        let after = numbers(&desk);
        assert!(
            before.iter().all(|(id, _)| after.iter().any(|(other, _)| other == id)),
            "{before:?} {after:?}"
        );
    }
}

#[test]
fn an_event_tells_who_says_so_and_where_the_dates_differ() {
    let mut desk = Desk::new();
    for (name, date, text) in &REPORTS[..3] {
        desk.put(name, date, text);
    }
    desk.put("g.txt", "1985-12-01", "Reagan met Gorbachev in Geneva on November 19.");
    desk.put("h.txt", "1985-12-02", "Reagan met Gorbachev in Geneva on November 20.");
    let events = desk.events();
    let joined = events.iter().find(|e| e.mentions.len() == 3).unwrap();
    assert_eq!(joined.date.as_ref().unwrap().edtf, "1998-04-01");
    let documents: Vec<i64> = joined.mentions.iter().map(|m| m.document).collect();
    assert_eq!(documents, [1, 2, 3]);
    let why: Vec<Option<&str>> = joined.mentions.iter().map(|m| m.joined.as_deref()).collect();
    let within = Some("same type and parties; one date holds the other");
    assert_eq!(why, [None, within, Some("same type, day and parties")]);
    assert!(joined.rivals.is_empty());

    // Two days that may be one meeting are not joined, and each names the other.
    let page = |event: &EventRecord| {
        let mut out = Vec::new();
        timeline::output::write_event(event, &timeline::output::Layout::FILE, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert!(
        page(joined).contains("told      by 3 documents: 1998-04-01 by 2 documents, 1998-04 by 1 document\n")
    );
    let meetings: Vec<&EventRecord> = events.iter().filter(|e| e.event_type == "meeting").collect();
    let [first, second] = meetings.as_slice() else { panic!("{meetings:?}") };
    let line = format!("perhaps   the same as #{}, dated 1985-11-20 by 1 document\n", second.id);
    assert!(page(first).contains(&line), "{}", page(first));
    assert_eq!(second.rivals[0].id, first.id);
}

#[test]
fn a_person_splits_an_event_and_importing_again_keeps_it_so() {
    let mut desk = Desk::new();
    for (name, date, text) in &REPORTS[..3] {
        desk.put(name, date, text);
    }
    let whole = desk.events();
    assert_eq!(whole.len(), 1);
    let number = whole[0].id;
    assert!(desk.session.split(number, 4).is_err());
    assert!(desk.session.split(number, 0).is_err());
    let moved = desk.session.split(number, 2).unwrap();
    assert_ne!(moved, number);
    let split = desk.lines();
    assert_eq!(split.len(), 2);
    assert!(desk.session.split(moved, 1).is_err(), "its only mention");
    for (name, date, text) in &REPORTS[..3] {
        desk.put(name, date, &format!("{text} It snows."));
        assert_eq!(desk.lines(), split, "{name} imported again");
    }

    // Within one document, too.
    let text = "France met Germany in Paris on May 20, 1999. The meeting on May 20, 1999 lasted two hours.";
    desk.put("z.txt", "1999-07-01", text);
    let event = desk.events().into_iter().find(|e| e.event_type == "meeting").unwrap();
    assert_eq!(event.mentions.len(), 2);
    desk.session.split(event.id, 2).unwrap();
    let split = desk.lines();
    assert_eq!(split.len(), 4, "{split:#?}");
    desk.put("z.txt", "1999-07-01", &format!("{text} It rained."));
    assert_eq!(desk.lines(), split);
}
