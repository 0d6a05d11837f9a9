-- Why:   who lost a grant is told of what it gave when it was taken, and of nothing that came
--        since; and two removals from one grant in one millisecond are both kept.
-- Locks: removed_grants, for as long as its rows are numbered: seconds for a million.
-- Undo:  drop both columns and put the old primary key back. Of what was taken before this nothing
--        is known of what it gave: it is told to those who still know the table.
ALTER TABLE governance.removed_grants
    DROP CONSTRAINT removed_grants_pkey,
    ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Permissions and column ids on the table that the grant names; null where it names none.
    ADD COLUMN gave jsonb;
