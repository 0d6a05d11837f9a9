-- Why:   the same vendor offered again is the same, whatever the case of its name: two at once made
--        two. Of those that are there already, all but the first have their id behind their names.
-- Locks: vendors for a moment.
-- Undo:  restore from backup; migrations only go forward.
UPDATE ingestion.vendors AS v
SET name = v.name || ' (' || v.id || ')'
FROM (
    SELECT id, row_number() OVER (PARTITION BY account_id, lower(name) ORDER BY created_at, id)
        AS place
    FROM ingestion.vendors
) AS ranked
WHERE ranked.id = v.id AND ranked.place > 1;

CREATE UNIQUE INDEX vendors_folded_name ON ingestion.vendors (account_id, lower(name));
ALTER TABLE ingestion.vendors DROP CONSTRAINT vendors_name_unique;
