-- Why:   a job run is tried as often as it was asked for; each try keeps how it ended. A run has
--        tags, and may have fewer rights than its role.
-- Locks: a brief exclusive lock on sessions.runs; the defaults are constant: no row is rewritten.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE sessions.runs
    ADD COLUMN attempt integer NOT NULL DEFAULT 1,
    ADD COLUMN attempts_max integer NOT NULL DEFAULT 1,
    ADD COLUMN attempt_at timestamptz,
    ADD COLUMN tags jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN session_policy text;
CREATE TABLE sessions.run_attempts (
    run_id        text NOT NULL REFERENCES sessions.runs (id),
    attempt       integer NOT NULL,
    state         text NOT NULL,
    state_details text NOT NULL,
    log           text[] NOT NULL,
    created_at    timestamptz NOT NULL,
    started_at    timestamptz,
    ended_at      timestamptz NOT NULL,
    PRIMARY KEY (run_id, attempt)
);
