-- Why:   tables are kept quick and small by jobs, whose history people want to see; commits that
--        change no rows are known as such, so that writers need not notice them.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE catalog.maintenance_runs (
    id         text PRIMARY KEY,
    table_id   text NOT NULL
        CONSTRAINT maintenance_runs_table REFERENCES catalog.tables ON DELETE CASCADE,
    asker_arn  text,
    tasks      jsonb NOT NULL,
    state      text NOT NULL,
    results    jsonb NOT NULL,
    error      text,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    ended_at   timestamptz
);

CREATE UNIQUE INDEX maintenance_runs_running ON catalog.maintenance_runs (table_id)
    WHERE ended_at IS NULL;
CREATE INDEX maintenance_runs_newest ON catalog.maintenance_runs (table_id, id);

CREATE TABLE catalog.maintenance_commits (
    table_id    text NOT NULL
        CONSTRAINT maintenance_commits_table REFERENCES catalog.tables ON DELETE CASCADE,
    snapshot_id text NOT NULL,
    CONSTRAINT maintenance_commits_pk PRIMARY KEY (table_id, snapshot_id)
);

-- Properties that count for every table of an account which does not have them itself.
CREATE TABLE catalog.maintenance_defaults (
    account_id text PRIMARY KEY,
    properties jsonb NOT NULL
);
