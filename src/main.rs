//! The `timeline` program: hands the command line to [`timeline::cli`], with the REPL for who gives no
//! command, and the exit code to the system.

/// Reading articles is many small allocations on several cores.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    timeline::cli::main(timeline::repl::run)
}
