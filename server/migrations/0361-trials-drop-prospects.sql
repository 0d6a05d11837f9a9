-- Why:   a prospect is a vendor without an agreement; no door ever wrote here.
-- Locks: none that anybody waits for.
-- Undo:  restore from backup; migrations only go forward.
DROP TABLE trials.prospects;
