-- Why:   a session in another account's role ends with the account that assumed it, and a pair that
--        was fetched inside a box opens nothing outside it.
-- Locks: brief exclusive locks; the defaults are constant, so no table is rewritten.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE sessions.sessions ADD COLUMN assumed_through text[] NOT NULL DEFAULT '{}';
ALTER TABLE sessions.runs ADD COLUMN assumed_through text[] NOT NULL DEFAULT '{}';
ALTER TABLE compute.cluster_credentials
    ADD COLUMN assumed_through text[] NOT NULL DEFAULT '{}',
    ADD COLUMN bound_to text;
