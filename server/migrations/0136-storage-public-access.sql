-- Why:   buckets say who owns what is put into them, have access control lists, and may be public.
-- Locks: buckets for an instant: new columns are empty or constant.
-- Undo:  restore from backup; migrations only go forward.

-- What is there already stays closed. Null ownership: objects belong to whoever puts them.
ALTER TABLE storage.buckets
    ADD COLUMN ownership text DEFAULT 'BucketOwnerEnforced'
        CHECK (ownership IN ('BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter')),
    ADD COLUMN acl jsonb,
    ADD COLUMN public_access_block jsonb DEFAULT
        '{"blockPublicAcls": true, "ignorePublicAcls": true,
          "blockPublicPolicy": true, "restrictPublicBuckets": true}';

-- Accounts that may have public buckets; of all others nothing is public, whatever they say.
CREATE TABLE storage.public_accounts (
    account_id text PRIMARY KEY,
    opened_at  timestamptz NOT NULL
);
