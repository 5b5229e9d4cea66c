use std::hash::{DefaultHasher, Hash, Hasher};

use rusqlite::{OptionalExtension, TransactionBehavior, params};

use super::saved::put_period;
use super::{Store, StoreError};
use crate::date::Day;
use crate::text::fold;

/// The word lists as rows: the names that a query may use.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WordLists {
    /// Event types.
    pub types: Vec<TypeRow>,
    /// States, organisations, groups and persons.
    pub actors: Vec<ActorRow>,
    /// Who held which office when.
    pub offices: Vec<OfficeRow>,
    /// Places.
    pub places: Vec<PlaceRow>,
    /// Named periods.
    pub periods: Vec<PeriodRow>,
}

/// An event type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TypeRow {
    /// `suspension`.
    pub name: String,
    /// PLOVER's class, or STATEMENT, or OTHER.
    pub class: String,
    /// The CAMEO code, where one fits.
    pub cameo: Option<String>,
    /// One line for a reader.
    pub meaning: String,
    /// Other words for it in a query: `freeze`.
    pub synonyms: Vec<String>,
}

/// An actor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ActorRow {
    /// The name it is listed under.
    pub name: String,
    /// `state`, `organisation`, `group`, `person` or `other`.
    pub kind: String,
    /// ISO 3166-1 alpha-3 or CAMEO.
    pub code: Option<String>,
    /// Its other names.
    pub aliases: Vec<String>,
}

/// A term of office.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OfficeRow {
    /// Who: the name of an actor.
    pub person: String,
    /// What: "foreign minister".
    pub office: String,
    /// Whose office it is: the name of an actor.
    pub actor: String,
    /// First day; [`Day::MIN`] where it is not known.
    pub begins: Day,
    /// Last day; [`Day::MAX`] where it lasts or is not known.
    pub ends: Day,
}

/// A place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceRow {
    /// The name it is listed under.
    pub name: String,
    /// `city`, `state`, `region`, `sea` …
    pub kind: String,
    /// The state it lies in.
    pub country: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Its other names.
    pub aliases: Vec<String>,
}

/// A named period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PeriodRow {
    /// The name it is listed under.
    pub name: String,
    /// `war`, `treaty`, `summit` …
    pub kind: String,
    /// When it was, in EDTF.
    pub date: String,
    /// Its other names.
    pub aliases: Vec<String>,
}

impl WordLists {
    /// Names the lists by what stands in them. It is asked before every import, so it has to be fast; where another version
    /// of the program counts differently, the lists are written once more.
    fn fingerprint(&self) -> String {
        let Self { types, actors, offices, places, periods } = self;
        let mut hasher = DefaultHasher::new();
        (types, actors, offices, periods).hash(&mut hasher);
        for PlaceRow { name, kind, country, latitude, longitude, aliases } in places {
            let degrees = [latitude, longitude].map(|degrees| degrees.map(f64::to_bits));
            (name, kind, country, degrees, aliases).hash(&mut hasher);
        }
        format!("{:016x}", hasher.finish())
    }
}

impl Store {
    /// Takes over the word lists, all of them or, where anything fails, nothing. Names that events use stay even where
    /// the lists no longer have them; synonyms, aliases and offices are those of the lists alone. Lists that the
    /// database has already change nothing.
    ///
    /// # Errors
    ///
    /// Refuses an office that names an actor whom the lists do not have; otherwise returns what SQLite says.
    pub fn write_word_lists(&mut self, lists: &WordLists) -> Result<(), StoreError> {
        let fingerprint = lists.fingerprint();
        let sql = "SELECT EXISTS (SELECT 1 FROM word_lists WHERE fingerprint = ?1)";
        if self.connection.query_row(sql, [&fingerprint], |row| row.get(0))? {
            return Ok(());
        }
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.execute_batch(
            "DELETE FROM type_synonyms; DELETE FROM aliases; DELETE FROM offices; DELETE FROM place_aliases; \
             DELETE FROM periods WHERE kind <> 'own'; DELETE FROM word_lists;",
        )?;
        {
            let mut put = tx.prepare_cached(
                "INSERT INTO types (name, class, cameo, meaning) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (name) DO UPDATE \
                 SET class = excluded.class, cameo = excluded.cameo, meaning = excluded.meaning RETURNING id",
            )?;
            let mut also = tx.prepare_cached(
                "INSERT INTO type_synonyms (folded, type) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            )?;
            for row in &lists.types {
                let id: i64 =
                    put.query_row(params![row.name, row.class, row.cameo, row.meaning], |r| r.get(0))?;
                for synonym in std::iter::once(&row.name).chain(&row.synonyms) {
                    also.execute(params![fold(synonym), id])?;
                }
            }

            let mut put = tx.prepare_cached(
                "INSERT INTO actors (name, kind, code) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE \
                 SET kind = excluded.kind, code = excluded.code RETURNING id",
            )?;
            let mut also = tx.prepare_cached(
                "INSERT INTO aliases (folded, actor, alias) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )?;
            for row in &lists.actors {
                let id: i64 = put.query_row(params![row.name, row.kind, row.code], |r| r.get(0))?;
                for alias in std::iter::once(&row.name).chain(&row.aliases) {
                    also.execute(params![fold(alias), id, alias])?;
                }
            }

            let mut put = tx.prepare_cached(
                "INSERT INTO offices (person, office, actor, begins, ends) VALUES (?1, ?2, ?3, ?4, ?5) \
                 ON CONFLICT DO NOTHING",
            )?;
            let mut actor = tx.prepare_cached("SELECT id FROM actors WHERE name = ?1")?;
            let mut listed = |name: &str| -> Result<i64, StoreError> {
                let id = actor.query_row([name], |r| r.get(0)).optional()?;
                id.ok_or_else(|| StoreError::UnknownActor { name: name.into() })
            };
            for row in &lists.offices {
                let (person, actor) = (listed(&row.person)?, listed(&row.actor)?);
                put.execute(params![person, row.office, actor, row.begins.0, row.ends.0])?;
            }

            let mut put = tx.prepare_cached(
                "INSERT INTO places (name, kind, country, latitude, longitude) VALUES (?1, ?2, ?3, ?4, ?5) \
                 ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, country = excluded.country, \
                 latitude = excluded.latitude, longitude = excluded.longitude RETURNING id",
            )?;
            let mut also = tx.prepare_cached(
                "INSERT INTO place_aliases (folded, place, alias) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )?;
            for row in &lists.places {
                let place = params![row.name, row.kind, row.country, row.latitude, row.longitude];
                let id: i64 = put.query_row(place, |r| r.get(0))?;
                for alias in std::iter::once(&row.name).chain(&row.aliases) {
                    also.execute(params![fold(alias), id, alias])?;
                }
            }

            for row in &lists.periods {
                put_period(&tx, row)?;
            }

            // What only texts and tables brought keeps the one name it has.
            let sql = "SELECT id, name FROM types WHERE id NOT IN (SELECT type FROM type_synonyms)";
            let left: Vec<(i64, String)> =
                tx.prepare(sql)?.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
            let mut also = tx.prepare_cached(
                "INSERT INTO type_synonyms (folded, type) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            )?;
            for (id, name) in left {
                also.execute(params![fold(&name), id])?;
            }
            for (names, aliases, owner) in
                [("actors", "aliases", "actor"), ("places", "place_aliases", "place")]
            {
                let sql =
                    format!("SELECT id, name FROM {names} WHERE id NOT IN (SELECT {owner} FROM {aliases})");
                let mut left = tx.prepare(&sql)?;
                let sql = format!(
                    "INSERT INTO {aliases} (folded, {owner}, alias) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"
                );
                let mut also = tx.prepare(&sql)?;
                let mut rows = left.query([])?;
                while let Some(row) = rows.next()? {
                    let (id, name): (i64, String) = (row.get(0)?, row.get(1)?);
                    also.execute(params![fold(&name), id, name])?;
                }
            }
            tx.execute("INSERT INTO word_lists (fingerprint) VALUES (?1)", [fingerprint])?;
        }
        Ok(tx.commit()?)
    }
}
