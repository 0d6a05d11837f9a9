-- Why:   projections keep the past of their base: snapshots of their own, that share manifests.
-- Locks: projection_states, which is made anew; its rows are a cache and come back when asked for.
-- Undo:  restore from backup; migrations only go forward.
DROP TABLE catalog.projection_states;

-- A manifest without a location holds no rows that may be read.
CREATE TABLE catalog.projection_manifests (
    projection_id text NOT NULL
        CONSTRAINT projection_manifests_projection REFERENCES catalog.projections ON DELETE CASCADE,
    key           text NOT NULL,
    location      text,
    manifest      jsonb,
    file_keys     jsonb NOT NULL,
    used_at       timestamptz NOT NULL,
    CONSTRAINT projection_manifests_pk PRIMARY KEY (projection_id, key)
);

CREATE INDEX projection_manifests_location ON catalog.projection_manifests (location);

-- A snapshot without a manifest list cannot be made: the history of the projection begins after it.
CREATE TABLE catalog.projection_snapshots (
    projection_id text NOT NULL
        CONSTRAINT projection_snapshots_projection REFERENCES catalog.projections ON DELETE CASCADE,
    key           text NOT NULL,
    manifest_list text,
    totals        jsonb NOT NULL,
    manifest_keys jsonb NOT NULL,
    used_at       timestamptz NOT NULL,
    CONSTRAINT projection_snapshots_pk PRIMARY KEY (projection_id, key)
);

CREATE INDEX projection_snapshots_manifest_list ON catalog.projection_snapshots (manifest_list);

CREATE TABLE catalog.projection_states (
    projection_id     text NOT NULL
        CONSTRAINT projection_states_projection REFERENCES catalog.projections ON DELETE CASCADE,
    key               text NOT NULL,
    current_key       text NOT NULL,
    -- So many of the base's latest moments are in it.
    moments           integer NOT NULL,
    metadata_location text NOT NULL,
    snapshot_keys     jsonb NOT NULL,
    built_at          timestamptz NOT NULL,
    superseded_at     timestamptz,
    CONSTRAINT projection_states_pk PRIMARY KEY (projection_id, key)
);

CREATE INDEX projection_states_metadata_location
    ON catalog.projection_states (metadata_location);
