use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Where the text of a document is to be read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    StandardInput,
    File(PathBuf),
    /// Something that could not even be looked at, with what the system says.
    Nowhere(PathBuf, String),
}

/// Returns every file that the paths stand for, in their order: `-` is standard input, a folder is all files in it and
/// below it by name, without the hidden ones. `except` and the files SQLite keeps beside it are passed over.
pub(super) fn sources(paths: &[PathBuf], except: Option<&Path>) -> impl Iterator<Item = Source> + Send {
    let except = except.and_then(|path| path.canonicalize().ok());
    let paths = paths.to_vec();
    paths.into_iter().flat_map(move |path| -> Box<dyn Iterator<Item = Source> + Send> {
        if path.as_os_str() == "-" {
            return Box::new(std::iter::once(Source::StandardInput));
        }
        if !path.is_dir() {
            return Box::new(std::iter::once(Source::File(path)));
        }
        let except = except.clone();
        let walk = WalkDir::new(&path).sort_by_file_name().into_iter().filter_entry(|entry| {
            entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
        });
        Box::new(walk.filter_map(move |entry| match entry {
            Ok(entry) if entry.path().is_dir() => None,
            Ok(entry) if except.as_deref().is_some_and(|e| is_part_of(entry.path(), e)) => None,
            // A pipe that happens to lie there would be waited for, a device read for ever.
            Ok(entry) if entry.path().metadata().is_ok_and(|m| !m.is_file()) => {
                Some(Source::Nowhere(entry.into_path(), "it is no regular file".to_owned()))
            }
            Ok(entry) => Some(Source::File(entry.into_path())),
            Err(error) => {
                let reason = error.io_error().map_or_else(|| error.to_string(), reason);
                Some(Source::Nowhere(error.path().unwrap_or(&path).into(), reason))
            }
        }))
    })
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

    /// Reads all bytes, or returns why not.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let read = match self {
            Self::StandardInput => io::stdin().lock().read_to_end(&mut bytes),
            Self::File(path) => File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)),
            Self::Nowhere(_, reason) => return Err(reason.clone()),
        };
        read.map(|_| bytes).map_err(|error| reason(&error))
    }
}

/// Says in a few words why a file cannot be read, without the system's error number.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        _ => {
            let words = error.to_string();
            words.split(" (os error").next().unwrap_or(&words).to_owned()
        }
    }
}
