-- Why:   a release's label now says which engine answers it, and emr-7.x is answered by Spark 3.5;
--        what was made before was answered by Spark 4.1 whatever its label, and goes on with it.
-- Locks: rows of applications and living clusters, briefly.
-- Undo:  none needed; earlier servers run every label on Spark 4.1.
UPDATE compute.applications
SET facts = jsonb_set(facts, '{releaseLabel}', '"spark-4.1"')
WHERE state <> 'TERMINATED';

UPDATE compute.clusters
SET facts = jsonb_set(facts, '{releaseLabel}', '"spark-4.1"')
WHERE ended_at IS NULL;
