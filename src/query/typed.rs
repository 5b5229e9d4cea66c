//! Which columns rows have, and which stages may come behind them.

use super::ast::{Spanned, Stage};
use super::columns::{ChainKey, Key};
use super::error::QueryError;
use super::expected::any_of;
use super::gaps::COLUMNS;
use super::plan::{Chain, Link, Plan, Predicate, Step, Test};
use crate::text::{Diagnostic, Span};

/// Sets another event beside those of the rows, or asks that there be none.
pub(super) fn add_link(plan: &mut Plan, link: Link, negated: bool, span: Span) -> Result<(), QueryError> {
    let alone = |link| Predicate::Test { test: Test::Alone(Box::new(link)), negated: false };
    match &mut plan.chain {
        None if negated => plan.steps.push(Step::Keep(alone(link))),
        None => plan.chain = Some(Chain { links: vec![link], steps: Vec::new() }),
        Some(chain) if !chain.steps.is_empty() => {
            let message = "expected the links of a chain side by side, found another stage between them";
            return Err(Diagnostic::new(message, span)
                .with_help("put \"sort\", \"first\" and \"last\" behind the last link")
                .into());
        }
        Some(chain) if negated => {
            if let Some(last) = chain.links.last_mut() {
                let by = std::mem::replace(&mut last.by, Predicate::TRUE);
                last.by = Predicate::All(vec![by, alone(link)]);
            }
        }
        Some(chain) if chain.links.len() + 1 >= ChainKey::EVENTS => {
            let message = format!("expected a chain of {} events at most, found one more", ChainKey::EVENTS);
            return Err(Diagnostic::new(message, span).into());
        }
        Some(chain) => chain.links.push(link),
    }
    Ok(())
}

/// Which rows a pipeline has reached.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    Events,
    Chains,
    Counts,
    Gaps,
}

impl Rows {
    pub(super) const fn of(plan: &Plan) -> Self {
        match plan {
            Plan { gaps: Some(_), .. } => Self::Gaps,
            Plan { count: Some(_), .. } => Self::Counts,
            Plan { chain: Some(_), .. } => Self::Chains,
            _ => Self::Events,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Chains => "chains",
            Self::Counts => "counts",
            Self::Gaps => "gaps",
        }
    }

    /// Returns the stage that made them, as a message names it.
    const fn made_by(self) -> &'static str {
        match self {
            Self::Events => "\"events\"",
            Self::Chains => "\"followed\" or \"preceded\"",
            Self::Counts => "\"count\"",
            Self::Gaps => "\"gaps\"",
        }
    }
}

/// Checks that a stage may come behind the rows that there are.
pub(super) fn fitting(plan: &Plan, stage: &Stage, span: Span) -> Result<(), QueryError> {
    let rows = Rows::of(plan);
    let fits = match (stage, rows) {
        (_, Rows::Events) | (Stage::Sort { .. } | Stage::First(_) | Stage::Last(_) | Stage::As(_), _) => true,
        (Stage::Count(_) | Stage::Linked { .. }, rows) => rows == Rows::Chains,
        (Stage::Show(_), rows) => rows != Rows::Counts,
        (Stage::Where(_) | Stage::Nearest(..) | Stage::Gaps(..), _) => false,
    };
    if fits {
        return Ok(());
    }
    let word = stage.keyword();
    let message = format!("expected events before \"{word}\", found {}", rows.name());
    let diagnostic = Diagnostic::new(message, span);
    let earlier = format!("put \"{word}\" before {}", rows.made_by());
    Err(match (stage, rows) {
        (Stage::Where(_), Rows::Chains) => diagnostic
            .with_help(earlier)
            .with_help("what is asked of the next event stands behind \"by\": by type meeting in 2014"),
        (Stage::Show(_), _) => {
            diagnostic.with_help("the columns of counts are what they are counted by: leave it out")
        }
        (Stage::Gaps(..), Rows::Gaps) | (Stage::Count(_), Rows::Counts) => {
            diagnostic.with_help("keep one of the two")
        }
        (Stage::Linked { negated: false, .. }, Rows::Gaps) | (Stage::Gaps(..) | Stage::Count(_), _) => {
            diagnostic.with_help(format!(
                "\"{word}\" is another question than {}: ask one at a time",
                rows.made_by()
            ))
        }
        _ => diagnostic.with_help(earlier),
    }
    .into())
}

pub(super) fn counted(plan: &Plan, keys: &[Spanned<ChainKey>]) -> Result<Vec<ChainKey>, QueryError> {
    let mut found: Vec<ChainKey> = Vec::new();
    for key in keys {
        let name = key.value;
        if !name.key.is_counted() {
            let diagnostic =
                Diagnostic::new(format!("expected a column to count by, found {name}"), key.span);
            let known: Vec<&str> = Key::all().filter(|k| k.is_counted()).map(Key::name).collect();
            return Err(match name.key {
                Key::Date | Key::Earliest | Key::Latest => diagnostic
                    .with_help("dates are counted by day, week, month, quarter, year or decade")
                    .into(),
                Key::Participants => diagnostic.with_help("write count by actor").into(),
                _ => diagnostic.with_help(format!("events are counted by {}", any_of(&known))).into(),
            });
        }
        let event = which_event(plan, *key)?;
        let key = Spanned::new(ChainKey { event, ..name }, key.span);
        if found.contains(&key.value) {
            return Err(
                Diagnostic::new(format!("expected each column once, found {name} again"), key.span).into()
            );
        }
        if key.value.key.unit().is_some()
            && let Some(other) = found.iter().find(|other| other.key.unit().is_some())
        {
            let message = format!("expected one unit of time, found {name} beside {other}");
            return Err(Diagnostic::new(message, key.span)
                .with_help(format!("keep {other} or {name}"))
                .into());
        }
        found.push(key.value);
    }
    Ok(found)
}

pub(super) fn shown(plan: &Plan, keys: &[Spanned<ChainKey>]) -> Result<Vec<ChainKey>, QueryError> {
    let mut found: Vec<ChainKey> = Vec::new();
    for key in keys {
        let column = column(plan, *key)?;
        if found.contains(&column) {
            let message = format!("expected each column once, found {} again", key.value);
            return Err(Diagnostic::new(message, key.span).into());
        }
        found.push(column);
    }
    Ok(found)
}

/// Returns the column of events or chains that a key names.
pub(super) fn column(plan: &Plan, key: Spanned<ChainKey>) -> Result<ChainKey, QueryError> {
    let of = key.value;
    if let Some(gaps) = &plan.gaps {
        let known: Vec<Key> = gaps.key.into_iter().chain(COLUMNS).collect();
        if of.event.is_none() && known.contains(&of.key) {
            return Ok(of);
        }
        let known: Vec<&str> = known.into_iter().map(Key::name).collect();
        let message = format!("expected a column of gaps, found {of}");
        return Err(Diagnostic::new(message, key.span)
            .with_help(format!("the columns are {}", known.join(", ")))
            .into());
    }
    if let Some(chain) = &plan.chain
        && of.key.is_distance()
    {
        // Between two events there is one distance; of three, it is that from the one before.
        return match (of.event, chain.links.len()) {
            (None, 1) => Ok(ChainKey { event: Some(1), ..of }),
            (Some(event), links) if (1..=links).contains(&event) => Ok(of),
            (Some(0), _) => {
                Err(Diagnostic::new(format!("expected a column of the first event, found {of}"), key.span)
                    .with_help(format!("b.{} counts from a to b", of.key))
                    .into())
            }
            _ => which_event(plan, key).map(|event| ChainKey { event, ..of }),
        };
    }
    let is_column = of.key.is_of_events() || (of.key.is_distance() && plan.has_distance());
    if !is_column {
        return Err(no_column_of_events(key));
    }
    which_event(plan, key).map(|event| ChainKey { event, ..of })
}

/// Checks that a key names an event where rows are chains, and none where they are events.
pub(super) fn which_event(plan: &Plan, key: Spanned<ChainKey>) -> Result<Option<usize>, QueryError> {
    let ChainKey { event, key: name } = key.value;
    let links = plan.chain.as_ref().map_or(0, |chain| chain.links.len());
    let letters: Vec<&str> = (0..=links).map(ChainKey::letter).collect();
    match event {
        None if links == 0 => Ok(None),
        Some(at) if links > 0 && at <= links => Ok(event),
        None => {
            let begin = usize::from(name.is_distance());
            let keys: Vec<String> =
                letters[begin..].iter().map(|letter| format!("{letter}.{name}")).collect();
            let message = format!("expected the column of one event of the chain, found {name}");
            Err(Diagnostic::new(message, key.span).with_help(format!("write {}", any_of(&keys))).into())
        }
        Some(_) if links == 0 => {
            let message = format!("expected a column of events, found {}", key.value);
            Err(Diagnostic::new(message, key.span)
                .with_help(format!(
                    "chains come with a stage before this one: | followed within 30 days by type meeting; here write {name}"
                ))
                .into())
        }
        Some(_) => {
            let message = format!("expected an event of the chain, found {}", key.value);
            Err(Diagnostic::new(message, key.span)
                .with_help(format!("its events are {}", letters.join(", ")))
                .into())
        }
    }
}

pub(super) fn sortable(plan: &Plan, key: Spanned<ChainKey>) -> Result<ChainKey, QueryError> {
    let Some(count) = &plan.count else { return column(plan, key) };
    let figures = [Key::Count, Key::AtLeast, Key::AtMost].map(ChainKey::from);
    if count.keys.iter().chain(&figures).any(|known| *known == key.value) {
        return Ok(key.value);
    }
    let columns: Vec<String> = count.keys.iter().chain(&figures).map(ChainKey::to_string).collect();
    let message = format!("expected a column of the counts, found {}", key.value);
    Err(Diagnostic::new(message, key.span).with_help(format!("sort by {}", any_of(&columns))).into())
}

pub(super) fn no_column_of_events(key: Spanned<ChainKey>) -> QueryError {
    let diagnostic = Diagnostic::new(format!("expected a column of events, found {}", key.value), key.span);
    match key.value.key {
        Key::Actor => diagnostic.with_help("did you mean participants, from or to?").into(),
        Key::Bucket(_) => {
            diagnostic.with_help(format!("did you mean date? to count: | count by {}", key.value)).into()
        }
        Key::Days | Key::DaysAtLeast | Key::DaysAtMost => diagnostic
            .with_help("distances come with a stage before this one: | nearest 5 to 2016-04-20")
            .into(),
        Key::Begins | Key::Ends | Key::Open => {
            diagnostic.with_help("gaps come with a stage before this one: | gaps over 1 year").into()
        }
        _ => diagnostic.with_help("counts come with \"count\", before this stage").into(),
    }
}
