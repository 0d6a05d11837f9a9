-- Why:   feeds are edited: each version is kept, an edit names the one that it was made of, and
--        what was judged keeps the one under which that was done.
-- Locks: feeds and vintages for a moment; the new columns have a constant for the rows of before.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE ingestion.feeds ADD COLUMN version integer NOT NULL DEFAULT 1;

CREATE TABLE ingestion.feed_versions (
    feed_id      text NOT NULL REFERENCES ingestion.feeds (id),
    version      integer NOT NULL,
    agreement_id text NOT NULL REFERENCES ingestion.agreements (id),
    role_arn     text NOT NULL,
    definition   jsonb NOT NULL,
    -- NULL: made before versions were kept.
    changed_by   text,
    changed_at   timestamptz NOT NULL,
    PRIMARY KEY (feed_id, version)
);
INSERT INTO ingestion.feed_versions
    (feed_id, version, agreement_id, role_arn, definition, changed_by, changed_at)
SELECT id, 1, agreement_id, role_arn, definition, NULL, created_at FROM ingestion.feeds;

-- NULL: not judged yet.
ALTER TABLE ingestion.vintages ADD COLUMN feed_version integer DEFAULT 1;
ALTER TABLE ingestion.vintages ALTER COLUMN feed_version DROP DEFAULT;
