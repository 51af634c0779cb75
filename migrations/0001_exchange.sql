-- The exchange: zones, firms, sites, resources, materials, uses, matches, and
-- the audit trail of every change.

CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- fold writes a text as searches compare it: lower case, Turkish letters as
-- their Latin neighbours. The same as material.Fold.
CREATE FUNCTION fold(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(translate(t, 'İIıŞşĞğÇçÖöÜüÂâÎîÛû', 'iiissggccoouuaaiiuu') COLLATE "C");

-- metric puts a position into EPSG:5253 (TUREF / TM27), in which a unit is a
-- metre around İzmir: <-> on degrees ranks wrongly.
CREATE FUNCTION metric(place geometry) RETURNS geometry LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN public.st_transform(place, 5253);

CREATE TABLE zone (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code       text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name       text NOT NULL CHECK (name <> ''),
    name_en    text NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('osb', 'specialised_osb', 'free_zone', 'industrial_estate', 'heavy_industry')),
    district   text NOT NULL,
    manager    text NOT NULL,
    outline    geometry(MultiPolygon, 4326) NOT NULL CHECK (ST_IsValid(outline)),
    gate       geometry(Point, 4326) NOT NULL,
    accuracy_m double precision NOT NULL CHECK (accuracy_m >= 0),
    source     text NOT NULL
);
CREATE INDEX zone_outline ON zone USING gist (outline);

CREATE TABLE firm (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref        text NOT NULL UNIQUE,
    name       text NOT NULL CHECK (name <> ''),
    nace       text NOT NULL CHECK (nace ~ '^[0-9]{2}\.[0-9]{2}$'),
    tax_number text NOT NULL DEFAULT '' CHECK (tax_number ~ '^([0-9]{10})?$'),
    demo       boolean NOT NULL DEFAULT false,
    words      text GENERATED ALWAYS AS (fold(name)) STORED
);
CREATE INDEX firm_words ON firm USING gin (words gin_trgm_ops);

CREATE TABLE site (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    firm_id       bigint NOT NULL REFERENCES firm ON DELETE CASCADE,
    ref           text NOT NULL,
    name          text NOT NULL,
    place         geometry(Point, 4326) NOT NULL,
    zone_id       bigint REFERENCES zone ON DELETE SET NULL,
    hours         text NOT NULL DEFAULT '',
    dock_t        double precision CHECK (dock_t > 0),        -- heaviest lorry, tonnes
    dock_height_m double precision CHECK (dock_height_m > 0), -- highest lorry
    UNIQUE (firm_id, ref)
);
CREATE INDEX site_place ON site USING gist (place);
CREATE INDEX site_zone ON site (zone_id);

CREATE TABLE material (
    code     text PRIMARY KEY CHECK (code ~ '^([0-9]{6}|[a-z]+\.[a-z0-9_]+)$'),
    grp      text NOT NULL,
    category text NOT NULL,
    hazard   text NOT NULL CHECK (hazard IN ('none', 'absolute', 'mirror')),
    unit     text NOT NULL CHECK (unit IN ('t', 'm3', 'kWh', 'piece', 'hour')),
    name_en  text NOT NULL,
    name_tr  text NOT NULL
);

CREATE TABLE use (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    material  text NOT NULL, -- a code, or the first two or four digits of one
    nace      text NOT NULL CHECK (nace ~ '^(\*|[0-9]{2}(\.[0-9]{2})?)$'),
    use_en    text NOT NULL,
    use_tr    text NOT NULL,
    treatment text NOT NULL DEFAULT '',
    forms     text[] NOT NULL DEFAULT '{}',
    limits    text NOT NULL DEFAULT '',
    ratio     double precision NOT NULL CHECK (ratio >= 0 AND ratio <= 10), -- t of virgin input replaced per t
    evidence  text NOT NULL CHECK (evidence IN ('implemented', 'piloted', 'studied')),
    source    text NOT NULL,
    UNIQUE (material, nace, use_en)
);

CREATE TABLE resource (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref             text UNIQUE,
    firm_id         bigint NOT NULL REFERENCES firm ON DELETE CASCADE,
    site_id         bigint NOT NULL REFERENCES site ON DELETE CASCADE,
    role            text NOT NULL CHECK (role IN ('source', 'sink')),
    title           text NOT NULL CHECK (title <> ''),
    category        text NOT NULL CHECK (category IN
                        ('material', 'energy', 'water', 'logistics', 'capacity', 'expertise', 'equipment', 'space')),
    material        text NOT NULL REFERENCES material,
    quantity        double precision CHECK (quantity > 0), -- of unit, every interval
    unit            text NOT NULL CHECK (unit IN ('t', 'm3', 'kWh', 'piece', 'hour')),
    every           text NOT NULL CHECK (every IN ('once', 'day', 'week', 'month', 'year')),
    season          smallint NOT NULL CHECK (season BETWEEN 1 AND 4095), -- bit 0 is January
    rate            double precision,                      -- of unit, a year; derived from the four before
    from_on         date,
    until_on        date CHECK (until_on >= from_on),
    min_lot         double precision CHECK (min_lot > 0),  -- of unit
    form            text CHECK (form IN ('solid', 'bulk', 'sludge', 'liquid', 'gas', 'heat')),
    density_kg_m3   double precision CHECK (density_kg_m3 > 0),
    moisture_pct    double precision CHECK (moisture_pct BETWEEN 0 AND 100),
    packaging       text NOT NULL DEFAULT '',
    composition     jsonb NOT NULL DEFAULT '[]',
    fate            text NOT NULL DEFAULT '',
    fate_cost_try_t double precision,
    fate_until      date,
    price_try_t     double precision,                      -- negative: pays to be rid of it
    ships           text NOT NULL DEFAULT '' CHECK (ships IN ('', 'source', 'sink', 'either')),
    legal           text NOT NULL CHECK (legal IN ('waste', 'by_product', 'end_of_waste', 'product')),
    article19       jsonb NOT NULL DEFAULT '{}',
    provenance      text NOT NULL CHECK (provenance IN ('declared', 'workshop', 'inferred')),
    confirmed_on    date,
    visibility      text NOT NULL CHECK (visibility IN ('public', 'registered', 'named', 'facilitator')),
    -- What lists and candidates ask for, kept by resource_derive and site_moved.
    grp             text NOT NULL,
    hazard          text NOT NULL,
    nace            text NOT NULL,
    zone_id         bigint,
    place           geometry(Point, 4326) NOT NULL,
    place_m         geometry(Point, 5253) NOT NULL,
    words           text NOT NULL,
    matched_at      timestamptz,          -- when its matches were last computed
    matched_network text                  -- on which road network
);
CREATE INDEX resource_sinks ON resource USING gist (material, place_m) WHERE role = 'sink';
CREATE INDEX resource_sources ON resource USING gist (material, place_m) WHERE role = 'source';
CREATE INDEX resource_sinks_of_class ON resource USING gist (nace, place_m) WHERE role = 'sink';
CREATE INDEX resource_place ON resource USING gist (place);
CREATE INDEX resource_place_m ON resource USING gist (place_m);
CREATE INDEX resource_words ON resource USING gin (words gin_trgm_ops);
CREATE INDEX resource_firm ON resource (firm_id);
CREATE INDEX resource_site ON resource (site_id);
CREATE INDEX resource_zone ON resource (zone_id, id);
CREATE INDEX resource_material ON resource (material text_pattern_ops);
CREATE INDEX resource_stale ON resource (id) WHERE matched_at IS NULL;

-- resource_derive fills what follows from a resource's site, firm and material.
CREATE FUNCTION resource_derive() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT s.place, metric(s.place), s.zone_id, f.nace
      INTO NEW.place, NEW.place_m, NEW.zone_id, NEW.nace
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
CREATE TRIGGER resource_derive BEFORE INSERT OR UPDATE OF title, material, site_id, firm_id ON resource
    FOR EACH ROW EXECUTE FUNCTION resource_derive();

-- site_moved carries a site's new place to its resources, whose matches are
-- then due again.
CREATE FUNCTION site_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE resource SET place = NEW.place, place_m = metric(NEW.place), zone_id = NEW.zone_id, matched_at = NULL
     WHERE site_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER site_moved AFTER UPDATE OF place, zone_id ON site FOR EACH ROW
    WHEN (NOT ST_Equals(OLD.place, NEW.place) OR OLD.zone_id IS DISTINCT FROM NEW.zone_id) EXECUTE FUNCTION site_moved();

-- firm_changed carries a firm's new class to its resources.
CREATE FUNCTION firm_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE resource SET nace = NEW.nace, matched_at = NULL WHERE firm_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER firm_changed AFTER UPDATE OF nace ON firm FOR EACH ROW
    WHEN (OLD.nace <> NEW.nace) EXECUTE FUNCTION firm_changed();

CREATE TABLE match (
    source_id           bigint NOT NULL REFERENCES resource ON DELETE CASCADE,
    sink_id             bigint NOT NULL REFERENCES resource ON DELETE CASCADE,
    relation            text NOT NULL CHECK (relation IN ('same', 'use', 'group', 'text')),
    use_id              bigint REFERENCES use ON DELETE SET NULL,
    fit                 double precision NOT NULL CHECK (fit BETWEEN 0 AND 1),
    rate                double precision CHECK (rate >= 0), -- of unit, a year
    share               double precision NOT NULL CHECK (share BETWEEN 0 AND 1),
    unit                text NOT NULL,
    decay               double precision NOT NULL CHECK (decay BETWEEN 0 AND 1),
    score               double precision NOT NULL CHECK (score BETWEEN 0 AND 1),
    haul                jsonb,                              -- null: nothing travels by road
    road_m              double precision NOT NULL DEFAULT 0,
    benefit_try         double precision,
    expected_try        double precision,
    break_even_m        double precision,
    co2e_kg             double precision,
    co2e_break_even_m   double precision,
    inputs              jsonb NOT NULL,
    reasons             jsonb NOT NULL,
    blocked             boolean NOT NULL,
    PRIMARY KEY (source_id, sink_id)
);
CREATE INDEX match_sink ON match (sink_id);
CREATE INDEX match_rank ON match (blocked, (COALESCE(-expected_try, 'Infinity')), (-score), road_m, source_id, sink_id);
CREATE INDEX match_use ON match (use_id);

-- The audit trail is only ever added to.
CREATE TABLE audit (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor  text NOT NULL,
    noun   text NOT NULL,
    row_id bigint NOT NULL,
    action text NOT NULL CHECK (action IN ('insert', 'update', 'delete')),
    old    jsonb,
    new    jsonb
);
CREATE INDEX audit_row ON audit (noun, row_id, id);

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = 'the audit trail is only ever added to';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- audited records what a row was and became. What is derived, and the tax
-- number, stays out.
CREATE FUNCTION audited() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - '{tax_number,words,place_m,matched_at,matched_network}'::text[] END;
    is_ jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - '{tax_number,words,place_m,matched_at,matched_network}'::text[] END;
BEGIN
    IF was IS DISTINCT FROM is_ THEN
        INSERT INTO audit (actor, noun, row_id, action, old, new)
        VALUES (COALESCE(NULLIF(current_setting('simbiyoz.actor', true), ''), 'system'),
                TG_TABLE_NAME, (COALESCE(is_, was) ->> 'id')::bigint, lower(TG_OP), was, is_);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON zone FOR EACH ROW EXECUTE FUNCTION audited();
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON firm FOR EACH ROW EXECUTE FUNCTION audited();
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON site FOR EACH ROW EXECUTE FUNCTION audited();
CREATE TRIGGER audited AFTER INSERT OR DELETE OR UPDATE ON resource FOR EACH ROW EXECUTE FUNCTION audited();
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON use FOR EACH ROW EXECUTE FUNCTION audited();
