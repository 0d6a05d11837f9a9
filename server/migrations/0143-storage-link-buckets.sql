-- Why:   a bucket may stand for one of another S3 endpoint, which then holds all that is in it.
-- Locks: buckets, for a moment; a column that is null.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE storage.buckets ADD COLUMN link jsonb;
