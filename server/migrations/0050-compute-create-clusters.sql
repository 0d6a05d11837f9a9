-- Why:   clusters, serverless applications, their Livy ports and what is reserved of them.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE SCHEMA compute;

CREATE TABLE compute.clusters (
    id             text PRIMARY KEY,
    account_id     text NOT NULL,
    state          text NOT NULL,
    created_at     timestamptz NOT NULL,
    last_active_at timestamptz NOT NULL,
    ready_at       timestamptz,
    ending_at      timestamptz,
    ended_at       timestamptz,
    facts          jsonb NOT NULL
);
CREATE INDEX clusters_of_account ON compute.clusters (account_id, created_at DESC, id);
CREATE INDEX clusters_alive ON compute.clusters (id) WHERE ended_at IS NULL;

CREATE TABLE compute.applications (
    id             text PRIMARY KEY,
    account_id     text NOT NULL,
    state          text NOT NULL,
    client_token   text NOT NULL,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    last_active_at timestamptz NOT NULL,
    facts          jsonb NOT NULL,
    CONSTRAINT applications_token UNIQUE (account_id, client_token)
);
CREATE INDEX applications_of_account ON compute.applications (account_id, created_at DESC, id);

-- One row per port that a living cluster or application listens on.
CREATE TABLE compute.livy_ports (
    port       integer PRIMARY KEY,
    owner_kind text NOT NULL CHECK (owner_kind IN ('cluster', 'application')),
    owner_id   text NOT NULL,
    CONSTRAINT livy_ports_owner UNIQUE (owner_kind, owner_id)
);

CREATE TABLE compute.reservations (
    id           text PRIMARY KEY,
    account_id   text NOT NULL,
    owner_kind   text NOT NULL CHECK (owner_kind IN ('cluster', 'application', 'account')),
    owner_id     text NOT NULL,
    cpu          double precision NOT NULL,
    memory_bytes bigint NOT NULL,
    disk_bytes   bigint NOT NULL,
    created_at   timestamptz NOT NULL
);
CREATE INDEX reservations_of_owner ON compute.reservations (owner_kind, owner_id);
CREATE INDEX reservations_of_account ON compute.reservations (account_id);

CREATE TABLE compute.account_limits (
    account_id   text PRIMARY KEY,
    cpu          double precision,
    memory_bytes bigint,
    disk_bytes   bigint,
    updated_at   timestamptz NOT NULL
);
