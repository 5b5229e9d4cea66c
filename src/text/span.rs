use std::ops::Range;

/// A stretch of a text, in bytes: `start` inclusive, `end` exclusive, both on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl Span {
    /// Makes a span from two byte offsets.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Returns the part of `text` that the span covers; `text` must be the text that the span was made for.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Returns the length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Tells whether the span covers nothing.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Tells whether `other` lies wholly inside.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Tells whether the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns the smallest span that covers both.
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Returns the span as a range, for slicing.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// Turns byte offsets of one text into offsets counted in Unicode code points.
///
/// Asking in ascending order is cheap: the reader goes on from the last answer.
#[derive(Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    at_byte: usize,
    at_point: usize,
}

impl<'a> CodePoints<'a> {
    /// Starts at the beginning of `text`.
    pub const fn new(text: &'a str) -> Self {
        Self { text, at_byte: 0, at_point: 0 }
    }

    /// Returns how many code points stand before byte `offset`, which must lie on a character boundary.
    pub fn offset(&mut self, offset: usize) -> usize {
        if offset >= self.at_byte {
            self.at_point += self.text[self.at_byte..offset].chars().count();
        } else {
            self.at_point -= self.text[offset..self.at_byte].chars().count();
        }
        self.at_byte = offset;
        self.at_point
    }

    /// Returns the span in code points, end exclusive.
    pub fn span(&mut self, span: Span) -> (usize, usize) {
        (self.offset(span.start), self.offset(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_counted_in_any_order() {
        let text = "a – ‘b’ c";
        let mut points = CodePoints::new(text);
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(points.offset(byte), text[..byte].chars().count());
        }
        assert_eq!(points.offset(2), 2);
        assert_eq!(points.offset(0), 0);
    }
}
