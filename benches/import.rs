//! `cargo bench --bench import -- [ARTICLES]` writes articles of 3 KB into a folder (10,000 of them where no number is
//! given), imports them into a database on disk, and says how many a second, and where the time goes.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use timeline::dating;
use timeline::document::read::pieces;
use timeline::document::{Document, Origin};
use timeline::extract;
use timeline::lexicon::Lexicon;
use timeline::session::{ImportOptions, Session};
use timeline::timex::{self, Reference};

/// What an article is put together from; the numbers make no two alike.
const SENTENCES: &[&str] = &[
    "The foreign minister of {a} met his counterpart from {b} in {c} on {m} {d}.",
    "{a} and {b} signed an agreement on fishing rights in {c} on {d} {m} {y}.",
    "The council had suspended its cooperation with {b} the previous month.",
    "Talks between {a} and {b} will begin in {c} next week, a spokesman said.",
    "According to the ministry, the ships left the harbour early in the morning and were seen again two days later.",
    "The two governments have argued over the border since {y}, when the old treaty ran out.",
    "Nobody in the capital expected the dispute to be settled soon, and most people said that they no longer cared.",
    "{b} accused {a} of violating its airspace on {m} {d}, and {a} denied it on the following day.",
    "The prices of bread and coal rose again, although the harvest had been better than in the year before.",
    "A delegation from {a} visited {c} in {m} {y} and discussed the return of prisoners.",
];
const ACTORS: &[&str] =
    &["Russia", "Turkey", "Poland", "Japan", "Egypt", "India", "France", "Cuba", "Iran", "Ukraine"];
const CITIES: &[&str] = &["Geneva", "Vienna", "Oslo", "Cairo", "Moscow", "Tokyo", "Helsinki"];
const MONTHS: &[&str] = &["January", "March", "April", "June", "September", "November"];

fn article(number: usize) -> String {
    let mut text =
        format!("Dispatch Number {number}\n\nGENEVA, June {}, {} -- ", number % 28 + 1, 1950 + number % 70);
    let mut seed = number;
    while text.len() < 3000 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let pick = |list: &[&str], shift: u32| list[(seed >> shift) % list.len()].to_owned();
        let sentence = SENTENCES[(seed >> 20) % SENTENCES.len()]
            .replace("{a}", &pick(ACTORS, 24))
            .replace("{b}", &pick(ACTORS, 31))
            .replace("{c}", &pick(CITIES, 37))
            .replace("{m}", &pick(MONTHS, 41))
            .replace("{d}", &((seed >> 45) % 28 + 1).to_string())
            .replace("{y}", &(1940 + (seed >> 50) % 40).to_string());
        let end = if seed >> 60 == 0 { "\n\n" } else { " " };
        let _ = write!(text, "{sentence}{end}");
    }
    text
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(10_000_usize);
    let folder = tempfile::tempdir()?;
    let articles = folder.path().join("articles");
    std::fs::create_dir(&articles)?;
    let mut bytes = 0;
    for number in 0..count {
        let text = article(number);
        bytes += text.len();
        std::fs::write(articles.join(format!("{number:06}.txt")), text)?;
    }
    let began = Instant::now();
    let mut session = Session::open_or_begin(&folder.path().join("bench.db"), None)?;
    let paths: Vec<PathBuf> = vec![articles.clone()];
    let total = session.import(&paths, &ImportOptions::default(), |_| ControlFlow::Continue(()))?;
    let whole = began.elapsed();
    println!(
        "{} articles of {} bytes, {} events: {:.0} articles/s, {:.2} s in all",
        total.written,
        bytes / count,
        total.events,
        f64::from(u32::try_from(total.written)?) / whole.as_secs_f64(),
        whole.as_secs_f64()
    );
    let began = Instant::now();
    session.import(&paths, &ImportOptions::default(), |_| ControlFlow::Continue(()))?;
    println!("again, nothing new: {:.2} s", began.elapsed().as_secs_f64());
    stages(&articles, count.min(2000))
}

/// Times each stage of reading on one core.
fn stages(articles: &std::path::Path, count: usize) -> Result<(), Box<dyn std::error::Error>> {
    let lexicon = Lexicon::embedded()?;
    let mut spent = [Duration::ZERO; 6];
    for number in 0..count {
        let path = articles.join(format!("{number:06}.txt"));
        let mut lap = Instant::now();
        let mut stage = |at: usize| {
            spent[at] += lap.elapsed();
            lap = Instant::now();
        };
        let reader = Box::new(std::fs::File::open(path)?);
        let Some(article) = pieces("a.txt", reader).next() else { continue };
        let article = article.read()?;
        stage(0);
        let document = Document::new(article.text, Origin::default(), &lexicon);
        stage(1);
        let expressions = timex::find(&document, &lexicon);
        stage(2);
        let published = dating::publication(&document, &expressions, &lexicon);
        stage(3);
        let date = published.edtf.as_ref();
        let times = timex::resolve(
            &expressions,
            &document,
            &Reference::of(date, document.dateline.is_some()),
            &lexicon,
        );
        stage(4);
        let found = extract::events(&document, &times, date, &lexicon);
        stage(5);
        drop(found);
    }
    println!("one core, microseconds an article:");
    let names = ["read the file", "sentences", "find times", "date it", "resolve times", "events"];
    for (name, spent) in names.iter().zip(spent) {
        println!("  {name:14}{:8.0}", spent.as_secs_f64() * 1e6 / count as f64);
    }
    println!("what is left of the whole is SQLite, and waiting for it");
    Ok(())
}
