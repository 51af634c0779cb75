-- What filters and pages of features ask for.

-- casei writes capitals and small letters alike; the four i of Turkish are one.
CREATE FUNCTION casei(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(translate(t, 'İIı', 'iii') COLLATE "und-x-icu");

-- accenti takes the marks off letters.
CREATE FUNCTION accenti(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(t, 'ŞşĞğÇçÖöÜüÂâÎîÛûİı', 'SsGgCcOoUuAaIiUuIi');

-- The id of a match as a feature, see postgis.matchID.
CREATE INDEX match_feature ON match ((source_id << 27 | sink_id));
