-- Why:   the log of a job run or step is written to S3 where its user asked for that.
-- Locks: a brief exclusive lock; the column is nullable, so no table is rewritten.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE sessions.runs ADD COLUMN log_uri text;
