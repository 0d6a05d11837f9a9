-- Why:   a server that is some versions behind reads only the rules that changed since, not all.
-- Locks: none; the table is new.
-- Undo:  drop the table; servers then read all rules again.

-- Which rows each version changed, as [kind, key]. Old versions are swept: a gap means: read all.
CREATE TABLE governance.changes (
    version bigint PRIMARY KEY,
    changed jsonb NOT NULL
);
