//! The command line: arguments in, exit code out.
//!
//! Takes: what the shell gives. Gives: results on standard output, talk on standard error, an exit code.
//! Knows nothing of SQL or parsing. The only folder that reads the clock.

mod annotate;
mod arguments;
mod config;
mod failure;
mod import;
mod lexicon;
mod load;
mod query;
mod saved;
mod show;
mod terminal;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::parser::ValueSource;
use clap::{CommandFactory, FromArgMatches};

use arguments::{Arguments, Command, Completions, Man};
pub use config::Config;
pub(crate) use config::Pager;
pub(crate) use failure::Failure;
pub(crate) use import::{sum, tell};
pub(crate) use load::load_table;
pub(crate) use query::ask;
pub(crate) use saved::{forget_period, forget_query, keep_period, keep_query, write_periods, write_saved};
pub(crate) use show::write_documents;

use crate::date::Day;
use crate::output::Layout;
use crate::session::Session;

/// What is run where no command is given: it is handed in, because the REPL stands below this module. Takes a session,
/// what standard output is like, which day it is, and what the user wants always; returns the exit code.
pub type Converse = fn(Session, Layout, Day, &Config) -> u8;

/// Runs the program.
pub fn main(converse: Converse) -> ExitCode {
    let matches = Arguments::command().try_get_matches();
    let arguments = matches.and_then(|m| Arguments::from_arg_matches(&m).map(|arguments| (arguments, m)));
    let (mut arguments, matches) = match arguments {
        Ok(both) => both,
        Err(error) => {
            // Help and version come here too and go to standard output, with 0; a closed pipe is nobody's mistake.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let config = Config::of_user();
    if let Ok(config) = &config {
        let global = &mut arguments.global;
        let by_default = |name| matches.value_source(name).is_none_or(|s| s == ValueSource::DefaultValue);
        if let Some(db) = config.db.clone().filter(|_| by_default("db")) {
            global.db = db;
        }
        global.color = config.color.filter(|_| by_default("color")).unwrap_or(global.color);
        global.lexicon = global.lexicon.take().or_else(|| config.lexicon.clone());
    }
    let style = terminal::style(arguments.global.color, io::stderr().is_terminal());
    match config.and_then(|config| run(&arguments, converse, &config)) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            let code = failure.exit_code();
            if code != 0 {
                let _ = writeln!(io::stderr(), "{}", failure.render(style));
            }
            ExitCode::from(code)
        }
    }
}

fn run(arguments: &Arguments, converse: Converse, config: &Config) -> Result<u8, Failure> {
    let global = &arguments.global;
    match &arguments.command {
        Some(Command::Import(arguments)) => import::import(arguments, global),
        Some(Command::Load(arguments)) => load::load(arguments, global),
        Some(Command::Query(arguments)) => query::query(arguments, global, today()),
        Some(Command::Explain(arguments)) => query::explain(&arguments.query, global, today()),
        Some(Command::Sql(arguments)) => query::sql(&arguments.query, global, today()),
        Some(Command::Save(arguments)) => saved::save(arguments, global, today()),
        Some(Command::Saved(arguments)) => saved::saved(arguments, global),
        Some(Command::Period(arguments)) => saved::period(arguments, global),
        Some(Command::Periods(arguments)) => saved::periods(arguments, global),
        Some(Command::Show(arguments)) => show::show(arguments, global),
        Some(Command::Documents(arguments)) => show::documents(arguments, global),
        Some(Command::Document(arguments)) => show::change_document(arguments, global),
        Some(Command::Event(arguments)) => show::change_event(arguments, global),
        Some(Command::Lexicon(arguments)) => lexicon::lexicon(&arguments.question, global),
        Some(Command::Annotate(arguments)) => annotate::annotate(arguments, global),
        None => {
            let session = Session::open_or_begin(&global.db, global.lexicon.as_deref())?;
            Ok(converse(session, terminal::layout(global.color), today(), config))
        }
        Some(Command::Completions(arguments)) => completions(arguments),
        Some(Command::Man(arguments)) => man(arguments),
    }
}

/// Returns which day it is where the program runs.
#[allow(clippy::disallowed_methods)] // the one place that reads the clock
fn today() -> Day {
    let today = chrono::Local::now().date_naive();
    Day(i64::from(today.to_epoch_days()))
}

/// Prints the completion script of a shell.
fn completions(arguments: &Completions) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "timeline", &mut script);
    io::stdout().write_all(&script)?;
    Ok(0)
}

/// Prints the manual page of the program or of one of its commands.
fn man(arguments: &Man) -> Result<u8, Failure> {
    let mut program = Arguments::command();
    program.build();
    let command = match &arguments.command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command.clone(),
            None => return Err(Failure::Unknown(format!("there is no command `{name}`"))),
        },
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    io::stdout().write_all(&page)?;
    Ok(0)
}
