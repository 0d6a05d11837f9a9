-- Why:   Parquet files that lie in the lake become tables where they are, by jobs that go on after
--        a kill; which files a table has taken over is remembered for later runs.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE catalog.adoptions (
    id           text PRIMARY KEY,
    account_id   text NOT NULL,
    database     text NOT NULL,
    table_name   text NOT NULL,
    location     text NOT NULL COLLATE "C",
    caller       jsonb NOT NULL,
    asker_arn    text NOT NULL,
    options      jsonb NOT NULL,
    state        text NOT NULL,
    shape        jsonb NOT NULL,
    files_found  bigint NOT NULL DEFAULT 0,
    files_read   bigint NOT NULL DEFAULT 0,
    rows_read    bigint NOT NULL DEFAULT 0,
    files_added  bigint NOT NULL DEFAULT 0,
    notes_count  bigint NOT NULL DEFAULT 0,
    error        text,
    table_id     text,
    snapshot_id  text,
    created_at   timestamptz NOT NULL,
    ended_at     timestamptz
);

-- Two runs at one table would take over the same files twice.
CREATE UNIQUE INDEX adoptions_running ON catalog.adoptions (account_id, database, table_name)
    WHERE ended_at IS NULL;
CREATE INDEX adoptions_newest ON catalog.adoptions (asker_arn, id);

-- What a run has found: `found`, then `read`; or a note: `skipped`, `changed`, `vanished`.
CREATE TABLE catalog.adoption_files (
    adoption_id text NOT NULL
        CONSTRAINT adoption_files_adoption REFERENCES catalog.adoptions ON DELETE CASCADE,
    location    text NOT NULL COLLATE "C",
    size_bytes  bigint NOT NULL,
    etag        text NOT NULL,
    state       text NOT NULL,
    reason      text,
    facts       jsonb,
    CONSTRAINT adoption_files_pk PRIMARY KEY (adoption_id, location)
);

CREATE INDEX adoption_files_state ON catalog.adoption_files (adoption_id, state, location);

-- Every file that a table took over, whether or not it still reads it.
CREATE TABLE catalog.adopted_files (
    table_id   text NOT NULL
        CONSTRAINT adopted_files_table REFERENCES catalog.tables ON DELETE CASCADE,
    location   text NOT NULL COLLATE "C",
    size_bytes bigint NOT NULL,
    etag       text NOT NULL,
    CONSTRAINT adopted_files_pk PRIMARY KEY (table_id, location)
);
