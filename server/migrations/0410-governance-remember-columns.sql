-- Why:   files and snapshots may hold columns that a table has no more, hidden from some.
-- Locks: governance.tables, shortly: a column without a default rewrites nothing.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE governance.tables ADD COLUMN past integer[];
