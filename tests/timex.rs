//! Time expressions: every row of `tests/corpus/timex`, every example of every rule, TimeML read back.

use std::fmt::Write;

use proptest::prelude::*;
use timeline::date::Day;
use timeline::document::{Document, Origin};
use timeline::lexicon::Lexicon;
use timeline::text::Span;
use timeline::timex::{self, Reference, Resolved, english};

/// A sentence whose expressions stand in square brackets: its text without them, and where they stand.
fn unbracketed(sentence: &str) -> (String, Vec<Span>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut start = 0;
    for c in sentence.chars() {
        match c {
            '[' => start = text.len(),
            ']' => spans.push(Span::new(start, text.len())),
            c => text.push(c),
        }
    }
    (text, spans)
}

fn resolved(text: &str, reference: &Reference, lexicon: &Lexicon) -> (Document, Vec<Resolved>) {
    let document = Document::new(text.to_owned(), Origin::default(), lexicon);
    let found = timex::find(&document, lexicon);
    let resolved = timex::resolve(&found, &document, reference, lexicon);
    (document, resolved)
}

fn day(text: &str) -> Reference {
    let parts: Vec<i64> = text.split('-').map(|p| p.parse().unwrap()).collect();
    Reference::Day(
        Day::from_ymd(parts[0], u8::try_from(parts[1]).unwrap(), u8::try_from(parts[2]).unwrap()).unwrap(),
    )
}

#[track_caller]
fn check_file(name: &str, text: &str, lexicon: &Lexicon, failures: &mut String) -> (usize, usize) {
    let mut reference = None;
    let mut expected = String::new();
    let (mut rows, mut silent) = (0, 0);
    for (number, line) in
        text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'))
    {
        let at = format!("{name}:{}", number + 1);
        if let Some(date) = line.strip_prefix("reference: ") {
            reference = Some(if date == "none" { Reference::None } else { day(date) });
        } else if let Some(sentence) = line.strip_prefix("  ") {
            let reference = reference.expect("a corpus file begins with its reference date");
            let (plain, spans) = unbracketed(sentence);
            let (_, found) = resolved(&plain, &reference, lexicon);
            rows += 1;
            if expected == "none" {
                silent += 1;
                if !found.is_empty() {
                    let what: Vec<String> = found
                        .iter()
                        .map(|r| {
                            format!(
                                "{:?} = {} by {}",
                                r.expression.span.of(&plain),
                                r.value,
                                r.expression.rule
                            )
                        })
                        .collect();
                    writeln!(failures, "{at}: nothing expected, found {}\n    {plain}", what.join(", "))
                        .unwrap();
                }
                continue;
            }
            for (span, value) in spans.iter().zip(expected.split(' ').cycle()) {
                let hit = found.iter().find(|r| r.expression.span == *span);
                let given = hit.map(|r| match r.expression.modifier {
                    Some(modifier) => format!("{}:{}", r.value, modifier.name()),
                    None => r.value.to_string(),
                });
                if given.as_deref() != Some(value) {
                    let near: Vec<String> = found
                        .iter()
                        .map(|r| format!("{:?} = {}", r.expression.span.of(&plain), r.value))
                        .collect();
                    writeln!(
                        failures,
                        "{at}: {:?}: expected {value}, found {}\n    {plain}",
                        span.of(&plain),
                        near.join(", ")
                    )
                    .unwrap();
                }
            }
        } else {
            line.trim_end().clone_into(&mut expected);
        }
    }
    (rows, silent)
}

#[test]
fn every_sentence_of_the_corpus_is_read_as_it_says() {
    let lexicon = Lexicon::embedded().unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/timex");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let (mut failures, mut rows, mut hard) = (String::new(), 0, 0);
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let (all, silent) =
            check_file(&name, &std::fs::read_to_string(&file).unwrap(), &lexicon, &mut failures);
        rows += all;
        hard += if name.starts_with("told") || name.starts_with("undated") { all } else { silent };
    }
    assert!(failures.is_empty(), "{failures}");
    assert!(rows >= 1500, "the corpus has only {rows} rows");
    assert!(hard * 3 >= rows, "only {hard} of {rows} rows are silent or hang on what is told");
}

#[test]
fn every_rule_finds_its_examples_and_nothing_in_its_counter_examples() {
    let lexicon = Lexicon::embedded().unwrap();
    let reference = day("2016-04-20");
    let mut failures = String::new();
    for rule in english::rules() {
        assert!(
            !rule.examples.is_empty() && !rule.counter_examples.is_empty(),
            "{} has no examples",
            rule.name
        );
        let mut fired = false;
        for example in rule.examples {
            let (plain, spans) = unbracketed(example);
            let (_, found) = resolved(&plain, &reference, &lexicon);
            let given: Vec<Span> = found.iter().map(|r| r.expression.span).collect();
            if given != spans {
                let words: Vec<&str> = given.iter().map(|s| s.of(&plain)).collect();
                writeln!(failures, "{}: {example}: found {words:?}", rule.name).unwrap();
            }
            fired |= found.iter().any(|r| r.expression.rule == rule.name);
        }
        if !fired {
            writeln!(failures, "{}: finds none of its examples itself", rule.name).unwrap();
        }
        for counter in rule.counter_examples {
            let (_, found) = resolved(counter, &reference, &lexicon);
            if found.iter().any(|r| r.expression.rule == rule.name) {
                writeln!(failures, "{}: finds something in {counter}", rule.name).unwrap();
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn every_expression_says_where_it_is_counted_from() {
    let lexicon = Lexicon::embedded().unwrap();
    for (text, expression, explanation) in [
        (
            "The council suspended all contacts in April 2014. A referendum had been held the previous month.",
            "the previous month",
            "\u{201c}the previous month\u{201d}, counted from \u{201c}April 2014\u{201d} before it",
        ),
        (
            "The ministers met yesterday.",
            "yesterday",
            "\u{201c}yesterday\u{201d}, counted from the document date",
        ),
        (
            "The ministers will meet in July.",
            "July",
            "\u{201c}July\u{201d}, counted from the document date; to come, by the verb",
        ),
        ("The treaty of 1987 ended it.", "1987", "stated: \u{201c}1987\u{201d}"),
        (
            "They wrote on 4/5/2016.",
            "4/5/2016",
            "stated: \u{201c}4/5/2016\u{201d}; may also be read as 2016-05-04, day and month the other way round",
        ),
    ] {
        let (document, found) = resolved(text, &day("2016-04-20"), &lexicon);
        let hit = found.iter().find(|r| r.expression.span.of(text) == expression).unwrap();
        assert_eq!(hit.explain(&found, &document.text).to_string(), explanation);
    }
}

#[test]
fn dates_are_written_as_edtf_too() {
    let lexicon = Lexicon::embedded().unwrap();
    for (text, edtf) in [
        ("They met on 12 April 2016.", Some("2016-04-12")),
        ("They wrote on 4/5/2016.", Some("[2016-04-05,2016-05-04]")),
        ("They met in the 1980s.", Some("198X")),
        ("It stood in the 19th century.", Some("18XX")),
        ("It was found in 499 BC.", Some("-0498")),
        ("They met around May 3, 2015.", Some("2015-05-03~")),
        ("They met last week.", Some("2016-04-11/2016-04-17")),
        ("It took two years.", None),
        ("They meet every six weeks.", None),
    ] {
        let (_, found) = resolved(text, &day("2016-04-20"), &lexicon);
        assert_eq!(found[0].edtf().map(|e| e.to_string()).as_deref(), edtf, "{text}");
    }
    let (_, found) = resolved("It lasted from March to May 2014.", &Reference::None, &lexicon);
    assert_eq!(found[1].interval().unwrap().to_string(), "2014-03/2014-05");
    let (_, found) = resolved("They meet on December 6.", &Reference::None, &lexicon);
    assert_eq!(found[0].edtf().unwrap().to_string(), "XXXX-12-06");
}

#[test]
fn what_hangs_on_one_of_a_few_days_is_one_of_a_few_itself() {
    let lexicon = Lexicon::embedded().unwrap();
    let written = timeline::date::parse("[2010-07-14,2011-07-14]").unwrap();
    let reference = Reference::of(Some(&written), true);
    let text =
        "They met on May 3 and again on Friday. Last year nobody came. In 2008 they had met on May 5, 2008.";
    let (_, found) = resolved(text, &reference, &lexicon);
    let edtf: Vec<String> = found.iter().map(|r| r.edtf().map_or(String::new(), |e| e.to_string())).collect();
    assert_eq!(
        edtf,
        ["[2010-05-03,2011-05-03]", "[2010-07-09,2011-07-08]", "[2009,2010]", "2008", "2008-05-05"]
    );
    assert_eq!(found[0].value.to_string(), "XXXX-05-03");
    assert_eq!(found[1].against, timex::Against::Document);
}

#[test]
fn timeml_is_read_back_as_it_was_written() {
    let lexicon = Lexicon::embedded().unwrap();
    let text = "A \"firm\" <offer> & more came on 12 April 2014;\r\nfrom March to May 2015 they met twice a week.\u{1} It lasted almost two \
        years, over the past three months. They will meet next July.";
    let (document, found) = resolved(text, &day("2016-04-20"), &lexicon);
    let mut out = Vec::new();
    let date = timeline::date::parse("2016-04-20").unwrap();
    timex::timeml::write(&mut out, &document, &found, Some(&date)).unwrap();
    let xml = String::from_utf8(out).unwrap();
    let tree = roxmltree::Document::parse(&xml).unwrap();
    let body = tree.descendants().find(|n| n.has_tag_name("TEXT")).unwrap();
    let written: String =
        body.descendants().filter(roxmltree::Node::is_text).map(|n| n.text().unwrap()).collect();
    assert_eq!(written, text.replace('\u{1}', "\u{fffd}"));
    let tags: Vec<String> = body
        .children()
        .filter(|n| n.has_tag_name("TIMEX3"))
        .map(|n| {
            n.attributes()
                .filter(|a| a.name() != "temporalFunction")
                .map(|a| a.value())
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    assert_eq!(
        tags,
        [
            "t1 DATE 2014-04-12",
            "t2 DATE 2015-03 t3",
            "t3 DATE 2015-05",
            "t10 DURATION P2M t2 t3",
            "t4 SET P1W EVERY 2X",
            "t5 DURATION P2Y LESS_THAN",
            "t6 DURATION P3M t0",
            "t7 DATE 2016-07 t0",
        ]
    );
    let creation = tree.descendants().find(|n| n.attribute("functionInDocument").is_some()).unwrap();
    assert_eq!(creation.attribute("value"), Some("2016-04-20"));
}

proptest! {
    /// Any text has a reading: nothing panics, spans lie in order on character boundaries, every value can be written.
    #[test]
    fn any_text_has_a_reading(words in prop::collection::vec(prop_oneof![
        prop::sample::select(vec![
            "the", "a", "of", "in", "on", "May", "March", "Feb.", "Sept", "Friday", "Sun.", "12", "31", "2016", "1939", "45", "000", "-",
            "–", "/", ":", ",", ".", "'", "’s", "s", "th", "BC", "AD", "year", "years", "quarter", "second", "half", "last", "next", "this",
            "that", "early", "end", "mid", "ago", "later", "before", "every", "twice", "hundred", "twenty", "three", "few", "noon", "p.m.",
            "GMT", "today", "now", "recent", "fiscal", "decade", "nineties", "Christmas", "Easter", "to", "and", "or", "between", "morning",
            "week", "29 February", "0", "99999999", "weekend", "about", "more", "than", "no", "Of",
        ]).prop_map(str::to_owned),
        "\\PC{0,6}",
    ], 0..40), glue in prop::sample::select(vec![" ", "", "\n"]), known in prop::bool::ANY) {
        thread_local!(static LEXICON: Lexicon = Lexicon::embedded().unwrap());
        let text = words.join(glue);
        let reference = if known { day("2000-02-29") } else { Reference::None };
        LEXICON.with(|lexicon| {
            let (document, found) = resolved(&text, &reference, lexicon);
            let mut last = 0;
            for one in &found {
                let span = one.expression.span;
                assert!(last <= span.start && !span.is_empty(), "{text:?}");
                last = span.end;
                assert!(!one.value.to_string().is_empty());
                if let Some(edtf) = one.edtf() {
                    let written = edtf.to_string();
                    assert_eq!(timeline::date::parse(&written).unwrap().to_string(), written, "{text:?}");
                }
                one.explain(&found, &document.text).to_string();
            }
        });
    }
}
