use crate::lexicon::Holiday;
pub(super) use crate::lexicon::calendar::{Direction, PartOfDay, Season, Shift, Unit, Vague};
use crate::text::Span;

/// The four types of TIMEX3 (TimeML 1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimexType {
    /// A day or a longer period of the calendar.
    Date,
    /// A time within a day.
    Time,
    /// A length of time.
    Duration,
    /// Times that come again.
    Set,
}

impl TimexType {
    /// Returns the name as TIMEX3 writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// TIMEX3's `mod`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Modifier {
    /// early, the beginning of
    Start,
    /// mid-, the middle of
    Mid,
    /// late, the end of
    End,
    /// about
    Approx,
    /// nearly
    LessThan,
    /// more than
    MoreThan,
    /// up to
    EqualOrLess,
    /// at least
    EqualOrMore,
    /// no later than
    OnOrBefore,
    /// no earlier than
    OnOrAfter,
}

impl Modifier {
    /// Returns the name as TIMEX3 writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "START",
            Self::Mid => "MID",
            Self::End => "END",
            Self::Approx => "APPROX",
            Self::LessThan => "LESS_THAN",
            Self::MoreThan => "MORE_THAN",
            Self::EqualOrLess => "EQUAL_OR_LESS",
            Self::EqualOrMore => "EQUAL_OR_MORE",
            Self::OnOrBefore => "ON_OR_BEFORE",
            Self::OnOrAfter => "ON_OR_AFTER",
        }
    }
}

/// How many: of units, of times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Amount {
    /// A number, in thousandths: 2500 is two and a half.
    Exact(u32),
    /// From one number to another, in thousandths.
    Range(u32, u32),
    /// several, a few, or a plural alone
    Vague,
}

impl Amount {
    /// One.
    pub const ONE: Self = Self::Exact(1000);

    /// Makes an amount of a whole number.
    pub const fn whole(number: u32) -> Self {
        Self::Exact(number.saturating_mul(1000))
    }

    /// Returns the number where it is whole.
    pub const fn as_whole(self) -> Option<i64> {
        match self {
            Self::Exact(n) if n % 1000 == 0 => Some(n as i64 / 1000),
            _ => None,
        }
    }
}

/// A year as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WrittenYear {
    /// Nothing is said of it.
    Unsaid,
    /// 2016; 0 is 1 BC.
    Known(i32),
    /// '98, or the second half of 1939–45: two digits of a century that has to be found.
    Short(u8),
    /// Of another period: "of that year", "last year's".
    Of(Shift),
}

/// The part of the calendar that a date names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The year itself.
    Year,
    /// Ten years, by the first of them; the year's last digit is 0.
    Decade,
    /// A hundred years, by the year with two noughts that most of them begin with: 1900 for the 20th century.
    Century,
    /// The first or second half of the year.
    Half(u8),
    /// A quarter, 1 to 4; 0 is the one that is told of ("the 1988 quarter").
    Quarter(u8),
    /// A season.
    Season(Season),
    /// A month, 1 to 12.
    Month(u8),
    /// A month and day.
    Day(u8, u8),
    /// "the 12th": a day of a month that has to be found.
    DayOfMonth(u8),
    /// "Friday": a day of a week that has to be found; Monday is 1.
    Weekday(u8),
    /// A holiday.
    Holiday(Holiday),
}

/// A date as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Written {
    /// Its year.
    pub year: WrittenYear,
    /// What of the year it names.
    pub part: Part,
    /// How it moves: "last May", "next Friday".
    pub shift: Option<Shift>,
    /// A weekday that is named beside it: "Tuesday, April 12".
    pub weekday: Option<u8>,
    /// The same figures read the other way round, as month and day: 4/5/2016.
    pub other: Option<(u8, u8)>,
}

impl Written {
    /// Makes a date of which only the part is said.
    pub const fn part(part: Part) -> Self {
        Self { year: WrittenYear::Unsaid, part, shift: None, weekday: None, other: None }
    }

    /// Returns the same with a year.
    #[must_use]
    pub const fn of_year(mut self, year: WrittenYear) -> Self {
        self.year = year;
        self
    }

    /// Returns the same with a shift.
    #[must_use]
    pub const fn shifted(mut self, shift: Shift) -> Self {
        self.shift = Some(shift);
        self
    }
}

/// What comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Again {
    /// Every so many units: every six weeks.
    Every(Amount, Unit),
    /// In each unit: daily.
    In(Unit),
    /// Each such month, season, weekday or holiday.
    Part(Part),
    /// Each such part of the day.
    PartOfDay(PartOfDay),
}

/// What an expression says, nothing resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// A date that names a part of the calendar.
    Date(Written),
    /// A unit moved from a reference: this week, the previous month.
    Unit(Shift, Unit),
    /// Days from the day of writing: yesterday is -1.
    Day(i8),
    /// A count of units from a reference: two weeks ago.
    Offset(Amount, Unit, Direction),
    /// A length of time.
    Duration(Amount, Unit),
    /// A length of time up to or from the reference: the past three months, the next year.
    Span(Shift, Amount, Unit),
    /// The first, second … unit of something: the second day.
    Nth(u8, Unit),
    /// Times that come again, and how often in each.
    Set(Again, Option<Amount>),
    /// now, recently, soon
    Reference(Vague),
}

/// A time of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeOfDay {
    /// A part of it.
    Part(PartOfDay),
    /// An hour, 0 to 24, perhaps with minute and second.
    Clock {
        /// 0 to 24.
        hour: u8,
        /// 0 to 59.
        minute: Option<u8>,
        /// 0 to 59.
        second: Option<u8>,
    },
}

/// Whether an expression is one end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Pair {
    /// It stands alone.
    #[default]
    Alone,
    /// The next expression belongs with it: "from March" … "to May 2014".
    First,
    /// The expression before belongs with it.
    Second,
    /// Both: the middle of three.
    Both,
}

impl Pair {
    /// Tells whether the next expression belongs with this one.
    pub const fn goes_on(self) -> bool {
        matches!(self, Self::First | Self::Both)
    }

    /// Tells whether the expression before belongs with this one.
    pub const fn follows(self) -> bool {
        matches!(self, Self::Second | Self::Both)
    }
}

/// What stands between the two halves of a range or list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Joint {
    /// "and", a comma, a stroke: both.
    #[default]
    And,
    /// One of them, and the text leaves open which.
    Or,
    /// "to", a dash: all from one to the other.
    Through,
}

/// A time expression as it is written, nothing resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// Where, in bytes of the document's text.
    pub span: Span,
    /// Its first token, as an index of the document's tokens.
    pub first: u32,
    /// The token behind its last.
    pub end: u32,
    /// Its type.
    pub kind: TimexType,
    /// The name of the rule that found it.
    pub rule: &'static str,
    /// What it says.
    pub meaning: Meaning,
    /// The time of the day, where it says one.
    pub time: Option<TimeOfDay>,
    /// TIMEX3's `mod`.
    pub modifier: Option<Modifier>,
    /// Whether it is one end of a range.
    pub pair: Pair,
    /// How it is joined to the first half, where it is the second.
    pub joint: Joint,
}

impl TimeExpression {
    /// Returns the range of its tokens in the document.
    pub const fn tokens(&self) -> std::ops::Range<usize> {
        self.first as usize..self.end as usize
    }

    /// Tells whether it ends a range that lasts.
    pub fn is_through(&self) -> bool {
        self.joint == Joint::Through
    }

    /// Tells whether it names a point or period of the calendar, so that it may date an event.
    pub const fn is_date(&self) -> bool {
        matches!(self.kind, TimexType::Date | TimexType::Time)
            && !matches!(self.meaning, Meaning::Reference(_))
    }

    /// Tells whether the year stands in the text itself.
    pub const fn has_year(&self) -> bool {
        matches!(self.meaning, Meaning::Date(Written { year: WrittenYear::Known(_), .. }))
    }
}
