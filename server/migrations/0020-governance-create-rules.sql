-- Why:   decisions need a home for settings, tags, grants, filters and the register of what exists.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE SCHEMA governance;

-- One row: each change takes it, so versions have the order of their commits.
CREATE TABLE governance.version (
    one     boolean PRIMARY KEY DEFAULT true CHECK (one),
    version bigint NOT NULL
);
INSERT INTO governance.version (version) VALUES (1);

CREATE TABLE governance.settings (
    account_id text PRIMARY KEY,
    settings   jsonb NOT NULL
);

CREATE TABLE governance.databases (
    id          text PRIMARY KEY,
    account_id  text NOT NULL,
    name        text NOT NULL,
    location    text,
    creator_arn text NOT NULL,
    CONSTRAINT databases_name_unique UNIQUE (account_id, name)
);

CREATE TABLE governance.tables (
    id          text PRIMARY KEY,
    database_id text NOT NULL REFERENCES governance.databases ON DELETE CASCADE,
    name        text NOT NULL,
    location    text,
    creator_arn text NOT NULL,
    columns     jsonb NOT NULL,
    CONSTRAINT tables_name_unique UNIQUE (database_id, name)
);

CREATE TABLE governance.tags (
    account_id text NOT NULL,
    key        text NOT NULL,
    tag_values text[] NOT NULL,
    PRIMARY KEY (account_id, key)
);

CREATE TABLE governance.assignments (
    id          text PRIMARY KEY,
    database_id text NOT NULL REFERENCES governance.databases ON DELETE CASCADE,
    table_id    text REFERENCES governance.tables ON DELETE CASCADE,
    column_id   integer,
    key         text NOT NULL,
    value       text NOT NULL,
    assigned_by text NOT NULL,
    assigned_at timestamptz NOT NULL
);

CREATE TABLE governance.expressions (
    account_id  text NOT NULL,
    name        text NOT NULL,
    description text,
    expression  jsonb NOT NULL,
    PRIMARY KEY (account_id, name)
);

CREATE TABLE governance.filters (
    id         text PRIMARY KEY,
    table_id   text NOT NULL REFERENCES governance.tables ON DELETE CASCADE,
    name       text NOT NULL,
    row_filter jsonb,
    columns    jsonb NOT NULL,
    version    text NOT NULL,
    CONSTRAINT filters_name_unique UNIQUE (table_id, name)
);

CREATE TABLE governance.grants (
    id              text PRIMARY KEY,
    account_id      text NOT NULL,
    catalog_id      text NOT NULL,
    principal       text NOT NULL,
    resource        jsonb NOT NULL,
    permissions     text[] NOT NULL,
    grantable       text[] NOT NULL,
    starts_at       timestamptz,
    ends_at         timestamptz,
    source          text NOT NULL CHECK (source IN ('grant', 'creator', 'default')),
    granted_by      text NOT NULL,
    granted_at      timestamptz NOT NULL,
    invalid_because text
);

CREATE TABLE governance.locations (
    location      text PRIMARY KEY,
    account_id    text NOT NULL,
    role_arn      text,
    hybrid        boolean NOT NULL,
    registered_at timestamptz NOT NULL
);

CREATE TABLE governance.opt_ins (
    principal   text NOT NULL,
    database_id text NOT NULL REFERENCES governance.databases ON DELETE CASCADE,
    table_id    text REFERENCES governance.tables ON DELETE CASCADE,
    id          text PRIMARY KEY
);

CREATE TABLE governance.acceptances (
    owner_id     text NOT NULL,
    recipient_id text NOT NULL,
    PRIMARY KEY (owner_id, recipient_id)
);
