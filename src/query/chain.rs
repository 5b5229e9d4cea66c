//! Events in a row: one followed or preceded by another, and so on.
//!
//! A link holds in a reading where the later event begins on the day on which the earlier one ends or after it, and no
//! later than so much after it; which of two events of one day came first is not known, so that a link between them is
//! never certain. A chain is *certain* where each of its links and conditions is, for what holds in every reading holds
//! together. It is *possible* only where one reading fits all links: `lo` and `hi` carry along the first and the last day
//! of the event that the next link starts from, in the readings that fit the links before it. For a link to an event on
//! some day of [b, c], from one on some day of [lo, hi], these are the days of [b, c] that also lie in [lo, hi + N],
//! since every day between is reached from some day. So the days that fit are always a stretch without gaps, and
//! comparing the ends of stretches is exact. What the conditions of a point event say about its date narrows the stretch
//! as well; where they allow several stretches of days, they are judged by themselves.

use super::ast::{Shared, Side};
use super::calendar::{first_day_of, shifted};
use super::columns::{ChainKey, Format, Key};
use super::fold::{Mode, period};
use super::plan::{Chain, Link, Plan, Predicate, Step};
use super::select::Columns;
use super::sql::{Bucket, Level, REACH, Writer, and, is_selective, term, truth};
use crate::date::Day;
use crate::store::{Column, ColumnKind, Statement, Value};

/// Returns the SQL of the rows, and its columns.
pub(super) fn rows(plan: &Plan, chain: &Chain, format: Format) -> (Statement, Vec<Column>) {
    let mut writer = Writer::default();
    let mut rows = Rows::new(&mut writer, plan, chain);
    let keys = plan.show.clone().unwrap_or_else(|| columns(chain, format));
    let mut select = vec!["c.certain AS certain".to_owned()];
    let mut columns = vec![Column::new("certain", ColumnKind::Certain)];
    for key in keys {
        select.push(format!("{} AS \"{key}\"", rows.expression(key)));
        columns.push(key.column());
    }
    let order = rows.order(false);
    let sql = format!("{}\nSELECT {}\n{}\nORDER BY {order}", rows.with(), select.join(", "), rows.source());
    (writer.finish(sql), columns)
}

/// The columns of a chain where the query does not choose them: few for readers, many for programs.
fn columns(chain: &Chain, format: Format) -> Vec<ChainKey> {
    const FEW: &[Key] = &[Key::Id, Key::Date, Key::Type, Key::Summary];
    const MANY: &[Key] = &[
        Key::Id,
        Key::Date,
        Key::Earliest,
        Key::Latest,
        Key::Type,
        Key::From,
        Key::To,
        Key::Place,
        Key::Summary,
        Key::Evidence,
        Key::Document,
    ];
    let (keys, distance): (&[Key], &[Key]) = match format {
        Format::Table | Format::List | Format::Markdown | Format::Chart | Format::Gantt => {
            (FEW, &[Key::Days])
        }
        Format::Csv | Format::Tsv | Format::Jsonl | Format::Json => {
            (MANY, &[Key::DaysAtLeast, Key::DaysAtMost])
        }
    };
    let of_event = |event| {
        let distance = if event == 0 { &[] } else { distance };
        keys.iter().chain(distance).map(move |key| ChainKey { event: Some(event), key: *key })
    };
    (0..=chain.links.len()).flat_map(of_event).collect()
}

/// The `SELECT` over chains, called `c`: those that pass the steps so far.
pub(super) struct Rows {
    /// One table expression for every event, each from the one before it, and one for every limit.
    tables: Vec<String>,
    /// The name of the last.
    last: String,
    columns: Vec<Columns>,
    order: Vec<(ChainKey, bool)>,
}

impl Rows {
    pub(super) fn new(writer: &mut Writer, plan: &Plan, chain: &Chain) -> Self {
        let predicate = plan.predicate();
        let level = Level::new(writer, plan);
        let certain = truth(&writer.certain(&predicate));
        let next = chain.links.first();
        let first = next.map_or_else(String::new, |link| {
            Carried { arrived: None, next: link, hull: period(&predicate) }.columns(writer)
        });
        let mut tables =
            vec![format!("chain_a AS (SELECT e.id AS a, {certain} AS certain{first}\n{})", level.source())];
        let mut columns = vec![Columns::of(Some("a"))];
        for (at, link) in chain.links.iter().enumerate() {
            let letter = ChainKey::letter(at + 1);
            let partners = (at == 0 && is_broad(&predicate)).then(|| partners(writer, link)).flatten();
            let by_actor = partners.is_some();
            tables.extend(partners);
            tables.push(linked(writer, at, link, chain.links.get(at + 1), by_actor));
            let mut of_event = Columns::of(Some(letter));
            of_event.distance = Some([format!("c.{letter}_least"), format!("c.{letter}_most")]);
            columns.push(of_event);
        }
        let last = format!("chain_{}", ChainKey::letter(chain.links.len()));
        let mut rows = Self { tables, last, columns, order: Vec::new() };
        for step in &chain.steps {
            match step {
                Step::Sort { key, descending } => rows.order = vec![(*key, *descending)],
                Step::First(count) => rows.limit(writer, *count, false),
                Step::Last(count) => rows.limit(writer, *count, true),
                Step::Keep(_) | Step::Nearest { .. } => {}
            }
        }
        rows
    }

    fn limit(&mut self, writer: &mut Writer, count: i64, last: bool) {
        let order = self.order(last);
        let count = writer.bind(Value::Integer(count));
        let name = format!("kept_{}", self.tables.len());
        self.tables
            .push(format!("{name} AS (SELECT c.*\n{}\nORDER BY {order} LIMIT {count})", self.source()));
        self.last = name;
        self.columns.iter_mut().for_each(Columns::clear);
    }

    pub(super) fn with(&self) -> String {
        format!("WITH {}", self.tables.join(",\n"))
    }

    /// Returns the `FROM` of the rows: the chains, and the tables of each of their events.
    pub(super) fn source(&self) -> String {
        let events = self.columns.iter().enumerate().map(|(at, columns)| {
            let letter = ChainKey::letter(at);
            format!("\nJOIN events e_{letter} ON e_{letter}.id = c.{letter}{}", columns.joined())
        });
        format!("FROM {} c{}", self.last, events.collect::<String>())
    }

    /// Returns the SQL of a column and joins what it needs.
    pub(super) fn expression(&mut self, key: ChainKey) -> String {
        match self.columns.get_mut(key.event.unwrap_or(0)) {
            Some(columns) => columns.expression(key.key),
            None => "NULL".to_owned(),
        }
    }

    /// Returns the SQL of a key that chains are counted by.
    pub(super) fn counted(&mut self, key: ChainKey) -> String {
        match self.columns.get_mut(key.event.unwrap_or(0)) {
            Some(columns) => columns.counted(key.key),
            None => "NULL".to_owned(),
        }
    }

    /// Returns the order of the rows, or the opposite: that of their first events, then of their second, and so on.
    fn order(&mut self, reversed: bool) -> String {
        let mut terms: Vec<String> = Vec::new();
        for (key, descending) in self.order.clone() {
            let letter = ChainKey::letter(key.event.unwrap_or(0));
            let expressions = match key.key {
                Key::Date | Key::Earliest => {
                    vec![format!("e_{letter}.begin_earliest"), format!("e_{letter}.end_latest")]
                }
                Key::Days => vec![format!("c.{letter}_least"), format!("c.{letter}_most")],
                _ => vec![self.expression(key)],
            };
            terms.extend(expressions.iter().map(|sql| term(sql, descending, reversed, true)));
        }
        for at in 0..self.columns.len() {
            let letter = ChainKey::letter(at);
            for column in ["begin_earliest", "end_latest", "id"] {
                terms.push(term(&format!("e_{letter}.{column}"), false, reversed, false));
            }
        }
        terms.join(", ")
    }
}

/// What a table of chains keeps of its last event, `e`, for the next link.
struct Carried<'a> {
    /// By which link it was reached, from `c`; `None` for the first event.
    arrived: Option<Side>,
    next: &'a Link,
    /// The first and the last of the days that its conditions ask for.
    hull: (Day, Day),
}

impl Carried<'_> {
    /// Returns `, … AS lo, … AS hi, … AS far, … AS earliest, … AS latest, … AS surely`: the first and the last day from
    /// which the next link starts, and how far the next event may be away from there, in the readings that fit; and the
    /// same in all readings.
    fn columns(&self, writer: &mut Writer) -> String {
        let Link { side, within, .. } = self.next;
        let (earliest, latest) = match side {
            Side::Followed => ("e.end_earliest", "e.end_latest"),
            Side::Preceded => ("e.begin_earliest", "e.begin_latest"),
        };
        let (mut lo, mut hi) = (earliest.to_owned(), latest.to_owned());
        if let Some(arrived) = self.arrived {
            let (from, to) = window(arrived);
            // The beginning of a span says only how early it can end, and its end only how late it can have begun.
            lo = later(&lo, from, arrived == Side::Preceded && *side == Side::Preceded);
            hi = earlier(&hi, to, arrived == Side::Followed && *side == Side::Followed);
        }
        let (first, last) = self.hull;
        if first > Day::MIN {
            lo = later(&lo, &writer.day(first), true);
        }
        if last < Day::MAX {
            hi = earlier(&hi, &writer.day(last), true);
        }
        let (far, surely) = match side {
            Side::Followed => (shifted(&hi, *within, 1), shifted(earliest, *within, 1)),
            Side::Preceded => (shifted(&lo, *within, -1), shifted(latest, *within, -1)),
        };
        format!(
            ", {lo} AS lo, {hi} AS hi, {far} AS far, {earliest} AS earliest, {latest} AS latest, {surely} AS surely"
        )
    }
}

/// The days on which the end of the next event must lie that faces `c`.
const fn window(side: Side) -> (&'static str, &'static str) {
    match side {
        Side::Followed => ("c.lo", "c.far"),
        Side::Preceded => ("c.far", "c.hi"),
    }
}

fn later(day: &str, limit: &str, only_points: bool) -> String {
    let point = if only_points { "e.extent = 'point' AND " } else { "" };
    format!("(CASE WHEN {point}{day} < {limit} THEN {limit} ELSE {day} END)")
}

fn earlier(day: &str, limit: &str, only_points: bool) -> String {
    let point = if only_points { "e.extent = 'point' AND " } else { "" };
    format!("(CASE WHEN {point}{day} > {limit} THEN {limit} ELSE {day} END)")
}

/// Tells whether there are many first events and all within so short a time that those next to them are few.
fn is_broad(predicate: &Predicate) -> bool {
    let (first, last) = period(predicate);
    let short = Day::MIN < first && first <= last && last < Day::MAX && last.0 - first.0 <= SHORT;
    short && !is_selective(predicate)
}

/// The most days that count as a short time.
const SHORT: i64 = 732;

/// The columns of an event that conditions ask for.
const ASKED: [&str; 11] = [
    "id",
    "date",
    "begin_earliest",
    "begin_latest",
    "end_earliest",
    "end_latest",
    "extent",
    "basis",
    "type",
    "realis",
    "place",
];

/// Returns the table of all events that may stand next to any of the first, with each of their actors; `None` where they
/// need have none in common.
fn partners(writer: &mut Writer, link: &Link) -> Option<String> {
    let role = link.sharing.iter().find_map(|shared| role_of(*shared))?;
    let (from, to) = window(link.side);
    let columns: String = ASKED.iter().map(|column| format!(", e.{column} AS {column}")).collect();
    Some(format!(
        "partners AS MATERIALIZED (SELECT p.actor AS actor{columns}\n\
         FROM (SELECT min({from}) AS first, max({to}) AS last FROM chain_a c) w CROSS JOIN {} r CROSS JOIN events e\n\
         CROSS JOIN participants p ON p.event = e.id{role} WHERE e.reach = r.class \
         AND e.begin_earliest >= w.first - r.days AND e.begin_earliest <= w.last AND {})",
        reaches(),
        writer.possible(&link.by, None)
    ))
}

/// Returns the condition on the role in which an actor is shared; `None` where no actor is.
const fn role_of(shared: Shared) -> Option<&'static str> {
    match shared {
        Shared::Actors => Some(""),
        Shared::From => Some(" AND p.role = 'from'"),
        Shared::To => Some(" AND p.role = 'to'"),
        _ => None,
    }
}

/// Returns the table of chains that are one event longer: link number `at`, counted from 0. Where `by_actor`, events are
/// found among the [`partners`] by an actor in common, else by their days.
fn linked(writer: &mut Writer, at: usize, link: &Link, next: Option<&Link>, by_actor: bool) -> String {
    let letter = ChainKey::letter(at + 1);
    let before: Vec<&str> = (0..=at).map(ChainKey::letter).collect();
    let distances = before.iter().skip(1).map(|b| format!("c.{b}_least, c.{b}_most, "));
    let kept: String = before.iter().map(|b| format!("c.{b}, ")).chain(distances).collect();
    let surely =
        and(vec!["c.certain = 1".to_owned(), surely(link.side).to_owned(), writer.certain(&link.by)]);
    let (least, most) = distance(writer, link.side);
    let carried = next.map_or_else(String::new, |next| {
        Carried { arrived: Some(link.side), next, hull: period(&link.by) }.columns(writer)
    });
    let mut conditions: Vec<String> = before.iter().map(|b| format!("e.id <> c.{b}")).collect();
    let mut shared = link.sharing.clone();
    // Who shares two actors is found twice.
    let (distinct, source) = if by_actor {
        let at_role = shared.iter().position(|shared| role_of(*shared).is_some());
        let role = at_role.and_then(|at| role_of(shared.remove(at))).unwrap_or_default();
        conditions.push(touching(writer, link));
        let own = before[at];
        let source = format!(
            "CROSS JOIN participants p ON p.event = c.{own}{role}\nCROSS JOIN partners e ON e.actor = p.actor"
        );
        ("DISTINCT ", source)
    } else {
        conditions.push(reachable(writer, link));
        conditions.push(writer.possible(&link.by, None));
        ("", format!("CROSS JOIN {} r\nCROSS JOIN events e", reaches()))
    };
    conditions.extend(shared.iter().map(|shared| shares(*shared, &format!("c.{}", before[at]))));
    format!(
        "chain_{letter} AS (SELECT {distinct}{kept}e.id AS {letter}, {} AS certain, {least} AS {letter}_least, \
         {most} AS {letter}_most{carried}\nFROM chain_{} c\n{source}\nWHERE {})",
        truth(&surely),
        before[at],
        and(conditions),
    )
}

/// The classes of `events.reach` with the days that an event of each may touch, for one search in each of them.
fn reaches() -> String {
    let rows = REACH.iter().enumerate().map(|(class, days)| format!(" UNION ALL SELECT {class}, {days}"));
    // The last class has no limit.
    format!("(SELECT {} AS class, {} AS days{})", REACH.len(), 2 * Day::MAX.0, rows.collect::<String>())
}

/// Returns the condition that an event `e` of the class `r` lies in the window of `c` in one reading at least.
fn reachable(writer: &mut Writer, link: &Link) -> String {
    let (from, _) = window(link.side);
    format!("e.reach = r.class AND e.begin_earliest >= {from} - r.days AND {}", touching(writer, link))
}

/// Returns the condition that an event `e` lies in the window of `c` in one reading at least.
fn touching(writer: &mut Writer, link: &Link) -> String {
    let (from, to) = window(link.side);
    // Nothing follows what has no end, nor does what has no beginning follow.
    let touches = match link.side {
        Side::Followed => {
            format!(
                "e.begin_latest >= {from} AND e.begin_latest > {} AND {from} < {}",
                Day::MIN.0,
                Day::MAX.0
            )
        }
        Side::Preceded => format!(
            "e.end_latest >= {from} AND e.end_earliest <= {to} AND e.end_earliest < {} AND {to} > {}",
            Day::MAX.0,
            Day::MIN.0
        ),
    };
    let mut found = format!("e.begin_earliest <= {to} AND {touches}");
    // Of three stretches of days that meet pairwise all three meet: the event's, the window, and what is asked for.
    let (first, last) = period(&link.by);
    let mut asked = Vec::new();
    if first > Day::MIN {
        asked.push(format!("{to} >= {}", writer.day(first)));
    }
    if last < Day::MAX {
        asked.push(format!("{from} <= {}", writer.day(last)));
    }
    if !asked.is_empty() {
        found.push_str(&format!(" AND (e.extent = 'span' OR ({}))", asked.join(" AND ")));
    }
    found
}

/// The condition that a link holds in every reading.
const fn surely(side: Side) -> &'static str {
    match side {
        Side::Followed => "e.begin_earliest > c.latest AND e.begin_latest <= c.surely",
        Side::Preceded => "e.end_latest < c.earliest AND e.end_earliest >= c.surely",
    }
}

/// Returns how many days lie between `c` and `e`, at least and at most; the most is NULL where there is no limit.
fn distance(writer: &mut Writer, side: Side) -> (String, String) {
    let (least, most) = match side {
        Side::Followed => ("e.begin_earliest - c.latest", "e.begin_latest - c.earliest"),
        Side::Preceded => ("c.earliest - e.end_latest", "c.latest - e.end_earliest"),
    };
    let far = writer.bind(Value::Integer(Day::MAX.0 / 2));
    (
        format!("(CASE WHEN {least} > 0 THEN {least} ELSE 0 END)"),
        format!("(CASE WHEN {most} <= {far} THEN {most} END)"),
    )
}

/// Returns the condition that the event `e` and that of number `other` have something in common.
fn shares(shared: Shared, other: &str) -> String {
    let actor = |role: &str| {
        format!(
            "EXISTS (SELECT 1 FROM participants p JOIN participants q ON q.actor = p.actor \
             WHERE p.event = {other} AND q.event = e.id{role})"
        )
    };
    match shared {
        Shared::Actors => actor(""),
        Shared::From => actor(" AND p.role = 'from' AND q.role = 'from'"),
        Shared::To => actor(" AND p.role = 'to' AND q.role = 'to'"),
        Shared::Type => format!("e.type = (SELECT o.type FROM events o WHERE o.id = {other})"),
        Shared::Class => format!(
            "EXISTS (SELECT 1 FROM events o JOIN types t ON t.id = o.type JOIN types u ON u.class = t.class \
             WHERE o.id = {other} AND u.id = e.type)"
        ),
        Shared::Place => format!("e.place = (SELECT o.place FROM events o WHERE o.id = {other})"),
        Shared::Document => format!(
            "EXISTS (SELECT 1 FROM mentions m JOIN mentions n ON n.document = m.document \
             WHERE m.event = {other} AND n.event = e.id)"
        ),
    }
}

/// Returns the condition that no other event stands so next to the event `e`, which has a date.
///
/// That is certain where none can. It is possible where there is a day on which `e` can end (begin, where the link goes
/// back) such that every other event can stay away. The days for which one cannot stay away are a stretch, so that a
/// free day is the first of all, or the one behind such a stretch: where that event itself begins (has ended).
pub(super) fn alone(writer: &mut Writer, link: &Link, mode: Mode, bucket: Option<&Bucket<'_>>) -> String {
    let mut parts = vec![writer.possible(&link.by, None)];
    parts.extend(link.sharing.iter().map(|shared| shares(*shared, "c.id")));
    let fits = and(parts);
    let hull = (Day::MIN, Day::MAX);
    let outer = Carried { arrived: None, next: link, hull }.columns(writer);
    if mode == Mode::Certain {
        let reachable = reachable(writer, link);
        return format!(
            "NOT EXISTS (SELECT 1 FROM (SELECT e.id AS id{outer}) c CROSS JOIN {} r CROSS JOIN events e \
             WHERE e.id <> c.id AND {})",
            reaches(),
            and(vec![reachable, fits])
        );
    }
    let surely_fits = and(vec![fits, writer.certain(&link.by)]);
    let (ends, from, to) = match link.side {
        Side::Followed => ("e.begin_earliest", "e.end_earliest", "e.end_latest"),
        Side::Preceded => ("e.end_latest", "e.begin_earliest", "e.begin_latest"),
    };
    let (mut from, mut to) = (from.to_owned(), to.to_owned());
    if let Some(Bucket { column, unit }) = bucket {
        let next = first_day_of(*unit, &format!("({column} + 1)"));
        from = later(&from, &first_day_of(*unit, column), true);
        to = earlier(&to, &format!("({next} - 1)"), true);
    }
    let (starts, between) = match link.side {
        Side::Followed => ("c.lo", format!("{ends} > c.lo AND {ends} <= c.hi")),
        Side::Preceded => ("c.hi", format!("{ends} >= c.lo AND {ends} < c.hi")),
    };
    let this = format!("(SELECT e.id AS id, {from} AS lo, {to} AS hi)");
    let hit = match link.side {
        Side::Followed => {
            "e.begin_earliest > c.day AND e.begin_earliest <= c.far AND e.begin_latest <= c.far"
        }
        Side::Preceded => "e.end_latest < c.day AND e.end_latest >= c.far AND e.end_earliest >= c.far",
    };
    let far = match link.side {
        Side::Followed => shifted("f.day", link.within, 1),
        Side::Preceded => shifted("f.day", link.within, -1),
    };
    let hit = and(vec!["e.id <> c.id".to_owned(), hit.to_owned(), surely_fits.clone()]);
    let next = and(vec!["e.id <> c.id".to_owned(), between, surely_fits]);
    format!(
        "EXISTS (SELECT 1 FROM (SELECT c.id AS id, {starts} AS day FROM {this} c \
         UNION ALL SELECT c.id, {ends} FROM {this} c CROSS JOIN events e WHERE {next}) f \
         WHERE NOT EXISTS (SELECT 1 FROM (SELECT f.id AS id, f.day AS day, {far} AS far) c CROSS JOIN events e \
         WHERE {hit}))"
    )
}
