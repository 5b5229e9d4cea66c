-- Days are numbers counted from 1970-01-01 (proleptic Gregorian), both ends included. No limit is
-- -9007199254740992 or 9007199254740992 in tables and NULL in views.

CREATE TABLE documents (
    id                    INTEGER PRIMARY KEY,
    text_hash             TEXT NOT NULL UNIQUE,      -- the same text under two names is one document
    text                  TEXT NOT NULL,             -- as read; spans are byte offsets into it
    title                 TEXT,
    publisher             TEXT,
    url                   TEXT,
    published             TEXT,                      -- EDTF; NULL: nothing is known
    published_earliest    INTEGER,
    published_latest      INTEGER,
    published_basis       TEXT NOT NULL,
    published_explanation TEXT NOT NULL
) STRICT;

CREATE TABLE word_lists (                            -- which lists the names below come from; one row
    fingerprint TEXT NOT NULL
) STRICT;

CREATE TABLE sources (                               -- the files and addresses a document came from
    name     TEXT PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX sources_document ON sources (document);

CREATE TABLE types (
    id      INTEGER PRIMARY KEY,
    name    TEXT NOT NULL UNIQUE,
    class   TEXT NOT NULL,                           -- PLOVER's, or STATEMENT, or OTHER
    cameo   TEXT,
    meaning TEXT NOT NULL
) STRICT;

CREATE TABLE type_synonyms (
    folded TEXT PRIMARY KEY,                         -- lower case, no accents
    type   INTEGER NOT NULL REFERENCES types (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE actors (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,                              -- state, organisation, group, person, other
    code TEXT                                        -- ISO 3166-1 alpha-3 or CAMEO
) STRICT;

CREATE TABLE aliases (                               -- every name of an actor, its own included
    folded TEXT NOT NULL,
    actor  INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
    alias  TEXT NOT NULL,
    PRIMARY KEY (folded, actor)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_actor ON aliases (actor);

CREATE TABLE offices (
    person INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
    office TEXT NOT NULL,
    actor  INTEGER NOT NULL REFERENCES actors (id) ON DELETE CASCADE, -- whose office it is
    begins INTEGER NOT NULL,
    ends   INTEGER NOT NULL,
    PRIMARY KEY (person, office, actor, begins)
) STRICT, WITHOUT ROWID;
CREATE INDEX offices_actor ON offices (actor);

CREATE TABLE places (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL UNIQUE,
    kind      TEXT NOT NULL,
    country   TEXT,
    latitude  REAL,
    longitude REAL
) STRICT;

CREATE TABLE place_aliases (
    folded TEXT NOT NULL,
    place  INTEGER NOT NULL REFERENCES places (id) ON DELETE CASCADE,
    alias  TEXT NOT NULL,
    PRIMARY KEY (folded, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    id             INTEGER PRIMARY KEY,
    date           TEXT,                             -- EDTF as said; NULL: undated
    begin_earliest INTEGER,                          -- the four corners; all NULL where undated
    begin_latest   INTEGER,
    end_earliest   INTEGER,
    end_latest     INTEGER,
    extent         TEXT NOT NULL CHECK (extent IN ('point', 'span')),
    precision      TEXT NOT NULL,                    -- day, month, season, quarter, quadrimester, semestral, year,
                                                     -- decade, century, millennium, interval, open, set, unknown
    basis          TEXT,
    explanation    TEXT,
    type           INTEGER NOT NULL REFERENCES types (id),
    realis         TEXT NOT NULL CHECK (realis IN ('actual', 'planned')),
    place          INTEGER REFERENCES places (id),
    summary        TEXT NOT NULL,
    document       INTEGER REFERENCES documents (id) ON DELETE CASCADE, -- of its best mention
    -- How many days it may touch: 0 one, 1 a month, 2 a year, 3 a decade, 4 more; NULL: undated. Within a class, events
    -- that touch a period begin at most so long before it, which is what makes an index on beginnings a search.
    reach          INTEGER GENERATED ALWAYS AS (CASE
                       WHEN end_latest = begin_earliest THEN 0
                       WHEN end_latest - begin_earliest <= 31 THEN 1
                       WHEN end_latest - begin_earliest <= 366 THEN 2
                       WHEN end_latest - begin_earliest <= 3660 THEN 3
                       WHEN end_latest IS NOT NULL THEN 4 END) VIRTUAL,
    CHECK ((date IS NULL) = (begin_earliest IS NULL)),
    CHECK (begin_earliest <= begin_latest AND end_earliest <= end_latest),
    CHECK (begin_earliest <= end_earliest AND begin_latest <= end_latest)
) STRICT;
-- The default order, and every range over beginnings, read straight off the index.
CREATE INDEX events_begin ON events (begin_earliest, end_latest, id);
CREATE INDEX events_end ON events (end_latest);
CREATE INDEX events_reach ON events (reach, begin_earliest, end_latest);
CREATE INDEX events_type ON events (type, begin_earliest, end_latest, id);
CREATE INDEX events_document ON events (document);
CREATE INDEX events_place ON events (place);

CREATE TABLE participants (
    event INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    actor INTEGER NOT NULL REFERENCES actors (id),
    role  TEXT NOT NULL CHECK (role IN ('from', 'to')),
    place_in_text INTEGER NOT NULL DEFAULT 0,        -- order in which they are named
    PRIMARY KEY (actor, event, role)                 -- "events with X" walks this
) STRICT, WITHOUT ROWID;
CREATE INDEX participants_event ON participants (event, place_in_text);

CREATE TABLE mentions (
    id          INTEGER PRIMARY KEY,
    event       INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    document    INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    start       INTEGER NOT NULL,                    -- evidence, bytes of documents.text
    end         INTEGER NOT NULL,
    start_point INTEGER NOT NULL,                    -- the same, counted in Unicode code points
    end_point   INTEGER NOT NULL,
    trigger_start INTEGER NOT NULL,                  -- the words that name the happening, bytes of documents.text
    trigger_end INTEGER NOT NULL,
    evidence    TEXT NOT NULL,
    type        INTEGER NOT NULL REFERENCES types (id),
    date        TEXT,
    basis       TEXT,
    explanation TEXT,
    realis      TEXT NOT NULL,
    rules       TEXT NOT NULL,                       -- one a line
    best        INTEGER NOT NULL CHECK (best IN (0, 1)), -- the one whose evidence is shown
    CHECK (start <= trigger_start AND trigger_start <= trigger_end AND trigger_end <= end)
) STRICT;
CREATE INDEX mentions_event ON mentions (event, best);
CREATE INDEX mentions_document ON mentions (document, start);

-- Full text over summary and the evidence of every mention; rowid is the event's id. It keeps no copy of the text, and
-- not contentless_delete, which older tools cannot open: a row is deleted by giving back what was put in.
CREATE VIRTUAL TABLE events_text USING fts5 (summary, evidence, content = '', tokenize = 'unicode61 remove_diacritics 2');

-- What follows is for people and other tools: names instead of numbers, ISO dates instead of day numbers. A date
-- column is NULL where there is no limit, where nothing is known, and outside the years -4713 to 9999, which are
-- all that SQLite's date() writes. Nothing here needs a SQLite newer than 3.37.

-- One row an event, in the default order of the query language. earliest and latest are the first and the last day
-- that it may have touched; begin_latest and end_earliest are the inner corners of its date.
CREATE VIEW chronology AS
SELECT
    e.id,
    e.date,
    date(e.begin_earliest * 86400, 'unixepoch') AS earliest,
    date(e.end_latest * 86400, 'unixepoch') AS latest,
    date(e.begin_latest * 86400, 'unixepoch') AS begin_latest,
    date(e.end_earliest * 86400, 'unixepoch') AS end_earliest,
    e.extent,
    e.precision,
    e.basis,
    t.name AS type,
    t.class,
    e.realis,
    (SELECT group_concat(name, '; ') FROM (
        SELECT a.name FROM participants p JOIN actors a ON a.id = p.actor
        WHERE p.event = e.id AND p.role = 'from' ORDER BY p.place_in_text)) AS "from",
    (SELECT group_concat(name, '; ') FROM (
        SELECT a.name FROM participants p JOIN actors a ON a.id = p.actor
        WHERE p.event = e.id AND p.role = 'to' ORDER BY p.place_in_text)) AS "to",
    (SELECT group_concat(name, '; ') FROM (
        SELECT a.name FROM participants p JOIN actors a ON a.id = p.actor
        WHERE p.event = e.id GROUP BY a.id ORDER BY min(p.place_in_text))) AS participants,
    l.name AS place,
    e.summary,
    m.evidence,
    coalesce(d.title, (SELECT min(s.name) FROM sources s WHERE s.document = d.id)) AS document,
    d.published,
    d.url,
    m.start_point AS start,                          -- of the evidence, in code points of the document's text
    m.end_point AS end
FROM events e
JOIN types t ON t.id = e.type
LEFT JOIN places l ON l.id = e.place
LEFT JOIN documents d ON d.id = e.document
LEFT JOIN mentions m ON m.event = e.id AND m.best = 1
ORDER BY e.begin_earliest IS NULL, e.begin_earliest, e.end_latest, e.id;

-- One row a claim: what one sentence of one document says, and how its date is known.
CREATE VIEW claims AS
SELECT
    m.id,
    m.event,
    t.name AS type,
    t.class,
    m.date,
    m.basis,
    m.explanation,
    m.realis,
    m.evidence,
    m.rules,
    m.document AS document_id,
    coalesce(d.title, (SELECT min(s.name) FROM sources s WHERE s.document = d.id)) AS document,
    d.published,
    m.start_point AS start,
    m.end_point AS end
FROM mentions m
JOIN types t ON t.id = m.type
JOIN documents d ON d.id = m.document;

-- One row a document, without its text.
CREATE VIEW articles AS
SELECT
    d.id,
    d.title,
    d.publisher,
    d.url,
    d.published,
    date(d.published_earliest * 86400, 'unixepoch') AS published_earliest,
    date(d.published_latest * 86400, 'unixepoch') AS published_latest,
    d.published_basis,
    d.published_explanation,
    (SELECT group_concat(name, '; ') FROM (
        SELECT s.name FROM sources s WHERE s.document = d.id ORDER BY s.name)) AS sources,
    length(d.text) AS characters,
    (SELECT count(*) FROM events e WHERE e.document = d.id) AS events
FROM documents d;
