-- Why:   policies on rows are kept by name, and held where they are attached.
-- Locks: none; the tables are new.
-- Undo:  drop the tables; what the policies closed is open then.
CREATE TABLE governance.row_policies (
    account_id text NOT NULL,
    name       text NOT NULL,
    columns    jsonb NOT NULL,
    text       text NOT NULL,
    PRIMARY KEY (account_id, name)
);

CREATE TABLE governance.row_attachments (
    id          text PRIMARY KEY,
    account_id  text NOT NULL,
    policy      text NOT NULL,
    resource    jsonb NOT NULL,
    -- NULL: everybody.
    principal   text,
    condition   jsonb,
    attached_by text NOT NULL,
    attached_at timestamptz NOT NULL
);
