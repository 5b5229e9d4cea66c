//! A module imports only from those above it in `src/lib.rs`.

use std::fs;
use std::path::Path;

use ignore::WalkBuilder;

/// Returns the modules in the order in which `lib.rs` names them.
fn order(lib: &str) -> Vec<&str> {
    lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect()
}

/// Returns what a line of code names behind `crate::`. Of a group (`use crate::{a, b}`) that is nothing: a line says one
/// module, here as elsewhere.
fn named(line: &str) -> Vec<&str> {
    let code = line.split("//").next().unwrap_or_default();
    let in_name = |c: char| c.is_alphanumeric() || c == '_';
    let found = code.match_indices("crate::").filter(|(at, _)| !code[..*at].ends_with(in_name));
    found
        .map(|(at, word)| code[at + word.len()..].split(|c| !in_name(c)).next().unwrap_or_default())
        .collect()
}

/// Returns what is wrong with the file of a module: line, and the module that stands below.
fn violations(order: &[&str], module: &str, text: &str) -> Vec<String> {
    let place = |name: &str| order.iter().position(|m| *m == name);
    let own = place(module).unwrap_or_else(|| panic!("src/lib.rs does not name the module {module}"));
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for name in named(line) {
            if place(name).is_none_or(|at| at > own) {
                found.push(format!("{}: {module} imports {name}", number + 1));
            }
        }
    }
    found
}

#[test]
fn a_module_imports_only_from_those_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = fs::read_to_string(root.join("lib.rs")).unwrap();
    let order = order(&lib);
    assert!(order.len() > 10, "lib.rs is read: {order:?}");
    let mut found = Vec::new();
    for entry in WalkBuilder::new(&root).sort_by_file_name(std::ffi::OsStr::cmp).build() {
        let path = entry.unwrap().into_path();
        let inside = path.strip_prefix(&root).unwrap();
        if path.extension().is_none_or(|end| end != "rs") || inside == Path::new("lib.rs") {
            continue;
        }
        // `main.rs` stands on top of all: it may call whatever it likes.
        let top = inside.iter().next().unwrap().to_str().unwrap();
        let module = top.strip_suffix(".rs").unwrap_or(top);
        if module != "main" {
            let text = fs::read_to_string(&path).unwrap();
            found.extend(
                violations(&order, module, &text).iter().map(|v| format!("src/{}:{v}", inside.display())),
            );
        }
    }
    assert!(found.is_empty(), "these import what stands below them in src/lib.rs:\n{}", found.join("\n"));
}

#[test]
fn what_looks_down_is_seen() {
    let order = order("//! Text.\npub mod text;\n\npub mod date;\npub mod event;\n");
    assert_eq!(order, ["text", "date", "event"]);
    for (module, text, expected) in [
        ("date", "use crate::text::Span;", vec![]),
        ("date", "use crate::date::Day;\n// crate::event is not looked at\n", vec![]),
        ("date", "//! See [`crate::event`].\n\nuse crate::event::Event;", vec!["3: date imports event"]),
        (
            "text",
            "let day = crate::date::parse(crate::event::x());",
            vec!["1: text imports date", "1: text imports event"],
        ),
        ("date", "pub(super) use crate::{text::Span, event::{Event, Role}};", vec!["1: date imports "]),
        ("date", "use crate::Unnamed;", vec!["1: date imports Unnamed"]),
    ] {
        assert_eq!(violations(&order, module, text), expected, "{module}: {text}");
    }
}
