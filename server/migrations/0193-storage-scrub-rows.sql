-- Why:   small objects, which live in their rows, are read again as blobs are.
-- Locks: the one row of the scrub for a moment.
-- Undo:  drop the column; blobs are then scrubbed as before.

-- After the blobs: how far the rows are read, as [table, keys of its primary key].
ALTER TABLE storage.scrub ADD COLUMN rows_position jsonb;
