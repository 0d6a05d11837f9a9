-- Why:   requests wait for the people whom rules by tag name, some for more than one of them, and
--        nobody counts twice by taking another role.
-- Locks: a brief exclusive lock on the requests; the new column has no default.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE governance.requests ADD COLUMN person text;
CREATE INDEX requests_by_catalog ON governance.requests (catalog_id, id);
CREATE TABLE governance.approval_rules (
    account_id text PRIMARY KEY,
    rules      jsonb NOT NULL,
    set_by     text NOT NULL,
    set_at     timestamptz NOT NULL
);
CREATE TABLE governance.approvals (
    request_id  text NOT NULL REFERENCES governance.requests (id),
    principal   text NOT NULL,
    person      text NOT NULL,
    digest      text NOT NULL,
    ends_at     timestamptz,
    approved_at timestamptz NOT NULL,
    PRIMARY KEY (request_id, person, principal)
);
