-- Why:   owners tell readers of a dataset what is coming, and that it goes.
-- Locks: none; the tables are new.
-- Undo:  DROP TABLE catalog.announcements, catalog.deprecations; nothing else is kept there.
CREATE TABLE catalog.announcements (
    id         text PRIMARY KEY,
    table_id   text NOT NULL
        CONSTRAINT announcements_table REFERENCES catalog.tables ON DELETE CASCADE,
    text       text NOT NULL,
    from_at    timestamptz NOT NULL,
    until_at   timestamptz,
    author_arn text NOT NULL
);
CREATE INDEX announcements_of_table ON catalog.announcements (table_id, from_at);

CREATE TABLE catalog.deprecations (
    table_id       text PRIMARY KEY
        CONSTRAINT deprecations_table REFERENCES catalog.tables ON DELETE CASCADE,
    reason         text NOT NULL,
    replacement_id text
        CONSTRAINT deprecations_replacement REFERENCES catalog.tables ON DELETE SET NULL,
    goes_at        timestamptz,
    author_arn     text NOT NULL
);
