-- Why:   an audit is exported by itself each hour or day, and an export can be stopped.
-- Locks: brief exclusive locks; the columns are nullable, so no table is rewritten.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE governance.audit_exports
    ADD COLUMN every text CHECK (every IN ('hour', 'day')),
    -- When the next round of a standing one begins.
    ADD COLUMN next_at timestamptz,
    DROP CONSTRAINT audit_exports_state_check,
    ADD CONSTRAINT audit_exports_state_check
        CHECK (state IN ('running', 'waiting', 'done', 'failed', 'stopped'));
