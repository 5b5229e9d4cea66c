//! The dot-commands: one table, which also feeds `.help` and completion.

use std::path::{Path, PathBuf};

use super::Repl;
use super::input::arguments;
use crate::cli::Failure;
use crate::query::alike;

/// Whether the REPL goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// To the next statement.
    On,
    /// No more statements.
    Quit,
}

/// What follows a command's name, for completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Argument {
    /// Nothing, or nothing that could be guessed.
    None,
    /// Files and folders.
    Path,
    /// The name of a format.
    Format,
    /// A subject of `.help`.
    Topic,
    /// `on` or `off`.
    Switch,
    /// The name of an actor.
    Actor,
    /// The name of a place.
    Place,
    /// The name of a period.
    Period,
    /// The name of a saved query, with its `@`.
    Saved,
    /// A query.
    Query,
    /// A name of one word, then a query.
    NamedQuery,
}

/// A command.
pub(super) struct Command {
    /// With its dot.
    pub(super) name: &'static str,
    /// What follows it, as `.help` shows it.
    pub(super) usage: &'static str,
    /// One line, imperative.
    pub(super) about: &'static str,
    /// What follows it, for completion.
    pub(super) argument: Argument,
    run: fn(&mut Repl, &str) -> Result<Flow, Failure>,
}

/// Every command, in the order of `.help`.
pub(super) const COMMANDS: &[Command] = &[
    Command {
        name: ".help",
        usage: "[TOPIC]",
        about: "Explain the commands, or a topic",
        argument: Argument::Topic,
        run: |repl, rest| repl.help(rest).map(on),
    },
    Command {
        name: ".import",
        usage: "PATH…",
        about: "Read articles from files and folders",
        argument: Argument::Path,
        run: |repl, rest| {
            let paths: Vec<PathBuf> = arguments(rest).into_iter().map(PathBuf::from).collect();
            if paths.is_empty() { Err(usage(".import")) } else { repl.import(&paths).map(on) }
        },
    },
    Command {
        name: ".load",
        usage: "FILE [OURS=THEIRS…]",
        about: "Load events from CSV or JSON Lines; date=event_date says which column holds the date",
        argument: Argument::Path,
        run: |repl, rest| match arguments(rest).split_first() {
            Some((path, pairs)) => repl.load(Path::new(path), pairs).map(on),
            None => Err(usage(".load")),
        },
    },
    Command {
        name: ".show",
        usage: "N",
        about: "Show one event: its date and how it is known, who, where, and the sentences that say so",
        argument: Argument::None,
        run: |repl, rest| {
            let number = rest.trim().trim_start_matches('#').parse().map_err(|_| usage(".show"))?;
            repl.show(number).map(on)
        },
    },
    Command {
        name: ".source",
        usage: "N",
        about: "Show the passages of the documents that tell of an event",
        argument: Argument::None,
        run: |repl, rest| {
            let number = rest.trim().trim_start_matches('#').parse().map_err(|_| usage(".source"))?;
            repl.source(number).map(on)
        },
    },
    Command {
        name: ".cite",
        usage: "N",
        about: "Cite the documents that tell of an event, a line each",
        argument: Argument::None,
        run: |repl, rest| {
            let number = rest.trim().trim_start_matches('#').parse().map_err(|_| usage(".cite"))?;
            repl.cite(number).map(on)
        },
    },
    Command {
        name: ".mode",
        usage: "[FORMAT]",
        about: "Choose how results are written where a query does not say",
        argument: Argument::Format,
        run: |repl, rest| repl.mode(rest.trim()).map(on),
    },
    Command {
        name: ".rows",
        usage: "[N|all]",
        about: "Choose how many rows of a long result the screen shows: head and tail",
        argument: Argument::None,
        run: |repl, rest| {
            match rest.trim() {
                "" => repl.say_rows(),
                "all" => repl.rows = None,
                number => repl.rows = Some(number.parse().map_err(|_| usage(".rows"))?),
            }
            Ok(Flow::On)
        },
    },
    Command {
        name: ".output",
        usage: "FILE|-",
        about: "Write results to a file from now on; - is the screen again",
        argument: Argument::Path,
        run: |repl, rest| repl.output(&one_path(".output", rest)?).map(on),
    },
    Command {
        name: ".once",
        usage: "FILE",
        about: "Write the next result to a file",
        argument: Argument::Path,
        run: |repl, rest| repl.once(&one_path(".once", rest)?).map(on),
    },
    Command {
        name: ".read",
        usage: "FILE",
        about: "Run the statements of a file",
        argument: Argument::Path,
        run: |repl, rest| repl.read(&one_path(".read", rest)?),
    },
    Command {
        name: ".edit",
        usage: "[QUERY]",
        about: "Write a query in $VISUAL or $EDITOR, beginning with the last one, and run it",
        argument: Argument::Query,
        run: |repl, rest| repl.edit(rest),
    },
    Command {
        name: ".explain",
        usage: "QUERY",
        about: "Show how a query is understood and run",
        argument: Argument::Query,
        run: |repl, rest| repl.explain(query(".explain", rest)?).map(on),
    },
    Command {
        name: ".sql",
        usage: "QUERY",
        about: "Show the SQL of a query",
        argument: Argument::Query,
        run: |repl, rest| repl.sql(query(".sql", rest)?).map(on),
    },
    Command {
        name: ".types",
        usage: "",
        about: "List the event types, their classes, and how many events each has",
        argument: Argument::None,
        run: |repl, _| repl.types().map(on),
    },
    Command {
        name: ".actors",
        usage: "[PREFIX]",
        about: "List the actors that take part in events",
        argument: Argument::Actor,
        run: |repl, rest| repl.actors(rest).map(on),
    },
    Command {
        name: ".places",
        usage: "[PREFIX]",
        about: "List the places of events",
        argument: Argument::Place,
        run: |repl, rest| repl.places(rest).map(on),
    },
    Command {
        name: ".periods",
        usage: "[PREFIX]",
        about: "List the named periods: your own, then wars, treaties and summits by date",
        argument: Argument::Period,
        run: |repl, rest| repl.periods(rest).map(on),
    },
    Command {
        name: ".period",
        usage: "NAME DATE",
        about: "Give a period a name that stands for its dates: \"Georgia war\" 2008-08-07/2008-08-12",
        argument: Argument::None,
        run: |repl, rest| match arguments(rest).as_slice() {
            [name, date] => repl.period(name, date).map(on),
            _ => Err(usage(".period")),
        },
    },
    Command {
        name: ".saved",
        usage: "",
        about: "List the saved queries",
        argument: Argument::None,
        run: |repl, _| repl.saved().map(on),
    },
    Command {
        name: ".save",
        usage: "@NAME [QUERY]",
        about: "Keep a query, or the last one, under a name that stands for it",
        argument: Argument::NamedQuery,
        run: |repl, rest| match rest.split_once(char::is_whitespace).unwrap_or((rest, "")) {
            ("", _) => Err(usage(".save")),
            (name, query) => repl.save(name, query.trim()).map(on),
        },
    },
    Command {
        name: ".forget",
        usage: "@NAME|PERIOD",
        about: "Forget a saved query, or a period that was named in this database",
        argument: Argument::Saved,
        run: |repl, rest| match arguments(rest).as_slice() {
            [name] => repl.forget(name).map(on),
            _ => Err(usage(".forget")),
        },
    },
    Command {
        name: ".documents",
        usage: "",
        about: "List the documents: when each was written and how that is known",
        argument: Argument::None,
        run: |repl, _| repl.documents().map(on),
    },
    Command {
        name: ".schema",
        usage: "",
        about: "Show the tables and views of the database",
        argument: Argument::None,
        run: |repl, _| repl.schema().map(on),
    },
    Command {
        name: ".timer",
        usage: "on|off",
        about: "Say how long each statement takes",
        argument: Argument::Switch,
        run: |repl, rest| {
            repl.timer = match rest.trim() {
                "on" => true,
                "off" => false,
                _ => return Err(usage(".timer")),
            };
            Ok(Flow::On)
        },
    },
    Command {
        name: ".quit",
        usage: "",
        about: "Leave",
        argument: Argument::None,
        run: |_, _| Ok(Flow::Quit),
    },
];

/// Other names of commands, from other programs.
const ALIASES: &[(&str, &str)] = &[(".exit", ".quit"), (".q", ".quit"), (".h", ".help"), (".?", ".help")];

/// Returns the command of that name and the rest of the line.
pub(super) fn find(line: &str) -> Result<(&'static Command, &str), Failure> {
    let line = line.trim();
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, name)| name);
    if let Some(command) = COMMANDS.iter().find(|command| command.name.eq_ignore_ascii_case(name)) {
        return Ok((command, rest.trim()));
    }
    let names = COMMANDS.iter().map(|command| command.name);
    let help = match alike(name, names).first() {
        Some(near) => format!("did you mean {near}?"),
        None => ".help lists the commands".to_owned(),
    };
    Err(Failure::Usage(format!("there is no command {name}"), help))
}

impl Command {
    /// Runs it with the rest of its line.
    pub(super) fn run(&self, repl: &mut Repl, rest: &str) -> Result<Flow, Failure> {
        (self.run)(repl, rest)
    }
}

const fn on((): ()) -> Flow {
    Flow::On
}

/// Says how a command is used.
fn usage(name: &str) -> Failure {
    let usage = COMMANDS.iter().find(|command| command.name == name).map_or("", |command| command.usage);
    Failure::Usage(format!("expected {name} {usage}"), format!(".help {name} says what it does"))
}

fn one_path(name: &str, rest: &str) -> Result<PathBuf, Failure> {
    match arguments(rest).as_slice() {
        [path] => Ok(PathBuf::from(path)),
        _ => Err(usage(name)),
    }
}

fn query<'r>(name: &str, rest: &'r str) -> Result<&'r str, Failure> {
    if rest.is_empty() { Err(usage(name)) } else { Ok(rest) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_or_a_near_one_is_named() {
        for (line, name, rest) in [
            (".help", ".help", ""),
            ("  .HELP  dates ", ".help", "dates"),
            (".exit", ".quit", ""),
            (".explain events | count", ".explain", "events | count"),
        ] {
            let (command, found) = find(line).ok().unwrap();
            assert_eq!((command.name, found), (name, rest));
        }
        for (line, help) in [
            (".hlep", "did you mean .help?"),
            (".docs", ".help lists the commands"),
            (".acters NATO", "did you mean .actors?"),
            (".", ".help lists the commands"),
        ] {
            let Err(Failure::Usage(_, found)) = find(line) else { panic!("{line}") };
            assert_eq!(found, help, "{line}");
        }
    }
}
