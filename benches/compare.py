#!/usr/bin/env python3
"""Asks ten questions through `timeline query`, through hand-written SQL in the sqlite3 shell, and in DuckDB.

    cargo bench --bench events -- 1000000 /tmp/million
    cargo build --release
    python3 benches/compare.py [--cpu] /tmp/million [target/release/timeline]

The folder holds `timeline.db`. DuckDB gets the same tables once, in `duck.db` beside it. Every question is asked
several times and the best time counts: whole process, files warm. The answers are compared row by row. What is not
there (the sqlite3 shell, DuckDB, a word of the language) is said to be not compared. DuckDB runs as its shell where
there is one, else inside one Python process, which spares it the start of a process. With --cpu the time is that of the
processors, all of them together, for a machine that others keep busy.
"""

import csv
import io
import os
import resource
import shutil
import subprocess
import sys
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

# All events are points, so that begin and end have the same two corners.
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
BOTH = (
    "SELECT e.id FROM events e WHERE e.id IN (SELECT event FROM participants WHERE actor = "
    + ACTOR.format(OTHER)
    + " INTERSECT SELECT event FROM participants WHERE actor = "
    + ACTOR.format(HUB)
    + ") "
    + ORDER
)
# Possible: y may come after x, and may lie within 30 days of it.
CHAIN = (
    "SELECT count(*) FROM (SELECT DISTINCT x.id, y.id AS other FROM events x "
    "JOIN participants p ON p.event = x.id JOIN participants q ON q.actor = p.actor "
    "JOIN events y ON y.id = q.event "
    "WHERE x.type = (SELECT id FROM types WHERE name = 'incident') "
    f"AND x.begin_latest >= {DAY['2010-01-01']} AND x.end_earliest <= {DAY['2010-12-31']} "
    "AND y.type = (SELECT id FROM types WHERE name = 'meeting') "
    "AND y.begin_latest >= x.end_earliest AND y.begin_earliest - x.end_latest <= 30 AND y.id <> x.id) pairs"
)
GAPS = (
    "WITH mine AS (SELECT DISTINCT e.id, e.begin_earliest, e.end_latest FROM participants p "
    "JOIN events e ON e.id = p.event WHERE p.actor = " + ACTOR.format(OTHER) + "), "
    "seen AS (SELECT begin_earliest, max(end_latest) OVER (ORDER BY begin_earliest, end_latest, id "
    "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS until FROM mine) "
    "SELECT count(*) FROM seen WHERE begin_earliest - until - 1 > 365"
)
YEARS = (
    "WITH RECURSIVE placed AS (SELECT y AS year, z, begin_y, end_y, t, n FROM (SELECT {first} AS y, {last} AS z, "
    "{first} AS begin_y, {last} AS end_y, type AS t, count(*) AS n FROM events GROUP BY 1, 2, 3, 4, 5) d "
    "UNION ALL SELECT year + 1, z, begin_y, end_y, t, n FROM placed WHERE year < z) "
    "SELECT year, k.name, sum(CASE WHEN begin_y = end_y THEN n ELSE 0 END), sum(n) FROM placed "
    "JOIN types k ON k.id = t GROUP BY year, k.name ORDER BY year, sum(n) DESC, sum(3) DESC, k.name"
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
NEAREST = (
    "SELECT e.id FROM events e WHERE e.id IN (SELECT event FROM participants WHERE actor = " + ACTOR.format(HUB) + ") "
    "ORDER BY CASE WHEN begin_earliest > {0} THEN begin_earliest - {0} WHEN end_latest < {0} THEN {0} - end_latest "
    "ELSE 0 END, CASE WHEN end_latest - {0} > {0} - begin_earliest THEN end_latest - {0} ELSE {0} - begin_earliest "
    "END, begin_earliest, end_latest, id LIMIT 5"
).format(DAY["2001-03-15"])
# Of dates no wider than a year: those whose days hold a 7 December.
ANNIVERSARY_SQLITE = (
    "SELECT id FROM events WHERE end_latest - begin_earliest <= 365 AND "
    "(date(begin_earliest * 86400, 'unixepoch') <= strftime('%Y', begin_earliest * 86400, 'unixepoch') || '-12-07' "
    "AND date(end_latest * 86400, 'unixepoch') >= strftime('%Y', begin_earliest * 86400, 'unixepoch') || '-12-07') "
    + ORDER
)
ANNIVERSARY_DUCK = (
    "SELECT id FROM (SELECT *, make_date(year(DATE '1970-01-01' + begin_earliest::INTEGER), 12, 7) AS d FROM events) "
    "WHERE end_latest - begin_earliest <= 365 AND DATE '1970-01-01' + begin_earliest::INTEGER <= d "
    "AND DATE '1970-01-01' + end_latest::INTEGER >= d " + ORDER
)
EXPORT = (
    "SELECT e.id, e.date, {day}, {last}, e.precision, e.basis, t.name, t.class, e.realis, "
    "(SELECT {agg} FROM (SELECT a.name FROM participants p JOIN actors a ON a.id = p.actor "
    "WHERE p.event = e.id AND p.role = 'from' ORDER BY p.place_in_text) x), "
    "(SELECT {agg} FROM (SELECT a.name FROM participants p JOIN actors a ON a.id = p.actor "
    "WHERE p.event = e.id AND p.role = 'to' ORDER BY p.place_in_text) x), "
    "(SELECT {agg} FROM (SELECT a.name FROM participants p JOIN actors a ON a.id = p.actor "
    "WHERE p.event = e.id GROUP BY a.id, a.name ORDER BY min(p.place_in_text)) x), "
    "l.name, e.summary, m.evidence, d.title, d.published, d.url, m.start_point, m.end_point "
    "FROM events e JOIN types t ON t.id = e.type LEFT JOIN places l ON l.id = e.place "
    "LEFT JOIN documents d ON d.id = e.document LEFT JOIN mentions m ON m.event = e.id AND m.best = 1 "
    "ORDER BY e.begin_earliest, e.end_latest, e.id"
)
EXPORT_SQLITE = EXPORT.format(
    day="date(e.begin_earliest * 86400, 'unixepoch')",
    last="date(e.end_latest * 86400, 'unixepoch')",
    agg="group_concat(name, '; ')",
)

# Name, query, SQLite, DuckDB. An answer of which only the number of rows can be compared has SQL that counts.
QUESTIONS = [
    ("certain range", "events certainly in 2001-03 | show id", CERTAIN, CERTAIN),
    ("possible range", "events in 2001-03 | show id", POSSIBLE_SQLITE, POSSIBLE_DUCK),
    ("two actors, one a hub", f'events with {HUB} with "{OTHER}" | show id', BOTH, BOTH),
    (
        "incident then meeting",
        "events type incident in 2010 | followed within 30 days by type meeting sharing actors",
        CHAIN,
        CHAIN,
    ),
    ("gaps of one actor", f'events with "{OTHER}" | gaps over 365 days', GAPS, GAPS),
    ("count by year, type", "events | count by year, type", YEARS_SQLITE, YEARS_DUCK),
    ("full text", 'events about "word777 harbour" | show id', TEXT_SQLITE, TEXT_DUCK),
    ("nearest", f"events with {HUB} | nearest 5 to 2001-03-15 | show id", NEAREST, NEAREST),
    ("anniversaries", "events on --12-07 | show id", ANNIVERSARY_SQLITE, ANNIVERSARY_DUCK),
    ("export", "events", EXPORT_SQLITE, None),
]

TABLES = ["events", "participants", "mentions", "types", "actors"]


def wall():
    return time.perf_counter()


def processors():
    """Returns the time that processors spent on this process and those it has waited for, in seconds."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def best(run, clock):
    """Returns the best time of several runs, in ms, and what the last one gave."""
    times, answer = [], None
    for _ in range(TIMES):
        began = clock()
        answer = run()
        times.append((clock() - began) * 1e3)
        if sum(times) > 60_000:
            break
    return min(times), answer


def output(command, text=None):
    done = subprocess.run(command, input=text, capture_output=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.decode(errors="replace").strip().split("\n")[0])
    return done.stdout


def rows_of(text, header):
    rows = list(csv.reader(io.StringIO(text.decode(), newline="")))
    return rows[1:] if header else rows


class Duck:
    """DuckDB on the tables of the database, copied once."""

    def __init__(self, folder):
        path = os.path.join(folder, "duck.db")
        self.shell = shutil.which("duckdb")
        self.path = path
        if not os.path.exists(path):
            self.fill(folder)
        if not self.shell:
            import duckdb

            self.connection = duckdb.connect(path, read_only=True)

    def fill(self, folder):
        database = os.path.join(folder, "timeline.db")
        statements = []
        for table in TABLES:
            copy = os.path.join(folder, f"{table}.csv")
            with open(copy, "wb") as out:
                sql = f"SELECT * FROM {table}"
                subprocess.run(["sqlite3", "-csv", "-header", database, sql], stdout=out, check=True)
            statements.append(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{copy}', header = true)")
        if self.shell:
            output([self.shell, self.path], ";\n".join(statements).encode() + b";\n")
        else:
            import duckdb

            connection = duckdb.connect(self.path)
            for statement in statements:
                connection.execute(statement)
            connection.close()
        for table in TABLES:
            os.remove(os.path.join(folder, f"{table}.csv"))

    def ask(self, sql):
        if self.shell:
            return output([self.shell, "-readonly", "-csv", "-noheader", self.path, sql])
        found = self.connection.execute(sql).fetchall()
        return [["" if cell is None else str(cell) for cell in row] for row in found]


def same(ours, theirs):
    if ours == theirs:
        return "same rows"
    if len(theirs) == 1 and theirs[0] == [str(len(ours))]:
        return "same number"
    if sorted(ours) == sorted(theirs):
        return "same rows, other order"
    return f"DIFFERENT: {len(ours)} rows, {len(theirs)} there, first {theirs[:1]}"


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--cpu"]
    clock = processors if "--cpu" in sys.argv else wall
    if not arguments:
        sys.exit(__doc__)
    folder = arguments[0]
    program = arguments[1] if len(arguments) > 1 else "target/release/timeline"
    database = os.path.join(folder, "timeline.db")
    try:
        duck = Duck(folder)
    except (ImportError, OSError, RuntimeError, subprocess.CalledProcessError) as error:
        print(f"DuckDB is not compared: {error}")
        duck = None
    shell = shutil.which("sqlite3")
    if not shell:
        print("sqlite3 is not compared: there is no sqlite3")
    print(f"{'question':<24}{'timeline':>10}{'sqlite3':>10}{'ratio':>7}{'duckdb':>10}{'ratio':>7}  answers")
    different = False
    for name, query, sqlite_sql, duck_sql in QUESTIONS:
        try:
            ours, text = best(lambda: output([program, "--db", database, "query", query, "--format", "csv"]), clock)
        except RuntimeError as error:
            print(f"{name:<24}not compared: {error}")
            continue
        answer = rows_of(text, True)
        line, said = f"{name:<24}{ours:>8.1f}ms", []
        for other, sql, ask in (
            ("sqlite3", sqlite_sql, lambda: output([shell, "-csv", database, sqlite_sql])),
            ("duckdb", duck_sql, lambda: duck.ask(duck_sql)),
        ):
            if sql is None or (other == "duckdb" and duck is None) or (other == "sqlite3" and not shell):
                line += f"{'-':>10}{'-':>7}"
                continue
            try:
                took, theirs = best(ask, clock)
                theirs = rows_of(theirs, False) if isinstance(theirs, bytes) else theirs
            except Exception as error:  # whatever another program says is told, and the next question asked
                line += f"{'-':>10}{'-':>7}"
                said.append(f"{other} failed: {str(error).splitlines()[0]}")
                continue
            line += f"{took:>8.1f}ms{ours / took:>7.2f}"
            said.append(f"{other}: {same(answer, theirs)}")
            different |= said[-1].startswith(f"{other}: DIFFERENT")
        print(f"{line}  {'; '.join(said)}", flush=True)

    def first_row():
        asked = subprocess.Popen(
            [program, "--db", database, "query", "events", "--format", "csv"], stdout=subprocess.PIPE
        )
        asked.stdout.readline()
        asked.stdout.readline()
        asked.stdout.close()
        asked.wait()

    took, _ = best(first_row, clock)
    print(f"{'first row of all':<24}{took:>8.1f}ms")
    # The largest of all programs that were run, the export among them; the others are smaller or not ours.
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{'most memory of a child':<24}{before / 1024:>8.1f}MB")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
