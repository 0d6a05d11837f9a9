-- Why:   once the agreement has ended under which rows of a table came, nobody reads the table;
--        those that feeds have filled so far bear the agreements of their feeds from now on.
-- Locks: none; the table is new.
-- Undo:  drop the table; collecting still ends with the agreement.
CREATE TABLE governance.licences (
    table_id     text NOT NULL,
    agreement_id text NOT NULL,
    -- Whose data it is, for people.
    name         text NOT NULL,
    -- NULL: it runs on.
    ends_at      timestamptz,
    PRIMARY KEY (table_id, agreement_id)
);

INSERT INTO governance.licences (table_id, agreement_id, name, ends_at)
SELECT DISTINCT t.id, a.id, v.name, a.ends_at
FROM ingestion.feeds f
JOIN ingestion.agreements a ON a.id = f.agreement_id
JOIN ingestion.vendors v ON v.id = a.vendor_id
JOIN governance.databases d
    ON d.account_id = f.definition #>> '{target,accountId}'
    AND d.name = f.definition #>> '{target,database}'
JOIN governance.tables t
    ON t.database_id = d.id
    AND t.name = f.definition #>> '{target,table}'
WHERE EXISTS (
    SELECT 1 FROM ingestion.vintages i
    WHERE i.feed_id = f.id AND i.state IN ('loading', 'loaded', 'superseded')
);
