use std::borrow::Cow;

/// Returns a text with every stretch of white space as one blank, and none at its ends.
pub fn one_line(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let plain = |byte: &u8| matches!(byte, b' '..=b'~');
    let single = !bytes.windows(2).any(|two| two == b"  ") && !text.starts_with(' ') && !text.ends_with(' ');
    if bytes.iter().all(plain) && single {
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
        for text in ["", " ", "a", "a b", " a b", "a b ", "a  b", "a\n\tb", "a\u{a0}b \u{2003}", "é  è", "\u{b}a\u{b}b"] {
            assert_eq!(one_line(text), text.split_whitespace().collect::<Vec<_>>().join(" "), "{text:?}");
        }
    }
}
