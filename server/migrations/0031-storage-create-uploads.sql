-- Why:   multipart uploads, and the parts that completed objects consist of.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE storage.uploads (
    id           text PRIMARY KEY,
    bucket       text COLLATE "C" NOT NULL,
    key          text COLLATE "C" NOT NULL,
    initiator    text NOT NULL,
    created_at   timestamptz NOT NULL,
    completed_at timestamptz,
    attributes   jsonb NOT NULL,
    CONSTRAINT uploads_bucket FOREIGN KEY (bucket) REFERENCES storage.buckets (name)
);
CREATE INDEX uploads_of_bucket ON storage.uploads (bucket, key, id) WHERE completed_at IS NULL;

-- Parts outlive their upload as the content of an object, until doomed_at and a grace for readers.
CREATE TABLE storage.parts (
    upload_id   text NOT NULL,
    part_number integer NOT NULL,
    size_bytes  bigint NOT NULL,
    etag        text NOT NULL,
    checksum    jsonb,
    modified_at timestamptz NOT NULL,
    bytes       bytea,
    blob_id     text,
    doomed_at   timestamptz,
    PRIMARY KEY (upload_id, part_number),
    CONSTRAINT parts_content CHECK (num_nonnulls(bytes, blob_id) = 1)
);
ALTER TABLE storage.parts ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX parts_blob ON storage.parts (blob_id) WHERE blob_id IS NOT NULL;
CREATE INDEX parts_doomed ON storage.parts (doomed_at) WHERE doomed_at IS NOT NULL;
