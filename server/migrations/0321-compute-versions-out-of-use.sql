-- Why:   a version of a product is taken out of use, or advised against, by who published it.
-- Locks: a brief exclusive lock; the defaults are constant: no row is rewritten.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE compute.product_versions
    ADD COLUMN active boolean NOT NULL DEFAULT true,
    ADD COLUMN guidance text NOT NULL DEFAULT 'DEFAULT';
