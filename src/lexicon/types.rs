//! Event types and their classes.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{LexiconError, Table};

/// The number of an event type in [`EventTypes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TypeId(pub u16);

/// An event type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventType {
    /// The noun a diplomat would use: `suspension`.
    pub name: String,
    /// One of [`CLASSES`].
    pub class: &'static str,
    /// The CAMEO code that comes nearest, or none.
    pub cameo: Option<String>,
    /// Other words for it.
    pub synonyms: Vec<String>,
    /// What it means, in a sentence.
    pub meaning: String,
}

/// PLOVER's sixteen classes (Open Event Data Alliance, PLOVER manual), STATEMENT, which PLOVER dropped, and OTHER.
pub const CLASSES: [&str; 18] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
    "STATEMENT",
    "OTHER",
];

/// The table of event types.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct EventTypes {
    types: Vec<EventType>,
    by_name: FxHashMap<String, TypeId>,
}

impl EventTypes {
    pub(super) fn read(&mut self, file: &str, text: &str) -> Result<(), LexiconError> {
        for row in Table::read(file, text, &["type", "class", "cameo", "synonyms", "meaning"])?.rows() {
            let class = CLASSES.into_iter().find(|c| *c == row.field(1)).ok_or_else(|| {
                row.error(format!("expected one of {}, found {:?}", CLASSES.join(", "), row.field(1)))
            })?;
            let name = row.field(0).to_owned();
            if self.by_name.contains_key(&name) {
                return Err(row.error(format!("the type {name} is already there")));
            }
            let id = TypeId(u16::try_from(self.types.len()).map_err(|_| row.error("too many types"))?);
            self.by_name.insert(name.clone(), id);
            self.types.push(EventType {
                name,
                class,
                cameo: row.optional(2).filter(|c| *c != "-").map(str::to_owned),
                synonyms: row.list(3).map(str::to_owned).collect(),
                meaning: row.field(4).to_owned(),
            });
        }
        Ok(())
    }

    /// Returns the type of that name.
    pub fn id(&self, name: &str) -> Option<TypeId> {
        self.by_name.get(name).copied()
    }

    /// Returns a type's row.
    pub fn get(&self, id: TypeId) -> &EventType {
        &self.types[usize::from(id.0)]
    }

    /// Returns all types in the order of the table.
    pub fn all(&self) -> &[EventType] {
        &self.types
    }
}
