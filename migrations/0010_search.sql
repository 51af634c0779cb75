-- One box finds firms by the beginnings of their names' words, in whatever
-- marks and capitals.

-- spaced writes a text as its words, folded as material.Fold does, each after
-- a blank: ' arikan cam a s'. So every word's beginning is found alike.
CREATE FUNCTION spaced(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ' ' || btrim(regexp_replace(regexp_replace(
    lower(normalize(translate(t, 'İIı', 'iii'), NFD) COLLATE "und-x-icu"), U&'[\0300-\036F]+', '', 'g'), '[^[:alnum:]]+', ' ', 'g'));

ALTER TABLE firm DROP COLUMN words;
ALTER TABLE firm ADD COLUMN words text GENERATED ALWAYS AS (spaced(name)) STORED;
CREATE INDEX firm_words ON firm USING gin (words gin_trgm_ops);
CREATE INDEX firm_begins ON firm (words text_pattern_ops, id);
