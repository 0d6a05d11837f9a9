-- Why:   what a dropped table left in the warehouse is not for everybody who may make tables there;
--        files of places that are not here were left before, and are kept from all the same.
-- Locks: none; the table is new.
-- Undo:  DROP TABLE catalog.left_places.
CREATE TABLE catalog.left_places (
    table_id text PRIMARY KEY,
    location text NOT NULL COLLATE "C",
    open boolean NOT NULL,
    left_at timestamptz NOT NULL
);
CREATE INDEX left_places_by_location ON catalog.left_places (location);
