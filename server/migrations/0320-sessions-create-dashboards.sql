-- Why:   the Spark UI of a session or run is opened in a box that holds capacity, and of which
--        earlier attempt it is, is known by the box of that attempt.
-- Locks: a brief exclusive lock on sessions.run_attempts; the column is nullable, so no table is
--        rewritten.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE sessions.run_attempts ADD COLUMN box text;
CREATE TABLE sessions.dashboards (
    id             text PRIMARY KEY,
    reservation_id text NOT NULL
);
