use std::borrow::Cow;

use super::vocabulary::fold;
use super::{Span, Vocabulary, WordId};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with inner apostrophes (`don't`) or as dotted initials (`U.S.`, `p.m.`).
    Word,
    /// Decimal digits only: `10,000` is three tokens, `19th` two, without space between.
    Number,
    /// One character that is neither letter, digit nor space.
    Mark,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Case {
    /// No capital letters, or no letters at all.
    Lower,
    /// A capital letter and then small ones, or a single capital.
    Title,
    /// Two or more capitals and no small letter: `NATO`, `U.S.`
    Upper,
    /// Any other mixture: `McDonald`, `iPhone`.
    Mixed,
}

/// A word, number or mark of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
    /// The number of the word, or of the digits, in the vocabulary; [`WordId::UNKNOWN`] for what is in no list. Of the
    /// marks only `+`, `&` and `/` are looked up, which stand in names (`P5+1`, `RFE/RL`).
    pub word: WordId,
    /// What it is made of.
    pub kind: TokenKind,
    /// How it is written.
    pub case: Case,
    /// Whether white space, or the beginning of the text, stands right before it.
    pub spaced: bool,
}

impl Token {
    /// Returns the place in the text.
    pub const fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    /// Returns the token as written.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        self.span().of(text)
    }

    /// Returns the token with its ASCII letters small, which most are already.
    pub fn lower<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.case {
            Case::Lower => Cow::Borrowed(self.of(text)),
            _ => Cow::Owned(self.of(text).to_ascii_lowercase()),
        }
    }

    /// Tells whether the token is the mark `mark`.
    pub fn is_mark(&self, text: &str, mark: char) -> bool {
        self.kind == TokenKind::Mark && self.of(text).starts_with(mark)
    }
}

/// Appends the tokens of `text[span]` to `out`, looking words up in `vocabulary`.
///
/// A possessive `'s` (or a bare `'` behind a word's final s) is a token of its own, and so are hyphens: `NATO-Russia`
/// is three tokens. Texts over 4 GiB are cut there, since offsets are 32 bits wide.
pub fn tokenize(text: &str, span: Span, vocabulary: &Vocabulary, out: &mut Vec<Token>) {
    cut(text, span, |folded| vocabulary.get_folded(folded), out);
}

/// As [`tokenize`] of a whole text, but what would be looked up in vain gets a number.
pub fn tokenize_new(text: &str, vocabulary: &mut Vocabulary, out: &mut Vec<Token>) {
    cut(text, Span::new(0, text.len()), |folded| vocabulary.intern_folded(folded), out);
}

fn cut(text: &str, span: Span, mut number: impl FnMut(&str) -> WordId, out: &mut Vec<Token>) {
    let mut end = span.end.min(u32::MAX as usize);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let bytes = &text.as_bytes()[..end];
    // Almost every word is ASCII, and is lowered here with all others.
    let lowered = text[span.start..end].to_ascii_lowercase();
    let mut at = span.start;
    let mut spaced = true;
    while let Some(&first) = bytes.get(at) {
        if matches!(first, b' ' | b'\t'..=b'\r') {
            spaced = true;
            at += 1;
            continue;
        }
        let (stop, kind, word, case) = if first.is_ascii_alphabetic() {
            let mut capitals = 0;
            let letters = bytes[at..].iter().take_while(|byte| {
                capitals += usize::from(byte.is_ascii_uppercase());
                byte.is_ascii_alphabetic()
            });
            let stop = at + letters.count();
            // Before a blank or a mark, where most words end.
            let plain = match bytes.get(stop) {
                None => true,
                Some(b'.') => stop - at > 1,
                Some(next) => next.is_ascii() && *next != b'\'',
            };
            if plain {
                let case = case_of(capitals, stop - at, first.is_ascii_uppercase());
                (stop, TokenKind::Word, number(&lowered[at - span.start..stop - span.start]), case)
            } else {
                let stop = word_end(text, at, end);
                let (word, case) = fold_case(&text[at..stop], &mut number);
                (stop, TokenKind::Word, word, case)
            }
        } else if first.is_ascii_digit() {
            let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
            (at + digits, TokenKind::Number, number(&text[at..at + digits]), Case::Lower)
        } else {
            let first = char_at(text, at);
            let width = first.len_utf8();
            if first.is_whitespace() || first == '\u{200b}' || first == '\u{feff}' {
                spaced = true;
                at += width;
                continue;
            }
            if is_letter(first) {
                let stop = word_end(text, at, end);
                let (word, case) = fold_case(&text[at..stop], &mut number);
                (stop, TokenKind::Word, word, case)
            } else if is_apostrophe(first) && possessive(text, at, end, out.last(), spaced) {
                let stop = at + width + 1;
                let (word, case) = fold_case(&text[at..stop], &mut number);
                (stop, TokenKind::Word, word, case)
            } else {
                let in_names = matches!(first, '+' | '&' | '/');
                let word = if in_names { number(&text[at..at + width]) } else { WordId::UNKNOWN };
                (at + width, TokenKind::Mark, word, Case::Lower)
            }
        };
        #[allow(clippy::cast_possible_truncation)] // `end` is at most u32::MAX
        out.push(Token { start: at as u32, end: stop as u32, word, kind, case, spaced });
        spaced = false;
        at = stop;
    }
}

fn char_at(text: &str, at: usize) -> char {
    let byte = text.as_bytes()[at];
    if byte < 0x80 { byte as char } else { text[at..].chars().next().unwrap_or(' ') }
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (!c.is_ascii() && (c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c)))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02bc}')
}

/// A `'s` behind a word: not `'60s`, and not the opening quote of `'so be it'`.
fn possessive(text: &str, at: usize, end: usize, last: Option<&Token>, spaced: bool) -> bool {
    let follows_word = !spaced && last.is_some_and(|t| t.kind != TokenKind::Mark || t.of(text) == ")");
    let next = at + char_at(text, at).len_utf8();
    follows_word
        && next < end
        && matches!(text.as_bytes()[next], b's' | b'S')
        && (next + 1 >= end || !is_letter(char_at(text, next + 1)))
}

/// Where a word that is more than a row of ASCII letters ends.
fn word_end(text: &str, start: usize, end: usize) -> usize {
    if let Some(stop) = initials_end(text, start, end) {
        return stop;
    }
    let mut at = start;
    while at < end {
        let c = char_at(text, at);
        if is_letter(c) {
            at += c.len_utf8();
        } else if is_apostrophe(c) && at > start {
            // Inner apostrophes belong to the word (O'Brien, don't), possessives do not.
            let next = at + c.len_utf8();
            let letters = text[next.min(end)..end].chars().take_while(|c| is_letter(*c)).count();
            let is_possessive = letters == 1 && matches!(text.as_bytes()[next], b's' | b'S');
            if letters == 0 || is_possessive {
                break;
            }
            at = next;
        } else {
            break;
        }
    }
    at
}

/// Single letters with full stops: `U.S.`, `p.m.`, `D.C`; the last stop belongs to them.
fn initials_end(text: &str, start: usize, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut letters = 0;
    while at + 1 < end && bytes[at].is_ascii_alphabetic() && bytes[at + 1] == b'.' {
        letters += 1;
        at += 2;
    }
    // A last letter without a stop, as in `U.S` or `Ph.D`.
    if letters >= 1
        && at < end
        && bytes[at].is_ascii_alphabetic()
        && (at + 1 >= end || !is_letter(char_at(text, at + 1)))
    {
        return (letters >= 1 && bytes[at].is_ascii_uppercase() == bytes[start].is_ascii_uppercase())
            .then_some(at + 1);
    }
    let next_is_letter = at < end && is_letter(char_at(text, at));
    (letters >= 2 && !next_is_letter).then_some(at)
}

/// Says how a word is written and what its number is by `number`, which is given the folded word.
fn fold_case(word: &str, number: &mut impl FnMut(&str) -> WordId) -> (WordId, Case) {
    let upper = word.chars().filter(|c| c.is_uppercase()).count();
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let case = case_of(upper, letters, word.chars().next().is_some_and(char::is_uppercase));
    (number(&fold(word)), case)
}

fn case_of(upper: usize, letters: usize, first: bool) -> Case {
    match (upper, first) {
        (0, _) => Case::Lower,
        (1, true) => Case::Title,
        _ if upper == letters => Case::Upper,
        _ => Case::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        tokenize(text, Span::new(0, text.len()), &Vocabulary::default(), &mut out);
        out.iter().map(|t| format!("{}{}", if t.spaced { "" } else { "_" }, t.of(text))).collect()
    }

    #[test]
    fn words_numbers_and_marks() {
        for (text, tokens) in [
            ("Russia's Su-27 flew.", "Russia _'s Su _- _27 flew _."),
            ("U.S. officials at 5 p.m. Monday", "U.S. officials at 5 p.m. Monday"),
            ("the 1990s, the '60s", "the 1990 _s _, the ' _60 _s"),
            ("10,000 on 12.04.2016", "10 _, _000 on 12 _. _04 _. _2016"),
            ("don’t ask O'Brien", "don’t ask O'Brien"),
            ("NATO-Russia “talks”", "NATO _- _Russia “ _talks _”"),
            ("It was so. A man", "It was so _. A man"),
            ("April 12–14", "April 12 _– _14"),
            ("ministers’ meeting in Washington, D.C.", "ministers _’ meeting in Washington _, D.C."),
            ("He saw plan B. Then", "He saw plan B _. Then"),
            ("George W. Bush", "George W _. Bush"),
        ] {
            assert_eq!(words(text), tokens.split(' ').collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn case_tells_names_from_words() {
        let text = "NATO Nato nato McKay U.S. I";
        let mut out = Vec::new();
        tokenize(text, Span::new(0, text.len()), &Vocabulary::default(), &mut out);
        let cases: Vec<Case> = out.iter().map(|t| t.case).collect();
        assert_eq!(cases, [Case::Upper, Case::Title, Case::Lower, Case::Mixed, Case::Upper, Case::Title]);
    }
}
