-- A foreign key looks every row's two postings and its use up one by one, which
-- took longer than to write the row. They are looked up once for all rows that a
-- statement adds, with the same locks, and go with what they name as before.
ALTER TABLE match DROP CONSTRAINT match_source_id_fkey, DROP CONSTRAINT match_sink_id_fkey, DROP CONSTRAINT match_use_id_fkey;

CREATE FUNCTION match_sides() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint[] := ARRAY(SELECT source_id FROM fresh UNION SELECT sink_id FROM fresh);
    uses   bigint[] := ARRAY(SELECT DISTINCT use_id FROM fresh WHERE use_id IS NOT NULL);
BEGIN
    IF (SELECT count(*) FROM (SELECT FROM public.resource WHERE id = ANY (wanted) FOR KEY SHARE) AS r) < cardinality(wanted) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a match of a resource that is not stored', CONSTRAINT = 'match_resource_fkey';
    END IF;
    IF (SELECT count(*) FROM (SELECT FROM public.use WHERE id = ANY (uses) FOR KEY SHARE) AS u) < cardinality(uses) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a match by a use that is not stored', CONSTRAINT = 'match_use_fkey';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER match_sides AFTER INSERT ON match REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION match_sides();

CREATE FUNCTION match_side_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM public.match WHERE source_id IN (SELECT id FROM gone);
    DELETE FROM public.match WHERE sink_id IN (SELECT id FROM gone);
    RETURN NULL;
END $$;
CREATE TRIGGER match_side_gone AFTER DELETE ON resource REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION match_side_gone();

CREATE FUNCTION match_use_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE public.match SET use_id = NULL WHERE use_id IN (SELECT id FROM gone);
    RETURN NULL;
END $$;
CREATE TRIGGER match_use_gone AFTER DELETE ON use REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION match_use_gone();
