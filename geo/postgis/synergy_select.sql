SELECT y.id, y.programme_id, COALESCE(y.zone_id, 0), y.material, y.hazard, y.legal, y.rate, y.unit, y.haul_m,
       y.stage, COALESCE(y.resumes, ''), COALESCE(y.reason, ''), y.owner, y.next_action, y.next_on, y.readiness, y.demo, y.born_at, y.staged_at,
       COALESCE(a.id, 0), COALESCE(f.id, 0), y.source_title, y.source_nace, COALESCE(f.name, ''),
       COALESCE(c.name, ''), COALESCE(c.hours, ''), COALESCE(ST_X(c.place), 0), COALESCE(ST_Y(c.place), 0),
       CASE WHEN a.unit = y.unit THEN a.rate END,
       (SELECT COALESCE(sum(o.rate), 0) FROM synergy AS o WHERE o.source_id = y.source_id AND o.stage <> 'stopped' AND o.unit = y.unit),
       COALESCE(b.id, 0), COALESCE(g.id, 0), y.sink_title, y.sink_nace, COALESCE(g.name, ''),
       COALESCE(d.name, ''), COALESCE(d.hours, ''), COALESCE(ST_X(d.place), 0), COALESCE(ST_Y(d.place), 0),
       CASE WHEN b.unit = y.unit THEN b.rate END,
       (SELECT COALESCE(sum(o.rate), 0) FROM synergy AS o WHERE o.sink_id = y.sink_id AND o.stage <> 'stopped' AND o.unit = y.unit)
FROM synergy AS y
LEFT JOIN resource AS a ON a.id = y.source_id
LEFT JOIN firm AS f ON f.id = y.source_firm_id
LEFT JOIN site AS c ON c.id = a.site_id
LEFT JOIN resource AS b ON b.id = y.sink_id
LEFT JOIN firm AS g ON g.id = y.sink_firm_id
LEFT JOIN site AS d ON d.id = b.site_id
