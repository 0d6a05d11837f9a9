-- Why:   what vendors promised, what arrived, and what became of it, kept for ever.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE SCHEMA ingestion;

CREATE TABLE ingestion.vendors (
    id         text PRIMARY KEY,
    account_id text NOT NULL,
    name       text NOT NULL,
    contacts   jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT vendors_name_unique UNIQUE (account_id, name)
);

CREATE TABLE ingestion.agreements (
    id            text PRIMARY KEY,
    vendor_id     text NOT NULL REFERENCES ingestion.vendors (id),
    connection    jsonb NOT NULL,
    -- Sealed by the platform's key; never leaves the server.
    secret_sealed bytea,
    licence       jsonb NOT NULL,
    ends_at       timestamptz,
    created_at    timestamptz NOT NULL
);

CREATE TABLE ingestion.feeds (
    id           text PRIMARY KEY,
    account_id   text NOT NULL,
    agreement_id text NOT NULL REFERENCES ingestion.agreements (id),
    name         text NOT NULL,
    definition   jsonb NOT NULL,
    role_arn     text NOT NULL,
    state        text NOT NULL CHECK (state IN ('active', 'paused')),
    -- The vendor's present where its calendar is played; NULL: the real clock.
    played_at    timestamptz,
    collected_at timestamptz,
    last_error   text,
    created_at   timestamptz NOT NULL,
    CONSTRAINT feeds_name_unique UNIQUE (account_id, name)
);

CREATE TABLE ingestion.deliveries (
    id              text PRIMARY KEY,
    feed_id         text NOT NULL REFERENCES ingestion.feeds (id),
    -- What it is about: a date, a month, or the name of a file that comes once.
    slice           text NOT NULL,
    state           text NOT NULL
        CHECK (state IN ('expected', 'landed', 'loaded', 'quarantined', 'rejected')),
    expected_at     timestamptz,
    deadline_at     timestamptz,
    -- By the calendar's clock, which may be played.
    arrived_at      timestamptz,
    -- By the real clock: when a reader could first know that it was late.
    overdue_at      timestamptz,
    current_vintage bigint,
    CONSTRAINT deliveries_slice_unique UNIQUE (feed_id, slice)
);
CREATE INDEX deliveries_waiting ON ingestion.deliveries (deadline_at)
    WHERE state = 'expected' AND overdue_at IS NULL;

CREATE TABLE ingestion.vintages (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delivery_id         text NOT NULL REFERENCES ingestion.deliveries (id),
    feed_id             text NOT NULL REFERENCES ingestion.feeds (id),
    number              integer NOT NULL,
    sha256              text NOT NULL,
    state               text NOT NULL CHECK
        (state IN ('landed', 'loading', 'loaded', 'quarantined', 'rejected', 'superseded')),
    landing_location    text NOT NULL,
    size_bytes          bigint NOT NULL,
    -- The four clocks but the event's, which is in the rows.
    published_at        timestamptz NOT NULL,
    publication_played  boolean NOT NULL,
    landed_at           timestamptz NOT NULL,
    available_at        timestamptz,
    superseded_at       timestamptz,
    batch_id            text,
    snapshot_id         text,
    rows_loaded         bigint,
    rows_rejected       bigint,
    -- Somebody accepted it as it is: its bad rows stay behind, the rest is loaded.
    accepted_by         text,
    CONSTRAINT vintages_content_unique UNIQUE (delivery_id, sha256),
    CONSTRAINT vintages_number_unique UNIQUE (delivery_id, number)
);
CREATE INDEX vintages_waiting ON ingestion.vintages (feed_id, id)
    WHERE state IN ('landed', 'loading');

-- Every version of every file that was seen; there is no high-water mark.
CREATE TABLE ingestion.files (
    feed_id     text NOT NULL REFERENCES ingestion.feeds (id),
    path        text NOT NULL,
    size_bytes  bigint NOT NULL,
    -- Size, time and etag as the vendor's server told them, in one text.
    version     text NOT NULL,
    sha256      text NOT NULL,
    vintage_id  bigint NOT NULL REFERENCES ingestion.vintages (id),
    landed_at   timestamptz NOT NULL,
    PRIMARY KEY (feed_id, path, version)
);

CREATE TABLE ingestion.findings (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    vintage_id  bigint NOT NULL REFERENCES ingestion.vintages (id),
    check_name  text NOT NULL,
    breaking    boolean NOT NULL,
    reason      text NOT NULL,
    row_count   bigint NOT NULL,
    samples     jsonb NOT NULL
);
CREATE INDEX findings_of_vintage ON ingestion.findings (vintage_id);

-- When a state of a remote file was first seen: what stays the same long enough is complete.
CREATE TABLE ingestion.sightings (
    feed_id  text NOT NULL REFERENCES ingestion.feeds (id),
    path     text NOT NULL,
    version  text NOT NULL,
    seen_at  timestamptz NOT NULL,
    PRIMARY KEY (feed_id, path)
);
