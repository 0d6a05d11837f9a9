-- Why:   a session runs on the engine of its release, as runs do.
-- Locks: a brief exclusive lock; the column is nullable, so no table is rewritten.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE sessions.sessions ADD COLUMN release_label text;
