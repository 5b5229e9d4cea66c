//! The REPL: the face for those who stay.
//!
//! Takes: a [`Session`], what is typed or piped in, and what the terminal is like. Gives: answers on standard output,
//! talk on standard error, an exit code. Knows nothing of SQL, and of parsing only that a statement may go on.

mod answer;
mod command;
mod edit;
mod editor;
mod help;
mod history;
mod input;
mod pager;
mod progress;

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{Behavior, CompletionType, Editor};

use command::Flow;
use editor::Assistant;
use input::Statements;

use crate::cli::{Config, Failure, Pager};
use crate::date::Day;
use crate::output::{Format, Layout, Role};
use crate::session::Session;

/// How deep files may read one another, so that one that reads itself comes to an end.
const READ_DEPTH: usize = 16;

/// Runs the REPL until it is left: `.quit`, Ctrl-D, or the end of what is piped in.
///
/// `layout` is what standard output is like, `today` what a query means by it, and `config` what the user wants always.
/// Returns 0, or the worst exit code
/// among the statements where they are piped in and nobody sees them fail: 2 for a
/// query that was refused, 1 for anything else.
pub fn run(session: Session, layout: Layout, today: Day, config: &Config) -> u8 {
    let interactive = io::stdin().is_terminal();
    let interrupted = Arc::new(AtomicBool::new(false));
    // Where nobody types, or the handler cannot be set, Ctrl-C ends the program, as everywhere.
    if interactive {
        let flag = Arc::clone(&interrupted);
        let interrupt = session.interrupt_handle();
        let _ = ctrlc::set_handler(move || {
            flag.store(true, Ordering::Relaxed);
            interrupt.interrupt();
        });
    }
    let mut repl = Repl {
        session: Rc::new(RefCell::new(session)),
        interactive,
        layout: Layout { width: layout.width.map(|width| config.width.unwrap_or(width)), ..layout },
        width: config.width,
        today,
        height: None,
        pager: config.pager.clone(),
        format: config.mode.filter(|_| interactive),
        asked: None,
        edited: None,
        output: None,
        once: None,
        rows: config.rows,
        timer: config.timer && interactive,
        depth: 0,
        worst: 0,
        interrupted,
    };
    if repl.interactive {
        repl.converse(config.history);
        return 0;
    }
    let lines = io::stdin().lock().lines();
    if let Err(failure) = repl.script(lines) {
        repl.report(&failure);
    }
    repl.worst
}

/// A session with its settings.
struct Repl {
    session: Rc<RefCell<Session>>,
    /// Whether somebody types.
    interactive: bool,
    /// What the screen is like.
    layout: Layout,
    /// How wide results are, where that is not the terminal's affair.
    width: Option<usize>,
    /// Its rows, as the line editor last saw them.
    height: Option<usize>,
    pager: Pager,
    today: Day,
    /// `.mode`: how results are written where a query does not say.
    format: Option<Format>,
    /// The last query, for `.edit`.
    asked: Option<String>,
    /// What `.edit` made, for the history.
    edited: Option<String>,
    /// `.output`: where results go but to the screen.
    output: Option<(PathBuf, File)>,
    /// `.once`: where the next result goes.
    once: Option<(PathBuf, File)>,
    /// `.rows`: how many rows of a long result the screen shows.
    rows: Option<usize>,
    timer: bool,
    /// How many files are being read, one within the other.
    depth: usize,
    worst: u8,
    /// Whether Ctrl-C was pressed while a statement ran.
    interrupted: Arc<AtomicBool>,
}

/// Where statements come from.
impl Repl {
    /// Talks with a person until they leave; remembers so many statements.
    fn converse(&mut self, remembered: usize) {
        let config = rustyline::Config::builder()
            .completion_type(CompletionType::List)
            .history_ignore_space(true)
            .max_history_size(remembered)
            .and_then(|builder| builder.history_ignore_dups(true))
            // Prompts go to the terminal even where results do not.
            .map(|builder| {
                builder.behavior(if self.layout.terminal { Behavior::Stdio } else { Behavior::PreferTerm })
            })
            .map_or_else(|_| rustyline::Config::default(), rustyline::config::Builder::build);
        let mut editor: Editor<Assistant, FileHistory> = match Editor::with_config(config) {
            Ok(editor) => editor,
            Err(error) => return self.talk(&format!("cannot read from the terminal: {error}")),
        };
        editor.set_helper(Some(Assistant::new(Rc::clone(&self.session), self.layout.style)));
        let history = match (remembered > 0).then(history::file).flatten() {
            Some(Ok(file)) => editor.load_history(&file).is_ok().then_some(file),
            Some(Err(error)) => {
                self.talk(&format!("the history is not kept: {error}"));
                None
            }
            None => None,
        };
        self.greet();
        loop {
            match editor.readline("timeline> ") {
                Ok(line) if line.trim().is_empty() => {}
                Ok(line) => {
                    let _ = editor.add_history_entry(line.trim_end());
                    if let Some(file) = &history {
                        let _ = editor.append_history(file);
                    }
                    if let Some((columns, rows)) = editor.dimensions() {
                        let width = self.width.unwrap_or(columns.into());
                        self.layout.width = self.layout.terminal.then_some(width);
                        self.height = Some(rows.into());
                    }
                    // What is pasted may be several statements.
                    match self.script(line.lines().map(|line| Ok(line.to_owned()))) {
                        Ok(Flow::On) => {}
                        Ok(Flow::Quit) => break,
                        Err(failure) => self.report(&failure),
                    }
                    if let Some(edited) = self.edited.take() {
                        let _ = editor.add_history_entry(edited);
                    }
                    // It may have been an import.
                    if let Some(assistant) = editor.helper() {
                        assistant.refresh();
                    }
                }
                // The line is cleared, and nobody is thrown out.
                Err(ReadlineError::Interrupted) => self.talk(&self.dim("Ctrl-D or .quit leaves")),
                Err(ReadlineError::Eof) => break,
                // The window changed its size.
                Err(ReadlineError::Signal(_)) => {}
                Err(error) => {
                    self.talk(&format!("cannot read from the terminal: {error}"));
                    break;
                }
            }
        }
    }

    /// Runs statements, goes on after failures, and stops at `.quit` or after Ctrl-C.
    fn script(&mut self, lines: impl Iterator<Item = io::Result<String>>) -> Result<Flow, Failure> {
        for statement in Statements::new(lines) {
            let (_, statement) = statement?;
            match self.statement(&statement) {
                Ok(Flow::On) => {}
                Ok(Flow::Quit) => return Ok(Flow::Quit),
                Err(failure) => self.report(&failure),
            }
            if self.interrupted.load(Ordering::Relaxed) {
                break;
            }
        }
        Ok(Flow::On)
    }

    /// Runs a query or a dot-command.
    fn statement(&mut self, text: &str) -> Result<Flow, Failure> {
        if self.depth == 0 {
            self.interrupted.store(false, Ordering::Relaxed);
        }
        let began = Instant::now();
        let result = if text.trim_start().starts_with('.') {
            command::find(text).and_then(|(command, rest)| command.run(self, rest))
        } else {
            self.query(text).map(|()| Flow::On)
        };
        if self.timer {
            self.talk(&self.dim(&format!("{:.1} ms", began.elapsed().as_secs_f64() * 1e3)));
        }
        result
    }
}

/// Talk: standard error, never the results.
impl Repl {
    fn greet(&self) {
        let counts = self.session.borrow().counts().unwrap_or_default();
        let events = counted(counts.events, "event", "events");
        let documents = counted(counts.documents, "document", "documents");
        self.talk(&format!("timeline {}: {events} from {documents}", env!("CARGO_PKG_VERSION")));
        self.talk(&self.dim(if counts.documents == 0 {
            ".import PATH reads articles; .help says more"
        } else {
            "try: events | last 10, or .help; Tab completes"
        }));
    }

    fn report(&mut self, failure: &Failure) {
        let code = failure.exit_code();
        self.worst = self.worst.max(code);
        // A reader that went away has had enough, and nothing is wrong.
        if code != 0 {
            self.talk(&failure.render(self.layout.style));
        }
    }

    fn talk(&self, text: &str) {
        let _ = writeln!(io::stderr(), "{text}");
    }

    fn dim(&self, text: &str) -> String {
        self.layout.style.paint(Role::Dim, text)
    }
}

/// Returns a number with its noun.
fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
