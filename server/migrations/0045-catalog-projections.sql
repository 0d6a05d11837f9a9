-- Why:   restricted principals read derived tables; which exist, and of which files they consist.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE catalog.projections (
    id            text PRIMARY KEY,
    -- Without a reference: what a dropped table leaves behind has still to be swept.
    table_id      text NOT NULL,
    location      text NOT NULL,
    policy        jsonb NOT NULL,
    asked_at      timestamptz NOT NULL,
    progress      double precision NOT NULL,
    refused_state text,
    refused_at    timestamptz
);

CREATE INDEX projections_table ON catalog.projections (table_id);

CREATE TABLE catalog.projection_states (
    projection_id     text NOT NULL
        CONSTRAINT projection_states_projection REFERENCES catalog.projections ON DELETE CASCADE,
    key               text NOT NULL,
    metadata_location text NOT NULL,
    objects           jsonb NOT NULL,
    file_keys         jsonb NOT NULL,
    built_at          timestamptz NOT NULL,
    superseded_at     timestamptz,
    CONSTRAINT projection_states_pk PRIMARY KEY (projection_id, key)
);

CREATE TABLE catalog.projected_files (
    projection_id text NOT NULL
        CONSTRAINT projected_files_projection REFERENCES catalog.projections ON DELETE CASCADE,
    key           text NOT NULL,
    location      text,
    file          jsonb,
    used_at       timestamptz NOT NULL,
    CONSTRAINT projected_files_pk PRIMARY KEY (projection_id, key)
);

CREATE INDEX projected_files_location ON catalog.projected_files (location);
