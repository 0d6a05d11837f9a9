-- Why:   jobs say what they made of what, as OpenLineage has it; the catalog keeps who said it.
-- Locks: none; the tables are new.
-- Undo:  DROP TABLE catalog.lineage_edges, catalog.lineage_events; nothing else is kept there.
CREATE TABLE catalog.lineage_events (
    principal_arn text NOT NULL,
    -- Of all that names the event: the same event a second time changes nothing.
    digest        text NOT NULL,
    account_id    text NOT NULL,
    run_id        text,
    state         text,
    job_namespace text NOT NULL,
    job_name      text NOT NULL,
    occurred_at   timestamptz NOT NULL,
    received_at   timestamptz NOT NULL,
    CONSTRAINT lineage_events_pk PRIMARY KEY (principal_arn, digest)
);
CREATE INDEX lineage_events_received ON catalog.lineage_events (received_at);

CREATE TABLE catalog.lineage_edges (
    -- A digest of the account, the job, the output and the input.
    id              text PRIMARY KEY,
    -- Whose word it is.
    account_id      text NOT NULL,
    job_namespace   text NOT NULL,
    job_name        text NOT NULL,
    output_id       text NOT NULL
        CONSTRAINT lineage_edges_output REFERENCES catalog.tables ON DELETE CASCADE,
    input_id        text
        CONSTRAINT lineage_edges_input REFERENCES catalog.tables ON DELETE CASCADE,
    -- Of an input that is no dataset of this catalog, as its job names it.
    input_namespace text,
    input_name      text,
    columns         jsonb NOT NULL,
    run_id          text,
    first_at        timestamptz NOT NULL,
    last_at         timestamptz NOT NULL,
    CONSTRAINT lineage_edges_one_input CHECK (input_id IS NULL OR input_name IS NULL)
);
CREATE INDEX lineage_edges_up ON catalog.lineage_edges (output_id, last_at DESC);
CREATE INDEX lineage_edges_down ON catalog.lineage_edges (input_id, last_at DESC);
