use super::{Article, ArticleError};

/// Reads the text layer of a PDF: lines are joined to paragraphs, words divided at line ends are whole again.
pub(super) fn article(bytes: &[u8]) -> Result<Article, ArticleError> {
    let text = pdf_extract::extract_text_from_mem(bytes)
        .map_err(|error| ArticleError::Damaged(format!("it is no PDF that can be read: {error}")))?;
    if !text.contains(char::is_alphabetic) {
        return Err(ArticleError::NoText("it is a PDF without text, pictures of pages perhaps"));
    }
    Ok(Article { text: joined(&text), ..Article::default() })
}

fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            blank = true;
            continue;
        }
        let divided = out.ends_with('-')
            && out[..out.len() - 1].ends_with(char::is_lowercase)
            && line.starts_with(char::is_lowercase);
        match blank {
            true if out.is_empty() => {}
            true => out.push_str("\n\n"),
            false if divided => {
                out.pop();
            }
            false => out.push(' '),
        }
        blank = false;
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_paragraphs() {
        let text = "\n\nThe minis-\nters met in the\nold hall.\n\nThey left.\n";
        assert_eq!(joined(text), "The ministers met in the old hall.\n\nThey left.");
    }
}
