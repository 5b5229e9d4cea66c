use pulldown_cmark::{Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use super::{Article, date};

/// Takes the marks out of Markdown: a paragraph, heading, item or row a block, with blank lines between. What stands
/// between the dashes at the top says title and date, as site generators have it.
pub(super) fn article(source: &str) -> Article {
    let mut article = Article::default();
    let options =
        Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let mut hidden = 0;
    let mut front = false;
    for event in Parser::new_ext(source, options) {
        let out = &mut article.text;
        match event {
            Event::Start(Tag::MetadataBlock(MetadataBlockKind::YamlStyle)) => front = true,
            Event::End(TagEnd::MetadataBlock(_)) => front = false,
            Event::Text(text) if front => front_matter(&text, &mut article),
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Image { .. }) => hidden += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Image) => hidden -= 1,
            Event::Text(text) | Event::Code(text) if hidden == 0 => out.push_str(&text),
            Event::SoftBreak => out.push(' '),
            Event::HardBreak => out.push('\n'),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead,
            ) => {
                let length = out.trim_end().len();
                out.truncate(length);
                if !out.is_empty() {
                    out.push_str("\n\n");
                }
            }
            Event::End(TagEnd::TableCell) => out.push_str("; "),
            _ => {}
        }
    }
    article
}

fn front_matter(text: &str, article: &mut Article) {
    for line in text.lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        match name.trim() {
            _ if value.is_empty() => {}
            "title" => article.title = Some(value.to_owned()),
            "url" | "link" | "source" if value.contains("://") => article.url = Some(value.to_owned()),
            "publisher" => article.publisher = Some(value.to_owned()),
            "date" | "published" => date::state(article, "front matter", value),
            _ => {}
        }
    }
}
