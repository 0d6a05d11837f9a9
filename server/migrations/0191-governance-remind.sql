-- Why:   people are written to before access ends, once at each of some distances from its end.
-- Locks: notices, shortly; they are few.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE governance.reminder_targets (
    account_id text PRIMARY KEY,
    targets    jsonb NOT NULL,
    set_by     text NOT NULL,
    set_at     timestamptz NOT NULL
);

-- What was said already: of which grant with which end, to which account, so many days before.
CREATE TABLE governance.reminders (
    grant_id    text NOT NULL,
    ends_at     timestamptz NOT NULL,
    account_id  text NOT NULL,
    days        integer NOT NULL,
    reminded_at timestamptz NOT NULL,
    PRIMARY KEY (grant_id, ends_at, account_id, days)
);
CREATE INDEX reminders_by_end ON governance.reminders (ends_at);

ALTER TABLE pipelines.notices
    ADD COLUMN ending_id text,
    DROP CONSTRAINT notices_of_one,
    ADD CONSTRAINT notices_of_one CHECK (num_nonnulls(pipeline_id, feed_id, ending_id) = 1),
    ADD CONSTRAINT notices_once_of_ending UNIQUE (ending_id, slice, kind);
