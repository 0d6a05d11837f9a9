-- Why:   buckets keep versions of their objects, and tags.
-- Locks: buckets and objects for an instant: columns without a value, or with a constant one.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE storage.buckets
    ADD COLUMN versioning text CHECK (versioning IN ('enabled', 'suspended')),
    ADD COLUMN tags jsonb;
ALTER TABLE storage.objects ADD COLUMN version_id text NOT NULL DEFAULT 'null';

-- What a key held before, and its delete markers; what it holds now stays in storage.objects, so
-- that reading, writing and listing cost what they cost without versions.
CREATE TABLE storage.versions (
    bucket      text COLLATE "C" NOT NULL,
    key         text COLLATE "C" NOT NULL,
    version_id  text NOT NULL,
    -- Newer ones have greater numbers.
    number      bigint GENERATED ALWAYS AS IDENTITY,
    is_marker   boolean NOT NULL,
    size_bytes  bigint NOT NULL,
    etag        text NOT NULL,
    modified_at timestamptz NOT NULL,
    attributes  jsonb NOT NULL,
    bytes       bytea,
    blob_id     text,
    upload_id   text,
    PRIMARY KEY (bucket, key, version_id),
    CONSTRAINT versions_bucket FOREIGN KEY (bucket) REFERENCES storage.buckets (name),
    CONSTRAINT versions_content
        CHECK (num_nonnulls(bytes, blob_id, upload_id) = CASE WHEN is_marker THEN 0 ELSE 1 END)
);
ALTER TABLE storage.versions ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX versions_in_order ON storage.versions (bucket, key, number DESC);
CREATE UNIQUE INDEX versions_blob ON storage.versions (blob_id) WHERE blob_id IS NOT NULL;
