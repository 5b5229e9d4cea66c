//! Articles as they come: from bytes of whatever format to text and what is known beside it.
//!
//! Takes: a name and a reader of bytes. Gives: [`Piece`]s, one an article, each of which is read into an [`Article`]
//! wherever and whenever that suits: pieces are cut from a file one after the other, the work on them can be shared.
//! Knows nothing of files and folders, sentences, events or SQL.

mod date;
mod encoding;
mod expand;
mod feed;
mod html;
mod kind;
mod mail;
mod markdown;
mod mbox;
mod pdf;
mod record;
mod sheet;
mod warc;

use std::cell::Cell;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Once};

use serde_json::Value;

use crate::date::{Day, Edtf, EdtfError};
pub use date::parse as written_date;
use kind::Kind;

/// The longest single text, in bytes after unpacking: what is longer is an archive, and belongs into a format of many
/// articles.
const LONGEST: u64 = 256 << 20;

/// Why an article cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ArticleError {
    /// The system does not give it, or it is damaged on the way.
    #[error("{0}")]
    Unreadable(String),
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// It is no text.
    #[error("it is binary, not text")]
    Binary,
    /// It is longer than any article.
    #[error("it is longer than {limit} MB, more than any {what}")]
    TooLong {
        /// How long it may be.
        limit: u64,
        /// What it is.
        what: &'static str,
    },
    /// It is not a record with a text.
    #[error("it is no record with a text: {0}")]
    NotARecord(String),
    /// Its date is not one.
    #[error("its date cannot be read: {0}")]
    BadDate(EdtfError),
    /// It is of a format that it does not keep to.
    #[error("it is damaged: {0}")]
    Damaged(String),
    /// A page without text of its own.
    #[error("{0}")]
    NoText(&'static str),
}

/// An article: its text and what is known beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// What its record calls it.
    pub id: Option<Value>,
    /// The text; of a page with a layout, what was found to be the article.
    pub text: String,
    /// The headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// When it was written, as the person says who made the record.
    pub date: Option<Edtf>,
    /// When it was published, as its page, mail or feed says; surest first.
    pub stated: Vec<StatedDate>,
    /// The day on which an archive kept it: it was written then or before.
    pub archived: Option<Day>,
}

/// A date of publication that stands in metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedDate {
    /// The day, or what is known of it.
    pub date: Edtf,
    /// Where it stands: `JSON-LD datePublished`.
    pub place: &'static str,
    /// As it is written.
    pub words: String,
}

/// An article that is still to be read.
pub struct Piece {
    /// What it is called: the file, or file and number where there are several in one.
    pub name: String,
    content: Content,
}

enum Content {
    Whole(Kind, Box<dyn Read + Send>),
    Record(Vec<u8>),
    Value(Box<Value>),
    Row(Arc<sheet::Columns>, csv::ByteRecord),
    Response(Box<warc::Response>),
    Ready(Box<Article>),
    Broken(ArticleError),
}

impl Piece {
    /// Makes a piece of which only the reason is known why it cannot be read.
    pub fn broken(name: impl Into<String>, error: ArticleError) -> Self {
        Self { name: name.into(), content: Content::Broken(error) }
    }

    fn new(name: impl Into<String>, content: Content) -> Self {
        Self { name: name.into(), content }
    }

    /// Returns about how many bytes there are to read; a guess where that is not known before.
    pub fn weight(&self) -> usize {
        match &self.content {
            Content::Whole(..) | Content::Value(_) => 16 << 10,
            Content::Record(line) => line.len(),
            Content::Row(_, row) => row.as_slice().len(),
            Content::Response(response) => response.len(),
            Content::Ready(article) => article.text.len(),
            Content::Broken(_) => 0,
        }
    }

    /// Reads the article.
    ///
    /// # Errors
    ///
    /// Says why there is none.
    pub fn read(self) -> Result<Article, ArticleError> {
        let article = match self.content {
            Content::Whole(kind, reader) => whole(kind, reader)?,
            Content::Record(line) => record::article(&line)?,
            Content::Value(value) => record::article_of(*value)?,
            Content::Row(columns, row) => columns.article(&row)?,
            Content::Response(response) => response.article()?,
            Content::Ready(article) => *article,
            Content::Broken(error) => return Err(error),
        };
        if article.text.trim().is_empty() { Err(ArticleError::Empty) } else { Ok(article) }
    }
}

/// Cuts what a reader gives into articles, after looking at its first bytes; the name's ending decides only where these
/// leave it open.
pub fn pieces(name: &str, reader: Box<dyn Read + Send>) -> Box<dyn Iterator<Item = Piece> + Send> {
    let recognised = expand::expand(name, reader).and_then(|(inner, reader)| kind::recognise(&inner, reader));
    match recognised {
        Ok((kind, reader)) => match kind {
            Kind::Records => record::pieces(name, reader),
            Kind::Json => record::whole_pieces(name, reader),
            Kind::Sheet(delimiter) => sheet::pieces(name, reader, delimiter),
            Kind::Feed => feed::pieces(name, reader),
            Kind::Warc => warc::pieces(name, reader),
            Kind::Mailbox => mbox::pieces(name, reader),
            kind => one(Piece::new(name, Content::Whole(kind, reader))),
        },
        Err(error) => one(Piece::broken(name, ArticleError::Unreadable(reason(&error)))),
    }
}

/// Cuts what a reader gives into records of JSON Lines, whatever it looks like.
pub fn records(name: &str, reader: Box<dyn Read + Send>) -> Box<dyn Iterator<Item = Piece> + Send> {
    match expand::expand(name, reader) {
        Ok((_, reader)) => record::pieces(name, reader),
        Err(error) => one(Piece::broken(name, ArticleError::Unreadable(reason(&error)))),
    }
}

fn one(piece: Piece) -> Box<dyn Iterator<Item = Piece> + Send> {
    Box::new(std::iter::once(piece))
}

/// Reads a format that holds one article.
fn whole(kind: Kind, reader: Box<dyn Read + Send>) -> Result<Article, ArticleError> {
    let (limit, what) = match kind {
        Kind::Html => (html::LONGEST, "page"),
        _ => (LONGEST, "text"),
    };
    let bytes = all(reader, limit, what)?;
    match kind {
        Kind::Html => guarded(|| html::article(&encoding::decode_page(bytes, None)?, None)),
        Kind::Mail => guarded(|| mail::article(&bytes)),
        Kind::Pdf => guarded(|| pdf::article(&bytes)),
        Kind::Markdown => Ok(markdown::article(&encoding::decode(bytes)?)),
        _ => Ok(Article { text: encoding::decode(bytes)?, ..Article::default() }),
    }
}

/// Reads to the end, or says that there is more than `limit` bytes.
fn all(reader: impl Read, limit: u64, what: &'static str) -> Result<Vec<u8>, ArticleError> {
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes).map_err(|e| ArticleError::Unreadable(reason(&e)))?;
    if bytes.len() as u64 > limit {
        return Err(ArticleError::TooLong { limit: limit >> 20, what });
    }
    Ok(bytes)
}

/// Says in a few words why bytes cannot be read, without the system's error number.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        io::ErrorKind::UnexpectedEof => "it breaks off before its end".to_owned(),
        _ => {
            // The system's error number tells a reader nothing.
            let words = error.to_string();
            words.split(" (os error").next().unwrap_or(&words).to_owned()
        }
    }
}

thread_local! {
    /// Whether this thread is inside a library that may panic on a damaged file.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a library that reads foreign formats. Where it panics (those of PDF do on files that break the standard) the
/// article is damaged and the program goes on; the panic's message stays off the terminal.
fn guarded(read: impl FnOnce() -> Result<Article, ArticleError>) -> Result<Article, ArticleError> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                loud(panic);
            }
        }));
    });
    GUARDED.set(true);
    let result = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(false);
    result.unwrap_or_else(|_| Err(ArticleError::Damaged("it does not keep to its format".into())))
}
