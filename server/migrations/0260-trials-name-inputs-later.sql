-- Why:   a first report says which inputs it lacks; they are named then, beside a frozen charter.
-- Locks: trials.trials shortly; the default is kept in the catalogue, no row is written anew.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE trials.trials ADD COLUMN named_later jsonb NOT NULL DEFAULT '{}';

-- How many ways somebody tried: a signal found at the hundredth is worth less.
CREATE TABLE trials.variants (
    trial_id text NOT NULL REFERENCES trials.trials (id),
    name     text NOT NULL,
    sharpe   double precision,
    tried_by text NOT NULL,
    tried_at timestamptz NOT NULL,
    PRIMARY KEY (trial_id, name)
);
