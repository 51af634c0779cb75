-- What moves between zones and districts, and what finds no taker: computed by
-- a job from the matches, so that no screen has to.

CREATE TABLE flow_run (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    began_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    matches  bigint NOT NULL, -- that were looked at
    moves    bigint NOT NULL
);

CREATE TABLE flow (
    kind        text NOT NULL CHECK (kind IN ('potential', 'agreed', 'evidenced')),
    level       text NOT NULL CHECK (level IN ('zone', 'district', 'region')),
    origin      text NOT NULL,               -- zone's code or district; '': outside; '*': any other than the destination
    destination text NOT NULL,
    material    text NOT NULL,               -- '': all together
    unit        text NOT NULL CHECK (unit IN ('t', 'm3', 'kWh', 'piece', 'hour')),
    quantity    double precision[] NOT NULL CHECK (cardinality(quantity) = 13), -- of unit: a year, then January to December
    firms       double precision[] NOT NULL CHECK (cardinality(firms) = 13),    -- that stand behind it
    length_m    double precision NOT NULL,   -- mean by road, weighted by mass
    tkm         double precision NOT NULL,   -- a year, as all that follow
    cost_try    double precision NOT NULL,   -- of hauls
    co2e_kg     double precision NOT NULL,   -- of hauls
    benefit_try double precision NOT NULL,   -- net
    avoided_kg  double precision NOT NULL,   -- CO2e, net
    PRIMARY KEY (kind, level, origin, destination, material, unit)
);
CREATE INDEX flow_destination ON flow (kind, level, destination);
CREATE INDEX flow_material ON flow (kind, level, material, (quantity[1]) DESC);

CREATE TABLE balance (
    level       text NOT NULL CHECK (level IN ('zone', 'district', 'region')),
    place       text NOT NULL,
    material    text NOT NULL,
    role        text NOT NULL CHECK (role IN ('source', 'sink')),
    unit        text NOT NULL,
    total       double precision NOT NULL,   -- of unit, a year
    remaining   double precision NOT NULL,   -- of total, that finds no partner
    unknown     integer NOT NULL,            -- resources of no known quantity
    firms       integer NOT NULL,
    miss_why    text CHECK (miss_why IN ('none', 'taken', 'loss', 'blocked', 'unfit', 'unknown', 'unit')),
    miss_detail text NOT NULL,
    miss_place  text NOT NULL,               -- zone of the nearest miss
    miss_m      double precision NOT NULL,
    miss_try    double precision NOT NULL,   -- loss a unit
    PRIMARY KEY (level, place, material, role, unit)
);

-- The moves that flows are made of.
CREATE TABLE move (
    kind      text NOT NULL CHECK (kind IN ('potential', 'agreed', 'evidenced')),
    source_id bigint NOT NULL,
    sink_id   bigint NOT NULL,
    quantity  double precision NOT NULL, -- of unit, a year
    unit      text NOT NULL,
    mass_t    double precision NOT NULL, -- 0: nothing goes by road
    vehicle   text NOT NULL
);
CREATE INDEX move_mass ON move (kind, mass_t DESC);
CREATE INDEX move_source ON move (source_id);
CREATE INDEX move_sink ON move (sink_id);
