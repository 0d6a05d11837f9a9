-- Why:   the key of a vendor who pushes opens one prefix of one bucket until its agreement ends,
--        and nothing else: no policy of IAM is asked for it.
-- Locks: a brief exclusive lock; the columns are empty, so no table is rewritten.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE identity.access_keys
    ADD COLUMN scope jsonb,
    ADD COLUMN ends_at timestamptz;
