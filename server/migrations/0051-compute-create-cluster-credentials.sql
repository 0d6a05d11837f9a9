-- Why:   a name and password that open one cluster as one role; the password itself is not kept.
-- Locks: none; the table is new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE compute.cluster_credentials (
    username        text PRIMARY KEY,
    password_digest bytea NOT NULL,
    cluster_id      text NOT NULL REFERENCES compute.clusters (id) ON DELETE CASCADE,
    account_id      text NOT NULL,
    role_arn        text NOT NULL,
    issued_to       text NOT NULL,
    created_at      timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL
);
CREATE INDEX cluster_credentials_of_cluster ON compute.cluster_credentials (cluster_id);
