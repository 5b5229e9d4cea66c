//! Transcripts of the command line. What stands in `NAME.out` is how `NAME.in` must look afterwards.

#[test]
fn transcripts_run_as_written() {
    let cases = trycmd::TestCases::new();
    cases.case("tests/cli/*.trycmd").env("NO_COLOR", "1");
    // Whoever runs the tests may have a database of their own.
    cases.env("TIMELINE_DB", "timeline.db");
}
