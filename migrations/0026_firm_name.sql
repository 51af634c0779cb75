-- Pages of resources tell whose they are: the firm's name stands beside each, as
-- its class does, for to look it up takes longer than all the rest of a page.
ALTER TABLE resource ADD COLUMN firm_name text;
ALTER TABLE resource DISABLE TRIGGER USER; -- nothing that anybody sees is changed
UPDATE resource SET firm_name = f.name FROM firm AS f WHERE f.id = resource.firm_id;
ALTER TABLE resource ENABLE TRIGGER USER;
ALTER TABLE resource ALTER COLUMN firm_name SET NOT NULL;

CREATE OR REPLACE FUNCTION resource_derive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT s.place, metric(s.place), s.zone_id, s.spot_id, f.nace, f.name
      INTO NEW.place, NEW.place_m, NEW.zone_id, NEW.spot_id, NEW.nace, NEW.firm_name
      FROM site AS s JOIN firm AS f ON f.id = s.firm_id
     WHERE s.id = NEW.site_id AND s.firm_id = NEW.firm_id;
    IF NEW.place IS NULL THEN
        RAISE foreign_key_violation USING MESSAGE = 'the site is none of the firm''s', CONSTRAINT = 'resource_site_id_fkey';
    END IF;
    SELECT m.grp, m.hazard, fold(NEW.title || ' ' || m.name_tr || ' ' || m.name_en || ' ' || m.code)
      INTO NEW.grp, NEW.hazard, NEW.words
      FROM material AS m WHERE m.code = NEW.material;
    IF NEW.grp IS NULL THEN
        RAISE foreign_key_violation USING MESSAGE = 'no such material', CONSTRAINT = 'resource_material_fkey';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION firm_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE resource SET nace = NEW.nace, firm_name = NEW.name WHERE firm_id = NEW.id;
    RETURN NULL;
END $$;
DROP TRIGGER firm_changed ON firm;
CREATE TRIGGER firm_changed AFTER UPDATE OF nace, name ON firm FOR EACH ROW
    WHEN (OLD.nace <> NEW.nace OR OLD.name <> NEW.name) EXECUTE FUNCTION firm_changed();

-- Another name makes no other matches.
DROP TRIGGER resource_due ON resource;
CREATE TRIGGER resource_due AFTER UPDATE ON resource FOR EACH ROW
    WHEN (OLD.firm_name = NEW.firm_name OR OLD.firm_id <> NEW.firm_id OR OLD.nace <> NEW.nace) EXECUTE FUNCTION resource_due();

CREATE OR REPLACE VIEW shown.resource AS
SELECT r.id, r.ref, r.firm_id, r.site_id, r.role, r.title, r.category, r.material, r.quantity, r.unit, r.every, r.season, r.rate,
       r.from_on, r.until_on, r.min_lot, r.form, r.density_kg_m3, r.moisture_pct, r.packaging, r.composition, r.fate, r.fate_cost_try_t,
       r.fate_until, r.price_try_t, r.ships, r.legal, r.article19, r.provenance, r.confirmed_on, r.visibility, r.grp, r.hazard, r.nace,
       r.zone_id, r.place, r.place_m, r.words, r.spot_id, r.rate_low, r.rate_high, false AS hidden, r.firm_name
FROM public.resource AS r
WHERE r.firm_id = ANY ((SELECT viewer_open())::bigint[])
  AND (r.firm_id = (SELECT viewer_firm()) OR r.visibility = ANY ((SELECT viewer_kinds())::text[]) OR r.id = ANY ((SELECT viewer_told())::bigint[]))
UNION ALL
SELECT r.id, NULL::text, r.firm_id, r.site_id, r.role, r.title, r.category, r.material, NULL::double precision, r.unit,
       CASE r.every WHEN 'once' THEN 'once' ELSE 'year' END, r.season, NULL::double precision,
       r.from_on, r.until_on, NULL::double precision, r.form, NULL::double precision, NULL::double precision, '', '[]'::jsonb, '', NULL::double precision,
       NULL::date, NULL::double precision, r.ships, r.legal, '{}'::jsonb, r.provenance, r.confirmed_on, r.visibility, r.grp, r.hazard, r.nace,
       r.zone_id, p.place, p.place_m, r.words, r.spot_id, r.rate_low, r.rate_high, true, NULL::text
FROM public.resource AS r JOIN public.spot AS p ON p.id = r.spot_id
WHERE NOT r.firm_id = ANY ((SELECT viewer_open())::bigint[])
  AND (r.visibility = ANY ((SELECT viewer_kinds())::text[]) OR r.id = ANY ((SELECT viewer_told())::bigint[]));
