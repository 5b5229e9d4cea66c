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
    text: &'a str,
    /// Where each field ends in `text`.
    ends: [u32; MOST_COLUMNS],
}

/// No table has more columns.
const MOST_COLUMNS: usize = 9;

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
            let mut ends = [0; MOST_COLUMNS];
            let mut fields = 0;
            for (at, _) in text.bytes().enumerate().filter(|(_, b)| *b == b'\t') {
                if let Some(end) = ends.get_mut(fields) {
                    *end = offset(at);
                }
                fields += 1;
            }
            if fields >= columns.len() {
                let reason = format!("expected {} fields, found {}", columns.len(), fields + 1);
                return Err(LexiconError::new(file, line, reason));
            }
            // Editors strip tabs at the end of a line; what is left out there is empty.
            ends[fields..].fill(offset(text.len()));
            rows.push(Row { file, line, text, ends });
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
        let end = self.ends[column] as usize;
        let start = column.checked_sub(1).map_or(0, |before| self.ends[before] as usize + 1);
        // Behind the last field that is there, `start` lies behind the end.
        trimmed(self.text.get(start..end).unwrap_or_default())
    }

    /// Returns the field of a column, or `None` where it is empty.
    pub fn optional(&self, column: usize) -> Option<&'a str> {
        Some(self.field(column)).filter(|f| !f.is_empty())
    }

    /// Returns the values of a column with several.
    pub fn list(&self, column: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.field(column).split('|').map(trimmed).filter(|v| !v.is_empty())
    }

    /// Makes an error about this row.
    pub fn error(&self, reason: impl Into<String>) -> LexiconError {
        LexiconError::new(self.file, self.line, reason)
    }
}

/// Takes white space off both ends. Most fields have none, which two letters or digits tell.
fn trimmed(field: &str) -> &str {
    match field.as_bytes() {
        [] | [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => field,
        _ => field.trim(),
    }
}

/// Lines are shorter than 4 GiB.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
