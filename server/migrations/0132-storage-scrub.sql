-- Why:   blobs are read again against what they were when they came.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.

-- How far the running round has come, by the order of blob ids.
CREATE TABLE storage.scrub (
    one         boolean PRIMARY KEY DEFAULT true CHECK (one),
    position    text COLLATE "C" NOT NULL,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz
);

-- MD5 of blobs that came without one: as they were when they were first read.
CREATE TABLE storage.first_sums (
    blob_id text PRIMARY KEY,
    md5     text NOT NULL
);

-- Blobs that are not what they were, or are gone: until nothing names them, or they are whole.
CREATE TABLE storage.rot (
    blob_id  text PRIMARY KEY,
    location text NOT NULL,
    reason   text NOT NULL,
    found_at timestamptz NOT NULL
);
