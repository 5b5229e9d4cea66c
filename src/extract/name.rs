use std::ops::Range;

use crate::lexicon::Found;
use crate::syntax::{Unit, UnitKind};
use crate::text::{Case, Token};

/// Makes the units that grammar must not look into, names and times together. Where the two overlap the time stands.
pub(super) fn units(names: &[Found], times: &[Range<usize>], tokens: &[Token]) -> Vec<Unit> {
    let mut units: Vec<Unit> =
        times.iter().map(|t| Unit { tokens: t.clone(), kind: UnitKind::Time }).collect();
    for name in names {
        if times.iter().any(|t| t.start < name.tokens.end && name.tokens.start < t.end) {
            continue;
        }
        let capital = tokens[name.tokens.clone()].iter().any(|t| t.case != Case::Lower);
        let kind = if capital { UnitKind::Name } else { UnitKind::Noun };
        units.push(Unit { tokens: name.tokens.clone(), kind });
    }
    units.sort_by_key(|u| u.tokens.start);
    units
}
