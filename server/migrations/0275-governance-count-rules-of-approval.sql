-- Why:   of two who change the same rules of approval or reminders, the later one must not undo
--        what the first has done without having seen it: each change names what it replaces.
-- Locks: both tables, shortly; they have one row an account.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE governance.approval_rules ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE governance.reminder_targets ADD COLUMN version integer NOT NULL DEFAULT 1;
