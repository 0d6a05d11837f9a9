-- Why:   steps of a cluster are runs too: they run in the order they were added in, also those of
--        one request, and each says what its failure does to its cluster.
-- Locks: exclusive on sessions.runs while its rows are numbered: it is rewritten once.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE sessions.runs
    ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY,
    ADD COLUMN on_failure text;
