-- The index of 0029 is for who asks for a category: what lies near a place,
-- whatever it is, reads far fewer pages of resource_place_m, which the planner
-- holds for no cheaper.
DROP INDEX resource_category;
CREATE INDEX resource_category ON resource USING gist (role, category, place_m) WHERE category IS NOT NULL;
