use std::borrow::Cow;

/// Returns `text` with every character that could command a terminal replaced by `\u{fffd}`.
///
/// Replaced are the control characters (C0 but line feed and tab, DEL, C1) and the bidirectional overrides and
/// isolates (UAX #9), which can make a line read differently from what it says.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_harmful(c) { '\u{fffd}' } else { c }).collect())
}

fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_overrides_lose_their_power() {
        assert_eq!(harmless("a\u{1b}[2Jb"), "a\u{fffd}[2Jb");
        assert_eq!(harmless("abc\u{202e}def"), "abc\u{fffd}def");
        assert_eq!(harmless("Київ\t北京\nالقاهرة"), "Київ\t北京\nالقاهرة");
    }
}
