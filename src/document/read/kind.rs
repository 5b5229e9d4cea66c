use std::io::{self, Read};

use super::mbox;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Markdown,
    Html,
    Mail,
    /// mbox: many mails.
    Mailbox,
    Pdf,
    Feed,
    Warc,
    /// JSON Lines.
    Records,
    /// One JSON value.
    Json,
    /// Columns, separated by this.
    Sheet(u8),
}

/// How much of a file is looked at.
const HEAD: usize = 1 << 14;

/// Looks at the first bytes and says what they are the beginning of.
pub(super) fn recognise(
    name: &str,
    mut reader: Box<dyn Read + Send>,
) -> io::Result<(Kind, Box<dyn Read + Send>)> {
    let mut head = Vec::with_capacity(HEAD);
    reader.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    let kind = look(name, &head);
    Ok((kind, Box::new(io::Cursor::new(head).chain(reader))))
}

fn look(name: &str, head: &[u8]) -> Kind {
    if head.starts_with(b"%PDF-") {
        return Kind::Pdf;
    }
    if head.starts_with(b"WARC/") {
        return Kind::Warc;
    }
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, e)| e.to_ascii_lowercase());
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let first_line = text.lines().next().unwrap_or_default();
    match text.as_bytes().first() {
        Some(b'<') if is_feed(text) => Kind::Feed,
        Some(b'<') if is_page(text, &ending) => Kind::Html,
        Some(b'{') if matches!(ending.as_str(), "jsonl" | "ndjson") || is_object(first_line) => Kind::Records,
        Some(b'{' | b'[') if ending == "json" => Kind::Json,
        _ if matches!(ending.as_str(), "htm" | "html" | "xhtml") => Kind::Html,
        _ if is_mailbox(text) => Kind::Mailbox,
        _ if is_mail(text) => Kind::Mail,
        _ if ending == "tsv" => Kind::Sheet(b'\t'),
        _ if let Some(delimiter) = sheet(first_line, ending == "csv") => Kind::Sheet(delimiter),
        _ if matches!(ending.as_str(), "md" | "markdown") || is_markdown(text) => Kind::Markdown,
        _ => Kind::Text,
    }
}

fn is_object(line: &str) -> bool {
    line.ends_with('}') && serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok()
}

fn is_feed(text: &str) -> bool {
    let start: String = text.chars().take(2000).collect();
    ["<rss", "<feed", "<rdf:RDF"].iter().any(|root| start.contains(root))
}

fn is_page(text: &str, ending: &str) -> bool {
    let start: String = text.chars().take(2000).collect::<String>().to_ascii_lowercase();
    let marks = ["<!doctype html", "<html", "<head", "<body", "<article", "<meta "];
    matches!(ending, "htm" | "html" | "xhtml") || marks.iter().any(|mark| start.contains(mark))
}

/// RFC 4155: a line with sender and time, then a mail.
fn is_mailbox(text: &str) -> bool {
    text.split_once('\n').is_some_and(|(first, mail)| mbox::begins_mail(first.as_bytes()) && is_mail(mail))
}

/// RFC 5322: the header fields of a mail come first, and there is always one that says whom it is from.
fn is_mail(text: &str) -> bool {
    let names: Vec<String> = text
        .lines()
        .take(60)
        .take_while(|line| !line.is_empty())
        .filter(|line| !line.starts_with([' ', '\t']))
        .map_while(|line| {
            let (name, _) = line.split_once(':')?;
            name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-').then(|| name.to_ascii_lowercase())
        })
        .collect();
    let has = |name: &str| names.iter().any(|n| n == name);
    has("from") && ["date", "message-id", "mime-version", "received"].iter().filter(|n| has(n)).count() >= 1
}

/// The character between the columns, where the first line names them and one is the text.
fn sheet(line: &str, is_csv: bool) -> Option<u8> {
    let has_text = |delimiter: char| {
        line.matches(delimiter).count() > 0
            && line.split(delimiter).any(|name| super::record::is_text_name(name.trim().trim_matches('"')))
    };
    let found = [',', ';', '\t'].into_iter().find(|delimiter| has_text(*delimiter));
    found.map(|c| c as u8).or(is_csv.then_some(b','))
}

fn is_markdown(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix("---\n") {
        let mut lines = rest.lines().take(30);
        return lines.clone().any(|l| l.starts_with("title:") || l.starts_with("date:"))
            && lines.any(|l| l == "---");
    }
    text.starts_with("# ") || text.starts_with("## ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_recognised_by_what_is_in_them() {
        for (name, head, kind) in [
            ("a.txt", "Ministers met.", Kind::Text),
            ("a", "%PDF-1.4\n", Kind::Pdf),
            ("a", "WARC/1.0\r\n", Kind::Warc),
            ("a.txt", "<!DOCTYPE html><p>x", Kind::Html),
            ("a.html", "Ministers met.", Kind::Html),
            ("a.txt", "<?xml version=\"1.0\"?>\n<rss version=\"2.0\">", Kind::Feed),
            ("a.xml", "<feed xmlns=\"http://www.w3.org/2005/Atom\">", Kind::Feed),
            ("a", "{\"text\": \"x\"}\n{", Kind::Records),
            ("a.jsonl", "{broken\n", Kind::Records),
            ("a.json", "{\n  \"text\": \"x\"\n}", Kind::Json),
            ("a.json", "[{\"text\": 1}]", Kind::Json),
            ("a.txt", "{curly} words stand here", Kind::Text),
            ("a", "From: a@example.org\r\nDate: Wed, 6 Dec 2017 10:00:00 +0000\r\n\r\nHello", Kind::Mail),
            ("a", "From: the editor\n\nHello", Kind::Text),
            (
                "a",
                "From a@example.org Wed Dec  6 10:00:00 2017\nFrom: a@example.org\nDate: x\n\nHello",
                Kind::Mailbox,
            ),
            ("a", "From the editor comes this note at 10:00\n\nHello", Kind::Text),
            ("a.dat", "date,title,text\n", Kind::Sheet(b',')),
            ("a.dat", "\"date\";\"body\"\n", Kind::Sheet(b';')),
            ("a.csv", "one,two\n", Kind::Sheet(b',')),
            ("a", "In short, text and more.", Kind::Text),
            ("a.md", "Words.", Kind::Markdown),
            ("a", "---\ntitle: A\n---\nWords", Kind::Markdown),
            ("a", "# Ministers meet\n\nThey met.", Kind::Markdown),
        ] {
            assert_eq!(look(name, head.as_bytes()), kind, "{name} {head}");
        }
    }
}
