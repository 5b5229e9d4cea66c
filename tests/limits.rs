//! What the system refuses: a full disk, a full device. Only where there are such.

#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use rusqlite::Connection;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_timeline");

/// Runs a line of shell in a folder; `$timeline` is the program.
fn shell(folder: &Path, line: &str) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(folder).env("timeline", PROGRAM).env("HOME", folder);
    command.env("TIMELINE_DB", folder.join("timeline.db")).output().unwrap()
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn articles(folder: &Path, number: usize) {
    fs::create_dir(folder.join("news")).unwrap();
    for n in 0..number {
        let body = "The ministers of Norway and Sweden met in Oslo on March 3, 1962. ".repeat(40);
        fs::write(folder.join(format!("news/{n:03}.txt")), format!("Number {n}. {body}")).unwrap();
    }
}

#[test]
fn a_full_disk_leaves_nothing_half_written() {
    let folder = TempDir::new().unwrap();
    articles(folder.path(), 400);
    let empty = shell(folder.path(), "mkdir none && $timeline import none");
    assert!(folder.path().join("timeline.db").exists(), "{}", words(&empty.stderr));
    let size = fs::metadata(folder.path().join("timeline.db")).unwrap().len();

    // No file may grow beyond what the empty database has and a little more, in blocks of 512 bytes: to the program that
    // is a disk without room.
    let limit = size / 512 + 400;
    let full = shell(folder.path(), &format!("trap '' XFSZ; ulimit -f {limit}; exec $timeline import news"));
    let said = words(&full.stderr) + &words(&full.stdout);
    assert_eq!(full.status.code(), Some(1), "{said}");
    assert!(said.contains("no room is left on the disk") || said.contains("disk I/O error"), "{said}");

    let database = Connection::open(folder.path().join("timeline.db")).unwrap();
    let one = |sql: &str| database.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(one("PRAGMA integrity_check"), "ok");
    let kept: i64 = one("SELECT count(*) || '' FROM documents").parse().unwrap();
    assert!(kept < 400, "{kept} documents were kept on a disk without room");
    let without = "SELECT count(*) || '' FROM documents WHERE id NOT IN (SELECT document FROM mentions)";
    assert_eq!(one(without), "0", "a document without its mentions");
    drop(database);

    // With room again, it goes on.
    let again = shell(folder.path(), "$timeline import news");
    assert_eq!(again.status.code(), Some(0), "{}", words(&again.stderr));
    let database = Connection::open(folder.path().join("timeline.db")).unwrap();
    let all: i64 = database.query_row("SELECT count(*) FROM documents", [], |row| row.get(0)).unwrap();
    assert_eq!(all, 400);
}

#[test]
fn output_that_cannot_be_written_is_told() {
    let folder = TempDir::new().unwrap();
    articles(folder.path(), 2);
    assert_eq!(shell(folder.path(), "$timeline import news").status.code(), Some(0));
    for line in [
        "$timeline query events > /dev/full",
        "$timeline query 'events | as csv' > /dev/full",
        "$timeline annotate --format timeml news > /dev/full",
        "$timeline annotate --format jsonl news > /dev/full",
    ] {
        let output = shell(folder.path(), line);
        assert_eq!(output.status.code(), Some(1), "{line}");
        assert!(
            words(&output.stderr).contains("No space left on device"),
            "{line}: {}",
            words(&output.stderr)
        );
    }
}

#[test]
fn a_folder_where_the_database_should_be_is_told() {
    let folder = TempDir::new().unwrap();
    articles(folder.path(), 1);
    fs::create_dir(folder.path().join("timeline.db")).unwrap();
    let output = shell(folder.path(), "$timeline import news");
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output.stderr).contains("found a folder"), "{}", words(&output.stderr));
}
