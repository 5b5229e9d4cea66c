//! A plan in words, as a page that explains a query shows it: a line a step, names as the numbers that they stand for.

use super::ast::Side;
use super::plan::{Link, Plan, Predicate, Step, Test};

impl Plan {
    /// Returns what is to be done, a line a step.
    pub fn outline(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.steps.iter().map(step).collect();
        if let Some(chain) = &self.chain {
            lines.extend(chain.links.iter().map(|link| format!("join those {}", linked(link))));
            lines.push(
                "judge chains jointly: possible where one reading of all dates fits every link, certain where every reading does"
                    .to_owned(),
            );
            lines.extend(chain.steps.iter().map(step));
        }
        if let Some(gaps) = &self.gaps {
            let by = gaps.key.map_or(String::new(), |key| format!(", by {key}"));
            lines.push(format!("find stretches without events over {}{by}", gaps.over));
            lines.extend(gaps.steps.iter().map(step));
        }
        if let Some(count) = &self.count {
            let keys: Vec<String> = count.keys.iter().map(ToString::to_string).collect();
            lines.push(if keys.is_empty() {
                "count".to_owned()
            } else {
                format!("count by {}", keys.join(", "))
            });
            lines.extend(count.steps.iter().map(step));
        }
        lines
    }
}

fn step(step: &Step) -> String {
    match step {
        Step::Keep(predicate) => format!("keep {}", words(predicate)),
        Step::Sort { key, descending } => {
            format!("sort by {key}{}", if *descending { ", greatest first" } else { "" })
        }
        Step::First(count) => format!("keep the first {count}"),
        Step::Last(count) => format!("keep the last {count}"),
        Step::Nearest { count, to, .. } => {
            format!("keep the {count} nearest to {}..{}", to.earliest(), to.latest())
        }
    }
}

fn linked(link: &Link) -> String {
    let side = match link.side {
        Side::Followed => "that begin up to",
        Side::Preceded => "that ended up to",
    };
    let when = if link.side == Side::Followed { "later" } else { "before" };
    let shared: Vec<&str> = link.sharing.iter().map(|shared| shared.name()).collect();
    let sharing = if shared.is_empty() { String::new() } else { format!(" and share {}", shared.join(", ")) };
    format!("{side} {} {when}: {}{sharing}", link.within, words(&link.by))
}

fn words(predicate: &Predicate) -> String {
    match predicate {
        Predicate::All(parts) if parts.is_empty() => "all".to_owned(),
        Predicate::Any(parts) if parts.is_empty() => "none".to_owned(),
        Predicate::All(parts) | Predicate::Any(parts) => {
            let word = if matches!(predicate, Predicate::All(_)) { " and " } else { " or " };
            let parts: Vec<String> = parts
                .iter()
                .map(|part| match part {
                    Predicate::All(inner) | Predicate::Any(inner) if inner.len() > 1 => {
                        format!("({})", words(part))
                    }
                    part => words(part),
                })
                .collect();
            parts.join(word)
        }
        Predicate::Test { test, negated } => {
            format!("{}{}", if *negated { "not " } else { "" }, tested(test))
        }
    }
}

fn tested(test: &Test) -> String {
    let numbers = |name: &str, ids: &[i64]| {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        format!("{name} {}", ids.join(", "))
    };
    match test {
        Test::Type(ids) => numbers("type", ids),
        Test::Participant { role, actors, common } => {
            let how = if *common { ", asked of each event" } else { "" };
            let role = role.map_or("with", |role| role.name());
            format!("{}{how}", numbers(&format!("{role} actor"), actors))
        }
        Test::Place(ids) => numbers("at place", ids),
        Test::Document(ids) => numbers("in document", ids),
        Test::Basis(names) => {
            let names: Vec<&str> = names.iter().map(|basis| basis.name()).collect();
            format!("basis {}", names.join(", "))
        }
        Test::About(words) => format!("about the words {words:?}"),
        Test::Id(ids) => numbers("id", ids),
        Test::Realis(realis) => realis.to_string(),
        Test::Undated => "undated".to_owned(),
        Test::Date(stand) => format!("{} {}..{}", stand.relation.name(), stand.first, stand.last),
        Test::Beside(beside) => format!(
            "{} the date of event {}, {}..{}",
            beside.relation.name(),
            beside.event,
            beside.date.earliest(),
            beside.date.latest()
        ),
        Test::Recurring(recurring) => format!("on {}", recurring.day),
        Test::Alone(link) => format!("without others {}", linked(link)),
        Test::Known(fit, inner) => format!("{} ({})", fit.name(), words(inner)),
    }
}
