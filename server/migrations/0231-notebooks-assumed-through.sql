-- Why:   a notebook in another account's role ends with the account that assumed it.
-- Locks: a brief exclusive lock; the default is constant, so no table is rewritten.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE notebooks.notebooks ADD COLUMN assumed_through text[] NOT NULL DEFAULT '{}';
