-- Why:   a trial is opened before any data lands: its workspace waits for the table to be there.
-- Locks: trials.workspaces shortly; the default is constant, so no row is written anew.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE trials.workspaces ADD COLUMN waits_for_data boolean NOT NULL DEFAULT false;
