-- A match stands while its source or its sink finds it among its best, so that
-- the matches of all are the same whatever order they are computed in. Those
-- of before are due anew.

ALTER TABLE match ADD COLUMN of_source boolean NOT NULL DEFAULT true, ADD COLUMN of_sink boolean NOT NULL DEFAULT true,
                  ADD CHECK (of_source OR of_sink);
ALTER TABLE match ALTER of_source DROP DEFAULT, ALTER of_sink DROP DEFAULT;
TRUNCATE matched;
