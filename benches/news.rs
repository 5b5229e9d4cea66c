//! News that never was: articles of 3 KB with as many events, names and kinds of dates as an archive of agency news has.
//!
//! Measured on news of several agencies and papers, 3 KB tell of fourteen or fifteen events: a third of them statements,
//! a quarter of no type of the lists, a third without anybody whom a list knows, one in twenty with a place; two thirds
//! are dated to a day and a quarter to a month or a year. An article names about eleven parties, most of whom nothing else
//! in the archive names. Some happenings are told by several articles: a story goes on for days, and every article of it
//! looks back on the same beginnings.

use std::fmt::Write as _;

use timeline::date::{Day, MONTHS};
use timeline::lexicon::{ActorKind, Lexicon};

/// How many articles there are for every day.
const A_DAY: usize = 5;
/// How long a story goes on, in days, and how many go on at a time.
const STORY_DAYS: usize = 10;
const STORIES: u64 = 12;
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// What a story is put together from. `{a}` and `{b}` are its states, `{p}` and `{r}` people in office, `{n}` and `{o}` people
/// of no list, `{q}` a company, `{c}` and `{e}` cities; those in capitals are of this sentence alone. `{past}` is a day
/// years ago and `{lately}` a day of the story; `{on}` is a day of this sentence, `{month}` a month, `{year}` a year, and
/// `{k}` a number. With each goes how many sentences in a hundred are of that kind.
const SENTENCES: [(u64, &[&str]); 4] = [(15, SAID), (11, DID), (13, TOLD), (61, IDLE)];
/// Who said what.
const SAID: &[&str] = &[
    "{n}, an analyst at {q}, said that nobody had expected the talks to last so long.",
    "\"We are not there yet, but we can see the shore from here,\" said {o}, who has advised three governments.",
    "The foreign ministry of {a} said in a statement that its position was well known.",
    "{p} told reporters that the matter would be dealt with in due course.",
    "\"It is a small step,\" {n} said {on}.",
    "{N}, a fisherman of {k}, said the price of diesel had eaten up what he earned.",
    "According to {O}, a lawyer in {C}, the clause has no force.",
    "{q} said that orders were {k} percent higher than in the same quarter of the year before.",
    "Officials in {e} said the repairs had cost {k} million dollars.",
    "{r} said in an interview that {b} had nothing to hide.",
    "\"I have seen worse winters,\" {o} added.",
    "The union said {on} that {k} workers had lost their places in {month}.",
    "{N} said she had learned of it from the radio.",
    "A spokesman for {Q} said the company had no comment.",
    "Economists at {Q} said they expected the currency to fall further.",
    "The report, published {on}, says that the dam lost water from the first day.",
    "{n} noted that {a} had changed its law in {month}.",
    "\"The figures speak for themselves,\" the minister said.",
];
/// What no list has a type for.
const DID: &[&str] = &[
    "{q} opened its second plant near {e} in {year}.",
    "{N}, {k}, grew up in {C} and moved to {E} in {year}.",
    "Prices rose by {k} percent in {month}, after a fall in the month before.",
    "The old bridge was closed for {k} days in {month} because of cracks.",
    "Shares of {Q} lost {k} percent on {on}.",
    "{O} won the medal in {year} and never skied again.",
    "The river broke its banks on {on}.",
    "{n} joined the board of {q} in {month} {year}.",
    "The harvest failed, and the mills stood still.",
    "Some {k} trucks crossed the border on {on}, half as many as a week earlier.",
];
/// What the lists have a type for.
const TOLD: &[&str] = &[
    "{a} and {b} signed an agreement on water rights in {c} on {past}.",
    "The two countries have quarrelled over the river since {a} signed the treaty with {b} on {past}.",
    "{p} met {r} in {c} {lately}.",
    "{r} received {p} in {c} {lately} and the two spoke for an hour.",
    "{a} accused {b} of breaking the agreement {lately}.",
    "{b} rejected the proposal of {a} a day later.",
    "{a} suspended flights to {b} in {month} {year}.",
    "{A} will send a delegation to {c} next week.",
    "Talks between {a} and {b} began in {c} {lately}.",
    "{q} agreed to buy a stake of {k} percent in {Q}.",
    "{A} gave {b} food worth {k} million dollars.",
    "Police arrested {k} people.",
    "Gunmen attacked a post on {on}, and two guards were wounded.",
    "The parliament of {B} passed a law on fisheries in {month} {year}.",
    "{A} demanded that {b} withdraw its ships.",
    "{N} resigned.",
    "The commission proposed to lower the tariff.",
    "{B} deployed {k} soldiers along the border.",
    "Thousands protested in {E}.",
    "A court released {O}.",
];
/// What tells of nothing.
const IDLE: &[&str] = &[
    "The road to the coast is narrow, and in winter the villages on both sides of it are cut off for weeks.",
    "Nobody in the capital seems to care much any longer.",
    "It is the third largest port of the region, with cranes older than most of those who work them.",
    "The hall is an old corn exchange with a roof of glass, and the rain is loud on it.",
    "What the other side has in mind is not clear.",
    "A railway would be cheaper than the canal, and quicker to build, but it has few friends.",
    "Most of the people in the valley live on sheep and on what their children send home from the cities.",
    "How much of this will be remembered is another question.",
    "The text has eleven pages and two maps, and the lawyers of both sides know it by heart.",
    "A narrow stair leads up to the office, which smells of paper, cold smoke and the canteen on the floor below.",
    "It is a quiet street of lime trees and low brick houses, with a chemist at one end and a chapel at the other.",
    "On a clear day the other shore seems near enough to swim to, though nobody in his right mind would try.",
    "The figures are hard to come by, and those there are do not agree with each other.",
    "Its capital is a town of ministries, embassies and hotels, and of people who wait in all of them.",
    "There are three ways out of it, and none of them is cheap.",
];

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[usize::try_from(self.below(list.len() as u64)).unwrap_or(0)]
    }

    /// Of the first much more often than of the last: twice as far down the list, half as often.
    fn famous<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let doublings = u64::from(list.len().max(1).ilog2()) + 1;
        let below = (1_u64 << (self.below(doublings) + 1)).min(list.len() as u64);
        list[usize::try_from(self.below(below)).unwrap_or(0)]
    }

    /// A name that hardly anybody else has.
    fn person(&mut self) -> String {
        const FIRST: [&str; 24] = [
            "Anna", "Boris", "Clara", "David", "Elena", "Frank", "Greta", "Henry", "Irina", "James", "Karin",
            "Laura", "Mario", "Nadia", "Oscar", "Paula", "Ralph", "Sonja", "Thomas", "Ursula", "Victor",
            "Wanda", "Yusuf", "Zora",
        ];
        format!("{} {}", self.pick(&FIRST), self.invented(&["ov", "sson", "ic", "ani", "ez", "mann", "ley"]))
    }

    fn company(&mut self) -> String {
        let kind = self.pick(&["Steel", "Airlines", "Shipping", "Bank", "Telecom", "Motors", "Energy"]);
        format!("{} {kind}", self.invented(&["a", "o", "ex", "ia"]))
    }

    fn invented(&mut self, ends: &[&str]) -> String {
        const BEGIN: [&str; 16] = [
            "Bar", "Cal", "Dor", "Fen", "Gal", "Hol", "Jan", "Kov", "Lund", "Mar", "Nor", "Pel", "Rad",
            "Sol", "Tar", "Ver",
        ];
        const MIDDLE: [&str; 12] = ["", "in", "el", "ant", "or", "ich", "ad", "en", "ul", "isk", "om", "ar"];
        format!("{}{}{}", self.pick(&BEGIN), self.pick(&MIDDLE), self.pick(ends))
    }
}

/// Whom the articles may be about.
pub(crate) struct Newsroom {
    states: Vec<&'static str>,
    people: Vec<&'static str>,
    cities: Vec<&'static str>,
}

/// Who is in a story.
struct Cast {
    states: [&'static str; 2],
    people: [&'static str; 2],
    strangers: [String; 2],
    company: String,
    cities: [&'static str; 2],
    past: Day,
    lately: Day,
}

impl Newsroom {
    /// Takes states, people in office and cities from the word lists.
    pub(crate) fn new(lexicon: &Lexicon) -> Self {
        let named = |kind: ActorKind| {
            lexicon.names.actors().filter(move |actor| actor.kind == kind).map(|actor| actor.name)
        };
        let cities = lexicon.names.places().filter(|place| matches!(place.kind, "city" | "capital"));
        Self {
            states: named(ActorKind::State).collect(),
            people: named(ActorKind::Person).collect(),
            cities: cities.map(|place| place.name).collect(),
        }
    }

    /// Writes the article of that number: always the same.
    pub(crate) fn article(&self, number: usize) -> String {
        let mut dice = Dice(number as u64);
        let day = number / A_DAY;
        let story = match dice.below(10) {
            0..6 => (day / STORY_DAYS) as u64 * STORIES + dice.below(STORIES),
            _ => 1_000_000 + number as u64,
        };
        let start = i64::try_from(day / STORY_DAYS * STORY_DAYS).unwrap_or(0);
        let first = Day::from_ymd(2009, 1, 5).unwrap_or(Day(0));
        let today = first.plus(i64::try_from(day).unwrap_or(0));
        let cast = self.cast(&mut Dice(story), first.plus(start));
        let (year, month, date) = today.ymd();
        let mut text = format!(
            "{} and {} at Odds, Dispatch {number}\n\n{}, {} {date}, {year} -- ",
            cast.states[0],
            cast.states[1],
            cast.cities[0].to_uppercase(),
            MONTHS[usize::from(month - 1)],
        );
        while text.len() < 3000 {
            let mut roll = dice.below(100);
            let kind = SENTENCES.iter().find(|(share, _)| {
                let found = roll < *share;
                roll = roll.saturating_sub(*share);
                found
            });
            let Some((_, sentences)) = kind else { break };
            let sentence = dice.pick(sentences);
            self.fill(sentence, &cast, today, &mut dice, &mut text);
            text.push_str(if dice.below(4) == 0 { "\n\n" } else { " " });
        }
        text
    }

    fn cast(&self, dice: &mut Dice, start: Day) -> Cast {
        Cast {
            states: [dice.famous(&self.states), dice.famous(&self.states)],
            people: [dice.pick(&self.people), dice.pick(&self.people)],
            strangers: [dice.person(), dice.person()],
            company: dice.company(),
            cities: [dice.famous(&self.cities), dice.pick(&self.cities)],
            past: start.plus(-200 - i64::try_from(dice.below(9000)).unwrap_or(0)),
            lately: start.plus(-i64::try_from(dice.below(4)).unwrap_or(0)),
        }
    }

    fn fill(&self, sentence: &str, cast: &Cast, today: Day, dice: &mut Dice, text: &mut String) {
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (slot, after) = after.split_once('}').unwrap_or((after, ""));
            rest = after;
            match slot {
                "a" => text.push_str(cast.states[0]),
                "b" => text.push_str(cast.states[1]),
                "A" | "B" => text.push_str(dice.famous(&self.states)),
                "p" => text.push_str(cast.people[0]),
                "r" => text.push_str(cast.people[1]),
                "n" => text.push_str(&cast.strangers[0]),
                "o" => text.push_str(&cast.strangers[1]),
                "N" | "O" => text.push_str(&dice.person()),
                "q" => text.push_str(&cast.company),
                "Q" => text.push_str(&dice.company()),
                "c" => text.push_str(cast.cities[0]),
                "e" => text.push_str(cast.cities[1]),
                "C" | "E" => text.push_str(dice.pick(&self.cities)),
                "past" => {
                    let (year, month, day) = cast.past.ymd();
                    let _ = write!(text, "{} {day}, {year}", MONTHS[usize::from(month - 1)]);
                }
                "lately" => {
                    text.push_str("on ");
                    text.push_str(&recent(cast.lately, today));
                }
                "on" => {
                    let ago = i64::try_from(dice.below(8)).unwrap_or(0);
                    text.push_str(&recent(today.plus(-ago), today));
                }
                "month" => text.push_str(dice.pick(&MONTHS)),
                "year" => {
                    let _ = write!(text, "{}", 2008 - dice.below(30));
                }
                _ => {
                    let _ = write!(text, "{}", dice.below(60) + 18);
                }
            }
        }
        text.push_str(rest);
    }
}

/// A day as news of another day writes it.
fn recent(day: Day, today: Day) -> String {
    if today.0 - day.0 < 6 {
        return WEEKDAYS[usize::from(day.weekday() - 1)].to_owned();
    }
    let (_, month, date) = day.ymd();
    format!("{} {date}", MONTHS[usize::from(month - 1)])
}
