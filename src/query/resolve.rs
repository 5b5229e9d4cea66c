//! From what was written to what is to be done: names are looked up, dates read as days, stages checked in their order.

use super::ast::{Atom, DateRelation, Duration, Field, Filter, Period, Point, Query, Spanned, Stage};
use super::columns::{Format, Key};
use super::error::QueryError;
use super::expected::{alike, any_of};
use super::fold::{MOST_CLAUSES, Mode, clauses};
use super::plan::{Count, Plan, Predicate, Recurring, Stand, Step, Test};
use crate::date::{DateBasis, Day, Edtf, Fit, Relation, Unit};
use crate::event::Role;
use crate::store::{Catalogue, NameKind, Named};
use crate::text::{Diagnostic, Span};

/// How many rows a notice lists that a name stands for, and how many names an error suggests.
const LISTED: usize = 5;

/// An actor with so many events is common: to walk through them takes longer than to ask of other events whether they
/// are among them.
const COMMON: u64 = 10_000;

/// Looks up the names of a query in `catalogue` and reads its dates; `today` is what the query's `today` means.
///
/// # Errors
///
/// Refuses unknown names with those most like them, periods that end before they begin, and stages that do not fit the
/// rows before them.
pub fn plan(query: &Query, catalogue: &dyn Catalogue, today: Day) -> Result<Plan, QueryError> {
    let mut resolver =
        Resolver { catalogue, today, judged: false, notices: Vec::new(), readings: Vec::new() };
    let mut plan = Plan {
        steps: Vec::new(),
        count: None,
        show: None,
        format: None,
        notices: Vec::new(),
        readings: Vec::new(),
    };
    let mut place = Span::new(0, 0);
    if let Some(filter) = &query.filter {
        place = filter.span();
        plan.steps.push(Step::Keep(resolver.predicate(filter, false)?));
    }
    for stage in &query.stages {
        resolver.stage(&mut plan, stage)?;
        if let Stage::Where(filter) = &stage.value {
            place = place.cover(filter.span());
        }
    }
    if let Some(stage) = query.stages.iter().find(|stage| matches!(stage.value, Stage::As(_))) {
        drawable(&plan, stage.span)?;
    }
    let whole = plan.predicate();
    if [Mode::Possible, Mode::Certain].into_iter().any(|mode| clauses(&whole, mode).is_none()) {
        let message = format!(
            "expected a simpler filter, found dates and other conditions combined in more than {MOST_CLAUSES} ways"
        );
        let help = "put the dates side by side, or ask in two queries";
        return Err(Diagnostic::new(message, place).with_help(help).into());
    }
    Ok(Plan { notices: resolver.notices, readings: resolver.readings, ..plan })
}

struct Resolver<'a> {
    catalogue: &'a dyn Catalogue,
    today: Day,
    /// Whether the dates that are read now stand behind a fit.
    judged: bool,
    notices: Vec<Diagnostic>,
    readings: Vec<String>,
}

impl Resolver<'_> {
    fn stage(&mut self, plan: &mut Plan, stage: &Spanned<Stage>) -> Result<(), QueryError> {
        let span = stage.span;
        match &stage.value {
            Stage::Where(_) | Stage::Count(_) | Stage::Nearest(..) | Stage::Show(_)
                if plan.count.is_some() =>
            {
                let word = stage.value.keyword();
                return Err(Diagnostic::new(
                    format!("expected events before \"{word}\", found counts"),
                    span,
                )
                .with_help(format!("put \"{word}\" before \"count\""))
                .into());
            }
            Stage::Where(filter) => plan.steps.push(Step::Keep(self.predicate(filter, false)?)),
            Stage::Count(keys) => {
                plan.count = Some(Count { keys: counted(keys)?, steps: Vec::new() });
                if let Some(columns) = plan.show.take() {
                    let columns: Vec<&str> = columns.iter().map(|key| key.name()).collect();
                    return Err(Diagnostic::new("expected events to show, found counts", span)
                        .with_help(format!("leave out \"show {}\", or count by it", columns.join(", ")))
                        .into());
                }
            }
            Stage::Sort { key, descending } => {
                let step = Step::Sort { key: sortable(plan, *key)?, descending: *descending };
                plan.rows().push(step);
            }
            Stage::First(count) => plan.rows().push(Step::First(*count)),
            Stage::Last(count) => plan.rows().push(Step::Last(*count)),
            Stage::Nearest(count, point) => {
                let (first, last) = self.days(&point.value);
                self.read(format!("nearest to {} → {}", point.value, in_words(Relation::In, first, last)));
                plan.steps.push(Step::Nearest { count: *count, first, last });
            }
            Stage::Show(keys) => {
                if plan.show.is_some() {
                    return Err(twice("show", span));
                }
                plan.show = Some(shown(plan, keys)?);
            }
            Stage::As(format) => {
                if plan.format.is_some() {
                    return Err(twice("as", span));
                }
                plan.format = Some(*format);
            }
        }
        Ok(())
    }

    fn predicate(&mut self, filter: &Filter, negated: bool) -> Result<Predicate, QueryError> {
        match filter {
            Filter::Not(inner) => self.predicate(inner, !negated),
            Filter::All(parts) | Filter::Any(parts) => {
                let all = matches!(filter, Filter::All(_)) != negated;
                let parts =
                    parts.iter().map(|part| self.predicate(part, negated)).collect::<Result<_, _>>()?;
                Ok(if all { Predicate::All(parts) } else { Predicate::Any(parts) })
            }
            Filter::Atom(atom) => match &atom.value {
                // How dates are judged anyway, and so together with the dates beside them.
                Atom::Fitted(Fit::Possibly, inner) if !negated => self.fitted(inner),
                Atom::Dates(Some(Fit::Possibly), relation) if !negated => {
                    Ok(Predicate::Test { test: self.dated(relation, true)?, negated })
                }
                _ => Ok(Predicate::Test { test: self.test(atom)?, negated }),
            },
        }
    }

    fn test(&mut self, atom: &Spanned<Atom>) -> Result<Test, QueryError> {
        Ok(match &atom.value {
            Atom::Named(Field::Basis, names) => {
                Test::Basis(names.iter().map(basis).collect::<Result<_, _>>()?)
            }
            Atom::Named(field, names) => self.named(*field, names)?,
            Atom::About(words) => Test::About(words.value.clone()),
            Atom::Id(ids) => Test::Id(ids.iter().map(|id| id.value).collect()),
            Atom::Realis(realis) => Test::Realis(*realis),
            Atom::Undated => Test::Undated,
            Atom::Dates(None, relation) => self.dated(relation, self.judged)?,
            Atom::Dates(Some(fit), relation) => {
                let test = self.dated(relation, true)?;
                Test::Known(*fit, Box::new(Predicate::Test { test, negated: false }))
            }
            Atom::Fitted(fit, filter) => Test::Known(*fit, Box::new(self.fitted(filter)?)),
        })
    }

    /// What stands between the parentheses of a fit.
    fn fitted(&mut self, filter: &Filter) -> Result<Predicate, QueryError> {
        dates_only(filter)?;
        let outside = std::mem::replace(&mut self.judged, true);
        let predicate = self.predicate(filter, false);
        self.judged = outside;
        predicate
    }

    fn dated(&mut self, relation: &DateRelation, wide: bool) -> Result<Test, QueryError> {
        let DateRelation::On(day) = relation else { return Ok(Test::Date(self.stand(relation)?)) };
        let month = MONTHS[usize::from(day.month.clamp(1, 12)) - 1];
        let left_out = if wide { "" } else { ", of dates no wider than a year" };
        self.read(format!("{relation} → {} {month} of any year{left_out}", day.day));
        Ok(Test::Recurring(Recurring { day: *day, wide }))
    }

    fn read(&mut self, reading: String) {
        if !self.readings.contains(&reading) {
            self.readings.push(reading);
        }
    }

    fn named(&mut self, field: Field, names: &[Spanned<String>]) -> Result<Test, QueryError> {
        let mut ids: Vec<i64> = Vec::new();
        if let Some(kind) = field.kind() {
            for name in names {
                ids.extend(self.look_up(field, kind, name)?.into_iter().map(|row| row.id));
            }
        }
        ids.sort_unstable();
        ids.dedup();
        let participant = |role, actors: Vec<i64>| {
            let events: u64 =
                actors.iter().map(|id| self.catalogue.events_of(NameKind::Actor, *id, COMMON)).sum();
            Test::Participant { role, actors, common: events >= COMMON }
        };
        Ok(match field {
            Field::Type | Field::Basis => Test::Type(ids),
            Field::With => participant(None, ids),
            Field::From => participant(Some(Role::From), ids),
            Field::To => participant(Some(Role::To), ids),
            Field::At => Test::Place(ids),
            Field::Document => Test::Document(ids),
        })
    }

    fn look_up(
        &mut self,
        field: Field,
        kind: NameKind,
        name: &Spanned<String>,
    ) -> Result<Vec<Named>, QueryError> {
        let rows = self.catalogue.named(kind, &name.value);
        if rows.is_empty() {
            return Err(self.unknown(field, kind, name));
        }
        // A class stands for all its types, which needs no notice.
        if rows.len() > 1 && kind != NameKind::Type {
            let listed: Vec<&str> = rows.iter().take(LISTED).map(|row| row.name.as_str()).collect();
            let more = rows.len().saturating_sub(LISTED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let message = format!(
                "\"{}\" is {} {}s: {}{more}",
                name.value,
                rows.len(),
                field.noun(),
                listed.join(", ")
            );
            self.notices.push(Diagnostic::new(message, name.span));
        }
        Ok(rows)
    }

    fn unknown(&self, field: Field, kind: NameKind, name: &Spanned<String>) -> QueryError {
        let message = format!("expected a known {}, found \"{}\"", field.noun(), name.value);
        let mut diagnostic = Diagnostic::new(message, name.span);
        for (other, keyword) in [
            (NameKind::Actor, "with"),
            (NameKind::Place, "at"),
            (NameKind::Type, "type"),
            (NameKind::Document, "document"),
        ] {
            if other != kind && !self.catalogue.named(other, &name.value).is_empty() {
                let atom = Atom::Named(
                    Field::ALL.into_iter().find(|f| f.keyword() == keyword).unwrap_or(field),
                    vec![name.clone()],
                );
                diagnostic = diagnostic.with_help(format!("did you mean {atom}?"));
            }
        }
        let similar = self.catalogue.similar(kind, &name.value, LISTED);
        if !similar.is_empty() {
            let quoted: Vec<String> = similar.iter().map(|name| format!("\"{name}\"")).collect();
            diagnostic = diagnostic.with_help(format!("did you mean {}?", any_of(&quoted)));
        }
        if diagnostic.help.is_empty() {
            let help =
                format!("words of the text are found by about \"{}\"", name.value.replace('"', "\"\""));
            diagnostic = diagnostic.with_help(help);
        }
        diagnostic.into()
    }

    fn stand(&mut self, relation: &DateRelation) -> Result<Stand, QueryError> {
        let (meaning, first, last) = match relation {
            DateRelation::Period(relation, period) => {
                let (first, last) = self.period(period)?;
                (*relation, first, last)
            }
            DateRelation::Point(relation, point) => {
                let (first, last) = self.days(&point.value);
                (*relation, first, last)
            }
            DateRelation::Between(first, last) => {
                let span = first.span.cover(last.span);
                let (first, last) = ordered(self.days(&first.value), self.days(&last.value), span)?;
                (Relation::In, first, last)
            }
            DateRelation::Within(duration, point) => {
                let (first, last) = self.days(&point.value);
                (Relation::In, shifted(first, *duration, -1), shifted(last, *duration, 1))
            }
            // Read elsewhere: it is no stretch of days.
            DateRelation::On(_) => (Relation::In, Day::MIN, Day::MAX),
        };
        self.read(format!("{relation} → {}", in_words(meaning, first, last)));
        Ok(Stand { relation: meaning, first, last })
    }

    fn period(&self, period: &Spanned<Period>) -> Result<(Day, Day), QueryError> {
        match &period.value {
            Period::Point(point) => Ok(self.days(point)),
            Period::Range(first, last) => {
                let first = first.as_ref().map_or((Day::MIN, Day::MIN), days);
                let last = last.as_ref().map_or((Day::MAX, Day::MAX), days);
                ordered(first, last, period.span)
            }
        }
    }

    fn days(&self, point: &Point) -> (Day, Day) {
        match point {
            Point::Date(date) => days(date),
            Point::Today => (self.today, self.today),
        }
    }
}

impl Plan {
    /// The steps of the rows that there are at this point of the pipeline.
    fn rows(&mut self) -> &mut Vec<Step> {
        match &mut self.count {
            Some(count) => &mut count.steps,
            None => &mut self.steps,
        }
    }
}

impl Stage {
    const fn keyword(&self) -> &'static str {
        match self {
            Self::Where(_) => "where",
            Self::Count(_) => "count",
            Self::Sort { .. } => "sort",
            Self::First(_) => "first",
            Self::Last(_) => "last",
            Self::Nearest(..) => "nearest",
            Self::Show(_) => "show",
            Self::As(_) => "as",
        }
    }
}

fn days(date: &Edtf) -> (Day, Day) {
    let bounds = date.bounds();
    (bounds.earliest(), bounds.latest())
}

fn ordered(first: (Day, Day), last: (Day, Day), span: Span) -> Result<(Day, Day), QueryError> {
    if first.0 > last.1 {
        let (first, last) = (civil(first.0), civil(last.1));
        let message = format!("expected the earlier date first, found {first} before {last}");
        return Err(Diagnostic::new(message, span).with_help("change the two dates round").into());
    }
    Ok((first.0, last.1))
}

/// The day so much later (`sign` 1) or earlier (-1), by calendar arithmetic.
fn shifted(day: Day, duration: Duration, sign: i64) -> Day {
    let count = duration.count * sign;
    match duration.unit {
        Unit::Day => day.plus(count),
        Unit::Week => day.plus(count * 7),
        Unit::Month => day.plus_months(count),
        Unit::Quarter => day.plus_months(count * 3),
        Unit::Year => day.plus_months(count * 12),
        Unit::Decade => day.plus_months(count * 120),
    }
}

fn in_words(relation: Relation, first: Day, last: Day) -> String {
    let stretch = || match (first.is_unbounded(), last.is_unbounded()) {
        _ if first == last => civil(first),
        (true, true) => "any day".to_owned(),
        (true, false) => format!("up to {}", civil(last)),
        (false, true) => format!("from {} on", civil(first)),
        (false, false) => format!("{} to {}", civil(first), civil(last)),
    };
    match relation {
        Relation::In => stretch(),
        Relation::Overlapping => format!("touching {}", stretch()),
        Relation::Covering => format!("all of {}", stretch()),
        Relation::Before => format!("no later than {}", civil(first.plus(-1))),
        Relation::After => format!("no earlier than {}", civil(last.plus(1))),
        Relation::Since => format!("no earlier than {}", civil(first)),
        Relation::Until => format!("no later than {}", civil(last)),
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Writes a day as a reader would: `14 Apr 2014`, `15 Mar 44 BC`.
fn civil(day: Day) -> String {
    if day.is_unbounded() {
        return "any day".to_owned();
    }
    let (year, month, day) = day.ymd();
    let month = MONTHS[usize::from(month.clamp(1, 12)) - 1];
    if year > 0 { format!("{day} {month} {year}") } else { format!("{day} {month} {} BC", 1 - year) }
}

fn basis(name: &Spanned<String>) -> Result<DateBasis, QueryError> {
    let lower = name.value.to_lowercase();
    DateBasis::from_name(&lower).ok_or_else(|| {
        let known = DateBasis::ALL.map(DateBasis::name);
        let message = format!("expected a known basis, found \"{}\"", name.value);
        let diagnostic = Diagnostic::new(message, name.span);
        match alike(&lower, known).first() {
            Some(best) => diagnostic.with_help(format!("did you mean {best}?")),
            None => diagnostic.with_help(format!("dates are known as {}", any_of(&known))),
        }
        .into()
    })
}

/// Bars are for counts, an axis of time is for events.
fn drawable(plan: &Plan, span: Span) -> Result<(), QueryError> {
    let (expected, found, help) = match (plan.format, plan.count.is_some()) {
        (Some(Format::Chart), false) => ("counts", "events", "count them first: | count by year | as chart"),
        (Some(Format::Gantt), true) => ("events", "counts", "bars for counts are drawn by | as chart"),
        _ => return Ok(()),
    };
    Err(Diagnostic::new(format!("expected {expected} to draw, found {found}"), span).with_help(help).into())
}

/// What is certain or possible is dates, and dates only.
fn dates_only(filter: &Filter) -> Result<(), QueryError> {
    match filter {
        Filter::Not(inner) => dates_only(inner),
        Filter::All(parts) | Filter::Any(parts) => parts.iter().try_for_each(dates_only),
        Filter::Atom(Spanned { value: Atom::Dates(None, _), .. }) => Ok(()),
        Filter::Atom(atom) => {
            let found = atom.value.to_string();
            let diagnostic = Diagnostic::new(
                format!("expected nothing but dates between these parentheses, found {found}"),
                atom.span,
            );
            Err(diagnostic.with_help(format!("put {found} beside the parentheses")).into())
        }
    }
}

fn counted(keys: &[Spanned<Key>]) -> Result<Vec<Key>, QueryError> {
    let mut found: Vec<Key> = Vec::new();
    for key in keys {
        let name = key.value.name();
        if !key.value.is_counted() {
            let diagnostic =
                Diagnostic::new(format!("expected a column to count by, found {name}"), key.span);
            let known: Vec<&str> = Key::all().filter(|k| k.is_counted()).map(Key::name).collect();
            return Err(match key.value {
                Key::Date | Key::Earliest | Key::Latest => diagnostic
                    .with_help("dates are counted by day, week, month, quarter, year or decade")
                    .into(),
                Key::Participants => diagnostic.with_help("write count by actor").into(),
                _ => diagnostic.with_help(format!("events are counted by {}", any_of(&known))).into(),
            });
        }
        if found.contains(&key.value) {
            return Err(
                Diagnostic::new(format!("expected each column once, found {name} again"), key.span).into()
            );
        }
        if key.value.unit().is_some()
            && let Some(other) = found.iter().find(|other| other.unit().is_some())
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

fn shown(plan: &Plan, keys: &[Spanned<Key>]) -> Result<Vec<Key>, QueryError> {
    let mut found: Vec<Key> = Vec::new();
    for key in keys {
        if !is_column(plan, key.value) {
            return Err(no_column_of_events(*key));
        }
        if found.contains(&key.value) {
            let message = format!("expected each column once, found {} again", key.value);
            return Err(Diagnostic::new(message, key.span).into());
        }
        found.push(key.value);
    }
    Ok(found)
}

fn is_column(plan: &Plan, key: Key) -> bool {
    key.is_of_events() || (key.is_distance() && plan.has_distance())
}

fn sortable(plan: &Plan, key: Spanned<Key>) -> Result<Key, QueryError> {
    let Some(count) = &plan.count else {
        return if is_column(plan, key.value) { Ok(key.value) } else { Err(no_column_of_events(key)) };
    };
    let figures = [Key::Count, Key::AtLeast, Key::AtMost];
    let columns: Vec<&str> = count.keys.iter().chain(&figures).map(|key| key.name()).collect();
    if columns.contains(&key.value.name()) {
        return Ok(key.value);
    }
    let message = format!("expected a column of the counts, found {}", key.value);
    Err(Diagnostic::new(message, key.span).with_help(format!("sort by {}", any_of(&columns))).into())
}

fn no_column_of_events(key: Spanned<Key>) -> QueryError {
    let diagnostic = Diagnostic::new(format!("expected a column of events, found {}", key.value), key.span);
    match key.value {
        Key::Actor => diagnostic.with_help("did you mean participants, from or to?").into(),
        Key::Bucket(_) => {
            diagnostic.with_help(format!("did you mean date? to count: | count by {}", key.value)).into()
        }
        Key::DaysAtLeast | Key::DaysAtMost => diagnostic
            .with_help("distances come with a stage before this one: | nearest 5 to 2016-04-20")
            .into(),
        _ => diagnostic.with_help("counts come with \"count\", before this stage").into(),
    }
}

fn twice(word: &str, span: Span) -> QueryError {
    Diagnostic::new(format!("expected \"{word}\" once, found it again"), span)
        .with_help("keep one of the two")
        .into()
}
