-- Why:   a deadline that is given later promises nothing of slices before that.
-- Locks: pipelines, shortly: a column without a default rewrites nothing.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE pipelines.pipelines ADD COLUMN promised_at timestamptz;
