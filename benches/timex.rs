//! Two uses. `cargo bench --bench timex -- --annotate FILE` prints the time expressions of JSON Lines records as JSON
//! Lines; `cargo bench --bench timex -- FILE…` measures how fast they are found, and which share each stage takes.

use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

use serde::Deserialize;
use timeline::date::Day;
use timeline::document::{Document, Origin};
use timeline::lexicon::Lexicon;
use timeline::text::{CodePoints, Span, tokenize};
use timeline::timex::{self, Reference};

#[derive(Deserialize)]
struct Record {
    id: String,
    text: String,
    date: Option<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let lexicon = Lexicon::embedded()?;
    match arguments.as_slice() {
        [flag, file] if flag == "--annotate" => annotate(file, &lexicon),
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

fn reference(date: Option<&str>) -> Reference {
    let parts: Vec<i64> = date.unwrap_or("").split('-').filter_map(|p| p.parse().ok()).collect();
    match parts[..] {
        [year, month, day] => {
            let day = u8::try_from(month)
                .ok()
                .zip(u8::try_from(day).ok())
                .and_then(|(m, d)| Day::from_ymd(year, m, d));
            day.map_or(Reference::None, Reference::Day)
        }
        _ => Reference::None,
    }
}

fn annotate(file: &str, lexicon: &Lexicon) -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for record in records(file) {
        let record = record?;
        let document = Document::new(record.text, Origin::default(), lexicon);
        let found = timex::find(&document, lexicon);
        let resolved = timex::resolve(&found, &document, &reference(record.date.as_deref()), lexicon);
        let mut points = CodePoints::new(&document.text);
        let timexes: Vec<serde_json::Value> = resolved
            .iter()
            .map(|r| {
                let (start, end) = points.span(r.expression.span);
                serde_json::json!({
                    "start": start, "end": end, "text": r.expression.span.of(&document.text),
                    "type": r.expression.kind.name(), "value": r.value.to_string(),
                    "mod": r.expression.modifier.map(timex::Modifier::name), "edtf": r.edtf().map(|e| e.to_string()), "rule": r.expression.rule,
                    "explanation": r.explain(&resolved, &document.text).to_string(),
                })
            })
            .collect();
        writeln!(
            out,
            "{}",
            serde_json::json!({"id": record.id, "date": {"edtf": record.date}, "timexes": timexes, "events": []})
        )?;
    }
    Ok(())
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
