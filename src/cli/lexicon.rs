use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use super::arguments::{Global, LexiconQuestion};
use super::failure::Failure;
use crate::date::Edtf;
use crate::lexicon::{Lexicon, Sense};
use crate::session::{self, SessionError};
use crate::text::harmless;

/// Answers a question about the word lists.
pub(super) fn lexicon(question: &LexiconQuestion, global: &Global) -> Result<u8, Failure> {
    match question {
        LexiconQuestion::Check { folder } => check(folder),
        LexiconQuestion::Which { name, on } => which(name, on.as_ref(), global),
    }
}

/// Prints every fault of a folder of lists; 1 where there is one.
fn check(folder: &Path) -> Result<u8, Failure> {
    let checked = Lexicon::check(folder).map_err(SessionError::from)?;
    let mut out = io::stdout().lock();
    for fault in &checked.faults {
        writeln!(out, "{}", harmless(&fault.to_string()))?;
    }
    for (file, rows) in &checked.lists {
        let faults = checked.faults.iter().filter(|fault| fault.file == *file).count();
        let faults = match faults {
            0 => "no fault".to_owned(),
            1 => "1 fault".to_owned(),
            faults => format!("{faults} faults"),
        };
        let rows = format!("{rows} row{}", if *rows == 1 { "" } else { "s" });
        writeln!(out, "{}: {rows}, {faults}", harmless(file))?;
    }
    if checked.lists.is_empty() && checked.faults.is_empty() {
        writeln!(
            out,
            "{}: no list (a list is a file such as actors.mine.tsv)",
            harmless(&folder.display().to_string())
        )?;
    }
    if checked.more {
        writeln!(out, "there may be more; these come first")?;
    }
    Ok(u8::from(!checked.faults.is_empty()))
}

/// Prints what a name stands for; 2 where no list has it.
fn which(name: &str, on: Option<&Edtf>, global: &Global) -> Result<u8, Failure> {
    let lexicon = session::lexicon(global.lexicon.as_deref()).map_err(SessionError::from)?;
    let days = on.map(|date| {
        let bounds = date.bounds();
        (bounds.earliest(), bounds.latest())
    });
    let senses = lexicon.which(name, days).senses;
    if senses.is_empty() {
        let like = lexicon.names_like(name, 3);
        let like = if like.is_empty() { String::new() } else { format!("; similar: {}", like.join(", ")) };
        return Err(Failure::Unknown(format!("no word list has the name `{name}`{like}")));
    }
    let fitting = senses.iter().filter(|sense| sense.fits).count();
    let mut text = String::new();
    if let Some(date) = on {
        let _ = writeln!(text, "{name} on {date}: {}", count(fitting));
    } else {
        let _ = writeln!(text, "{name}: {}", count(fitting));
    }
    for sense in &senses {
        describe(sense, on.is_some(), &mut text);
    }
    if senses.iter().filter(|sense| sense.fits && !sense.kind.starts_with("place")).count() > 1 {
        text.push_str("\nin a text, who is spoken of before decides, and else the first of these\n");
    }
    write!(io::stdout(), "{}", harmless(&text))?;
    Ok(0)
}

fn count(readings: usize) -> String {
    match readings {
        0 => "nothing that fits".to_owned(),
        1 => "1 reading".to_owned(),
        readings => format!("{readings} readings"),
    }
}

fn describe(sense: &Sense, dated: bool, text: &mut String) {
    let mark = if sense.fits { "" } else { " (not then)" };
    let _ = writeln!(text, "\n  {}, {}{mark}", sense.name, sense.kind);
    let _ = writeln!(text, "    because    {}", sense.because);
    for (at, line) in sense.then.iter().enumerate() {
        let name = if at > 0 {
            ""
        } else if dated {
            "then"
        } else {
            "offices"
        };
        let name = if name == "offices" && sense.kind != "person" { "when" } else { name };
        let _ = writeln!(text, "    {name:10} {line}");
    }
    for (at, line) in sense.otherwise.iter().enumerate() {
        let _ = writeln!(text, "    {:10} {line}", if at > 0 { "" } else { "otherwise" });
    }
}
