-- Why:   files of dropped tables are removed without a lock that every new table waits for; a row
--        keeps new tables from the place meanwhile.
-- Locks: none; the table is new.
-- Undo:  DROP TABLE catalog.purges.
CREATE TABLE catalog.purges (
    table_id text PRIMARY KEY,
    location text NOT NULL COLLATE "C"
);
