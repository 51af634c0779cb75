-- Staged disclosure. Who does not run the programme reads the schema "shown"
-- before this one: its views bear the names of the tables that they stand in
-- front of. There a firm that has not agreed is nameless, at its spot, and its
-- quantities are bands. What a pair comes to as others may see it is computed
-- with its match, from spots and bands alone.

-- A spot stands for the sites around it before consent: a zone's gate, the
-- centre of a district, or far from both the middle of a square.
CREATE TABLE spot (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code    text NOT NULL UNIQUE,
    zone_id bigint UNIQUE REFERENCES zone ON DELETE CASCADE,
    kind    text NOT NULL CHECK (kind IN ('zone', 'district', 'square')),
    name_tr text NOT NULL,
    name_en text NOT NULL,
    place   geometry(Point, 4326) NOT NULL,
    place_m geometry(Point, 5253) NOT NULL,
    error_m double precision NOT NULL CHECK (error_m > 0) -- how far a site may be off by road
);

CREATE FUNCTION spot_of_zone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO spot (code, zone_id, kind, name_tr, name_en, place, place_m, error_m)
    VALUES ('zone:' || NEW.code, NEW.id, 'zone', NEW.name, NEW.name_en, NEW.gate, metric(NEW.gate),
            greatest(500, 100 * ceil((1.3 * ST_MaxDistance(metric(NEW.gate), metric(NEW.outline)) + NEW.accuracy_m) / 100)))
    ON CONFLICT (zone_id) DO UPDATE SET code = excluded.code, name_tr = excluded.name_tr, name_en = excluded.name_en,
        place = excluded.place, place_m = excluded.place_m, error_m = excluded.error_m;
    RETURN NULL;
END $$;
CREATE TRIGGER spot_of_zone AFTER INSERT OR UPDATE ON zone FOR EACH ROW EXECUTE FUNCTION spot_of_zone();
UPDATE zone SET code = code;

-- spot_for returns the spot of a site, and makes the square that it may need.
CREATE FUNCTION spot_for(site geometry, zone bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    found bigint;
    amid  geometry := ST_SetSRID(ST_MakePoint(0.25 * floor(ST_X(site) / 0.25) + 0.125, 0.25 * floor(ST_Y(site) / 0.25) + 0.125), 4326);
BEGIN
    IF zone IS NOT NULL THEN
        RETURN (SELECT s.id FROM spot AS s WHERE s.zone_id = zone);
    END IF;
    SELECT s.id INTO found FROM spot AS s
     WHERE s.kind = 'district' AND ST_DWithin(s.place_m, metric(site), 75000)
     ORDER BY ST_Distance(s.place_m, metric(site)), s.id LIMIT 1;
    IF found IS NULL THEN
        INSERT INTO spot (code, kind, name_tr, name_en, place, place_m, error_m)
        VALUES ('square:' || ST_X(amid) || ':' || ST_Y(amid), 'square', '', '', amid, metric(amid), 25000)
        ON CONFLICT (code) DO UPDATE SET error_m = excluded.error_m RETURNING id INTO found;
    END IF;
    RETURN found;
END $$;

ALTER TABLE site ADD COLUMN spot_id bigint REFERENCES spot ON DELETE SET NULL;
ALTER TABLE resource ADD COLUMN spot_id bigint;

CREATE FUNCTION site_spot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.spot_id := spot_for(NEW.place, NEW.zone_id);
    RETURN NEW;
END $$;
CREATE TRIGGER site_spot BEFORE INSERT OR UPDATE OF place, zone_id ON site FOR EACH ROW EXECUTE FUNCTION site_spot();

CREATE OR REPLACE FUNCTION site_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE resource SET place = NEW.place, place_m = metric(NEW.place), zone_id = NEW.zone_id, spot_id = NEW.spot_id WHERE site_id = NEW.id;
    RETURN NULL;
END $$;
DROP TRIGGER site_moved ON site;
CREATE TRIGGER site_moved AFTER UPDATE OF place, zone_id, spot_id ON site FOR EACH ROW
    WHEN (NOT ST_Equals(OLD.place, NEW.place) OR OLD.zone_id IS DISTINCT FROM NEW.zone_id OR OLD.spot_id IS DISTINCT FROM NEW.spot_id)
    EXECUTE FUNCTION site_moved();

CREATE OR REPLACE FUNCTION resource_derive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT s.place, metric(s.place), s.zone_id, s.spot_id, f.nace
      INTO NEW.place, NEW.place_m, NEW.zone_id, NEW.spot_id, NEW.nace
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

-- Those that are stored already come to their spots; what others see of their
-- matches is computed anew.
UPDATE site SET zone_id = zone_id;
TRUNCATE matched;

-- Bands are 1, 2, 5, 10, 20, 50 and so on. The same as geo.BandOf.
CREATE FUNCTION band_low(v double precision) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN v <= 0 THEN 0 ELSE power(10, floor(log(v))) *
       CASE WHEN v >= 5 * power(10, floor(log(v))) THEN 5 WHEN v >= 2 * power(10, floor(log(v))) THEN 2 ELSE 1 END END;
CREATE FUNCTION band_high(v double precision) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN v <= 0 THEN 0 ELSE power(10, floor(log(v))) *
       CASE WHEN v >= 5 * power(10, floor(log(v))) THEN 10 WHEN v >= 2 * power(10, floor(log(v))) THEN 5 ELSE 2 END END;

ALTER TABLE resource
    ADD COLUMN rate_low  double precision GENERATED ALWAYS AS (band_low(rate)) STORED,
    ADD COLUMN rate_high double precision GENERATED ALWAYS AS (band_high(rate)) STORED,
    ADD COLUMN hidden    boolean NOT NULL DEFAULT false CHECK (NOT hidden); -- a view says true
CREATE INDEX resource_spot ON resource (spot_id, id);
CREATE INDEX site_spot ON site (spot_id, id);

-- Firms that the owner of a resource lets see it.
CREATE TABLE resource_named (
    resource_id bigint NOT NULL REFERENCES resource ON DELETE CASCADE,
    firm_id     bigint NOT NULL REFERENCES firm ON DELETE CASCADE,
    PRIMARY KEY (firm_id, resource_id)
);
CREATE INDEX resource_named_of ON resource_named (resource_id);

-- What a match comes to between spots and bands; null where that is no match.
ALTER TABLE match
    ADD COLUMN error_m double precision NOT NULL DEFAULT 0, -- of road_m
    ADD COLUMN shown_fit double precision, ADD COLUMN shown_rate double precision, ADD COLUMN shown_share double precision,
    ADD COLUMN shown_decay double precision, ADD COLUMN shown_score double precision, ADD COLUMN shown_haul jsonb,
    ADD COLUMN shown_road_m double precision, ADD COLUMN shown_error_m double precision,
    ADD COLUMN shown_benefit_try double precision, ADD COLUMN shown_expected_try double precision,
    ADD COLUMN shown_break_even_m double precision, ADD COLUMN shown_co2e_kg double precision,
    ADD COLUMN shown_co2e_break_even_m double precision, ADD COLUMN shown_benefit_low_try double precision,
    ADD COLUMN shown_benefit_high_try double precision, ADD COLUMN shown_co2e_low_kg double precision,
    ADD COLUMN shown_co2e_high_kg double precision, ADD COLUMN shown_inputs jsonb, ADD COLUMN shown_reasons jsonb,
    ADD COLUMN shown_blocked boolean,
    ADD COLUMN shown_sunk boolean GENERATED ALWAYS AS (shown_blocked OR verdict IS NOT DISTINCT FROM 'unfit') STORED;
CREATE INDEX match_rank_shown ON match (shown_sunk, (COALESCE(-shown_expected_try, 'Infinity')), (-shown_score), shown_road_m, source_id, sink_id)
    WHERE shown_score IS NOT NULL;

-- The viewer is a setting of the connection: standing and firm.
CREATE FUNCTION viewer_firm() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(split_part(current_setting('simbiyoz.viewer', true), ' ', 2), '')::bigint, 0);

CREATE FUNCTION viewer_kinds() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN coalesce(nullif(split_part(current_setting('simbiyoz.viewer', true), ' ', 1), ''), 'visitor') = 'visitor'
            THEN ARRAY['public'] ELSE ARRAY['public', 'registered'] END;

-- viewer_open are the firms that the viewer knows: its own, and those with
-- which it has agreed.
CREATE FUNCTION viewer_open() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN viewer_firm() = 0 THEN ARRAY[]::bigint[] ELSE ARRAY(
    SELECT viewer_firm()
    UNION SELECT y.sink_firm_id FROM public.synergy AS y WHERE y.source_firm_id = viewer_firm() AND y.sink_firm_id IS NOT NULL
    UNION SELECT y.source_firm_id FROM public.synergy AS y WHERE y.sink_firm_id = viewer_firm() AND y.source_firm_id IS NOT NULL) END;

-- viewer_told are the resources that the viewer may know of whatever their
-- visibility: those that name it, and those that it has agreed on.
CREATE FUNCTION viewer_told() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN viewer_firm() = 0 THEN ARRAY[]::bigint[] ELSE ARRAY(
    SELECT n.resource_id FROM public.resource_named AS n JOIN public.resource AS r ON r.id = n.resource_id
     WHERE n.firm_id = viewer_firm() AND r.visibility = 'named'
    UNION SELECT y.sink_id FROM public.synergy AS y WHERE y.source_firm_id = viewer_firm() AND y.sink_id IS NOT NULL
    UNION SELECT y.source_id FROM public.synergy AS y WHERE y.sink_firm_id = viewer_firm() AND y.source_id IS NOT NULL) END;

CREATE SCHEMA shown;

CREATE VIEW shown.resource AS
SELECT r.id, r.ref, r.firm_id, r.site_id, r.role, r.title, r.category, r.material, r.quantity, r.unit, r.every, r.season, r.rate,
       r.from_on, r.until_on, r.min_lot, r.form, r.density_kg_m3, r.moisture_pct, r.packaging, r.composition, r.fate, r.fate_cost_try_t,
       r.fate_until, r.price_try_t, r.ships, r.legal, r.article19, r.provenance, r.confirmed_on, r.visibility, r.grp, r.hazard, r.nace,
       r.zone_id, r.place, r.place_m, r.words, r.spot_id, r.rate_low, r.rate_high, false AS hidden
FROM public.resource AS r
WHERE r.firm_id = ANY ((SELECT viewer_open())::bigint[])
  AND (r.firm_id = (SELECT viewer_firm()) OR r.visibility = ANY ((SELECT viewer_kinds())::text[]) OR r.id = ANY ((SELECT viewer_told())::bigint[]))
UNION ALL
SELECT r.id, NULL::text, r.firm_id, r.site_id, r.role, r.title, r.category, r.material, NULL::double precision, r.unit,
       CASE r.every WHEN 'once' THEN 'once' ELSE 'year' END, r.season, NULL::double precision,
       r.from_on, r.until_on, NULL::double precision, r.form, NULL::double precision, NULL::double precision, '', '[]'::jsonb, '', NULL::double precision,
       NULL::date, NULL::double precision, r.ships, r.legal, '{}'::jsonb, r.provenance, r.confirmed_on, r.visibility, r.grp, r.hazard, r.nace,
       r.zone_id, p.place, p.place_m, r.words, r.spot_id, r.rate_low, r.rate_high, true
FROM public.resource AS r JOIN public.spot AS p ON p.id = r.spot_id
WHERE NOT r.firm_id = ANY ((SELECT viewer_open())::bigint[])
  AND (r.visibility = ANY ((SELECT viewer_kinds())::text[]) OR r.id = ANY ((SELECT viewer_told())::bigint[]));

-- A firm that shows nothing is not there.
CREATE VIEW shown.firm AS
SELECT f.id, f.ref, f.name, f.nace, ''::text AS tax_number, f.demo, f.words
FROM public.firm AS f
WHERE f.id = ANY ((SELECT viewer_open())::bigint[])
UNION ALL
SELECT f.id, NULL::text, NULL::text, f.nace, '', f.demo, NULL::text
FROM public.firm AS f
WHERE NOT f.id = ANY ((SELECT viewer_open())::bigint[])
  AND EXISTS (SELECT FROM public.resource AS r WHERE r.firm_id = f.id
              AND (r.visibility = ANY ((SELECT viewer_kinds())::text[]) OR r.id = ANY ((SELECT viewer_told())::bigint[])));

CREATE VIEW shown.site AS
SELECT s.id, s.firm_id, s.ref, s.name, s.place, s.zone_id, s.hours, s.dock_t, s.dock_height_m, s.spot_id
FROM public.site AS s
WHERE s.firm_id = ANY ((SELECT viewer_open())::bigint[])
UNION ALL
SELECT s.id, s.firm_id, NULL::text, NULL::text, p.place, s.zone_id, '', NULL::double precision, NULL::double precision, s.spot_id
FROM public.site AS s JOIN public.spot AS p ON p.id = s.spot_id
WHERE NOT s.firm_id = ANY ((SELECT viewer_open())::bigint[])
  AND EXISTS (SELECT FROM public.resource AS r WHERE r.site_id = s.id
              AND (r.visibility = ANY ((SELECT viewer_kinds())::text[]) OR r.id = ANY ((SELECT viewer_told())::bigint[])));

CREATE VIEW shown.match AS
SELECT m.source_id, m.sink_id, m.relation, m.use_id, m.fit, m.rate, m.share, m.unit, m.decay, m.score, m.haul, m.road_m, m.error_m,
       m.benefit_try, m.expected_try, m.break_even_m, m.co2e_kg, m.co2e_break_even_m, m.inputs, m.reasons, m.blocked, m.verdict, m.sunk,
       m.benefit_low_try, m.benefit_high_try, m.co2e_low_kg, m.co2e_high_kg, m.of_source, m.of_sink, m.found_at
FROM public.match AS m
JOIN shown.resource AS a ON a.id = m.source_id AND NOT a.hidden
JOIN shown.resource AS b ON b.id = m.sink_id AND NOT b.hidden
UNION ALL
SELECT m.source_id, m.sink_id, m.relation, m.use_id, m.shown_fit, m.shown_rate, m.shown_share, m.unit, m.shown_decay, m.shown_score,
       m.shown_haul, m.shown_road_m, m.shown_error_m, m.shown_benefit_try, m.shown_expected_try, m.shown_break_even_m, m.shown_co2e_kg,
       m.shown_co2e_break_even_m, m.shown_inputs, m.shown_reasons, m.shown_blocked, m.verdict, m.shown_sunk, m.shown_benefit_low_try,
       m.shown_benefit_high_try, m.shown_co2e_low_kg, m.shown_co2e_high_kg, m.of_source, m.of_sink, m.found_at
FROM public.match AS m
JOIN public.resource AS a ON a.id = m.source_id
JOIN public.resource AS b ON b.id = m.sink_id
WHERE m.shown_score IS NOT NULL
  AND NOT (a.firm_id = ANY ((SELECT viewer_open())::bigint[]) AND b.firm_id = ANY ((SELECT viewer_open())::bigint[]))
  AND (a.firm_id = (SELECT viewer_firm()) OR a.visibility = ANY ((SELECT viewer_kinds())::text[]) OR a.id = ANY ((SELECT viewer_told())::bigint[]))
  AND (b.firm_id = (SELECT viewer_firm()) OR b.visibility = ANY ((SELECT viewer_kinds())::text[]) OR b.id = ANY ((SELECT viewer_told())::bigint[]));
