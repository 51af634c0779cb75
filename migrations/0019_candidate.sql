-- What partners are looked for by. Sinks of a class are asked for by what they
-- take as well: of a class that takes heat alone, none had to be passed over in
-- search of one for a material. And whether anybody at all posts a material in a
-- role, and which of them are large, is known without a walk through the index
-- of places.
DROP INDEX resource_sinks_of_class;
CREATE INDEX resource_sinks_of_class ON resource USING gist (nace, category, place_m) WHERE role = 'sink';
CREATE INDEX resource_class ON resource (nace text_pattern_ops, category, unit, rate, id) WHERE role = 'sink';
DROP INDEX resource_material;
CREATE INDEX resource_material ON resource (material text_pattern_ops, role, unit, rate, id);
