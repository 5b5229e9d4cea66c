//! Dates folded before they are judged.
//!
//! A point event is one unknown day, so every combination of dates denotes a set of days: *possible* is that the event's
//! range meets the set, *certain* that it lies in one stretch of it. That is exact, and judging date by date is not:
//! "before 15 April or since 15 April" is certain for every event although neither part is. Where dates stand between
//! other tests, the others are taken out first: *possible* distributes over `or` and *certain* over `and`, so that the
//! one is judged on a disjunction and the other on a conjunction of clauses, each with its dates folded into one set.

use super::plan::{Predicate, Stand, Test};
use crate::date::{Day, Fit, Relation};

/// How a filter is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// In one reading at least.
    Possible,
    /// In every reading.
    Certain,
}

/// Tests without dates, and dates without other tests. All must hold in a clause of [`Mode::Possible`], one at least in
/// a clause of [`Mode::Certain`].
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Clause {
    pub(super) others: Vec<Predicate>,
    pub(super) dates: Vec<Predicate>,
}

/// More clauses than this are refused when a query is planned.
pub(super) const MOST_CLAUSES: usize = 500;

/// Returns the clauses of a predicate: for [`Mode::Possible`] one of them must hold, for [`Mode::Certain`] all; `None`
/// where there are more than [`MOST_CLAUSES`].
pub(super) fn clauses(predicate: &Predicate, mode: Mode) -> Option<Vec<Clause>> {
    match contents(predicate) {
        Contents::Dates => return Some(vec![Clause { dates: vec![predicate.clone()], ..Clause::default() }]),
        Contents::Others => {
            return Some(vec![Clause { others: vec![predicate.clone()], ..Clause::default() }]);
        }
        Contents::Both => {}
    }
    let (parts, adds) = match predicate {
        Predicate::Any(parts) => (parts, mode == Mode::Possible),
        Predicate::All(parts) => (parts, mode == Mode::Certain),
        Predicate::Test { .. } => return Some(Vec::new()),
    };
    let mut found = if adds { Vec::new() } else { vec![Clause::default()] };
    for part in parts {
        let next = clauses(part, mode)?;
        if adds {
            found.extend(next);
        } else {
            found = found.iter().flat_map(|a| next.iter().map(|b| a.merged(b))).collect();
        }
        if found.len() > MOST_CLAUSES {
            return None;
        }
    }
    Some(found)
}

impl Clause {
    fn merged(&self, other: &Self) -> Self {
        Self {
            others: self.others.iter().chain(&other.others).cloned().collect(),
            dates: self.dates.iter().chain(&other.dates).cloned().collect(),
        }
    }

    /// Returns the dates of the clause as one predicate.
    pub(super) fn dated(&self, mode: Mode) -> Predicate {
        match mode {
            Mode::Possible => Predicate::All(self.dates.clone()),
            Mode::Certain => Predicate::Any(self.dates.clone()),
        }
    }
}

enum Contents {
    Dates,
    Others,
    Both,
}

fn contents(predicate: &Predicate) -> Contents {
    let parts = match predicate {
        Predicate::Test { test: Test::Date(_), .. } => return Contents::Dates,
        Predicate::Test { .. } => return Contents::Others,
        Predicate::All(parts) | Predicate::Any(parts) => parts,
    };
    let (mut dates, mut others) = (false, false);
    for part in parts {
        match contents(part) {
            Contents::Dates => dates = true,
            Contents::Others => others = true,
            Contents::Both => return Contents::Both,
        }
    }
    match (dates, others) {
        (true, true) => Contents::Both,
        (true, false) => Contents::Dates,
        (false, _) => Contents::Others,
    }
}

/// A set of days: stretches in ascending order that neither overlap nor touch, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Days(pub(super) Vec<(Day, Day)>);

impl Days {
    /// Every day there is.
    pub(super) fn all() -> Self {
        Self(vec![(Day::MIN, Day::MAX)])
    }

    /// Returns the days on which a point event fits a predicate of dates alone.
    pub(super) fn of(predicate: &Predicate) -> Self {
        match predicate {
            Predicate::All(parts) => parts.iter().map(Self::of).fold(Self::all(), |a, b| a.intersection(&b)),
            Predicate::Any(parts) => {
                let opposite = parts.iter().map(|part| Self::of(part).complement());
                opposite.fold(Self::all(), |a, b| a.intersection(&b)).complement()
            }
            Predicate::Test { test: Test::Date(stand), negated } => {
                let days = Self::standing(stand);
                if *negated { days.complement() } else { days }
            }
            Predicate::Test { .. } => Self::all(),
        }
    }

    fn standing(stand: &Stand) -> Self {
        let Stand { relation, first, last } = *stand;
        let stretch = match relation {
            Relation::In | Relation::Overlapping => Some((first, last)),
            // One day covers one day at most.
            Relation::Covering => (first == last).then_some((first, last)),
            Relation::Before => (first > Day::MIN).then(|| (Day::MIN, first.plus(-1))),
            Relation::After => (last < Day::MAX).then(|| (last.plus(1), Day::MAX)),
            Relation::Since => Some((first, Day::MAX)),
            Relation::Until => Some((Day::MIN, last)),
        };
        Self(stretch.into_iter().collect())
    }

    fn complement(&self) -> Self {
        let mut gaps = Vec::new();
        let mut next = Some(Day::MIN);
        for (first, last) in &self.0 {
            if let Some(begin) = next.filter(|begin| begin < first) {
                gaps.push((begin, first.plus(-1)));
            }
            next = (*last < Day::MAX).then(|| last.plus(1));
        }
        gaps.extend(next.map(|begin| (begin, Day::MAX)));
        Self(gaps)
    }

    fn intersection(&self, other: &Self) -> Self {
        let mut shared = Vec::new();
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            let (first, last) = (x.0.max(y.0), x.1.min(y.1));
            if first <= last {
                shared.push((first, last));
            }
            if x.1 < y.1 {
                a.next()
            } else {
                b.next()
            };
        }
        Self(shared)
    }

    /// Returns the first and the last day, or `None` of no days.
    pub(super) fn hull(&self) -> Option<(Day, Day)> {
        Some((self.0.first()?.0, self.0.last()?.1))
    }
}

/// Returns the period that a filter asks for, as its first and its last day: whatever fits touches both what begins no
/// later than the last and what ends no earlier than the first. Where dates contradict each other the last may lie
/// before the first, which no point event fits.
pub(super) fn period(predicate: &Predicate) -> (Day, Day) {
    const EVERYTHING: (Day, Day) = (Day::MIN, Day::MAX);
    match predicate {
        Predicate::All(parts) => {
            parts.iter().map(period).fold(EVERYTHING, |a, b| (a.0.max(b.0), a.1.min(b.1)))
        }
        Predicate::Any(parts) => {
            let either = parts.iter().map(period).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
            either.unwrap_or(EVERYTHING)
        }
        Predicate::Test { test: Test::Date(stand), negated: false }
            if stand.relation == Relation::Covering =>
        {
            (stand.first, stand.last)
        }
        Predicate::Test { test: Test::Date(_), .. } => Days::of(predicate).hull().unwrap_or(EVERYTHING),
        Predicate::Test { test: Test::Beside(beside), negated: false } => {
            // A span that covers another need not lie within the days on which a point can.
            if beside.relation == Relation::Covering { EVERYTHING } else { beside.days() }
        }
        Predicate::Test { test: Test::Known(Fit::Certainly, inner), negated: false } => period(inner),
        Predicate::Test { .. } => EVERYTHING,
    }
}

/// Tells whether points and spans may be judged alike, date by date, which keeps the SQL short: where folding would
/// change nothing.
pub(super) fn is_uniform(predicate: &Predicate, mode: Mode) -> bool {
    if mode == Mode::Certain {
        return is_uniform(&predicate.negate(), Mode::Possible);
    }
    match predicate {
        Predicate::Any(parts) => parts.iter().all(|part| is_uniform(part, mode)),
        Predicate::Test { test: Test::Date(stand), .. } => {
            stand.relation != Relation::Covering || stand.first == stand.last
        }
        Predicate::Test { .. } => true,
        // Stretches that meet pairwise have a day in common (Helly's theorem in one dimension).
        Predicate::All(parts) => {
            let stretches = parts.iter().all(|part| is_uniform(part, mode) && is_stretch(part));
            stretches && (parts.is_empty() || !Days::of(predicate).0.is_empty())
        }
    }
}

fn is_stretch(predicate: &Predicate) -> bool {
    match predicate {
        Predicate::Any(parts) if parts.len() != 1 => false,
        Predicate::All(parts) | Predicate::Any(parts) => parts.iter().all(is_stretch),
        Predicate::Test { .. } => Days::of(predicate).0.len() == 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(relation: Relation, first: i64, last: i64) -> Predicate {
        let test = Test::Date(Stand { relation, first: Day(first), last: Day(last) });
        Predicate::Test { test, negated: false }
    }

    #[test]
    fn dates_fold_into_stretches() {
        let before = date(Relation::Before, 10, 10);
        let since = date(Relation::Since, 10, 10);
        let within = date(Relation::In, 5, 20);
        let any = |parts: &[&Predicate]| Predicate::Any(parts.iter().map(|p| (*p).clone()).collect());
        let all = |parts: &[&Predicate]| Predicate::All(parts.iter().map(|p| (*p).clone()).collect());
        let stretch = |a: i64, b: i64| (Day(a), Day(b));
        assert_eq!(Days::of(&any(&[&before, &since])), Days::all());
        assert_eq!(Days::of(&all(&[&before, &since])).0, []);
        assert_eq!(Days::of(&all(&[&before, &within])).0, [stretch(5, 9)]);
        assert_eq!(Days::of(&within.negate()).0, [(Day::MIN, Day(4)), (Day(21), Day::MAX)]);
        assert_eq!(Days::of(&all(&[&within.negate(), &before])).0, [(Day::MIN, Day(4))]);
    }
}
