//! A statement written in the user's own editor.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Opens `text` in the user's editor and returns what it was made: `$VISUAL` or `$EDITOR` as the shell reads it, `vi`
/// where neither is set.
///
/// # Errors
///
/// Fails where the editor cannot be started or says that it failed.
pub(super) fn edit(text: &str) -> io::Result<String> {
    let draft = Draft::new(text)?;
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    let editor =
        named.into_iter().find(|editor| !editor.trim().is_empty()).unwrap_or_else(|| "vi".to_owned());
    let status = if cfg!(windows) {
        Command::new("cmd").args(["/C", &editor]).arg(&draft.0).status()?
    } else {
        // The file is an argument of its own, so that the shell does not read its name.
        Command::new("sh").args(["-c", &format!("{editor} \"$1\""), "sh"]).arg(&draft.0).status()?
    };
    if !status.success() {
        return Err(io::Error::other(format!("{editor} failed")));
    }
    fs::read_to_string(&draft.0)
}

/// A file that is gone when it is no longer needed.
struct Draft(PathBuf);

impl Draft {
    fn new(text: &str) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let folder = std::env::temp_dir();
        let process = std::process::id();
        for number in 0..100 {
            let path: &Path = &folder.join(format!("timeline-{process}-{number}.txt"));
            match options.open(path) {
                Ok(mut file) => {
                    let draft = Self(path.to_owned());
                    file.write_all(text.as_bytes())?;
                    return Ok(draft);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::other("no name is left for a temporary file"))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
