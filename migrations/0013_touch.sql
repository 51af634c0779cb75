-- Servers are told at commit which rows were touched, so that maps that are
-- open follow within a second, whoever wrote.

CREATE SEQUENCE data_version;

-- touched tells of a statement's rows. Its arguments are pairs: a noun, and the
-- column of touched_rows that names its rows. Of more than 500 rows it tells
-- that they are many.
CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids text;
    n   int;
BEGIN
    FOR i IN 0 .. TG_NARGS - 1 BY 2 LOOP
        EXECUTE format('SELECT string_agg(id::text, '',''), count(*) FROM (SELECT DISTINCT %I AS id FROM touched_rows LIMIT 501) AS t', TG_ARGV[i + 1])
           INTO ids, n;
        CONTINUE WHEN n = 0;
        PERFORM pg_notify('touched', format('%s %s %s', TG_ARGV[i], nextval('data_version'), CASE WHEN n > 500 THEN '*' ELSE ids END));
    END LOOP;
    RETURN NULL;
END $$;

CREATE TRIGGER touched_insert AFTER INSERT ON zone REFERENCING NEW TABLE AS touched_rows
    FOR EACH STATEMENT EXECUTE FUNCTION touched('zone', 'id');
CREATE TRIGGER touched_update AFTER UPDATE ON zone REFERENCING NEW TABLE AS touched_rows
    FOR EACH STATEMENT EXECUTE FUNCTION touched('zone', 'id');
CREATE TRIGGER touched_delete AFTER DELETE ON zone REFERENCING OLD TABLE AS touched_rows
    FOR EACH STATEMENT EXECUTE FUNCTION touched('zone', 'id');

CREATE TRIGGER touched_update AFTER UPDATE ON firm REFERENCING NEW TABLE AS touched_rows
    FOR EACH STATEMENT EXECUTE FUNCTION touched('firm', 'id');

CREATE TRIGGER touched_insert AFTER INSERT ON site REFERENCING NEW TABLE AS touched_rows
    FOR EACH STATEMENT EXECUTE FUNCTION touched('site', 'id');
CREATE TRIGGER touched_update AFTER UPDATE ON site REFERENCING NEW TABLE AS touched_rows
    FOR EACH STATEMENT EXECUTE FUNCTION touched('site', 'id');
CREATE TRIGGER touched_delete AFTER DELETE ON site REFERENCING OLD TABLE AS touched_rows
    FOR EACH STATEMENT EXECUTE FUNCTION touched('site', 'id');

-- A site shows how many sources and sinks it has; one that moves to another
-- site leaves the old one.
CREATE TRIGGER touched_insert AFTER INSERT ON resource REFERENCING NEW TABLE AS touched_rows
    FOR EACH STATEMENT EXECUTE FUNCTION touched('resource', 'id', 'site', 'site_id');
CREATE TRIGGER touched_update AFTER UPDATE ON resource REFERENCING NEW TABLE AS touched_rows
    FOR EACH STATEMENT EXECUTE FUNCTION touched('resource', 'id', 'site', 'site_id');
CREATE TRIGGER touched_update_left AFTER UPDATE ON resource REFERENCING OLD TABLE AS touched_rows
    FOR EACH STATEMENT EXECUTE FUNCTION touched('site', 'site_id');
CREATE TRIGGER touched_delete AFTER DELETE ON resource REFERENCING OLD TABLE AS touched_rows
    FOR EACH STATEMENT EXECUTE FUNCTION touched('resource', 'id', 'site', 'site_id');
