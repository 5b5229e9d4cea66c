//! Where typed lines are remembered.

use std::fs;
use std::io;
use std::path::PathBuf;

/// Returns the history file, made if it is not there and readable by its owner alone; `None` where the system has no
/// place for it.
///
/// The place is the user's data folder: `$XDG_DATA_HOME` or `~/.local/share` (XDG Base Directory Specification),
/// `~/Library/Application Support` on macOS, `%LOCALAPPDATA%` on Windows.
pub(super) fn file() -> Option<io::Result<PathBuf>> {
    let folder = data_folder()?.join("timeline");
    Some(make(folder))
}

fn make(folder: PathBuf) -> io::Result<PathBuf> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    let file = folder.join("history");
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
        builder.mode(0o700);
        options.mode(0o600);
        builder.create(&folder)?;
        let opened = options.open(&file)?;
        // A file that was there already may have been open to others.
        opened.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    #[cfg(not(unix))]
    {
        builder.create(&folder)?;
        options.open(&file)?;
    }
    Ok(file)
}

fn data_folder() -> Option<PathBuf> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if cfg!(windows) {
        return absolute("LOCALAPPDATA");
    }
    if let Some(folder) = absolute("XDG_DATA_HOME") {
        return Some(folder);
    }
    let home = absolute("HOME")?;
    Some(home.join(if cfg!(target_os = "macos") { "Library/Application Support" } else { ".local/share" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn the_file_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("timeline");
        let file = make(inner.clone()).unwrap();
        let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file), mode(&inner)), (0o600, 0o700));
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(mode(&make(inner).unwrap()), 0o600);
    }
}
