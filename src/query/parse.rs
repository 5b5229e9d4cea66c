//! Tokens become a [`Query`]: one function a production, named as in `grammar/query.ebnf`.
//!
//! Behind a keyword there is no way back (`cut`), so that a message is about what follows it.

use nom::branch::alt;
use nom::combinator::{cut, map, opt, value};
use nom::error::{ErrorKind, ParseError};
use nom::sequence::preceded;
use nom::{IResult, Parser};

use super::ast::{
    Atom, DateRelation, Duration, Field, Filter, Period, Point, Query, Shared, Side, Spanned, Stage,
};
use super::error::QueryError;
use super::expected::{Expected, Log, Part};
use super::input::{Input, comma_separated, keyword, mark};
use super::lexical::{self, Kind};
use super::literal::{self, date, integer, monthday, reference, saved, string, unit};
use super::unexpected::unexpected;
use super::{ChainKey, Format, Key};
use crate::date::{Fit, Relation};
use crate::event::Realis;
use crate::text::{Diagnostic, Span};

/// Why a production does not fit.
#[derive(Debug)]
pub(super) enum Refused {
    /// What was expected is in the log.
    Unexpected,
    /// There is something better to say.
    Said(Box<Diagnostic>),
}

impl ParseError<Input<'_>> for Refused {
    fn from_error_kind(_: Input<'_>, _: ErrorKind) -> Self {
        Self::Unexpected
    }

    fn append(_: Input<'_>, _: ErrorKind, other: Self) -> Self {
        other
    }
}

pub(super) type Parsed<'a, T> = IResult<Input<'a>, T, Refused>;

/// Ends the parse with a message of its own.
pub(super) fn refuse<T>(diagnostic: Diagnostic) -> Result<T, nom::Err<Refused>> {
    Err(nom::Err::Failure(Refused::Said(Box::new(diagnostic))))
}

/// Reads a query.
///
/// # Errors
///
/// Says what was expected and what was found, with a place inside `text`.
pub fn parse(text: &str) -> Result<Query, QueryError> {
    let tokens = lexical::closed(text)?;
    let log = Log::default();
    match query(Input::new(text, &tokens, &log)) {
        Ok((_, query)) => Ok(query),
        Err(nom::Err::Error(Refused::Said(said)) | nom::Err::Failure(Refused::Said(said))) => {
            Err((*said).into())
        }
        Err(_) => Err(unexpected(text, &tokens, log).into()),
    }
}

/// Returns what the parser would accept behind the last of these tokens; nothing where they are refused before.
pub(super) fn accepted_behind(text: &str, tokens: &[lexical::Token]) -> Vec<Expected> {
    let log = Log::default();
    let _ = query(Input::new(text, tokens, &log));
    let (token, expected) = log.into_furthest();
    if token == tokens.len() { expected } else { Vec::new() }
}

/// `query ::= head ( "|" stage )*`
fn query(input: Input<'_>) -> Parsed<'_, Query> {
    let (input, (saved, filter)) = head(input)?;
    let (mut input, mut stages) = (input, Vec::new());
    while let (rest, Some(_)) = opt(mark("|")).parse(input)? {
        let (rest, next) = cut(stage).parse(rest)?;
        stages.push(next);
        input = rest;
    }
    if input.peek().is_some() {
        input.expected(Expected::End);
        return Err(nom::Err::Error(Refused::Unexpected));
    }
    // Noted for completion: behind a whole query nothing but its end is left to name.
    input.expected(Expected::End);
    Ok((input, Query { saved, filter, stages }))
}

/// `head ::= ( "events" | saved ) filter?`
fn head(input: Input<'_>) -> Parsed<'_, (Option<Spanned<String>>, Option<Filter>)> {
    let events = map(keyword("events", Part::Head), |_| None);
    let (input, saved) = cut(alt((events, map(saved, Some)))).parse(input)?;
    map(opt(filter), |filter| (saved.clone(), filter)).parse(input)
}

/// `filter ::= term ( "and"? term )* | term "or" term ( "or" term )*`
fn filter(input: Input<'_>) -> Parsed<'_, Filter> {
    let (mut input, first) = term(input)?;
    let mut parts = vec![first];
    if let (rest, Some(_)) = opt(or).parse(input)? {
        let (rest, second) = cut(term).parse(rest)?;
        parts.push(second);
        input = rest;
        while let (rest, Some(_)) = opt(or).parse(input)? {
            let (rest, next) = cut(term).parse(rest)?;
            parts.push(next);
            input = rest;
        }
        return match input.silently(preceded(opt(and), term)) {
            Some(next) => mixed_behind_or(parts, next),
            None => Ok((input, Filter::Any(parts))),
        };
    }
    loop {
        let (rest, joined) = opt(and).parse(input)?;
        let (rest, next) =
            if joined.is_some() { map(cut(term), Some).parse(rest)? } else { opt(term).parse(rest)? };
        let Some(next) = next else { break };
        parts.push(next);
        input = rest;
    }
    if parts.len() == 1 {
        return Ok((input, parts.remove(0)));
    }
    if let Some((place, next)) = input.silently(|input| {
        let (rest, place) = or(input)?;
        let (rest, next) = term(rest)?;
        Ok((rest, (place, next)))
    }) {
        return mixed_behind_all(parts, place, &next);
    }
    Ok((input, Filter::All(parts)))
}

fn or(input: Input<'_>) -> Parsed<'_, Span> {
    keyword("or", Part::Logic).parse(input)
}

fn and(input: Input<'_>) -> Parsed<'_, Span> {
    keyword("and", Part::Logic).parse(input)
}

const MIXED: &str = "expected parentheses where \"or\" stands beside other conditions";

/// `a or b c`: two readings, neither of which is taken.
fn mixed_behind_or<T>(mut parts: Vec<Filter>, next: Filter) -> Result<T, nom::Err<Refused>> {
    let span = next.span();
    let whole = Filter::All(vec![Filter::Any(parts.clone()), next.clone()]);
    if let Some(last) = parts.pop() {
        parts.push(Filter::All(vec![last, next]));
    }
    let other = Filter::Any(parts);
    refuse(
        Diagnostic::new(MIXED, span).with_help(format!("write {whole}")).with_help(format!("or    {other}")),
    )
}

/// `a b or c`, likewise.
fn mixed_behind_all<T>(mut parts: Vec<Filter>, place: Span, next: &Filter) -> Result<T, nom::Err<Refused>> {
    let whole = Filter::Any(vec![Filter::All(parts.clone()), next.clone()]);
    if let Some(last) = parts.pop() {
        parts.push(Filter::Any(vec![last, next.clone()]));
    }
    let other = Filter::All(parts);
    refuse(
        Diagnostic::new(MIXED, place).with_help(format!("write {other}")).with_help(format!("or    {whole}")),
    )
}

/// `term ::= "not"? ( atom | "(" filter ")" )`
fn term(input: Input<'_>) -> Parsed<'_, Filter> {
    let (input, not) = opt(keyword("not", Part::Logic)).parse(input)?;
    let inner = alt((map(atom, Filter::Atom), group));
    if not.is_none() {
        return { inner }.parse(input);
    }
    map(cut(inner), |filter| Filter::Not(Box::new(filter))).parse(input)
}

/// `"(" filter ")"`
fn group(input: Input<'_>) -> Parsed<'_, Filter> {
    let (rest, open) = mark("(").parse(input)?;
    if let Some(close) = rest.silently(mark(")")) {
        let message = "expected a condition, found nothing between the parentheses";
        return refuse(Diagnostic::new(message, open.cover(close)));
    }
    let (rest, inner) = cut(filter).parse(rest)?;
    if rest.peek().is_none() {
        rest.expected(Expected::Mark(")"));
        return refuse(
            Diagnostic::new("expected \")\", found the end of the query", open)
                .with_help("the parenthesis that opens here is never closed"),
        );
    }
    let (rest, _) = cut(mark(")")).parse(rest)?;
    Ok((rest, inner))
}

/// `atom ::= field names | "about" string | "id" reference ( "," reference )* | "planned" | "actual" | "undated" | dates`
fn atom(input: Input<'_>) -> Parsed<'_, Spanned<Atom>> {
    let begin = input;
    let condition = |word| keyword(word, Part::Condition);
    let (input, atom) = alt((
        named,
        preceded(condition("about"), cut(map(string, Atom::About))),
        preceded(condition("id"), cut(map(|input| comma_separated(input, reference), Atom::Id))),
        value(Atom::Realis(Realis::Planned), condition("planned")),
        value(Atom::Realis(Realis::Actual), condition("actual")),
        value(Atom::Undated, condition("undated")),
        dates,
    ))
    .parse(input)?;
    Ok((input, Spanned::new(atom, begin.span_up_to(input))))
}

/// `field ::= "type" | "with" | "from" | "to" | "at" | "document" | "basis"`, with its names.
fn named(input: Input<'_>) -> Parsed<'_, Atom> {
    let (input, field) = one_of(input, Field::ALL, |field| keyword(field.keyword(), Part::Condition))?;
    map(cut(|input| names(input, field)), |names| Atom::Named(field, names)).parse(input)
}

/// `names ::= name ( "," name )*`
fn names(input: Input<'_>, field: Field) -> Parsed<'_, Vec<Spanned<String>>> {
    comma_separated(input, |input| literal::name(input, field))
}

/// `dates ::= fit? daterel | fit "(" filter ")"`
fn dates(input: Input<'_>) -> Parsed<'_, Atom> {
    let (input, Some(fit)) = opt(fit).parse(input)? else {
        return map(daterel, |relation| Atom::Dates(None, relation)).parse(input);
    };
    cut(alt((
        map(group, |filter| Atom::Fitted(fit, Box::new(filter))),
        map(daterel, |relation| Atom::Dates(Some(fit), relation)),
    )))
    .parse(input)
}

/// `fit ::= "certainly" | "possibly" | "maybe"`
fn fit(input: Input<'_>) -> Parsed<'_, Fit> {
    one_of(input, Fit::ALL, |fit| keyword(fit.name(), Part::Condition))
}

/// Reads the keyword of one of `values`.
fn one_of<'a, T: Copy, P: Parser<Input<'a>, Output = Span, Error = Refused>>(
    input: Input<'a>,
    values: impl IntoIterator<Item = T>,
    parser: impl Fn(T) -> P,
) -> Parsed<'a, T> {
    for value in values {
        if let Ok((rest, _)) = parser(value).parse(input) {
            return Ok((rest, value));
        }
    }
    Err(nom::Err::Error(Refused::Unexpected))
}

/// `daterel ::= ( "in" | "overlapping" | "covering" ) period | ( "before" | "after" | "since" | "until" ) point
///            | "between" point "and" point | "within" duration "of" point | "on" monthday`
fn daterel(input: Input<'_>) -> Parsed<'_, DateRelation> {
    let word = |word| keyword(word, Part::Relation);
    let relation = |relation: Relation| word(relation.name());
    let periods = [Relation::In, Relation::Overlapping, Relation::Covering];
    let points = [Relation::Before, Relation::After, Relation::Since, Relation::Until];
    alt((
        map((|input| one_of(input, periods, relation), cut(period)), |(relation, period)| {
            DateRelation::Period(relation, period)
        }),
        map((|input| one_of(input, points, relation), cut(point)), |(relation, point)| {
            DateRelation::Point(relation, point)
        }),
        map((word("between"), cut((point, keyword("and", Part::Inner), point))), |(_, (first, _, last))| {
            DateRelation::Between(first, last)
        }),
        map(
            (word("within"), cut((duration, keyword("of", Part::Inner), point))),
            |(_, (duration, _, point))| DateRelation::Within(duration, point),
        ),
        map(preceded(word("on"), cut(monthday)), DateRelation::On),
    ))
    .parse(input)
}

/// `period ::= point | date ".." date? | ".." date`
fn period(input: Input<'_>) -> Parsed<'_, Spanned<Period>> {
    let begin = input;
    let (input, period) = if let (rest, Some(_)) = opt(mark("..")).parse(input)? {
        map(cut(date), |last| Period::Range(None, Some(last.value))).parse(rest)?
    } else {
        let (input, first) = point(input)?;
        match first.value {
            Point::Date(first) => match opt(mark("..")).parse(input)? {
                (rest, Some(_)) => {
                    map(opt(date), |last| Period::Range(Some(first.clone()), last.map(|last| last.value)))
                        .parse(rest)?
                }
                _ => (input, Period::Point(Point::Date(first))),
            },
            other => (input, Period::Point(other)),
        }
    };
    Ok((input, Spanned::new(period, begin.span_up_to(input))))
}

/// `point ::= date | "today" | reference | string`
fn point(input: Input<'_>) -> Parsed<'_, Spanned<Point>> {
    if input.peek().is_some_and(|token| token.kind == Kind::Quoted) {
        return map(string, |name| Spanned::new(Point::Named(name.value), name.span)).parse(input);
    }
    input.expected(Expected::Period);
    if input.bare().is_some_and(|(_, word)| word.value.starts_with('#')) {
        return map(reference, |id| Spanned::new(Point::Event(id.value), id.span)).parse(input);
    }
    alt((
        map(keyword("today", Part::Inner), |span| Spanned::new(Point::Today, span)),
        map(date, |date| Spanned::new(Point::Date(date.value), date.span)),
    ))
    .parse(input)
}

/// `duration ::= integer unit`
fn duration(input: Input<'_>) -> Parsed<'_, Duration> {
    map((integer, unit), |(count, unit)| Duration { count: count.value, unit }).parse(input)
}

/// `stage ::= "where" filter | "count" ( "by" keys )? | "sort" key "desc"? | ( "first" | "last" ) integer
///          | "nearest" integer "to" point | linked | gaps | "show" keys | "as" format`
fn stage(input: Input<'_>) -> Parsed<'_, Spanned<Stage>> {
    let begin = input;
    let word = |word| keyword(word, Part::Stage);
    let (input, stage) = alt((
        preceded(word("where"), cut(map(filter, Stage::Where))),
        preceded(
            word("count"),
            map(opt(preceded(keyword("by", Part::Inner), cut(|input| keys(input, Role::Count)))), |by| {
                Stage::Count(by.unwrap_or_default())
            }),
        ),
        preceded(
            word("sort"),
            map((cut(|input| key(input, Role::Sort)), opt(keyword("desc", Part::Inner))), |(key, desc)| {
                Stage::Sort { key, descending: desc.is_some() }
            }),
        ),
        preceded(word("first"), cut(map(integer, |count| Stage::First(count.value)))),
        preceded(word("last"), cut(map(integer, |count| Stage::Last(count.value)))),
        map(
            preceded(word("nearest"), cut((integer, keyword("to", Part::Inner), point))),
            |(count, _, point)| Stage::Nearest(count.value, point),
        ),
        linked,
        gaps,
        preceded(word("show"), cut(map(|input| keys(input, Role::Show), Stage::Show))),
        preceded(word("as"), cut(map(format, Stage::As))),
    ))
    .parse(input)?;
    Ok((input, Spanned::new(stage, begin.span_up_to(input))))
}

/// `linked ::= "not"? ( "followed" | "preceded" ) "within" duration "by" filter ( "sharing" shared ( "," shared )* )?`
fn linked(input: Input<'_>) -> Parsed<'_, Stage> {
    let (input, not) = opt(keyword("not", Part::Stage)).parse(input)?;
    let side = |input| one_of(input, Side::ALL, |side| keyword(side.name(), Part::Stage));
    let (input, side) = if not.is_some() { cut(side).parse(input)? } else { side(input)? };
    let inner = |word| keyword(word, Part::Inner);
    let (input, (_, within, _, by)) = cut((inner("within"), duration, inner("by"), filter)).parse(input)?;
    let shared = |input| comma_separated(input, shared);
    let (input, sharing) = opt(preceded(inner("sharing"), cut(shared))).parse(input)?;
    let sharing = sharing.unwrap_or_default();
    Ok((input, Stage::Linked { negated: not.is_some(), side, within, by, sharing }))
}

/// `gaps ::= "gaps" "over" duration ( "by" key )?`
fn gaps(input: Input<'_>) -> Parsed<'_, Stage> {
    let inner = |word| keyword(word, Part::Inner);
    let (input, _) = keyword("gaps", Part::Stage).parse(input)?;
    let (input, (_, over)) = cut((inner("over"), duration)).parse(input)?;
    let key = |input| key(input, Role::Gaps);
    map(opt(preceded(inner("by"), cut(key))), |by| Stage::Gaps(over, by)).parse(input)
}

/// `shared ::= "actors" | "from" | …`: the names of [`Shared`].
fn shared(input: Input<'_>) -> Parsed<'_, Shared> {
    if let Some((rest, word)) = input.bare()
        && let Some(shared) = Shared::ALL.into_iter().find(|s| s.name().eq_ignore_ascii_case(word.value))
    {
        return Ok((rest, shared));
    }
    for shared in Shared::ALL {
        input.expected(Expected::Shared(shared));
    }
    Err(nom::Err::Error(Refused::Unexpected))
}

/// What a key is asked for, which decides the ones that are offered; whether it fits is judged later.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Count,
    Gaps,
    Sort,
    Show,
}

/// `keys ::= key ( "," key )*`
fn keys(input: Input<'_>, role: Role) -> Parsed<'_, Vec<Spanned<ChainKey>>> {
    comma_separated(input, |input| key(input, role))
}

/// `key ::= ( [a-h] "." )? column`: the names of [`Key`].
fn key(input: Input<'_>, role: Role) -> Parsed<'_, Spanned<ChainKey>> {
    if let Some((rest, word)) = input.bare()
        && let Some(key) = ChainKey::from_name(word.value)
    {
        return Ok((rest, Spanned::new(key, word.span)));
    }
    for key in Key::all().filter(|key| match role {
        Role::Count => key.is_counted(),
        Role::Gaps => key.is_counted() && key.unit().is_none(),
        Role::Show => key.is_of_events() || *key == Key::Days,
        Role::Sort => true,
    }) {
        input.expected(Expected::Key(key));
    }
    Err(nom::Err::Error(Refused::Unexpected))
}

/// `format ::= "table" | "list" | …`: the names of [`Format`].
fn format(input: Input<'_>) -> Parsed<'_, Format> {
    if let Some((rest, word)) = input.bare()
        && let Some(format) = Format::from_name(word.value)
    {
        return Ok((rest, format));
    }
    for format in Format::ALL {
        input.expected(Expected::Format(format));
    }
    Err(nom::Err::Error(Refused::Unexpected))
}
