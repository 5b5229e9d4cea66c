//! RSS and Atom: one entry an article.

use std::io::Read;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Article, ArticleError, Content, LONGEST, Piece, all, date, encoding, html, one};

/// Takes a feed apart.
pub(super) fn pieces(name: &str, reader: Box<dyn Read + Send>) -> Box<dyn Iterator<Item = Piece> + Send> {
    let entries = all(reader, LONGEST, "feed").and_then(|bytes| entries(&encoding::decode(bytes)?));
    match entries {
        Ok(entries) if entries.is_empty() => one(Piece::broken(name, ArticleError::Empty)),
        Ok(entries) => {
            let name = name.to_owned();
            Box::new((1..).zip(entries).map(move |(number, entry)| {
                Piece::new(format!("{name}:{number}"), Content::Ready(Box::new(entry)))
            }))
        }
        Err(error) => one(Piece::broken(name, error)),
    }
}

/// An entry as it is written: both the whole article and its beginning may be there.
#[derive(Default)]
struct Entry {
    article: Article,
    content: String,
    summary: String,
}

fn entries(text: &str) -> Result<Vec<Article>, ArticleError> {
    let mut reader = Reader::from_str(text);
    let damaged = |error: quick_xml::Error| ArticleError::Damaged(error.to_string());
    let mut out = Vec::new();
    let mut publisher = None;
    let mut entry: Option<Entry> = None;
    let mut path: Vec<String> = Vec::new();
    let mut words = String::new();
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Eof => break,
            Event::Start(tag) => {
                let name = local(tag.local_name().as_ref());
                if matches!(name.as_str(), "item" | "entry") {
                    entry = Some(Entry::default());
                }
                link(&tag, &name, entry.as_mut());
                path.push(name);
                words.clear();
            }
            Event::Empty(tag) => {
                let name = local(tag.local_name().as_ref());
                link(&tag, &name, entry.as_mut());
            }
            Event::Text(text) => words.push_str(&text.xml10_content()),
            Event::CData(text) => words.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                if let Ok(Some(c)) = reference.resolve_char_ref() {
                    words.push(c);
                } else {
                    let written = format!("&{};", reference.xml10_content());
                    let meant = quick_xml::escape::unescape(&written).map(std::borrow::Cow::into_owned);
                    words.push_str(&meant.unwrap_or(written));
                }
            }
            Event::End(_) => {
                let name = path.pop().unwrap_or_default();
                let words = std::mem::take(&mut words);
                match &mut entry {
                    Some(_) if matches!(name.as_str(), "item" | "entry") => {
                        out.extend(entry.take().map(finish));
                    }
                    Some(entry) => entry.take(&name, words.trim()),
                    None if name == "title" && publisher.is_none() => {
                        publisher = Some(words.trim().to_owned())
                    }
                    None => {}
                }
            }
            _ => {}
        }
    }
    for article in &mut out {
        article.publisher = publisher.clone();
    }
    Ok(out)
}

fn local(name: &str) -> String {
    name.to_owned()
}

/// Atom writes the address as an attribute.
fn link(tag: &quick_xml::events::BytesStart<'_>, name: &str, entry: Option<&mut Entry>) {
    let Some(entry) = entry.filter(|_| name == "link") else { return };
    let get = |name: &str| {
        let value = tag.try_get_attribute(name).ok().flatten()?;
        Some(value.value.replace("&amp;", "&"))
    };
    if get("rel").is_none_or(|rel| rel == "alternate") && entry.article.url.is_none() {
        entry.article.url = get("href");
    }
}

impl Entry {
    fn take(&mut self, name: &str, words: &str) {
        if words.is_empty() {
            return;
        }
        let article = &mut self.article;
        match name {
            "title" if article.title.is_none() => article.title = Some(words.to_owned()),
            "link" if article.url.is_none() => article.url = Some(words.to_owned()),
            "encoded" | "content" => self.content = words.to_owned(),
            "description" | "summary" => self.summary = words.to_owned(),
            "pubDate" | "published" | "date" | "issued" => date::state(article, "feed", words),
            _ => {}
        }
    }
}

fn finish(entry: Entry) -> Article {
    let Entry { mut article, content, summary } = entry;
    let markup = if content.is_empty() { summary } else { content };
    article.text = html::text_of(&markup);
    article
}
