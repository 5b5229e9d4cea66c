use crate::text::Diagnostic;

/// Why a query was refused. The place is always inside the query's text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.message)]
pub struct QueryError(pub Diagnostic);

impl From<Diagnostic> for QueryError {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(diagnostic)
    }
}
