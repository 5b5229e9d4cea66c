use std::fmt::{self, Display};

use super::{Choice, Date, Edtf, Endpoint, Field, Quality, Year};

impl Display for Edtf {
    /// Writes canonical EDTF: reading it again gives an equal value, and a text that is already canonical comes back
    /// unchanged. A canonical text
    ///
    /// * gives a year four digits, with `-` before year 1 BC; only a longer year has a `Y` before it (`Y12345`);
    /// * marks the longest run of parts, from the year on, of which the same is said once, behind its last part
    ///   (`2004-06-11~`, `2004-06~-11`), and every other marked part in front of it (`2004?-06-~11`);
    /// * writes `%` for `?` and `~` together;
    /// * keeps the members of a set as they were given, with no blanks between them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Interval(first, last) => {
                first.fmt(f)?;
                f.write_str("/")?;
                last.fmt(f)
            }
            Self::OneOf(choices) => set(f, "[", choices, "]"),
            Self::AllOf(choices) => set(f, "{", choices, "}"),
        }
    }
}

fn set(f: &mut fmt::Formatter<'_>, open: &str, choices: &[Choice], close: &str) -> fmt::Result {
    f.write_str(open)?;
    for (place, choice) in choices.iter().enumerate() {
        if place > 0 {
            f.write_str(",")?;
        }
        choice.fmt(f)?;
    }
    f.write_str(close)
}

impl Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Open => f.write_str(".."),
            Self::Unknown => Ok(()),
        }
    }
}

impl Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Range(first, last) => {
                if let Some(date) = first {
                    date.fmt(f)?;
                }
                f.write_str("..")?;
                last.as_ref().map_or(Ok(()), |date| date.fmt(f))
            }
        }
    }
}

impl Display for Date {
    /// Writes the date as [`Edtf`] does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let qualities = &self.quality[..self.parts()];
        let run = qualities.iter().take_while(|&q| *q == qualities[0]).count();
        let before = |part: usize| if part < run { "" } else { qualities[part].mark() };
        let behind = |part: usize| if part + 1 == run { qualities[part].mark() } else { "" };
        self.year.fmt(f)?;
        f.write_str(behind(0))?;
        for (part, field) in [(1, self.month), (2, self.day)] {
            if let Some(field) = field
                && part < qualities.len()
            {
                f.write_str("-")?;
                f.write_str(before(part))?;
                field.fmt(f)?;
                f.write_str(behind(part))?;
            }
        }
        Ok(())
    }
}

impl Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Known(year) if year.unsigned_abs() > 9999 => write!(f, "Y{year}"),
            Self::Known(year) => {
                if year < 0 {
                    f.write_str("-")?;
                }
                let year = year.unsigned_abs();
                digits(f, [1000, 100, 10, 1].map(|unit| decimal(year / unit)))
            }
            Self::Masked { negative, digits: masked } => {
                if negative {
                    f.write_str("-")?;
                }
                digits(f, masked)
            }
        }
    }
}

impl Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Known(number) => digits(f, [decimal(u64::from(number) / 10), decimal(u64::from(number))]),
            Self::Masked(masked) => digits(f, masked),
        }
    }
}

impl Quality {
    const fn mark(self) -> &'static str {
        match (self.uncertain, self.approximate) {
            (false, false) => "",
            (true, false) => "?",
            (false, true) => "~",
            (true, true) => "%",
        }
    }
}

/// Writes a day of a year of four digits.
pub(super) fn day(f: &mut fmt::Formatter<'_>, year: u16, month: u8, day: u8) -> fmt::Result {
    let [year, month, day] = [year, u16::from(month), u16::from(day)];
    let mut letters = *b"0000-00-00";
    for (letter, number) in [
        (0, year / 1000),
        (1, year / 100),
        (2, year / 10),
        (3, year),
        (5, month / 10),
        (6, month),
        (8, day / 10),
        (9, day),
    ] {
        letters[letter] = b'0' + (number % 10) as u8;
    }
    std::str::from_utf8(&letters).map_or(Err(fmt::Error), |text| f.write_str(text))
}

#[allow(clippy::cast_possible_truncation)] // 0 to 9
const fn decimal(number: u64) -> Option<u8> {
    Some((number % 10) as u8)
}

/// Writes digits without the machinery of `{:04}`, which a million dates would feel.
fn digits<const N: usize>(f: &mut fmt::Formatter<'_>, digits: [Option<u8>; N]) -> fmt::Result {
    let letters = digits.map(|digit| digit.map_or(b'X', |digit| b'0' + digit % 10));
    std::str::from_utf8(&letters).map_or(Err(fmt::Error), |text| f.write_str(text))
}
