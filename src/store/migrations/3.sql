-- Queries that people have named; a query uses one as @name.
CREATE TABLE queries (
    folded TEXT PRIMARY KEY,                         -- lower case, no accents
    name   TEXT NOT NULL,
    text   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Named periods, of the word lists and of people's own; a query uses one where a date may stand.
CREATE TABLE periods (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,                              -- war, treaty, summit …; own where somebody named it here
    date TEXT NOT NULL                               -- EDTF
) STRICT;

CREATE TABLE period_names (                          -- every name of a period, its own included
    folded TEXT NOT NULL,
    period INTEGER NOT NULL REFERENCES periods (id) ON DELETE CASCADE,
    alias  TEXT NOT NULL,
    PRIMARY KEY (folded, period)
) STRICT, WITHOUT ROWID;
CREATE INDEX period_names_period ON period_names (period);

-- Counting by time and type reads nothing but this index, in the order in which equal dates stand together.
DROP INDEX events_corners;
CREATE INDEX events_corners ON events (begin_earliest, begin_latest, end_earliest, end_latest, type);
-- Events of one type near a day, one search for each class of reach.
CREATE INDEX events_near ON events (type, reach, begin_earliest);
