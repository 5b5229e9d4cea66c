//! The sample articles and the tables of what should be found in them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use timeline::date;
use timeline::lexicon::{EventTypes, Lexicon};

/// What should be found in one article; the columns are explained in `tests/samples/README.md`.
pub(crate) struct Sample {
    /// The article's name, without folder and ending.
    pub(crate) name: String,
    /// The article as it stands in `seeds/articles`.
    pub(crate) text: String,
    /// When it was written, as EDTF, or `None` where the article does not tell.
    pub(crate) date: Option<String>,
    /// What nobody would leave out.
    pub(crate) core: Vec<Expected>,
    /// What is right too.
    pub(crate) secondary: Vec<Expected>,
    /// Words that must not become an event.
    pub(crate) none: Vec<String>,
}

/// An event that should be found.
#[derive(Debug)]
pub(crate) struct Expected {
    /// EDTF.
    pub(crate) date: String,
    /// The types that will do, best first.
    pub(crate) types: Vec<String>,
    /// The class of each type, in the same order.
    pub(crate) classes: Vec<String>,
    /// `actual` or `planned`.
    pub(crate) realis: String,
    /// Who acts.
    pub(crate) from: Vec<String>,
    /// Who is acted upon.
    pub(crate) to: Vec<String>,
    /// Where.
    pub(crate) place: Option<String>,
    /// Words of the evidence.
    pub(crate) words: String,
}

const COLUMNS: &str = "date\ttype\tclass\trealis\tfrom\tto\tplace\twords";

/// Reads every sample, in the order of the names.
pub(crate) fn all() -> Vec<Sample> {
    names_in("tests/samples", "tsv").iter().map(|name| read(name)).collect()
}

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn names_in(folder: &str, ending: &str) -> BTreeSet<String> {
    fs::read_dir(root(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

fn read(name: &str) -> Sample {
    let text = fs::read_to_string(root(&format!("seeds/articles/{name}.txt"))).unwrap();
    let table = fs::read_to_string(root(&format!("tests/samples/{name}.tsv"))).unwrap();
    let mut sample = Sample {
        name: name.to_owned(),
        text,
        date: None,
        core: Vec::new(),
        secondary: Vec::new(),
        none: Vec::new(),
    };
    let mut group = "core";
    for line in table.lines() {
        if let Some(comment) = line.strip_prefix("# ") {
            match comment {
                "secondary" | "none" => group = comment,
                _ => {
                    if let Some(date) = comment.strip_prefix("date: ") {
                        sample.date = Some(date.to_owned()).filter(|d| d != "unknown");
                    }
                }
            }
        } else if line != COLUMNS {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 8, "{name}: {line:?}");
            let words = fields[7].to_owned();
            match group {
                "core" => sample.core.push(expected(&fields, words)),
                "secondary" => sample.secondary.push(expected(&fields, words)),
                _ => sample.none.push(words),
            }
        }
    }
    sample
}

fn expected(fields: &[&str], words: String) -> Expected {
    let list = |i: usize| fields[i].split('|').filter(|n| !n.is_empty()).map(str::to_owned).collect();
    Expected {
        date: fields[0].to_owned(),
        types: list(1),
        classes: list(2),
        realis: fields[3].to_owned(),
        from: list(4),
        to: list(5),
        place: Some(fields[6].to_owned()).filter(|p| !p.is_empty()),
        words,
    }
}

fn assert_sound(types: &EventTypes, sample: &Sample, event: &Expected) {
    let place = format!("{}: {event:?}", sample.name);
    let edtf = date::parse(&event.date).unwrap_or_else(|e| panic!("{place}: {e}"));
    assert_eq!(edtf.to_string(), event.date, "{place}: the canonical spelling");
    let classes: Vec<_> = event
        .types
        .iter()
        .map(|t| types.get(types.id(t).unwrap_or_else(|| panic!("{place}: no type {t}"))).class)
        .collect();
    assert_eq!(event.classes, classes, "{place}");
    assert!(!classes.is_empty(), "{place}: a type");
    assert!(["actual", "planned"].contains(&event.realis.as_str()), "{place}: realis");
    for name in event.from.iter().chain(&event.to).chain(&event.place) {
        assert_eq!(name.trim(), name, "{place}");
    }
}

#[test]
fn the_tables_of_the_samples_are_sound() {
    assert_eq!(
        names_in("tests/samples", "tsv"),
        names_in("seeds/articles", "txt"),
        "a table for each article"
    );
    let lexicon = Lexicon::embedded().unwrap();
    for sample in all() {
        let length = sample.text.split_whitespace().count();
        assert!((150..=400).contains(&length), "{}: {length} words", sample.name);
        assert!(
            !sample.core.is_empty() && !sample.none.is_empty(),
            "{}: what to find, what not",
            sample.name
        );
        if let Some(date) = &sample.date {
            date::parse(date).unwrap();
        }
        let words = sample.core.iter().chain(&sample.secondary).map(|e| &e.words).chain(&sample.none);
        for words in words {
            let count = sample.text.matches(words).count();
            assert_eq!(count, 1, "{}: {words:?} should be there once", sample.name);
        }
        for event in sample.core.iter().chain(&sample.secondary) {
            assert_sound(&lexicon.types, &sample, event);
        }
    }
}
