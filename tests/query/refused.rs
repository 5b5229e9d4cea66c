//! Refused queries and what is said of them: `refused.txt` holds the queries, the snapshot what a reader sees.

use std::fmt::Write as _;

use timeline::query::{parse, plan};

use super::database::World;

#[test]
fn messages_say_what_where_and_what_to_do() {
    let world = World::new(Vec::new());
    let today = timeline::date::parse("2014-04-10").unwrap().bounds().earliest();
    let mut messages = String::new();
    for text in include_str!("refused.txt").lines() {
        let error = match parse(text).and_then(|query| plan(&query, &world, today)) {
            Err(error) => error,
            Ok(_) => panic!("accepted: {text}"),
        };
        let span = error.0.span;
        assert!(span.start <= span.end && span.end <= text.len(), "{text}: {span:?}");
        assert!(!error.0.message.ends_with('.'), "{text}: a message is no sentence");
        let _ = writeln!(messages, "{}\n", error.0.render(text));
    }
    insta::assert_snapshot!(messages);
}
