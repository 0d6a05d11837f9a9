-- Why:   people ask for access; who may grant it decides, once, and both stay on record.
-- Locks: none; the table is new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE governance.requests (
    id           text PRIMARY KEY,
    account_id   text NOT NULL,
    principal    text NOT NULL,
    catalog_id   text NOT NULL,
    resource     jsonb NOT NULL,
    permissions  text[] NOT NULL,
    purpose      text NOT NULL,
    ends_at      timestamptz,
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL,
    state        text NOT NULL CHECK (state IN ('open', 'approved', 'rejected')),
    decided_by   text,
    decided_at   timestamptz,
    note         text
);
CREATE INDEX requests_by_account ON governance.requests (account_id, state, requested_at);
