//! From what was written to what is to be done: names are looked up, dates read as days, stages checked in their order.

use super::ast::{Atom, DateRelation, Field, Filter, Period, Point, Query, Quoted, Spanned, Stage};
use super::columns::{ChainKey, Format};
use super::error::QueryError;
use super::expected::{alike, any_of};
use super::fold::{MOST_CLAUSES, Mode, clauses};
use super::parse::parse;
use super::place::{MONTHS, Place, Unknown, days, ordered};
use super::plan::{Count, Gaps, Link, Plan, Predicate, Recurring, Step, Test};
use super::typed::{Rows, add_link, counted, fitting, shown, sortable};
use crate::date::{DateBasis, Day, Fit, Relation};
use crate::event::Role;
use crate::store::{Catalogue, EventDate, NameKind, Named};
use crate::text::{Diagnostic, Span, fold};

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
    planned(query, catalogue, today, Vec::new())
}

/// Checks that a query can be saved under a name: that it is understood, and does not lean on itself.
///
/// # Errors
///
/// As [`plan`].
pub fn check_saved(
    name: &str,
    query: &Query,
    catalogue: &dyn Catalogue,
    today: Day,
) -> Result<(), QueryError> {
    planned(query, catalogue, today, vec![name.to_owned()]).map(|_| ())
}

fn planned(
    query: &Query,
    catalogue: &dyn Catalogue,
    today: Day,
    names: Vec<String>,
) -> Result<Plan, QueryError> {
    let mut resolver =
        Resolver { catalogue, today, names, judged: false, notices: Vec::new(), readings: Vec::new() };
    let mut plan = Plan {
        steps: Vec::new(),
        chain: None,
        gaps: None,
        count: None,
        show: None,
        format: None,
        notices: Vec::new(),
        readings: Vec::new(),
    };
    resolver.query(&mut plan, query, &[])?;
    if let Some(stage) = query.stages.iter().find(|stage| matches!(stage.value, Stage::As(_))) {
        drawable(&plan, stage.span)?;
    }
    let links = plan.chain.iter().flat_map(|chain| chain.links.iter().map(|link| link.by.clone()));
    let mut filters = links.chain([plan.predicate()]);
    if filters.any(|filter| {
        [Mode::Possible, Mode::Certain].into_iter().any(|mode| clauses(&filter, mode).is_none())
    }) {
        let place = query.stages.iter().filter_map(|stage| match &stage.value {
            Stage::Where(filter) | Stage::Linked { by: filter, .. } => Some(filter.span()),
            _ => None,
        });
        let head = query.saved.as_ref().map(|saved| saved.span);
        let place = place.chain(query.filter.as_ref().map(Filter::span)).chain(head).reduce(Span::cover);
        let message = format!(
            "expected a simpler filter, found dates and other conditions combined in more than {MOST_CLAUSES} ways"
        );
        let help = "put the dates side by side, or ask in two queries";
        return Err(Diagnostic::new(message, place.unwrap_or_default()).with_help(help).into());
    }
    Ok(Plan { notices: resolver.notices, readings: resolver.readings, ..plan })
}

struct Resolver<'a> {
    catalogue: &'a dyn Catalogue,
    today: Day,
    /// The saved queries that are being read, each from within the one before it.
    names: Vec<String>,
    /// Whether the dates that are read now stand behind a fit.
    judged: bool,
    notices: Vec<Diagnostic>,
    readings: Vec<String>,
}

impl Resolver<'_> {
    /// Reads a query to which `later` stages will be added.
    fn query(&mut self, plan: &mut Plan, query: &Query, later: &[Spanned<Stage>]) -> Result<(), QueryError> {
        if let Some(name) = &query.saved {
            let stages: Vec<Spanned<Stage>> = query.stages.iter().chain(later).cloned().collect();
            self.saved(plan, name, &stages)?;
        }
        if let (Some(name), Some(filter)) = (&query.saved, &query.filter)
            && Rows::of(plan) != Rows::Events
        {
            return Err(self.no_events(plan, name, filter));
        }
        if let Some(filter) = &query.filter {
            self.stage(plan, &Spanned::new(Stage::Where(filter.clone()), filter.span()))?;
        }
        let is = |wanted: fn(&Stage) -> bool| later.iter().any(|stage| wanted(&stage.value));
        for stage in &query.stages {
            // How a saved query is shown is for those who ask nothing more.
            let overruled = match &stage.value {
                Stage::As(_) => is(|later| matches!(later, Stage::As(_))),
                Stage::Show(_) => is(|later| {
                    matches!(later, Stage::Show(_) | Stage::Count(_) | Stage::Linked { .. } | Stage::Gaps(..))
                }),
                _ => false,
            };
            if !overruled {
                self.stage(plan, stage)?;
            }
        }
        Ok(())
    }

    /// Reads a saved query. What is wrong with it is told of the place where it is named.
    fn saved(
        &mut self,
        plan: &mut Plan,
        name: &Spanned<String>,
        later: &[Spanned<Stage>],
    ) -> Result<(), QueryError> {
        let same = |known: &String| fold(known) == fold(&name.value);
        if self.names.iter().any(same) {
            let circle: Vec<String> =
                self.names.iter().chain([&name.value]).map(|n| format!("@{n}")).collect();
            let message = format!(
                "expected saved queries that do not lean on themselves, found {}",
                circle.join(" → ")
            );
            return Err(Diagnostic::new(message, name.span).into());
        }
        let Some(saved) = self.catalogue.saved(&name.value) else {
            let message = format!("expected a saved query, found @{}", name.value);
            let diagnostic = Diagnostic::new(message, name.span);
            let similar = self.catalogue.similar(NameKind::Query, &name.value, LISTED);
            let similar: Vec<String> = similar.iter().map(|name| format!("@{name}")).collect();
            return Err(if similar.is_empty() {
                diagnostic.with_help(format!(
                    "timeline save @{0} 'events …' saves one, as does .save @{0} events …",
                    name.value
                ))
            } else {
                diagnostic.with_help(format!("did you mean {}?", any_of(&similar)))
            }
            .into());
        };
        let there = |error: QueryError| {
            let mut diagnostic = Diagnostic::new(error.0.message, name.span);
            diagnostic.help = error.0.help;
            diagnostic.with_help(format!("@{} stands for: {}", saved.name, saved.text)).into()
        };
        let query = parse(&saved.text).map_err(there)?;
        self.names.push(name.value.clone());
        let (notices, found) = (self.notices.len(), self.query(plan, &query, later));
        self.names.pop();
        self.notices[notices..].iter_mut().for_each(|notice| notice.span = name.span);
        found.map_err(there)
    }

    /// A filter asks of events, and stands behind a saved query that gives other rows.
    fn no_events(&self, plan: &Plan, name: &Spanned<String>, filter: &Filter) -> QueryError {
        let rows = Rows::of(plan).name();
        let message =
            format!("expected a saved query of events before a filter, found @{} of {rows}", name.value);
        let diagnostic = Diagnostic::new(message, filter.span());
        let saved = self.catalogue.saved(&name.value).and_then(|saved| parse(&saved.text).ok());
        let help = match saved {
            // The filter may stand where it can be asked.
            Some(mut saved) if saved.saved.is_none() => {
                let both = saved.filter.into_iter().chain([filter.clone()]).collect();
                saved.filter = Some(Filter::All(both));
                format!("ask it of the events: {saved}")
            }
            _ => "save the events by themselves, and put the filter before the stages".to_owned(),
        };
        diagnostic.with_help(help).into()
    }

    fn stage(&mut self, plan: &mut Plan, stage: &Spanned<Stage>) -> Result<(), QueryError> {
        let span = stage.span;
        fitting(plan, &stage.value, span)?;
        match &stage.value {
            Stage::Gaps(over, by) => {
                if plan.show.is_some() {
                    return Err(Diagnostic::new(
                        "expected \"show\" behind this stage, found it before",
                        span,
                    )
                    .with_help("the columns of gaps are begins, ends, at_least, at_most and open")
                    .into());
                }
                if let Some(by) = by.filter(|by| !by.value.key.is_counted() || by.value.key.unit().is_some())
                {
                    let message =
                        format!("expected a column whose values have gaps of their own, found {}", by.value);
                    return Err(Diagnostic::new(message, by.span)
                        .with_help("write gaps over 1 year by type, actor, place …")
                        .into());
                }
                let key = by.iter().map(|key| counted(plan, &[*key])).next().transpose()?;
                let key = key.and_then(|keys| keys.first().map(|key| key.key));
                plan.gaps = Some(Gaps { over: *over, key, steps: Vec::new() });
            }
            Stage::Linked { negated, side, within, by, sharing } => {
                if plan.show.is_some() {
                    return Err(Diagnostic::new(
                        "expected \"show\" behind this stage, found it before",
                        span,
                    )
                    .with_help("the columns of chains are those of their events: show a.date, b.date, days")
                    .into());
                }
                let by = self.predicate(by, false)?;
                let mut sharing = sharing.clone();
                sharing.dedup();
                let link = Link { side: *side, within: *within, by, sharing };
                add_link(plan, link, *negated, span)?;
            }
            Stage::Where(filter) => plan.steps.push(Step::Keep(self.predicate(filter, false)?)),
            Stage::Count(keys) => {
                plan.count = Some(Count { keys: counted(plan, keys)?, steps: Vec::new() });
                if let Some(columns) = plan.show.take() {
                    let columns: Vec<String> = columns.iter().map(ChainKey::to_string).collect();
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
                let place = self.place(point)?;
                self.read(format!("nearest to {} → {}", point.value, place.in_words(Relation::In)));
                // Nothing is nearer to an event than itself, and nobody asks for that.
                let except = if let Point::Event(id) = point.value { Some(id) } else { None };
                plan.steps.push(Step::Nearest { count: *count, to: place.bounds, except });
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
                Atom::Dates(Some(Fit::Possibly), relation) if !negated => self.dated(relation, true),
                Atom::Dates(None, relation) => {
                    let dated = self.dated(relation, self.judged)?;
                    Ok(if negated { dated.negate() } else { dated })
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
            Atom::Dates(fit, relation) => {
                Test::Known(fit.unwrap_or(Fit::Possibly), Box::new(self.dated(relation, true)?))
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

    /// Reads a relation; `wide` tells whether dates wider than a year are asked for where a day of any year is.
    fn dated(&mut self, relation: &DateRelation, wide: bool) -> Result<Predicate, QueryError> {
        let test = |test| Predicate::Test { test, negated: false };
        let (meaning, place) = match relation {
            DateRelation::On(day) => {
                let month = MONTHS[usize::from(day.month.clamp(1, 12)) - 1];
                let left_out = if wide { "" } else { ", of dates no wider than a year" };
                self.read(format!("{relation} → {} {month} of any year{left_out}", day.day));
                return Ok(test(Test::Recurring(Recurring { day: *day, wide })));
            }
            DateRelation::Period(relation, period) => (*relation, self.period(period)?),
            DateRelation::Point(relation, point) => (*relation, self.place(point)?),
            DateRelation::Between(first, last) => {
                let span = first.span.cover(last.span);
                let (first, last) = (self.place(first)?, self.place(last)?);
                let days = ordered(first.days(), last.days(), span)?;
                if first.unknown.is_some() || last.unknown.is_some() {
                    let (from, to) = (first.in_words(Relation::Since), last.in_words(Relation::Until));
                    self.read(format!("{relation} → {from}, {to}"));
                    // From the beginning of the one to the end of the other, whatever lies between those.
                    return Ok(Predicate::All(vec![
                        test(first.standing(Relation::Since)),
                        test(last.standing(Relation::Until)),
                    ]));
                }
                (Relation::In, Place::known(days.0, days.1))
            }
            DateRelation::Within(duration, point) => (Relation::In, self.place(point)?.widened(*duration)),
        };
        self.read(format!("{relation} → {}", place.in_words(meaning)));
        Ok(test(place.standing(meaning)))
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
                "\"{}\" is the name of {} {}s, and any of them is meant: {}{more}",
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

    fn period(&self, period: &Spanned<Period>) -> Result<Place, QueryError> {
        match &period.value {
            Period::Point(point) => self.place(&Spanned::new(point.clone(), period.span)),
            Period::Range(first, last) => {
                let first = first.as_ref().map_or((Day::MIN, Day::MIN), days);
                let last = last.as_ref().map_or((Day::MAX, Day::MAX), days);
                ordered(first, last, period.span).map(|(first, last)| Place::known(first, last))
            }
        }
    }

    fn named_period(&self, name: &str, span: Span) -> Result<Place, QueryError> {
        let found = self.catalogue.periods(name);
        match found.as_slice() {
            [period] => Ok(Place::known(period.bounds.earliest(), period.bounds.latest())),
            [] => {
                let diagnostic = Diagnostic::new(format!("expected a known period, found \"{name}\""), span);
                let similar = self.catalogue.similar(NameKind::Period, name, LISTED);
                let similar: Vec<String> = similar.iter().map(|name| Quoted(name).to_string()).collect();
                Err(if similar.is_empty() {
                    let period = Quoted(name);
                    diagnostic.with_help(format!(
                        "timeline period {period} 2008-08-07/2008-08-12 names one, as does .period"
                    ))
                } else {
                    diagnostic.with_help(format!("did you mean {}?", any_of(&similar)))
                }
                .into())
            }
            several => {
                let names: Vec<String> =
                    several.iter().map(|period| Quoted(&period.name).to_string()).collect();
                let message = format!("expected one period, found {} of the name \"{name}\"", several.len());
                Err(Diagnostic::new(message, span).with_help(format!("write {}", any_of(&names))).into())
            }
        }
    }

    fn place(&self, point: &Spanned<Point>) -> Result<Place, QueryError> {
        match &point.value {
            Point::Date(date) => {
                let (first, last) = days(date);
                Ok(Place::known(first, last))
            }
            Point::Today => Ok(Place::known(self.today, self.today)),
            Point::Named(name) => self.named_period(name, point.span),
            Point::Event(event) => match self.catalogue.date_of(*event) {
                EventDate::Dated { written, bounds } => {
                    let is_known = bounds.begin.0 == bounds.begin.1 && bounds.end.0 == bounds.end.1;
                    let unknown = Unknown { event: *event, written, apart: 0 };
                    Ok(Place { bounds, unknown: (!is_known).then_some(unknown) })
                }
                EventDate::Undated => {
                    let message = format!("expected an event with a date, found #{event}, which has none");
                    Err(Diagnostic::new(message, point.span).into())
                }
                EventDate::NoEvent => {
                    let message = format!("expected the number of an event, found #{event}");
                    Err(Diagnostic::new(message, point.span)
                        .with_help("there is no such event; events | show id, date, summary lists them")
                        .into())
                }
            },
        }
    }
}

impl Plan {
    /// The steps of the rows that there are at this point of the pipeline.
    fn rows(&mut self) -> &mut Vec<Step> {
        match (&mut self.gaps, &mut self.count, &mut self.chain) {
            (Some(gaps), ..) => &mut gaps.steps,
            (None, Some(count), _) => &mut count.steps,
            (None, None, Some(chain)) => &mut chain.steps,
            (None, None, None) => &mut self.steps,
        }
    }
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
    let rows = Rows::of(plan).name();
    let (expected, found, help) = match (plan.format, rows) {
        (Some(Format::Chart), "events" | "chains" | "gaps") => {
            ("counts", rows, "count events first: | count by year | as chart")
        }
        (Some(Format::Gantt), "counts") => ("events", rows, "bars for counts are drawn by | as chart"),
        (Some(Format::Gantt), "chains" | "gaps") => {
            ("events", rows, "draw the events alone: events … | as gantt")
        }
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

fn twice(word: &str, span: Span) -> QueryError {
    Diagnostic::new(format!("expected \"{word}\" once, found it again"), span)
        .with_help("keep one of the two")
        .into()
}
