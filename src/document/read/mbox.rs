//! mbox (RFC 4155): many mails in one file.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use super::kind::Kind;
use super::{ArticleError, Content, LONGEST, Piece, reason};

/// Cuts a mailbox into its mails.
pub(super) fn pieces(name: &str, reader: Box<dyn Read + Send>) -> Box<dyn Iterator<Item = Piece> + Send> {
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    let name = name.to_owned();
    let mut number = 0;
    let mut over = false;
    Box::new(std::iter::from_fn(move || {
        while !over {
            number += 1;
            let mail = match next(&mut reader) {
                Ok((mail, more)) => {
                    over = !more;
                    mail
                }
                Err(error) => {
                    over = true;
                    let error = ArticleError::Unreadable(reason(&error));
                    return Some(Piece::broken(format!("{name}:{number}"), error));
                }
            };
            // Before the first line that begins a mail there is none.
            if mail.iter().all(u8::is_ascii_whitespace) {
                number -= 1;
                continue;
            }
            let name = format!("{name}:{number}");
            if mail.len() as u64 > LONGEST {
                let error = ArticleError::TooLong { limit: LONGEST >> 20, what: "mail" };
                return Some(Piece::broken(name, error));
            }
            return Some(Piece::new(name, Content::Whole(Kind::Mail, Box::new(Cursor::new(mail)))));
        }
        None
    }))
}

/// Whether a line begins a mail: `From sender Tue Mar  2 23:10:00 1999`.
pub(super) fn begins_mail(line: &[u8]) -> bool {
    let words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    line.starts_with(b"From ") && words.clone().count() >= 3 && words.clone().any(is_clock)
}

fn is_clock(word: &[u8]) -> bool {
    let digits = |part: &[u8]| part.len() == 2 && part.iter().all(u8::is_ascii_digit);
    word.split(|b| *b == b':').all(digits) && word.contains(&b':')
}

/// Reads up to the line that begins the next mail: the mail, and whether there is a next. No more than a little over
/// the longest mail is kept.
fn next(reader: &mut impl BufRead) -> io::Result<(Vec<u8>, bool)> {
    let mut mail = Vec::new();
    let mut line = Vec::new();
    // A line that begins a mail stands at the beginning or behind an empty one.
    let mut empty = true;
    loop {
        line.clear();
        if reader.by_ref().take(LONGEST).read_until(b'\n', &mut line)? == 0 {
            return Ok((mail, false));
        }
        if empty && begins_mail(&line) {
            return Ok((mail, true));
        }
        empty = line.iter().all(u8::is_ascii_whitespace);
        if mail.len() as u64 <= LONGEST {
            mail.extend_from_slice(unquoted(&line));
        }
    }
}

/// Takes off the `>` that keeps a line of the text from beginning a mail.
fn unquoted(line: &[u8]) -> &[u8] {
    let marks = line.iter().take_while(|b| **b == b'>').count();
    if marks > 0 && line[marks..].starts_with(b"From ") { &line[1..] } else { line }
}
