//! Who takes part at the date of an event, and what is no event and why.

use std::fs;
use std::ops::ControlFlow;

use serde_json::json;
use tempfile::TempDir;
use timeline::lexicon::Lexicon;
use timeline::session::{AnnotateOptions, Annotation, Input, annotate};

/// Annotates texts, each with the day it was written.
fn annotated<'a>(texts: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Annotation> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("texts.jsonl");
    let lines: Vec<String> =
        texts.map(|(date, text)| json!({"id": text, "date": date, "text": text}).to_string()).collect();
    fs::write(&path, lines.join("\n")).unwrap();
    let options = AnnotateOptions { paths: vec![path], input: Input::Records, date: None, skipped: true };
    let mut found = Vec::new();
    annotate(
        &options,
        &Lexicon::embedded().unwrap(),
        |annotation| annotation,
        |ready| {
            found.extend(ready.into_iter().map(Result::unwrap));
            ControlFlow::Continue(())
        },
    );
    found
}

/// The day of writing, a text, and who takes part in its first event, by sides.
const ROLES: &[(&str, &str, &str)] = &[
    // A bare office is that of who held it at the time of the event, whenever the text is written.
    (
        "1985-05-20",
        "The Soviet foreign minister met Shultz in Vienna on May 14.",
        "Andrei Gromyko; Soviet Union > George Shultz; United States",
    ),
    (
        "2016-05-05",
        "The Soviet foreign minister met Shultz in Geneva on November 19, 1985.",
        "Eduard Shevardnadze; Soviet Union > George Shultz; United States",
    ),
    (
        "2016-05-05",
        "The Russian foreign minister met Kerry in Geneva on April 20.",
        "Sergei Lavrov; Russia > John Kerry; United States",
    ),
    (
        "2016-05-05",
        "Russia's president met Clinton in Helsinki on March 20, 1997.",
        "Boris Yeltsin; Russia > Bill Clinton; United States",
    ),
    (
        "2016-05-05",
        "The foreign minister of France met Lavrov on April 19, 2016.",
        "Jean-Marc Ayrault; France > Sergei Lavrov; Russia",
    ),
    // Not another one, and nobody where two held it within the time told.
    (
        "2016-05-05",
        "The former Russian foreign minister met Kerry on April 19, 2016.",
        "Russia > John Kerry; United States",
    ),
    (
        "2016-05-05",
        "The deputy foreign minister of Russia met Kerry on April 19, 2016.",
        "Russia > John Kerry; United States",
    ),
    (
        "2016-05-05",
        "The Soviet foreign minister met Shultz in 1985.",
        "Soviet Union > George Shultz; United States",
    ),
    // Who held no office then speaks for nobody.
    (
        "2016-05-05",
        "Then-Senator Kerry met Assad in Damascus on January 24, 2009.",
        "John Kerry > Bashar al-Assad; Syria",
    ),
    ("2016-05-05", "Kerry met Assad in Damascus on January 24, 2009.", "John Kerry > Bashar al-Assad; Syria"),
    // A surname is his who held office then.
    ("2016-05-05", "On March 20, 2003 Bush attacked Iraq.", "George W. Bush; United States > Iraq"),
    ("2016-05-05", "On January 17, 1991 Bush attacked Iraq.", "George H. W. Bush; United States > Iraq"),
    (
        "1990-05-05",
        "Reagan met Gorbachev on November 19, 1985.",
        "Ronald Reagan; United States > Mikhail Gorbachev; Soviet Union",
    ),
    // States by their form of the time.
    (
        "2016-05-05",
        "In November 1985 Russia met the United States in Geneva.",
        "Soviet Union > United States",
    ),
    ("2016-05-05", "In November 2015 Russia met the United States in Vienna.", "Russia > United States"),
    ("2016-05-05", "On April 12 Russia criticized Sweden.", "Russia > Sweden"),
    ("2016-05-05", "On June 24, 1812 France attacked Russia.", "France > Russian Empire"),
];

#[test]
fn roles_are_those_of_the_day_of_the_event() {
    let found = annotated(ROLES.iter().map(|(date, text, _)| (*date, *text)));
    let mut wrong = Vec::new();
    for ((_, text, expected), found) in ROLES.iter().zip(&found) {
        let sides = found.events.first().map(|e| format!("{} > {}", e.from.join("; "), e.to.join("; ")));
        if sides.as_deref() != Some(*expected) {
            wrong.push(format!("{text}\n  expected {expected}\n  found    {}", sides.unwrap_or_default()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A text, and what is skipped in it: words and reason. Of the types in front nothing may be left as an event.
const SKIPPED: &[(&str, &str, &str)] = &[
    ("talks", "The talks planned for May 3 were put off.", "planned cancelled"),
    ("talks", "France called off the talks planned for May 3.", "planned cancelled"),
    ("meeting", "The meeting on May 3 was cancelled.", "meeting cancelled"),
    (
        "meeting",
        "France and Germany had planned to meet on May 3, but the meeting was called off.",
        "meet cancelled",
    ),
    ("meeting", "France will meet Germany on May 3. The meeting was later cancelled.", "meet cancelled"),
    ("visit", "A visit by the Polish president on May 3 has been postponed.", "visit cancelled"),
    ("talks", "The postponement of the May 3 talks angered France.", "talks cancelled"),
    ("summit", "France announced the cancellation of the summit of May 3.", "summit cancelled"),
    ("summit", "The cancelled summit of May 3 cost France a fortune.", "summit cancelled"),
    ("meeting", "France denied that it had met Germany on April 3.", "met denied"),
    ("attack", "France denied having attacked Germany on April 3.", "attacked denied"),
    ("meeting", "France denied reports that it had met Germany on April 3.", "met denied"),
    ("meeting", "France rejected reports of a meeting with Germany on April 3.", "meeting denied"),
    ("meeting", "France has not met Germany since April 3.", "met negated"),
    ("meeting", "France may meet Germany on May 3.", "meet hypothetical"),
    ("meeting", "Did France meet Germany on April 3?", "meet question"),
];

/// The same words where the event stands.
const TOLD: &[(&str, &str)] = &[
    ("meeting", "France did not cancel the meeting of May 3."),
    ("meeting", "France and Germany will hold a meeting on May 3. The visit to Spain was cancelled."),
    ("talks", "France and Germany held talks on April 3 although the first round had been postponed."),
    ("meeting", "France met Germany on April 3, a spokesman said, denying reports that it had met Spain."),
];

#[test]
fn what_is_called_off_or_denied_is_no_event() {
    let texts = SKIPPED.iter().map(|(_, text, _)| *text).chain(TOLD.iter().map(|(_, text)| *text));
    let found = annotated(texts.map(|text| ("1999-04-20", text)));
    let mut wrong = Vec::new();
    for ((event_type, text, expected), found) in SKIPPED.iter().zip(&found) {
        let skipped: Vec<String> =
            found.skipped.iter().flatten().map(|s| format!("{} {}", s.text, s.reason)).collect();
        let left: Vec<&str> = found.events.iter().map(|e| e.event_type.as_str()).collect();
        let named = found.skipped.iter().flatten().all(|s| s.evidence.contains(s.text.as_str()));
        if !skipped.iter().any(|s| s == expected) || left.contains(event_type) || !named {
            wrong.push(format!("{text}\n  expected {expected}\n  found    {skipped:?}, events {left:?}"));
        }
    }
    for ((event_type, text), found) in TOLD.iter().zip(&found[SKIPPED.len()..]) {
        if !found.events.iter().any(|e| e.event_type == *event_type) {
            wrong.push(format!("{text}\n  expected an event, found {:?}", found.skipped));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Texts written on 2015-06-17, a Wednesday, and what they tell: types with their dates, in the order of the text.
const DATES: &[(&str, &str)] = &[
    // Verbs that share a subject share a time that opens the sentence, or that of the first of them.
    (
        "Last month, Norway recalled its envoy and imposed sanctions on Iceland.",
        "recall 2015-05; sanction 2015-05",
    ),
    (
        "In June 2014 the ministers met in Oslo, and the envoy of Iceland was expelled.",
        "meeting 2014-06; expulsion 2014-06",
    ),
    ("In 1990 he left the ministry and he founded a party.", "other 1990; founding 1990"),
    (
        "Norway and Iceland met on Monday and will meet again on Thursday.",
        "meeting 2015-06-15; meeting 2015-06-18 planned",
    ),
    ("The island was bought by Norway in 1920, and joined the union in 1922.", "other 1920; founding 1922"),
    // What happens when something else does has its date.
    (
        "Two envoys were arrested when police raided the embassy of Iceland in March 2014.",
        "arrest 2014-03; investigation 2014-03",
    ),
    (
        "At the April 20 meeting in Oslo, Norway recognised Kosovo.",
        "meeting 2015-04-20; recognition 2015-04-20",
    ),
    ("In a March 3 speech, Erna Solberg praised Iceland.", "statement 2015-03-03; support 2015-03-03"),
    // After and before order what they join; the preposition before a dated noun is the noun's.
    (
        "On May 4 Norway suspended the treaty after testing a missile.",
        "suspension 2015-05-04; incident [..2015-05-04]",
    ),
    ("Norway kept its word since the April 20 accord with Iceland.", "other 2015-06-17; treaty 2015-04-20"),
    // A relative clause has its own time, and takes none of its clause's.
    ("In January officers who had searched for the envoy arrested a man.", "arrest 2015-01"),
    ("The treaty, signed in 1987 by Norway and Iceland, bans such missiles.", "treaty 1987"),
    ("The first ferry, built by a yard in Oslo, was launched in 1976.", "other 1976"),
    // What has two times apart from each other happened twice; days side by side may be one thing.
    ("Norway expelled envoys in January and April.", "expulsion 2015-01; expulsion 2015-04"),
    ("The ministers met in Oslo on June 8 and 9.", "meeting {2015-06-08,2015-06-09}"),
    ("The ministers will meet in July or September.", "meeting [2015-07,2015-09] planned"),
    // The new day of what is put off is its own; the old one dates nothing.
    (
        "The talks with Iceland, originally due next week, were postponed until July 20.",
        "talks 2015-07-20 planned; suspension 2015-06-17",
    ),
    ("Norway called elections for September 6.", "concession 2015-06-17; election 2015-09-06 planned"),
    // A length of time up to the day of writing, or from it on, bounds what is told of it.
    ("Norway has expelled six envoys over the past two months.", "expulsion [2015-04..2015-06-17]"),
    ("Norway will withdraw its troops over the next two years.", "withdrawal [2015-06-17..2017] planned"),
    ("Norway approved new aid over the next two years.", "aid [2015-06-17..2017] planned"),
    ("Norway suspended the treaty less than two weeks ago.", "suspension [2015-06-03..2015-06-17]"),
    ("The envoys left Oslo after 2016.", "other [2016..]"),
    // What happens on an occasion happens on its day.
    (
        "At a ceremony on Monday Norway signed the treaty. Iceland recalled its envoy at the ceremony.",
        "other 2015-06-15; treaty 2015-06-15; recall 2015-06-15",
    ),
    // What is asked for, or prompted, and when.
    ("On May 4 Norway asked that the envoy be recalled by June 1.", "appeal 2015-05-04"),
    ("Norway asked Iceland to return the ship two weeks ago.", "appeal 2015-06-03"),
    (
        "The raid of May 3 prompted Norway to recall its envoy on May 5.",
        "attack 2015-05-03; recall 2015-05-05",
    ),
    // A verb behind a relative clause is not that clause's, nor is its time.
    ("The envoy, whose term began in January, was recalled on Monday.", "other 2015-01; recall 2015-06-15"),
    (
        "Norway said building of the ferry, begun in 2009, was suspended on Monday.",
        "other 2009; suspension 2015-06-15",
    ),
    // Who speaks may stand behind the verb.
    ("\"We think it is a good treaty,\" said Erna Solberg.", "statement 2015-06-17"),
    // "Oslo based" is no verb.
    ("In May Norway blamed Oslo based Nordic Steel.", "accusation 2015-05"),
    // A time may stand between an auxiliary and its verb.
    ("Norway will now recall its envoy next month.", "recall 2015-07 planned"),
    ("Norway has today recalled its envoy from Iceland.", "recall 2015-06-17"),
    // Nothing dated is lost, whatever the verb.
    ("The ferry will make its first voyage to Iceland on October 25.", "visit 2015-10-25 planned"),
    ("The painter, born in Oslo in 1950, moved to Iceland in 1971.", "other 1950; other 1971"),
    ("The first flight of the new airline was in 1994.", "other 1994"),
];

#[test]
fn every_clause_gets_the_date_that_the_text_gives_it() {
    let found = annotated(DATES.iter().map(|(text, _)| ("2015-06-17", *text)));
    for ((text, expected), annotation) in DATES.iter().zip(found) {
        let events = annotation.events.iter().map(|event| {
            let planned = if event.realis == "planned" { " planned" } else { "" };
            format!("{} {}{planned}", event.event_type, event.date.as_deref().unwrap_or("undated"))
        });
        assert_eq!(events.collect::<Vec<_>>().join("; "), *expected, "{text}");
    }
}

#[test]
fn an_event_says_which_words_gave_who_takes_part_and_where() {
    let text = "On Monday the French visited Moscow. On Tuesday Sergei Lavrov flew to Brussels. He warned the alliance.";
    let found: Vec<Annotation> = annotated([("2015-06-17", text)].into_iter());
    let rules: Vec<&str> = found[0].events.iter().flat_map(|e| &e.rules).map(String::as_str).collect();
    for expected in [
        "who: \"the French\" → France",
        "who: \"Sergei Lavrov\" → Sergei Lavrov (foreign minister), Russia",
        "who: \"He\" → Sergei Lavrov (foreign minister), Russia",
    ] {
        assert!(rules.contains(&expected), "{expected} is not among {rules:?}");
    }
}
