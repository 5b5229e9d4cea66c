use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use crate::date::EdtfError;
use crate::dating::{self, Published};
use crate::document::{BlockKind, Document, Origin};
use crate::event::Event;
use crate::extract;
use crate::lexicon::{Actor, ActorKind, Lexicon, LexiconError};
use crate::store::{ActorRow, OfficeRow, PlaceRow, StoreError, TypeRow, WordLists};
use crate::text::Span;
use crate::timex::{self, Reference, Resolved};

/// Why a document was left out.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system does not give it.
    #[error("{0}")]
    Unreadable(String),
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// It is no text.
    #[error("it is binary, not text")]
    Binary,
    /// It is not a record as `annotate` takes them.
    #[error("it is no record with a text: {0}")]
    NotARecord(String),
    /// Its date is not one.
    #[error("its date cannot be read: {0}")]
    BadDate(EdtfError),
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
    let actors = names.actors().iter().map(|actor| ActorRow {
        name: actor.name.clone(),
        kind: actor.kind.name().to_owned(),
        code: actor.code.clone(),
        aliases: query_names(actor),
    });
    let offices = names.actors().iter().flat_map(|person| {
        person.offices.iter().map(|office| OfficeRow {
            person: person.name.clone(),
            office: office.office.clone(),
            actor: names.actor(office.of).name.clone(),
            begins: office.term.begin,
            ends: office.term.end,
        })
    });
    let places = names.places().iter().map(|place| PlaceRow {
        name: place.name.clone(),
        kind: place.kind.clone(),
        country: place.country.clone(),
        latitude: place.latitude,
        longitude: place.longitude,
        aliases: place.aliases.clone(),
    });
    WordLists {
        types: types.collect(),
        actors: actors.collect(),
        offices: offices.collect(),
        places: places.collect(),
    }
}

/// Returns what a query may call an actor: its names, the seats that stand for it, a person's surname.
fn query_names(actor: &Actor) -> Vec<String> {
    let mut names = actor.aliases.clone();
    for seat in &actor.seats {
        names.push(seat.clone());
        names.extend(seat.strip_prefix("the ").map(str::to_owned));
    }
    if actor.kind == ActorKind::Person {
        let surnames =
            actor.aliases.iter().filter_map(|name| name.rsplit_once(' ')).map(|(_, surname)| surname);
        // A king's number and "Jr." are no surnames.
        let surnames = surnames.filter(|s| !s.ends_with('.') && !s.bytes().all(|b| b"IVX".contains(&b)));
        names.extend(surnames.map(str::to_owned));
    }
    names
}

/// Makes text of bytes in whatever encoding: what a byte order mark says, else UTF-8 where it is that, else the one
/// that the bytes look most like (the detector of web browsers).
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, ReadError> {
    let text = if let Some((encoding, _)) = Encoding::for_bom(&bytes) {
        encoding.decode_with_bom_removal(&bytes).0.into_owned()
    } else if bytes.contains(&0) {
        return Err(ReadError::Binary);
    } else {
        match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let bytes = error.into_bytes();
                let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
                detector.feed(&bytes, true);
                detector.guess(None, Utf8Detection::Allow).decode_without_bom_handling(&bytes).0.into_owned()
            }
        }
    };
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    // Text has line ends and tabs; a file in which other control characters are common is something else.
    let control = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    if control * 50 > text.len() { Err(ReadError::Binary) } else { Ok(text) }
}

/// Finds everything in a text: its sentences, its time expressions, its date, its events.
pub(super) fn read(text: String, origin: Origin, lexicon: &Lexicon) -> Reading {
    let document = Document::new(text, origin, lexicon);
    let expressions = timex::find(&document, lexicon);
    let published = dating::publication(&document, &expressions, lexicon);
    let date = published.edtf.as_ref();
    let times = timex::resolve(&expressions, &document, &Reference::of(date), lexicon);
    let events = extract::events(&document, &times, date, lexicon).events;
    let unread = dated_without_event(&document, &times, &events);
    Reading { document, published, times, events, unread }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_the_text_that_was_meant() {
        let russian = "Министры иностранных дел встретились в Москве и подписали договор о границе.";
        let french = "Après la rencontre, les délégués ont été reçus à l’Élysée.";
        let little = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        let table = [
            (russian.as_bytes().to_vec(), russian),
            ([b"\xef\xbb\xbf", russian.as_bytes()].concat(), russian),
            ([b"\xff\xfe".to_vec(), little(russian)].concat(), russian),
            (encoding_rs::WINDOWS_1251.encode(russian).0.into_owned(), russian),
            (encoding_rs::WINDOWS_1252.encode(french).0.into_owned(), french),
        ];
        for (bytes, text) in table {
            assert_eq!(decode(bytes).unwrap(), text);
        }
        assert!(matches!(decode(b"  \n".to_vec()), Err(ReadError::Empty)));
        assert!(matches!(decode(b"\x7fELF\x02\x01\x01\0\0".to_vec()), Err(ReadError::Binary)));
    }
}
