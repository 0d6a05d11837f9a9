-- Why:   what a switched-off account could read and did stays readable after it is gone.
-- Locks: none; the table is new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE governance.isolation_reports (
    account_id  text NOT NULL,
    isolated_at timestamptz NOT NULL,
    report      jsonb NOT NULL,
    PRIMARY KEY (account_id, isolated_at)
);
