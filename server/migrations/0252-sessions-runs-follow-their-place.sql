-- Why:   a run that waits goes on with the engine of its place, whose label 0250 has changed.
-- Locks: rows of living runs, briefly.
-- Undo:  none needed; earlier servers run every label on Spark 4.1.
UPDATE sessions.runs AS run
SET release_label = 'spark-4.1'
FROM compute.applications AS place
WHERE run.ended_at IS NULL AND run.release_label IS NOT NULL
    AND run.place_kind = 'application' AND run.place_id = place.id
    AND place.facts ->> 'releaseLabel' = 'spark-4.1';

UPDATE sessions.runs AS run
SET release_label = 'spark-4.1'
FROM compute.clusters AS place
WHERE run.ended_at IS NULL AND run.release_label IS NOT NULL
    AND run.place_kind = 'cluster' AND run.place_id = place.id
    AND place.facts ->> 'releaseLabel' = 'spark-4.1';
