-- Why:   what is announced becomes a job of each subscriber in the statement that announces it.
-- Locks: none; the table is new.
-- Undo:  restore from backup; migrations only go forward.
CREATE TABLE foundation.subscriptions (
    event      text,
    subscriber text,
    PRIMARY KEY (event, subscriber)
);
