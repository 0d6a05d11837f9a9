-- Why:   quotas: what each account keeps is counted in the transaction that changes it.
-- Locks: buckets, objects, versions and parts while what is there is counted once.
-- Undo:  restore from backup; migrations only go forward.

-- Bytes and objects of an account: its objects, their past versions, and parts of running uploads.
-- A row for each connection that writes, so that none waits for another; the sum counts.
CREATE TABLE storage.use (
    account_id text NOT NULL,
    stripe     integer NOT NULL,
    size_bytes bigint NOT NULL,
    objects    bigint NOT NULL,
    PRIMARY KEY (account_id, stripe)
) WITH (fillfactor = 50);

-- What an account may keep, in place of the platform's default.
CREATE TABLE storage.quotas (
    account_id     text PRIMARY KEY,
    size_bytes_max bigint CHECK (size_bytes_max >= 0),
    objects_max    bigint CHECK (objects_max >= 0)
);

-- Parts of an object outlive the upload that they came by.
ALTER TABLE storage.parts ADD COLUMN bucket text COLLATE "C";
UPDATE storage.parts SET bucket = held.bucket FROM (
    SELECT id, bucket FROM storage.uploads
    UNION SELECT upload_id, bucket FROM storage.objects WHERE upload_id IS NOT NULL
    UNION SELECT upload_id, bucket FROM storage.versions WHERE upload_id IS NOT NULL
) AS held WHERE held.id = parts.upload_id;

CREATE FUNCTION storage.count_use(of_bucket text, more_bytes numeric, more_objects bigint)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO storage.use AS held
    SELECT account_id, pg_backend_pid() % 256, coalesce(more_bytes, 0), more_objects
    FROM storage.buckets
    WHERE name = of_bucket AND (coalesce(more_bytes, 0) <> 0 OR more_objects <> 0)
    ON CONFLICT (account_id, stripe) DO UPDATE
    SET size_bytes = held.size_bytes + excluded.size_bytes,
        objects = held.objects + excluded.objects
$$;

-- The bytes of an object in parts are counted with its parts.
CREATE FUNCTION storage.count_objects() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM storage.count_use(
            bucket, sum(size_bytes) FILTER (WHERE upload_id IS NULL), count(*))
        FROM added GROUP BY bucket;
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM storage.count_use(
            bucket, -sum(size_bytes) FILTER (WHERE upload_id IS NULL), -count(*))
        FROM removed GROUP BY bucket;
    ELSE
        PERFORM storage.count_use(bucket, sum(bytes), 0) FROM (
            SELECT bucket, size_bytes AS bytes FROM added WHERE upload_id IS NULL
            UNION ALL SELECT bucket, -size_bytes FROM removed WHERE upload_id IS NULL
        ) AS changed GROUP BY bucket;
    END IF;
    RETURN NULL;
END $$;

-- Delete markers are no objects.
CREATE FUNCTION storage.count_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM storage.count_use(
            bucket, sum(size_bytes) FILTER (WHERE upload_id IS NULL), count(*))
        FROM added WHERE NOT is_marker GROUP BY bucket;
    ELSE
        PERFORM storage.count_use(
            bucket, -sum(size_bytes) FILTER (WHERE upload_id IS NULL), -count(*))
        FROM removed WHERE NOT is_marker GROUP BY bucket;
    END IF;
    RETURN NULL;
END $$;

-- Doomed parts belong to no object any more.
CREATE FUNCTION storage.count_parts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM storage.count_use(bucket, sum(size_bytes), 0)
        FROM added WHERE doomed_at IS NULL GROUP BY bucket;
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM storage.count_use(bucket, -sum(size_bytes), 0)
        FROM removed WHERE doomed_at IS NULL GROUP BY bucket;
    ELSE
        PERFORM storage.count_use(bucket, sum(bytes), 0) FROM (
            SELECT bucket, size_bytes AS bytes FROM added WHERE doomed_at IS NULL
            UNION ALL SELECT bucket, -size_bytes FROM removed WHERE doomed_at IS NULL
        ) AS changed GROUP BY bucket;
    END IF;
    RETURN NULL;
END $$;

INSERT INTO storage.use
SELECT account_id, 0, sum(size_bytes), sum(objects) FROM (
    SELECT bucket, CASE WHEN upload_id IS NULL THEN size_bytes ELSE 0 END AS size_bytes,
        1 AS objects FROM storage.objects
    UNION ALL
    SELECT bucket, CASE WHEN upload_id IS NULL THEN size_bytes ELSE 0 END, 1
        FROM storage.versions WHERE NOT is_marker
    UNION ALL
    SELECT bucket, size_bytes, 0 FROM storage.parts WHERE doomed_at IS NULL
) AS kept JOIN storage.buckets ON name = bucket GROUP BY account_id;

CREATE TRIGGER objects_added AFTER INSERT ON storage.objects
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION storage.count_objects();
CREATE TRIGGER objects_changed AFTER UPDATE ON storage.objects
    REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION storage.count_objects();
CREATE TRIGGER objects_removed AFTER DELETE ON storage.objects
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION storage.count_objects();
CREATE TRIGGER versions_added AFTER INSERT ON storage.versions
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION storage.count_versions();
CREATE TRIGGER versions_removed AFTER DELETE ON storage.versions
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION storage.count_versions();
CREATE TRIGGER parts_added AFTER INSERT ON storage.parts
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION storage.count_parts();
CREATE TRIGGER parts_changed AFTER UPDATE ON storage.parts
    REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION storage.count_parts();
CREATE TRIGGER parts_removed AFTER DELETE ON storage.parts
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION storage.count_parts();

-- Refuses (MR001) what an account has no room for. Far from its limit many write at once: at most
-- 64 connections, none of them adding more than a 64th of what is left free for them. Nearer, each
-- is asked to come alone (MR002), and then the sum is exact.
CREATE FUNCTION storage.demand_room(
    of_bucket text, of_key text, more_bytes bigint, more_objects bigint, alone boolean,
    default_bytes bigint, default_objects bigint
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    account text; bytes_max bigint; objects_max bigint; bytes bigint; objects bigint;
    margin bigint; freed record;
BEGIN
    SELECT b.account_id, coalesce(q.size_bytes_max, default_bytes),
        coalesce(q.objects_max, default_objects)
    INTO account, bytes_max, objects_max
    FROM storage.buckets b LEFT JOIN storage.quotas q USING (account_id) WHERE b.name = of_bucket;
    IF bytes_max IS NULL AND objects_max IS NULL THEN RETURN true; END IF;
    IF alone THEN PERFORM pg_advisory_xact_lock(hashtextextended('storage.use ' || account, 0));
    ELSE PERFORM pg_advisory_xact_lock_shared(hashtextextended('storage.use ' || account, 0));
    END IF;
    SELECT coalesce(sum(u.size_bytes), 0), coalesce(sum(u.objects), 0) INTO bytes, objects
    FROM storage.use u WHERE u.account_id = account;
    IF NOT alone THEN
        margin := least(bytes_max / 2, 512 * 1024 * 1024);
        IF (bytes_max IS NULL OR (bytes + margin <= bytes_max AND more_bytes * 64 <= margin))
            AND (objects_max IS NULL OR objects + 64 * more_objects <= objects_max)
        THEN RETURN true; END IF;
        RAISE EXCEPTION 'come alone' USING ERRCODE = 'MR002';
    END IF;
    -- What the key holds makes way, where no versions are kept.
    SELECT o.size_bytes INTO freed
    FROM storage.objects o JOIN storage.buckets b ON b.name = o.bucket
    WHERE o.bucket = of_bucket AND o.key = of_key AND b.versioning IS NULL;
    IF FOUND THEN
        bytes := bytes - freed.size_bytes;
        objects := objects - 1;
    END IF;
    IF bytes + more_bytes > bytes_max OR objects + more_objects > objects_max THEN
        RAISE EXCEPTION 'no room' USING ERRCODE = 'MR001';
    END IF;
    RETURN true;
END $$;
