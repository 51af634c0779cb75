-- Which figures of a flow too few firms stand behind is decided when flows are
-- computed, so that the largest can be read without reading all. Bit 0 is the
-- year's, bits 1 to 12 the months'; until they are computed, all are kept back.
ALTER TABLE flow ADD COLUMN shield integer NOT NULL DEFAULT 8191;

-- A flow's number is made of what it is: it stays when flows are computed anew,
-- so that whoever pages through them goes on where he was. 53 bits, which a
-- double holds; two of a million flows share one once in 18,000 such databases.
ALTER TABLE flow ADD COLUMN id bigint NOT NULL GENERATED ALWAYS AS
    (hashtextextended(kind || ' ' || level || ' ' || origin || ' ' || destination || ' ' || material || ' ' || unit, 0) & 9007199254740991) STORED;
CREATE INDEX flow_feature ON flow (id) WHERE level = 'zone' AND material <> '' AND origin <> '*' AND destination <> '*';

-- The largest that any zone gives or takes a year, by unit: what maps draw
-- widths by.
ALTER TABLE flow_run ADD COLUMN largest jsonb NOT NULL DEFAULT '{}';
