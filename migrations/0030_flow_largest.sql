-- The largest flows of a year between two places, as facilitators see them and
-- as all others do, are read without sorting all of them.
CREATE INDEX flow_largest ON flow (kind, level, (quantity[1]) DESC, origin, destination, material, unit)
    WHERE material <> '' AND origin <> '*' AND destination <> '*';
CREATE INDEX flow_largest_told ON flow (kind, level, (CASE WHEN shield & 1 = 1 THEN 0 ELSE quantity[1] END) DESC, origin, destination, material, unit)
    WHERE material <> '' AND origin <> '*' AND destination <> '*';
