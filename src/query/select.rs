//! Columns in SQL: what a key is of an event, and the tables that it is read from.

use super::columns::Key;
use crate::event::Role;

/// A table that columns are read from, joined once.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    Type,
    Place,
    Document,
    Evidence,
    /// A row for each actor in that role, or in any; one without an actor where there is none.
    Actor(Option<Role>),
}

/// The columns of one event of a row: its table is `e`, or `e_a` for the first of a chain.
pub(super) struct Columns {
    /// What stands behind the names of its tables: nothing, or `_a`.
    suffix: String,
    joins: Vec<Join>,
    /// The least and the greatest distance in days, where they are asked for.
    pub(super) distance: Option<[String; 2]>,
}

impl Columns {
    /// The columns of the events `e`, or of those of a chain that are called so.
    pub(super) fn of(letter: Option<&str>) -> Self {
        let suffix = letter.map_or(String::new(), |letter| format!("_{letter}"));
        Self { suffix, joins: Vec::new(), distance: None }
    }

    /// Returns what has been joined so far, each on a line of its own.
    pub(super) fn joined(&self) -> String {
        self.joins.iter().map(|join| format!("\n{}", self.join_sql(*join))).collect()
    }

    /// Forgets the joins, where a new table of events begins.
    pub(super) fn clear(&mut self) {
        self.joins.clear();
    }

    fn join_sql(&self, join: Join) -> String {
        let s = &self.suffix;
        match join {
            Join::Type => format!("JOIN types t{s} ON t{s}.id = e{s}.type"),
            Join::Place => format!("LEFT JOIN places l{s} ON l{s}.id = e{s}.place"),
            Join::Document => format!("LEFT JOIN documents d{s} ON d{s}.id = e{s}.document"),
            Join::Evidence => format!("LEFT JOIN mentions m{s} ON m{s}.event = e{s}.id AND m{s}.best = 1"),
            Join::Actor(role) => {
                let name = role.map_or("any", Role::name);
                let part = format!("p_{name}{s}");
                let roles = role.map_or_else(|| once(&part), |role| format!("{part}.role = '{role}'"));
                format!(
                    "LEFT JOIN participants {part} ON {part}.event = e{s}.id AND {roles}\n\
                     LEFT JOIN actors a_{name}{s} ON a_{name}{s}.id = {part}.actor"
                )
            }
        }
    }

    fn join(&mut self, join: Join) {
        if !self.joins.contains(&join) {
            self.joins.push(join);
        }
    }

    /// Returns the SQL of a column and joins what it needs.
    pub(super) fn expression(&mut self, key: Key) -> String {
        let s = self.suffix.clone();
        // The order of the inner rows is the order of the list, in every version of SQLite.
        let names = |condition: &str| {
            format!(
                "(SELECT group_concat(name, '; ') FROM (SELECT a.name AS name FROM participants p \
                 JOIN actors a ON a.id = p.actor WHERE p.event = e{s}.id{condition} ORDER BY p.place_in_text, a.name))"
            )
        };
        let column = |name: &str| format!("e{s}.{name}");
        match key {
            Key::Id => column("id"),
            Key::Date => column("date"),
            Key::Earliest => column("begin_earliest"),
            Key::Latest => column("end_latest"),
            Key::Precision => column("precision"),
            Key::Basis => column("basis"),
            Key::Explanation => column("explanation"),
            Key::Realis => column("realis"),
            Key::Summary => column("summary"),
            Key::Type | Key::Class => {
                self.join(Join::Type);
                format!("t{s}.{}", if key == Key::Type { "name" } else { "class" })
            }
            Key::Place => {
                self.join(Join::Place);
                format!("l{s}.name")
            }
            Key::Document => {
                self.join(Join::Document);
                format!(
                    "coalesce(d{s}.title, (SELECT min(s.name) FROM sources s WHERE s.document = d{s}.id))"
                )
            }
            Key::Published | Key::Url => {
                self.join(Join::Document);
                format!("d{s}.{}", key.name())
            }
            Key::Evidence | Key::Start | Key::End => {
                self.join(Join::Evidence);
                let name = match key {
                    Key::Start => "start_point",
                    Key::End => "end_point",
                    _ => "evidence",
                };
                format!("m{s}.{name}")
            }
            Key::Claims => claims(&s),
            Key::From => names(" AND p.role = 'from'"),
            Key::To => names(" AND p.role = 'to'"),
            Key::Participants => names(&format!(" AND {}", once("p"))),
            Key::Days | Key::DaysAtLeast | Key::DaysAtMost => match (&self.distance, key) {
                (None, _) => "NULL".to_owned(),
                (Some([least, _]), Key::DaysAtLeast) => least.clone(),
                (Some([_, most]), Key::DaysAtMost) => most.clone(),
                (Some([least, most]), _) => interval(least, most),
            },
            Key::Bucket(_)
            | Key::Begins
            | Key::Ends
            | Key::Open
            | Key::Actor
            | Key::Count
            | Key::AtLeast
            | Key::AtMost
            | Key::Mark => "NULL".to_owned(),
        }
    }

    /// Returns the SQL of a key that events are counted by: actors one by one.
    pub(super) fn counted(&mut self, key: Key) -> String {
        let role = match key {
            Key::Actor => None,
            Key::From => Some(Role::From),
            Key::To => Some(Role::To),
            key => return self.expression(key),
        };
        self.join(Join::Actor(role));
        format!("a_{}{}.name", role.map_or("any", Role::name), self.suffix)
    }
}

impl Columns {
    /// Returns the SQL of what keeps the events of each value of a key apart, and the SQL of the value itself, of a row
    /// `s` that has the former as its `part`. Numbers are sorted and compared sooner than names.
    pub(super) fn parted(&mut self, key: Key) -> (String, String) {
        let named = |table: &str| format!("(SELECT name FROM {table} WHERE id = s.part)");
        let s = self.suffix.clone();
        let role = match key {
            Key::Actor => None,
            Key::From => Some(Role::From),
            Key::To => Some(Role::To),
            Key::Type => return (format!("e{s}.type"), named("types")),
            Key::Place => return (format!("e{s}.place"), named("places")),
            key => return (self.counted(key), "s.part".to_owned()),
        };
        self.join(Join::Actor(role));
        (format!("p_{}{s}.actor", role.map_or("any", Role::name)), named("actors"))
    }
}

/// Every claim of an event as JSON, best first; offsets are code points of the document's text.
fn claims(suffix: &str) -> String {
    format!(
        "\
    (SELECT json_group_array(json_object('type', type, 'date', date, 'basis', basis, 'explanation', explanation, \
    'realis', realis, 'rules', rules, 'evidence', evidence, 'start', start_point, 'end', end_point, \
    'trigger_start', start_point + length(CAST(substr(CAST(evidence AS BLOB), 1, trigger_start - start) AS TEXT)), \
    'trigger_end', start_point + length(CAST(substr(CAST(evidence AS BLOB), 1, trigger_end - start) AS TEXT)), \
    'document', json_object('title', title, 'sources', json(sources), 'publisher', publisher, 'url', url, \
    'published', published, 'basis', published_basis, 'explanation', published_explanation))) FROM \
    (SELECT ct.name AS type, c.date, c.basis, c.explanation, c.realis, c.rules, c.evidence, c.start, c.start_point, \
    c.end_point, c.trigger_start, c.trigger_end, cd.title, cd.publisher, cd.url, cd.published, cd.published_basis, \
    cd.published_explanation, (SELECT json_group_array(name) FROM \
    (SELECT s.name FROM sources s WHERE s.document = cd.id ORDER BY s.name)) AS sources \
    FROM mentions c JOIN types ct ON ct.id = c.type JOIN documents cd ON cd.id = c.document \
    WHERE c.event = e{suffix}.id ORDER BY c.best DESC, c.id))"
    )
}

/// Two figures as one text: `3`, `0..33`, `0..` where there is no most.
fn interval(least: &str, most: &str) -> String {
    format!(
        "CASE WHEN {most} = {least} THEN cast({least} AS text) WHEN {most} IS NULL AND {least} IS NOT NULL \
         THEN {least} || '..' ELSE {least} || '..' || {most} END"
    )
}

/// Somebody who acts upon himself takes part once.
fn once(part: &str) -> String {
    format!(
        "NOT ({part}.role = 'to' AND EXISTS (SELECT 1 FROM participants q \
         WHERE q.actor = {part}.actor AND q.event = {part}.event AND q.role = 'from'))"
    )
}
