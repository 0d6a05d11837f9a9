-- Why:   engines keep statistics of columns beside tables and partitions; instants with and without
--        a time of day are compared as one.
-- Locks: none; the table is new.
-- Undo:  DROP TABLE catalog.column_statistics.
CREATE OR REPLACE FUNCTION catalog.instant_of(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value ~ (
        '^[0-9]{4}-[0-9]{2}-[0-9]{2}'
        || '([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?$'
    )
    THEN CASE WHEN length(value) <= 19
        THEN replace(value, 'T', ' ') || substr('0000-00-00 00:00:00', length(value) + 1)
        ELSE rtrim(rtrim(replace(value, 'T', ' '), '0'), '.')
    END COLLATE "C" END;

CREATE TABLE catalog.column_statistics (
    table_id    text NOT NULL
        CONSTRAINT column_statistics_table REFERENCES catalog.tables ON DELETE CASCADE,
    -- Of a partition; none: of the table.
    key_values  text[] COLLATE "C" NOT NULL,
    column_name text NOT NULL,
    statistics  jsonb NOT NULL,
    CONSTRAINT column_statistics_pk PRIMARY KEY (table_id, key_values, column_name)
);
