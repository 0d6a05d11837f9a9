-- Why:   tables of any size are compacted now; runs that put it off say that they passed it over.
-- Locks: rows of such runs for a moment.
-- Undo:  none; what was put off was never done.

UPDATE catalog.maintenance_runs SET results = (
    SELECT jsonb_agg(
        CASE WHEN one ->> 'state' = 'deferred' THEN one || '{"state": "skipped"}' ELSE one END
    )
    FROM jsonb_array_elements(results) AS one
)
WHERE results @> '[{"state": "deferred"}]';
