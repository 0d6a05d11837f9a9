-- Why:   who asks for a run, a session or a pair of credentials may be in a role: what works for
--        them then knows the person behind it, as every session made from another does.
-- Locks: brief exclusive locks; the columns are nullable, so no table is rewritten.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE sessions.sessions ADD COLUMN behind text;
ALTER TABLE sessions.runs ADD COLUMN behind text;
ALTER TABLE compute.cluster_credentials ADD COLUMN behind text;
