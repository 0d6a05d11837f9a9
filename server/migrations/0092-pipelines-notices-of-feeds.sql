-- Why:   an overdue delivery is told to whom its feed names, also where no pipeline waits for it.
-- Locks: notices, shortly; they are few.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE pipelines.notices
    ALTER COLUMN pipeline_id DROP NOT NULL,
    ADD COLUMN feed_id text,
    ADD CONSTRAINT notices_of_one CHECK ((pipeline_id IS NULL) <> (feed_id IS NULL)),
    ADD CONSTRAINT notices_once_of_feed UNIQUE (feed_id, slice, kind);
