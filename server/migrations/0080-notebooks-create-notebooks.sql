-- Why:   notebooks are rows before anything runs; a person's home keeps its number for good.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE SCHEMA notebooks;

CREATE TABLE notebooks.homes (
    number     integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id text NOT NULL,
    owner      text NOT NULL,
    CONSTRAINT homes_of_owner UNIQUE (account_id, owner)
);

CREATE TABLE notebooks.notebooks (
    id             text PRIMARY KEY,
    account_id     text NOT NULL,
    owner          text NOT NULL,
    role_arn       text,
    home_number    integer NOT NULL REFERENCES notebooks.homes (number),
    port           integer NOT NULL,
    state          text NOT NULL,
    reason         text,
    sign_in        text NOT NULL,
    reservation_id text NOT NULL,
    opened_at      timestamptz NOT NULL,
    ended_at       timestamptz
);
CREATE INDEX notebooks_of_owner ON notebooks.notebooks (account_id, owner, opened_at);
CREATE UNIQUE INDEX notebooks_port ON notebooks.notebooks (port) WHERE ended_at IS NULL;
-- One at a time for a person as a role; without a role it is the person's own.
CREATE UNIQUE INDEX notebooks_living ON notebooks.notebooks (account_id, owner, role_arn)
    NULLS NOT DISTINCT WHERE state IN ('starting', 'running');
