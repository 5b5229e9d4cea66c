//! Dates: the table of what is read and refused, and the laws that hold for every date.

use std::ops::RangeInclusive;

use proptest::prelude::*;
use timeline::date::{
    Bounds, Choice, Date, Day, Edtf, Endpoint, Extent, Field, Fit, Precision, Quality, Relation, Year,
    days_in_month, parse,
};

#[test]
fn the_table_of_dates_holds() {
    let table = include_str!("corpus/edtf.tsv");
    let mut wrong = Vec::new();
    let mut rows = 0;
    for (number, line) in table.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        rows += 1;
        let input = line.split('\t').next().unwrap_or_default();
        let found = describe(input);
        if found != line {
            wrong.push(format!("edtf.tsv:{}\n  expected {line}\n  found    {found}", number + 1));
        }
    }
    assert!(rows >= 300, "the table has shrunk to {rows} rows");
    assert!(wrong.is_empty(), "{} rows fail:\n{}", wrong.len(), wrong.join("\n"));
}

/// Writes what is made of a text as a row of the table.
fn describe(input: &str) -> String {
    match parse(input) {
        Ok(edtf) => {
            let Bounds { begin, end, extent } = edtf.bounds();
            let extent = if extent == Extent::Point { "point" } else { "span" };
            let precision = edtf.precision();
            format!("{input}\t{edtf}\t{}\t{}\t{}\t{}\t{extent}\t{precision}", begin.0, begin.1, end.0, end.1)
        }
        Err(error) => format!("{input}\trefused\t{}\t`{}`", error.reason, error.span.of(input)),
    }
}

#[test]
fn an_error_names_the_text_and_the_reason() {
    let error = parse("2015-02-29").unwrap_err();
    assert_eq!(error.to_string(), "2015-02-29: 2015 is not a leap year");
    let long = parse(&"é".repeat(1000)).unwrap_err();
    assert!(long.reason.len() < 100, "{}", long.reason);
}

#[test]
fn what_the_helpers_make_can_be_read() {
    let day = Date::day(2016, 4, 12);
    let made = [
        (Date::year(-43).into(), "-0043"),
        (Date::month(2014, 4).into(), "2014-04"),
        (day.clone().approximate().uncertain().into(), "2016-04-12%"),
        (Date::of_unknown_year(12, Some(6)).into(), "XXXX-12-06"),
        (Date::decade(198).into(), "198X"),
        (Date::century(19).approximate().into(), "19XX~"),
        (Edtf::interval(Date::month(2014, 4), day.clone()), "2014-04/2016-04-12"),
        (Edtf::since(day.clone()), "2016-04-12/.."),
        (Edtf::some_time(None, Some(day)), "[..2016-04-12]"),
    ];
    for (edtf, text) in made {
        let edtf: Edtf = edtf;
        assert_eq!(edtf.to_string(), text);
        assert_eq!(parse(text), Ok(edtf));
    }
}

#[test]
fn marking_a_whole_date_keeps_what_is_said_of_its_parts() {
    let Ok(Edtf::Date(date)) = parse("2004?-06-11") else { panic!() };
    assert_eq!(date.approximate().to_string(), "2004%-~06-~11");
}

#[test]
fn dates_that_cannot_be_read_still_have_ordered_bounds() {
    for (edtf, first, last) in [
        (Date::day(2015, 2, 29).into(), "2015-02-01", "2015-02-28"),
        (Date::day(2015, 21, 3).into(), "2015-03-01", "2015-05-31"),
        (Date::month(2015, 13).into(), "2015-01-01", "2015-12-31"),
        (Edtf::interval(Date::year(2016), Date::year(2014)), "2014-01-01", "2016-12-31"),
        (Edtf::OneOf(vec![]), "..", ".."),
        (Edtf::AllOf(vec![]), "..", ".."),
        (Edtf::Interval(Endpoint::Open, Endpoint::Open), "..", ".."),
        (Edtf::Interval(Endpoint::Unknown, Endpoint::Unknown), "..", ".."),
    ] {
        let edtf: Edtf = edtf;
        let bounds = edtf.bounds();
        assert!(ordered(&bounds), "{edtf:?}: {bounds:?}");
        assert_eq!((bounds.earliest().to_string(), bounds.latest().to_string()), (first.into(), last.into()));
    }
    assert!(Edtf::from(Date::year(i64::MAX).approximate()).bounds().latest() < Day::MAX);
    assert!(Edtf::from(Date::year(i64::MIN).approximate()).bounds().earliest() > Day::MIN);
}

#[test]
fn names_are_their_own_inverse() {
    for relation in Relation::ALL {
        assert_eq!(Relation::from_name(relation.name()), Some(relation));
    }
    for fit in Fit::ALL {
        assert_eq!(Fit::from_name(fit.name()), Some(fit));
    }
    for precision in Precision::ALL {
        assert_eq!(Precision::from_name(precision.name()), Some(precision));
    }
    assert_eq!(Relation::from_name("during"), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn what_is_printed_is_read_again(edtf in edtf()) {
        let text = edtf.to_string();
        prop_assert_eq!(parse(&text), Ok(edtf), "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused_at_a_place(text in "[0-9XY?~%/.,{}\\[\\]TE é-]{0,24}") {
        match parse(&text) {
            Ok(edtf) => {
                let canonical = edtf.to_string();
                prop_assert_eq!(parse(&canonical), Ok(edtf));
            }
            Err(error) => prop_assert!(text.get(error.span.range()).is_some(), "{:?}", error),
        }
    }

    #[test]
    fn the_corners_are_in_order(edtf in edtf()) {
        let bounds = edtf.bounds();
        prop_assert!(ordered(&bounds), "{}: {:?}", edtf, bounds);
    }

    #[test]
    fn a_known_day_means_that_day(number in -4_000_000i64..4_000_000) {
        let day = Day(number);
        let edtf = Edtf::from(Date::from(day));
        prop_assert_eq!(edtf.bounds(), Bounds::point(day, day));
        prop_assert_eq!(edtf.precision(), Precision::Day);
        prop_assert_eq!(edtf.to_string(), day.to_string());
        prop_assert_eq!(parse(&day.to_string()), Ok(edtf));
    }

    #[test]
    fn masked_digits_mean_the_tightest_range(date in masked_date()) {
        let days: Vec<_> = days_that_fit(&date).collect();
        prop_assert_eq!(Some(date.days()), days.iter().min().copied().zip(days.iter().max().copied()));
    }

    #[test]
    fn about_reaches_further_and_uncertain_does_not(date in date()) {
        let plain = Date { quality: [Quality::PLAIN; 3], ..date };
        let (first, last) = plain.days();
        prop_assert_eq!(plain.clone().uncertain().days(), (first, last));
        let about = plain.clone().approximate().days();
        prop_assert!(plain.has_unknown_year() || (about.0 < first && last < about.1));
    }

    #[test]
    fn relations_agree_with_every_reading(date in bounds(), other in bounds(), (a, b) in pair()) {
        for relation in Relation::ALL {
            let literal: Vec<_> =
                readings(&date).map(|days| stands(relation, days, (a, b))).collect();
            prop_assert_eq!(
                relation.holds(&date, Day(a), Day(b)), in_all_and_any(&literal), "{} {}..{}", relation.name(), a, b
            );
            let pairs: Vec<_> = readings(&date)
                .flat_map(|days| readings(&other).map(move |others| stands(relation, days, others)))
                .collect();
            prop_assert_eq!(relation.holds_between(&date, &other), in_all_and_any(&pairs), "{}", relation.name());
        }
    }

    #[test]
    fn certain_is_possible(edtf in edtf(), a in -3_000_000i64..3_000_000, length in 0i64..40_000) {
        for relation in Relation::ALL {
            let (certain, possible) = relation.holds(&edtf.bounds(), Day(a), Day(a + length));
            prop_assert!(possible || !certain, "{} {}", relation.name(), edtf);
            let fits = Fit::ALL.map(|fit| fit.accepts((certain, possible)));
            prop_assert_eq!(fits, [certain, possible, possible && !certain]);
        }
    }
}

fn ordered(bounds: &Bounds) -> bool {
    let Bounds { begin, end, extent } = *bounds;
    let point = extent == Extent::Span || begin == end;
    point && begin.0 <= begin.1 && end.0 <= end.1 && begin.0 <= end.0 && begin.1 <= end.1
}

/// Every pair of first and last day that small bounds allow.
fn readings(bounds: &Bounds) -> impl Iterator<Item = (i64, i64)> + use<> {
    let Bounds { begin, end, extent } = *bounds;
    (begin.0.0..=begin.1.0)
        .flat_map(move |first| (end.0.0..=end.1.0).map(move |last| (first, last)))
        .filter(move |(first, last)| if extent == Extent::Point { first == last } else { first <= last })
}

/// What a relation means, for known days.
fn stands(relation: Relation, (first, last): (i64, i64), (a, b): (i64, i64)) -> bool {
    match relation {
        Relation::In => first >= a && last <= b,
        Relation::Overlapping => first <= b && last >= a,
        Relation::Covering => first <= a && last >= b,
        Relation::Before => last < a,
        Relation::After => first > b,
        Relation::Since => first >= a,
        Relation::Until => last <= b,
    }
}

fn in_all_and_any(answers: &[bool]) -> (bool, bool) {
    (answers.iter().all(|&answer| answer), answers.iter().any(|&answer| answer))
}

fn pair() -> impl Strategy<Value = (i64, i64)> {
    (0..8i64, 0..8i64).prop_map(|(a, b)| (a.min(b), a.max(b)))
}

fn bounds() -> impl Strategy<Value = Bounds> {
    let span = (pair(), pair()).prop_map(|(one, other)| Bounds {
        begin: (Day(one.0.min(other.0)), Day(one.1.min(other.1))),
        end: (Day(one.0.max(other.0)), Day(one.1.max(other.1))),
        extent: Extent::Span,
    });
    prop_oneof![pair().prop_map(|(first, last)| Bounds::point(Day(first), Day(last))), span]
}

/// Every day of the calendar that fits the digits of a date without marks; not for seasons.
fn days_that_fit(date: &Date) -> impl Iterator<Item = Day> {
    let years: RangeInclusive<i64> = match date.year {
        Year::Known(year) => year..=year,
        Year::Masked { negative, digits } => {
            let first = i64::from(digits[0].unwrap_or(0)) * 1000 + i64::from(digits[1].unwrap_or(0)) * 100;
            let last = if digits[0].is_none() {
                9999
            } else if digits[1].is_none() {
                first + 999
            } else {
                first + 99
            };
            if negative { -last..=-first } else { first..=last }
        }
    };
    years
        .filter(|year| match date.year {
            Year::Known(_) => true,
            Year::Masked { digits, .. } => fits(&digits, &format!("{:04}", year.abs())),
        })
        .flat_map(|year| (1..=12).map(move |month| (year, month)))
        .filter(|(_, month)| field_fits(date.month, *month))
        .flat_map(|(year, month)| (1..=days_in_month(year, month)).map(move |day| (year, month, day)))
        .filter(|(.., day)| field_fits(date.day, *day))
        .filter_map(|(year, month, day)| Day::from_ymd(year, month, day))
}

fn field_fits(field: Option<Field>, number: u8) -> bool {
    match field {
        None => true,
        Some(Field::Known(known)) => known == number,
        Some(Field::Masked(digits)) => fits(&digits, &format!("{number:02}")),
    }
}

fn fits(digits: &[Option<u8>], text: &str) -> bool {
    digits.iter().zip(text.bytes()).all(|(digit, byte)| digit.is_none_or(|digit| digit + b'0' == byte))
}

fn digit() -> impl Strategy<Value = Option<u8>> {
    prop_oneof![(0..=9u8).prop_map(Some), Just(None)]
}

fn year() -> impl Strategy<Value = Year> {
    prop_oneof![
        (-3000..3000i64).prop_map(Year::Known),
        (-999_999_999_999..=999_999_999_999i64).prop_map(Year::Known),
        (any::<bool>(), [digit(), digit(), digit(), digit()])
            .prop_filter("some digit is masked", |(_, digits)| digits.contains(&None))
            .prop_map(|(negative, digits)| Year::Masked { negative, digits }),
    ]
}

fn field(limit: u8) -> impl Strategy<Value = Field> {
    prop_oneof![
        (1..=limit).prop_map(Field::Known),
        (prop_oneof![(0..=limit / 10).prop_map(Some), Just(None)], digit())
            .prop_filter("some digit is masked", |digits| digits.0.is_none() || digits.1.is_none())
            .prop_map(|(tens, units)| Field::Masked([tens, units])),
    ]
}

fn masked_date() -> impl Strategy<Value = Date> {
    let fields = prop_oneof![
        Just((None, None)),
        field(12).prop_map(|month| (Some(month), None)),
        (field(12), field(31)).prop_map(|(month, day)| (Some(month), Some(day))),
    ];
    (year(), fields)
        .prop_map(|(year, (month, day))| Date { year, month, day, quality: [Quality::PLAIN; 3] })
        .prop_filter("there is such a day", |date| days_that_fit(date).next().is_some())
}

fn date() -> impl Strategy<Value = Date> {
    let season = (year(), 21..=41u8).prop_map(|(year, code)| Date {
        year,
        month: Some(Field::Known(code)),
        day: None,
        quality: [Quality::PLAIN; 3],
    });
    let quality = (any::<bool>(), any::<bool>())
        .prop_map(|(uncertain, approximate)| Quality { uncertain, approximate });
    let quality = prop_oneof![Just(Quality::PLAIN), quality];
    (prop_oneof![3 => masked_date(), 1 => season], [quality.clone(), quality.clone(), quality]).prop_map(
        |(date, mut quality)| {
            if date.month.is_none() {
                quality[1] = quality[0];
            }
            if date.day.is_none() {
                quality[2] = quality[1];
            }
            Date { quality, ..date }
        },
    )
}

fn in_order(first: &Date, last: &Date) -> bool {
    first.days().0 <= last.days().1
}

fn endpoint() -> impl Strategy<Value = Endpoint> {
    prop_oneof![4 => date().prop_map(Endpoint::Date), 1 => Just(Endpoint::Open), 1 => Just(Endpoint::Unknown)]
}

fn choice() -> impl Strategy<Value = Choice> {
    prop_oneof![
        2 => date().prop_map(Choice::Date),
        1 => date().prop_map(|first| Choice::Range(Some(first), None)),
        1 => date().prop_map(|last| Choice::Range(None, Some(last))),
        1 => (date(), date()).prop_map(|(one, other)| {
            let (first, last) = if in_order(&one, &other) { (one, other) } else { (other, one) };
            Choice::Range(Some(first), Some(last))
        }),
    ]
}

fn edtf() -> impl Strategy<Value = Edtf> {
    let interval = (endpoint(), endpoint()).prop_filter_map("a date at one end", |ends| match ends {
        (Endpoint::Date(one), Endpoint::Date(other)) => {
            Some(if in_order(&one, &other) { Edtf::interval(one, other) } else { Edtf::interval(other, one) })
        }
        (first @ Endpoint::Date(_), last) | (first, last @ Endpoint::Date(_)) => {
            Some(Edtf::Interval(first, last))
        }
        _ => None,
    });
    prop_oneof![
        4 => date().prop_map(Edtf::Date),
        2 => interval,
        1 => prop::collection::vec(choice(), 1..4).prop_map(Edtf::OneOf),
        1 => prop::collection::vec(choice(), 1..4).prop_map(Edtf::AllOf),
    ]
}
