-- Why:   a session may ask for a larger driver, and waits without one until there is capacity.
-- Locks: sessions.sessions, for a moment; the column has no value in rows of before.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE sessions.sessions ADD COLUMN size jsonb;
