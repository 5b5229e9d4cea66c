//! What sentences name: a table of our own, a sentence a row, read by grammar and word lists.

use timeline::document::{Document, Origin};
use timeline::lexicon::Lexicon;
use timeline::{extract, timex};

const TABLE: &str = include_str!("types.tsv");

/// The types of a sentence's events in the order of the text.
fn types_of(sentence: &str, lexicon: &Lexicon) -> String {
    let document = Document::new(sentence.to_owned(), Origin::default(), lexicon);
    let times = timex::resolve(
        &timex::find(&document, lexicon),
        &document,
        &timex::Reference::of(None, false),
        lexicon,
    );
    let extraction = extract::events(&document, &times, None, lexicon);
    let mut found: Vec<(usize, &str)> = extraction
        .events
        .iter()
        .filter(|e| {
            let class = lexicon.types.id(&e.event_type).map(|t| lexicon.types.get(t).class);
            !matches!(class, Some("STATEMENT" | "OTHER"))
        })
        .map(|e| (e.mentions[0].trigger.start, e.event_type.as_str()))
        .collect();
    found.sort_unstable();
    if found.is_empty() {
        return "-".to_owned();
    }
    found.iter().map(|(_, name)| *name).collect::<Vec<_>>().join("|")
}

#[test]
fn sentences_name_their_events() {
    let lexicon = Lexicon::embedded().unwrap();
    let rows: Vec<(&str, &str)> = TABLE
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .skip(1)
        .map(|l| l.split_once('\t').unwrap_or_else(|| panic!("two columns: {l}")))
        .collect();
    assert!(rows.len() >= 250, "{} rows", rows.len());
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(expected, sentence)| {
            let found = types_of(sentence, &lexicon);
            (found != *expected).then(|| format!("{sentence}\n  expected {expected}, found {found}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
