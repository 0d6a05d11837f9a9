-- Why:   the index of buckets and objects; keys are listed in the order of their UTF-8 bytes.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE SCHEMA storage;

CREATE TABLE storage.buckets (
    name       text COLLATE "C" PRIMARY KEY,
    account_id text NOT NULL,
    policy     jsonb,
    created_at timestamptz NOT NULL
);
CREATE INDEX buckets_of_account ON storage.buckets (account_id, name);

-- The content is one of: the bytes themselves, a blob, or the parts of a completed upload.
CREATE TABLE storage.objects (
    bucket      text COLLATE "C" NOT NULL,
    key         text COLLATE "C" NOT NULL,
    size_bytes  bigint NOT NULL,
    etag        text NOT NULL,
    modified_at timestamptz NOT NULL,
    attributes  jsonb NOT NULL,
    bytes       bytea,
    blob_id     text,
    upload_id   text,
    PRIMARY KEY (bucket, key),
    CONSTRAINT objects_bucket FOREIGN KEY (bucket) REFERENCES storage.buckets (name),
    CONSTRAINT objects_content CHECK (num_nonnulls(bytes, blob_id, upload_id) = 1)
);
-- Content arrives compressed or is read whole: PostgreSQL need not try to compress it.
ALTER TABLE storage.objects ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX objects_blob ON storage.objects (blob_id) WHERE blob_id IS NOT NULL;
