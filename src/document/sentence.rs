use std::ops::Range;

use super::{Block, Dateline, token_range};
use crate::lexicon::{Abbreviation, Lexicon};
use crate::text::{Case, Span, Token, TokenKind};

/// A sentence, or a line that stands for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where, in bytes of the document's text; the dateline is not part of it.
    pub span: Span,
    /// Its tokens, as a range of [`super::Document::tokens`].
    pub tokens: Range<usize>,
    /// Its block, as an index of [`super::Document::blocks`].
    pub block: usize,
    /// Whether it begins inside a quotation that an earlier sentence of the block opened.
    pub quoted: bool,
}

/// Cuts every block into sentences.
pub(super) fn split(
    text: &str,
    blocks: &[Block],
    dateline: Option<&Dateline>,
    tokens: &[Token],
    lexicon: &Lexicon,
) -> Vec<Sentence> {
    let mut out = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let mut range = token_range(tokens, block.span);
        if let Some(dateline) = dateline.filter(|d| block.span.contains(d.span)) {
            range.start = token_range(tokens, dateline.span).end;
        }
        let mut quoted = false;
        let mut start = range.start;
        let mut at = range.start;
        while at < range.end {
            at += 1;
            let Some(end) = sentence_end(text, tokens, at - 1, range.end, lexicon) else { continue };
            push(&mut out, tokens, start..end, index, quoted);
            quoted = quoted_after(text, &tokens[start..end], quoted);
            start = end;
            at = end;
        }
        push(&mut out, tokens, start..range.end, index, quoted);
    }
    out
}

fn push(out: &mut Vec<Sentence>, tokens: &[Token], range: Range<usize>, block: usize, quoted: bool) {
    if let (Some(first), Some(last)) = (tokens[range.clone()].first(), tokens[range.clone()].last()) {
        let span = first.span().cover(last.span());
        out.push(Sentence { span, tokens: range, block, quoted });
    }
}

/// Where the sentence ends whose last mark may be the token at `at`: behind it and the quotes and brackets it closes.
fn sentence_end(text: &str, tokens: &[Token], at: usize, limit: usize, lexicon: &Lexicon) -> Option<usize> {
    let token = &tokens[at];
    let stop = match token.kind {
        TokenKind::Mark => {
            token.of(text).chars().next().filter(|c| matches!(c, '.' | '!' | '?' | '\u{2026}'))?
        }
        // A dotted abbreviation can end a sentence with its own stop: "in the U.S. He left."
        TokenKind::Word if token.of(text).ends_with('.') => 'U',
        _ => return None,
    };
    let mut end = at + 1;
    while end < limit && !tokens[end].spaced && closes(tokens[end].of(text)) {
        end += 1;
    }
    let Some(next) = tokens.get(end).filter(|_| end < limit) else { return Some(end) };
    // `3.5`, `...and`, `.com`, and quotations that go on: "Why?" he asked.
    let opens = matches!(next.of(text), "\"" | "\u{201c}" | "\u{2018}" | "'" | "(" | "[" | "\u{ab}");
    if !next.spaced || !(begins_sentence(next) || opens) {
        return None;
    }
    let starter = lexicon.starters.contains(next.word) || opens;
    match stop {
        'U' => starter.then_some(end),
        '.' if at > 0 && end == at + 1 => match abbreviation(text, &tokens[at - 1], token, lexicon) {
            Some(Abbreviation::BeforeName) => None,
            Some(Abbreviation::BeforeNumber) => (next.kind != TokenKind::Number && starter).then_some(end),
            Some(Abbreviation::Anywhere) => starter.then_some(end),
            None => Some(end),
        },
        _ => Some(end),
    }
}

fn abbreviation(text: &str, before: &Token, stop: &Token, lexicon: &Lexicon) -> Option<Abbreviation> {
    if stop.spaced || before.kind != TokenKind::Word {
        return None;
    }
    // Initials: `George W. Bush`.
    let initial =
        before.case == Case::Title && before.of(text).chars().count() == 1 && before.of(text) != "I";
    if initial {
        return Some(Abbreviation::BeforeName);
    }
    lexicon.abbreviations.get(&before.word).copied()
}

fn begins_sentence(token: &Token) -> bool {
    match token.kind {
        TokenKind::Word => token.case != Case::Lower,
        TokenKind::Number => true,
        TokenKind::Mark => false,
    }
}

fn closes(mark: &str) -> bool {
    matches!(mark, "\"" | "\u{201d}" | "\u{2019}" | "'" | ")" | "]" | "\u{bb}" | "." | "!" | "?")
}

fn quoted_after(text: &str, tokens: &[Token], mut quoted: bool) -> bool {
    for token in tokens.iter().filter(|t| t.kind == TokenKind::Mark) {
        match token.of(text) {
            "\"" => quoted = !quoted,
            "\u{201c}" | "\u{ab}" => quoted = true,
            "\u{201d}" | "\u{bb}" => quoted = false,
            _ => {}
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Origin};
    use crate::lexicon::Lexicon;

    #[test]
    fn sentences_end_where_they_end() {
        let lexicon = Lexicon::embedded().unwrap();
        for text in [
            "A U.S. guided-missile destroyer was near.|It left.",
            "He met Gen. Breedlove on Jan. 6 in Kyiv.|They spoke.",
            "He lives in the U.S.|He likes it.",
            "\"We talked,\" he said.|\"It was good.|We agreed.\"|They left.",
            "\"Why not?\" he asked.|Nobody knew.",
            "George W. Bush spoke.|Mrs. Merkel listened.",
            "It cost 3.5 million.|Nobody paid.",
            "They met at 5 p.m. Monday.|Then they left.",
            "The deal (reached in Oslo.)|It held.",
            "Resolution No. 242 was adopted.|It stands.",
        ] {
            let plain = text.replace('|', " ");
            let document = Document::new(plain.clone(), Origin::default(), &lexicon);
            let found: Vec<&str> = document.sentences.iter().map(|s| s.span.of(&plain)).collect();
            assert_eq!(found, text.split('|').collect::<Vec<_>>());
        }
    }

    #[test]
    fn quotations_run_over_sentences() {
        let lexicon = Lexicon::embedded().unwrap();
        let text = "He said: \u{201c}We met. We agreed.\u{201d} They left.";
        let document = Document::new(text.into(), Origin::default(), &lexicon);
        let quoted: Vec<bool> = document.sentences.iter().map(|s| s.quoted).collect();
        assert_eq!(quoted, [false, true, false]);
    }
}
