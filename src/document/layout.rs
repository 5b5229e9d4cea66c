use crate::lexicon::{Furniture, Lexicon};
use crate::text::Span;

/// What a stretch of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// The headline.
    Title,
    /// A heading inside the article.
    Heading,
    /// The words under a picture.
    Caption,
    /// A paragraph of the article.
    Paragraph,
    /// Who reported: "With reporting by …".
    Credit,
    /// Navigation, share bars, notices, and anything printed twice: never read as news.
    Furniture,
}

/// A paragraph or line of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where, without white space around it.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// Cuts a page into blocks and says what each is.
pub(super) fn blocks(text: &str, lexicon: &Lexicon) -> Vec<Block> {
    let mut blocks: Vec<Block> = paragraphs(text)
        .into_iter()
        .map(|span| Block { span, kind: first_look(span.of(text), lexicon) })
        .collect();
    mark_doubled(text, &mut blocks);
    mark_behind_credit(&mut blocks);
    mark_title(text, &mut blocks);
    blocks
}

/// The stretches between blank lines; where lines are not wrapped by hand, every line is one.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lines.push(Span::new(start, start + line.len()));
        start += line.len();
    }
    let wrapped = is_wrapped(text, &lines);
    let mut out: Vec<Span> = Vec::new();
    let mut open = false;
    for line in lines {
        let Some(trimmed) = trim(text, line) else {
            open = false;
            continue;
        };
        let indented = trimmed.start - line.start >= 2;
        match out.last_mut() {
            Some(last) if open && wrapped && !indented => last.end = trimmed.end,
            _ => out.push(trimmed),
        }
        open = true;
    }
    out
}

/// A text is wrapped by hand where lines often go on in the middle of a sentence.
fn is_wrapped(text: &str, lines: &[Span]) -> bool {
    let (mut pairs, mut running) = (0, 0);
    for two in lines.windows(2) {
        if let (Some(a), Some(b)) = (trim(text, two[0]), trim(text, two[1])) {
            pairs += 1;
            let ends = a.of(text).ends_with(['.', '!', '?', '"', '\u{201d}', ':', ')']);
            let goes_on = b.of(text).starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
            running += usize::from(!ends && goes_on);
        }
    }
    running * 5 >= pairs && running > 0
}

fn trim(text: &str, line: Span) -> Option<Span> {
    let whole = line.of(text);
    let trimmed = whole.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let start = line.start + (trimmed.as_ptr() as usize - whole.as_ptr() as usize);
    (!trimmed.is_empty()).then_some(Span::new(start, start + trimmed.len()))
}

fn first_look(block: &str, lexicon: &Lexicon) -> BlockKind {
    match lexicon.furniture.look(block) {
        Some(Furniture::Page) => BlockKind::Furniture,
        Some(Furniture::Credit) => BlockKind::Credit,
        None if block.starts_with('•') || !block.contains(char::is_alphanumeric) => BlockKind::Furniture,
        None if is_sentence(block) => BlockKind::Paragraph,
        None => BlockKind::Heading,
    }
}

/// Whether a block reads as prose: it ends like a sentence, or is too long for a heading.
fn is_sentence(block: &str) -> bool {
    let end = block.trim_end_matches(['"', '\u{201d}', '\u{2019}', '\'', ')', ']']);
    end.ends_with(['.', '!', '?', ':', ';', ',', '\u{2026}']) || block.split_whitespace().nth(25).is_some()
}

/// A caption is often printed twice, once for the eye and once for the screen reader: one of the two is enough.
fn mark_doubled(text: &str, blocks: &mut [Block]) {
    for i in 1..blocks.len() {
        if blocks[i - 1].span.of(text) == blocks[i].span.of(text) && blocks[i].kind != BlockKind::Furniture {
            blocks[i - 1].kind = BlockKind::Caption;
            blocks[i].kind = BlockKind::Furniture;
        }
    }
}

/// Behind the line that says who reported stands what the publisher says of itself.
fn mark_behind_credit(blocks: &mut [Block]) {
    let Some(credit) = blocks.iter().rposition(|b| b.kind == BlockKind::Credit) else { return };
    // A credit in the first half is a byline, and the article is still to come.
    if credit * 2 >= blocks.len() || blocks[credit..].iter().all(|b| b.kind != BlockKind::Paragraph) {
        for block in &mut blocks[credit + 1..] {
            block.kind = BlockKind::Furniture;
        }
    }
}

/// The headline is the first line that is no furniture, where it is not a sentence and an article follows.
fn mark_title(text: &str, blocks: &mut [Block]) {
    let Some(first) = blocks.iter().position(|b| b.kind != BlockKind::Furniture) else { return };
    if blocks.len() == 1 && blocks[first].kind == BlockKind::Heading {
        // A text of one line is read, whatever it ends with.
        blocks[first].kind = BlockKind::Paragraph;
        return;
    }
    let followed = blocks[first + 1..].iter().any(|b| b.kind == BlockKind::Paragraph);
    if blocks[first].kind == BlockKind::Heading && followed && !text.is_empty() {
        blocks[first].kind = BlockKind::Title;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(BlockKind, String)> {
        let lexicon = Lexicon::embedded().unwrap();
        blocks(text, &lexicon)
            .iter()
            .map(|b| (b.kind, b.span.of(text).split_whitespace().take(2).collect::<Vec<_>>().join(" ")))
            .collect()
    }

    #[test]
    fn a_saved_page_is_told_apart() {
        use BlockKind::{Caption, Credit, Furniture, Heading, Paragraph, Title};
        let page = "Skip to content\n\nMinisters Agree On Fish\n\nThe harbour at dawn\nThe harbour at dawn\n\nREYKJAVIK -- \
            Ministers agreed on fish quotas.\n\nThe background\n\nThey had met before.\n\nWith reporting by two agencies\n  • Image\n\n\
            The agency has been praised by readers.\n";
        let expected = [
            (Furniture, "Skip to"),
            (Title, "Ministers Agree"),
            (Caption, "The harbour"),
            (Furniture, "The harbour"),
            (Paragraph, "REYKJAVIK --"),
            (Heading, "The background"),
            (Paragraph, "They had"),
            (Credit, "With reporting"),
            (Furniture, "• Image"),
            (Furniture, "The agency"),
        ];
        assert_eq!(kinds(page), expected.map(|(k, t)| (k, t.to_owned())));
    }

    #[test]
    fn wrapped_lines_are_joined_and_others_not() {
        let wrapped = "The ministers met in the\nold town hall on Monday and\nagreed.\n\nThey left.\n";
        assert_eq!(kinds(wrapped).len(), 2);
        let lines = "The ministers met.\nThey agreed.\nThey left.\n";
        assert_eq!(kinds(lines).len(), 3);
    }
}
