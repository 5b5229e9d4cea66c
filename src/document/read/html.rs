use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};
use serde_json::Value;

use super::{Article, ArticleError, date};

/// The longest page, in bytes.
pub(super) const LONGEST: u64 = 32 << 20;
/// Browsers stop at 512; a page that is nested deeper than this was not made for readers, and would take the parser
/// hours.
const DEEPEST: usize = 1000;

/// Finds the article of a page, and what the page says of it.
pub(super) fn article(page: &str, url: Option<&str>) -> Result<Article, ArticleError> {
    if page.len() as u64 > LONGEST {
        return Err(ArticleError::TooLong { limit: LONGEST >> 20, what: "page" });
    }
    if depth(page) > DEEPEST {
        return Err(ArticleError::Damaged("its elements are nested more than 1000 deep".into()));
    }
    let document = Document::from(page);
    let mut article = metadata(&document);
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let found = Readability::with_document(document, url.filter(|u| u.contains("://")), Some(config))
        .and_then(|mut page| page.parse());
    match found {
        Ok(found) => {
            article.text = tidy(&found.text_content);
            let title = found.title.trim();
            article.title = article.title.or_else(|| (!title.is_empty()).then(|| title.to_owned()));
            article.publisher = article.publisher.or(found.site_name);
        }
        // A page too short to be judged is taken whole.
        Err(_) => article.text = text_of(page),
    }
    if article.text.is_empty() {
        return Err(ArticleError::NoText("it is a page without text"));
    }
    Ok(article)
}

/// Takes the markup out of a piece of HTML, paragraph by paragraph.
pub(super) fn text_of(markup: &str) -> String {
    if !markup.contains(['<', '&']) || depth(markup) > DEEPEST {
        return markup.trim().to_owned();
    }
    let document = Document::from(markup);
    document.select("script, style, noscript, template, nav, form, title").remove();
    tidy(&document.formatted_text())
}

/// One blank line between paragraphs, no white space at line ends.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            blank = !out.is_empty();
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank { "\n\n" } else { "\n" });
        }
        blank = false;
        out.push_str(line);
    }
    out
}

/// How deep elements are nested, by their tags alone; those that end by themselves do not count.
fn depth(page: &str) -> usize {
    const ALONE: [&str; 29] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr", "p", "li", "dt", "dd", "option", "thead", "tbody", "tfoot", "tr", "td", "th", "html",
        "head", "body", "path",
    ];
    let (mut now, mut most) = (0_usize, 0);
    for (at, _) in page.match_indices('<') {
        let rest = &page[at + 1..];
        let closes = rest.starts_with('/');
        let name = rest.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name[..end].to_ascii_lowercase();
        if name.is_empty() || ALONE.contains(&name.as_str()) {
            continue;
        }
        if closes {
            now = now.saturating_sub(1);
        } else {
            now += 1;
            most = most.max(now);
        }
    }
    most
}

/// What the page says of itself: schema.org in JSON-LD, Open Graph, Dublin Core, microdata, `<time>`.
fn metadata(document: &Document) -> Article {
    let mut article = Article::default();
    let mut linked = Vec::new();
    for script in document.select("script[type=\"application/ld+json\"]").iter() {
        if let Ok(value) = serde_json::from_str::<Value>(&script.text()) {
            articles_in(&value, &mut linked, 0);
        }
    }
    for item in &linked {
        let text = |name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
        if let Some(words) = text("datePublished") {
            date::state(&mut article, "JSON-LD datePublished", &words);
        }
        article.title = article.title.or_else(|| text("headline"));
        article.url = article.url.or_else(|| text("url")).filter(|u| u.contains("://"));
        let publisher = item.get("publisher").and_then(|p| p.get("name")).and_then(Value::as_str);
        article.publisher = article.publisher.or_else(|| publisher.map(str::to_owned));
    }
    let meta = |names: &[&str]| -> Option<String> {
        let wanted = |node: &dom_query::Selection<'_>| {
            let name =
                node.attr("property").or_else(|| node.attr("name")).or_else(|| node.attr("itemprop"))?;
            let name = name.to_ascii_lowercase();
            names
                .contains(&name.as_str())
                .then(|| node.attr("content").map(|c| c.trim().to_owned()))
                .flatten()
        };
        document.select("meta").iter().find_map(|node| wanted(&node)).filter(|c| !c.is_empty())
    };
    const DATES: [(&str, &[&str]); 4] = [
        ("Open Graph article:published_time", &["article:published_time", "og:article:published_time"]),
        (
            "Dublin Core",
            &[
                "dc.date",
                "dc.date.issued",
                "dcterms.date",
                "dcterms.issued",
                "dcterms.created",
                "dc.date.created",
            ],
        ),
        ("schema.org datePublished", &["datepublished"]),
        (
            "meta",
            &[
                "date",
                "pubdate",
                "publishdate",
                "publish-date",
                "publication_date",
                "citation_publication_date",
                "parsely-pub-date",
                "sailthru.date",
            ],
        ),
    ];
    for (place, names) in DATES {
        if let Some(words) = meta(names) {
            date::state(&mut article, place, &words);
        }
    }
    for selector in
        ["[itemprop=datePublished][datetime]", "time[pubdate]", "article header time", "article time", "time"]
    {
        // A page has many times below its article; the first is its own.
        if article.stated.is_empty()
            && let Some(words) =
                document.select(selector).iter().next().and_then(|time| time.attr("datetime"))
        {
            date::state(&mut article, "<time>", &words);
        }
    }
    article.title = article.title.or_else(|| meta(&["og:title", "dc.title", "dcterms.title"]));
    article.publisher =
        article.publisher.or_else(|| meta(&["og:site_name", "dc.publisher", "dcterms.publisher"]));
    let canonical = || {
        let link = document.select("link[rel=canonical]").iter().next()?.attr("href")?;
        Some(link.to_string()).filter(|u| u.contains("://"))
    };
    article.url = article.url.or_else(canonical).or_else(|| meta(&["og:url"]));
    article
}

/// The articles of a JSON-LD block, wherever they stand in it.
fn articles_in(value: &Value, out: &mut Vec<Value>, deep: usize) {
    match value {
        Value::Array(values) if deep < 4 => values.iter().for_each(|v| articles_in(v, out, deep + 1)),
        Value::Object(fields) => {
            let named = |kind: &Value| {
                kind.as_str().is_some_and(|k| {
                    k.ends_with("Article") || matches!(k, "BlogPosting" | "Report" | "WebPage")
                })
            };
            let is_article = fields.get("@type").is_some_and(|kind| {
                named(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(named))
            });
            if is_article {
                out.push(value.clone());
            }
            if let Some(graph) = fields.get("@graph").filter(|_| deep < 4) {
                articles_in(graph, out, deep + 1);
            }
        }
        _ => {}
    }
}
