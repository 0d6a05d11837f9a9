-- Why:   a script runs at a cluster or an account too, as a Livy batch or a step, with the rights
--        of a role or of who started it; a batch has a number and a log that its user can remove.
-- Locks: exclusive on sessions.runs while its rows learn their principal: one update of each.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE sessions.runs RENAME COLUMN application_id TO place_id;
ALTER TABLE sessions.runs RENAME COLUMN created_by TO owner;
ALTER TABLE sessions.runs
    ADD COLUMN kind text NOT NULL DEFAULT 'job-run',
    ADD COLUMN place_kind text NOT NULL DEFAULT 'application',
    ADD COLUMN principal jsonb,
    ADD COLUMN conf jsonb,
    ADD COLUMN modules text[],
    ADD COLUMN app_id text,
    ADD COLUMN removed_at timestamptz,
    ALTER COLUMN release_label DROP NOT NULL;
UPDATE sessions.runs SET principal = jsonb_build_object(
    'kind', 'role', 'roleArn', role_arn, 'service', 'emr-serverless.amazonaws.com'
);
ALTER TABLE sessions.runs
    ALTER COLUMN kind DROP DEFAULT,
    ALTER COLUMN place_kind DROP DEFAULT,
    ALTER COLUMN principal SET NOT NULL,
    DROP COLUMN role_arn,
    DROP CONSTRAINT runs_client_token,
    ADD CONSTRAINT runs_client_token UNIQUE (account_id, place_id, kind, client_token);
DROP INDEX sessions.runs_of_application;
CREATE INDEX runs_of_place ON sessions.runs (place_id, kind, created_at);
CREATE UNIQUE INDEX runs_batch_name ON sessions.runs (account_id, owner, place_id, name)
    WHERE kind = 'batch' AND ended_at IS NULL;
CREATE SEQUENCE sessions.batch_numbers;
