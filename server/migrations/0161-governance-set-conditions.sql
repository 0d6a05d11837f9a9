-- Why:   grants and opt-ins may count only for principals with certain tags.
-- Locks: both tables for a moment; the columns are empty.
-- Undo:  delete the rows that have a condition, then drop the columns; never the columns first.

ALTER TABLE governance.grants ADD COLUMN condition jsonb;
ALTER TABLE governance.opt_ins ADD COLUMN condition jsonb;
