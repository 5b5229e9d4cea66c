use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use super::ArticleError;

/// Makes text of bytes in whatever encoding: what a byte order mark says, else UTF-8 where it is that, else the one
/// that the bytes look most like (the detector of web browsers).
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, ArticleError> {
    decode_as(bytes, None)
}

/// As [`decode`], but for web pages: `declared`, or what the page says of itself, goes before a guess.
pub(super) fn decode_page(bytes: Vec<u8>, declared: Option<&str>) -> Result<String, ArticleError> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let label = head.split_once("charset=").map(|(_, rest)| {
        let rest = rest.trim_start_matches(['"', '\'']);
        rest.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
            .next()
            .unwrap_or_default()
    });
    let encoding = declared.or(label).and_then(|label| Encoding::for_label(label.as_bytes()));
    decode_as(bytes, encoding)
}

fn decode_as(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Result<String, ArticleError> {
    let text = if let Some((encoding, _)) = Encoding::for_bom(&bytes) {
        encoding.decode_with_bom_removal(&bytes).0.into_owned()
    } else if bytes.contains(&0) {
        return Err(ArticleError::Binary);
    } else {
        match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let bytes = error.into_bytes();
                let guess = || {
                    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
                    detector.feed(&bytes, true);
                    detector.guess(None, Utf8Detection::Allow)
                };
                declared.unwrap_or_else(guess).decode_without_bom_handling(&bytes).0.into_owned()
            }
        }
    };
    if text.trim().is_empty() {
        return Err(ArticleError::Empty);
    }
    // Text has line ends and tabs; a file in which other control characters are common is something else.
    let control = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    if control * 50 > text.len() { Err(ArticleError::Binary) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_the_text_that_was_meant() {
        let russian = "Министры иностранных дел встретились в Москве и подписали договор о границе.";
        let french = "Après la rencontre, les délégués ont été reçus à l’Élysée.";
        let little = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        let table = [
            (russian.as_bytes().to_vec(), russian),
            ([b"\xef\xbb\xbf", russian.as_bytes()].concat(), russian),
            ([b"\xff\xfe".to_vec(), little(russian)].concat(), russian),
            (encoding_rs::WINDOWS_1251.encode(russian).0.into_owned(), russian),
            (encoding_rs::WINDOWS_1252.encode(french).0.into_owned(), french),
        ];
        for (bytes, text) in table {
            assert_eq!(decode(bytes).unwrap(), text);
        }
        assert!(matches!(decode(b"  \n".to_vec()), Err(ArticleError::Empty)));
        assert!(matches!(decode(b"\x7fELF\x02\x01\x01\0\0".to_vec()), Err(ArticleError::Binary)));
    }

    #[test]
    fn a_page_says_its_encoding() {
        let page = "<meta charset=\"koi8-r\"><p>Да</p>";
        let bytes = encoding_rs::KOI8_R.encode(page).0.into_owned();
        assert_eq!(decode_page(bytes, None).unwrap(), page);
    }
}
