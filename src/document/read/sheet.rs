//! CSV and its like: one row an article, the columns by their names.

use std::io::Read;
use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder};

use super::{Article, ArticleError, Content, Piece, encoding, one, record};

/// Where the fields of an article stand.
pub(super) struct Columns {
    text: usize,
    date: Option<usize>,
    title: Option<usize>,
    url: Option<usize>,
    publisher: Option<usize>,
}

/// Cuts a table into its rows, after reading the names of its columns.
pub(super) fn pieces(
    name: &str,
    reader: Box<dyn Read + Send>,
    delimiter: u8,
) -> Box<dyn Iterator<Item = Piece> + Send> {
    let mut rows = ReaderBuilder::new().delimiter(delimiter).from_reader(reader);
    let broken = |error: &csv::Error| ArticleError::Damaged(error.to_string());
    let names: Vec<String> = match rows.byte_headers() {
        Ok(names) => {
            names.iter().map(|n| String::from_utf8_lossy(n).trim_matches(['\u{feff}', ' ']).into()).collect()
        }
        Err(error) => return one(Piece::broken(name, broken(&error))),
    };
    let [text, date, title, url, publisher] = record::columns(&names);
    let Some(text) = text else {
        let error = ArticleError::NotARecord(format!("expected a column text, found {}", names.join(", ")));
        return one(Piece::broken(name, error));
    };
    let columns = Arc::new(Columns { text, date, title, url, publisher });
    let name = name.to_owned();
    Box::new(rows.into_byte_records().map(move |row| match row {
        Ok(row) => {
            let line = row.position().map_or(0, csv::Position::line);
            Piece::new(format!("{name}:{line}"), Content::Row(Arc::clone(&columns), row))
        }
        Err(error) => {
            let line = error.position().map_or(0, csv::Position::line);
            Piece::broken(format!("{name}:{line}"), broken(&error))
        }
    }))
}

impl Columns {
    /// Reads a row.
    pub(super) fn article(&self, row: &ByteRecord) -> Result<Article, ArticleError> {
        let field = |column: Option<usize>| {
            let bytes = row.get(column?)?;
            encoding::decode(bytes.to_vec()).ok().map(|text| text.trim().to_owned())
        };
        let text = encoding::decode(row.get(self.text).unwrap_or_default().to_vec())?;
        Ok(Article {
            text,
            date: field(self.date).as_deref().map(record::day).transpose()?,
            title: field(self.title),
            url: field(self.url),
            publisher: field(self.publisher),
            ..Article::default()
        })
    }
}
