use std::io::{self, BufWriter, Write};
use std::mem::ManuallyDrop;
use std::ops::ControlFlow;

use super::arguments::{Annotate, AnnotationFormat, Global, InputKind};
use super::failure::Failure;
use super::terminal::layout;
use crate::output::{self, Format, Layout};
use crate::session::{self, AnnotateOptions, Annotation, Input, Presented, SessionError};
use crate::store::{Column, ColumnKind, LIST_SEPARATOR, Value};
use crate::text::harmless;

/// Prints what is found in texts; 1 where one was left out.
pub(super) fn annotate(arguments: &Annotate, global: &Global) -> Result<u8, Failure> {
    let lexicon = session::lexicon(global.lexicon.as_deref()).map_err(SessionError::from)?;
    // Needed to the end, where the system takes them back in one piece.
    let lexicon = ManuallyDrop::new(lexicon);
    let options = AnnotateOptions {
        paths: arguments.paths.clone(),
        input: match arguments.input {
            InputKind::Text => Input::Text,
            InputKind::Jsonl => Input::Records,
        },
        date: arguments.date.clone(),
        skipped: arguments.skipped,
    };
    let mut printer = Printer {
        out: BufWriter::with_capacity(1 << 16, io::stdout().lock()),
        written: Ok(()),
        left_out: false,
    };
    match arguments.format {
        AnnotationFormat::Jsonl => {
            let line = |annotation: Annotation| {
                let mut line = Vec::with_capacity(4096);
                if serde_json::to_writer(&mut line, &annotation).is_err() {
                    line.clear();
                }
                line.push(b'\n');
                line
            };
            session::annotate(&options, &lexicon, line, |ready| {
                printer.print(ready, |line, out| out.write_all(&line))
            });
        }
        AnnotationFormat::Timeml => session::annotate_timeml(&options, &lexicon, |ready| {
            printer.print(ready, |document, out| out.write_all(&document))
        }),
        AnnotationFormat::Table => {
            let layout = layout(global.color);
            session::annotate(
                &options,
                &lexicon,
                |annotation| annotation,
                |ready| printer.print(ready, |annotation, out| page(&annotation, layout, out)),
            );
        }
    }
    printer.written?;
    Ok(u8::from(printer.left_out))
}

/// Prints what was found, and says what was left out.
struct Printer<W> {
    out: W,
    /// The first error.
    written: io::Result<()>,
    left_out: bool,
}

impl<W: Write> Printer<W> {
    /// Prints what is ready, to the end: whoever waits for it may send the next text only then.
    fn print<T>(
        &mut self,
        ready: Vec<Presented<T>>,
        mut one: impl FnMut(T, &mut W) -> io::Result<()>,
    ) -> ControlFlow<()> {
        let printed = ready.into_iter().try_for_each(|presented| match presented {
            Ok(found) => one(found, &mut self.out),
            Err((name, error)) => {
                self.left_out = true;
                // Where both go to one terminal or file, they stand in the order of the texts.
                self.out.flush()?;
                let name = if name == "-" { "standard input" } else { &name };
                eprintln!("{}: left out: {}", harmless(name), harmless(&error.to_string()));
                Ok(())
            }
        });
        self.written = printed.and_then(|()| self.out.flush());
        if self.written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

/// Writes what was found in one text: its date, its events, its time expressions.
fn page(found: &Annotation, layout: Layout, out: &mut dyn Write) -> io::Result<()> {
    let name = match &found.id {
        serde_json::Value::String(id) if id == "-" => "standard input".to_owned(),
        serde_json::Value::String(id) => id.clone(),
        id => id.to_string(),
    };
    let date = found.date.edtf.as_deref().unwrap_or("no date");
    writeln!(out, "{}: {date} ({})", harmless(&name), harmless(&found.date.explanation))?;
    let text = |text: &str| Value::Text(text.to_owned());
    let maybe = |text: &Option<String>| text.clone().map_or(Value::Null, Value::Text);
    let at = |start: usize, end: usize| Value::Text(format!("{start}–{end}"));
    let events = found.events.iter().map(|e| {
        vec![
            at(e.start, e.end),
            maybe(&e.date),
            text(&e.event_type),
            text(&e.realis),
            text(&e.from.join(LIST_SEPARATOR)),
            text(&e.to.join(LIST_SEPARATOR)),
            maybe(&e.place),
            text(&e.summary),
            maybe(&e.explanation),
        ]
    });
    let columns = ["at", "date", "type", "realis", "from", "to", "place", "summary", "date known"];
    table("no events", &columns, events, layout, out)?;
    if let Some(skipped) = &found.skipped {
        let rows = skipped.iter().map(|s| {
            vec![at(s.start, s.end), text(&s.text), text(&s.event_type), text(&s.reason), text(&s.evidence)]
        });
        table("nothing skipped", &["at", "words", "type", "skipped", "evidence"], rows, layout, out)?;
    }
    let timexes = found.timexes.iter().map(|t| {
        vec![
            at(t.start, t.end),
            text(&t.text),
            text(&t.timex_type),
            text(&t.value),
            maybe(&t.modifier),
            maybe(&t.edtf),
            text(&t.rule),
            text(&t.explanation),
        ]
    });
    let columns = ["at", "words", "type", "value", "mod", "date", "rule", "explanation"];
    table("no time expressions", &columns, timexes, layout, out)
}

fn table(
    none: &str,
    columns: &[&str],
    rows: impl ExactSizeIterator<Item = Vec<Value>>,
    layout: Layout,
    out: &mut dyn Write,
) -> io::Result<()> {
    if rows.len() == 0 {
        return writeln!(out, "{none}");
    }
    let described = columns.iter().map(|name| Column::new(*name, ColumnKind::Text)).collect();
    let mut writer = output::writer(Format::Table, described, layout, Box::new(&mut *out));
    let written = (|| {
        writer.columns(columns)?;
        for row in rows {
            if writer.row(&row)?.is_break() {
                break;
            }
        }
        writer.finish(None)
    })();
    written.map_err(|output::OutputError::Write(error)| error)?;
    drop(writer);
    writeln!(out)
}
