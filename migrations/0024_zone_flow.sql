-- Flows of materials between zones as machines read them: a year's figures, and
-- the line between the zones' gates, which within a zone has no length.

CREATE VIEW zone_flow AS
SELECT f.id, f.kind, f.origin, f.destination, f.material, f.unit, f.quantity[1] AS quantity, f.firms[1] AS firms, nullif(f.length_m, 0) AS length_m,
       f.tkm, f.cost_try, f.co2e_kg, f.benefit_try, f.avoided_kg, false AS withheld, ST_MakeLine(a.gate, b.gate) AS line
FROM public.flow AS f LEFT JOIN public.zone AS a ON a.code = f.origin LEFT JOIN public.zone AS b ON b.code = f.destination
WHERE f.level = 'zone' AND f.material <> '' AND f.origin <> '*' AND f.destination <> '*';

-- Two digits, so that the difference of two figures tells no firm's.
CREATE FUNCTION two_digits(v double precision) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN v = 0 THEN 0 ELSE round(v::numeric, 1 - floor(log(abs(v)))::integer)::double precision END;

-- What too few firms stand behind is withheld from all who do not run the
-- programme, before anything is filtered or sorted by it.
CREATE VIEW shown.zone_flow AS
SELECT f.id, f.kind, f.origin, f.destination, f.material, f.unit,
       CASE WHEN NOT f.withheld THEN two_digits(f.quantity) END AS quantity, CASE WHEN NOT f.withheld THEN f.firms END AS firms,
       CASE WHEN NOT f.withheld THEN two_digits(f.length_m) END AS length_m, CASE WHEN NOT f.withheld THEN two_digits(f.tkm) END AS tkm,
       CASE WHEN NOT f.withheld THEN two_digits(f.cost_try) END AS cost_try, CASE WHEN NOT f.withheld THEN two_digits(f.co2e_kg) END AS co2e_kg,
       CASE WHEN NOT f.withheld THEN two_digits(f.benefit_try) END AS benefit_try, CASE WHEN NOT f.withheld THEN two_digits(f.avoided_kg) END AS avoided_kg,
       f.withheld, f.line
FROM (SELECT f.id, f.kind, f.origin, f.destination, f.material, f.unit, f.quantity[1] AS quantity, f.firms[1] AS firms, nullif(f.length_m, 0) AS length_m,
             f.tkm, f.cost_try, f.co2e_kg, f.benefit_try, f.avoided_kg, f.shield & 1 = 1 AS withheld, ST_MakeLine(a.gate, b.gate) AS line
      FROM public.flow AS f LEFT JOIN public.zone AS a ON a.code = f.origin LEFT JOIN public.zone AS b ON b.code = f.destination
      WHERE f.level = 'zone' AND f.material <> '' AND f.origin <> '*' AND f.destination <> '*') AS f;

-- Maps draw flows: they are told when those were computed anew.
CREATE TRIGGER touched_insert AFTER INSERT ON flow_run REFERENCING NEW TABLE AS touched_rows
    FOR EACH STATEMENT EXECUTE FUNCTION touched('flow', 'id');
