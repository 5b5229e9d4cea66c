use std::ops::ControlFlow;
use std::path::PathBuf;

use serde_json::Value;

use super::annotation::{Annotation, DocumentDate, EventAnnotation, SkippedAnnotation, TimexAnnotation};
use super::files::{Selection, Source, sources};
use super::import::read_article;
use super::parallel::in_order;
use super::reading::{ReadError, Reading};
use crate::date::Edtf;
use crate::document::read::{ArticleError, Piece, records};
use crate::event::Event;
use crate::extract::Skipped;
use crate::lexicon::Lexicon;
use crate::text::{CodePoints, Span, one_line};
use crate::timex::timeml;

/// What is to be annotated.
#[derive(Clone, Debug)]
pub struct AnnotateOptions {
    /// Files, folders and `-` for standard input.
    pub paths: Vec<PathBuf>,
    /// What stands in them.
    pub input: Input,
    /// When the texts were written, where they do not say themselves.
    pub date: Option<Edtf>,
    /// Whether what names an event and is none is wanted too.
    pub skipped: bool,
}

/// What stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Articles in whatever format, as it is recognised.
    Text,
    /// One JSON object a line, with `text` and perhaps `id`, `date`, `title`, `url`.
    Records,
}

/// What was made of a text, or the name of one that was left out and why.
pub type Presented<T> = Result<T, (String, ReadError)>;

/// Finds everything in many texts, on all cores, and hands it over in the order of the input. `present` runs on the
/// core that read the text; `take` is given what it made, or the name of a text that was left out and why, of as many
/// texts as are ready, and may have enough. Only a few texts a core are in memory at a time.
pub fn annotate<T: Send>(
    options: &AnnotateOptions,
    lexicon: &Lexicon,
    present: impl Fn(Annotation) -> T + Sync,
    take: impl FnMut(Vec<Presented<T>>) -> ControlFlow<()>,
) {
    let annotated = |id, reading| present(annotation(id, reading, lexicon, options.skipped));
    read_all(options, lexicon, annotated, take);
}

/// Like [`annotate`], but each text becomes a TimeML document of its own: the text with its time expressions tagged.
pub fn annotate_timeml(
    options: &AnnotateOptions,
    lexicon: &Lexicon,
    take: impl FnMut(Vec<Presented<Vec<u8>>>) -> ControlFlow<()>,
) {
    let present = |_, reading: Reading| {
        let mut out = Vec::with_capacity(reading.document.text.len() * 2);
        // Memory takes whatever is written.
        let _ = timeml::write(&mut out, &reading.document, &reading.times, reading.published.edtf.as_ref());
        out
    };
    read_all(options, lexicon, present, take);
}

/// Reads texts on all cores; a record's own date goes before the one that is given for those without.
fn read_all<T: Send>(
    options: &AnnotateOptions,
    lexicon: &Lexicon,
    present: impl Fn(Value, Reading) -> T + Sync,
    take: impl FnMut(Vec<Presented<T>>) -> ControlFlow<()>,
) {
    let work = |piece: Piece| {
        let name = piece.name.clone();
        match piece.read() {
            Ok(mut article) => {
                let id = article.id.take().unwrap_or_else(|| Value::String(name.clone()));
                let given = options.date.as_ref().filter(|_| article.date.is_none());
                Ok(present(id, read_article(&name, article, given, lexicon)))
            }
            Err(error) => Err((name, error.into())),
        }
    };
    let all = Selection::default();
    let files = sources(&options.paths, &all, None);
    match options.input {
        Input::Text => in_order(files.flat_map(Source::pieces), Piece::weight, work, take),
        Input::Records => in_order(files.flat_map(lines), Piece::weight, work, take),
    }
}

/// Describes what was found in one text.
fn annotation(id: Value, reading: Reading, lexicon: &Lexicon, with_skipped: bool) -> Annotation {
    let Reading { document, published, times, events, mut skipped, .. } = reading;
    let mut points = CodePoints::new(&document.text);
    let timexes =
        times.iter().map(|time| TimexAnnotation::new(time, &times, &document.text, &mut points)).collect();
    let annotated = |event: Event| {
        let class = class_of(lexicon, &event.event_type);
        EventAnnotation::new(event, class, &mut points)
    };
    let mut events: Vec<EventAnnotation> = events.into_iter().filter_map(annotated).collect();
    events.sort_by_key(|event| (event.start, event.end));
    skipped.sort_by_key(|skipped| skipped.span.start);
    let describe = |skipped: &Skipped| {
        let (start, end) = points.span(skipped.span);
        let sentence = document.sentences.iter().find(|s| s.span.overlaps(skipped.span));
        let one_line = |span: Span| one_line(span.of(&document.text)).into_owned();
        SkippedAnnotation {
            event_type: skipped.event_type.clone(),
            reason: skipped.reason.name().to_owned(),
            text: one_line(skipped.span),
            start,
            end,
            evidence: sentence.map(|s| one_line(s.span)).unwrap_or_default(),
        }
    };
    let skipped = with_skipped.then(|| skipped.iter().map(describe).collect());
    let date = DocumentDate {
        edtf: published.edtf.map(|date| date.to_string()),
        basis: published.basis.name().to_owned(),
        explanation: published.explanation,
    };
    Annotation { id, date, timexes, events, skipped }
}

/// Returns the lines of a file of records, whatever the file looks like.
fn lines(source: Source) -> Box<dyn Iterator<Item = Piece> + Send> {
    let name = match &source {
        Source::StandardInput => "standard input".to_owned(),
        source => source.name(),
    };
    match source.open() {
        Ok(reader) => records(&name, reader),
        Err(error) => Box::new(std::iter::once(Piece::broken(name, ArticleError::Unreadable(error)))),
    }
}

fn class_of<'a>(lexicon: &'a Lexicon, event_type: &str) -> &'a str {
    let types = &lexicon.types;
    types.id(event_type).map_or("OTHER", |id| types.get(id).class)
}
