use super::meaning::{Joint, Meaning, Modifier, Pair, TimeExpression, TimeOfDay, TimexType};
use super::reader::Reader;
use crate::lexicon::calendar::{Role, Roles};
use crate::text::Span;

/// What a rule read: from which token to which, and what it says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: TimexType,
    pub(super) meaning: Meaning,
    pub(super) time: Option<TimeOfDay>,
    pub(super) modifier: Option<Modifier>,
}

impl Match {
    pub(super) const fn new(start: usize, end: usize, kind: TimexType, meaning: Meaning) -> Self {
        Self { start, end, kind, meaning, time: None, modifier: None }
    }

    pub(super) const fn date(start: usize, end: usize, meaning: Meaning) -> Self {
        Self::new(start, end, TimexType::Date, meaning)
    }

    pub(super) const fn at_time(mut self, time: TimeOfDay) -> Self {
        self.time = Some(time);
        self.kind = TimexType::Time;
        self
    }

    pub(super) const fn with(mut self, modifier: Option<Modifier>) -> Self {
        if modifier.is_some() {
            self.modifier = modifier;
        }
        self
    }

    pub(super) fn expression(self, reader: &Reader, rule: &'static str) -> Option<TimeExpression> {
        let (first, last) = (reader.token(self.start)?, reader.token(self.end.checked_sub(1)?)?);
        Some(TimeExpression {
            span: Span::new(first.start as usize, last.end as usize),
            first: u32::try_from(self.start).ok()?,
            end: u32::try_from(self.end).ok()?,
            kind: self.kind,
            rule,
            meaning: self.meaning,
            time: self.time,
            modifier: self.modifier,
            pair: Pair::Alone,
            joint: Joint::And,
        })
    }
}

/// What a rule looks at.
pub(super) struct Place<'a, 'b> {
    pub(super) reader: &'b Reader<'a>,
    /// The first token, an article where one stands there.
    pub(super) at: usize,
    /// The first token behind the article.
    pub(super) head: usize,
}

impl Place<'_, '_> {
    /// Whether `the` stands in front.
    pub(super) fn definite(&self) -> bool {
        self.head > self.at && !self.reader.word(self.at).late
    }

    /// Whether `a` or `an` stands in front.
    pub(super) fn indefinite(&self) -> bool {
        self.head > self.at && self.reader.word(self.at).late
    }
}

/// A row of the grammar.
pub struct Rule {
    /// A readable name, kept with every expression that the rule finds.
    pub name: &'static str,
    /// What its first word, articles aside, can be.
    pub(super) starts: Roles,
    /// Whether it may also begin with digits.
    pub(super) digits: bool,
    /// Reads an expression.
    pub(super) read: fn(&Place) -> Option<Match>,
    /// Sentences with what the rule finds in brackets.
    pub examples: &'static [&'static str],
    /// Sentences in which it finds nothing.
    pub counter_examples: &'static [&'static str],
}

/// Makes the set of first words of a rule.
pub(super) const fn starts(roles: &[Role]) -> Roles {
    Roles::of(roles)
}
