-- Why:   pipelines run by schedules; a time that a server was not there for is made up for once.
-- Locks: pipelines, shortly: a column without a default rewrites nothing.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE pipelines.pipelines ADD COLUMN clocked_at timestamptz;
