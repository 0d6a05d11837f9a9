-- Why:   people want to know what is in a table without reading it: rows, nulls, ranges, shapes.
-- Locks: none; the table is new.
-- Undo:  DROP TABLE catalog.profiles; nothing else is kept there.
CREATE TABLE catalog.profiles (
    table_id    text NOT NULL
        CONSTRAINT profiles_table REFERENCES catalog.tables ON DELETE CASCADE,
    snapshot_id text NOT NULL,
    committed_at timestamptz NOT NULL,
    made_at     timestamptz NOT NULL,
    row_count   bigint NOT NULL,
    -- By field id, so that nobody is told of a column that is hidden from them.
    columns     jsonb NOT NULL,
    CONSTRAINT profiles_pk PRIMARY KEY (table_id, snapshot_id)
);
CREATE INDEX profiles_newest ON catalog.profiles (table_id, committed_at DESC);
