//! A [`Plan`] becomes a [`Statement`]: integer comparisons, joins and sub-selects, every value bound.

use super::ast::MonthDay;
use super::calendar::{every, first_day_of, times_come};
use super::chain;
use super::columns::{ChainKey, Format, Key};
use super::count;
use super::fold::{Clause, Days, Mode, clauses, is_uniform, period};
use super::gaps;
use super::plan::{Beside, Plan, Predicate, Recurring, Stand, Step, Test};
use super::select::Columns;
use super::summary::{Summary, summary};
use crate::date::{Bounds, Day, Extent, Fit, Relation, Unit};
use crate::store::{Column, ColumnKind, Statement, Value};

/// A query as the database and the printer need it.
#[derive(Clone, Debug, PartialEq)]
pub struct Compiled {
    /// What to run.
    pub statement: Statement,
    /// What its columns hold. Where the rows are events, the first is [`ColumnKind::Certain`].
    pub columns: Vec<Column>,
    /// The format that the query asks for with `as`.
    pub format: Option<Format>,
    /// The line under the result.
    pub summary: Summary,
}

impl Plan {
    /// Makes the SQL. `format` is the one in which rows will be printed where the query asks for none: it decides the
    /// columns of event rows that the query does not choose itself.
    pub fn compile(&self, format: Format) -> Compiled {
        let format_of_rows = self.format.unwrap_or(format);
        let (statement, columns) = match (&self.gaps, &self.count, &self.chain) {
            (Some(gaps), ..) => gaps::rows(self, gaps),
            (None, Some(count), _) => count::statement(self, count),
            (None, None, Some(chain)) => chain::rows(self, chain, format_of_rows),
            (None, None, None) => self.event_rows(format_of_rows),
        };
        Compiled { statement, columns, format: self.format, summary: summary(self) }
    }

    fn event_rows(&self, format: Format) -> (Statement, Vec<Column>) {
        let keys = self.show.clone().unwrap_or_else(|| {
            let distance: &[Key] =
                if self.has_distance() { &[Key::DaysAtLeast, Key::DaysAtMost] } else { &[] };
            format.columns().iter().chain(distance).copied().map(ChainKey::from).collect()
        });
        // An axis of time is drawn of dates, shown or not.
        let drawn =
            (format == Format::Gantt && !keys.contains(&Key::Date.into())).then_some(Key::Date.into());
        let mut writer = Writer::default();
        let mut level = Level::new(&mut writer, self);
        let certain = writer.certain(&self.predicate());
        let mut select = vec![format!("{} AS certain", truth(&certain))];
        let mut columns = vec![Column::new("certain", ColumnKind::Certain)];
        for key in keys.into_iter().chain(drawn) {
            select.push(format!("{} AS \"{key}\"", level.expression(key.key)));
            columns.push(key.column());
        }
        let order = level.order(false);
        let sql = format!("SELECT {}\n{}\nORDER BY {order}", select.join(", "), level.source());
        (writer.finish(sql), columns)
    }
}

/// Returns a condition as 1 or 0, never NULL.
pub(super) fn truth(condition: &str) -> String {
    if condition == "1" { condition.to_owned() } else { format!("CASE WHEN {condition} THEN 1 ELSE 0 END") }
}

/// Collects the values of a statement.
#[derive(Default)]
pub(super) struct Writer {
    params: Vec<Value>,
}

/// One `SELECT` over events, called `e`: those that pass the steps so far.
pub(super) struct Level {
    from: String,
    conditions: Vec<String>,
    order: Vec<(Key, bool)>,
    columns: Columns,
    /// Whether an event without a date may be among the rows.
    undated: bool,
}

impl Level {
    /// Runs through the steps of a plan; every limit closes a level, which the next one reads from.
    pub(super) fn new(writer: &mut Writer, plan: &Plan) -> Self {
        let mut level = Self {
            from: "events e".to_owned(),
            conditions: Vec::new(),
            order: Vec::new(),
            columns: Columns::of(None),
            undated: true,
        };
        let mut kept: Vec<Predicate> = Vec::new();
        let mut fresh = false;
        for step in &plan.steps {
            match step {
                Step::Keep(predicate) => {
                    kept.push(predicate.clone());
                    fresh = true;
                }
                Step::Sort { key, descending } => level.order = vec![(key.key, *descending)],
                Step::Nearest { count, to, except } => {
                    if std::mem::take(&mut fresh) {
                        level.keep(writer, &Predicate::All(kept.clone()));
                    }
                    level.keep_dated();
                    level.columns.distance = Some(writer.distance(to));
                    if let Some(except) = except {
                        let except = writer.bind(Value::Integer(*except));
                        level.conditions.push(format!("e.id <> {except}"));
                    }
                    level.near(writer, *count, to);
                    level.order = vec![(Key::DaysAtLeast, false), (Key::DaysAtMost, false)];
                    level.limit(writer, *count, false);
                }
                Step::First(count) | Step::Last(count) => {
                    if std::mem::take(&mut fresh) {
                        level.keep(writer, &Predicate::All(kept.clone()));
                    }
                    level.limit(writer, *count, matches!(step, Step::Last(_)));
                }
            }
        }
        if fresh {
            level.keep(writer, &Predicate::All(kept));
        }
        level
    }

    fn keep(&mut self, writer: &mut Writer, predicate: &Predicate) {
        // An event without a date fits where the filter holds with every test of dates failed.
        self.undated = predicate.assuming_dates(false) != Predicate::FALSE;
        self.conditions.extend(writer.hull(predicate));
        self.conditions.push(writer.possible(predicate, None));
    }

    /// Leaves those that may be among the nearest: in the order of an index, as many before and behind a date, and all
    /// that touch it.
    fn near(&mut self, writer: &mut Writer, count: i64, to: &Bounds) {
        if self.from != "events e" {
            return;
        }
        let (first, last) = (writer.day(to.begin.0), writer.day(to.end.1));
        let touching = writer.touching((to.begin.0, to.end.1)).unwrap_or_else(|| "1".to_owned());
        let count = writer.bind(Value::Integer(count));
        let source = self.source();
        let with = if source.contains("WHERE") { "AND" } else { "WHERE" };
        // Within one day the greatest distance decides, then the default order.
        let behind = "e.begin_earliest, e.begin_latest, e.end_latest, e.id";
        let before = "e.end_latest DESC, e.end_earliest DESC, e.begin_earliest, e.id";
        let part = |condition: String, order: &str| {
            format!(
                "SELECT id FROM (SELECT e.id AS id\n{source} {with} {condition} ORDER BY {order} LIMIT {count})"
            )
        };
        let near = [
            part(format!("e.begin_earliest > {last}"), behind),
            part(format!("e.end_latest < {first}"), before),
            format!("SELECT e.id AS id\n{source} {with} {touching}"),
        ];
        self.from = format!("({}) near\nJOIN events e ON e.id = near.id", near.join("\nUNION ALL "));
        self.conditions.clear();
        self.columns.clear();
    }

    fn limit(&mut self, writer: &mut Writer, count: i64, last: bool) {
        let order = self.order(last);
        let count = writer.bind(Value::Integer(count));
        let rows = format!("SELECT e.id AS id\n{}\nORDER BY {order} LIMIT {count}", self.source());
        self.from = format!("({rows}) r\nJOIN events e ON e.id = r.id");
        self.conditions.clear();
        self.columns.clear();
    }

    pub(super) fn source(&self) -> String {
        let joins = self.columns.joined();
        let conditions: Vec<&str> =
            self.conditions.iter().map(String::as_str).filter(|condition| *condition != "1").collect();
        let filter = if conditions.is_empty() {
            String::new()
        } else {
            format!("\nWHERE {}", conditions.join(" AND "))
        };
        format!("FROM {}{joins}{filter}", self.from)
    }

    /// Returns the order of the rows, or the opposite; events without a date come last in both directions of a key.
    fn order(&mut self, reversed: bool) -> String {
        let mut terms: Vec<String> = Vec::new();
        let dated = [("e.begin_earliest", false), ("e.end_latest", false)];
        for (key, descending) in self.order.clone() {
            let expressions = match key {
                Key::Date | Key::Earliest => vec!["e.begin_earliest".to_owned(), "e.end_latest".to_owned()],
                key => vec![self.expression(key)],
            };
            for (at, expression) in expressions.iter().enumerate() {
                terms.push(term(expression, descending, reversed, at == 0 && self.nullable(key)));
            }
        }
        for (expression, descending) in dated {
            if !terms.iter().any(|term| term.starts_with(expression)) {
                // All corners are there or none is, so that the first puts all undated events last.
                let nullable = self.undated && !terms.iter().any(|term| term.starts_with("e.begin_earliest"));
                terms.push(term(expression, descending, reversed, nullable));
            }
        }
        terms.push(term("e.id", false, reversed, false));
        terms.join(", ")
    }

    const fn nullable(&self, key: Key) -> bool {
        match key {
            Key::Date | Key::Earliest | Key::Latest => self.undated,
            Key::Id
            | Key::Precision
            | Key::Type
            | Key::Class
            | Key::Realis
            | Key::Summary
            | Key::DaysAtLeast => false,
            _ => true,
        }
    }

    /// Returns the SQL of a column and joins what it needs.
    pub(super) fn expression(&mut self, key: Key) -> String {
        self.columns.expression(key)
    }

    /// Returns the SQL of a key that events are counted by: actors one by one.
    pub(super) fn counted(&mut self, key: Key) -> String {
        self.columns.counted(key)
    }

    /// As [`Columns::parted`].
    pub(super) fn parted(&mut self, key: Key) -> (String, String) {
        self.columns.parted(key)
    }

    /// Keeps the rows that fit a condition more.
    pub(super) fn keep_only(&mut self, condition: &str) {
        self.conditions.push(condition.to_owned());
    }

    /// Keeps the rows that have a date.
    pub(super) fn keep_dated(&mut self) {
        if self.undated {
            self.conditions.push(DATED.to_owned());
        }
    }
}

pub(super) fn term(expression: &str, descending: bool, reversed: bool, nullable: bool) -> String {
    let direction = if descending != reversed { " DESC" } else { "" };
    let nulls = match (nullable, reversed) {
        (false, _) => "",
        (true, false) => " NULLS LAST",
        (true, true) => " NULLS FIRST",
    };
    format!("{expression}{direction}{nulls}")
}

/// A column that holds the number of a bucket of time.
pub(super) struct Bucket<'a> {
    pub(super) column: &'a str,
    pub(super) unit: Unit,
}

impl Writer {
    pub(super) fn finish(mut self, sql: String) -> Statement {
        // A condition that can never hold takes those beside it away, perhaps the last that was bound.
        let used = sql.split('?').skip(1).filter_map(|behind| {
            let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
            behind[..digits].parse::<usize>().ok()
        });
        self.params.truncate(used.max().unwrap_or(0));
        Statement { sql, params: self.params }
    }

    pub(super) fn bind(&mut self, value: Value) -> String {
        let at = self.params.iter().position(|known| *known == value).unwrap_or_else(|| {
            self.params.push(value);
            self.params.len() - 1
        });
        format!("?{}", at + 1)
    }

    pub(super) fn day(&mut self, day: Day) -> String {
        self.bind(Value::Integer(day.0))
    }

    /// Returns how far a date is from an event, in days: at least, and at most, which is NULL where there is no limit.
    fn distance(&mut self, to: &Bounds) -> [String; 2] {
        let (first, last) = (self.day(to.begin.0), self.day(to.end.1));
        let (latest_begin, earliest_end) = (self.day(to.begin.1), self.day(to.end.0));
        let far = self.bind(Value::Integer(Day::MAX.0 / 2));
        let (after, before) =
            (format!("e.begin_latest - {earliest_end}"), format!("{latest_begin} - e.end_earliest"));
        let least = format!(
            "(CASE WHEN e.begin_earliest > {last} THEN e.begin_earliest - {last} \
             WHEN e.end_latest < {first} THEN {first} - e.end_latest ELSE 0 END)"
        );
        let most = format!(
            "(CASE WHEN {after} > {far} OR {before} > {far} THEN NULL WHEN {after} <= 0 AND {before} <= 0 THEN 0 \
             WHEN {after} > {before} THEN {after} ELSE {before} END)"
        );
        [least, most]
    }

    fn ids(&mut self, column: &str, ids: &[i64]) -> String {
        let bound: Vec<String> = ids.iter().map(|id| self.bind(Value::Integer(*id))).collect();
        match bound.as_slice() {
            [one] => format!("{column} = {one}"),
            many => format!("{column} IN ({})", many.join(", ")),
        }
    }

    /// Returns what every possible row has in common and an index knows: it touches the period that is asked for.
    fn hull(&mut self, predicate: &Predicate) -> Option<String> {
        let mut hulls: Vec<String> = self.touching(period(predicate)).into_iter().collect();
        // What is perhaps so asks for a period of its own, which need not meet the others.
        for inner in perhaps(predicate) {
            hulls.extend(self.touching(period(inner)));
        }
        // Of single days only those that fall on it; they are most, and an index has them.
        if let Some(day) = yearly(predicate) {
            let limit = |which: &str| format!("(SELECT {which}(begin_earliest) FROM events WHERE reach = 0)");
            hulls.push(format!(
                "(e.reach > 0 OR (e.reach = 0 AND e.begin_earliest IN ({})))",
                every(day, &limit("min"), &limit("max"))
            ));
        }
        (!hulls.is_empty()).then(|| hulls.join(" AND "))
    }

    fn touching(&mut self, (first, last): (Day, Day)) -> Option<String> {
        if Day::MIN < first && first <= last && last < Day::MAX && last.0 - first.0 < WIDEST_SEARCH {
            return Some(self.reaching(first, last));
        }
        let mut bounds = Vec::new();
        if last < Day::MAX {
            bounds.push(format!("e.begin_earliest <= {}", self.day(last)));
        }
        if first > Day::MIN {
            bounds.push(format!("e.end_latest >= {}", self.day(first)));
        }
        (!bounds.is_empty()).then(|| bounds.join(" AND "))
    }

    /// Returns the condition that an event may touch a period, as one search for each class of the column `reach`.
    fn reaching(&mut self, first: Day, last: Day) -> String {
        let (from, to) = (self.day(first), self.day(last));
        let searches = REACH.iter().enumerate().map(|(class, reach)| {
            let begin = self.day(Day(first.0 - reach));
            format!(
                "(e.reach = {class} AND e.begin_earliest BETWEEN {begin} AND {to} AND e.end_latest >= {from})"
            )
        });
        let mut searches: Vec<String> = searches.collect();
        searches.push(format!(
            "(e.reach = {} AND e.begin_earliest <= {to} AND e.end_latest >= {from})",
            REACH.len()
        ));
        format!("({})", searches.join(" OR "))
    }

    /// Returns the condition that a predicate holds in one reading at least (in `bucket`, where there is one).
    pub(super) fn possible(&mut self, predicate: &Predicate, bucket: Option<&Bucket<'_>>) -> String {
        let found = clauses(predicate, Mode::Possible).unwrap_or_default();
        let clauses: Vec<String> = found
            .iter()
            .map(|clause| {
                let mut parts: Vec<String> =
                    clause.others.iter().map(|p| self.tests(p, Mode::Possible, bucket)).collect();
                if !clause.dates.is_empty() {
                    parts.push(self.dates(&clause.dated(Mode::Possible), Mode::Possible, bucket));
                }
                and(parts)
            })
            .collect();
        or(clauses)
    }

    /// Returns the condition that a predicate holds in every reading, of rows for which it holds in one.
    pub(super) fn certain(&mut self, predicate: &Predicate) -> String {
        let found = clauses(predicate, Mode::Certain).unwrap_or_default();
        let clauses: Vec<String> = found
            .iter()
            .filter(|clause| !clause.dates.is_empty() || clause.others.iter().any(Predicate::asks_dates))
            .map(|clause| {
                let mut parts: Vec<String> =
                    clause.others.iter().map(|p| self.tests(p, Mode::Certain, None)).collect();
                if !clause.dates.is_empty() {
                    parts.push(self.dates(&clause.dated(Mode::Certain), Mode::Certain, None));
                }
                or(parts)
            })
            .collect();
        and(clauses)
    }

    /// A predicate without stretches of days of its own.
    fn tests(&mut self, predicate: &Predicate, mode: Mode, bucket: Option<&Bucket<'_>>) -> String {
        match predicate {
            Predicate::All(parts) => and(parts.iter().map(|part| self.tests(part, mode, bucket)).collect()),
            Predicate::Any(parts) => or(parts.iter().map(|part| self.tests(part, mode, bucket)).collect()),
            Predicate::Test { test: Test::Known(fit, inner), negated } => {
                self.known(*fit, inner, *negated, mode)
            }
            Predicate::Test { test: Test::Recurring(recurring), negated } => {
                self.recurring(*recurring, *negated, mode, bucket)
            }
            Predicate::Test { test: Test::Beside(beside), negated } => {
                self.beside(beside, *negated, mode, bucket)
            }
            Predicate::Test { test: Test::Alone(link), negated } => {
                let mode = match (mode, negated) {
                    (mode, false) => mode,
                    (Mode::Possible, true) => Mode::Certain,
                    (Mode::Certain, true) => Mode::Possible,
                };
                let alone = chain::alone(self, link, mode, bucket);
                if *negated { format!("({DATED} AND NOT {alone})") } else { format!("({DATED} AND {alone})") }
            }
            Predicate::Test { test, negated } => self.test(test, *negated),
        }
    }

    /// What is known of dates: certain(not P) is not possible(P), so that no condition is ever negated and undated
    /// events fit none.
    fn known(&mut self, fit: Fit, inner: &Predicate, negated: bool, mode: Mode) -> String {
        let opposite = inner.negate();
        match (fit, negated) {
            (Fit::Certainly, false) => self.judged(inner, Mode::Certain),
            (Fit::Certainly, true) => self.judged(&opposite, Mode::Possible),
            // Planned as the dates themselves, since that is how dates are judged.
            (Fit::Possibly, false) => self.judged(inner, mode),
            (Fit::Possibly, true) => self.judged(&opposite, Mode::Certain),
            (Fit::Maybe, false) if mode == Mode::Certain => "0".to_owned(),
            (Fit::Maybe, false) => {
                and(vec![self.judged(inner, Mode::Possible), self.judged(&opposite, Mode::Possible)])
            }
            (Fit::Maybe, true) => {
                or(vec![self.judged(inner, Mode::Certain), self.judged(&opposite, Mode::Certain)])
            }
        }
    }

    fn judged(&mut self, dates: &Predicate, mode: Mode) -> String {
        match mode {
            _ if !dates.has_lone_dates() => self.dates(dates, mode, None),
            Mode::Possible => self.possible(dates, None),
            Mode::Certain => self.certain(dates),
        }
    }

    /// A day of any year. It has come between two days where it has come more often by the second than before the first.
    fn recurring(
        &mut self,
        recurring: Recurring,
        negated: bool,
        mode: Mode,
        bucket: Option<&Bucket<'_>>,
    ) -> String {
        let day = recurring.day;
        let comes = |first: &str, last: &str| {
            format!("{} > {}", times_come(day, last), times_come(day, &format!("({first} - 1)")))
        };
        // Certain where it lies between the last beginning and the first end; of points, those are one known day.
        let surely = comes("e.begin_latest", "e.end_earliest");
        let perhaps = match bucket {
            None => comes("e.begin_earliest", "e.end_latest"),
            Some(Bucket { column, unit }) => {
                let (first, next) =
                    (first_day_of(*unit, column), first_day_of(*unit, &format!("({column} + 1)")));
                comes(
                    &format!("(CASE WHEN e.begin_earliest > {first} THEN e.begin_earliest ELSE {first} END)"),
                    &format!("(CASE WHEN e.end_latest < {next} THEN e.end_latest ELSE {next} - 1 END)"),
                )
            }
        };
        // Where digits of the year are unknown, the digits of month and day say more than the bounds do.
        let masked = "e.extent = 'point' AND substr(e.date, 1, 4) LIKE '%X%'";
        let monthday = self.bind(Value::Text(day.to_string()[2..].to_owned()));
        let known_day = format!(
            "{masked} AND (e.date LIKE '____-__-__' OR e.date LIKE '____-__-__?')              AND substr(e.date, 6, 5) NOT LIKE '%X%'"
        );
        let known_month = format!(
            "{masked} AND (e.date LIKE '____-__' OR e.date LIKE '____-__?') AND substr(e.date, 6, 2) <= '12'"
        );
        let (certain, asked) = match (mode, negated) {
            (Mode::Certain, false) | (Mode::Possible, true) => (true, true),
            (Mode::Possible, false) => (false, recurring.wide),
            (Mode::Certain, true) => (false, true),
        };
        let narrow = format!("e.end_latest - e.begin_earliest <= {WIDEST_YEAR}");
        let day_known = format!("{known_day} AND {perhaps} THEN substr(e.date, 6, 5) = {monthday}");
        let condition = if certain {
            format!(
                "CASE WHEN {surely} THEN 1 WHEN {known_day} THEN substr(e.date, 6, 5) = {monthday} ELSE 0 END"
            )
        } else if asked {
            let month = self.bind(Value::Text(day.to_string()[2..4].to_owned()));
            format!(
                "CASE WHEN {narrow} THEN {perhaps} WHEN {day_known} WHEN {known_month}                  THEN substr(e.date, 6, 2) = {month} AND {perhaps} ELSE {perhaps} END"
            )
        } else {
            format!(
                "CASE WHEN {narrow} THEN {perhaps} WHEN {surely} THEN {perhaps} WHEN {day_known} ELSE 0 END"
            )
        };
        let not = if negated { "NOT " } else { "" };
        format!("({DATED} AND {not}({condition}))")
    }

    /// A relation to a date that is not known to the day.
    fn beside(&mut self, beside: &Beside, negated: bool, mode: Mode, bucket: Option<&Bucket<'_>>) -> String {
        // certain(not P) is not possible(P), and the other way round.
        let asked = match (mode, negated) {
            (mode, false) => mode,
            (Mode::Possible, true) => Mode::Certain,
            (Mode::Certain, true) => Mode::Possible,
        };
        let corners = beside_comparisons(beside, asked).into_iter().flatten();
        // What is surely so on the days of a bucket may not be so on all days of the event.
        let within = bucket.filter(|_| negated);
        let mut parts: Vec<String> = corners
            .filter_map(|c| Some((c, self.comparison(c)?)))
            .map(|(corner, always)| match within {
                Some(bucket) => or(vec![always, corner.holds_in(bucket)]),
                None => always,
            })
            .collect();
        let Bounds { begin, end, extent } = beside.date;
        if asked == Mode::Possible {
            // What has no end does not end by a day that is merely unknown, nor begin on one that has no beginning.
            let ends = matches!(beside.relation, Relation::In | Relation::Until);
            let begins = matches!(beside.relation, Relation::In | Relation::Since);
            if ends && end.1 >= Day::MAX && end.0 < Day::MAX {
                parts.push(format!("e.end_earliest < {}", Day::MAX.0));
            }
            if begins && begin.0 <= Day::MIN && begin.1 > Day::MIN {
                parts.push(format!("e.begin_latest > {}", Day::MIN.0));
            }
        }
        match (asked, beside.relation, extent) {
            // Within a point lies only what may itself be over as soon.
            (Mode::Possible, Relation::In, Extent::Point) => {
                let apart = self.bind(Value::Integer(beside.apart));
                parts.push(format!("e.end_earliest <= e.begin_latest + {apart}"));
            }
            (Mode::Possible, Relation::Covering, Extent::Span) if end.0 > begin.1 => {
                parts.push("e.extent = 'span'".to_owned());
            }
            _ => {}
        }
        if let (Some(Bucket { column, unit }), false) = (bucket, negated) {
            let (first, last) = beside.days();
            let mut inside = Vec::new();
            if first > Day::MIN {
                inside.push(format!("{column} >= {}", self.bind(Value::Integer(unit.bucket(first)))));
            }
            if last < Day::MAX {
                inside.push(format!("{column} <= {}", self.bind(Value::Integer(unit.bucket(last)))));
            }
            if !inside.is_empty() {
                parts.push(or(vec!["e.extent = 'span'".to_owned(), and(inside)]));
            }
        }
        let event = self.bind(Value::Integer(beside.event));
        let held = match beside.relation {
            Relation::Before | Relation::After => {
                parts.push(format!("e.id <> {event}"));
                and(parts)
            }
            _ => or(vec![and(parts), format!("e.id = {event}")]),
        };
        let not = if negated { "NOT " } else { "" };
        format!("({DATED} AND {not}({held}))")
    }

    fn test(&mut self, test: &Test, negated: bool) -> String {
        let not = if negated { "NOT " } else { "" };
        match test {
            Test::Type(ids) => format!("{not}({})", self.ids("e.type", ids)),
            Test::Place(ids) => self.nullable("e.place", ids, negated),
            Test::Participant { role, actors, common } => {
                let actors = self.ids("p.actor", actors);
                let role = role.map_or(String::new(), |role| {
                    format!(" AND p.role = {}", self.bind(Value::Text(role.name().to_owned())))
                });
                // Few events are walked through; of many, each event is asked for itself.
                if *common || negated {
                    format!(
                        "{not}EXISTS (SELECT 1 FROM participants p WHERE {actors} AND p.event = e.id{role})"
                    )
                } else {
                    format!("e.id IN (SELECT p.event FROM participants p WHERE {actors}{role})")
                }
            }
            Test::Document(ids) => {
                let documents = self.ids("n.document", ids);
                format!("{not}EXISTS (SELECT 1 FROM mentions n WHERE {documents} AND n.event = e.id)")
            }
            Test::Basis(names) => {
                let names: Vec<String> =
                    names.iter().map(|basis| self.bind(Value::Text(basis.name().to_owned()))).collect();
                let known = format!("e.basis IN ({})", names.join(", "));
                if negated { format!("(e.basis IS NULL OR NOT {known})") } else { known }
            }
            Test::About(words) => {
                let phrase = self.bind(Value::Text(format!("\"{}\"", words.replace('"', "\"\""))));
                format!("e.id {not}IN (SELECT rowid FROM events_text WHERE events_text MATCH {phrase})")
            }
            Test::Id(ids) => format!("{not}({})", self.ids("e.id", ids)),
            Test::Realis(realis) => {
                format!("{not}(e.realis = {})", self.bind(Value::Text(realis.name().to_owned())))
            }
            Test::Undated => format!("e.begin_earliest IS {not}NULL"),
            Test::Date(_) | Test::Beside(_) | Test::Recurring(_) | Test::Alone(_) | Test::Known(..) => {
                "0".to_owned()
            }
        }
    }

    fn nullable(&mut self, column: &str, ids: &[i64], negated: bool) -> String {
        let known = self.ids(column, ids);
        if negated { format!("({column} IS NULL OR NOT ({known}))") } else { known }
    }

    /// A predicate of dates alone: folded for points, date by date for spans, and in one where both come to the same.
    fn dates(&mut self, predicate: &Predicate, mode: Mode, bucket: Option<&Bucket<'_>>) -> String {
        if bucket.is_none() && is_uniform(predicate, mode) {
            return dated(self.corners(predicate, mode));
        }
        let points = dated(self.stretches(predicate, mode, bucket));
        let spans = dated(self.corners(predicate, mode));
        let points = and(vec!["e.extent = 'point'".to_owned(), points]);
        let spans = and(vec!["e.extent = 'span'".to_owned(), spans]);
        or(vec![points, spans])
    }

    fn stretches(&mut self, predicate: &Predicate, mode: Mode, bucket: Option<&Bucket<'_>>) -> String {
        let days = Days::of(predicate);
        let stretches = days.0.iter().map(|(first, last)| {
            let mut parts = Vec::new();
            let (lower, upper) = match mode {
                Mode::Possible => ("e.end_latest", "e.begin_earliest"),
                Mode::Certain => ("e.begin_earliest", "e.end_latest"),
            };
            if *first > Day::MIN {
                parts.push(format!("{lower} >= {}", self.day(*first)));
                if let Some(bucket) = bucket {
                    let first = self.bind(Value::Integer(bucket.unit.bucket(*first)));
                    parts.push(format!("{} >= {first}", bucket.column));
                }
            }
            if *last < Day::MAX {
                parts.push(format!("{upper} <= {}", self.day(*last)));
                if let Some(bucket) = bucket {
                    let last = self.bind(Value::Integer(bucket.unit.bucket(*last)));
                    parts.push(format!("{} <= {last}", bucket.column));
                }
            }
            and(parts)
        });
        let stretches = stretches.collect();
        or(stretches)
    }

    /// Date by date, as the table of relations has it.
    fn corners(&mut self, predicate: &Predicate, mode: Mode) -> String {
        match predicate {
            Predicate::All(parts) => and(parts.iter().map(|part| self.corners(part, mode)).collect()),
            Predicate::Any(parts) => or(parts.iter().map(|part| self.corners(part, mode)).collect()),
            Predicate::Test { test: Test::Date(stand), negated: false } => {
                let held = comparisons(*stand, mode).into_iter().flatten();
                and(held.filter_map(|c| self.comparison(c)).collect())
            }
            // certain(not P) is not possible(P), and the other way round.
            Predicate::Test { test: Test::Date(stand), negated: true } => {
                let opposite = if mode == Mode::Certain { Mode::Possible } else { Mode::Certain };
                let held = comparisons(*stand, opposite).into_iter().flatten();
                or(held.map(|c| self.comparison(c.negate()).unwrap_or_else(|| "1".to_owned())).collect())
            }
            Predicate::Test { .. } => "1".to_owned(),
        }
    }

    /// Returns a comparison as SQL, or `None` where it always holds.
    fn comparison(&mut self, comparison: Comparison) -> Option<String> {
        let Comparison { corner, at_least, day } = comparison;
        if day == if at_least { Day::MIN } else { Day::MAX } {
            return None;
        }
        Some(format!("e.{corner} {} {}", if at_least { ">=" } else { "<=" }, self.day(day)))
    }
}

/// Returns what must perhaps be so wherever the predicate holds.
fn perhaps(predicate: &Predicate) -> Vec<&Predicate> {
    match predicate {
        Predicate::All(parts) => parts.iter().flat_map(perhaps).collect(),
        Predicate::Test { test: Test::Known(Fit::Maybe, inner), negated: false } => vec![inner],
        _ => Vec::new(),
    }
}

/// Returns a day of any year on which everything must be, at least possibly, that fits.
fn yearly(predicate: &Predicate) -> Option<MonthDay> {
    match predicate {
        Predicate::All(parts) => parts.iter().find_map(yearly),
        Predicate::Test { test: Test::Recurring(recurring), negated: false } => Some(recurring.day),
        _ => None,
    }
}

/// The most days between the first and the last that an event of each class of `events.reach` may touch, but the last.
pub(super) const REACH: [i64; 4] = [0, 31, 366, 3660];

/// A longer period, in days, holds so many events that it is read in the order of the index on beginnings.
const WIDEST_SEARCH: i64 = 3660;

/// A date that may lie on more days, the first not counted, may lie on every day of the year.
const WIDEST_YEAR: i64 = 365;

pub(super) const DATED: &str = "e.begin_earliest IS NOT NULL";

/// Keeps undated events from a condition that always holds; comparisons with their corners hold never.
fn dated(condition: String) -> String {
    if condition == "1" { DATED.to_owned() } else { condition }
}

/// A corner of an event's date is at least, or at most, a day.
#[derive(Clone, Copy)]
struct Comparison {
    corner: &'static str,
    at_least: bool,
    day: Day,
}

impl Comparison {
    /// Returns the condition that the day of a point event compares so on every day of a bucket.
    fn holds_in(self, bucket: &Bucket<'_>) -> String {
        let Bucket { column, unit } = bucket;
        let beyond = if self.at_least {
            format!("{column} > {}", unit.bucket(self.day.plus(-1)))
        } else {
            format!("{column} < {}", unit.bucket(self.day.plus(1)))
        };
        format!("(e.extent = 'point' AND {beyond})")
    }

    /// The opposite; days are whole, so that "not at least 5" is "at most 4". Where the day is no limit, the day next
    /// to it lies beyond every corner, and the comparison never holds.
    fn negate(self) -> Self {
        let day = Day(if self.at_least { self.day.0 - 1 } else { self.day.0 + 1 });
        Self { at_least: !self.at_least, day, ..self }
    }
}

/// The table of relations: what must hold of the corners.
fn comparisons(stand: Stand, mode: Mode) -> [Option<Comparison>; 2] {
    let Stand { relation, first, last } = stand;
    let at_least = |corner, day| Some(Comparison { corner, at_least: true, day });
    let at_most = |corner, day| Some(Comparison { corner, at_least: false, day });
    // What must not come too early, and what must not come too late: outer corners for certain, inner for possible.
    let (begin_late, end_early) = match mode {
        Mode::Certain => ("begin_earliest", "end_latest"),
        Mode::Possible => ("begin_latest", "end_earliest"),
    };
    let (begin_early, end_late) = match mode {
        Mode::Certain => ("begin_latest", "end_earliest"),
        Mode::Possible => ("begin_earliest", "end_latest"),
    };
    match relation {
        Relation::In => [at_least(begin_late, first), at_most(end_early, last)],
        Relation::Overlapping => [at_most(begin_early, last), at_least(end_late, first)],
        Relation::Covering => [at_most(begin_early, first), at_least(end_late, last)],
        Relation::Before => [at_most(end_early, Day(first.0 - 1)), None],
        Relation::After => [at_least(begin_late, Day(last.0 + 1)), None],
        Relation::Since => [at_least(begin_late, first), None],
        Relation::Until => [at_most(end_early, last), None],
    }
}

/// The same for a date that is not known to the day, as [`Relation::holds_between`] has it.
fn beside_comparisons(beside: &Beside, mode: Mode) -> [Option<Comparison>; 2] {
    let Bounds { begin, end, .. } = beside.date;
    let (inner, outer) = ((begin.1, end.0), (begin.0, end.1));
    // Surely within is what is within the inner corners, and surely around or outside is what is so of the outer ones.
    let within =
        matches!(beside.relation, Relation::In | Relation::Overlapping | Relation::Since | Relation::Until);
    let (first, last) = if within == (mode == Mode::Certain) { inner } else { outer };
    comparisons(Stand { relation: beside.relation, first, last }, mode)
}

/// Joins conditions of which all must hold; `1` and `0` are true and false.
pub(super) fn and(parts: Vec<String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| part != "1").collect();
    if parts.iter().any(|part| part == "0") {
        return "0".to_owned();
    }
    joined(parts, " AND ", "1")
}

/// Joins conditions of which one must hold.
pub(super) fn or(parts: Vec<String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| part != "0").collect();
    if parts.iter().any(|part| part == "1") {
        return "1".to_owned();
    }
    joined(parts, " OR ", "0")
}

fn joined(mut parts: Vec<String>, with: &str, none: &str) -> String {
    parts.dedup();
    match parts.len() {
        0 => none.to_owned(),
        1 => parts.remove(0),
        _ => format!("({})", parts.join(with)),
    }
}

/// A clause has a set of days of its own only where it has dates.
pub(super) fn needs_joint(predicate: &Predicate) -> bool {
    if predicate.has_lone_dates() {
        return true;
    }
    let found = clauses(predicate, Mode::Possible).unwrap_or_default();
    let dated = |clause: &Clause| !clause.dates.is_empty();
    match found.as_slice() {
        [one] if dated(one) => Days::of(&one.dated(Mode::Possible)).0.len() > 1,
        many => many.iter().any(dated),
    }
}
