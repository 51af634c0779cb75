-- Seals of the audit trail: each holds the SHA-256 of the seal before it and of
-- its row's content, so that a row that is altered, removed, put in between or
-- exchanged shows.

CREATE TABLE audit_seal (
    seq      bigint PRIMARY KEY,
    audit_id bigint NOT NULL UNIQUE, -- of audit; no reference: a seal outlives the row that somebody removes
    hash     bytea NOT NULL CHECK (length(hash) = 32)
);
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- audit_content writes a row always the same way.
CREATE FUNCTION audit_content(a audit) RETURNS text LANGUAGE sql STABLE
RETURN jsonb_build_array(a.id, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), a.actor, a.noun, a.row_id, a.action, a.old, a.new)::text;

-- audit_sealed seals a row when its transaction commits: the lock is the last
-- that a transaction takes, so that nobody waits for another in a circle, and
-- seals are in the order of commits.
CREATE FUNCTION audit_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit_seal'));
    SELECT seq, hash INTO last FROM audit_seal ORDER BY seq DESC LIMIT 1;
    INSERT INTO audit_seal (seq, audit_id, hash)
    VALUES (COALESCE(last.seq, 0) + 1, NEW.id,
            sha256(COALESCE(last.hash, '\x') || convert_to(audit_content(NEW), 'UTF8')));
    RETURN NULL;
END $$;

-- What is there already is sealed in its order.
DO $$
DECLARE
    a audit;
    n bigint := 0;
    h bytea := '\x';
BEGIN
    FOR a IN SELECT * FROM audit ORDER BY id LOOP
        n := n + 1;
        h := sha256(h || convert_to(audit_content(a), 'UTF8'));
        INSERT INTO audit_seal (seq, audit_id, hash) VALUES (n, a.id, h);
    END LOOP;
END $$;

CREATE CONSTRAINT TRIGGER audit_sealed AFTER INSERT ON audit DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION audit_sealed();
