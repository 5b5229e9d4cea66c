-- Counting by time reads the four corners of every event and nothing else: from this index instead of the whole table,
-- and in the order in which equal dates stand together.
CREATE INDEX events_corners ON events (begin_earliest, begin_latest, end_earliest, end_latest);
