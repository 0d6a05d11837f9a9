-- Why:   who uses a table, and how much, must be answered at once and for many tables together;
--        counted as records are chained, in the same transaction, so it is the audit's own sum.
-- Locks: reads of the audit while its history is counted once.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE governance.table_reads (
    table_id     text NOT NULL,
    day          date NOT NULL,
    principal    text NOT NULL,
    account_id   text NOT NULL,
    reads        bigint NOT NULL,
    last_read_at timestamptz NOT NULL,
    PRIMARY KEY (table_id, day, principal)
);

INSERT INTO governance.table_reads
SELECT
    detail ->> 'tableId',
    (at AT TIME ZONE 'UTC')::date,
    principal,
    detail ->> 'callerAccountId',
    count(*),
    max(at)
FROM governance.audit
WHERE
    action IN ('catalog.credentials-vended', 'catalog.table-scanned')
    AND decision = 'allowed'
    AND detail ? 'tableId'
    AND detail ? 'callerAccountId'
GROUP BY 1, 2, 3, 4
ON CONFLICT DO NOTHING;
