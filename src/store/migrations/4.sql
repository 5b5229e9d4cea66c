-- One event, many reports. A claim now keeps all that it says, so that an event told by several documents can be put
-- together from its claims, and taken apart again when one of them changes or a person says that they tell of two.
ALTER TABLE mentions ADD COLUMN place INTEGER REFERENCES places (id);
ALTER TABLE mentions ADD COLUMN summary TEXT NOT NULL DEFAULT '';
ALTER TABLE mentions ADD COLUMN participants TEXT NOT NULL DEFAULT '[]'; -- JSON: [actor, role] each, in the order of the text
ALTER TABLE mentions ADD COLUMN cue TEXT;      -- the word that sets it apart from another: "second", "again"
ALTER TABLE mentions ADD COLUMN joined TEXT;   -- why it is a claim of the event, where another document tells it best
UPDATE mentions SET
    place = (SELECT place FROM events WHERE id = event),
    summary = (SELECT summary FROM events WHERE id = event),
    participants = (SELECT json_group_array(json_array(actor, role)) FROM
        (SELECT actor, role FROM participants p WHERE p.event = mentions.event ORDER BY place_in_text));

-- A day that is told finds the months and years that may hold it.
CREATE INDEX mentions_wide ON mentions (type, date) WHERE length(date) <= 7;

-- Pairs of claims of which a person said that they tell of two happenings. A claim is known by its words, because its
-- number changes when its document is read anew.
CREATE TABLE apart (
    document       INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    evidence       TEXT NOT NULL,
    trigger        INTEGER NOT NULL,           -- bytes from the beginning of the evidence to the words that name it
    other_document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    other_evidence TEXT NOT NULL,
    other_trigger  INTEGER NOT NULL,
    PRIMARY KEY (document, evidence, trigger, other_document, other_evidence, other_trigger)
) STRICT, WITHOUT ROWID;
CREATE INDEX apart_other ON apart (other_document);

-- One row a document, without its text; events are those that it tells of, alone or with others.
DROP VIEW articles;
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
    (SELECT count(DISTINCT m.event) FROM mentions m WHERE m.document = d.id) AS events
FROM documents d;
