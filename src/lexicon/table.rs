use super::LexiconError;

/// A tab-separated word list: comment lines begin with `#`, the first other line names the columns, several values in a
/// field are separated by `|`.
#[derive(Debug)]
pub struct Table<'a> {
    file: &'a str,
    rows: Vec<Row<'a>>,
}

/// A row of a [`Table`].
#[derive(Clone, Debug)]
pub struct Row<'a> {
    file: &'a str,
    /// The line it stands on, counted from 1.
    pub line: usize,
    fields: Vec<&'a str>,
}

impl<'a> Table<'a> {
    /// Reads a table whose columns must be exactly `columns`.
    ///
    /// # Errors
    ///
    /// Names file and line where the columns differ or a row has too few or too many fields.
    pub fn read(file: &'a str, text: &'a str, columns: &[&str]) -> Result<Self, LexiconError> {
        let mut lines = text
            .lines()
            .enumerate()
            .map(|(i, line)| (i + 1, line.trim_end_matches('\r')))
            .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        let (line, header) = lines.next().unwrap_or((1, ""));
        if !header.split('\t').eq(columns.iter().copied()) {
            let reason = format!("expected the columns {}, found {header:?}", columns.join(", "));
            return Err(LexiconError::new(file, line, reason));
        }
        let mut rows = Vec::new();
        for (line, text) in lines {
            let mut fields: Vec<&str> = text.split('\t').map(str::trim).collect();
            if fields.len() > columns.len() {
                let reason = format!("expected {} fields, found {}", columns.len(), fields.len());
                return Err(LexiconError::new(file, line, reason));
            }
            // Editors strip tabs at the end of a line; what is left out there is empty.
            fields.resize(columns.len(), "");
            rows.push(Row { file, line, fields });
        }
        Ok(Self { file, rows })
    }

    /// Returns the rows in the order of the file.
    pub fn rows(&self) -> &[Row<'a>] {
        &self.rows
    }

    /// Returns the file's name.
    pub const fn file(&self) -> &'a str {
        self.file
    }
}

impl<'a> Row<'a> {
    /// Returns the field of a column, counted from 0; it may be empty.
    pub fn field(&self, column: usize) -> &'a str {
        self.fields[column]
    }

    /// Returns the field of a column, or `None` where it is empty.
    pub fn optional(&self, column: usize) -> Option<&'a str> {
        Some(self.fields[column]).filter(|f| !f.is_empty())
    }

    /// Returns the values of a column with several.
    pub fn list(&self, column: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.fields[column].split('|').map(str::trim).filter(|v| !v.is_empty())
    }

    /// Makes an error about this row.
    pub fn error(&self, reason: impl Into<String>) -> LexiconError {
        LexiconError::new(self.file, self.line, reason)
    }
}
