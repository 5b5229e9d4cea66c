//! Tables in and out: what an export holds comes back byte for byte, and what is wrong with a row is said.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use timeline::date::Day;
use timeline::output::{Layout, writer};
use timeline::query::Format;
use timeline::session::{
    DateOrder, FormatChoice, ImportOptions, LoadTotal, Mapping, Session, TableError, TableOptions,
};

/// What a query exports.
fn export(session: &Session, query: &str, format: Format) -> String {
    let question = session.question(query, Day(0), FormatChoice::Always(format)).unwrap();
    let mut out = Vec::new();
    let mut rows = writer(format, question.compiled.columns.clone(), Layout::FILE, Box::new(&mut out));
    session.answer(&question, &mut *rows).unwrap();
    drop(rows);
    String::from_utf8(out).unwrap()
}

fn load(session: &mut Session, path: &Path, options: &TableOptions) -> (LoadTotal, Vec<String>) {
    let mut refused = Vec::new();
    let total = session.load(path, options, |r| refused.push(format!("{}: {}", r.line, r.reason))).unwrap();
    (total, refused)
}

fn written(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

fn session() -> Session {
    Session::in_memory(None).unwrap()
}

/// Loads a text as a table into a session of its own.
fn loaded(name: &str, text: &str, options: &TableOptions) -> (Session, LoadTotal, Vec<String>) {
    let folder = TempDir::new().unwrap();
    let mut session = session();
    let (total, refused) = load(&mut session, &written(&folder, name, text), options);
    (session, total, refused)
}

#[test]
fn an_export_comes_back_byte_for_byte() {
    let folder = TempDir::new().unwrap();
    let mut first = session();
    let articles = [PathBuf::from("seeds/articles")];
    first.import(&articles, &ImportOptions::default(), |_| std::ops::ControlFlow::Continue(())).unwrap();
    let (csv, jsonl) = (export(&first, "events", Format::Csv), export(&first, "events", Format::Jsonl));
    let events = first.counts().unwrap().events;
    assert!(events > 100);

    let mut second = session();
    let (total, refused) = load(&mut second, &written(&folder, "e.csv", &csv), &TableOptions::default());
    assert_eq!((total.written.events, refused.len()), (events, 0));
    assert_eq!(export(&second, "events", Format::Csv), csv);

    let jsonl_file = written(&folder, "e.jsonl", &jsonl);
    let mut third = session();
    load(&mut third, &jsonl_file, &TableOptions::default());
    assert_eq!(export(&third, "events", Format::Jsonl), jsonl);
    assert_eq!(export(&third, "events", Format::Csv), csv);
    assert_eq!(third.counts().unwrap(), first.counts().unwrap());
    // JSON Lines hold every claim, and how its document is dated.
    let ids: Vec<i64> = csv.lines().skip(1).filter_map(|line| line.split(',').next()?.parse().ok()).collect();
    assert!(ids.len() > 100);
    for id in ids {
        let (mut a, mut b) = (first.show(id).unwrap().unwrap(), third.show(id).unwrap().unwrap());
        for mention in a.mentions.iter_mut().chain(&mut b.mentions) {
            mention.document = 0;
        }
        assert_eq!(a, b);
    }
    assert_eq!(
        export(&third, "events about \"hotline\"", Format::Csv),
        export(&first, "events about \"hotline\"", Format::Csv)
    );

    // Once more is nothing new, and says so.
    let (total, refused) = load(&mut third, &jsonl_file, &TableOptions::default());
    assert_eq!((total.good, total.refused), (0, events));
    assert!(refused[0].ends_with("in the database already, as event 13") || refused[0].contains("already"));
    // The names of the word lists stay what they are when the lists are written again.
    assert!(!third.types().unwrap().is_empty());
}

/// Rows as odd as they come: quotes, line ends, marks that lists are made of, letters of many scripts.
#[test]
fn odd_texts_come_back_byte_for_byte() {
    let odd = [
        "",
        "plain",
        "a, \"b\"; c",
        "two\nlines\r\nthree",
        "Київ — 北京",
        "القاهرة",
        "\u{202e}back",
        "tab\tbed",
        " edges ",
        "\u{1b}[2J",
        "nul\u{0}byte",
        "'=1+1",
        "e\u{301}",
    ];
    let names = ["Russia", "Zembla", "北京", "Kinbote, Charles", "The \"Shade\"", "Жмудь", "a;b"];
    let dates = [
        "",
        "2014",
        "2014-04",
        "198X",
        "XXXX-12-06",
        "2014-04-10/2014-04-16",
        "[..2013]",
        "-0043-03-15",
        "2014-04?",
    ];
    let mut seed = 7_usize;
    let mut pick = |length: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % length
    };
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    table
        .write_record(
            "id,date,type,from,to,place,summary,evidence,document,published,url,start,explanation".split(','),
        )
        .unwrap();
    for id in 1..400 {
        let list = |pick: &mut dyn FnMut(usize) -> usize| {
            let found: Vec<&str> = (0..pick(4)).map(|_| names[pick(names.len())]).collect();
            found.join("; ")
        };
        let row = [
            (id * 7 % 401).to_string(),
            dates[pick(dates.len())].to_owned(),
            ["meeting", "", "bonfire"][pick(3)].to_owned(),
            list(&mut pick),
            list(&mut pick),
            ["", "Geneva", "Zembla"][pick(3)].to_owned(),
            odd[pick(odd.len())].to_owned(),
            odd[pick(odd.len())].to_owned(),
            odd[pick(odd.len())].to_owned(),
            dates[1 + pick(3)].to_owned(),
            ["", "https://example.org/?a=b;c"][pick(2)].to_owned(),
            pick(5000).to_string(),
            odd[pick(odd.len())].to_owned(),
        ];
        table.write_record(&row).unwrap();
    }
    let table = String::from_utf8(table.into_inner().unwrap()).unwrap();
    let keep_going = TableOptions { keep_going: true, ..TableOptions::default() };
    let (first, total, refused) = loaded("odd.csv", &table, &keep_going);
    assert!(total.written.events > 380, "{refused:?}");
    for format in [Format::Csv, Format::Jsonl] {
        let text = export(&first, "events", format);
        let (second, _, refused) = loaded("again", &text, &TableOptions::default());
        assert_eq!(refused, [""; 0], "{format}");
        assert_eq!(export(&second, "events", format), text, "{format}");
    }
}

/// Each row stands alone under the header; the reason is what is said of it.
#[test]
fn what_is_wrong_with_a_row_is_said() {
    let header = "id,date,earliest,latest,precision,basis,type,class,realis,from,to,participants,place,summary,\
                  evidence,document,published,url,start,end";
    let of = |cells: &[(&str, &str)]| {
        let cell = |name| cells.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| *text);
        header.split(',').map(cell).collect::<Vec<_>>().join(",")
    };
    let rows: &[(&[(&str, &str)], &str)] = &[
        (&[], "expected a date, a type or a summary, found none"),
        (&[("place", "Geneva")], "expected a date, a type or a summary, found none"),
        (&[("date", "2015-02-29")], "expected a date in date, found \"2015-02-29\": 2015 is not a leap year"),
        (&[("date", "soon")], "expected a date in date, found \"soon\": expected a year"),
        (
            &[("date", "4/5/2016")],
            "expected one date in date, found \"4/5/2016\", which may be 2016-05-04 or 2016-04-05",
        ),
        (
            &[("date", "2016-04"), ("earliest", "2016-04-02")],
            "expected 2016-04-01 in earliest, as date has it, found 2016-04-02",
        ),
        (
            &[("date", "2016-04"), ("latest", "2016-05-30")],
            "expected 2016-04-30 in latest, as date has it, found 2016-05-30",
        ),
        (
            &[("date", "2016-04"), ("precision", "day")],
            "expected month in precision, as date has it, found day",
        ),
        (
            &[("earliest", "2016-04"), ("latest", "2015")],
            "expected a day not before earliest in latest, found \"2015\"",
        ),
        (&[("date", "2016"), ("basis", "hearsay")], "expected explicit, year-inferred, "),
        (&[("date", "2016"), ("realis", "denied")], "expected actual, planned in realis, found \"denied\""),
        (&[("type", "meeting"), ("class", "TALK")], "expected AGREE, CONSULT, "),
        (
            &[("type", "meeting"), ("class", "ASSAULT")],
            "expected the class CONSULT of the type meeting, found ASSAULT",
        ),
        (&[("date", "2016"), ("id", "x1")], "expected a whole number in id, found \"x1\""),
        (&[("date", "2016"), ("id", "-1")], "expected a whole number in id, found \"-1\""),
        (
            &[("date", "2016"), ("published", "13/13/2016")],
            "expected a date in published, found \"13/13/2016\"",
        ),
        (
            &[("evidence", "They met."), ("start", "10"), ("end", "30")],
            "expected 20 characters of evidence, from 10 to 30, found 9",
        ),
        (
            &[("evidence", "They met."), ("start", "10"), ("end", "9")],
            "expected the evidence to end behind 10, its start, found 9",
        ),
    ];
    for (cells, reason) in rows {
        let (session, total, refused) =
            loaded("t.csv", &format!("{header}\r\n{}\r\n", of(cells)), &TableOptions::default());
        assert_eq!(refused.len(), 1, "{cells:?}");
        assert!(refused[0].starts_with(&format!("2: {reason}")), "{cells:?}: {refused:?}");
        assert_eq!((total.good, total.refused, session.counts().unwrap().events), (0, 1, 0));
    }
    // Rows against one another, and rows that are none.
    let table = "id,date,summary\n1,2014,a\n2,2014,a\n1,2015,b\n,2014,c\n,2014,c\n3,2014\n4,2014,\"d\n\ne\"\n\n5,\u{fffd},x\n";
    let mut bytes = table.replace('\u{fffd}', "?").into_bytes();
    let at = bytes.iter().rposition(|byte| *byte == b'?').unwrap();
    bytes[at] = 0xff;
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("t.csv");
    fs::write(&path, bytes).unwrap();
    let mut session = session();
    let told = [
        "4: expected each number once, found 1 again: it stands on line 2 already",
        "6: it is the same event as on line 5",
        "7: expected 3 fields, found 2",
        "12: expected UTF-8 in date",
    ];
    let (total, refused) = load(&mut session, &path, &TableOptions::default());
    assert_eq!(refused, told);
    assert_eq!((total.good, total.written.events, session.counts().unwrap().events), (4, 0, 0));
    let options = TableOptions { keep_going: true, ..TableOptions::default() };
    let (total, refused) = load(&mut session, &path, &options);
    assert_eq!((refused.len(), total.written.events, session.counts().unwrap().events), (4, 4, 4));
    // What is in the database is known now; the row that had a number twice has it alone, and gets another.
    let (total, refused) = load(&mut session, &path, &options);
    assert_eq!((total.good, total.written.renumbered, refused.len()), (1, 1, 7));
    assert_eq!(refused[0], "2: it is in the database already, as event 1");
}

#[test]
fn json_lines_are_read_line_by_line() {
    let text = "{\"date\":\"2014\",\"summary\":\"a\",\"from\":[\"Zembla\",\"Russia\"]}\n\n{\"date\":\n[1]\n\
                {\"date\":2015,\"summary\":\"b\",\"from\":[\"a; b\"]}\n{\"date\":2015,\"summary\":\"b\"}\n";
    let options = TableOptions { keep_going: true, ..TableOptions::default() };
    let (session, total, refused) = loaded("t.jsonl", text, &options);
    assert_eq!(
        refused,
        [
            "3: expected a JSON object: EOF while parsing a value",
            "4: expected a JSON object: invalid type: sequence, expected a map",
            "5: expected names without \"; \" in from, found \"a; b\"",
        ]
    );
    assert_eq!(total.written.events, 2);
    assert_eq!(
        export(&session, "events | show date, from, summary", Format::Csv),
        "date,from,summary\r\n2014,Zembla; Russia,a\r\n2015,,b\r\n"
    );
}

#[test]
fn a_mapping_reads_any_table() {
    let table = "Event_Date;sub_event_type;actor1;actor2;location;notes;source;fatalities\n\
                 12 April 2014;Armed clash;Rebels of Ruritania;USA;Geneva;\"Shots; nobody hurt.\";Strelsau Times;0\n\
                 April 2014;freeze;U.S.;;;;Strelsau Times;3\n\
                 ;Looting;;;;;;0\n\
                 20140413T10:00;Looting;;;;;;0\n\
                 20140413;Looting;;;;;;0\n";
    let pairs = "date=event_date,type=sub_event_type,from=actor1,to=actor2,place=location,summary=notes,document=source";
    let pairs: Vec<String> = pairs.split(',').map(str::to_owned).collect();
    let options =
        TableOptions { mapping: Mapping::new(&pairs).unwrap(), keep_going: true, ..TableOptions::default() };
    let (session, total, refused) = loaded("t.csv", table, &options);
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert!(refused[0].starts_with("5: expected a date in date, found \"20140413T10:00\""), "{refused:?}");
    assert_eq!(total.unread, ["fatalities"]);
    assert_eq!(total.written.new_types, ["Armed clash", "Looting"]);
    // A word of the lists is what the lists say it is, and so are names.
    assert_eq!(
        export(&session, "events | show date, type, class, from, to, place, summary, document", Format::Csv),
        "date,type,class,from,to,place,summary,document\r\n\
         2014-04,suspension,SANCTION,United States,,,freeze: U.S.,Strelsau Times\r\n\
         2014-04-12,Armed clash,OTHER,Rebels of Ruritania,United States,Geneva,Shots; nobody hurt.,Strelsau Times\r\n\
         2014-04-13,Looting,OTHER,,,,Looting,\r\n\
         ,Looting,OTHER,,,,Looting,\r\n"
    );
    let asked =
        export(&session, "events type \"armed clash\" with \"Rebels of Ruritania\" | show id", Format::Csv);
    assert_eq!(asked, "id\r\n1\r\n");
    let asked = export(&session, "events document \"Strelsau Times\" | count", Format::Csv);
    assert_eq!(asked, "count\r\n2\r\n");

    let dated = |order, expected: &str| {
        let options = TableOptions { order: Some(order), ..TableOptions::default() };
        let (session, _, refused) = loaded("t.csv", "date,summary\n4/5/2016,a\n", &options);
        assert_eq!(refused, [""; 0]);
        assert_eq!(export(&session, "events | show date", Format::Csv), format!("date\r\n{expected}\r\n"));
    };
    dated(DateOrder::DayFirst, "2016-05-04");
    dated(DateOrder::MonthFirst, "2016-04-05");
    let (session, _, _) =
        loaded("t.csv", "earliest,latest,summary,date\n2016-04-01,2016-04-12,a,\n", &TableOptions::default());
    assert_eq!(export(&session, "events | show date", Format::Csv), "date\r\n[2016-04-01..2016-04-12]\r\n");
}

#[test]
fn tables_that_say_nothing_are_refused() {
    let mapping = |pairs: &[&str]| {
        let pairs: Vec<String> = pairs.iter().map(|pair| (*pair).to_owned()).collect();
        Mapping::new(&pairs)
    };
    for (pairs, expected) in [
        (&["date"][..], "expected OURS=THEIRS, such as date=event_date, found \"date\""),
        (&["dat=x"], "expected one of our columns, found \"dat\", did you mean date?"),
        (&["date=a", "date=b"], "expected one column for date, found \"a\" and \"b\""),
        (&["claims=a"], "expected one of our columns, found \"claims\""),
    ] {
        let error = mapping(pairs).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
    let folder = TempDir::new().unwrap();
    for (text, pairs, expected) in [
        ("", &[][..], "found nothing"),
        ("\n \n", &[], "found nothing"),
        ("[{}]", &[], "found a JSON array"),
        ("SQLite format 3\0", &[], "found something binary"),
        ("a,b\n1,2\n", &[], "expected a column date, type or summary, found a, b"),
        ("event_date,b\n1,2\n", &["date=event_dat"], "did you mean event_date?"),
        ("a,b\n1,2\n", &["place=a"], "expected a column date, type or summary"),
    ] {
        let path = written(&folder, "t", text);
        let options = TableOptions { mapping: mapping(pairs).unwrap(), ..TableOptions::default() };
        let error = session().load(&path, &options, |_| {}).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
    let missing = session().load(Path::new("no/such/file"), &TableOptions::default(), |_| {});
    assert!(matches!(missing, Err(TableError::Unreadable { .. })));
}

/// A load into a database that has events keeps numbers where they are free, and the date of a document without its
/// text can be set without losing what it says.
#[test]
fn loaded_events_stand_beside_others() {
    let folder = TempDir::new().unwrap();
    let database = folder.path().join("timeline.db");
    let mut session = Session::open_or_begin(&database, None).unwrap();
    let options = TableOptions::default();
    load(&mut session, &written(&folder, "a.csv", "id,date,summary,document\n7,2014,a,Times\n"), &options);
    let second = "id,date,summary,document\n7,2015,b,Times\n3,2016,c,Post\n8,2017,d,\n";
    let (total, refused) = load(&mut session, &written(&folder, "b.csv", second), &options);
    assert_eq!((refused.len(), total.written.events, total.written.renumbered), (0, 3, 2));
    assert_eq!(total.written.documents, 1, "the Times were known");
    assert_eq!(
        export(&session, "events | show id, date, summary", Format::Csv),
        "id,date,summary\r\n7,2014,a\r\n8,2015,b\r\n3,2016,c\r\n9,2017,d\r\n"
    );
    let date = timeline::date::parse("2018-01-02").unwrap();
    session.set_document_date(1, &date).unwrap().unwrap();
    assert_eq!(
        export(&session, "events document \"Times\" | show summary, published", Format::Csv),
        "summary,published\r\na,2018-01-02\r\nb,2018-01-02\r\n"
    );
    assert_eq!(session.set_document_date(99, &date).unwrap(), None);
    drop(session);
    // The loader gives the database back as it found it.
    let connection = rusqlite::Connection::open(&database).unwrap();
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |r| r.get(0)).unwrap();
    let broken: i64 =
        connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |r| r.get(0)).unwrap();
    let indexes: i64 = connection
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'events'",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!((mode.as_str(), broken), ("wal", 0));
    assert!(indexes >= 7);
    let found: i64 = connection
        .query_row("SELECT rowid FROM events_text WHERE events_text MATCH 'c'", [], |r| r.get(0))
        .unwrap();
    assert_eq!(found, 3);
}
