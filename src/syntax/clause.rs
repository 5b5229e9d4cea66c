use super::tag::VerbForm;
use super::{Group, GroupKind, Tag};
use crate::lexicon::{Lexicon, WordClass};
use crate::text::{Token, WordId};

/// A verb group with what belongs to it.
#[derive(Clone, Debug)]
pub struct Clause {
    /// The verb group, as an index of the groups.
    pub group: usize,
    /// The main verb's token.
    pub head: usize,
    /// The main verb's bare form.
    pub lemma: WordId,
    /// Finite or not.
    pub form: Form,
    /// When, by the verb group alone.
    pub tense: Tense,
    /// has suspended, had suspended
    pub perfect: bool,
    /// is suspending
    pub progressive: bool,
    /// was suspended
    pub passive: bool,
    /// not, never
    pub negated: bool,
    /// may, would, could, should: not a fact. Will and shall are [`Tense::Future`] instead.
    pub modal: bool,
    /// How it hangs on the clause before it.
    pub link: Link,
    /// The clause it hangs on.
    pub governor: Option<usize>,
    /// Who does it (whom it is done to, where passive): heads of a coordination, first first; indices of groups.
    pub subject: Vec<usize>,
    /// What it is done to, by the same rule.
    pub object: Vec<usize>,
    /// Noun groups behind a preposition: the preposition's token, and the groups.
    pub obliques: Vec<(usize, Vec<usize>)>,
    /// The groups from its first to behind its last, the verb group included.
    pub extent: std::ops::Range<usize>,
}

/// The form of a clause's verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// It has a tense.
    Finite,
    /// to suspend
    Infinitive,
    /// suspended, suspending without auxiliary
    Participle,
}

/// When, by the form of the verb group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tense {
    /// suspended
    Past,
    /// suspends
    Present,
    /// will suspend
    Future,
    /// No tense of its own: infinitives and participles.
    None,
}

/// How a clause hangs on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Link {
    /// It stands by itself.
    Main,
    /// who, which, that behind a noun; or a participle behind a noun.
    Relative,
    /// The content of a verb of speech or thought, with or without "that".
    Content,
    /// Behind because, when, after …: the token of that word.
    Subordinate(usize),
    /// to suspend
    Infinitive,
    /// , suspending
    Participle,
    /// and suspended: subject as before.
    Coordinate,
}

/// Finds every clause of a sentence.
pub(super) fn clauses(
    tokens: &[Token],
    text: &str,
    tags: &[Tag],
    groups: &[Group],
    lexicon: &Lexicon,
) -> Vec<Clause> {
    let mut reader = Reader { tokens, text, tags, groups, lexicon, clauses: Vec::new() };
    for (index, group) in groups.iter().enumerate() {
        if group.kind == GroupKind::Verb {
            let clause = reader.verb(index);
            reader.clauses.push(clause);
        }
    }
    for i in 0..reader.clauses.len() {
        reader.link(i);
    }
    for i in 0..reader.clauses.len() {
        reader.complements(i);
    }
    reader.clauses
}

struct Reader<'a> {
    tokens: &'a [Token],
    text: &'a str,
    tags: &'a [Tag],
    groups: &'a [Group],
    lexicon: &'a Lexicon,
    clauses: Vec<Clause>,
}

impl Reader<'_> {
    fn written(&self, token: usize) -> &str {
        self.tokens[token].of(self.text)
    }

    fn kind(&self, group: usize) -> Option<GroupKind> {
        self.groups.get(group).map(|g| g.kind)
    }

    /// Reads tense, aspect and voice off a verb group.
    fn verb(&self, index: usize) -> Clause {
        let group = &self.groups[index];
        let (mut tense, mut perfect, mut progressive, mut passive) = (None, false, false, false);
        let (mut negated, mut modal, mut infinitive) = (false, false, false);
        let mut last_be = false;
        for i in group.tokens.start..=group.head {
            let class = self.lexicon.words.class(self.tokens[i].word);
            negated |= class.can_be(WordClass::NEGATION);
            let word = || self.tokens[i].lower(self.text);
            match self.tags[i] {
                Tag::To => infinitive = true,
                Tag::Modal => {
                    let will = matches!(&*word(), "will" | "shall" | "'ll" | "won't" | "’ll" | "won’t");
                    modal |= !will;
                    tense = tense.or(Some(if will { Tense::Future } else { Tense::Present }));
                }
                Tag::Be if i < group.head || group.head == i => {
                    let word = word();
                    let past = matches!(&*word, "was" | "were" | "wasn't" | "weren't");
                    // "asked that it be made": wished, and no fact.
                    if &*word == "be" && i == group.tokens.start {
                        modal = true;
                        tense = tense.or(Some(Tense::Present));
                    }
                    if !matches!(&*word, "be" | "been" | "being") {
                        tense = tense.or(Some(if past { Tense::Past } else { Tense::Present }));
                    }
                    last_be = true;
                    continue;
                }
                Tag::Have if i < group.head => {
                    perfect = true;
                    tense =
                        tense.or(Some(if word().starts_with("had") { Tense::Past } else { Tense::Present }));
                }
                Tag::Have | Tag::Do => {
                    let word = word();
                    let past = word.starts_with("had") || word.starts_with("did");
                    tense = tense.or(Some(if past { Tense::Past } else { Tense::Present }));
                }
                Tag::Verb(form) => {
                    passive = last_be && form == VerbForm::Participle;
                    progressive = last_be && form == VerbForm::Ing;
                    match form {
                        VerbForm::Past => tense = tense.or(Some(Tense::Past)),
                        VerbForm::Third => tense = tense.or(Some(Tense::Present)),
                        VerbForm::Bare if !infinitive => tense = tense.or(Some(Tense::Present)),
                        VerbForm::Participle if tense.is_none() => passive = true,
                        _ => {}
                    }
                }
                _ => continue,
            }
            last_be = last_be && matches!(self.tags[i], Tag::Be);
        }
        let form = match tense {
            _ if infinitive => Form::Infinitive,
            Some(_) => Form::Finite,
            None => Form::Participle,
        };
        let word = self.tokens[group.head].word;
        // "will lay": a bare form is its own, whatever else it is a past of.
        let lemma = match self.tags[group.head] {
            Tag::Verb(VerbForm::Bare) => word,
            _ => self.lexicon.words.lemma(word),
        };
        Clause {
            group: index,
            head: group.head,
            lemma,
            form,
            tense: if infinitive { Tense::None } else { tense.unwrap_or(Tense::None) },
            perfect,
            progressive,
            passive,
            negated,
            modal,
            link: Link::Main,
            governor: None,
            subject: Vec::new(),
            object: Vec::new(),
            obliques: Vec::new(),
            extent: index..index + 1,
        }
    }

    /// Finds how clause `i` hangs on those before it, and its subject.
    fn link(&mut self, i: usize) {
        let group = self.clauses[i].group;
        let previous = i.checked_sub(1);
        if self.continues_infinitive(i) {
            // "agreed to strengthen defence, pursue dialogue and support partners"
            let before = self.clauses[i - 1].clone();
            let clause = &mut self.clauses[i];
            clause.form = before.form;
            clause.tense = before.tense;
            clause.modal = before.modal;
            clause.link = before.link;
            clause.governor = before.governor;
            clause.subject = before.subject;
            return;
        }
        match self.clauses[i].form {
            Form::Finite if self.is_inverted(i) => self.clauses[i].subject = vec![group + 1],
            Form::Infinitive => self.link_infinitive(i, previous),
            Form::Participle => self.link_participle(i, previous),
            Form::Finite => {
                let (link, subject) = self.subject_left_of(group, i);
                self.clauses[i].link = link;
                self.clauses[i].governor = match link {
                    Link::Main => None,
                    _ => previous,
                };
                self.clauses[i].subject = subject;
                if link == Link::Coordinate
                    && let Some(previous) = self.sharing(i)
                {
                    self.clauses[i].governor = Some(previous);
                    self.clauses[i].subject = self.clauses[previous].subject.clone();
                    if self.clauses[previous].link == Link::Content {
                        self.clauses[i].link = Link::Content;
                        self.clauses[i].governor = self.clauses[previous].governor;
                    }
                }
                self.content_of_speech(i);
            }
        }
    }

    /// Whether a bare verb goes on an infinitive or a modal's verb behind a comma or "and".
    fn continues_infinitive(&self, i: usize) -> bool {
        let clause = &self.clauses[i];
        let group = &self.groups[clause.group];
        let Some(before) = i.checked_sub(1).map(|p| &self.clauses[p]) else { return false };
        let bare = match self.tags[group.tokens.start] {
            Tag::Verb(form) => form == VerbForm::Bare,
            Tag::Be => self.written(group.tokens.start) == "be",
            _ => false,
        };
        let joined = clause
            .group
            .checked_sub(1)
            .is_some_and(|g| matches!(self.groups[g].kind, GroupKind::Comma | GroupKind::Coordinator));
        bare && joined && (before.form == Form::Infinitive || before.modal || before.tense == Tense::Future)
    }

    /// The clause whose subject a coordinated verb shares: the nearest finite one before it that is not inside a relative
    /// clause of its own.
    fn sharing(&self, i: usize) -> Option<usize> {
        (0..i).rev().find(|j| {
            let c = &self.clauses[*j];
            c.form == Form::Finite && !c.subject.is_empty()
        })
    }

    /// A finite clause behind a verb of speech, or behind "that", is what is said.
    fn content_of_speech(&mut self, i: usize) {
        let Some(governor) = (0..i).rev().find(|j| self.clauses[*j].form == Form::Finite || self.speaks(*j))
        else {
            return;
        };
        let start = self.clauses[i].subject.first().copied().unwrap_or(self.clauses[i].group);
        let between = self.clauses[governor].group + 1..start;
        if between.start > between.end || !self.speaks(governor) || self.clauses[i].link == Link::Coordinate {
            return;
        }
        let that = between.clone().find(|g| {
            self.kind(*g) == Some(GroupKind::Subordinator)
                && self.written(self.groups[*g].head).eq_ignore_ascii_case("that")
        });
        // "reports that", "the claim that": what a noun says is not what the verb says, unless the noun is who is told.
        let of_noun = that.is_some_and(|g| {
            g > between.start
                && self.kind(g - 1) == Some(GroupKind::Noun)
                && !self.lexicon.addressed.contains(self.clauses[governor].lemma)
        });
        if of_noun {
            self.clauses[i].link = Link::Subordinate(that.map_or(0, |g| self.groups[g].head));
            self.clauses[i].governor = Some(governor);
            return;
        }
        let that = that.is_some();
        let direct = between.clone().all(|g| {
            matches!(
                self.kind(g),
                Some(
                    GroupKind::Noun
                        | GroupKind::Time
                        | GroupKind::Other
                        | GroupKind::Quote
                        | GroupKind::Preposition
                        | GroupKind::Genitive
                )
            ) || self.kind(g) == Some(GroupKind::Comma)
        });
        // ", the countries announced": this clause says who said the other.
        let attributes = self.speaks(i) && between.clone().any(|g| self.kind(g) == Some(GroupKind::Comma));
        if that || direct && !attributes && self.clauses[i].link == Link::Main {
            self.clauses[i].link = Link::Content;
            self.clauses[i].governor = Some(governor);
        }
    }

    fn speaks(&self, i: usize) -> bool {
        self.lexicon.speech.contains(self.clauses[i].lemma)
    }

    fn link_infinitive(&mut self, i: usize, previous: Option<usize>) {
        self.clauses[i].link = Link::Infinitive;
        self.clauses[i].governor = previous;
        let Some(p) = previous else { return };
        // "agreed to freeze and dismantle": coordinated infinitives have one governor; objects are found later, so look
        // whether a noun group stands between: "urged Russia to leave" has Russia for its subject.
        let between = self.clauses[p].group + 1..self.clauses[i].group;
        let object = between.clone().rev().find(|g| {
            self.kind(*g) == Some(GroupKind::Noun)
                && (*g == 0 || self.kind(*g - 1) != Some(GroupKind::Preposition))
        });
        // "with its first customer due to receive the ship"
        let announced = self.clauses[i].group.checked_sub(1).filter(|g| self.is_due(*g)).and_then(|due| {
            let noun = (between.start..due).rev().find(|g| self.kind(*g) != Some(GroupKind::Comma))?;
            (self.kind(noun) == Some(GroupKind::Noun)).then_some(noun)
        });
        if let Some(noun) = announced {
            self.clauses[i].subject = self.coordination(noun);
            return;
        }
        let for_object = between.clone().rev().find(|g| {
            self.kind(*g) == Some(GroupKind::Noun)
                && g.checked_sub(1).is_some_and(|b| {
                    self.kind(b) == Some(GroupKind::Preposition)
                        && matches!(self.written(self.groups[b].head), "for" | "on" | "upon")
                })
        });
        self.clauses[i].subject = match object.or(for_object) {
            Some(group) if self.controls_object(p) => self.coordination(group),
            _ => self.clauses[p].subject.clone(),
        };
    }

    /// Whether a group is an adjective that announces what stands behind it: due to, likely to.
    fn is_due(&self, group: usize) -> bool {
        let word = self.written(self.groups[group].head).to_ascii_lowercase();
        self.groups[group].kind == GroupKind::Other && matches!(word.as_str(), "due" | "likely")
    }

    /// urge, ask, order somebody to do something; but "hold talks to end the war" has the subject's will.
    fn controls_object(&self, i: usize) -> bool {
        self.lexicon.object_control.contains(self.clauses[i].lemma)
    }

    fn link_participle(&mut self, i: usize, previous: Option<usize>) {
        let group = self.clauses[i].group;
        let adverb = |b: &usize| self.groups[*b].kind == GroupKind::Other;
        let before = (0..group).rev().find(|b| !adverb(b)).map(|b| self.groups[b].kind);
        self.clauses[i].governor = previous;
        match before {
            Some(GroupKind::Noun) => {
                self.clauses[i].link = Link::Relative;
                self.clauses[i].subject = self.coordination(group - 1);
            }
            // "development of the ship, begun in 1976, has been …"
            Some(GroupKind::Comma) if self.is_inserted(i) => {
                self.clauses[i].link = Link::Relative;
                let mut noun = group - 2;
                while let Some(of) = self.preposition_of(noun)
                    && of > 0
                    && self.kind(of - 1) == Some(GroupKind::Noun)
                {
                    noun = of - 1;
                }
                self.clauses[i].subject = self.coordination(noun);
            }
            // "the first ship, built in 1976, …"
            Some(GroupKind::Comma)
                if previous.is_none()
                    && self.clauses[i].passive
                    && group.checked_sub(2).is_some_and(|g| self.kind(g) == Some(GroupKind::Noun)) =>
            {
                self.clauses[i].link = Link::Relative;
                self.clauses[i].subject = self.coordination(group - 2);
            }
            Some(GroupKind::Comma | GroupKind::Preposition | GroupKind::Subordinator)
                if previous.is_some() =>
            {
                self.clauses[i].link = Link::Participle;
                // "stressed that tensions are high, while also saying": who says more is who spoke.
                let spoke = |j: &usize| self.clauses[*j].form == Form::Finite && self.speaks(*j);
                let carrier = if self.speaks(i) { (0..i).rev().find(spoke) } else { None };
                let carrier = carrier.or(previous);
                self.clauses[i].governor = carrier;
                if let Some(p) = carrier {
                    self.clauses[i].subject = self.clauses[p].subject.clone();
                }
            }
            _ => {
                self.clauses[i].link = Link::Participle;
                // At the beginning of a sentence its subject is that of the clause to come: the next noun group behind a comma.
                if previous.is_none()
                    && let Some(comma) =
                        (group..self.groups.len()).find(|g| self.kind(*g) == Some(GroupKind::Comma))
                    && let Some(noun) =
                        (comma..self.groups.len()).find(|g| self.kind(*g) == Some(GroupKind::Noun))
                {
                    self.clauses[i].subject = self.coordination(noun);
                } else if let Some(p) = previous {
                    self.clauses[i].subject = self.clauses[p].subject.clone();
                }
            }
        }
    }

    /// Whether a participle stands between commas, behind a noun group and before its finite verb.
    fn is_inserted(&self, i: usize) -> bool {
        let group = self.clauses[i].group;
        let noun = group.checked_sub(2).is_some_and(|g| self.kind(g) == Some(GroupKind::Noun));
        let end = (group + 1..self.groups.len())
            .find(|g| matches!(self.groups[*g].kind, GroupKind::Comma | GroupKind::Stop | GroupKind::Verb));
        let next = end.filter(|g| self.kind(*g) == Some(GroupKind::Comma)).and_then(|comma| {
            (comma + 1..self.groups.len())
                .find(|g| !matches!(self.groups[*g].kind, GroupKind::Other | GroupKind::Time))
        });
        let finite = self.clauses.get(i + 1).is_some_and(|c| Some(c.group) == next && c.form == Form::Finite);
        self.clauses[i].passive && noun && finite && self.kind(group - 1) == Some(GroupKind::Comma)
    }

    /// "…," said the minister: who speaks stands behind the verb.
    fn is_inverted(&self, i: usize) -> bool {
        let group = self.clauses[i].group;
        let quote = group.checked_sub(1).is_some_and(|g| self.kind(g) == Some(GroupKind::Quote));
        quote && self.speaks(i) && self.kind(group + 1) == Some(GroupKind::Noun)
    }

    /// Walks left from a finite verb group to its subject.
    fn subject_left_of(&self, verb: usize, clause: usize) -> (Link, Vec<usize>) {
        let floor = clause.checked_sub(1).map_or(0, |p| self.clauses[p].group + 1);
        let mut at = verb;
        let mut skipped_comma = false;
        while at > floor {
            at -= 1;
            match self.groups[at].kind {
                GroupKind::Time | GroupKind::Other | GroupKind::Quote => {}
                GroupKind::Relative => return (Link::Relative, self.antecedent(at)),
                GroupKind::Coordinator => return (Link::Coordinate, Vec::new()),
                GroupKind::Noun => {
                    // "in Brussels, officials said"; "officials in Brussels said".
                    if let Some(preposition) = self.preposition_of(at) {
                        if preposition <= floor {
                            // "the first ship, built by the yard, was launched", "officers who had looked for him arrested"
                            let inserted = clause.checked_sub(1).is_some_and(|p| {
                                // "whose shares began trading in May, closed"
                                let mut p = p;
                                while let Some(outer) = self.clauses[p].governor.filter(|_| {
                                    skipped_comma
                                        && !matches!(self.clauses[p].link, Link::Relative | Link::Main)
                                }) {
                                    p = outer;
                                }
                                let inner = &self.clauses[p];
                                let told = inner.form == Form::Finite && !self.speaks(p);
                                inner.link == Link::Relative && (skipped_comma && inner.passive || told)
                            });
                            return if inserted {
                                self.behind_relative(clause)
                            } else {
                                self.opening(at, floor)
                            };
                        }
                        at = preposition;
                        continue;
                    }
                    if let Some(noun) = self.behind_gerund(at) {
                        // "spent a million in building it, sold it and left"
                        return if skipped_comma {
                            self.behind_relative(clause)
                        } else {
                            self.opening(noun, 0)
                        };
                    }
                    if skipped_comma && self.is_apposition(at, floor) {
                        continue;
                    }
                    return self.opening(at, floor);
                }
                GroupKind::Comma => skipped_comma = true,
                GroupKind::Break => skipped_comma = true,
                GroupKind::Subordinator => return (Link::Subordinate(self.groups[at].head), Vec::new()),
                GroupKind::Genitive | GroupKind::Preposition => {}
                GroupKind::Stop => return (Link::Main, Vec::new()),
                GroupKind::Verb => break,
            }
        }
        // A comma and no noun group of its own: "Putin, who had spoken, left": behind a relative clause the subject is that
        // clause's antecedent's.
        if skipped_comma || floor > 0 {
            return self.behind_relative(clause);
        }
        (Link::Main, Vec::new())
    }

    /// The subject of a verb behind a relative or participle clause that stands between commas.
    fn behind_relative(&self, clause: usize) -> (Link, Vec<usize>) {
        let inner = (0..clause).rev().find(|j| !self.clauses[*j].subject.is_empty());
        match inner {
            Some(j) if matches!(self.clauses[j].link, Link::Relative | Link::Participle) => {
                (Link::Main, self.clauses[j].subject.clone())
            }
            Some(_) => (Link::Coordinate, Vec::new()),
            None => (Link::Main, Vec::new()),
        }
    }

    /// The preposition that governs a noun group: directly before it, or before the coordination it ends.
    fn preposition_of(&self, noun: usize) -> Option<usize> {
        let first = *self.coordination(noun).first()?;
        let mut before = first.checked_sub(1)?;
        while matches!(self.groups[before].kind, GroupKind::Genitive | GroupKind::Quote) {
            before = before.checked_sub(1)?;
        }
        (self.groups[before].kind == GroupKind::Preposition).then_some(before)
    }

    /// "discussions about deploying a force": the noun group before the preposition of the gerund whose object is at `noun`.
    fn behind_gerund(&self, noun: usize) -> Option<usize> {
        let verb = noun.checked_sub(1)?;
        let preposition = verb.checked_sub(1)?;
        let subject = preposition.checked_sub(1)?;
        let gerund = self.groups[verb].kind == GroupKind::Verb
            && matches!(self.tags[self.groups[verb].tokens.start], Tag::Verb(VerbForm::Ing))
            && self.groups[preposition].kind == GroupKind::Preposition
            && self.groups[subject].kind == GroupKind::Noun;
        gerund.then_some(subject)
    }

    /// Whether the noun group at `noun`, with a comma behind it, only says more of one before it: "Stoltenberg, the NATO
    /// chief, said".
    fn is_apposition(&self, noun: usize, floor: usize) -> bool {
        let Some(before) = noun.checked_sub(1) else { return false };
        before > floor
            && self.groups[before].kind == GroupKind::Comma
            && (floor..before)
                .any(|g| self.groups[g].kind == GroupKind::Noun && self.preposition_of(g).is_none())
    }

    /// Looks at what opens the clause whose subject is the noun group `noun`.
    fn opening(&self, noun: usize, floor: usize) -> (Link, Vec<usize>) {
        let subject = self.coordination(noun);
        let first = subject.first().copied().unwrap_or(noun);
        let mut before = first;
        while before > floor {
            before -= 1;
            match self.groups[before].kind {
                GroupKind::Subordinator => return (Link::Subordinate(self.groups[before].head), subject),
                GroupKind::Relative => return (Link::Subordinate(self.groups[before].head), subject),
                GroupKind::Genitive | GroupKind::Quote | GroupKind::Time | GroupKind::Other => {}
                GroupKind::Noun | GroupKind::Preposition => {}
                _ => break,
            }
        }
        (Link::Main, subject)
    }

    /// The noun groups of a coordination that ends with `last`: "NATO and Russia", "Kyiv, Riga and Paris".
    fn coordination(&self, last: usize) -> Vec<usize> {
        let mut all = vec![last];
        // "left the company and he founded another": he begins a clause of his own.
        if last > 1
            && self.tags[self.groups[last].head] == Tag::Pronoun
            && self.kind(last - 1) == Some(GroupKind::Coordinator)
        {
            return all;
        }
        let mut at = last;
        loop {
            let mut first = at;
            while first > 0 && self.groups[first - 1].kind == GroupKind::Genitive {
                first -= 1;
            }
            let Some(mark) = first.checked_sub(1) else { break };
            let joined = match self.groups[mark].kind {
                // "met in Oslo, and the envoy was expelled": a comma before the only "and" parts clauses.
                GroupKind::Coordinator => {
                    let list = |comma: usize| {
                        let before = comma.checked_sub(2).and_then(|g| self.kind(g));
                        before == Some(GroupKind::Comma)
                    };
                    let parts = mark.checked_sub(1).filter(|g| self.kind(*g) == Some(GroupKind::Comma));
                    !self.written(self.groups[mark].head).eq_ignore_ascii_case("but")
                        && parts.is_none_or(list)
                }
                GroupKind::Comma => all.len() > 1,
                _ => false,
            };
            let Some(before) = mark.checked_sub(1).filter(|_| joined) else { break };
            let before =
                if self.groups[before].kind == GroupKind::Comma { before.saturating_sub(1) } else { before };
            if self.groups[before].kind != GroupKind::Noun {
                break;
            }
            all.push(before);
            at = before;
        }
        all.reverse();
        all
    }

    /// The noun group that a relative pronoun stands for.
    fn antecedent(&self, relative: usize) -> Vec<usize> {
        let mut at = relative;
        while at > 0 {
            at -= 1;
            match self.groups[at].kind {
                GroupKind::Noun => {
                    // "members of the council who": either; the nearer is taken unless a comma parts them.
                    return self.coordination(at).into_iter().next_back().into_iter().collect();
                }
                GroupKind::Comma
                | GroupKind::Preposition
                | GroupKind::Time
                | GroupKind::Quote
                | GroupKind::Break => {}
                _ => break,
            }
        }
        Vec::new()
    }

    /// Walks right from a verb group over its object and its prepositional complements.
    fn complements(&mut self, i: usize) {
        let verb = self.clauses[i].group;
        let limit = self.clauses.get(i + 1).map_or(self.groups.len(), |next| {
            let mut limit = next.group;
            // What belongs to the next clause as its subject is no object of this one.
            if next.form == Form::Finite
                && let Some(first) = next.subject.iter().filter(|s| **s > verb).min()
            {
                limit = limit.min(*first);
                while limit > verb + 1 && self.groups[limit - 1].kind == GroupKind::Genitive {
                    limit -= 1;
                }
            }
            limit
        });
        let relative_next =
            self.clauses.get(i + 1).is_some_and(|n| n.link == Link::Relative && n.form != Form::Infinitive);
        let mut object: Vec<usize> = Vec::new();
        let mut obliques: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut preposition = None;
        let mut coordinated = false;
        let mut end = verb + 1;
        let hard_limit = if relative_next { self.clauses[i + 1].group } else { limit };
        for g in verb + 1..hard_limit {
            match self.groups[g].kind {
                GroupKind::Noun if self.clauses[i].subject.contains(&g) => end = g + 1,
                GroupKind::Noun => {
                    end = g + 1;
                    match (preposition.take(), coordinated) {
                        (Some(p), _) => obliques.push((p, vec![g])),
                        (None, true) if !obliques.is_empty() => {
                            if let Some((_, list)) = obliques.last_mut() {
                                list.push(g);
                            }
                        }
                        (None, _) if obliques.is_empty() => object.push(g),
                        (None, _) => {}
                    }
                    coordinated = false;
                }
                GroupKind::Preposition => preposition = Some(self.groups[g].head),
                GroupKind::Coordinator => coordinated = true,
                GroupKind::Comma => {
                    // ", Paris and Rome" goes on; ", a spokesman said" does not reach here, being the next clause's subject.
                    let list = self.kind(g + 2) == Some(GroupKind::Coordinator)
                        || self.kind(g + 2) == Some(GroupKind::Comma);
                    coordinated = list;
                    if !list && preposition.is_none() && self.kind(g + 1) != Some(GroupKind::Preposition) {
                        if self.kind(g + 1) == Some(GroupKind::Time)
                            || self.kind(g + 1) == Some(GroupKind::Other)
                        {
                            continue;
                        }
                        break;
                    }
                }
                GroupKind::Stop => break,
                GroupKind::Subordinator if g > verb + 1 => break,
                GroupKind::Relative => break,
                GroupKind::Time => {
                    end = g + 1;
                    preposition = None;
                }
                _ => {}
            }
        }
        // The predicate of "was a meeting" is no object, but a reader wants it in the same place.
        let clause = &mut self.clauses[i];
        clause.object = object;
        clause.obliques = obliques;
        let mut first = clause.subject.iter().copied().filter(|s| *s < verb).min().unwrap_or(verb);
        while first > 0 && self.groups[first - 1].kind == GroupKind::Genitive {
            first -= 1;
        }
        clause.extent = first..end.max(verb + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Parse;
    use crate::text::{Span, tokenize};

    /// Writes clauses as `subject|verb|object|preposition:noun …`.
    fn read(text: &str) -> Vec<String> {
        let lexicon = Lexicon::embedded().unwrap();
        let mut tokens = Vec::new();
        tokenize(text, Span::new(0, text.len()), &lexicon.vocabulary, &mut tokens);
        let parse = Parse::new(&tokens, text, &[], true, &lexicon);
        let head = |g: &usize| tokens[parse.groups[*g].head].of(text).to_owned();
        let list = |gs: &[usize]| gs.iter().map(head).collect::<Vec<_>>().join("+");
        parse
            .clauses
            .iter()
            .map(|c| {
                let mut out = format!("{}|{}|{}", list(&c.subject), tokens[c.head].of(text), list(&c.object));
                for (p, gs) in &c.obliques {
                    out.push_str(&format!("|{}:{}", tokens[*p].of(text), list(gs)));
                }
                if c.passive {
                    out.push_str("|passive");
                }
                if c.negated {
                    out.push_str("|not");
                }
                out
            })
            .collect()
    }

    #[test]
    fn subjects_and_objects_are_found() {
        for (text, expected) in [
            (
                "Norway suspended all military cooperation with Iceland.",
                vec!["Norway|suspended|cooperation|with:Iceland"],
            ),
            ("Cooperation was suspended by the council.", vec!["Cooperation|suspended||by:council|passive"]),
            (
                "Officials in Oslo said Norway had not signed the treaty.",
                vec!["Officials|said|", "Norway|signed|treaty|not"],
            ),
            (
                "Norway and Iceland agreed to hold talks in Bergen.",
                vec!["Norway+Iceland|agreed|", "Norway+Iceland|hold|talks|in:Bergen"],
            ),
            ("The minister, a former general, met his counterpart.", vec!["minister|met|counterpart"]),
            (
                "The minister, who had resigned, met his counterpart.",
                vec!["who|resigned|", "minister|met|counterpart"],
            ),
            ("He met the queen and left the city.", vec!["He|met|queen", "He|left|city"]),
            (
                "The envoy urged Norway to withdraw its troops from the island.",
                vec!["envoy|urged|Norway", "Norway|withdraw|troops|from:island"],
            ),
        ] {
            let found = read(text);
            let expected: Vec<String> =
                expected.into_iter().map(|s| s.replace("who|", "minister|")).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
