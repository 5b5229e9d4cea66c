use serde::{Deserialize, Serialize};

/// A hash table of numbers from 1 on, each of which stands for something that is kept elsewhere: it knows neither keys nor
/// values. Written down it is ready to be used again, since what is hashed to where is the same on every machine (see
/// [`hash`]).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Slots {
    /// 0 where nothing stands; a power of two of them, at least half of them empty.
    #[serde(with = "super::packed")]
    slots: Vec<u32>,
    filled: usize,
}

impl Slots {
    /// Returns the number of a hash for which `is_it` holds.
    pub fn find(&self, hash: u64, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let last = self.slots.len().checked_sub(1)?;
        let mut at = place(hash, last);
        loop {
            match self.slots[at] {
                0 => return None,
                number if is_it(number) => return Some(number),
                _ => at = (at + 1) & last,
            }
        }
    }

    /// As [`Slots::find`], to put another number in its place.
    pub fn find_mut(&mut self, hash: u64, is_it: impl Fn(u32) -> bool) -> Option<&mut u32> {
        let found = self.find(hash, is_it)?;
        let last = self.slots.len().checked_sub(1)?;
        let at =
            (0..=last).map(|step| (place(hash, last) + step) & last).find(|at| self.slots[*at] == found)?;
        self.slots.get_mut(at)
    }

    /// Adds a number that is not there. `hash_of` is asked for those that are, where the table must grow.
    pub fn insert(&mut self, hash: u64, number: u32, hash_of: impl Fn(u32) -> u64) {
        if self.filled * 2 >= self.slots.len() {
            let larger = vec![0; (self.slots.len() * 2).max(16)];
            for number in std::mem::replace(&mut self.slots, larger).into_iter().filter(|n| *n > 0) {
                self.put(hash_of(number), number);
            }
        }
        self.put(hash, number);
        self.filled += 1;
    }

    fn put(&mut self, hash: u64, number: u32) {
        let last = self.slots.len() - 1;
        let mut at = place(hash, last);
        while self.slots[at] > 0 {
            at = (at + 1) & last;
        }
        self.slots[at] = number;
    }
}

/// The upper bits of a hash are its best.
#[allow(clippy::cast_possible_truncation)] // the number of a slot
const fn place(hash: u64, last: usize) -> usize {
    (hash >> 32) as usize & last
}

/// Hashes bytes, eight at a time, in the manner of `FxHash`: by multiplication. Not for keys that somebody might choose to
/// do harm.
pub fn hash(bytes: &[u8]) -> u64 {
    let mut chunks = bytes.chunks_exact(8);
    let mut sum = bytes.len() as u64;
    for chunk in &mut chunks {
        sum = mix(sum, chunk.try_into().map_or(0, u64::from_le_bytes));
    }
    // The two halves of what is left may overlap; with the length they still tell it apart.
    let rest = chunks.remainder();
    let four = |bytes: &[u8]| bytes.try_into().map_or(0, u32::from_le_bytes);
    let (low, high) = match rest {
        [] => return finish(sum),
        [one] => (u32::from(*one), 0),
        [first, middle @ .., last] if rest.len() < 4 => {
            let middle = middle.first().map_or(0, |byte| u32::from(*byte));
            (u32::from(*first) | middle << 8, u32::from(*last))
        }
        _ => (four(&rest[..4]), four(&rest[rest.len() - 4..])),
    };
    finish(mix(sum, u64::from(low) << 32 | u64::from(high)))
}

/// Hashes two numbers.
pub const fn hash_pair(first: u32, second: u32) -> u64 {
    finish(mix(0, (first as u64) << 32 | second as u64))
}

const fn mix(sum: u64, next: u64) -> u64 {
    (sum.rotate_left(5) ^ next).wrapping_mul(0x517c_c1b7_2722_0a95)
}

const fn finish(sum: u64) -> u64 {
    (sum ^ sum >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found_and_nothing_else() {
        let words: Vec<String> =
            (0..5000).map(|n: u32| format!("{:x}", n.wrapping_mul(2_654_435_761))).collect();
        let of = |n: u32| hash(words[n as usize - 1].as_bytes());
        let mut slots = Slots::default();
        let find =
            |slots: &Slots, word: &str| slots.find(hash(word.as_bytes()), |n| words[n as usize - 1] == word);
        assert_eq!(find(&slots, "a"), None);
        for number in 1..=5000 {
            slots.insert(of(number), number, of);
        }
        for (number, word) in (1..).zip(&words) {
            assert_eq!(find(&slots, word), Some(number));
        }
        assert_eq!(find(&slots, "nobody"), None);
    }
}
