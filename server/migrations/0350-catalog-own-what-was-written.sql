-- Why:   what lay at a table's location before the table is not the table's: purge and the removal
--        of orphans spare it. NULL: all that lies there is the table's, as of one registered.
-- Locks: catalog.tables, while each row is written once.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE catalog.tables ADD COLUMN owned_since timestamptz;

-- Files of a staged creation may be an hour older than their table.
UPDATE catalog.tables SET owned_since = created_at - interval '1 hour'
WHERE metadata_location IS NOT NULL AND NOT is_view;
