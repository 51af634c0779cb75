-- The price book: what materials, lorries and fuel cost, by month. Rows are
-- only ever added, so that what was believed when can always be told.

CREATE TABLE price (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    of_what text NOT NULL CHECK (of_what <> ''), -- material code or prefix, vehicle class, or 'road'
    measure text NOT NULL CHECK (measure IN ('disposal_try_t', 'value_try_t', 'treatment_try_t', 'virgin_kgco2e_t',
                'disposal_kgco2e_t', 'per_km_try', 'per_hour_try', 'fuel_l_100km', 'fuel_try_l', 'toll_km_try')),
    low     double precision NOT NULL CHECK (low <= likely),
    likely  double precision NOT NULL,
    high    double precision NOT NULL CHECK (high >= likely),
    month   text NOT NULL CHECK (month ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'),
    source  text NOT NULL CHECK (source <> ''),
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor   text NOT NULL
);
CREATE INDEX price_of ON price (of_what, measure, month DESC, id DESC);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON price FOR EACH ROW EXECUTE FUNCTION audited();

CREATE FUNCTION price_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = 'the price book is only ever added to';
END $$;
CREATE TRIGGER price_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON price
    FOR EACH STATEMENT EXECUTE FUNCTION price_is_append_only();

-- How low and high a match's figures may be.
ALTER TABLE match ADD COLUMN benefit_low_try double precision, ADD COLUMN benefit_high_try double precision,
                  ADD COLUMN co2e_low_kg double precision, ADD COLUMN co2e_high_kg double precision;
