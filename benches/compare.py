#!/usr/bin/env python3
"""Asks ten questions through `timeline query`, through hand-written SQL in the sqlite3 shell, and in DuckDB.

    cargo bench --bench events -- 1000000 /tmp/million
    cargo build --release
    python3 benches/compare.py [--cpu] [--only WORD] /tmp/million [target/release/timeline]

The folder holds `timeline.db`. DuckDB gets the same tables once, in `duck.db` beside it. Every question is asked
several times and the best time counts: whole process, files warm, rows into a file. The answers are compared row by
row. With --cpu the time is that of the processors, all of them together, for a machine that others keep busy; with
--only just the questions are asked whose names have that word in them.

What is not there (the sqlite3 shell, DuckDB, a word of the language) is said to be not compared. DuckDB's shell is
looked for on the path and beside the Python that runs this; without one, and with Python's module, it runs inside this
process, which spares it the start of a process. To have the shell for this script alone:

    python3 -m venv /tmp/duck && /tmp/duck/bin/pip install duckdb-cli
    /tmp/duck/bin/python benches/compare.py /tmp/million

Milliseconds of processor time at a million events, on two cores that others kept busy (timeline, SQLite 3.40, DuckDB
1.5 as a shell):

    certain range              5      3     62
    possible range             6      5     62
    two actors, one a hub      8      6    118
    incident then meeting    362   1606    843
    gaps of one actor          9      6     75
    count by year, type       21   1518    112
    full text                  5      4   1394
    nearest                   17      7    138
    anniversaries            231    207    139

SQL is written as somebody would write it who knows these tables, their indexes, and that all events of the generator
are points: begin and end are the same unknown day.
"""

import csv
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

TIMES = 5

HUB = "Russia"
OTHER = "Actor 0042"
ACTOR = "(SELECT id FROM actors WHERE name = '{}')"
DAY = {  # days since 1970-01-01
    "2001-03-01": 11382, "2001-03-15": 11396, "2001-03-31": 11412,
    "2010-01-01": 14610, "2010-12-31": 14974,
}
ORDER = "ORDER BY begin_earliest, end_latest, id"
MARCH = (DAY["2001-03-01"], DAY["2001-03-31"])

CERTAIN = (
    "SELECT id FROM events WHERE begin_earliest >= {} AND begin_earliest <= {} AND end_latest <= {} " + ORDER
).format(MARCH[0], MARCH[1], MARCH[1])
# Fast with an index only where the width of dates is bounded class by class.
POSSIBLE_SQLITE = (
    "SELECT id FROM ("
    + " UNION ALL ".join(
        f"SELECT id, begin_earliest, end_latest FROM events WHERE reach = {reach} "
        f"AND begin_earliest BETWEEN {MARCH[0] - days} AND {MARCH[1]} AND end_latest >= {MARCH[0]}"
        for reach, days in enumerate([0, 31, 366, 3660])
    )
    + f") {ORDER}"
)
POSSIBLE_DUCK = (
    f"SELECT id FROM events WHERE begin_earliest <= {MARCH[1]} AND end_latest >= {MARCH[0]} {ORDER}"
)
# The events of the seldom one are few, and each is looked up with the hub.
BOTH_SQLITE = (
    "SELECT e.id FROM (SELECT DISTINCT event FROM participants WHERE actor = " + ACTOR.format(OTHER) + ") o "
    "CROSS JOIN events e ON e.id = o.event WHERE EXISTS (SELECT 1 FROM participants p WHERE p.actor = "
    + ACTOR.format(HUB)
    + " AND p.event = e.id) "
    + ORDER
)
BOTH_DUCK = (
    "SELECT e.id FROM events e WHERE e.id IN (SELECT event FROM participants WHERE actor = "
    + ACTOR.format(OTHER)
    + ") AND e.id IN (SELECT event FROM participants WHERE actor = "
    + ACTOR.format(HUB)
    + ") "
    + ORDER
)
# Possible: x lies on some day of 2010, and y on the same day or one of the 30 behind it. How wide y is, is bounded class
# by class.
CHAIN_FIRST = (
    "SELECT id, begin_earliest, end_latest, max(begin_earliest, {0}) AS lo, min(end_latest, {1}) + 30 AS hi "
    "FROM events WHERE type = (SELECT id FROM types WHERE name = 'incident') "
).format(DAY["2010-01-01"], DAY["2010-12-31"])
CHAIN_SHARED = (
    "EXISTS (SELECT 1 FROM participants p JOIN participants q ON q.actor = p.actor "
    "WHERE p.event = x.id AND q.event = y.id) "
    "ORDER BY x.begin_earliest, x.end_latest, x.id, y.begin_earliest, y.end_latest, y.id"
)
CHAIN_SQLITE = (
    "WITH x AS ("
    + " UNION ALL ".join(
        CHAIN_FIRST
        + f"AND reach = {reach} AND begin_earliest BETWEEN {DAY['2010-01-01'] - days} AND {DAY['2010-12-31']} "
        + f"AND end_latest >= {DAY['2010-01-01']}"
        for reach, days in enumerate([0, 31, 366, 3660])
    )
    + ") SELECT x.id, y.id FROM x "
    "CROSS JOIN (SELECT 0 AS reach, 0 AS days UNION ALL VALUES (1, 31), (2, 366), (3, 3660)) r CROSS JOIN events y WHERE y.type = (SELECT id FROM types WHERE name = 'meeting') AND y.reach = r.reach "
    "AND y.begin_earliest BETWEEN x.lo - r.days AND x.hi AND y.end_latest >= x.lo AND y.id <> x.id AND " + CHAIN_SHARED
)
CHAIN_DUCK = (
    "WITH x AS ("
    + CHAIN_FIRST.replace("max(", "greatest(").replace("min(", "least(")
    + f"AND begin_earliest <= {DAY['2010-12-31']} AND end_latest >= {DAY['2010-01-01']}) "
    "SELECT x.id, y.id FROM x, events y WHERE y.type = (SELECT id FROM types WHERE name = 'meeting') "
    "AND y.begin_earliest <= x.hi AND y.end_latest >= x.lo AND y.id <> x.id AND " + CHAIN_SHARED
)
# At most: from behind the first day of one event to the last before a later one must have begun. At least: the longest
# run of days in it that no event touches.
GAPS = (
    "WITH mine AS (SELECT DISTINCT e.id, e.begin_earliest AS lo, e.end_latest AS hi FROM participants p "
    "JOIN events e ON e.id = p.event WHERE p.actor = " + ACTOR.format(OTHER) + "), "
    "bounded AS (SELECT lo, hi, min(hi) OVER (ORDER BY lo DESC, hi "
    "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS next FROM mine), "
    "long AS (SELECT lo + 1 AS begins, next - 1 AS ends FROM bounded WHERE hi < next AND next - lo - 1 > 365), "
    "runs AS (SELECT lo - 1 AS last, 1 + max(hi) OVER (ORDER BY lo, hi, id "
    "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS first FROM mine), "
    "inside AS (SELECT begins, ends, CASE WHEN first < begins THEN begins ELSE first END AS a, "
    "CASE WHEN last > ends THEN ends ELSE last END AS b FROM long LEFT JOIN runs "
    "ON first <= last AND first <= ends AND last >= begins) "
    "SELECT {begins}, {ends}, coalesce(max(b - a + 1), 0), ends - begins + 1 FROM inside GROUP BY begins, ends "
    "ORDER BY begins, ends"
)
GAPS_SQLITE = GAPS.format(begins="date(begins * 86400, 'unixepoch')", ends="date(ends * 86400, 'unixepoch')")
GAPS_DUCK = GAPS.format(
    begins="strftime(DATE '1970-01-01' + begins::INTEGER, '%Y-%m-%d')",
    ends="strftime(DATE '1970-01-01' + ends::INTEGER, '%Y-%m-%d')",
)
YEARS = (
    "WITH RECURSIVE placed AS (SELECT y AS year, z, begin_y, end_y, t, n FROM (SELECT {first} AS y, {last} AS z, "
    "{first} AS begin_y, {last} AS end_y, type AS t, count(*) AS n FROM events GROUP BY 1, 2, 3, 4, 5) d "
    "UNION ALL SELECT year + 1, z, begin_y, end_y, t, n FROM placed WHERE year < z) "
    "SELECT year, k.name, sum(CASE WHEN begin_y = end_y THEN n ELSE 0 END), sum(n) FROM placed "
    "JOIN types k ON k.id = t GROUP BY year, k.name ORDER BY year, k.name"
)
YEARS_SQLITE = YEARS.format(
    first="CAST(strftime('%Y', begin_earliest * 86400, 'unixepoch') AS INTEGER)",
    last="CAST(strftime('%Y', end_latest * 86400, 'unixepoch') AS INTEGER)",
)
YEARS_DUCK = YEARS.format(
    first="year(DATE '1970-01-01' + begin_earliest::INTEGER)", last="year(DATE '1970-01-01' + end_latest::INTEGER)"
)
TEXT_SQLITE = (
    "SELECT id FROM events WHERE id IN (SELECT rowid FROM events_text WHERE events_text MATCH '\"word777 harbour\"') "
    + ORDER
)
TEXT_DUCK = (
    "SELECT e.id FROM events e LEFT JOIN (SELECT event, string_agg(evidence, chr(10)) AS words FROM mentions "
    "GROUP BY event) m ON m.event = e.id WHERE regexp_matches(e.summary, '\\bword777 harbour\\b') "
    "OR regexp_matches(m.words, '\\bword777\\s+harbour\\b') " + ORDER
)
# As many behind the day and before it as are asked for, in the order of indexes, and all that touch it.
FAR = (
    "CASE WHEN begin_earliest > {0} THEN begin_earliest - {0} WHEN end_latest < {0} THEN {0} - end_latest ELSE 0 END, "
    "CASE WHEN end_latest - {0} > {0} - begin_earliest THEN end_latest - {0} ELSE {0} - begin_earliest END, "
    "begin_earliest, end_latest, id"
).format(DAY["2001-03-15"])
WITH_HUB = "EXISTS (SELECT 1 FROM participants p WHERE p.actor = " + ACTOR.format(HUB) + " AND p.event = e.id)"
NEAREST_SQLITE = (
    "SELECT id FROM (SELECT * FROM (SELECT id, begin_earliest, end_latest FROM events e WHERE begin_earliest > {0} "
    "AND {1} ORDER BY begin_earliest, end_latest, id LIMIT 5) UNION ALL SELECT * FROM (SELECT id, begin_earliest, "
    "end_latest FROM events e WHERE end_latest < {0} AND {1} ORDER BY end_latest DESC, begin_earliest, id LIMIT 5) "
    "UNION ALL {2}) ORDER BY {3} LIMIT 5"
).format(
    DAY["2001-03-15"],
    WITH_HUB,
    " UNION ALL ".join(
        f"SELECT id, begin_earliest, end_latest FROM events e WHERE reach = {reach} AND begin_earliest BETWEEN "
        f"{DAY['2001-03-15'] - days} AND {DAY['2001-03-15']} AND end_latest >= {DAY['2001-03-15']} AND {WITH_HUB}"
        for reach, days in enumerate([0, 31, 366, 3660])
    ),
    FAR,
)
NEAREST_DUCK = (
    "SELECT e.id FROM events e WHERE e.id IN (SELECT event FROM participants WHERE actor = " + ACTOR.format(HUB) + ") "
    f"ORDER BY {FAR} LIMIT 5"
)
# Of dates no wider than a year: those whose days hold a 7 December. Single days are found by their number.
ANNIVERSARY_SQLITE = (
    "WITH RECURSIVE y(year) AS (SELECT 1900 UNION ALL SELECT year + 1 FROM y WHERE year < 2019) "
    "SELECT id FROM (SELECT id, begin_earliest, end_latest FROM events WHERE reach = 0 AND begin_earliest IN "
    "(SELECT CAST(strftime('%s', year || '-12-07') AS INTEGER) / 86400 FROM y) UNION ALL "
    "SELECT id, begin_earliest, end_latest FROM events WHERE reach IN (1, 2) AND end_latest - begin_earliest <= 365 "
    "AND (date(begin_earliest * 86400, 'unixepoch') <= strftime('%Y', begin_earliest * 86400, 'unixepoch') || '-12-07' "
    "AND date(end_latest * 86400, 'unixepoch') >= strftime('%Y', begin_earliest * 86400, 'unixepoch') || '-12-07')) "
    + ORDER
)
ANNIVERSARY_DUCK = (
    "SELECT id FROM (SELECT *, make_date(year(DATE '1970-01-01' + begin_earliest::INTEGER), 12, 7) AS d FROM events) "
    "WHERE end_latest - begin_earliest <= 365 AND DATE '1970-01-01' + begin_earliest::INTEGER <= d "
    "AND DATE '1970-01-01' + end_latest::INTEGER >= d " + ORDER
)
EXPORT = (
    "SELECT e.id, e.date, date(e.begin_earliest * 86400, 'unixepoch'), date(e.end_latest * 86400, 'unixepoch'), "
    "e.precision, e.basis, t.name, t.class, e.realis, "
    "(SELECT group_concat(name, '; ') FROM (SELECT a.name FROM participants p JOIN actors a ON a.id = p.actor "
    "WHERE p.event = e.id AND p.role = 'from' ORDER BY p.place_in_text)), "
    "(SELECT group_concat(name, '; ') FROM (SELECT a.name FROM participants p JOIN actors a ON a.id = p.actor "
    "WHERE p.event = e.id AND p.role = 'to' ORDER BY p.place_in_text)), "
    "(SELECT group_concat(name, '; ') FROM (SELECT a.name FROM participants p JOIN actors a ON a.id = p.actor "
    "WHERE p.event = e.id GROUP BY a.id ORDER BY min(p.place_in_text))), "
    "l.name, e.summary, m.evidence, d.title, d.published, d.url, m.start_point, m.end_point "
    "FROM events e JOIN types t ON t.id = e.type LEFT JOIN places l ON l.id = e.place "
    "LEFT JOIN documents d ON d.id = e.document LEFT JOIN mentions m ON m.event = e.id AND m.best = 1 "
    "ORDER BY e.begin_earliest, e.end_latest, e.id"
)

# Name, query, SQLite, DuckDB.
QUESTIONS = [
    ("certain range", "events certainly in 2001-03 | show id", CERTAIN, CERTAIN),
    ("possible range", "events in 2001-03 | show id", POSSIBLE_SQLITE, POSSIBLE_DUCK),
    ("two actors, one a hub", f'events with {HUB} with "{OTHER}" | show id', BOTH_SQLITE, BOTH_DUCK),
    (
        "incident then meeting",
        "events type incident in 2010 | followed within 30 days by type meeting sharing actors | show a.id, b.id",
        CHAIN_SQLITE,
        CHAIN_DUCK,
    ),
    (
        "gaps of one actor",
        f'events with "{OTHER}" | gaps over 365 days | show begins, ends, at_least, at_most',
        GAPS_SQLITE,
        GAPS_DUCK,
    ),
    ("count by year, type", "events | count by year, type", YEARS_SQLITE, YEARS_DUCK),
    ("full text", 'events about "word777 harbour" | show id', TEXT_SQLITE, TEXT_DUCK),
    ("nearest", f"events with {HUB} | nearest 5 to 2001-03-15 | show id", NEAREST_SQLITE, NEAREST_DUCK),
    ("anniversaries", "events on --12-07 | show id", ANNIVERSARY_SQLITE, ANNIVERSARY_DUCK),
    ("export", "events", EXPORT, None),
]

TABLES = ["events", "participants", "mentions", "types", "actors"]


class Run:
    """One run of a program, its rows in a file: how long it took and how much memory it had at most."""

    def __init__(self, command, out):
        out.seek(0)
        out.truncate()
        with tempfile.TemporaryFile() as said:
            began = time.perf_counter()
            process = subprocess.Popen(command, stdout=out, stderr=said)
            _, status, used = os.wait4(process.pid, 0)
            self.wall = (time.perf_counter() - began) * 1e3
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0:
                said.seek(0)
                lines = said.read().decode(errors="replace").strip().split("\n")
                raise RuntimeError(lines[0] or f"it ended with {process.returncode}")
        self.cpu = (used.ru_utime + used.ru_stime) * 1e3
        self.megabytes = used.ru_maxrss / 1024


class Program:
    """Answers in CSV as a process of its own does."""

    def __init__(self, command, header):
        self.command, self.header = command, header
        self.out = tempfile.TemporaryFile()

    def run(self, question):
        return Run(self.command + [question], self.out)

    def rows(self):
        self.out.seek(0)
        rows = csv.reader(line.decode() for line in self.out)
        if self.header:
            next(rows)
        return rows


class DuckInside:
    """DuckDB as a module of Python, inside this process."""

    def __init__(self, connection):
        self.connection, self.found = connection, []

    def run(self, sql):
        run = object.__new__(Run)
        before, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
        self.found = self.connection.execute(sql).fetchall()
        after = resource.getrusage(resource.RUSAGE_SELF)
        run.wall = (time.perf_counter() - began) * 1e3
        run.cpu = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e3
        run.megabytes = after.ru_maxrss / 1024
        return run

    def rows(self):
        return iter([["" if cell is None else str(cell) for cell in row] for row in self.found])


def duck(folder, sqlite):
    """Returns DuckDB on the tables of the database, copied once."""
    beside = os.path.join(os.path.dirname(sys.executable), "duckdb")
    shell = shutil.which("duckdb") or shutil.which(beside)
    path = os.path.join(folder, "duck.db")
    if not shell:
        try:
            import duckdb
        except ImportError as error:
            raise RuntimeError("there is neither its shell nor Python's module; --help says how to get it") from error
    if not os.path.exists(path):
        if not sqlite:
            raise RuntimeError("its tables are copied with the sqlite3 shell, which is not there")
        statements, copies = [], []
        for table in TABLES:
            copy = os.path.join(folder, f"{table}.csv.passing")
            copies.append(copy)
            with open(copy, "wb") as out:
                sql = f"SELECT * FROM {table}"
                command = [sqlite, "-csv", "-header", os.path.join(folder, "timeline.db"), sql]
                subprocess.run(command, stdout=out, check=True)
            statements.append(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{copy}', header = true)")
        if shell:
            subprocess.run([shell, path, ";".join(statements)], check=True, capture_output=True)
        else:
            connection = duckdb.connect(path)
            for statement in statements:
                connection.execute(statement)
            connection.close()
        for copy in copies:
            os.remove(copy)
    if shell:
        return Program([shell, "-readonly", "-csv", "-noheader", path], False)
    return DuckInside(duckdb.connect(path, read_only=True))


def best(program, question, clock):
    """Returns the best time of several runs, in ms, and the most memory, in MB."""
    times, memory = [], 0
    for _ in range(TIMES):
        run = program.run(question)
        times.append(getattr(run, clock))
        memory = max(memory, run.megabytes)
        if sum(times) > 60_000:
            break
    return min(times), memory


def compared(ours, theirs):
    """Says whether two programs gave the same rows, holding one row of each."""
    number = 0
    while True:
        mine, other = next(ours, None), next(theirs, None)
        if mine != other:
            return f"DIFFERENT: row {number + 1} is {other}, ours {mine}"
        if mine is None:
            return f"{number} rows"
        number += 1


def first_row(command):
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as asked:
        asked.stdout.readline()
        asked.stdout.readline()
        return (time.perf_counter() - began) * 1e3


def main():
    arguments, only, clock = sys.argv[1:], "", "wall"
    if "--cpu" in arguments:
        arguments.remove("--cpu")
        clock = "cpu"
    if "--only" in arguments:
        at = arguments.index("--only")
        only = arguments[at + 1]
        del arguments[at : at + 2]
    if not arguments or arguments[0] in ("-h", "--help"):
        sys.exit(__doc__)
    folder = arguments[0]
    program = arguments[1] if len(arguments) > 1 else "target/release/timeline"
    database = os.path.join(folder, "timeline.db")
    if not os.path.exists(database):
        sys.exit(f"there is no {database}; `cargo bench --bench events -- 1000000 {folder}` makes it")
    if not shutil.which(program):
        sys.exit(f"there is no program {program}; `cargo build --release` makes it")
    shell = shutil.which("sqlite3")
    if not shell:
        print("sqlite3 is not compared: there is no sqlite3 (Debian and Ubuntu have it as the package sqlite3)")
    sqlite = Program([shell, "-csv", "-readonly", database], False) if shell else None
    try:
        duckdb = duck(folder, shell)
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        print(f"DuckDB is not compared: {error}")
        duckdb = None
    timeline = Program([program, "--db", database, "query", "--format", "csv"], True)
    print(f"{'question':<24}{'timeline':>11}{'sqlite3':>11}{'ratio':>7}{'duckdb':>11}{'ratio':>7}  answers")
    different = False
    for name, query, sqlite_sql, duck_sql in QUESTIONS:
        if only not in name:
            continue
        try:
            ours, memory = best(timeline, query, clock)
        except RuntimeError as error:
            print(f"{name:<24}not compared: {error}")
            continue
        line, said = f"{name:<24}{ours:>9.1f}ms", []
        for other, sql, them in (("sqlite3", sqlite_sql, sqlite), ("duckdb", duck_sql, duckdb)):
            if sql is None or them is None:
                line += f"{'-':>11}{'-':>7}"
                continue
            try:
                took, _ = best(them, sql, clock)
            except Exception as error:  # whatever another program says is told, and the next question asked
                line += f"{'-':>11}{'-':>7}"
                said.append(f"{other} failed: {str(error).splitlines()[0]}")
                continue
            line += f"{took:>9.1f}ms{ours / took:>7.2f}"
            said.append(f"{other}: {compared(timeline.rows(), them.rows())}")
            different |= "DIFFERENT" in said[-1]
        print(f"{line}  {'; '.join(said)}; {memory:.0f} MB", flush=True)
    if only in "first row":
        command = timeline.command + ["events"]
        print(f"{'first row of all':<24}{min(first_row(command) for _ in range(TIMES)):>9.1f}ms")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
