-- Why:   of a vendor it is kept who saw it, who looks after it, and what is next.
-- Locks: vendors for a moment; the new columns are empty.
-- Undo:  restore from backup; migrations only go forward.
ALTER TABLE ingestion.vendors
    -- NULL: of before.
    ADD COLUMN seen_by   text,
    ADD COLUMN owner     text,
    ADD COLUMN next_step text,
    -- NULL: not given up.
    ADD COLUMN closed_at timestamptz;
