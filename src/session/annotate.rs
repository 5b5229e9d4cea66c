use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::PathBuf;

use serde_json::Value;

use super::annotation::{Annotation, DocumentDate, EventAnnotation, Record, TimexAnnotation};
use super::files::{Source, sources};
use super::parallel::in_order;
use super::reading::{ReadError, Reading, decode, read};
use crate::date::{self, Edtf};
use crate::document::Origin;
use crate::event::Event;
use crate::lexicon::Lexicon;
use crate::text::CodePoints;

/// What is to be annotated.
#[derive(Clone, Debug)]
pub struct AnnotateOptions {
    /// Files, folders and `-` for standard input.
    pub paths: Vec<PathBuf>,
    /// What stands in them.
    pub input: Input,
    /// When the texts were written, where they do not say themselves.
    pub date: Option<Edtf>,
}

/// What stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// One text.
    Text,
    /// One [`Record`] a line.
    Records,
}

/// A text on its way to the extractor.
enum Draft {
    File(Source),
    /// A line of a file of records, and its place.
    Line(String, Vec<u8>),
    /// A file that broke off.
    Broken(String, ReadError),
}

/// Finds everything in many texts, on all cores, and hands it over in the order of the input. `present` runs on the
/// core that read the text; `take` is given what it made, or the name of a text that was left out and why, and may
/// have enough. Only a few texts a core are in memory at a time.
pub fn annotate<T: Send>(
    options: &AnnotateOptions,
    lexicon: &Lexicon,
    present: impl Fn(Annotation) -> T + Sync,
    mut take: impl FnMut(Result<T, (String, ReadError)>) -> ControlFlow<()>,
) {
    let given = options.date.as_ref();
    let work = |draft: Draft| {
        let (name, record) = match draft {
            Draft::File(source) => {
                let text = source.bytes().map_err(ReadError::Unreadable).and_then(decode);
                (source.name(), text.map(|text| Record { text, ..Record::default() }))
            }
            Draft::Line(name, line) => {
                let record = serde_json::from_slice(&line);
                (name, record.map_err(|error| ReadError::NotARecord(error.to_string())))
            }
            Draft::Broken(name, error) => (name, Err(error)),
        };
        match record.and_then(|record| one(&name, record, given, lexicon)) {
            Ok(annotation) => Ok(present(annotation)),
            Err(error) => Err((name, error)),
        }
    };
    let files = sources(&options.paths, None);
    match options.input {
        Input::Text => in_order(files.map(Draft::File), work, &mut take),
        Input::Records => in_order(files.flat_map(lines), work, &mut take),
    }
}

/// Annotates one text.
fn one(name: &str, record: Record, given: Option<&Edtf>, lexicon: &Lexicon) -> Result<Annotation, ReadError> {
    let date = match record.date.as_deref() {
        // A record may say the minute; the day is what counts.
        Some(text) => {
            let day = text.get(..10).filter(|_| matches!(text.as_bytes().get(10), Some(b'T' | b' ')));
            Some(date::parse(day.unwrap_or(text)).map_err(ReadError::BadDate)?)
        }
        None => given.cloned(),
    };
    let origin =
        Origin { name: name.into(), title: record.title, url: record.url, date, ..Origin::default() };
    let id = if record.id.is_null() { Value::String(name.into()) } else { record.id };
    let Reading { document, published, times, events, .. } = read(record.text, origin, lexicon);
    let mut points = CodePoints::new(&document.text);
    let timexes =
        times.iter().map(|time| TimexAnnotation::new(time, &times, &document.text, &mut points)).collect();
    let annotated =
        |event: &Event| EventAnnotation::new(event, class_of(lexicon, &event.event_type), &mut points);
    let mut events: Vec<EventAnnotation> = events.iter().filter_map(annotated).collect();
    events.sort_by_key(|event| (event.start, event.end));
    let date = DocumentDate {
        edtf: published.edtf.map(|date| date.to_string()),
        basis: published.basis.name().to_owned(),
        explanation: published.explanation,
    };
    Ok(Annotation { id, date, timexes, events })
}

fn class_of<'a>(lexicon: &'a Lexicon, event_type: &str) -> &'a str {
    let types = &lexicon.types;
    types.id(event_type).map_or("OTHER", |id| types.get(id).class)
}

/// Returns the lines of a file of records, empty ones left out.
fn lines(source: Source) -> Box<dyn Iterator<Item = Draft> + Send> {
    let name = match &source {
        Source::StandardInput => "standard input".to_owned(),
        source => source.name(),
    };
    let broken = |name: &str, error: String| Draft::Broken(name.to_owned(), ReadError::Unreadable(error));
    let reader: Box<dyn BufRead + Send> = match &source {
        Source::StandardInput => Box::new(BufReader::new(io::stdin())),
        Source::File(path) => match File::open(path) {
            Ok(file) => Box::new(BufReader::with_capacity(1 << 16, file)),
            Err(error) => return Box::new(std::iter::once(broken(&name, super::files::reason(&error)))),
        },
        Source::Nowhere(_, reason) => return Box::new(std::iter::once(broken(&name, reason.clone()))),
    };
    let lines = (1..).zip(reader.split(b'\n')).filter_map(move |(number, line)| match line {
        Ok(line) if line.trim_ascii().is_empty() => None,
        Ok(line) => Some(Draft::Line(format!("{name}:{number}"), line)),
        Err(error) => Some(broken(&name, super::files::reason(&error))),
    });
    // What breaks once would break for ever.
    let mut over = false;
    Box::new(lines.take_while(move |draft| {
        let go_on = !over;
        over = matches!(draft, Draft::Broken(..));
        go_on
    }))
}
