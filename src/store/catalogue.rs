/// A column of names that a query may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// Event types, their synonyms, and the classes (a class stands for all its types).
    Type,
    /// Actors by any of their names.
    Actor,
    /// Places by any of their names.
    Place,
    /// Documents by title, source name or number.
    Document,
}

/// A row that a name stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Named {
    /// The row's `id`.
    pub id: i64,
    /// The row's own name, which may not be the one that was asked for.
    pub name: String,
}

/// What names mean. The database is one; a test may bring another.
pub trait Catalogue {
    /// Returns every row that `name` stands for, case and accents aside: none where it is unknown, several where it is
    /// ambiguous or (for a class) stands for many.
    fn named(&self, kind: NameKind, name: &str) -> Vec<Named>;

    /// Returns the names most like `name`, best first, at most `limit`.
    fn similar(&self, kind: NameKind, name: &str, limit: usize) -> Vec<String>;

    /// Returns how many events the row takes part in or is part of, counted up to `limit` at most, so that a query about
    /// a name that nearly every event has is not answered by walking through all of that name's events.
    fn events_of(&self, kind: NameKind, id: i64, limit: u64) -> u64 {
        let _ = (kind, id, limit);
        0
    }

    /// Returns names that begin with `prefix` (case and accents aside) and how many events each has, commonest first,
    /// at most `limit`; for completion.
    fn beginning_with(&self, kind: NameKind, prefix: &str, limit: usize) -> Vec<(String, u64)>;
}
