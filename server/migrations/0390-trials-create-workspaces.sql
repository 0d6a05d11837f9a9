-- Why:   a trial has a database, a role, a cluster and notebooks of its own, made and ended step by
--        step, and files that stay when the rest is gone.
-- Locks: trials.trials shortly, for the references; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE trials.workspaces (
    trial_id      text PRIMARY KEY REFERENCES trials.trials (id),
    account_id    text NOT NULL,
    name          text NOT NULL CONSTRAINT workspaces_name_unique UNIQUE,
    -- On what is made, so that it is known again after a crash; nobody is told of it before.
    mark          text NOT NULL,
    people        text[] NOT NULL,
    wanted        text NOT NULL CHECK (wanted IN ('nothing', 'ready', 'ended')),
    done          text[] NOT NULL DEFAULT '{}',
    -- In whose name the next steps are done, and since when; nobody's after an end by the clock.
    actor         jsonb,
    asked_at      timestamptz NOT NULL,
    failure       text,
    role_id       text,
    database_id   text,
    launch_token  text,
    cluster_id    text,
    counted_until timestamptz,
    data          text NOT NULL DEFAULT 'seal' CHECK (data IN ('seal', 'delete', 'hand-over')),
    heir          text,
    CONSTRAINT workspaces_heir CHECK ((data = 'hand-over') = (heir IS NOT NULL))
);

CREATE TABLE trials.workspace_files (
    trial_id   text NOT NULL REFERENCES trials.trials (id),
    path       text NOT NULL,
    size_bytes bigint NOT NULL,
    -- Neither for what is too large: it stays where it lay.
    digest     text,
    content    bytea,
    PRIMARY KEY (trial_id, path)
);
