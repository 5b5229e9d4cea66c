//! The sample articles and the tables of what should be found in them.

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use timeline::date::{self, Day};
use timeline::lexicon::{EventTypes, Lexicon};
use timeline::session::{self, AnnotateOptions, Annotation, EventAnnotation, Input};

/// How many of the core events must be found, of all samples together.
const CORE: usize = 92;
/// How many of the secondary ones.
const SECONDARY: usize = 37;
/// How many words that must not become an event may become one all the same.
const NONE_BROKEN: usize = 21;
/// How many documents must be given their date.
const DATES: usize = 16;

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

/// Returns the first and the last day that a date may touch.
fn days(edtf: &str) -> (Day, Day) {
    let bounds = date::parse(edtf).unwrap().bounds();
    (bounds.earliest(), bounds.latest())
}

/// Tells whether the evidence of an event lies on these words of the text; the event counts code points.
fn touches(text: &str, words: &str, event: &EventAnnotation) -> bool {
    let begin = text[..text.find(words).unwrap()].chars().count();
    event.start < begin + words.chars().count() && begin < event.end
}

/// Pairs as many of the expected events as possible with an event of their own that `fits`; those that stand earlier
/// keep their place. Returns which ones found one.
fn paired(
    expected: &[&Expected],
    events: &[EventAnnotation],
    fits: impl Fn(&Expected, &EventAnnotation) -> bool,
) -> Vec<bool> {
    fn place(
        one: usize,
        owners: &mut [Option<usize>],
        tried: &mut [bool],
        fits: &impl Fn(usize, usize) -> bool,
    ) -> bool {
        for event in 0..owners.len() {
            if !tried[event] && fits(one, event) {
                tried[event] = true;
                if owners[event].is_none_or(|owner| place(owner, owners, tried, fits)) {
                    owners[event] = Some(one);
                    return true;
                }
            }
        }
        false
    }
    let mut owners = vec![None; events.len()];
    let fits = |one: usize, event: usize| fits(expected[one], &events[event]);
    (0..expected.len()).map(|one| place(one, &mut owners, &mut vec![false; events.len()], &fits)).collect()
}

/// Says what there is on the words of an event that was not found.
fn nearest(sample: &Sample, event: &Expected, events: &[EventAnnotation]) -> String {
    let there = events.iter().filter(|e| touches(&sample.text, &event.words, e));
    let there: Vec<_> =
        there.map(|e| format!("{} {}", e.event_type, e.date.as_deref().unwrap_or("undated"))).collect();
    if there.is_empty() { "no event".to_owned() } else { there.join(", ") }
}

#[test]
fn what_the_tables_say_is_found() {
    let options = AnnotateOptions {
        paths: vec![root("seeds/articles")],
        input: Input::Text,
        date: None,
        skipped: false,
    };
    let mut found: Vec<Annotation> = Vec::new();
    let lexicon = Lexicon::embedded().unwrap();
    session::annotate(
        &options,
        &lexicon,
        |annotation| annotation,
        |ready| {
            found.extend(ready.into_iter().map(Result::unwrap));
            ControlFlow::Continue(())
        },
    );
    let samples = all();
    assert_eq!(found.len(), samples.len());

    let (mut core, mut secondary, mut broken, mut dates) = (0, 0, 0, 0);
    let mut missed = Vec::new();
    for (sample, annotation) in samples.iter().zip(&found) {
        let Sample { name, text, .. } = sample;
        assert!(annotation.id.as_str().unwrap().contains(name.as_str()), "{name}: {}", annotation.id);
        let (said, expected) = (&annotation.date.edtf, &sample.date);
        if said.as_deref().map(days) == expected.as_deref().map(days) {
            dates += 1;
        } else {
            missed.push(format!("{name}: date {said:?}, expected {expected:?}"));
        }
        let expected: Vec<&Expected> = sample.core.iter().chain(&sample.secondary).collect();
        let there = paired(&expected, &annotation.events, |event, e| {
            touches(text, &event.words, e)
                && e.date.as_deref().map(days) == Some(days(&event.date))
                && event.classes.contains(&e.class)
        });
        for (at, (event, there)) in expected.into_iter().zip(there).enumerate() {
            let is_core = at < sample.core.len();
            match (there, is_core) {
                (true, true) => core += 1,
                (true, false) => secondary += 1,
                (false, _) => missed.push(format!(
                    "{name}: {} {} {} on {:?}; found {}",
                    if is_core { "core" } else { "secondary" },
                    event.types.join("|"),
                    event.date,
                    event.words,
                    nearest(sample, event, &annotation.events),
                )),
            }
        }
        for words in &sample.none {
            if let Some(e) = annotation.events.iter().find(|e| touches(text, words, e)) {
                broken += 1;
                missed.push(format!("{name}: {} {:?} on {words:?}, which is none", e.event_type, e.date));
            }
        }
    }
    println!("{}", missed.join("\n"));
    let of = |count: fn(&Sample) -> usize| samples.iter().map(count).sum::<usize>();
    println!(
        "core {core} of {}, secondary {secondary} of {}, none broken {broken} of {}, dates {dates} of {}",
        of(|s| s.core.len()),
        of(|s| s.secondary.len()),
        of(|s| s.none.len()),
        samples.len()
    );
    assert!(core >= CORE, "core events found: expected {CORE}, found {core}");
    assert!(secondary >= SECONDARY, "secondary events found: expected {SECONDARY}, found {secondary}");
    assert!(broken <= NONE_BROKEN, "events where none is: expected {NONE_BROKEN}, found {broken}");
    assert!(dates >= DATES, "document dates: expected {DATES}, found {dates}");
}
