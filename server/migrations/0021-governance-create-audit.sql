-- Why:   who saw and changed what must stay provable: one chain of records per account.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE governance.audit (
    account_id    text NOT NULL,
    sequence      bigint NOT NULL,
    at            timestamptz NOT NULL,
    actor         text NOT NULL,
    principal     text NOT NULL,
    action        text NOT NULL,
    resource      text NOT NULL,
    decision      text NOT NULL CHECK (decision IN ('allowed', 'denied')),
    detail        jsonb NOT NULL,
    previous_hash text NOT NULL,
    hash          text NOT NULL,
    PRIMARY KEY (account_id, sequence)
);
CREATE INDEX audit_by_resource ON governance.audit (account_id, resource, sequence);
CREATE INDEX audit_by_principal ON governance.audit (account_id, principal, sequence);
CREATE INDEX audit_by_time ON governance.audit (account_id, at);

-- Where each chain ends: a record cut off at the end is missed as well.
CREATE TABLE governance.audit_heads (
    account_id text PRIMARY KEY,
    sequence   bigint NOT NULL,
    hash       text NOT NULL
);

CREATE FUNCTION governance.refuse_audit_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit records are only ever added';
END
$$;

CREATE TRIGGER audit_is_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON governance.audit
    FOR EACH STATEMENT EXECUTE FUNCTION governance.refuse_audit_change();
