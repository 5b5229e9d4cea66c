use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use super::SessionError;
use crate::date::Edtf;
use crate::document::{Document, Origin};
use crate::event::Event;
use crate::lexicon::Lexicon;
use crate::store::{StoreError, WordLists};

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
    /// The database does not take it.
    #[error(transparent)]
    Refused(StoreError),
}

/// A document and everything that was found in it.
pub(super) struct Reading {
    pub(super) document: Document,
    pub(super) published: Option<Edtf>,
    pub(super) basis: String,
    pub(super) explanation: String,
    pub(super) events: Vec<Event>,
    /// How many sentences have a date but no event.
    pub(super) unread: usize,
}

/// Reads the word lists: those the program carries, and those of the user's folder.
pub(super) fn lexicon(_lists: Option<&Path>) -> Result<Lexicon, SessionError> {
    Ok(Lexicon::embedded()?)
}

/// Makes rows of the word lists.
pub(super) fn word_lists(_lexicon: &Lexicon) -> WordLists {
    WordLists::default()
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

/// Finds everything in a text.
pub(super) fn read(text: String, origin: Origin, lexicon: &Lexicon) -> Reading {
    let document = Document::new(text, origin, lexicon);
    let published = document.given_date.clone();
    Reading {
        document,
        published,
        basis: String::new(),
        explanation: String::new(),
        events: Vec::new(),
        unread: 0,
    }
}
