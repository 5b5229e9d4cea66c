/// How text for a person may be dressed. Whoever owns the terminal decides it once and hands it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Style {
    /// Text alone: files, pipes, `NO_COLOR`.
    #[default]
    Plain,
    /// Text with the escape sequences of ECMA-48 (SGR).
    Ansi,
}

/// What a piece of text is, for its dress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A column's or field's name.
    Header,
    /// What stands back: the line under a result, the number of rows left out.
    Dim,
    /// What is only possible.
    Possible,
    /// A word of the query language.
    Keyword,
    /// A quoted text.
    Quoted,
    /// A date or number.
    Number,
    /// A name nobody knows.
    Unknown,
    /// That something went wrong.
    Error,
}

impl Style {
    /// Returns `text` dressed as `role`; [`Style::Plain`] leaves it as it is.
    pub fn paint(self, role: Role, text: &str) -> String {
        if self == Self::Plain || text.is_empty() {
            return text.to_owned();
        }
        format!("\u{1b}[{}m{text}\u{1b}[0m", role.sgr())
    }
}

impl Role {
    /// Returns the parameters of "select graphic rendition" (ECMA-48, 8.3.117).
    const fn sgr(self) -> &'static str {
        match self {
            Self::Header => "1",
            Self::Dim => "2",
            Self::Possible => "33",
            Self::Keyword => "1;34",
            Self::Quoted => "32",
            Self::Number => "36",
            Self::Unknown => "4;31",
            Self::Error => "1;31",
        }
    }
}
