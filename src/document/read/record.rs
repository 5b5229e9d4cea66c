//! JSON Lines and JSON: one object an article.

use std::io::{BufRead, BufReader, Read};

use serde_json::{Map, Value};

use super::{Article, ArticleError, Content, LONGEST, Piece, all, date, encoding, one, reason};
use crate::date as edtf;

/// What exports call the fields, the more telling name first.
const TEXT: &[&str] =
    &["text", "body", "content", "article", "full_text", "fulltext", "maintext", "article_text"];
const DATE: &[&str] = &[
    "date",
    "published",
    "date_published",
    "datePublished",
    "published_at",
    "publish_date",
    "publication_date",
    "pubdate",
    "pub_date",
    "pubDate",
];
const TITLE: &[&str] = &["title", "headline"];
const URL: &[&str] = &["url", "link"];
const PUBLISHER: &[&str] = &["publisher", "source", "site_name", "outlet", "newspaper"];

/// Tells whether a column of that name holds the text.
pub(super) fn is_text_name(name: &str) -> bool {
    TEXT.iter().any(|text| text.eq_ignore_ascii_case(name))
}

/// Cuts JSON Lines at the line ends; empty lines are left out.
pub(super) fn pieces(name: &str, reader: Box<dyn Read + Send>) -> Box<dyn Iterator<Item = Piece> + Send> {
    let name = name.to_owned();
    let lines = BufReader::with_capacity(1 << 16, reader).split(b'\n');
    // What breaks once would break for ever.
    let mut broken = false;
    let lines = (1..).zip(lines).take_while(move |(_, line)| {
        let go_on = !broken;
        broken = line.is_err();
        go_on
    });
    Box::new(lines.filter_map(move |(number, line)| match line {
        Ok(line) if line.trim_ascii().is_empty() => None,
        Ok(line) => Some(Piece::new(format!("{name}:{number}"), Content::Record(line))),
        Err(error) => Some(Piece::broken(&name, ArticleError::Unreadable(reason(&error)))),
    }))
}

/// Takes apart one JSON value: an object is an article, an array many.
pub(super) fn whole_pieces(
    name: &str,
    reader: Box<dyn Read + Send>,
) -> Box<dyn Iterator<Item = Piece> + Send> {
    let value = all(reader, LONGEST, "text").and_then(|bytes| {
        let text = encoding::decode(bytes)?;
        serde_json::from_str(&text).map_err(|error| ArticleError::NotARecord(error.to_string()))
    });
    let name = name.to_owned();
    match value {
        Ok(Value::Array(values)) => Box::new((1..).zip(values).map(move |(number, value)| {
            Piece::new(format!("{name}:{number}"), Content::Value(Box::new(value)))
        })),
        Ok(value) => one(Piece::new(name, Content::Value(Box::new(value)))),
        Err(error) => one(Piece::broken(name, error)),
    }
}

/// Reads a line.
pub(super) fn article(line: &[u8]) -> Result<Article, ArticleError> {
    let value = match std::str::from_utf8(line) {
        Ok(line) => serde_json::from_str(line.trim_start_matches('\u{feff}')),
        Err(_) => serde_json::from_str(&encoding::decode(line.to_vec())?),
    };
    article_of(value.map_err(|error| ArticleError::NotARecord(error.to_string()))?)
}

/// Reads an object.
pub(super) fn article_of(value: Value) -> Result<Article, ArticleError> {
    let Value::Object(mut fields) = value else {
        return Err(ArticleError::NotARecord("expected an object".into()));
    };
    let text =
        take(&mut fields, TEXT).ok_or_else(|| ArticleError::NotARecord("missing field `text`".into()))?;
    let date = take(&mut fields, DATE);
    Ok(Article {
        id: fields.remove("id").filter(|id| !id.is_null()),
        text,
        title: take(&mut fields, TITLE),
        publisher: take(&mut fields, PUBLISHER),
        url: take(&mut fields, URL),
        date: date.as_deref().map(day).transpose()?,
        stated: Vec::new(),
        archived: None,
    })
}

/// Reads the date that a record gives; one that cannot be read is an error, for the text would be dated without it.
pub(super) fn day(text: &str) -> Result<edtf::Edtf, ArticleError> {
    date::parse(text).map_or_else(|| edtf::parse(text).map_err(ArticleError::BadDate), Ok)
}

fn take(fields: &mut Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match fields.remove(*name)? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// Picks the column of each field by its name; `None` where no column has it.
pub(super) fn columns(names: &[String]) -> [Option<usize>; 5] {
    [TEXT, DATE, TITLE, URL, PUBLISHER]
        .map(|known| known.iter().find_map(|name| names.iter().position(|n| n.eq_ignore_ascii_case(name))))
}
