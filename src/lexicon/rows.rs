use std::sync::OnceLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::packed;

/// The rows of a table, numbered from 0. Those that are written down are read one by one, when they are asked for: an
/// article names few of ten thousand people and places, and a question none.
#[derive(Debug)]
pub(super) struct Rows<T> {
    /// The rows as they are written down.
    bytes: &'static [u8],
    /// Where each row ends in `bytes`.
    ends: Vec<u32>,
    rows: Vec<OnceLock<Box<T>>>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { bytes: &[], ends: Vec::new(), rows: Vec::new() }
    }
}

impl<T: Default + Deserialize<'static>> Rows<T> {
    /// Returns a row.
    pub(super) fn get(&self, number: usize) -> &T {
        self.rows[number].get_or_init(|| {
            let begin = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
            // They were written by the same program.
            Box::new(postcard::from_bytes(&self.bytes[begin..self.ends[number] as usize]).unwrap_or_default())
        })
    }

    /// Returns all rows in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        (0..self.len()).map(|number| self.get(number))
    }
}

impl<T> Rows<T> {
    /// Returns how many rows there are.
    pub(super) const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds a row.
    pub(super) fn push(&mut self, row: T) {
        self.rows.push(OnceLock::from(Box::new(row)));
    }

    /// Returns a row to change it, where it has been read.
    pub(super) fn get_mut(&mut self, number: usize) -> Option<&mut T> {
        Some(self.rows.get_mut(number)?.get_mut()?)
    }
}

#[derive(Serialize, Deserialize)]
struct Written<B> {
    #[serde(with = "packed")]
    ends: Vec<u32>,
    bytes: B,
}

impl<T: Default + Serialize + Deserialize<'static>> Serialize for Rows<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut written = Written { ends: Vec::new(), bytes: Vec::new() };
        for row in self.iter() {
            written.bytes.extend(postcard::to_allocvec(row).map_err(serde::ser::Error::custom)?);
            written.ends.push(u32::try_from(written.bytes.len()).unwrap_or(u32::MAX));
        }
        written.serialize(serializer)
    }
}

impl<'de: 'static, T> Deserialize<'de> for Rows<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Written { ends, bytes } = Written::<&'de [u8]>::deserialize(deserializer)?;
        let rows = ends.iter().map(|_| OnceLock::new()).collect();
        Ok(Self { bytes, ends, rows })
    }
}
