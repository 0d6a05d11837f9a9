-- Why:   what is made anew has a deadline each time, and people hear of each time it is late.
-- Locks: slices and notices, shortly: a constant default rewrites nothing; notices are few.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE pipelines.slices
    ADD COLUMN round integer NOT NULL DEFAULT 0;
ALTER TABLE pipelines.notices
    ADD COLUMN round integer NOT NULL DEFAULT 0,
    DROP CONSTRAINT notices_once,
    ADD CONSTRAINT notices_once UNIQUE (pipeline_id, slice, round, kind);
