//! Dates in file names, titles and addresses.

use crate::date::{Date, Day, Edtf, days_in_month};
use crate::lexicon::Term;

use super::clue::Requirement;

/// Finds a date in a name or address: `2016/04/20`, `2016-04-20`, `20160420`, `wsj870312` style six digits, or a date in
/// words as it stands in titles. Ranges of years that no article on a computer has are passed over.
pub(super) fn find(name: &str) -> Option<Date> {
    separated(name).or_else(|| in_words(name)).or_else(|| eight_digits(name)).or_else(|| six_digits(name))
}

/// An address that names year and month alone, as many papers' do: `/2016/04/council.html`.
pub(super) fn month_of_address(url: &str) -> Option<Requirement> {
    if find(url).is_some() {
        return None;
    }
    let parts: Vec<&str> = url.split('/').collect();
    parts.windows(2).find_map(|two| {
        let year: i64 = two[0].parse().ok().filter(|y| two[0].len() == 4 && (1900..=2199).contains(y))?;
        let month: u8 = match two[1].parse() {
            Ok(month) => Some(month).filter(|m| two[1].len() == 2 && (1..=12).contains(m)),
            Err(_) => month(two[1]),
        }?;
        let bounds = Edtf::Date(Date::month(year, month)).bounds();
        let days = vec![Term { begin: bounds.earliest(), end: bounds.latest() }];
        Some(Requirement::new(days, format!("its address says {}/{}", two[0], two[1])))
    })
}

/// `20 April 2016`, `April 20, 2016`, `2016/apr/20`
fn in_words(name: &str) -> Option<Date> {
    let parts: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).collect();
    let number = |text: &str, digits: std::ops::RangeInclusive<usize>| {
        text.parse::<i64>().ok().filter(|_| digits.contains(&text.len()))
    };
    parts.windows(3).find_map(|w| {
        let (year, month, day) = if let Some(month) = month(w[0]) {
            (number(w[2], 4..=4)?, month, number(w[1], 1..=2)?)
        } else {
            let month = month(w[1])?;
            match (number(w[0], 4..=4), number(w[2], 4..=4)) {
                (Some(year), _) => (year, month, number(w[2], 1..=2)?),
                (None, year) => (year?, month, number(w[0], 1..=2)?),
            }
        };
        let day = u8::try_from(day).ok().filter(|d| (1..=days_in_month(year, month)).contains(d))?;
        (1600..=2199).contains(&year).then(|| Date::day(year, month, day))
    })
}

/// The month of a name or its first three letters.
fn month(word: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    let place = MONTHS.iter().position(|m| *m == word || word.len() == 3 && m.starts_with(&word))?;
    u8::try_from(place + 1).ok()
}

/// Runs of digits with their offsets.
fn runs(name: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = None;
    for (i, c) in name.char_indices().chain([(name.len(), ' ')]) {
        match (c.is_ascii_digit(), start) {
            (true, None) => start = Some(i),
            (false, Some(s)) => {
                out.push((s, &name[s..i]));
                start = None;
            }
            _ => {}
        }
    }
    out
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i64 = year.parse().ok().filter(|y| (1600..=2199).contains(y))?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    Day::from_ymd(year, month, day).map(Date::from)
}

/// `2016/04/20`, `2016-4-20`, `2016_04_20`
fn separated(name: &str) -> Option<Date> {
    let runs = runs(name);
    runs.windows(3).find_map(|w| {
        let joined = |a: (usize, &str), b: (usize, &str)| {
            let between = &name[a.0 + a.1.len()..b.0];
            between.len() == 1 && matches!(between, "/" | "-" | "_" | ".")
        };
        let fits = w[0].1.len() == 4
            && w[1].1.len() <= 2
            && w[2].1.len() <= 2
            && joined(w[0], w[1])
            && joined(w[1], w[2]);
        fits.then(|| day(w[0].1, w[1].1, w[2].1)).flatten()
    })
}

/// `20160420`, alone or behind letters.
fn eight_digits(name: &str) -> Option<Date> {
    runs(name).into_iter().filter(|(_, r)| r.len() == 8).find_map(|(_, r)| day(&r[..4], &r[4..6], &r[6..]))
}

/// `980114` or `870312` behind letters, as agencies name their files: two digits of the 20th century's second half, or of
/// ours.
fn six_digits(name: &str) -> Option<Date> {
    runs(name).into_iter().filter(|(_, r)| r.len() == 6).find_map(|(start, r)| {
        let behind_letter = start > 0 && name.as_bytes()[start - 1].is_ascii_alphabetic();
        let century = if &r[..2] >= "50" { "19" } else { "20" };
        behind_letter.then(|| day(&format!("{century}{}", &r[..2]), &r[2..4], &r[4..])).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_names() {
        for (name, expected) in [
            ("https://example.org/news/2016/04/20/council-meets.html", Some((2016, 4, 20))),
            ("2017-12-06-ministers.txt", Some((2017, 12, 6))),
            ("AGENCY19980213.1310", Some((1998, 2, 13))),
            ("XY900815-0044", Some((1990, 8, 15))),
            ("https://example.org/a/30157294.html", None),
            ("20161399", None),
            ("order-123456", None),
            ("report.txt", None),
        ] {
            assert_eq!(find(name), expected.map(|(y, m, d)| Date::day(y, m, d)), "{name}");
        }
    }
}
