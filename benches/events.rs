//! `cargo bench --bench events -- [EVENTS] [FOLDER]` makes events from a seed (a million of them where no number is
//! given), writes them as a table `events.csv` into the folder (a passing one where none is given), loads the table into
//! `timeline.db` beside it, and says how many a second. `benches/compare.py` asks what it made.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::time::Instant;

use timeline::date::{Date, Day, Edtf};
use timeline::session::{Session, TableOptions};

/// Those who take part in a third of all events.
const HUBS: [&str; 6] = ["Russia", "United States", "NATO", "China", "United Nations", "European Union"];
/// All others, by number.
const ACTORS: u64 = 5_000;
/// Types and their classes, the common ones more than once.
const TYPES: [(&str, &str); 10] = [
    ("meeting", "CONSULT"),
    ("meeting", "CONSULT"),
    ("visit", "CONSULT"),
    ("statement", "STATEMENT"),
    ("statement", "STATEMENT"),
    ("incident", "MOBILIZE"),
    ("attack", "ASSAULT"),
    ("agreement", "AGREE"),
    ("sanction", "SANCTION"),
    ("protest", "PROTEST"),
];
const PLACES: [&str; 6] = ["Geneva", "Vienna", "Brussels", "Moscow", "Cairo", "Tokyo"];
/// What texts are put together from, beside words with a number.
const WORDS: [&str; 24] = [
    "harbour",
    "treaty",
    "border",
    "minister",
    "council",
    "talks",
    "ships",
    "prisoners",
    "delegation",
    "airspace",
    "fishing",
    "rights",
    "embassy",
    "crisis",
    "ceasefire",
    "grain",
    "railway",
    "island",
    "strait",
    "election",
    "army",
    "envoy",
    "summit",
    "trade",
];
/// Texts have words that hardly any other has.
const RARE: u64 = 20_000;

/// The first and the last year of it all.
const YEARS: (i64, i64) = (1900, 2019);

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap_or(0)]
    }

    fn actor(&mut self) -> String {
        if self.below(3) == 0 {
            // The first hub has half of what the hubs have, the second half of the rest, and so on.
            let place = self.next().trailing_zeros() as usize;
            return HUBS[place.min(HUBS.len() - 1)].to_owned();
        }
        format!("Actor {:04}", self.below(ACTORS))
    }

    fn text(&mut self, words: u64) -> String {
        let mut text = String::new();
        for at in 0..words {
            let blank = if at > 0 { " " } else { "" };
            if self.below(5) == 0 {
                let _ = write!(text, "{blank}word{}", self.below(RARE));
            } else {
                let _ = write!(text, "{blank}{}", self.pick(&WORDS));
            }
        }
        text
    }

    /// 80 days, 12 months, 6 years and 2 decades of a hundred.
    fn date(&mut self) -> Date {
        let years = u64::try_from(YEARS.1 - YEARS.0 + 1).unwrap_or(1);
        let year = YEARS.0 + i64::try_from(self.below(years)).unwrap_or(0);
        let month = u8::try_from(self.below(12) + 1).unwrap_or(1);
        match self.below(100) {
            0..80 => Date::day(year, month, u8::try_from(self.below(28) + 1).unwrap_or(1)),
            80..92 => Date::month(year, month),
            92..98 => Date::year(year),
            _ => Date::decade(year / 10),
        }
    }
}

fn table(path: &PathBuf, events: u64) -> std::io::Result<()> {
    let mut random = Random(1914);
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    write!(out, "id,date,earliest,latest,precision,basis,type,class,realis,from,to,participants,place,")?;
    writeln!(out, "summary,evidence,document,published,url,start,end")?;
    for id in 1..=events {
        let date = Edtf::from(random.date());
        let bounds = date.bounds();
        let (first, last): (Day, Day) = (bounds.earliest(), bounds.latest());
        let (kind, class) = random.pick(&TYPES);
        let (from, mut to) = (random.actor(), random.actor());
        if to == from {
            to.clear();
        }
        let participants = if to.is_empty() { from.clone() } else { format!("{from}; {to}") };
        let place = if random.below(3) == 0 { random.pick(&PLACES) } else { "" };
        let (summary, evidence) = (random.text(6), random.text(14));
        // Five events come from one document.
        let document = id / 5;
        let published = Day(i64::try_from(document * 37 % 40_000).unwrap_or(0) - 20_000);
        let (start, end) = (id % 5 * 400, id % 5 * 400 + evidence.len() as u64);
        writeln!(
            out,
            "{id},{date},{first},{last},{},explicit,{kind},{class},actual,{from},{to},{participants},{place},{summary},\
             {evidence},Dispatch {document},{published},,{start},{end}",
            date.precision()
        )?;
    }
    out.flush()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Cargo adds an option of its own.
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let events: u64 = arguments.next().map_or(Ok(1_000_000), |number| number.parse())?;
    let passing = tempfile::tempdir()?;
    let folder = arguments.next().map_or_else(|| passing.path().to_owned(), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let (csv, database) = (folder.join("events.csv"), folder.join("timeline.db"));
    table(&csv, events)?;
    if database.exists() {
        std::fs::remove_file(&database)?;
    }
    let mut session = Session::open_to_import(&database, None)?;
    let began = Instant::now();
    let total = session.load(&csv, &TableOptions::default(), |refusal| {
        eprintln!("line {}: {}", refusal.line, refusal.reason);
    })?;
    let seconds = began.elapsed().as_secs_f64();
    let rate = total.written.events as f64 / seconds;
    println!("{} events loaded in {seconds:.1} s, {rate:.0} a second", total.written.events);
    drop(session);
    println!("{:.0} MB of table, {:.0} MB of database", megabytes(&csv)?, megabytes(&database)?);
    Ok(())
}

fn megabytes(path: &PathBuf) -> std::io::Result<f64> {
    Ok(std::fs::metadata(path)?.len() as f64 / 1e6)
}
