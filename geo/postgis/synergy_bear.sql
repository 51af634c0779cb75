INSERT INTO synergy (programme_id, source_id, sink_id, source_firm_id, sink_firm_id, source_title, sink_title, source_nace, sink_nace,
                     zone_id, material, hazard, legal, rate, unit, haul_m, demo, predicted_try, predicted_co2e_kg)
SELECT (SELECT p.id FROM programme AS p WHERE p.from_on <= current_date AND (p.until_on IS NULL OR p.until_on >= current_date)
         ORDER BY p.from_on DESC, p.id DESC LIMIT 1),
       a.id, b.id, a.firm_id, b.firm_id, a.title, b.title, a.nace, b.nace,
       a.zone_id, a.material, a.hazard, a.legal, NULLIF(m.rate, 0), COALESCE(m.unit, a.unit),
       CASE WHEN m.haul IS NOT NULL THEN m.road_m END, f.demo AND g.demo, m.benefit_try, m.co2e_kg
FROM resource AS a
JOIN firm AS f ON f.id = a.firm_id
JOIN resource AS b ON b.id = @sink
JOIN firm AS g ON g.id = b.firm_id
LEFT JOIN match AS m ON m.source_id = a.id AND m.sink_id = b.id
WHERE a.id = @source
RETURNING id
