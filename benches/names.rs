//! `cargo bench --bench names -- [NAMES]` says how long Tab and a key take with so many names (a hundred thousand where no
//! number is given): to read the names once, to offer those that begin with what was typed, and to dress a long query.

use std::time::{Duration, Instant};

use timeline::query::{complete, words};
use timeline::store::{ActorRow, Directory, NameKind, Store, WordLists};

fn main() {
    let number = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(100_000);
    let mut store = Store::open_in_memory().expect("a database in memory");
    // Half of them begin alike, as names of ministries do.
    let name = |at: u64| match at % 2 {
        0 => format!("Ministry {at}"),
        _ => format!(
            "{}{} {at}",
            char::from(b'A' + (at * 7 % 26) as u8),
            char::from(b'a' + (at * 11 % 26) as u8)
        ),
    };
    let actor = |at| ActorRow { name: name(at), kind: "organisation".into(), ..ActorRow::default() };
    let lists = WordLists { actors: (0..number).map(actor).collect(), ..WordLists::default() };
    store.write_word_lists(&lists).expect("names are written");

    let began = Instant::now();
    let directory = Directory::read(&store).expect("names are read");
    println!("{number} names read once, beside the typing: {:.1} ms", milliseconds(began.elapsed()));
    let long = "events (type meeting, talks with \"Ministry 2\" or with NATO) since 2014 not type statement | \
                followed within 30 days by type visit with \"Ministry 4\" sharing actors | count by a.year, b.type | \
                sort at_most desc | first 10 | as chart";
    for text in [
        "events with ",
        "events with m",
        "events with \"ministry 1",
        "events with Qa",
        "events with zzz",
        long,
    ] {
        let mut slowest = Duration::ZERO;
        let mut offered = 0;
        for _ in 0..50 {
            let began = Instant::now();
            let completion = complete(text, text.len());
            let names = directory.beginning_with(NameKind::Actor, &completion.prefix, 50);
            slowest = slowest.max(began.elapsed());
            offered = if completion.names.is_some() { names.len() } else { completion.keywords.len() };
        }
        println!("Tab behind {text:.40?}: {:.2} ms at most, {offered} offered", milliseconds(slowest));
    }
    let began = Instant::now();
    let count = words(long).len();
    println!("a key in a query of {count} words: {:.2} ms", milliseconds(began.elapsed()));
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
