-- Why:   search asked every visible table for its words; an index answers instead.
-- Locks: reads of the catalog while the entries of known tables are made.
-- Undo:  DROP TABLE catalog.search_entries; nothing else is kept there.
CREATE TABLE catalog.search_entries (
    table_id      text PRIMARY KEY
        CONSTRAINT search_entries_table REFERENCES catalog.tables ON DELETE CASCADE,
    names         text NOT NULL,
    documentation text NOT NULL DEFAULT '',
    -- Words of each column by its field id: a reader finds a table by the columns they may see.
    columns       jsonb NOT NULL DEFAULT '{}',
    column_words  text NOT NULL DEFAULT '',
    words         tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', names), 'A')
        || setweight(to_tsvector('english', column_words), 'B')
        || setweight(to_tsvector('english', documentation), 'C')
    ) STORED
);
CREATE INDEX search_entries_words ON catalog.search_entries USING gin (words);

-- Descriptions of columns of tables from before join with the next change of their schema.
INSERT INTO catalog.search_entries (table_id, names, documentation, columns, column_words)
SELECT
    t.id,
    regexp_replace(concat_ws(' ', d.name, t.name), '[^[:alnum:]]+', ' ', 'g'),
    regexp_replace(coalesce(t.documentation, ''), '[^[:alnum:]]+', ' ', 'g'),
    coalesce(c.columns, '{}'),
    coalesce(c.column_words, '')
FROM catalog.tables AS t
INNER JOIN catalog.databases AS d ON d.id = t.database_id
LEFT JOIN (
    SELECT
        g.id,
        jsonb_object_agg(
            one ->> 'id', regexp_replace(one ->> 'name', '[^[:alnum:]]+', ' ', 'g')
        ) AS columns,
        string_agg(regexp_replace(one ->> 'name', '[^[:alnum:]]+', ' ', 'g'), ' ') AS column_words
    FROM governance.tables AS g
    CROSS JOIN jsonb_array_elements(g.columns) AS one
    GROUP BY g.id
) AS c ON c.id = t.id;
