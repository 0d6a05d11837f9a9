-- Why:   the next one gives applications another label; a token that comes again is compared with
--        the label that was asked for.
-- Locks: rows of applications, briefly.
-- Undo:  none needed; earlier servers do not read it.
UPDATE compute.applications
SET facts = facts || jsonb_build_object('askedLabel', facts -> 'releaseLabel')
WHERE state <> 'TERMINATED';
