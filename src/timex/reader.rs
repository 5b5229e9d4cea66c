use super::meaning::Amount;
use crate::document::Document;
use crate::lexicon::calendar::{CalendarWord, Role, Roles};
use crate::lexicon::{CalendarWords, Holiday, Lexicon, Phrases};
use crate::text::{Case, Token, TokenKind};

/// Looks at the tokens of a document by index; what lies outside has no meaning.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    words: &'a CalendarWords,
    holidays: &'a Phrases<Holiday>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(document: &'a Document, lexicon: &'a Lexicon) -> Self {
        Self {
            text: &document.text,
            tokens: &document.tokens,
            words: &lexicon.calendar,
            holidays: &lexicon.holidays,
        }
    }

    /// The meaning of the word at `at`; numbers and marks mean nothing.
    pub(super) fn word(&self, at: usize) -> &'a CalendarWord {
        let word = self.tokens.get(at).map_or_else(Default::default, |t| t.word);
        self.words.of(word)
    }

    pub(super) fn is(&self, at: usize, role: Role) -> bool {
        self.word(at).is(role)
    }

    pub(super) fn any(&self, at: usize, roles: Roles) -> bool {
        self.word(at).roles.meets(roles)
    }

    /// The meaning of the word before `at`.
    pub(super) fn before(&self, at: usize) -> &'a CalendarWord {
        self.words
            .of(at.checked_sub(1).and_then(|i| self.tokens.get(i)).map_or_else(Default::default, |t| t.word))
    }

    pub(super) fn token(&self, at: usize) -> Option<&'a Token> {
        self.tokens.get(at)
    }

    pub(super) fn written(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |t| t.of(self.text))
    }

    pub(super) fn is_word(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word)
            && self.written(at).eq_ignore_ascii_case(word)
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.case != Case::Lower)
    }

    pub(super) fn is_number(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Number)
    }

    pub(super) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.tokens.get(at).is_some_and(|t| t.is_mark(self.text, mark))
    }

    /// A mark that touches the token before it.
    pub(super) fn touching(&self, at: usize, mark: char) -> bool {
        self.tokens.get(at).is_some_and(|t| !t.spaced && t.is_mark(self.text, mark))
    }

    pub(super) fn spaced(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|t| t.spaced)
    }

    pub(super) fn is_apostrophe(&self, at: usize) -> bool {
        matches!(self.written(at), "'" | "\u{2019}" | "\u{2018}" | "`")
    }

    /// A hyphen or dash between two tokens, touching both or neither.
    pub(super) fn is_dash(&self, at: usize) -> bool {
        matches!(self.written(at), "-" | "\u{2010}" | "\u{2011}" | "\u{2013}" | "\u{2014}")
    }

    /// A hyphen or dash that touches the tokens on both sides.
    pub(super) fn is_hyphen(&self, at: usize) -> bool {
        !self.spaced(at) && !self.spaced(at + 1) && self.is_dash(at)
    }

    /// The index behind a hyphen at `at`, or `at`.
    pub(super) fn skip_hyphen(&self, at: usize) -> usize {
        if self.is_hyphen(at) { at + 1 } else { at }
    }

    /// Digits as a number, and how many there are; at most nine.
    pub(super) fn digits(&self, at: usize) -> Option<(u32, usize)> {
        let token = self.tokens.get(at).filter(|t| t.kind == TokenKind::Number)?;
        let written = token.of(self.text);
        if written.len() > 9 {
            return None;
        }
        let value = written.bytes().fold(0, |sum, b| sum * 10 + u32::from(b - b'0'));
        Some((value, written.len()))
    }

    /// Whether the number at `at` stands free: no sign, point or letter touches it that would make it part of another.
    pub(super) fn stands_free(&self, at: usize, end: usize) -> bool {
        let touched_before = at > 0
            && !self.spaced(at)
            && !matches!(
                self.written(at - 1),
                "(" | "["
                    | "\""
                    | "\u{201c}"
                    | "\u{2018}"
                    | "-"
                    | "\u{2013}"
                    | "\u{2014}"
                    | "'"
                    | "\u{2019}"
                    | "`"
                    | "_"
            )
            || at > 0 && matches!(self.written(at - 1), "$" | "#" | "\u{a3}" | "\u{20ac}");
        let touched_behind = !self.spaced(end)
            && match self.written(end) {
                "," | "." | ":" => !self.spaced(end + 1) && self.is_number(end + 1),
                "%" | "\u{b0}" | "/" => true,
                _ => self.tokens.get(end).is_some_and(|t| {
                    t.kind == TokenKind::Word && t.of(self.text) != "'s" && t.of(self.text) != "\u{2019}s"
                }),
            };
        !touched_before && !touched_behind
    }

    /// A cardinal number in words or digits, from `at`: where it ends, and how much it is.
    pub(super) fn amount(&self, at: usize) -> Option<(usize, Amount)> {
        let (end, low) = self.single(at)?;
        if low == Amount::Vague {
            return Some((end, low));
        }
        let Amount::Exact(first) = low else { return Some((end, low)) };
        // "two to three", "12 to 18", "ten or fifteen", "6-7"
        let joined = self.any(end, Roles::of(&[Role::To, Role::Or])) || self.is_hyphen(end);
        if joined
            && let Some((stop, Amount::Exact(second))) = self.single(end + 1)
            && second > first
        {
            return Some((stop, Amount::Range(first, second)));
        }
        Some((end, low))
    }

    /// One number, where [`Reader::amount`] may read two: "ten" of "ten or fifteen".
    pub(super) fn single(&self, at: usize) -> Option<(usize, Amount)> {
        let word = self.word(at);
        if word.is(Role::Article) && word.late {
            // a couple of, a few, a dozen, a hundred, a half
            let next = self.word(at + 1);
            if next.is(Role::Couple) {
                return Some((self.skip_of(at + 2), Amount::whole(2)));
            }
            if next.is(Role::VagueNumber) && !self.is_word(at + 1, "many") {
                return Some((self.skip_of(at + 2), Amount::Vague));
            }
            if next.is(Role::Number) && next.number == 12 {
                return Some((at + 2, Amount::whole(12)));
            }
            if next.is(Role::Multiplier) {
                return self.whole_number(at + 1).map(|(end, n)| (end, Amount::whole(n)));
            }
            if next.is(Role::Half) {
                return Some((self.skip_hyphen(at + 2), Amount::Exact(500)));
            }
            return Some((at + 1, Amount::ONE));
        }
        if word.is(Role::VagueNumber) {
            return Some((self.skip_of(at + 1), Amount::Vague));
        }
        if word.is(Role::Half) {
            let article = self.word(at + 1);
            let end =
                if article.is(Role::Article) && article.late { at + 2 } else { self.skip_hyphen(at + 1) };
            return Some((end, Amount::Exact(500)));
        }
        if word.is(Role::Couple) {
            return Some((self.skip_of(at + 1), Amount::whole(2)));
        }
        let (end, number) = match self.digits(at) {
            Some(_) => self.decimal(at)?,
            None => self.whole_number(at).map(|(end, n)| (end, n.saturating_mul(1000)))?,
        };
        // "and a half"
        if self.is(end, Role::And) && self.is(end + 1, Role::Article) && self.is(end + 2, Role::Half) {
            return Some((end + 3, Amount::Exact(number + 500)));
        }
        Some((end, Amount::Exact(number)))
    }

    fn skip_of(&self, at: usize) -> usize {
        if self.is(at, Role::Of) { at + 1 } else { at }
    }

    /// `1,300`, `22.8`, `2 1/2`, in thousandths.
    fn decimal(&self, at: usize) -> Option<(usize, u32)> {
        let (mut number, length) = self.digits(at)?;
        let mut end = at + 1;
        if length <= 3 {
            while self.touching(end, ',')
                && !self.spaced(end + 1)
                && self.digits(end + 1).is_some_and(|(_, n)| n == 3)
            {
                number = number.checked_mul(1000)?.checked_add(self.digits(end + 1)?.0)?;
                end += 2;
            }
        }
        let mut thousandths = number.checked_mul(1000)?;
        if self.touching(end, '.')
            && !self.spaced(end + 1)
            && let Some((part, length)) = self.digits(end + 1)
        {
            thousandths += part * [0, 100, 10, 1].get(length).copied()?;
            end += 2;
        } else if let (Some((1, 1)), true, Some((parts, 1))) =
            (self.digits(end), self.touching(end + 1, '/'), self.digits(end + 2))
            && parts > 1
        {
            thousandths += 1000 / parts;
            end += 3;
        }
        if at > 0 && !self.spaced(at) && matches!(self.written(at - 1), "$" | "." | "," | "/" | ":" | "#") {
            return None;
        }
        Some((end, thousandths))
    }

    /// `twenty-four`, `two hundred and ten`.
    pub(super) fn whole_number(&self, at: usize) -> Option<(usize, u32)> {
        let mut end = at;
        let (mut total, mut group, mut read) = (0_u32, 0_u32, false);
        loop {
            let word = self.word(end);
            if word.is(Role::Number) {
                // "nineteen ninety" is a year, "two three" a score: a number takes one word a place.
                let fits = !read
                    || group == 0
                    || (group % 100 == 0)
                    || (group % 10 == 0 && group % 100 >= 20 && word.number < 10);
                if !fits {
                    break;
                }
                group += word.number;
            } else if word.is(Role::Multiplier) {
                group = group.max(1).checked_mul(word.number)?;
                if word.number >= 1000 {
                    total += group;
                    group = 0;
                }
            } else {
                break;
            }
            read = true;
            end += 1;
            let next = if self.is_hyphen(end) { end + 1 } else { end };
            let and_next = end + 1;
            if self.is(end, Role::And) && group % 100 == 0 && group > 0 && self.is(and_next, Role::Number) {
                end = and_next;
            } else if self.is(next, Role::Number) && next > end {
                if group % 10 == 0 && group % 100 >= 20 && self.word(next).number < 10 {
                    end = next;
                } else {
                    break;
                }
            }
        }
        read.then_some((end, total + group))
    }

    /// An ordinal, `third`, `3rd`, `twenty-first`: where it ends, and its number.
    pub(super) fn ordinal(&self, at: usize) -> Option<(usize, u8)> {
        if let Some((number, _)) = self.digits(at) {
            let ending = !self.spaced(at + 1) && self.is(at + 1, Role::OrdinalEnding);
            return ending.then_some((at + 2, u8::try_from(number).ok()?));
        }
        let word = self.word(at);
        if word.is(Role::Ordinal) {
            return Some((at + 1, word.ordinal));
        }
        let tens = word.is(Role::Number) && word.number >= 20 && word.number.is_multiple_of(10);
        let next = self.skip_hyphen(at + 1);
        let ones = self.word(next);
        let joined = tens && ones.is(Role::Ordinal) && ones.ordinal < 10;
        joined.then_some((next + 1, u8::try_from(word.number).ok()? + ones.ordinal))
    }

    /// The holiday whose name begins at `at`.
    pub(super) fn holiday(&self, at: usize) -> Option<(usize, Holiday)> {
        // "All Saints' Day" is looked up without the apostrophe.
        let mut words: Vec<Token> = Vec::with_capacity(6);
        let mut ends = Vec::with_capacity(6);
        for i in at..(at + 8).min(self.tokens.len()) {
            if !self.is_apostrophe(i) {
                words.push(self.tokens[i]);
                ends.push(i + 1);
            }
        }
        let (length, found) = self.holidays.longest(&words, self.text)?;
        Some((*ends.get(length - 1)?, *found.first()?))
    }
}
