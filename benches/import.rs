//! `cargo bench --bench import -- [ARTICLES] [FOLDER]` writes articles of 3 KB into a folder (10,000 of them into a passing
//! one where nothing is given), imports them into a database on disk beside them, and says how many a second, and where
//! the time goes.

mod news;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use timeline::dating;
use timeline::document::read::pieces;
use timeline::document::{Document, Origin};
use timeline::extract;
use timeline::lexicon::Lexicon;
use timeline::session::{ImportOptions, Session};
use timeline::store::{NewDocument, Store};
use timeline::timex::{self, Reference};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// What is done with an article, one after the other.
const STAGES: [&str; 9] = [
    "read the file",
    "sentences",
    "find times",
    "date it",
    "resolve times",
    "events",
    "name the text",
    "write and join",
    "full text, commit",
];

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let count = arguments.next().map_or(Ok(10_000), |number| number.parse())?;
    let passing = tempfile::tempdir()?;
    let folder = arguments.next().map_or_else(|| passing.path().to_owned(), PathBuf::from);
    let articles = folder.join("articles");
    std::fs::create_dir_all(&articles)?;
    let newsroom = news::Newsroom::new(&Lexicon::embedded()?);
    let mut bytes = 0;
    for number in 0..count {
        let text = newsroom.article(number);
        bytes += text.len();
        std::fs::write(articles.join(format!("{number:06}.txt")), text)?;
    }
    let database = folder.join("bench.db");
    let (began, worked) = (Instant::now(), cpu_seconds());
    let mut session = Session::open_to_import(&database, None)?;
    let opened = began.elapsed();
    let paths: Vec<PathBuf> = vec![articles.clone()];
    let total = session.import(&paths, &ImportOptions::default(), |_| ControlFlow::Continue(()))?;
    let whole = began.elapsed();
    println!(
        "{} articles of {} bytes, {} events: {:.0} articles/s, {:.2} s in all, of which {:.2} s to make the database",
        total.written,
        bytes / count,
        total.events,
        f64::from(u32::try_from(total.written)?) / whole.as_secs_f64(),
        whole.as_secs_f64(),
        opened.as_secs_f64(),
    );
    if let (Some(before), Some(after)) = (worked, cpu_seconds()) {
        let each = (after - before) * 1e3 / f64::from(u32::try_from(count)?);
        println!("all cores together: {each:.3} ms an article");
    }
    let began = Instant::now();
    session.import(&paths, &ImportOptions::default(), |_| ControlFlow::Continue(()))?;
    println!("again, nothing new: {:.2} s", began.elapsed().as_secs_f64());
    drop(session);
    let counts = Store::open_read_only(&database)?.counts()?;
    println!(
        "{} events stand in the database: {} told by more than one article joined; {} KB an article",
        counts.events,
        u64::try_from(total.events)? - counts.events,
        std::fs::metadata(&database)?.len() / 1000 / u64::try_from(count)?,
    );
    stages(&articles, count, &folder.join("stages.db"))
}

/// How long this process has worked, on all cores; `None` where the system does not say.
fn cpu_seconds() -> Option<f64> {
    // proc(5): fields 14 and 15, in hundredths of a second, after a name that may hold spaces.
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u32 = fields.get(11)?.parse::<u32>().ok()? + fields.get(12)?.parse::<u32>().ok()?;
    Some(f64::from(ticks) / 100.0)
}

/// Measures laps: in time that this thread has worked where the system says so, else in time that has passed.
struct Clock {
    began: Instant,
    lap: Duration,
}

impl Clock {
    fn start() -> Self {
        let mut clock = Self { began: Instant::now(), lap: Duration::ZERO };
        clock.lap();
        clock
    }

    fn lap(&mut self) -> Duration {
        // The scheduler's statistics: nanoseconds at work come first. They are brought up to date a few hundred times a
        // second, which is enough for the sum of many laps.
        let worked = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
        let worked = worked.and_then(|line| line.split_whitespace().next()?.parse().ok());
        let now = worked.map_or_else(|| self.began.elapsed(), Duration::from_nanos);
        now.saturating_sub(std::mem::replace(&mut self.lap, now))
    }
}

/// Times each stage, all of them on one core.
fn stages(articles: &Path, count: usize, database: &Path) -> Outcome<()> {
    let lexicon = Lexicon::embedded()?;
    // Makes the tables and takes over the word lists.
    let nothing = ImportOptions::default();
    Session::open_to_import(database, None)?.import(&[], &nothing, |_| ControlFlow::Continue(()))?;
    let mut store = Store::open(database)?;
    let mut spent = [Duration::ZERO; STAGES.len()];
    let mut clock = Clock::start();
    store.begin()?;
    for number in 0..count {
        let name = format!("{number:06}.txt");
        let path = articles.join(&name);
        let mut stage = |at: usize| spent[at] += clock.lap();
        let reader = Box::new(std::fs::File::open(path)?);
        let Some(article) = pieces(&name, reader).next() else { continue };
        let article = article.read()?;
        stage(0);
        let document = Document::new(article.text, Origin::default(), &lexicon);
        stage(1);
        let expressions = timex::find(&document, &lexicon);
        stage(2);
        let published = dating::publication(&document, &expressions, &lexicon);
        stage(3);
        let date = published.edtf.as_ref();
        let reference = Reference::of(date, document.dateline.is_some());
        let times = timex::resolve(&expressions, &document, &reference, &lexicon);
        stage(4);
        let found = extract::events(&document, &times, date, &lexicon);
        stage(5);
        timeline::store::text_hash(&document.text);
        stage(6);
        let row = NewDocument {
            name: &name,
            text: &document.text,
            title: document.title.as_deref(),
            published: published.edtf.clone(),
            published_basis: published.basis.name(),
            published_explanation: &published.explanation,
            ..NewDocument::default()
        };
        store.write_document(&row, &found.events)?;
        stage(7);
        if number % 5500 == 5499 {
            store.commit()?;
            store.begin()?;
            stage(8);
        }
    }
    store.commit()?;
    spent[8] += clock.lap();
    println!("one core, microseconds an article:");
    for (name, spent) in STAGES.iter().zip(spent) {
        println!("  {name:18}{:8.0}", spent.as_secs_f64() * 1e6 / count as f64);
    }
    Ok(())
}
