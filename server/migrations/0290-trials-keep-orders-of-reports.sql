-- Why:   a report takes minutes: who wants one is told how far it is, and why it failed.
-- Locks: trials.trials shortly, for the reference; the table is new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE trials.report_orders (
    trial_id  text PRIMARY KEY REFERENCES trials.trials (id),
    asked_at  timestamptz NOT NULL,
    asked_by  text NOT NULL,
    begun_at  timestamptz,
    failed_at timestamptz,
    reason    text,
    CHECK ((failed_at IS NULL) = (reason IS NULL))
);
