-- Partners whose words are alike are looked for among the nearest of a category.
CREATE INDEX resource_category ON resource USING gist (role, category, place_m);

-- A match is some kilobytes of JSON. To press it below two takes longer than to
-- write it: two to a page do, and are pressed quickly where the server can.
ALTER TABLE match SET (toast_tuple_target = 4080);
DO $$
BEGIN
    ALTER TABLE match ALTER inputs SET COMPRESSION lz4, ALTER shown_inputs SET COMPRESSION lz4, ALTER reasons SET COMPRESSION lz4,
        ALTER shown_reasons SET COMPRESSION lz4, ALTER haul SET COMPRESSION lz4, ALTER shown_haul SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN
    NULL; -- it was built without
END $$;
