use std::ops::Range;

use crate::date::{Date, DateBasis, Day, Edtf, Endpoint, Precision};
use crate::event::{EventDate, Realis};
use crate::syntax::{Form, GroupKind, Link, Tag, Tense};
use crate::text::Span;
use crate::timex::Resolved;

use super::action::{Action, Position};
use super::assemble::Draft;
use super::{Reader, Sentence};

/// Which words of a sentence a time expression dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attachment {
    /// The expression, as an index of [`Reader::times`].
    pub(super) time: usize,
    /// Its group.
    pub(super) group: usize,
    /// The preposition before it, as a token of the sentence.
    pub(super) preposition: Option<usize>,
    /// The clause it dates.
    pub(super) clause: Option<usize>,
    /// A second clause it dates: "in September, when he proposed it".
    pub(super) relative: Option<usize>,
    /// The noun group it dates.
    pub(super) noun: Option<usize>,
}

/// The time expressions that date a clause.
pub(super) fn times_of_clause(sentence: &Sentence, clause: usize) -> impl Iterator<Item = &Attachment> {
    sentence.attached.iter().filter(move |a| a.clause == Some(clause) || a.relative == Some(clause))
}

/// The time expressions that date a noun group.
pub(super) fn times_of_noun(sentence: &Sentence, group: usize) -> impl Iterator<Item = &Attachment> {
    sentence.attached.iter().filter(move |a| a.noun == Some(group))
}

/// Says for every time expression of a sentence what it dates.
pub(super) fn attach(
    reader: &Reader,
    sentence: &Sentence,
    times: &[(usize, Range<usize>)],
) -> Vec<Attachment> {
    times
        .iter()
        .filter(|(time, _)| {
            let time = &reader.times[*time];
            time.edtf().is_some() && !time.expression.pair.follows()
        })
        .filter(|(_, tokens)| !sentence.course.is_some_and(|course| course.covers(tokens)))
        .map(|(time, tokens)| Attacher { reader, sentence }.attach(*time, tokens))
        .collect()
}

struct Attacher<'a, 'b> {
    reader: &'b Reader<'a>,
    sentence: &'b Sentence,
}

impl Attacher<'_, '_> {
    fn kind(&self, group: Option<usize>) -> Option<GroupKind> {
        self.sentence.parse.groups.get(group?).map(|g| g.kind)
    }

    fn attach(&self, time: usize, tokens: &Range<usize>) -> Attachment {
        let parse = &self.sentence.parse;
        let group = parse.group_at(tokens.start);
        // A range is one expression: its last half tells where it ends.
        let mut last = time;
        while self.reader.times[last].expression.pair.goes_on() && last + 1 < self.reader.times.len() {
            last += 1;
        }
        let end_token =
            self.reader.times[last].expression.tokens().end.saturating_sub(self.sentence.first + 1);
        let end = parse.group_at(end_token.min(parse.tags.len().saturating_sub(1))).max(group);
        let preposition = self.preposition(group);
        let start = preposition.map_or(group, |(g, _)| g);
        let mut out = Attachment {
            time,
            group,
            preposition: preposition.map(|(_, token)| token),
            clause: None,
            relative: None,
            noun: None,
        };
        if self.kind(Some(group)) == Some(GroupKind::Verb) {
            // "will now receive"
            out.clause = parse.clause_of(group);
            return out;
        }
        if self.modifies_noun(group, end, preposition.is_some()) {
            out.noun = Some(end + 1);
            // "at the April 20 meeting they agreed"
            out.clause = if self.sets_scene(start) { self.clause(start, end + 1) } else { None };
            return out;
        }
        if let Some(noun) = self.noun_before(start) {
            let (noun_owns, clause_too) = self.noun_owns(noun, preposition.is_some());
            if noun_owns {
                out.noun = Some(noun);
                if clause_too {
                    out.clause = self.clause(start, end);
                }
                return out;
            }
        }
        out.clause = self.clause(start, end);
        if self.kind(Some(end + 1)) == Some(GroupKind::Comma) && self.when(end + 2) {
            out.relative = parse.clauses.iter().position(|c| c.group > end);
        } else if self.when(end + 1) {
            out.relative = parse.clauses.iter().position(|c| c.group > end);
        }
        out
    }

    /// Whether a preposition says at which happening the clause's own took place.
    fn sets_scene(&self, preposition: usize) -> bool {
        let groups = &self.sentence.parse.groups;
        let word = self.reader.token(self.sentence, groups[preposition].head).to_ascii_lowercase();
        let opens = preposition.checked_sub(1).is_none_or(|b| groups[b].kind != GroupKind::Noun);
        match word.as_str() {
            "at" | "during" => true,
            "in" => opens && groups[preposition].kind == GroupKind::Preposition,
            _ => false,
        }
    }

    fn when(&self, group: usize) -> bool {
        self.sentence.parse.groups.get(group).is_some_and(|g| {
            g.kind == GroupKind::Subordinator
                && self.reader.token(self.sentence, g.head).eq_ignore_ascii_case("when")
        })
    }

    /// The preposition that governs the expression: its group and token.
    fn preposition(&self, group: usize) -> Option<(usize, usize)> {
        let groups = &self.sentence.parse.groups;
        let mut at = group;
        while at > 0 {
            at -= 1;
            let g = &groups[at];
            match g.kind {
                GroupKind::Preposition => return Some(self.since_it_began(at).unwrap_or((at, g.head))),
                GroupKind::Subordinator => {
                    let word = self.reader.token(self.sentence, g.head).to_ascii_lowercase();
                    let fits = matches!(word.as_str(), "since" | "before" | "after" | "until");
                    return fits.then_some((at, g.head));
                }
                // "since about April", "in the April"
                GroupKind::Other | GroupKind::Quote => {}
                GroupKind::Noun
                    if g.tokens.len() == 1 && self.sentence.parse.tags[g.head] == Tag::Determiner => {}
                _ => return None,
            }
        }
        None
    }

    /// "since it began in April": the time says since when, though another preposition stands before it.
    fn since_it_began(&self, preposition: usize) -> Option<(usize, usize)> {
        let groups = &self.sentence.parse.groups;
        (preposition.saturating_sub(4)..preposition).rev().find_map(|g| {
            let word = self.reader.token(self.sentence, groups[g].head).to_ascii_lowercase();
            let began = groups[g + 1..preposition].iter().any(|b| {
                let lemma =
                    self.reader.lexicon.words.lemma(self.reader.word(self.sentence, b.tokens.end - 1));
                let lemma = self.reader.lexicon.vocabulary.word(lemma);
                matches!(lemma, "start" | "begin" | "break" | "erupt" | "open")
            });
            (word == "since" && began).then_some((g, groups[g].head))
        })
    }

    /// "the April 20 meeting", "today's meeting": the expression stands inside a noun group.
    fn modifies_noun(&self, group: usize, end: usize, governed: bool) -> bool {
        let parse = &self.sentence.parse;
        let mut next = end + 1;
        let genitive = parse.groups.get(next).is_some_and(|g| parse.tags[g.head] == Tag::Genitive);
        if genitive {
            next += 1;
        }
        let Some(noun) =
            parse.groups.get(next).filter(|g| matches!(g.kind, GroupKind::Noun | GroupKind::Genitive))
        else {
            return false;
        };
        if next != end + 1 {
            // The genitive mark is a group of its own; what it belongs to follows.
            return false;
        }
        let article_inside =
            matches!(parse.tags[noun.tokens.start], Tag::Determiner | Tag::Possessive | Tag::Pronoun);
        let article_before = group.checked_sub(1).is_some_and(|b| {
            let b = &parse.groups[b];
            matches!(
                parse.tags[b.tokens.end - 1],
                Tag::Determiner | Tag::Possessive | Tag::Genitive | Tag::Adjective
            )
        });
        !article_inside && self.is_event_noun(next) && (article_before || !governed)
    }

    /// The nearest event noun before a group, with nothing but noun groups and prepositions between.
    fn noun_before(&self, start: usize) -> Option<usize> {
        let groups = &self.sentence.parse.groups;
        let mut at = start;
        while at > 0 {
            at -= 1;
            match groups[at].kind {
                GroupKind::Noun if self.is_event_noun(at) => return Some(at),
                GroupKind::Noun | GroupKind::Genitive | GroupKind::Preposition | GroupKind::Coordinator => {}
                GroupKind::Quote | GroupKind::Other => {}
                _ => return None,
            }
        }
        None
    }

    fn is_event_noun(&self, group: usize) -> bool {
        let g = &self.sentence.parse.groups[group];
        let tokens = &self.reader.document.tokens[self.sentence.first..];
        let phrases = self.reader.lexicon.triggers.nouns();
        (g.tokens.start..=g.head).any(|start| {
            phrases.longest(&tokens[start..g.head + 1], &self.reader.document.text).is_some_and(
                |(length, rows)| start + length == g.head + 1 && rows.iter().any(|r| r.event_type.is_some()),
            )
        })
    }

    /// Whether the expression behind a noun dates the noun, and whether it dates the clause as well.
    fn noun_owns(&self, noun: usize, governed: bool) -> (bool, bool) {
        let parse = &self.sentence.parse;
        let clause = super::action::clause_around(self.sentence, noun).map(|c| &parse.clauses[c]);
        let before = (0..noun)
            .rev()
            .find(|g| !matches!(parse.groups[*g].kind, GroupKind::Genitive | GroupKind::Quote));
        if super::action::is_announced(self.reader, self.sentence, noun) {
            return (true, false);
        }
        if let Some(before) = before
            && parse.groups[before].kind == GroupKind::Preposition
        {
            let word = self.reader.token(self.sentence, parse.groups[before].head).to_ascii_lowercase();
            return match word.as_str() {
                "at" | "during" | "in" => (true, true),
                "of" | "after" | "before" | "following" | "since" | "to" | "until" | "by" | "from" => {
                    (true, false)
                }
                _ => (true, !governed),
            };
        }
        let Some(clause) = clause else { return (true, false) };
        if clause.subject.contains(&noun) && clause.group > noun {
            return (true, true);
        }
        if clause.object.contains(&noun) {
            let tells = self.reader.lexicon.speech.contains(clause.lemma)
                || self.reader.lexicon.triggers.in_set("announce", clause.lemma);
            return (tells, false);
        }
        (true, false)
    }

    /// The clause that an expression from group `start` to group `end` dates.
    fn clause(&self, start: usize, end: usize) -> Option<usize> {
        let parse = &self.sentence.parse;
        let clauses = &parse.clauses;
        let following = clauses.iter().position(|c| c.group > end);
        let preceding = clauses.iter().rposition(|c| c.group < start);
        let Some(preceding) = preceding else { return following };
        let before = self.kind(start.checked_sub(1));
        let opens = matches!(
            before,
            None | Some(
                GroupKind::Comma
                    | GroupKind::Subordinator
                    | GroupKind::Coordinator
                    | GroupKind::Relative
                    | GroupKind::Stop
            )
        );
        if let Some(following) = following.filter(|_| opens) {
            let after = self.kind(Some(end + 1));
            let goes_on = match after {
                Some(GroupKind::Comma) => {
                    // ", on April 12, two jets carried out": the following clause's subject stands behind the comma.
                    let c = &clauses[following];
                    c.form == Form::Finite
                        && c.link != Link::Relative
                        && c.subject.iter().any(|s| *s > end)
                        && before != Some(GroupKind::Stop)
                }
                Some(GroupKind::Noun | GroupKind::Genitive | GroupKind::Verb) => {
                    clauses[following].subject.iter().any(|s| *s > end) || after == Some(GroupKind::Verb)
                }
                _ => false,
            };
            if goes_on {
                return Some(following);
            }
        }
        // A participle that says more of a noun does not take the date of the clause that goes on behind it.
        let c = &clauses[preceding];
        let adjacent = c.group + 1 == start;
        if c.form == Form::Participle
            && c.link == Link::Relative
            && !adjacent
            && let Some(governor) = c.governor
            && clauses[governor].form == Form::Finite
            && !self.reader.lexicon.speech.contains(clauses[governor].lemma)
            && c.passive
            && before != Some(GroupKind::Verb)
            && c.obliques.is_empty()
            && c.object.is_empty()
        {
            return Some(governor);
        }
        Some(preceding)
    }
}

/// "the second and last day of the meeting": the noun it belongs to, how many days had gone, and whether it was the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Course {
    /// The noun group.
    noun: usize,
    /// Its words, as tokens of the sentence.
    tokens: (usize, usize),
    /// How many days before this one it began.
    before: i64,
    /// Whether it ended on this day.
    last: bool,
}

/// Ordinals of days; a conference of more is told by its dates.
const ORDINALS: [&str; 10] =
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

/// Looks for the day of a meeting on which the sentence stands.
pub(super) fn course(reader: &Reader, sentence: &Sentence) -> Option<Course> {
    let word = |t: usize| reader.token(sentence, t).to_ascii_lowercase();
    let length = sentence.parse.tags.len();
    let day = (1..length.saturating_sub(1))
        .find(|t| word(*t) == "day" && word(*t + 1) == "of" && !reader.token(sentence, *t - 1).is_empty())?;
    let mut start = day;
    let (mut ordinal, mut last) = (None, false);
    while start > 0 && day - start < 6 {
        let before = word(start - 1);
        match before.as_str() {
            "last" | "final" | "closing" | "concluding" => last = true,
            "opening" => ordinal = Some(0),
            "and" | "the" | "," => {}
            other => match ORDINALS.iter().position(|o| *o == other) {
                Some(n) => ordinal = Some(n),
                None => break,
            },
        }
        start -= 1;
    }
    let before = i64::try_from(ordinal?).ok()?;
    let attacher = Attacher { reader, sentence };
    let from = sentence.parse.group_at(day + 1);
    let noun = (from + 1..sentence.parse.groups.len().min(from + 6))
        .find(|g| sentence.parse.groups[*g].kind == GroupKind::Noun && attacher.is_event_noun(*g))?;
    Some(Course { noun, tokens: (start, day + 1), before, last })
}

impl Course {
    /// Whether it is the course of what a noun group names.
    pub(super) const fn is_of(&self, group: usize) -> bool {
        self.noun == group
    }

    /// Whether an expression is part of the words: "last day" is no yesterday here.
    pub(super) fn covers(&self, tokens: &Range<usize>) -> bool {
        self.tokens.0 < tokens.end && tokens.start < self.tokens.1
    }

    /// The dates of the meeting, counted from the day that the sentence tells of.
    fn date(&self, reader: &Reader, sentence: &Sentence) -> Option<EventDate> {
        let day = match reader.published? {
            Edtf::Date(date)
                if reader.published?.precision() == Precision::Day && !date.has_unknown_year() =>
            {
                reader.published?.bounds().earliest()
            }
            _ => return None,
        };
        let first: Date = day.plus(-self.before).into();
        let edtf = match (self.last, self.before) {
            (true, 0) => first.into(),
            (true, _) => Edtf::interval(first, day.into()),
            (false, _) => Edtf::Interval(Endpoint::Date(first), Endpoint::Unknown),
        };
        let words = reader.span(sentence, self.tokens.0..self.tokens.1);
        let explanation = format!("\"{}\", counted from the day of writing", quote(reader, words));
        Some(EventDate { edtf, basis: DateBasis::RelativeToDocument, explanation })
    }
}

/// The date that the text gives an action: by an expression of its own, or of its clause.
pub(super) fn stated(
    reader: &Reader,
    sentence: &Sentence,
    action: &Action,
    realis: Realis,
) -> Option<EventDate> {
    if let Some(course) = &sentence.course
        && action.noun == Some(course.noun)
    {
        return course.date(reader, sentence);
    }
    let own = action.noun.and_then(|g| times_of_noun(sentence, g).next());
    let of_clause = action.clause.and_then(|c| {
        let inherits = match action.position {
            Position::Verb | Position::LightObject | Position::Happening => true,
            Position::Behind(p) => matches!(
                reader.token(sentence, p).to_ascii_lowercase().as_str(),
                "at" | "during" | "for" | "in"
            ),
            Position::Free => false,
        };
        times_of_clause(sentence, c).next().filter(|_| inherits)
    });
    let attachment = own.or(of_clause)?;
    // "since September, when he proposed it": what is told behind "when" happened then, not since then.
    let relative = own.is_none() && attachment.relative.is_some() && attachment.relative == action.clause;
    compose(reader, sentence, attachment, relative, realis)
}

/// Puts an expression and its preposition together.
fn compose(
    reader: &Reader,
    sentence: &Sentence,
    attachment: &Attachment,
    relative: bool,
    realis: Realis,
) -> Option<EventDate> {
    let time = &reader.times[attachment.time];
    let mut edtf = time.edtf()?;
    let explain = |time: &Resolved| time.explain(reader.times, &reader.document.text).to_string();
    let mut explanation = explain(time);
    let basis = time.basis();
    if time.expression.pair.goes_on()
        && let Some(second) = reader.times.get(attachment.time + 1)
        && let (Edtf::Date(a), Some(Edtf::Date(b))) = (&edtf, &second.edtf())
    {
        let through = second.expression.through;
        edtf = if through {
            Edtf::interval(a.clone(), b.clone())
        } else {
            Edtf::AllOf(vec![crate::date::Choice::Date(a.clone()), crate::date::Choice::Date(b.clone())])
        };
        explanation = format!("{explanation}; {}", explain(second));
    }
    let preposition =
        attachment.preposition.filter(|_| !relative).map(|t| reader.token(sentence, t).to_ascii_lowercase());
    if let (Some(word), Edtf::Date(date)) = (preposition.as_deref(), &edtf) {
        let date = date.clone();
        let new = match word {
            "since" | "from" => Some(Edtf::since(date)),
            "until" | "till" => Some(Edtf::Interval(Endpoint::Unknown, Endpoint::Date(date))),
            "by" => Some(Edtf::some_time(None, Some(date))),
            "before" => Some(Edtf::some_time(None, Some(day_before(&date)))),
            "after" | "following" => {
                let last = (realis == Realis::Actual).then(|| last_known(reader)).flatten();
                Some(Edtf::some_time(Some(date), last))
            }
            "throughout" => Some(Edtf::interval(date.clone(), date)),
            _ => None,
        };
        if let Some(new) = new {
            explanation = format!("\"{word}\": {explanation}");
            edtf = new;
        }
    }
    Some(EventDate { edtf, basis, explanation })
}

fn day_before(date: &Date) -> Date {
    let bounds = Edtf::Date(date.clone()).bounds();
    match Edtf::Date(date.clone()).precision() {
        Precision::Day => bounds.earliest().plus(-1).into(),
        _ => date.clone(),
    }
}

/// The last day on which the document may have been written, where that is one day.
fn last_known(reader: &Reader) -> Option<Date> {
    match reader.published? {
        Edtf::Date(date) => Some(date.clone()),
        _ => None,
    }
}

/// Gives the drafts that the text does not date what can be known of their date, in the order of the text.
pub(super) fn settle(reader: &Reader, drafts: &mut [Draft]) {
    // What goes along with another clause comes last, because that clause may stand behind it.
    for along in [false, true] {
        for i in 0..drafts.len() {
            if drafts[i].date.is_none() && drafts[i].along.is_some() == along {
                drafts[i].date = undated(reader, drafts, i);
            }
        }
    }
}

/// Leaves out sayings that only name the source of what is recorded itself: "…, officials said", "officials said that on
/// Monday …".
pub(super) fn drop_attributions(reader: &Reader, drafts: &mut Vec<Draft>) {
    let class = |d: &Draft| reader.lexicon.types.get(d.event_type).class;
    let dated = |d: &Draft| d.date.as_ref().is_some_and(|d| d.basis != DateBasis::BoundedByTense);
    let keep: Vec<bool> = drafts
        .iter()
        .map(|d| {
            if class(d) != "STATEMENT" || d.clause.is_none() || !d.plain_saying {
                return true;
            }
            let recorded =
                drafts.iter().filter(|o| o.sentence == d.sentence && class(o) != "STATEMENT" && o.is_told());
            let mut recorded = recorded.filter(|o| dated(o) && !o.quoted);
            !recorded.any(|o| {
                let content = o.governor.is_some() && o.governor == d.clause;
                let inherited = o.date.as_ref().is_some_and(|d| d.basis == DateBasis::DocumentDate);
                content && !inherited || d.attribution && o.main && o.trigger.start < d.trigger.start
            })
        })
        .collect();
    let mut keep = keep.into_iter();
    drafts.retain(|_| keep.next().unwrap_or(true));
}

fn undated(reader: &Reader, drafts: &[Draft], i: usize) -> Option<EventDate> {
    let draft = &drafts[i];
    if let Some(date) = after_another(reader, drafts, i) {
        return Some(date);
    }
    if let Some(date) = while_told(drafts, i).or_else(|| decided(reader, drafts, i)) {
        return Some(date);
    }
    if let Some(date) = goes_along(drafts, i) {
        return Some(date);
    }
    let published = reader.published?;
    let bounded = |explanation: &str| {
        Some(EventDate {
            edtf: Edtf::some_time(None, Some(last_known(reader)?)),
            basis: DateBasis::BoundedByTense,
            explanation: explanation.to_owned(),
        })
    };
    if draft.realis == Realis::Planned {
        return Some(EventDate {
            edtf: Edtf::some_time(Some(last_known(reader)?), None),
            basis: DateBasis::BoundedByTense,
            explanation: "announced, no date given: on or after the day of writing".to_owned(),
        });
    }
    // "Police have arrested a man": the perfect of an article's first words is its news.
    let hot = draft.lead && draft.main && draft.tense == Tense::Present;
    if draft.perfect && !hot {
        return bounded("told in the perfect, no date given: some time up to the day of writing");
    }
    if draft.tense == Tense::Past
        && draft.main
        && let Some(date) = same_scene(reader, drafts, i)
    {
        return Some(date);
    }
    match draft.tense {
        Tense::Past | Tense::Present if draft.main => Some(EventDate {
            edtf: published.clone(),
            basis: DateBasis::DocumentDate,
            explanation: "news without a date of its own: the day of writing".to_owned(),
        }),
        Tense::Past | Tense::Present | Tense::None => {
            bounded("no date given: some time up to the day of writing")
        }
        Tense::Future => None,
    }
}

/// ", saying …" happens when what it goes along with does.
fn goes_along(drafts: &[Draft], i: usize) -> Option<EventDate> {
    let draft = &drafts[i];
    let clause = draft.along?;
    let other = drafts.iter().find(|d| d.sentence == draft.sentence && d.clause == Some(clause))?;
    let date = other.date.as_ref()?;
    Some(EventDate {
        edtf: date.edtf.clone(),
        basis: match date.basis {
            DateBasis::DocumentDate | DateBasis::BoundedByTense => date.basis,
            _ => DateBasis::InheritedFromEvent,
        },
        explanation: format!("goes along with what is told before: {}", date.explanation),
    })
}

/// Longer ago than this, in days, what somebody did is background and no scene that goes on.
const SCENE: i64 = 8;

/// What somebody did on a day of the last week goes on where the text says no other: "On Monday he opened the exhibition …
/// He said …".
fn same_scene(reader: &Reader, drafts: &[Draft], i: usize) -> Option<EventDate> {
    let draft = &drafts[i];
    let (first, last) = {
        let bounds = reader.published?.bounds();
        (bounds.earliest(), bounds.latest())
    };
    if first != last || draft.from.is_empty() {
        return None;
    }
    let scene = drafts[..i].iter().rev().find(|d| {
        d.sentence < draft.sentence
            && d.realis == Realis::Actual
            && d.from.first() == draft.from.first()
            && d.date.as_ref().is_some_and(|date| !matches!(date.basis, DateBasis::BoundedByTense))
    })?;
    let date = scene.date.as_ref()?;
    let (begin, end) = days(date);
    let recent = begin == end && begin < first && first.0 - begin.0 <= SCENE;
    recent.then(|| EventDate {
        edtf: date.edtf.clone(),
        basis: DateBasis::InheritedFromEvent,
        explanation: format!("the same scene as \"{}\": {}", quote(reader, scene.trigger), date.explanation),
    })
}

/// What somebody says is going on goes on when it is said.
fn while_told(drafts: &[Draft], i: usize) -> Option<EventDate> {
    let draft = &drafts[i];
    let governor = draft.governor.filter(|_| draft.concurrent)?;
    let said =
        drafts[..i].iter().rev().find(|d| d.sentence == draft.sentence && d.clause == Some(governor))?;
    let date = said.date.as_ref()?;
    let basis = match date.basis {
        DateBasis::BoundedByTense => DateBasis::BoundedByTense,
        _ => DateBasis::InheritedFromEvent,
    };
    let explanation = format!("going on when it is told: {}", date.explanation);
    Some(EventDate { edtf: date.edtf.clone(), basis, explanation })
}

/// What people say that they agreed was agreed at the meeting they come from, where the article tells of one.
fn decided(reader: &Reader, drafts: &[Draft], i: usize) -> Option<EventDate> {
    let draft = &drafts[i];
    let class = |d: &Draft| reader.lexicon.types.get(d.event_type).class;
    if class(draft) != "AGREE" || !draft.quoted || draft.tense != Tense::Past {
        return None;
    }
    let (first, last) = {
        let bounds = reader.published?.bounds();
        (bounds.earliest(), bounds.latest())
    };
    let meeting = drafts.iter().find(|d| {
        class(d) == "CONSULT"
            && d.realis == Realis::Actual
            && d.date.as_ref().is_some_and(|date| {
                let (begin, end) = days(date);
                date.basis != DateBasis::BoundedByTense
                    && begin <= first
                    && last <= end
                    && !begin.is_unbounded()
            })
    })?;
    let date = meeting.date.as_ref()?;
    Some(EventDate {
        edtf: date.edtf.clone(),
        basis: DateBasis::InheritedFromEvent,
        explanation: format!("agreed at the {}: {}", quote(reader, meeting.trigger), date.explanation),
    })
}

/// "later", "then", "swiftly": counted from the event told before.
fn after_another(reader: &Reader, drafts: &[Draft], i: usize) -> Option<EventDate> {
    let draft = &drafts[i];
    let sequel = draft.sequel?;
    let published = last_known(reader)?;
    let last = Edtf::Date(published.clone()).bounds().earliest();
    let before = drafts[..i].iter().rev().find(|d| {
        let near = d.sentence < draft.sentence && d.sentence + 3 >= draft.sentence;
        near && d.date.as_ref().is_some_and(|date| {
            let counted = !matches!(date.basis, DateBasis::BoundedByTense | DateBasis::DocumentDate);
            let ahead = date.edtf.bounds().earliest() > last;
            counted && matches!(date.edtf, Edtf::Date(_)) && (!ahead || draft.realis == Realis::Planned)
        })
    })?;
    let date = before.date.as_ref()?;
    let Edtf::Date(first) = &date.edtf else { return None };
    let (edtf, how) = match sequel {
        Sequel::Soon => (Edtf::Date(first.clone().approximate()), "soon after"),
        Sequel::Later if draft.realis == Realis::Planned => {
            (Edtf::some_time(Some(first.clone()), None), "after")
        }
        Sequel::Later => (Edtf::some_time(Some(first.clone()), Some(published)), "after"),
    };
    let words = quote(reader, before.trigger);
    let explanation = format!("{how} \"{words}\" ({})", date.edtf);
    Some(EventDate { edtf, basis: DateBasis::InheritedFromEvent, explanation })
}

/// How an event follows the one told before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sequel {
    /// swiftly, promptly
    Soon,
    /// later, then, afterwards
    Later,
}

/// Looks for a word that makes a clause a sequel, in its verb group or right before it.
pub(super) fn sequel(reader: &Reader, sentence: &Sentence, clause: usize) -> Option<Sequel> {
    let parse = &sentence.parse;
    let group = parse.clauses[clause].group;
    let tokens = parse.groups[group.saturating_sub(1)].tokens.start..parse.groups[group].tokens.end;
    tokens.filter(|t| matches!(parse.tags[*t], Tag::Adverb | Tag::Time)).find_map(|t| {
        match reader.token(sentence, t).to_ascii_lowercase().as_str() {
            "swiftly" | "quickly" | "promptly" | "immediately" | "instantly" | "rapidly" => {
                Some(Sequel::Soon)
            }
            "later" | "then" | "subsequently" | "afterwards" | "afterward" | "thereafter" => {
                Some(Sequel::Later)
            }
            _ => None,
        }
    })
}

/// Returns the words of a span on one line, for explanations.
pub(super) fn quote(reader: &Reader, span: Span) -> String {
    span.of(&reader.document.text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first and the last day that a date may touch.
pub(super) fn days(date: &EventDate) -> (Day, Day) {
    let bounds = date.edtf.bounds();
    (bounds.earliest(), bounds.latest())
}
