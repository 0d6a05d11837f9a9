-- Why:   blobs may lie at an S3 endpoint, at a place that belongs to one platform alone.
-- Locks: none; the table is new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE storage.upstream (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    -- What the marker at the place says, so that no other platform sweeps or writes there.
    store_id text NOT NULL,
    -- Where it was seen last; null until the marker is written.
    location text
);
