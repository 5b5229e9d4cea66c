use std::ops::Range;

use super::last_known;
use super::settle::{Order, order};
use crate::date::{Date, Edtf};
use crate::extract::{Reader, Sentence};
use crate::extract::{action, undone};
use crate::syntax::{Clause, Form, GroupKind, Link, Tag, Tense};
use crate::timex::{Direction, Meaning, Point, Resolved, Shift, Unit, Written};

/// Which words of a sentence a time expression dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::extract) struct Attachment {
    /// The expression, as an index of [`Reader::times`].
    pub(in crate::extract) time: usize,
    /// Its group.
    pub(in crate::extract) group: usize,
    /// The preposition before it, as a token of the sentence.
    pub(in crate::extract) preposition: Option<usize>,
    /// The clause it dates.
    pub(in crate::extract) clause: Option<usize>,
    /// A second clause it dates: "in September, when he proposed it".
    pub(in crate::extract) relative: Option<usize>,
    /// The noun group it dates.
    pub(in crate::extract) noun: Option<usize>,
    /// Whether the noun is what is to come then: "were put off to May", "called elections for May", "announced cuts over the
    /// next two years".
    pub(in crate::extract) ahead: bool,
}

/// The time expressions that date a clause.
pub(in crate::extract) fn times_of_clause(
    sentence: &Sentence,
    clause: usize,
) -> impl Iterator<Item = &Attachment> {
    sentence.attached.iter().filter(move |a| a.clause == Some(clause) || a.relative == Some(clause))
}

/// The time expressions that date a clause, or the clause that it shares them with: "Last week they met and agreed", "they
/// were killed when the roof fell in on Monday".
pub(super) fn time_for_clause<'a>(
    reader: &Reader,
    sentence: &'a Sentence,
    clause: usize,
) -> Option<&'a Attachment> {
    times_of_clause(sentence, clause)
        .next()
        .or_else(|| times_of_clause(sentence, shares_time_with(reader, sentence, clause)?).next())
}

/// The clause whose time a clause without one of its own shares.
fn shares_time_with(reader: &Reader, sentence: &Sentence, clause: usize) -> Option<usize> {
    let clauses = &sentence.parse.clauses;
    let this = &clauses[clause];
    let dated = |c: &usize| times_of_clause(sentence, *c).next().is_some();
    let alike = |c: &Clause| c.form == Form::Finite && c.tense == this.tense && c.perfect == this.perfect;
    if this.form == Form::Participle && this.link == Link::Participle {
        let governor = this.governor.filter(|_| order(reader, sentence, this) == Some(Order::Together))?;
        return if dated(&governor) { Some(governor) } else { shares_time_with(reader, sentence, governor) };
    }
    if this.form != Form::Finite {
        return None;
    }
    let main_behind = |i: usize| (i + 1..clauses.len()).find(|c| clauses[*c].link == Link::Main);
    let when = clauses.iter().enumerate().position(|(i, c)| {
        let beside = c.governor == Some(clause) || c.governor.is_none() && main_behind(i) == Some(clause);
        let Link::Subordinate(token) = c.link else { return false };
        beside && alike(c) && reader.token(sentence, token).eq_ignore_ascii_case("when")
    });
    if let Some(when) = when.filter(dated) {
        return Some(when);
    }
    let before = match this.link {
        Link::Coordinate => this.governor?,
        // ", and he was arrested"
        Link::Main => {
            let first = this.subject.iter().copied().min()?;
            let joined = first.checked_sub(1).map(|g| sentence.parse.groups[g].kind);
            (joined == Some(GroupKind::Coordinator)).then_some(())?;
            (0..clause).rev().find(|c| matches!(clauses[*c].link, Link::Main))?
        }
        _ => return None,
    };
    if !alike(&clauses[before]) {
        return None;
    }
    if !dated(&before) {
        return shares_time_with(reader, sentence, before);
    }
    // A time that stands behind the first verb is the second one's only where they share the subject.
    let opens = times_of_clause(sentence, before).all(|a| a.group < clauses[before].group);
    (opens || this.link == Link::Coordinate).then_some(before)
}

/// The time expressions that date a noun group.
pub(in crate::extract) fn times_of_noun(
    sentence: &Sentence,
    group: usize,
) -> impl Iterator<Item = &Attachment> {
    sentence.attached.iter().filter(move |a| a.noun == Some(group))
}

/// The time expression that dates a noun group: its new day, where it was put off.
pub(in crate::extract) fn time_of_noun(sentence: &Sentence, group: usize) -> Option<&Attachment> {
    times_of_noun(sentence, group).find(|a| a.ahead).or_else(|| times_of_noun(sentence, group).next())
}

/// Says for every time expression of a sentence what it dates.
pub(in crate::extract) fn attach(
    reader: &Reader,
    sentence: &Sentence,
    times: &[(usize, Range<usize>)],
) -> Vec<Attachment> {
    times
        .iter()
        .filter(|(time, _)| {
            let time = &reader.times[*time];
            (time.edtf().is_some() || window(reader, time).is_some()) && !time.expression.pair.follows()
        })
        .filter(|(_, tokens)| !sentence.course.is_some_and(|course| course.covers(tokens)))
        .map(|(time, tokens)| Attacher { reader, sentence }.attach(*time, tokens))
        .collect()
}

/// "the past three months", "the next two years": when what is told of them happened, or is to. The far end is as precise
/// as the unit that is counted.
pub(super) fn window(reader: &Reader, time: &Resolved) -> Option<Edtf> {
    let (Meaning::Span(shift, _, unit), Some((first, last))) = (time.expression.meaning, time.ends) else {
        return None;
    };
    let far = |point: Point| {
        let (year, month, _) = point.first_day()?.ymd();
        match (unit, point.edtf()?) {
            (Unit::Month | Unit::Quarter, _) => Some(Date::month(year, month)),
            (unit, _) if unit > Unit::Month => Some(Date::year(year)),
            (_, Edtf::Date(date)) => Some(date),
            _ => None,
        }
    };
    let now = last_known(reader)?;
    match shift {
        Shift::Past | Shift::Last => Some(Edtf::some_time(Some(far(first)?), Some(now))),
        Shift::Coming | Shift::Next => Some(Edtf::some_time(Some(now), Some(far(last)?))),
        _ => None,
    }
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
            ahead: false,
        };
        if self.was_planned(start) {
            return out;
        }
        if let Some(noun) = self.brought_about(time, start, end, out.preposition) {
            return Attachment { noun: Some(noun), preposition: None, ahead: true, ..out };
        }
        if self.kind(Some(group)) == Some(GroupKind::Verb) {
            // "will now receive"
            out.clause = parse.clause_of(group);
            return out;
        }
        if self.names_a_season(end) || preposition.is_none() && self.is_life(time, group) {
            return out;
        }
        if self.modifies_noun(group, end, preposition.is_some()) {
            out.noun = Some(end + 1);
            // The preposition is the noun's: "since the April 20 meeting" does not say since when the meeting was.
            out.preposition = None;
            // "at the April 20 meeting they agreed"
            out.clause = if self.sets_scene(start) { self.clause(time, start, end + 1) } else { None };
            return out;
        }
        if let Some(noun) = self.noun_before(start) {
            let (noun_owns, clause_too) = self.noun_owns(noun, preposition.is_some());
            if noun_owns {
                out.noun = Some(noun);
                if clause_too {
                    out.clause = self.clause(time, start, end);
                }
                return out;
            }
        }
        out.clause = self.clause(time, start, end);
        if self.kind(Some(end + 1)) == Some(GroupKind::Comma) && self.when(end + 2) {
            out.relative = parse.clauses.iter().position(|c| c.group > end);
        } else if self.when(end + 1) {
            out.relative = parse.clauses.iter().position(|c| c.group > end);
        }
        out
    }

    /// "originally due in May": the day of a plan that was given up dates nothing.
    fn was_planned(&self, start: usize) -> bool {
        let triggers = &self.reader.lexicon.triggers;
        let word = |t: usize| self.reader.word(self.sentence, t);
        let Some(plan) = self.sentence.parse.groups[start].tokens.start.checked_sub(1) else { return false };
        triggers.in_set("announced", word(plan))
            && (plan.saturating_sub(2)..plan).any(|t| triggers.in_set("formerly", word(t)))
    }

    /// "The talks were put off to May 10", "called elections for May": the noun group of what is to come then.
    fn brought_about(
        &self,
        time: usize,
        start: usize,
        end: usize,
        preposition: Option<usize>,
    ) -> Option<usize> {
        let word = self.reader.lower(self.sentence, preposition?);
        let clause = &self.sentence.parse.clauses[self.clause(time, start, end)?];
        let what = if clause.passive { &clause.subject } else { &clause.object };
        let done = !clause.negated && !clause.modal && clause.form == Form::Finite;
        let triggers = &self.reader.lexicon.triggers;
        let announces = triggers.in_set("announce", clause.lemma);
        let gone = || clause.tense != Tense::Future;
        let ahead = match &*word {
            "until" | "till" | "to" => undone::puts_off(self.reader, self.sentence, clause),
            "for" => {
                announces && !triggers.in_set("call_off", clause.lemma)
                    || triggers.in_set("put_off", clause.lemma)
            }
            "over" | "within" | "during" | "in" => self.is_coming(time) && gone(),
            _ => false,
        };
        what.first().copied().filter(|_| done && ahead)
    }

    /// Whether an expression names the time to come, from the day of writing on: the next two years.
    fn is_coming(&self, time: usize) -> bool {
        matches!(self.reader.times[time].expression.meaning, Meaning::Span(Shift::Coming | Shift::Next, ..))
    }

    /// "during the Christmas and New Year period": the days only name it, and it is longer than they are.
    fn names_a_season(&self, end: usize) -> bool {
        let groups = &self.sentence.parse.groups;
        let next = (end + 1..groups.len())
            .find(|g| !matches!(groups[*g].kind, GroupKind::Coordinator | GroupKind::Time));
        next.map(|g| &groups[g]).is_some_and(|g| {
            let season = self.reader.word(self.sentence, g.head);
            g.kind == GroupKind::Noun && self.reader.lexicon.triggers.in_set("seasons", season)
        })
    }

    /// "Simón Bolívar (1783–1830)": years behind a name are the life or term of who bears it.
    fn is_life(&self, time: usize, group: usize) -> bool {
        let parse = &self.sentence.parse;
        let bracket = self.kind(group.checked_sub(1)) == Some(GroupKind::Break);
        let name = group.checked_sub(if bracket { 2 } else { 1 });
        self.reader.times[time].expression.pair.goes_on()
            && name.is_some_and(|n| parse.tags[parse.groups[n].head] == Tag::Name)
    }

    /// Whether a preposition says at which happening the clause's own took place.
    fn sets_scene(&self, preposition: usize) -> bool {
        let groups = &self.sentence.parse.groups;
        let word = self.reader.lower(self.sentence, groups[preposition].head);
        let opens = preposition.checked_sub(1).is_none_or(|b| groups[b].kind != GroupKind::Noun);
        match &*word {
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
                    let word = self.reader.lower(self.sentence, g.head);
                    let fits = matches!(&*word, "since" | "before" | "after" | "until");
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
            let word = self.reader.lower(self.sentence, groups[g].head);
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
        !article_inside && is_event_noun(self.reader, self.sentence, next) && (article_before || !governed)
    }

    /// The nearest event noun before a group, with nothing but noun groups and prepositions between.
    fn noun_before(&self, start: usize) -> Option<usize> {
        let groups = &self.sentence.parse.groups;
        let mut at = start;
        while at > 0 {
            at -= 1;
            match groups[at].kind {
                GroupKind::Noun if is_event_noun(self.reader, self.sentence, at) => return Some(at),
                GroupKind::Noun | GroupKind::Genitive | GroupKind::Preposition | GroupKind::Coordinator => {}
                GroupKind::Quote | GroupKind::Other => {}
                _ => return None,
            }
        }
        None
    }

    /// Whether the expression behind a noun dates the noun, and whether it dates the clause as well.
    fn noun_owns(&self, noun: usize, governed: bool) -> (bool, bool) {
        let parse = &self.sentence.parse;
        let clause = action::clause_around(self.sentence, noun).map(|c| &parse.clauses[c]);
        let before = (0..noun)
            .rev()
            .find(|g| !matches!(parse.groups[*g].kind, GroupKind::Genitive | GroupKind::Quote));
        if action::is_announced(self.reader, self.sentence, noun) {
            return (true, false);
        }
        if let Some(before) = before
            && parse.groups[before].kind == GroupKind::Preposition
        {
            let word = self.reader.lower(self.sentence, parse.groups[before].head);
            return match &*word {
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

    /// Whether an expression counts back from the day of writing: two weeks ago, yesterday, last month.
    fn looks_back(&self, time: usize) -> bool {
        matches!(
            self.reader.times[time].expression.meaning,
            Meaning::Day(i8::MIN..0)
                | Meaning::Offset(_, _, Direction::Ago)
                | Meaning::Unit(Shift::Last, _)
                | Meaning::Date(Written { shift: Some(Shift::Last), .. })
        )
    }

    /// The clause that an expression from group `start` to group `end` dates.
    fn clause(&self, time: usize, start: usize, end: usize) -> Option<usize> {
        let parse = &self.sentence.parse;
        let clauses = &parse.clauses;
        let preceding = clauses.iter().rposition(|c| c.group < start);
        let before = self.kind(start.checked_sub(1));
        // "In January officers who had searched for him concluded": what opens a clause is not its relative clause's.
        let inner = before == Some(GroupKind::Relative);
        let behind = |c: &Clause| c.group > end;
        let following = clauses
            .iter()
            .position(|c| behind(c) && (inner || c.link != Link::Relative))
            .or_else(|| clauses.iter().position(behind));
        let Some(preceding) = preceding else { return following };
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
        // "asked Norway to return two weeks ago": what was asked was then still to come.
        let c = &clauses[preceding];
        if c.form == Form::Infinitive
            && self.looks_back(time)
            && let Some(asked) = c.governor.filter(|g| clauses[*g].tense == Tense::Past)
            && !action::asserts_infinitive(self.reader, self.sentence, asked)
        {
            return Some(asked);
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

/// Whether the head of a noun group names an event.
pub(super) fn is_event_noun(reader: &Reader, sentence: &Sentence, group: usize) -> bool {
    let g = &sentence.parse.groups[group];
    let tokens = &reader.document.tokens[sentence.first..];
    let triggers = &reader.lexicon.triggers;
    (g.tokens.start..=g.head).any(|start| {
        let longest = triggers.longest_noun(&tokens[start..g.head + 1], &reader.document.text);
        longest.is_some_and(|(length, rows)| {
            start + length == g.head + 1 && rows.iter().any(|r| triggers.row(*r).event_type.is_some())
        })
    })
}
