//! Importing and annotating files as they come: odd ones are told and left out, the others are read.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde_json::json;
use tempfile::TempDir;
use timeline::date::{Day, parse};
use timeline::query::Format;
use timeline::session::{
    self, AnnotateOptions, FormatChoice, ImportOptions, ImportTotal, Input, Session, SessionError,
};
use timeline::store::StoreError;

const GO_ON: ControlFlow<()> = ControlFlow::Continue(());

/// A folder in which every kind of file that people have lies about.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    write("a.txt", "The envoys met in Zürich.".as_bytes());
    write("b/copy.txt", "The envoys met in Zürich.".as_bytes());
    write("b/empty.txt", b"");
    write("b/blank.txt", b" \r\n\t\n");
    write("b/picture.gif", b"GIF89a\x01\x00\x01\x00\x00\x00");
    write("b/control.bin", &[1_u8, 2, 3, 4, 5, 6].repeat(50));
    write(".hidden/secret.txt", b"Nobody reads this.");
    let utf16 = |text: &str| -> Vec<u8> {
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    write("c/utf16.txt", &utf16("Міністри зустрілися в Києві."));
    let cyrillic = "Министры иностранных дел встретились в Москве и подписали договор.";
    write("c/windows.txt", &encoding_rs::WINDOWS_1251.encode(cyrillic).0);
    folder
}

fn import(session: &mut Session, paths: &[PathBuf], options: &ImportOptions) -> (Vec<String>, ImportTotal) {
    let mut lines = Vec::new();
    let total = session.import(paths, options, |report| {
        let name = Path::new(&report.name).file_name().unwrap().to_str().unwrap().to_owned();
        lines.push(match &report.outcome {
            Ok(imported) => format!("{name}: {:?}", imported.change),
            Err(error) => format!("{name}: {error}"),
        });
        GO_ON
    });
    (lines, total.unwrap())
}

#[test]
fn odd_files_are_told_and_the_others_imported() {
    let folder = folder();
    let database = folder.path().join("c/timeline.db");
    let mut session = Session::open_or_begin(&database, None).unwrap();
    assert!(!database.exists(), "asking made a database");

    let paths = [folder.path().to_owned(), folder.path().join("nowhere.txt")];
    let (lines, total) = import(&mut session, &paths, &ImportOptions::default());
    assert_eq!(
        lines,
        [
            "a.txt: Added",
            "blank.txt: it is empty",
            "control.bin: it is binary, not text",
            "copy.txt: SourceAdded",
            "empty.txt: it is empty",
            "picture.gif: it is binary, not text",
            "utf16.txt: Added",
            "windows.txt: Added",
            "nowhere.txt: there is no such file",
        ]
    );
    assert_eq!((total.written, total.known, total.failed, total.stopped), (3, 1, 5, false));
    assert_eq!(session.counts().unwrap().documents, 3);

    let (lines, total) = import(&mut session, &paths[..1], &ImportOptions::default());
    assert_eq!((total.written, total.known, total.failed), (0, 4, 4));
    assert!(lines.contains(&"windows.txt: Unchanged".to_owned()), "{lines:?}");

    // Another session finds it.
    let other = Session::open(&database, None).unwrap();
    let sources: Vec<usize> = other.documents(false).unwrap().iter().map(|d| d.sources.len()).collect();
    assert_eq!(sources, [2, 1, 1]);
}

#[test]
fn what_is_no_event_is_counted_with_its_reason() {
    let folder = TempDir::new().unwrap();
    let text = "GENEVA, March 3, 1995 - The envoys of France and Italy met on Thursday.\n\n\
        They did not sign a treaty. Germany may recall its ambassador. Will Italy expel the envoys?\n\n\
        The ministry denied that France had attacked the village.\n\n\
        Related stories\n\nIran attacks Iraq\n";
    fs::write(folder.path().join("a.txt"), text).unwrap();
    let mut session = Session::in_memory(None).unwrap();
    let mut counts = Vec::new();
    let total = session.import(&[folder.path().to_owned()], &ImportOptions::default(), |report| {
        let found = report.outcome.as_ref().unwrap().found.as_ref().unwrap();
        counts.extend(found.skipped.iter().map(|(reason, count)| (reason.name(), *count)));
        GO_ON
    });
    let all = [("negated", 1), ("hypothetical", 1), ("denied", 1), ("page furniture", 1), ("question", 1)];
    assert_eq!(counts, all);
    assert_eq!(total.unwrap().skipped.values().sum::<usize>(), all.len());
}

/// What only a system with pipes, links and device files has.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_read_is_told_and_the_others_imported() {
    use std::os::unix::fs::symlink;
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.txt"), "The envoys met in Bonn.").unwrap();
    // Reading it fails for every user, the superuser included.
    symlink("/proc/self/mem", at("broken.txt")).unwrap();
    symlink("/dev/zero", at("endless.txt")).unwrap();
    symlink(at("gone"), at("lost.txt")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(at("pipe.txt")).status().unwrap().success());
    fs::write(at("z.txt"), "The envoys met in Rome.").unwrap();

    let mut session = Session::in_memory(None).unwrap();
    let (lines, total) = import(&mut session, &[folder.path().to_owned()], &ImportOptions::default());
    assert_eq!(
        lines,
        [
            "a.txt: Added",
            "broken.txt: Input/output error",
            "endless.txt: it is no regular file",
            "lost.txt: there is no such file",
            "pipe.txt: it is no regular file",
            "z.txt: Added",
        ]
    );
    assert_eq!((total.written, total.failed), (2, 4));
}

#[test]
fn a_file_without_permission_is_told() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("secret.txt");
    fs::write(&path, "The envoys met in Bonn.").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    #[cfg(unix)]
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o000);
    fs::set_permissions(&path, permissions).unwrap();
    // The superuser may read it all the same, and so may everybody where permissions are other than here.
    if fs::read(&path).is_ok() {
        return;
    }
    let mut session = Session::in_memory(None).unwrap();
    let (lines, total) = import(&mut session, &[path], &ImportOptions::default());
    assert_eq!(lines, ["secret.txt: no permission to read it"]);
    assert_eq!((total.written, total.failed), (0, 1));
}

#[test]
fn a_file_of_fifty_megabytes_is_one_document() {
    let folder = TempDir::new().unwrap();
    let dispatch = "GENEVA, March 3, 1995 -- The two ministers met in Geneva on March 2, 1995.\n\n";
    let filling =
        "Nothing of the kind was heard of in the valley, where the harvest went on as it always had.\n";
    let last = "The two ministers met again in Vienna on April 6, 1995";
    let mut text = dispatch.to_owned();
    while text.len() < 50_000_000 {
        text.push_str(filling);
    }
    text.push_str(last);
    text.push('.');
    fs::write(folder.path().join("long.txt"), &text).unwrap();
    fs::write(folder.path().join("short.txt"), dispatch).unwrap();
    let mut session = Session::in_memory(None).unwrap();
    let (lines, _) = import(&mut session, &[folder.path().to_owned()], &ImportOptions::default());
    assert_eq!(lines, ["long.txt: Added", "short.txt: Added"]);
    let documents = session.documents(false).unwrap();
    assert_eq!(documents[0].published.as_deref(), Some("1995-03-03"));
    let events: Vec<_> = (1..).map_while(|id| session.show(id).unwrap()).collect();
    assert!(events.iter().flat_map(|e| &e.mentions).any(|m| m.evidence == last), "{events:?}");
}

#[test]
fn text_that_is_not_utf_8_is_read_as_what_it_looks_like() {
    let folder = TempDir::new().unwrap();
    // Latin-1 and a broken UTF-8 sequence in the middle.
    fs::write(folder.path().join("latin.txt"), b"On March 2, 1995, the envoys met in Z\xfcrich.").unwrap();
    fs::write(folder.path().join("torn.txt"), b"The envoys went on to K\xc3\xb6ln \xe2\x82 and to Bonn.")
        .unwrap();
    let mut session = Session::in_memory(None).unwrap();
    let (lines, total) = import(&mut session, &[folder.path().to_owned()], &ImportOptions::default());
    assert_eq!(lines, ["latin.txt: Added", "torn.txt: Added"]);
    assert_eq!(total.failed, 0);
    let evidence = &session.show(1).unwrap().unwrap().mentions[0].evidence;
    assert!(evidence.contains("in Zürich"), "{evidence}");
}

#[test]
fn a_date_that_is_given_is_taken_over_by_known_texts() {
    let folder = folder();
    let mut session = Session::in_memory(None).unwrap();
    let paths = [folder.path().join("a.txt")];
    import(&mut session, &paths, &ImportOptions::default());
    let dated = ImportOptions { date: Some(parse("1962-10").unwrap()), ..ImportOptions::default() };
    let (lines, _) = import(&mut session, &paths, &dated);
    assert_eq!(lines, ["a.txt: Replaced"]);
    let (lines, _) = import(&mut session, &paths, &dated);
    assert_eq!(lines, ["a.txt: Unchanged"]);
    assert_eq!(session.documents(false).unwrap()[0].published.as_deref(), Some("1962-10"));
    let undated = session.documents(true).unwrap();
    assert_eq!(undated.len(), 1, "a month is no day");
    session.set_document_date(undated[0].id, &parse("1962-10-22").unwrap()).unwrap().unwrap();
    assert_eq!(session.documents(true).unwrap().len(), 0);
    assert!(session.set_document_date(99, &parse("1962").unwrap()).unwrap().is_none());
}

#[test]
fn a_text_that_moves_to_another_file_keeps_its_events() {
    let folder = TempDir::new().unwrap();
    let text = "GENEVA, March 3, 1995 -- The two ministers met in Geneva on March 2, 1995.";
    fs::write(folder.path().join("a.txt"), text).unwrap();
    let mut session = Session::in_memory(None).unwrap();
    let paths = [folder.path().to_owned()];
    import(&mut session, &paths, &ImportOptions::default());
    let before = session.counts().unwrap();
    assert!(before.events > 0);
    fs::rename(folder.path().join("a.txt"), folder.path().join("b.txt")).unwrap();
    fs::write(folder.path().join("a.txt"), "Nothing happened.").unwrap();
    let (lines, _) = import(&mut session, &paths, &ImportOptions::default());
    assert_eq!(lines, ["a.txt: Replaced", "b.txt: Added"]);
    assert_eq!(session.counts().unwrap().events, before.events);
    assert!(session.documents(false).unwrap().iter().any(|d| d.published.as_deref() == Some("1995-03-03")));
}

#[test]
fn an_import_that_is_broken_off_goes_on_where_it_stopped() {
    let folder = TempDir::new().unwrap();
    for number in 0..300 {
        fs::write(folder.path().join(format!("{number:03}.txt")), format!("Dispatch number {number}."))
            .unwrap();
    }
    let mut session = Session::open_or_begin(&folder.path().join("t.db"), None).unwrap();
    let paths = [folder.path().to_owned()];
    let mut told = 0;
    let total = session
        .import(&paths, &ImportOptions::default(), |_| {
            told += 1;
            if told == 100 { ControlFlow::Break(()) } else { GO_ON }
        })
        .unwrap();
    assert!(total.stopped);
    assert_eq!((total.written, session.counts().unwrap().documents), (100, 100));
    let (lines, total) = import(&mut session, &paths, &ImportOptions::default());
    assert_eq!((total.written, total.known), (200, 100));
    assert_eq!(lines[99..101], ["099.txt: Unchanged", "100.txt: Added"]);
}

#[test]
fn a_database_that_is_refused_is_refused_before_anything_is_read() {
    let folder = folder();
    let path = folder.path().join("a.txt");
    let refused = |error| matches!(error, Err(SessionError::Store(StoreError::NotADatabase { .. })));
    assert!(refused(Session::open(&path, None).map(|_| ())));
    assert!(refused(Session::open_or_begin(&path, None).map(|_| ())));
    assert!(matches!(
        Session::open(&folder.path().join("none.db"), None).map(|_| ()),
        Err(SessionError::Store(StoreError::Missing { .. }))
    ));
}

#[test]
fn records_are_annotated_in_their_order_and_bad_lines_told() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("records.jsonl");
    let mut lines: Vec<String> = (0..500)
        .map(|n| json!({"id": n, "text": format!("Nothing – {n}."), "date": null}).to_string())
        .collect();
    lines[7] = "{\"id\": 7}".into();
    lines[9] = json!({"id": 9, "text": "x", "date": "2016-02-30"}).to_string();
    lines[11] = json!({"text": "no id", "date": "2016-02-28T10:00:00Z"}).to_string();
    lines.insert(20, String::new());
    fs::write(&path, lines.join("\n")).unwrap();

    let options =
        AnnotateOptions { paths: vec![path.clone()], input: Input::Records, date: None, skipped: false };
    let (mut ids, mut left_out) = (Vec::new(), Vec::new());
    session::annotate(
        &options,
        &session::lexicon(None).unwrap(),
        |found| found,
        |ready| {
            for result in ready {
                match result {
                    Ok(found) => {
                        if ids.len() == 9 {
                            assert_eq!(found.date.edtf.as_deref(), Some("2016-02-28"));
                        }
                        ids.push(found.id);
                    }
                    Err((name, error)) => {
                        left_out.push(format!("{}: {error}", name.rsplit('/').next().unwrap()));
                    }
                }
            }
            GO_ON
        },
    );
    let mut expected: Vec<_> = (0..500).filter(|n| ![7, 9].contains(n)).map(|n| json!(n)).collect();
    expected[9] = json!(format!("{}:12", path.display()));
    assert_eq!(ids, expected);
    assert_eq!(
        left_out,
        [
            "records.jsonl:8: it is no record with a text: missing field `text`",
            "records.jsonl:10: its date cannot be read: 2016-02-30: February 2016 has 29 days",
        ]
    );
}

#[test]
fn a_question_says_how_it_was_understood() {
    let session = Session::in_memory(None).unwrap();
    let today = Day::from_ymd(2016, 4, 20).unwrap();
    let ask = |text: &str, choice| session.question(text, today, choice);
    let question =
        ask("events type meeting before 2014-04-15 | as csv", FormatChoice::Query(Format::Table)).unwrap();
    assert_eq!(question.format, Format::Csv);
    let page = session.explain(&question).unwrap();
    assert!(page.contains("no later than 14 Apr 2014"), "{page}");
    assert!(page.contains("SEARCH"), "{page}");
    assert!(page.contains("before 2014-04-15..2014-04-15"), "{page}");
    assert!(page.contains("0 rows found") && page.contains("parse "), "{page}");
    let question = ask("events | as csv", FormatChoice::Always(Format::List)).unwrap();
    assert_eq!(question.format, Format::List);
    assert!(ask("events type meting", FormatChoice::Query(Format::Table)).is_err());
}
