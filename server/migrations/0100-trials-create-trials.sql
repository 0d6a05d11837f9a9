-- Why:   prospects, trials, their reports and signed decisions, kept for ever.
-- Locks: none; the tables are new.
-- Undo:  restore from backup; migrations only go forward.
CREATE SCHEMA trials;

CREATE TABLE trials.prospects (
    id         text PRIMARY KEY,
    account_id text NOT NULL,
    source     text NOT NULL,
    seen_by    text NOT NULL,
    seen_at    timestamptz NOT NULL,
    next_step  text NOT NULL,
    owner      text NOT NULL,
    state      text NOT NULL CHECK (state IN ('open', 'offered', 'closed')),
    CONSTRAINT prospects_source_unique UNIQUE (account_id, source)
);

CREATE TABLE trials.trials (
    id                 text PRIMARY KEY,
    account_id         text NOT NULL,
    stage              text NOT NULL CHECK (stage IN
        ('proposed', 'compliance', 'running', 'review', 'decided', 'expired')),
    charter            jsonb NOT NULL,
    charter_digest     text NOT NULL,
    frozen_at          timestamptz,
    frozen_at_snapshot text,
    opened_by          text NOT NULL,
    opened_at          timestamptz NOT NULL,
    ends_at            timestamptz NOT NULL,
    decision           text CHECK (decision IN ('buy', 'no-buy')),
    decided_by         text,
    decided_at         timestamptz,
    sealed_at          timestamptz,
    verdict            text
);
CREATE INDEX trials_of_account ON trials.trials (account_id, id);
CREATE INDEX trials_of_feed ON trials.trials ((charter ->> 'feedId'));
CREATE INDEX trials_open ON trials.trials (ends_at) WHERE stage NOT IN ('decided', 'expired');

-- Frozen is frozen, whoever asks: also for code of this platform that has a mistake.
CREATE FUNCTION trials.refuse_change_of_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.frozen_at IS NOT NULL AND (NEW.charter IS DISTINCT FROM OLD.charter
        OR NEW.charter_digest IS DISTINCT FROM OLD.charter_digest
        OR NEW.frozen_at IS DISTINCT FROM OLD.frozen_at) THEN
        RAISE EXCEPTION 'the charter of trial % is frozen', OLD.id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER trials_frozen BEFORE UPDATE ON trials.trials
    FOR EACH ROW EXECUTE FUNCTION trials.refuse_change_of_frozen();

CREATE TABLE trials.events (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    trial_id text NOT NULL REFERENCES trials.trials (id),
    at       timestamptz NOT NULL,
    by       text NOT NULL,
    text     text NOT NULL
);
CREATE INDEX events_of_trial ON trials.events (trial_id, id);

CREATE TABLE trials.grants (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    trial_id   text NOT NULL REFERENCES trials.trials (id),
    digest     text NOT NULL,
    given      jsonb NOT NULL,
    granted_by text NOT NULL,
    ends_at    timestamptz,
    CONSTRAINT grants_of_trial_unique UNIQUE (trial_id, digest)
);

CREATE TABLE trials.extensions (
    trial_id text NOT NULL REFERENCES trials.trials (id),
    ends_at  timestamptz NOT NULL,
    reason   text NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamptz NOT NULL,
    PRIMARY KEY (trial_id, ends_at, asked_by)
);

CREATE TABLE trials.reports (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    trial_id text NOT NULL REFERENCES trials.trials (id),
    made_at  timestamptz NOT NULL,
    digest   text NOT NULL,
    report   jsonb NOT NULL
);
CREATE INDEX reports_of_trial ON trials.reports (trial_id, id);

-- One number per line, to follow a metric from report to report.
CREATE TABLE trials.measurements (
    report_id    bigint NOT NULL REFERENCES trials.reports (id),
    metric       text NOT NULL,
    value        double precision,
    observations bigint,
    period       text,
    snapshot     text NOT NULL,
    code_version text NOT NULL,
    gate         text,
    verdict      text NOT NULL,
    PRIMARY KEY (report_id, metric)
);

CREATE TABLE trials.spending (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    trial_id    text NOT NULL REFERENCES trials.trials (id),
    at          timestamptz NOT NULL,
    what        text NOT NULL,
    cpu_seconds double precision NOT NULL,
    usd         double precision NOT NULL
);
CREATE INDEX spending_of_trial ON trials.spending (trial_id, id);

CREATE TABLE trials.memos (
    trial_id   text PRIMARY KEY REFERENCES trials.trials (id),
    memo       jsonb NOT NULL,
    digest     text NOT NULL,
    signatures jsonb NOT NULL
);

-- A signed memo does not change.
CREATE FUNCTION trials.refuse_change_of_memo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the memo of trial % is signed', OLD.trial_id;
END $$;
CREATE TRIGGER memos_signed BEFORE UPDATE OR DELETE ON trials.memos
    FOR EACH ROW EXECUTE FUNCTION trials.refuse_change_of_memo();
