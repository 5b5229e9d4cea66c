//! Rows and the exact text each format makes of them.

use std::cell::RefCell;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::rc::Rc;

use timeline::output::{Format, Layout, Style, Tally, writer};
use timeline::store::{Column, ColumnKind, Value};

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn columns(columns: &[(&str, ColumnKind)]) -> Vec<Column> {
    columns.iter().map(|(name, kind)| Column::new(*name, *kind)).collect()
}

/// What was written to it, for whoever keeps the other end.
#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn written(
    format: Format,
    layout: Layout,
    columns: &[Column],
    rows: &[Vec<Value>],
    footer: Option<&str>,
) -> (String, Tally) {
    let out = Shared::default();
    let mut writer = writer(format, columns.to_vec(), layout, Box::new(out.clone()));
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    writer.columns(&names).unwrap();
    for row in rows {
        assert_eq!(writer.row(row).unwrap(), ControlFlow::Continue(()));
    }
    let tally = writer.tally();
    writer.finish(footer).unwrap();
    drop(writer);
    (String::from_utf8(out.0.take()).unwrap(), tally)
}

fn screen(width: usize) -> Layout {
    Layout { width: Some(width), style: Style::Plain, terminal: true, at_most: None, ascii: false }
}

#[track_caller]
fn check(format: Format, layout: Layout, columns: &[Column], rows: &[Vec<Value>], expected: &str) {
    assert_eq!(written(format, layout, columns, rows, None).0, expected, "{format:?}");
}

fn four_events() -> (Vec<Column>, Vec<Vec<Value>>) {
    let columns = columns(&[
        ("id", ColumnKind::Number),
        ("date", ColumnKind::Text),
        ("type", ColumnKind::Text),
        ("from", ColumnKind::List),
        ("earliest", ColumnKind::Day),
        ("summary", ColumnKind::Text),
        ("certain", ColumnKind::Certain),
    ]);
    let row = |id, date, kind, from: Option<&str>, earliest, summary, certain| {
        let from = from.map_or(Value::Null, text);
        let id = Value::Integer(id);
        vec![id, text(date), text(kind), from, earliest, text(summary), Value::Integer(certain)]
    };
    let day = Value::Integer;
    let rows = vec![
        row(
            1,
            "1954-07-20",
            "treaty",
            Some("Ruritania; Graustark"),
            day(-5644),
            "The two crowns sign a treaty",
            1,
        ),
        row(2, "[..1955]", "talks", Some("北京"), day(-(1 << 53)), "Talks, \"frank\" ones", 0),
        row(30, "-0043-03-15", "attack", None, day(-735160), "A dictator is stabbed", 1),
        row(400, "1956", "visit", Some("Київ"), Value::Null, "", 1),
    ];
    (columns, rows)
}

const FOOTER: Option<&str> = Some("4 events: 3 certain, 1 possible (~)");

/// Every format, and every width that changes the shape, over the same rows: the snapshots are the expected texts.
#[test]
fn every_format_writes_the_same_rows_its_own_way() {
    let (columns, rows) = four_events();
    let formats = [
        ("table-120", Format::Table, screen(120)),
        ("table-80", Format::Table, screen(80)),
        ("table-40-is-a-list", Format::Table, screen(40)),
        ("table-file", Format::Table, Layout::FILE),
        ("list-120", Format::List, screen(120)),
        ("list-file", Format::List, Layout::FILE),
        ("markdown", Format::Markdown, Layout::FILE),
        ("csv", Format::Csv, Layout::FILE),
        ("tsv", Format::Tsv, Layout::FILE),
        ("jsonl", Format::Jsonl, Layout::FILE),
        ("json", Format::Json, Layout::FILE),
    ];
    for (name, format, layout) in formats {
        let (text, tally) = written(format, layout, &columns, &rows, FOOTER);
        assert_eq!(tally, Tally { rows: 4, possible: 1 }, "{name}");
        insta::assert_snapshot!(name, text);
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let (columns, mut rows) = four_events();
    for row in &mut rows {
        row[5] = text(
            "Longwordswithoutanyspace 北京北京北京北京 and other words that go on for rather more than one line",
        );
    }
    for format in [Format::Table, Format::List, Format::Gantt] {
        for width in 24..140 {
            let (text, _) = written(format, screen(width), &columns, &rows, None);
            for line in text.lines() {
                let wide = unicode_width::UnicodeWidthStr::width(line);
                assert!(wide <= width, "{format:?} at {width}: {wide} in {line:?}");
            }
        }
    }
}

#[test]
fn nothing_but_the_header_where_there_are_no_rows() {
    let columns =
        columns(&[("id", ColumnKind::Number), ("certain", ColumnKind::Certain), ("a, b", ColumnKind::Text)]);
    check(Format::Table, screen(80), &columns, &[], "");
    check(Format::List, screen(80), &columns, &[], "");
    check(Format::Csv, Layout::FILE, &columns, &[], "id,\"a, b\"\r\n");
    check(Format::Tsv, Layout::FILE, &columns, &[], "id\ta, b\n");
    check(Format::Jsonl, Layout::FILE, &columns, &[], "");
    check(Format::Json, Layout::FILE, &columns, &[], "[]\n");
    check(Format::Markdown, Layout::FILE, &columns, &[], "|   | id | a, b |\n| - | --: | --- |\n");
    assert_eq!(written(Format::Table, screen(80), &columns, &[], Some("0 events")).0, "0 events\n");
    assert_eq!(written(Format::Csv, Layout::FILE, &columns, &[], Some("0 events")).0, "id,\"a, b\"\r\n");
}

#[test]
fn only_possible_rows_are_marked() {
    let columns = columns(&[("certain", ColumnKind::Certain), ("id", ColumnKind::Number)]);
    let rows = |certain: &[i64]| -> Vec<Vec<Value>> {
        certain.iter().zip(1..).map(|(c, id)| vec![Value::Integer(*c), Value::Integer(id)]).collect()
    };
    check(Format::Table, screen(80), &columns, &rows(&[0, 0]), "   id\n─────\n~   1\n~   2\n");
    check(Format::Table, screen(80), &columns, &rows(&[1, 1]), "id\n──\n 1\n 2\n");
    check(Format::List, screen(80), &columns, &rows(&[0, 1]), "~ id  1\n\n  id  2\n");
    check(Format::List, screen(80), &columns, &rows(&[1]), "id  1\n");
    check(Format::Jsonl, screen(80), &columns, &rows(&[0]), "{\"certain\":false,\"id\":1}\n");
}

#[test]
fn colour_only_where_it_is_asked_for() {
    let columns = columns(&[("certain", ColumnKind::Certain), ("id", ColumnKind::Number)]);
    let rows = [vec![Value::Integer(0), Value::Integer(7)]];
    let layout = Layout { style: Style::Ansi, ..screen(80) };
    let (text, _) = written(Format::Table, layout, &columns, &rows, Some("1 event"));
    assert_eq!(
        text,
        "\u{1b}[1m   id\u{1b}[0m\n\u{1b}[2m─────\u{1b}[0m\n\u{1b}[33m~\u{1b}[0m   7\n\u{1b}[2m1 event\u{1b}[0m\n"
    );
    let (text, _) = written(Format::Csv, layout, &columns, &rows, None);
    assert_eq!(text, "id\r\n7\r\n");
}

/// A title that would clear the screen, one that would read backwards, one of several lines.
#[test]
fn articles_cannot_command_the_terminal() {
    let columns = columns(&[("t", ColumnKind::Text)]);
    let rows = [vec![text("a\u{1b}[2Jb")], vec![text("a\u{202e}b")], vec![text("one \r\n\ttwo\n")]];
    check(Format::Table, screen(80), &columns, &rows, "t\n───────\na�[2Jb\na�b\none two\n");
    check(Format::Table, Layout::FILE, &columns, &rows, "t\n───────\na�[2Jb\na�b\none two\n");
    check(Format::List, screen(80), &columns, &rows, "t  a�[2Jb\n\nt  a�b\n\nt  one two\n");
    check(
        Format::Markdown,
        Layout::FILE,
        &columns,
        &rows,
        "| t |\n| --- |\n| a�\\[2Jb |\n| a�b |\n| one two |\n",
    );
    check(
        Format::Csv,
        Layout::FILE,
        &columns,
        &rows,
        "t\r\na\u{1b}[2Jb\r\na\u{202e}b\r\n\"one \r\n\ttwo\n\"\r\n",
    );
    check(Format::Csv, screen(80), &columns, &rows[..2], "t\r\na�[2Jb\r\na�b\r\n");
    check(
        Format::Jsonl,
        Layout::FILE,
        &columns,
        &rows[..2],
        "{\"t\":\"a\\u001b[2Jb\"}\n{\"t\":\"a\u{202e}b\"}\n",
    );
    check(Format::Jsonl, screen(80), &columns, &rows[1..2], "{\"t\":\"a�b\"}\n");
}

#[test]
fn csv_quotes_what_rfc_4180_says() {
    let columns = columns(&[("a", ColumnKind::Text), ("b", ColumnKind::Text)]);
    for (value, expected) in [
        ("plain", "plain"),
        ("", ""),
        ("a,b", "\"a,b\""),
        ("a \"b\" c", "\"a \"\"b\"\" c\""),
        ("\"", "\"\"\"\""),
        ("line\nbreak", "\"line\nbreak\""),
        ("line\rbreak", "\"line\rbreak\""),
        (" space ", " space "),
        ("tab\tbed", "tab\tbed"),
        ("semi; colon", "semi; colon"),
        ("Київ", "Київ"),
    ] {
        let row = [vec![text(value), Value::Integer(1)]];
        check(Format::Csv, Layout::FILE, &columns, &row, &format!("a,b\r\n{expected},1\r\n"));
    }
    check(Format::Tsv, Layout::FILE, &columns, &[vec![text("a,b"), text("c\td")]], "a\tb\na,b\t\"c\td\"\n");
    // A lone empty field must not look like an empty line.
    check(Format::Csv, Layout::FILE, &columns[..1], &[vec![Value::Null]], "a\r\n\"\"\r\n");
}

#[test]
fn json_keeps_numbers_days_lists_and_nothing_apart() {
    let columns = columns(&[
        ("n", ColumnKind::Number),
        ("d", ColumnKind::Day),
        ("l", ColumnKind::List),
        ("q\"", ColumnKind::Text),
    ]);
    let rows = [
        vec![Value::Real(1.5), Value::Integer(0), text("a; b"), text("x\"\\\n")],
        vec![Value::Null, Value::Integer(1 << 53), Value::Null, Value::Null],
        vec![Value::Integer(-3), Value::Null, text("a"), text("")],
    ];
    check(
        Format::Jsonl,
        Layout::FILE,
        &columns,
        &rows,
        "{\"n\":1.5,\"d\":\"1970-01-01\",\"l\":[\"a\",\"b\"],\"q\\\"\":\"x\\\"\\\\\\n\"}\n\
         {\"n\":null,\"d\":null,\"l\":[],\"q\\\"\":null}\n\
         {\"n\":-3,\"d\":null,\"l\":[\"a\"],\"q\\\"\":\"\"}\n",
    );
    let (json, _) = written(Format::Json, Layout::FILE, &columns, &rows, None);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value.as_array().map(Vec::len), Some(3));
}

#[test]
fn a_long_result_shows_head_and_tail() {
    let columns = columns(&[("n", ColumnKind::Number)]);
    let rows: Vec<Vec<Value>> = (1..=100).map(|n| vec![Value::Integer(n)]).collect();
    let layout = Layout { at_most: Some(5), ..screen(80) };
    let (text, tally) = written(Format::Table, layout, &columns, &rows, Some("100 events"));
    assert_eq!(text, "  n\n───\n  1\n  2\n  3\n… 95 rows left out …\n 99\n100\n100 events\n");
    assert_eq!(tally.rows, 100);
    check(Format::Table, layout, &columns, &rows[..5], "n\n─\n1\n2\n3\n4\n5\n");
    check(Format::Table, layout, &columns, &rows[..6], "n\n─\n1\n2\n3\n… 1 row left out …\n5\n6\n");
    check(Format::Csv, layout, &columns, &rows[..6], "n\r\n1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n");
}

/// Rows after the first thousand are drawn in the widths that the first had.
#[test]
fn a_table_goes_on_past_its_window() {
    let columns = columns(&[("n", ColumnKind::Number), ("t", ColumnKind::Text)]);
    let mut rows: Vec<Vec<Value>> = (1..=2500).map(|n| vec![Value::Integer(n), text("some text")]).collect();
    rows[2000][1] = text("some text that is longer");
    let (text, _) = written(Format::Table, screen(80), &columns, &rows, None);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2 + 2500 + 2);
    assert_eq!(lines[2001], "2000  some text");
    assert_eq!(lines[2002..2005], ["2001  some text", "      that is", "      longer"]);
    assert_eq!(text.matches('─').count(), lines[1].chars().count());
}

/// A reader that goes away ends the rows, and is not an error.
#[test]
fn a_closed_pipe_ends_the_rows() {
    struct Gone;
    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }
    let columns = columns(&[("n", ColumnKind::Number)]);
    for format in [Format::Table, Format::Csv, Format::Json, Format::Markdown] {
        let mut writer = writer(format, columns.clone(), Layout::FILE, Box::new(Gone));
        writer.columns(&["n"]).unwrap();
        let mut taken = 0;
        while taken < 100_000 && writer.row(&[Value::Integer(1)]).unwrap() == ControlFlow::Continue(()) {
            taken += 1;
        }
        assert!(taken < 100_000, "{format:?}");
        writer.finish(Some("footer")).unwrap();
    }
}

fn counts() -> (Vec<Column>, Vec<Vec<Value>>) {
    let columns = columns(&[
        ("year", ColumnKind::Bucket(timeline::date::Unit::Year)),
        ("type", ColumnKind::Text),
        ("at_least", ColumnKind::Number),
        ("at_most", ColumnKind::Number),
    ]);
    let row = |year, kind, least, most| {
        vec![Value::Integer(year), text(kind), Value::Integer(least), Value::Integer(most)]
    };
    let rows = vec![
        row(1961, "visit", 10, 10),
        row(1962, "a ceremony that has a rather long name", 20, 40),
        row(1963, "北京", 0, 1),
        row(1964, "visit", 0, 0),
        row(1965, "visit", 1, 2),
    ];
    (columns, rows)
}

#[test]
fn counts_are_drawn_as_bars() {
    let (columns, rows) = counts();
    for (name, layout) in [
        ("chart-80", screen(80)),
        ("chart-40", screen(40)),
        ("chart-ascii", Layout { ascii: true, ..screen(60) }),
        ("chart-file", Layout::FILE),
        ("chart-head-and-tail", Layout { at_most: Some(3), ..screen(60) }),
    ] {
        let (text, tally) = written(Format::Chart, layout, &columns, &rows, FOOTER);
        assert_eq!(tally.rows, 5);
        insta::assert_snapshot!(name, text);
    }
    // One figure: nothing is only possible.
    let plain = [columns[1].clone(), Column::new("count", ColumnKind::Number)];
    let rows = [vec![text("visit"), Value::Integer(3)], vec![Value::Null, Value::Integer(6)]];
    check(Format::Chart, screen(20), &plain, &rows, "visit  ██████ 3\n       ███████████ 6\n");
    check(Format::Chart, screen(20), &plain, &[], "");
    // What has no figures is a table.
    let (columns, rows) = four_events();
    let (table, _) = written(Format::Table, screen(80), &columns, &rows, None);
    check(Format::Chart, screen(80), &columns, &rows, &table);
}

#[test]
fn events_are_drawn_along_an_axis_of_time() {
    let columns = columns(&[
        ("certain", ColumnKind::Certain),
        ("id", ColumnKind::Number),
        ("date", ColumnKind::Text),
        ("summary", ColumnKind::Text),
    ]);
    let dates = [
        "1954-07-20",
        "1954",
        "1955-03",
        "1955-02/1958-09",
        "1955~/1957",
        "1956-07/..",
        "[..1955]",
        "195X",
        "XXXX-12-06",
        "1959-12-31",
    ];
    let row = |id: i64, date: &str| {
        vec![
            Value::Integer(id % 3),
            Value::Integer(id),
            text(date),
            text("The crowns of Ruritania and Graustark sign"),
        ]
    };
    let mut rows: Vec<Vec<Value>> = (1..).zip(dates).map(|(id, date)| row(id, date)).collect();
    rows.push(vec![Value::Integer(1), Value::Integer(11), Value::Null, text("undated\u{202e}\u{1b}[2J")]);
    for (name, layout) in [
        ("gantt-100", screen(100)),
        ("gantt-40", screen(40)),
        ("gantt-ascii", Layout { ascii: true, ..screen(80) }),
        ("gantt-head-and-tail", Layout { at_most: Some(4), ..screen(80) }),
    ] {
        let (text, _) = written(Format::Gantt, layout, &columns, &rows, FOOTER);
        insta::assert_snapshot!(name, text);
    }
    // Months and days where all lies close together.
    let near = |days: [&str; 2]| -> String {
        let rows: Vec<Vec<Value>> = (1..).zip(days).map(|(id, date)| row(id, date)).collect();
        let (text, _) = written(Format::Gantt, screen(100), &columns, &rows, None);
        let ticks: Vec<&str> = text.lines().next().unwrap_or_default().split_whitespace().collect();
        ticks.join(" ")
    };
    assert_eq!(near(["2014-02-20", "2014-06-03"]), "2014-02 2014-04");
    assert_eq!(near(["2014-02-20", "2014-02-21"]), "2014-02-20 2014-02-21");
    assert_eq!(near(["2014-02-20", "2014-02-20"]), "2014-02-20");
    assert_eq!(near(["1914", "2014"]), "1920 1940 1960 1980 2000");
    check(Format::Gantt, screen(80), &columns, &[], "");
    let numbers = [Column::new("n", ColumnKind::Number)];
    check(Format::Gantt, screen(80), &numbers, &[vec![Value::Integer(1)]], "n\n─\n1\n");
}
