//! One event on a page of its own: what happened, how its date is known, and the sentences that say so.

use std::io::{self, Write};

use super::cell::{day, one_line, wrap};
use super::{Layout, Role, Style};
use crate::store::{DateRecord, EventRecord, MentionRecord};

/// Width of the column of names.
const NAME: usize = 10;
/// Spaces before a quoted sentence.
const INDENT: usize = 2;

/// Writes an event whole: summary, date with its explanation, who, where, and every claim it rests on with the words
/// that name the happening marked (`[…]` where the text is plain).
///
/// # Errors
///
/// Returns what the destination says.
pub fn write_event(event: &EventRecord, layout: &Layout, out: &mut dyn Write) -> io::Result<()> {
    let page = Page { layout };
    let title = format!("#{} {}", event.id, one_line(&event.summary));
    for line in wrap(&title, page.width()) {
        writeln!(out, "{}", layout.style.paint(Role::Header, line))?;
    }
    page.field("type", &format!("{} ({})", event.event_type, event.class), out)?;
    page.date(event.date.as_ref(), event.days, out)?;
    for (name, role) in [("from", "from"), ("to", "to")] {
        let who: Vec<&str> =
            event.participants.iter().filter(|p| p.role == role).map(|p| p.name.as_str()).collect();
        page.field(name, &who.join("; "), out)?;
    }
    if let Some(place) = &event.place {
        let country = place.country.as_ref().filter(|country| **country != place.name);
        let position = place.position.map(|(north, east)| format!("{north:.2}, {east:.2}"));
        let parts: Vec<&str> = [Some(&place.name), country, position.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        page.field("place", &parts.join("; "), out)?;
    }
    page.field("realis", &event.realis, out)?;
    page.field("told", &told(event), out)?;
    for rival in &event.rivals {
        let line =
            format!("the same as #{}, dated {} by {}", rival.id, rival.date, documents(rival.documents));
        page.field("perhaps", &line, out)?;
    }
    for (at, mention) in event.mentions.iter().enumerate() {
        writeln!(out)?;
        page.mention(at, mention, event, out)?;
    }
    out.flush()
}

/// Says how many documents tell of an event, and where they give it several dates, how many give each.
fn told(event: &EventRecord) -> String {
    let mut dates: Vec<(&str, Vec<i64>)> = Vec::new();
    for mention in &event.mentions {
        let date = mention.date.as_ref().map_or("undated", |date| &date.edtf);
        match dates.iter_mut().find(|(known, _)| *known == date) {
            Some((_, list)) if list.contains(&mention.document) => {}
            Some((_, list)) => list.push(mention.document),
            None => dates.push((date, vec![mention.document])),
        }
    }
    let mut all: Vec<i64> = event.mentions.iter().map(|mention| mention.document).collect();
    all.dedup();
    match dates.as_slice() {
        _ if all.len() < 2 => String::new(),
        [_] => format!("by {}", documents(all.len())),
        dates => {
            let each: Vec<String> =
                dates.iter().map(|(date, list)| format!("{date} by {}", documents(list.len()))).collect();
            format!("by {}: {}", documents(all.len()), each.join(", "))
        }
    }
}

fn documents(count: usize) -> String {
    format!("{count} document{}", if count == 1 { "" } else { "s" })
}

struct Page<'a> {
    layout: &'a Layout,
}

impl Page<'_> {
    fn width(&self) -> usize {
        self.layout.width.unwrap_or(usize::MAX)
    }

    /// Writes a field, if there is anything to say.
    fn field(&self, name: &str, value: &str, out: &mut dyn Write) -> io::Result<()> {
        if value.is_empty() {
            return Ok(());
        }
        let value = one_line(value);
        let width = self.width().saturating_sub(NAME + INDENT).max(NAME);
        for (at, line) in wrap(&value, width).into_iter().enumerate() {
            let name = if at == 0 { name } else { "" };
            let fill = NAME - name.len().min(NAME);
            let name = self.layout.style.paint(Role::Dim, name);
            writeln!(out, "{:INDENT$}{name}{:fill$}{line}", "", "")?;
        }
        Ok(())
    }

    fn date(
        &self,
        date: Option<&DateRecord>,
        days: Option<(i64, i64)>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let Some(date) = date else {
            return self.field("date", "unknown", out);
        };
        let bounds = days.map(|(first, last)| match (day(first), day(last)) {
            (Some(first), Some(last)) if first == last => String::new(),
            (Some(first), Some(last)) => format!(", from {first} to {last}"),
            (Some(first), None) => format!(", from {first} on"),
            (None, Some(last)) => format!(", until {last}"),
            (None, None) => String::new(),
        });
        self.field("date", &format!("{}{}", date.edtf, bounds.unwrap_or_default()), out)?;
        self.field("basis", &date.basis, out)?;
        self.field("because", &date.explanation, out)
    }

    fn mention(
        &self,
        at: usize,
        mention: &MentionRecord,
        event: &EventRecord,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for line in marked(&mention.evidence, mention.trigger.start, mention.trigger.end, self) {
            writeln!(out, "{:INDENT$}{line}", "")?;
        }
        if event.mentions.len() > 1 {
            let why = mention.joined.as_ref().map(|why| format!("; {why}")).unwrap_or_default();
            self.field("mention", &format!("{} of {}{why}", at + 1, event.mentions.len()), out)?;
        }
        let published = mention.published.as_deref().unwrap_or("date unknown");
        self.field("document", &format!("{}: {}, {published}", mention.document, mention.title), out)?;
        self.field("url", mention.url.as_deref().unwrap_or(""), out)?;
        let (start, end) = mention.points;
        self.field("text", &format!("characters {start} to {end}"), out)?;
        if mention.date.as_ref().map(|date| &date.edtf) != event.date.as_ref().map(|date| &date.edtf) {
            self.date(mention.date.as_ref(), None, out)?;
        }
        self.field("rules", &mention.rules.join("; "), out)
    }
}

/// Returns the lines of a sentence with the words from `start` to `end` (bytes) marked.
fn marked(sentence: &str, start: usize, end: usize, page: &Page<'_>) -> Vec<String> {
    let cut = |from: Option<&str>| from.map(one_line).unwrap_or_default();
    // Of an event that was loaded from a table nobody knows the words.
    let before = sentence.get(..start).filter(|_| start < end);
    let (Some(before), Some(words), Some(after)) = (before, sentence.get(start..end), sentence.get(end..))
    else {
        return vec![one_line(sentence)];
    };
    let pad = |text: &str, at: Option<char>| {
        if at.is_some_and(char::is_whitespace) && !text.is_empty() { " " } else { "" }
    };
    let (open, close) = if page.layout.style == Style::Plain { ("[", "]") } else { ("", "") };
    let (b, a) = (cut(Some(before)), cut(Some(after)));
    let gap_before = if b.ends_with(' ') { "" } else { pad(&b, before.chars().next_back()) };
    let gap_after = if a.starts_with(' ') { "" } else { pad(&a, after.chars().next()) };
    let line = format!("{b}{gap_before}{open}{}{close}{gap_after}{a}", one_line(words));
    let from = b.len() + gap_before.len();
    let to = from + open.len() + one_line(words).len() + close.len();
    // The dress is put on after the lines are cut, since it takes no room.
    let mut at = 0;
    wrap(&line, page.width().saturating_sub(INDENT))
        .into_iter()
        .map(|piece| {
            let start = at + line[at..].find(piece).unwrap_or(0);
            at = start + piece.len();
            let clamp = |edge: usize| edge.clamp(start, at) - start;
            let (from, to) = (clamp(from), clamp(to));
            let words = page.layout.style.paint(Role::Keyword, &piece[from..to]);
            format!("{}{words}{}", &piece[..from], &piece[to..])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_name_the_happening_are_marked() {
        let marked = |sentence: &str, words: &str, width, style| {
            let start = sentence.find(words).unwrap();
            let layout = Layout { width, style, terminal: true, at_most: None, ascii: false };
            super::marked(sentence, start, start + words.len(), &Page { layout: &layout })
        };
        let plain = |width| marked("The kings\nsigned the\ttreaty.", "signed", width, Style::Plain);
        assert_eq!(plain(None), ["The kings [signed] the treaty."]);
        assert_eq!(plain(Some(20)), ["The kings [signed]", "the treaty."]);
        assert_eq!(
            marked("They met and met.", "met", Some(80), Style::Ansi),
            ["They \u{1b}[1;34mmet\u{1b}[0m and met."]
        );
        let broken = marked("Kings met there", "met there", Some(11), Style::Ansi);
        assert_eq!(broken, ["Kings \u{1b}[1;34mmet\u{1b}[0m", "\u{1b}[1;34mthere\u{1b}[0m"]);
        assert_eq!(super::marked("abc", 2, 9, &Page { layout: &Layout::FILE }), ["abc"]);
    }
}
