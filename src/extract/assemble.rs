use crate::date::{Choice, DateBasis, Edtf};
use crate::document::BlockKind;
use crate::event::{EventDate, Mention, Participant, Realis, Role};
use crate::lexicon::{ActorKind, Found, Meaning, Office, PlaceId, TypeId};
use crate::syntax::{Clause, Form, GroupKind, Link, Tag, Tense};
use crate::text::{Span, TokenKind, WordId, one_line};

use super::action::{Action, Position};
use super::actor::{Cast, Who};
use super::date::{Order, Sequel, days};
use super::sides::Sides;
use super::{Reader, Sentence, SkipReason, Skipped};

/// A mention that is being made: what the sentence says, and what later steps need to know of it.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) event_type: TypeId,
    pub(super) evidence: Span,
    pub(super) trigger: Span,
    pub(super) from: Vec<Who>,
    pub(super) to: Vec<Who>,
    /// Where, with the words that say so.
    pub(super) place: Option<(String, Span)>,
    pub(super) realis: Realis,
    pub(super) date: Option<EventDate>,
    /// The words that name those who take part, and whom.
    pub(super) named: Vec<(Span, Vec<Who>)>,
    /// What made it an event of its type.
    pub(super) rules: Vec<String>,
    /// Who does it, where a verb before it has the subject too, and the evidence leaves that verb out.
    pub(super) shared_subject: Option<Span>,
    /// Index of the sentence in the document.
    pub(super) sentence: usize,
    /// Whether the sentence is a headline.
    pub(super) headline: bool,
    /// Whether the sentence stands under a picture.
    pub(super) caption: bool,
    /// Whether a noun names it, and not as what a verb does.
    pub(super) nominal: bool,
    /// Whether the noun is a plural.
    pub(super) plural: bool,
    /// The tense of its clause.
    pub(super) tense: Tense,
    /// Whether its clause is in a perfect tense.
    pub(super) perfect: bool,
    /// Whether its clause stands by itself.
    pub(super) main: bool,
    /// Its clause, as an index of the sentence's, where the words are its verb or what that does.
    pub(super) clause: Option<usize>,
    /// The clause whose content it is.
    pub(super) governor: Option<usize>,
    /// The clause it hangs on as a participle, and how the two follow each other: ", saying …", "after leaving".
    pub(super) along: Option<(usize, Order)>,
    /// Whether it only names whose words the sentence gives: "…, officials said".
    pub(super) attribution: bool,
    /// Whether its clause has a subject of its own that is no pronoun.
    pub(super) has_subject: bool,
    /// Whether a clause says what is agreed, demanded, said …
    pub(super) content: bool,
    /// Whether its verb only gives a source: say, add, tell, report.
    pub(super) plain_saying: bool,
    /// Whether it stands in the article's first sentences.
    pub(super) lead: bool,
    /// Whether it was going on when it was told.
    pub(super) concurrent: bool,
    /// Whether it stands inside a quotation.
    pub(super) quoted: bool,
    /// Whether its verb is a form of be, so that it tells what something is and not what happened.
    pub(super) copula: bool,
    /// Whether it hangs on its clause as a relative or subordinate one, or as an infinitive.
    pub(super) aside: bool,
    /// The word that sets it apart from another of its kind.
    pub(super) cue: Option<String>,
    /// Whether it follows the event told before it.
    pub(super) sequel: Option<Sequel>,
    /// The occasion at which it happened.
    pub(super) occasion: Option<Occasion>,
}

/// What people came together for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Occasion {
    /// The noun that names it.
    pub(super) noun: WordId,
    /// Whether it was told before: "at the ceremony".
    pub(super) known: bool,
}

/// Makes a mention of an action.
pub(super) fn draft(
    reader: &Reader,
    sentence: &Sentence,
    cast: &mut Cast,
    action: Action,
    realis: Realis,
) -> Draft {
    let parse = &sentence.parse;
    let clause = action.clause.map(|c| &parse.clauses[c]);
    let trigger = reader.span(sentence, action.trigger.clone());
    // "He fought in 2004 and left in 2009": what the first verb tells is no evidence of the second.
    let shares = clause.filter(|c| c.link == Link::Coordinate && tells(&action)).map(|c| c.group);
    let begin = shares.unwrap_or(action.extent.start);
    let extent = parse.groups[begin].tokens.start
        ..parse.groups[action.extent.end.saturating_sub(1).max(action.extent.start)].tokens.end;
    let mut evidence = reader.span(sentence, extent).cover(trigger);
    // So is what was agreed, demanded, denied.
    if action.position == Position::Verb {
        let mut last = action.clause;
        while let Some(next) = last.and_then(|c| super::action::complement(sentence, c)) {
            let groups = parse.clauses[next].extent.clone();
            let end = parse.groups[groups.end - 1].tokens.end;
            evidence = evidence.cover(reader.span(sentence, end - 1..end));
            last = Some(next);
        }
    }
    // The time that dates it is part of its evidence, wherever it stands.
    let of_clause = || {
        let clause = action.clause.filter(|_| tells(&action));
        sentence.attached.iter().find(|a| clause.is_some() && a.clause == clause)
    };
    let of_noun = action.noun.and_then(|noun| super::date::time_of_noun(sentence, noun));
    if let Some(attachment) = of_noun.or_else(of_clause) {
        let preposition = attachment.preposition.map(|t| reader.span(sentence, t..t + 1));
        let time = reader.times[attachment.time].expression.span;
        evidence = evidence.cover(preposition.map_or(time, |p| p.cover(time)));
    }
    let place = place(reader, sentence, &action);
    let trailing = is_trailing(reader, sentence, &action);
    // "will not attend on Monday": Monday is not when it refused.
    let refused = action.refuses && realis == Realis::Planned;
    // "cancelled the meeting of Monday": nor when it cancelled.
    let off = action.position == Position::Verb
        && clause.is_some_and(|c| {
            super::undone::calls_off(reader, sentence, c)
                && sentence.attached.iter().any(|a| {
                    a.noun.is_some_and(|noun| {
                        c.object.contains(&noun) || c.passive && c.subject.contains(&noun)
                    })
                })
        });
    let date = if refused || off { None } else { super::date::stated(reader, sentence, &action, realis) };
    let realis = if refused { Realis::Actual } else { realis };
    cast.turn_to(date.as_ref());
    let Sides { from, to, named } = super::sides::sides(reader, sentence, cast, &action, trailing);
    if speaks(reader, &action) {
        // What is said belongs to the saying: the whole sentence is its evidence.
        evidence = evidence.cover(reader.span(sentence, 0..parse.tags.len()));
        cast.speaker = from.iter().find(|who| cast.is_person(reader, who)).cloned();
    }
    let participle =
        clause.filter(|c| c.link == Link::Participle && c.form == Form::Participle && tells(&action));
    // ", saying …" and "by saying …" stand as their clause stands.
    let carrier = participle
        .filter(|c| super::date::order(reader, sentence, c) == Some(Order::Together))
        .and_then(|c| parse.clauses.get(c.governor?));
    let told_by = carrier.filter(|c| c.form == Form::Finite).or(clause);
    let what = action.clause.filter(|_| tells(&action)).and_then(|c| free_relative(reader, sentence, c));
    let head = action.noun.map(|g| reader.token(sentence, parse.groups[g].head));
    Draft {
        event_type: action.event_type,
        evidence,
        trigger,
        from,
        to,
        place,
        realis,
        date,
        named,
        rules: vec![action.rule.clone()],
        shared_subject: clause.filter(|_| shares.is_some()).and_then(|c| {
            let (first, last) = (c.subject.iter().min()?, c.subject.iter().max()?);
            let tokens = parse.groups[*first].tokens.start..parse.groups[*last].tokens.end;
            Some(reader.span(sentence, tokens))
        }),
        sentence: sentence.index,
        headline: sentence.kind == BlockKind::Title,
        caption: sentence.kind == BlockKind::Caption,
        nominal: action.noun.is_some() && matches!(action.position, Position::Free | Position::Behind(_)),
        plural: head.is_some_and(|h| h.ends_with('s') && !h.ends_with("ss")),
        tense: told_by.map_or(Tense::None, |c| c.tense),
        perfect: told_by.is_some_and(|c| c.perfect),
        main: told_by
            .is_some_and(|c| c.form == Form::Finite && matches!(c.link, Link::Main | Link::Coordinate))
            && !(action.noun.is_some() && action.position == Position::Free),
        clause: action.clause.filter(|_| tells(&action)),
        governor: clause.filter(|c| c.link == Link::Content).and_then(|c| c.governor).or(what),
        along: participle
            .and_then(|c| Some((c.governor?, super::date::order(reader, sentence, c)?)))
            .or(what.map(|c| (c, Order::Together))),
        attribution: speaks(reader, &action) && trailing,
        has_subject: clause
            .is_some_and(|c| c.subject.iter().any(|g| parse.tags[parse.groups[*g].head] != Tag::Pronoun)),
        content: action.clause.is_some_and(|c| {
            action.position == Position::Verb && super::action::complement(sentence, c).is_some()
        }),
        plain_saying: clause.is_some_and(|c| {
            let lemma = reader.lexicon.vocabulary.word(c.lemma);
            matches!(lemma, "say" | "add" | "tell" | "report" | "note" | "explain" | "speak" | "reply")
        }),
        lead: is_lead(reader, sentence),
        concurrent: clause.is_some_and(|c| {
            c.progressive || c.tense == Tense::Present && !c.perfect || c.lemma == WordId::UNKNOWN
        }),
        quoted: is_quoted(reader, sentence, action.trigger.start),
        copula: clause.is_some_and(|c| c.lemma == WordId::UNKNOWN) && action.noun.is_some(),
        aside: what.is_none()
            && clause.is_none_or(|c| {
                let hangs = c.form == Form::Infinitive
                    || matches!(c.link, Link::Relative | Link::Subordinate(_) | Link::Infinitive);
                let gerund = c.form == Form::Participle && super::date::order(reader, sentence, c).is_none();
                hangs && !is_asserted(reader, sentence, c) || gerund
            }),
        cue: super::cue::cue(reader, sentence, &action),
        sequel: action.clause.filter(|_| tells(&action)).and_then(|c| {
            // "later said he was open": the saying and the said are sequels alike.
            let said = parse.clauses[c].governor.filter(|_| parse.clauses[c].link == Link::Content);
            super::date::sequel(reader, sentence, c).or_else(|| super::date::sequel(reader, sentence, said?))
        }),
        occasion: occasion(reader, sentence, &action),
    }
}

/// The occasion at which an action took place: behind at, during or in, or what its own noun names.
fn occasion(reader: &Reader, sentence: &Sentence, action: &Action) -> Option<Occasion> {
    let parse = &sentence.parse;
    let groups = &parse.groups;
    let is = |group: usize| {
        let head = groups[group].head;
        groups[group].kind == GroupKind::Noun
            && parse.tags[head] == Tag::Noun
            && reader.lexicon.triggers.in_set("occasions", reader.word(sentence, head))
    };
    let named = |group: usize, first: usize| Occasion {
        noun: reader.word(sentence, groups[group].head),
        known: matches!(
            reader.token(sentence, groups[first].tokens.start).to_ascii_lowercase().as_str(),
            "the" | "this" | "that" | "its" | "his" | "her" | "their"
        ),
    };
    if let Some(noun) = action.noun.filter(|noun| is(*noun)) {
        return Some(named(noun, noun));
    }
    let clause = action.clause.filter(|_| tells(action))?;
    let verb = parse.clauses[clause].group;
    let at = |group: usize| {
        let word = reader.token(sentence, groups[group].head);
        groups[group].kind == GroupKind::Preposition
            && ["at", "during", "in"].iter().any(|p| word.eq_ignore_ascii_case(p))
    };
    let behind = |preposition: usize| {
        // "at the Oslo, Norway event", "in a Wednesday ceremony"
        let passed = |g: &usize| {
            matches!(
                groups[*g].kind,
                GroupKind::Noun | GroupKind::Time | GroupKind::Genitive | GroupKind::Comma
            )
        };
        (preposition + 1..groups.len().min(preposition + 5)).take_while(passed).find(|g| is(*g))
    };
    let own = |group: usize| {
        let between = group.min(verb) + 1..group.max(verb);
        !groups[between]
            .iter()
            .any(|g| matches!(g.kind, GroupKind::Verb | GroupKind::Stop | GroupKind::Subordinator))
    };
    (0..groups.len()).filter(|g| at(*g) && own(*g)).find_map(|g| Some(named(behind(g)?, g + 1)))
}

/// A list of one date as that date.
fn single(list: Edtf) -> Edtf {
    match list {
        Edtf::AllOf(mut times) => match times.pop() {
            Some(Choice::Date(date)) => Edtf::Date(date),
            other => Edtf::AllOf(other.into_iter().collect()),
        },
        other => other,
    }
}

/// "reported what it called an attack": the clause whose object a clause behind "what" is.
fn free_relative(reader: &Reader, sentence: &Sentence, clause: usize) -> Option<usize> {
    let Link::Subordinate(token) = sentence.parse.clauses[clause].link else { return None };
    let what = reader.token(sentence, token).eq_ignore_ascii_case("what");
    clause.checked_sub(1).filter(|_| what)
}

/// Whether the words come behind what is said: "…, the minister said."
fn is_trailing(reader: &Reader, sentence: &Sentence, action: &Action) -> bool {
    let parse = &sentence.parse;
    let Some(clause) = action.clause.map(|c| &parse.clauses[c]) else { return false };
    let first = clause.subject.iter().copied().min().unwrap_or(clause.group).min(clause.group);
    let behind = first > 0 && {
        let mut before = first - 1;
        while before > 0 && matches!(parse.groups[before].kind, GroupKind::Quote | GroupKind::Genitive) {
            before -= 1;
        }
        reader.token(sentence, parse.groups[before].head) == ","
    };
    behind && action.clause.is_some_and(|c| c > 0 && super::action::complement(sentence, c).is_none())
}

/// So many sentences of the first paragraph tell the news; a text without paragraphs goes on to other things.
const LEAD: usize = 2;

/// Whether a sentence begins the article.
pub(super) fn is_lead(reader: &Reader, sentence: &Sentence) -> bool {
    let sentences = &reader.document.sentences;
    let block = |index: usize| sentences[index].block;
    let first = reader.document.blocks.iter().position(|b| b.kind == BlockKind::Paragraph);
    let beginning = sentence.index.checked_sub(LEAD).is_none_or(|before| Some(block(before)) != first);
    Some(block(sentence.index)) == first && beginning
}

/// Whether a token stands inside a quotation, one that an earlier sentence opened included.
fn is_quoted(reader: &Reader, sentence: &Sentence, token: usize) -> bool {
    let mut quoted = reader.document.sentences[sentence.index].quoted;
    let before = &reader.document.tokens[sentence.first..][..token];
    for mark in before.iter().filter(|t| t.kind == TokenKind::Mark) {
        match mark.of(&reader.document.text) {
            "\"" => quoted = !quoted,
            "\u{201c}" | "\u{ab}" => quoted = true,
            "\u{201d}" | "\u{bb}" => quoted = false,
            _ => {}
        }
    }
    quoted
}

/// Whether an action is what its clause tells.
fn tells(action: &Action) -> bool {
    matches!(action.position, Position::Verb | Position::LightObject | Position::Happening)
}

/// Whether an action is somebody saying something.
pub(super) fn speaks(reader: &Reader, action: &Action) -> bool {
    action.position == Position::Verb && reader.lexicon.types.get(action.event_type).class == "STATEMENT"
}

/// Records what is no event, and why.
pub(super) fn skipped(reader: &Reader, sentence: &Sentence, action: &Action, reason: SkipReason) -> Skipped {
    Skipped {
        span: reader.span(sentence, action.trigger.clone()),
        event_type: reader.lexicon.types.get(action.event_type).name.clone(),
        reason,
    }
}

/// Where it happened: the place behind in, at, near, off or over that stands nearest to the words.
fn place(reader: &Reader, sentence: &Sentence, action: &Action) -> Option<(String, Span)> {
    let parse = &sentence.parse;
    let names = &reader.lexicon.names;
    let trigger = action.trigger.start;
    let mut best: Option<(usize, &Found, PlaceId)> = None;
    for name in &sentence.names {
        let Some(Meaning::Place(place)) = name.meanings.iter().find(|m| matches!(m, Meaning::Place(_)))
        else {
            continue;
        };
        let group = parse.group_at(name.tokens.start);
        // "near a U.S. destroyer" is not in the United States.
        if !name.tokens.contains(&parse.groups[group].head) {
            continue;
        }
        let Some(before) = group.checked_sub(1) else { continue };
        let b = &parse.groups[before];
        let word = reader.lower(sentence, b.head);
        let motion = matches!(&*word, "to" | "into")
            && ["visit", "deployment", "attack"]
                .contains(&reader.lexicon.types.get(action.event_type).name.as_str());
        let located = matches!(&*word, "in" | "at" | "near" | "off" | "over" | "outside" | "around");
        if b.kind != GroupKind::Preposition || !(located || motion) {
            continue;
        }
        let distance = name.tokens.start.abs_diff(trigger);
        let inside = (action.extent.start..action.extent.end + 2).contains(&group);
        if inside && best.is_none_or(|(d, ..)| distance < d) {
            best = Some((distance, name, *place));
        }
    }
    best.map(|(_, name, place)| {
        (names.place(place).name.to_owned(), reader.span(sentence, name.tokens.clone()))
    })
}

/// Whether an infinitive says what happened: "decided to lift", "continued to send".
fn is_asserted(reader: &Reader, sentence: &Sentence, clause: &Clause) -> bool {
    let governor = clause.governor.filter(|_| clause.form == Form::Infinitive);
    governor.is_some_and(|g| super::action::asserts_infinitive(reader, sentence, g))
}

impl Draft {
    /// Whether it is told as something that happened or will: it has a date, or it is what a clause of its own asserts.
    /// What is mentioned in passing and without a date would only fill a chronology with guesses.
    pub(super) fn is_told(&self) -> bool {
        let basis = self.date.as_ref().map(|d| d.basis);
        let guessed = matches!(basis, None | Some(DateBasis::BoundedByTense | DateBasis::DocumentDate));
        if self.copula {
            return !guessed && basis != Some(DateBasis::InheritedFromEvent);
        }
        if !guessed {
            return true;
        }
        let named = !self.from.is_empty() || !self.to.is_empty() || self.has_subject;
        !self.nominal && !self.aside && !self.quoted && named && (self.main || !self.from.is_empty())
    }

    /// "appeared in March and June": twice. What has days or months side by side may be one thing that lasted.
    pub(super) fn each_time(self, out: &mut Vec<Self>) {
        let Some(EventDate { edtf: Edtf::AllOf(times), basis, explanation }) = &self.date else {
            return out.push(self);
        };
        let times: Vec<Edtf> = times.iter().map(|time| Edtf::AllOf(vec![time.clone()])).collect();
        let apart = |pair: &[Edtf]| pair[0].bounds().latest().plus(1) < pair[1].bounds().earliest();
        if times.len() < 2 || !times.windows(2).all(apart) {
            return out.push(self);
        }
        let date = |edtf| EventDate { edtf, basis: *basis, explanation: explanation.clone() };
        out.extend(times.into_iter().map(|time| Self { date: Some(date(single(time))), ..self.clone() }));
    }

    /// Makes the mention that is kept.
    pub(super) fn mention(self, reader: &Reader) -> Mention {
        Mention {
            evidence: self.evidence,
            trigger: self.trigger,
            event_type: reader.lexicon.types.get(self.event_type).name.clone(),
            realis: self.realis,
            participants: self.participants(reader),
            summary: self.summary(reader),
            rules: self.explained(reader),
            date: self.date,
            place: self.place.map(|(name, _)| name),
            cue: self.cue,
        }
    }

    /// What fired, with the words it fired on: type, realis, who and where. The date explains itself.
    fn explained(&self, reader: &Reader) -> Vec<String> {
        let mut rules = self.rules.clone();
        if self.realis == Realis::Planned {
            rules.push("realis: announced".to_owned());
        }
        // Words that are the name itself need no more words.
        let mut put = |what: &str, words: Span, name: &str| {
            let words = super::date::quote(reader, words);
            if words != name {
                rules.push(format!("{what}: \"{words}\" → {name}"));
            }
        };
        for (words, who) in &self.named {
            let names: Vec<String> = who.iter().map(|one| self.described(reader, one, who)).collect();
            put("who", *words, &names.join(", "));
        }
        if let Some((name, words)) = &self.place {
            put("place", *words, name);
        }
        rules
    }

    /// Somebody's name, with the office by which he stands for another of the same words.
    fn described(&self, reader: &Reader, one: &Who, together: &[Who]) -> String {
        let title = || {
            let Who::Known(id) = one else { return None };
            let date = self.date.as_ref().map(days).or_else(|| {
                let bounds = reader.published?.bounds();
                Some((bounds.earliest(), bounds.latest()))
            })?;
            let offices = &reader.lexicon.names.actor(*id).offices;
            let held = |o: &&Office| together.contains(&Who::Known(o.of)) && o.term.meets(date.0, date.1);
            offices.iter().rev().find(held).map(|o| format!(" ({})", o.office))
        };
        name(reader, one) + &title().unwrap_or_default()
    }

    /// Everybody who takes part, those who act first.
    pub(super) fn participants(&self, reader: &Reader) -> Vec<Participant> {
        let from = self.from.iter().map(|who| (who, Role::From));
        let all = from.chain(self.to.iter().map(|who| (who, Role::To)));
        all.map(|(who, role)| Participant { name: name(reader, who), role }).collect()
    }

    /// The clause as one line, at most 200 characters.
    fn summary(&self, reader: &Reader) -> String {
        let mut line = String::new();
        if let Some(subject) = self.shared_subject.filter(|s| s.start < self.evidence.start) {
            line = super::date::quote(reader, subject) + " …";
        }
        let evidence = one_line(self.evidence.of(&reader.document.text));
        if line.is_empty() && evidence.len() <= 200 {
            line.push_str(&evidence);
        } else {
            for word in evidence.split(' ').filter(|w| !w.is_empty()) {
                if line.len() + word.len() > 200 {
                    line.push('…');
                    break;
                }
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
        }
        match line.bytes().next() {
            Some(first) if first.is_ascii() => line[..1].make_ascii_uppercase(),
            Some(_) => {
                let mut chars = line.chars();
                let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
                line = first + chars.as_str();
            }
            None => {}
        }
        line
    }

    /// The states and bodies that take part, people left out; for comparing sides.
    pub(super) fn bodies<'a>(&'a self, reader: &'a Reader) -> impl Iterator<Item = &'a Who> {
        self.from.iter().chain(&self.to).filter(|who| !is_person(reader, who))
    }
}

/// Whether somebody is a person of the word lists.
pub(super) fn is_person(reader: &Reader, who: &Who) -> bool {
    matches!(who, Who::Known(id) if reader.lexicon.names.actor(*id).kind == ActorKind::Person)
}

fn name(reader: &Reader, who: &Who) -> String {
    match who {
        Who::Known(id) => reader.lexicon.names.actor(*id).name.to_owned(),
        Who::Written(name) => name.clone(),
    }
}
