//! Lists of numbers, written down as bytes that can be taken over whole: four a number, the lowest first.

use serde::{Deserialize, Deserializer, Serializer};

/// Writes a list down.
pub fn serialize<T: Copy + Into<u32>, S: Serializer>(list: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    let bytes: Vec<u8> = list.iter().flat_map(|number| (*number).into().to_le_bytes()).collect();
    serializer.serialize_bytes(&bytes)
}

/// Reads a list.
pub fn deserialize<'de, T: From<u32>, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let bytes = <&[u8]>::deserialize(deserializer)?;
    let number = |chunk: &[u8]| T::from(chunk.try_into().map_or(0, u32::from_le_bytes));
    Ok(bytes.chunks_exact(4).map(number).collect())
}
