-- Why:   partitions are compared and ordered as the types of their keys have it: a function for
--        each row took seconds for 10^5 of them, and an index could not help. Texts in the order of
--        the values are made once instead, when a partition is written.
-- Locks: catalog.partitions for a moment; no release has rows in it.
-- Undo:  DROP INDEX catalog.partitions_order, then the column; the functions are in 0145 and 0146.
ALTER TABLE catalog.partitions ADD COLUMN ordered text[] COLLATE "C" NOT NULL DEFAULT '{}';
ALTER TABLE catalog.partitions ALTER COLUMN ordered DROP DEFAULT;
CREATE INDEX partitions_order ON catalog.partitions (table_id, ordered, key_values);

DROP FUNCTION catalog.number_of(text);
DROP FUNCTION catalog.instant_of(text);
