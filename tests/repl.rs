//! The REPL as a pipe feeds it: no prompts, every statement run, the worst exit code kept.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;
use timeline::date::{DateBasis, parse};
use timeline::event::{Event, EventDate, Mention, Participant, Realis, Role};
use timeline::store::{ActorRow, NewDocument, Store, TypeRow, WordLists};
use timeline::text::Span;

const TEXT: &str =
    "Graustark met Ruritania in 1962. The Grand Fenwick\u{1b}[2J embassy closed on 5 May 1963.";

/// A folder with a database of two events, one dated by year and one by day.
fn small_world() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("timeline.db")).unwrap();
    let type_row = |name: &str, class: &str| TypeRow {
        name: name.into(),
        class: class.into(),
        meaning: format!("a {name}"),
        ..TypeRow::default()
    };
    let actor = |name: &str| ActorRow { name: name.into(), kind: "state".into(), ..ActorRow::default() };
    let lists = WordLists {
        types: vec![type_row("meeting", "CONSULT"), type_row("severance", "REJECT")],
        actors: vec![actor("Graustark"), actor("Ruritania"), actor("Grand Fenwick")],
        ..WordLists::default()
    };
    store.write_word_lists(&lists).unwrap();
    let event = |evidence: &str, event_type: &str, date: &str, who: &[&str]| {
        let start = TEXT.find(evidence).unwrap();
        let date = Some(EventDate {
            edtf: parse(date).unwrap(),
            basis: DateBasis::Explicit,
            explanation: "the text says so".into(),
        });
        let participants: Vec<Participant> =
            who.iter().map(|name| Participant { name: (*name).into(), role: Role::From }).collect();
        let mention = Mention {
            evidence: Span::new(start, start + evidence.len()),
            trigger: Span::new(start, start + evidence.len()),
            event_type: event_type.into(),
            date: date.clone(),
            realis: Realis::Actual,
            participants: participants.clone(),
            place: None,
            summary: evidence.into(),
            cue: None,
            rules: Vec::new(),
        };
        Event {
            event_type: event_type.into(),
            date,
            realis: Realis::Actual,
            participants,
            place: None,
            summary: evidence.into(),
            mentions: vec![mention],
        }
    };
    let events = [
        event("Graustark met Ruritania", "meeting", "1962", &["Graustark", "Ruritania"]),
        event("Grand Fenwick\u{1b}[2J embassy closed", "severance", "1963-05-05", &["Grand Fenwick"]),
    ];
    let document = NewDocument { name: "a.txt", text: TEXT, ..NewDocument::default() };
    store.write_document(&document, &events).unwrap();
    folder
}

/// Standard output, standard error and exit code of a REPL that is fed `input` in `folder`.
fn fed(folder: &Path, input: &str) -> (String, String, Option<i32>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_timeline"))
        .current_dir(folder)
        .env("HOME", folder)
        .env_remove("TIMELINE_DB")
        .env_remove("XDG_DATA_HOME")
        .env_remove("XDG_CONFIG_HOME")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[test]
fn statements_from_a_pipe_are_run_without_a_prompt() {
    let folder = small_world();
    let input = "# both events, over two lines\nevents |\n  show date, summary\n\n.mode csv\nevents with Graustark | show id, date\n.quit\nevents";
    let (out, err, code) = fed(folder.path(), input);
    assert_eq!(
        out,
        "date        summary\n────────────────────────────────────────────\n\
         1962        Graustark met Ruritania\n1963-05-05  Grand Fenwick\u{fffd}[2J embassy closed\n2 events\n\
         id,date\r\n1,1962\r\n"
    );
    assert_eq!((err.as_str(), code), ("", Some(0)));
    assert!(!folder.path().join(".local").exists(), "a pipe leaves no history");
}

#[test]
fn errors_do_not_end_it_and_the_worst_code_is_kept() {
    let folder = small_world();
    let (out, err, code) =
        fed(folder.path(), "events wiht Graustark\n.shwo 1\n.read none\nevents with Graustark | count\n");
    assert_eq!(out, "count\n─────\n    1\n1 event\n");
    for said in ["help: did you mean with?", "help: did you mean .show?", "error: cannot read none: "] {
        assert!(err.contains(said), "{said} in {err}");
    }
    assert_eq!(code, Some(2));
    assert_eq!(fed(folder.path(), ".read none\n").2, Some(1));
    assert_eq!(fed(folder.path(), ".show 77\n").2, Some(2));
}

#[test]
fn results_go_where_they_are_sent() {
    let folder = small_world();
    let input = ".once one.csv\nevents | show id | as csv\n.output all.jsonl\nevents | show id | as jsonl\n\
                 events with Graustark | show date | as jsonl\n.output -\nevents | count\n.once no/folder\n";
    let (out, err, code) = fed(folder.path(), input);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("one.csv"), "id\r\n1\r\n2\r\n");
    assert_eq!(
        read("all.jsonl"),
        "{\"certain\":true,\"id\":1}\n{\"certain\":true,\"id\":2}\n{\"certain\":true,\"date\":\"1962\"}\n"
    );
    assert_eq!(out, "count\n─────\n    2\n2 events\n");
    assert!(err.contains("no/folder"), "{err}");
    assert_eq!(code, Some(1));
}

#[test]
fn a_file_that_reads_itself_comes_to_an_end() {
    let folder = small_world();
    fs::write(folder.path().join("loop"), "events | count\n.read loop\n").unwrap();
    let (out, err, code) = fed(folder.path(), ".read loop\n");
    assert_eq!(out.matches("2 events").count(), 16);
    assert!(err.contains("does it read itself?"), "{err}");
    assert_eq!(code, Some(2));
    fs::write(folder.path().join("quits"), ".quit\n").unwrap();
    assert_eq!(fed(folder.path(), ".read quits\nevents | count\n").0, "");
}

#[test]
fn lists_and_pages_are_there_to_browse() {
    let folder = small_world();
    let (out, err, code) = fed(
        folder.path(),
        ".types\n.actors gr\n.documents\n.places\n.show 1\n.explain events in 1962\n.sql events in 1962\n.schema\n.help\n.help dates\n.mode\n",
    );
    assert_eq!(code, Some(0), "{err}");
    for said in [
        "meeting",
        ".source N",
        "Grand Fenwick",
        "a.txt",
        "#1 Graustark met Ruritania",
        "CREATE VIEW",
        ".import PATH…",
        "events covering 2014-04-15",
        "SELECT",
    ] {
        assert!(out.contains(said), "{said} in {out}");
    }
    let actors = &out[out.find("\nactor ").unwrap()..out.find("\nid  published").unwrap_or(out.len())];
    assert!(!actors.contains("Ruritania"), "{actors}");
    assert!(err.contains("* table"), "{err}");
}

#[test]
fn events_are_cited_and_shown_where_they_stand() {
    let folder = small_world();
    let (out, err, code) = fed(folder.path(), ".source 1\n.cite #2\n");
    assert_eq!(
        out,
        "1: a.txt, date unknown\n  [Graustark met Ruritania] in 1962. The Grand Fenwick\u{fffd}[2J embassy closed on 5 \
         May 1963.\n\
         a.txt, no date, characters 37–69: “Grand Fenwick\u{fffd}[2J embassy closed”.\n"
    );
    assert_eq!((err.as_str(), code), ("", Some(0)));
    let (_, err, code) = fed(folder.path(), ".source 9\n.cite\n");
    assert!(err.contains("there is no event 9") && err.contains("expected .cite N"), "{err}");
    assert_eq!(code, Some(2));
}

#[test]
fn queries_and_periods_are_named_listed_and_forgotten() {
    let folder = small_world();
    let input = ".save @balls\nevents with Graustark | show id | as csv\n.save @balls\n.save @late events since 1963\n\
                 @balls\n.saved\n.period \"The Ball\" 1962\nevents in \"the ball\" | show id | as csv\n.mode csv\n\
                 .periods the\n.forget @balls\n.forget \"The Ball\"\n.saved\n.periods the b\n";
    let (out, err, code) = fed(folder.path(), input);
    assert_eq!(
        out,
        "id\r\n1\r\nid\r\n1\r\nname    query\n\
         ───────────────────────────────────────────────────────────────────────────────\n\
         @balls  events with Graustark | show id | as csv\n@late   events since 1963\n2 rows\n\
         id\r\n1\r\nname,kind,date,also\r\nThe Ball,own,1962,\r\nname,query\r\n@late,events since 1963\r\n\
         name,kind,date,also\r\n"
    );
    for said in [
        "error: nothing has been asked yet\nhelp: .save @balls events … saves one",
        "@balls: saved",
        "@late: saved",
        "\"The Ball\": 1962",
        "@balls is forgotten",
        "\"The Ball\" is forgotten",
    ] {
        assert!(err.contains(said), "{said} in {err}");
    }
    assert_eq!(code, Some(2));
    let (_, err, code) = fed(
        folder.path(),
        ".save @12 events\n.save @x events wiht Graustark\n.period war 28/06/1914\n.period\n.forget @nobody\n.save\n",
    );
    for said in [
        "expected the name of a saved query",
        "did you mean with?",
        "\"28/06/1914\" is no date",
        "expected .period NAME DATE",
        "there is no saved query @nobody",
        "expected .save @NAME [QUERY]",
    ] {
        assert!(err.contains(said), "{said} in {err}");
    }
    assert_eq!(code, Some(2));
}

#[test]
fn tables_are_loaded_and_what_is_wrong_is_said() {
    let folder = small_world();
    fs::write(folder.path().join("more.csv"), "when,what\n1964,A ball\n1965-02-30,No ball\n").unwrap();
    let input = ".load more.csv date=when summary=what\nevents since 1964 | show date, summary | as csv\n";
    let (out, err, code) = fed(folder.path(), input);
    assert_eq!(out, "0 events loaded, 1 row refused\ndate,summary\r\n");
    assert!(err.starts_with("line 3: expected a date in date, found \"1965-02-30\": "), "{err}");
    assert_eq!(code, Some(1));
    fs::write(folder.path().join("more.csv"), "when,what\n1964,A ball\n").unwrap();
    let (out, _, code) = fed(folder.path(), input);
    assert_eq!(out, "1 event loaded\ndate,summary\r\n1964,A ball\r\n");
    assert_eq!(code, Some(0));
}

#[cfg(unix)]
#[test]
fn a_query_is_written_in_an_editor() {
    let folder = small_world();
    let mut child = Command::new("sh");
    child
        .args(["-c", &format!("{} < in", env!("CARGO_BIN_EXE_timeline"))])
        .current_dir(folder.path())
        .env("HOME", folder.path())
        .env_remove("TIMELINE_DB")
        .env_remove("VISUAL")
        // An editor that asks for less.
        .env("EDITOR", "sed -i s/Ruritania/Graustark/")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    fs::write(folder.path().join("in"), "events with Ruritania | show id | as csv\n.edit\n").unwrap();
    let output = child.spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "id\r\n1\r\nid\r\n1\r\n");
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("events with Graustark | show id | as csv"), "{err}");
    child = Command::new("sh");
    child
        .args(["-c", &format!("echo .edit | {}", env!("CARGO_BIN_EXE_timeline"))])
        .current_dir(folder.path())
        .env("HOME", folder.path())
        .env_remove("TIMELINE_DB")
        .env("VISUAL", "false")
        .stderr(Stdio::piped());
    let output = child.spawn().unwrap().wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("error: cannot edit: false failed"), "{err}");
}

/// The lessons of `.help` are run as they stand: none is refused by the parser, and those that name nobody who is
/// unknown here give rows.
#[test]
fn the_examples_of_help_run() {
    let folder = tempfile::tempdir().unwrap();
    let (lessons, _, _) = fed(folder.path(), ".help dates\n.help certainty\n.help stages\n.help queries\n");
    let examples: Vec<&str> = lessons.lines().filter_map(|line| line.strip_prefix("    ")).collect();
    assert!(examples.len() > 40, "{lessons}");
    let article = "LONDON, June 3, 2016 -- Russia and Ukraine met in Geneva on April 12, 2016. NATO met the United States.";
    fs::write(folder.path().join("a.txt"), article).unwrap();
    let (_, err, code) = fed(folder.path(), &format!(".import a.txt\n{}\n", examples.join("\n")));
    // Names that several have are noticed, and nothing more.
    assert!(!err.contains("error: "), "{err}");
    assert_eq!(code, Some(0));
}

/// As a person types: with a pseudo-terminal in between.
#[cfg(unix)]
mod typed {
    use std::path::Path;
    use std::process::Command;

    use rexpect::session::{Options, PtySession, spawn_with_options};

    use super::small_world;

    const PROMPT: &str = "timeline> ";
    const UP: &str = "\u{1b}[A";

    /// A REPL on a terminal of that many columns, past its greeting.
    #[track_caller]
    fn terminal(folder: &Path, columns: usize) -> PtySession {
        let mut command = Command::new("sh");
        let program = env!("CARGO_BIN_EXE_timeline");
        // The name of the terminal is left in a file for whoever wants to change its size.
        command.args(["-c", &format!("tty > tty; stty cols {columns} rows 24; exec {program}")]);
        command.current_dir(folder).env("EDITOR", "echo editing; sleep 1; true");
        command.env("HOME", folder).env("TERM", "xterm").env("NO_COLOR", "1").env("PAGER", "cat");
        command.env_remove("TIMELINE_DB").env_remove("XDG_DATA_HOME");
        command.env_remove("XDG_CONFIG_HOME");
        let options = Options::new().timeout_ms(Some(20_000)).strip_ansi_escape_codes(true);
        let mut session = spawn_with_options(command, options).unwrap();
        session.exp_string(" from 1 document").unwrap();
        session.exp_string(PROMPT).unwrap();
        session
    }

    #[track_caller]
    fn keys(session: &mut PtySession, keys: &str) {
        session.send(keys).unwrap();
        session.flush().unwrap();
    }

    /// Types, waits for an answer, and for the next prompt.
    #[track_caller]
    fn ask(session: &mut PtySession, typed: &str, said: &str) {
        keys(session, typed);
        session.exp_string(said).unwrap();
        session.exp_string(PROMPT).unwrap();
    }

    /// Ctrl-D leaves.
    #[track_caller]
    fn leave(mut session: PtySession) {
        session.send_control('d').unwrap();
        session.exp_eof().unwrap();
    }

    #[test]
    fn tab_completes_ctrl_c_clears_the_line_and_up_recalls() {
        let folder = small_world();
        let mut session = terminal(folder.path(), 80);
        keys(&mut session, "eve\t with grand\t");
        session.exp_string("events with \"Grand Fenwick\"").unwrap();
        ask(&mut session, " | count\r", "1 event");
        keys(&mut session, ".save @fen\r");
        session.exp_string("@fen: saved").unwrap();
        session.exp_string(PROMPT).unwrap();
        // What was saved a moment ago is offered.
        keys(&mut session, "@f\t");
        session.exp_string("@fen").unwrap();
        ask(&mut session, " | as csv\r", "1\r");
        ask(&mut session, "events nonsense\u{3}", "Ctrl-D or .quit leaves");
        ask(&mut session, "events nonsense\r", "found \"nonsense\"");
        keys(&mut session, &UP.repeat(4));
        session.exp_string("Fenwick\" | count").unwrap();
        ask(&mut session, "\r", "1 event");
        ask(&mut session, "events (with Graustark\ror with Ruritania) | count\r", "1 event");
        leave(session);
        let history = std::fs::read_to_string(folder.path().join(".local/share/timeline/history")).unwrap();
        assert!(history.contains("events with \"Grand Fenwick\" | count\n"), "{history}");
        assert!(history.contains("events (with Graustark\\nor with Ruritania) | count\n"), "{history}");
    }

    /// `less` as it is, and more keys behind the query: they belong to the REPL.
    #[test]
    fn keys_typed_ahead_are_not_the_pagers() {
        let folder = small_world();
        std::fs::create_dir_all(folder.path().join(".config/timeline")).unwrap();
        let config = folder.path().join(".config/timeline/config");
        // A pager that would swallow a line.
        std::fs::write(&config, "pager = echo paged; head -c 10 /dev/tty; cat > /dev/null\n").unwrap();
        let mut session = terminal(folder.path(), 80);
        // The editor takes a second, and the keys are pressed meanwhile.
        std::fs::write(folder.path().join("slow"), ".edit events | count\n.help dates\n").unwrap();
        keys(&mut session, ".read slow\r");
        session.exp_string("editing").unwrap();
        keys(&mut session, "events with Ruritania | show date | as csv\r");
        session.exp_string("events undated").unwrap();
        ask(&mut session, "", "1962");
        // All at once: what the line editor has taken already is not lost.
        keys(&mut session, "events | count\revents with Ruritania | show date | as csv\r");
        ask(&mut session, "", "1962");
        // Without them there is a pager.
        keys(&mut session, ".help dates\r");
        session.exp_string("paged").unwrap();
        ask(&mut session, "0123456789\r", "");
        leave(session);
    }

    #[test]
    fn a_window_that_becomes_narrow_gets_a_list() {
        let folder = small_world();
        let mut session = terminal(folder.path(), 100);
        ask(&mut session, "events with Graustark\r", "Graustark; Ruritania");
        let tty = std::fs::read_to_string(folder.path().join("tty")).unwrap();
        let status = Command::new("stty").args(["-F", tty.trim(), "cols", "40"]).status().unwrap();
        assert!(status.success());
        ask(&mut session, "events with Graustark\r", "participants  Graustark; Ruritania");
        leave(session);
    }

    #[test]
    fn what_the_configuration_says_holds() {
        let folder = small_world();
        std::fs::create_dir_all(folder.path().join(".config/timeline")).unwrap();
        let config = folder.path().join(".config/timeline/config");
        std::fs::write(&config, "mode = csv\nhistory = off\n").unwrap();
        let mut session = terminal(folder.path(), 80);
        ask(&mut session, "events with Ruritania | show id, date\r", "1,1962");
        leave(session);
        assert!(!folder.path().join(".local").exists(), "there is a history");
        std::fs::write(&config, "\nmode = csv\npager off\n").unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_timeline"))
            .args(["query", "events"])
            .current_dir(folder.path())
            .env("HOME", folder.path())
            .env_remove("XDG_CONFIG_HOME")
            .output()
            .unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(err.contains("config:3: expected NAME = VALUE, found pager off\nhelp: "), "{err}");
        assert_eq!(output.status.code(), Some(2));
    }

    #[test]
    fn a_narrow_terminal_gets_a_list() {
        let folder = small_world();
        let mut session = terminal(folder.path(), 40);
        ask(&mut session, "events with Graustark\r", "participants  Graustark; Ruritania");
        leave(session);
    }

    /// Cyrillic, Arabic and Chinese are completed, asked and shown; a title that would command the terminal does not.
    #[test]
    fn names_of_every_script_are_completed_and_shown() {
        let folder = small_world();
        let table = "date,summary,from,document\n1964-01-01,met,Київська Русь,Вісник\n1964-01-02,met,القاهرة,\n\
                     1964-01-03,met,北京,\"\u{1b}]0;owned\u{7}\u{202e}evil\"\n";
        std::fs::write(folder.path().join("names.csv"), table).unwrap();
        let mut session = terminal(folder.path(), 120);
        // The pseudo-terminal gives byte for byte what is no ASCII.
        let seen = |text: &str| text.bytes().map(char::from).collect::<String>();
        ask(&mut session, ".load names.csv\r", "3 events loaded");
        keys(&mut session, "events with Ки\t");
        session.exp_string(&seen("\"Київська Русь\"")).unwrap();
        ask(&mut session, " | show date\r", "1964-01-01");
        ask(&mut session, "events with القاهرة | show date\r", "1964-01-02");
        let harmless = seen("\u{fffd}]0;owned\u{fffd}\u{fffd}evil");
        ask(&mut session, "events with 北京 | show date, document\r", &harmless);
        ask(&mut session, ".cite 5\r", &harmless);
        leave(session);
    }

    #[test]
    fn ctrl_c_stops_a_query_and_not_the_program() {
        let folder = small_world();
        let connection = rusqlite::Connection::open(folder.path().join("timeline.db")).unwrap();
        let columns = "date, begin_earliest, begin_latest, end_earliest, end_latest, extent, precision, basis, \
                       explanation, type, realis, document";
        let many = format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) \
             INSERT INTO events (summary, {columns}) SELECT 'number ' || i, {columns} FROM events, n WHERE id = 1"
        );
        connection.execute(&many, []).unwrap();
        drop(connection);
        let mut session = terminal(folder.path(), 80);
        // Every event is compared with every other, which would take hours.
        keys(&mut session, "events | followed within 300 years by actual | count\r");
        std::thread::sleep(std::time::Duration::from_secs(1));
        ask(&mut session, "\u{3}", "interrupted");
        ask(&mut session, "events with Ruritania | count\r", "1 event");
        leave(session);
    }
}
