-- Why:   the catalog needs a home for databases, tables and the commits that were named.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE SCHEMA catalog;

CREATE TABLE catalog.databases (
    id          text PRIMARY KEY,
    account_id  text NOT NULL,
    name        text NOT NULL COLLATE "C",
    location    text,
    description text,
    properties  jsonb NOT NULL,
    creator_arn text NOT NULL,
    created_at  timestamptz NOT NULL,
    CONSTRAINT databases_name_unique UNIQUE (account_id, name)
);

CREATE TABLE catalog.tables (
    id                text PRIMARY KEY,
    account_id        text NOT NULL,
    database_id       text NOT NULL CONSTRAINT tables_database REFERENCES catalog.databases,
    name              text NOT NULL COLLATE "C",
    location          text NOT NULL COLLATE "C",
    metadata_location text NOT NULL,
    version           integer NOT NULL DEFAULT 1,
    creator_arn       text NOT NULL,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    documentation     text,
    CONSTRAINT tables_name_unique UNIQUE (database_id, name)
);

CREATE INDEX tables_location ON catalog.tables (location);

CREATE TABLE catalog.commit_keys (
    table_id     text NOT NULL
        CONSTRAINT commit_keys_table REFERENCES catalog.tables ON DELETE CASCADE,
    key          text NOT NULL,
    snapshot_id  text NOT NULL,
    committed_at timestamptz NOT NULL,
    CONSTRAINT commit_keys_pk PRIMARY KEY (table_id, key)
);
