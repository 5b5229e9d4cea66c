//! One happening or two: when the reports of several documents are joined to one event.
//!
//! Two events of a chronology that are one are a nuisance; one that is two is an error that nobody sees. So joining is
//! cautious. Two reports are of one happening when all of this holds:
//!
//! * They are of the same type, both are dated, and they stand in different documents: what one author tells apart
//!   stays apart.
//! * Neither brings a cue that the other lacks: "another", "a second", "again".
//! * The places are the same, or one is the country of the other, or one is not named.
//! * The parties that both know are the same, or all of one report's are among the other's; nobody acts in one who is
//!   acted upon in the other, unless the type is mutual (a meeting, a treaty). People who do not meet in both reports
//!   keep them apart, and words that no list knows ("officials") tell nothing. Where only one party is in common, the
//!   place must be named in both, or the type must be one that does not happen every week.
//! * The dates are the same known day or the same stretch of days, and both were told, not taken from the day of
//!   writing. A month joins a day in it only for types that do not happen every week, and only where both sides are the
//!   same; a year only where the place is named in both and the same, too.
//! * Attacks and clashes need the place in both, and statements the same speaker. Events of type other are not joined.
//!
//! A sentence that stands in both documents, word for word, with the same date and parties, is a reprint and joined
//! whatever the type and however the date is known.
//!
//! A report that fits several events that do not fit each other is joined to none ([`families`]). Reports that agree in
//! all else but lie one or two days apart are not joined; they may contradict each other, and a reader is told
//! ([`contradict`]).

use std::cmp::Reverse;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::{Realis, Role};
use crate::date::{Bounds, DateBasis, Extent};

/// What one document tells of a happening, as far as it decides what else tells of it. Parties and places are numbers that
/// are the same for the same name.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The document; its events stay apart.
    pub document: i64,
    /// When, and how that is known.
    pub date: Option<(Bounds, DateBasis)>,
    /// Whether it happened or is announced.
    pub realis: Realis,
    /// Who.
    pub parties: Vec<Party>,
    /// Where, and the country that holds it.
    pub place: Option<(i64, Option<i64>)>,
    /// The word that sets it apart from another of its kind: "another", "second", "again".
    pub cue: Option<String>,
    /// The [words](words_of) of the sentence.
    pub evidence: u64,
    /// Decides between reports that are equal in all else, so that nothing hangs on the order of an import.
    pub tie: (i64, Arc<str>),
}

/// Somebody who takes part in a [`Report`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party {
    /// Who.
    pub actor: i64,
    /// What they are.
    pub kind: PartyKind,
    /// On which side.
    pub role: Role,
}

/// What a party is, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartyKind {
    /// A state, an organisation, an armed group.
    Body,
    /// A part of a state, which stands beside the state: "the Pentagon".
    Organ,
    /// A person of the word lists.
    Person,
    /// Words that the lists do not know.
    Unknown,
}

/// Why two reports are of one happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The same sentence.
    Words,
    /// The same day or days.
    Day,
    /// A month or year that holds the other's day.
    Within,
}

impl Ground {
    /// Returns the ground in words.
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Words => "told in the same words",
            Self::Day => "same type, day and parties",
            Self::Within => "same type and parties; one date holds the other",
        }
    }
}

/// Types of which the same parties seldom have two in a month. Any other may happen every week, those of a user's lists too.
const SELDOM: [&str; 23] = [
    "agreement",
    "annexation",
    "appointment",
    "blockade",
    "ceasefire",
    "death",
    "election",
    "expulsion",
    "founding",
    "law",
    "lifting",
    "recall",
    "recognition",
    "resignation",
    "sanction",
    "severance",
    "summit",
    "suspension",
    "treaty",
    "ultimatum",
    "veto",
    "war",
    "withdrawal",
];
/// Classes in which it does not matter who is named first, and types of other classes of which the same holds.
const MUTUAL: [&str; 6] = ["AGREE", "CONSULT", "COOPERATE", "ceasefire", "clash", "treaty"];
/// What comes in waves, so that only the place tells one from the next.
const PLACED: [&str; 4] = ["abduction", "attack", "capture", "clash"];

/// A type of event, as far as it decides what is joined.
#[derive(Clone, Copy, Debug)]
pub struct Kind<'a> {
    /// Its name.
    pub name: &'a str,
    /// The class of it.
    pub class: &'a str,
}

impl Kind<'_> {
    /// Whether the same parties seldom have two of it in a month.
    pub fn is_seldom(self) -> bool {
        SELDOM.contains(&self.name)
    }

    /// Whether anything but the same words can join two of it; `placed` tells whether they name their place.
    pub fn can_join(self, placed: bool) -> bool {
        self.name != "other" && (placed || !PLACED.contains(&self.name))
    }

    fn is_mutual(self) -> bool {
        MUTUAL.contains(&self.class) || MUTUAL.contains(&self.name)
    }
}

impl Report {
    fn days(&self) -> Option<Bounds> {
        self.date.map(|(days, _)| days)
    }

    /// Whether the date was told, and is not only the day of writing.
    fn is_told(&self) -> bool {
        self.date.is_some_and(|(_, basis)| is_told(basis))
    }

    fn of_kind(&self, kinds: &[PartyKind]) -> Vec<i64> {
        let mut list: Vec<i64> =
            self.parties.iter().filter(|p| kinds.contains(&p.kind)).map(|p| p.actor).collect();
        list.sort_unstable();
        list.dedup();
        list
    }

    fn known(&self) -> Vec<i64> {
        self.of_kind(&[PartyKind::Body, PartyKind::Organ, PartyKind::Person])
    }

    fn roles(&self, actor: i64) -> impl Iterator<Item = Role> {
        self.parties.iter().filter(move |p| p.actor == actor).map(|p| p.role)
    }

    /// Sorts reports from the one that tells most: the narrowest date, what happened before what is announced, most
    /// parties, a place, the surest date.
    fn rank(&self) -> impl Ord {
        let width = self.days().map_or(i64::MAX, |b| b.latest().0.saturating_sub(b.earliest().0));
        let basis = self.date.map(|(_, basis)| basis);
        let known = Reverse(self.known().len());
        (width, self.realis, known, self.place.is_none(), basis, self.tie.clone())
    }
}

/// Tells why two reports of one type are of one happening; `None` where they are of two, or nothing says so.
pub fn same(kind: Kind<'_>, a: &Report, b: &Report) -> Option<Ground> {
    let (x, y) = (a.days()?, b.days()?);
    if a.document == b.document || a.cue != b.cue || !places_agree(a, b) {
        return None;
    }
    let day = x == y && is_fixed(&x);
    if x == y && a.evidence == b.evidence && a.known() == b.known() && !a.known().is_empty() {
        return Some(Ground::Words);
    }
    if kind.name == "other" || !a.is_told() || !b.is_told() || !parties_agree(kind, a, b) {
        return None;
    }
    if day {
        return Some(Ground::Day);
    }
    (kind.is_seldom() && holds(&x, &y, a, b)).then_some(Ground::Within)
}

/// Tells whether two reports, which [`same`] keeps apart, may tell of one happening and differ in its day: both name a
/// day, one or two days apart, the same parties and the same place. `specific` says whether the place is one at which
/// two such things seldom happen in a week: a city, not a country.
pub fn contradict(kind: Kind<'_>, a: &Report, b: &Report, specific: bool) -> bool {
    let (Some(x), Some(y)) = (a.days(), b.days()) else { return false };
    let apart = (x.earliest().0 - y.earliest().0).abs();
    let known = a.of_kind(&[PartyKind::Body, PartyKind::Person]);
    specific
        && (1..=2).contains(&apart)
        && is_day(&x)
        && is_day(&y)
        && a.document != b.document
        && a.cue == b.cue
        && a.is_told()
        && b.is_told()
        && kind.name != "other"
        && a.place.is_some_and(|(place, _)| b.place.is_some_and(|(other, _)| place == other))
        && !known.is_empty()
        && known == b.of_kind(&[PartyKind::Body, PartyKind::Person])
        && parties_agree(kind, a, b)
}

/// Sorts reports of one type into families, each of one happening; the first of a family tells most.
///
/// `apart` says of two reports that a person keeps them apart. Every report comes back once, as its index, with the
/// ground on which it joins the first of its family. The answer hangs on the reports alone, not on their order.
pub fn families(
    kind: Kind<'_>,
    reports: &[&Report],
    apart: impl Fn(usize, usize) -> bool,
) -> Vec<Vec<(usize, Option<Ground>)>> {
    let mut order: Vec<usize> = (0..reports.len()).collect();
    order.sort_by_cached_key(|i| reports[*i].rank());
    let mut families: Vec<Vec<(usize, Option<Ground>)>> = Vec::new();
    for one in order {
        let report = reports[one];
        let fits = |family: &[(usize, Option<Ground>)]| {
            let strange =
                |(other, _): &(usize, _)| reports[*other].document == report.document || apart(one, *other);
            let (head, _) = family.first()?;
            same(kind, reports[*head], report).filter(|_| !family.iter().any(strange))
        };
        let mut fitting: Vec<(usize, Ground)> =
            families.iter().enumerate().filter_map(|(at, family)| Some((at, fits(family)?))).collect();
        if fitting.len() > 1 {
            // Of several, the one that says the same and no more.
            let equal = |(at, _): &(usize, Ground)| {
                let head = reports[families[*at][0].0];
                head.days() == report.days() && head.known() == report.known() && head.place == report.place
            };
            fitting.retain(equal);
        }
        match fitting.as_slice() {
            [(at, ground)] => families[*at].push((one, Some(*ground))),
            _ => families.push(vec![(one, None)]),
        }
    }
    families
}

/// Whether it is one known day, or a stretch with known ends.
fn is_fixed(days: &Bounds) -> bool {
    days.begin.0 == days.begin.1 && days.end.0 == days.end.1
}

fn is_day(days: &Bounds) -> bool {
    days.extent == Extent::Point && days.earliest() == days.latest()
}

/// Whether one of two dates holds the other, and all else is the same.
fn holds(x: &Bounds, y: &Bounds, a: &Report, b: &Report) -> bool {
    let holds = |wide: &Bounds, narrow: &Bounds| {
        wide.extent == Extent::Point
            && wide.earliest() <= narrow.earliest()
            && narrow.latest() <= wide.latest()
    };
    if !holds(x, y) && !holds(y, x) {
        return false;
    }
    let width = |days: &Bounds| days.latest().0.saturating_sub(days.earliest().0);
    let sides = [PartyKind::Body, PartyKind::Person];
    let both = a.of_kind(&sides).len() >= 2 && a.of_kind(&sides) == b.of_kind(&sides);
    let roles = a.known().iter().all(|actor| a.roles(*actor).eq(b.roles(*actor)));
    let at = a.place.is_some() && a.place == b.place;
    both && roles
        && match width(x).max(width(y)) {
            0..31 => true,
            31..366 => at,
            _ => false,
        }
}

fn places_agree(a: &Report, b: &Report) -> bool {
    match (a.place, b.place) {
        (Some((place, country)), Some((other, other_country))) => {
            place == other || country == Some(other) || other_country == Some(place)
        }
        _ => true,
    }
}

fn parties_agree(kind: Kind<'_>, a: &Report, b: &Report) -> bool {
    let lists = |kinds: &[PartyKind]| (a.of_kind(kinds), b.of_kind(kinds));
    let (bodies, other_bodies) = lists(&[PartyKind::Body, PartyKind::Organ]);
    let (people, other_people) = lists(&[PartyKind::Person]);
    let (weighty, other_weighty) = lists(&[PartyKind::Body, PartyKind::Person]);
    let covers = |a: &[i64], b: &[i64]| {
        let (wide, narrow) = if a.len() < b.len() { (b, a) } else { (a, b) };
        narrow.iter().all(|one| wide.contains(one))
    };
    if !covers(&bodies, &other_bodies) || !covers(&people, &other_people) {
        return false;
    }
    let common: Vec<i64> = weighty.iter().copied().filter(|one| other_weighty.contains(one)).collect();
    let both_placed = a.place.is_some() && b.place.is_some();
    let enough = match common.len() {
        0 => false,
        1 => both_placed || kind.is_seldom() && weighty == other_weighty,
        _ => true,
    };
    let sides = kind.is_mutual()
        || common.iter().all(|actor| {
            let other: Vec<Role> = b.roles(*actor).collect();
            a.roles(*actor).any(|role| other.contains(&role))
        });
    let speakers = |report: &Report| {
        let from = report.parties.iter().filter(|p| p.role == Role::From && p.kind != PartyKind::Unknown);
        let mut list: Vec<i64> = from.map(|p| p.actor).collect();
        list.sort_unstable();
        list
    };
    enough
        && sides
        && (both_placed || !PLACED.contains(&kind.name))
        && (kind.class != "STATEMENT" || !speakers(a).is_empty() && speakers(a) == speakers(b))
}

/// Returns a number that stands for the words of a sentence: the same whatever stands between them.
pub fn words_of(sentence: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    for word in sentence.split_whitespace() {
        word.hash(&mut hasher);
    }
    hasher.finish()
}

/// Whether a date that is known in this way was told, and is not only the day of writing.
pub const fn is_told(basis: DateBasis) -> bool {
    !matches!(basis, DateBasis::DocumentDate | DateBasis::BoundedByTense)
}
