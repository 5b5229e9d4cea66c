//! Lists of numbers, and of what is made of numbers, written down as bytes that can be taken over whole: four a number, the
//! lowest first.

use serde::{Deserialize, Deserializer, Serializer};

/// What is made of a fixed count of numbers.
pub trait Packed: Copy {
    /// How many numbers.
    const WIDTH: usize;

    /// Appends its numbers to `out`.
    fn write(self, out: &mut Vec<u32>);

    /// Makes it of its numbers, which are asked for by their place.
    fn read(numbers: impl Fn(usize) -> u32) -> Self;
}

impl Packed for u32 {
    const WIDTH: usize = 1;

    fn write(self, out: &mut Vec<u32>) {
        out.push(self);
    }

    fn read(numbers: impl Fn(usize) -> u32) -> Self {
        numbers(0)
    }
}

/// Writes a list down.
pub fn serialize<T: Packed, S: Serializer>(list: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    let mut numbers = Vec::with_capacity(list.len() * T::WIDTH);
    list.iter().for_each(|item| item.write(&mut numbers));
    let bytes: Vec<u8> = numbers.into_iter().flat_map(u32::to_le_bytes).collect();
    serializer.serialize_bytes(&bytes)
}

/// Reads a list.
pub fn deserialize<'de, T: Packed, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    let bytes = <&[u8]>::deserialize(deserializer)?;
    let item = |chunk: &[u8]| {
        T::read(|place| chunk[4 * place..4 * place + 4].try_into().map_or(0, u32::from_le_bytes))
    };
    Ok(bytes.chunks_exact(4 * T::WIDTH).map(item).collect())
}
