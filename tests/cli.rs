//! Transcripts of the command line. What stands in `NAME.out` is how `NAME.in` must look afterwards.

#[test]
fn transcripts_run_as_written() {
    let cases = trycmd::TestCases::new();
    cases.case("tests/cli/*.trycmd").env("NO_COLOR", "1");
    // Whoever runs the tests may have a database of their own.
    cases.env("TIMELINE_DB", "timeline.db");
}

#[test]
fn the_tour_of_the_readme_runs_as_written() {
    let folder = tempfile::TempDir::new().unwrap();
    let database = folder.path().join("timeline.db");
    let cases = trycmd::TestCases::new();
    // It runs where the sample articles are, and keeps its database elsewhere.
    cases.case("README.md").env("NO_COLOR", "1").env("TIMELINE_DB", database.to_str().unwrap());
    drop(cases); // it is now that they run, while there is a folder
}
