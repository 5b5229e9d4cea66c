use rustc_hash::FxHashMap;

use super::{ActorId, Meaning, Names, Title};
use crate::date::Day;

impl Names {
    /// Returns the titles among the meanings of a name.
    pub fn titles_of<'a>(&'a self, meanings: &'a [Meaning]) -> impl Iterator<Item = &'a Title> {
        meanings.iter().filter_map(|meaning| match meaning {
            Meaning::Title(index) => self.titles.get(*index as usize),
            _ => None,
        })
    }

    /// Returns who held an office of a state or organisation on any of the days from the first to the last, both
    /// included; nobody where there is no first or no last day. A successor takes office on the predecessor's last day, so
    /// that two hold it then.
    pub fn holders(&self, office: &str, of: ActorId, days: (Day, Day)) -> Vec<ActorId> {
        if days.0.is_unbounded() || days.1.is_unbounded() {
            return Vec::new();
        }
        let officers = self.officers.get_or_init(|| {
            let mut officers: FxHashMap<ActorId, Vec<ActorId>> = FxHashMap::default();
            for (id, person) in (0_u32..).map(ActorId).zip(self.actors()) {
                for office in &person.offices {
                    let list = officers.entry(office.of).or_default();
                    if list.last() != Some(&id) {
                        list.push(id);
                    }
                }
            }
            officers
        });
        let people = officers.get(&of).into_iter().flatten().copied();
        let held = people.filter(|id| {
            let offices = &self.actor(*id).offices;
            offices.iter().any(|o| o.of == of && o.office == office && o.term.meets(days.0, days.1))
        });
        held.collect()
    }
}
