-- Why:   a catalog may name databases and tables of others: resource links.
-- Locks: brief ones on catalog.databases, governance.databases and governance.tables; no rewrite.
-- Undo:  drop the rows that are links, then the new columns and catalog.table_links.
ALTER TABLE catalog.databases
    ADD COLUMN target_account_id text,
    ADD COLUMN target_database   text,
    ADD CONSTRAINT databases_target_whole
        CHECK ((target_account_id IS NULL) = (target_database IS NULL));

CREATE TABLE catalog.table_links (
    id                text PRIMARY KEY,
    account_id        text NOT NULL,
    database_id       text NOT NULL
        CONSTRAINT table_links_database REFERENCES catalog.databases ON DELETE CASCADE,
    name              text NOT NULL COLLATE "C",
    target_account_id text NOT NULL,
    target_database   text NOT NULL,
    target_table      text NOT NULL,
    creator_arn       text NOT NULL,
    created_at        timestamptz NOT NULL,
    CONSTRAINT table_links_name_unique UNIQUE (database_id, name)
);

ALTER TABLE governance.databases ADD COLUMN link boolean NOT NULL DEFAULT false;
ALTER TABLE governance.tables ADD COLUMN link boolean NOT NULL DEFAULT false;
