-- Why:   who lost an access is told which grant is gone, who took it back and when; and exports of
--        the audit go on where a killed server left them.
-- Locks: none; the tables are new.
-- Undo:  drop the tables; explanations then tell nothing of what is gone.
CREATE TABLE governance.removed_grants (
    grant_id    text NOT NULL,
    removed_at  timestamptz NOT NULL,
    -- Who removed it, as the audit names them.
    removed_by  text NOT NULL,
    account_id  text NOT NULL,
    catalog_id  text NOT NULL,
    principal   text NOT NULL,
    -- The grant, with the permissions that were taken from it alone.
    taken       jsonb NOT NULL,
    PRIMARY KEY (grant_id, removed_at)
);
CREATE INDEX removed_grants_by_principal
    ON governance.removed_grants (catalog_id, principal, removed_at);
CREATE INDEX removed_grants_by_time ON governance.removed_grants (removed_at);

-- A piece of an account's chain on its way to S3, with the rights of who asked for it.
CREATE TABLE governance.audit_exports (
    id             text PRIMARY KEY,
    account_id     text NOT NULL,
    location       text NOT NULL,
    format         text NOT NULL CHECK (format IN ('jsonl', 'parquet')),
    caller         jsonb NOT NULL,
    asked_by       text NOT NULL,
    asked_at       timestamptz NOT NULL,
    first_sequence bigint NOT NULL,
    last_sequence  bigint NOT NULL,
    -- What is written already is before it: from here a killed server's work goes on.
    next_sequence  bigint NOT NULL,
    files          integer NOT NULL,
    state          text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    reason         text,
    ended_at       timestamptz
);
CREATE INDEX audit_exports_by_account ON governance.audit_exports (account_id, asked_at);
