-- Why:   isolation ends the sessions of an account, and those in roles of others that were assumed
--        through it; its release must not revive them.
-- Locks: a brief exclusive lock; the column is empty, so no table is rewritten.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE identity.accounts ADD COLUMN sessions_valid_from timestamptz;
