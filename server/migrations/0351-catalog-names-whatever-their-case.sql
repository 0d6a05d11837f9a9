-- Why:   names are one whatever their case, as Glue has them: a table "mixed" beside "MiXed" was
--        read, changed and dropped in its place. Those that are there keep both names: the one in
--        lower case, else the first, has the folded name, and the others are folded to themselves.
-- Locks: catalog.databases and catalog.tables, while each row is written once.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE catalog.databases ADD COLUMN folded_name text COLLATE "C";
ALTER TABLE catalog.tables ADD COLUMN folded_name text COLLATE "C";

UPDATE catalog.databases AS d
SET folded_name = CASE WHEN ranked.place = 1 THEN ranked.folded ELSE d.name END
FROM (
    SELECT id, lower(name COLLATE "default") AS folded, row_number() OVER (
        PARTITION BY account_id, lower(name COLLATE "default")
        ORDER BY (name = lower(name COLLATE "default")) DESC, created_at, id) AS place
    FROM catalog.databases
) AS ranked
WHERE ranked.id = d.id;

UPDATE catalog.tables AS t
SET folded_name = CASE WHEN ranked.place = 1 THEN ranked.folded ELSE t.name END
FROM (
    SELECT id, lower(name COLLATE "default") AS folded, row_number() OVER (
        PARTITION BY database_id, lower(name COLLATE "default")
        ORDER BY (name = lower(name COLLATE "default")) DESC, created_at, id) AS place
    FROM catalog.tables
) AS ranked
WHERE ranked.id = t.id;

ALTER TABLE catalog.databases
ADD CONSTRAINT databases_folded_name_unique UNIQUE (account_id, folded_name);
ALTER TABLE catalog.tables
ADD CONSTRAINT tables_folded_name_unique UNIQUE (database_id, folded_name);
