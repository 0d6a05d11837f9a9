-- Why:   clusters name a security configuration, and it must be one of their account.
-- Locks: none; the table is new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE compute.security_configurations (
    account_id    text NOT NULL,
    name          text NOT NULL,
    configuration text NOT NULL,
    created_by    text NOT NULL,
    created_at    timestamptz NOT NULL,
    CONSTRAINT security_configurations_pkey PRIMARY KEY (account_id, name)
);
