//! Reads a grammar in W3C's notation and makes sentences of it.

use std::collections::{BTreeMap, BTreeSet};

/// A grammar: productions in the order of the file.
pub(crate) struct Grammar {
    pub(crate) productions: BTreeMap<String, Expression>,
    pub(crate) order: Vec<String>,
}

/// The right side of a production.
#[derive(Clone, Debug)]
pub(crate) enum Expression {
    Terminal(String),
    Class(Vec<(char, char)>),
    Name(String),
    Sequence(Vec<Expression>),
    /// Alternatives, numbered over the whole grammar.
    Choice(usize, Vec<Expression>),
    Optional(usize, Box<Expression>),
    Many(usize, Box<Expression>, bool),
}

impl Grammar {
    pub(crate) fn read(text: &str) -> Self {
        let mut reader = Reader { rest: text, choices: 0 };
        let mut grammar = Self { productions: BTreeMap::new(), order: Vec::new() };
        loop {
            reader.space();
            if reader.rest.is_empty() {
                return grammar;
            }
            let name = reader.name().expect("a production's name");
            assert!(reader.take("::="), "::= behind {name}");
            let expression = reader.choice();
            grammar.order.push(name.clone());
            assert!(grammar.productions.insert(name, expression).is_none(), "a production twice");
        }
    }

    /// Every quoted terminal of these productions.
    pub(crate) fn terminals<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
        fn collect(expression: &Expression, found: &mut BTreeSet<String>) {
            match expression {
                Expression::Terminal(text) => {
                    found.insert(text.clone());
                }
                Expression::Class(_) | Expression::Name(_) => {}
                Expression::Sequence(parts) | Expression::Choice(_, parts) => {
                    parts.iter().for_each(|part| collect(part, found));
                }
                Expression::Optional(_, inner) | Expression::Many(_, inner, _) => collect(inner, found),
            }
        }
        let mut found = BTreeSet::new();
        for name in names {
            collect(&self.productions[name], &mut found);
        }
        found
    }

    /// Every alternative there is: (choice, which), where an optional part has two and a repeated one as well.
    pub(crate) fn alternatives(&self) -> BTreeSet<(usize, usize)> {
        fn collect(expression: &Expression, found: &mut BTreeSet<(usize, usize)>) {
            match expression {
                Expression::Terminal(_) | Expression::Class(_) | Expression::Name(_) => {}
                Expression::Sequence(parts) => parts.iter().for_each(|part| collect(part, found)),
                Expression::Choice(number, parts) => {
                    found.extend((0..parts.len()).map(|which| (*number, which)));
                    parts.iter().for_each(|part| collect(part, found));
                }
                Expression::Optional(number, inner) | Expression::Many(number, inner, _) => {
                    found.extend([(*number, 0), (*number, 1)]);
                    collect(inner, found);
                }
            }
        }
        let mut found = BTreeSet::new();
        self.productions.values().for_each(|expression| collect(expression, &mut found));
        found
    }
}

struct Reader<'a> {
    rest: &'a str,
    choices: usize,
}

impl Reader<'_> {
    fn space(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            let Some(comment) = self.rest.strip_prefix("/*") else { return };
            self.rest = comment.split_once("*/").expect("a comment's end").1;
        }
    }

    fn take(&mut self, mark: &str) -> bool {
        self.space();
        self.rest.strip_prefix(mark).inspect(|rest| self.rest = rest).is_some()
    }

    fn name(&mut self) -> Option<String> {
        self.space();
        let length = self.rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(length);
        if name.is_empty() {
            return None;
        }
        self.rest = rest;
        Some(name.to_owned())
    }

    fn number(&mut self) -> usize {
        self.choices += 1;
        self.choices - 1
    }

    fn choice(&mut self) -> Expression {
        let mut parts = vec![self.sequence()];
        while self.take("|") {
            parts.push(self.sequence());
        }
        if parts.len() == 1 { parts.remove(0) } else { Expression::Choice(self.number(), parts) }
    }

    fn sequence(&mut self) -> Expression {
        let mut parts = Vec::new();
        while let Some(item) = self.item() {
            let item = if self.take("?") {
                Expression::Optional(self.number(), Box::new(item))
            } else if self.take("*") {
                Expression::Many(self.number(), Box::new(item), false)
            } else if self.take("+") {
                Expression::Many(self.number(), Box::new(item), true)
            } else {
                item
            };
            parts.push(item);
        }
        assert!(!parts.is_empty(), "something at {:.40}", self.rest);
        if parts.len() == 1 { parts.remove(0) } else { Expression::Sequence(parts) }
    }

    fn item(&mut self) -> Option<Expression> {
        self.space();
        let first = self.rest.chars().next()?;
        match first {
            '"' | '\'' => {
                let (text, rest) = self.rest[1..].split_once(first).expect("a closing quote");
                self.rest = rest;
                Some(Expression::Terminal(text.to_owned()))
            }
            '[' => {
                let (class, rest) = self.rest[1..].split_once(']').expect("a closing bracket");
                self.rest = rest;
                let characters: Vec<char> = class.chars().collect();
                let mut ranges = Vec::new();
                let mut at = 0;
                while at < characters.len() {
                    if characters.get(at + 1) == Some(&'-') {
                        ranges.push((characters[at], characters[at + 2]));
                        at += 3;
                    } else {
                        ranges.push((characters[at], characters[at]));
                        at += 1;
                    }
                }
                Some(Expression::Class(ranges))
            }
            '(' => {
                self.rest = &self.rest[1..];
                let inner = self.choice();
                assert!(self.take(")"), "a closing parenthesis");
                Some(inner)
            }
            _ => {
                // A name followed by ::= begins the next production.
                let before = self.rest;
                let name = self.name()?;
                if self.take("::=") {
                    self.rest = before;
                    return None;
                }
                Some(Expression::Name(name))
            }
        }
    }
}

/// Writes sentences, choosing by a seeded generator and preferring what was not yet written.
pub(crate) struct Writer<'g> {
    grammar: &'g Grammar,
    pub(crate) random: Random,
    pub(crate) written: BTreeSet<(usize, usize)>,
    depth: usize,
}

impl<'g> Writer<'g> {
    pub(crate) fn new(grammar: &'g Grammar, seed: u64) -> Self {
        Self { grammar, random: Random(seed), written: BTreeSet::new(), depth: 0 }
    }

    pub(crate) fn sentence(&mut self, production: &str) -> String {
        let mut out = String::new();
        self.production(production, false, &mut out);
        out
    }

    fn production(&mut self, name: &str, inside: bool, out: &mut String) {
        let token = name.chars().all(|c| c.is_ascii_uppercase());
        self.depth += 1;
        let expression = self.grammar.productions.get(name).unwrap_or_else(|| panic!("no production {name}"));
        if token && !inside {
            let mut word = String::new();
            self.expression(expression, true, &mut word);
            put(out, &word);
        } else {
            self.expression(expression, inside, out);
        }
        self.depth -= 1;
    }

    fn expression(&mut self, expression: &Expression, inside: bool, out: &mut String) {
        match expression {
            Expression::Terminal(text) if inside => out.push_str(text),
            Expression::Terminal(text) => {
                let text = match self.random.below(8) {
                    0 => text.to_uppercase(),
                    _ => text.clone(),
                };
                put(out, &text);
            }
            Expression::Class(ranges) => {
                let (first, last) = ranges[self.random.below(ranges.len())];
                let width = last as usize - first as usize + 1;
                let code = first as u32 + u32::try_from(self.random.below(width)).unwrap();
                out.push(char::from_u32(code).unwrap_or(first));
            }
            Expression::Name(name) => self.production(name, inside, out),
            Expression::Sequence(parts) => parts.iter().for_each(|part| self.expression(part, inside, out)),
            Expression::Choice(number, parts) => {
                // Deep down the first alternative ends it: grammars are written so.
                let which = if self.depth > 24 { 0 } else { self.choose(*number, parts.len()) };
                self.written.insert((*number, which));
                self.expression(&parts[which], inside, out);
            }
            Expression::Optional(number, inner) => {
                let which = if self.depth > 24 { 0 } else { self.choose(*number, 2) };
                self.written.insert((*number, which));
                if which == 1 {
                    self.expression(inner, inside, out);
                }
            }
            Expression::Many(number, inner, once) => {
                if *once {
                    self.expression(inner, inside, out);
                }
                let times = if self.depth > 24 { 0 } else { self.random.below(4).saturating_sub(1) };
                self.written.insert((*number, times.min(1)));
                for _ in 0..times {
                    self.expression(inner, inside, out);
                }
            }
        }
    }

    fn choose(&mut self, number: usize, count: usize) -> usize {
        let new: Vec<usize> = (0..count).filter(|which| !self.written.contains(&(number, *which))).collect();
        if new.is_empty() { self.random.below(count) } else { new[self.random.below(new.len())] }
    }
}

fn put(out: &mut String, word: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(word);
}

/// A small generator of numbers (Steele, Lea and Flood, "SplitMix", 2014), so that a failure can be met again.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }
}
