SELECT b.id, COALESCE(b.ref, ''), b.programme_id, COALESCE(b.synergy_id, 0), b.metric, b.side, b.value, b.unit, b.per_year, b.attribution,
       b.from_on, b.until_on, b.persists_years, b.baseline, b.method, b.source, b.status,
       b.claimed_at, b.claimed_by, COALESCE(b.claimed_user, 0), COALESCE(b.claimed_firm, 0), b.for_partner,
       b.checked_at, COALESCE(b.checked_by, ''), b.verified_at, COALESCE(b.verified_by, ''), b.withdrawn_why, b.demo,
       COALESCE(y.source_title || ' → ' || y.sink_title, ''), COALESCE(y.zone_id, 0), COALESCE(y.source_nace, '')
FROM benefit AS b
LEFT JOIN synergy AS y ON y.id = b.synergy_id
