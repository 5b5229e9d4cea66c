//! The grammar file is the norm: what it makes is understood, and the parser knows no other words.

use std::collections::BTreeSet;

use timeline::query::{Format, Key, complete, parse};

use super::ebnf::{Grammar, Random, Writer};

const TEXT: &str = include_str!("../../grammar/query.ebnf");

/// A generated name may happen to be a reserved word, which is rightly refused.
fn is_accident(message: &str) -> bool {
    message.contains("found the keyword")
}

#[test]
fn sentences_of_the_grammar_parse_print_and_parse_again() {
    let grammar = Grammar::read(TEXT);
    let mut writer = Writer::new(&grammar, 7);
    let mut understood = 0;
    for _ in 0..4000 {
        let sentence = writer.sentence("query");
        let query = match parse(&sentence) {
            Ok(query) => query,
            Err(error) if is_accident(&error.to_string()) => continue,
            Err(error) => panic!("{}", error.0.render(&sentence)),
        };
        understood += 1;
        let printed = query.to_string();
        let again =
            parse(&printed).unwrap_or_else(|error| panic!("{sentence}\n{}", error.0.render(&printed)));
        assert!(again == query, "{sentence}\n{printed}\n{query:?}\n{again:?}");
        assert_eq!(again.to_string(), printed);
    }
    assert!(understood > 3900, "{understood} of 4000");
    let unwritten: Vec<_> = grammar.alternatives().difference(&writer.written).copied().collect();
    assert!(unwritten.is_empty(), "never written: {unwritten:?}");
}

#[test]
fn damaged_sentences_are_refused_inside_the_text() {
    let grammar = Grammar::read(TEXT);
    let mut writer = Writer::new(&grammar, 11);
    let mut random = Random(13);
    let mut refused = 0;
    for _ in 0..4000 {
        let mut characters: Vec<char> = writer.sentence("query").chars().collect();
        for _ in 0..=random.below(3) {
            let at = random.below(characters.len());
            match random.below(4) {
                0 => characters.truncate(at.max(1)),
                1 => {
                    characters.remove(at);
                }
                2 => characters
                    .insert(at, ['"', '(', ')', '|', ',', '.', '\u{0}', '💥', '0', 'x'][random.below(10)]),
                _ => {
                    let other = random.below(characters.len());
                    characters.swap(at, other);
                }
            }
            if characters.is_empty() {
                break;
            }
        }
        let sentence: String = characters.into_iter().collect();
        if let Err(error) = parse(&sentence) {
            refused += 1;
            let span = error.0.span;
            assert!(span.start <= span.end && span.end <= sentence.len(), "{sentence}: {span:?}");
            assert!(sentence.get(span.range()).is_some(), "{sentence}: {span:?} cuts a character");
            assert!(!error.0.message.is_empty());
            error.0.render(&sentence);
        }
        complete(&sentence, random.below(sentence.len() + 1));
    }
    assert!(refused > 2000, "{refused} of 4000");
}

#[test]
fn the_parser_knows_the_words_of_the_grammar_and_no_others() {
    let grammar = Grammar::read(TEXT);
    let letters = |words: BTreeSet<String>| -> BTreeSet<String> {
        words.into_iter().filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic())).collect()
    };
    // Everything that the parser offers anywhere along the way.
    let mut offered = BTreeSet::new();
    let mut writer = Writer::new(&grammar, 17);
    for _ in 0..3000 {
        let sentence = writer.sentence("query");
        // Every place is parsed up to by itself, so that long sentences take long and tell nothing that short ones do not.
        if sentence.len() > 400 {
            continue;
        }
        let blanks = sentence.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at + 1);
        for at in blanks.chain([0]) {
            offered.extend(complete(&sentence[..at], at).keywords.into_iter().map(str::to_owned));
        }
    }
    let marks = |word: &String| word.starts_with(|c: char| c.is_ascii_alphabetic());
    let bases: BTreeSet<String> =
        timeline::date::DateBasis::ALL.iter().map(|basis| basis.name().to_owned()).collect();
    let found: BTreeSet<String> = offered.into_iter().filter(marks).collect();
    let found: BTreeSet<String> = found.difference(&bases).cloned().collect();
    let words = grammar
        .order
        .iter()
        .map(String::as_str)
        .filter(|name| *name != "monthname" && name.chars().all(|c| c.is_ascii_lowercase()));
    assert_eq!(found, letters(grammar.terminals(words)));

    let keys: BTreeSet<String> = Key::all().map(|key| key.name().to_owned()).collect();
    assert_eq!(keys, grammar.terminals(["column"]));
    let formats: BTreeSet<String> = Format::ALL.iter().map(|format| format.name().to_owned()).collect();
    assert_eq!(formats, grammar.terminals(["format"]));
}

#[test]
fn reserved_words_are_those_that_the_grammar_says() {
    let grammar = Grammar::read(TEXT);
    let upto = grammar.order.iter().position(|name| name == "duration").unwrap();
    let reserved = grammar.terminals(grammar.order[..upto].iter().map(String::as_str));
    for word in reserved.iter().filter(|word| word.chars().all(char::is_alphabetic)) {
        let error = parse(&format!("events with {word}")).expect_err(word);
        assert!(error.to_string().contains("keyword"), "{word}: {error}");
    }
    for word in
        grammar.terminals(["unit", "column", "sharedkey", "format", "monthname"]).difference(&reserved)
    {
        assert!(parse(&format!("events with {word} | count")).is_ok(), "{word} is not reserved");
    }
}
