use std::collections::HashSet;
use std::sync::Arc;

use rusqlite::Connection;

use super::StoreError;
use super::batch::Batch;
use crate::date::{self, DateBasis, Edtf};
use crate::event::same::{Party, Report, words_of};
use crate::event::{Realis, Role};

/// What one document tells of an event.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) event: i64,
    pub(super) report: Report,
    pub(super) claims: Vec<Claim>,
}

/// A row of the mentions.
#[derive(Debug)]
pub(super) struct Claim {
    pub(super) id: i64,
    pub(super) date: Option<Edtf>,
    pub(super) basis: Option<String>,
    pub(super) explanation: Option<String>,
    pub(super) realis: Realis,
    pub(super) place: Option<i64>,
    pub(super) participants: Vec<(i64, Role)>,
    pub(super) summary: String,
    pub(super) evidence: String,
    pub(super) trigger: i64,
    pub(super) cue: Option<String>,
}

/// What decides between reports that are equal in all else.
type Tie = (i64, Arc<str>);

/// A claim by its words: document, evidence, and where in it the happening is named.
type Words = (i64, String, i64);

/// Returns what each document tells of an event.
pub(super) fn load(tx: &Connection, batch: &mut Batch, event: i64) -> Result<Vec<Told>, StoreError> {
    let apart = batch.apart(tx)?;
    let sql = "SELECT m.document, m.id, m.date, m.basis, m.explanation, m.realis, m.place, m.participants, m.summary, \
               m.evidence, m.trigger_start - m.start, m.cue, coalesce(d.published_earliest, 0), d.text_hash \
               FROM mentions m JOIN documents d ON d.id = m.document WHERE m.event = ?1 ORDER BY m.document, m.id";
    let mut statement = tx.prepare_cached(sql)?;
    let mut rows = statement.query([event])?;
    let mut documents: Vec<(i64, Tie, Vec<Claim>)> = Vec::new();
    while let Some(r) = rows.next()? {
        let document = r.get(0)?;
        let claim = Claim {
            id: r.get(1)?,
            date: r.get::<_, Option<String>>(2)?.and_then(|text| date::parse(&text).ok()),
            basis: r.get(3)?,
            explanation: r.get(4)?,
            realis: if r.get::<_, String>(5)? == Realis::Planned.name() {
                Realis::Planned
            } else {
                Realis::Actual
            },
            place: r.get(6)?,
            participants: read_participants(&r.get::<_, String>(7)?),
            summary: r.get(8)?,
            evidence: r.get(9)?,
            trigger: r.get(10)?,
            cue: r.get(11)?,
        };
        match documents.last_mut().filter(|(last, ..)| *last == document) {
            Some((_, _, claims)) => claims.push(claim),
            None => documents.push((document, (r.get(12)?, r.get::<_, String>(13)?.into()), vec![claim])),
        }
    }
    let mut told = Vec::new();
    for (document, tie, claims) in documents {
        for claims in apart.divide(document, claims) {
            let Some(report) = report(tx, document, &claims, tie.clone(), batch)? else { continue };
            told.push(Told { event, report, claims });
        }
    }
    Ok(told)
}

fn report(
    tx: &Connection,
    document: i64,
    claims: &[Claim],
    tie: Tie,
    batch: &mut Batch,
) -> Result<Option<Report>, StoreError> {
    let Some(best) = claims.first() else { return Ok(None) };
    let basis = best.basis.as_deref().and_then(DateBasis::from_name);
    let mut parties: Vec<Party> = Vec::new();
    for (actor, role) in claims.iter().flat_map(|c| c.participants.iter().copied()) {
        if !parties.iter().any(|p| p.actor == actor) {
            parties.push(Party { actor, kind: batch.kind(tx, actor)?, role });
        }
    }
    let place = match claims.iter().find_map(|c| c.place) {
        Some(place) => Some((place, batch.country(tx, place)?)),
        None => None,
    };
    Ok(Some(Report {
        document,
        date: best.date.as_ref().map(Edtf::bounds).zip(basis),
        realis: best.realis,
        parties,
        place,
        cue: claims.iter().find_map(|c| c.cue.clone()),
        evidence: words_of(&best.evidence),
        tie,
    }))
}

/// Reads what [`write_participants`] wrote.
fn read_participants(json: &str) -> Vec<(i64, Role)> {
    let pairs: Vec<(i64, String)> = serde_json::from_str(json).unwrap_or_default();
    let role = |name: &str| if name == Role::To.name() { Role::To } else { Role::From };
    pairs.into_iter().map(|(actor, name)| (actor, role(&name))).collect()
}

/// Writes who takes part, as a claim keeps it: a JSON array of actor and role.
pub(super) fn write_participants(participants: &[(i64, Role)]) -> String {
    let pairs: Vec<(i64, &str)> = participants.iter().map(|(actor, role)| (*actor, role.name())).collect();
    serde_json::to_string(&pairs).unwrap_or_default()
}

/// Which claims a person keeps apart.
#[derive(Debug, Default)]
pub(super) struct Apart(HashSet<(Words, Words)>);

impl Apart {
    pub(super) fn load(tx: &Connection) -> Result<Self, StoreError> {
        let sql =
            "SELECT document, evidence, trigger, other_document, other_evidence, other_trigger FROM apart";
        let mut statement = tx.prepare_cached(sql)?;
        let rows = statement
            .query_map([], |r| Ok(((r.get(0)?, r.get(1)?, r.get(2)?), (r.get(3)?, r.get(4)?, r.get(5)?))))?;
        Ok(Self(rows.collect::<Result<_, _>>()?))
    }

    /// Tells whether a person said anything of a document.
    pub(super) fn tells_of(&self, document: i64) -> bool {
        self.0.iter().any(|(a, b)| a.0 == document || b.0 == document)
    }

    /// Tells whether a person said that two documents tell of two happenings, by any of their claims.
    pub(super) fn keeps(&self, a: &Told, b: &Told) -> bool {
        let (first, second) = (a.report.document, b.report.document);
        !self.0.is_empty() && a.claims.iter().any(|c| b.claims.iter().any(|d| self.has(first, c, second, d)))
    }

    fn has(&self, document: i64, claim: &Claim, other_document: i64, other: &Claim) -> bool {
        let words = |document, claim: &Claim| (document, claim.evidence.clone(), claim.trigger);
        let (a, b) = (words(document, claim), words(other_document, other));
        self.0.contains(&(a.clone(), b.clone())) || self.0.contains(&(b, a))
    }

    /// Divides one document's claims of an event where a person said that they are of several.
    fn divide(&self, document: i64, claims: Vec<Claim>) -> Vec<Vec<Claim>> {
        if self.0.is_empty() {
            return vec![claims];
        }
        let mut groups: Vec<Vec<Claim>> = Vec::new();
        for claim in claims {
            let fits =
                |group: &&mut Vec<Claim>| !group.iter().any(|c| self.has(document, c, document, &claim));
            match groups.iter_mut().find(fits) {
                Some(group) => group.push(claim),
                None => groups.push(vec![claim]),
            }
        }
        groups
    }
}
