use std::borrow::Cow;

use super::{Unit, UnitKind};
use crate::lexicon::{Lexicon, WordClass};
use crate::text::{Case, Token, TokenKind};

/// What a token is in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// Part of a name.
    Name,
    /// A noun.
    Noun,
    /// An adjective, or a participle before a noun.
    Adjective,
    /// An article or demonstrative.
    Determiner,
    /// his, their
    Possessive,
    /// 's
    Genitive,
    /// he, it, who as subject or object.
    Pronoun,
    /// two, dozens, 27
    Quantity,
    /// A verb form that is no auxiliary.
    Verb(VerbForm),
    /// A form of be.
    Be,
    /// A form of have.
    Have,
    /// A form of do.
    Do,
    /// will, may
    Modal,
    /// not
    Negation,
    /// to before a verb
    To,
    /// in, of
    Preposition,
    /// and
    Coordinator,
    /// because, that before a clause
    Subordinator,
    /// who, which, that behind a noun
    Relative,
    /// meanwhile
    Adverb,
    /// off, up
    Particle,
    /// ,
    Comma,
    /// " ' and their kin
    Quote,
    /// A dash between spaces.
    Dash,
    /// A hyphen inside a word.
    Hyphen,
    /// ( or [
    Open,
    /// ) or ]
    Close,
    /// . ; : ? !
    Stop,
    /// Part of a time expression.
    Time,
    /// Anything else.
    Other,
}

/// A form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VerbForm {
    /// suspend
    Bare,
    /// suspends
    Third,
    /// suspended, froze: finite
    Past,
    /// suspended, frozen: behind be or have, or short for a relative clause
    Participle,
    /// suspending
    Ing,
}

impl Tag {
    /// Tells whether a noun group can go on with such a token.
    pub(super) const fn is_nominal(self) -> bool {
        matches!(self, Self::Name | Self::Noun | Self::Adjective | Self::Quantity)
    }

    const fn is_auxiliary(self) -> bool {
        matches!(self, Self::Be | Self::Have | Self::Do | Self::Modal)
    }
}

/// The tagger's view of a sentence.
struct Tagger<'a> {
    tokens: &'a [Token],
    text: &'a str,
    lexicon: &'a Lexicon,
    cased: bool,
    tags: Vec<Tag>,
    known: Vec<Option<Tag>>,
    /// What each word can be.
    classes: Vec<WordClass>,
    /// Whether each token is a number or goes before one, as a currency does.
    numbers: Vec<bool>,
}

/// Says what every token is, left to right: the word lists say what a word can be, its neighbours which of that it is.
pub(super) fn tags(tokens: &[Token], text: &str, units: &[Unit], cased: bool, lexicon: &Lexicon) -> Vec<Tag> {
    let mut known = vec![None; tokens.len()];
    for unit in units {
        let tag = match unit.kind {
            UnitKind::Name => Tag::Name,
            UnitKind::Noun => Tag::Noun,
            UnitKind::Time => Tag::Time,
        };
        known[unit.tokens.clone()].fill(Some(tag));
    }
    let classes: Vec<WordClass> = tokens.iter().map(|t| lexicon.words.class(t.word)).collect();
    let number = |(i, token): (usize, &Token)| {
        let written = || matches!(token.of(text), "$" | "€" | "£" | "¥" | "US" | "USD" | "EUR");
        let currency = token.kind == TokenKind::Mark || token.case == Case::Upper;
        known[i].is_none()
            && (token.kind == TokenKind::Number
                || classes[i].can_be(WordClass::QUANTITY)
                || currency && written())
    };
    let numbers = tokens.iter().enumerate().map(number).collect();
    let tags = Vec::with_capacity(tokens.len());
    let mut tagger = Tagger { tokens, text, lexicon, cased, tags, known, classes, numbers };
    for i in 0..tokens.len() {
        let tag = tagger.known[i].unwrap_or_else(|| tagger.tag(i));
        tagger.tags.push(tag);
    }
    tagger.tags
}

impl Tagger<'_> {
    fn class(&self, i: usize) -> WordClass {
        self.classes.get(i).copied().unwrap_or_default()
    }

    fn written(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| t.of(self.text))
    }

    /// The tag before token `i`, quotes and adverbs passed over; `None` at the beginning.
    fn before(&self, i: usize) -> Option<Tag> {
        self.tags[..i].iter().rev().copied().find(|t| !matches!(t, Tag::Quote | Tag::Adverb))
    }

    /// Like [`Self::before`], negations passed over as well.
    fn before_negation(&self, i: usize) -> Option<Tag> {
        let passed = |t: &Tag| matches!(t, Tag::Quote | Tag::Adverb | Tag::Negation);
        let before = self.tags[..i].iter().rev().copied().find(|t| !passed(t));
        if before != Some(Tag::Time) {
            return before;
        }
        // "will now receive", "has today said": a time between an auxiliary and its verb.
        let auxiliary = self.tags[..i].iter().rev().copied().find(|t| !passed(t) && *t != Tag::Time);
        auxiliary.filter(|t| matches!(t, Tag::Modal | Tag::Have | Tag::Be)).or(before)
    }

    fn tag(&self, i: usize) -> Tag {
        let token = &self.tokens[i];
        match token.kind {
            TokenKind::Mark => self.mark(i),
            TokenKind::Number => Tag::Quantity,
            TokenKind::Word => self.word(i),
        }
    }

    fn mark(&self, i: usize) -> Tag {
        let token = &self.tokens[i];
        let next_spaced = self.tokens.get(i + 1).is_none_or(|t| t.spaced);
        match self.written(i) {
            // 1,141 and 352.5 are one number.
            "," | "." if self.inside_number(i) => Tag::Quantity,
            "," => Tag::Comma,
            // John R. Bass, Gen. Michel Aoun, Boeing Co. said
            "." if self.abbreviates(i) => Tag::Name,
            "\"" | "\u{201c}" | "\u{201d}" | "\u{ab}" | "\u{bb}" => Tag::Quote,
            "'" | "\u{2018}" | "\u{2019}" => {
                // The ministers' meeting: a genitive without s.
                let plural = i > 0 && !token.spaced && next_spaced && self.written(i - 1).ends_with('s');
                if plural && matches!(self.tags[i - 1], Tag::Noun | Tag::Name) {
                    Tag::Genitive
                } else {
                    Tag::Quote
                }
            }
            "-" | "\u{2010}" | "\u{2011}" | "\u{2013}" if !token.spaced && !next_spaced => Tag::Hyphen,
            "-" | "\u{2013}" | "\u{2014}" | "\u{2015}" | "_" => Tag::Dash,
            "(" | "[" => Tag::Open,
            ")" | "]" => Tag::Close,
            "." | ";" | ":" | "?" | "!" | "\u{2026}" => Tag::Stop,
            "$" | "\u{20ac}" | "\u{a3}" | "\u{a5}" => Tag::Quantity,
            "%" => Tag::Noun,
            _ => Tag::Other,
        }
    }

    /// Whether a full stop belongs to an initial or a title before a name.
    fn abbreviates(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1).filter(|_| !self.tokens[i].spaced) else { return false };
        let next = self.tokens.get(i + 1).filter(|t| t.kind == TokenKind::Word);
        let initial =
            self.written(before).chars().count() == 1 && next.is_some_and(|t| t.case != Case::Lower);
        let short = initial || self.lexicon.abbreviations.contains_key(&self.tokens[before].word);
        let goes_on = next.is_some() || self.written(i + 1) == ",";
        goes_on && short && matches!(self.tags[before], Tag::Name | Tag::Noun)
    }

    fn inside_number(&self, i: usize) -> bool {
        let number = |t: Option<&Token>| t.is_some_and(|t| t.kind == TokenKind::Number);
        number(i.checked_sub(1).and_then(|b| self.tokens.get(b)))
            && number(self.tokens.get(i + 1))
            && !self.tokens[i].spaced
            && !self.tokens[i + 1].spaced
    }

    /// Whether the word only says how exact the number behind it is: over 500, at least two, up to 16.
    fn is_approximation(&self, i: usize) -> bool {
        let number = |j: usize| self.numbers.get(j).is_some_and(|number| *number);
        // Most words are left here, before anything is compared.
        let far = || self.written(i + 1).eq_ignore_ascii_case("far");
        if !(number(i + 1) || number(i + 2) || self.written(i).len() == 2 && far()) {
            return false;
        }
        let word = |j: usize| self.tokens.get(j).map_or(Cow::Borrowed(""), |t| t.lower(self.text));
        match &*word(i) {
            "over" | "around" | "about" | "under" | "nearly" | "almost" | "some" | "roughly"
            | "approximately" => number(i + 1) && self.tokens[i + 1].kind == TokenKind::Number,
            "at" => matches!(&*word(i + 1), "least" | "most") && number(i + 2),
            "least" | "most" => i > 0 && word(i - 1) == "at" && number(i + 1),
            "more" | "fewer" | "less" => word(i + 1) == "than" && number(i + 2),
            "than" => i > 0 && matches!(&*word(i - 1), "more" | "fewer" | "less") && number(i + 1),
            "up" => word(i + 1) == "to" && number(i + 2),
            "to" => i > 0 && word(i - 1) == "up" && number(i + 1),
            "so" => word(i + 1) == "far",
            _ => false,
        }
    }

    fn word(&self, i: usize) -> Tag {
        let token = &self.tokens[i];
        if self.is_approximation(i) {
            return Tag::Adverb;
        }
        let class = self.class(i);
        // "the build-up of forces", but "a follow-up meeting"
        let joined = i > 1 && self.tags[i - 1] == Tag::Hyphen && !token.spaced;
        if joined && class.can_be(WordClass::PARTICLE) && !self.nominal_at(i + 1) {
            return Tag::Noun;
        }
        let capital = token.case != Case::Lower;
        let first = || self.before(i).is_none_or(|t| matches!(t, Tag::Stop | Tag::Dash)) || i == 0;
        if capital && self.cased && !first() {
            // Inside a sentence capitals mean a name; function words there are written small, but for "I" and quotations.
            let quoted = i > 0 && self.tags[i - 1] == Tag::Quote;
            if self.written(i) == "I" {
                return Tag::Pronoun;
            }
            if !quoted || class.is_empty() {
                return Tag::Name;
            }
        }
        if class.is_empty() {
            return self.unknown(i, capital && self.cased);
        }
        self.known_word(i, class)
    }

    /// A word of no list: its ending, or its capital, tells.
    fn unknown(&self, i: usize, capital: bool) -> Tag {
        if capital {
            return Tag::Name;
        }
        let word = self.written(i);
        let noun_before = matches!(self.before(i), Some(Tag::Determiner | Tag::Possessive | Tag::Genitive));
        match word.len() {
            5.. if word.ends_with("ly") => Tag::Adverb,
            5.. if word.ends_with("ed") && !noun_before => self.past_or_participle(i, true),
            6.. if word.ends_with("ing") && !noun_before && self.before(i) == Some(Tag::Be) => {
                Tag::Verb(VerbForm::Ing)
            }
            5.. if ["al", "ic", "ive", "ous", "ful", "less", "able", "ible", "ian", "ary"]
                .iter()
                .any(|e| word.ends_with(e)) =>
            {
                Tag::Adjective
            }
            _ => Tag::Noun,
        }
    }

    fn known_word(&self, i: usize, class: WordClass) -> Tag {
        let written = self.written(i);
        let next = self.class(i + 1);
        if written.starts_with(['\'', '\u{2019}']) {
            return if matches!(self.before(i), Some(Tag::Pronoun | Tag::Relative)) {
                Tag::Be
            } else {
                Tag::Genitive
            };
        }
        if class.can_be(WordClass::NEGATION) {
            return match () {
                () if class.can_be(WordClass::MODAL) => Tag::Modal,
                () if class.can_be(WordClass::BE) => Tag::Be,
                () if class.can_be(WordClass::HAVE) => Tag::Have,
                () if class.can_be(WordClass::DO) => Tag::Do,
                () => Tag::Negation,
            };
        }
        if class.can_be(WordClass::MODAL) {
            return Tag::Modal;
        }
        if class.can_be(WordClass::BE) {
            return Tag::Be;
        }
        if class.can_be(WordClass::HAVE) {
            return Tag::Have;
        }
        if class.can_be(WordClass::DO) {
            return Tag::Do;
        }
        if class.can_be(WordClass::INFINITIVE) {
            return if self.verb_follows(i + 1) { Tag::To } else { Tag::Preposition };
        }
        if written.eq_ignore_ascii_case("that") {
            return self.that(i);
        }
        if class.can_be(WordClass::SUBJECT) && class.can_be(WordClass::RELATIVE)
            || written.eq_ignore_ascii_case("who")
        {
            return Tag::Relative;
        }
        if class.can_be(WordClass::RELATIVE) {
            return Tag::Relative;
        }
        if class.can_be(WordClass::VERB) && !class.can_be(WordClass::PREPOSITION) {
            return self.verb_or_noun(i, class);
        }
        if class.can_be(WordClass::PREPOSITION) && class.can_be(WordClass::ING) {
            // following, including: a preposition unless an auxiliary or article stands before.
            return match self.before(i) {
                Some(Tag::Be) => Tag::Verb(VerbForm::Ing),
                Some(Tag::Determiner) => Tag::Adjective,
                _ => Tag::Preposition,
            };
        }
        if class.can_be(WordClass::DETERMINER) {
            return Tag::Determiner;
        }
        if class.can_be(WordClass::POSSESSIVE) {
            let pronoun =
                class.can_be(WordClass::OBJECT) && (next.is_empty() && self.written(i + 1).is_empty());
            return if pronoun { Tag::Pronoun } else { Tag::Possessive };
        }
        if class.can_be(WordClass::QUANTITY) {
            return Tag::Quantity;
        }
        if class.can_be(WordClass::SUBJECT | WordClass::OBJECT) {
            return Tag::Pronoun;
        }
        if class.can_be(WordClass::PARTICLE) && i > 0 && matches!(self.tags[i - 1], Tag::Verb(_)) {
            return Tag::Particle;
        }
        if class.can_be(WordClass::PREPOSITION) && class.can_be(WordClass::SUBORDINATOR) {
            return if self.clause_follows(i + 1) { Tag::Subordinator } else { Tag::Preposition };
        }
        if class.can_be(WordClass::PREPOSITION) {
            return Tag::Preposition;
        }
        if class.can_be(WordClass::COORDINATOR) {
            return Tag::Coordinator;
        }
        if class.can_be(WordClass::SUBORDINATOR) {
            // once again, even so
            let adverb = class.can_be(WordClass::ADVERB) && !self.clause_follows(i + 1);
            return if adverb { Tag::Adverb } else { Tag::Subordinator };
        }
        if class.can_be(WordClass::INTERROGATIVE) {
            return Tag::Subordinator;
        }
        if class.can_be(WordClass::NOUN) {
            return Tag::Noun;
        }
        if class.can_be(WordClass::ADJECTIVE) {
            return Tag::Adjective;
        }
        if class.can_be(WordClass::ADVERB) {
            // "the first flight", "the first of them"
            let article =
                i > 0 && matches!(self.tags[i - 1], Tag::Determiner | Tag::Possessive | Tag::Genitive);
            return match article {
                true if self.nominal_at(i + 1) => Tag::Adjective,
                true if next.can_be(WordClass::PREPOSITION) => Tag::Noun,
                _ => Tag::Adverb,
            };
        }
        Tag::Noun
    }

    fn that(&self, i: usize) -> Tag {
        let next = self.class(i + 1);
        let verb_next = next.can_be(WordClass::AUXILIARY)
            || next.can_be(WordClass::PAST | WordClass::THIRD)
                && self.tokens.get(i + 1).is_some_and(|t| t.case == Case::Lower);
        match self.before(i) {
            Some(Tag::Noun | Tag::Name | Tag::Close | Tag::Pronoun) if verb_next => Tag::Relative,
            Some(Tag::Noun) if self.nominal_at(i + 1) => Tag::Subordinator,
            Some(
                Tag::Verb(_) | Tag::Time | Tag::Comma | Tag::Quote | Tag::Name | Tag::Adjective | Tag::Be,
            ) => Tag::Subordinator,
            Some(Tag::Coordinator) => Tag::Subordinator,
            _ if verb_next => Tag::Pronoun,
            _ => Tag::Determiner,
        }
    }

    /// Whether a noun group can begin at `i`.
    fn nominal_at(&self, i: usize) -> bool {
        let Some(token) = self.tokens.get(i) else { return false };
        let class = self.class(i);
        token.case != Case::Lower
            || class.can_be(
                WordClass::DETERMINER
                    | WordClass::POSSESSIVE
                    | WordClass::SUBJECT
                    | WordClass::OBJECT
                    | WordClass::QUANTITY
                    | WordClass::ADJECTIVE
                    | WordClass::NOUN,
            )
            || token.kind == TokenKind::Number
            || self.known[i].is_some()
            || token.kind == TokenKind::Word && class.is_empty()
            || matches!(self.written(i), "\"" | "\u{201c}" | "$" | "\u{20ac}")
    }

    /// Whether a bare verb stands at `i`, adverbs before it passed over.
    fn verb_follows(&self, i: usize) -> bool {
        let Some(token) = self.tokens.get(i) else { return false };
        if self.known[i].is_some() || token.case != Case::Lower && self.cased {
            return false;
        }
        let class = self.class(i);
        if class.can_be(WordClass::BARE) || matches!(token.of(self.text), "be" | "have" | "do") {
            return true;
        }
        let adverb = class.can_be(WordClass::ADVERB) || token.of(self.text).ends_with("ly");
        adverb && self.class(i + 1).can_be(WordClass::BARE)
    }

    /// Whether a clause with a finite verb begins at `i`, looked at up to the next comma or stop.
    fn clause_follows(&self, i: usize) -> bool {
        // "as she attempts"
        if self.class(i).can_be(WordClass::SUBJECT)
            && !self.class(i).can_be(WordClass::DETERMINER | WordClass::OBJECT | WordClass::QUANTITY)
            && self.class(i + 1).can_be(WordClass::VERB | WordClass::AUXILIARY)
        {
            return true;
        }
        let mut nominal = false;
        for j in i..self.tokens.len().min(i + 12) {
            if self.known[j].is_some() {
                nominal = true;
                continue;
            }
            let token = &self.tokens[j];
            if token.kind == TokenKind::Mark && matches!(token.of(self.text), "," | "." | ";" | ":" | "(") {
                return false;
            }
            let class = self.class(j);
            if token.case == Case::Lower && nominal {
                if class.can_be(WordClass::AUXILIARY) {
                    return true;
                }
                let only_verb =
                    !class.can_be(WordClass::NOUN | WordClass::PREPOSITION | WordClass::ADJECTIVE);
                let after_article =
                    j > 0 && self.class(j - 1).can_be(WordClass::DETERMINER | WordClass::POSSESSIVE);
                if class.can_be(WordClass::PAST | WordClass::THIRD) && only_verb && !after_article {
                    return true;
                }
            }
            nominal |= self.nominal_at(j);
        }
        false
    }

    /// Whether a finite verb follows before the clause ends.
    fn finite_follows(&self, i: usize) -> bool {
        for j in i..self.tokens.len().min(i + 25) {
            if self.known[j].is_some() {
                continue;
            }
            let token = &self.tokens[j];
            if token.kind == TokenKind::Mark {
                if matches!(token.of(self.text), "," | "." | ";" | ":" | "(" | "\u{2014}") {
                    return false;
                }
                continue;
            }
            if token.of(self.text).starts_with(['\'', '\u{2019}']) {
                continue;
            }
            let class = self.class(j);
            if token.of(self.text).eq_ignore_ascii_case("who")
                || class.can_be(WordClass::RELATIVE | WordClass::SUBORDINATOR)
                    && !class.can_be(WordClass::PREPOSITION)
                || class.can_be(WordClass::COORDINATOR)
            {
                return false;
            }
            if token.case != Case::Lower && self.cased {
                continue;
            }
            if class.can_be(WordClass::AUXILIARY) {
                return true;
            }
            let finite = class.can_be(WordClass::PAST | WordClass::THIRD)
                && !class.can_be(WordClass::NOUN | WordClass::PREPOSITION);
            if finite && self.behind_noun(j) {
                return true;
            }
        }
        false
    }

    /// Whether the word before `j` can be the end of a subject: a participle behind a preposition, article or adjective is
    /// no finite verb.
    fn behind_noun(&self, j: usize) -> bool {
        let Some(before) = j.checked_sub(1) else { return false };
        if self.known[before].is_some() {
            return true;
        }
        let token = &self.tokens[before];
        let class = self.class(before);
        let function = WordClass::DETERMINER
            | WordClass::POSSESSIVE
            | WordClass::PREPOSITION
            | WordClass::ADJECTIVE
            | WordClass::COORDINATOR
            | WordClass::QUANTITY;
        token.kind != TokenKind::Mark
            && (!class.can_be(function) || class.can_be(WordClass::SUBJECT | WordClass::NOUN))
    }

    fn verb_or_noun(&self, i: usize, class: WordClass) -> Tag {
        // guided-missile, sending-off: the first half of a compound is no verb.
        let compound = self.tokens.get(i + 1).is_some_and(|t| !t.spaced && t.kind == TokenKind::Mark)
            && matches!(self.written(i + 1), "-" | "\u{2010}" | "\u{2011}")
            && self.tokens.get(i + 2).is_some_and(|t| !t.spaced);
        if compound && self.before(i) != Some(Tag::To) {
            return Tag::Adjective;
        }
        let noun =
            class.can_be(WordClass::NOUN | WordClass::ADJECTIVE | WordClass::ADVERB | WordClass::PARTICLE);
        let as_noun = if class.can_be(WordClass::ADJECTIVE) && self.nominal_at(i + 1) {
            Tag::Adjective
        } else {
            Tag::Noun
        };
        let before = self.before_negation(i);
        if before == Some(Tag::To) || before == Some(Tag::Modal) || before == Some(Tag::Do) {
            if class.can_be(WordClass::BARE) {
                return Tag::Verb(VerbForm::Bare);
            }
            return as_noun;
        }
        if before.is_some_and(|t| matches!(t, Tag::Be | Tag::Have)) {
            if class.can_be(WordClass::PARTICIPLE) {
                return Tag::Verb(VerbForm::Participle);
            }
            if class.can_be(WordClass::ING) && before == Some(Tag::Be) {
                return Tag::Verb(VerbForm::Ing);
            }
        }
        let after_article = matches!(
            self.before(i),
            Some(
                Tag::Determiner
                    | Tag::Possessive
                    | Tag::Genitive
                    | Tag::Adjective
                    | Tag::Quantity
                    | Tag::Hyphen
            )
        );
        if class.can_be(WordClass::PAST | WordClass::PARTICIPLE) && !class.can_be(WordClass::BARE) {
            // "Oslo based Nordic Steel": no verb, with a hyphen or without.
            let named =
                self.tokens.get(i + 1).is_some_and(|t| t.kind == TokenKind::Word && t.case != Case::Lower);
            if named && self.before(i) == Some(Tag::Name) && self.written(i) == "based" {
                return Tag::Adjective;
            }
            // guided-missile destroyer
            if self.is_hyphen(i + 1) {
                return Tag::Adjective;
            }
            if after_article {
                let modifies = self.nominal_at(i + 1)
                    && !self.class(i + 1).can_be(WordClass::DETERMINER | WordClass::POSSESSIVE);
                // "dozens protested", "two killed": a number can be a subject; "the tribunal indicted the general": so can what
                // looked like an adjective.
                let object = WordClass::DETERMINER | WordClass::POSSESSIVE | WordClass::OBJECT;
                let counted = !modifies && self.before(i) == Some(Tag::Quantity)
                    || self.before(i) == Some(Tag::Adjective) && self.class(i + 1).can_be(object);
                return if counted {
                    self.past_or_participle(i, class.can_be(WordClass::PAST))
                } else {
                    Tag::Adjective
                };
            }
            // "on occupied land", "carried out coordinated attacks"
            let behind = matches!(self.before(i), Some(Tag::Preposition | Tag::Particle | Tag::Verb(_)))
                || class.can_be(WordClass::ADJECTIVE) && self.before(i) == Some(Tag::Coordinator)
                || self.before(i).is_none() && self.finite_follows(i + 1);
            let article = WordClass::DETERMINER | WordClass::POSSESSIVE | WordClass::OBJECT;
            if behind && self.nominal_at(i + 1) && !self.class(i + 1).can_be(article) {
                return Tag::Adjective;
            }
            if !class.can_be(WordClass::PAST) {
                return Tag::Verb(VerbForm::Participle);
            }
            if !class.can_be(WordClass::PARTICIPLE) {
                return Tag::Verb(VerbForm::Past);
            }
            return self.past_or_participle(i, true);
        }
        if class.can_be(WordClass::ING) && !class.can_be(WordClass::BARE) {
            return match self.before(i) {
                Some(Tag::Determiner | Tag::Possessive | Tag::Genitive | Tag::Adjective | Tag::Hyphen) => {
                    if self.nominal_at(i + 1) && !self.class(i + 1).can_be(WordClass::DETERMINER) && !noun {
                        Tag::Adjective
                    } else {
                        Tag::Noun
                    }
                }
                _ if noun && !self.class(i + 1).can_be(WordClass::DETERMINER | WordClass::POSSESSIVE) => {
                    Tag::Noun
                }
                _ => Tag::Verb(VerbForm::Ing),
            };
        }
        // Bare and third-person forms, and the few verbs whose past is their bare form (cut, put, set).
        if after_article {
            let pronoun_like =
                self.before(i) == Some(Tag::Quantity) && class.can_be(WordClass::BARE) && !noun;
            return if pronoun_like { Tag::Verb(VerbForm::Bare) } else { as_noun };
        }
        let form = if class.can_be(WordClass::THIRD) {
            VerbForm::Third
        } else if class.can_be(WordClass::PAST) && !matches!(self.before(i), Some(Tag::Pronoun)) {
            VerbForm::Past
        } else {
            VerbForm::Bare
        };
        match self.before(i) {
            Some(Tag::Preposition | Tag::Particle) => as_noun,
            Some(Tag::Pronoun | Tag::Relative) => Tag::Verb(form),
            Some(Tag::Coordinator) => {
                let like = self.tags[..i].iter().rev().find(|t| matches!(t, Tag::Verb(_))).copied();
                let object_next = self.class(i + 1).can_be(WordClass::DETERMINER | WordClass::POSSESSIVE);
                match like {
                    Some(Tag::Verb(f)) if f == form && (!noun || object_next) => Tag::Verb(form),
                    _ if !noun => Tag::Verb(form),
                    _ => as_noun,
                }
            }
            Some(Tag::Noun | Tag::Name | Tag::Close | Tag::Time | Tag::Comma) | None => {
                if !noun {
                    return if form == VerbForm::Bare
                        && self.before(i) == Some(Tag::Noun)
                        && !self.plural_before(i)
                        && !self.is_speech(i)
                    {
                        as_noun
                    } else {
                        Tag::Verb(form)
                    };
                }
                let next = self.class(i + 1);
                let object_next = next.can_be(
                    WordClass::DETERMINER | WordClass::POSSESSIVE | WordClass::OBJECT | WordClass::QUANTITY,
                ) || self
                    .tokens
                    .get(i + 1)
                    .is_some_and(|t| t.case != Case::Lower || t.kind == TokenKind::Number)
                    && self.before(i) != Some(Tag::Noun);
                let agrees = form != VerbForm::Bare || self.plural_before(i);
                if object_next
                    && agrees
                    && self.before(i).is_some()
                    && !self.finite_before(i)
                    && !self.finite_follows(i + 1)
                {
                    return Tag::Verb(form);
                }
                let complement_next = next
                    .can_be(WordClass::PREPOSITION | WordClass::INFINITIVE | WordClass::PARTICLE)
                    && self.before(i) == Some(Tag::Name);
                if complement_next && agrees && !self.finite_before(i) && !self.finite_follows(i + 1) {
                    return Tag::Verb(form);
                }
                // A sentence needs a verb: "The army trains local pilots."
                let subject = matches!(self.before(i), Some(Tag::Noun | Tag::Name));
                let counts = match form {
                    VerbForm::Bare => self.plural_before(i),
                    VerbForm::Third => !self.plural_before(i),
                    _ => true,
                };
                if subject
                    && counts
                    && self.is_prose()
                    && (self.nominal_at(i + 1) || next.can_be(WordClass::PARTICLE | WordClass::PREPOSITION))
                    && !self.finite_before(i)
                    && !self.finite_follows(i + 1)
                {
                    return Tag::Verb(form);
                }
                as_noun
            }
            Some(Tag::Verb(_) | Tag::Be | Tag::Have) => as_noun,
            _ if noun => as_noun,
            _ => Tag::Verb(form),
        }
    }

    /// Whether the noun group that ends before `i` stands behind a preposition.
    fn behind_preposition(&self, i: usize) -> bool {
        let group = |t: &Tag| t.is_nominal() || matches!(t, Tag::Determiner | Tag::Possessive | Tag::Hyphen);
        self.tags[..i].iter().rev().find(|t| !group(t)) == Some(&Tag::Preposition)
    }

    /// Whether a finite verb stands before `i` in the same clause, lists and commas passed over.
    fn verb_before(&self, i: usize) -> bool {
        self.tags[..i]
            .iter()
            .rev()
            .take_while(|t| !matches!(t, Tag::Stop | Tag::Subordinator | Tag::Relative))
            .any(|t| {
                t.is_auxiliary() || matches!(t, Tag::Verb(VerbForm::Past | VerbForm::Third | VerbForm::Bare))
            })
    }

    /// Whether a hyphen stands at `i`, inside a word.
    fn is_hyphen(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Mark && !t.spaced)
            && self.tokens.get(i + 1).is_some_and(|t| !t.spaced)
            && self.mark(i) == Tag::Hyphen
    }

    /// Whether the sentence ends as prose does.
    fn is_prose(&self) -> bool {
        let last = self.tokens.iter().rev().take(2).map(|t| t.of(self.text));
        last.into_iter().any(|t| matches!(t, "." | "!"))
    }

    fn finite_before(&self, i: usize) -> bool {
        self.tags[..i]
            .iter()
            .rev()
            .take_while(|t| {
                !matches!(t, Tag::Comma | Tag::Stop | Tag::Coordinator | Tag::Subordinator | Tag::Relative)
            })
            .any(|t| {
                t.is_auxiliary() || matches!(t, Tag::Verb(VerbForm::Past | VerbForm::Third | VerbForm::Bare))
            })
    }

    fn plural_before(&self, i: usize) -> bool {
        let word = self.tags[..i].iter().rposition(|t| matches!(t, Tag::Noun | Tag::Name | Tag::Pronoun));
        word.is_some_and(|j| {
            self.written(j).ends_with(['s', 'S']) || self.lexicon.plurals.contains(self.tokens[j].word)
        })
    }

    /// A form that may be a past or a participle, with no auxiliary before it.
    fn past_or_participle(&self, i: usize, can_be_past: bool) -> Tag {
        let next = self.class(i + 1);
        let written_next = self.written(i + 1);
        let noun_before =
            matches!(self.before(i), Some(Tag::Noun | Tag::Name | Tag::Close | Tag::Time | Tag::Quantity));
        // "approved by the council", but "began by asking"
        if written_next.eq_ignore_ascii_case("by") && !self.class(i + 2).can_be(WordClass::ING) {
            return Tag::Verb(VerbForm::Participle);
        }
        if self.before(i) == Some(Tag::Comma)
            && next.can_be(WordClass::PREPOSITION)
            && !next.can_be(WordClass::INFINITIVE)
        {
            // ", signed in 1987, ": short for "which was signed"; ", warned of …" belongs to a subject further back.
            return if self.finite_before(i) || self.finite_follows(i + 1) {
                Tag::Verb(VerbForm::Participle)
            } else {
                Tag::Verb(VerbForm::Past)
            };
        }
        let complement = next.can_be(WordClass::PREPOSITION)
            && !next.can_be(WordClass::PARTICLE)
            && !self.is_approximation(i + 1)
            || self.known.get(i + 1).is_some_and(|k| *k == Some(Tag::Time));
        if noun_before && complement && !next.can_be(WordClass::INFINITIVE) {
            // "the body set up in 2002 met": another finite verb follows, so this one is none.
            if self.finite_follows(i + 1) && !self.is_speech(i) {
                return Tag::Verb(VerbForm::Participle);
            }
            // "filed a complaint for the force used against them": nobody in "for the force" is a subject.
            if self.behind_preposition(i) && self.verb_before(i) && !self.is_speech(i) {
                return Tag::Verb(VerbForm::Participle);
            }
            // "said the talks planned for May": a finite verb stands before and its object is what this one says more of.
            if self.finite_before(i) && !self.says_before(i) {
                return Tag::Verb(VerbForm::Participle);
            }
        }
        if can_be_past { Tag::Verb(VerbForm::Past) } else { Tag::Verb(VerbForm::Participle) }
    }

    fn is_speech(&self, i: usize) -> bool {
        self.lexicon.speech.contains(self.lexicon.words.lemma(self.tokens[i].word))
    }

    fn says_before(&self, i: usize) -> bool {
        let verb = self.tags[..i].iter().rposition(|t| matches!(t, Tag::Verb(_)));
        verb.is_some_and(|j| self.is_speech(j))
    }
}
