-- Why:   files and snapshots may hold columns that a table has no more; who never had them is not shown them.
-- Locks: governance.tables, shortly: a column without a default rewrites nothing.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE governance.tables ADD COLUMN past integer[];
