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
    ("periods", "periods.tsv", include_str!("../../seeds/periods.tsv")),
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

#[derive(Debug, Default)]
struct Own {
    instead: Option<(String, String)>,
    besides: Vec<(String, String)>,
}

impl Files {
    pub(super) const fn embedded() -> Self {
        Self { own: BTreeMap::new() }
    }

    /// Reads the lists of a folder.
    pub(super) fn with_folder(folder: &Path) -> Result<Self, LexiconError> {
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
        for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "tsv")) {
            let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
            let name = stem.split('.').next().unwrap_or_default();
            let Some((name, ..)) = EMBEDDED.iter().find(|(n, ..)| *n == name) else {
                let names: Vec<&str> = EMBEDDED.iter().map(|(n, ..)| *n).collect();
                return Err(refuse(
                    path,
                    format!("expected a list named {}, found {stem:?}", names.join(", ")),
                ));
            };
            let text = std::fs::read_to_string(path).map_err(|e| refuse(path, e.to_string()))?;
            let list = (path.display().to_string(), text);
            let own = own.entry(name).or_default();
            if stem == *name { own.instead = Some(list) } else { own.besides.push(list) }
        }
        Ok(Self { own })
    }

    /// Returns the list that stands first under a name: the user's, or else the program's.
    pub(super) fn base(&self, name: &str) -> (&str, &str) {
        if let Some((file, text)) = self.own.get(name).and_then(|o| o.instead.as_ref()) {
            return (file, text);
        }
        EMBEDDED.iter().find(|(n, ..)| *n == name).map_or(("", ""), |(_, file, text)| (file, text))
    }

    /// Returns every list of a name with the file it comes from.
    pub(super) fn of(&self, name: &str) -> Vec<(&str, &str)> {
        let mut out = vec![self.base(name)];
        if let Some(own) = self.own.get(name) {
            out.extend(own.besides.iter().map(|(file, text)| (file.as_str(), text.as_str())));
        }
        out
    }
}
