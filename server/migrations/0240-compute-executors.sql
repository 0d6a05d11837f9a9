-- Why:   a driver on a cluster has executors of that cluster, which its reservation has room for.
-- Locks: compute.reservations, for a moment; rows of before have no executors.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE compute.reservations
    ADD COLUMN driver        text,
    ADD COLUMN executors     integer NOT NULL DEFAULT 0,
    ADD COLUMN executor_size jsonb;
