use mail_parser::MessageParser;

use super::{Article, ArticleError, date, encoding, html};

/// Reads a mail, or a page saved as one (MHTML): the plain text where there is one, else the article of its page.
pub(super) fn article(bytes: &[u8]) -> Result<Article, ArticleError> {
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or_else(|| ArticleError::Damaged("expected a mail with a header".into()))?;
    // A body that mail-parser makes of a page has its furniture in it; the page itself is read for its article.
    let is_page = message.text_part(0).is_none_or(|part| part.is_text_html());
    let mut article = match (message.body_html(0), message.body_text(0)) {
        (Some(page), _) if is_page => html::article(&page, None)?,
        (_, Some(text)) => {
            Article { text: encoding::decode(text.into_owned().into_bytes())?, ..Article::default() }
        }
        _ => return Err(ArticleError::NoText("it is a mail without text")),
    };
    if article.title.is_none() {
        article.title = message.subject().map(str::to_owned);
    }
    if let Some(sent) = message.date() {
        date::state(&mut article, "mail header Date", &sent.to_rfc3339());
    }
    Ok(article)
}
