#!/usr/bin/env python3
"""Measures what `timeline annotate` finds in the development data and compares the figures with the floors.

    scores.py [--floors] DATA BINARY FLOORS

DATA holds `tools/` (the scorers), `gold/` and `corpora/`; none of it is part of this repository. BINARY is `timeline`.
FLOORS is a table: scorer, set, key, `>=` or `<=`, figure. Exit status 1 where a figure is on the wrong side of its floor.

    --floors    compare nothing; print the table anew with what is reached now, shares given half a point of slack
"""
import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

SLACK = 0.5


def inputs(data, work):
    """{set: (input, key or gold)}, made as far as they are not there already."""
    tml, semeval = data / "corpora/tml", data / "corpora/semeval15/docs.jsonl"
    made = {"seeds": data / "gold/seeds/input.jsonl"}
    for name in ("timebank", "wikiwars"):
        tool(data, "totext.py", tml / name, work / name)
        made[name] = work / name / "index.jsonl"
    made["semeval15"] = work / "semeval15.jsonl"
    made["semeval15"].write_text(tool(data, "makeinput.py", "semeval", semeval))
    for name in ("plv_train", "plover_gsr"):
        made[name] = work / f"{name}.jsonl"
        made[name].write_text(tool(data, "makeinput.py", "types", data / f"corpora/types/{name}.jsonl"))
    for variant in ("bare", "named", "dateline"):
        tool(data, "makeinput.py", "docdates", work / variant, "--variant", variant,
             "--tml", tml / "timebank", "--semeval", semeval)
        made[variant] = work / variant / "input.jsonl"
    return made


def scorers(data, work):
    """(scorer, set, script and what it takes before the output of `annotate`, and behind it)"""
    corpora = data / "corpora"
    yield "seeds", "seeds", ["score_seeds.py", data / "gold/seeds"], ["--quiet"]
    for name in ("timebank", "wikiwars"):
        yield "timex", name, ["score_timex.py", corpora / "tml" / name], []
    yield "event_dates", "semeval15", ["score_event_dates.py", corpora / "event_dates/semeval15.jsonl"], []
    yield "event_dates", "timebank", ["score_event_dates.py", corpora / "event_dates/timebank.jsonl"], ["--group", "stated"]
    for name in ("plv_train", "plover_gsr"):
        yield "types", name, ["score_types.py", corpora / f"types/{name}.jsonl"], []
    for variant in ("bare", "named", "dateline"):
        yield "docdates", variant, ["score_docdates.py", work / variant / "key.jsonl"], []


def tool(data, script, *arguments):
    """What a script of DATA/tools prints."""
    return run([sys.executable, data / "tools" / script, *arguments])


def run(command):
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(str(c) for c in command)}: exit status {done.returncode}\n{done.stderr[-2000:]}")
    return done.stdout


def measure(data, binary, wanted):
    """{(scorer, set): {key: figure as printed}} for the scorers and sets that are wanted"""
    figures = {}
    with tempfile.TemporaryDirectory(prefix="timeline-scores-") as folder:
        work = Path(folder)
        made, found = inputs(data, work), {}
        for scorer, name, before, behind in scorers(data, work):
            if (scorer, name) not in wanted:
                continue
            if name not in found:
                found[name] = work / f"{name}.out.jsonl"
                found[name].write_text(run([binary, "annotate", "--input", "jsonl", "--format", "jsonl", made[name]]))
            summary = tool(data, *before, found[name], *behind).splitlines()[-1]
            figures[scorer, name] = dict(pair.split("=", 1) for pair in summary.split())
    return figures


def read(path):
    """The lines of the table: as they stand, with the five fields where they are a row."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        fields = line.split("#")[0].split()
        if fields and (len(fields) != 5 or fields[3] not in (">=", "<=")):
            sys.exit(f"{path}:{number}: expected scorer, set, key, >= or <=, figure; found {line!r}")
        yield line, fields


def lowered(figure, sense):
    """A floor for a figure: a count as it is, a share with slack."""
    if "." not in figure:
        return figure
    return f"{max(0.0, float(figure) + (SLACK if sense == '<=' else -SLACK)):.1f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--floors", action="store_true", help="print the table anew with what is reached now")
    parser.add_argument("data", type=Path)
    parser.add_argument("binary", type=Path)
    parser.add_argument("table", type=Path)
    options = parser.parse_args()
    rows = list(read(options.table))
    figures = measure(options.data, options.binary, {(f[0], f[1]) for _, f in rows if f})
    below = 0
    for line, fields in rows:
        if not fields:
            if options.floors:
                print(line)
            continue
        scorer, name, key, sense, floor = fields
        figure = figures.get((scorer, name), {}).get(key)
        if figure is None:
            sys.exit(f"{options.table}: there is no figure {key} of scorer {scorer} on the set {name}")
        row = f"{scorer:<12} {name:<11} {key:<17} {sense} "
        if options.floors:
            print(f"{row}{lowered(figure, sense):>6}  # {figure}")
            continue
        good = float(figure) >= float(floor) if sense == ">=" else float(figure) <= float(floor)
        below += not good
        print(f"{'ok   ' if good else 'WORSE'} {row}{floor:>6}, found {figure}")
    if below:
        sys.exit(f"{below} of {sum(1 for _, f in rows if f)} figures are worse than their floor in {options.table}")


if __name__ == "__main__":
    main()
