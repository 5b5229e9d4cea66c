//! What the REPL teaches. Every line of a topic that stands four spaces in is an example, and a test runs them all.

/// A subject of `.help`.
pub(super) struct Topic {
    /// What one asks for.
    pub(super) name: &'static str,
    /// One line for the overview.
    pub(super) about: &'static str,
    /// The lesson.
    pub(super) text: &'static str,
}

/// Every subject, in the order one would learn them.
pub(super) const TOPICS: &[Topic] = &[
    Topic { name: "queries", about: "how a question is put", text: QUERIES },
    Topic { name: "dates", about: "how dates are written, and the words that compare them", text: DATES },
    Topic { name: "certainty", about: "what ~ means, and certainly, possibly, maybe", text: CERTAINTY },
    Topic { name: "stages", about: "what may follow the | : count, sort, show, as …", text: STAGES },
];

const QUERIES: &str = r#"A question begins with the word events and says which:

    events
    events with NATO
    events type meeting with Russia since 2014

Clauses stand side by side and all of them must hold. A comma means any of, a clause said twice means all of,
and not turns one round:

    events type visit, talks
    events with NATO with Russia
    events with Russia not type statement

with takes part, from acts, to is acted upon, at is where it was, about looks for words in the text:

    events from Russia to Ukraine
    events at Geneva
    events about "peacekeeping force"

or stands between clauses; where it meets others, parentheses say what belongs together:

    events (at Geneva or at Vienna) type talks

A name of several words, or one that is a word of the language, stands in quotes. Case, accents and aliases do not
matter: Moscow and Russia are one actor.

    events with "United States"

#12 is the date of event 12, a name in quotes that of a war, treaty or summit, and @name a query that was saved:

    events with NATO within 30 days of "Cuban Missile Crisis"

A question that is asked often is saved under a name with .save @talks, which keeps the last one, and .saved lists
them; .period "Georgia war" 2008-08-07/2008-08-12 names a period of your own, and .periods lists all.

planned and actual choose between what was announced and what happened:

    events planned with NATO
"#;

const DATES: &str = r#"A date may be as coarse as it is known (ISO 8601-2, called EDTF):

    events in 2016-04-12
    events in 2016-04
    events in 2016
    events in 201X
    events in 12 April 2016
    events in April 2016

28/06/1914 is refused, since half the world reads it the other way round: write 1914-06-28 or 28 June 1914.

A range has two dots, and one end may be left open:

    events in 2014..2016
    events in 2014-04..

Other words compare with a date or a period:

    events before 2014-04-15
    events after 2014
    events since 2014-04
    events until 2016-04-20
    events between 2014-01-01 and 2014-06-30
    events within 10 days of 2016-04-20
    events overlapping 2014
    events covering 2014-04-15
    events on 7 December

in holds what lies wholly in the period, overlapping what touches it, covering what lasts right through it. since
and until include the day they name, before and after do not.

on asks for a day of any year, which is also written --12-07.

Events whose date nobody knows are found by:

    events undated
"#;

const CERTAINTY: &str = r#"Often nobody knows the day. An article that says "the previous month" gives a month, and the event lies on some
day of it. A question about dates then has two answers, and both are given: rows that are only possible are
marked ~, and nothing is dropped in silence.

Of an event dated 2014-04, this asks whether it may lie before the 15th; it may, so it is shown with ~:

    events before 2014-04-15

certainly asks for what holds whichever day it was; maybe for what holds only on some of them; possibly, which is
meant where nothing is said, for both:

    events certainly before 2014-04-15
    events maybe before 2014-04-15
    events possibly before 2014-04-15

The clauses are taken together: every day is before the 15th or from the 15th on, so this is certain for every
dated event although neither half is:

    events certainly (before 2014-04-15 or since 2014-04-15)

Counting gives two figures, at least and at most:

    events | count by month

The line under a result says how the dates were read and how many events are certain, possible and undated.
"#;

const STAGES: &str = r#"After a | the events are worked on; stages follow one another:

    events with NATO | count
    events since 2014 | count by year, type
    events | sort type | first 10
    events | last 3
    events with NATO | where type meeting

nearest keeps the events closest to a date and says how many days away they are, at least and at most:

    events with NATO | nearest 5 to 2016-04-20

followed and preceded set another event beside each, which begins soon after it or ended soon before it; with not
they keep the events that have none. The two are called a and b, a third is c, and so on:

    events type incident | followed within 30 days by type meeting sharing actors
    events type incident | not followed within 1 year by type meeting
    events type visit | followed within 1 week by type talks | sort days | show a.date, b.date, days

Such rows are counted by the time of one of their events, too:

    events type incident | followed within 30 days by type meeting | count by a.year

gaps finds the stretches of time without events, with the days that are empty at least and at most:

    events with NATO type meeting | gaps over 1 year
    events since 1990 | gaps over 5 years by type

show chooses columns, as the format:

    events with NATO | show date, type, summary, evidence
    events with NATO | as csv

A line that ends in | goes on in the next.
"#;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query;

    #[test]
    fn every_example_is_a_query() {
        for topic in TOPICS {
            let examples: Vec<&str> =
                topic.text.lines().filter_map(|line| line.strip_prefix("    ")).collect();
            assert!(examples.len() >= 4, "{}", topic.name);
            for example in examples {
                if let Err(error) = query::parse(example) {
                    panic!("{}: {}", topic.name, error.0.render(example));
                }
            }
            let widest = topic.text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
            assert!(widest <= 120, "{}: {widest}", topic.name);
        }
    }
}
