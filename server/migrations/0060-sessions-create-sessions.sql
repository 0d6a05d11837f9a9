-- Why:   sessions and their statements are rows before anything runs, and outlive any server.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE SCHEMA sessions;

CREATE TABLE sessions.sessions (
    id               integer GENERATED ALWAYS AS IDENTITY (MINVALUE 0 START 0) PRIMARY KEY,
    account_id       text NOT NULL,
    owner            text NOT NULL,
    place_kind       text NOT NULL,
    place_id         text NOT NULL,
    principal        jsonb NOT NULL,
    name             text,
    kind             text NOT NULL,
    state            text NOT NULL,
    conf             jsonb NOT NULL,
    idle_seconds_max integer NOT NULL,
    box              text,
    reservation_id   text,
    app_id           text,
    reason           text,
    log              text[] NOT NULL DEFAULT '{}',
    created_at       timestamptz NOT NULL,
    last_active_at   timestamptz NOT NULL,
    ended_at         timestamptz
);
CREATE INDEX sessions_of_owner ON sessions.sessions (account_id, owner, id);
CREATE UNIQUE INDEX sessions_box ON sessions.sessions (box) WHERE box IS NOT NULL;
-- A name is free again when its session has ended.
CREATE UNIQUE INDEX sessions_name ON sessions.sessions (account_id, owner, name)
    WHERE name IS NOT NULL AND state IN ('starting', 'idle', 'busy');

CREATE TABLE sessions.statements (
    session_id   integer NOT NULL REFERENCES sessions.sessions (id),
    number       integer NOT NULL,
    code         text NOT NULL,
    kind         text NOT NULL,
    state        text NOT NULL,
    output       text,
    progress     double precision NOT NULL,
    created_at   timestamptz NOT NULL,
    started_at   timestamptz,
    completed_at timestamptz,
    PRIMARY KEY (session_id, number)
);
