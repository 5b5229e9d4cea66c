//! Files of every format, and damaged ones: what is read from them, and what is said where nothing can be.

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;
use timeline::document::read::{Article, pieces};
use timeline::session::{ImportOptions, Selection, Session};

/// Reads what is in `bytes`: name and article, or name and reason.
fn read(name: &str, bytes: &[u8]) -> Vec<(String, Result<Article, String>)> {
    let reader = Box::new(std::io::Cursor::new(bytes.to_vec()));
    pieces(name, reader)
        .map(|piece| (piece.name.clone(), piece.read().map_err(|error| error.to_string())))
        .collect()
}

fn article(name: &str, bytes: &[u8]) -> Article {
    let mut all = read(name, bytes);
    assert_eq!(all.len(), 1, "{name}");
    all.remove(0).1.unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn refusal(name: &str, bytes: &[u8]) -> String {
    let mut all = read(name, bytes);
    assert_eq!(all.len(), 1, "{name}");
    all.remove(0).1.expect_err(name)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

const BODY: &str = "The harbour commission agreed on Tuesday to open the northern basin to foreign ships, after a debate \
    that had lasted for most of the winter. The mayor, who had opposed the plan, said she would not stand in its way, \
    and the owners of the yards, who had asked for it, thanked her.";

fn page(head: &str) -> String {
    let paragraphs: String = (1..6).map(|n| format!("<p>Paragraph {n}. {BODY}</p>\n")).collect();
    format!(
        "<!DOCTYPE html><html><head><title>Harbour opens | Example Post</title>{head}</head><body>\
         <nav><a href=/>Home</a> <a href=/world>World</a></nav>\
         <article><h1>Harbour opens</h1>{paragraphs}</article>\
         <div class=\"related\"><a href=/1>Another story</a> <a href=/2>Yet another</a></div>\
         <footer>Cookie notice: we use cookies.</footer></body></html>"
    )
}

#[test]
fn a_page_gives_its_article_and_what_it_says_of_itself() {
    let linked = "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":\
        \"NewsArticle\",\"headline\":\"Harbour opens to all\",\"datePublished\":\"1999-03-02T23:10:00+01:00\",\
        \"publisher\":{\"@type\":\"Organization\",\"name\":\"Example Post\"}}]}</script>\
        <link rel=canonical href=https://example.org/harbour>";
    let found = article("a.html", page(linked).as_bytes());
    assert!(
        found.text.contains("Paragraph 1. The harbour") && found.text.contains("Paragraph 5."),
        "{}",
        found.text
    );
    for furniture in ["Home", "Another story", "Cookie", "<p>"] {
        assert!(!found.text.contains(furniture), "{furniture}: {}", found.text);
    }
    assert!(
        found.text.contains("\n\nParagraph 2.") || found.text.contains("\nParagraph 2."),
        "{}",
        found.text
    );
    assert_eq!(found.title.as_deref(), Some("Harbour opens to all"));
    assert_eq!(found.publisher.as_deref(), Some("Example Post"));
    assert_eq!(found.url.as_deref(), Some("https://example.org/harbour"));
    let dates: Vec<_> = found.stated.iter().map(|s| (s.date.to_string(), s.place)).collect();
    assert_eq!(dates, [("1999-03-02".to_owned(), "JSON-LD datePublished")]);

    for (head, date, place) in [
        (
            "<meta property=\"article:published_time\" content=\"1999-03-02T10:00:00Z\">",
            "1999-03-02",
            "Open Graph article:published_time",
        ),
        ("<meta name=\"DC.date.issued\" content=\"1999-03-02\">", "1999-03-02", "Dublin Core"),
        ("<meta name=\"date\" content=\"March 2, 1999\">", "1999-03-02", "meta"),
        ("<meta itemprop=\"datePublished\" content=\"1999-03\">", "1999-03", "schema.org datePublished"),
    ] {
        let found = article("a", page(head).as_bytes());
        let dates: Vec<_> = found.stated.iter().map(|s| (s.date.to_string(), s.place)).collect();
        assert_eq!(dates, [(date.to_owned(), place)], "{head}");
    }
    let timed = page("").replace("<h1>", "<time datetime=1999-03-02>2 March</time><h1>");
    assert_eq!(article("a", timed.as_bytes()).stated[0].place, "<time>");
}

#[test]
fn every_format_gives_its_text() {
    let text = article("a.txt", BODY.as_bytes());
    assert_eq!((text.text.as_str(), text.title), (BODY, None));
    for packed in [gzip(BODY.as_bytes()), zstd(BODY.as_bytes()), gzip(&zstd(BODY.as_bytes()))] {
        assert_eq!(article("a.txt.gz", &packed).text, BODY);
    }
    let two = [gzip(BODY.as_bytes()), gzip(b" And more.")].concat();
    assert_eq!(article("a.gz", &two).text, format!("{BODY} And more."));

    let markdown = "---\ntitle: \"Harbour opens\"\ndate: 1999-03-02\n---\n\n# Harbour *opens*\n\nThey [agreed](http://x.org)\n\
        on **Tuesday**.\n\n* One.\n* Two.\n\n```\ncode\n```\n";
    let found = article("a", markdown.as_bytes());
    assert_eq!(found.text.trim(), "Harbour opens\n\nThey agreed on Tuesday.\n\nOne.\n\nTwo.");
    assert_eq!(found.title.as_deref(), Some("Harbour opens"));
    assert_eq!(found.stated[0].date.to_string(), "1999-03-02");

    let mail = format!(
        "From: Desk <desk@example.org>\r\nTo: all@example.org\r\nSubject: =?utf-8?q?Harbour_=C3=B6ffnet?=\r\n\
         Date: Tue, 2 Mar 1999 23:10:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{BODY}\r\n"
    );
    let found = article("a.eml", mail.as_bytes());
    assert_eq!(found.text.trim(), BODY);
    assert_eq!(found.title.as_deref(), Some("Harbour öffnet"));
    assert_eq!(found.stated[0].date.to_string(), "1999-03-02");

    let saved = format!(
        "From: <Saved by a browser>\r\nSubject: Harbour\r\nDate: Tue, 2 Mar 1999 10:00:00 -0000\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n{}\r\n--b--\r\n",
        page("")
    );
    let found = article("a.mhtml", saved.as_bytes());
    assert!(found.text.contains("Paragraph 3.") && !found.text.contains("Cookie"), "{}", found.text);
}

#[test]
fn one_file_may_hold_many_articles() {
    let records = "{\"text\":\"One.\",\"date\":\"1999-03-02T10:00:00Z\",\"id\":7}\n\n{\"body\":\"Two.\",\"headline\":\"T\",\"link\":\"http://x.org\"}\n";
    let found = read("r.jsonl", records.as_bytes());
    assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["r.jsonl:1", "r.jsonl:3"]);
    let first = found[0].1.as_ref().unwrap();
    assert_eq!(first.date.as_ref().map(ToString::to_string).as_deref(), Some("1999-03-02"));
    let second = found[1].1.as_ref().unwrap();
    assert_eq!((second.title.as_deref(), second.url.as_deref()), (Some("T"), Some("http://x.org")));
    assert_eq!(read("r.json", b"[{\"text\":\"One.\"},{\"text\":\"Two.\"}]").len(), 2);
    assert_eq!(read("r.json", b"{\n \"text\": \"One.\"\n}").len(), 1);

    let table = "Date;Title;Text\n2.3.1999;A;\"One, with\na line end.\"\n1999;B;Two.\n";
    let found: Vec<_> = read("t.csv", table.as_bytes()).into_iter().map(|(n, a)| (n, a.unwrap())).collect();
    assert_eq!(found[0].1.text, "One, with\na line end.");
    let dates: Vec<_> = found.iter().map(|(_, a)| a.date.as_ref().unwrap().to_string()).collect();
    assert_eq!(dates, ["1999-03-02", "1999"]);
    assert_eq!(found[1].0, "t.csv:4");

    let rss = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Example Post</title>\
        <item><title>Ships &amp; yards</title><link>http://x.org/1</link><pubDate>Tue, 02 Mar 1999 23:10:00 +0100</pubDate>\
        <description>&lt;p&gt;They &lt;b&gt;agreed&lt;/b&gt; on Tuesday.&lt;/p&gt;</description></item>\
        <item><title>B</title><description><![CDATA[<p>One.</p><p>Two.</p>]]></description></item></channel></rss>";
    let found: Vec<_> = read("f.xml", rss.as_bytes()).into_iter().map(|(_, a)| a.unwrap()).collect();
    assert_eq!(found[0].text, "They agreed on Tuesday.");
    assert_eq!(found[0].title.as_deref(), Some("Ships & yards"));
    assert_eq!(found[0].url.as_deref(), Some("http://x.org/1"));
    assert_eq!(found[0].stated[0].date.to_string(), "1999-03-02");
    assert_eq!(found[0].publisher.as_deref(), Some("Example Post"));
    assert!(found[1].text.starts_with("One.") && found[1].text.ends_with("Two."), "{}", found[1].text);
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>P</title><entry><title>A</title>\
        <link rel=\"alternate\" href=\"http://x.org/2\"/><published>1999-03-02T10:00:00Z</published>\
        <content type=\"html\">&lt;p&gt;They agreed.&lt;/p&gt;</content></entry></feed>";
    let found = article("f", atom.as_bytes());
    assert_eq!((found.text.as_str(), found.url.as_deref()), ("They agreed.", Some("http://x.org/2")));

    let mailbox = format!(
        "From desk@example.org Tue Mar  2 23:10:00 1999\nFrom: desk@example.org\nSubject: A\nDate: Tue, 2 Mar 1999 23:10:00 +0100\n\n\
         {BODY}\n>From now on ships may enter.\n\nFrom here on they may not.\n\n\
         From desk@example.org Wed Mar  3 08:00:00 1999\nFrom: desk@example.org\nSubject: B\nDate: Wed, 3 Mar 1999 08:00:00 +0100\n\nTwo.\n"
    );
    let found = read("box", mailbox.as_bytes());
    assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["box:1", "box:2"]);
    let first = found[0].1.as_ref().unwrap();
    assert!(
        first.text.ends_with("\nFrom now on ships may enter.\n\nFrom here on they may not.\n\n"),
        "{:?}",
        first.text
    );
    assert_eq!(
        (first.title.as_deref(), first.stated[0].date.to_string().as_str()),
        (Some("A"), "1999-03-02")
    );
    let second = found[1].1.as_ref().unwrap();
    assert_eq!((second.text.trim(), second.title.as_deref()), ("Two.", Some("B")));

    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{}", page(""));
    let record = |kind: &str, media: &str, block: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://x.org/3\r\nWARC-Date: 2001-05-06T07:08:09Z\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let archive = [
        record("warcinfo", "application/warc-fields", "software: x\r\n"),
        record("request", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n"),
        record("response", "application/http; msgtype=response", &answer),
        record(
            "response",
            "application/http; msgtype=response",
            "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nno",
        ),
        record("conversion", "text/plain", BODY),
    ];
    let packed: Vec<u8> = archive.iter().flat_map(|record| gzip(record.as_bytes())).collect();
    let found = read("w.warc.gz", &packed);
    assert_eq!(
        found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["w.warc.gz:3", "w.warc.gz:5"]
    );
    let first = found[0].1.as_ref().unwrap();
    assert!(first.text.contains("Paragraph 3.") && first.url.as_deref() == Some("http://x.org/3"));
    assert_eq!(first.archived, timeline::date::Day::from_ymd(2001, 5, 6));
    assert_eq!(found[1].1.as_ref().unwrap().text, BODY);
}

/// A PDF of one page with these drawing instructions.
fn pdf(drawing: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{drawing}\nendstream", drawing.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(out.len());
        out += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = out.len();
    out += &format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    for place in &places {
        out += &format!("{place:010} 00000 n \n");
    }
    out += &format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", places.len() + 1);
    out.into_bytes()
}

#[test]
fn a_pdf_gives_its_text_layer() {
    let found = article("a.pdf", &pdf("BT /F1 12 Tf 50 700 Td (The ministers met in Geneva.) Tj ET"));
    assert_eq!(found.text, "The ministers met in Geneva.");
}

#[test]
fn what_cannot_be_read_is_told_with_the_reason() {
    let mut cut = gzip(BODY.repeat(50).as_bytes());
    cut.truncate(cut.len() / 2);
    assert_eq!(refusal("a.gz", &cut), "it breaks off before its end");
    let bomb = gzip(&vec![b'a'; 40 << 20]);
    assert_eq!(refusal("a.gz", &bomb), "it unpacks to more than 200 times its size, as no text does");
    let nest = gzip(&gzip(&gzip(BODY.as_bytes())));
    assert_eq!(refusal("a.gz", &nest), "it is packed several times over");
    assert_eq!(refusal("a.pdf", &pdf("")), "it is a PDF without text, pictures of pages perhaps");
    assert!(refusal("a.pdf", b"%PDF-1.4\nnothing more").starts_with("it is "), "a damaged PDF");
    let deep = format!("<html><body>{}</body></html>", "<div>".repeat(100_000));
    assert_eq!(
        refusal("a.html", deep.as_bytes()),
        "it is damaged: its elements are nested more than 1000 deep"
    );
    let long = format!("<html><body>{}", "<p>x</p>".repeat(5 << 20));
    assert_eq!(refusal("a.html", long.as_bytes()), "it is longer than 32 MB, more than any page");
    assert_eq!(
        refusal("a.html", b"<html><head></head><body><img src=x></body></html>"),
        "it is a page without text"
    );
    assert_eq!(
        refusal("a.csv", b"one,two\n1,2\n"),
        "it is no record with a text: expected a column text, found one, two"
    );
    assert_eq!(refusal("a.txt", b"\0\0"), "it is binary, not text");

    let mut lines: Vec<String> = (1..=10).map(|n| format!("{{\"text\":\"Number {n}.\"}}")).collect();
    lines[6] = "{\"text\": \"Number 7".into();
    let found = read("r.jsonl", lines.join("\n").as_bytes());
    let left_out: Vec<_> = found.iter().filter(|(_, a)| a.is_err()).map(|(name, _)| name.as_str()).collect();
    assert_eq!((found.len(), left_out), (10, vec!["r.jsonl:7"]));
}

#[test]
fn folders_are_read_as_asked() {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("a.txt", "One.");
    write("b.html", "<html><body><p>Two.</p></body></html>");
    write("sub/c.txt", "Three.");
    write("sub/drafts/d.txt", "Four.");
    write(".gitignore", "a.txt\n");
    let list = |include: &[&str], exclude: &[&str], gitignore: bool| -> Vec<String> {
        let own = |globs: &[&str]| globs.iter().map(|g| (*g).to_owned()).collect::<Vec<_>>();
        let selection = Selection::new(&own(include), &own(exclude), gitignore).unwrap();
        let mut names = Vec::new();
        let mut session = Session::in_memory(None).unwrap();
        let options = ImportOptions { selection, ..ImportOptions::default() };
        session
            .import(&[folder.path().to_owned()], &options, |report| {
                assert!(report.outcome.is_ok(), "{report:?}");
                let name = Path::new(&report.name).strip_prefix(folder.path()).unwrap();
                names.push(name.display().to_string());
                ControlFlow::Continue(())
            })
            .unwrap();
        names
    };
    assert_eq!(list(&[], &[], false), ["a.txt", "b.html", "sub/c.txt", "sub/drafts/d.txt"]);
    assert_eq!(list(&["*.txt"], &[], false), ["a.txt", "sub/c.txt", "sub/drafts/d.txt"]);
    assert_eq!(list(&[], &["**/drafts/**"], false), ["a.txt", "b.html", "sub/c.txt"]);
    assert_eq!(list(&["*.txt"], &["sub/**"], false), ["a.txt"]);
    assert_eq!(list(&[], &[], true), ["b.html", "sub/c.txt", "sub/drafts/d.txt"]);
    assert!(Selection::new(&["[".to_owned()], &[], false).is_err());
}

#[test]
fn what_the_page_states_dates_the_document_and_what_hangs_on_it() {
    let folder = TempDir::new().unwrap();
    let head = "<meta property=\"article:published_time\" content=\"1999-03-02T10:00:00Z\">";
    fs::write(folder.path().join("a.html"), page(head)).unwrap();
    fs::write(folder.path().join("b.txt"), "NATO and Russia met in Geneva on March 1. They agreed.").unwrap();
    let mut session = Session::in_memory(None).unwrap();
    session
        .import(&[folder.path().to_owned()], &ImportOptions::default(), |_| ControlFlow::Continue(()))
        .unwrap();
    let documents = session.documents(false).unwrap();
    assert_eq!(documents[0].published.as_deref(), Some("1999-03-02"));

    let undated = session.documents(true).unwrap();
    assert_eq!(undated.len(), 1);
    let dates = |session: &Session| -> Vec<String> {
        (1..100).filter_map(|id| session.show(id).unwrap()?.date).map(|date| date.edtf).collect()
    };
    assert!(dates(&session).contains(&"XXXX-03-01".to_owned()), "{:?}", dates(&session));
    session.set_document_date(undated[0].id, &timeline::date::parse("2005-03-04").unwrap()).unwrap();
    assert!(session.documents(true).unwrap().is_empty());
    assert!(dates(&session).contains(&"2005-03-01".to_owned()), "{:?}", dates(&session));
}
