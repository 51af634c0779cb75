-- What came of a workshop, or with @workshop = 0 of all: p is who took part,
-- r what was entered, m the matches that have any of it on either side.
WITH p AS MATERIALIZED (
    SELECT p.firm_id, left(f.nace, 2) AS sector, p.table_no,
           (SELECT z.code FROM site JOIN zone AS z ON z.id = site.zone_id
             WHERE site.firm_id = p.firm_id ORDER BY site.id LIMIT 1) AS zone
    FROM participant AS p JOIN firm AS f ON f.id = p.firm_id
    WHERE @workshop = 0 OR p.workshop_id = @workshop
), r AS MATERIALIZED (
    SELECT r.id, r.role, left(r.nace, 2) AS sector, e.table_no, z.code AS zone
    FROM workshop_entry AS e
    JOIN resource AS r ON r.id = e.resource_id
    LEFT JOIN zone AS z ON z.id = r.zone_id
    WHERE @workshop = 0 OR e.workshop_id = @workshop
), m AS MATERIALIZED (
    SELECT m.source_id, m.sink_id FROM r JOIN match AS m ON m.source_id = r.id WHERE NOT m.sunk
    UNION
    SELECT m.source_id, m.sink_id FROM r JOIN match AS m ON m.sink_id = r.id WHERE NOT m.sunk
)
