use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::overrides::{Override, OverrideBuilder};
use ignore::{DirEntry, WalkBuilder};

use crate::document::read::{ArticleError, Piece, pieces, reason};

/// Which files of a folder are documents.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Globs, those that leave out with `!` in front.
    globs: Vec<String>,
    /// Whether `.gitignore` files are obeyed.
    gitignore: bool,
}

impl Selection {
    /// Takes only files that fit one of the globs `include` (all, where there are none) and none of `exclude`; a glob
    /// without a slash fits names at any depth.
    ///
    /// # Errors
    ///
    /// Says what is wrong with a glob.
    pub fn new(include: &[String], exclude: &[String], gitignore: bool) -> Result<Self, String> {
        let included = include.iter().cloned();
        let globs: Vec<String> = included.chain(exclude.iter().map(|glob| format!("!{glob}"))).collect();
        let selection = Self { globs, gitignore };
        selection.below(Path::new("")).map_err(|error| error.to_string())?;
        Ok(selection)
    }

    fn below(&self, folder: &Path) -> Result<Override, ignore::Error> {
        let mut builder = OverrideBuilder::new(folder);
        for glob in &self.globs {
            builder.add(glob)?;
        }
        builder.build()
    }
}

/// Where the text of a document is to be read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    StandardInput,
    File(PathBuf),
    /// Something that could not even be looked at, with what the system says.
    Nowhere(PathBuf, String),
}

/// Returns every file that the paths stand for, in their order: `-` is standard input, a folder is all files in it and
/// below it by name, without the hidden ones and those that `selection` leaves out. `except` and the files SQLite keeps
/// beside it are passed over.
pub(super) fn sources(
    paths: &[PathBuf],
    selection: &Selection,
    except: Option<&Path>,
) -> impl Iterator<Item = Source> + Send {
    let except = except.and_then(|path| path.canonicalize().ok());
    let selection = selection.clone();
    let paths = paths.to_vec();
    paths.into_iter().flat_map(move |path| -> Box<dyn Iterator<Item = Source> + Send> {
        if path.as_os_str() == "-" {
            return Box::new(std::iter::once(Source::StandardInput));
        }
        if !path.is_dir() {
            return Box::new(std::iter::once(Source::File(path)));
        }
        let globs = match selection.below(&path) {
            Ok(globs) => globs,
            Err(error) => return Box::new(std::iter::once(Source::Nowhere(path, error.to_string()))),
        };
        let except = except.clone();
        let walk = WalkBuilder::new(&path)
            .standard_filters(false)
            .hidden(true)
            .git_ignore(selection.gitignore)
            .require_git(false)
            .overrides(globs)
            .sort_by_file_name(std::ffi::OsStr::cmp)
            .build();
        let is_folder = |entry: &DirEntry| entry.file_type().is_none_or(|kind| kind.is_dir());
        Box::new(walk.filter_map(move |entry| match entry {
            Ok(entry) if is_folder(&entry) || entry.path().is_dir() => None,
            Ok(entry) if except.as_deref().is_some_and(|e| is_part_of(entry.path(), e)) => None,
            // A pipe that happens to lie there would be waited for, a device read for ever.
            Ok(entry) if entry.path().metadata().is_ok_and(|m| !m.is_file()) => {
                Some(Source::Nowhere(entry.into_path(), "it is no regular file".to_owned()))
            }
            Ok(entry) => Some(Source::File(entry.into_path())),
            Err(error) => {
                let place = place_of(&error).unwrap_or(&path).to_owned();
                Some(Source::Nowhere(place, error.io_error().map_or_else(|| error.to_string(), reason)))
            }
        }))
    })
}

fn place_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } => place_of(err),
        _ => None,
    }
}

/// Counts the files that the paths stand for.
pub fn count_files(paths: &[PathBuf], selection: &Selection) -> u64 {
    sources(paths, selection, None).map(|_| 1).sum()
}

/// Tells whether a file is the database, or one of those beside it.
fn is_part_of(path: &Path, database: &Path) -> bool {
    let Ok(path) = path.canonicalize() else { return false };
    let ends = ["", "-wal", "-shm", "-journal"];
    ends.iter().any(|end| {
        let mut name = database.as_os_str().to_owned();
        name.push(end);
        path.as_os_str() == name
    })
}

impl Source {
    /// Returns what a document from here is called.
    pub(super) fn name(&self) -> String {
        match self {
            Self::StandardInput => "-".to_owned(),
            Self::File(path) | Self::Nowhere(path, _) => path.display().to_string(),
        }
    }

    /// Opens it for reading, or returns why not.
    pub(super) fn open(&self) -> Result<Box<dyn Read + Send>, String> {
        match self {
            Self::StandardInput => Ok(Box::new(io::stdin())),
            Self::File(path) => match Watched::open(path) {
                Ok(file) => Ok(Box::new(file)),
                Err(error) => Err(reason(&error)),
            },
            Self::Nowhere(_, reason) => Err(reason.clone()),
        }
    }

    /// Cuts it into articles.
    pub(super) fn pieces(self) -> Box<dyn Iterator<Item = Piece> + Send> {
        let name = self.name();
        match self.open() {
            Ok(reader) => pieces(&name, reader),
            Err(error) => Box::new(std::iter::once(Piece::broken(name, ArticleError::Unreadable(error)))),
        }
    }
}

/// A file that must not change while it is read: half of the old and half of the new text would be a text that nobody
/// wrote.
struct Watched {
    file: File,
    before: Metadata,
}

impl Watched {
    fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        Ok(Self { before: file.metadata()?, file })
    }
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(buffer)?;
        if length == 0 && !buffer.is_empty() && self.before.is_file() {
            let after = self.file.metadata()?;
            if after.len() != self.before.len() || after.modified().ok() != self.before.modified().ok() {
                return Err(io::Error::other("it changed while it was read"));
            }
        }
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changes_while_it_is_read_is_refused() {
        let path = std::env::temp_dir().join(format!("timeline-watched-{}", std::process::id()));
        std::fs::write(&path, "one").unwrap();
        let mut file = Watched::open(&path).unwrap();
        let mut buffer = [0; 2];
        file.read_exact(&mut buffer).unwrap();
        std::fs::write(&path, "one and more").unwrap();
        let rest = file.read_to_end(&mut Vec::new());
        std::fs::remove_file(&path).unwrap();
        assert_eq!(rest.unwrap_err().to_string(), "it changed while it was read");
    }
}
