//! The words of `calendar.tsv`: months, units, numbers, and the small words that time expressions are made of.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{LexiconError, Row, Table};
use crate::text::{Vocabulary, WordId};

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// Saturday and Sunday.
    Weekend,
    /// A week, from Monday.
    Week,
    /// Two weeks.
    Fortnight,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A quarter of a year with weather: spring, summer, autumn, winter.
    Season,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
    /// A thousand years.
    Millennium,
}

/// A season, by the months it has on the northern half of the earth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Season {
    /// March to May.
    Spring,
    /// June to August.
    Summer,
    /// September to November.
    Autumn,
    /// December to February.
    Winter,
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PartOfDay {
    /// `MO`
    Morning,
    /// `MI`
    Midday,
    /// `AF`
    Afternoon,
    /// `EV`
    Evening,
    /// `NI`
    Night,
}

/// How a word moves from a reference to the period that is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shift {
    /// The period of the day of writing: this year.
    This,
    /// The one before it: last year.
    Last,
    /// The one behind it: next year.
    Next,
    /// Those up to now: the past three months.
    Past,
    /// Those from now on: coming weeks.
    Coming,
    /// The one before the period that is told of: the previous month.
    Before,
    /// The one behind it: the following year.
    Behind,
    /// The period that is told of: the same day.
    Same,
    /// The period that was named last: that year.
    That,
    /// The period that is reported on: the latest quarter.
    Latest,
    /// Not long ago: recent months.
    Recent,
    /// From one named period to another: the intervening years.
    Between,
    /// These and those: `these days`.
    These,
    /// Of something that lasted: the final years.
    Final,
    /// All of it: the full year.
    Whole,
}

/// Which part of a period is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Edge {
    /// Its beginning.
    Start,
    /// Its middle.
    Mid,
    /// Its end.
    End,
    /// Some of it, not said which: `the rest of`.
    Unsaid,
}

/// How far a count or date may be off, as TIMEX3's `mod` says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Approximation {
    /// About as much.
    About,
    /// Less: nearly, under.
    LessThan,
    /// More: over.
    MoreThan,
    /// At most: up to, within.
    AtMost,
    /// At least.
    AtLeast,
    /// The word says nothing of it: just, only.
    Unsaid,
}

/// A reference without a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Vague {
    /// now, currently
    Present,
    /// recently, the past
    Past,
    /// soon, the future
    Future,
}

/// In which direction, and from where, an offset counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Direction {
    /// Back from the day of writing.
    Ago,
    /// On from the day of writing.
    Hence,
    /// Back from what is told.
    Earlier,
    /// On from what is told.
    Later,
    /// Back from what is named next, or from what is told.
    Before,
    /// On from what is named next, or from what is told.
    After,
}

/// What a word near an expression tells of its side of the day of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cue {
    /// It is past: was, met.
    Past,
    /// It is to come: will, expected.
    Future,
    /// It is to come where an infinitive follows: plans to, is set to.
    Intent,
    /// It is a form of "to be" that says nothing of it.
    Present,
    /// Somebody speaks: the verb of the report, not of what is reported.
    Report,
    /// since
    Since,
    /// It is to come where `for` stands before it: called a vote for May.
    Aim,
}

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// What a word can be in a time expression.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Role { $($(#[$doc])* $name),+ }

        impl Role {
            const ALL: &[(&str, Self)] = &[$(($word, Self::$name)),+];
        }
    };
}

roles! {
    /// A month's name.
    Month = "month",
    /// A month's name that is another word too: may, march.
    MonthWord = "month-word",
    /// A month's abbreviation.
    MonthShort = "month-short",
    /// A day of the week.
    Weekday = "weekday",
    /// Its abbreviation.
    WeekdayShort = "weekday-short",
    /// Its plural.
    Weekdays = "weekdays",
    /// A season.
    Season = "season",
    /// A season that is another word too: fall.
    SeasonWord = "season-word",
    /// Its plural.
    Seasons = "seasons",
    /// A part of the day.
    PartOfDay = "part-of-day",
    /// A clock time: noon.
    Clock = "clock",
    /// One unit.
    Unit = "unit",
    /// Several units.
    Units = "units",
    /// An abbreviated unit.
    UnitShort = "unit-short",
    /// A cardinal number.
    Number = "number",
    /// hundred, thousand
    Multiplier = "multiplier",
    /// half
    Half = "half",
    /// couple
    Couple = "couple",
    /// several
    VagueNumber = "vague-number",
    /// An ordinal number.
    Ordinal = "ordinal",
    /// th
    OrdinalEnding = "ordinal-ending",
    /// s
    PluralEnding = "plural-ending",
    /// nineties
    Decade = "decade",
    /// last, next
    Shift = "shift",
    /// early
    Edge = "edge",
    /// the end of
    EdgeNoun = "edge-noun",
    /// yesterday
    Day = "day",
    /// now
    Reference = "reference",
    /// daily
    Frequency = "frequency",
    /// every
    Every = "every",
    /// per
    Per = "per",
    /// twice
    Times = "times",
    /// ago
    Direction = "direction",
    /// BC
    Era = "era",
    /// p.m.
    Meridiem = "meridiem",
    /// o'clock
    OClock = "oclock",
    /// GMT
    Zone = "zone",
    /// about
    Approx = "approx",
    /// more (than)
    ApproxPhrase = "approx-phrase",
    /// the, a
    Article = "article",
    /// of
    Of = "of",
    /// in
    In = "in",
    /// on
    On = "on",
    /// to, through
    To = "to",
    /// and
    And = "and",
    /// or
    Or = "or",
    /// so
    So = "so",
    /// from
    From = "from",
    /// between
    Between = "between",
    /// (the year) ended
    PeriodEnd = "period-end",
    /// fiscal
    Fiscal = "fiscal",
    /// period
    Period = "period",
    /// trading (day)
    Filler = "filler",
    /// (years) old
    Old = "old",
    /// time
    Time = "time",
    /// moment
    Moment = "moment",
    /// local (time)
    Local = "local",
    /// (0300) hours
    HoursWord = "hours-word",
    /// A number behind it is a name, not a year.
    NotYearAfter = "not-year-after",
    /// A number before it is a count, not a year.
    NotYearBefore = "not-year-before",
    /// What follows it is a person.
    Title = "title",
    /// It tells the side.
    Cue = "cue",
    /// A holiday's name may begin with it.
    Holiday = "holiday",
}

/// A set of [`Role`]s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Roles(u64);

impl Roles {
    /// No role.
    pub const NONE: Self = Self(0);

    /// Makes a set.
    pub const fn of(roles: &[Role]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < roles.len() {
            bits |= 1 << roles[i] as u8;
            i += 1;
        }
        Self(bits)
    }

    /// Tells whether the set has `role`.
    pub const fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    /// Tells whether the two sets share a role.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Tells whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the roles of either set.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Everything that a word can mean in a time expression; a field counts where the word has the role.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct CalendarWord {
    /// What it can be.
    pub roles: Roles,
    /// A month, 1 to 12.
    pub month: u8,
    /// A weekday, Monday is 1.
    pub weekday: u8,
    /// A cardinal number or multiplier; of a clock word, the minute of the day.
    pub number: u32,
    /// An ordinal number.
    pub ordinal: u8,
    /// A decade: 90 for the nineties.
    pub decade: u8,
    /// Days from the day of writing.
    pub offset: i8,
    /// Whether a clock word means the afternoon (p.m.) or years before our era (BC).
    pub late: bool,
    /// A unit.
    pub unit: Option<Unit>,
    /// A season.
    pub season: Option<Season>,
    /// A part of the day.
    pub part_of_day: Option<PartOfDay>,
    /// How it moves.
    pub shift: Option<Shift>,
    /// Which part of a period.
    pub edge: Option<Edge>,
    /// How far off.
    pub approximation: Option<Approximation>,
    /// Which reference.
    pub vague: Option<Vague>,
    /// Which direction.
    pub direction: Option<Direction>,
    /// What it tells of the side.
    pub cue: Option<Cue>,
    /// How often.
    pub frequency: Option<Unit>,
}

impl CalendarWord {
    /// Tells whether the word can be `role`.
    pub const fn is(&self, role: Role) -> bool {
        self.roles.has(role)
    }
}

/// The words of `calendar.tsv`, by their number in the vocabulary.
#[derive(Debug, Serialize, Deserialize)]
pub struct CalendarWords {
    /// Where in `words` the meaning of a word stands; most stand for nothing, at 0.
    index: Vec<u16>,
    words: Vec<CalendarWord>,
}

impl CalendarWords {
    pub(super) fn read(file: &str, text: &str, vocabulary: &mut Vocabulary) -> Result<Self, LexiconError> {
        let table = Table::read(file, text, &["word", "meaning", "value"])?;
        let mut all = Self { index: Vec::new(), words: vec![CalendarWord::default()] };
        for row in table.rows() {
            let id = vocabulary.intern(row.field(0));
            let word = all.entry(id);
            let Some((_, role)) = Role::ALL.iter().find(|(name, _)| *name == row.field(1)) else {
                return Err(row.error(format!("expected a meaning, found {:?}", row.field(1))));
            };
            word.roles = word.roles.or(Roles::of(&[*role]));
            set(word, *role, row)?;
        }
        Ok(all)
    }

    /// Lets a word begin the name of a holiday.
    pub(super) fn begin_holiday(&mut self, word: WordId) {
        let entry = self.entry(word);
        entry.roles = entry.roles.or(Roles::of(&[Role::Holiday]));
    }

    fn entry(&mut self, id: WordId) -> &mut CalendarWord {
        if self.index.len() <= id.index() {
            self.index.resize(id.index() + 1, 0);
        }
        if self.index[id.index()] == 0 {
            self.index[id.index()] = u16::try_from(self.words.len()).unwrap_or(0);
            self.words.push(CalendarWord::default());
        }
        &mut self.words[self.index[id.index()] as usize]
    }

    /// Returns what a word means in time expressions; every word has an answer, most often "nothing".
    pub fn of(&self, word: WordId) -> &CalendarWord {
        let place = self.index.get(word.index()).copied().unwrap_or(0);
        &self.words[place as usize]
    }
}

fn set(word: &mut CalendarWord, role: Role, row: &Row) -> Result<(), LexiconError> {
    let value = row.field(2);
    match role {
        Role::Month | Role::MonthWord | Role::MonthShort => word.month = number(row, 1, 12)?,
        Role::Weekday | Role::WeekdayShort | Role::Weekdays => word.weekday = number(row, 1, 7)?,
        Role::Number | Role::Multiplier | Role::Couple => word.number = number(row, 0, 1_000_000_000)?,
        Role::Ordinal => word.ordinal = number(row, 1, 100)?,
        Role::Decade => word.decade = number(row, 0, 90)?,
        Role::Clock => word.number = minute_of_day(value).ok_or_else(|| unknown(row, "hour:minute"))?,
        Role::Meridiem => word.late = choose(row, &[("am", false), ("pm", true)])?,
        Role::Era => word.late = choose(row, &[("AD", false), ("BC", true)])?,
        Role::Day => {
            word.offset = value.parse().map_err(|_| unknown(row, "a number of days"))?;
        }
        Role::Season | Role::SeasonWord | Role::Seasons => word.season = Some(choose(row, SEASONS)?),
        Role::PartOfDay => word.part_of_day = Some(choose(row, PARTS_OF_DAY)?),
        Role::Unit | Role::Units | Role::UnitShort => word.unit = Some(choose(row, UNITS)?),
        Role::Frequency => word.frequency = Some(choose(row, UNITS)?),
        Role::Shift => word.shift = Some(choose(row, SHIFTS)?),
        Role::Edge | Role::EdgeNoun => word.edge = Some(choose(row, EDGES)?),
        Role::Approx => word.approximation = Some(choose(row, APPROXIMATIONS)?),
        Role::Reference => word.vague = Some(choose(row, VAGUE)?),
        Role::Direction => word.direction = Some(choose(row, DIRECTIONS)?),
        Role::Cue => word.cue = Some(choose(row, CUES)?),
        Role::Article => word.late = choose(row, &[("the", false), ("a", true)])?,
        _ => {}
    }
    Ok(())
}

const SEASONS: &[(&str, Season)] =
    &[("SP", Season::Spring), ("SU", Season::Summer), ("FA", Season::Autumn), ("WI", Season::Winter)];
const PARTS_OF_DAY: &[(&str, PartOfDay)] = &[
    ("MO", PartOfDay::Morning),
    ("MI", PartOfDay::Midday),
    ("AF", PartOfDay::Afternoon),
    ("EV", PartOfDay::Evening),
    ("NI", PartOfDay::Night),
];
const UNITS: &[(&str, Unit)] = &[
    ("second", Unit::Second),
    ("minute", Unit::Minute),
    ("hour", Unit::Hour),
    ("day", Unit::Day),
    ("weekend", Unit::Weekend),
    ("week", Unit::Week),
    ("fortnight", Unit::Fortnight),
    ("month", Unit::Month),
    ("quarter", Unit::Quarter),
    ("year", Unit::Year),
    ("decade", Unit::Decade),
    ("century", Unit::Century),
    ("millennium", Unit::Millennium),
];
const SHIFTS: &[(&str, Shift)] = &[
    ("this", Shift::This),
    ("last", Shift::Last),
    ("next", Shift::Next),
    ("past", Shift::Past),
    ("coming", Shift::Coming),
    ("before", Shift::Before),
    ("behind", Shift::Behind),
    ("same", Shift::Same),
    ("that", Shift::That),
    ("latest", Shift::Latest),
    ("recent", Shift::Recent),
    ("between", Shift::Between),
    ("these", Shift::These),
    ("those", Shift::These),
    ("final", Shift::Final),
    ("whole", Shift::Whole),
];
const EDGES: &[(&str, Edge)] =
    &[("START", Edge::Start), ("MID", Edge::Mid), ("END", Edge::End), ("NONE", Edge::Unsaid)];
const APPROXIMATIONS: &[(&str, Approximation)] = &[
    ("APPROX", Approximation::About),
    ("LESS_THAN", Approximation::LessThan),
    ("MORE_THAN", Approximation::MoreThan),
    ("EQUAL_OR_LESS", Approximation::AtMost),
    ("EQUAL_OR_MORE", Approximation::AtLeast),
    ("NONE", Approximation::Unsaid),
];
const VAGUE: &[(&str, Vague)] =
    &[("PRESENT", Vague::Present), ("PAST", Vague::Past), ("FUTURE", Vague::Future)];
const DIRECTIONS: &[(&str, Direction)] = &[
    ("ago", Direction::Ago),
    ("hence", Direction::Hence),
    ("earlier", Direction::Earlier),
    ("later", Direction::Later),
    ("before", Direction::Before),
    ("after", Direction::After),
];
const CUES: &[(&str, Cue)] = &[
    ("past", Cue::Past),
    ("future", Cue::Future),
    ("intent", Cue::Intent),
    ("present", Cue::Present),
    ("report", Cue::Report),
    ("since", Cue::Since),
    ("aim", Cue::Aim),
];

fn choose<T: Copy>(row: &Row, choices: &[(&str, T)]) -> Result<T, LexiconError> {
    let found = choices.iter().find(|(name, _)| *name == row.field(2));
    found
        .map(|(_, value)| *value)
        .ok_or_else(|| unknown(row, &choices.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")))
}

fn number<T: TryFrom<u32>>(row: &Row, least: u32, most: u32) -> Result<T, LexiconError> {
    let parsed = row.field(2).parse::<u32>().ok().filter(|n| (least..=most).contains(n));
    parsed
        .and_then(|n| T::try_from(n).ok())
        .ok_or_else(|| unknown(row, &format!("a number from {least} to {most}")))
}

fn minute_of_day(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    Some(hour.parse::<u32>().ok()? * 60 + minute.parse::<u32>().ok()?)
}

fn unknown(row: &Row, expected: &str) -> LexiconError {
    row.error(format!("expected {expected}, found {:?}", row.field(2)))
}

impl Unit {
    /// Returns the English word.
    pub fn name(self) -> &'static str {
        UNITS.iter().find(|(_, unit)| *unit == self).map_or("season", |(name, _)| name)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &str) -> Result<CalendarWords, LexiconError> {
        CalendarWords::read("c.tsv", &format!("word\tmeaning\tvalue\n{rows}"), &mut Vocabulary::default())
    }

    #[test]
    fn a_word_may_mean_several_things() {
        let mut vocabulary = Vocabulary::default();
        let text = "word\tmeaning\tvalue\nsecond\tordinal\t2\nsecond\tunit\tsecond\nmay\tmonth-word\t5\n";
        let words = CalendarWords::read("c.tsv", text, &mut vocabulary).unwrap();
        let second = words.of(vocabulary.get("Second"));
        assert!(second.is(Role::Ordinal) && second.is(Role::Unit) && !second.is(Role::Month));
        assert_eq!((second.ordinal, second.unit), (2, Some(Unit::Second)));
        assert!(words.of(WordId::UNKNOWN).roles.is_empty());
    }

    #[test]
    fn damaged_rows_are_named() {
        for (row, error) in [
            ("May\tmonth\t13\n", "c.tsv:2: expected a number from 1 to 12, found \"13\""),
            ("May\tmoon\t5\n", "c.tsv:2: expected a meaning, found \"moon\""),
            ("noon\tclock\ttwelve\n", "c.tsv:2: expected hour:minute, found \"twelve\""),
        ] {
            assert_eq!(read(row).unwrap_err().to_string(), error);
        }
    }
}
