-- Why:   who asks which grants end soon is answered without a look at all of them.
-- Locks: writes of grants wait while the index is made; few have an end.
-- Undo:  drop the index.
CREATE INDEX grants_ending ON governance.grants (ends_at) WHERE ends_at IS NOT NULL;
