//! Transcripts of the command line. What stands in `NAME.out` is how `NAME.in` must look afterwards.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::time::Duration;

#[test]
fn transcripts_run_as_written() {
    let cases = trycmd::TestCases::new();
    cases.case("tests/cli/*.trycmd").env("NO_COLOR", "1");
    // Whoever runs the tests may have a database of their own.
    cases.env("TIMELINE_DB", "timeline.db");
}

/// What HeidelTime's users would read: well-formed, the text unchanged, the tags as TIMEX3 has them.
#[test]
fn timeml_of_the_command_line_is_read_back() {
    let folder = tempfile::TempDir::new().unwrap();
    let text = "OSLO, March 5, 1962 (AP) -- \"Ships & men\" <all> met on Friday.\n\n\tThey had last met in May 1961;\r\n\
        they will meet twice a week from March 12 to March 20. It took almost two years.\n";
    std::fs::write(folder.path().join("a & b.txt"), text).unwrap();
    let annotate = |format: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_timeline"));
        let output =
            command.args(["annotate", "--format", format, "a & b.txt"]).current_dir(folder.path()).output();
        let output = output.unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let xml = annotate("timeml");
    let tree = roxmltree::Document::parse(&xml).unwrap();
    let one = |name: &str| tree.descendants().find(|n| n.has_tag_name(name)).unwrap();
    let written = |node: roxmltree::Node| -> String {
        node.descendants().filter(roxmltree::Node::is_text).map(|n| n.text().unwrap()).collect()
    };
    assert_eq!(written(one("TEXT")), text);
    assert!(written(one("DOCID")).ends_with("a & b.txt"));
    let creation = one("DCT").first_element_child().unwrap();
    assert_eq!(
        (creation.attribute("value"), creation.attribute("functionInDocument")),
        (Some("1962-03-05"), Some("CREATION_TIME"))
    );
    let tags: Vec<_> = one("TEXT").children().filter(|n| n.has_tag_name("TIMEX3")).collect();
    let said: Vec<String> = tags
        .iter()
        .map(|n| {
            let all: Vec<&str> =
                ["type", "value", "mod", "freq"].iter().filter_map(|name| n.attribute(*name)).collect();
            format!("{}: {}", written(*n), all.join(" "))
        })
        .collect();
    assert_eq!(
        said,
        [
            "March 5, 1962: DATE 1962-03-05",
            "Friday: DATE 1962-03-02",
            "May 1961: DATE 1961-05",
            "twice a week: SET P1W 2X",
            "March 12: DATE 1962-03-12",
            "March 20: DATE 1962-03-20",
            ": DURATION P8D",
            "almost two years: DURATION P2Y LESS_THAN",
        ]
    );
    // Every tag has a number of its own, and points at one that is there.
    let ids: std::collections::BTreeSet<_> =
        tree.descendants().filter_map(|n| n.attribute("tid")).map(str::to_owned).collect();
    assert_eq!(ids.len(), tags.len() + 1);
    for node in &tags {
        for name in ["anchorTimeID", "beginPoint", "endPoint"] {
            assert!(node.attribute(name).is_none_or(|id| ids.contains(id)), "{node:?}");
        }
    }
    // The same expressions as in the other format.
    let line: serde_json::Value = serde_json::from_str(&annotate("jsonl")).unwrap();
    let found = line["timexes"].as_array().unwrap();
    let both = tags.iter().filter(|n| n.has_children()).zip(found);
    assert!(both.clone().count() == found.len());
    for (tag, timex) in both {
        assert_eq!(
            (tag.attribute("value"), tag.attribute("type")),
            (timex["value"].as_str(), timex["type"].as_str())
        );
    }
}

/// A program may keep `annotate` running and ask it about one text after the other.
#[test]
fn annotate_answers_a_record_before_the_next_one_comes() {
    let (send, answers) = std::sync::mpsc::channel();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_timeline"));
    command.args(["annotate", "--input", "jsonl", "--format", "jsonl", "-"]);
    let mut annotate = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut records = annotate.stdin.take().unwrap();
    let lines = BufReader::new(annotate.stdout.take().unwrap()).lines();
    let reading = std::thread::spawn(move || lines.for_each(|line| send.send(line.unwrap()).unwrap()));
    for id in 0..3 {
        writeln!(records, r#"{{"id": {id}, "date": "1962-03-05", "text": "Ships met on Friday."}}"#).unwrap();
        let answer = answers.recv_timeout(Duration::from_secs(30)).unwrap();
        assert!(answer.starts_with(&format!("{{\"id\":{id},")) && answer.contains("1962-03-02"), "{answer}");
    }
    drop(records);
    reading.join().unwrap();
    assert!(annotate.wait().unwrap().success());
}

#[test]
fn the_tour_of_the_readme_runs_as_written() {
    let folder = tempfile::TempDir::new().unwrap();
    let database = folder.path().join("timeline.db");
    let cases = trycmd::TestCases::new();
    // It runs where the sample articles are, and keeps its database elsewhere.
    cases.case("README.md").env("NO_COLOR", "1").env("TIMELINE_DB", database.to_str().unwrap());
    drop(cases); // it is now that they run, while there is a folder
}
