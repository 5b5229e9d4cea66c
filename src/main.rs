//! The `timeline` program: hands the command line to [`timeline::cli`] and its exit code to the system.

fn main() -> std::process::ExitCode {
    timeline::cli::main()
}
