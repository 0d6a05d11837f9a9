-- Why:   whom and what an audit is asked for is found without a scan among millions of records,
--        newest first and in any period, by the id of a table and by who was behind a session too;
--        and a reader's own copy of a read is counted apart from the owner's, which may know them
--        by an id alone.
-- Locks: the audit and its counts, for the time in which the indexes are made.
-- Undo:  restore from backup; migrations only go forward.
DROP INDEX governance.audit_by_resource;
DROP INDEX governance.audit_by_principal;
DROP INDEX governance.audit_by_time;
CREATE INDEX audit_by_time ON governance.audit (account_id, at, sequence);
CREATE INDEX audit_by_resource ON governance.audit (account_id, resource, at, sequence);
CREATE INDEX audit_by_principal ON governance.audit (account_id, principal, at, sequence);
CREATE INDEX audit_by_actor ON governance.audit (account_id, actor, at, sequence);
CREATE INDEX audit_by_action ON governance.audit (account_id, action, at, sequence);
CREATE INDEX audit_by_denial ON governance.audit (account_id, at, sequence)
    WHERE decision = 'denied';
CREATE INDEX audit_by_table
    ON governance.audit (account_id, (detail ->> 'tableId'), at, sequence)
    WHERE detail ->> 'tableId' IS NOT NULL;
CREATE INDEX audit_by_person
    ON governance.audit (account_id, (detail ->> 'behind'), at, sequence)
    WHERE detail ->> 'behind' IS NOT NULL;

ALTER TABLE governance.table_reads
    ADD COLUMN own boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT table_reads_pkey,
    ADD PRIMARY KEY (table_id, day, principal, own);

INSERT INTO governance.table_reads
SELECT
    counted.table_id, counted.day, counted.principal, counted.account_id, counted.reads,
    counted.last_read_at, true
FROM governance.table_reads AS counted
JOIN governance.tables ON tables.id = counted.table_id
JOIN governance.databases ON databases.id = tables.database_id
WHERE databases.account_id <> counted.account_id;
