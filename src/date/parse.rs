use super::Edtf;
use crate::text::Span;

/// Why a text is not an EDTF date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text}: {reason}")]
pub struct EdtfError {
    /// The text that was refused.
    pub text: String,
    /// What is wrong with it: "2015 is not a leap year".
    pub reason: String,
    /// Which part of the text is wrong, in bytes.
    pub span: Span,
}

/// Reads an EDTF date: levels 0 and 1, and of level 2 sets, unspecified digits anywhere and qualified parts.
///
/// # Errors
///
/// Says what is wrong and where, for texts that are not EDTF and for days that do not exist.
pub fn parse(_text: &str) -> Result<Edtf, EdtfError> {
    unimplemented!()
}
