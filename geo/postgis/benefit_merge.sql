INSERT INTO benefit AS b (ref, programme_id, synergy_id, metric, side, value, unit, per_year, attribution, from_on, until_on, persists_years,
                          baseline, method, source, status, claimed_by, for_partner)
VALUES (@ref, @programme, @synergy, @metric, @side, @value, @unit, @per_year, @attribution, @from, @until, @persists,
        @baseline, @method, @source, @status, @actor, false)
ON CONFLICT (ref) DO UPDATE
SET programme_id = excluded.programme_id, synergy_id = excluded.synergy_id, metric = excluded.metric, side = excluded.side, value = excluded.value,
    unit = excluded.unit, per_year = excluded.per_year, attribution = excluded.attribution, from_on = excluded.from_on, until_on = excluded.until_on,
    persists_years = excluded.persists_years, baseline = excluded.baseline, method = excluded.method, source = excluded.source, status = excluded.status
WHERE b.status IN ('claimed', 'checked') -- what was verified stays
  AND (b.programme_id, b.synergy_id, b.metric, b.side, b.value, b.unit, b.per_year, b.attribution, b.from_on, b.until_on, b.persists_years,
       b.baseline, b.method, b.source, b.status)
      IS DISTINCT FROM
      (excluded.programme_id, excluded.synergy_id, excluded.metric, excluded.side, excluded.value, excluded.unit, excluded.per_year, excluded.attribution,
       excluded.from_on, excluded.until_on, excluded.persists_years, excluded.baseline, excluded.method, excluded.source, excluded.status)
RETURNING xmax = 0
