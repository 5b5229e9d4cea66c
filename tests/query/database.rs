//! A small world: a database in memory, the events that are in it, and what their names mean.

use rusqlite::{Connection, params, params_from_iter};
use timeline::date::{Bounds, DateBasis, Edtf, Extent, parse};
use timeline::event::{Realis, Role};
use timeline::query::{Format, Plan, parse as parse_query, plan};
use timeline::store::{
    Catalogue, EventDate, NameKind, Named, PeriodRecord, SavedQuery, Statement, Value, schema,
};
use timeline::text::fold;

use super::ebnf::Random;

/// Types with their classes; a type's number is its place from 1.
pub(crate) const TYPES: [(&str, &str); 5] = [
    ("meeting", "CONSULT"),
    ("talks", "CONSULT"),
    ("attack", "ASSAULT"),
    ("suspension", "RETREAT"),
    ("statement", "STATEMENT"),
];

/// Actors with another name of theirs.
pub(crate) const ACTORS: [(&str, &str); 6] = [
    ("Russia", "Moscow"),
    ("United States", "Washington"),
    ("NATO", "Alliance"),
    ("Ukraine", "Kyiv"),
    ("China", "Beijing"),
    ("Georgia", "Tbilisi"),
];

/// Saved queries; some are damaged, as another tool may leave them.
pub(crate) const SAVED: [(&str, &str); 9] = [
    ("April", "events in 2014-04"),
    ("nato", "@april with NATO | show id, date | as csv"),
    ("late", "events | sort date desc | first 3"),
    ("self", "@self"),
    ("one", "@two since 2014"),
    ("two", "@one planned"),
    ("three", "events with Ruritania"),
    ("counted", "events type attack | count by year"),
    ("pair", "events type attack | followed within 1 year by with NATO"),
];

/// Places; the last has the name of an actor.
pub(crate) const PLACES: [&str; 4] = ["Geneva", "Brussels", "Baltic Sea", "Georgia"];

/// An event as plain as can be.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) id: i64,
    pub(crate) date: Option<Edtf>,
    pub(crate) kind: usize,
    pub(crate) realis: Realis,
    pub(crate) basis: Option<DateBasis>,
    pub(crate) place: Option<usize>,
    pub(crate) participants: Vec<(usize, Role)>,
    pub(crate) document: i64,
    pub(crate) summary: String,
}

impl Record {
    /// A meeting with nobody, dated so.
    pub(crate) fn on(id: i64, date: &str) -> Self {
        Self {
            id,
            date: (!date.is_empty()).then(|| parse(date).unwrap()),
            kind: 0,
            realis: Realis::Actual,
            basis: Some(DateBasis::Explicit),
            place: None,
            participants: Vec::new(),
            document: 1,
            summary: format!("event {id}"),
        }
    }

    pub(crate) fn bounds(&self) -> Option<Bounds> {
        self.date.as_ref().map(Edtf::bounds)
    }

    pub(crate) fn random(id: i64, random: &mut Random, dates: &[&str]) -> Self {
        let mut event = Self::on(id, dates[random.below(dates.len())]);
        event.kind = random.below(TYPES.len());
        event.realis = if random.below(4) == 0 { Realis::Planned } else { Realis::Actual };
        event.basis = event.date.as_ref().map(|_| DateBasis::ALL[random.below(3)]);
        event.place = (random.below(3) > 0).then(|| random.below(PLACES.len()));
        for _ in 0..random.below(4) {
            let one = (random.below(ACTORS.len()), if random.below(2) == 0 { Role::From } else { Role::To });
            if !event.participants.contains(&one) {
                event.participants.push(one);
            }
        }
        event.document = 1 + i64::try_from(random.below(2)).unwrap();
        event.summary = ["peacekeeping force", "force for peacekeeping", "Sanctions against a café"]
            [random.below(3)]
        .into();
        event
    }
}

/// The database and what is in it.
pub(crate) struct World {
    connection: Connection,
    pub(crate) events: Vec<Record>,
}

impl World {
    pub(crate) fn new(events: Vec<Record>) -> Self {
        let connection = Connection::open_in_memory().unwrap();
        for step in schema::MIGRATIONS {
            connection.execute_batch(step).unwrap();
        }
        let world = Self { connection, events };
        world.fill();
        world
    }

    pub(crate) fn random(seed: u64, count: i64, dates: &[&str]) -> Self {
        let mut random = Random(seed);
        Self::new((1..=count).map(|id| Record::random(id, &mut random, dates)).collect())
    }

    fn fill(&self) {
        let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| {
            self.connection.prepare_cached(sql).unwrap().execute(values).unwrap();
        };
        for (id, (name, class)) in (1_i64..).zip(TYPES) {
            run(
                "INSERT INTO types (id, name, class, meaning) VALUES (?, ?, ?, '')",
                params![id, name, class],
            );
        }
        for (id, (name, _)) in (1_i64..).zip(ACTORS) {
            run("INSERT INTO actors (id, name, kind) VALUES (?, ?, 'state')", params![id, name]);
        }
        for (id, name) in (1_i64..).zip(PLACES) {
            run("INSERT INTO places (id, name, kind) VALUES (?, ?, 'city')", params![id, name]);
        }
        for (id, title) in [(1_i64, Some("First report")), (2, None)] {
            run(
                "INSERT INTO documents (id, text_hash, text, title, published_basis, published_explanation) \
                 VALUES (?1, ?1, '', ?2, '', '')",
                params![id, title],
            );
            run("INSERT INTO sources (name, document) VALUES ('news/' || ?1 || '.txt', ?1)", params![id]);
        }
        for event in &self.events {
            let bounds = event.bounds();
            let corner = |pick: fn(&Bounds) -> i64| bounds.as_ref().map(pick);
            let extent = bounds.map_or("point", |b| if b.extent == Extent::Point { "point" } else { "span" });
            run(
                "INSERT INTO events (id, date, begin_earliest, begin_latest, end_earliest, end_latest, extent, \
                 precision, basis, type, realis, place, summary, document) \
                 VALUES (?, ?, ?, ?, ?, ?, ?, 'day', ?, ?, ?, ?, ?, ?)",
                params![
                    event.id,
                    event.date.as_ref().map(ToString::to_string),
                    corner(|b| b.begin.0.0),
                    corner(|b| b.begin.1.0),
                    corner(|b| b.end.0.0),
                    corner(|b| b.end.1.0),
                    extent,
                    event.basis.map(DateBasis::name),
                    event.kind as i64 + 1,
                    event.realis.name(),
                    event.place.map(|place| place as i64 + 1),
                    event.summary,
                    event.document
                ],
            );
            for (order, (actor, role)) in event.participants.iter().enumerate() {
                run(
                    "INSERT INTO participants (event, actor, role, place_in_text) VALUES (?, ?, ?, ?)",
                    params![event.id, *actor as i64 + 1, role.name(), order as i64],
                );
            }
            run(
                "INSERT INTO mentions (event, document, start, end, start_point, end_point, trigger_start, \
                 trigger_end, evidence, type, realis, rules, best) \
                 VALUES (?, ?, 10, 20, 9, 18, 12, 15, 'evidence of it', ?, 'actual', '', 1)",
                params![event.id, event.document, event.kind as i64 + 1],
            );
            run(
                "INSERT INTO events_text (rowid, summary, evidence) VALUES (?, ?, 'evidence of it')",
                params![event.id, event.summary],
            );
        }
    }

    /// Plans a query; today is 2014-04-10.
    pub(crate) fn plan(&self, text: &str) -> Result<Plan, String> {
        let today = parse("2014-04-10").unwrap().bounds().earliest();
        let query = parse_query(text).map_err(|error| error.0.render(text))?;
        plan(&query, self, today).map_err(|error| error.0.render(text))
    }

    pub(crate) fn run(&self, statement: &Statement) -> Vec<Vec<Value>> {
        let mut prepared = self
            .connection
            .prepare(&statement.sql)
            .unwrap_or_else(|error| panic!("{error}\n{}", statement.sql));
        let count = prepared.column_count();
        let bound = statement.params.iter().map(|value| match value {
            Value::Null => rusqlite::types::Value::Null,
            Value::Integer(number) => (*number).into(),
            Value::Real(number) => (*number).into(),
            Value::Text(text) => text.clone().into(),
        });
        let rows = prepared.query_map(params_from_iter(bound), |row| {
            (0..count)
                .map(|at| {
                    Ok(match row.get(at)? {
                        rusqlite::types::Value::Integer(number) => Value::Integer(number),
                        rusqlite::types::Value::Real(number) => Value::Real(number),
                        rusqlite::types::Value::Text(text) => Value::Text(text),
                        _ => Value::Null,
                    })
                })
                .collect()
        });
        rows.unwrap().collect::<Result<_, _>>().unwrap()
    }

    /// Asks for a table and returns its rows as text, a line a row, cells joined by ` | `, possible rows marked.
    #[track_caller]
    pub(crate) fn answer(&self, text: &str) -> Vec<String> {
        let compiled = self.plan(text).unwrap_or_else(|error| panic!("{error}")).compile(Format::Table);
        let rows = self.run(&compiled.statement);
        rows.iter()
            .map(|row| {
                assert_eq!(row.len(), compiled.columns.len());
                let cells = row.iter().zip(&compiled.columns).map(|(value, column)| show(value, column.kind));
                cells.collect::<Vec<_>>().join(" | ")
            })
            .collect()
    }

    /// Returns the line under the answer.
    #[track_caller]
    pub(crate) fn line(&self, text: &str) -> String {
        let compiled = self.plan(text).unwrap_or_else(|error| panic!("{error}")).compile(Format::Table);
        let rows = self.run(&compiled.statement);
        let possible = rows.iter().filter(|row| row[0] == Value::Integer(0)).count() as u64;
        let figures = compiled.summary.statement.as_ref().map(|s| self.run(s).remove(0)).unwrap_or_default();
        compiled.summary.line(rows.len() as u64, possible, &figures)
    }
}

fn show(value: &Value, kind: timeline::store::ColumnKind) -> String {
    use timeline::store::ColumnKind;
    match (kind, value) {
        (ColumnKind::Certain, Value::Integer(0)) => "~".to_owned(),
        (ColumnKind::Certain, _) => "=".to_owned(),
        (ColumnKind::Bucket(unit), Value::Integer(number)) => unit.label(*number),
        (ColumnKind::Day, Value::Integer(number)) => timeline::date::Day(*number).to_string(),
        (_, Value::Integer(number)) => number.to_string(),
        (_, Value::Real(number)) => number.to_string(),
        (_, Value::Text(text)) => text.clone(),
        (_, Value::Null) => "-".to_owned(),
    }
}

impl Catalogue for World {
    fn named(&self, kind: NameKind, name: &str) -> Vec<Named> {
        let name = fold(name);
        let same = |other: &str| fold(other) == name;
        let row = |id: usize, name: &str| Named { id: id as i64 + 1, name: name.to_owned() };
        match kind {
            NameKind::Type => TYPES
                .iter()
                .enumerate()
                .filter(|(_, (of, class))| same(of) || same(class))
                .map(|(id, (of, _))| row(id, of))
                .collect(),
            NameKind::Actor => ACTORS
                .iter()
                .enumerate()
                .filter(|(_, (of, alias))| same(of) || same(alias))
                .map(|(id, (of, _))| row(id, of))
                .collect(),
            NameKind::Place => {
                PLACES.iter().enumerate().filter(|(_, of)| same(of)).map(|(id, of)| row(id, of)).collect()
            }
            NameKind::Document => match name.as_ref() {
                "1" | "first report" | "news/1.txt" => vec![row(0, "First report")],
                "2" | "news/2.txt" => vec![row(1, "news/2.txt")],
                "news" => vec![row(0, "First report"), row(1, "news/2.txt")],
                _ => Vec::new(),
            },
            NameKind::Period | NameKind::Query => Vec::new(),
        }
    }

    fn periods(&self, name: &str) -> Vec<PeriodRecord> {
        let period = |name: &str, date: &str| PeriodRecord {
            name: name.into(),
            kind: "war".into(),
            date: date.into(),
            bounds: parse(date).unwrap().bounds(),
            aliases: Vec::new(),
        };
        match fold(name).as_ref() {
            "spring" => vec![period("Spring", "2014-03/2014-05")],
            "long war" => vec![period("Long War of the North", "1914/1918"), period("Long War", "1941/1945")],
            _ => Vec::new(),
        }
    }

    fn saved(&self, name: &str) -> Option<SavedQuery> {
        let text = SAVED.iter().find(|(known, _)| fold(known) == fold(name))?.1;
        Some(SavedQuery { name: name.to_owned(), text: text.to_owned() })
    }

    fn date_of(&self, event: i64) -> EventDate {
        match self.events.iter().find(|known| known.id == event) {
            None => EventDate::NoEvent,
            Some(known) => known.date.as_ref().map_or(EventDate::Undated, |date| EventDate::Dated {
                written: date.to_string(),
                bounds: date.bounds(),
            }),
        }
    }

    fn similar(&self, kind: NameKind, name: &str, limit: usize) -> Vec<String> {
        let name = fold(name).into_owned();
        let names: Vec<&str> = match kind {
            NameKind::Type => TYPES.iter().map(|(name, _)| *name).collect(),
            NameKind::Actor => ACTORS.iter().flat_map(|(name, alias)| [*name, *alias]).collect(),
            NameKind::Place => PLACES.to_vec(),
            NameKind::Document => vec!["First report", "news/2.txt"],
            NameKind::Period => vec!["Spring", "Long War"],
            NameKind::Query => SAVED.iter().map(|(name, _)| *name).collect(),
        };
        let near = |other: &&str| strsim::jaro_winkler(&fold(other), &name) > 0.84;
        names.into_iter().filter(near).take(limit).map(str::to_owned).collect()
    }
}
