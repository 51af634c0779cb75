-- Whom a posting finds itself stands once, with the posting, and no longer as a
-- mark on every match: a match is written when the first of its two sides finds
-- it and is as it was when the second does. It stands while either lists the
-- other. All are due anew.

TRUNCATE matched;
ALTER TABLE matched ADD COLUMN partners bigint[] NOT NULL; -- that are among its best

DROP VIEW shown.match;
ALTER TABLE match DROP COLUMN of_source, DROP COLUMN of_sink;

CREATE VIEW shown.match AS
SELECT m.source_id, m.sink_id, m.relation, m.use_id, m.fit, m.rate, m.share, m.unit, m.decay, m.score, m.haul, m.road_m, m.error_m,
       m.benefit_try, m.expected_try, m.break_even_m, m.co2e_kg, m.co2e_break_even_m, m.inputs, m.reasons, m.blocked, m.verdict, m.sunk,
       m.benefit_low_try, m.benefit_high_try, m.co2e_low_kg, m.co2e_high_kg, m.found_at
FROM public.match AS m
JOIN shown.resource AS a ON a.id = m.source_id AND NOT a.hidden
JOIN shown.resource AS b ON b.id = m.sink_id AND NOT b.hidden
UNION ALL
SELECT m.source_id, m.sink_id, m.relation, m.use_id, m.shown_fit, m.shown_rate, m.shown_share, m.unit, m.shown_decay, m.shown_score,
       m.shown_haul, m.shown_road_m, m.shown_error_m, m.shown_benefit_try, m.shown_expected_try, m.shown_break_even_m, m.shown_co2e_kg,
       m.shown_co2e_break_even_m, m.shown_inputs, m.shown_reasons, m.shown_blocked, m.verdict, m.shown_sunk, m.shown_benefit_low_try,
       m.shown_benefit_high_try, m.shown_co2e_low_kg, m.shown_co2e_high_kg, m.found_at
FROM public.match AS m
JOIN public.resource AS a ON a.id = m.source_id
JOIN public.resource AS b ON b.id = m.sink_id
WHERE m.shown_score IS NOT NULL
  AND NOT (a.firm_id = ANY ((SELECT viewer_open())::bigint[]) AND b.firm_id = ANY ((SELECT viewer_open())::bigint[]))
  AND (a.firm_id = (SELECT viewer_firm()) OR a.visibility = ANY ((SELECT viewer_kinds())::text[]) OR a.id = ANY ((SELECT viewer_told())::bigint[]))
  AND (b.firm_id = (SELECT viewer_firm()) OR b.visibility = ANY ((SELECT viewer_kinds())::text[]) OR b.id = ANY ((SELECT viewer_told())::bigint[]));

-- What stores the matches of many at once looks their verdicts up itself.
DROP TRIGGER match_judged ON match;
CREATE TRIGGER match_judged BEFORE INSERT ON match FOR EACH ROW
    WHEN (current_setting('simbiyoz.bulk', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION match_judged();
