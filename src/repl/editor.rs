//! What the line editor asks while somebody types: how to go on, what to show in which colour, whether it is done.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::mpsc::Receiver;

use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hinter, HistoryHinter};
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};

use super::command::{self, Argument, COMMANDS};
use super::help::TOPICS;
use super::input::is_complete;
use crate::output::{Format, Role, Style};
use crate::query::{self, Word};
use crate::session::Session;
use crate::store::{Directory, NameKind};
use crate::text::harmless;

/// How many names are offered at once; who wants another types one more letter.
const NAMES: usize = 50;
/// How many events, and how much of each.
const EVENTS: usize = 10;
const SHOWN: usize = 60;

/// Answers the line editor.
#[derive(Helper)]
pub(super) struct Assistant {
    session: Rc<RefCell<Session>>,
    style: Style,
    files: FilenameCompleter,
    history: HistoryHinter,
    /// Which names of the line are known: every key asks for all of them again.
    known: RefCell<HashMap<(NameKind, String), bool>>,
    /// Which names there are, once somebody asks; read beside the typing.
    names: RefCell<Names>,
    /// Of which state of the database the two are.
    revision: Cell<Option<(i64, u64)>>,
}

/// The names to complete with.
enum Names {
    Coming(Receiver<Directory>),
    There(Directory),
}

impl Assistant {
    pub(super) fn new(session: Rc<RefCell<Session>>, style: Style) -> Self {
        let (names, revision) = {
            let session = session.borrow();
            (session.directory(), session.revision().ok())
        };
        Self {
            session,
            style,
            files: FilenameCompleter::new(),
            history: HistoryHinter::new(),
            known: RefCell::default(),
            names: RefCell::new(Names::Coming(names)),
            revision: Cell::new(revision),
        }
    }

    /// Forgets which names were known, where the database has changed since.
    pub(super) fn refresh(&self) {
        let Ok(session) = self.session.try_borrow() else { return };
        let revision = session.revision().ok();
        if revision.is_none() || revision != self.revision.replace(revision) {
            self.known.borrow_mut().clear();
            self.names.replace(Names::Coming(session.directory()));
        }
    }

    fn is_known(&self, kind: NameKind, name: &str) -> bool {
        let key = (kind, name.to_owned());
        if let Some(known) = self.known.borrow().get(&key) {
            return *known;
        }
        let Ok(session) = self.session.try_borrow() else { return true };
        let known = !session.catalogue().named(kind, name).is_empty();
        self.known.borrow_mut().insert(key, known);
        known
    }

    /// Returns the text with its words dressed.
    fn dressed(&self, text: &str) -> String {
        let mut dressed = String::with_capacity(text.len() * 2);
        let mut at = 0;
        for (span, word) in query::words(text) {
            dressed.push_str(&text[at..span.start]);
            let role = match word {
                Word::Keyword => Some(Role::Keyword),
                Word::Name(kind, name) => {
                    // The word under the hand is not finished yet.
                    let unfinished = span.end == text.len();
                    (!unfinished && !self.is_known(kind, &name)).then_some(Role::Unknown)
                }
                Word::Text => Some(Role::Quoted),
                Word::Number => Some(Role::Number),
                Word::Other => None,
            };
            let written = &text[span.start..span.end];
            match role {
                Some(role) => dressed.push_str(&self.style.paint(role, written)),
                None => dressed.push_str(written),
            }
            at = span.end;
        }
        dressed.push_str(&text[at..]);
        dressed
    }
}

/// Where the query of a line begins: at its start, or behind a command that takes one.
fn query_of(line: &str) -> Option<usize> {
    if !line.trim_start().starts_with('.') {
        return Some(0);
    }
    let (end, command) = command_of(line)?;
    match command.argument {
        Argument::Query => Some(end),
        Argument::NamedQuery => {
            let name = end + (line[end..].len() - line[end..].trim_start().len());
            Some(name + line[name..].find(char::is_whitespace)?)
        }
        _ => None,
    }
}

/// Returns the command that a line begins with, once its name is typed to the end, and where the name ends.
fn command_of(line: &str) -> Option<(usize, &'static command::Command)> {
    let start = line.len() - line.trim_start().len();
    let end = start + line[start..].find(char::is_whitespace)?;
    let (command, _) = command::find(&line[..end]).ok()?;
    Some((end, command))
}

/// What there is to be offered.
trait Known {
    /// Returns the names of a kind that begin so, each with its events.
    fn names(&self, kind: NameKind, begun: &str) -> Vec<(String, u64)>;

    /// Returns the events whose numbers begin so, with what tells one from another.
    fn events(&self, digits: &str) -> Vec<(i64, String)>;
}

/// Returns how a line may go on at `at` (a byte offset): where the replaced text begins, and each candidate as it is
/// shown and as it is written. Files are not among them.
fn candidates(known: &dyn Known, line: &str, at: usize) -> (usize, Vec<Pair>) {
    let typed = &line[..at];
    if let Some(start) = query_of(typed) {
        let (from, pairs) = query_candidates(known, &line[start..], at - start);
        return (start + from, pairs);
    }
    let word = typed.rfind(char::is_whitespace).map_or(0, |space| space + 1);
    let begun = typed[word..].to_lowercase();
    let fixed = |words: &mut dyn Iterator<Item = (&str, &str)>| -> Vec<Pair> {
        words
            .filter(|(name, _)| name.to_lowercase().starts_with(&begun))
            .map(|(name, about)| pair(&format!("{name:<10} {about}"), name))
            .collect()
    };
    let Some((_, command)) = command_of(typed) else {
        return (word, fixed(&mut COMMANDS.iter().map(|command| (command.name, command.about))));
    };
    let pairs = match command.argument {
        Argument::Format => {
            fixed(&mut Format::ALL.iter().map(|format| (format.name(), crate::output::about(*format))))
        }
        Argument::Topic => {
            let commands = COMMANDS.iter().map(|command| (command.name, command.about));
            fixed(&mut TOPICS.iter().map(|topic| (topic.name, topic.about)).chain(commands))
        }
        Argument::Switch => fixed(&mut [("on", ""), ("off", "")].into_iter()),
        Argument::Actor => names(known, NameKind::Actor, &typed[word..], str::to_owned),
        Argument::Place => names(known, NameKind::Place, &typed[word..], str::to_owned),
        Argument::Period => names(known, NameKind::Period, &typed[word..], str::to_owned),
        Argument::Saved | Argument::NamedQuery => {
            let begun = typed[word..].trim_start_matches('@');
            names(known, NameKind::Query, begun, |name| format!("@{name}"))
        }
        Argument::None | Argument::Path | Argument::Query => Vec::new(),
    };
    (word, pairs)
}

/// Offers the words of the language and the names that the parser would accept.
fn query_candidates(known: &dyn Known, text: &str, at: usize) -> (usize, Vec<Pair>) {
    let completion = query::complete(text, at);
    let mut pairs: Vec<Pair> = Vec::new();
    if let Some(kind) = completion.names {
        pairs = names(known, kind, &completion.prefix, |name| query::spelled_as(kind, name));
    }
    // Marks are quicker typed than chosen, and would stand among the names as a puzzle.
    if completion.events {
        let found = known.events(completion.prefix.trim_start_matches('#'));
        let shown = |(number, text): &(i64, String)| {
            let short: String = text.chars().take(SHOWN).collect();
            pair(&format!("#{number} {short}"), &format!("#{number}"))
        };
        pairs.extend(found.iter().map(shown));
    }
    let keywords = completion.keywords.iter().filter(|word| word.starts_with(char::is_alphabetic));
    pairs.extend(keywords.map(|word| pair(word, word)));
    (completion.replace.start, pairs)
}

fn names(known: &dyn Known, kind: NameKind, begun: &str, write: impl Fn(&str) -> String) -> Vec<Pair> {
    let found = known.names(kind, begun);
    let counted = !matches!(kind, NameKind::Period | NameKind::Query);
    let shown =
        |name: &str, events: u64| if counted { format!("{name} ({events})") } else { name.to_owned() };
    found.iter().map(|(name, events)| pair(&shown(name, *events), &write(name))).collect()
}

fn pair(display: &str, replacement: &str) -> Pair {
    Pair { display: harmless(display.trim_end()).into_owned(), replacement: replacement.to_owned() }
}

impl Known for Assistant {
    fn names(&self, kind: NameKind, begun: &str) -> Vec<(String, u64)> {
        let mut names = self.names.borrow_mut();
        if let Names::Coming(coming) = &*names {
            // They come in a moment; where they cannot be read there are none.
            let come = coming.recv().unwrap_or_default();
            *names = Names::There(come);
        }
        match &*names {
            Names::There(directory) => directory.beginning_with(kind, begun, NAMES),
            Names::Coming(_) => Vec::new(),
        }
    }

    fn events(&self, digits: &str) -> Vec<(i64, String)> {
        let Ok(session) = self.session.try_borrow() else { return Vec::new() };
        session.numbered(digits, EVENTS).unwrap_or_default()
    }
}

impl Completer for Assistant {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        pos: usize,
        context: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        if command_of(&line[..pos]).is_some_and(|(_, command)| command.argument == Argument::Path) {
            return self.files.complete(line, pos, context);
        }
        Ok(candidates(self, line, pos))
    }
}

impl Hinter for Assistant {
    type Hint = String;

    fn hint(&self, line: &str, pos: usize, context: &Context<'_>) -> Option<String> {
        // A hint of several lines would push the prompt about.
        self.history.hint(line, pos, context).filter(|hint| !hint.contains('\n'))
    }
}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        match query_of(line) {
            Some(start) if self.style != Style::Plain => {
                let command = self.style.paint(Role::Header, &line[..start]);
                Cow::Owned(format!("{command}{}", self.dressed(&line[start..])))
            }
            _ => Cow::Borrowed(line),
        }
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        Cow::Owned(self.style.paint(Role::Dim, prompt))
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(self.style.paint(Role::Dim, hint))
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        kind != CmdKind::MoveCursor
    }
}

impl Validator for Assistant {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        Ok(if is_complete(context.input()) {
            ValidationResult::Valid(None)
        } else {
            ValidationResult::Incomplete
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five actors, two of which cannot stand without quotes.
    const ACTORS: [(&str, u64); 5] =
        [("Graustark", 9), ("Grand Fenwick", 5), ("Type", 2), ("Київ", 2), ("Zenda\u{202e}", 1)];

    struct Few;

    impl Known for Few {
        fn names(&self, kind: NameKind, prefix: &str) -> Vec<(String, u64)> {
            let known: &[(&str, u64)] = match kind {
                NameKind::Actor => &ACTORS,
                NameKind::Query => &[("balls", 0)],
                NameKind::Period => &[("Long War", 0)],
                _ => &[],
            };
            let found =
                known.iter().filter(|(name, _)| name.to_lowercase().starts_with(&prefix.to_lowercase()));
            found.map(|(name, events)| ((*name).to_owned(), *events)).collect()
        }

        fn events(&self, digits: &str) -> Vec<(i64, String)> {
            let known =
                [(1, "1962 a ball".to_owned()), (12, "1963 another".to_owned()), (2, "a third".to_owned())];
            known.into_iter().filter(|(number, _)| number.to_string().starts_with(digits)).collect()
        }
    }

    /// `‸` is the cursor; expected is the text before the replaced part, and what would be written there.
    #[test]
    fn what_may_stand_at_the_cursor_is_offered() {
        for (line, before, written) in [
            ("ev‸", "", "events"),
            ("EV‸", "", "events"),
            ("events with Gr‸", "events with ", "Graustark, \"Grand Fenwick\""),
            ("events with \"Gr‸", "events with ", "Graustark, \"Grand Fenwick\""),
            ("events with \"Grand F‸", "events with ", "\"Grand Fenwick\""),
            ("events with Ty‸", "events with ", "\"Type\""),
            ("events with К‸", "events with ", "Київ"),
            ("events with Graustark, g‸", "events with Graustark, ", "Graustark, \"Grand Fenwick\""),
            ("events with Graustark unt‸", "events with Graustark ", "until"),
            ("events | cou‸nt", "events | ", "count"),
            ("events | as js‸", "events | as ", "jsonl, json"),
            ("events | show ba‸", "events | show ", "basis"),
            ("events nonsense wi‸", "events nonsense wi", ""),
            (".exp‸", "", ".explain"),
            (".he‸", "", ".help"),
            (".help da‸", ".help ", "dates"),
            (".mode m‸", ".mode ", "markdown"),
            (".timer o‸", ".timer ", "on, off"),
            (".actors gra‸", ".actors ", "Graustark, Grand Fenwick"),
            (".explain events with Gra‸", ".explain events with ", "Graustark, \"Grand Fenwick\""),
            (".sql ev‸", ".sql ", "events"),
            (".nothing a‸", "", ""),
            (".types a‸", ".types ", ""),
            (".save @ba‸", ".save ", "@balls"),
            (".save @ba events with Gra‸", ".save @ba events with ", "Graustark, \"Grand Fenwick\""),
            (".forget ba‸", ".forget ", "@balls"),
            (".forget @ba‸", ".forget ", "@balls"),
            ("@ba‸", "", "@balls"),
            ("events before #1‸", "events before ", "#1, #12"),
            ("events id #12, #‸", "events id #12, ", "#1, #12, #2"),
            ("events | nearest 3 to #‸", "events | nearest 3 to ", "#1, #12, #2"),
            ("events with #‸", "events with #", ""),
            ("events in \"Lo‸", "events in ", "\"Long War\""),
            ("events | nearest 3 to \"Lo‸", "events | nearest 3 to ", "\"Long War\""),
        ] {
            let at = line.find('‸').unwrap();
            let line = line.replace('‸', "");
            let (from, pairs) = candidates(&Few, &line, at);
            let found: Vec<&str> = pairs.iter().map(|pair| pair.replacement.as_str()).collect();
            assert_eq!(found.join(", "), written, "{line}");
            if !found.is_empty() {
                assert_eq!(&line[..from], before, "{line}");
            }
        }
    }

    #[test]
    fn names_are_shown_with_their_events_and_cannot_command_the_terminal() {
        let (_, pairs) = candidates(&Few, "events with Ze", 14);
        let shown: Vec<&str> = pairs.iter().map(|pair| pair.display.as_str()).collect();
        assert_eq!(shown, ["Zenda\u{fffd} (1)"]);
        let (_, pairs) = candidates(&Few, "events before #1", 16);
        let shown: Vec<&str> = pairs.iter().map(|pair| pair.display.as_str()).collect();
        assert_eq!(shown, ["#1 1962 a ball", "#12 1963 another"]);
    }

    #[test]
    fn unknown_names_are_underlined_once_they_are_finished() {
        let session = Session::in_memory(None).unwrap();
        let assistant = Assistant::new(Rc::new(RefCell::new(session)), Style::Ansi);
        let underlined = |line: &str| -> Vec<String> {
            let dressed = assistant.highlight(line, line.len()).into_owned();
            let pieces = dressed.split("\u{1b}[4;31m").skip(1);
            pieces.map(|piece| piece.split('\u{1b}').next().unwrap_or("").to_owned()).collect()
        };
        for (line, unknown) in [
            ("events with NATO since 2014", ""),
            ("events with \"United States\", Nato", ""),
            ("events with Rusland since 2014", "Rusland"),
            ("events with Rusland", ""),
            ("events type meting with NATO, \"No Such State\" in 2014", "meting \"No Such State\""),
            (".explain events with Rusland since 2014", "Rusland"),
            (".show Rusland 2", ""),
        ] {
            assert_eq!(underlined(line).join(" "), unknown, "{line}");
            let plain = Assistant::new(Rc::clone(&assistant.session), Style::Plain);
            assert_eq!(plain.highlight(line, 0), line);
        }
    }
}
