-- Why:   scripts that run once on a driver of their own: serverless job runs.
-- Locks: none; the table is new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE sessions.runs (
    id              text PRIMARY KEY,
    account_id      text NOT NULL,
    application_id  text NOT NULL,
    name            text,
    created_by      text NOT NULL,
    role_arn        text NOT NULL,
    client_token    text NOT NULL,
    release_label   text NOT NULL,
    entry_point     text NOT NULL,
    arguments       text[] NOT NULL,
    spark_parameters text NOT NULL,
    timeout_minutes integer NOT NULL,
    state           text NOT NULL,
    state_details   text NOT NULL,
    box             text,
    reservation_id  text,
    log             text[] NOT NULL DEFAULT '{}',
    created_at      timestamptz NOT NULL,
    started_at      timestamptz,
    ended_at        timestamptz,
    CONSTRAINT runs_client_token UNIQUE (account_id, application_id, client_token)
);
CREATE INDEX runs_of_application ON sessions.runs (application_id, created_at);
CREATE INDEX runs_living ON sessions.runs (created_at) WHERE ended_at IS NULL;
