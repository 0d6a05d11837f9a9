-- Why:   people make and list opt-ins: on all tables of a database too, and by whom and when.
-- Locks: opt_ins for a moment; it has no rows, as nothing made any before.
-- Undo:  drop the columns; rows on all tables then count as rows on the database alone.

ALTER TABLE governance.opt_ins
    ADD COLUMN all_tables boolean NOT NULL DEFAULT false,
    ADD COLUMN updated_by text NOT NULL DEFAULT '',
    ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
