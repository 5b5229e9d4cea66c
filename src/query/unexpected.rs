//! What is said of a query that goes on otherwise than the grammar has it: what was expected, what was found, and what the
//! one who wrote it may have meant.

use super::ast::Field;
use super::expected::{Expected, Log, Part, alike, article, describe};
use super::lexical::{self, Kind};
use super::literal;
use super::parse::parse;
use super::{ChainKey, Format};
use crate::date::Fit;
use crate::text::{Diagnostic, Span};

/// Makes the message for what stands at the furthest place.
pub(super) fn unexpected(text: &str, tokens: &[lexical::Token], log: Log) -> Diagnostic {
    let (at, expected) = log.into_furthest();
    let wanted = describe(&expected);
    let Some(token) = tokens.get(at) else {
        let end = Span::new(text.len(), text.len());
        if tokens.is_empty() {
            return Diagnostic::new("expected a query, found nothing", end)
                .with_help("a query begins with \"events\": events with NATO since 2014");
        }
        let diagnostic = Diagnostic::new(format!("expected {wanted}, found the end of the query"), end);
        return with_examples(diagnostic, &expected, form(text, tokens, &expected));
    };
    let found = token.span.of(text);
    let shown = if token.kind == Kind::Quoted { found.to_owned() } else { format!("\"{found}\"") };
    let diagnostic = Diagnostic::new(format!("expected {wanted}, found {shown}"), token.span);
    // The letter of an event stands before a column.
    let column =
        found.get(..2).filter(|letter| letter.ends_with('.') && expected.iter().any(Expected::is_key));
    let letter = column.unwrap_or_default();
    if let Some(key) = ChainKey::from_name(&found[letter.len()..]).filter(|_| column.is_some()) {
        let last = ChainKey::letter(ChainKey::EVENTS - 1);
        let help = format!("the events of a chain are called a, b and so on up to {last}: write a.{key}");
        return diagnostic.with_help(help);
    }
    let alike = alike(&found[letter.len()..], expected.iter().filter_map(|e| e.word()));
    if let Some(best) = alike.first().filter(|_| token.kind == Kind::Bare) {
        return diagnostic.with_help(format!("did you mean {letter}{best}?"));
    }
    if at == 0 {
        let better = format!("events {text}");
        let example = if parse(&better).is_ok() { &better } else { "events with NATO since 2014" };
        return diagnostic.with_help(format!("a query begins with \"events\": {example}"));
    }
    let is_word = token.kind == Kind::Bare && lexical::is_word(found);
    let before = tokens[at - 1].span.of(text).to_lowercase();
    let is = |wanted: &str| expected.iter().any(|e| e.word() == Some(wanted));
    let wants_mark = |mark| expected.contains(&Expected::Mark(mark));
    if is("followed") && before == "not" {
        return diagnostic.with_help("to leave events out: | where not …");
    }
    if found == ".." && before.starts_with('#') {
        return diagnostic.with_help("the time from one event to another: between #3 and #7");
    }
    if found.len() > 1 && found.starts_with('@') {
        return diagnostic.with_help(format!("a saved query stands at the beginning: {found} since 2014"));
    }
    match found.to_lowercase().as_str() {
        "not" if before == "not" => {
            return diagnostic.with_help("two of them take each other back: leave out both");
        }
        word @ ("and" | "or") if wants_mark("|") || is("type") => {
            return diagnostic.with_help(format!("{word} stands between two conditions"));
        }
        _ => {}
    }
    if found == ")" && wants_mark("|") {
        return diagnostic.with_help("no parenthesis is open here");
    }
    if Fit::from_name(&before).is_some() {
        return diagnostic.with_help(format!("{before} stands before dates: {before} in 2014"));
    }
    if is_word && expected.contains(&Expected::Date) && found.starts_with(char::is_uppercase) {
        let place = format!("places stand behind \"at\": at {found}");
        return if before == "in" { diagnostic.with_help(place) } else { diagnostic }
            .with_help(format!("a period by its name stands in quotes: {before} \"{found}\""))
            .with_help(literal::DATES);
    }
    if wants_mark(",")
        && (ChainKey::from_name(&before).is_some() && ChainKey::from_name(found).is_some())
        && !is("type")
    {
        return diagnostic.with_help(format!("commas stand between columns: {before}, {found}"));
    }
    if is_word && is("type") {
        if let Some(name) = name_before(text, tokens, at) {
            return diagnostic.with_help(format!("a name of several words stands in quotes: {name}"));
        }
        if is_stage(found) {
            return diagnostic.with_help(format!("a stage stands behind \"|\": | {found}"));
        }
        if !lexical::is_reserved(found) {
            let help =
                format!("a name stands behind what it names: with {found}, at {found}, about \"{found}\"");
            return diagnostic.with_help(help);
        }
    }
    with_examples(diagnostic, &expected, form(text, &tokens[..at], &expected))
}

/// What relations and stages of several words look like.
const FORMS: [(&str, &str); 11] = [
    ("between", "between 2014-03 and 2014-06"),
    ("within", "within 10 days of 2016-04-20"),
    ("certainly", "certainly in 2014-04"),
    ("possibly", "possibly in 2014-04"),
    ("maybe", "maybe in 2014-04"),
    ("first", "first 10"),
    ("last", "last 10"),
    ("nearest", "nearest 5 to 2016-04-20"),
    ("followed", "followed within 30 days by type meeting"),
    ("preceded", "preceded within 30 days by type meeting"),
    ("gaps", "gaps over 1 year"),
];

/// Returns what the relation or stage that was begun last looks like, where one of its own words is missing.
fn form(text: &str, tokens: &[lexical::Token], expected: &[Expected]) -> Option<&'static str> {
    let belongs = |wanted: &Expected| match wanted {
        Expected::Keyword(_, Part::Inner | Part::Unit | Part::Relation) => true,
        wanted => matches!(wanted, Expected::Number | Expected::Mark("(")),
    };
    if !expected.iter().all(belongs) {
        return None;
    }
    let mut begun = tokens.iter().rev().map(|token| token.span.of(text).to_lowercase()).peekable();
    while let Some(word) = begun.next() {
        let is_link = begun.peek().is_some_and(|before| matches!(before.as_str(), "followed" | "preceded"));
        if word == "within" && is_link {
            continue;
        }
        if let Some((_, form)) = FORMS.iter().find(|(begin, _)| *begin == word) {
            return Some(form);
        }
    }
    None
}

fn is_stage(word: &str) -> bool {
    ["where", "count", "sort", "first", "last", "nearest", "followed", "preceded", "gaps", "show", "as"]
        .iter()
        .any(|stage| stage.eq_ignore_ascii_case(word))
}

/// Where two bare words stand behind a field's keyword, the quoted spelling of both as one name.
fn name_before(text: &str, tokens: &[lexical::Token], at: usize) -> Option<String> {
    let word = |token: &lexical::Token| {
        token.kind == Kind::Bare
            && lexical::is_word(token.span.of(text))
            && !lexical::is_reserved(token.span.of(text))
    };
    let before = at.checked_sub(2)?;
    let field = tokens[before].span.of(text).to_lowercase();
    let is_field = Field::ALL.iter().any(|f| f.keyword() == field);
    let end = at + tokens[at..].iter().take_while(|token| word(token)).count();
    (is_field && word(&tokens[at - 1]) && end > at).then(|| {
        let name = Span::new(tokens[at - 1].span.start, tokens[end - 1].span.end).of(text);
        format!("{field} \"{name}\"")
    })
}

/// Adds what an expected thing looks like, where a newcomer may not know.
fn with_examples(diagnostic: Diagnostic, expected: &[Expected], form: Option<&str>) -> Diagnostic {
    if let Some(form) = form {
        return diagnostic.with_help(format!("it is written {form}"));
    }
    match expected {
        [Expected::Month] => {
            return diagnostic
                .with_help("a day is written with its month: 12 June 2014; #12 is the date of event 12");
        }
        [Expected::Year] => {
            return diagnostic.with_help("a month is written with its year: June 2014, 12 June 2014");
        }
        _ => {}
    }
    let mut names = expected.iter().filter_map(|e| match e {
        Expected::Name(field) => Some(*field),
        _ => None,
    });
    let keys: Vec<&str> = expected
        .iter()
        .filter_map(|e| match e {
            Expected::Key(key) => Some(key.name()),
            _ => None,
        })
        .collect();
    if expected.contains(&Expected::Date) {
        return diagnostic.with_help(literal::DATES);
    }
    if let Some(field) = names.next() {
        let noun = article(field.noun());
        return diagnostic
            .with_help(format!("the name of {noun} is one word, or several in quotes; a comma means or"));
    }
    if !keys.is_empty() {
        return diagnostic.with_help(format!("the columns are {}", keys.join(", ")));
    }
    if expected.iter().any(|e| matches!(e, Expected::Format(_))) {
        let formats: Vec<&str> = Format::ALL.iter().map(|f| f.name()).collect();
        return diagnostic.with_help(format!("the formats are {}", formats.join(", ")));
    }
    diagnostic
}
