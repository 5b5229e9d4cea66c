//! A document with its time expressions as TimeML 1.2.1, so that what reads the output of HeidelTime or SUTime reads ours.

use std::io::{self, Write};

use super::meaning::{Again, Amount, Meaning, TimexType};
use super::point::{Grain, Point};
use super::resolve::{Against, Resolved};
use crate::date::Edtf;
use crate::document::Document;

/// Writes a document as TimeML. `resolved` are its expressions in the order of the text, `date` is its date.
///
/// # Errors
///
/// Only those of `out`.
pub fn write(
    out: &mut impl Write,
    document: &Document,
    resolved: &[Resolved],
    date: Option<&Edtf>,
) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TimeML>")?;
    writeln!(out, "<DOCID>{}</DOCID>", Escaped(&document.name))?;
    if let Some(date) = date {
        let text = date.to_string();
        writeln!(
            out,
            "<DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"{0}\" temporalFunction=\"false\" functionInDocument=\"CREATION_TIME\">{0}</TIMEX3></DCT>",
            Escaped(&text)
        )?;
    }
    if let Some(title) = &document.title {
        writeln!(out, "<TITLE>{}</TITLE>", Escaped(title))?;
    }
    write!(out, "<TEXT>")?;
    let mut at = 0;
    for (index, one) in resolved.iter().enumerate() {
        let span = one.expression.span;
        write!(out, "{}", Escaped(&document.text[at..span.start]))?;
        tag(out, index, one, date.is_some())?;
        write!(out, ">{}</TIMEX3>", Escaped(span.of(&document.text)))?;
        range(out, index, one, resolved.len())?;
        at = span.end;
    }
    writeln!(out, "{}</TEXT>\n</TimeML>", Escaped(&document.text[at..]))
}

/// The number that an expression has in the file; the document date is `t0`.
const fn tid(index: usize) -> usize {
    index + 1
}

fn tag(out: &mut impl Write, index: usize, one: &Resolved, dated: bool) -> io::Result<()> {
    let expression = &one.expression;
    write!(
        out,
        "<TIMEX3 tid=\"t{}\" type=\"{}\" value=\"{}\"",
        tid(index),
        expression.kind.name(),
        one.value
    )?;
    if let Some(modifier) = expression.modifier {
        write!(out, " mod=\"{}\"", modifier.name())?;
    }
    match one.against {
        Against::Document if dated => write!(out, " temporalFunction=\"true\" anchorTimeID=\"t0\"")?,
        Against::Expression(other) => {
            write!(out, " temporalFunction=\"true\" anchorTimeID=\"t{}\"", tid(other))?
        }
        _ => {}
    }
    if let Meaning::Set(again, times) = expression.meaning {
        if matches!(again, Again::Every(..) | Again::Part(_) | Again::PartOfDay(_)) {
            write!(out, " quant=\"EVERY\"")?;
        }
        if let Some(Amount::Exact(times)) = times {
            write!(out, " freq=\"{}X\"", times / 1000)?;
        }
    }
    if let Meaning::Span(shift, ..) = expression.meaning
        && dated
    {
        let past = matches!(shift, super::meaning::Shift::Past | super::meaning::Shift::Last);
        write!(out, " {}=\"t0\"", if past { "endPoint" } else { "beginPoint" })?;
    }
    Ok(())
}

/// A range is a duration that no words stand for: an empty tag behind its second half.
fn range(out: &mut impl Write, index: usize, one: &Resolved, count: usize) -> io::Result<()> {
    let (Some((first, last)), true) = (one.ends, one.expression.is_through()) else { return Ok(()) };
    let Some(previous) = index.checked_sub(1) else { return Ok(()) };
    let kind = TimexType::Duration.name();
    write!(out, "<TIMEX3 tid=\"t{}\" type=\"{kind}\" value=\"", count + tid(index))?;
    match (length(first, last), first.grain) {
        (Some(days), Grain::Day(..)) => write!(out, "P{days}D")?,
        (Some(months), Grain::Month(_)) => write!(out, "P{months}M")?,
        (Some(years), Grain::Year) => write!(out, "P{years}Y")?,
        _ => write!(out, "PXX")?,
    }
    write!(
        out,
        "\" beginPoint=\"t{}\" endPoint=\"t{}\" temporalFunction=\"true\"/>",
        tid(previous),
        tid(index)
    )
}

/// How many days, months or years lie between two periods of one kind.
fn length(first: Point, last: Point) -> Option<i64> {
    let years = i64::from(last.year? - first.year?);
    match (first.grain, last.grain) {
        (Grain::Day(1.., 1..), Grain::Day(1.., 1..)) => Some(last.first_day()?.0 - first.first_day()?.0),
        (Grain::Month(a @ 1..), Grain::Month(b @ 1..)) => Some(years * 12 + i64::from(b) - i64::from(a)),
        (Grain::Year, Grain::Year) => Some(years),
        _ => None,
    }
    .filter(|length| *length >= 0)
}

/// Text as XML 1.0 takes it: what XML has no place for becomes U+FFFD, one character for one.
struct Escaped<'a>(&'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest
            .find(|c: char| matches!(c, '&' | '<' | '>' | '"' | '\u{fffe}' | '\u{ffff}') || c.is_control())
        {
            f.write_str(&rest[..at])?;
            let special = rest[at..].chars().next().unwrap_or(' ');
            match special {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\n' | '\t' => std::fmt::Write::write_char(f, special)?,
                '\r' => f.write_str("&#13;")?,
                '\u{7f}'..='\u{9f}' => std::fmt::Write::write_char(f, special)?,
                _ => f.write_str("\u{fffd}")?,
            }
            rest = &rest[at + special.len_utf8()..];
        }
        f.write_str(rest)
    }
}
