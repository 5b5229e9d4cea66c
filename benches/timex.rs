//! How fast texts are read: time expressions found and resolved, everything that `annotate` finds, which share of the time
//! each stage takes, and how long the program takes to start.
//!
//! `cargo bench --bench timex` reads a passage of its own; `cargo bench --bench timex -- FILE…` the `text` of JSON Lines.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde::Deserialize;
use timeline::date::{Edtf, parse};
use timeline::document::{Document, Origin};
use timeline::lexicon::Lexicon;
use timeline::text::{Span, tokenize};
use timeline::timex::{self, Reference};
use timeline::{dating, extract};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[derive(Deserialize)]
struct Record {
    text: String,
    date: Option<String>,
}

/// About how many bytes are read.
const ENOUGH: usize = 40_000_000;

/// How often the program is started.
const STARTS: u32 = 50;

fn main() -> Result<()> {
    let files: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let mut records = Vec::new();
    for file in &files {
        let lines = BufReader::new(File::open(file).map_err(|error| format!("{file}: {error}"))?).lines();
        for line in lines {
            records.push(serde_json::from_str(&line?)?);
        }
    }
    if records.is_empty() {
        records.push(Record { text: PROSE.to_owned(), date: Some("2016-04-20".to_owned()) });
    }
    stages(&records)?;
    program(&records)
}

/// Measures every stage on one core.
fn stages(records: &[Record]) -> Result<()> {
    let begin = Instant::now();
    let lexicon = Lexicon::embedded()?;
    println!("word lists in {:.2} ms", millis(begin.elapsed()));
    let bytes: usize = records.iter().map(|record| record.text.len()).sum();
    let rounds = (ENOUGH / bytes.max(1)).max(1);
    let names =
        ["tokens", "blocks and sentences", "find times", "date of the text", "resolve times", "events"];
    let mut times = [Duration::ZERO; 6];
    let (mut expressions, mut events) = (0, 0);
    for record in std::iter::repeat_n(records, rounds).flatten() {
        let date: Option<Edtf> = record.date.as_deref().map(parse).transpose()?;
        let text = record.text.clone();
        let mut words = Vec::with_capacity(text.len() / 4);
        let mut laps = [Instant::now(); 7];
        tokenize(&text, Span::new(0, text.len()), &lexicon.vocabulary, &mut words);
        laps[1] = Instant::now();
        let document = Document::new(text, Origin { date, ..Origin::default() }, &lexicon);
        laps[2] = Instant::now();
        let found = timex::find(&document, &lexicon);
        laps[3] = Instant::now();
        let published = dating::publication(&document, &found, &lexicon);
        laps[4] = Instant::now();
        let date = published.edtf.as_ref();
        let reference = Reference::of(date, document.dateline.is_some());
        let resolved = timex::resolve(&found, &document, &reference, &lexicon);
        laps[5] = Instant::now();
        let extraction = extract::events(&document, &resolved, date, &lexicon);
        laps[6] = Instant::now();
        for (time, lap) in times.iter_mut().zip(laps.windows(2)) {
            *time += lap[1] - lap[0];
        }
        expressions += resolved.len();
        events += extraction.events.len();
    }
    // A document is made of its tokens.
    times[1] = times[1].saturating_sub(times[0]);
    let all: Duration = times.iter().sum();
    let report = |name: &str, time: Duration| {
        let share = 100.0 * time.as_secs_f64() / all.as_secs_f64();
        println!("{name:<28}{:>9.1} MB/s{share:>7.1} %", rate(bytes * rounds, time));
    };
    for (name, time) in names.into_iter().zip(times) {
        report(name, time);
    }
    report("find and resolve times", times[2] + times[4]);
    report("all, on one core", all);
    println!("{expressions} expressions and {events} events in {rounds} rounds over {bytes} bytes");
    Ok(())
}

/// Measures `annotate` as it is run, JSON in and out, on all cores, and how long one sentence takes.
fn program(records: &[Record]) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (many, one) = (folder.path().join("many.jsonl"), folder.path().join("one.jsonl"));
    let line = |record: &Record| serde_json::json!({ "text": record.text, "date": record.date });
    let bytes: usize = records.iter().map(|record| record.text.len()).sum();
    let rounds = (ENOUGH / bytes.max(1)).max(1);
    let mut file = std::io::BufWriter::new(File::create(&many)?);
    for record in std::iter::repeat_n(records, rounds).flatten() {
        writeln!(file, "{}", line(record))?;
    }
    file.flush()?;
    std::fs::write(&one, r#"{"text": "Two ministers met in Oslo on Monday.", "date": "2016-04-20"}"#)?;
    let annotate = |path: &std::path::Path| -> Result<Duration> {
        let begin = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_timeline"));
        command.args(["annotate", "--input", "jsonl", "--format", "jsonl"]).arg(path).stdout(Stdio::null());
        let status = command.status()?;
        if status.success() { Ok(begin.elapsed()) } else { Err("annotate failed".into()) }
    };
    let time = annotate(&many)?;
    let cores = std::thread::available_parallelism()?;
    println!("annotate, {cores} cores{:>20.1} MB/s", rate(bytes * rounds, time));
    let mut starts = Duration::ZERO;
    for _ in 0..STARTS {
        starts += annotate(&one)?;
    }
    println!("one sentence, from start to end of the program: {:.2} ms", millis(starts / STARTS));
    Ok(())
}

fn millis(time: Duration) -> f64 {
    1000.0 * time.as_secs_f64()
}

#[allow(clippy::cast_precision_loss)] // a figure for people
fn rate(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64()
}

const PROSE: &str = "The foreign ministers of five states met in Geneva on Monday, 4 April 2016, for the first time in almost two \
    years. The talks, which had been suspended in April 2014, ran for more than 90 minutes over schedule. A second round was \
    agreed for next July. Since September the two sides had exchanged letters every six weeks, and in the previous month they \
    had met twice. \"We are now further than a year ago,\" one of the delegates said on Tuesday morning.\n\n\
    The dispute goes back to the summer of 1954, when the border was drawn. Between 1961 and 1964 it was closed; on 12 December \
    1972 a treaty was signed, which lasted for eleven years. Two days later the first trains ran again. By the end of the \
    decade, 180 villages had been resettled along a line of 286 miles. None of the ministers would say what comes next.\n";
