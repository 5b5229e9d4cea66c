use super::{Block, BlockKind, token_range};
use crate::text::{Case, Span, Token, TokenKind};

/// Place, agency and perhaps date in front of an article's first paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// From the place to the dash, the dash included.
    pub span: Span,
    /// The place's words, as written: `BRUSSELS`.
    pub place: Span,
}

/// The longest dateline, in tokens: `SHARM EL-SHEIKH, Egypt, Sept. 4, 1999 (Reuters) --`.
const LONGEST: usize = 24;

/// Finds the dateline of the first paragraphs: capitals, and a dash before the prose begins.
pub(super) fn find(text: &str, blocks: &[Block], tokens: &[Token]) -> Option<Dateline> {
    blocks.iter().filter(|b| b.kind == BlockKind::Paragraph).take(3).find_map(|b| {
        let range = token_range(tokens, b.span);
        read(text, &tokens[range])
    })
}

fn read(text: &str, tokens: &[Token]) -> Option<Dateline> {
    let first = tokens.first().filter(|t| t.kind == TokenKind::Word)?;
    let shouted = first.case == Case::Upper && first.span().len() >= 3;
    let place_end = tokens
        .iter()
        .take_while(|t| match t.kind {
            TokenKind::Word => t.case == first.case || !shouted && t.case == Case::Title,
            _ => !t.spaced && t.of(text) == "-",
        })
        .count();
    let mut depth = 0;
    for (i, token) in tokens.iter().enumerate().take(LONGEST).skip(1) {
        let written = token.of(text);
        match written {
            "(" => depth += 1,
            ")" => depth -= 1,
            "," | "." | "/" => {}
            "-" | "–" | "—" | "_" | "\u{2015}" if depth == 0 => {
                let double = tokens.get(i + 1).is_some_and(|t| t.of(text) == written && !t.spaced);
                let after = i + 1 + usize::from(double);
                let next_spaced = tokens.get(after).is_none_or(|t| t.spaced);
                let inside_name = !token.spaced && !next_spaced;
                if inside_name {
                    continue;
                }
                let has_bracket = tokens[..i].iter().any(|t| t.of(text) == "(");
                let has_number = tokens[..i].iter().any(|t| t.kind == TokenKind::Number);
                if !(shouted || has_bracket || has_number) {
                    return None;
                }
                let end = tokens[after - 1].span().end;
                let place = first.span().cover(tokens[place_end.saturating_sub(1)].span());
                return Some(Dateline { span: Span::new(first.span().start, end), place });
            }
            ":" if depth == 0 && shouted && i <= 8 => {
                let place = first.span().cover(tokens[place_end.saturating_sub(1)].span());
                return Some(Dateline { span: Span::new(first.span().start, token.span().end), place });
            }
            _ if token.kind == TokenKind::Mark => return None,
            // Prose begins with a small letter; names of months and agencies do not.
            _ if token.kind == TokenKind::Word && token.case == Case::Lower && depth == 0 => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Vocabulary, tokenize};

    #[test]
    fn datelines_and_what_only_looks_like_one() {
        for (text, expected) in [
            ("BRUSSELS -- Ministers met.", Some(("BRUSSELS --", "BRUSSELS"))),
            (
                "BRUSSELS, Dec. 6 (Reuters) - Ministers met.",
                Some(("BRUSSELS, Dec. 6 (Reuters) -", "BRUSSELS")),
            ),
            ("TEL AVIV (AP) _ Ministers met.", Some(("TEL AVIV (AP) _", "TEL AVIV"))),
            ("Geneva, Nov. 21, 1985 — Leaders met.", Some(("Geneva, Nov. 21, 1985 —", "Geneva"))),
            ("SHARM EL-SHEIKH, Egypt -- They met.", Some(("SHARM EL-SHEIKH, Egypt --", "SHARM EL-SHEIKH"))),
            ("NATO ministers met - and left.", None),
            ("The ministers - all of them - met.", None),
            ("Ministers met.", None),
        ] {
            let mut tokens = Vec::new();
            tokenize(text, Span::new(0, text.len()), &Vocabulary::default(), &mut tokens);
            let found = read(text, &tokens).map(|d| (d.span.of(text), d.place.of(text)));
            assert_eq!(found, expected, "{text}");
        }
    }
}
