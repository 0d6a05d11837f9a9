-- Why:   every context leaves its audit records here in the transaction of the change.
-- Locks: none; the table is new.
-- Undo:  restore from backup; migrations only go forward.
CREATE SCHEMA foundation;

CREATE TABLE foundation.outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    account_id text NOT NULL,
    actor      text NOT NULL,
    principal  text NOT NULL,
    action     text NOT NULL,
    resource   text NOT NULL,
    decision   text NOT NULL CHECK (decision IN ('allowed', 'denied')),
    detail     jsonb NOT NULL
);
