-- Why:   accounts, their users and roles, and what these may do.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE SCHEMA identity;

CREATE TABLE identity.accounts (
    id           text PRIMARY KEY CHECK (id ~ '^[0-9]{12}$'),
    name         text NOT NULL,
    organization boolean NOT NULL,
    governing    boolean NOT NULL,
    created_at   timestamptz NOT NULL,
    isolated_at  timestamptz,
    CONSTRAINT accounts_name_unique UNIQUE (name)
);

-- One account governs the platform: it makes accounts and switches them off.
CREATE UNIQUE INDEX accounts_one_governing ON identity.accounts (governing) WHERE governing;

CREATE TABLE identity.principals (
    id                  text PRIMARY KEY,
    kind                text NOT NULL CHECK (kind IN ('user', 'role')),
    account_id          text NOT NULL REFERENCES identity.accounts (id),
    name                text NOT NULL,
    path                text NOT NULL,
    created_at          timestamptz NOT NULL,
    tags                jsonb NOT NULL,
    description         text,
    trust               jsonb,
    max_session_seconds integer NOT NULL,
    password_hash       text,
    sessions_valid_from timestamptz NOT NULL
);

-- Names of one kind differ in more than case, as in IAM.
CREATE UNIQUE INDEX principals_name_unique
    ON identity.principals (account_id, kind, lower(name));

CREATE TABLE identity.inline_policies (
    principal_id text NOT NULL REFERENCES identity.principals (id),
    name         text NOT NULL,
    text         text NOT NULL,
    PRIMARY KEY (principal_id, name)
);

CREATE TABLE identity.attached_policies (
    principal_id text NOT NULL REFERENCES identity.principals (id),
    policy_arn   text NOT NULL,
    PRIMARY KEY (principal_id, policy_arn)
);

CREATE TABLE identity.access_keys (
    id            text PRIMARY KEY,
    principal_id  text NOT NULL REFERENCES identity.principals (id),
    sealed_secret bytea NOT NULL,
    active        boolean NOT NULL,
    created_at    timestamptz NOT NULL
);
