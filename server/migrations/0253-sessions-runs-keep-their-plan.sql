-- Why:   a run is given what its capacity was reserved for, also where its cluster has grown
--        meanwhile.
-- Locks: a brief exclusive lock; the column is nullable, so no table is rewritten.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE sessions.runs ADD COLUMN size jsonb;
