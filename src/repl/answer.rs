//! What each statement does: asks the session, and writes what it says where results go.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use super::command::{COMMANDS, Flow};
use super::edit::edit;
use super::help::TOPICS;
use super::pager::Paged;
use super::progress::{After, Progress};
use super::{READ_DEPTH, Repl};
use crate::cli::{
    Failure, ask, forget_period, forget_query, keep_period, keep_query, load_table, sum, tell,
    write_documents, write_periods, write_saved,
};
use crate::date;
use crate::output::{
    self, Format, Layout, is_for_people, write_citation, write_event, write_rows, write_source, writer,
};
use crate::query::alike;
use crate::session::{FormatChoice, ImportOptions, Question};
use crate::store::{Column, ColumnKind, EventRecord, NameRecord, Value};
use crate::text::{fold, harmless};

/// Where a result goes.
enum Destination {
    Screen(After<Paged>),
    /// The screen shows meanwhile that something is running.
    File(BufWriter<File>, Option<Progress>),
}

impl Repl {
    /// Answers a query.
    pub(super) fn query(&mut self, text: &str) -> Result<(), Failure> {
        self.asked = Some(text.to_owned());
        let question = self.question(text)?;
        let (layout, mut out) = self.destination("running")?;
        let line = {
            let columns = question.compiled.columns.clone();
            let mut rows = writer(question.format, columns, layout, Box::new(&mut out));
            self.session.borrow().answer(&question, &mut *rows)?
        };
        out.close()?;
        if !is_for_people(question.format) && self.interactive {
            self.talk(&self.dim(&harmless(&line)));
        }
        Ok(())
    }

    fn question(&self, text: &str) -> Result<Question, Failure> {
        let choice = FormatChoice::Query(self.format.unwrap_or(Format::Table));
        let mut question = ask(&self.session.borrow(), text, self.today, choice);
        if let Err(Failure::Query(error, _)) = &mut question
            && text.starts_with('|')
        {
            error.0.help =
                vec!["a query goes on in the next line where the line before ends in |".to_owned()];
        }
        question
    }

    /// `.explain`
    pub(super) fn explain(&mut self, text: &str) -> Result<(), Failure> {
        let question = self.question(text)?;
        let progress = self.progress("running");
        let page = self.session.borrow().explain(&question)?;
        drop(progress);
        self.page(&harmless(&page))
    }

    /// `.sql`
    pub(super) fn sql(&mut self, text: &str) -> Result<(), Failure> {
        let question = self.question(text)?;
        self.page(&harmless(&format!("{};", question.compiled.statement)))
    }

    /// `.import`
    pub(super) fn import(&mut self, paths: &[PathBuf]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        let mut written = Ok(());
        let total = self.session.borrow_mut().import(paths, &ImportOptions::default(), |report| {
            written = tell(report, &mut out);
            let go_on = written.is_ok() && !self.interrupted.load(Ordering::Relaxed);
            if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        written?;
        writeln!(out, "{}", sum(&total))?;
        drop(out);
        if total.stopped {
            self.talk("interrupted; import again to go on from here");
        }
        if total.failed > 0 {
            self.worst = self.worst.max(1);
        }
        Ok(())
    }

    /// `.schema`
    pub(super) fn schema(&mut self) -> Result<(), Failure> {
        let schema = self.session.borrow().schema()?;
        self.page(&schema)
    }

    /// `.show`
    pub(super) fn show(&mut self, number: i64) -> Result<(), Failure> {
        let event = self.event(number)?;
        let (layout, mut out) = self.destination("reading")?;
        write_event(&event, &layout, &mut out)?;
        out.close()
    }

    /// `.source`
    pub(super) fn source(&mut self, number: i64) -> Result<(), Failure> {
        let event = self.event(number)?;
        let documents = self.session.borrow().sources(&event)?;
        let (layout, mut out) = self.destination("reading")?;
        write_source(&event, &documents, &layout, &mut out)?;
        out.close()
    }

    /// `.cite`
    pub(super) fn cite(&mut self, number: i64) -> Result<(), Failure> {
        let event = self.event(number)?;
        let documents = self.session.borrow().sources(&event)?;
        let (_, mut out) = self.destination("reading")?;
        write_citation(&event, &documents, &mut out)?;
        out.close()
    }

    fn event(&self, number: i64) -> Result<EventRecord, Failure> {
        let event = self.session.borrow().show(number)?;
        event.ok_or_else(|| {
            let help = "events | show id, date, summary lists them";
            Failure::Usage(format!("there is no event {number}"), help.to_owned())
        })
    }

    /// `.types`
    pub(super) fn types(&mut self) -> Result<(), Failure> {
        let names = self.session.borrow().types()?;
        self.names(["type", "class", "events", "meaning"], names)
    }

    /// `.actors`
    pub(super) fn actors(&mut self, prefix: &str) -> Result<(), Failure> {
        let progress = self.progress("reading");
        let mut names = self.session.borrow().actors()?;
        drop(progress);
        let begins = beginning_with(prefix);
        names.retain(|record| begins(&record.name) || record.note.split(';').any(&begins));
        self.names(["actor", "kind", "events", "also"], names)
    }

    /// `.places`
    pub(super) fn places(&mut self, prefix: &str) -> Result<(), Failure> {
        let mut names = self.session.borrow().places()?;
        let begins = beginning_with(prefix);
        names.retain(|record| begins(&record.name));
        self.names(["place", "kind", "events", "country"], names)
    }

    /// `.periods`
    pub(super) fn periods(&mut self, prefix: &str) -> Result<(), Failure> {
        let mut periods = self.session.borrow().periods()?;
        let begins = beginning_with(prefix);
        periods.retain(|period| begins(&period.name) || period.aliases.iter().any(|alias| begins(alias)));
        let (layout, mut out) = self.destination("reading")?;
        write_periods(periods, self.format.unwrap_or(Format::Table), layout, &mut out)?;
        out.close()
    }

    /// `.period`
    pub(super) fn period(&self, name: &str, date: &str) -> Result<(), Failure> {
        let date = date::parse(date).map_err(|error| {
            let help = "dates are written 1962-10, or 2008-08-07/2008-08-12 from the one to the other";
            Failure::Usage(format!("\"{date}\" is no date: {error}"), help.to_owned())
        })?;
        let said = keep_period(&mut self.session.borrow_mut(), name, &date)?;
        self.talk(&harmless(&said));
        Ok(())
    }

    /// `.saved`
    pub(super) fn saved(&mut self) -> Result<(), Failure> {
        let (layout, mut out) = self.destination("reading")?;
        write_saved(&self.session.borrow(), self.format.unwrap_or(Format::Table), layout, &mut out)?;
        out.close()
    }

    /// `.save`: the query, or the last one.
    pub(super) fn save(&self, name: &str, query: &str) -> Result<(), Failure> {
        let query = match (query, &self.asked) {
            ("", Some(asked)) => asked,
            ("", None) => {
                let help = format!(".save {name} events … saves one");
                return Err(Failure::Usage("nothing has been asked yet".to_owned(), help));
            }
            (query, _) => query,
        };
        let said = keep_query(&mut self.session.borrow_mut(), name, query, self.today)?;
        self.talk(&said);
        Ok(())
    }

    /// `.forget`
    pub(super) fn forget(&self, name: &str) -> Result<(), Failure> {
        let session = &mut self.session.borrow_mut();
        let said =
            if name.starts_with('@') { forget_query(session, name)? } else { forget_period(session, name)? };
        self.talk(&harmless(&said));
        Ok(())
    }

    /// `.documents`
    pub(super) fn documents(&mut self) -> Result<(), Failure> {
        let progress = self.progress("reading");
        let documents = self.session.borrow().documents(false)?;
        drop(progress);
        let (layout, mut out) = self.destination("reading")?;
        write_documents(documents, self.format.unwrap_or(Format::Table), layout, &mut out)?;
        out.close()
    }

    fn names(
        &mut self,
        [name, kind, events, note]: [&str; 4],
        records: Vec<NameRecord>,
    ) -> Result<(), Failure> {
        let columns = vec![
            Column::new(name, ColumnKind::Text),
            Column::new(kind, ColumnKind::Text),
            Column::new(events, ColumnKind::Number),
            Column::new(note, ColumnKind::Text),
        ];
        let rows = records.into_iter().map(|record| {
            vec![
                Value::Text(record.name),
                Value::Text(record.kind),
                number(record.events),
                Value::Text(record.note),
            ]
        });
        let (layout, mut out) = self.destination("reading")?;
        write_rows(self.format.unwrap_or(Format::Table), columns, rows, layout, Box::new(&mut out))?;
        out.close()
    }

    /// `.help`
    pub(super) fn help(&mut self, topic: &str) -> Result<(), Failure> {
        let topic = topic.trim();
        if topic.is_empty() {
            return self.page(&overview());
        }
        if let Some(found) = TOPICS.iter().find(|known| known.name.eq_ignore_ascii_case(topic)) {
            return self.page(found.text);
        }
        let dotted = format!(".{}", topic.trim_start_matches('.'));
        if let Some(command) = COMMANDS.iter().find(|command| command.name.eq_ignore_ascii_case(&dotted)) {
            return self.page(&format!("{} {}\n  {}\n", command.name, command.usage, command.about));
        }
        let known = TOPICS.iter().map(|topic| topic.name).chain(COMMANDS.iter().map(|command| command.name));
        let help = match alike(topic, known).first() {
            Some(near) => format!("did you mean .help {near}?"),
            None => ".help lists the topics".to_owned(),
        };
        Err(Failure::Usage(format!("there is no help on {topic}"), help))
    }

    /// `.mode`
    pub(super) fn mode(&mut self, name: &str) -> Result<(), Failure> {
        if name.is_empty() {
            for format in Format::ALL {
                let mark = if format == self.format.unwrap_or(Format::Table) { "*" } else { " " };
                self.talk(&format!("{mark} {:<9} {}", format.name(), output::about(format)));
            }
            return Ok(());
        }
        let Some(format) = Format::from_name(name) else {
            let help = match alike(name, Format::ALL.iter().map(|format| format.name())).first() {
                Some(near) => format!("did you mean {near}?"),
                None => format!("known are {}", Format::ALL.map(Format::name).join(", ")),
            };
            return Err(Failure::Usage(format!("there is no format {name}"), help));
        };
        self.format = Some(format);
        Ok(())
    }

    /// `.rows` without a number.
    pub(super) fn say_rows(&self) {
        self.talk(&self.rows.map_or_else(
            || "the screen shows all rows".to_owned(),
            |rows| format!("the screen shows {rows} rows of a long result at most"),
        ));
    }

    /// `.output`
    pub(super) fn output(&mut self, path: &Path) -> Result<(), Failure> {
        self.output = if path == Path::new("-") { None } else { Some(create(path)?) };
        Ok(())
    }

    /// `.once`
    pub(super) fn once(&mut self, path: &Path) -> Result<(), Failure> {
        self.once = Some(create(path)?);
        Ok(())
    }

    /// `.edit`
    pub(super) fn edit(&mut self, text: &str) -> Result<Flow, Failure> {
        let begun = if text.is_empty() { self.asked.clone().unwrap_or_default() } else { text.to_owned() };
        let written = edit(&format!("{begun}\n")).map_err(Failure::Editor)?;
        let written = written.trim();
        if written.is_empty() {
            return Ok(Flow::On);
        }
        self.talk(&self.dim(&harmless(written)));
        self.edited = Some(written.to_owned());
        self.script(written.lines().map(|line| Ok(line.to_owned())))
    }

    /// `.load`
    pub(super) fn load(&mut self, path: &Path, pairs: &[String]) -> Result<(), Failure> {
        let total = load_table(&mut self.session.borrow_mut(), path, pairs)?;
        if total > 0 {
            self.worst = self.worst.max(1);
        }
        Ok(())
    }

    /// `.read`
    pub(super) fn read(&mut self, path: &Path) -> Result<Flow, Failure> {
        if self.depth == READ_DEPTH {
            return Err(Failure::Usage(
                format!("{} is the {READ_DEPTH}th file within a file", path.display()),
                "does it read itself?".to_owned(),
            ));
        }
        let file = File::open(path).map_err(|error| Failure::Unreadable(path.into(), error))?;
        self.depth += 1;
        let flow = self.script(BufReader::new(file).lines());
        self.depth -= 1;
        flow
    }

    /// Writes a text of our own to the screen.
    fn page(&mut self, text: &str) -> Result<(), Failure> {
        let mut out = Paged::new(self.screenful(), self.pager.clone());
        let end = if text.ends_with('\n') { "" } else { "\n" };
        write!(out, "{text}{end}")?;
        Ok(out.close()?)
    }

    /// Returns where the next result goes, and what its writer must know of the place.
    fn destination(&mut self, doing: &'static str) -> Result<(Layout, Destination), Failure> {
        let file = match (self.once.take(), &self.output) {
            (Some((_, file)), _) => Some(file),
            (None, Some((path, file))) => {
                Some(file.try_clone().map_err(|error| Failure::File(path.clone(), error))?)
            }
            (None, None) => None,
        };
        if let Some(file) = file {
            return Ok((Layout::FILE, Destination::File(BufWriter::new(file), self.progress(doing))));
        }
        let watched = self.interactive && self.layout.terminal;
        let progress = self.progress(doing).filter(|_| watched);
        let layout = Layout { at_most: if watched { self.rows } else { None }, ..self.layout };
        Ok((
            layout,
            Destination::Screen(After::new(progress, Paged::new(self.screenful(), self.pager.clone()))),
        ))
    }

    /// Says that something is running, once it has run for a while, to whoever sits before the screen.
    fn progress(&self, doing: &'static str) -> Option<Progress> {
        (self.interactive && io::stderr().is_terminal()).then(|| Progress::start(doing))
    }

    /// Returns how many lines fit on the screen, where somebody sits before it.
    fn screenful(&self) -> Option<usize> {
        if self.interactive && self.layout.terminal { self.height } else { None }
    }
}

impl Destination {
    fn close(self) -> Result<(), Failure> {
        match self {
            Self::Screen(screen) => Ok(screen.into_inner().close()?),
            Self::File(mut file, progress) => {
                file.flush()?;
                drop(progress);
                Ok(())
            }
        }
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Screen(screen) => screen.write(bytes),
            Self::File(file, _) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Screen(screen) => screen.flush(),
            Self::File(file, _) => file.flush(),
        }
    }
}

/// Returns the test whether a name begins with what was typed, with or without a quote before it; case and accents aside.
fn beginning_with(prefix: &str) -> impl Fn(&str) -> bool {
    let prefix = fold(prefix.trim().trim_matches(['"', '\''])).into_owned();
    move |name| fold(name.trim()).starts_with(&prefix)
}

/// Returns the page of `.help`.
fn overview() -> String {
    let mut page = String::from("A question begins with events; .help queries teaches how to ask.\n\n");
    let width = COMMANDS.iter().map(|command| command.name.len() + 1 + command.usage.chars().count()).max();
    let width = width.unwrap_or(0);
    for command in COMMANDS {
        let usage = format!("{} {}", command.name, command.usage);
        page.push_str(&format!("  {usage:width$}  {}\n", command.about));
    }
    page.push_str("\nTopics of .help:\n\n");
    for topic in TOPICS {
        page.push_str(&format!("  {:width$}  {}\n", topic.name, topic.about));
    }
    page
}

fn create(path: &Path) -> Result<(PathBuf, File), Failure> {
    let file = File::create(path).map_err(|error| Failure::File(path.into(), error))?;
    Ok((path.into(), file))
}

fn number(count: u64) -> Value {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}
