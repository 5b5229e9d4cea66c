//! What is to be done, with nothing left to look up: names are numbers, dates are days, stages fit the rows before them.

use super::ast::{Duration, MonthDay, Shared, Side};
use super::columns::{ChainKey, Format, Key};
use crate::date::{Bounds, DateBasis, Day, Extent, Fit, Relation, Unit};
use crate::event::{Realis, Role};
use crate::text::Diagnostic;

/// A query that is ready to be compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What is done with events, in order.
    pub steps: Vec<Step>,
    /// Which events are set beside them; `None` where rows are not chains.
    pub chain: Option<Chain>,
    /// Which stretches of time without them are sought; `None` where the rows are no gaps.
    pub gaps: Option<Gaps>,
    /// How events or chains are counted; `None` where the rows are not counts.
    pub count: Option<Count>,
    /// Which columns rows have; `None` for those of the format.
    pub show: Option<Vec<ChainKey>>,
    /// The format that the query asks for.
    pub format: Option<Format>,
    /// What whoever asked may want to know: names that stand for several rows.
    pub notices: Vec<Diagnostic>,
    /// How the dates were read, each as written and in days: `before 2014-04-15 → no later than 14 Apr 2014`.
    pub readings: Vec<String>,
}

/// Something done with rows.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Keeps the events that fit.
    Keep(Predicate),
    /// Orders by a key, then by the default order.
    Sort {
        /// The key.
        key: ChainKey,
        /// Whether the greatest comes first.
        descending: bool,
    },
    /// Keeps the first rows.
    First(i64),
    /// Keeps the last rows, in the same order.
    Last(i64),
    /// Keeps the events nearest to a date, by the least and then by the greatest distance, the nearest first.
    Nearest {
        /// How many.
        count: i64,
        /// The date.
        to: Bounds,
        /// The event whose date it is, which is left out.
        except: Option<i64>,
    },
}

/// Events in a row: each stands next to the one before it in time.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// From the first event to the second, from the second to the third, and so on; one at least.
    pub links: Vec<Link>,
    /// What is done with the rows: never [`Step::Keep`] or [`Step::Nearest`].
    pub steps: Vec<Step>,
}

/// Another event that stands near one in time.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// On which side of the one the other lies.
    pub side: Side,
    /// From the end of the earlier to the beginning of the later are so many days, months or years at most.
    pub within: Duration,
    /// Which other event.
    pub by: Predicate,
    /// What the two have in common.
    pub sharing: Vec<Shared>,
}

/// Stretches of time without events.
#[derive(Clone, Debug, PartialEq)]
pub struct Gaps {
    /// Only those that may be longer than this.
    pub over: Duration,
    /// For the events of each value by themselves; `None` for all together.
    pub key: Option<Key>,
    /// What is done with the rows: never [`Step::Keep`] or [`Step::Nearest`].
    pub steps: Vec<Step>,
}

/// A count of events or chains.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// A row for every combination of these; one row for all where there are none. At most one is a bucket of time.
    pub keys: Vec<ChainKey>,
    /// What is done with the rows: never [`Step::Keep`] or [`Step::Nearest`].
    pub steps: Vec<Step>,
}

/// A filter in negation normal form: `not` stands at the tests only.
#[derive(Clone, Debug, PartialEq)]
pub enum Predicate {
    /// All of them; true where there are none.
    All(Vec<Self>),
    /// At least one of them; false where there are none.
    Any(Vec<Self>),
    /// A test, or its opposite.
    Test {
        /// What is tested.
        test: Test,
        /// Whether the opposite is asked.
        negated: bool,
    },
}

/// What can be asked of one event.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Its type is one of these.
    Type(Vec<i64>),
    /// One of these actors takes part.
    Participant {
        /// In that role, or in any.
        role: Option<Role>,
        /// Which actors.
        actors: Vec<i64>,
        /// Whether so many events have them that other conditions are better looked at first.
        common: bool,
    },
    /// It happened at one of these places.
    Place(Vec<i64>),
    /// One of these documents tells of it.
    Document(Vec<i64>),
    /// Its date is known in one of these ways.
    Basis(Vec<DateBasis>),
    /// These words stand together in its summary or evidence.
    About(String),
    /// It is one of these events.
    Id(Vec<i64>),
    /// It happened, or is announced.
    Realis(Realis),
    /// Nothing bounds its date.
    Undated,
    /// It stands so in time. Undated events fail this test and its opposite.
    Date(Stand),
    /// It stands so to a date that is not known to the day. Undated events fail this test and its opposite.
    Beside(Beside),
    /// It was so on that day of some year. Undated events fail this test and its opposite.
    Recurring(Recurring),
    /// No other event stands so next to it. Undated events fail this test and its opposite.
    Alone(Box<Link>),
    /// So much is known of a combination of [`Test::Date`]. Undated events fail this test and its opposite.
    Known(Fit, Box<Predicate>),
}

/// A day of any year, or of leap years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recurring {
    /// Which day.
    pub day: MonthDay,
    /// Whether dates wider than a year are asked for, which are possible on every day of the year.
    pub wide: bool,
}

/// A relation to a literal period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Which relation.
    pub relation: Relation,
    /// The period's first day.
    pub first: Day,
    /// The period's last day, not before the first.
    pub last: Day,
}

/// A relation to the date of another event, which is not known to the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Which relation.
    pub relation: Relation,
    /// The other event, which never stands before or after itself, and always in every other relation.
    pub event: i64,
    /// Its date; for `within … of` its beginning moved back and its end moved forward.
    pub date: Bounds,
    /// So many days its beginning and its end were moved apart.
    pub apart: i64,
}

impl Beside {
    /// Returns the stretch of days on which a point event may stand so; the first may lie behind the last.
    pub fn days(&self) -> (Day, Day) {
        let Bounds { begin, end, extent } = self.date;
        match self.relation {
            Relation::In | Relation::Overlapping => (begin.0, end.1),
            // One day covers what may itself be over in a day.
            Relation::Covering if extent == Extent::Span => (end.0, begin.1),
            Relation::Covering => (begin.0, begin.1),
            Relation::Before => (Day::MIN, begin.1.plus(-1)),
            Relation::After => (end.0.plus(1), Day::MAX),
            Relation::Since => (begin.0, Day::MAX),
            Relation::Until => (Day::MIN, end.1),
        }
    }
}

impl Test {
    /// Tells whether it is a test of dates, which no undated event passes.
    pub const fn asks_dates(&self) -> bool {
        matches!(
            self,
            Self::Date(_) | Self::Beside(_) | Self::Recurring(_) | Self::Alone(_) | Self::Known(..)
        )
    }
}

impl Predicate {
    /// The predicate that every event fits.
    pub const TRUE: Self = Self::All(Vec::new());
    /// The predicate that no event fits.
    pub const FALSE: Self = Self::Any(Vec::new());

    /// Returns the opposite.
    #[must_use]
    pub fn negate(&self) -> Self {
        match self {
            Self::All(parts) => Self::Any(parts.iter().map(Self::negate).collect()),
            Self::Any(parts) => Self::All(parts.iter().map(Self::negate).collect()),
            Self::Test { test, negated } => Self::Test { test: test.clone(), negated: !negated },
        }
    }

    /// Returns the predicate with every test of dates replaced by `value`, and simplified.
    #[must_use]
    pub fn assuming_dates(&self, value: bool) -> Self {
        let constant = if value { Self::TRUE } else { Self::FALSE };
        match self {
            Self::Test { test, .. } => {
                if test.asks_dates() {
                    constant
                } else {
                    self.clone()
                }
            }
            Self::All(parts) => {
                let parts: Vec<Self> =
                    parts.iter().map(|p| p.assuming_dates(value)).filter(|p| *p != Self::TRUE).collect();
                if parts.contains(&Self::FALSE) { Self::FALSE } else { Self::All(parts) }
            }
            Self::Any(parts) => {
                let parts: Vec<Self> =
                    parts.iter().map(|p| p.assuming_dates(value)).filter(|p| *p != Self::FALSE).collect();
                if parts.contains(&Self::TRUE) { Self::TRUE } else { Self::Any(parts) }
            }
        }
    }

    /// Tells whether any test is one of dates, [`Test::Known`] included.
    pub fn asks_dates(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::asks_dates),
            Self::Test { test, .. } => test.asks_dates(),
        }
    }

    /// Tells whether any test is of dates and denotes no set of days, so that it is judged by itself; those that a
    /// [`Test::Known`] holds are left out.
    pub fn has_lone_dates(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::has_lone_dates),
            Self::Test { test, .. } => matches!(test, Test::Beside(_) | Test::Recurring(_) | Test::Alone(_)),
        }
    }
}

impl Count {
    /// Returns the key that is a bucket of time, and which.
    pub fn time(&self) -> Option<(ChainKey, Unit)> {
        self.keys.iter().find_map(|key| Some((*key, key.key.unit()?)))
    }
}

impl Plan {
    /// Tells whether rows have a distance.
    pub fn has_distance(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Nearest { .. }))
    }

    /// Returns all that is asked of events, whatever stands between.
    pub fn predicate(&self) -> Predicate {
        Predicate::All(
            self.steps
                .iter()
                .filter_map(|step| match step {
                    Step::Keep(predicate) => Some(predicate.clone()),
                    _ => None,
                })
                .collect(),
        )
    }
}
