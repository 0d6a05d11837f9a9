-- Why:   what people must hear of is kept until it has reached them, once for each slice and kind.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE pipelines.notices (
    id          text PRIMARY KEY,
    pipeline_id text NOT NULL REFERENCES pipelines.pipelines (id),
    slice       text NOT NULL,
    kind        text NOT NULL,
    message     jsonb NOT NULL,
    created_at  timestamptz NOT NULL,
    CONSTRAINT notices_once UNIQUE (pipeline_id, slice, kind)
);

CREATE TABLE pipelines.sends (
    notice_id    text NOT NULL REFERENCES pipelines.notices (id),
    number       integer NOT NULL,
    target       jsonb NOT NULL,
    attempts     integer NOT NULL,
    delivered_at timestamptz,
    last_error   text,
    PRIMARY KEY (notice_id, number)
);
