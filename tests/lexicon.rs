//! What names are on a day, and what is wrong with a user's lists.

use std::fs;

use tempfile::TempDir;
use timeline::date::parse;
use timeline::lexicon::Lexicon;

/// A name, a date or nothing, the readings that fit, and something that is said of the first.
const WHICH: &[(&str, &str, &str, &str)] = &[
    ("Lavrov", "1999-05-01", "Sergei Lavrov", "ambassador to the United Nations of Russia"),
    ("Lavrov", "2016-04-20", "Sergei Lavrov", "foreign minister of Russia, since 2004-03-09"),
    ("Lavrov", "1980-01-01", "", ""),
    ("Bush", "1991-01-17", "George H. W. Bush", "president of United States"),
    ("Russia", "1985-06-01", "Soviet Union", "name of Soviet Union"),
    ("Russia", "2016-04-20", "Russia", "since 1991-12-26"),
    ("Soviet foreign minister", "1985-07-01", "Andrei Gromyko", "foreign minister of Soviet Union"),
    ("Soviet foreign minister", "1985-11-19", "Eduard Shevardnadze", "foreign minister of Soviet Union"),
    ("British foreign secretary", "1982-04-01", "Peter Carrington", "foreign minister of United Kingdom"),
    ("Kremlin", "2016-04-20", "Russia", "seat of Russia"),
    ("Kremlin", "1962-10-23", "Soviet Union", "seat of Soviet Union"),
    ("NATO", "1948", "", ""),
    ("nobody of that name", "2016", "", ""),
];

#[test]
fn a_name_is_somebody_on_a_day() {
    let lexicon = Lexicon::embedded().unwrap();
    let mut wrong = Vec::new();
    for (name, on, expected, said) in WHICH {
        let bounds = parse(on).unwrap().bounds();
        let senses = lexicon.which(name, Some((bounds.earliest(), bounds.latest()))).senses;
        let fitting: Vec<&str> = senses
            .iter()
            .filter(|s| {
                s.fits && (s.because.contains(" of ") || !s.then.is_empty()) && !s.because.contains("place")
            })
            .map(|s| s.name.as_str())
            .collect();
        let told = senses.first().map(|s| format!("{} {}", s.because, s.then.join("; "))).unwrap_or_default();
        if fitting.first().copied().unwrap_or_default() != *expected || !told.contains(said) {
            wrong.push(format!("{name} on {on}: expected {expected}, found {fitting:?}: {told}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(lexicon.names_like("Lavrof", 1), ["Sergei Lavrov"]);
    assert!(lexicon.which("Moscow", None).senses.len() > 2, "two seats and a place");
}

#[test]
fn every_fault_of_a_users_lists_is_named() {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "actors.mine.tsv",
        "# ours\nname\tkind\tcode\tfrom\tto\tpart_of\taliases\tdemonyms\tseats\n\
         Ruritania\tstate\tRUR\t1800\n\
         Graustark\tkingdom\n\
         Grand Fenwick\tstate\t\t1900-02-30\n\
         Ruritania\tstate\n\
         Zenda\torgan\t\t\t\tGraustark\n",
    );
    write(
        "offices.mine.tsv",
        "person\taliases\toffice\tactor\tfrom\tto\n\
         Rudolf Rassendyll\t\tking\tRuritania\t1894\t1893\n\
         Rupert Hentzau\t\tking\tRuritania\t1894\t1895\n",
    );
    write("places.mine.tsv", "name\tkind\n");
    write("kings.tsv", "name\n");
    write("notes.txt", "no list");
    let checked = Lexicon::check(folder.path()).unwrap();
    let faults: Vec<String> = checked
        .faults
        .iter()
        .map(|fault| fault.to_string().replace(&format!("{}/", folder.path().display()), ""))
        .collect();
    let lines: Vec<&str> = faults.iter().map(|f| f.split(": ").next().unwrap()).collect();
    let expected = [
        "actors.mine.tsv:4",
        "actors.mine.tsv:5",
        "actors.mine.tsv:6",
        "actors.mine.tsv:7",
        "kings.tsv",
        "offices.mine.tsv:2",
        "places.mine.tsv:1",
    ];
    assert_eq!(lines, expected, "{faults:#?}");
    assert!(faults[0].ends_with("expected a kind of actor, found \"kingdom\""), "{faults:#?}");
    assert_eq!(checked.lists.iter().map(|(_, rows)| *rows).collect::<Vec<_>>(), [5, 2, 0]);
    assert!(!checked.more);

    // The program's own lists can be at fault for want of what a user's list leaves out.
    let folder = TempDir::new().unwrap();
    fs::write(
        folder.path().join("actors.tsv"),
        "name\tkind\tcode\tfrom\tto\tpart_of\taliases\tdemonyms\tseats\n",
    )
    .unwrap();
    let checked = Lexicon::check(folder.path()).unwrap();
    assert!(checked.more && checked.faults.len() == 100, "{}", checked.faults.len());
    assert!(Lexicon::check(&folder.path().join("nowhere")).is_err());
}
