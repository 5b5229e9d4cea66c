//! Where word lists come from: the program itself, and a folder of the user's.

use std::collections::BTreeMap;
use std::path::Path;

use super::LexiconError;

/// The lists that the program carries, by name.
const EMBEDDED: &[(&str, &str, &str)] = &[
    ("abbreviations", "abbreviations.tsv", include_str!("../../seeds/abbreviations.tsv")),
    ("actors", "actors.tsv", include_str!("../../seeds/actors.tsv")),
    ("calendar", "calendar.tsv", include_str!("../../seeds/calendar.tsv")),
    ("function_words", "function_words.tsv", include_str!("../../seeds/function_words.tsv")),
    ("furniture", "furniture.tsv", include_str!("../../seeds/furniture.tsv")),
    ("holidays", "holidays.tsv", include_str!("../../seeds/holidays.tsv")),
    ("nouns", "nouns.tsv", include_str!("../../seeds/nouns.tsv")),
    ("offices", "offices.tsv", include_str!("../../seeds/offices.tsv")),
    ("places", "places.tsv", include_str!("../../seeds/places.tsv")),
    ("titles", "titles.tsv", include_str!("../../seeds/titles.tsv")),
    ("triggers", "triggers.tsv", include_str!("../../seeds/triggers.tsv")),
    ("types", "types.tsv", include_str!("../../seeds/types.tsv")),
    ("verbs", "verbs.tsv", include_str!("../../seeds/verbs.tsv")),
    ("word_sets", "word_sets.tsv", include_str!("../../seeds/word_sets.tsv")),
];

/// The word lists to read: for every name one list or more, with the file each comes from.
#[derive(Debug)]
pub(super) struct Files {
    /// Those of the user, by name: whether the first stands in the place of the program's.
    own: BTreeMap<&'static str, Own>,
}

/// A file and its text. Those of the user stay in memory as those of the program do: a name is then a piece of its list and
/// no string of its own, of which there would be tens of thousands.
pub(super) type List = (&'static str, &'static str);

#[derive(Debug, Default)]
struct Own {
    instead: Option<List>,
    besides: Vec<List>,
}

impl Files {
    pub(super) const fn embedded() -> Self {
        Self { own: BTreeMap::new() }
    }

    /// Reads the lists of a folder.
    pub(super) fn with_folder(folder: &Path) -> Result<Self, LexiconError> {
        let (files, faults) = Self::read_folder(folder)?;
        faults.into_iter().next().map_or(Ok(files), Err)
    }

    /// Reads the lists of a folder, and says which files are none.
    pub(super) fn read_folder(folder: &Path) -> Result<(Self, Vec<LexiconError>), LexiconError> {
        let refuse = |path: &Path, reason: String| LexiconError::new(path.display().to_string(), 0, reason);
        if !folder.is_dir() {
            return Err(refuse(folder, "expected a folder with word lists, found none".to_owned()));
        }
        let entries = std::fs::read_dir(folder).map_err(|e| refuse(folder, e.to_string()))?;
        let mut paths = Vec::new();
        for entry in entries {
            paths.push(entry.map_err(|e| refuse(folder, e.to_string()))?.path());
        }
        paths.sort();
        let mut own: BTreeMap<&'static str, Own> = BTreeMap::new();
        let mut faults = Vec::new();
        for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "tsv")) {
            let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
            let name = stem.split('.').next().unwrap_or_default();
            let Some((name, ..)) = EMBEDDED.iter().find(|(n, ..)| *n == name) else {
                let names: Vec<&str> = EMBEDDED.iter().map(|(n, ..)| *n).collect();
                faults.push(refuse(
                    path,
                    format!("expected a list named {}, found {stem:?}", names.join(", ")),
                ));
                continue;
            };
            match std::fs::read_to_string(path) {
                Ok(text) => {
                    let list: List = (path.display().to_string().leak(), text.leak());
                    let own = own.entry(name).or_default();
                    if stem == *name { own.instead = Some(list) } else { own.besides.push(list) }
                }
                Err(error) => faults.push(refuse(path, error.to_string())),
            }
        }
        Ok((Self { own }, faults))
    }

    /// Returns the user's lists, each with how many rows it has.
    pub(super) fn own(&self) -> Vec<(String, usize)> {
        let lists = self.own.values().flat_map(|own| own.instead.iter().chain(&own.besides));
        let is_row = |line: &&str| !line.starts_with('#') && !line.trim().is_empty();
        lists
            .map(|(file, text)| ((*file).to_owned(), text.lines().filter(is_row).count().saturating_sub(1)))
            .collect()
    }

    /// Takes out the line of a fault, so that those behind it come to light. A list whose heading is at fault goes whole.
    /// Tells whether anything was taken out.
    pub(super) fn strike_out(&mut self, fault: &LexiconError) -> bool {
        // A list of the program can be at fault where a user's list lacks what it needs.
        if let Some((name, file, text)) = EMBEDDED.iter().find(|(_, file, _)| *file == fault.file) {
            let own = self.own.entry(name).or_default();
            own.instead.get_or_insert((*file, *text));
        }
        for own in self.own.values_mut() {
            if let Some(list) = own.instead.as_mut().filter(|(file, _)| *file == fault.file) {
                if is_heading(list.1, fault.line) {
                    own.instead = None;
                    return true;
                }
                return without(&mut list.1, fault.line);
            }
            if let Some(at) = own.besides.iter().position(|(file, _)| *file == fault.file) {
                if is_heading(own.besides[at].1, fault.line) {
                    own.besides.remove(at);
                    return true;
                }
                return without(&mut own.besides[at].1, fault.line);
            }
        }
        false
    }

    /// Returns the list that stands first under a name: the user's, or else the program's.
    pub(super) fn base(&self, name: &str) -> List {
        if let Some(list) = self.own.get(name).and_then(|own| own.instead) {
            return list;
        }
        EMBEDDED.iter().find(|(n, ..)| *n == name).map_or(("", ""), |(_, file, text)| (file, text))
    }

    /// Returns every list of a name with the file it comes from.
    pub(super) fn of(&self, name: &str) -> Vec<List> {
        let mut out = vec![self.base(name)];
        if let Some(own) = self.own.get(name) {
            out.extend(&own.besides);
        }
        out
    }
}

/// Whether a line, counted from 1, is the first that is no comment.
fn is_heading(text: &str, line: usize) -> bool {
    let first = text.lines().position(|line| !line.starts_with('#') && !line.trim().is_empty());
    first.is_none_or(|first| line <= first + 1)
}

/// Makes a comment of a line, counted from 1. Tells whether it was none.
fn without(text: &mut &'static str, line: usize) -> bool {
    let mut lines: Vec<&str> = text.lines().collect();
    let Some(at) = line.checked_sub(1).filter(|at| lines.get(*at).is_some_and(|l| !l.starts_with('#')))
    else {
        return false;
    };
    lines[at] = "#";
    *text = lines.join("\n").leak();
    true
}
