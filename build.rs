//! Reads the word lists of `seeds/` and writes them down as the program uses them: words numbered, names cut into words,
//! dates counted in days. What is wrong with a list is an error of the build, with its file and line.

// The reading is the program's own; here only a part of it is used.
#[allow(dead_code, unreachable_pub, unused_imports, unexpected_cfgs, clippy::all)]
#[path = "src/date/mod.rs"]
mod date;
#[allow(dead_code, unreachable_pub, unused_imports, unexpected_cfgs, clippy::all)]
#[path = "src/lexicon/mod.rs"]
mod lexicon;
#[allow(dead_code, unreachable_pub, unused_imports, unexpected_cfgs, clippy::all)]
#[path = "src/text/mod.rs"]
mod text;

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The sources and lists above are part of this script, and cargo builds it anew where one of them changes.
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(lexicon_built)");
    println!("cargo::rustc-cfg=lexicon_built");
    let lexicon = lexicon::Lexicon::of_seeds().inspect_err(|error| println!("cargo::error=seeds/{error}"))?;
    let out = std::env::var("OUT_DIR")?;
    std::fs::write(Path::new(&out).join("lexicon.bin"), postcard::to_allocvec(&lexicon)?)?;
    Ok(())
}
