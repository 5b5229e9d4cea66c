//! `cargo bench --bench import -- [ARTICLES]` writes articles of 3 KB into a folder (10,000 of them where no number is
//! given), imports them into a database on disk, and says how many a second, and where the time goes.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use timeline::date::MONTHS;
use timeline::dating;
use timeline::document::read::pieces;
use timeline::document::{Document, Origin};
use timeline::extract;
use timeline::lexicon::Lexicon;
use timeline::session::{ImportOptions, Session};
use timeline::timex::{self, Reference};

/// What an article is put together from; the numbers make no two alike. There are about
/// twenty-two events in an article, half as many again as in news of diplomacy.
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
    "The road to the coast is narrow, and in winter the villages on both sides of it are cut off for weeks.",
    "What the other side has in mind is not clear to anyone who has followed the matter from the beginning.",
    "The hall is an old corn exchange with a roof of glass, and the rain could be heard through every speech.",
    "Most of the people in the valley live on sheep and on what their sons and daughters send home from the cities.",
    "It is the third largest port of the region, but for a long time no money has been spent on its cranes.",
    "The text has eleven pages and two maps, and the lawyers of both sides know it by heart.",
    "\"We have all the time in the world,\" he said, and poured himself another cup of tea.",
    "Diplomats who know both men describe them as stubborn, polite and fond of chess.",
    "A railway would be cheaper than the canal, and quicker to build, but it has few friends in the two parliaments.",
    "How much of this will be remembered is another question.",
];
const ACTORS: &[&str] = &[
    "Russia",
    "Turkey",
    "Poland",
    "Japan",
    "Egypt",
    "India",
    "France",
    "Cuba",
    "Iran",
    "Ukraine",
    "Norway",
    "Sweden",
    "Spain",
    "Portugal",
    "Greece",
    "Bulgaria",
    "Romania",
    "Hungary",
    "Austria",
    "Italy",
    "Libya",
    "Algeria",
    "Morocco",
    "Kenya",
    "Nigeria",
    "Ghana",
    "Brazil",
    "Chile",
    "Peru",
    "Mexico",
    "Canada",
    "Vietnam",
    "Laos",
    "Cambodia",
    "Thailand",
    "Indonesia",
    "Pakistan",
    "Syria",
    "Lebanon",
    "Israel",
    "Iraq",
    "Kuwait",
    "Yemen",
    "Sudan",
    "Ethiopia",
    "Finland",
    "Denmark",
    "Belgium",
];
const CITIES: &[&str] = &[
    "Geneva", "Vienna", "Oslo", "Cairo", "Moscow", "Tokyo", "Helsinki", "Paris", "London", "Berlin", "Rome",
    "Madrid", "Lisbon", "Athens", "Ankara", "Warsaw", "Prague", "Budapest", "Baghdad", "Damascus", "Beirut",
    "Nairobi", "Lima", "Santiago", "Havana", "Ottawa", "Hanoi", "Bangkok", "Jakarta", "Brussels",
];

fn article(number: usize) -> String {
    let mut seed = number as u64;
    // SplitMix64 (Steele, Lea, Flood 2014).
    let mut below = |limit: usize| {
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap_or(0)
    };
    let mut text =
        format!("Dispatch Number {number}\n\nGENEVA, June {}, {} -- ", number % 28 + 1, 1950 + number % 70);
    while text.len() < 3000 {
        let mut pick = |list: &[&'static str]| list[below(list.len())];
        let sentence = pick(SENTENCES)
            .replace("{a}", pick(ACTORS))
            .replace("{b}", pick(ACTORS))
            .replace("{c}", pick(CITIES))
            .replace("{m}", pick(&MONTHS))
            .replace("{d}", &(below(28) + 1).to_string())
            .replace("{y}", &(1940 + below(80)).to_string());
        let end = if below(6) == 0 { "\n\n" } else { " " };
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
    let mut session = Session::open_to_import(&folder.path().join("bench.db"), None)?;
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
