-- Searches class by class that look at the dates and nothing else are answered by the index; so are those for events of
-- one type near a day.
DROP INDEX events_reach;
CREATE INDEX events_reach ON events (reach, begin_earliest, end_latest, begin_latest, end_earliest);
DROP INDEX events_near;
CREATE INDEX events_near ON events (type, reach, begin_earliest, end_latest, begin_latest, end_earliest);
-- Counting by day and week reads the dates from there as well; counting by months and more reads what has been counted.
DROP INDEX events_corners;

-- How many dated events of each type lie in the same months. Months are counted as year * 12 + month - 1; the others from
-- the first, so that all are 0 for a single day. No limit is a day's number for no limit.
CREATE TABLE tallies (
    type        INTEGER NOT NULL REFERENCES types (id),
    first_month INTEGER NOT NULL,
    last_after  INTEGER NOT NULL,                    -- the month of end_latest
    surely_from INTEGER NOT NULL,                    -- that of begin_latest
    surely_to   INTEGER NOT NULL,                    -- that of end_earliest
    events      INTEGER NOT NULL CHECK (events > 0),
    PRIMARY KEY (type, first_month, last_after, surely_from, surely_to)
) STRICT, WITHOUT ROWID;

-- The same of each event. Years are taken to begin in March, which puts the leap day last, and are moved by so many eras of
-- 400 years that none is negative.
CREATE VIEW event_months AS
SELECT
    id,
    type,
    CASE WHEN abs(begin_earliest) >= 9007199254740992 THEN begin_earliest ELSE (100 * ((4 * (begin_earliest + 365242500719468) + 3) / 146097) + ((4 * ((begin_earliest + 365242500719468) - 146097 * ((4 * (begin_earliest + 365242500719468) + 3) / 146097) / 4) + 3) / 1461)) * 12 + (5 * (((begin_earliest + 365242500719468) - 146097 * ((4 * (begin_earliest + 365242500719468) + 3) / 146097) / 4) - 1461 * ((4 * ((begin_earliest + 365242500719468) - 146097 * ((4 * (begin_earliest + 365242500719468) + 3) / 146097) / 4) + 3) / 1461) / 4) + 2) / 153 - 11999999999998 END AS first_month,
    CASE WHEN end_latest = begin_earliest THEN 0
        WHEN abs(end_latest) >= 9007199254740992 THEN end_latest ELSE (100 * ((4 * (end_latest + 365242500719468) + 3) / 146097) + ((4 * ((end_latest + 365242500719468) - 146097 * ((4 * (end_latest + 365242500719468) + 3) / 146097) / 4) + 3) / 1461)) * 12 + (5 * (((end_latest + 365242500719468) - 146097 * ((4 * (end_latest + 365242500719468) + 3) / 146097) / 4) - 1461 * ((4 * ((end_latest + 365242500719468) - 146097 * ((4 * (end_latest + 365242500719468) + 3) / 146097) / 4) + 3) / 1461) / 4) + 2) / 153 - 11999999999998 END
        - CASE WHEN end_latest = begin_earliest THEN 0
        WHEN abs(begin_earliest) >= 9007199254740992 THEN begin_earliest ELSE (100 * ((4 * (begin_earliest + 365242500719468) + 3) / 146097) + ((4 * ((begin_earliest + 365242500719468) - 146097 * ((4 * (begin_earliest + 365242500719468) + 3) / 146097) / 4) + 3) / 1461)) * 12 + (5 * (((begin_earliest + 365242500719468) - 146097 * ((4 * (begin_earliest + 365242500719468) + 3) / 146097) / 4) - 1461 * ((4 * ((begin_earliest + 365242500719468) - 146097 * ((4 * (begin_earliest + 365242500719468) + 3) / 146097) / 4) + 3) / 1461) / 4) + 2) / 153 - 11999999999998 END AS last_after,
    CASE WHEN end_latest = begin_earliest THEN 0
        WHEN abs(begin_latest) >= 9007199254740992 THEN begin_latest ELSE (100 * ((4 * (begin_latest + 365242500719468) + 3) / 146097) + ((4 * ((begin_latest + 365242500719468) - 146097 * ((4 * (begin_latest + 365242500719468) + 3) / 146097) / 4) + 3) / 1461)) * 12 + (5 * (((begin_latest + 365242500719468) - 146097 * ((4 * (begin_latest + 365242500719468) + 3) / 146097) / 4) - 1461 * ((4 * ((begin_latest + 365242500719468) - 146097 * ((4 * (begin_latest + 365242500719468) + 3) / 146097) / 4) + 3) / 1461) / 4) + 2) / 153 - 11999999999998 END
        - CASE WHEN end_latest = begin_earliest THEN 0
        WHEN abs(begin_earliest) >= 9007199254740992 THEN begin_earliest ELSE (100 * ((4 * (begin_earliest + 365242500719468) + 3) / 146097) + ((4 * ((begin_earliest + 365242500719468) - 146097 * ((4 * (begin_earliest + 365242500719468) + 3) / 146097) / 4) + 3) / 1461)) * 12 + (5 * (((begin_earliest + 365242500719468) - 146097 * ((4 * (begin_earliest + 365242500719468) + 3) / 146097) / 4) - 1461 * ((4 * ((begin_earliest + 365242500719468) - 146097 * ((4 * (begin_earliest + 365242500719468) + 3) / 146097) / 4) + 3) / 1461) / 4) + 2) / 153 - 11999999999998 END AS surely_from,
    CASE WHEN end_latest = begin_earliest THEN 0
        WHEN abs(end_earliest) >= 9007199254740992 THEN end_earliest ELSE (100 * ((4 * (end_earliest + 365242500719468) + 3) / 146097) + ((4 * ((end_earliest + 365242500719468) - 146097 * ((4 * (end_earliest + 365242500719468) + 3) / 146097) / 4) + 3) / 1461)) * 12 + (5 * (((end_earliest + 365242500719468) - 146097 * ((4 * (end_earliest + 365242500719468) + 3) / 146097) / 4) - 1461 * ((4 * ((end_earliest + 365242500719468) - 146097 * ((4 * (end_earliest + 365242500719468) + 3) / 146097) / 4) + 3) / 1461) / 4) + 2) / 153 - 11999999999998 END
        - CASE WHEN end_latest = begin_earliest THEN 0
        WHEN abs(begin_earliest) >= 9007199254740992 THEN begin_earliest ELSE (100 * ((4 * (begin_earliest + 365242500719468) + 3) / 146097) + ((4 * ((begin_earliest + 365242500719468) - 146097 * ((4 * (begin_earliest + 365242500719468) + 3) / 146097) / 4) + 3) / 1461)) * 12 + (5 * (((begin_earliest + 365242500719468) - 146097 * ((4 * (begin_earliest + 365242500719468) + 3) / 146097) / 4) - 1461 * ((4 * ((begin_earliest + 365242500719468) - 146097 * ((4 * (begin_earliest + 365242500719468) + 3) / 146097) / 4) + 3) / 1461) / 4) + 2) / 153 - 11999999999998 END AS surely_to
FROM events
WHERE begin_earliest IS NOT NULL;

INSERT INTO tallies SELECT type, first_month, last_after, surely_from, surely_to, count(*) FROM event_months
    GROUP BY type, first_month, last_after, surely_from, surely_to;

-- Whoever writes events keeps the tallies right, knowing of them or not.
CREATE TRIGGER events_inserted AFTER INSERT ON events BEGIN
    INSERT INTO tallies SELECT type, first_month, last_after, surely_from, surely_to, 1 FROM event_months
    WHERE id = NEW.id ON CONFLICT DO UPDATE SET events = events + 1;
END;

CREATE TRIGGER events_deleted BEFORE DELETE ON events BEGIN
    DELETE FROM tallies WHERE events = 1 AND (type, first_month, last_after, surely_from, surely_to) IN
        (SELECT type, first_month, last_after, surely_from, surely_to FROM event_months WHERE id = OLD.id);
    UPDATE tallies SET events = events - 1 WHERE (type, first_month, last_after, surely_from, surely_to) IN
        (SELECT type, first_month, last_after, surely_from, surely_to FROM event_months WHERE id = OLD.id);
END;

CREATE TRIGGER events_leave BEFORE UPDATE OF type, begin_earliest, begin_latest, end_earliest, end_latest ON events
WHEN NEW.type IS NOT OLD.type OR NEW.begin_earliest IS NOT OLD.begin_earliest OR NEW.begin_latest IS NOT OLD.begin_latest OR NEW.end_earliest IS NOT OLD.end_earliest OR NEW.end_latest IS NOT OLD.end_latest
BEGIN
    DELETE FROM tallies WHERE events = 1 AND (type, first_month, last_after, surely_from, surely_to) IN
        (SELECT type, first_month, last_after, surely_from, surely_to FROM event_months WHERE id = OLD.id);
    UPDATE tallies SET events = events - 1 WHERE (type, first_month, last_after, surely_from, surely_to) IN
        (SELECT type, first_month, last_after, surely_from, surely_to FROM event_months WHERE id = OLD.id);
END;

CREATE TRIGGER events_arrive AFTER UPDATE OF type, begin_earliest, begin_latest, end_earliest, end_latest ON events
WHEN NEW.type IS NOT OLD.type OR NEW.begin_earliest IS NOT OLD.begin_earliest OR NEW.begin_latest IS NOT OLD.begin_latest OR NEW.end_earliest IS NOT OLD.end_earliest OR NEW.end_latest IS NOT OLD.end_latest
BEGIN
    INSERT INTO tallies SELECT type, first_month, last_after, surely_from, surely_to, 1 FROM event_months
    WHERE id = NEW.id ON CONFLICT DO UPDATE SET events = events + 1;
END;
