-- Why:   what a grant costs is told before it is approved: how fast this host makes projections is
--        kept from those that it made.
-- Locks: none; the table is new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE catalog.projection_speeds (
    -- Of the writer of projections: another one may be faster or slower.
    writer           integer PRIMARY KEY,
    made_seconds     double precision NOT NULL,
    expected_seconds double precision NOT NULL
);
