-- Why:   a feed that lands and cannot load said nothing; the next look would have wiped it out.
-- Locks: the table for a moment; a column without a value.
-- Undo:  drop the column; nothing else knows it.
ALTER TABLE ingestion.feeds ADD COLUMN load_error text;
