use crate::document::{BlockKind, Document, Sentence};
use crate::lexicon::{ActorId, Found, Lexicon, Meaning, Names, Term, find_names};
use crate::text::Token;
use crate::timex::{Shift, TimeExpression, Unit as units, Written, WrittenYear};

use super::clue::Requirement;

/// A text may call somebody by an office for a while after it was given up: "the outgoing", "who resigned on Thursday".
const AFTERWARDS: i64 = 45;

/// A person named with the title of an office was in it: on a day of the term, or shortly after.
///
/// Passed over are people of the background: those in sentences that name a year, and those whom a word beside them
/// puts into the past ("former", "late", "assassinated").
pub(super) fn offices(document: &Document, times: &[TimeExpression], lexicon: &Lexicon) -> Vec<Requirement> {
    let mut out: Vec<Requirement> = Vec::new();
    for sentence in &document.sentences {
        let furniture = matches!(document.kind_of(sentence), BlockKind::Furniture | BlockKind::Credit);
        if furniture || names_a_year(sentence, times) {
            continue;
        }
        let tokens = document.tokens_of(sentence);
        let found = find_names(tokens, &document.text, lexicon);
        for index in 0..found.len() {
            let held = holders(tokens, &document.text, &found, index, lexicon)
                .or_else(|| administration(tokens, &document.text, &found[index], lexicon));
            if let Some(requirement) = held
                && !out.iter().any(|other| other.because == requirement.because)
            {
                out.push(requirement);
            }
        }
    }
    out
}

/// Whether a sentence tells of another year than that of writing.
fn names_a_year(sentence: &Sentence, times: &[TimeExpression]) -> bool {
    // Expressions stand in the order of the text.
    let first = times.partition_point(|time| time.span.start < sentence.span.start);
    let inside = times[first..].iter().take_while(|time| time.span.start < sentence.span.end);
    inside.into_iter().any(|time| time.has_year() || is_years_back(time))
}

/// "last year", "in July last year", "ten years ago"
const fn is_years_back(time: &TimeExpression) -> bool {
    use crate::timex::Meaning::{Date, Offset, Unit};
    matches!(
        time.meaning,
        Date(Written { year: WrittenYear::Of(Shift::Last), .. })
            | Unit(Shift::Last, units::Year | units::Decade | units::Century)
            | Offset(_, units::Year | units::Decade | units::Century, _)
    )
}

/// The days on which the person at `index` held the office that the words beside the name give.
fn holders(
    tokens: &[Token],
    text: &str,
    found: &[Found],
    index: usize,
    lexicon: &Lexicon,
) -> Option<Requirement> {
    let person = &found[index];
    let people: Vec<ActorId> = person.meanings.iter().filter_map(person_of).collect();
    if people.is_empty() {
        return None;
    }
    let title = title_beside(tokens, text, found, index)?;
    let begin = title.tokens.start.min(person.tokens.start);
    let word = |at: usize| tokens.get(at).map_or(String::new(), |t| t.of(text).to_ascii_lowercase());
    let before = (begin.saturating_sub(3)..begin).map(word);
    let after = (person.tokens.end..person.tokens.end + 6).map(word);
    if before.chain(after).any(|w| is_of_the_past(&w)) {
        return None;
    }
    let names = &lexicon.names;
    let mut days: Vec<Term> = Vec::new();
    let mut because: Vec<String> = Vec::new();
    for id in people {
        let terms = terms(names, id, &title.meanings);
        if !terms.is_empty() {
            because.push(in_words(names, id, &title.meanings, &terms));
        }
        days.extend(terms.iter().map(|t| Term { begin: t.begin, end: t.end.plus(AFTERWARDS) }));
    }
    (!days.is_empty()).then(|| Requirement::new(days, because.join(" or ")))
}

/// "The Clinton administration", "the Thatcher government": the days on which there was one of that name.
fn administration(tokens: &[Token], text: &str, named: &Found, lexicon: &Lexicon) -> Option<Requirement> {
    let names = &lexicon.names;
    let word = |at: usize| tokens.get(at).map_or(String::new(), |t| t.of(text).to_ascii_lowercase());
    let begin = named.tokens.start;
    let past = |w: &str| {
        is_of_the_past(w) || matches!(w, "during" | "since" | "previous" | "earlier" | "of" | "by" | "from")
    };
    if word(begin.checked_sub(1)?) != "the" || (begin.saturating_sub(3)..begin).map(word).any(|w| past(&w)) {
        return None;
    }
    let mut days: Vec<Term> = Vec::new();
    let mut because: Vec<String> = Vec::new();
    let mut add = |term: Term, who: &str, what: &str| {
        days.push(Term { begin: term.begin, end: term.end.plus(AFTERWARDS) });
        because.push(format!("{who} was {what} ({})", span_of(&term)));
    };
    let governs = word(named.tokens.end) == "government";
    for meaning in &named.meanings {
        match meaning {
            Meaning::Actor(id) if names.actor(*id).name.ends_with(" Administration") => {
                let actor = names.actor(*id);
                if !actor.term.begin.is_unbounded() {
                    add(actor.term, &format!("the {}", actor.name), "in office");
                }
            }
            Meaning::Person(id) | Meaning::Surname(id) if governs => {
                let actor = names.actor(*id);
                for held in actor.offices.iter().filter(|o| HEADS.contains(&o.office)) {
                    add(held.term, actor.name, held.office);
                }
            }
            _ => {}
        }
    }
    because.dedup();
    (!days.is_empty()).then(|| Requirement::new(days, because.join(" or ")))
}

/// Those after whom a government is called.
const HEADS: [&str; 3] = ["prime minister", "premier", "chancellor"];

const fn person_of(meaning: &Meaning) -> Option<ActorId> {
    match meaning {
        Meaning::Person(id) | Meaning::Surname(id) => Some(*id),
        _ => None,
    }
}

/// Words that say that somebody is in office no more: "former President", "then-Senator", "the late".
fn is_of_the_past(word: &str) -> bool {
    matches!(
        word,
        "former"
            | "ex"
            | "then"
            | "late"
            | "past"
            | "onetime"
            | "deposed"
            | "ousted"
            | "overthrown"
            | "assassinated"
            | "assassination"
            | "murder"
            | "murdered"
            | "death"
            | "died"
            | "dead"
            | "funeral"
            | "era"
            | "under"
            | "predecessor"
            | "elect"
            | "successor"
    )
}

/// The title that stands right before a person's name, or behind a comma after it: "Kozyrev, the Russian foreign
/// minister".
fn title_beside<'a>(tokens: &[Token], text: &str, found: &'a [Found], person: usize) -> Option<&'a Found> {
    let name = &found[person].tokens;
    let before = found[..person].last().filter(|f| f.is_title() && f.tokens.end == name.start);
    before.or_else(|| {
        let behind = tokens.get(name.end).is_some_and(|t| t.of(text) == ",");
        // An article and a country may stand between.
        let near = |title: &&Found| title.tokens.start <= name.end + 4 && title.is_title();
        let title = found[person + 1..].iter().take(2).find(near).filter(|_| behind)?;
        let between = &tokens[name.end + 1..title.tokens.start];
        let plain = between.iter().all(|t| !matches!(t.of(text), "," | "and" | "with" | "." | ";"));
        // "Kozyrev, Foreign Minister Hurd": the title of the next person.
        let follows =
            tokens.get(title.tokens.end).is_none_or(|t| matches!(t.of(text), "," | "." | ";" | "of"));
        (plain && follows).then_some(title)
    })
}

/// The terms of a person in the office that a title names.
fn terms(names: &Names, person: ActorId, title: &[Meaning]) -> Vec<Term> {
    let offices = &names.actor(person).offices;
    title
        .iter()
        .filter_map(|m| match m {
            Meaning::Title(index) => names.titles.get(*index as usize),
            _ => None,
        })
        .flat_map(|title| {
            offices
                .iter()
                // Who speaks for whom is known for a part of the years only.
                .filter(move |o| o.office != "spokesman")
                .filter(move |o| title.office.split('|').any(|office| office == o.office))
                .filter(move |o| title.of.is_none_or(|of| of == o.of))
                .map(|o| o.term)
        })
        .collect()
}

fn in_words(names: &Names, person: ActorId, title: &[Meaning], terms: &[Term]) -> String {
    let office = title.iter().find_map(|m| match m {
        Meaning::Title(index) => names.titles.get(*index as usize).map(|t| t.title),
        _ => None,
    });
    let mut spans: Vec<String> = Vec::new();
    for term in terms {
        let span = span_of(term);
        if !spans.contains(&span) {
            spans.push(span);
        }
    }
    format!("{} was {} ({})", names.actor(person).name, office.unwrap_or("in office"), spans.join(", "))
}

fn span_of(term: &Term) -> String {
    let until = if term.end.is_unbounded() { "now".to_owned() } else { term.end.to_string() };
    format!("{} to {until}", term.begin)
}
