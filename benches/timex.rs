//! How fast time expressions are found and resolved, and which share of the time each stage takes.
//!
//! `cargo bench --bench timex` reads a passage of its own; `cargo bench --bench timex -- FILE…` the `text` of JSON Lines.

use std::io::BufRead;
use std::time::{Duration, Instant};

use serde::Deserialize;
use timeline::date::Day;
use timeline::document::{Document, Origin};
use timeline::lexicon::Lexicon;
use timeline::text::{Span, tokenize};
use timeline::timex::{self, Reference};

#[derive(Deserialize)]
struct Record {
    text: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let lexicon = Lexicon::embedded()?;
    match arguments.as_slice() {
        [] => measure(&[PROSE.to_owned()], &lexicon),
        files => {
            let texts = files
                .iter()
                .flat_map(|f| records(f))
                .map(|r| r.map(|r| r.text))
                .collect::<Result<Vec<_>, _>>()?;
            measure(&texts, &lexicon)
        }
    }
}

fn records(file: &str) -> Vec<Result<Record, Box<dyn std::error::Error>>> {
    match std::fs::File::open(file) {
        Ok(file) => {
            std::io::BufReader::new(file).lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect()
        }
        Err(error) => vec![Err(format!("{file}: {error}").into())],
    }
}

fn measure(texts: &[String], lexicon: &Lexicon) -> Result<(), Box<dyn std::error::Error>> {
    let bytes: usize = texts.iter().map(String::len).sum();
    let rounds = (40_000_000 / bytes.max(1)).max(1);
    let (mut tokens, mut document, mut find, mut resolve) =
        (Duration::ZERO, Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let reference = Day::from_ymd(2016, 4, 20).map_or(Reference::None, Reference::Day);
    let mut count = 0;
    for _ in 0..rounds {
        for text in texts {
            let start = Instant::now();
            let mut words = Vec::with_capacity(text.len() / 5);
            tokenize(text, Span::new(0, text.len()), &lexicon.vocabulary, &mut words);
            tokens += start.elapsed();
            drop(words);
            let text = text.clone();
            let start = Instant::now();
            let read = Document::new(text, Origin::default(), lexicon);
            document += start.elapsed();
            let start = Instant::now();
            let found = timex::find(&read, lexicon);
            find += start.elapsed();
            let start = Instant::now();
            let resolved = timex::resolve(&found, &read, &reference, lexicon);
            resolve += start.elapsed();
            count += resolved.len();
        }
    }
    let total = document + find + resolve;
    #[allow(clippy::cast_precision_loss)] // a figure for people
    let report = |name: &str, time: Duration| {
        let rate = (bytes * rounds) as f64 / 1e6 / time.as_secs_f64();
        let share = 100.0 * time.as_secs_f64() / total.as_secs_f64();
        println!("{name:<28}{rate:>9.1} MB/s{share:>7.1} %");
    };
    report("tokenize", tokens);
    report("blocks and sentences", document.saturating_sub(tokens));
    report("find", find);
    report("resolve", resolve);
    report("find and resolve", find + resolve);
    report("all", total);
    println!("{count} expressions in {rounds} rounds over {bytes} bytes");
    Ok(())
}

const PROSE: &str = "The foreign ministers of five states met in Geneva on Monday, 4 April 2016, for the first time in almost two \
    years. The talks, which had been suspended in April 2014, ran for more than 90 minutes over schedule. A second round was \
    agreed for next July. Since September the two sides had exchanged letters every six weeks, and in the previous month they \
    had met twice. \"We are now further than a year ago,\" one of the delegates said on Tuesday morning.\n\n\
    The dispute goes back to the summer of 1954, when the border was drawn. Between 1961 and 1964 it was closed; on 12 December \
    1972 a treaty was signed, which lasted for eleven years. Two days later the first trains ran again. By the end of the \
    decade, 180 villages had been resettled along a line of 286 miles. None of the ministers would say what comes next.\n";
