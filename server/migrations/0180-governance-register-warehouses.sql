-- Why:   the files of managed tables open to vended credentials alone, whatever S3's policies say;
--        new warehouses are registered when they are made, those of before are here.
-- Locks: locations for a moment.
-- Undo:  DeregisterResource, or delete the rows.

INSERT INTO governance.locations (location, account_id, hybrid, registered_at)
SELECT 's3://' || name, account_id, false, now()
FROM storage.buckets
WHERE name = 'warehouse-' || account_id
ON CONFLICT (location) DO NOTHING;
