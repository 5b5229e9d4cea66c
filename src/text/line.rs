use std::borrow::Cow;

/// Returns a text with every stretch of white space as one blank, and none at its ends.
pub fn one_line(text: &str) -> Cow<'_, str> {
    let mut last = b' ';
    let plain = text.bytes().all(|byte| {
        let blanks = byte == b' ' && last == b' ';
        last = byte;
        matches!(byte, b' '..=b'~') && !blanks
    });
    if plain && (last != b' ' || text.is_empty()) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    Cow::Owned(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_becomes_single_blanks() {
        for text in [
            "",
            " ",
            "a",
            "a b",
            " a b",
            "a b ",
            "a  b",
            "a\n\tb",
            "a\u{a0}b \u{2003}",
            "é  è",
            "\u{b}a\u{b}b",
        ] {
            assert_eq!(one_line(text), text.split_whitespace().collect::<Vec<_>>().join(" "), "{text:?}");
        }
    }
}
