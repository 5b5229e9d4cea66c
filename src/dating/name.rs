//! Dates in file names, titles and addresses.

use crate::date::{Date, Day};

/// Finds a date in a name or address: `2016/04/20`, `2016-04-20`, `20160420`, `wsj870312` style six digits, or a date in
/// words as it stands in titles. Ranges of years that no article on a computer has are passed over.
pub(super) fn find(name: &str) -> Option<Date> {
    separated(name).or_else(|| eight_digits(name)).or_else(|| six_digits(name))
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
