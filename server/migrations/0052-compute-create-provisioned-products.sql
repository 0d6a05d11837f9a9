-- Why:   what was taken from the service catalogue, and the record of each step.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE compute.provisioned_products (
    id                text PRIMARY KEY,
    account_id        text NOT NULL,
    name              text NOT NULL,
    product_id        text NOT NULL,
    artifact_id       text NOT NULL,
    cluster_id        text REFERENCES compute.clusters (id),
    status            text NOT NULL,
    status_message    text,
    provision_token   text NOT NULL,
    provisioned_by    text NOT NULL,
    last_record_id    text NOT NULL,
    created_at        timestamptz NOT NULL,
    ended_at          timestamptz
);
CREATE UNIQUE INDEX provisioned_products_name
    ON compute.provisioned_products (account_id, name) WHERE ended_at IS NULL;

CREATE TABLE compute.provisioning_records (
    id                     text PRIMARY KEY,
    account_id             text NOT NULL,
    provisioned_product_id text NOT NULL,
    kind                   text NOT NULL,
    token                  text NOT NULL,
    status                 text NOT NULL,
    created_at             timestamptz NOT NULL,
    updated_at             timestamptz NOT NULL,
    facts                  jsonb NOT NULL,
    CONSTRAINT provisioning_records_token UNIQUE (account_id, kind, token)
);
