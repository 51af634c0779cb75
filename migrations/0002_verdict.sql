-- Verdicts: what people say of a match. They are only ever added to; the last
-- one of a pair counts. They outlive the postings, for known uses learn from
-- them: so they keep the material and the receiver's class as they were.

CREATE TABLE verdict (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_id bigint REFERENCES resource ON DELETE SET NULL,
    sink_id   bigint REFERENCES resource ON DELETE SET NULL,
    use_id    bigint REFERENCES use ON DELETE SET NULL, -- the known use that the match rested on
    material  text NOT NULL,                            -- of the source
    nace      text NOT NULL,                            -- of the sink's firm
    verdict   text NOT NULL CHECK (verdict IN ('interested', 'unfit', 'withdrawn')),
    reason    text CHECK (reason IN ('price', 'quality', 'quantity', 'distance', 'law', 'trust', 'no_answer', 'other')),
    note      text NOT NULL DEFAULT '',
    at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor     text NOT NULL,
    CHECK ((verdict = 'unfit') = (reason IS NOT NULL))
);
CREATE INDEX verdict_pair ON verdict (source_id, sink_id, id);
CREATE INDEX verdict_sink ON verdict (sink_id);
CREATE INDEX verdict_use ON verdict (use_id);

-- A match carries the last verdict on it; sunk ones rank behind all others.
ALTER TABLE match ADD COLUMN verdict text CHECK (verdict IN ('interested', 'unfit'));
ALTER TABLE match ADD COLUMN sunk boolean NOT NULL GENERATED ALWAYS AS (blocked OR verdict IS NOT DISTINCT FROM 'unfit') STORED;
DROP INDEX match_rank;
CREATE INDEX match_rank ON match (sunk, (COALESCE(-expected_try, 'Infinity')), (-score), road_m, source_id, sink_id);

-- match_judged gives a match that is computed anew the verdict that its pair has.
CREATE FUNCTION match_judged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.verdict := (SELECT NULLIF(v.verdict, 'withdrawn') FROM verdict AS v
                     WHERE v.source_id = NEW.source_id AND v.sink_id = NEW.sink_id ORDER BY v.id DESC LIMIT 1);
    RETURN NEW;
END $$;
CREATE TRIGGER match_judged BEFORE INSERT ON match FOR EACH ROW EXECUTE FUNCTION match_judged();

-- verdict_given carries a new verdict to its match.
CREATE FUNCTION verdict_given() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE match SET verdict = NULLIF(NEW.verdict, 'withdrawn') WHERE source_id = NEW.source_id AND sink_id = NEW.sink_id;
    RETURN NULL;
END $$;
CREATE TRIGGER verdict_given AFTER INSERT ON verdict FOR EACH ROW EXECUTE FUNCTION verdict_given();
