-- A load of invented rows is told in the audit trail as a whole, and whether a
-- resource's matches are computed stands apart from the resource, so that
-- noting it writes none of the resource's indexes anew.

DROP TRIGGER audited ON firm;
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON firm FOR EACH ROW
    WHEN (current_setting('simbiyoz.bulk', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION audited();
DROP TRIGGER audited ON site;
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON site FOR EACH ROW
    WHEN (current_setting('simbiyoz.bulk', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION audited();
DROP TRIGGER audited ON resource;
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON resource FOR EACH ROW
    WHEN (current_setting('simbiyoz.bulk', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION audited();

CREATE TABLE matched (
    resource_id bigint PRIMARY KEY REFERENCES resource ON DELETE CASCADE,
    network     text NOT NULL, -- version of the road network
    at          timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO matched (resource_id, network, at)
SELECT id, coalesce(matched_network, ''), matched_at FROM resource WHERE matched_at IS NOT NULL;
ALTER TABLE resource DROP COLUMN matched_at, DROP COLUMN matched_network;

-- resource_due: what changed has to be matched anew.
CREATE FUNCTION resource_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM matched WHERE resource_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER resource_due AFTER UPDATE ON resource FOR EACH ROW EXECUTE FUNCTION resource_due();

CREATE OR REPLACE FUNCTION site_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE resource SET place = NEW.place, place_m = metric(NEW.place), zone_id = NEW.zone_id WHERE site_id = NEW.id;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION firm_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE resource SET nace = NEW.nace WHERE firm_id = NEW.id;
    RETURN NULL;
END $$;
