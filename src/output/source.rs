//! Where it is said: the passage of a document around the evidence, and a citation of it.

use std::io::{self, Write};

use super::cell::{one_line, wrap};
use super::{Layout, Role, Style};
use crate::store::{EventRecord, MentionRecord, StoredDocument};

/// About how many characters of the text are shown on either side of the evidence.
const AROUND: usize = 400;
/// Spaces before the lines of a passage.
const INDENT: usize = 2;

/// Writes, for every claim of an event, its document and the passage in which the evidence stands, which is marked
/// (`[…]` where the text is plain).
///
/// # Errors
///
/// Returns what the destination says.
pub fn write_source(
    event: &EventRecord,
    documents: &[StoredDocument],
    layout: &Layout,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = layout.width.unwrap_or(usize::MAX).saturating_sub(INDENT);
    for (at, (mention, document)) in event.mentions.iter().zip(documents).enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        let published = mention.published.as_deref().unwrap_or("date unknown");
        let head = format!("{}: {}, {published}", mention.document, mention.title);
        for line in wrap(&one_line(&head), layout.width.unwrap_or(usize::MAX)) {
            writeln!(out, "{}", layout.style.paint(Role::Header, line))?;
        }
        let (open, close) = if layout.style == Style::Plain { ("[", "]") } else { ("\u{1}", "\u{2}") };
        let (before, after) = around(&document.text, mention);
        // Marked first and wrapped then; the marks of a dressed text become its dress line by line.
        let marked = format!(
            "{}{open}{}{close}{}",
            paragraphs(before),
            paragraphs(&mention.evidence),
            paragraphs(after)
        );
        let mut inside = false;
        for paragraph in marked.split('\n').filter(|paragraph| !paragraph.trim().is_empty()) {
            for line in wrap(paragraph.trim(), width) {
                let line = if layout.style == Style::Plain {
                    line.to_owned()
                } else {
                    dressed(line, &mut inside, layout.style)
                };
                writeln!(out, "{:INDENT$}{line}", "")?;
            }
        }
        if document.text.is_empty() {
            let line = "the text is not in the database: the event was loaded from a table";
            writeln!(out, "{:INDENT$}{}", "", layout.style.paint(Role::Dim, line))?;
        }
    }
    out.flush()
}

/// Writes, for every claim of an event, a line for a footnote: publisher, title, date, address, and where in the text.
///
/// # Errors
///
/// Returns what the destination says.
pub fn write_citation(
    event: &EventRecord,
    documents: &[StoredDocument],
    out: &mut dyn Write,
) -> io::Result<()> {
    for (mention, document) in event.mentions.iter().zip(documents) {
        let title = document.title.as_ref().map(|title| format!("“{}”", one_line(title)));
        // What has neither title nor address is cited by where it came from.
        let name = (document.title.is_none() && document.url.is_none()).then(|| one_line(&document.name));
        let address = document.url.as_ref().map(|url| format!("<{}>", one_line(url)));
        let (start, end) = mention.points;
        let parts = [
            document.publisher.as_deref().map(one_line),
            title.or(name),
            Some(mention.published.clone().unwrap_or_else(|| "no date".to_owned())),
            address,
            Some(format!("characters {start}–{end}: “{}”", one_line(&mention.evidence))),
        ];
        writeln!(out, "{}.", parts.into_iter().flatten().collect::<Vec<_>>().join(", "))?;
    }
    out.flush()
}

/// Returns the text before and behind the evidence, cut at the ends of words.
fn around<'t>(text: &'t str, mention: &MentionRecord) -> (&'t str, &'t str) {
    let byte = |point: i64| {
        let points = usize::try_from(point).ok()?;
        text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(points)
    };
    let (Some(start), Some(end)) = (byte(mention.points.0), byte(mention.points.1)) else { return ("", "") };
    let (before, after) = (&text[..start], &text[end..]);
    let from = before.char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let from = if from == 0 { 0 } else { from + before[from..].find(char::is_whitespace).unwrap_or(0) };
    let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    let to = if to == after.len() { to } else { after[..to].rfind(char::is_whitespace).unwrap_or(to) };
    (&before[from..], &after[..to])
}

/// Makes a text harmless, its empty lines the ends of paragraphs and other line ends blanks.
fn paragraphs(text: &str) -> String {
    let edge = |at: Option<char>| if at.is_some_and(char::is_whitespace) { " " } else { "" };
    let mut whole = String::new();
    for (at, paragraph) in text.replace("\r\n", "\n").split("\n\n").enumerate() {
        if at > 0 {
            whole.push('\n');
        }
        let line = one_line(paragraph);
        let (before, after) = (edge(paragraph.chars().next()), edge(paragraph.chars().next_back()));
        whole.push_str(if line.trim().is_empty() { " " } else { before });
        whole.push_str(line.trim());
        whole.push_str(after);
    }
    whole
}

/// Turns the marks of a line into its dress.
fn dressed(line: &str, inside: &mut bool, style: Style) -> String {
    let mut whole = String::new();
    for (at, piece) in line.split(['\u{1}', '\u{2}']).enumerate() {
        if at > 0 {
            *inside = !*inside;
        }
        whole.push_str(&if *inside { style.paint(Role::Keyword, piece) } else { piece.to_owned() });
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_passage_is_cut_at_words_and_paragraphs_stay() {
        let text = "First words.\r\n\r\nThe kings\nmet there. Then\u{1b}[2J they left.";
        let start = text.find("The").unwrap();
        let evidence = "The kings\nmet there.";
        let mention = MentionRecord {
            event_type: "meeting".into(),
            date: None,
            realis: "actual".into(),
            evidence: evidence.into(),
            trigger: crate::text::Span::new(0, 3),
            points: (start as i64, (start + evidence.len()) as i64),
            rules: Vec::new(),
            document: 7,
            title: "A \u{202e}title".into(),
            url: None,
            published: None,
            joined: None,
        };
        let event = EventRecord {
            id: 1,
            event_type: "meeting".into(),
            class: "CONSULT".into(),
            date: None,
            days: None,
            realis: "actual".into(),
            summary: "met".into(),
            participants: Vec::new(),
            place: None,
            mentions: vec![mention],
            rivals: Vec::new(),
        };
        let document = StoredDocument {
            name: "a.txt".into(),
            text: text.into(),
            title: None,
            publisher: Some("Times".into()),
            url: None,
        };
        let mut out = Vec::new();
        write_source(&event, std::slice::from_ref(&document), &Layout::FILE, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "7: A \u{fffd}title, date unknown\n  First words.\n  [The kings met there.] Then\u{fffd}[2J they left.\n"
        );
        let mut out = Vec::new();
        write_citation(&event, &[document], &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "Times, a.txt, no date, characters 16–36: “The kings met there.”.\n"
        );
    }
}
