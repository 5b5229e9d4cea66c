use std::ops::ControlFlow;
use std::path::PathBuf;

use serde_json::Value;

use super::annotation::{Annotation, DocumentDate, EventAnnotation, TimexAnnotation};
use super::files::{Selection, Source, sources};
use super::import::read_article;
use super::parallel::in_order;
use super::reading::{ReadError, Reading};
use crate::date::Edtf;
use crate::document::read::{Article, ArticleError, Piece, records};
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
    /// Articles in whatever format, as it is recognised.
    Text,
    /// One JSON object a line, with `text` and perhaps `id`, `date`, `title`, `url`.
    Records,
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
    let work = |piece: Piece| {
        let name = piece.name.clone();
        match piece.read() {
            Ok(article) => Ok(present(one(&name, article, given, lexicon))),
            Err(error) => Err((name, error.into())),
        }
    };
    let all = Selection::default();
    let files = sources(&options.paths, &all, None);
    match options.input {
        Input::Text => in_order(files.flat_map(Source::pieces), work, &mut take),
        Input::Records => in_order(files.flat_map(lines), work, &mut take),
    }
}

/// Annotates one text. A record's own date goes before the one that is given for those without.
fn one(name: &str, mut article: Article, given: Option<&Edtf>, lexicon: &Lexicon) -> Annotation {
    let id = article.id.take().unwrap_or_else(|| Value::String(name.into()));
    let given = given.filter(|_| article.date.is_none());
    let Reading { document, published, times, events, .. } = read_article(name, article, given, lexicon);
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
    Annotation { id, date, timexes, events }
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
