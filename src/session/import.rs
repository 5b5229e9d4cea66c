use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

use super::files::{Selection, Source, sources};
use super::parallel::in_order;
use super::reading::{ReadError, Reading, read};
use super::{Session, SessionError};
use crate::date::Edtf;
use crate::dating::PublishedBasis;
use crate::document::Origin;
use crate::document::read::{Article, ArticleError, Piece};
use crate::extract::{SkipReason, Skipped};
use crate::lexicon::Lexicon;
use crate::store::{Change, NewDocument, Store, StoreError, StoredDocument, text_hash};

/// How many bytes of text are committed together. Every commit writes anew the pages of the indexes that it touched, and
/// few documents touch nearly as many as many do; where the program is killed, the last ones have to be imported again.
const BATCH: usize = 16 << 20;

/// How documents are imported.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// The date of every document, where the user knows it.
    pub date: Option<Edtf>,
    /// Which files of folders are documents.
    pub selection: Selection,
}

/// What became of one document.
#[derive(Debug)]
pub struct DocumentReport {
    /// Where it came from.
    pub name: String,
    /// What was found in it, or why it was left out.
    pub outcome: Result<Imported, ReadError>,
}

/// A document that is in the database now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Its number.
    pub id: i64,
    /// What the database did with it.
    pub change: Change,
    /// What was found in it; `None` where it was known and not read again.
    pub found: Option<Found>,
}

/// How many words that name an event were skipped for each reason.
pub type SkipCounts = BTreeMap<SkipReason, usize>;

/// What was found in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// When it was written, canonical EDTF; `None` where nothing is known.
    pub published: Option<String>,
    /// How that is known, in words.
    pub explanation: String,
    /// How many events.
    pub events: usize,
    /// How often words that name an event were none, and why.
    pub skipped: SkipCounts,
    /// How many sentences have a date but no event.
    pub unread: usize,
}

/// What became of all documents of an import.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ImportTotal {
    /// Documents that were new or changed.
    pub written: usize,
    /// Documents that were known already.
    pub known: usize,
    /// Documents that were left out.
    pub failed: usize,
    /// Events of the documents that were written.
    pub events: usize,
    /// What names an event in them and is none.
    pub skipped: SkipCounts,
    /// Their sentences that have a date but no event.
    pub unread: usize,
    /// Whether the import was broken off.
    pub stopped: bool,
}

impl Session {
    /// Imports files, folders and (as `-`) standard input. `report` is told of every document in the order of the paths
    /// and may break off: when this returns, what has been reported is in the database, and importing again goes on from
    /// there. Every document is in the database whole or not at all.
    ///
    /// # Errors
    ///
    /// Fails where the database or the word lists fail; a document that cannot be read is a report, not an error.
    pub fn import(
        &mut self,
        paths: &[PathBuf],
        options: &ImportOptions,
        mut report: impl FnMut(&DocumentReport) -> ControlFlow<()>,
    ) -> Result<ImportTotal, SessionError> {
        let path = self.path.clone();
        let (store, lexicon) = self.prepare()?;
        let given = options.date.as_ref();
        // The database answers one thread only, so the readers are told beforehand which texts it has.
        let known = store.known_texts()?;
        let is_known = |text: &str| {
            let published = known.get(&text_hash(text));
            published.is_some_and(|p| given.is_none_or(|date| p.as_ref() == Some(&date.to_string())))
        };
        let work = |piece: Piece| {
            let name = piece.name.clone();
            let draft = piece.read().map(|article| {
                if is_known(&article.text) {
                    return Draft::Known(Box::new(article));
                }
                Draft::New(Box::new(read_article(&name, article, given, lexicon)))
            });
            (name, draft)
        };
        let pieces = sources(paths, &options.selection, path.as_deref()).flat_map(Source::pieces);
        let mut total = ImportTotal::default();
        let mut failure = None;
        let mut unkept = 0;
        store.begin()?;
        let mut keep = |(name, draft): (String, Result<Draft, ArticleError>)| {
            let written = draft.map(|draft| {
                let draft = match draft {
                    // Known when the import began, but the file that had the text has another one now.
                    Draft::Known(article) if !store.knows(&article.text)? => {
                        Draft::New(Box::new(read_article(&name, *article, given, lexicon)))
                    }
                    draft => draft,
                };
                let written = write(store, &name, &draft, given.is_some())?;
                unkept += draft.text().len();
                if unkept >= BATCH {
                    unkept = 0;
                    store.commit()?;
                    store.begin()?;
                }
                Ok(written)
            });
            let outcome = match written {
                Ok(Ok(imported)) => Ok(imported),
                // What the database refuses in one document is that document's; all else is the end.
                Ok(Err(error @ (StoreError::UnknownType { .. } | StoreError::BadSpan { .. }))) => {
                    Err(ReadError::Refused(error))
                }
                Ok(Err(error)) => {
                    failure = Some(error);
                    return ControlFlow::Break(());
                }
                Err(error) => Err(error.into()),
            };
            total.add(&outcome);
            let answer = report(&DocumentReport { name, outcome });
            total.stopped = answer.is_break();
            answer
        };
        in_order(pieces, Piece::weight, work, |ready| ready.into_iter().try_for_each(&mut keep));
        // What was written before a failure is kept, as far as the database still can.
        let kept = store.commit();
        match failure {
            Some(error) => Err(error.into()),
            None => Ok(kept.map(|()| total)?),
        }
    }
}

impl Session {
    /// Says when a document was written and dates anew what hangs on it. `None` where there is no document of that
    /// number.
    ///
    /// # Errors
    ///
    /// Fails where the database or the word lists fail.
    pub fn set_document_date(&mut self, id: i64, date: &Edtf) -> Result<Option<Found>, SessionError> {
        let (store, lexicon) = self.prepare()?;
        let Some(StoredDocument { name, text, title, publisher, url }) = store.stored_document(id)? else {
            return Ok(None);
        };
        if text.is_empty() {
            // It was loaded without its text, so that nothing can be read anew.
            let explanation = "given with the document".to_owned();
            store.date_document(id, date, PublishedBasis::Given.name(), &explanation)?;
            let published = Some(date.to_string());
            return Ok(Some(Found {
                published,
                explanation,
                events: 0,
                unread: 0,
                skipped: SkipCounts::default(),
            }));
        }
        let date = Some(date.clone());
        let origin = Origin { name: name.clone(), title, publisher, url, date, ..Origin::default() };
        let draft = Draft::New(Box::new(read(text, origin, lexicon)));
        Ok(write(store, &name, &draft, true)?.found)
    }
}

/// Finds everything in an article. The date that the user gives counts for more than the record's.
pub(super) fn read_article(name: &str, article: Article, given: Option<&Edtf>, lexicon: &Lexicon) -> Reading {
    let Article { text, title, publisher, url, date, stated, archived, .. } = article;
    let date = given.cloned().or(date);
    let name = name.to_owned();
    read(text, Origin { name, title, publisher, url, date, stated, archived }, lexicon)
}

/// A document on its way from a reader to the database.
enum Draft {
    Known(Box<Article>),
    New(Box<Reading>),
}

impl Draft {
    fn text(&self) -> &str {
        match self {
            Self::Known(article) => &article.text,
            Self::New(reading) => &reading.document.text,
        }
    }
}

fn write(store: &mut Store, name: &str, draft: &Draft, dated: bool) -> Result<Imported, StoreError> {
    let reading = match draft {
        Draft::Known(article) => {
            let text = article.text.as_str();
            let written = store.write_document(&NewDocument { name, text, ..NewDocument::default() }, &[])?;
            return Ok(Imported { id: written.id, change: written.change, found: None });
        }
        Draft::New(reading) => reading,
    };
    let document = NewDocument {
        name,
        text: &reading.document.text,
        title: reading.document.title.as_deref(),
        publisher: reading.document.publisher.as_deref(),
        url: reading.document.url.as_deref(),
        published: reading.published.edtf.clone(),
        published_basis: reading.published.basis.name(),
        published_explanation: &reading.published.explanation,
    };
    // A date that the user gives counts for more than the one a known text was read with.
    let written = if dated {
        store.rewrite_document(&document, &reading.events)
    } else {
        store.write_document(&document, &reading.events)
    }?;
    let found = matches!(written.change, Change::Added | Change::Replaced).then(|| Found {
        published: reading.published.edtf.as_ref().map(ToString::to_string),
        explanation: reading.published.explanation.clone(),
        events: reading.events.len(),
        skipped: count_reasons(&reading.skipped),
        unread: reading.unread,
    });
    Ok(Imported { id: written.id, change: written.change, found })
}

fn count_reasons(skipped: &[Skipped]) -> SkipCounts {
    let mut counts = SkipCounts::new();
    for skipped in skipped {
        *counts.entry(skipped.reason).or_default() += 1;
    }
    counts
}

impl ImportTotal {
    fn add(&mut self, outcome: &Result<Imported, ReadError>) {
        match outcome {
            Ok(Imported { found: Some(found), .. }) => {
                self.written += 1;
                self.events += found.events;
                for (reason, count) in &found.skipped {
                    *self.skipped.entry(*reason).or_default() += count;
                }
                self.unread += found.unread;
            }
            Ok(Imported { found: None, .. }) => self.known += 1,
            Err(_) => self.failed += 1,
        }
    }
}
