use std::path::Path;

use crate::dating::{self, Published};
use crate::document::read::ArticleError;
use crate::document::{BlockKind, Document, Origin};
use crate::event::Event;
use crate::extract::{self, Extraction, Skipped};
use crate::lexicon::{Actor, ActorKind, Lexicon, LexiconError, surname};
use crate::store::{ActorRow, OfficeRow, PeriodRow, PlaceRow, StoreError, TypeRow, WordLists};
use crate::text::Span;
use crate::timex::{self, Reference, Resolved};

/// Why a document was left out.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It cannot be read.
    #[error(transparent)]
    Article(#[from] ArticleError),
    /// The database does not take it.
    #[error(transparent)]
    Refused(StoreError),
}

/// A document and everything that was found in it.
pub(super) struct Reading {
    pub(super) document: Document,
    pub(super) published: Published,
    pub(super) times: Vec<Resolved>,
    pub(super) events: Vec<Event>,
    /// What names an event and is none.
    pub(super) skipped: Vec<Skipped>,
    /// How many sentences have a date but no event.
    pub(super) unread: usize,
}

/// Reads the word lists: those the program carries, and those of the user's folder.
///
/// # Errors
///
/// Names file and line of what is wrong.
pub fn lexicon(folder: Option<&Path>) -> Result<Lexicon, LexiconError> {
    folder.map_or_else(Lexicon::embedded, Lexicon::with_folder)
}

/// Makes rows of the word lists.
pub(super) fn word_lists(lexicon: &Lexicon) -> WordLists {
    let names = &lexicon.names;
    let types = lexicon.types.all().iter().map(|t| TypeRow {
        name: t.name.clone(),
        class: t.class.to_owned(),
        cameo: t.cameo.clone(),
        meaning: t.meaning.clone(),
        synonyms: t.synonyms.clone(),
    });
    let actors = names.actors().map(|actor| ActorRow {
        name: actor.name.to_owned(),
        kind: actor.kind.name().to_owned(),
        code: actor.code.map(str::to_owned),
        aliases: query_names(actor),
    });
    let offices = names.actors().flat_map(|person| {
        person.offices.iter().map(|office| OfficeRow {
            person: person.name.to_owned(),
            office: office.office.to_owned(),
            actor: names.actor(office.of).name.to_owned(),
            begins: office.term.begin,
            ends: office.term.end,
        })
    });
    let places = names.places().map(|place| PlaceRow {
        name: place.name.to_owned(),
        kind: place.kind.to_owned(),
        country: place.country.map(str::to_owned),
        latitude: place.latitude,
        longitude: place.longitude,
        aliases: place.aliases.iter().map(|a| (*a).to_owned()).collect(),
    });
    let periods = lexicon.periods.iter().map(|period| PeriodRow {
        name: period.name.clone(),
        kind: period.kind.clone(),
        date: period.date.to_string(),
        aliases: period.aliases.clone(),
    });
    WordLists {
        types: types.collect(),
        actors: actors.collect(),
        offices: offices.collect(),
        places: places.collect(),
        periods: periods.collect(),
    }
}

/// Returns what a query may call an actor: its names, the seats that stand for it, a person's surname.
fn query_names(actor: &Actor) -> Vec<String> {
    let mut names = actor.aliases.clone();
    for seat in &actor.seats {
        names.push(seat);
        names.extend(seat.strip_prefix("the "));
    }
    if actor.kind == ActorKind::Person {
        names.extend(actor.aliases.iter().filter_map(|name| surname(name, &actor.aliases)));
    }
    names.into_iter().map(str::to_owned).collect()
}

/// Finds everything in a text: its sentences, its time expressions, its date, its events.
pub(super) fn read(text: String, origin: Origin, lexicon: &Lexicon) -> Reading {
    let document = Document::new(text, origin, lexicon);
    let expressions = timex::find(&document, lexicon);
    let published = dating::publication(&document, &expressions, lexicon);
    let date = published.edtf.as_ref();
    let times =
        timex::resolve(&expressions, &document, &Reference::of(date, document.dateline.is_some()), lexicon);
    let Extraction { events, skipped } = extract::events(&document, &times, date, lexicon);
    let unread = dated_without_event(&document, &times, &events);
    Reading { document, published, times, events, skipped, unread }
}

/// Counts the sentences in which a date stands and no event was found.
fn dated_without_event(document: &Document, times: &[Resolved], events: &[Event]) -> usize {
    let dated = |span: Span| {
        // Expressions stand in the order of the text.
        let first = times.partition_point(|time| time.expression.span.start < span.start);
        times[first..]
            .iter()
            .take_while(|time| time.expression.span.start < span.end)
            .any(|time| time.point().is_some())
    };
    let evidence: Vec<Span> =
        events.iter().flat_map(|event| &event.mentions).map(|mention| mention.evidence).collect();
    let told = |span: Span| evidence.iter().any(|evidence| evidence.overlaps(span));
    let news = |kind: BlockKind| matches!(kind, BlockKind::Caption | BlockKind::Paragraph);
    let sentences = document.sentences.iter().filter(|sentence| news(document.kind_of(sentence)));
    sentences.filter(|sentence| dated(sentence.span) && !told(sentence.span)).count()
}
