//! The database: what is refused and left as it was, what a second import changes, what other tools can read.

use std::convert::Infallible;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tempfile::TempDir;
use timeline::date::{DateBasis, Day, parse};
use timeline::event::{Event, EventDate, Mention, Participant, Realis, Role};
use timeline::store::schema::{APPLICATION_ID, VERSION};
use timeline::store::{
    ActorRow, Catalogue, Change, Directory, NameKind, NewDocument, OfficeRow, PeriodRow, PlaceRow, RowSink,
    RunError, Statement, Store, StoreError, TypeRow, Value, WordLists, text_hash,
};
use timeline::text::Span;

/// A small world in which two treaties are signed.
fn lists() -> WordLists {
    let strings = |all: &[&str]| all.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let type_row = |name: &str, class: &str, synonyms: &[&str]| TypeRow {
        name: name.into(),
        class: class.into(),
        meaning: format!("a {name}"),
        synonyms: strings(synonyms),
        ..TypeRow::default()
    };
    let actor = |name: &str, kind: &str, aliases: &[&str]| ActorRow {
        name: name.into(),
        kind: kind.into(),
        aliases: strings(aliases),
        ..ActorRow::default()
    };
    WordLists {
        types: vec![
            type_row("treaty", "AGREE", &["pact"]),
            type_row("agreement", "AGREE", &["accord"]),
            type_row("meeting", "CONSULT", &[]),
        ],
        actors: vec![
            actor("Türkiye", "state", &["Turkey", "Ankara"]),
            actor("Norway", "state", &["Oslo"]),
            actor("Trygve Lie", "person", &["Lie"]),
        ],
        offices: vec![OfficeRow {
            person: "Trygve Lie".into(),
            office: "foreign minister".into(),
            actor: "Norway".into(),
            begins: Day::from_ymd(1941, 2, 21).unwrap(),
            ends: Day::from_ymd(1946, 2, 1).unwrap(),
        }],
        places: vec![PlaceRow {
            name: "Geneva".into(),
            kind: "city".into(),
            country: Some("Switzerland".into()),
            latitude: Some(46.2),
            longitude: Some(6.1),
            aliases: strings(&["Genève"]),
        }],
        periods: vec![PeriodRow {
            name: "Tûrkiye Crisis".into(),
            kind: "crisis".into(),
            date: "1946-08/1953".into(),
            aliases: strings(&["Straits Crisis"]),
        }],
    }
}

fn in_memory() -> Store {
    let mut store = Store::open_in_memory().unwrap();
    store.write_word_lists(&lists()).unwrap();
    store
}

/// An event whose evidence is the words `evidence` of `text`, dated `date`.
#[track_caller]
fn event(text: &str, evidence: &str, event_type: &str, date: &str, who: &[&str]) -> Event {
    let start = text.find(evidence).unwrap();
    let span = Span::new(start, start + evidence.len());
    let date = (!date.is_empty()).then(|| EventDate {
        edtf: parse(date).unwrap(),
        basis: DateBasis::Explicit,
        explanation: "the text says so".into(),
    });
    let participants: Vec<Participant> = who
        .iter()
        .enumerate()
        .map(|(i, name)| Participant {
            name: (*name).into(),
            role: if i == 0 { Role::From } else { Role::To },
        })
        .collect();
    let mention = Mention {
        evidence: span,
        trigger: Span::new(start, start + evidence.find(' ').unwrap_or(evidence.len())),
        event_type: event_type.into(),
        date: date.clone(),
        realis: Realis::Actual,
        participants: participants.clone(),
        place: Some("Geneva".into()),
        summary: evidence.into(),
        cue: None,
        rules: vec!["type: a word".into(), "date: another".into()],
    };
    Event {
        event_type: event_type.into(),
        date,
        realis: Realis::Actual,
        participants,
        place: Some("Geneva".into()),
        summary: evidence.into(),
        mentions: vec![mention],
    }
}

fn document<'a>(name: &'a str, text: &'a str) -> NewDocument<'a> {
    NewDocument {
        name,
        text,
        title: Some("Signed"),
        published: Some(parse("1949-05-06").unwrap()),
        published_basis: "given",
        published_explanation: "given with the import",
        ..NewDocument::default()
    }
}

const TEXT: &str = "Après: Türkiye and Norway signed a pact in May 1949. They met on 3 June.";

fn events() -> Vec<Event> {
    vec![
        event(TEXT, "signed a pact", "treaty", "1949-05", &["Türkiye", "Norway"]),
        event(TEXT, "met on 3 June", "meeting", "1949-06-03", &["Norway", "the others"]),
    ]
}

/// Every row of every table that holds what documents say, as text.
fn contents(store: &Store) -> String {
    let mut out = String::new();
    for table in ["documents", "sources", "events", "mentions", "participants", "actors", "aliases", "places"]
    {
        for row in rows(store, &format!("SELECT * FROM {table}")) {
            out.push_str(&format!("{table} {row:?}\n"));
        }
    }
    out
}

struct Collected(Vec<Vec<Value>>);

impl RowSink for Collected {
    type Error = Infallible;
    fn columns(&mut self, _: &[&str]) -> Result<(), Infallible> {
        Ok(())
    }
    fn row(&mut self, values: &[Value]) -> Result<ControlFlow<()>, Infallible> {
        self.0.push(values.to_vec());
        Ok(ControlFlow::Continue(()))
    }
}

#[track_caller]
fn rows(store: &Store, sql: &str) -> Vec<Vec<Value>> {
    let mut sink = Collected(Vec::new());
    store.run(&Statement { sql: sql.into(), params: Vec::new() }, &mut sink).unwrap();
    sink.0
}

#[track_caller]
fn texts(store: &Store, sql: &str) -> Vec<String> {
    rows(store, sql)
        .into_iter()
        .map(|row| match &row[0] {
            Value::Text(text) => text.clone(),
            other => format!("{other:?}"),
        })
        .collect()
}

#[test]
fn what_is_not_ours_is_refused_and_left_as_it_was() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    let ours = |name: &str| {
        drop(Store::open(&at(name)).unwrap());
        at(name)
    };

    fs::write(at("notes.txt"), "not a database at all").unwrap();
    fs::write(at("short"), "SQLite format 3\0 and no more").unwrap();
    let other = Connection::open(at("other.db")).unwrap();
    other.execute_batch("CREATE TABLE birds (name TEXT); INSERT INTO birds VALUES ('tern');").unwrap();
    drop(other);
    let newer = Connection::open(ours("newer.db")).unwrap();
    newer.pragma_update(None, "journal_mode", "delete").unwrap();
    newer.pragma_update(None, "user_version", VERSION + 1).unwrap();
    drop(newer);

    for (name, words) in [
        ("notes.txt", "found another kind of file"),
        ("short", "found the beginning of a database"),
        ("other.db", "found the SQLite database of another program"),
        ("newer.db", "found version"),
    ] {
        let before = fs::read(at(name)).unwrap();
        for result in [Store::open(&at(name)), Store::open_read_only(&at(name))] {
            let message = result.expect_err(name).to_string();
            assert!(message.contains(words), "{name}: {message}");
            assert!(message.contains(name), "{name}: {message}");
        }
        assert_eq!(fs::read(at(name)).unwrap(), before, "{name} was changed");
        assert_eq!(beside(&at(name)), [] as [PathBuf; 0]);
    }

    assert!(matches!(Store::open(folder.path()), Err(StoreError::NotADatabase { found: "a folder", .. })));
    assert!(matches!(Store::open(&at("no/such.db")), Err(StoreError::NoFolder { .. })));
    assert!(matches!(Store::open_read_only(&at("none.db")), Err(StoreError::Missing { .. })));
    assert!(!at("none.db").exists(), "asking made a database");
}

#[test]
fn a_read_only_database_can_be_read_and_not_written() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a #1?.db");
    let mut store = Store::open(&path).unwrap();
    store.write_word_lists(&lists()).unwrap();
    store.write_document(&document("a.txt", TEXT), &events()).unwrap();
    drop(store);
    let before = fs::read(&path).unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();

    assert!(matches!(Store::open(&path), Err(StoreError::ReadOnly { .. })));
    let mut store = Store::open_read_only(&path).unwrap();
    assert_eq!(store.counts().unwrap().events, 2);
    assert!(store.write_document(&document("b.txt", "other"), &[]).is_err());
    drop(store);
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(beside(&path), [] as [PathBuf; 0]);
}

/// The files that SQLite keeps beside a database while it is open.
fn beside(path: &Path) -> Vec<PathBuf> {
    ["-wal", "-shm", "-journal"]
        .iter()
        .map(|end| PathBuf::from(format!("{}{end}", path.display())))
        .filter(|p| p.exists())
        .collect()
}

#[test]
fn the_file_says_whose_it_is() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("t.db");
    fs::write(&path, "").unwrap();
    let store = Store::open(&path).unwrap();
    let bytes = fs::read(&path).unwrap();
    assert_eq!(i64::from(i32::from_be_bytes(bytes[68..72].try_into().unwrap())), APPLICATION_ID);
    assert_eq!(rows(&store, "SELECT foreign_keys FROM pragma_foreign_keys"), [[Value::Integer(1)]]);
    drop(store);
    let plain = Connection::open(&path).unwrap();
    assert_eq!(plain.query_row("PRAGMA journal_mode", [], |r| r.get::<_, String>(0)).unwrap(), "wal");
}

#[test]
fn importing_again_changes_nothing() {
    let mut store = in_memory();
    let first = store.write_document(&document("a.txt", TEXT), &events()).unwrap();
    assert_eq!(first.change, Change::Added);
    let before = contents(&store);
    let again = store.write_document(&document("a.txt", TEXT), &events()[..1]).unwrap();
    assert_eq!((again.id, again.change), (first.id, Change::Unchanged));
    assert_eq!(contents(&store), before);

    let other = store.write_document(&document("copy/a.txt", TEXT), &events()).unwrap();
    assert_eq!((other.id, other.change), (first.id, Change::SourceAdded));
    assert_eq!(texts(&store, "SELECT sources FROM articles"), ["a.txt; copy/a.txt"]);
    assert_eq!(store.counts().unwrap().events, 2);
}

#[test]
fn a_changed_document_replaces_its_mentions() {
    let mut store = in_memory();
    let first = store.write_document(&document("a.txt", TEXT), &events()).unwrap();
    store
        .write_document(
            &document("b.txt", "Oslo: met again."),
            &[event("Oslo: met again.", "met again", "meeting", "1950", &["Norway"])],
        )
        .unwrap();
    let text = "Corrected: they never met. Türkiye ratified it in 1952.";
    let changed = [event(text, "ratified it", "treaty", "1952", &["Türkiye"])];
    let written = store.write_document(&document("a.txt", text), &changed).unwrap();
    assert_eq!((written.id, written.change), (first.id, Change::Replaced));
    assert_eq!(texts(&store, "SELECT summary FROM chronology"), ["met again", "ratified it"]);
    assert_eq!(store.counts().unwrap().mentions, 2);
    let found = |word: &str| {
        rows(&store, &format!("SELECT rowid FROM events_text WHERE events_text MATCH '{word}'")).len()
    };
    assert_eq!((found("pact"), found("june"), found("ratified"), found("again")), (0, 0, 1, 1));
    assert_eq!(
        rows(&store, "SELECT * FROM participants WHERE event NOT IN (SELECT id FROM events)").len(),
        0
    );

    // A name that moves on leaves a text to its other names, and takes along a text that has none.
    store.write_document(&document("c.txt", text), &[]).unwrap();
    store.write_document(&document("a.txt", TEXT), &events()).unwrap();
    assert_eq!(texts(&store, "SELECT sources FROM articles ORDER BY id"), ["c.txt", "b.txt", "a.txt"]);
    store.write_document(&document("b.txt", TEXT), &events()).unwrap();
    assert_eq!(texts(&store, "SELECT sources FROM articles ORDER BY id"), ["c.txt", "a.txt; b.txt"]);
    assert_eq!(
        texts(&store, "SELECT summary FROM chronology"),
        ["signed a pact", "met on 3 June", "ratified it"]
    );
}

#[test]
fn a_document_read_anew_takes_its_new_date() {
    let mut store = in_memory();
    let first = store.write_document(&document("a.txt", TEXT), &events()).unwrap();
    let mut dated = document("a.txt", TEXT);
    dated.published = Some(parse("1950").unwrap());
    let again = store.rewrite_document(&dated, &events()[..1]).unwrap();
    assert_eq!((again.id, again.change), (first.id, Change::Replaced));
    assert_eq!(store.known_texts().unwrap()[&text_hash(TEXT)].as_deref(), Some("1950"));
    assert_eq!(store.counts().unwrap().events, 1);
    assert_eq!(store.documents(true).unwrap().len(), 1);
}

#[test]
fn half_a_document_is_never_written() {
    let mut store = in_memory();
    store.write_document(&document("a.txt", TEXT), &events()).unwrap();
    let before = contents(&store);

    let text = "They met in Paris – and a newcomer signed.";
    let good = event(text, "met in Paris", "meeting", "1951", &["A newcomer"]);
    let mut unknown = event(text, "signed", "signing", "1951", &[]);
    let broken = [good.clone(), unknown.clone()];
    assert!(matches!(
        store.write_document(&document("a.txt", text), &broken),
        Err(StoreError::UnknownType { name }) if name == "signing"
    ));
    assert_eq!(contents(&store), before);

    unknown.event_type = "treaty".into();
    unknown.mentions[0].event_type = "treaty".into();
    for (start, end) in [(2, 400), (19, 22)] {
        unknown.mentions[0].evidence = Span::new(start, end);
        unknown.mentions[0].trigger = Span::new(start, start);
        let result = store.write_document(&document("b.txt", text), &[good.clone(), unknown.clone()]);
        assert!(matches!(result, Err(StoreError::BadSpan { .. })), "{start}..{end}: {result:?}");
        assert_eq!(contents(&store), before);
    }
}

#[test]
fn a_document_refused_among_others_leaves_nothing() {
    let write = |refused: bool| {
        let mut store = in_memory();
        store.write_document(&document("old.txt", "Oslo: met in spring."), &[]).unwrap();
        store.begin().unwrap();
        store.write_document(&document("a.txt", TEXT), &events()).unwrap();
        // It would replace the first, name somebody new and be found by its words.
        let text = "A stranger ratified it. They met.";
        let mut broken = [
            event(text, "ratified it", "treaty", "1950-05-06", &["A stranger", "Norway"]),
            event(text, "They met", "meeting", "1950-05-07", &["Norway"]),
        ];
        broken[1].mentions[0].trigger = Span::new(2, 400);
        if refused {
            for name in ["a.txt", "b.txt", "old.txt"] {
                let result = store.write_document(&document(name, text), &broken);
                assert!(matches!(result, Err(StoreError::BadSpan { .. })), "{name}: {result:?}");
            }
        }
        // Another document tells of the same treaty: what waits to be put into the full text is taken out again.
        let text = "Later: Türkiye and Norway signed a pact on 4 May 1949.";
        let later = event(text, "signed a pact", "treaty", "1949-05-04", &["Türkiye", "Norway"]);
        store.write_document(&document("c.txt", text), &[later]).unwrap();
        store.commit().unwrap();
        store
    };
    let store = write(true);
    assert_eq!(contents(&store), contents(&write(false)));
    assert_eq!(texts(&store, "SELECT date FROM chronology"), ["1949-05-04", "1949-06-03"]);
    let found = |word: &str| {
        rows(&store, &format!("SELECT rowid FROM events_text WHERE events_text MATCH '{word}'")).len()
    };
    assert_eq!((found("pact"), found("june"), found("ratified"), found("met")), (1, 1, 0, 1));
}

#[test]
fn one_event_is_read_whole() {
    let mut store = in_memory();
    store.write_document(&document("a.txt", TEXT), &events()).unwrap();
    let event = store.event(1).unwrap().unwrap();
    assert_eq!((event.event_type.as_str(), event.class.as_str()), ("treaty", "AGREE"));
    assert_eq!(event.date.as_ref().unwrap().edtf, "1949-05");
    assert_eq!(
        event.days,
        Some((Day::from_ymd(1949, 5, 1).unwrap().0, Day::from_ymd(1949, 5, 31).unwrap().0))
    );
    let who: Vec<_> =
        event.participants.iter().map(|p| (p.name.as_str(), p.kind.as_str(), p.role.as_str())).collect();
    assert_eq!(who, [("Türkiye", "state", "from"), ("Norway", "state", "to")]);
    assert_eq!(event.place.unwrap().country.as_deref(), Some("Switzerland"));
    let mention = &event.mentions[0];
    assert_eq!(mention.trigger.of(&mention.evidence), "signed");
    let (start, end) = mention.points;
    let by_points: String = TEXT.chars().skip(start as usize).take((end - start) as usize).collect();
    assert_eq!(by_points, mention.evidence);
    assert_eq!(mention.rules, ["type: a word", "date: another"]);
    assert_eq!(store.event(99).unwrap(), None);
    assert_eq!(store.event(2).unwrap().unwrap().participants[1].kind, "other");
}

#[test]
fn views_speak_names_and_iso_dates() {
    let mut store = in_memory();
    let text = "met once, met twice, met since, met long ago, met ever, met some day";
    let events: Vec<Event> = [
        ("met once", "1949-05-06"),
        ("met twice", "1949-05-06/1949-05-08"),
        ("met since", "1950/.."),
        ("met long ago", "-0044"),
        ("met ever", ""),
        ("met some day", "198X"),
    ]
    .iter()
    .map(|(words, date)| event(text, words, "meeting", date, &["Norway", "Türkiye"]))
    .collect();
    store.write_document(&document("a.txt", text), &events).unwrap();
    let row = |sql: &str| {
        rows(&store, sql)
            .into_iter()
            .map(|row| {
                row.into_iter()
                    .map(|v| match v {
                        Value::Text(t) => t,
                        Value::Integer(n) => n.to_string(),
                        Value::Real(n) => n.to_string(),
                        Value::Null => "-".into(),
                    })
                    .collect::<Vec<_>>()
                    .join(" | ")
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        row(
            "SELECT summary, date, earliest, latest, begin_latest, end_earliest, extent, precision FROM chronology"
        ),
        [
            "met long ago | -0044 | -0044-01-01 | -0044-12-31 | -0044-12-31 | -0044-01-01 | point | year",
            "met once | 1949-05-06 | 1949-05-06 | 1949-05-06 | 1949-05-06 | 1949-05-06 | point | day",
            "met twice | 1949-05-06/1949-05-08 | 1949-05-06 | 1949-05-08 | 1949-05-06 | 1949-05-08 | span | interval",
            "met since | 1950/.. | 1950-01-01 | - | 1950-12-31 | - | span | open",
            "met some day | 198X | 1980-01-01 | 1989-12-31 | 1989-12-31 | 1980-01-01 | point | decade",
            "met ever | - | - | - | - | - | point | unknown",
        ]
    );
    assert_eq!(
        row(
            "SELECT type, class, realis, \"from\", \"to\", participants, place, evidence, document, published, start, end FROM chronology WHERE id = 2"
        ),
        [
            "meeting | CONSULT | actual | Norway | Türkiye | Norway; Türkiye | Geneva | met twice | Signed | 1949-05-06 | 10 | 19"
        ]
    );
    assert_eq!(row("SELECT count(*), count(date) FROM claims"), ["6 | 5"]);
    assert_eq!(row("SELECT published_earliest, sources, events FROM articles"), ["1949-05-06 | a.txt | 6"]);
}

#[test]
fn names_mean_what_the_lists_say() {
    let mut store = in_memory();
    store.write_document(&document("news/signed.txt", TEXT), &events()).unwrap();
    let named =
        |kind, name: &str| store.named(kind, name).into_iter().map(|n| n.name).collect::<Vec<_>>().join(", ");
    for (kind, name, means) in [
        (NameKind::Type, "Pact", "treaty"),
        (NameKind::Type, "agree", "agreement, treaty"),
        (NameKind::Type, "nothing", ""),
        (NameKind::Actor, "TURKIYE", "Türkiye"),
        (NameKind::Actor, "ankara", "Türkiye"),
        (NameKind::Actor, "The Others", "the others"),
        (NameKind::Actor, "Atlantis", ""),
        (NameKind::Place, "geneve", "Geneva"),
        (NameKind::Document, "1", "Signed"),
        (NameKind::Document, "signed", "Signed"),
        (NameKind::Document, "news/signed.txt", "Signed"),
        (NameKind::Document, "Signed.TXT", "Signed"),
        (NameKind::Document, "7", ""),
    ] {
        assert_eq!(named(kind, name), means, "{kind:?} {name}");
    }
    for (kind, asked, first) in [
        (NameKind::Actor, "Norwey", "Norway"),
        (NameKind::Actor, "Lee", "Lie"),
        (NameKind::Type, "meating", "meeting"),
        (NameKind::Type, "AGREEE", "AGREE"),
        (NameKind::Place, "Genava", "Geneva"),
    ] {
        assert_eq!(store.similar(kind, asked, 3).first().map(String::as_str), Some(first), "{asked}");
    }
    assert_eq!(store.similar(NameKind::Actor, "Zanzibar", 3), [] as [String; 0]);

    let directory = Directory::read(&store).unwrap();
    let begin = |kind, prefix: &str| directory.beginning_with(kind, prefix, 10);
    assert_eq!(begin(NameKind::Actor, "nor"), [("Norway".to_owned(), 2)]);
    assert_eq!(begin(NameKind::Actor, "ANK"), [("Ankara".to_owned(), 1)]);
    assert_eq!(begin(NameKind::Type, "agr"), [("AGREE".to_owned(), 1), ("agreement".to_owned(), 0)]);
    assert_eq!(begin(NameKind::Place, "gen"), [("Geneva".to_owned(), 2)]);
    assert_eq!(begin(NameKind::Document, "sig"), [("Signed".to_owned(), 2)]);
    assert_eq!(begin(NameKind::Type, "pac"), [("pact".to_owned(), 1)]);
    let commonest: Vec<String> =
        directory.beginning_with(NameKind::Actor, "", 2).into_iter().map(|(name, _)| name).collect();
    assert_eq!(commonest, ["Norway", "Türkiye"]);
}

#[test]
fn events_are_found_by_the_beginning_of_their_numbers() {
    let mut store = in_memory();
    for at in 0..7 {
        let text = format!("{TEXT} {at}");
        store.write_document(&document(&format!("{at}.txt"), &text), &events()).unwrap();
    }
    let numbers = |digits: &str, limit| {
        store.numbered(digits, limit).unwrap().into_iter().map(|(n, _)| n).collect::<Vec<_>>()
    };
    let last = *numbers("", 1).first().unwrap();
    assert!(last > 1, "{last}");
    assert_eq!(numbers("1", 1), [1]);
    assert_eq!(numbers("1", 50), (1..=last).filter(|n| n.to_string().starts_with('1')).collect::<Vec<_>>());
    for nothing in ["0", "x", "99999999999999999999", "9223372036854775807", "900000000000000000"] {
        assert_eq!(numbers(nothing, 5), [] as [i64; 0], "{nothing}");
    }
}

#[test]
fn new_word_lists_keep_what_events_use() {
    let mut store = in_memory();
    store.write_document(&document("a.txt", TEXT), &events()).unwrap();
    let mut new = lists();
    new.actors.retain(|a| a.name != "Türkiye");
    new.actors.push(ActorRow { name: "the others".into(), kind: "group".into(), ..ActorRow::default() });
    store.write_word_lists(&new).unwrap();
    assert_eq!(store.named(NameKind::Actor, "turkiye").len(), 1, "an event has it");
    assert_eq!(store.named(NameKind::Actor, "ankara").len(), 0, "the lists no longer have it");
    assert_eq!(texts(&store, "SELECT kind FROM actors WHERE name = 'the others'"), ["group"]);
    assert_eq!(store.counts().unwrap().events, 2);

    new.offices[0].person = "Nobody".into();
    assert!(
        matches!(store.write_word_lists(&new), Err(StoreError::UnknownActor { name }) if name == "Nobody")
    );
    assert_eq!(store.named(NameKind::Place, "Genève").len(), 1, "lists that fail change nothing");
}

#[test]
fn statements_only_read_and_can_be_stopped() {
    let store = in_memory();
    let run = |sql: &str| {
        let statement =
            Statement { sql: sql.into(), params: vec![Value::Integer(3), Value::Text("x".into())] };
        store.run(&statement, &mut Collected(Vec::new()))
    };
    assert!(run("SELECT ?1, ?2").is_ok());
    assert!(matches!(
        run("DELETE FROM events WHERE id = ?1 OR ?2"),
        Err(RunError::Store(StoreError::NotReadOnly))
    ));

    let handle = store.interrupt_handle();
    std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(50));
        handle.interrupt();
    });
    let endless = "WITH RECURSIVE n (i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n WHERE i <> ?2";
    assert!(matches!(run(endless), Err(RunError::Store(StoreError::Interrupted))));
}
