use std::fmt;

use crate::query::{Format, Key, alike};

/// Which column of a table holds what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping(Vec<(Key, String)>);

/// Why a table's columns and the mapping do not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// A pair without a `=`.
    #[error("expected OURS=THEIRS, such as date=event_date, found {found:?}")]
    NoPair {
        /// What stands there.
        found: String,
    },
    /// We have no such column.
    #[error("expected one of our columns, found {found:?}{}", Near(near))]
    UnknownKey {
        /// What stands there.
        found: String,
        /// What it may mean.
        near: Vec<String>,
    },
    /// Two columns for one.
    #[error("expected one column for {key}, found {first:?} and {second:?}")]
    Twice {
        /// Ours.
        key: String,
        /// The one.
        first: String,
        /// The other.
        second: String,
    },
    /// The table has no such column.
    #[error("expected a column of the table, found {found:?}{}; its columns are {}", Near(near), columns.join(", "))]
    UnknownColumn {
        /// What the mapping names.
        found: String,
        /// What it may mean.
        near: Vec<String>,
        /// What there is.
        columns: Vec<String>,
    },
    /// Nothing in the table would make an event.
    #[error("expected a column date, type or summary, found {}", columns.join(", "))]
    Nothing {
        /// What there is.
        columns: Vec<String>,
    },
}

struct Near<'a>(&'a [String]);

impl fmt::Display for Near<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.first() {
            Some(near) => write!(f, ", did you mean {near}?"),
            None => Ok(()),
        }
    }
}

/// What makes an event of a row; without any of these there is none.
const ENOUGH: [Key; 3] = [Key::Date, Key::Type, Key::Summary];

/// Every column that a table may have.
fn keys() -> impl Iterator<Item = Key> {
    Format::Jsonl.columns().iter().copied()
}

impl Mapping {
    /// Reads pairs such as `date=event_date`.
    ///
    /// # Errors
    ///
    /// Says which pair is wrong.
    pub fn new(pairs: &[String]) -> Result<Self, MappingError> {
        let mut mapping: Vec<(Key, String)> = Vec::new();
        for pair in pairs {
            let Some((ours, theirs)) = pair.split_once('=') else {
                return Err(MappingError::NoPair { found: pair.clone() });
            };
            let (ours, theirs) = (ours.trim(), theirs.trim());
            let known = || keys().filter(|key| *key != Key::Claims);
            let Some(key) = known().find(|key| key.name().eq_ignore_ascii_case(ours)) else {
                let near = alike(ours, known().map(Key::name)).into_iter().map(str::to_owned).collect();
                return Err(MappingError::UnknownKey { found: ours.to_owned(), near });
            };
            if let Some((_, first)) = mapping.iter().find(|(known, _)| *known == key) {
                let (key, first, second) = (key.name().to_owned(), first.clone(), theirs.to_owned());
                return Err(MappingError::Twice { key, first, second });
            }
            mapping.push((key, theirs.to_owned()));
        }
        Ok(Self(mapping))
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Where everything of an event stands in a table.
pub(super) struct Columns {
    /// What each column of the table holds, in its order.
    of: Vec<Option<Key>>,
    names: Vec<String>,
    unread: Vec<String>,
    export: bool,
}

impl Columns {
    /// Fits a mapping to the columns that a table has.
    pub(super) fn fit(mapping: &Mapping, names: Vec<String>) -> Result<Self, MappingError> {
        let mut of: Vec<Option<Key>> = vec![None; names.len()];
        if mapping.is_empty() {
            for key in keys() {
                if let Some(at) = names.iter().position(|name| name.eq_ignore_ascii_case(key.name())) {
                    of[at] = Some(key);
                }
            }
        }
        for (key, theirs) in &mapping.0 {
            let exact = names.iter().position(|name| name == theirs);
            let found = exact.or_else(|| names.iter().position(|name| name.eq_ignore_ascii_case(theirs)));
            let Some(at) = found else {
                let near = alike(theirs, names.iter().map(String::as_str));
                let near = near.into_iter().map(str::to_owned).collect();
                return Err(MappingError::UnknownColumn { found: theirs.clone(), near, columns: names });
            };
            of[at] = Some(*key);
        }
        if !ENOUGH.iter().any(|key| of.contains(&Some(*key))) {
            return Err(MappingError::Nothing { columns: names });
        }
        let read = |at: usize| of[at].is_some() || names[at] == Key::Mark.name();
        let unread = (0..names.len()).filter(|at| !read(*at)).map(|at| names[at].clone()).collect();
        let export = mapping.is_empty() && Format::Csv.columns().iter().all(|key| of.contains(&Some(*key)));
        Ok(Self { of, names, unread, export })
    }

    /// Tells whether the table is an export of our own, whose names are those of a database.
    pub(super) const fn is_export(&self) -> bool {
        self.export
    }

    /// Returns the columns that hold nothing we know.
    pub(super) fn unread(&self) -> &[String] {
        &self.unread
    }

    /// Returns each column that is read: where it stands, what it is called, what it holds.
    pub(super) fn read(&self) -> impl Iterator<Item = (usize, &str, Key)> {
        self.of
            .iter()
            .zip(&self.names)
            .enumerate()
            .filter_map(|(at, (key, name))| Some((at, name.as_str(), (*key)?)))
    }
}
