-- Why:   the catalog has views: texts with a schema, which share names with the tables.
-- Locks: catalog.tables for a moment; the new column has a constant default.
-- Undo:  delete the rows of views, then drop the column.
ALTER TABLE catalog.tables
    ADD COLUMN is_view boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT tables_views_have_metadata CHECK (NOT is_view OR metadata_location IS NOT NULL);
