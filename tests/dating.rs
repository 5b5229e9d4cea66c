//! When was it written: texts, names and addresses, and the date that they give away.

use timeline::date::Day;
use timeline::dating::{self, Published};
use timeline::document::{Document, Origin};
use timeline::lexicon::Lexicon;
use timeline::timex;

use crate::samples;

fn published(lexicon: &Lexicon, name: &str, url: &str, text: &str) -> Published {
    let url = Some(url.to_owned()).filter(|url| !url.is_empty());
    let origin = Origin { name: name.to_owned(), url, ..Origin::default() };
    let document = Document::new(text.to_owned(), origin, lexicon);
    dating::publication(&document, &timex::find(&document, lexicon), lexicon)
}

/// Text, the date as EDTF (empty for none), how it is known.
const TEXTS: &[(&str, &str, &str)] = &[
    // A dateline.
    ("BRUSSELS, Dec. 6, 1994 (Reuters) - Ministers met on Tuesday.", "1994-12-06", "dateline"),
    ("GENEVA, 19 November 1985 -- The two leaders met.", "1985-11-19", "dateline"),
    ("LIMA, March 3 (AP) _ The envoys left.", "XXXX-03-03", "dateline"),
    // A line of its own.
    (
        "Ferry Service Resumes\n\nApril 20, 2016\n\nThe ferry sailed again on Monday.",
        "2016-04-20",
        "date-of-issue",
    ),
    (
        "Ferry Service Resumes\n\nPublished 20 April 2016, 17:05\n\nThe ferry sailed.",
        "2016-04-20",
        "date-of-issue",
    ),
    ("Thursday, May 28, 1998\n\nThe talks were put off.", "1998-05-28", "date-of-issue"),
    // A day in the prose is not the day of writing.
    ("The treaty was signed on 8 December 1987.", "[1987-12-08..]", "bounded"),
    ("They met on 3 March.", "", "unknown"),
    ("The council met on Tuesday.", "", "unknown"),
    // Offices.
    ("Secretary of State Rex Tillerson met his colleagues.", "[2017-02-01..2018-05-15]", "bounded"),
    ("VIENNA, Dec. 7 -- Secretary of State Rex Tillerson met his colleagues.", "2017-12-07", "year-inferred"),
    (
        "PARIS, July 14 -- President Jimmy Carter met the ambassador.",
        "[1977-07-14,1978-07-14,1979-07-14,1980-07-14]",
        "year-inferred",
    ),
    ("PARIS, July 14 -- President Francois Mitterrand spoke.", "XXXX-07-14", "dateline"),
    ("John Sununu, the White House chief of staff, resigned.", "[1989-01-20..1992-02-14]", "bounded"),
    // A weekday in the first sentence and the latest day of the first few.
    (
        "The envoys left on Thursday.\n\nJimmy Carter, the American president, spoke on July 13.",
        "1978-07-13",
        "year-inferred",
    ),
    (
        "The envoys left on Monday.\n\nJimmy Carter, the American president, spoke on July 13.",
        "[1977-01-20..1981-03-06]",
        "bounded",
    ),
    (
        "PARIS, July 14 -- The envoys left on Thursday. President Jimmy Carter spoke.",
        "[1977-07-14,1978-07-14]",
        "year-inferred",
    ),
    // A title may stand for several offices, of which the list gives each its own.
    ("Prime Minister Tony Blair met the ambassador.", "[1997-05-02..2007-08-11]", "bounded"),
    ("Tony Blair, the British prime minister, met the ambassador.", "[1997-05-02..2007-08-11]", "bounded"),
    (
        "The envoys left on Thursday.\n\nTony Blair, the prime minister, spoke on July 13.",
        "[1997-05-02..2007-08-11]",
        "bounded",
    ),
    (
        "The envoys left on Thursday.\n\nPresident Jimmy Carter has been silent since July 13.",
        "[1977-01-20..1981-03-06]",
        "bounded",
    ),
    // Offices of the past say nothing.
    ("In July last year the rebels drove out President Jimmy Carter.", "", "unknown"),
    ("President Jimmy Carter was shot at ten years ago.", "", "unknown"),
    ("Former President Jimmy Carter met the ambassador.", "", "unknown"),
    ("The late President Jimmy Carter was honoured.", "", "unknown"),
    ("The talks failed under President Jimmy Carter.", "", "unknown"),
    ("In 1979 President Jimmy Carter met the ambassador.", "[1979-01-01..]", "bounded"),
    // Two offices.
    ("President Ronald Reagan and Chancellor Helmut Kohl met.", "[1982-10-01..1989-03-06]", "bounded"),
    // Offices that were never held together are told, not averaged.
    ("President Harry Truman telephoned Chancellor Angela Merkel.", "", "unknown"),
    // Weekdays choose among the years.
    ("PARIS, Friday, July 14 -- President Jimmy Carter met the ambassador.", "1978-07-14", "year-inferred"),
    (
        "PARIS, July 14 -- President Jimmy Carter met the ambassador on Thursday, July 13.",
        "1978-07-14",
        "year-inferred",
    ),
    // Counted spans.
    (
        "OSLO, Dec. 6 -- It was the first meeting in almost two years. The board last met in January 2010.",
        "2011-12-06",
        "year-inferred",
    ),
    (
        "OSLO, May 6 -- It was the first visit in nearly three years. The last one was in July 1990.",
        "1993-05-06",
        "year-inferred",
    ),
    // Ages and anniversaries of what the text dates.
    (
        "OSLO, May 6 -- The board met. It is not yet 14 years old. It was founded in Bergen on May 28, 1981.",
        "1995-05-06",
        "year-inferred",
    ),
    (
        "OSLO, May 30 -- The club was founded on May 28, 1981. It is 14 years old.",
        "1995-05-30",
        "year-inferred",
    ),
    ("The club was founded on May 28, 1981. The captain was 14 years old.", "[1981-05-28..]", "bounded"),
    ("The town marked the tenth anniversary of the flood of 1962.", "1972", "bounded"),
    ("The town marked the twenty-fifth anniversary of the flood of June 3, 1962.", "1987", "bounded"),
    ("In 1972 the town marked the tenth anniversary of the flood of 1962.", "[1972-01-01..]", "bounded"),
    ("The bridge fell ten years ago, in 1962.", "1972", "bounded"),
    ("The bridge will be closed next year (1962).", "1961", "bounded"),
    // Reports compare with the year before.
    (
        "The mill earned $3 million in the third quarter, up from $2 million in the 1962 quarter.",
        "1963",
        "bounded",
    ),
    (
        "The mill earned $3 million, up from $2 million in the 1962 period.",
        "[1963-01-01..1964-04-30]",
        "bounded",
    ),
    ("The mill moved from Arles to Nimes in 1962.", "[1962-01-01..]", "bounded"),
    ("In the 1962 quarter the mill earned more than a year earlier.", "", "unknown"),
    // The perfect tense holds a year that goes on.
    ("The mill has sold more cloth in 1962.", "1962", "bounded"),
    ("So far in 1962 the mill is idle.", "1962", "bounded"),
    ("The mill has announced a sale in 1962.", "[1962-01-01..]", "bounded"),
    ("The mill has been idle since 1962.", "[1962-01-01..]", "bounded"),
    // Governments go by the name of their head.
    ("The Reagan administration said no.", "[1981-01-20..1989-03-06]", "bounded"),
    ("The Thatcher government said no.", "[1979-05-04..1991-01-12]", "bounded"),
    ("It was signed during the Reagan administration.", "", "unknown"),
    // One name, two of the office.
    ("The Bush administration said no.", "[1989-01-20..1993-03-06,2001-01-20..2009-03-06]", "bounded"),
    ("The Bush administration said no. The bridge was built in 1996.", "[2001-01-20..2009-03-06]", "bounded"),
    // What lies behind, what lies ahead.
    ("The bridge was built in 1931 and rebuilt in 1952.", "[1952-01-01..]", "bounded"),
    ("The bridge was closed in May 1994. It will open again in 1996.", "[1994-05-01..1996-12-31]", "bounded"),
    ("The bridge was closed in May 1994. It will open again in November 1994.", "1994", "bounded"),
    ("The bridge will open in 2030.", "", "unknown"),
    (
        "The bridge was built in 1931. It is scheduled to be replaced by 1940.",
        "[1931-01-01..1940-12-31]",
        "bounded",
    ),
    ("The bonds, due March 1, 2011, were sold in 1989.", "[1989-01-01..]", "bounded"),
    ("The city wants the 2032 Games.", "", "unknown"),
    ("The bonds are redeemable after 1999.", "", "unknown"),
    ("It took 30.84% of the mill, with an option to buy the rest after Jan. 1, 1999.", "", "unknown"),
    ("The next version is to be released in 1999.", "", "unknown"),
    ("He said the plan would be ready in 1990. It was drawn up in 1988.", "[1988-01-01..]", "bounded"),
    ("\"We will be there in 1920,\" he wrote in 1919.", "[1919-01-01..]", "bounded"),
    // Page furniture is not news.
    ("The council met on Tuesday.\n\nCopyright 2015 Example Press. All rights reserved.", "", "unknown"),
    ("", "", "unknown"),
];

/// Name, address, the date, how it is known; the text tells nothing.
const NAMES: &[(&str, &str, &str, &str)] = &[
    ("news/2016-04-20-council.txt", "", "2016-04-20", "name"),
    ("2016_04_20.txt", "", "2016-04-20", "name"),
    ("council-20160420.txt", "", "2016-04-20", "name"),
    ("council.txt", "https://example.org/world/2016/04/20/council.html", "2016-04-20", "address"),
    ("council.txt", "https://example.org/2016/apr/20/council", "2016-04-20", "address"),
    ("council.txt", "https://example.org/2016/04/council.html", "2016-04", "bounded"),
    ("council.txt", "https://example.org/a/30157294.html", "", "unknown"),
    ("council.txt", "https://example.org/order-20161399", "", "unknown"),
    ("20 April 2016.txt", "", "2016-04-20", "name"),
    ("Council, April 20, 2016.txt", "", "2016-04-20", "name"),
    ("report-v1.2.3.txt", "", "", "unknown"),
    ("192.168.2016.4.txt", "", "", "unknown"),
];

#[test]
fn what_an_archive_kept_was_written_before() {
    let lexicon = Lexicon::embedded().unwrap();
    let archived = |year: i64, text: &str| {
        let origin = Origin { archived: Day::from_ymd(year, 5, 6), ..Origin::default() };
        let document = Document::new(text.to_owned(), origin, &lexicon);
        let found = dating::publication(&document, &timex::find(&document, &lexicon), &lexicon);
        found.edtf.map_or(String::new(), |edtf| edtf.to_string())
    };
    // By itself it says too little.
    assert_eq!(archived(2001, "The ministers met."), "");
    assert_eq!(archived(2001, "The bridge was built in March 1999."), "[1999-03-01..2001-05-06]");
    assert_eq!(archived(1978, "PARIS, July 14 -- President Jimmy Carter spoke."), "1977-07-14");
}

#[test]
fn texts_give_away_when_they_were_written() {
    let lexicon = Lexicon::embedded().unwrap();
    let mut wrong = Vec::new();
    let rows = TEXTS.iter().map(|(text, edtf, basis)| ("a.txt", "", *text, *edtf, *basis));
    let names = NAMES.iter().map(|(name, url, edtf, basis)| (*name, *url, "The council met.", *edtf, *basis));
    for (name, url, text, edtf, basis) in rows.chain(names) {
        let found = published(&lexicon, name, url, text);
        let date = found.edtf.map_or(String::new(), |date| date.to_string());
        if date != edtf || found.basis.name() != basis {
            wrong.push(format!(
                "{name} {url} {text}\n  expected {edtf} {basis}\n  found {date} {}: {}",
                found.basis, found.explanation
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn contradictions_are_told() {
    let lexicon = Lexicon::embedded().unwrap();
    for (name, url, text, edtf, told) in [
        (
            "2016-04-21.txt",
            "",
            "OSLO, April 20, 2016 -- They met.",
            Some("2016-04-20"),
            "against it: \"2016-04-21.txt\" (name)",
        ),
        (
            "a.txt",
            "https://example.org/2001/02/03/a",
            "The treaty was signed on 8 December 2005.",
            Some("2001-02-03"),
            "against it: it looks back on 8 December 2005",
        ),
        (
            "a.txt",
            "",
            "President Harry Truman telephoned Chancellor Angela Merkel.",
            None,
            "the clues contradict each other: Harry S. Truman was president",
        ),
    ] {
        let found = published(&lexicon, name, url, text);
        assert_eq!(found.edtf.map(|date| date.to_string()).as_deref(), edtf, "{text}");
        assert!(found.explanation.contains(told), "{}", found.explanation);
    }
}

#[test]
fn the_samples_are_dated() {
    let lexicon = Lexicon::embedded().unwrap();
    let mut open = Vec::new();
    for sample in samples::all() {
        let found = published(&lexicon, &format!("{}.txt", sample.name), "", &sample.text);
        let told = format!("{}: {}", sample.name, found.explanation);
        let Some(date) = &sample.date else {
            assert!(!found.is_day(), "a day was invented: {told}");
            continue;
        };
        let bounds = found.edtf.as_ref().map(timeline::date::Edtf::bounds);
        let day = timeline::date::parse(date).unwrap().bounds().earliest();
        assert!(bounds.is_some_and(|b| b.earliest() <= day && day <= b.latest()), "{told}");
        if found.edtf.is_none_or(|edtf| edtf.to_string() != *date) {
            open.push(told);
        }
    }
    // Two tell of their year only by what a historian would know beside the text.
    assert!(open.len() <= 2, "{}", open.join("\n"));
}
