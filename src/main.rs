//! The `timeline` program: hands the command line to [`timeline::cli`], with the REPL for who gives no
//! command, and the exit code to the system.

fn main() -> std::process::ExitCode {
    timeline::cli::main(timeline::repl::run)
}
