-- A match took four kilobytes, most of them words: what it assumes, its reasons
-- and the names of all figures stood in each of millions, twice. They stand once
-- each now, numbered; a match holds numbers, and a haul its figures in one order
-- (postgis.packHaul). What a firm gave stays with the match: the number of such
-- an input is negated, and the figure, its low and its high follow.
CREATE TABLE ground (
    id   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    body jsonb NOT NULL -- a geo.Input, a geo.Reason, or the version of a network
);
CREATE UNIQUE INDEX ground_body ON ground (md5(body::text));

CREATE FUNCTION ground_of(body jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE
RETURN CASE WHEN body ->> 'Origin' = 'given' THEN body || '{"Value": 0, "Low": 0, "High": 0}' ELSE body END;

INSERT INTO ground (body)
SELECT DISTINCT ground_of(i) FROM match AS m CROSS JOIN unnest(ARRAY[m.inputs, m.shown_inputs]) AS l (l) CROSS JOIN jsonb_array_elements(l.l) AS i
UNION SELECT r FROM match AS m CROSS JOIN unnest(ARRAY[m.reasons, m.shown_reasons]) AS l (l) CROSS JOIN jsonb_array_elements(l.l) AS r
UNION SELECT h.h -> 'Road' -> 'Network' FROM match AS m CROSS JOIN unnest(ARRAY[m.haul, m.shown_haul]) AS h (h) WHERE h.h IS NOT NULL;

CREATE FUNCTION ground_number(body jsonb) RETURNS integer LANGUAGE sql STABLE
AS $$ SELECT id FROM ground AS g WHERE md5(g.body::text) = md5($1::text) $$;

CREATE FUNCTION packed_inputs(list jsonb) RETURNS double precision[] LANGUAGE sql STABLE AS $$
    SELECT array(
        SELECT f.f FROM jsonb_array_elements(list) WITH ORDINALITY AS i (i, n)
        CROSS JOIN unnest(CASE WHEN i.i ->> 'Origin' = 'given'
            THEN ARRAY[-ground_number(ground_of(i.i)), (i.i ->> 'Value')::float8, (i.i ->> 'Low')::float8, (i.i ->> 'High')::float8]
            ELSE ARRAY[ground_number(i.i)::float8] END) WITH ORDINALITY AS f (f, k)
        ORDER BY i.n, f.k) $$;

CREATE FUNCTION packed_reasons(list jsonb) RETURNS integer[] LANGUAGE sql STABLE AS $$
    SELECT array(
        SELECT ground_number(r.r) FROM jsonb_array_elements(list) WITH ORDINALITY AS r (r, n) ORDER BY r.n) $$;

CREATE FUNCTION packed_haul(h jsonb) RETURNS double precision[] LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN h IS NOT NULL THEN ARRAY[
        (h #>> '{Road,Length}')::float8, (h #>> '{Road,Time}')::float8, (h #>> '{Road,Toll}')::float8, (h #>> '{Road,Ferry}')::float8,
        (h #>> '{Road,FromSnap}')::float8, (h #>> '{Road,ToSnap}')::float8, (h #>> '{Road,Estimate}')::boolean::int, (h #>> '{Road,Coarse}')::boolean::int,
        ground_number(h #> '{Road,Network}'), (h ->> 'Mass')::float8, (h ->> 'Trips')::float8, (h #>> '{Terms,Empty}')::float8,
        (h #>> '{Terms,TollKm}')::float8, (h #>> '{Terms,Density}')::float8, (h #>> '{Lines,Distance}')::float8, (h #>> '{Lines,Time}')::float8,
        (h #>> '{Lines,Toll}')::float8, (h ->> 'Cost')::float8, (h ->> 'CO2e')::float8] END $$;

-- Many matches have the same lists: each is packed once.
CREATE TABLE packed_list (key uuid PRIMARY KEY, inputs double precision[], reasons integer[]);
INSERT INTO packed_list (key, inputs)
SELECT md5(l.l::text)::uuid, packed_inputs(l.l) FROM (SELECT inputs FROM match UNION SELECT shown_inputs FROM match) AS l (l) WHERE l.l <> '[]';
INSERT INTO packed_list (key, reasons)
SELECT md5(l.l::text)::uuid, packed_reasons(l.l) FROM (SELECT reasons FROM match UNION SELECT shown_reasons FROM match) AS l (l) WHERE l.l <> '[]';
CREATE FUNCTION inputs_as(list jsonb) RETURNS double precision[] LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN list = '[]' THEN '{}' ELSE (SELECT inputs FROM packed_list WHERE key = md5(list::text)::uuid) END $$;
CREATE FUNCTION reasons_as(list jsonb) RETURNS integer[] LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN list = '[]' THEN '{}' ELSE (SELECT reasons FROM packed_list WHERE key = md5(list::text)::uuid) END $$;

DROP VIEW shown.match;
ALTER TABLE match ADD COLUMN vehicle text, ADD COLUMN shown_vehicle text;
UPDATE match SET vehicle = haul ->> 'Vehicle', shown_vehicle = shown_haul ->> 'Vehicle' WHERE haul IS NOT NULL OR shown_haul IS NOT NULL;
ALTER TABLE match RESET (toast_tuple_target);
ALTER TABLE match
    ALTER haul TYPE double precision[] USING packed_haul(haul), ALTER shown_haul TYPE double precision[] USING packed_haul(shown_haul),
    ALTER inputs TYPE double precision[] USING inputs_as(inputs), ALTER shown_inputs TYPE double precision[] USING inputs_as(shown_inputs),
    ALTER reasons TYPE integer[] USING reasons_as(reasons), ALTER shown_reasons TYPE integer[] USING reasons_as(shown_reasons),
    ADD CHECK (cardinality(haul) = 19), ADD CHECK (cardinality(shown_haul) = 19), ADD CHECK ((haul IS NULL) = (vehicle IS NULL));
DROP FUNCTION inputs_as, reasons_as, packed_inputs, packed_reasons, packed_haul, ground_number, ground_of;
DROP TABLE packed_list;

CREATE VIEW shown.match AS
SELECT m.source_id, m.sink_id, m.relation, m.use_id, m.fit, m.rate, m.share, m.unit, m.decay, m.score, m.haul, m.vehicle, m.road_m, m.error_m,
       m.benefit_try, m.expected_try, m.break_even_m, m.co2e_kg, m.co2e_break_even_m, m.inputs, m.reasons, m.blocked, m.verdict, m.sunk,
       m.benefit_low_try, m.benefit_high_try, m.co2e_low_kg, m.co2e_high_kg, m.found_at
FROM public.match AS m
JOIN shown.resource AS a ON a.id = m.source_id AND NOT a.hidden
JOIN shown.resource AS b ON b.id = m.sink_id AND NOT b.hidden
UNION ALL
SELECT m.source_id, m.sink_id, m.relation, m.use_id, m.shown_fit, m.shown_rate, m.shown_share, m.unit, m.shown_decay, m.shown_score,
       m.shown_haul, m.shown_vehicle, m.shown_road_m, m.shown_error_m, m.shown_benefit_try, m.shown_expected_try, m.shown_break_even_m, m.shown_co2e_kg,
       m.shown_co2e_break_even_m, m.shown_inputs, m.shown_reasons, m.shown_blocked, m.verdict, m.shown_sunk, m.shown_benefit_low_try,
       m.shown_benefit_high_try, m.shown_co2e_low_kg, m.shown_co2e_high_kg, m.found_at
FROM public.match AS m
JOIN public.resource AS a ON a.id = m.source_id
JOIN public.resource AS b ON b.id = m.sink_id
WHERE m.shown_score IS NOT NULL
  AND NOT (a.firm_id = ANY ((SELECT viewer_open())::bigint[]) AND b.firm_id = ANY ((SELECT viewer_open())::bigint[]))
  AND (a.firm_id = (SELECT viewer_firm()) OR a.visibility = ANY ((SELECT viewer_kinds())::text[]) OR a.id = ANY ((SELECT viewer_told())::bigint[]))
  AND (b.firm_id = (SELECT viewer_firm()) OR b.visibility = ANY ((SELECT viewer_kinds())::text[]) OR b.id = ANY ((SELECT viewer_told())::bigint[]));
