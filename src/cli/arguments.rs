use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::date::{self, Edtf};
use crate::query::Format;
use crate::session::Selection;

const EXAMPLES: &str = "\
Examples:
  timeline import articles/                   read all files of a folder into timeline.db
  timeline query 'events with NATO in 2014'   ask
  timeline query 'events since 1990 | count by year'
  timeline show 3                             one event, and the sentence that says so
  timeline query --from articles/ 'events'    ask files directly; nothing is kept
  timeline                                    ask question after question

Results go to standard output, everything else to standard error.

Exit codes:
  0    done; no rows is done
  1    something went wrong or was left out
  2    the command or the query was not understood
  130  interrupted";

/// Finds the dated events in articles and answers questions about them, offline
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES, propagate_version = true, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options for every command")]
pub(super) struct Global {
    /// Keep the database in this file
    #[arg(long, global = true, value_name = "FILE", env = "TIMELINE_DB", default_value = "timeline.db")]
    pub(super) db: PathBuf,
    /// Add the word lists of this folder to the built-in ones
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) lexicon: Option<PathBuf>,
    /// Use colour; auto does so on a terminal where NO_COLOR is not set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Import(Import),
    Load(Load),
    Query(Query),
    Show(Show),
    Documents(Documents),
    Document(Document),
    Event(Event),
    Annotate(Annotate),
    Lexicon(LexiconCommand),
    Explain(Explain),
    Sql(Sql),
    Save(Save),
    Saved(Saved),
    Period(Period),
    Periods(Periods),
    Completions(Completions),
    Man(Man),
}

/// Read articles and keep their events in the database
///
/// Takes plain text in any encoding, Markdown, HTML, mail (.eml, .mhtml, mbox), PDF with a text layer, RSS and Atom, JSON Lines
/// and JSON with the fields text, date, title and url, CSV with columns of these names, WARC, and any of these packed
/// with gzip or zstd. They are recognised by what is in them. Every document gets a line: the date it was given and how
/// that is known, the events found, how often words that name an event were passed over and why, and how many
/// sentences have a date but no event. A text that the database has already changes nothing; a file whose text has changed replaces what was found in it before. A file that cannot be read gets its
/// reason on standard error, the others are imported, and the exit code is 1.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  timeline import article.txt
  timeline import articles/ more/               folders with everything below them
  timeline import --date 1962-10-23 dispatch.txt
  timeline import --date 1962-10 dispatch.txt   only the month is known
  timeline import --include '*.html' --exclude 'drafts/**' archive/
  timeline import export.jsonl pages.warc.gz    many articles in one file
  curl -s https://example.org/feed | timeline import -")]
pub(super) struct Import {
    /// Read these files and folders; - is standard input
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// Say when the documents were written, instead of finding it in the text: 2016-04-20, 2016-04, 201X …
    #[arg(long, value_name = "EDTF", value_parser = edtf)]
    pub(super) date: Option<Edtf>,
    /// Of folders, read only files that fit this glob. May be given again
    #[arg(long, value_name = "GLOB", value_parser = glob)]
    pub(super) include: Vec<String>,
    /// Of folders, leave out files that fit this glob. May be given again
    #[arg(long, value_name = "GLOB", value_parser = glob)]
    pub(super) exclude: Vec<String>,
    /// Of folders, leave out what their .gitignore files name
    #[arg(long)]
    pub(super) gitignore: bool,
}

/// Load events from a table into the database
///
/// Takes CSV and JSON Lines: what `query` exports, or any table with a row an event. An export restores dates with
/// their basis, participants, places, evidence with its place in the text, and the documents by title, address and
/// date; the texts of the documents are not in it. JSON Lines restore every claim of an event, the words that name it,
/// the rules and explanations too. Rows that are damaged, or in the table or the database already, are told on
/// standard error with line and reason, and then nothing is loaded, unless --keep-going.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  timeline query 'events | as jsonl' > events.jsonl
  timeline --db copy.db load events.jsonl
  timeline load conflicts.csv --map date=event_date,type=sub_event_type,summary=notes,place=location
  timeline load --keep-going --date-order dmy crises.csv

Columns of ours: id, date, earliest, latest, precision, basis, type, class, realis, from, to, participants, place,
summary, evidence, document, published, url, start, end, explanation. One of date, type and summary is enough.
Several names in one cell stand apart by ; (from, to, participants).")]
pub(super) struct Load {
    /// Read this table; - is standard input
    #[arg(value_name = "FILE")]
    pub(super) path: PathBuf,
    /// Say which column holds what, where they are not called as ours: date=event_date,type=kind
    #[arg(long, value_name = "OURS=THEIRS", value_delimiter = ',')]
    pub(super) map: Vec<String>,
    /// Keep the good rows where others are refused
    #[arg(long)]
    pub(super) keep_going: bool,
    /// Say how 4/5/2016 is to be read
    #[arg(long, value_name = "ORDER")]
    pub(super) date_order: Option<Order>,
}

/// In which order figures name day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Order {
    /// 28/06/1914
    Dmy,
    /// 06/28/1914
    Mdy,
}

/// Ask a question and print the rows
///
/// A question is `events`, conditions, and perhaps stages behind `|`. Put it in single quotes, so that the shell leaves
/// it alone. A date that is not known to the day may only possibly fit; such rows are marked ~, and `certainly` leaves
/// them out.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  timeline query 'events with NATO with Russia'
  timeline query 'events type meeting, visit since 2014'
  timeline query 'events certainly in 2014-04 | show date, type, summary, evidence'
  timeline query 'events from Russia to Ukraine | count by year'
  timeline query 'events between 1962-10-16 and 1962-10-28 | as csv' > crisis.csv
  timeline query --format jsonl 'events planned' | jq .date
  timeline query --from articles/ --from notes.txt 'events at Geneva'")]
pub(super) struct Query {
    /// Ask this
    #[arg(value_name = "QUERY")]
    pub(super) query: String,
    /// Ask these files and folders instead of the database; keep nothing. May be given again
    #[arg(long, value_name = "PATH")]
    pub(super) from: Vec<PathBuf>,
    /// With --from, say when the documents were written
    #[arg(long, value_name = "EDTF", value_parser = edtf, requires = "from")]
    pub(super) date: Option<Edtf>,
    /// Write the rows as table, list, csv, tsv, jsonl, json, markdown, chart or gantt, whatever the query says
    #[arg(long, short, value_name = "FORMAT", value_parser = format)]
    pub(super) format: Option<Format>,
    /// Write the rows to this file; its ending chooses the format where nothing else does
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// Show one event whole: date, how it is known, who, where, and the evidence
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  timeline show 3
  timeline query 'events type summit | show id, date, summary'   find the number")]
pub(super) struct Show {
    /// Show the event with this number
    #[arg(value_name = "N", value_parser = number)]
    pub(super) number: i64,
}

/// List the documents with their dates
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  timeline documents
  timeline documents --undated                  those whose day only you can tell
  timeline document set 7 --date 2016-04-20     tell it")]
pub(super) struct Documents {
    /// List only those whose day of writing is not known
    #[arg(long)]
    pub(super) undated: bool,
    /// Write the rows as table, list, csv, tsv, jsonl, json, markdown, chart or gantt
    #[arg(long, short, value_name = "FORMAT", value_parser = format, default_value = "table")]
    pub(super) format: Format,
}

/// Change what is known of one document
#[derive(Debug, Args)]
pub(super) struct Document {
    #[command(subcommand)]
    pub(super) change: DocumentChange,
}

#[derive(Debug, Subcommand)]
pub(super) enum DocumentChange {
    /// Say when a document was written, and date anew what hangs on it
    #[command(after_help = "\
Examples:
  timeline documents --undated                  find the number
  timeline document set 7 --date 2016-04-20
  timeline document set 7 --date 2016-04        only the month is known")]
    Set {
        /// Change the document with this number
        #[arg(value_name = "N", value_parser = number)]
        number: i64,
        /// Say when it was written
        #[arg(long, value_name = "EDTF", value_parser = edtf)]
        date: Edtf,
    },
}

/// Change what is known of one event
#[derive(Debug, Args)]
pub(super) struct Event {
    #[command(subcommand)]
    pub(super) change: EventChange,
}

#[derive(Debug, Subcommand)]
pub(super) enum EventChange {
    /// Say that one mention tells of another happening than the rest, and make that an event of its own
    ///
    /// Mentions in one or several documents are joined to one event where type, parties, place and date agree. Where
    /// that is wrong, this undoes it, and importing the documents again keeps it so as long as the sentence is the same.
    #[command(after_help = "\
Examples:
  timeline show 12                              the mentions are numbered
  timeline event split 12 --mention 3")]
    Split {
        /// Change the event with this number
        #[arg(value_name = "N", value_parser = number)]
        number: i64,
        /// Take out this mention, by its number in `timeline show N`
        #[arg(long, value_name = "M")]
        mention: usize,
    },
}

/// Print what is found in a text, without a database
///
/// Shows the document date, every time expression with what it refers to, and every event. With --format jsonl each
/// document becomes one JSON object on a line; start and end count Unicode code points of the text, end exclusive.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  timeline annotate article.txt
  echo 'They met in Geneva on 19 November 1985.' | timeline annotate
  timeline annotate --format jsonl articles/ > found.jsonl
  timeline annotate --input jsonl --format jsonl records.jsonl

With --input jsonl every line of a file is a record: {\"id\", \"text\", \"date\", \"title\", \"url\"};
date, title and url may be null or absent.")]
pub(super) struct Annotate {
    /// Read these files and folders; - is standard input
    #[arg(value_name = "PATH", default_value = "-")]
    pub(super) paths: Vec<PathBuf>,
    /// Write tables for a person, one JSON object a line, or each text as a TimeML document
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    pub(super) format: AnnotationFormat,
    /// Read each file as one text, or as one record a line
    #[arg(long, value_name = "KIND", default_value = "text")]
    pub(super) input: InputKind,
    /// Say when the documents were written; a record's own date counts for more
    #[arg(long, value_name = "EDTF", value_parser = edtf)]
    pub(super) date: Option<Edtf>,
    /// Show also what names an event and tells of none, and why: negated, hypothetical, denied, cancelled …
    #[arg(long)]
    pub(super) skipped: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum AnnotationFormat {
    Table,
    Jsonl,
    Timeml,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum InputKind {
    Text,
    Jsonl,
}

/// Ask the word lists, or check your own
#[derive(Debug, Args)]
pub(super) struct LexiconCommand {
    #[command(subcommand)]
    pub(super) question: LexiconQuestion,
}

#[derive(Debug, Subcommand)]
pub(super) enum LexiconQuestion {
    /// Check the word lists of a folder and name every fault with file and line
    ///
    /// A list is a tab-separated file. actors.tsv stands in the place of the program's list of that name, actors.mine.tsv
    /// adds to it. The exit code is 1 where there is a fault.
    #[command(after_help = "\
Examples:
  timeline lexicon check lists/
  timeline --lexicon lists/ import articles/    use them")]
    Check {
        /// Check the lists of this folder
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Say who or what a name is on a day, and why
    #[command(after_help = "\
Examples:
  timeline lexicon which Lavrov --on 1999-05-01
  timeline lexicon which Russia --on 1985
  timeline lexicon which 'Soviet foreign minister' --on 1985-11-19
  timeline lexicon which Moscow")]
    Which {
        /// Look up this name
        #[arg(value_name = "NAME")]
        name: String,
        /// Say what it was on this day, in this month or year
        #[arg(long, value_name = "EDTF", value_parser = edtf)]
        on: Option<Edtf>,
    },
}

/// Say how a question is understood and how it will be answered
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  timeline explain 'events before 2014-04-15'
  timeline explain 'events with Moscow not planned'")]
pub(super) struct Explain {
    /// Explain this
    #[arg(value_name = "QUERY")]
    pub(super) query: String,
}

/// Print the SQL of a question, for any SQLite tool
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  timeline sql 'events in 2016' | sqlite3 timeline.db

The views chronology, claims and articles show the same data with names and ISO dates:
  sqlite3 timeline.db 'SELECT earliest, type, summary FROM chronology'")]
pub(super) struct Sql {
    /// Translate this
    #[arg(value_name = "QUERY")]
    pub(super) query: String,
}

/// Keep a query under a name; @NAME then begins a question with it
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  timeline save @baltic 'events type incident at \"Baltic Sea\" since 2014'
  timeline query '@baltic with Russia | count by year'
  timeline save @baltic 'events at \"Baltic Sea\"'   in the place of the one before
  timeline save @baltic --delete")]
pub(super) struct Save {
    /// Keep it under this name: one word, with or without @ before it
    #[arg(value_name = "@NAME")]
    pub(super) name: String,
    /// Keep this
    #[arg(value_name = "QUERY", required_unless_present = "delete")]
    pub(super) query: Option<String>,
    /// Forget the query of that name
    #[arg(long, conflicts_with = "query")]
    pub(super) delete: bool,
}

/// List the saved queries
#[derive(Debug, Args)]
pub(super) struct Saved {
    /// Write the rows as table, list, csv, tsv, jsonl, json or markdown
    #[arg(long, short, value_name = "FORMAT", value_parser = format, default_value = "table")]
    pub(super) format: Format,
}

/// Give a period a name that stands for its dates
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  timeline period \"Georgia war\" 2008-08-07/2008-08-12
  timeline query 'events overlapping \"Georgia war\"'
  timeline period \"Georgia war\" --delete

The word lists name about a thousand wars, treaties, conferences and summits; timeline periods lists them.")]
pub(super) struct Period {
    /// Name it so
    #[arg(value_name = "NAME")]
    pub(super) name: String,
    /// It is this date, or from the one to the other: 1962-10, 2008-08-07/2008-08-12
    #[arg(value_name = "EDTF", value_parser = edtf, required_unless_present = "delete")]
    pub(super) date: Option<Edtf>,
    /// Forget the period of that name
    #[arg(long, conflicts_with = "date")]
    pub(super) delete: bool,
}

/// List the named periods
#[derive(Debug, Args)]
pub(super) struct Periods {
    /// List only those named in this database
    #[arg(long)]
    pub(super) own: bool,
    /// Write the rows as table, list, csv, tsv, jsonl, json or markdown
    #[arg(long, short, value_name = "FORMAT", value_parser = format, default_value = "table")]
    pub(super) format: Format,
}

/// Print the completion script of a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  timeline completions bash > ~/.local/share/bash-completion/completions/timeline
  timeline completions fish > ~/.config/fish/completions/timeline.fish")]
pub(super) struct Completions {
    /// Write it for this shell
    #[arg(value_name = "SHELL")]
    pub(super) shell: Shell,
}

/// Print the manual page, of the program or of one command
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  timeline man > timeline.1
  timeline man query | man -l -")]
pub(super) struct Man {
    /// Describe this command
    #[arg(value_name = "COMMAND")]
    pub(super) command: Option<String>,
}

fn edtf(text: &str) -> Result<Edtf, String> {
    date::parse(text).map_err(|error| error.reason)
}

fn glob(text: &str) -> Result<String, String> {
    Selection::new(&[text.to_owned()], &[], false).map(|_| text.to_owned())
}

fn number(text: &str) -> Result<i64, String> {
    let digits = text.strip_prefix('#').unwrap_or(text);
    digits.parse().map_err(|_| "expected a number, such as 12 or #12".to_owned())
}

fn format(name: &str) -> Result<Format, String> {
    Format::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        format!("expected {}", names.join(", "))
    })
}
