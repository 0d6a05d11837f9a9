-- Why:   pipelines, their runs and their ledger of slices are rows before anything runs.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE SCHEMA pipelines;

CREATE TABLE pipelines.pipelines (
    id             text PRIMARY KEY,
    account_id     text NOT NULL,
    name           text NOT NULL,
    role_arn       text NOT NULL,
    application_id text NOT NULL,
    definition     jsonb NOT NULL,
    version        integer NOT NULL,
    paused         boolean NOT NULL,
    created_by     text NOT NULL,
    created_at     timestamptz NOT NULL,
    CONSTRAINT pipelines_name_unique UNIQUE (account_id, name)
);

CREATE TABLE pipelines.inputs (
    pipeline_id text NOT NULL REFERENCES pipelines.pipelines (id),
    table_id    text NOT NULL,
    PRIMARY KEY (pipeline_id, table_id)
);
CREATE INDEX inputs_of_table ON pipelines.inputs (table_id);

CREATE TABLE pipelines.versions (
    pipeline_id  text NOT NULL REFERENCES pipelines.pipelines (id),
    number       integer NOT NULL,
    path         text NOT NULL,
    git_commit   text NOT NULL,
    script       text NOT NULL,
    sha256       text NOT NULL,
    published_by text NOT NULL,
    published_at timestamptz NOT NULL,
    PRIMARY KEY (pipeline_id, number)
);

CREATE TABLE pipelines.runs (
    id          text PRIMARY KEY,
    pipeline_id text NOT NULL REFERENCES pipelines.pipelines (id),
    slices      text[] NOT NULL,
    cause       text NOT NULL,
    version     integer NOT NULL,
    attempt     integer NOT NULL,
    state       text NOT NULL,
    wanted      jsonb NOT NULL,
    job_run_id  text,
    error       text,
    created_by  text NOT NULL,
    queued_at   timestamptz NOT NULL,
    started_at  timestamptz,
    ended_at    timestamptz,
    snapshot_id text,
    added_rows  bigint
);
CREATE INDEX runs_of_pipeline ON pipelines.runs (pipeline_id, id DESC);
CREATE INDEX runs_job_run ON pipelines.runs (job_run_id) WHERE job_run_id IS NOT NULL;
CREATE INDEX runs_open ON pipelines.runs (pipeline_id)
    WHERE state IN ('queued', 'starting', 'running');

CREATE TABLE pipelines.slices (
    pipeline_id    text NOT NULL REFERENCES pipelines.pipelines (id),
    slice          text NOT NULL,
    wanted         jsonb NOT NULL,
    due            boolean NOT NULL,
    done           jsonb,
    done_version   integer,
    done_at        timestamptz,
    run_id         text,
    attempts       integer NOT NULL,
    not_before     timestamptz,
    deadline_at    timestamptz,
    deadline_state text,
    PRIMARY KEY (pipeline_id, slice)
);
CREATE INDEX slices_watched ON pipelines.slices (pipeline_id, deadline_at)
    WHERE deadline_at IS NOT NULL AND deadline_state IS DISTINCT FROM 'met'
    AND deadline_state IS DISTINCT FROM 'missed';
CREATE INDEX slices_due ON pipelines.slices (pipeline_id, slice) WHERE due;
