-- Why:   Glue's catalog has tables that are files others write: their definitions, the versions of
--        these, and their partitions, by which engines find the files.
-- Locks: catalog.tables for a moment, to let its metadata location be absent and to add a column.
-- Undo:  drop external tables first, then the new tables, the column and the two functions.
ALTER TABLE catalog.tables
    ALTER COLUMN metadata_location DROP NOT NULL,
    ADD COLUMN definition jsonb,
    -- An Iceberg table is a chain of metadata files, an external one what people said of it.
    ADD CONSTRAINT tables_one_kind CHECK ((metadata_location IS NULL) <> (definition IS NULL));

CREATE TABLE catalog.table_versions (
    table_id   text NOT NULL
        CONSTRAINT table_versions_table REFERENCES catalog.tables ON DELETE CASCADE,
    version    integer NOT NULL,
    definition jsonb NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT table_versions_pk PRIMARY KEY (table_id, version)
);

CREATE TABLE catalog.partitions (
    table_id   text NOT NULL
        CONSTRAINT partitions_table REFERENCES catalog.tables ON DELETE CASCADE,
    -- As the path of a partition has them: the key gives order, pages and lookups.
    key_values text[] COLLATE "C" NOT NULL,
    definition jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT partitions_pk PRIMARY KEY (table_id, key_values)
);

-- Values are compared as their key's type has it; what is no value of that type is NULL.
CREATE FUNCTION catalog.number_of(value text) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value ~ '^[+-]?([0-9]{1,100}([.][0-9]{0,100})?|[.][0-9]{1,100})$'
    THEN value::numeric END;

-- In ISO 8601 the order of the text is the order of the days and instants.
CREATE FUNCTION catalog.instant_of(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value ~ (
        '^[0-9]{4}-[0-9]{2}-[0-9]{2}'
        || '([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?)?$'
    )
    THEN replace(value, 'T', ' ') COLLATE "C" END;
