-- Why:   where a chain ends is sealed by a key that PostgreSQL does not have, so that who may write
--        all of it cannot set the end back; the first server that starts seals those of before.
-- Locks: governance.audit_heads, for a moment.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE governance.audit_heads ADD COLUMN seal text;
