//! WARC (ISO 28500): the pages of a web archive.

use std::io::{self, BufRead, BufReader, Read};

use flate2::read::{GzDecoder, ZlibDecoder};

use super::{Article, ArticleError, Content, Piece, date, encoding, guarded, html, reason};
use crate::date::Day;

/// A page as it was answered.
pub(super) struct Response {
    url: Option<String>,
    /// When it was answered.
    date: Option<Day>,
    /// With the header of HTTP in front, where `http` says so.
    block: Vec<u8>,
    http: bool,
}

/// Cuts an archive into its pages; requests, pictures and errors are passed over.
pub(super) fn pieces(name: &str, reader: Box<dyn Read + Send>) -> Box<dyn Iterator<Item = Piece> + Send> {
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    let name = name.to_owned();
    let mut number = 0;
    let mut over = false;
    Box::new(std::iter::from_fn(move || {
        while !over {
            number += 1;
            match next(&mut reader) {
                Ok(Some(Some(response))) => {
                    let content = Content::Response(Box::new(response));
                    return Some(Piece::new(format!("{name}:{number}"), content));
                }
                Ok(Some(None)) => {}
                Ok(None) => over = true,
                Err(error) => {
                    over = true;
                    let error = ArticleError::Unreadable(reason(&error));
                    return Some(Piece::broken(format!("{name}:{number}"), error));
                }
            }
        }
        None
    }))
}

/// Reads a record: `None` at the end, `Some(None)` where it is no page.
fn next(reader: &mut impl BufRead) -> io::Result<Option<Option<Response>>> {
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        if !line.trim().is_empty() {
            break;
        }
    }
    if !line.starts_with("WARC/") {
        return Err(io::Error::other(format!("expected the header of a record, found {:?}", line.trim())));
    }
    let (mut length, mut url, mut kind, mut media) = (None, None, String::new(), String::new());
    let mut date = None;
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse::<u64>().ok(),
            "warc-target-uri" => url = Some(value.trim_matches(['<', '>']).to_owned()),
            "warc-date" => date = date::parse(value).map(|edtf| edtf.bounds().latest()),
            "warc-type" => value.clone_into(&mut kind),
            "content-type" => media = value.to_ascii_lowercase(),
            _ => {}
        }
    }
    let length =
        length.ok_or_else(|| io::Error::other("expected Content-Length in the header of a record"))?;
    let http = media.starts_with("application/http");
    let wanted = length <= html::LONGEST
        && match kind.as_str() {
            "response" => http || media.starts_with("text/html"),
            "resource" => media.starts_with("text/"),
            "conversion" => media.starts_with("text/plain"),
            _ => false,
        };
    if !wanted {
        let skipped = io::copy(&mut reader.take(length), &mut io::sink())?;
        return if skipped < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(Some(None)) };
    }
    let mut block = Vec::new();
    reader.take(length).read_to_end(&mut block)?;
    if (block.len() as u64) < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let response = Response { url, date, block, http };
    Ok(Some(response.is_page().then_some(response)))
}

impl Response {
    /// Returns how many bytes were archived.
    pub(super) const fn len(&self) -> usize {
        self.block.len()
    }

    fn parts(&self) -> (String, &[u8]) {
        if !self.http {
            return (String::new(), &self.block);
        }
        let end = self.block.windows(4).position(|w| w == b"\r\n\r\n");
        let end = end.map_or(self.block.len(), |at| at + 4);
        (String::from_utf8_lossy(&self.block[..end]).to_ascii_lowercase(), &self.block[end..])
    }

    fn is_page(&self) -> bool {
        let (header, _) = self.parts();
        let ok = header.split_whitespace().nth(1).is_some_and(|status| status.starts_with('2'));
        !self.http
            || ok
                && (header.contains("text/html") || header.contains("text/plain") || header.contains("xhtml"))
    }

    /// Reads the page.
    pub(super) fn article(self) -> Result<Article, ArticleError> {
        let (header, body) = self.parts();
        let has = |name: &str, value: &str| {
            header.lines().any(|l| l.split_once(':').is_some_and(|(n, v)| n == name && v.contains(value)))
        };
        let mut body = body.to_vec();
        if has("transfer-encoding", "chunked") {
            body = unchunked(&body);
        }
        if has("content-encoding", "gzip") {
            body = super::all(GzDecoder::new(body.as_slice()), html::LONGEST, "page")?;
        } else if has("content-encoding", "deflate") {
            body = super::all(ZlibDecoder::new(body.as_slice()), html::LONGEST, "page")?;
        }
        let charset = header.split_once("charset=").map(|(_, rest)| {
            rest.split(|c: char| c.is_whitespace() || c == ';').next().unwrap_or_default().trim_matches('"')
        });
        let text = encoding::decode_page(body, charset)?;
        let plain = header.contains("text/plain") || !text.trim_start().starts_with('<');
        let mut article = if plain {
            Article { text, ..Article::default() }
        } else {
            guarded(|| html::article(&text, self.url.as_deref()))?
        };
        article.url = self.url.or(article.url);
        article.archived = self.date;
        Ok(article)
    }
}

/// Joins the chunks of HTTP/1.1 (RFC 9112, 7.1); where they are damaged, what was whole.
fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    while let Some(end) = body.windows(2).position(|w| w == b"\r\n") {
        let size = String::from_utf8_lossy(&body[..end]);
        let size = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16).unwrap_or(0);
        let Some(chunk) = body.get(end + 2..end + 2 + size).filter(|_| size > 0) else { break };
        out.extend_from_slice(chunk);
        body = body.get(end + 4 + size..).unwrap_or_default();
    }
    out
}
