//! The rows of `periods.tsv`.

use serde::{Deserialize, Serialize};

use super::{LexiconError, Table};
use crate::date::{self, Edtf};

/// A war, treaty or summit with its dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The name it is listed under.
    pub name: String,
    /// `war`, `treaty`, `summit` …
    pub kind: String,
    /// When it was.
    pub date: Edtf,
    /// Its other names.
    pub aliases: Vec<String>,
}

/// Reads a list of periods.
pub(super) fn read(file: &str, text: &str) -> Result<Vec<Period>, LexiconError> {
    let table = Table::read(file, text, &["name", "kind", "dates", "aliases"])?;
    let period = |row: &super::Row<'_>| {
        let (name, kind) = (row.field(0), row.field(1));
        if name.is_empty() || kind.is_empty() {
            return Err(row.error("expected a name and a kind"));
        }
        let date = date::parse(row.field(2))
            .map_err(|error| row.error(format!("expected a date or an interval: {}", error.reason)))?;
        let aliases = row.list(3).map(str::to_owned).collect();
        Ok(Period { name: name.to_owned(), kind: kind.to_owned(), date, aliases })
    };
    table.rows().iter().map(period).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "name\tkind\tdates\taliases\n";

    #[test]
    fn rows_become_periods_or_say_what_is_wrong() {
        let text = format!("# comment\n{HEAD}Long War\twar\t1700-02/1721\tOld War|Great War\n");
        let periods = read("p.tsv", &text).unwrap();
        assert_eq!(periods[0].aliases, ["Old War", "Great War"]);
        assert_eq!(periods[0].date.to_string(), "1700-02/1721");
        for (row, reason) in [
            ("Long War\twar\tsoon\t", "p.tsv:2: expected a date or an interval: "),
            ("\twar\t1700\t", "p.tsv:2: expected a name and a kind"),
        ] {
            let error = read("p.tsv", &format!("{HEAD}{row}\n")).unwrap_err().to_string();
            assert!(error.starts_with(reason), "{error}");
        }
    }
}
